"""The sources' claims, put to the test of the case."""

from __future__ import annotations

from detente.brief.material import Material
from detente.brief.model import Cell, Section, Table
from detente.brief.sentences import attributed, choice_name
from detente.insight import ClaimFinding

__all__ = ["claims", "told"]

_READ = (
    "No claim is built into the case: each is evaluated where play comes to rest. The share says how often the claim "
    "comes out in this case, not whether it is true of the world. Compare it with the other choice: a claim that "
    "comes out as often there is no effect of the choice.",
    "A claim holds if the 95% interval of its share lies above two thirds, fails if it lies below one third, and "
    "otherwise cannot be said. A hope is no forecast; it is tested all the same, to see what it rests on.",
)


def claims(m: Material) -> Section | None:
    """One row for each claim, in the words of the analyst and behind the voice that makes it."""
    found = m.findings.claims
    if not found:
        return None
    readings = [r.reading for r in m.findings.readings] if len(m.findings.readings) > 1 else []
    others = any(c.otherwise for c in found)
    heads = ("Claim", "Who says what", "Modality", "Choice", "Comes out in", *map(m.reading, readings))
    heads = (*heads, *(("Otherwise",) if others else ()), "Verdict")
    rows = tuple(_row(m, c, readings, others) for c in found)
    note = m.note("Share of worlds in which the claim comes out under its choice, in all and in the worlds of each "
                  "reading" if readings else "Share of worlds in which the claim comes out under its choice")
    return Section("The sources' claims", (*_READ, Table("", heads, rows, note)))


def told(m: Material, c: ClaimFinding) -> str:
    """Say a claim behind its voice."""
    return attributed(m.case, m.case.claims[c.claim])


def _row(m: Material, c: ClaimFinding, readings: list[str], others: bool) -> tuple[Cell, ...]:
    claim = m.case.claims[c.claim]
    by = [m.share(c.by_reading[r]) if r in c.by_reading else "no world" for r in readings]
    otherwise = (_otherwise(m, c),) if others else ()
    return c.claim, told(m, c), claim.modality, choice_name(m.case, c.choice), m.share(c.holds), *by, *otherwise, c.verdict


def _otherwise(m: Material, c: ClaimFinding) -> Cell:
    if len(m.findings.choices) == 2 and c.otherwise:
        return m.share(next(iter(c.otherwise.values())))
    return "; ".join(f"{choice_name(m.case, o)}: {m.share(e).text}" for o, e in c.otherwise.items()) or "no other choice"
