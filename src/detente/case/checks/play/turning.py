"""Checks of dated turns: whose rates they multiply, and that their windows are windows."""

from __future__ import annotations

from collections.abc import Mapping

from detente.case.checks.checker import Check
from detente.case.checks.declared import Declared
from detente.case.checks.numbers import day, meaning
from detente.case.file.origin import Path

__all__ = ["check_turns"]

#: Days of a year, on the whole.
_YEAR = 365.25


def check_turns(check: Check, declared: Declared) -> None:
    """Take down turns that concern nobody, shocks that are not there, and windows that overlap.

    Parameters
    ----------
    check
        The case; problems are added to it.
    declared
        What the case declares.
    """
    shocks = {name: None for _, name in check.texts(("clock", "shocks", "#", "id"))}
    for path, name in check.texts(("clock", "turns", "#", "shocks", "#")):
        if name not in shocks:
            check.unknown("DT326", path, name, shocks, f"there is no shock {name!r}")
    for path, turn in check.each(("clock", "turns", "#")):
        if isinstance(turn, dict):
            _turn(check, declared, path, turn)
            _window(check, path, turn)


def _turn(check: Check, declared: Declared, path: Path, turn: Mapping[str, object]) -> None:
    """Check what a turn needs: somebody, one number, a window or a condition, and both ends of a window."""
    name = repr(turn.get("id"))
    shocks, when = turn.get("shocks"), turn.get("when")
    if not turn.get("actors") and not shocks:
        check.add("DT458", path, f"{name} names neither actors nor shocks, so it changes nothing", key=True)
    given = [key for key in ("factor", "per_year") if turn.get(key) is not None]
    if len(given) != 1:
        said = "both factor and per_year" if given else "neither factor nor per_year"
        check.add("DT459", (*path, *given[1:]), f"{name} has {said}; give one of them", key=True)
    lone = [
        key
        for key, other in (("from", "to"), ("to", "from"), ("every", "from"))
        if key in turn and other not in turn
    ]
    if lone or not ("from" in turn or "to" in turn or when is not None):
        cause = f"{name} needs a window with from and to, or a condition"
        check.add("DT459", (*path, *lone[:1]), cause, key=True)
    if shocks and (when is not None or "per_year" in given):
        cause = f"{name} gives shocks a condition or a rate, which they have themselves"
        check.add("DT459", (*path, "shocks"), cause, key=True)
    factor = meaning(declared, turn.get("factor"))
    if when is not None and factor and factor.span[0] < 1:
        cause = f"a factor can be {factor.span[0]:g} here; with a condition it must be 1 or more"
        check.add("DT441", (*path, "factor"), cause)


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
