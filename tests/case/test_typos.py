"""One-edit typos over all keys and names of a rich case: found on the right line, at the right column,
with the right name suggested.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

from detente.case import examine_text
from detente.case.checks.checker import ACTORS, CHOICES, CONDITIONS, LEVELS, QUANTITIES, Pattern
from detente.case.checks.shape import fields_at
from detente.case.condition import RESERVED
from detente.case.file.origin import Path, at
from detente.case.file.yaml import read_tree
from detente.errors import Problem

CASES = ("rich", "graph-form", "named-states")
#: Keys that refer to something declared elsewhere.
KEYS_IN_USE: tuple[Pattern, ...] = (
    *((*pattern, "*") for pattern in LEVELS),
    ("preferences", "*"),
    ("arcs", "*"),
    ("options", "*"),  # the owner
    ("chance", "*", "probabilities", "*"),
    ("readings", "*", "weights", "*"),
    ("readings", "*", "chance", "*"),
    ("readings", "*", "chance", "*", "*"),
    ("perceptions", "*", "weights", "*"),
)

#: Values that are names or words.
VALUES_IN_USE: tuple[Pattern, ...] = (
    *ACTORS,
    *CHOICES,
    *((*pattern, "*") for pattern in LEVELS),
    ("status_quo",),
    ("options", "*", "moves", "only", "#", "#"),
    ("arcs", "*", "#", "#"),
    ("preferences", "*", "ranking", "#"),
    ("preferences", "*", "ranking", "#", "#"),
    ("sources", "*", "derived_from", "#"),
    ("concept",),
    ("options", "*", "moves"),
    ("options", "*", "moves", "kind"),
    ("options", "*", "ordered"),
    ("preferences", "*", "statements", "#", "modality"),
    ("claims", "*", "modality"),
    *QUANTITIES,  # where they are words
)

DECLARED: tuple[Pattern, ...] = (
    ("actors", "*"),
    ("options", "*"),
    ("options", "*", "levels", "*"),
    ("states", "*"),
    ("definitions", "*"),
    ("scales", "*"),
    ("choices", "*"),
    ("sources", "*"),
    ("chance", "*"),
)

WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z][A-Za-z0-9_-]*)?")


@dataclass(frozen=True)
class Place:
    """A word of a case, where it stands (zero-based), and what kind of word it is."""

    word: str
    line: int
    column: int
    kind: str


def matches(path: Path, pattern: Pattern) -> bool:
    return len(path) == len(pattern) and all(
        p == s or (p == "*" and isinstance(s, str)) or (p == "#" and isinstance(s, int))
        for p, s in zip(pattern, path, strict=True)
    )


def words(text: str) -> Iterator[Place]:
    """Yield every key of the format and every name in use, with its place in the text."""
    origin = read_tree(text, "").origin
    for path, mark in origin.keys.items():
        if path[-1] in fields_at(path[:-1]):
            yield Place(str(path[-1]), mark[0], mark[1], "key")
        elif any(matches(path, p) for p in KEYS_IN_USE):
            yield Place(
                str(path[-1]).partition(".")[0] if path[0] == "options" else str(path[-1]), *mark[:2], "name"
            )
    for path, mark in origin.values.items():
        value = at(origin.root, path)
        if not isinstance(value, str) or mark[0] != mark[2] or mark[3] - mark[1] != len(value):
            continue
        if any(matches(path, p) for p in VALUES_IN_USE) and re.fullmatch(r"[A-Za-z][\w .-]*", value):
            yield Place(value, *mark[:2], "name")
        if any(matches(path, p) for p in CONDITIONS):
            for found in WORD.finditer(value):
                if found[0] not in RESERVED | {"least", "most"}:
                    yield Place(found[0], mark[0], mark[1] + found.start(), "in a condition")


def typo(word: str, rng: random.Random) -> str:
    """Drop, add or change a letter, or swap two."""
    while True:
        k, letter = rng.randrange(len(word)), rng.choice(string.ascii_lowercase)
        dropped = word[:k] + word[k + 1 :]
        added = word[:k] + letter + word[k:]
        changed = word[:k] + letter + word[k + 1 :]
        swapped = word[:k] + word[k + 1 : k + 2] + word[k] + word[k + 2 :]
        new = rng.choice([dropped, added, changed, swapped])
        if new != word and WORD.fullmatch(new.replace(" ", "_")) and new.count(".") == word.count("."):
            return new


def with_typo(text: str, place: Place, new: str) -> str:
    lines = text.split("\n")
    line = lines[place.line]
    assert line[place.column :].startswith(place.word), (line, place)
    lines[place.line] = line[: place.column] + new + line[place.column + len(place.word) :]
    return "\n".join(lines)


def column_is_right(problem: Problem, place: Place, new: str) -> bool:
    """Whether the caret begins at the word, or at the part of it after the dot."""
    return problem.column - 1 == place.column and problem.end - problem.column == len(new)


def read(name: str) -> str:
    return (FilePath(__file__).parent / "good" / f"{name}.yaml").read_text(encoding="utf-8")


def test_typos_are_found_where_they_stand() -> None:
    rng, total, lines, columns, suggestions, missed = random.Random(2020), 0, 0, 0, 0, []
    for text in map(read, CASES):
        valid = {p.word for p in words(text)} | set(WORD.findall(text))
        for place in words(text):
            new = typo(place.word, rng)
            if new in valid:  # no typo, but another name
                continue
            problems = examine_text(with_typo(text, place, new))[1]
            here = [p for p in problems if p.line == place.line + 1]
            column = any(column_is_right(p, place, new) for p in here)
            suggested = any(place.word in p.nearest for p in here)
            total, lines = total + 1, lines + bool(here)
            columns, suggestions = columns + column, suggestions + suggested
            if not (here and column and suggested):
                missed.append(f"line {place.line + 1} {place.kind}: {place.word} -> {new}")
    figures = f"{total} typos: line {lines}, column {columns}, name {suggestions}"
    print(figures, *missed, sep="\n")
    assert total >= 300, figures
    assert lines == total, figures
    assert columns >= 0.95 * total, figures
    assert suggestions >= 0.85 * total, figures


def declarations(text: str) -> Iterator[Place]:
    """Yield names where they are declared, if they are used elsewhere."""
    origin = read_tree(text, "").origin
    used = {p.word for p in words(text) if p.kind != "key"}
    for path, mark in origin.keys.items():
        declares = any(matches(path, p) for p in DECLARED)
        if declares and path[-1] in used and path[-1] not in fields_at(path[:-1]):
            yield Place(str(path[-1]), *mark[:2], "declared")


def test_typos_in_declarations_are_found_where_the_name_is_used() -> None:
    rng, total, found = random.Random(2020), 0, 0
    for text in map(read, CASES):
        for place in declarations(text):
            new = typo(place.word, rng)
            problems = examine_text(with_typo(text, place, new))[1]
            total += 1
            owners = {new.partition(".")[0], place.word.partition(".")[0]}
            found += any({new, *owners} & set(p.nearest) for p in problems)
    assert total >= 25
    assert found >= 0.95 * total, f"{found} of {total}"
