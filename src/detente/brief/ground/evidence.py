"""What the case rests on: sources, how many views they are, and what is the analyst's own judgement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from detente.brief.ground.voices import dated
from detente.brief.words.material import Material
from detente.case import Case, Event, Use, uses
from detente.case.model import JUDGEMENT, Evidence, Source
from detente.case.ratings import CREDIBILITY, RELIABILITY
from detente.paper.english import capital, join
from detente.paper.model import Section, Table, row
from detente.paper.numbers import count

__all__ = ["confirmations", "evidence", "judged", "perspectives", "unweighted"]

_KEPT_APART = (
    "Credibility: Admiralty scale, of what is said. Likelihood: a term of ICD 203, of the voice. Confidence: "
    "of the analyst in the judgement. They are kept apart, and no number of this brief is made from them."
)

_KINDS = ("Preferences", "Constraints", "Claims", "Other")


def evidence(m: Material) -> Section:
    """Sources with the number of judgements that rest on each.

    Parameters
    ----------
    m
        The case and what was found.
    """
    told = Counter((key, kind) for kind, one in _judgements(m.case) for key in _keys(one))
    kinds = [k for k in _KINDS if any(kind == k for _, kind in told)]
    names = [*((_title(s), s.key) for s in m.case.sources.values()), (JUDGEMENT.capitalize(), JUDGEMENT)]
    rows = tuple(row(title, *(told[key, k] for k in kinds)) for title, key in names)
    note = "How many judgements rest on each source; one that cites several is counted for each of them."
    table = Table("", ("Source", *kinds), rows, note)
    return Section("evidence", "Evidence", (_told(m.case), *_chains(m.case), table, *_ratings(m.case)))


def _told(case: Case) -> str:
    cited = [key for key, source in case.sources.items() if source.key in _cited(case)]
    if not cited:
        return "The case cites no source: everything in it is the judgement of the analyst."
    sources, views = count(len(cited), "source"), count(perspectives(case, cited), "perspective")
    sure = confirmations(case)
    meant = (
        "" if len(cited) < 2 else f": {_confirmed(sure)} on sources with different views and separate origins"
    )
    agreed = count(sure, "independent confirmation")
    return f"{capital(sources)}, {views}, {agreed}{meant}. {_own(case)}"


def _confirmed(number: int) -> str:
    return "no judgement rests" if not number else count(number, "judgement rests", "judgements rest")


def _cited(case: Case) -> set[str]:
    return {at.key for use in uses(case) for at in use.at}


def confirmations(case: Case) -> int:
    """Count the judgements that rest on two independent sources.

    Parameters
    ----------
    case
        The case.

    Notes
    -----
    Two sources are independent if both have a perspective, not the same one, and neither reports the
    other nor anything that the other reports too, however long the chain.
    """
    ids = {source.key: name for name, source in case.sources.items()}
    apart = {frozenset(pair) for pair in combinations(case.sources, 2) if _independent(case, *pair)}
    cited = ({ids[at.key] for at in use.at if at.key in ids} for use in uses(case))
    return sum(any(frozenset(pair) in apart for pair in combinations(found, 2)) for found in cited)


def _independent(case: Case, one: str, other: str) -> bool:
    views = {_view(case.sources[name]) for name in (one, other)}
    return len(views) == 2 and "" not in views and not _lineage(case, one) & _lineage(case, other)


def _view(source: Source) -> str:
    return source.perspective.strip().casefold()


def _lineage(case: Case, name: str) -> set[str]:
    """A source and everything that it reports, directly or through others."""
    found: set[str] = set()
    open_ends = [name]
    while open_ends:
        found.add(last := open_ends.pop())
        open_ends += [n for n in case.sources[last].derived_from if n not in found]
    return found


def _chains(case: Case) -> Iterator[str]:
    """Say which source reports which, so that a second voice is not taken for a second witness."""
    links = [
        f"{_short(source)} reports {join(_short(case.sources[n]) for n in source.derived_from)}"
        for source in case.sources.values()
        if source.derived_from
    ]
    if links:
        yield f"{capital('; '.join(links))}. What is reported is no second witness."


def judged(case: Case) -> tuple[int, int]:
    """Count the judgements that rest on the analyst alone, and all.

    Parameters
    ----------
    case
        The case.
    """
    found = [one.judgement for _, one in _judgements(case)]
    return sum(found), len(found)


def _own(case: Case) -> str:
    own, every = judged(case)
    number = {0: "None", 1: "One"}.get(own, f"{own:,}")
    verb = "rest" if own > 1 else "rests"
    return f"{number} of the {every:,} judgements in the case {verb} on the analyst alone."


def perspectives(case: Case, among: Iterable[str] | None = None) -> int:
    """Count the separate views among the sources, or among some of them.

    Parameters
    ----------
    case
        The case.
    among
        Ids of sources; all of the case if left out.

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
    return len({group[key] for key in (case.sources if among is None else among)})


def _related(key: str, source: Source, other: str, told: Source) -> bool:
    same = _view(source) != "" and _view(source) == _view(told)
    return same or other in source.derived_from or key in told.derived_from


def _title(source: Source) -> str:
    who = _who(source)
    view = f"perspective: {source.perspective}" if source.perspective else ""
    grade = source.reliability and f"reliability {source.reliability}: {RELIABILITY[source.reliability]}"
    known = "; ".join(part for part in (view, grade) if part)
    title = source.title if who == source.title else f"{who}: {source.title}"
    return capital(title) + (f" ({known})" if known else "")


def _who(source: Source) -> str:
    return ", ".join(part for part in (source.author, dated(source.published)) if part) or source.title


def _short(source: Source) -> str:
    date = f" ({dated(source.published)})" if source.published else ""
    return (source.author or source.title) + date


def _ratings(case: Case) -> Iterator[Table]:
    """Show the ratings of judgements, each scale in a column of its own."""
    rated = [(use, found) for use in uses(case) if any(found := _rating(use))]
    if rated:
        rows = tuple(row(use.name, *(cell or "–" for cell in found)) for use, found in rated)
        columns = ("Judgement", "Credibility", "Likelihood", "Confidence")
        yield Table("Ratings", columns, rows, _KEPT_APART)


def _rating(use: Use) -> tuple[str, str, str]:
    if isinstance(use.part, Event):  # how sure it is that something happened is no rating of a judgement
        return "", "", ""
    grade = getattr(use.part, "credibility", "")
    credible = f"{grade}: {CREDIBILITY[grade]}" if grade else ""
    return credible, getattr(use.part, "likelihood", ""), getattr(use.part, "confidence", "")


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


def unweighted(case: Case) -> tuple[str, ...]:
    """Say how many statements nobody has weighed, if there are any; no number is made up for them.

    Parameters
    ----------
    case
        The case.

    Returns
    -------
    tuple of str
        One sentence, or nothing.
    """
    every = [s for p in case.preferences.values() for s in p.statements]
    drafts = sum(s.draft for s in every)
    return (f"Draft: {drafts} of {len(every)} statements unweighted, and left out.",) if drafts else ()
