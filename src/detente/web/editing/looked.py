"""What is wrong with a text, which statements a form shows of it, and what may be written in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from detente.brief.ground.judgements import judgement
from detente.brief.words.naming import actor_name
from detente.case import Case, Statement, examine_text
from detente.case.file.builder import Tree
from detente.case.file.origin import Path, at
from detente.case.file.splice import change
from detente.case.file.yaml import read_tree
from detente.case.inherit import completed, stated
from detente.errors import DetenteError, Problem, UnknownName
from detente.paper.english import capital

__all__ = ["changed", "looked"]

Plain = dict[str, Any]


def looked(text: str, name: str, known: Case) -> Plain:
    """Look at a text that is being written.

    Parameters
    ----------
    text
        The text.
    name
        What its file is called.
    known
        The case as it was last usable, for what may be written while the text is not.

    Returns
    -------
    dict
        ``problems``; ``form``, the statements of each actor, ``None`` if the text has no form at all;
        ``offers``, what may be written.
    """
    case, problems = examine_text(text, name)
    tree = completed(read_tree(text, name))
    usable = case or known
    return {
        "problems": [_problem(p) for p in problems if p.file in (name, "")],
        "elsewhere": [str(p.cause) for p in problems if p.file not in (name, "")],
        "form": None if tree.root is None else list(_form(tree, usable)),
        "offers": _offers(usable),
    }


def _problem(p: Problem) -> Plain:
    """Return a problem with what may be put in its place."""
    written = p.excerpt[p.column - 1 : p.end - 1]
    fits = bool(p.value) and written == p.value
    return {**p.to_dict(), "fixes": list(p.nearest) if fits else []}


def _form(tree: Tree, usable: Case) -> Iterator[Plain]:
    found = at(tree.root, ("preferences",))
    preferences: dict[str, object] = found if isinstance(found, dict) else {}
    known = {s.id: (a, s) for a in usable.actors for s in usable.statements(a)}
    for actor in preferences:
        path: Path = ("preferences", actor, "statements")
        listed = at(tree.root, path)
        if isinstance(listed, list):
            rows = [_row(tree, (*path, k), item, usable, known) for k, item in enumerate(listed)]
            name = capital(actor_name(usable, actor)) if actor in usable.actors else actor
            yield {"actor": actor, "name": name, "path": list(path), "statements": rows}


def _row(
    tree: Tree, path: Path, item: object, usable: Case, known: dict[str, tuple[str, Statement]]
) -> Plain:
    told = item if isinstance(item, dict) else {}
    id_, when = str(told.get("id") or ""), _said(told.get("when"))
    found = known.get(id_)
    return {
        "path": list(path),
        "id": id_,
        "words": capital(judgement(usable, found[1])) if found else id_,
        "when": when,
        "weight": _said(told.get("weight")),
        "lines": _lines(tree, path),
    }


def _said(value: object) -> str:
    return value if isinstance(value, str) else ""


def _lines(tree: Tree, path: Path) -> list[int]:
    """Return the first and the last line of a value, from 1; nothing if it stands in another file."""
    mark = tree.origin.values.get(path)
    return [] if mark is None else [mark[0] + 1, mark[2] + 1]


def _offers(case: Case) -> Plain:
    """Return what may be written: names of options with their levels, words of the scales, other names."""
    ids = [s.id for a in case.actors for s in case.statements(a)]
    kinds: dict[str, Iterable[str]] = {
        "actor": case.actors,
        "choice": case.choices,
        "outcome": case.outcomes,
        "reading": case.readings,
        "definition": case.definitions,
        "source": case.sources,
        "statement": ids,
    }
    return {
        "options": {o: list(found.levels) for o, found in case.variables().items()},
        "scale": list(case.scales),
        "names": [{"label": name, "detail": kind} for kind, names in kinds.items() for name in names],
    }


def changed(text: str, name: str, path: Path, value: object) -> str:
    """Return a text with one value changed; comments, order and quotes stay as they are.

    Parameters
    ----------
    text, name
        The text, and what its file is called.
    path
        Where the value stands, or is to stand.
    value
        Texts, lists and mappings of them; ``None`` takes the value away.

    Raises
    ------
    DetenteError
        If there is no such place.
    """
    tree = read_tree(text, name)
    if tree.root is None:
        raise DetenteError("the text has to be readable before a form can change it")
    try:
        where, new = stated(text, name, path, value)
        return change(text, where, new)
    except UnknownName as error:
        raise DetenteError(f"this cannot be changed here: {error}") from None
