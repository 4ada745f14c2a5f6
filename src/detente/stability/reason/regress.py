"""Which answers count at an order, worked out move by move; shares no code with what computes verdicts.

From a state on, all improvements are listed that improvements lead to. Then order after order: what the
others may make of each state is found by walking back from the worst states over pairs of state and last
mover.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from detente.stability.orders import EVEN, ODD
from detente.stability.reason.finding import considered
from detente.stability.standpoint import Standpoint

__all__ = ["regress"]

#: Mover, from, to.
Move = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Known:
    states: frozenset[int]
    counts: frozenset[Move]


def regress(stand: Standpoint, order: int) -> Callable[[int, int, int], bool]:
    """Return which moves count as answers at an order.

    Parameters
    ----------
    stand
        The game of one world as somebody sees it.
    order
        1 or more, or one of the limits.
    """
    known: list[_Known] = []

    def answers(j: int, s: int, t: int) -> bool:
        """Whether a move counts; what has been worked out for one state holds for all that follow on it."""
        found = next((k for k in known if s in k.states), None)
        if found is None:
            moves = _improvements(stand, s)
            found = _Known(frozenset({s, *(m[2] for m in moves)}), _counting(stand, moves, order))
            known.append(found)
        return (j, s, t) in found.counts

    return answers


def _improvements(stand: Standpoint, start: int) -> frozenset[Move]:
    moves: set[Move] = set()
    todo, seen = [start], {start}
    while todo:
        s = todo.pop()
        for j in stand.actors:
            for t in considered(stand, j, s):
                moves.add((j, s, t))
                if t not in seen:
                    seen.add(t)
                    todo.append(t)
    return frozenset(moves)


def _counting(stand: Standpoint, moves: frozenset[Move], order: int) -> frozenset[Move]:
    """Return the moves that are undeterred at the order before the one that is asked for."""
    by_order = [moves]
    while by_order[-1] not in by_order[-3:-1:2] and len(by_order) != order:
        by_order.append(_undeterred(stand, moves, by_order[-1]))
    if len(by_order) == order:
        return by_order[-1]
    # From here on the last two come in turn.
    last, odd = len(by_order) - 1, {EVEN: 1, ODD: 0}.get(order, (order - 1) % 2)
    return by_order[last if last % 2 == odd else last - 1]


def _undeterred(stand: Standpoint, moves: frozenset[Move], answers: frozenset[Move]) -> frozenset[Move]:
    found: set[Move] = set()
    for i in stand.actors:
        mine = [m for m in moves if m[0] == i]
        if mine:
            u = [int(x) for x in stand.utilities[i][:, 0]]
            worst = _worst(u, {m[2] for m in mine}, [m for m in answers if m[0] != i])
            found |= {m for m in mine if worst[m[2]] > u[m[1]]}
    return frozenset(found)


def _worst(u: list[int], targets: Iterable[int], answers: list[Move]) -> dict[int, int]:
    """What the others may make of each target: the least u at the end of a legal sequence of answers."""
    into: dict[int, list[Move]] = {}
    for m in answers:
        into.setdefault(m[2], []).append(m)
    begun: dict[Move, int] = {}
    for end in sorted(into, key=lambda s: u[s]):
        todo = [m for m in into[end] if m not in begun]
        while todo:
            m = todo.pop()
            if m not in begun:
                begun[m] = u[end]
                todo += [b for b in into.get(m[1], ()) if b[0] != m[0]]
    found = {t: u[t] for t in targets}
    for (_, s, _), value in begun.items():
        if s in found:
            found[s] = min(found[s], value)
    return found
