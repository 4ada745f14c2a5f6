"""Regimes, formats and states of the system: how each stands, and whether the choice bears on it."""

from __future__ import annotations

import math
from itertools import combinations

from detente.brief.ground.voices import dated
from detente.brief.words.clauses import clause
from detente.brief.words.material import Material
from detente.brief.words.naming import actor_name, choice_name
from detente.case import Case, Regime
from detente.paper.english import capital, sentence
from detente.paper.estimate import Estimate
from detente.paper.model import Cell, Listing, Part, Section, Table

__all__ = ["CLEAR", "bears", "regimes"]

#: Shares that differ by less than this many standard errors are not called different.
CLEAR = 2.0

_TOLD = (
    "What the sources describe as a system, a regime, a format or a state of affairs, how it stands, and "
    "what in the case shows that it is in force. The table gives the share of worlds in which that is so "
    "where play comes to rest."
)

#: What stands in the last column, and for what is not counted.
_SAME, _NONE = "does not depend on the choice", "not counted"


def regimes(m: Material) -> Section | None:
    """Return each regime in words, then how often it is in force under each choice.

    Parameters
    ----------
    m
        The case and what was found.
    """
    if not m.case.regimes:
        return None
    marks = tuple(m.case.regimes)
    listing = Listing("", tuple(_told(m.case, r) for r in m.case.regimes.values()), marks)
    parts: tuple[Part, ...] = (_TOLD, listing, *_table(m), *_beside(m))
    return Section("regimes", "Regimes and formats", parts)


def bears(m: Material, name: str) -> str:
    """Say whether a choice makes a regime hold more often.

    Parameters
    ----------
    m
        The case and what was found.
    name
        Id of the regime.

    Notes
    -----
    The choices share their worlds, so the error of a difference is smaller than that of two separate
    samples, which is what is taken here: a difference that is called one is clear.
    """
    if m.case.regimes[name].when is None:
        return _NONE
    found = {c.choice: c.regimes[name] for c in m.findings.choices if name in c.regimes}
    if not any(_differ(a, b) for a, b in combinations(found.values(), 2)):
        return _SAME
    most = max(found, key=lambda c: found[c].value)
    often = "most often" if len(found) > 2 else "more often"
    return f"{often} under “{choice_name(m.case, most)}”"


def _differ(a: Estimate, b: Estimate) -> bool:
    return abs(a.value - b.value) > max(CLEAR * math.hypot(a.se, b.se), 1e-9)


def _table(m: Material) -> tuple[Table, ...]:
    counted = [name for name, r in m.case.regimes.items() if r.when is not None]
    compared = len(m.findings.choices) > 1
    heads = ("", *m.heads("Regime"), *(["Bears on it?"] if compared else []))
    rows = tuple(_row(m, name, compared) for name in counted)
    note = m.note(
        "Share of worlds in which it is in force or kept where play comes to rest",
        "Shares that differ by less than two standard errors do not depend on the choice.",
    )
    return (Table("How often it is in force", heads, rows, note),) if rows else ()


def _row(m: Material, name: str, compared: bool) -> tuple[Cell, ...]:
    shares = [m.share(c.regimes.get(name, m.never)) for c in m.findings.choices]
    said = [capital(bears(m, name))] if compared else []
    return name, capital(m.case.regimes[name].name), *shares, *said


def _beside(m: Material) -> tuple[Listing, ...]:
    """Say which are not counted, and why."""
    left = {name: r for name, r in m.case.regimes.items() if r.when is None}
    none = "No option of the game moves it, so the choice does not bear on it here."
    items = tuple(f"{capital(r.name)}: {sentence(r.note) if r.note else none}" for r in left.values())
    return (Listing("Not counted", items, tuple(left)),) if left else ()


def _told(case: Case, regime: Regime) -> str:
    """Say a regime in a few sentences: how it stands, rules, exemptions, votes, and what shows it."""
    time = _time(regime)
    told = [f"{capital(regime.name)} ({regime.kind}{f'; {time}' if time else ''}). {sentence(regime.says)}"]
    told += [f"{head}: {' '.join(map(sentence, lines))}" for head, lines in _lists(case, regime) if lines]
    if regime.when is not None:
        told.append(f"In force where {(regime.shows or clause(case, regime.when)).rstrip('. ')}.")
    return " ".join(told) + (f" (Voice: {regime.voice}.)" if regime.voice else "")


def _lists(case: Case, regime: Regime) -> tuple[tuple[str, list[str]], ...]:
    votes = [f"{capital(_who(case, who))}: {how}" for who, how in regime.votes.items()]
    return (
        ("Members", [", ".join(_who(case, who) for who in regime.members)] if regime.members else []),
        ("Rules", list(regime.rules)),
        ("Left out", list(regime.exemptions)),
        ("Needs", list(regime.preconditions)),
        ("Votes", votes),
    )


def _who(case: Case, who: str) -> str:
    return case.parties[who].name if who in case.parties else actor_name(case, who)


def _time(regime: Regime) -> str:
    """Say since when and until when, as far as that is known."""
    since, until = (_span(text) for text in (regime.from_, regime.until))
    if since and until:
        return f"from {since} until {until}"
    return f"from {since} on" if since else f"until {until}" if until else ""


def _span(text: str) -> str:
    return "-".join(map(dated, text.split("/"))) if text else ""
