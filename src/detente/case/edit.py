"""Changing a case file: only the nodes that are meant, checked before the file is replaced."""

from __future__ import annotations

import copy
import unicodedata
from collections.abc import Mapping
from pathlib import Path as FilePath

from detente.case.file.origin import Origin, Path, at
from detente.case.file.problem import problem_at
from detente.case.file.splice import change
from detente.case.file.text import BREAK, decode
from detente.case.file.writing import Value, plain
from detente.case.file.yaml import MAX_BYTES, read_tree
from detente.case.inherit import stated
from detente.case.model import Case
from detente.case.nearest import unambiguous
from detente.case.read import examine, examine_text
from detente.errors import CaseError, Problem
from detente.files import read_bytes, write_atomically

__all__ = ["FIXABLE", "edit", "fix"]

#: Rules whose problems are put right by taking the one nearest name.
FIXABLE = frozenset(
    {"DT201", "DT204", "DT206", "DT207", "DT208"}
    | {"DT301", "DT302", "DT303", "DT304", "DT305", "DT306", "DT307", "DT309", "DT310", "DT311"}
    | {"DT318", "DT319", "DT320", "DT330"}
)


def edit(path: str | FilePath, changes: Mapping[Path, Value | None]) -> Case:
    """Change single values of a case file; comments, order and quotes stay as they are.

    The new text is read again before it takes the old one's place: it must hold exactly the
    changed values and be a usable case.

    Parameters
    ----------
    path
        The file.
    changes
        Path -> new value. A path may end in a new key, or in the place after the last item of a
        list; ``None`` takes the value away. Of a case that extends another the paths are those of the
        whole: what it inherits is stated in its own file, and the other is never changed.

    Returns
    -------
    Case
        The case as changed.

    Raises
    ------
    CaseError
        If the file cannot be read, or would not be a usable case any more; it is left as it was.
    UnknownName
        If a path leads nowhere.
    """
    file = FilePath(path)
    text = _text(file)
    wanted = copy.deepcopy(_root(text, str(path)))
    for path_, value in changes.items():
        where, new = stated(text, str(path), path_, None if value is None else plain(value))
        text = change(text, where, new)
        _set(wanted, where, new)
    if _root(text, str(path)) != wanted:
        raise ValueError("these changes cannot be written without touching other values")
    case, problems = examine_text(text, str(path))
    if case is None:
        raise CaseError(problems)
    write_atomically(file, text)
    return case


def fix(path: str | FilePath) -> tuple[Problem, ...]:
    """Correct the slips that have one correction only, and return what was corrected.

    A name or key is corrected if exactly one valid name is nearest to it, one or two letters away; an
    encoding with a mark is turned into UTF-8, and characters of no width and turns of the direction of
    writing are taken out. A correction that would not make an error go away is not made.

    Parameters
    ----------
    path
        The case file.
    """
    file = FilePath(path)
    (text, fixed), hopeless = _legible(file), set[tuple[int, str, str]]()
    # A key that is put right may bring to light what is wrong below it, so look again.
    while found := _corrected(text, str(path), hopeless):
        text = found[0]
        fixed.append(found[1])
    if fixed:
        write_atomically(file, text)
    return tuple(fixed)


def _legible(file: FilePath) -> tuple[str, list[Problem]]:
    """Return the text of a file as UTF-8 and without what cannot be seen, and what was done for that."""
    data = _data(file)
    text, found = decode(data)
    if not text or any(code not in ("DT103", "DT105") for code, _, _ in found):
        return _text(file), []
    lines, ends = BREAK.split(text), BREAK.findall(text)
    origin, fixed = Origin(str(file), tuple(lines), None, {}, {}), list[Problem]()
    for code, (line, column, end), cause in reversed(found):
        kept = lines[line - 1]
        if code == "DT105" and unicodedata.category(kept[column - 1]) != "Cf":
            continue  # what a control character stands for is not known
        if code == "DT105":
            lines[line - 1] = kept[: column - 1] + kept[end - 1 :]
        fixed.append(problem_at(code, origin, (line, column, end), cause))
    return "".join(map("".join, zip(lines, [*ends, ""], strict=True))), fixed[::-1]


def _corrected(text: str, name: str, hopeless: set[tuple[int, str, str]]) -> tuple[str, Problem] | None:
    """Return the text with one slip corrected, and the slip."""
    problems = examine_text(text, name)[1]
    for problem in problems:
        sign = (problem.line, problem.value, problem.cause)
        meant = _meant(problem)
        written = problem.excerpt[problem.column - 1 : problem.end - 1]
        if problem.file != name or not meant or written != problem.value or sign in hopeless:
            continue
        new = _written(text, problem, meant)
        if _errors(examine_text(new, name)[1]) < _errors(problems):
            return new, problem
        hopeless.add(sign)
    return None


def _meant(problem: Problem) -> str:
    """Return the one thing that a slip can stand for, or an empty text."""
    if problem.code == "DT207" and problem.value[-1:].isdigit():  # a range or a decimal in another hand
        return problem.nearest[0] if len(problem.nearest) == 1 else ""
    return unambiguous(problem.value, problem.nearest) if problem.code in FIXABLE else ""


def _written(text: str, problem: Problem, meant: str) -> str:
    lines = text.splitlines(keepends=True)
    line = lines[problem.line - 1]
    lines[problem.line - 1] = line[: problem.column - 1] + meant + line[problem.end - 1 :]
    return "".join(lines)


def _errors(problems: tuple[Problem, ...]) -> int:
    return sum(p.severity == "error" for p in problems)


def _text(file: FilePath) -> str:
    """Read a file with its line ends as they are."""
    try:
        return _data(file).decode("utf-8")
    except UnicodeDecodeError:
        raise CaseError(examine(file)[1]) from None


def _data(file: FilePath) -> bytes:
    try:
        return read_bytes(file, MAX_BYTES)
    except OSError:
        raise CaseError(examine(file)[1]) from None


def _root(text: str, name: str) -> object:
    tree = read_tree(text, name)
    if tree.problems:
        raise CaseError(tree.problems)
    return tree.root


def _set(root: object, path: Path, value: object) -> None:
    parent, step = at(root, path[:-1]), path[-1]
    if isinstance(parent, list) and isinstance(step, int):
        parent[step : step + 1] = [] if value is None else [value]
    elif isinstance(parent, dict) and value is None:
        parent.pop(step, None)
    elif isinstance(parent, dict):
        parent[str(step)] = value
