"""Where a case that extends another can say something itself that it inherits."""

from __future__ import annotations

from detente.case.file.builder import Tree
from detente.case.file.origin import Path, at
from detente.case.file.yaml import read_tree
from detente.case.inherit.base import completed
from detente.errors import UnknownName

__all__ = ["stated"]


def stated(text: str, name: str, path: Path, value: object) -> tuple[Path, object]:
    """Return path and value of a change in a case's own file, from the path in the whole case.

    Parameters
    ----------
    text, name
        The case's own file, and what it is called.
    path
        Path of the whole case, what it inherits included.
    value
        What is to stand there; ``None`` takes it away.

    Returns
    -------
    Path, object
        The same, if the case extends nothing or says it itself. Otherwise the value in as many mappings, and
        items with their ids, as the file needs to say it.

    Raises
    ------
    UnknownName
        If what is inherited has no id that it could be called by, or is to be taken away.
    """
    own = read_tree(text, name)
    if not isinstance(own.root, dict) or not own.root.get("extends"):
        return path, value
    whole = completed(own)
    places = {mark: p for p, mark in own.origin.values.items()}
    known = len(path)
    while known and (found := _here(whole, places, path[:known], len(own.origin.lines))) is None:
        known -= 1
    start: Path = () if not known else found or ()
    rest = path[known:]
    if len(rest) > 1 or (rest and isinstance(rest[0], int)):
        if value is None:
            raise UnknownName("value of its own at", ".".join(map(str, path)))
        for k in range(len(path) - 1, known, -1):
            value = _inside(whole, path[: k + 1], value)
        if isinstance(rest[0], int):
            items = at(own.root, start)
            return (*start, len(items) if isinstance(items, list) else 0), _item(
                whole, path[: known + 1], value
            )
        rest = rest[:1]
    return (*start, *rest), value


def _here(whole: Tree, places: dict[tuple[int, int, int, int], Path], path: Path, lines: int) -> Path | None:
    """Return the path in the own file of what stands at a path of the whole, if it stands there."""
    mark = whole.origin.values.get(path)
    return places.get(mark) if mark is not None and mark[0] < lines else None


def _inside(whole: Tree, path: Path, value: object) -> object:
    """Return a value inside the mapping, or the list, that its path ends in."""
    step = path[-1]
    return [_item(whole, path, value)] if isinstance(step, int) else {step: value}


def _item(whole: Tree, path: Path, value: object) -> object:
    """Return an item that says of an inherited one, by its id, what is changed in it."""
    item = at(whole.root, path)
    if not isinstance(item, dict) or "id" not in item:
        raise UnknownName("value of its own at", ".".join(map(str, path)))
    return {"id": item["id"], **value} if isinstance(value, dict) else value
