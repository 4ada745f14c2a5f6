"""What the case rests on: sources, how many views they are, and what is the analyst's own judgement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from detente.brief.material import Material
from detente.brief.model import Section, Table, row
from detente.brief.numbers import count
from detente.brief.sentences import capital
from detente.brief.voices import dated
from detente.case import Case
from detente.case.model import JUDGEMENT, Evidence, Source

__all__ = ["evidence", "perspectives"]

_KINDS = ("Preferences", "Constraints", "Claims", "Other")


def evidence(m: Material) -> Section:
    """Sources with the number of judgements that rest on each."""
    told = Counter((key, kind) for kind, one in _judgements(m.case) for key in _keys(one))
    kinds = [k for k in _KINDS if any(kind == k for _, kind in told)]
    names = [*((_title(s), s.key) for s in m.case.sources.values()), (JUDGEMENT.capitalize(), JUDGEMENT)]
    rows = tuple(row(title, *(told[key, k] for k in kinds)) for title, key in names)
    note = "How many judgements rest on each source; one that cites several is counted for each of them."
    table = Table("", ("Source", *kinds), rows, note)
    return Section("Evidence", (_told(m.case), table))


def _told(case: Case) -> str:
    n = len(case.sources)
    if not n:
        return "The case names no source: everything in it is the judgement of the analyst."
    views = perspectives(case)
    agree = ": they are not independent of one another." if views < n else "."
    return f"{capital(count(n, 'source'))}, {count(views, 'perspective')}{agree} {_own(case)}"


def _own(case: Case) -> str:
    found = [one.judgement for _, one in _judgements(case)]
    own = sum(found)
    number = {0: "None", 1: "One"}.get(own, f"{own:,}")
    verb = "rest" if own > 1 else "rests"
    return f"{number} of the {len(found):,} judgements in the case {verb} on the analyst alone."


def perspectives(case: Case) -> int:
    """Count the separate views among the sources.

    Notes
    -----
    Sources with the same perspective are one view, and so is a source with what it is derived from.
    """
    group = {key: key for key in case.sources}
    for key, source in case.sources.items():
        for other, told in case.sources.items():
            if _related(key, source, other, told):
                old, new = group[other], group[key]
                group = {k: new if g == old else g for k, g in group.items()}
    return len(set(group.values()))


def _related(key: str, source: Source, other: str, told: Source) -> bool:
    same = bool(source.perspective) and source.perspective.casefold() == told.perspective.casefold()
    return same or other in source.derived_from or key in told.derived_from


def _title(source: Source) -> str:
    who = ", ".join(part for part in (source.author, dated(source.published)) if part)
    view = f" (perspective: {source.perspective})" if source.perspective else ""
    return capital(f"{who}: {source.title}" if who else source.title) + view


def _keys(one: Evidence) -> set[str]:
    return {at.key for at in one.at} or {JUDGEMENT}


def _judgements(case: Case) -> Iterator[tuple[str, Evidence]]:
    """Every judgement that has to rest on something, with the column that it is counted in."""
    for preference in case.preferences.values():
        yield from (("Preferences", s.evidence) for s in preference.statements)
        if preference.ranking or preference.priority:
            yield "Preferences", preference.evidence
    yield from (("Constraints", c.evidence) for c in case.constraints.values())
    yield from (("Claims", c.evidence) for c in case.claims.values())
    for other in (case.options, case.chance, case.common_moves, case.readings, case.perceptions):
        yield from (("Other", part.evidence) for part in other.values())
