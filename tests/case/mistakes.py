"""Mistakes seeded into good case files: what people do to a file, and the line where they did it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detente.case import examine_text
from detente.case.checks.checker import ACTORS, CHOICES, CONDITIONS, EVIDENCE, LEVELS, QUANTITIES, Pattern
from detente.case.checks.shape import part_at
from detente.case.file.origin import at
from detente.case.file.yaml import Tree, read_tree

__all__ = ["KINDS", "Seeded", "found", "seeded", "several"]


@dataclass(frozen=True)
class Seeded:
    """A text with mistakes, the lines where they stand (from 1), and what was done to each."""

    text: str
    lines: tuple[int, ...]
    kinds: tuple[str, ...]


#: What a mistake does: the lines of a text and its tree in, the changed line and its number out.
Change = tuple[int, str]
Kind = Callable[["Sheet", random.Random], Change | None]


class Sheet:
    """A good text, with what stands where."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.tree: Tree = read_tree(text, "")
        origin = self.tree.origin
        self.plain = {
            path: mark
            for path, mark in origin.values.items()
            if isinstance(at(self.tree.root, path), str)
            and mark[0] == mark[2]
            and self.lines[mark[0]][mark[1] : mark[3]] == at(self.tree.root, path)
        }
        self.inside = self._inside()
        self.keys = {path: mark for path, mark in origin.keys.items() if mark[0] not in self.inside}

    def _inside(self) -> set[int]:
        """Lines that texts and brackets go on over: everything but where they begin."""
        kept = set()
        for path, mark in self.tree.origin.values.items():
            value = at(self.tree.root, path)
            first = self.lines[mark[0]][mark[1] : mark[1] + 1]
            if isinstance(value, str) or first in ("{", "["):
                kept |= set(range(mark[0] + 1, mark[2] + 1))
        return kept

    def at(self, *patterns: Pattern) -> list[tuple[tuple[str | int, ...], tuple[int, int, int, int]]]:
        return [(p, m) for p, m in self.plain.items() if any(_matches(p, pattern) for pattern in patterns)]

    def block_keys(self) -> list[tuple[tuple[str | int, ...], tuple[int, int, int, int]]]:
        """Keys that are the first thing on their line, or follow its dash."""
        return [(p, m) for p, m in self.keys.items() if not self.lines[m[0]][: m[1]].strip(" -")]


def _matches(path: tuple[str | int, ...], pattern: Pattern) -> bool:
    return len(path) == len(pattern) and all(
        p == s or (p == "*" and isinstance(s, str)) or (p == "#" and isinstance(s, int))
        for p, s in zip(pattern, path, strict=True)
    )


def _put(line: str, start: int, stop: int, new: str) -> str:
    return line[:start] + new + line[stop:]


def _closing(sign: str) -> Kind:
    def drop(sheet: Sheet, rng: random.Random) -> Change | None:
        marks = [
            mark
            for path, mark in sheet.tree.origin.values.items()
            if mark[0] == mark[2] and sheet.lines[mark[0]][mark[3] - 1 : mark[3]] == sign
            if isinstance(at(sheet.tree.root, path), dict | list) and mark[0] not in sheet.inside
        ]
        if not marks:
            return None
        mark = rng.choice(marks)
        return mark[0], _put(sheet.lines[mark[0]], mark[3] - 1, mark[3], "")

    return drop


def _opening(sign: str) -> Kind:
    def add(sheet: Sheet, rng: random.Random) -> Change | None:
        marks = [m for m in sheet.plain.values() if m[0] not in sheet.inside]
        mark = rng.choice(marks)
        return mark[0], _put(sheet.lines[mark[0]], mark[1], mark[1], sign)

    return add


def _unclosed(sign: str) -> Kind:
    def drop(sheet: Sheet, rng: random.Random) -> Change | None:
        marks = [
            m
            for p, m in sheet.tree.origin.values.items()
            if m[0] == m[2]
            and m[0] not in sheet.inside
            and m[3] - m[1] > 2
            and sheet.lines[m[0]][m[1]] == sign == sheet.lines[m[0]][m[3] - 1]
        ]
        if not marks:
            return None
        mark = rng.choice(marks)
        return mark[0], _put(sheet.lines[mark[0]], mark[3] - 1, mark[3], "")

    return drop


