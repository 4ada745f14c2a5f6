"""Checks of issues: places on the scale, who takes part, how it is decided, and what it sets."""

from __future__ import annotations

import math
from collections.abc import Mapping

from detente.case.checks.checker import Check
from detente.case.checks.declared import Declared
from detente.case.checks.numbers import meaning
from detente.case.file.origin import Path

__all__ = ["check_issues"]

Given = Mapping[str, object]

#: Ends of the scale.
_LOW, _HIGH = 0.0, 100.0

#: Quantities of an issue, what they are, and their ends.
_RANGES = (
    (("issues", "*", "positions", "*", "at"), "a place on the scale", _HIGH),
    (("issues", "*", "reference"), "a place on the scale", _HIGH),
    (("issues", "*", "written", "at"), "a place on the scale", _HIGH),
    (("issues", "*", "positions", "*", "salience"), "salience", 1.0),
    (("issues", "*", "positions", "*", "capability"), "capability", math.inf),
    (("issues", "*", "decision", "quota"), "a quota", 1.0),
)


def check_issues(check: Check, declared: Declared) -> None:
    """Take down what cannot be meant in the issues of a case.

    Parameters
    ----------
    check
        The case; problems are added to it.
    declared
        What the case declares.
    """
    for pattern, what, most in _RANGES:
        for path, value in check.each(pattern):
            read = meaning(declared, value)
            if read and read.kind != "word" and not 0 <= read.span[0] <= read.span[1] <= most:
                reach = read.span[0] if read.span[0] < 0 else read.span[1]
                ends = "0 or more" if math.isinf(most) else f"from 0 to {most:g}"
                check.add("DT481", path, f"{what} can be {reach:g} here; it must be {ends}", value=str(value))
    for name, issue in check.section("issues").items():
        if isinstance(issue, dict):
            _issue(check, declared, check.path("issues", name), issue)
    _once(check)


def _issue(check: Check, declared: Declared, path: Path, issue: Given) -> None:
    _scale(check, (*path, "scale"), issue.get("scale"))
    positions, decision = issue.get("positions"), issue.get("decision", {})
    if isinstance(positions, dict):
        known = _positions(check, declared, (*path, "positions"), positions)
        if isinstance(decision, dict):
            if known:  # else whoever is missed may be the one misspelt there
                _deciders(check, (*path, "decision"), positions)
            _decision(check, path, issue, positions, decision)
    sets = issue.get("sets")
    if isinstance(sets, dict):
        _sets(check, declared, (*path, "sets"), sets)


def _scale(check: Check, path: Path, scale: object) -> None:
    """Check that the places of a scale are numbers, and that both ends are described."""
    found = set()
    for place in scale if isinstance(scale, dict) else ():
        try:
            found.add(at := float(place))
        except ValueError:
            at = math.nan
        if not _LOW <= at <= _HIGH:
            cause = f"{place!r} is no place on the scale; write a number from 0 to 100"
            check.add("DT481", (*path, place), cause, key=True, value=place)
    lacking = [f"{end:g}" for end in (_LOW, _HIGH) if end not in found]
    if isinstance(scale, dict) and lacking:
        check.add("DT480", path, f"the scale says nothing of {' and '.join(lacking)}", key=True)


def _positions(check: Check, declared: Declared, path: Path, positions: Given) -> bool:
    """Check who takes part; whether all of them are known."""
    known = [*(declared.actors or ()), *check.section("parties")]
    strange = [who for who in positions if who not in known]
    if declared.actors is not None and check.usable("parties"):
        for who in strange:
            check.unknown("DT301", (*path, who), who, known, f"there is no actor or party {who!r}", key=True)
    if len(positions) < 2:
        check.add("DT485", path, "fewer than two have a position, so there is nothing to agree on", key=True)
    return not strange


def _deciders(check: Check, path: Path, positions: Given) -> None:
    """Check that those who propose or veto have a position."""
    for key in ("veto", "proposes"):
        for where, who in check.texts((*map(str, path), key, "#")):
            if who not in positions:
                check.unknown("DT330", where, who, positions, f"{who!r} has no position on the issue")


def _decision(check: Check, path: Path, issue: Given, positions: Given, decision: Given) -> None:
    told = (*path, "decision") if "decision" in issue else path
    by, needs = decision.get("by", "custom"), "veto" in (issue.get("rule"), decision.get("by"))
    told_votes = any(isinstance(p, dict) and p.get("votes") for p in positions.values())
    cause = ""
    if needs and not decision.get("veto") and not decision.get("quota"):
        cause = "nobody can stop the text: give 'veto', or a 'quota' of the votes"
    elif needs and issue.get("reference") is None:
        cause = "who can stop a text must know what stands without it: give 'reference'"
    elif (by == "votes" or decision.get("quota")) and not told_votes:
        cause = "votes decide, and nobody has any: give 'votes' to the positions"
    if cause:
        check.add("DT482", told, cause, key=True)
        return
    for who, position in positions.items() if by != "custom" else ():
        if isinstance(position, dict) and "capability" in position:
            cause = f"{by!r} decides what {who} counts for, so 'capability' means nothing"
            where = (*path, "positions", who, "capability")
            check.add("DT482", where, cause, key=True, value="capability")


def _sets(check: Check, declared: Declared, path: Path, sets: Given) -> None:
    """Check that the parts of the scale belong to the levels of a chance option, and cover it."""
    name, levels = sets.get("chance"), sets.get("levels")
    if declared.chance is None or not isinstance(name, str):
        return
    if name not in declared.chance:
        cause = f"there is no chance option {name!r}"
        check.unknown("DT310", (*path, "chance"), name, declared.chance, cause)
        return
    known = declared.chance[name].levels
    if known is None or not isinstance(levels, dict):
        return
    strange = [level for level in levels if level not in known]
    for level in strange:
        cause = f"{name} has no level {level!r}"
        check.unknown("DT303", (*path, "levels", level), level, known, cause, key=True)
    lacking = [level for level in known if level not in levels]
    if strange:
        return
    if lacking:
        cause = f"no part of the scale is given to {', '.join(lacking)}"
        check.add("DT483", (*path, "levels"), cause, key=True)
        return
    parts = [(q.span, level) for level, v in levels.items() if (q := meaning(declared, v)) is not None]
    if len(parts) == len(levels) == len(known):
        _meet(check, (*path, "levels"), sorted(parts))


def _meet(check: Check, path: Path, parts: list[tuple[tuple[float, float], str]]) -> None:
    end = _LOW
    for (low, high), level in parts:
        if low != end:
            cause = f"the part of {level!r} begins at {low:g}, where the one below it ends at {end:g}"
            check.add("DT483", (*path, level), cause)
            return
        end = high
    if end != _HIGH:
        check.add("DT483", (*path, parts[-1][1]), f"the parts end at {end:g}, and the scale at 100")


def _once(check: Check) -> None:
    """Check that nothing else gives a chance option its probabilities."""
    seen: dict[str, str] = {}
    readings = {str(path[-1]): str(path[1]) for path, _ in check.each(("readings", "*", "chance", "*"))}
    for path, name in check.texts(("issues", "*", "sets", "chance")):
        if name in seen:
            check.add("DT484", path, f"the issue {seen[name]!r} sets {name} already", value=name)
        elif name in readings:
            cause = f"the reading {readings[name]!r} gives probabilities to {name} too"
            check.add("DT484", path, cause, value=name)
        seen.setdefault(name, str(path[1]))
