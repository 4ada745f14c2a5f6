"""Which answers of others count, and when they hurt: what reasons are found by, and checked by."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from detente.stability.standpoint import Standpoint
from detente.stability.witness import Step

__all__ = ["Rule", "harms", "legal", "reached", "reply"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What an actor with some standpoint reckons with after a move of its own.

    Parameters
    ----------
    counts
        Mover, from, to -> whether the move may be part of an answer. ``None``: nobody answers.
    level
        Actor, state -> what the end of an answer may be worth to the actor at most, to deter it in the state.
    escapes
        Whether the actor may leave that end by one more move.
    both
        Whether answers count on both sides: a move is compared with the worst that staying may come to, which
        is one more than the level.
    """

    counts: Callable[[int, int, int], bool] | None
    level: Callable[[int, int], int]
    escapes: bool = False
    both: bool = False


def legal(stand: Standpoint, rule: Rule, i: int, state: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield (mover, target) for every next move of i's opponents that counts; nobody moves twice in a row.

    Parameters
    ----------
    stand
        The game, utilities and views under which actors move; it counts S states, A actors and W worlds.
    rule
        Which moves of the others count.
    i
        The actor that is deterred, from 0 to A - 1.
    state
        The state moved from.
    last
        Who moved last, -1 for nobody.
    """
    if rule.counts is None:
        return
    for j in stand.actors:
        if j not in (i, last):
            for t in stand.game.moves(j, state):
                if rule.counts(j, state, t):
                    yield j, t


def reached(stand: Standpoint, rule: Rule, i: int, start: int) -> Iterator[tuple[int, tuple[Step, ...]]]:
    """Yield every state that the others reach after i has moved to ``start``, nearest first, and a way.

    Parameters
    ----------
    stand
        The game, utilities and views under which actors move; it counts S states, A actors and W worlds.
    rule
        Which moves of the others count.
    i
        The actor that is deterred, from 0 to A - 1.
    start
        The state that it has moved to.
    """
    parent: dict[tuple[int, int], tuple[int, int] | None] = {(start, i): None}
    queue = deque([(start, i)])
    told: set[int] = set()
    while queue:
        state, last = node = queue.popleft()
        for j, t in legal(stand, rule, i, state, last):
            if (t, j) not in parent:
                parent[t, j] = node
                queue.append((t, j))
                if t not in told:
                    told.add(t)
                    yield t, _way(parent, (t, j))


def harms(stand: Standpoint, rule: Rule, i: int, s: int, end: int) -> bool:
    """Whether an end deters i in s, even after i's best reply where that counts.

    Parameters
    ----------
    stand
        The game, utilities and views under which actors move; it counts S states, A actors and W worlds.
    rule
        Which moves of the others count.
    i
        The actor that is deterred, from 0 to A - 1.
    s
        The state that it would move from.
    end
        The state that the answers lead to.
    """
    own, level = stand.utilities[i][:, 0], rule.level(i, s)
    if own[end] > level:
        return False
    return not rule.escapes or all(own[t] <= level for t in stand.game.moves(i, end))


def reply(stand: Standpoint, i: int, end: int) -> Step | None:
    """Return i's best single move from a state, or None if none improves its lot.

    Parameters
    ----------
    stand
        The game, utilities and views under which actors move; it counts S states, A actors and W worlds.
    i
        The actor, from 0 to A - 1.
    end
        The state.
    """
    own, targets = stand.utilities[i][:, 0], list(stand.game.moves(i, end))
    if not targets:
        return None
    best = targets[int(np.argmax([own[t] for t in targets]))]
    return Step(i, end, best) if own[best] > own[end] else None


def _way(parent: dict[tuple[int, int], tuple[int, int] | None], node: tuple[int, int]) -> tuple[Step, ...]:
    steps: list[Step] = []
    while (before := parent[node]) is not None:
        steps.append(Step(node[1], before[0], node[0]))
        node = before
    return tuple(steps[::-1])
