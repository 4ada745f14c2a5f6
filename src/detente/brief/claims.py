"""The sources' claims, put to the test of the case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detente.brief.material import Material
from detente.brief.model import Cell, Listing, Part, Section, Table, row
from detente.brief.numbers import count
from detente.brief.sentences import choice_name, join
from detente.brief.voices import attributed
from detente.insight import ClaimFinding

__all__ = ["claims", "told"]

_READ = (
    "No claim is built into the case: each is evaluated where play comes to rest. Its share says how often "
    "it comes out in this case, not whether it is true of the world. Compare it with the share under the "
    "other choice: what comes out as often there is no effect of the choice.",
    "A claim holds if the 95% interval of its share lies above two thirds, and fails if it lies below one "
    "third, under the concept of this brief and under R and SEQ alike; if these differ it depends on "
    "foresight; else it cannot be said. A hope is no forecast; it is tested all the same, to see what it "
    "rests on.",
)

#: Verdicts on one claim and on several.
_VERDICTS = {
    "holds": ("holds", "hold"),
    "fails": ("fails", "fail"),
    "depends on foresight": ("depends on foresight", "depend on foresight"),
}


def claims(m: Material) -> Section | None:
    """For each choice the claims behind the voices that make them, then their numbers."""
    parts: list[Part] = []
    for choice in dict.fromkeys(c.choice for c in m.findings.claims):
        found = [c for c in m.findings.claims if c.choice == choice]
        marks = tuple(c.claim for c in found)
        parts.append(Listing(m.under(choice), tuple(told(m, c) for c in found), marks))
        parts += [_shares(m, found), *_foresight(m, found)]
    return Section("The sources' claims", (*_READ, _tally(m), *parts)) if parts else None


def _tally(m: Material) -> str:
    found = Counter(c.verdict for c in m.findings.claims)
    verdicts = join(
        count(n, *_VERDICTS.get(verdict, (verdict, verdict))) for verdict, n in found.most_common()
    )
    return f"Of the {count(len(m.findings.claims), 'claim')} that were tested, {verdicts}."


def told(m: Material, c: ClaimFinding) -> str:
    """Say a claim behind its voice, as firmly as the voice does."""
    return attributed(m.case, m.case.claims[c.claim])


def _shares(m: Material, found: Sequence[ClaimFinding]) -> Table:
    readings = [r.reading for r in m.findings.readings] if len(m.findings.readings) > 1 else []
    others = len(m.findings.choices) > 1
    heads = ("Claim", "Comes out", *map(m.reading, readings), *(["Otherwise"] if others else []), "Verdict")
    rows = tuple(_row(m, c, readings, others) for c in found)
    by = ", in all and in those of each reading" if readings else ""
    other = ["Otherwise: the same under the other choice."] if others else []
    note = m.note(f"Share of worlds in which the claim comes out under this choice{by}", *other)
    return Table("", heads, rows, note)


def _row(m: Material, c: ClaimFinding, readings: Sequence[str], others: bool) -> tuple[Cell, ...]:
    by = [m.share(c.by_reading[r]) if r in c.by_reading else "no world" for r in readings]
    otherwise = [_otherwise(m, c)] if others else []
    return c.claim, m.share(c.holds), *by, *otherwise, c.verdict


def _otherwise(m: Material, c: ClaimFinding) -> Cell:
    if len(c.otherwise) == 1:
        return m.share(next(iter(c.otherwise.values())))
    return (
        "; ".join(f"{choice_name(m.case, o)}: {m.share(e).text}" for o, e in c.otherwise.items())
        or "no other choice"
    )


def _foresight(m: Material, found: Sequence[ClaimFinding]) -> list[Table]:
    if not all(c.by_concept for c in found):
        return []
    concepts = list(found[0].by_concept)
    rows = tuple(row(c.claim, *(m.share(c.by_concept[k]) for k in concepts)) for c in found)
    note = m.note("Share of worlds in which the claim comes out, under each stability concept")
    return [Table("", ("Claim", *concepts), rows, note)]
