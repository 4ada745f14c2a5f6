"""Whether a shipped case carries what its sources say: item by item, and why not where it does not.

A case may ship ``items.yaml`` beside its ``case.yaml``: every item that was found in the sources, in the
case's own words, with the passages it stands in and either what carries it or why nothing does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.case import Case, nearest, problem
from detente.case.file.origin import Path as Place
from detente.case.file.yaml import MAX_BYTES, Tree, read_tree
from detente.case.nearest import check_name
from detente.catalog.shelf import load, names, path
from detente.errors import LocatorError, Problem, UnknownName
from detente.files import read_bytes
from detente.sources.locator import parse_locator

__all__ = ["MOST_LEFT_OUT", "Count", "Coverage", "Row", "coverage", "coverage_of"]

_FILE = "items.yaml"

#: The largest part of the items that may go without being carried.
MOST_LEFT_OUT = 0.1

_KEYS = ("says", "at", "voice", "carried", "not_carried")
_RANGE = re.compile(r"([A-Z]+)([0-9]{1,5})-\1([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the sources.

    Parameters
    ----------
    item, section
        Its id and the section of the list that it stands in.
    says
        The item in the words of the case's authors.
    at
        Locators of the passages; none for what is missing from all of them.
    voice
        Who says so.
    carried
        What in the case carries it, as ``kind:id``.
    reason
        Why nothing does, or an empty string.
    computed
        Whether some of what carries it takes part in the analysis, and is not only recorded beside it.
    """

    item: str
    section: str
    says: str
    at: tuple[str, ...]
    voice: str
    carried: tuple[str, ...]
    reason: str
    computed: bool


@dataclass(frozen=True, slots=True)
class Count:
    """Numbers of items: all that are expected, carried by the game, recorded beside it, left out, missing."""

    expected: int
    computed: int
    recorded: int
    left_out: int
    missing: int


@dataclass(frozen=True, slots=True, repr=False)
class Coverage:
    """What of its sources a case carries.

    Parameters
    ----------
    case
        Slug of the case.
    rows
        One for each item, in the order of the file.
    expected
        Section -> the ids that it has to have.
    missing
        Everything that is wrong: items that are absent, references to nothing, reasons used twice.
    """

    case: str
    rows: tuple[Row, ...]
    expected: Mapping[str, tuple[str, ...]]
    missing: tuple[Problem, ...]

    @property
    def counts(self) -> dict[str, Count]:
        """Section -> how many items of it are carried, and how."""
        return {section: self._count(section, ids) for section, ids in self.expected.items()}

    def section(self, name: str) -> tuple[Row, ...]:
        """Return the items of one section.

        Parameters
        ----------
        name
            Name of the section, as in ``expected``.

        Returns
        -------
        tuple of Row
            In the order of the file.

        Raises
        ------
        UnknownName
            If there is no such section.
        """
        check_name("section", name, self.expected)
        return tuple(r for r in self.rows if r.section == name)

    def to_dict(self) -> dict[str, Any]:
        """Return the coverage as plain types, for JSON."""
        kept = ("item", "section", "says", "at", "voice", "carried", "reason", "computed")
        return {
            "case": self.case,
            "counts": {
                s: {n: getattr(c, n) for n in Count.__dataclass_fields__} for s, c in self.counts.items()
            },
            "items": [{n: _plain(getattr(r, n)) for n in kept} for r in self.rows],
            "problems": [p.to_dict() for p in self.missing],
        }

    def _count(self, section: str, ids: tuple[str, ...]) -> Count:
        rows = [r for r in self.rows if r.section == section]
        computed, carried = sum(r.computed for r in rows), sum(bool(r.carried) for r in rows)
        absent = len(set(ids) - {r.item for r in rows})
        return Count(len(ids), computed, carried - computed, len(rows) - carried, absent)

    def __repr__(self) -> str:
        carried = sum(bool(r.carried) for r in self.rows)
        return f"Coverage({self.case!r}, {carried} of {sum(map(len, self.expected.values()))} items carried)"


