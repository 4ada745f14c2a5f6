"""Reading a case: every problem at once, or a `Case`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path as FilePath

from detente.case.checks.checker import Check, begin
from detente.case.checks.conditions import check_conditions, unused_definitions
from detente.case.checks.declared import collect
from detente.case.checks.evidence.diagonal import check_ratings
from detente.case.checks.identifiers import check_identifiers, check_scripts
from detente.case.checks.links import check_links
from detente.case.checks.logic import check_logic
from detente.case.checks.names import check_names
from detente.case.checks.numbers import check_numbers
from detente.case.checks.play.bargained import check_issues
from detente.case.checks.play.following import check_consequences
from detente.case.checks.play.packages import check_packages
from detente.case.checks.play.ruling import check_regimes
from detente.case.checks.play.wishes import check_wishes
from detente.case.checks.shape import FORM
from detente.case.checks.spoken import check_languages, check_marks, check_phrases
from detente.case.checks.timed import check_time
from detente.case.checks.typed import read_types
from detente.case.checks.variants import check_alternatives
from detente.case.file.origin import Origin
from detente.case.file.problem import problem_at
from detente.case.file.text import MAX_BYTES
from detente.case.file.yaml import read_tree
from detente.case.grain import check_grain
from detente.case.inherit import completed
from detente.case.model import Case
from detente.errors import CaseError, Problem
from detente.files import opened

__all__ = ["digest", "examine", "examine_text", "load", "loads"]

Examined = tuple[Case | None, tuple[Problem, ...]]


def load(path: str | FilePath) -> Case:
    """Read a case file.

    Parameters
    ----------
    path
        The file; files that it builds on are found beside it.

    Raises
    ------
    CaseError
        With every problem of the file, sorted by line.
    """
    return _or_raise(examine(path))


def loads(text: str | bytes, name: str = "<text>") -> Case:
    """Read a case from a text.

    Parameters
    ----------
    text
        What a case file would hold.
    name
        What to call it in messages.

    Raises
    ------
    CaseError
        With every problem of the text, sorted by line.
    """
    return _or_raise(examine_text(text, name))


def examine(path: str | FilePath) -> Examined:
    """Read a case file and return the case, if it can be used, and everything there is to say of it.

    Nothing that the file may hold makes this raise; a file that cannot be read is a problem too.

    Parameters
    ----------
    path
        The file; files that it builds on are found beside it.

    Returns
    -------
    case : Case or None
        ``None`` if something is wrong that keeps it from being used.
    problems : tuple of Problem
        Sorted by line; a case that can be used may have some too.
    """
    name = str(path)
    try:
        with opened(path) as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        cause = f"cannot be read: {error.strerror or error}"
        origin = Origin(name, (), None, {}, {})
        return None, (problem_at("DT101", origin, (1, 1, 2), cause, value=name),)
    return examine_text(data, name)


def examine_text(text: str | bytes, name: str = "<text>") -> Examined:
    """Like `examine`, for a text.

    Parameters
    ----------
    text
        What stands in a file; bytes in UTF-8.
    name
        What problems call it; files that it builds on are looked for from there.

    Returns
    -------
    case : Case or None
        As from `examine`.
    problems : tuple of Problem
        As from `examine`.
    """
    tree = completed(read_tree(text, name, FORM))
    if tree.root is None:
        return None, _sorted(tree.problems)
    check = begin(tree)
    case = _check(check)
    if case is not None:
        case._origin = replace(check.origin, made=case._places)
    return case, _sorted(check.problems)


def digest(case: Case) -> str:
    """Return the BLAKE2b-128 of what a case says, hexadecimal.

    Comments, quotes and layout do not count; the order of options and levels does, since the
    numbering of states follows it.

    Parameters
    ----------
    case
        The case, with what it builds on.

    Returns
    -------
    str
        32 characters.
    """
    text = json.dumps(case.to_dict(), ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _check(check: Check) -> Case | None:
    declared = collect(check)
    if "format" in check.root and next(iter(check.root)) != "format":
        check.add("DT214", check.path("format"), "'format' is not the first key", key=True)
    check_identifiers(check)
    check_conditions(check, declared)
    check_names(check, declared)
    check_links(check, declared)
    check_logic(check, declared)
    check_packages(check, declared)
    check_consequences(check)
    check_regimes(check, declared)
    check_wishes(check, declared)
    check_numbers(check, declared)
    check_alternatives(check, declared)
    check_time(check, declared)
    check_issues(check, declared)
    check_languages(check)
    check_marks(check)
    case = read_types(check)
    if check.clean:  # what follows would only echo an error
        if case is not None:
            check_grain(check, case)
        unused_definitions(check, declared)
        check_scripts(check)
        check_ratings(check)
        check_phrases(check)
    return case if check.clean else None


def _sorted(problems: list[Problem] | tuple[Problem, ...]) -> tuple[Problem, ...]:
    order = {file: k for k, file in enumerate(dict.fromkeys(p.file for p in problems))}
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (order[p.file], p.line, p.column, p.code)))


def _or_raise(examined: Examined) -> Case:
    case, problems = examined
    if case is None:
        raise CaseError(problems)
    return case
