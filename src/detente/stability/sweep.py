"""The fixpoint: the worst value that the others can force on an actor after its move.

For an actor i the sanction test needs one number for each state: the least value of c over all states
that the others can reach from it by a legal sequence, where c is i's utility, or (if i may answer) the
best that i can still make of the state. Where moves are transitive, legal sequences are plain
reachability, so the number is the least fixpoint of "take the smallest value among the states that
some j != i can move to": the actors' kernels are applied in turn until none lowers anything. Where
they are not, the same fixpoint tells apart who moved last.

Improvements without redundant ones are not transitive, even where moves are: of two of them in a row the
whole may be redundant. Improvements that nothing deters are, where moves are: the second of two in a row is
better for its author than the first, so what it can come to is better than where both began.

Cost: O(sweeps x actors x moves) per actor and concept; no matrix of states by states is ever made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import count

import numpy as np

from detente.game.model import Bools, Classes, Ints
from detente.stability.kernels import arcs as by_arcs
from detente.stability.kernels import classes as by_classes
from detente.stability.kernels import single, together
from detente.stability.moves import Listed, plain
from detente.stability.standpoint import Standpoint
from detente.steps import Step

__all__ = ["answered", "best_reply", "fields", "lowest", "moves_of", "until_still"]

Fields = tuple[Ints, Ints, Ints, Ints, Bools, bool]


def lowest(
    stand: Standpoint, actor: int, floor: Ints, credible: bool, worst: Sequence[Ints] | None = None
) -> Ints:
    """Return (S, W): the least of ``floor`` over what the others make of each state; it is written over.

    Parameters
    ----------
    stand
        The game as the actor sees it.
    actor
        Index of the actor who looks ahead.
    floor
        (S, W) what a state is worth to it if nobody moves on.
    credible
        Whether the others make only moves that improve their own lot.
    worst
        Per actor (S, W): then only improvements s -> t with worst(t) better than what the author has in s.
    """
    others = [j for j in stand.actors if j != actor]
    if stand.parts is None and stand.game.classes is not None:
        return _by_classes(stand, stand.game.classes, others, floor, credible, worst)
    return _by_moves(stand, others, floor, credible, worst)


def best_reply(stand: Standpoint, actor: int) -> Ints:
    """Return (S, W): the best that the actor can make of each state by one move, or by none.

    Parameters
    ----------
    stand
        The game, utilities and views under which actors move; it counts S states, A actors and W worlds.
    actor
        Place of the actor, from 0 to A - 1.
    """
    own, game = stand.utilities[actor], stand.game
    out = np.empty_like(own)
    if game.classes is not None and own.shape[1] == 1:
        together.reply(*fields(game.classes[actor]), own[:, 0], out[:, 0])
    elif game.classes is not None:
        by_classes.best_reply(*fields(game.classes[actor]), own, out)
    else:
        moves = moves_of(stand, actor)
        by_arcs.best_reply(moves.start, moves.target, own, out)
    return out


def answered(stand: Standpoint, escapes: bool) -> tuple[Ints, ...] | None:
    """Return per actor (S, 1) the least of what the others' improvements make of each state, in one world.

    All actors are looked at together, which costs little more than one. ``None`` where there are many worlds,
    or moves that are no classes.

    Parameters
    ----------
    stand
        The game as the actors see it.
    escapes
        Whether each may answer with one more move.
    """
    table = stand.game.classes
    narrow = all(u.shape[1] == 1 and np.can_cast(u.dtype, np.int32) for u in stand.utilities)
    if stand.parts is not None or table is None or not narrow:
        return None
    actors = len(table)
    v = np.zeros((len(stand.game), actors + 1), np.int32)
    for i in stand.actors:
        v[:, i] = (best_reply(stand, i) if escapes else stand.utilities[i])[:, 0]
    sorted_ = [stand.once(("falling", j), partial(_falling, stand, table[j], j)) for j in stand.actors]
    done, now = [np.full(len(c.start) - 1, -1, np.int32) for c in table], count(1)

    def step(turn: int) -> int:
        order, level = sorted_[turn]
        rest = fields(table[turn])[1:]
        return int(together.pull_improving(order, *rest, level, turn, v, done[turn], next(now)))

    until_still(step, actors)
    return tuple(np.ascontiguousarray(v[:, i : i + 1]) for i in stand.actors)


def _falling(stand: Standpoint, c: Classes, mover: int) -> tuple[Ints, Bools]:
    order, level = np.empty_like(c.order), np.empty(len(c.order), np.bool_)
    together.falling(c.order, c.start, stand.utilities[mover][:, 0], order, level)
    return order, level


def fields(c: Classes) -> Fields:
    """Return what kernels take of an actor's classes.

    Parameters
    ----------
    c
        The actor's classes.
    """
    return c.order, c.start, c.own, c.pattern, c.allowed, c.free


def moves_of(stand: Standpoint, actor: int) -> Listed:
    """Return an actor's moves one by one.

    Parameters
    ----------
    stand
        The game, utilities and views under which actors move; it counts S states, A actors and W worlds.
    actor
        Place of the actor, from 0 to A - 1.
    """
    return plain(stand.game, actor) if stand.parts is None else stand.parts[actor]


def until_still(step: Callable[[int], int], movers: int) -> None:
    """Call ``step(0), step(1), ...`` in turn until ``movers`` calls in a row change nothing.

    Parameters
    ----------
    step
        Lowers what it can for one mover, and returns how many values fell.
    movers
        How many there are, at least 1.
    """
    still = turn = 0
    with Step("sweeping over states") as sweeps:
        while still < movers:
            still = 0 if step(turn) else still + 1
            turn = (turn + 1) % movers
            sweeps.on()


def _by_classes(
    stand: Standpoint,
    table: tuple[Classes, ...],
    others: list[int],
    v: Ints,
    credible: bool,
    worst: Sequence[Ints] | None,
) -> Ints:
    stamp = np.zeros(len(v), np.int32)
    done = [np.zeros(len(c.start) - 1, np.int32) for c in table]
    now = count(1)
    one = v.shape[1] == 1
    kernels, values = (single, v[:, 0]) if one else (by_classes, v)

    def step(turn: int) -> int:
        j = others[turn]
        clock = stamp, done[j], next(now)
        if not credible:
            return int(kernels.pull(*fields(table[j]), values, *clock))
        u, feared = stand.utilities[j], None if worst is None else worst[j]
        if one:
            u, feared = u[:, 0], None if feared is None else feared[:, 0]
        return int(kernels.pull_improving(*fields(table[j]), u, feared, values, *clock))

    until_still(step, len(others))
    return v


def _by_moves(
    stand: Standpoint, others: list[int], floor: Ints, credible: bool, worst: Sequence[Ints] | None
) -> Ints:
    """Fixpoint that tells apart who moved last; the actor itself never moves, so it sees the least of all."""
    moves = {j: moves_of(stand, j) for j in others}
    who, other = np.full(floor.shape, -1, np.int8), floor.copy()
    stamp, done, now = np.zeros(len(floor), np.int32), dict.fromkeys(others, 0), count(1)

    def step(turn: int) -> int:
        j, clock = others[turn], next(now)
        m, u, feared = moves[j], stand.utilities[j], None if worst is None else worst[j]
        since, done[j] = done[j], clock
        return int(
            by_arcs.pull(
                m.start,
                m.target,
                m.first,
                m.part,
                u,
                credible,
                feared,
                j,
                floor,
                who,
                other,
                stamp,
                since,
                clock,
            )
        )

    until_still(step, len(others))
    return floor