def coverage(slug: str) -> Coverage:
    """Return what of its sources a shipped case carries.

    Parameters
    ----------
    slug
        Name of the case, as `detente catalog` lists it.

    Raises
    ------
    UnknownName
        If no shipped case has this slug, or it has no list of items.

    Examples
    --------
    >>> coverage("korea-2020").missing
    ()
    """
    file = path(slug).with_name(_FILE)
    if not file.is_file():
        listed = [n for n in names() if path(n).with_name(_FILE).is_file()]
        raise UnknownName("list of items for", slug, tuple(listed))
    return coverage_of(load(slug), read_bytes(file, MAX_BYTES), str(file))


def coverage_of(case: Case, text: bytes | str, name: str | Path = _FILE) -> Coverage:
    """Compare a case with a list of items.

    Parameters
    ----------
    text
        What ``items.yaml`` holds.
    name
        What to call it in messages.
    """
    tree = read_tree(text, str(name))
    if not isinstance(tree.root, dict):
        return Coverage(case.case, (), {}, tree.problems)
    return _Reader(case, tree.root, tree).coverage()


class _Reader:
    """Reads one list of items and takes down what is wrong with it."""

    def __init__(self, case: Case, root: Mapping[str, object], tree: Tree) -> None:
        self.case, self.root, self.origin = case, root, tree.origin
        self.problems: list[Problem] = list(tree.problems)
        self.known = _known(case)
        self.reasons: dict[str, str] = {}

    def coverage(self) -> Coverage:
        """Read everything."""
        expected = {s: ids for s, text in self._mapping("expected").items() if (ids := self._range(s, text))}
        rows = tuple(self._rows())
        self._complete(expected, rows)
        problems = tuple(sorted(self.problems, key=lambda p: (p.line, p.column, p.code)))
        return Coverage(self.case.case, rows, expected, problems)

    def _add(self, code: str, place: Place, cause: str, value: str = "", **more: Any) -> None:
        self.problems.append(problem(code, self.origin, place, cause, value=value, **more))

    def _mapping(self, key: str) -> Mapping[str, object]:
        value = self.root.get(key)
        if isinstance(value, dict):
            return value
        self._add("DT606", (key,) if key in self.root else (), f"the list needs a mapping {key!r}", key=True)
        return {}

    def _range(self, section: str, text: object) -> tuple[str, ...]:
        """Return the ids of a range such as A01-A44."""
        found = _RANGE.fullmatch(text) if isinstance(text, str) else None
        if not found:
            self._add("DT606", ("expected", section), f"{text!r} is no range of ids, such as A01-A44")
            return ()
        width = len(found[2])
        return tuple(f"{found[1]}{k:0{width}}" for k in range(int(found[2]), int(found[3]) + 1))

    def _rows(self) -> Iterator[Row]:
        for section, items in self._mapping("items").items():
            if not isinstance(items, dict):
                self._add("DT606", ("items", section), f"{section!r} is no mapping from id to item")
                continue
            for item, value in items.items():
                place = ("items", section, item)
                if isinstance(value, dict):
                    yield self._row(place, section, item, value)
                else:
                    self._add("DT606", place, f"{item} is no mapping", key=True)

    def _row(self, place: Place, section: str, item: str, value: Mapping[str, object]) -> Row:
        for key in value:
            if key not in _KEYS:
                near = nearest(key, _KEYS)
                self._add("DT606", (*place, key), f"an item has no key {key!r}", key, key=True, nearest=near)
        says, voice = (self._text(place, value, key) for key in ("says", "voice"))
        at, carried = self._texts(place, value, "at"), self._texts(place, value, "carried")
        reason = str(value.get("not_carried") or "").strip()
        self._locators(place, at)
        self._carried(place, item, carried, reason)
        return Row(item, section, says, at, voice, carried, reason, any(map(self.known.get, carried)))

    def _text(self, place: Place, value: Mapping[str, object], key: str) -> str:
        text = value.get(key)
        if not isinstance(text, str) or not text.strip():
            self._add("DT606", place, f"{place[-1]} needs a text {key!r}", key=True)
            return ""
        return text.strip()

    def _texts(self, place: Place, value: Mapping[str, object], key: str) -> tuple[str, ...]:
        found = value.get(key, [])
        if not isinstance(found, list) or not all(isinstance(t, str) for t in found):
            self._add("DT606", (*place, key), f"{key!r} is no list of texts", key=True)
            return ()
        return tuple(found)

    def _locators(self, place: Place, at: tuple[str, ...]) -> None:
        keys = [s.key for s in self.case.sources.values()]
        for k, text in enumerate(at):
            try:
                key = parse_locator(text).key
            except LocatorError as error:
                self._add("DT606", (*place, "at", k), str(error), text)
                continue
            if key not in keys:
                near = nearest(key, keys)
                self._add("DT606", (*place, "at", k), f"no source has the key {key!r}", text, nearest=near)

    def _carried(self, place: Place, item: str, carried: tuple[str, ...], reason: str) -> None:
        if bool(carried) == bool(reason):
            both = "says both what carries it and why nothing does"
            cause = both if carried else "says neither what carries it nor why nothing does"
            self._add("DT604", place, f"{item} {cause}", key=True)
        for k, text in enumerate(carried):
            if text not in self.known:
                near = nearest(text, self.known)
                cause = f"there is nothing called {text!r} in the case"
                self._add("DT603", (*place, "carried", k), cause, text, nearest=near)
        alike = " ".join(re.findall(r"\w+", reason.casefold()))
        if alike and alike in self.reasons:
            cause = f"the reason is that of {self.reasons[alike]} already"
            self._add("DT605", (*place, "not_carried"), cause)
        self.reasons.setdefault(alike, item)

    def _complete(self, expected: Mapping[str, tuple[str, ...]], rows: tuple[Row, ...]) -> None:
        """Compare what is there with what is expected."""
        there = {(r.section, r.item) for r in rows}
        wanted = {(section, item) for section, ids in expected.items() for item in ids}
        for section, item in sorted(wanted - there):
            self._add("DT601", ("expected", section), f"{item} is expected, and missing", item)
        for section, item in sorted(there - wanted):
            cause = f"{item} is not expected in {section!r}"
            self._add("DT602", ("items", section, item), cause, item, key=True)
        left_out = sum(bool(r.reason) for r in rows)
        if left_out > MOST_LEFT_OUT * max(len(wanted), 1):
            cause = f"{left_out} of {len(wanted)} items are not carried, more than a tenth"
            self._add("DT607", ("items",), cause, key=True)