def _colon(sheet: Sheet, rng: random.Random) -> Change | None:
    mark = rng.choice(sheet.block_keys())[1]
    line = sheet.lines[mark[0]]
    place = line.index(":", mark[3])
    return mark[0], _put(line, place, place + 1, "")


def _glued(sheet: Sheet, rng: random.Random) -> Change | None:
    mark = rng.choice(sheet.block_keys())[1]
    line = sheet.lines[mark[0]]
    place = line.index(":", mark[3])
    if not line[place + 1 :].strip() or line[place + 2 : place + 3] in tuple("[{'\"|>"):
        return None
    return mark[0], _put(line, place + 1, place + 2, "")


def _indent(by: int) -> Kind:
    def move(sheet: Sheet, rng: random.Random) -> Change | None:
        marks = [m for _, m in sheet.block_keys() if sheet.lines[m[0]].startswith("  ")]
        number = rng.choice(marks)[0]
        line = sheet.lines[number]
        return number, " " * by + line if by > 0 else line[1:]

    return move


def _no_break(sheet: Sheet, rng: random.Random) -> Change | None:
    number = rng.choice([m[0] for _, m in sheet.block_keys() if sheet.lines[m[0]].startswith("  ")])
    line = sheet.lines[number]
    return number, _put(line, 0, 2, "\u00a0\u00a0")


def _deep_text(sheet: Sheet, rng: random.Random) -> Change | None:
    """Indent the first line of a block of text of several lines more than the others."""
    numbers = [n for n, line in enumerate(sheet.lines) if re.search(r": [|>]-?$", line)]
    long = [
        n + 1 for n in numbers if len({len(t) - len(t.lstrip()) for t in sheet.lines[n + 1 : n + 4]}) == 1
    ]
    return (number := rng.choice(long), " " + sheet.lines[number]) if long else None


def _partner(sign: str) -> Kind:
    """Close a text that nothing opens."""

    def add(sheet: Sheet, rng: random.Random) -> Change | None:
        marks = [
            m
            for p, m in sheet.plain.items()
            if p[-1] in ("title", "says", "note") and m[0] not in sheet.inside
        ]
        if not marks:
            return None
        mark = rng.choice(marks)
        line = sheet.lines[mark[0]]
        return (mark[0], _put(line, mark[3], mark[3], sign)) if mark[3] == len(line) else None

    return add


def _tab(sheet: Sheet, rng: random.Random) -> Change | None:
    marks = [m for _, m in sheet.block_keys() if sheet.lines[m[0]].startswith("  ")]
    number = rng.choice(marks)[0]
    line = sheet.lines[number]
    return number, _put(line, 0, 2, "\t")


def _dash(sheet: Sheet, rng: random.Random) -> Change | None:
    mark = rng.choice([m for p, m in sheet.block_keys() if not sheet.lines[m[0]][: m[1]].strip()])
    return mark[0], _put(sheet.lines[mark[0]], mark[1], mark[1], "- ")


def _no_dash(sheet: Sheet, rng: random.Random) -> Change | None:
    marks = [
        m
        for p, m in sheet.tree.origin.values.items()
        if p and isinstance(p[-1], int) and sheet.lines[m[0]][: m[1]].strip() == "-"
    ]
    if not marks:
        return None
    mark = rng.choice(marks)
    line = sheet.lines[mark[0]]
    place = line.index("-")
    return mark[0], _put(line, place, place + 1, " ")


def _typo(word: str, rng: random.Random) -> str:
    k = rng.randrange(len(word))
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    return rng.choice(
        [word[:k] + word[k + 1 :], word[:k] + letter + word[k:], word[:k] + letter + word[k + 1 :]]
    )


def _key(sheet: Sheet, rng: random.Random) -> Change | None:
    marks = [(p, m) for p, m in sheet.keys.items() if part_at(p[:-1])]
    path, mark = rng.choice(marks)
    new = _typo(str(path[-1]), rng)
    if not re.fullmatch(r"[A-Za-z_]\w+", new) or new in part_at(path[:-1]).model_fields:  # type: ignore[union-attr]
        return None
    return mark[0], _put(sheet.lines[mark[0]], mark[1], mark[3], new)


def _word_of(*patterns: Pattern) -> Kind:
    def change(sheet: Sheet, rng: random.Random) -> Change | None:
        marks = sheet.at(*patterns)
        if not marks:
            return None
        path, mark = rng.choice(marks)
        word = str(at(sheet.tree.root, path))
        return mark[0], _put(sheet.lines[mark[0]], mark[1], mark[3], word + "xyz")

    return change


