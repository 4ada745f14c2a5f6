"""What surrounds the game, for the page and the office formats: ties through time, and what is carried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from detente.brief.carried import carried
from detente.brief.material import Material
from detente.brief.model import Section, Table, row
from detente.brief.named import named
from detente.brief.numbers import count
from detente.brief.picture import Picture, Row, Tiles, Timeline
from detente.brief.sentences import actor_name, capital, join
from detente.case.context import Relation
from detente.catalog import Coverage, coverage_of

__all__ = ["annex"]

_TIES, _CARRIED = "Ties through time", "What the case carries of its sources"

_KINDS = (("+", "good or close"), ("−", "bad or hostile"), ("0", "empty or neutral"), ("?", "open"))
_SIGNS = ("+", "-", "0", "?")
_ARROWS = {"mutual": "–", "from": "→", "to": "←"}

_SQUARES = ("in the game", "recorded beside it", "not carried")

_SECTIONS = (
    "One square for each item that was found in the sources: in the game if it takes part in the analysis, "
    "beside it if the case records it with its passage and its voice. The command coverage lists them all."
)


def annex(m: Material) -> tuple[tuple[Section, ...], tuple[Picture, ...]]:
    """Return the sections that follow the brief on the page, and their pictures."""
    found = [s for s in (_ties(m), _carried(m)) if s is not None]
    sections = [section for section, _ in found]
    return (*sections, *named(m)), tuple(p for _, pictures in found for p in pictures)


def _ties(m: Material) -> tuple[Section, tuple[Picture, ...]] | None:
    """Ties of the actor at the crossroads first, then those among the others."""
    ties = sorted(m.case.relations.values(), key=lambda r: (_pair(m, r), _began(r)))
    if not ties:
        return None
    own = [r for r in ties if m.case.focal in (r.from_, r.to)]
    groups = {f"of {m.focal}": own, "among the others": [r for r in ties if r not in own]}
    shown = {name: found for name, found in groups.items() if found}
    words = "What binds or divides the parties, as the sources have it. Nothing here is computed with."
    tables = {name: _tie_table(m, name, found) for name, found in shown.items()}
    pictures = tuple(
        _timeline(m, k, name, found, tables[name]) for k, (name, found) in enumerate(shown.items(), 1)
    )
    return Section(_TIES, (words, *tables.values())), pictures


def _pair(m: Material, r: Relation) -> tuple[str, str]:
    """Both ends, the actor at the crossroads first."""
    names = sorted((_who(m, r.from_), _who(m, r.to)), key=lambda n: (n != m.focal, n))
    return names[0], names[1]


def _who(m: Material, party: str) -> str:
    found = m.case.parties.get(party)
    return found.name if found else actor_name(m.case, party)


def _label(m: Material, r: Relation) -> str:
    ends = f"{capital(_who(m, r.from_))} {_ARROWS[r.direction]} {capital(_who(m, r.to))}"
    return f"{ends}: {r.kind}"


def _tie_table(m: Material, name: str, ties: Sequence[Relation]) -> Table:
    heads = ("Tie", "Sign", "When", "Where it is going", "Voice")
    signs = dict(zip(_SIGNS, (sign for sign, _ in _KINDS), strict=True))
    rows = tuple(row(_label(m, r), signs[r.sign], _when(r.time), r.trend, r.voice) for r in ties)
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


def _timeline(m: Material, number: int, name: str, ties: Sequence[Relation], table: Table) -> Timeline:
    rows = tuple(Row(_label(m, r), *_span(r.time), _SIGNS.index(r.sign)) for r in ties)
    kinds = join(
        f"{count(sum(r.sign == s for r in ties), 'is', 'are')} {w}"
        for s, (_, w) in zip(_SIGNS, _KINDS, strict=True)
    )
    words = f"{capital(count(len(ties), 'tie'))} along the years: {kinds}. The table has each of them."
    now = m.case.as_of.year + (m.case.as_of.timetuple().tm_yday - 1) / 366
    return Timeline(f"ties-{number}", _TIES, f"Ties {name} through time", words, (table,), rows, _KINDS, now)


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


def _carried(m: Material) -> tuple[Section, tuple[Picture, ...]] | None:
    """The list of items that lies beside the file of the case, if one does."""
    file = Path(m.case.origin.file).with_name("items.yaml") if m.case.origin else None
    if file is None or not file.is_file():
        return None
    found = coverage_of(m.case, file.read_bytes(), file)
    tables = [part for part in carried(found) if isinstance(part, Table)]
    section = Section(_CARRIED, (_SECTIONS, *tables))
    title = f"What the case carries of {count(len(found.rows), 'item')}"
    words = f"Squares in groups; {_counted(found)}. The table has the numbers."
    return section, (Tiles("carried", _CARRIED, title, words, (tables[0],), _groups(found), _SQUARES),)


def _groups(found: Coverage) -> Mapping[str, tuple[int, ...]]:
    kinds: dict[str, list[int]] = {}
    for item in found.rows:
        kind = 2 if not item.carried else int(not item.computed)
        kinds.setdefault(capital(item.section.replace("_", " ")), []).append(kind)
    return {name: tuple(sorted(group)) for name, group in kinds.items()}


def _counted(found: Coverage) -> str:
    every = [kind for group in _groups(found).values() for kind in group]
    return join(f"{every.count(k)} {name}" for k, name in enumerate(_SQUARES))
