"""Game x Clock -> Moves: who can move where, before any numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.case.condition import Tree
from detente.compiled import njit
from detente.dynamics.clock import Clock, Shock
from detente.game import Game
from detente.game.model import Bools, Classes, Ints
from detente.game.truth import Table, evaluate
from detente.readonly import ReadOnly

__all__ = ["Moves", "labels", "moves_of", "where"]


@dataclass(frozen=True, slots=True, eq=False)
class Moves(ReadOnly):
    """Who can move where in a game, made once for all worlds.

    Parameters
    ----------
    game
        The game.
    free
        Actor -> (S,) number of the class of each state, for actors who may change freely.
    listed
        Actor or shock -> (start, target) of its moves, as in `detente.game.Arcs`.
    chance
        Chance option -> (S,) number of the class of each state, and (S,) its level.
    hurried
        Turns on top -> (S,) whether the actor has them there.
    """

    game: Game
    free: Mapping[str, Ints]
    listed: Mapping[str, tuple[Ints, Ints]]
    chance: Mapping[str, tuple[Ints, Ints]]
    hurried: Mapping[str, Bools] = field(default_factory=dict)
    _seen: dict[int, tuple[Ints, NDArray[np.intp]]] = field(default_factory=dict)


def moves_of(game: Game, clock: Clock) -> Moves:
    """Say who can move where: actors by the game's own moves, chance options and shocks by the clock.

    A chance option that the game holds at one level does not move.

    Parameters
    ----------
    game
        The game.
    clock
        Which chance options and shocks there are.
    """
    free: dict[str, Ints] = {}
    listed: dict[str, tuple[Ints, Ints]] = {}
    for i, actor in enumerate(game.actors):
        if game.arcs is not None:
            # Copies can be written to, like all other arrays here, so that kernels are compiled once.
            listed[actor] = game.arcs[i].start.copy(), game.arcs[i].target.copy()
        elif game.classes is not None and game.classes[i].free:
            free[actor] = game.classes[i].group.copy()
        elif game.classes is not None:
            listed[actor] = _listing(game.classes[i])
    chance = {c: _classes(game, game.options.index(c)) for c in clock.chance if c not in game.fixed}
    for shock in clock.shocks:
        listed[shock.id] = _struck(game, shock)
    return Moves(game, free, listed, chance, {h.id: where(game, h.when) for h in clock.hurries})


def where(game: Game, tree: Tree) -> Bools:
    """Return (S,) where a condition holds whose definitions are written out.

    Parameters
    ----------
    game
        The game, with S states.
    tree
        The condition.
    """
    columns = {o: np.ascontiguousarray(game.states[:, k]) for k, o in enumerate(game.options)}
    table = Table(len(game), columns, dict(zip(game.options, game.levels, strict=True)), {})
    return evaluate(tree, table)[0]


def _classes(game: Game, column: int) -> tuple[Ints, Ints]:
    """Number the classes of states that differ only in one option; and give its level in each state."""
    code, size = np.zeros(len(game), np.int64), 1
    for k, names in enumerate(game.levels):
        if k == column:
            continue
        if size > 2**52 // len(names):
            code = np.unique(code, return_inverse=True)[1].astype(np.int64)
            size = int(code.max()) + 1
        code, size = code * len(names) + game.states[:, k], size * len(names)
    group = np.unique(code, return_inverse=True)[1].astype(np.int32)
    return group, game.states[:, column].astype(np.int32)


def _struck(game: Game, shock: Shock) -> tuple[Ints, Ints]:
    """Return (start, target): where a shock leads from each state that it can strike and that it changes."""
    struck = np.ones(len(game), bool) if shock.when is None else where(game, shock.when)
    after = game.states.copy()
    for option, level in shock.set.items():
        k = game.options.index(option)
        after[:, k] = game.levels[k].index(level)
    target = np.arange(len(game), dtype=np.int32)
    before, reached = _codes(game, np.stack([game.states, after]))
    order = np.argsort(before)
    found = order[np.minimum(np.searchsorted(before[order], reached), len(game) - 1)]
    same = before[found] == reached
    target[same] = found[same]
    moved = struck & (target != np.arange(len(game)))
    return np.concatenate(([0], np.cumsum(moved))).astype(np.int32), target[moved]


def _codes(game: Game, states: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Number settings of all options (..., O), the same ones alike."""
    if math.prod(map(len, game.levels)) < 2**62:
        code = np.zeros(states.shape[:-1], np.int64)
        for k, names in enumerate(game.levels):
            code = code * len(names) + states[..., k]
        return code
    rows = np.unique(states.reshape(-1, states.shape[-1]), axis=0, return_inverse=True)[1]
    return rows.reshape(states.shape[:-1]).astype(np.int64)


def _listing(classes: Classes) -> tuple[Ints, Ints]:
    """Write an actor's classes out as moves."""
    fields = (classes.order, classes.start, classes.own, classes.pattern, classes.allowed)
    count = np.zeros(len(classes.group) + 1, np.int32)
    _count(*fields, count)
    start = np.cumsum(count).astype(np.int32)
    target = np.empty(int(start[-1]), np.int32)
    _fill(*fields, start, target)
    return start, target


@njit(cache=True, nogil=True)
def _count(order: Ints, start: Ints, own: Ints, pattern: Ints, allowed: Bools, count: Ints) -> None:
    """Write the number of moves from state s into count[s + 1]."""
    for c in range(len(start) - 1):
        for a in range(start[c], start[c + 1]):
            s = order[a]
            for b in range(start[c], start[c + 1]):
                if a != b and allowed[pattern[s], own[s], own[order[b]]]:
                    count[s + 1] += 1


@njit(cache=True, nogil=True)
def _fill(
    order: Ints, start: Ints, own: Ints, pattern: Ints, allowed: Bools, begin: Ints, target: Ints
) -> None:
    """Write the moves from state s into target[begin[s]:begin[s + 1]]."""
    for c in range(len(start) - 1):
        for a in range(start[c], start[c + 1]):
            s, k = order[a], 0
            for b in range(start[c], start[c + 1]):
                if a != b and allowed[pattern[s], own[s], own[order[b]]]:
                    target[begin[s] + k] = order[b]
                    k += 1


def labels(game: Game, actor: int) -> NDArray[np.int32]:
    """Return (S,) numbers of states that an actor cannot tell apart by its own utility.

    Parameters
    ----------
    game
        The game, with S states.
    actor
        Number of the actor.
    """
    name = game.actors[actor]
    ranks = game.ranks.get(name)
    return game.pattern[actor] if ranks is None else ranks
