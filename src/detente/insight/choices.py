"""What follows from one choice: outcomes, resting points, paths, gains and regret, from its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.ensemble import Runs, Scenario, mask_names
from detente.game import Game
from detente.insight.ask import Ask
from detente.insight.consequence import (
    ChoiceFindings,
    EquilibriumFinding,
    PathFinding,
    PathStep,
    Stake,
    Way,
    Why,
)
from detente.insight.graph import move_graph
from detente.insight.held.unreached import unreached
from detente.insight.parts import outcome_parts, own_levels
from detente.insight.pooled import mean, quantile
from detente.paper.estimate import Estimate
from detente.stability import Views, certify, explain, resting, route
from detente.worlds import Worlds, exact

__all__ = ["by_choice", "following", "under_reading"]

Floats = NDArray[np.float64]

#: Resting points listed for each choice.
LISTED = 12


def by_choice(case: Case, runs: Runs) -> Floats:
    """Return (C, N, W): the focal actor's level under each concept and choice in every world.

    Parameters
    ----------
    case
        The case that was run.
    runs
        Its W worlds, under N choices.
    """
    return np.stack([own_levels(case, answers) for answers in runs.answers.values()], axis=1)


def under_reading(runs: Runs, reading: str) -> NDArray[np.intp]:
    """Return the worlds that took a reading, of those that count.

    Parameters
    ----------
    runs
        The worlds.
    reading
        Id of a reading.
    """
    index, worlds = runs.index, runs.worlds
    held: NDArray[np.intp] = index[worlds.reading[index] == worlds.readings.index(reading)]
    return held


def following(case: Case, runs: Runs, name: str, levels: Floats, ask: Ask) -> ChoiceFindings:
    """Say what follows from one choice.

    Parameters
    ----------
    case
        The case that was run.
    runs
        Its worlds and their answers.
    name
        The choice; an empty id in a case without choices.
    levels
        (C, N, W) as `by_choice` returns them: regret, and which choice is best, compare all that were solved.
    ask
        Which parts are wanted, and whether reasons are certified.

    Raises
    ------
    WitnessRejected
    """
    place = list(runs.answers).index(name)
    worlds, answers, index = runs.worlds, runs.answers[name], runs.index
    ref = case.declared.index(case.concept)
    parts = {
        o: v for o, v in outcome_parts(case, answers, ref).items() if o in case.outcomes or v[index].any()
    }
    regret = levels[ref].max(axis=0) - levels[ref, place]
    best = [_best(concept)[place] for concept in levels]
    utilities = dict(zip(case.actors, answers.utility[ref], strict=True))
    central = _central(case, worlds, runs.scenarios, name)
    equilibria = _equilibria(case, runs, name, central)
    return ChoiceFindings(
        choice=name,
        states=max(len(s.games[name]) for s in runs.scenarios),
        settled=mean(runs, answers.settled[ref].astype(float), index),
        outcomes=_estimates(runs, parts, index),
        outcomes_by_reading={r: _estimates(runs, parts, under_reading(runs, r)) for r in worlds.readings},
        equilibria=equilibria[:LISTED],
        listed=len(equilibria),
        distinct=mean(runs, answers.points[ref].astype(float), index),
        paths=_paths(case, central) if ask.wants("paths") else (),
        utilities=_estimates(runs, utilities, index),
        utilities_by_reading={
            r: _estimates(runs, utilities, under_reading(runs, r)) for r in worlds.readings
        },
        regret=mean(runs, regret, index),
        regret_high=quantile(runs, regret, index, 0.9),
        best=mean(runs, best[ref], index),
        best_by_reading={r: mean(runs, best[ref], under_reading(runs, r)) for r in worlds.readings},
        why=_why(case, central, exact(case, central.game, worlds) if ask.certified else None)
        if ask.wants("reasons")
        else (),
        outcomes_by_concept={
            c: _estimates(
                runs, {o: v for o, v in outcome_parts(case, answers, k).items() if v[index].any()}, index
            )
            for k, c in enumerate(case.declared)
        },
        best_by_concept={c: mean(runs, row, index) for c, row in zip(case.declared, best, strict=True)},
        definitions=_held(case, runs, name, "definition", ref, index),
        definitions_by_concept={
            c: _held(case, runs, name, "definition", k, index) for k, c in enumerate(case.declared)
        },
        definitions_by_reading={
            r: _held(case, runs, name, "definition", ref, under_reading(runs, r)) for r in worlds.readings
        },
        levels=_levels(case, runs, name, ref),
        regimes=_held(case, runs, name, "regime", ref, index),
        regimes_apart={before: _apart(case, runs, name, before, ref) for before in [*runs.answers][:place]},
        unreached=unreached(case, runs, name, ask.workers) if ask.wants("unreached") else (),
        graph=move_graph(central.game, central.u, case.concept, central.views)
        if ask.wants("graph")
        else None,
        typical=_typical(equilibria),
        ways=_ways(case, runs, name, ref) if ask.wants("ways") and case.status_quo else (),
    )


def _typical(equilibria: Sequence[EquilibriumFinding]) -> dict[str, EquilibriumFinding]:
    found: dict[str, EquilibriumFinding] = {}
    for e in sorted(
        equilibria, key=lambda e: not e.central
    ):  # a stable sort: the most often reached come first
        found.setdefault(e.outcome or "other", e)
    return found


def _held(
    case: Case, runs: Runs, choice: str, kind: str, concept: int, among: NDArray[np.intp]
) -> dict[str, Estimate]:
    """Id -> share of some worlds in which something of a kind holds where play comes to rest."""
    answers = runs.answers[choice]
    return {name: mean(runs, answers.part(concept, k), among) for name, k in _rows(case, kind)}


def _rows(case: Case, kind: str) -> list[tuple[str, int]]:
    """Id of everything of a kind whose mask is kept, and the row of the mask."""
    return [(name[1], k) for k, name in enumerate(mask_names(case)) if name[0] == kind]


def _apart(case: Case, runs: Runs, choice: str, other: str, concept: int) -> dict[str, Estimate]:
    """Regime -> its share under one choice less that under another, world by world."""
    here, there = runs.answers[choice], runs.answers[other]
    return {
        name: mean(runs, here.part(concept, k) - there.part(concept, k), runs.index)
        for name, k in _rows(case, "regime")
    }


def _levels(case: Case, runs: Runs, choice: str, concept: int) -> dict[str, dict[str, Estimate]]:
    held: dict[str, dict[str, Estimate]] = {o: {} for o in case.variables()}
    for k, name in enumerate(mask_names(case)):
        if name[0] == "level":
            part = runs.answers[choice].part(concept, k)
            held[name[1]][name[2]] = mean(runs, part, runs.index)
    return held


def _estimates(runs: Runs, values: Mapping[str, Floats], index: NDArray[np.intp]) -> dict[str, Estimate]:
    return {name: mean(runs, row, index) for name, row in values.items()}


def _best(levels: Floats) -> Floats:
    """(choices, W): 1 where a choice is the best, shared equally where several are."""
    top = levels >= levels.max(axis=0) - 1e-12
    shared: Floats = top / top.sum(axis=0)
    return shared


@dataclass(frozen=True, slots=True, eq=False)
class _Central:
    """A world under one choice: its game, utilities, beliefs, and resting points, nearest first."""

    game: Game
    u: NDArray[np.int32]
    views: Views
    points: list[int]


def _central(case: Case, worlds: Worlds, found: Sequence[Scenario], name: str, world: int = 0) -> _Central:
    game = next(s for s in found if world in s.index).games[name]
    u = worlds.utilities(game, slice(world, world + 1))[:, :, 0]
    views = worlds.views(game, slice(world, world + 1))
    rest = resting(game, u, case.concept, max(game.status_quo, 0), views)
    if game.status_quo < 0:
        return _Central(game, u, views, [int(s) for s in np.flatnonzero(rest.equilibria)])
    points = sorted(rest.states, key=lambda s: (int(rest.distance[s]), s))
    return _Central(game, u, views, points)


def _equilibria(case: Case, runs: Runs, name: str, middle: _Central) -> tuple[EquilibriumFinding, ...]:
    answers, n = runs.answers[name], runs.points
    listed: list[EquilibriumFinding] = []
    for k, scenario in enumerate(runs.scenarios):
        g = scenario.games[name]
        central = set(middle.points) if g is middle.game else set()
        total, squares = answers.reached[k]
        counts = answers.rests[k]
        if len(runs.worlds) == 1:
            total, squares, counts = _certain(case, middle, counts)
        for s in sorted(set(np.flatnonzero(total > 0).tolist()) | central):
            listed.append(
                EquilibriumFinding(
                    state=g.describe(s),
                    name=g.names[s] if g.names else "",
                    outcome=g.outcomes[g.outcome[s]] if g.outcome[s] >= 0 else "",
                    reached=_moments(float(total[s]), float(squares[s]), n),
                    concepts={
                        c: _moments(float(x), float(x), n)
                        for c, x in zip(case.declared, counts[:, s], strict=True)
                    },
                    central=s in central,
                )
            )
    return tuple(sorted(listed, key=lambda e: (-e.reached.value, not e.central)))


def _certain(case: Case, middle: _Central, counts: Floats) -> tuple[Floats, Floats, Floats]:
    """The same sums where the central world is the only one."""
    game = middle.game
    total = np.zeros(len(game))
    total[middle.points] = 1 / max(len(middle.points), 1)
    counts = np.zeros_like(counts)
    for c, concept in enumerate(case.declared):
        rest = resting(game, middle.u, concept, max(game.status_quo, 0), middle.views)
        counts[c] = rest.equilibria & (True if game.status_quo < 0 else rest.distance >= 0)
    return total, total**2, counts


def _moments(total: float, squares: float, n: int) -> Estimate:
    mean = round(total / n, 12)  # sums of thirds, in whatever order, are equal where they should be
    variance = max(squares / n - mean * mean, 0.0) * n / (n - 1) if n > 1 else 0.0
    return Estimate(mean, float(np.sqrt(variance / n)), n)


def _paths(case: Case, middle: _Central, most: int = 4) -> tuple[PathFinding, ...]:
    game = middle.game
    if game.status_quo < 0:
        return ()
    made = []
    for goal in middle.points[:most]:
        way = route(game, middle.u, case.concept, game.status_quo, goal, middle.views)
        if way is None:
            continue
        steps = tuple(PathStep(game.actors[s.actor], _changes(game, s.origin, s.target)) for s in way.steps)
        outcome = game.outcomes[game.outcome[goal]] if game.outcome[goal] >= 0 else ""
        made.append(PathFinding(steps, way.count, _label(game, goal), outcome))
    return tuple(made)


def _ways(case: Case, runs: Runs, name: str, ref: int) -> tuple[Way, ...]:
    """How play comes to each class: in the central world, or else in the first that comes to it."""
    parts, index = outcome_parts(case, runs.answers[name], ref), runs.index
    classes = {o: row for o, row in parts.items() if o != "unsettled"} or {"other": 1 - parts["unsettled"]}
    made = []
    for outcome, row in classes.items():
        reached = [0] if row[0] > 0 else index[row[index] > 0][:1].tolist()
        made += [way for w in reached if (way := _way(case, runs, name, outcome, w)) is not None]
    return tuple(made)


def _way(case: Case, runs: Runs, name: str, outcome: str, world: int) -> Way | None:
    middle = _central(case, runs.worlds, runs.scenarios, name, world)
    game = middle.game
    own = [s for s in middle.points if _class(game, s) == (outcome if case.outcomes else "other")]
    paths = _paths(case, near := replace(middle, points=own[:1]))
    if not paths:
        return None
    taken = int(runs.worlds.reading[world])
    reading = runs.worlds.readings[taken] if world and 0 <= taken < len(runs.worlds.readings) else ""
    states = _states(game, paths[0])
    pairs = zip(paths[0].steps, pairwise(states), strict=True)
    stakes = tuple(_stakes(runs.worlds, game, step.actor, ends, world) for step, ends in pairs)
    return Way(outcome, world, reading, paths[0], stakes, _why(case, near, None))


def _class(game: Game, state: int) -> str:
    return game.outcomes[game.outcome[state]] if game.outcome[state] >= 0 else "other"


def _states(game: Game, path: PathFinding) -> list[int]:
    """The states that a path from the status quo goes through."""
    at, found = dict(_label(game, game.status_quo)), [game.status_quo]
    for step in path.steps:
        at |= {o: to for o, (_, to) in step.changes.items()}
        found.append(game.find(at) if game.options else game.names.index(at["state"]))
    return found


def _stakes(worlds: Worlds, game: Game, actor: str, ends: tuple[int, int], world: int) -> tuple[Stake, ...]:
    if actor not in game.actors:  # what a regime comes to is nobody's move
        return ()
    k = game.actors.index(actor)
    before, after = (game.patterns[k][game.pattern[k][s]] for s in ends)
    changed = [n for n in np.flatnonzero(before != after).tolist() if n < len(worlds.statements[k])]
    return tuple(
        Stake(worlds.statements[k][n], bool(after[n]), float(worlds.weights[k][n, world])) for n in changed
    )


def _label(game: Game, state: int) -> dict[str, str]:
    """Option -> level; for a game without options the state's name under the key ``state``."""
    return game.describe(state) or {"state": game.names[state]}


def _changes(game: Game, origin: int, target: int) -> dict[str, tuple[str, str]]:
    before, after = _label(game, origin), _label(game, target)
    return {o: (before[o], after[o]) for o in before if before[o] != after[o]}


def _why(case: Case, middle: _Central, exactly: tuple[Any, Mapping[int, Any]] | None) -> tuple[Why, ...]:
    """Reasons for the nearest point of rest, certified on the utilities in fractions if they are given."""
    game, u = middle.game, middle.u
    reasons = []
    for i, actor in enumerate(case.actors):
        if not middle.points:
            break
        believed = {j: v[:, 0] for j, v in middle.views.get(i, {}).items()}
        witness = explain(game, u, case.concept, i, middle.points[0], believed)
        accepted = None
        if exactly is not None:
            certify(game, exactly[0], witness, exactly[1].get(i))
            accepted = True
        reasons.append(Why(actor, witness, {s: _label(game, s) for s in witness.states}, accepted))
    return tuple(reasons)
