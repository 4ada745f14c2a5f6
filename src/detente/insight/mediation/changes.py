"""What would bring something about, or end it: smallest changes of orders, of one weight, from outside.

Each change is solved again on both sides: without it the goal is missed, with it the goal is met, and where
orders change the reasons are put to the independent checker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case import Alternative, Case, Evidence, alter, hold
from detente.errors import DetenteError
from detente.game import LIMIT
from detente.game.model import Bools
from detente.insight.mediation.central import Central, central, read_condition, where
from detente.insight.mediation.orders import Orders, Search, orders_of, search, solved
from detente.insight.mediation.weights import WeightChange, weight_changes
from detente.stability import assess, certify, explain, resting
from detente.steps import Step

__all__ = ["Bringing", "Outside", "Tipping", "bringing", "swaps"]

Among = Callable[[Central], Bools]


@dataclass(frozen=True, slots=True)
class Outside:
    """A change from outside that meets the goal.

    Parameters
    ----------
    kind
        ``constraint``, ``common_move`` or ``perception`` that is given up, or ``option`` that is held.
    id, level
        Its id, and the level that an option is held at.
    reached
        Whether play that starts from the status quo rests there (for an end: rests in none of them).
    """

    kind: str
    id: str
    level: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Bringing:
    """What would bring something about, or end it, in the central world.

    Parameters
    ----------
    case, choice, concept, target
        What was asked.
    ends
        Whether it shall end, and not come about.
    states
        Number of states that are asked about.
    already
        Whether the goal is met as things are.
    orders
        The search over rankings and priorities; ``None`` if no actor has one.
    weights
        For weights that do it alone: the nearest value, both ways.
    outside
        Changes of constraints, common moves, perceptions and options that do it alone.
    certified
        Whether the verdicts on all ways of orders were put to the independent checker.
    """

    case: str
    choice: str
    concept: str
    target: str
    ends: bool
    states: int
    already: bool
    orders: Search | None
    weights: tuple[WeightChange, ...]
    outside: tuple[Outside, ...]
    certified: bool


@dataclass(frozen=True, slots=True)
class Tipping:
    """What one adjacent swap does to the equilibria.

    Parameters
    ----------
    actor
        Whose order.
    up, down
        What changes places: ``up`` stands above ``down`` then.
    lost, gained
        Names of the states, or their numbers, that cease and begin to last.
    """

    actor: str
    up: tuple[str, ...]
    down: tuple[str, ...]
    lost: tuple[str, ...]
    gained: tuple[str, ...]


def bringing(
    case: Case, target: str, ends: bool = False, choice: str = "", concept: str = "", limit: int = LIMIT
) -> Bringing:
    """Find the smallest changes after which something lasts, or after which it no longer does.

    Parameters
    ----------
    case
        The case.
    target
        Name of a state, id of an outcome class, or a condition. Something of that kind shall last.
    ends
        Whether nothing of that kind shall last instead.
    choice, concept
        Id of a choice that is made, and a stability concept; none, and the case's own, by default.
    limit
        Most states held at once.

    Raises
    ------
    DetenteError, UnknownName
        If the target is none of the three.

    Examples
    --------
    >>> from detente.catalog import load
    >>> found = bringing(load("elmira"), "1", concept="R").orders
    >>> found.distance, found.ways
    (1, ((Swap(actor='local', up=('1',), down=('5',)),),))
    """
    on = central(case, choice, concept, limit)
    among = _target(case, target)
    asked = among(on)
    if not asked.any():
        raise DetenteError(f"no feasible state is {target}")
    orders = orders_of(on)
    found = search(orders, asked, ends) if orders.orders else None
    told = (case.case, choice, on.concept, target, ends, int(asked.sum()))
    already = found.distance == 0 if found else _meets(on, on.utilities, asked, ends)
    if already:
        return Bringing(*told, True, found, (), (), False)
    weights = weight_changes(on, lambda u: _where_met(on, u, asked, ends))
    certified = found is not None and bool(found.ways) and _certified(orders, found, asked, ends)
    outside = tuple(_outside(case, among, ends, choice, on.concept, limit))
    return Bringing(*told, False, found, tuple(weights), outside, certified)


def swaps(case: Case, choice: str = "", concept: str = "", limit: int = LIMIT) -> tuple[Tipping, ...]:
    """Say of each adjacent swap in a ranking or priority which equilibria it costs and brings.

    Parameters
    ----------
    case
        The case.
    choice, concept
        Id of a choice that is made, and a stability concept; none, and the case's own, by default.
    limit
        Most states held at once.
    """
    orders = orders_of(central(case, choice, concept, limit))
    start = orders.start
    every = [start]
    for k, one in enumerate(start):
        for p in range(len(one) - 1):
            every.append((*start[:k], (*one[:p], one[p + 1], one[p], *one[p + 2 :]), *start[k + 1 :]))
    now: Bools | None = None
    told = []
    for standing, found in solved(orders, every):
        lasts = found.equilibria[0]
        if now is None:
            now = lasts
            continue
        k = next(k for k, one in enumerate(standing) if one != start[k])
        p = next(p for p, x in enumerate(standing[k]) if x != p)
        order = orders.orders[k]
        names = order.labels[p + 1], order.labels[p]
        lost, gained = _names(orders.on, now & ~lasts), _names(orders.on, lasts & ~now)
        told.append(Tipping(orders.on.actor(order.actor), *names, lost, gained))
    return tuple(told)


def _names(on: Central, which: Bools) -> tuple[str, ...]:
    return tuple(on.game.names[s] if on.game.names else str(s) for s in np.flatnonzero(which))


def _target(case: Case, text: str) -> Among:
    name = text.strip()
    if name in case.states:
        return lambda on: np.array([n == name for n in on.game.names], np.bool_)
    condition = case.outcomes[name].when if name in case.outcomes else read_condition(case, text)
    return lambda on: where(on.case, on.game, condition)


def _meets(on: Central, utilities: NDArray[Any], among: Bools, ends: bool) -> bool:
    """Whether the goal is met with some utilities, (A, S)."""
    lasts = replace(on, utilities=utilities).assess((on.concept,)).equilibria[0]
    return bool((lasts & among).any()) is not ends


def _where_met(on: Central, utilities: NDArray[Any], among: Bools, ends: bool) -> Bools:
    """Say in which of W worlds the goal is met, with utilities (A, S, W)."""
    lasts = assess(on.game, utilities, (on.concept,), on.views_in(utilities.shape[2])).equilibria[0]
    met: Bools = (lasts & among[:, None]).any(axis=0) != ends
    return met


def _certified(orders: Orders, found: Search, among: Bools, ends: bool) -> bool:
    """Put the verdicts on each way to the checker; it raises if it refuses one."""
    on = orders.on
    for standing in _standings(orders, found):
        u = orders.utilities([standing])[:, :, 0]
        lasts = replace(on, utilities=u).assess((on.concept,)).equilibria[0]
        for s in np.flatnonzero(among):
            witnesses = [explain(on.game, u, on.concept, i, int(s), on.views.get(i)) for i in range(len(u))]
            for i, witness in enumerate(witnesses):
                certify(on.game, u, witness, on.views.get(i))
            if all(w.stable for w in witnesses) != bool(lasts[s]):
                return False
    return True


def _standings(orders: Orders, found: Search) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Yield the orders of each way, from the pairs that change places."""
    for way in found.ways:
        standing = []
        for order in orders.orders:
            name = orders.on.actor(order.actor)
            pairs = {(order.labels.index(s.up), order.labels.index(s.down)) for s in way if s.actor == name}
            # A part stands below as many as are now above it.
            height = [
                sum(
                    (y, x) in pairs if y > x else (x, y) not in pairs
                    for y in range(len(order.labels))
                    if y != x
                )
                for x in range(len(order.labels))
            ]
            standing.append(tuple(int(x) for x in np.argsort(height)))
        yield tuple(standing)


