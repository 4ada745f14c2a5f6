"""The watch list as days of a calendar: questions with their rules and sources, and what tells most."""

from __future__ import annotations

from collections.abc import Iterable

from detente.brief.words.material import Material
from detente.brief.words.naming import choice_name
from detente.brief.words.situations import level_phrase
from detente.case import Evidence, Source
from detente.case.time import Question
from detente.paper.english import capital, full_day
from detente.paper.model import Day

__all__ = ["days"]

#: Facts that tell the choices or the readings apart, of each kind.
_FACTS = 4


def days(m: Material) -> tuple[Day, ...]:
    """Return what is to be looked up and when, the soonest first.

    Parameters
    ----------
    m
        The case and what was found.

    Returns
    -------
    tuple of Day
        Questions of the case whose rules say what settles them, and, where dates were asked for, the facts
        that tell most.
    """
    asked = [_question(m, q) for q in m.case.questions if q.rules and q.by > m.case.as_of]
    return tuple(sorted((*asked, *_facts(m)), key=lambda day: day.day))


def _question(m: Material, q: Question) -> Day:
    under = f"Asked under: {capital(choice_name(m.case, q.choice))}." if q.choice else ""
    lines = (
        f"By {full_day(q.by)}.",
        f"Settled by: {_line(q.rules)}",
        under,
        f"Said by: {q.voice}." if q.voice else "",
        *_sources(m, q.evidence),
        _made(m),
    )
    return Day(f"{m.case.case}.{q.id}", q.by, _line(q.asks), tuple(line for line in lines if line))


def _facts(m: Material) -> Iterable[Day]:
    watch = m.findings.dated.watch if m.findings.dated is not None else None
    told: dict[tuple[str, str], list[str]] = {}
    for telling in watch.tellings if watch else ():
        for i in telling.indicators[:_FACTS]:
            name = choice_name if telling.kind == "choice" else lambda _, r: m.quoted(r)
            told.setdefault((i.option, i.level), []).extend(
                f"{capital(name(m.case, h))}: chance {m.portion(e).text}." for h, e in i.probability.items()
            )
    for (option, level), chances in told.items():
        words = level_phrase(m.case, option, level)
        basis = _sources(m, m.case.variables()[option].evidence)
        if watch is not None:
            yield Day(
                f"{m.case.case}.{option}.{level}",
                watch.day,
                f"Whether {words}",
                (
                    f"A fact that tells hypotheses apart, on {full_day(watch.day)}; chances are means of "
                    f"{watch.worlds:,} variants with one standard error.",
                    *chances,
                    *basis,
                    _made(m),
                ),
            )


def _sources(m: Material, evidence: Evidence) -> tuple[str, ...]:
    """Each passage with the document that it is in."""
    if evidence.judgement:
        return (f"Source: {evidence}.",)
    known = {s.key: s for s in m.case.sources.values()}
    found: dict[str, list[str]] = {}
    for at in evidence.at:
        found.setdefault(at.key, []).append(str(at))
    return tuple(f"Source: {_document(known[key])}; {', '.join(ats)}." for key, ats in found.items())


def _document(source: Source) -> str:
    parts = (source.author, source.title, source.publisher, source.published)
    return ", ".join(part for part in parts if part)


def _made(m: Material) -> str:
    f = m.findings
    return f"Case {f.case} {f.digest[:12]}, as of {full_day(m.case.as_of)}; detente {f.version}."


def _line(text: str) -> str:
    return " ".join(text.split())
