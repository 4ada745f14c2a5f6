"""Which choice, by which year: the chain with the choice left open, and which would be better by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Phase, parse
from detente.dynamics import course
from detente.ensemble import Prepared, Runs, prepared
from detente.insight.ask import Ask
from detente.insight.measure.criteria import share_of_best
from detente.insight.parts import own_levels
from detente.insight.pooled import mean
from detente.insight.time.dated import EXACT, Spread
from detente.paper.estimate import Estimate

__all__ = ["Choosing", "Driven", "choosing", "driven"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Driven:
    """Which choice is better, by what chance has brought.

    Parameters
    ----------
    by_level
        Chance option -> level -> choice -> share of the worlds with that level in which it is the better one.
    by_scenario
        Levels of all chance options, in the order of the case -> choice -> the same share.
    """

    by_level: Mapping[str, Mapping[str, Mapping[str, Estimate]]]
    by_scenario: Mapping[tuple[str, ...], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Choosing:
    """Which choice is made by when, if the focal actor makes it when it gets round to it.

    Parameters
    ----------
    start, dates
        The day the case stands on, and the days looked at.
    now
        The choice that today's situation has; empty if none.
    holds
        Choice -> for each date the probability that its options all have its levels on that day.
    reached
        Choice -> for each date the probability that they have had them on some day so far.
    better
        Choice -> for each date the probability that it is the better one, given what chance has brought by
        then: the shares of `Driven` mixed by the probability of each scenario on that day. Empty where chance
        does not move.
    """

    start: date
    dates: tuple[date, ...]
    now: str
    holds: Mapping[str, tuple[Spread, ...]]
    reached: Mapping[str, tuple[Spread, ...]]
    better: Mapping[str, tuple[float, ...]]


def driven(case: Case, runs: Runs) -> Driven | None:
    """Compare the choices apart for each level of each chance option, on the worlds that have it.

    Parameters
    ----------
    case
        The case that was run.
    runs
        Its worlds and their answers.

    Returns
    -------
    Driven or None
        ``None`` where there is nothing to compare, or chance decides nothing.
    """
    if len(runs.answers) < 2 or not case.focal or not case.chance:
        return None
    ref = case.declared.index(case.concept)
    best = share_of_best(np.stack([own_levels(case, a)[ref] for a in runs.answers.values()]))
    rows, index = dict(zip(runs.answers, best, strict=True)), runs.index

    def among(held: NDArray[np.intp]) -> dict[str, Estimate]:
        return {c: mean(runs, row, held) for c, row in rows.items()} if len(held) else {}

    by_level = {
        option: {
            level: found
            for k, level in enumerate(chance.levels)
            if (found := among(index[runs.worlds.chance[option][index] == k]))
        }
        for option, chance in case.chance.items()
    }
    by_scenario = {
        s.levels: {c: e.value for c, e in found.items()}
        for s in runs.scenarios
        if (found := among(np.intersect1d(s.index, index)))
    }
    return Driven(by_level, by_scenario)


def choosing(case: Case | Prepared, ask: Ask, given: Driven | None = None) -> Choosing | None:
    """Follow a case through time with its choice left open.

    Parameters
    ----------
    case
        The case, or the case made ready.
    ask
        What is asked: ``dated`` random worlds.
    given
        Which choice is better under which chance; see `driven`.

    Returns
    -------
    Choosing or None
        ``None`` for a case without a clock or without several choices.
    """
    ready = prepared(case, ask.limit)
    case = ready.case
    if case.clock is None or len(case.choices) < 2:
        return None
    held = {
        c: " and ".join(f"{o} == {x}" for o, x in choice.set.items()) for c, choice in case.choices.items()
    }
    phases = {c: Phase(name=c, when=parse(text)) for c, text in held.items()}
    phases |= {f"not {c}": Phase(name=c, when=parse(f"not ({text})")) for c, text in held.items()}
    scenarios = {} if given is None else given.by_scenario
    for levels in scenarios:
        text = " and ".join(f"{o} == {x}" for o, x in zip(case.chance, levels, strict=True))
        phases[f"with {text}"] = Phase(name=text, when=parse(text))
    asked = case.model_copy(update={"phases": phases, "questions": ()})
    made = course(
        asked,
        "",
        workers=ask.workers,
        phases=[f"not {c}" for c in held],
        given=ready.calendar(ask.dated + 1, ask.seed),
        error=EXACT,
        conditions=[("phase", p) for p in phases],
    )
    holds = {c: made.of("phase", c) for c in held}
    reached = {c: np.where(rows[:1] > 0.5, 1.0, 1 - made.survival[f"not {c}"]) for c, rows in holds.items()}
    return Choosing(
        start=made.start,
        dates=made.dates,
        now=next((c for c, rows in holds.items() if rows[0].min() > 0.5), ""),
        holds={c: tuple(map(Spread.of, rows)) for c, rows in holds.items()},
        reached={c: tuple(map(Spread.of, rows)) for c, rows in reached.items()},
        better=_mixed(case, scenarios, {n: made.of("phase", n) for n in phases if n.startswith("with ")}),
    )


def _mixed(
    case: Case, scenarios: Mapping[tuple[str, ...], Mapping[str, float]], likely: Mapping[str, Floats]
) -> dict[str, tuple[float, ...]]:
    """Choice -> for each date its share mixed over scenarios; those that no world had count for nothing."""
    if not likely:
        return {}
    weights = np.array([_drawn(rows).mean(axis=1) for rows in likely.values()])
    weights = weights / np.maximum(weights.sum(axis=0), 1e-12)
    shares = {c: np.array([found[c] for found in scenarios.values()]) for c in case.choices}
    return {c: tuple((weights * row[:, None]).sum(axis=0).tolist()) for c, row in shares.items()}


def _drawn(rows: Floats) -> Floats:
    """Leave out the central world if there are others."""
    return rows[:, 1:] if rows.shape[1] > 1 else rows
