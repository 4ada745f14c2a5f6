"""Case -> Findings: draw worlds, solve them for every choice, and count."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, digest
from detente.game import LIMIT, Game
from detente.game.unfolding import today
from detente.insight.claims import claimed
from detente.insight.drivers import drivers
from detente.insight.graph import move_graph
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
from detente.insight.solve import Answers, Scenario, mask_names, scenarios, solve
from detente.stability import CONCEPTS, Witness, certify, explain, resting, route
from detente.stability.sweep import Views
from detente.version import VERSION
from detente.worlds import Worlds, draw

__all__ = ["find"]

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

    Raises
    ------
    TooLarge, NoFeasibleState, WitnessRejected
    """
    drawn = draw(case, 1 + (worlds if _uncertain(case) else 0), seed)
    found = scenarios(case, drawn, limit)
    names = list(case.choices) or [""]
    done, total = 0, len(drawn) * len(names)

    def tick(count: int) -> None:
        nonlocal done
        done += count
        if progress is not None:
            progress(done, total)

    answers = {c: solve(case, drawn, found, c, workers or _processors(), tick) for c in names}
    focal = list(case.actors).index(case.focal) if case.focal else -1
    levels = np.zeros((len(CONCEPTS), len(names), len(drawn)))
    if focal >= 0:
        # A world in which the focal actor is indifferent to everything has no scale; all choices tie there.
        levels = np.nan_to_num(np.stack([answers[c].level[:, focal] for c in names], axis=1))
    ours = levels[_ref(case)]
    readings = {r: _of(drawn, r) for r in drawn.readings}
    return Findings(
        case=case.case,
        digest=digest(case),
        version=VERSION,
        seed=seed,
        worlds=len(drawn) - 1,
        concept=case.concept,
        states=sum(len(s.base) for s in found),
        status_quo=_status_quo(case, found),
        status_quo_stable=_today(case, drawn, answers),
        scenarios=len(found),
        readings=tuple(ReadingFinding(r, len(_of(drawn, r))) for r in drawn.readings),
        choices=tuple(
            _choice(case, drawn, found, c, answers[c], levels, k, certified) for k, c in enumerate(names)
        ),
        drivers=drivers(drawn, ours[0] - ours[1:].max(axis=0)) if len(names) > 1 else (),
        claims=tuple(claimed(case, c, answers, _random(drawn), readings) for c in case.claims),
    )


def _processors() -> int:
    """Processors that this process may use; not every system can tell these from all there are."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def _ref(case: Case) -> int:
    return list(CONCEPTS).index(case.concept)


def _uncertain(case: Case) -> bool:
    quantities = [s.weight for a in case.actors for s in case.statements(a)]
    quantities += [w for p in case.perceptions.values() for w in p.weights.values()]
    return bool(case.readings or case.chance) or any(case.resolve(q).uncertain for q in quantities)


def _status_quo(case: Case, found: Sequence[Scenario]) -> Mapping[str, str]:
    feasible = any(s.base.status_quo >= 0 for s in found)
    return {o: today(case)[o] for o in case.variables()} if feasible and case.options else {}


def _random(worlds: Worlds) -> NDArray[np.intp]:
    """The worlds that shares are taken over: the random ones, or the central one if there are none."""
    return np.arange(1, len(worlds)) if len(worlds) > 1 else np.arange(1)


def _of(worlds: Worlds, reading: str) -> NDArray[np.intp]:
    index = _random(worlds)
    found: NDArray[np.intp] = index[worlds.reading[index] == worlds.readings.index(reading)]
    return found


def _by_reading(worlds: Worlds, values: Floats) -> dict[str, Estimate]:
    return {r: Estimate.of(values[_of(worlds, r)]) for r in worlds.readings}


def _today(case: Case, worlds: Worlds, answers: Mapping[str, Answers]) -> dict[str, Estimate]:
    """Shares of worlds in which today lasts, if a choice (or the case itself) leaves today as it is."""
    quo = today(case)
    kept = [n for n, c in case.choices.items() if c.set.items() <= quo.items()] or (
        [] if case.choices else [""]
    )
    if not kept or not case.status_quo:
        return {}
    start = answers[kept[0]].start[:, _random(worlds)].astype(float)
    return {c: Estimate.of(row) for c, row in zip(CONCEPTS, start, strict=True)}


def _outcomes(case: Case, answers: Answers, concept: int) -> dict[str, Floats]:
    """Outcome id -> (W,) part of each world's resting points in the class."""
    settled = answers.settled[concept].astype(float)
    parts = {o: answers.masks[concept, k] * settled for k, o in enumerate(case.outcomes)}
    if parts:
        # Thirds of worlds do not add up to one exactly; what is left of a rounding is no outcome.
        left = settled - sum(parts.values())
        parts["other"] = np.where(left > 1e-9, left, 0.0)
    parts["unsettled"] = 1 - settled
    return parts


