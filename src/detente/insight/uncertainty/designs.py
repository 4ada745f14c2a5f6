"""Sobol indices from a design in which groups of judgements are exchanged between two samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.ensemble import Runs, groups
from detente.insight.factors import Name
from detente.insight.parts import outcome_parts, own_levels
from detente.insight.uncertainty.record import Uncertainty
from detente.insight.uncertainty.sensitivity import Sensitivity, designed

__all__ = ["apart", "exchanged"]

Floats = NDArray[np.float64]

#: Single statements that are exchanged beside the groups.
SINGLE = 3


def exchanged(case: Case, known: Sensitivity | None) -> tuple[str, ...]:
    """Return the groups to exchange: all weights of each actor, reading, chance, beliefs, strong statements.

    Parameters
    ----------
    case
        The case.
    known
        What the given worlds said; its three strongest statements that have draws of their own are added.
    """
    every = groups(case)
    wholes = [g for g in every if not g.startswith(("statement:", "source:"))]
    effects = known.given[0].effects if known and known.given else ()
    single = [f"statement:{e.name.id}" for e in effects if e.name.kind == "statement"]
    return (*wholes, *[g for g in single if g in every][:SINGLE])


def apart(case: Case, known: Uncertainty, runs: Runs) -> Uncertainty:
    """Add the Sobol indices that a Saltelli design gives to what is known.

    Parameters
    ----------
    case
        The case that was run.
    known
        What the given worlds said.
    runs
        Runs of a Saltelli design, chance drawn.

    Notes
    -----
    What is exchanged are the draws. A weight that differs between readings therefore counts for the
    reading as far as the reading decides it, and for the statement only as far as it is uncertain within
    a reading. In the given worlds the statement's share contains both.
    """
    blocks = runs.design.blocks()
    mixed = {name.removeprefix("AB:"): at for name, at in blocks.items() if name.startswith("AB:")}
    if not mixed or "A" not in blocks:
        return known
    rows = {
        key: (row[blocks["A"]], row[blocks["B"]], np.stack([row[at] for at in mixed.values()]))
        for key, row in _answers(case, runs)
    }
    names = [_name(case, group) for group in mixed]
    indices = designed(names, rows, runs.plan.seed)
    sensitivity = replace(known.sensitivity or Sensitivity(), designed=indices, size=runs.design.points)
    return replace(known, sensitivity=sensitivity)


def _answers(case: Case, runs: Runs) -> Iterator[tuple[tuple[str, str], Floats]]:
    """The advantage, and each outcome under each choice, in every world."""
    ref = case.declared.index(case.concept)
    if len(runs.answers) > 1 and case.focal:
        levels = np.stack([own_levels(case, a)[ref] for a in runs.answers.values()])
        yield ("", ""), levels[0] - levels[1:].max(axis=0)
    for choice, answers in runs.answers.items():
        for outcome, row in outcome_parts(case, answers, ref).items():
            yield (choice, outcome), row


def _name(case: Case, group: str) -> Name:
    kind, _, identifier = group.partition(":")
    size = len(groups(case)[group])
    match kind:
        case "statement":
            owner = next(a for a in case.actors for s in case.statements(a) if s.id == identifier)
            return Name("statement", identifier, owner)
        case "perceptions":
            return Name("beliefs", "beliefs", size=size)
        case _:
            return Name(kind, identifier or kind, size=size)
