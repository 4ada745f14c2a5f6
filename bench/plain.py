"""The sweep in plain numpy, with the same layout: the peer that the compiled kernels must beat."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.game import Classes, Game

Ints = NDArray[np.int32]
TOP = np.iinfo(np.int32).max


def table(classes: Classes) -> Ints:
    """Return (C, M) the members of each class, padded with the index of a state that does not exist."""
    sizes = np.diff(classes.start)
    padded = np.full((len(sizes), sizes.max()), len(classes.order), np.int32)
    column = np.arange(len(classes.order)) - np.repeat(classes.start[:-1], sizes)
    padded[np.repeat(np.arange(len(sizes)), sizes), column] = classes.order
    return padded


def worst_values(game: Game, u: Ints, concept: str, actor: int, tables: list[Ints]) -> Ints:
    """Return (S + 1, W) the worst value that the others can force; all moves are taken to be free."""
    floor = u[actor].copy()
    if concept in ("SMR", "SSEQ"):
        own = tables[actor]
        floor[own] = np.where(own[:, :, None] < len(game), u[actor][own], -TOP).max(axis=1)[:, None]
    floor[-1] = TOP
    others = [j for j in range(len(game.actors)) if j != actor]
    still = turn = 0
    while still < len(others):
        before = floor.copy()
        _pull(floor, u[others[turn]], tables[others[turn]], concept in ("SEQ", "SSEQ"))
        still = still + 1 if (before == floor).all() else 0
        turn = (turn + 1) % len(others)
    return floor


def _pull(v: Ints, u: Ints, members: Ints, credible: bool) -> None:
    if not credible:
        v[members] = v[members].min(axis=1)[:, None]
        v[-1] = TOP
        return
    width = members.shape[1]
    for a in range(width):
        best = v[members[:, a]]
        mine = u[members[:, a]]
        for b in range(width):
            if a != b:
                np.minimum(best, np.where(u[members[:, b]] > mine, v[members[:, b]], TOP), out=best)
        v[members[:, a]] = best
        v[-1] = TOP


def pad(u: Ints) -> Ints:
    """Give every actor the state that does not exist, worth least."""
    return np.concatenate([u, np.full((len(u), 1, u.shape[2]), -TOP, np.int32)], axis=1)


def stable(game: Game, u: Ints, concept: str, actor: int, tables: list[Ints]) -> NDArray[np.bool_]:
    """Return (S, W) bool."""
    v = u[actor] if concept == "R" else worst_values(game, u, concept, actor, tables)
    own, members = u[actor], tables[actor]
    out = np.ones_like(own, dtype=bool)
    for a in range(members.shape[1]):
        s = members[:, a]
        for b in range(members.shape[1]):
            t = members[:, b]
            if a != b:
                out[s] &= ~((own[t] > own[s]) & (v[t] > own[s]) & (t < len(game))[:, None])
    return out[:-1]
