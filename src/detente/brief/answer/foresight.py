"""How far the answer depends on whose reading holds, and on how far the actors look ahead."""

from __future__ import annotations

from collections.abc import Mapping

from detente.brief.answer.reasons import rule
from detente.brief.words.charts import multiples
from detente.brief.words.material import Material
from detente.brief.words.naming import outcome_name
from detente.insight import ChoiceFindings
from detente.paper.english import capital, join
from detente.paper.estimate import Estimate
from detente.paper.model import Listing, Part, Section, Table, row
from detente.paper.numbers import occurs
from detente.registry import spanned

__all__ = ["concepts", "readings"]

LEFT_OUT = "Outcomes that never occur are left out."


def readings(m: Material) -> Section | None:
    """Outcome shares by reading, a table for each choice.

    Parameters
    ----------
    m
        The case and what was found.
    """
    if len(m.findings.readings) < 2 or not m.case.outcomes:
        return None
    told = "A reading is one view of the whole case; each world takes one of them."
    heads = tuple(m.reading(r.reading) for r in m.findings.readings)
    note = m.by_reading("Share of the worlds of each reading", LEFT_OUT)
    tables = tuple(
        _outcomes(m, c, heads, [c.outcomes_by_reading[r.reading] for r in m.findings.readings], note)
        for c in m.findings.choices
    )
    shares = {
        m.reading(r.reading): [c.outcomes_by_reading.get(r.reading, {}) for c in m.findings.choices]
        for r in m.findings.readings
    }
    pictures = multiples(m, "readings", "Outcomes in the worlds of each reading", tables, shares)
    return Section("readings", "How the readings differ", (told, *tables), pictures=pictures)


def concepts(m: Material) -> Section | None:
    """Outcome shares by stability concept, a table for each choice; and which choice is better.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found = [c for c in m.findings.choices if c.outcomes_by_concept]
    if not found or not m.case.outcomes:
        return None
    drives, names = m.findings.concept, tuple(found[0].outcomes_by_concept)
    told = (
        "The concepts differ in which answers of others deter, that is in which threats are believed. This "
        f"brief follows {drives}; what holds under all of them does not depend on that."
    )
    outer = [name for name in names if name not in spanned(names, drives)]
    if outer:
        told += f" Under {join(outer)} any answer deters: outer bounds, which no range includes."
    rules = Listing("", tuple(f"{name}: {rule(name)}" for name in names))
    note = m.note("Share of worlds under each stability concept", LEFT_OUT)
    tables = [
        _outcomes(m, c, tuple(c.outcomes_by_concept), list(c.outcomes_by_concept.values()), note)
        for c in found
    ]
    parts: list[Part] = [told, rules, *tables]
    if m.compares and all(c.best_by_concept for c in found):
        rows = tuple(row(m.choice(c), *(m.share(e) for e in c.best_by_concept.values())) for c in found)
        heads = ("Choice", *found[0].best_by_concept)
        parts.append(
            Table("Better choice", heads, rows, m.note("Share of worlds in which it is the better choice"))
        )
    shares = {
        k: [c.outcomes_by_concept.get(k, {}) for c in m.findings.choices]
        for k in found[0].outcomes_by_concept
    }
    pictures = multiples(m, "foresight", "Outcomes under each stability concept", tables, shares)
    return Section("foresight", "How far it depends on foresight", tuple(parts), pictures=pictures)


def _outcomes(
    m: Material, c: ChoiceFindings, heads: tuple[str, ...], shares: list[Mapping[str, Estimate]], note: str
) -> Table:
    named = dict.fromkeys([*c.outcomes, *(o for found in shares for o in found)])
    ids = [o for o in named if any(o in found and occurs(found[o]) for found in shares)]
    rows = tuple(
        row(capital(outcome_name(m.case, o)), *(m.share(found.get(o, m.never)) for found in shares))
        for o in ids
    )
    return Table(m.under(c), ("Outcome", *heads), rows, note)
