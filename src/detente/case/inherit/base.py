"""The case that a case extends: found by its id, read, and completed by what that one extends itself."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

from detente.case.checks.shape import FORM
from detente.case.checks.slips import straighten
from detente.case.file.builder import Tree
from detente.case.file.problem import problem
from detente.case.file.text import MAX_BYTES
from detente.case.file.yaml import read_tree
from detente.case.inherit.merge import merged
from detente.case.nearest import nearest
from detente.errors import Problem
from detente.files import read_bytes

__all__ = ["completed"]

_FILE = "case.yaml"


def completed(tree: Tree, seen: Iterable[str] = ()) -> Tree:
    """Return a tree with everything that it inherits; the same tree if it extends nothing.

    Slips of keys are put right in each file by itself, before one is laid over the other. A case is found by
    its id: ``ID.yaml`` or ``ID/case.yaml`` in the folder of the file, ``../ID/case.yaml``, or a shipped case.

    Parameters
    ----------
    tree
        A tree as read of a file.
    seen
        Files that were read on the way here.
    """
    if not isinstance(tree.root, dict) or "extends" not in tree.root:
        return tree
    tree = straighten(tree)
    name = tree.root["extends"] if isinstance(tree.root, dict) else None
    if not isinstance(name, str) or not name:
        return tree  # the type of the key says so
    here = Path(tree.origin.file)
    seen = (*seen, os.path.realpath(here))
    file = next((f for f in _places(here, name) if f.is_file() and os.path.realpath(f) != seen[-1]), None)
    if file is None:
        known = (*_around(here), *_shipped())
        return _refused(tree, "DT324", f"there is no case {name!r} here or among the shipped ones", known)
    if os.path.realpath(file) in seen:
        return _refused(tree, "DT403", f"{name} leads back to this case")
    try:
        base = completed(straighten(read_tree(read_bytes(file, MAX_BYTES), str(file), FORM)), seen)
    except OSError as error:
        return _refused(tree, "DT324", f"{file} cannot be read: {error.strerror or error}")
    if not isinstance(base.root, dict):
        return replace(tree, root=None, problems=(*tree.problems, *base.problems))
    return merged(base, tree)


def _refused(tree: Tree, code: str, cause: str, known: Iterable[str] = ()) -> Tree:
    """Return a tree that cannot be used: what it inherits is not known, so nothing more is said of it."""
    name = str(tree.root["extends"]) if isinstance(tree.root, dict) else ""
    found: Problem = problem(
        code, tree.origin, ("extends",), cause, value=name, nearest=nearest(name, known, listed=0)
    )
    return replace(tree, root=None, problems=(*tree.problems, found))


def _places(here: Path, name: str) -> Iterator[Path]:
    if not name.replace("-", "").replace("_", "").isalnum():
        return  # an id, never a path
    folder = here.parent
    yield from (folder / f"{name}.yaml", folder / name / _FILE, folder.parent / name / _FILE)
    yield Path(str(resources.files("detente").joinpath("catalog", name, _FILE)))


def _around(here: Path) -> list[str]:
    """Names of cases in the folder of a file."""
    return [f.stem for f in sorted(here.parent.glob("*.yaml")) if f.name != here.name]


def _shipped() -> list[str]:
    folders = resources.files("detente").joinpath("catalog").iterdir()
    return sorted(f.name for f in folders if f.is_dir() and f.joinpath(_FILE).is_file())
