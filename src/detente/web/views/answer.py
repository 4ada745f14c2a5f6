"""The answer in short and the shares, in the words and digits of the brief, each with what it leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from detente.brief.answer.changes import changes
from detente.brief.answer.outcomes import shown_outcomes, shown_points, words
from detente.brief.lead.verdict import decides, verdict
from detente.brief.words.charts import outcome_labels
from detente.brief.words.material import Material
from detente.insight import ChoiceFindings, EquilibriumFinding
from detente.paper.english import capital
from detente.paper.model import Figure
from detente.web.desk import Answer
from detente.web.views.parts import section

__all__ = ["answer", "target"]

Plain = dict[str, Any]

#: Judgements that are shown first, since they decide most.
DECIDING = 4


def answer(found: Answer) -> Plain:
    """Return the first screen.

    Parameters
    ----------
    found
        What was found of a case.

    Returns
    -------
    dict
        Sentences, and tables of shares: a row an outcome, a cell a choice. A cell has the text
        of the brief, the number behind it, and the situation that `why` explains.
    """
    m = Material(found.case, found.findings)
    return {
        "worlds": found.findings.worlds,
        "of": found.of,
        "whole": found.whole,
        "concept": found.findings.concept,
        "seed": found.findings.seed,
        "digest": found.findings.digest,
        "states": found.findings.states,
        "sentences": list(verdict(m).paragraphs),
        "reasons": [section(s) for s in (decides(m),) if s is not None],
        "decides": _deciding(m),
        "tables": list(_tables(m)),
        "changed": [] if found.altered is None else list(changes(m, found.altered)),
    }


def _deciding(m: Material) -> list[str]:
    """Ids of the statements that decide most, of those that some reading leaves as they are."""
    readings = m.case.readings.values()
    found = [d.statement for d in m.findings.drivers if d.actor]
    free = [s for s in found if not readings or any(s not in r.weights for r in readings)]
    return free[:DECIDING]


def _tables(m: Material) -> Iterator[Plain]:
    if m.case.outcomes:
        yield _outcomes(m)
    else:
        yield from (_points(m, c) for c in m.findings.choices)


def _outcomes(m: Material) -> Plain:
    found, shown = m.findings.choices, shown_outcomes(m)
    rows = [
        {
            "id": o,
            "label": label,
            "cells": [_cell(m, c, m.share(c.outcomes.get(o, m.never)), c.typical.get(o)) for c in found],
        }
        for o, label in zip(shown, outcome_labels(m, shown), strict=True)
    ]
    note = m.note("Share of worlds in which play comes to rest in an outcome of this kind")
    heads = [{"id": c.choice, "label": head} for c, head in zip(found, m.heads("")[1:], strict=True)]
    return {"title": "", "head": "Outcome", "columns": heads, "rows": rows, "note": note}


def _points(m: Material, c: ChoiceFindings) -> Plain:
    """Points of rest, where a case names no outcomes."""
    rows = [
        {
            "id": str(k),
            "label": capital(words(m, e, c.choice)),
            "cells": [_cell(m, c, m.share(e.reached), e)],
        }
        for k, e in enumerate(shown_points(c.equilibria))
    ]
    column = [{"id": c.choice, "label": "Share"}]
    note = m.note("Share of worlds in which play comes to rest there")
    return {"title": m.under(c), "head": "Point of rest", "columns": column, "rows": rows, "note": note}


def _cell(m: Material, c: ChoiceFindings, figure: Figure, e: EquilibriumFinding | None) -> Plain:
    found = {"text": figure.text, "value": figure.value, "se": figure.se, "worlds": figure.worlds}
    return {**found, "choice": c.choice, "why": None if e is None else target(m, c.choice, e)}


def target(m: Material, choice: str, e: EquilibriumFinding) -> Mapping[str, Any]:
    """Return what `why` is asked to explain a point of rest.

    Parameters
    ----------
    m
        The case and what was found.
    choice
        Id of the choice that is made.
    e
        The point of rest.

    Returns
    -------
    dict
        The choice, levels that differ from today, those that chance has brought, or the name of the state.
    """
    if not m.case.options:
        return {"choice": choice, "named": e.name, "state": {}, "chance": {}}
    chosen = m.case.choices[choice].set if choice else {}
    differs = {o: v for o, v in e.state.items() if o not in chosen and o not in m.case.chance}
    today = m.findings.status_quo
    state = {o: v for o, v in differs.items() if v != today.get(o)}
    return {"choice": choice, "named": "", "state": state, "chance": _chance(m, e.state)}


def _chance(m: Material, state: Mapping[str, str]) -> dict[str, str]:
    return {o: state[o] for o in m.case.chance if o in state}
