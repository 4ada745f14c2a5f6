"""The types of a case, checked by pydantic, and its errors in the words of the format."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from detente.case.checks.checker import Check
from detente.case.checks.shape import fields_at, optional_at
from detente.case.checks.slips import near_keys
from detente.case.fields import DateSyntax
from detente.case.file.origin import Path, at
from detente.case.file.text import MAX_PROBLEMS
from detente.case.model import Case
from detente.case.nearest import nearest

__all__ = ["read_types"]

_WANTED = {
    "string_type": "a text",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "tuple_type": "a list",
    "bool_type": "yes or no",
    "bool_parsing": "yes or no",
}

_FOUND: tuple[tuple[type, str], ...] = ((dict, "a mapping"), (list, "a list"), (str, "a text"))

_FORMS = {
    "key": "a key is letters and digits with a capital first, such as K",
    "iso": "an ISO 3166-1 code is three capitals, such as PRK",
    "case": "the id of a case is small letters, digits and '-', such as korea-2020",
    "date": "a date is 2017, 2017-07, 2017-07-04, or two of them as from/to",
    "time": "a date, or two of them as from/to, with '..' for an end that is open",
    "from": "a date, or two of them between which it lies",
    "until": "a date, or two of them between which it lies",
    "names": "a language is two or three small letters, such as ko",
    "language": "a language is two or three small letters, such as ko",
}


def read_types(check: Check) -> Case | None:
    """Read the tree as a case; take down what stands in the way.

    Call it after the checks of single values: where one of them said already what is wrong with a
    value, nothing is added here.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    """
    _empty(check, check.root, ())
    try:
        return Case.model_validate(check.root)
    except ValidationError as error:
        details = error.errors(include_url=False)
    found = [(_path(check.root, d["loc"]), d) for d in details[: 4 * MAX_PROBLEMS]]
    told = _prefixes(check.touched)
    deeper = _prefixes(path[:-1] for path, _ in found if path)
    for path, detail in found:
        # Of two alternatives the one that got further says what is wrong.
        vague = detail["type"] == "string_type" and path in deeper
        if detail["type"] in ("extra_forbidden", "missing") or not (vague or path in told):
            _report(check, path, detail)
    if check.clean:  # whatever was said before were warnings only
        _report(check, *found[0])
    return None


def _empty(check: Check, part: object, path: Path) -> None:
    """Take down keys that may be left out, and are there without a value: somebody forgot it."""
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for step, value in items:
        here = (*path, step)
        if value is not None:
            _empty(check, value, here)
        elif optional_at(here):
            check.add("DT205", here, f"{_name(here)} has no value", key=True)


def _prefixes(paths: Iterable[Path]) -> set[Path]:
    return {path[:k] for path in paths for k in range(len(path) + 1)}


def _path(root: object, steps: Iterable[str | int]) -> Path:
    """Follow pydantic's steps through the tree, leaving out those that only name a type."""
    path: Path = ()
    for step in steps:
        inside = at(root, path)
        if (isinstance(inside, dict) and step in inside) or (
            isinstance(inside, list) and isinstance(step, int) and step < len(inside)
        ):
            path = (*path, step)
    return path


def _report(check: Check, path: Path, detail: Any) -> None:
    kind = detail["type"]
    if kind == "extra_forbidden":
        _unknown_key(check, path)
    elif kind == "missing":
        _missing(check, path, detail["loc"][-1])
    elif detail["input"] is None:
        check.add("DT205", path, f"{_name(path)} has no value", key=True)
    elif kind == "literal_error":
        _word(check, path, detail)
    elif kind in _WANTED:
        _kind(check, path, detail)
    elif kind == "string_pattern_mismatch":
        _form(check, path, detail)
    elif kind in ("too_short", "too_long"):
        _length(check, path, detail)
    else:
        _value(check, path, detail)


def _unknown_key(check: Check, path: Path) -> None:
    key = str(path[-1])
    near = near_keys(key, fields_at(path[:-1]), _keys(check, path[:-1]))
    owner = f"{_name(path[:-1])} has" if len(path) > 1 else "a case has"
    check.add("DT201", path, f"{owner} no key {key!r}", key=True, value=key, nearest=near)


def _missing(check: Check, path: Path, key: str | int) -> None:
    if isinstance(key, int):
        check.add("DT203", path, f"{_name(path)} needs exactly two names, as [from, to]")
        return
    if (*path, key) in check.broken:
        return  # it is there, but could not be read, and that is said already
    owner = _name(path) if path else "the case"
    check.add("DT202", path, f"{owner} needs the key {key!r}", key=True, value=key)


def _keys(check: Check, path: Path) -> Container[str]:
    here = at(check.root, path)
    return here if isinstance(here, Mapping) else ()


def _word(check: Check, path: Path, detail: Any) -> None:
    value, words = str(detail["input"]), [w for w in re.findall(r"'([^']*)'", detail["ctx"]["expected"]) if w]
    if path == ("format",):
        check.add("DT213", path, f"format {value} is not known; this version reads format 1")
        return
    cause = f"{value!r} is not one of {', '.join(words)}"
    check.add("DT204", path, cause, value=value, nearest=nearest(value, words))


def _kind(check: Check, path: Path, detail: Any) -> None:
    wanted = _WANTED[detail["type"]]
    value = detail["input"]
    if wanted == "yes or no" and isinstance(value, str):
        cause = f"{value!r} is neither yes nor no"
        check.add("DT204", path, cause, value=value, nearest=nearest(value, ("yes", "no", "true", "false")))
        return
    found = next((words for kind, words in _FOUND if isinstance(value, kind)), "something else")
    both = path in (check.path("status_quo"), *[p for p, _ in check.each(("states", "*"))])
    wanted = "a mapping or a text" if both else wanted
    check.add("DT203", path, f"{_name(path)} must be {wanted}; this is {found}")


def _form(check: Check, path: Path, detail: Any) -> None:
    if detail["loc"][-1] == "[key]":
        check.add("DT210", path, f"{path[-1]!r} is no language; {_FORMS['names']}", key=True)
        return
    form = _FORMS.get(str(path[-1]), f"it must match {detail['ctx']['pattern']}")
    check.add("DT210", path, f"{detail['input']!r} has the wrong form: {form}")


def _length(check: Check, path: Path, detail: Any) -> None:
    if detail["type"] == "too_long":
        check.add("DT203", path, f"{_name(path)} needs exactly two names, as [from, to]")
    else:
        check.add("DT205", path, f"{_name(path)} is empty", key=True)


def _value(check: Check, path: Path, detail: Any) -> None:
    """Errors that our own readers raised, and whatever else pydantic may find."""
    error = detail.get("ctx", {}).get("error")
    dated = isinstance(error, DateSyntax) or "date" in detail["type"]
    cause = str(error or detail["msg"])
    if dated and not isinstance(error, DateSyntax):
        cause = f"there is no day {detail['input']}"
    check.add("DT209" if dated else "DT203", path, f"{_name(path)}: {cause}")


def _name(path: Path) -> str:
    """Name a value by its last key, for a sentence."""
    keys = [str(s) for s in path if isinstance(s, str)]
    if not keys:
        return "the case"
    if path and isinstance(path[-1], int):
        return f"item {path[-1] + 1} of {keys[-1]!r}"
    return repr(keys[-1])
