"""Checks of consequences: each state has one of their levels, and values have a unit and are complete."""

from __future__ import annotations

from collections.abc import Mapping

from detente.case.checks.checker import Check
from detente.case.file.origin import Path

__all__ = ["check_consequences"]


def check_consequences(check: Check) -> None:
    """Take down consequences whose levels leave states out, cannot be met, or have no value.

    Parameters
    ----------
    check
        The case; problems are added to it.
    """
    for name, one in check.section("consequences").items():
        levels = one.get("levels") if isinstance(one, dict) else None
        if isinstance(one, dict) and isinstance(levels, dict):
            path = (*check.path("consequences", name), "levels")
            known = {k: v for k, v in levels.items() if isinstance(v, dict)}
            _levels(check, path, known)
            _values(check, path, known, one)


def _levels(check: Check, path: Path, levels: Mapping[str, Mapping[str, object]]) -> None:
    if len(levels) < 2:
        check.add("DT404", path, f"{path[1]} needs at least two levels", key=True)
        return
    *others, last = levels
    for level in others:
        if levels[level].get("when") is None:
            cause = f"{level!r} says not where it holds; only the last level holds otherwise"
            check.add("DT456", (*path, level), cause, key=True, value=level)
    if levels[last].get("when") is not None:
        cause = f"{last!r} is the last level and holds otherwise; it has no condition of its own"
        check.add("DT456", (*path, last, "when"), cause, key=True, value="when")


def _values(
    check: Check, path: Path, levels: Mapping[str, Mapping[str, object]], one: Mapping[str, object]
) -> None:
    lacking = [level for level, said in levels.items() if said.get("value") is None]
    if lacking and len(lacking) < len(levels):
        cause = f"{path[1]} has no value for {', '.join(lacking)}"
        check.add("DT457", (*path, lacking[0]), cause, key=True, value=lacking[0])
    elif lacking and one.get("unit"):
        check.add("DT457", (*path[:-1], "unit"), f"{path[1]} has a unit, but no values", key=True)
