"""Problems as text for people, as JSON for programs and as SARIF for code hosts and editors."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from detente.case.file.rules import RULES
from detente.errors import Problem

__all__ = ["SHOWN", "as_json", "as_sarif", "as_text"]

#: Most problems shown as text.
SHOWN = 50

# Characters that would move the cursor, colour the terminal or turn the direction of writing.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_text(problems: Iterable[Problem], *, shown: int = SHOWN, width: int = 100) -> str:
    r"""Return problems with their lines and a caret under what is wrong.

    Parameters
    ----------
    problems
        In the order in which they are to be shown.
    shown
        Most problems shown; how many more there are is said.
    width
        Longer lines are cut around the caret.

    Examples
    --------
    >>> from detente.case.read import examine_text
    >>> print(as_text(examine_text("format: 1\nformat: 1\n", "a.yaml")[1][:1]))
    a.yaml:1:1: error DT202 missing-key: the case needs the key 'case'
      1 | format: 1
        | ^^^^^^
    <BLANKLINE>
    1 error
    """
    problems = list(problems)
    parts = [_text(p, width) for p in problems[:shown]]
    more = len(problems) - shown
    if more > 0:
        parts.append(f"... and {more} more")
    return "\n\n".join([*parts, _count(problems)])


def as_json(problems: Iterable[Problem]) -> str:
    """Return problems as JSON: an object with ``errors``, ``warnings`` and the list ``problems``.

    Parameters
    ----------
    problems
        The problems, in the order of the file.
    """
    problems = list(problems)
    wrong = sum(p.severity == "error" for p in problems)
    table = {
        "errors": wrong,
        "warnings": len(problems) - wrong,
        "problems": [p.to_dict() for p in problems],
    }
    return json.dumps(table, ensure_ascii=False, indent=2)


def as_sarif(problems: Iterable[Problem]) -> str:
    """Return problems as a SARIF 2.1.0 log, with a description of every rule.

    Parameters
    ----------
    problems
        The problems, in the order of the file.
    """
    from detente.version import VERSION

    driver = {"name": "detente", "version": VERSION, "rules": [_rule(code) for code in RULES]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(p) for p in problems],
    }
    log = {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _text(problem: Problem, width: int) -> str:
    place = f"{problem.file}:{problem.line}:{problem.column}"
    lines = [f"{place}: {problem.severity} {problem.code} {problem.name}: {_seen(problem.cause)}"]
    if problem.excerpt.strip():
        number = f"{problem.line:>3}"
        excerpt, caret = _clip(problem, width)
        lines += [f"{number} | {excerpt}", f"{' ' * len(number)} | {caret}"]
    if hint := _hint(problem.nearest):
        lines.append(f"      {hint}")
    return "\n".join(lines)


def _hint(nearest: Sequence[str]) -> str:
    if len(nearest) == 1:
        return f"did you mean {nearest[0]}?"
    return f"nearest: {', '.join(nearest)}" if nearest else ""


def _count(problems: Sequence[Problem]) -> str:
    wrong = sum(p.severity == "error" for p in problems)
    odd = len(problems) - wrong
    parts = [f"{n} {word}{'s' * (n > 1)}" for n, word in ((wrong, "error"), (odd, "warning")) if n]
    return ", ".join(parts) or "no problems"


def _clip(problem: Problem, width: int) -> tuple[str, str]:
    """Return the line and the caret below it, both cut to a width in terminal cells."""
    text = problem.excerpt
    first, last = problem.column - 1, max(problem.end - 1, problem.column)
    start, stop = 0, len(text)
    if _cells(text) > width:
        start = max(0, min(first - width // 4, len(text) - 1))
        stop = start
        while stop < len(text) and _cells(text[start : stop + 1]) <= width - 2:
            stop += 1
    before, after = "…" * (start > 0), "…" * (stop < len(text))
    indent = len(before) + _cells(text[start:first])
    caret = max(_cells(text[first : min(last, stop)]), 1)
    return before + _seen(text[start:stop]).rstrip() + after, " " * indent + "^" * caret


def _cells(text: str) -> int:
    """Return how many cells of a terminal a text fills."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _seen(text: str) -> str:
    """Put a sign in place of what a terminal would act on."""
    return _UNSEEN.sub(lambda m: "→" if m[0] == "\t" else "\ufffd", text)


def _rule(code: str) -> dict[str, Any]:
    rule = RULES[code]
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.says},
        "help": {"text": f"For example: {rule.fix}"},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(problem: Problem) -> dict[str, Any]:
    from urllib.parse import quote

    place: dict[str, Any] = {"artifactLocation": {"uri": quote(problem.file.replace("\\", "/"))}}
    if problem.line:
        place["region"] = {
            "startLine": problem.line,
            "startColumn": problem.column,
            "endColumn": problem.end,
            "snippet": {"text": problem.excerpt},
        }
    hint = _hint(problem.nearest)
    return {
        "ruleId": problem.code,
        "ruleIndex": list(RULES).index(problem.code),
        "level": problem.severity,
        "message": {"text": f"{problem.cause}; {hint}" if hint else problem.cause},
        "locations": [{"physicalLocation": place}],
        "properties": {"value": problem.value, "nearest": list(problem.nearest)},
    }