def _outside(
    case: Case, among: Among, ends: bool, choice: str, concept: str, limit: int
) -> Iterator[Outside]:
    variants = list(_variants(case, choice))
    with Step("changes from outside", len(variants)) as step:
        for kind, name, level, make in variants:
            step.on()
            try:
                on = central(make(), choice, concept, limit)
            except DetenteError:  # with this change nothing is feasible
                continue
            asked = among(on)
            if asked.any() and _meets(on, on.utilities, asked, ends):
                start = on.game.status_quo
                rests = resting(on.game, on.utilities, concept, start, on.views).states if start >= 0 else []
                met = any(asked[s] for s in rests) is not ends
                yield Outside(kind, name, level, bool(rests) and met)


def _variants(case: Case, choice: str) -> Iterator[tuple[str, str, str, Callable[[], Case]]]:
    for section in ("constraints", "common_moves", "perceptions"):
        kind = section[:-1]
        for name in getattr(case, section):
            yield kind, name, "", lambda name=name: _without(case, name)  # type: ignore[misc]
    fixed = case.choices[choice].set if choice else {}
    set_by_choices = {o for c in case.choices.values() for o in c.set}
    for option, found in case.options.items():
        if option in fixed or option in set_by_choices:
            continue
        for level in found.levels:
            yield "option", option, level, lambda o=option, v=level: hold(case, {o: v})  # type: ignore[misc]


def _without(case: Case, name: str) -> Case:
    dropped = Alternative(name=name, drop=(name,), evidence=Evidence())
    return alter(case.model_copy(update={"alternatives": {"mediation": dropped}}), "mediation")
