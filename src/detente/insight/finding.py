"""Case -> Findings: draw worlds, solve them for every choice, and count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Definition, Evidence, Question
from detente.dynamics.ask import ask as in_time
from detente.ensemble import Plan, Prepared, Runs, Scenario, prepared
from detente.errors import DetenteError
from detente.game.unfolding import today
from detente.insight.ask import Ask, Asked, asked
from detente.insight.choices import by_choice, following, under_reading
from detente.insight.claims import claimed
from detente.insight.consequence import ChoiceFindings
from detente.insight.drivers import Driver, drivers
from detente.insight.further import beside, further
from detente.insight.held.ranked import ranked
from detente.insight.idle import idle_parts
from detente.insight.mediation.central import read_condition
from detente.insight.model import Findings, ReadingFinding
from detente.insight.pooled import mean
from detente.insight.time.dated import Spread, dated
from detente.insight.uncertainty.designs import apart, exchanged
from detente.insight.uncertainty.weighing import weighed
from detente.paper.estimate import Estimate

__all__ = ["Answered", "answered", "exchange", "find", "found"]

#: What the condition of `answered` is called among the definitions.
_NOW = "asked-now"

Floats = NDArray[np.float64]


def find(case: Case | Prepared, ask: Ask | None = None, **fields: Unpack[Asked]) -> Findings:
    """Analyse a case: what follows from each choice, how sure, and what decides it.

    Parameters
    ----------
    case
        The case; made ready (`detente.ensemble.prepared`), if more is asked of it than this.
    ask
        What is asked, and who works it out.
    fields
        Fields of `Ask` by name, in place of those of ``ask``.

    Raises
    ------
    TooLarge, NoFeasibleState, UnknownName, WitnessRejected

    Examples
    --------
    >>> from detente.catalog import load
    >>> found = find(load("elmira"), worlds=10, parts=frozenset({"choices"}))
    >>> found.choices[0].settled.value, found.claims
    (1.0, ())
    """
    ask = asked(ask, fields)
    ready = prepared(case, ask.limit)
    first = found(ready.case, ask.run(ready), ask)
    if ask.dated:
        first = replace(first, dated=dated(ready, ask))
    first = further(ready, first, ask)
    return exchange(ready, first, ask) if ask.sensitivity else first


def exchange(case: Case | Prepared, first: Findings, ask: Ask) -> Findings:
    """Add Sobol indices to findings, from a design of its own in which groups of judgements are exchanged.

    Parameters
    ----------
    case
        The case.
    first
        What was found from drawn worlds; its strongest statements are exchanged one by one too.
    ask
        What is asked: ``sensitivity`` worlds in each of the two base samples.
    """
    if first.uncertainty is None:
        return first
    ready = prepared(case, ask.limit)
    groups = exchanged(ready.case, first.uncertainty.sensitivity)
    runs = ask.run(ready, Plan("saltelli", ask.sensitivity, first.seed, groups=groups, choices=ask.choices))
    return replace(first, uncertainty=apart(ready.case, first.uncertainty, runs))


def found(case: Case, runs: Runs, ask: Ask | None = None) -> Findings:
    """Read findings off runs: what follows from each choice, how sure, and what decides it.

    Parameters
    ----------
    case
        The case that was run.
    runs
        Its worlds and their answers.
    ask
        Which parts are wanted, whether reasons are certified, and the workers; all parts by default.

    Raises
    ------
    WitnessRejected
    """
    ask, drawn, names = ask or Ask(), runs.worlds, list(runs.answers)
    levels = by_choice(case, runs)
    told = names if ask.wants("choices", "orders") else []
    chosen = tuple(following(case, runs, c, levels, ask) for c in told)
    readings = {r: under_reading(runs, r) for r in drawn.readings}
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
        readings=tuple(ReadingFinding(r, len(at)) for r, at in readings.items()),
        choices=chosen if ask.wants("choices") else (),
        drivers=_drivers(runs, levels[case.declared.index(case.concept)]) if ask.wants("drivers") else (),
        claims=tuple(claimed(case, c, runs, readings) for c in _said(case, runs))
        if ask.wants("claims")
        else (),
        uncertainty=weighed(case, runs, ask),
        idle=idle_parts(case, runs, ask.workers) if ask.wants("idle") else None,
        orders=ranked(case, runs, _typical(chosen)) if ask.wants("orders") else (),
        **beside(case, runs, ask),
    )


def _typical(
    found: Sequence[ChoiceFindings],
) -> dict[str, dict[str, tuple[str, str, Mapping[str, str], str]]]:
    return {c.choice: {o: (c.choice, o, e.state, e.name) for o, e in c.typical.items()} for c in found}


def _said(case: Case, runs: Runs) -> list[str]:
    """Return the claims that are not made of a choice which was not solved."""
    return [name for name, claim in case.claims.items() if not claim.choice or claim.choice in runs.answers]


def _drivers(runs: Runs, ours: Floats) -> tuple[Driver, ...]:
    return drivers(runs.worlds, ours[0] - ours[1:].max(axis=0)) if len(ours) > 1 else ()


def _status_quo(case: Case, found: Sequence[Scenario]) -> Mapping[str, str]:
    feasible = any(s.base.status_quo >= 0 for s in found)
    return {o: today(case)[o] for o in case.variables()} if feasible and case.options else {}


def _today(case: Case, runs: Runs) -> dict[str, Estimate]:
    """Shares of worlds in which today lasts, if a choice (or the case itself) leaves today as it is."""
    quo = today(case)
    kept = [n for n in runs.answers if not n or case.choices[n].set.items() <= quo.items()]
    if not kept or not case.status_quo:
        return {}
    start = runs.answers[kept[0]].start.astype(float)
    return {c: mean(runs, row, runs.index) for c, row in zip(case.declared, start, strict=True)}


@dataclass(frozen=True, slots=True)
class Answered:
    """How often a condition holds: where play comes to rest, and by a day.

    Parameters
    ----------
    condition
        The condition, as it was written.
    at_rest
        Choice -> share of worlds in which it holds where play comes to rest.
    by_concept, by_reading
        Choice -> concept, or reading -> the same.
    by
        The day; ``None`` if none was asked for.
    dated
        Choice -> probability that it holds at some time up to that day.
    """

    condition: str
    at_rest: Mapping[str, Estimate]
    by_concept: Mapping[str, Mapping[str, Estimate]]
    by_reading: Mapping[str, Mapping[str, Estimate]]
    by: date | None
    dated: Mapping[str, Spread]


def answered(
    case: Case, condition: str, by: date | None = None, ask: Ask | None = None, **fields: Unpack[Asked]
) -> Answered:
    """Say how often a condition holds under each choice, in the end and by a day.

    Parameters
    ----------
    case
        The case.
    condition
        In the language of case files.
    by
        A day not before ``as_of``, for a case with a clock.
    ask, fields
        What is asked, as `find` takes it; ``dated`` is the number of worlds followed to the day, 16 if 0.

    Raises
    ------
    DetenteError
        If the condition cannot be parsed, or a day is given for a case without a clock or before it begins.
    UnknownName
        If the condition names what is not there.

    Examples
    --------
    >>> from detente.catalog import load
    >>> answered(load("elmira"), "uniroyal.abandon == no").at_rest["modify"].value
    0.5
    """
    ask = asked(ask, fields)
    when = read_condition(case, condition)
    if by is not None and (case.clock is None or by < case.as_of):
        raise DetenteError(
            "the case has no clock, so nothing has a date in it"
            if case.clock is None
            else f"{by} is before the day that the case stands on, {case.as_of}"
        )
    now = _NOW + "-" * max((len(d) for d in case.definitions if d.startswith(_NOW)), default=0)
    named = {**case.definitions, now: Definition(name=condition, when=when)}
    found = find(
        case.model_copy(update={"definitions": named}), replace(ask, parts=frozenset({"choices"}), dated=0)
    )
    dated: dict[str, Spread] = {}
    if by is not None:
        question = Question(id="now", asks=condition, when=when, by=by, evidence=Evidence())
        for c in found.choices:
            worlds = min(ask.dated or 16, max(found.worlds, 1)) + 1
            told = in_time(case, question, worlds, ask.seed, c.choice, workers=ask.workers, band=False)
            dated[c.choice] = Spread.of(told.probabilities)
    never = Estimate(0.0, 0.0, max(found.worlds, 1))
    return Answered(
        condition,
        {c.choice: c.definitions.get(now, never) for c in found.choices},
        {
            c.choice: {k: e.get(now, never) for k, e in c.definitions_by_concept.items()}
            for c in found.choices
        },
        {
            c.choice: {r: e.get(now, never) for r, e in c.definitions_by_reading.items()}
            for c in found.choices
        },
        by,
        dated,
    )
