"""The central world in fractions, for whoever checks what was found in whole numbers.

Nothing of `detente.worlds.draw` is used: weights are read from the case as fractions and added as fractions.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from detente.case.grain import grain, shares
from detente.case.model import Case, Statement
from detente.case.quantity import Quantity
from detente.game.model import Game
from detente.worlds.draw import Worlds

__all__ = ["exact"]

Fractions = NDArray[np.object_]
Believed = dict[int, dict[int, Fractions]]


def exact(case: Case, game: Game, worlds: Worlds) -> tuple[Fractions, Believed]:
    """Return the utilities of the central world as fractions.

    Parameters
    ----------
    case, game
        The case, and the game whose states are asked about.
    worlds
        World 0 is looked at for actors whose means of ranges or readings are no fractions, or had to be
        rounded: of these, what is held is what is meant.

    Returns
    -------
    utilities
        (A, S) `Fraction`; ranks for an explicit ranking.
    believed
        Viewer -> other -> (S,) what the viewer believes of the other.
    """
    own = [_weights(case, k, worlds, {}) for k in range(len(game.actors))]
    rows = [
        np.array([Fraction(int(r)) for r in game.ranks[a]], object)
        if a in game.ranks
        else _sums(game, k, own[k])
        for k, a in enumerate(game.actors)
    ]
    believed: Believed = {}
    for viewer, other in worlds.perceived:
        weights = _weights(case, other, worlds, _misperceived(case, viewer, other), viewer)
        believed.setdefault(viewer, {})[other] = _sums(game, other, weights)
    return np.array(rows, object).reshape(len(rows), len(game)), believed


def _misperceived(case: Case, viewer: int, other: int) -> dict[str, Quantity]:
    actors = list(case.actors)
    pair = (actors[viewer], actors[other], "")
    held = [p for p in case.perceptions.values() if (p.viewer, p.of, p.by) == pair]
    return {s: q for p in held for s, q in p.weights.items()}


def _weights(
    case: Case, actor: int, worlds: Worlds, instead: Mapping[str, Quantity], viewer: int = -1
) -> list[Fraction]:
    name = list(case.actors)[actor]
    preference = case.preferences.get(name)
    if preference is not None and preference.priority:
        return [Fraction(2) ** k for k in range(len(preference.priority))][::-1]
    if not grain(case, name).exact:
        held = worlds.weights[actor] if viewer < 0 else worlds.perceived[viewer, actor]
        return [Fraction(round(w * worlds.units[actor]), worlds.units[actor]) for w in held[:, 0].tolist()]
    return [_weight(case, s, instead) for s in case.statements(name)]


def _weight(case: Case, statement: Statement, instead: Mapping[str, Quantity]) -> Fraction:
    if statement.id in instead:
        return _mean(case, instead[statement.id])
    stated = [r.weights.get(statement.id, statement.weight) for r in case.readings.values()]
    parts = shares(case)
    if all(q is statement.weight for q in stated) or parts is None:
        return _mean(case, statement.weight)
    return sum((part * _mean(case, q) for part, q in zip(parts, stated, strict=True)), Fraction(0))


def _mean(case: Case, quantity: Quantity) -> Fraction:
    mean = case.resolve(quantity).exact
    assert mean is not None  # `Grain.exact` says so
    return mean


def _sums(game: Game, actor: int, weights: list[Fraction]) -> Fractions:
    """(S,) sums of the weights of the statements that hold in each state."""
    sums = [
        sum((w for w, holds in zip(weights, row, strict=True) if holds), Fraction(0))
        for row in game.patterns[actor].tolist()
    ]
    return np.array(sums, object)[game.pattern[actor]]
