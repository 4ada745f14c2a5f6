"""Case -> Findings: draw worlds, solve them for every choice, and count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.dynamics import Learned
from detente.ensemble import Plan, Runs, Scenario, mask_names, run
from detente.game import LIMIT, Game
from detente.game.unfolding import today
from detente.insight.claims import claimed
from detente.insight.drivers import drivers
from detente.insight.further import beside, further
from detente.insight.graph import move_graph
from detente.insight.idle import idle_parts
from detente.insight.model import (
    ChoiceFindings,
    EquilibriumFinding,
    Estimate,
    Findings,
    PathFinding,
    PathStep,
    ReadingFinding,
    Why,
)
from detente.insight.parts import outcome_parts, own_levels
from detente.insight.pooled import mean, quantile
from detente.insight.time.dated import dated as through_time
from detente.insight.uncertainty.designs import apart, exchanged
from detente.insight.uncertainty.weighing import weighed
from detente.stability import Views, certify, explain, resting, route
from detente.worlds import Worlds, exact

__all__ = ["exchange", "find", "found"]

Floats = NDArray[np.float64]

#: Resting points listed for each choice.
LISTED = 12


def find(
    case: Case,
    worlds: int = 1000,
    seed: int = 1,
    workers: int | None = None,
    certified: bool = False,
    progress: Callable[[int, int], None] | None = None,
    limit: int = LIMIT,
    sensitivity: int = 0,
    alternatives: Sequence[str] = (),
    *,
    design: str = "random",
    chance: str | Mapping[str, str] = "drawn",
    executor: Executor | None = None,
    folder: str | Path | None = None,
    dated: int = 0,
    deep: bool = True,
    learned: Learned | None = None,
) -> Findings:
    """Analyse a case: what follows from each choice, how sure, and what decides it.

    Parameters
    ----------
    case
        The case.
    worlds
        Number of random worlds, on top of the central one. A case in which nothing is uncertain has
        only the central one.
    seed
        Same seed, same answer, on any number of workers.
    workers
        Threads; all processors by default.
    certified
        Whether every reason is put to the independent checker.
    progress
        Called with the number of worlds done and the number in all.
    limit
        Most states held at once.
    sensitivity
        Worlds in each base sample of a design that tells apart what judgements do alone and together;
        0 for none. It costs this number times two more than the groups of judgements.
    alternatives
        Ids of structural alternatives of the case that are solved too, on the same worlds.
    design, chance
        How worlds and chance levels are chosen; see `detente.ensemble.Plan`.
    executor, folder
        Who solves them, and where finished chunks are kept; see `detente.ensemble.run`.
    dated
        Number of random worlds that are followed through time by the case's clock; 0 for none. A case
        without a clock has no dates.
    deep
        Whether what takes long is computed too: the smallest changes that turn the answer, and the bands of
        rates known less well.
    learned
        What a history left of rates, precision and weights (`detente.dynamics.learn`): dates rest on it.

    Raises
    ------
    TooLarge, NoFeasibleState, UnknownName, WitnessRejected
    """
    how = partial(run, workers=workers, executor=executor, folder=folder, progress=progress, limit=limit)
    plan = Plan(design, worlds, seed, chance, alternatives=tuple(alternatives))
    first = found(case, how(case, plan), certified, deep, workers)
    if dated:
        first = replace(first, dated=through_time(case, dated, seed, workers, progress, limit, deep, learned))
    first = further(case, first, dated, deep, workers, progress, limit, executor)
    if not sensitivity:
        return first
    return exchange(case, first, sensitivity, **how.keywords)


def exchange(case: Case, first: Findings, size: int, **how: Any) -> Findings:
    """Add Sobol indices to findings, from a design of its own in which groups of judgements are exchanged.

    Parameters
    ----------
    case
        The case.
    first
        What was found from drawn worlds; its strongest statements are exchanged one by one too.
    size
        Worlds in each of the two base samples.
    how
        As in `detente.ensemble.run`.
    """
    if first.uncertainty is None:
        return first
    groups = exchanged(case, first.uncertainty.sensitivity)
    runs = run(case, Plan("saltelli", size, first.seed, groups=groups), **how)
    return replace(first, uncertainty=apart(case, first.uncertainty, runs))


def found(
    case: Case, runs: Runs, certified: bool = False, flips: bool = True, workers: int | None = None
) -> Findings:
    """Read findings off runs: what follows from each choice, how sure, and what decides it.

    Parameters
    ----------
    case
        The case that was run.
    runs
        Its worlds and their answers.
    certified
        Whether every reason is put to the independent checker.
    flips
        Whether the smallest changes that turn the answer are looked for.
    workers
        Threads that look for them; all processors by default.

    Raises
    ------
    WitnessRejected
    """
    drawn, answers, names = runs.worlds, runs.answers, list(runs.answers)
    levels = np.stack([own_levels(case, answers[c]) for c in names], axis=1)
    ours = levels[_ref(case)]
    return Findings(
        case=case.case,
        digest=runs.digest,
        version=runs.version,
        seed=runs.plan.seed,
        worlds=len(drawn) - 1,
        concept=case.concept,
        states=sum(len(s.base) for s in runs.scenarios),
        status_quo=_status_quo(case, runs.scenarios),
        status_quo_stable=_today(case, runs),
        scenarios=len(runs.scenarios),
        readings=tuple(ReadingFinding(r, len(_of(runs, r))) for r in drawn.readings),
        choices=tuple(_choice(case, runs, c, levels, k, certified) for k, c in enumerate(names)),
        drivers=drivers(drawn, ours[0] - ours[1:].max(axis=0)) if len(names) > 1 else (),
        claims=tuple(claimed(case, c, runs, {r: _of(runs, r) for r in drawn.readings}) for c in case.claims),
        uncertainty=weighed(case, runs, flips, workers),
        idle=idle_parts(case, runs),
        **beside(case, runs),
    )


def _ref(case: Case) -> int:
    return case.declared.index(case.concept)


def _status_quo(case: Case, found: Sequence[Scenario]) -> Mapping[str, str]:
    feasible = any(s.base.status_quo >= 0 for s in found)
    return {o: today(case)[o] for o in case.variables()} if feasible and case.options else {}


def _of(runs: Runs, reading: str) -> NDArray[np.intp]:
    index, worlds = runs.index, runs.worlds
    held: NDArray[np.intp] = index[worlds.reading[index] == worlds.readings.index(reading)]
    return held


def _by_reading(runs: Runs, values: Floats) -> dict[str, Estimate]:
    return {r: mean(runs, values, _of(runs, r)) for r in runs.worlds.readings}


def _today(case: Case, runs: Runs) -> dict[str, Estimate]:
    """Shares of worlds in which today lasts, if a choice (or the case itself) leaves today as it is."""
    quo = today(case)
    kept = [n for n, c in case.choices.items() if c.set.items() <= quo.items()] or (
        [] if case.choices else [""]
    )
    if not kept or not case.status_quo:
        return {}
    start = runs.answers[kept[0]].start.astype(float)
    return {c: mean(runs, row, runs.index) for c, row in zip(case.declared, start, strict=True)}


def _choice(case: Case, runs: Runs, name: str, levels: Floats, place: int, certified: bool) -> ChoiceFindings:
    worlds, answers, index, ref = runs.worlds, runs.answers[name], runs.index, _ref(case)
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
        outcomes_by_reading={r: _estimates(runs, parts, _of(runs, r)) for r in worlds.readings},
        equilibria=equilibria[:LISTED],
        listed=len(equilibria),
        distinct=mean(runs, answers.points[ref].astype(float), index),
        paths=_paths(case, central),
        utilities=_estimates(runs, utilities, index),
        utilities_by_reading={r: _estimates(runs, utilities, _of(runs, r)) for r in worlds.readings},
        regret=mean(runs, regret, index),
        regret_high=quantile(runs, regret, index, 0.9),
        best=mean(runs, best[ref], index),
        best_by_reading=_by_reading(runs, best[ref]),
        why=_why(case, central, exact(case, central.game, worlds) if certified else None),
        outcomes_by_concept={
            c: _estimates(
                runs, {o: v for o, v in outcome_parts(case, answers, k).items() if v[index].any()}, index
            )
            for k, c in enumerate(case.declared)
        },
        best_by_concept={c: mean(runs, row, index) for c, row in zip(case.declared, best, strict=True)},
        definitions=_held(case, runs, name, "definition", ref),
        definitions_by_concept={
            c: _held(case, runs, name, "definition", k) for k, c in enumerate(case.declared)
        },
        levels=_levels(case, runs, name, ref),
        regimes=_held(case, runs, name, "regime", ref),
        graph=move_graph(central.game, central.u, case.concept, central.views),
    )


def _held(case: Case, runs: Runs, choice: str, kind: str, concept: int) -> dict[str, Estimate]:
    """Id -> share of worlds in which something of a kind holds where play comes to rest."""
    answers, names = runs.answers[choice], mask_names(case)
    rows = {name[1]: k for k, name in enumerate(names) if name[0] == kind}
    return {name: mean(runs, answers.part(concept, k), runs.index) for name, k in rows.items()}


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
    """The central world under one choice: its game, utilities, beliefs, and resting points, nearest first."""

    game: Game
    u: NDArray[np.int32]
    views: Views
    points: list[int]


def _central(case: Case, worlds: Worlds, found: Sequence[Scenario], name: str) -> _Central:
    game = next(s for s in found if s.index[0] == 0).games[name]
    u = worlds.utilities(game, slice(0, 1))[:, :, 0]
    views = worlds.views(game, slice(0, 1))
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
