"""Case -> Findings: draw worlds, solve them for every choice, and count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.ensemble import Plan, Prepared, Runs, Scenario, prepared
from detente.game.unfolding import today
from detente.insight.ask import Ask, Asked, asked
from detente.insight.choices import by_choice, following, under_reading
from detente.insight.claims import claimed
from detente.insight.drivers import Driver, drivers
from detente.insight.further import beside, further
from detente.insight.idle import idle_parts
from detente.insight.model import Findings, ReadingFinding
from detente.insight.pooled import mean
from detente.insight.time.dated import dated
from detente.insight.uncertainty.designs import apart, exchanged
from detente.insight.uncertainty.weighing import weighed
from detente.paper.estimate import Estimate

__all__ = ["exchange", "find", "found"]

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
        choices=tuple(following(case, runs, c, levels, ask) for c in names) if ask.wants("choices") else (),
        drivers=_drivers(runs, levels[case.declared.index(case.concept)]) if ask.wants("drivers") else (),
        claims=tuple(claimed(case, c, runs, readings) for c in _said(case, runs))
        if ask.wants("claims")
        else (),
        uncertainty=weighed(case, runs, ask),
        idle=idle_parts(case, runs, ask.workers) if ask.wants("idle") else None,
        **beside(case, runs, ask),
    )


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
