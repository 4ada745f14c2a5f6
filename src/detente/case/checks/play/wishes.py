"""Checks of what a preference says beyond its order: how strong it is."""

from __future__ import annotations

from detente.case.checks.checker import Check, Pattern
from detente.case.checks.conditions import check_condition
from detente.case.checks.declared import Declared
from detente.case.checks.logic import check_ranking
from detente.case.file.origin import Path
from detente.case.quantity import QuantitySyntax, parse_quantity

__all__ = ["check_wishes"]


#: Texts that are each a named state, or a condition that stands for several.
_PLACES: tuple[Pattern, ...] = (("preferences", "*", "unknown", "#", "#"),)


def check_wishes(check: Check, declared: Declared) -> None:
    """Take down what cannot be meant beyond the order of a preference.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    declared
        The names that the case declares.
    """
    for path, preference in check.each(("preferences", "*")):
        if isinstance(preference, dict) and isinstance(preference.get("strength"), list):
            _strength(check, declared, (*path, "strength"), preference)
    _degrees(check, declared)
    _orders(check, declared)
    for path, _ in check.each(("preferences", "*", "attitudes", "*")):
        if declared.actors is not None and (name := str(path[-1])) not in declared.actors:
            check.unknown("DT301", path, name, declared.actors, f"there is no actor {name!r}", key=True)
    for path, text in check.texts(*_PLACES):
        if text in (declared.states or ()):
            continue
        if declared.options:
            check_condition(check, declared, path, text)
        elif declared.states is not None:
            check.unknown("DT309", path, text, declared.states, f"there is no named state {text!r}")


def _orders(check: Check, declared: Declared) -> None:
    """Take down orders under readings and perceptions that cannot be meant."""
    patterns = (("readings", "*", "preferences", "*"), ("perceptions", "*"))
    for path, order in ((p, o) for pattern in patterns for p, o in check.each(pattern)):
        if not isinstance(order, dict):
            continue
        if path[0] == "readings" and declared.actors is not None and path[-1] not in declared.actors:
            cause = f"there is no actor {path[-1]!r}"
            check.unknown("DT301", path, str(path[-1]), declared.actors, cause, key=True)
        given = [k for k in ("weights", "ranking", "priority") if order.get(k)]
        if len(given) != 1 and not (order.get("unseen") and not given):
            check.add("DT492", path, "exactly one order is needed here", key=True)
        ranking = order.get("ranking")
        if isinstance(ranking, list) and ranking:
            check_ranking(check, declared, (*path, "ranking"), ranking)
            if not declared.options:
                check.add("DT492", (*path, "ranking"), "a second ranking needs a case with options", key=True)
        actor = str(order.get("of") if path[0] == "perceptions" else path[-1])
        own = check.section("preferences").get(actor)
        if given != ["weights"] and isinstance(own, dict) and own.get("strength"):
            check.add(
                "DT492",
                path,
                f"the order of {actor} has degrees of strength, so it is the only one",
                key=True,
            )


def _degrees(check: Check, declared: Declared) -> None:
    """Take down degrees between states that there are not, and what lies outside of 0 to 1."""
    for pattern in (("preferences", "*", "degrees", "*"), ("preferences", "*", "degrees", "*", "*")):
        for path, _ in check.each(pattern):
            if (name := str(path[-1])) not in (declared.states or ()):
                cause = f"there is no named state {name!r}"
                check.unknown("DT309", path, name, declared.states or (), cause, key=True)
    bounded = [("preferences", "*", k) for k in ("threshold", "alpha", "beta", "gamma")]
    for path, text in check.texts(("preferences", "*", "degrees", "*", "*"), *bounded):
        try:
            low, high = parse_quantity(text).span
        except (QuantitySyntax, ValueError):
            continue
        least = 1e-12 if path[-1] == "threshold" else 0
        if low < least or high > 1:
            check.add("DT491", path, f"{text} does not lie from 0 to 1", value=text)


def _strength(check: Check, declared: Declared, path: Path, preference: dict[str, object]) -> None:
    given = preference["strength"]
    assert isinstance(given, list)
    if preference.get("ranking"):
        _below(check, declared, path, given)
        return
    whole = bool(preference.get("priority"))
    last: float | None = None
    for k, text in enumerate(given):
        if not isinstance(text, str) or (number := _number(text, whole)) is None or number <= 0:
            kind = "a whole number above 0" if whole else "a number above 0"
            check.add("DT490", (*path, k), f"{text!r} is not {kind}", value=str(text))
            return
        if last is not None and (number >= last if whole else number <= last):
            cause = f"{text} does not come after {given[k - 1]}; degrees go from weak to strong"
            check.add("DT490", (*path, k), cause, value=text)
        last = number
    most = preference.get("priority")
    if isinstance(most, list) and last is not None and float(str(given[0])) > len(most):
        cause = f"there are only {len(most)} conditions"
        check.add("DT490", (*path, 0), cause, value=str(given[0]))


def _below(check: Check, declared: Declared, path: Path, given: list[object]) -> None:
    for k, names in enumerate(given):
        for j, name in enumerate(names if isinstance(names, list) else [names]):
            where = (*path, k, j) if isinstance(names, list) else (*path, k)
            if isinstance(name, str) and declared.states is not None and name not in declared.states:
                cause = f"there is no named state {name!r}"
                check.unknown("DT309", where, name, declared.states, cause)


def _number(text: str, whole: bool) -> float | None:
    try:
        return int(text) if whole else float(text)
    except ValueError:
        return None
