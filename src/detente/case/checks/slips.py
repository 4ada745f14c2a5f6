"""Slips of keys and of lists that can mean one thing only: reported, and then read as they were meant.

Without this a mistyped key would hide everything below it, and the checks would have to guess for
themselves what it stands for.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace
from itertools import islice
from typing import Any

from detente.case.checks.shape import below, fields_of, kind_of
from detente.case.file.builder import Tree
from detente.case.file.origin import Origin, Path
from detente.case.file.problem import problem
from detente.case.file.text import MAX_PROBLEMS
from detente.case.model import Case
from detente.case.nearest import nearest, unambiguous
from detente.errors import Problem

__all__ = ["near_keys", "straighten"]

#: Changed beginnings of paths: as in the file, and as meant.
Moves = dict[Path, Path]


def straighten(tree: Tree) -> Tree:
    """Return a tree whose slips of keys and lists are put right and taken down as problems.

    Parameters
    ----------
    tree
        A tree as read.

    Returns
    -------
    Tree
        The tree as meant: paths are those of what was meant, places those in the file.
    """
    pass_ = _Pass(tree.origin, tree.broken)
    root = pass_.read(tree.root, Case, (), ())
    if not pass_.moves:
        return tree
    old = tree.origin
    moved = {path: pass_.meant(path) for path in (*old.values, *old.keys)}
    origin = replace(
        old,
        root=root,
        values={moved[p]: mark for p, mark in old.values.items()},
        keys={moved[p]: mark for p, mark in old.keys.items()},
    )
    broken = frozenset(moved.get(p, p) for p in tree.broken)
    return replace(tree, root=root, origin=origin, broken=broken, problems=(*tree.problems, *pass_.problems))


def near_keys(key: str, fields: Iterable[str], given: Container[str]) -> tuple[str, ...]:
    """Return the keys of a part that an unknown key may have been meant for, those that are absent first.

    Parameters
    ----------
    key
        The unknown key.
    fields
        The keys that there are.
    given
        The keys that stand in the file.
    """
    absent = [f for f in fields if f not in given]
    return nearest(key, [*absent, *fields], listed=0) or nearest(key, absent)


class _Pass:
    """One walk over a tree: what was put right, and the problems that it was put right for."""

    def __init__(self, origin: Origin, broken: frozenset[Path]) -> None:
        self.origin, self.broken = origin, broken
        self.moves: Moves = {}
        self.problems: list[Problem] = []

    def read(self, value: object, kind: Any, old: Path, new: Path) -> object:
        """Return a value as it was meant; ``old`` is its path in the file, ``new`` as meant."""
        if isinstance(value, dict):
            if kind_of(kind) == "list" and value.keys() & fields_of(below(kind, 0)).keys():
                self._note(
                    "DT203", old, f"{new[-1]!r} must be a list; a '- ' is missing before its first key"
                )
                return [self._moved(value, below(kind, 0), old, (*new, 0))]
            return self._mapping(value, kind, old, new)
        if isinstance(value, list):
            if kind_of(kind) == "mapping" and _are_parts(value, kind):
                return self._merged(value, kind, old, new)
            return [self.read(v, below(kind, k), (*old, k), (*new, k)) for k, v in enumerate(value)]
        return value

    def meant(self, path: Path) -> Path:
        """Return the path as meant of a path in the file."""
        for k in range(len(path), 0, -1):
            if path[:k] in self.moves:
                return (*self.moves[path[:k]], *path[k:])
        return path

    def _mapping(self, value: dict[str, object], kind: Any, old: Path, new: Path) -> dict[str, object]:
        fields = fields_of(kind)
        right = self._right(value, fields, old) if fields and value.keys() - fields.keys() else {}
        found: dict[str, object] = {}
        for key, inner in value.items():
            meant = right.get(key, key)
            read = self._moved if meant != key else self.read
            found[meant] = read(inner, below(kind, meant) if kind else None, (*old, key), (*new, meant))
        return found

    def _right(self, value: dict[str, object], fields: Iterable[str], old: Path) -> dict[str, str]:
        """Return the unknown keys that can stand for one absent key only."""
        right: dict[str, str] = {}
        absent = [f for f in fields if f not in value]
        for key in islice((k for k in value if k not in set(fields)), len(absent)):
            meant = unambiguous(key, absent)
            if meant and meant not in right.values():
                right[key] = meant
                owner = f"{_name(old)} has" if old else "a case has"
                near = near_keys(key, fields, value)
                self._note("DT201", (*old, key), f"{owner} no key {key!r}", value=key, nearest=near)
        return right

    def _moved(self, value: object, kind: Any, old: Path, new: Path) -> object:
        self.moves[old] = new
        return self.read(value, kind, old, new)

    def _merged(self, value: list[object], kind: Any, old: Path, new: Path) -> dict[str, object]:
        """Read a list of mappings as the one mapping that is wanted."""
        self._note("DT203", old, f"{new[-1]!r} must be a mapping; its keys have no dashes before them")
        found: dict[str, object] = {}
        for k, item in enumerate(value):
            assert isinstance(item, dict)
            here, (first, inner) = (*old, k), next(iter(item.items()))
            beside = inner is None and len(item) > 1 and not fields_of(kind)
            if beside:  # what belongs to the key
                self.moves[(*here, first)] = (*new, first)
                inside = {key: v for key, v in item.items() if key != first}
                found[first] = self._moved(inside, below(kind, first), here, (*new, first))
            else:
                self.moves[here] = new
                found |= self._mapping({k: v for k, v in item.items() if k not in found}, kind, here, new)
        return found

    def _note(self, code: str, path: Path, cause: str, **more: Any) -> None:
        if path not in self.broken and len(self.problems) < MAX_PROBLEMS:
            key = code == "DT201"
            self.problems.append(problem(code, self.origin, path, cause, key=key, **more))


def _are_parts(value: list[object], kind: Any) -> bool:
    """Whether a list can be the parts of one mapping: mappings that begin with keys of their own."""
    keys = [next(iter(item)) for item in value if isinstance(item, dict) and item]
    fields = fields_of(kind)
    return bool(keys) and len(set(keys)) == len(value) and (not fields or set(keys) <= fields.keys())


def _name(path: Path) -> str:
    return next((repr(step) for step in reversed(path) if isinstance(step, str)), "the case")
