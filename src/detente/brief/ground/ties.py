"""Ties between the parties through time: signed, directed, dated, and each in its own voice."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.words.naming import actor_name, party_name
from detente.case import Case
from detente.case.context import Relation
from detente.paper.english import capital, join
from detente.paper.model import Section, Table, row
from detente.paper.numbers import count
from detente.paper.picture import Row, Timeline

__all__ = ["ties"]

_KINDS = (("+", "good or close"), ("−", "bad or hostile"), ("0", "empty or neutral"), ("?", "open"))
_SIGNS = ("+", "-", "0", "?")
_ARROWS = {"mutual": "–", "from": "→", "to": "←"}


def ties(case: Case) -> Section | None:
    """Ties of the actor at the crossroads first, then those among the others.

    Parameters
    ----------
    case
        The case.
    """
    found = sorted(case.relations.values(), key=lambda r: (_pair(case, r), _began(r)))
    if not found:
        return None
    own = [r for r in found if case.focal in (r.from_, r.to)]
    groups = {f"of {_focal(case)}": own, "among the others": [r for r in found if r not in own]}
    shown = {name: group for name, group in groups.items() if group}
    words = "What binds or divides the parties, as the sources have it. Nothing here is computed with."
    tables = {name: _tie_table(case, name, group) for name, group in shown.items()}
    pictures = tuple(
        _timeline(case, k, name, group, tables[name]) for k, (name, group) in enumerate(shown.items(), 1)
    )
    return Section("ties", "Ties through time", (words, *tables.values()), pictures=pictures)


def _focal(case: Case) -> str:
    return actor_name(case, case.focal)


def _pair(case: Case, r: Relation) -> tuple[str, str]:
    """Both ends, the actor at the crossroads first."""
    names = sorted((party_name(case, r.from_), party_name(case, r.to)), key=lambda n: (n != _focal(case), n))
    return names[0], names[1]


def _label(case: Case, r: Relation) -> str:
    ends = f"{capital(party_name(case, r.from_))} {_ARROWS[r.direction]} {capital(party_name(case, r.to))}"
    return f"{ends}: {r.kind}"


def _tie_table(case: Case, name: str, ties: Sequence[Relation]) -> Table:
    heads = ("Tie", "Sign", "When", "Where it is going", "Voice")
    signs = dict(zip(_SIGNS, (sign for sign, _ in _KINDS), strict=True))
    rows = tuple(row(_label(case, r), signs[r.sign], _when(r.time), r.trend, r.voice) for r in ties)
    note = (
        f"Signs: {join(f'{sign} {words}' for sign, words in _KINDS)}. An arrow points from one to the other."
    )
    return Table(f"Ties {name}", heads, rows, note)


def _when(time: str) -> str:
    """Say a span: ``2014/..`` is since 2014."""
    begins, _, ends = time.rstrip("~").partition("/")
    about = "about " if time.endswith("~") else ""
    if not time or (begins, ends) == ("..", ".."):
        return "standing" if time else ""
    if ends == "..":
        return f"since {about}{begins}"
    if begins == "..":
        return f"until {about}{ends}"
    return f"{about}{begins} to {ends}" if ends else f"{about}{begins}"


def _timeline(case: Case, number: int, name: str, ties: Sequence[Relation], table: Table) -> Timeline:
    rows = tuple(Row(_label(case, r), *_span(r.time), _SIGNS.index(r.sign)) for r in ties)
    kinds = join(
        f"{count(sum(r.sign == s for r in ties), 'is', 'are')} {w}"
        for s, (_, w) in zip(_SIGNS, _KINDS, strict=True)
    )
    words = f"{capital(count(len(ties), 'tie'))} along the years: {kinds}. The table has each of them."
    now = case.as_of.year + (case.as_of.timetuple().tm_yday - 1) / 366
    return Timeline(f"ties-{number}", f"Ties {name} through time", words, (table,), rows, _KINDS, now)


def _began(r: Relation) -> float:
    begins, _ = _span(r.time)
    return -1.0 if begins is None else begins


def _span(time: str) -> tuple[float | None, float | None]:
    """Return begin and end in years, ``None`` where open.

    Examples
    --------
    >>> _span("2014/.."), _span("2017"), _span("2020-07")
    ((2014.0, None), (2017.0, 2018.0), (2020.5, 2020.5833333333333))
    """
    first, slash, last = time.rstrip("~").partition("/")
    return _year(first), _year(last if slash else first, end=True)


def _year(date: str, end: bool = False) -> float | None:
    if date in ("", ".."):
        return None
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 1:
        return float(parts[0] + end)
    month = parts[0] + (parts[1] - 1) / 12
    return month + ((parts[2] - (0 if end else 1)) / 372 if len(parts) > 2 else end / 12)