def _in_condition(old: str, *new: str) -> Kind:
    def change(sheet: Sheet, rng: random.Random) -> Change | None:
        marks = [m for _, m in sheet.at(*CONDITIONS) if old in sheet.lines[m[0]][m[1] : m[3]]]
        if not marks:
            return None
        mark = rng.choice(marks)
        line = sheet.lines[mark[0]]
        place = line.index(old, mark[1])
        return mark[0], _put(line, place, place + len(old), rng.choice(new))

    return change


def _level(sheet: Sheet, rng: random.Random) -> Change | None:
    marks = [m for _, m in sheet.at(*CONDITIONS) if "== " in sheet.lines[m[0]][m[1] : m[3]]]
    if not marks:
        return None
    mark = rng.choice(marks)
    line = sheet.lines[mark[0]]
    word = re.compile(r"== ([\w.-]+)").search(line, mark[1])
    assert word
    return mark[0], _put(line, word.start(1), word.end(1), "nonesuch")


def _instead(new: str, *patterns: Pattern) -> Kind:
    def change(sheet: Sheet, rng: random.Random) -> Change | None:
        marks = sheet.at(*patterns)
        if not marks:
            return None
        mark = rng.choice(marks)[1]
        return mark[0], _put(sheet.lines[mark[0]], mark[1], mark[3], new)

    return change


def _twice(sheet: Sheet, rng: random.Random) -> Change | None:
    """Give a line again; the copy is the mistake."""
    marks = [m for p, m in sheet.block_keys() if sheet.plain.get(p, (-1,))[0] == m[0]]
    marks = [m for m in marks if not sheet.lines[m[0]][: m[1]].strip() and m[0] + 1 not in sheet.inside]
    mark = rng.choice(marks)
    return mark[0], sheet.lines[mark[0]] + "\n" + sheet.lines[mark[0]]


def _list_for_text(sheet: Sheet, rng: random.Random) -> Change | None:
    marks = [
        m for p, m in sheet.plain.items() if isinstance(p[-1], str) and p[-1] in ("name", "title", "asks")
    ]
    mark = rng.choice(marks)
    return mark[0], _put(sheet.lines[mark[0]], mark[1], mark[3], "[a, b]")


def _text_for_list(sheet: Sheet, rng: random.Random) -> Change | None:
    marks = [
        m
        for p, m in sheet.tree.origin.values.items()
        if isinstance(at(sheet.tree.root, p), dict) and m[0] == m[2] and sheet.lines[m[0]][m[1]] == "{"
    ]
    if not marks:
        return None
    mark = rng.choice(marks)
    return mark[0], _put(sheet.lines[mark[0]], mark[1], mark[3], "nothing")


def _no_value(sheet: Sheet, rng: random.Random) -> Change | None:
    marks = [m for p, m in sheet.block_keys() if sheet.plain.get(p, (-1,))[0] == m[0] and part_at(p[:-1])]
    mark = rng.choice(marks)
    line = sheet.lines[mark[0]]
    return mark[0], line[: line.index(":", mark[3]) + 1]


def _colon_in_text(sheet: Sheet, rng: random.Random) -> Change | None:
    marks = [m for p, m in sheet.plain.items() if p[-1] in ("name", "title", "note", "says", "summary")]
    mark = rng.choice(marks)
    line = sheet.lines[mark[0]]
    if line[: mark[1]].count("{"):
        return None
    return mark[0], _put(line, mark[3], mark[3], ": it says")


def _extra(sign: str) -> Kind:
    def add(sheet: Sheet, rng: random.Random) -> Change | None:
        marks = [
            m
            for m in sheet.tree.origin.values.values()
            if m[0] == m[2] and sheet.lines[m[0]][m[3] - 1 : m[3]] == sign and m[0] not in sheet.inside
        ]
        if not marks:
            return None
        mark = rng.choice(marks)
        return mark[0], _put(sheet.lines[mark[0]], mark[3], mark[3], sign)

    return add


_DATES: tuple[Pattern, ...] = (
    ("as_of",),
    ("events", "#", "date"),
    ("questions", "#", "by"),
    ("clock", "horizon"),
    ("clock", "rates", "*", "from"),
    ("clock", "rates", "*", "to"),
    ("questions", "#", "opens"),
)
_LOCATORS = tuple(p for e in EVIDENCE for p in (e, (*e, "#")))

