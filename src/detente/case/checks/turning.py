"""Checks of dated turns: whose rates they multiply, and that their windows are windows."""

from __future__ import annotations

from collections.abc import Mapping

from detente.case.checks.checker import Check
from detente.case.checks.numbers import day
from detente.case.file.origin import Path

__all__ = ["check_turns"]

#: Days of a year, on the whole.
_YEAR = 365.25


def check_turns(check: Check) -> None:
    """Take down turns that concern nobody, shocks that are not there, and windows that overlap."""
    shocks = {name: None for _, name in check.texts(("clock", "shocks", "#", "id"))}
    for path, name in check.texts(("clock", "turns", "#", "shocks", "#")):
        if name not in shocks:
            check.unknown("DT326", path, name, shocks, f"there is no shock {name!r}")
    for path, turn in check.each(("clock", "turns", "#")):
        if isinstance(turn, dict):
            _window(check, path, turn)
            if not turn.get("actors") and not turn.get("shocks"):
                cause = f"{turn.get('id')!r} names neither actors nor shocks, so it changes nothing"
                check.add("DT458", path, cause, key=True)


def _window(check: Check, path: Path, turn: Mapping[str, object]) -> None:
    first, last = day(turn.get("from")), day(turn.get("to"))
    if not first or not last:
        return
    if last <= first:
        cause = f"the window ends on {last}, and begins on {first}"
        check.add("DT438", (*path, "to"), cause, value=str(last))
    every = turn.get("every")
    try:
        again = float(every) if isinstance(every, str) else None
    except ValueError:
        return
    if again is not None and again * _YEAR <= (last - first).days:
        cause = f"the window lasts {(last - first).days:,} days, and comes again after {every} years"
        check.add("DT438", (*path, "every"), cause, value=str(every))
