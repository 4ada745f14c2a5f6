"""Checks of what regimes do: rules need levels, levels and votes must be there, effects need statements."""

from __future__ import annotations

from collections.abc import Mapping

from detente.case.checks.checker import Check
from detente.case.checks.declared import Declared
from detente.case.file.origin import Path

__all__ = ["check_regimes"]


def check_regimes(check: Check, declared: Declared) -> None:
    """Take down rules that lead nowhere or can never be met, and effects that nobody can have.

    Parameters
    ----------
    check
        The case; problems are added to it.
    declared
        What the case declares.
    """
    for name, regime in check.section("regimes").items():
        if isinstance(regime, dict):
            path = check.path("regimes", name)
            _levels(check, declared, path, regime)
            for k, rule in enumerate(_items(regime.get("moved"))):
                _rule(check, (*path, "moved", k), rule, regime.get("levels"))
            for k, effect in enumerate(_items(regime.get("effects"))):
                _effect(check, (*path, "effects", k), effect)


def _items(value: object) -> list[Mapping[str, object]]:
    items = value if isinstance(value, list) else []
    return [item if isinstance(item, dict) else {} for item in items]


def _levels(check: Check, declared: Declared, path: Path, regime: Mapping[str, object]) -> None:
    levels = regime.get("levels")
    if isinstance(levels, str) and declared.compared(levels) is None and declared.variables is not None:
        near = declared.options_near(levels, compared=True)
        cause = f"there is no option and no consequence {levels!r}"
        check.add("DT302", (*path, "levels"), cause, value=levels, nearest=near)
    if isinstance(levels, dict) and len(levels) == 1:
        check.add("DT404", (*path, "levels"), f"{path[1]} needs at least two levels", key=True)
    for key in ("moved", "stays"):
        if regime.get(key) and not isinstance(levels, dict):
            cause = f"{path[1]!r} has no levels of its own that could be moved"
            check.add("DT470", (*path, key), cause, key=True, value=key)


def _rule(check: Check, path: Path, rule: Mapping[str, object], levels: object) -> None:
    given = rule.get("from")
    named = [((*path, "to"), rule.get("to")), ((*path, "from"), given)]
    named += [((*path, "from", k), level) for k, level in enumerate(given if isinstance(given, list) else ())]
    for place, level in named:
        if isinstance(level, str) and isinstance(levels, dict) and level not in levels:
            check.unknown("DT303", place, level, levels, f"{path[1]} has no level {level!r}")
    votes, least = rule.get("yes"), rule.get("at_least")
    number = len(votes) if isinstance(votes, dict) else 0
    if isinstance(least, str) and least.isdigit() and not 0 < int(least) <= number:
        cause = f"{least} of {number} cannot be for it"
        check.add("DT471", (*path, "at_least"), cause, value=least)
    if not rule.get("by") and not votes and isinstance(levels, dict):
        regime = check.section("regimes")[str(path[1])]
        if isinstance(regime, dict) and regime.get("stays") in ("yes", "true"):
            check.add(
                "DT472", path, "nobody can bring this about: give sponsors with 'by', or 'yes'", key=True
            )


def _effect(check: Check, path: Path, effect: Mapping[str, object]) -> None:
    preference = check.section("preferences").get(str(effect.get("actor")))
    if isinstance(preference, dict) and not preference.get("statements"):
        cause = f"{effect.get('actor')} has no statements, so nothing can be valued besides"
        check.add("DT453", (*path, "actor"), cause, value=str(effect.get("actor")))