def _known(case: Case) -> dict[str, bool]:
    """Everything that may carry an item, as ``kind:id`` -> whether it takes part in the analysis."""
    game: dict[str, Iterable[str]] = {
        "actor": case.actors,
        "option": case.options,
        "chance": case.chance,
        "definition": case.definitions,
        "constraint": case.constraints,
        "reading": case.readings,
        "choice": case.choices,
        "outcome": case.outcomes,
    }
    found = {f"{kind}:{name}": True for kind, part in game.items() for name in part}
    found |= {f"level:{o}.{level}": True for o, option in case.variables().items() for level in option.levels}
    found |= {f"statement:{s.id}": True for actor in case.actors for s in case.statements(actor)}
    found |= {f"claim:{name}": claim.then is not None for name, claim in case.claims.items()}
    found |= {f"regime:{name}": regime.when is not None for name, regime in case.regimes.items()}
    found |= {f"question:{q.id}": q.when is not None for q in case.questions}
    found |= {f"comparison:{name}": bool(c.model) for name, c in case.comparisons.items()}
    beside: dict[str, Iterable[str]] = {
        "party": case.parties,
        "relation": case.relations,
        "term": case.terms,
        "source": case.sources,
    }
    found |= {f"{kind}:{name}": False for kind, part in beside.items() for name in part}
    return found | {f"event:{e.id}": False for e in case.events}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