KINDS: dict[str, Kind] = {
    "bracket left open": _closing("]"),
    "brace left open": _closing("}"),
    "double quote opened": _opening('"'),
    "single quote opened": _opening("'"),
    "double quote left open": _unclosed('"'),
    "single quote left open": _unclosed("'"),
    "bracket closed twice": _extra("]"),
    "brace closed twice": _extra("}"),
    "colon missing": _colon,
    "space after colon missing": _glued,
    "indent one short": _indent(-1),
    "indent one long": _indent(1),
    "indent two long": _indent(2),
    "indent three long": _indent(3),
    "no-break spaces": _no_break,
    "text indented one long": _deep_text,
    "quote without its first": _partner('"'),
    "bracket without its first": _partner("]"),
    "tab": _tab,
    "stray dash": _dash,
    "dash missing": _no_dash,
    "colon in a text": _colon_in_text,
    "key misspelt": _key,
    "actor unknown": _word_of(*ACTORS),
    "level unknown": _word_of(*((*p, "*") for p in LEVELS)),
    "level unknown in a condition": _level,
    "choice unknown": _word_of(*CHOICES),
    "operator = for ==": _in_condition("==", "=", "===", "=>", "<>"),
    "operator && for and": _in_condition(" and ", " && ", " & ", " , "),
    "range backwards": _instead("4..2", *QUANTITIES),
    "range with a dash": _instead("2-4", *QUANTITIES),
    "number with a comma": _instead("'1,5'", *QUANTITIES),
    "no such day": _instead("2020-13-45", *_DATES),
    "date in another order": _instead("31.12.2020", *_DATES),
    "locator of no source": _instead("Zz.P1", *_LOCATORS),
    "locator malformed": _instead("K.7.1", *_LOCATORS),
    "line twice": _twice,
    "list for a text": _list_for_text,
    "text for a mapping": _text_for_list,
    "value missing": _no_value,
}


def found(text: str) -> set[int]:
    """The lines that the report points to."""
    return {p.line for p in examine_text(text)[1]}


def seeded(sheet: Sheet, kind: str, rng: random.Random) -> Seeded | None:
    """Seed one mistake; nothing if the text has no place for it, or it does no harm."""
    try:
        change = KINDS[kind](sheet, rng)
    except (ValueError, IndexError):
        change = None
    if change is None:
        return None
    number, new = change
    lines = [*sheet.lines[:number], new, *sheet.lines[number + 1 :]]
    text = "\n".join(lines)
    place = number + 1 + new.count("\n")
    tree = read_tree(text, "")
    if text == sheet.text or (tree.root == sheet.tree.root and not tree.problems):
        return None
    return Seeded(text, (place,), (kind,))


def several(sheet: Sheet, count: int, rng: random.Random) -> Seeded | None:
    """Seed several mistakes, each on a line of its own and some lines away from the next."""
    changes: dict[int, tuple[str, str]] = {}
    for _ in range(50 * count):
        kind = rng.choice(list(KINDS))
        try:
            change = KINDS[kind](sheet, rng)
        except (ValueError, IndexError):
            continue
        if change is None or any(abs(change[0] - n) < 3 for n in changes):
            continue
        if seeded_alone(sheet, change) is None:
            continue
        changes[change[0]] = (change[1], kind)
        if len(changes) == count:
            break
    if len(changes) < count:
        return None
    out: list[str] = []
    places: list[int] = []
    for n, line in enumerate(sheet.lines):
        new = changes[n][0] if n in changes else line
        out += new.split("\n")
        if n in changes:
            places.append(len(out))
    return Seeded("\n".join(out), tuple(places), tuple(k for _, (_, k) in sorted(changes.items())))


def seeded_alone(sheet: Sheet, change: Change) -> str | None:
    """The text with one change, if it does any harm."""
    number, new = change
    text = "\n".join([*sheet.lines[:number], new, *sheet.lines[number + 1 :]])
    tree = read_tree(text, "")
    harmless = text == sheet.text or (tree.root == sheet.tree.root and not tree.problems)
    return None if harmless else text


def sheets(folder: Path, names: tuple[str, ...]) -> Iterator[Sheet]:
    for name in names:
        yield Sheet((folder / f"{name}.yaml").read_text(encoding="utf-8"))
