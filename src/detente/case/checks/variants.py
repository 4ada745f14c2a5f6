"""Checks of the alternatives of a case: what they drop, hold and choose must be there, and may be held."""

from __future__ import annotations

from collections.abc import Mapping

from detente.case.checks.checker import Check
from detente.case.checks.declared import Declared
from detente.case.file.origin import Path

__all__ = ["check_alternatives"]

#: The sections whose parts an alternative may drop.
_STRUCTURE = ("constraints", "common_moves", "perceptions")


def check_alternatives(check: Check, declared: Declared) -> None:
    """Take down alternatives that change nothing, or what is not there, or what a choice decides.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    declared
        The names that the case declares.
    """
    known = [name for section in _STRUCTURE for name in check.section(section)]
    if all(map(check.usable, _STRUCTURE)):
        for path, name in check.texts(("alternatives", "*", "drop", "#")):
            if name not in known:
                cause = f"there is no constraint, common move or perception {name!r}"
                check.unknown("DT318", path, name, known, cause)
    for path, alternative in check.each(("alternatives", "*")):
        if isinstance(alternative, dict):
            _one(check, declared, path, alternative)


def _one(check: Check, declared: Declared, path: Path, alternative: Mapping[str, object]) -> None:
    if not any(alternative.get(key) for key in ("drop", "hold", "choices")):
        check.add("DT434", path, f"{path[-1]!r} drops, holds and chooses nothing else", key=True)
    told = alternative.get("choices")
    for choice, chosen in told.items() if isinstance(told, dict) else ():
        if check.usable("choices") and choice not in check.section("choices"):
            cause = f"there is no choice {choice!r}"
            every = list(check.section("choices"))
            check.unknown("DT307", (*path, "choices", choice), choice, every, cause, key=True)
        _own(check, declared, (*path, "choices", choice), chosen)
    hold = alternative.get("hold")
    if not isinstance(hold, dict) or not hold:
        return
    if check.section("states"):
        cause = "the case lists its states, so no option can be held"
        check.add("DT435", (*path, "hold"), cause, key=True)
        return
    for name, choice in check.section("choices").items():
        chosen = choice.get("set") if isinstance(choice, dict) else None
        for option, level in chosen.items() if isinstance(chosen, dict) else ():
            variable = declared.variable(option)
            known = variable.levels if variable else None
            if hold.get(option, level) != level and hold[option] in (known or ()):
                cause = (
                    f"the choice {name!r} sets {option} to {level}, so it cannot be held at {hold[option]}"
                )
                check.add("DT433", (*path, "hold", option), cause, value=str(hold[option]))


def _own(check: Check, declared: Declared, path: Path, chosen: object) -> None:
    """Take down options that a choice of the focal actor cannot set, since others decide them."""
    focal = check.value("focal")
    for option in chosen if isinstance(chosen, dict) and focal in (declared.actors or ()) else ():
        if declared.variable(option) and str(option).partition(".")[0] != focal:
            cause = f"{option} is not an option of {focal}, who makes the choice"
            check.add("DT411", (*path, option), cause, key=True, value=str(option))
