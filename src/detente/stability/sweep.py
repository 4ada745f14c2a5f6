"""The fixpoint: the worst value that the others can force on an actor after its move.

For an actor i the sanction test needs one number for each state: the least value of c over all states
that the others can reach from it by a legal sequence, where c is i's utility, or (if i may answer) the
best that i can still make of the state. Where moves are transitive, legal sequences are plain
reachability, so the number is the least fixpoint of "take the smallest value among the states that
some j != i can move to": the actors' kernels are applied in turn until none lowers anything. Where
they are not, the same fixpoint runs on pairs of a state and the actor who moved last.

Cost: O(sweeps x actors x moves) per actor and concept; no matrix of states by states is ever made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Bools, Classes, Game, Ints
from detente.stability import arcs as by_arcs
from detente.stability import classes as by_classes
from detente.stability import single
from detente.stability.concept import Concept

__all__ = ["FAR", "distances", "reached", "stable_for", "worst_values"]

#: Distance of a state that cannot be reached.
FAR = np.iinfo(np.int32).max // 2

Views = Mapping[int, Mapping[int, Ints]]

#: (A, S, W) whole numbers, or one (S, W) array for each actor, not all of one type.
Values = Ints | Sequence[Ints]


def worst_values(
    game: Game, utilities: Values, concept: Concept, actor: int, views: Views | None = None
) -> Ints:
    """Return (S, W) int32: the worst value that the others can force from each state.

    Parameters
    ----------
    game
        The game.
    utilities
        (A, S, W) whole numbers, or (S, W) for each actor; only comparisons of one actor's values matter.
    concept
        What the others may do, and whether the actor may answer.
    actor
        Index of the actor who looks ahead.
    views
        Viewer -> other -> (S, W) utilities that the viewer believes the other to have; they replace
        the other's own where the viewer judges whether a sanction is credible.
    """
    own: Ints = utilities[actor]
    if not concept.sanctions:
        return own
    floor = _best_reply(game, own, actor) if concept.escapes else own.copy()
    seen = [utilities[j] for j in range(len(game.actors))]
    for other, believed in (views or {}).get(actor, {}).items():
        seen[other] = believed
    others = [j for j in range(len(game.actors)) if j != actor]
    if game.classes is not None:
        return _sweep_classes(game.classes, others, seen, concept.credible, floor)
    return _sweep_arcs(game, actor, others, seen, concept.credible, floor)


def stable_for(game: Game, utilities: Values, actor: int, worst: Ints) -> Bools:
    """Return (S, W) bool: whether each state is stable for the actor, given `worst_values`."""
    own = utilities[actor]
    out = np.empty(own.shape, np.bool_)
    if game.classes is not None:
        c = game.classes[actor]
        if own.shape[1] == 1:
            single.deterred(*_fields(c), own[:, 0], worst[:, 0], out[:, 0])
        else:
            by_classes.deterred(*_fields(c), own, worst, out)
    elif game.arcs is not None:
        a = game.arcs[actor]
        by_arcs.deterred(a.start, a.target, own, worst, out)
    return out


def distances(game: Game, utilities: Values, worst: Sequence[Ints], start: int, legal: bool = False) -> Ints:
    """Return (S, W) int32: fewest undeterred improvements from ``start`` to each state, or `FAR`.

    Parameters
    ----------
    worst
        Per actor the (S, W) values of `worst_values`; with the actors' own utilities in their place
        every unilateral improvement counts as undeterred.
    legal
        Whether nobody may move twice in a row; makes a difference only where moves are not transitive.
    """
    shape = utilities[0].shape
    far = np.full(shape, FAR, np.int32)
    far[start] = 0
    if game.classes is not None:
        _spread_classes(game.classes, utilities, worst, far, start, 1)
        return far
    if not legal:
        _until_still(lambda j: _spread_arcs(game, j, utilities[j], worst[j], far, far), len(game.actors))
        return far
    planes = np.full((len(game.actors) + 1, *shape), FAR, np.int32)
    planes[-1, start] = 0

    def move(j: int) -> int:
        return sum(
            _spread_arcs(game, j, utilities[j], worst[j], planes[k], planes[j])
            for k in _except(len(planes), j)
        )

    _until_still(move, len(game.actors))
    nearest: Ints = planes.min(axis=0)
    return nearest


def reached(game: Game, utilities: Values, worst: Sequence[Ints], start: int) -> Bools:
    """Return (S, W) bool: where undeterred improvements lead from ``start``, at any distance."""
    if game.classes is None:
        return distances(game, utilities, worst, start) < FAR
    far = np.ones(utilities[0].shape, np.uint8)
    far[start] = 0
    _spread_classes(game.classes, utilities, worst, far, start, 0)
    return np.asarray(far == 0, np.bool_)


def _except(count: int, left_out: int) -> list[int]:
    return [k for k in range(count) if k != left_out]


def _until_still(step: Callable[[int], int], movers: int) -> None:
    """Call ``step(0), step(1), ...`` in turn until ``movers`` calls in a row change nothing."""
    still = turn = 0
    while still < movers:
        still = 0 if step(turn) else still + 1
        turn = (turn + 1) % movers


def _best_reply(game: Game, own: Ints, actor: int) -> Ints:
    out = np.empty_like(own)
    if game.classes is not None:
        c = game.classes[actor]
        by_classes.best_reply(*_fields(c), own, out)
    elif game.arcs is not None:
        by_arcs.best_reply(game.arcs[actor].start, game.arcs[actor].target, own, out)
    return out


def _sweep_classes(
    table: tuple[Classes, ...], others: list[int], seen: list[Ints], credible: bool, v: Ints
) -> Ints:
    stamp = np.zeros(len(v), np.int32)
    done = [np.zeros(len(c.start) - 1, np.int32) for c in table]
    now = count(1)

    one = v.shape[1] == 1
    kernels, values = (single, v[:, 0]) if one else (by_classes, v)

    def step(turn: int) -> int:
        j = others[turn]
        c, d = table[j], done[j]
        if not credible:
            return int(kernels.pull(*_fields(c), values, stamp, d, next(now)))
        u = seen[j][:, 0] if one else seen[j]
        return int(kernels.pull_improving(*_fields(c), u, values, stamp, d, next(now)))

    _until_still(step, len(others))
    return v


def _spread_classes(
    table: tuple[Classes, ...],
    utilities: Values,
    worst: Sequence[Ints],
    far: NDArray[Any],
    start: int,
    step: int,
) -> None:
    stamp = np.full(len(far), -1, np.int32)
    stamp[start] = 0
    done = [np.zeros(len(c.start) - 1, np.int32) for c in table]
    now = count(1)

    def move(j: int) -> int:
        fields, clock = _fields(table[j]), next(now)
        return int(by_classes.spread(*fields, utilities[j], worst[j], far, step, stamp, done[j], clock))

    _until_still(move, len(table))


def _fields(c: Classes) -> tuple[Ints, Ints, Ints, Ints, Bools, bool]:
    return c.order, c.start, c.own, c.pattern, c.allowed, c.free


def _sweep_arcs(
    game: Game, actor: int, others: list[int], seen: list[Ints], credible: bool, floor: Ints
) -> Ints:
    """Fixpoint on (last mover, state); the plane of the actor itself is what its own move leads to."""
    assert game.arcs is not None
    table = game.arcs
    planes = np.repeat(floor[None], len(game.actors), axis=0)

    def step(turn: int) -> int:
        k = others[turn]
        a = table[k]
        into = [planes[j] for j in _except(len(planes), k)]
        return sum(int(by_arcs.pull(a.start, a.target, seen[k], credible, planes[k], p)) for p in into)

    _until_still(step, len(others))
    worst: Ints = planes[actor]
    return worst


def _spread_arcs(game: Game, actor: int, u: Ints, v: Ints, source: Ints, into: Ints) -> int:
    assert game.arcs is not None
    a = game.arcs[actor]
    return int(by_arcs.spread(a.start, a.target, u, v, source, into))