def _choice(
    case: Case,
    worlds: Worlds,
    found: Sequence[Scenario],
    name: str,
    answers: Answers,
    levels: Floats,
    place: int,
    certified: bool,
) -> ChoiceFindings:
    index, ref = _random(worlds), _ref(case)
    parts = {o: v for o, v in _outcomes(case, answers, ref).items() if o in case.outcomes or v[index].any()}
    regret = (levels[ref].max(axis=0) - levels[ref, place])[index]
    best = [_best(concept)[place] for concept in levels]
    utilities = dict(zip(case.actors, answers.utility[ref], strict=True))
    central = _central(case, worlds, found, name)
    equilibria = _equilibria(case, worlds, found, name, answers, central)
    return ChoiceFindings(
        choice=name,
        states=max(len(s.games[name]) for s in found),
        settled=Estimate.of(answers.settled[ref, index].astype(float)),
        outcomes=_estimates(parts, index),
        outcomes_by_reading={r: _estimates(parts, _of(worlds, r)) for r in worlds.readings},
        equilibria=equilibria[:LISTED],
        listed=len(equilibria),
        distinct=Estimate.of(answers.points[ref, index].astype(float)),
        paths=_paths(case, central),
        utilities=_estimates(utilities, index),
        utilities_by_reading={r: _estimates(utilities, _of(worlds, r)) for r in worlds.readings},
        regret=Estimate.of(regret),
        regret_high=float(np.quantile(regret, 0.9)),
        best=Estimate.of(best[ref][index]),
        best_by_reading=_by_reading(worlds, best[ref]),
        why=_why(case, central, certified),
        outcomes_by_concept={
            c: _estimates({o: v for o, v in _outcomes(case, answers, k).items() if v[index].any()}, index)
            for k, c in enumerate(CONCEPTS)
        },
        best_by_concept={c: Estimate.of(row[index]) for c, row in zip(CONCEPTS, best, strict=True)},
        definitions=_held(case, answers, "definition", ref, index),
        definitions_by_concept={
            c: _held(case, answers, "definition", k, index) for k, c in enumerate(CONCEPTS)
        },
        levels=_levels(case, answers, ref, index),
        regimes=_held(case, answers, "regime", ref, index),
        graph=move_graph(central.game, central.u, case.concept, central.views),
    )


def _held(
    case: Case, answers: Answers, kind: str, concept: int, index: NDArray[np.intp]
) -> dict[str, Estimate]:
    """Id -> share of worlds in which something of a kind holds where play comes to rest."""
    rows = answers.masks[concept][:, index]
    return {n[1]: Estimate.of(row) for n, row in zip(mask_names(case), rows, strict=True) if n[0] == kind}


def _levels(
    case: Case, answers: Answers, concept: int, index: NDArray[np.intp]
) -> dict[str, dict[str, Estimate]]:
    found: dict[str, dict[str, Estimate]] = {o: {} for o in case.variables()}
    for name, row in zip(mask_names(case), answers.masks[concept][:, index], strict=True):
        if name[0] == "level":
            found[name[1]][name[2]] = Estimate.of(row)
    return found


def _estimates(values: Mapping[str, Floats], index: NDArray[np.intp]) -> dict[str, Estimate]:
    return {name: Estimate.of(row[index]) for name, row in values.items()}


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


def _equilibria(
    case: Case, worlds: Worlds, found: Sequence[Scenario], name: str, answers: Answers, middle: _Central
) -> tuple[EquilibriumFinding, ...]:
    n = max(len(worlds) - 1, 1)
    listed: list[EquilibriumFinding] = []
    for k, scenario in enumerate(found):
        g = scenario.games[name]
        central = set(middle.points) if g is middle.game else set()
        total, squares = answers.reached[k]
        counts = answers.rests[k]
        if len(worlds) == 1:
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
                        for c, x in zip(CONCEPTS, counts[:, s], strict=True)
                    },
                    central=s in central,
                )
            )
    return tuple(sorted(listed, key=lambda e: (-e.reached.value, not e.central)))


def _certain(
    case: Case, middle: _Central, counts: NDArray[np.int64]
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """The same sums where the central world is the only one."""
    game = middle.game
    total = np.zeros(len(game))
    total[middle.points] = 1 / max(len(middle.points), 1)
    counts = np.zeros_like(counts)
    for c, concept in enumerate(CONCEPTS):
        rest = resting(game, middle.u, concept, max(game.status_quo, 0), middle.views)
        counts[c] = rest.equilibria & (True if game.status_quo < 0 else rest.distance >= 0)
    return total, total**2, counts


def _moments(total: float, squares: float, n: int) -> Estimate:
    mean = total / n
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


def _why(case: Case, middle: _Central, certified: bool) -> tuple[Why, ...]:
    game, u = middle.game, middle.u
    reasons = []
    for i, actor in enumerate(case.actors):
        if not middle.points:
            break
        believed = {j: v[:, 0] for j, v in middle.views.get(i, {}).items()}
        witness = explain(game, u, case.concept, i, middle.points[0], believed)
        accepted = None
        if certified:
            certify(game, u, witness, believed)
            accepted = True
        reasons.append(Why(actor, witness, {s: _label(game, s) for s in _named(witness)}, accepted))
    return tuple(reasons)


def _named(witness: Witness) -> list[int]:
    steps = [s.improvement for s in witness.sanctions] + [a for s in witness.sanctions for a in s.answer]
    steps += [s.reply for s in witness.sanctions if s.reply is not None]
    steps += [witness.improvement] if witness.improvement is not None else []
    return sorted({witness.state} | {s.origin for s in steps} | {s.target for s in steps})
