"""Orders that differ between readings, or that one actor believes of another, written as weighted statements.

A ranking comes to one statement for each named state, weighted by its place from below; a priority order to
one for each condition, the k-th of K weighted 2^(K-k). Under a reading the statements of its order have
their weights, and those of the others none. So the central world, the mean of the readings, is the mean of
these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Protocol

from detente.case.condition import Condition, parse
from detente.case.fields import Part
from detente.case.file.origin import Path
from detente.case.play.actions import Preference, Statement
from detente.case.quantity import Quantity, parse_quantity

__all__ = ["ordered"]

#: Weights have at most so many binary digits before the point.
_BITS = 9


class _Written(Protocol):
    """What is read of a case."""

    @property
    def states(self) -> Mapping[str, Any]: ...
    @property
    def preferences(self) -> Mapping[str, Preference]: ...
    @property
    def readings(self) -> Mapping[str, Any]: ...
    @property
    def perceptions(self) -> Mapping[str, Any]: ...


def ordered(case: _Written, places: dict[Path, Path]) -> dict[str, Mapping[str, Part]]:
    """Return the sections of a case that change where orders differ; none if they do not.

    Parameters
    ----------
    case
        The case.
    places
        Where what is made was made from; it is added to.
    """
    preferences, readings, perceptions = dict(case.preferences), dict(case.readings), dict(case.perceptions)
    for actor, preference in case.preferences.items():
        others = list(_others(case, actor))
        if not others:
            continue
        own = {str(s.when): s for s in preference.weighted}
        base = _weights(case.states, preference)
        orders = [_weights(case.states, order) for _, _, order in others]
        ids = {
            text: own[text].id if text in own else f"{actor}.order.{k}" for k, text in _every(base, *orders)
        }
        made = [_statement(ids[t], t, base.get(t), preference) for t in ids if t not in own]
        for k in range(len(made)):
            places["preferences", actor, "statements", len(preference.statements) + k] = (
                "preferences",
                actor,
            )
        preferences[actor] = preference.model_copy(
            update={"statements": (*preference.statements, *made), "ranking": (), "priority": ()}
        )
        for (section, name, _), order in zip(others, orders, strict=True):
            held = readings if section == "readings" else perceptions
            told = {ids[t]: order.get(t, parse_quantity("0")) for t in ids}
            held[name] = held[name].model_copy(update={"weights": {**held[name].weights, **told}})
    if preferences == case.preferences:
        return {}
    return {"preferences": preferences, "readings": _plain(readings), "perceptions": _plain(perceptions)}


def _others(case: _Written, actor: str) -> Iterator[tuple[str, str, Any]]:
    """Yield section, id and order where readings or viewers order an actor's states otherwise."""
    for name, reading in case.readings.items():
        if actor in reading.preferences:
            yield "readings", name, reading.preferences[actor]
    for name, perception in case.perceptions.items():
        if perception.of == actor and (perception.ranking or perception.priority):
            yield "perceptions", name, perception


def _weights(states: Mapping[str, Any], order: Any) -> dict[str, Quantity]:
    """Condition -> its weight in an order."""
    if order.priority:
        size = len(order.priority)
        spare = max(size - 1 - _BITS, 0)
        texts = [str(c) for c in order.priority]
        return {t: parse_quantity(f"{Decimal(2) ** (size - 1 - k - spare):f}") for k, t in enumerate(texts)}
    if order.ranking:
        size = len(order.ranking)
        tiers = enumerate(order.ranking)
        return {_named(states, n): parse_quantity(str(size - k)) for k, tied in tiers for n in tied}
    return {str(s.when): s.weight for s in getattr(order, "weighted", ())}


def _named(states: Mapping[str, Any], name: str) -> str:
    levels = states.get(name)
    return " and ".join(f"{o} == {x}" for o, x in levels.items()) if isinstance(levels, dict) else "false"


def _every(*orders: Mapping[str, Quantity]) -> Iterator[tuple[int, str]]:
    yield from enumerate(dict.fromkeys(text for order in orders for text in order))


def _statement(name: str, text: str, weight: Quantity | None, preference: Preference) -> Statement:
    when: Condition = parse(text)
    held = parse_quantity("0") if weight is None else weight
    return Statement(id=name, when=when, weight=held, evidence=preference.evidence)


def _plain(parts: Mapping[str, Any]) -> dict[str, Part]:
    """The same without the orders that are written out now."""
    none: dict[str, Any] = {"preferences": {}, "ranking": (), "priority": ()}
    return {
        name: part.model_copy(update={k: v for k, v in none.items() if k in type(part).model_fields})
        for name, part in parts.items()
    }
