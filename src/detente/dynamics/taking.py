"""How probable it is that a condition has held for as long as something takes: a railway, a treaty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.dynamics.block import Block
from detente.dynamics.calendar import cut
from detente.dynamics.chain.generator import Generator
from detente.dynamics.chain.uniformization import ERROR, last_step, poisson
from detente.game.model import Bools

__all__ = ["PARTS", "taken"]

Floats = NDArray[np.float64]

#: Parts of what is done one after the other: the time it takes varies by half of its mean (1 / sqrt(PARTS)).
PARTS = 4


def taken(
    block: Block, takes: float, by: float, masks: Sequence[Bools], opens: float = 0.0, parts: int = PARTS
) -> Floats:
    """Return how probable it is that something is done by a date, if a condition must hold until it is.

    Work goes on while the condition holds and is lost when it ends. It has parts of the same length on
    average, each over at any time with the same rate, so that its length is gamma distributed: the method of
    stages (Cox 1955, A use of complex probabilities in the theory of stochastic processes).

    Parameters
    ----------
    block
        The chains of W worlds.
    takes
        Years of work without a break, on average; above 0.
    by
        Years from the start to the deadline.
    masks
        Per game (S,): where the condition holds.
    opens
        Years from the start to when work may begin.
    parts
        How many parts it has; the more, the nearer to exactly ``takes`` years.

    Returns
    -------
    array
        (W,) probabilities, each with an error of at most `ERROR` for each stage of the track.
    """
    held = [m[0] for m in block.seen([m[None] for m in masks])]
    stages = cut(block.track.stages, opens)
    start = block.start()
    done, before = [start, *(np.zeros_like(start) for _ in range(parts - 1))], 0
    for k, stage in enumerate(stages):
        if stage.begin >= by:
            break
        end = min(by, stages[k + 1].begin) if k + 1 < len(stages) else by
        mask, pace = held[stage.game], parts / takes if stage.begin >= opens else 0.0
        done = _lost([block.enter(stage, x, before) for x in done], mask)
        done = _worked(block.chain(stage.chain), done, mask, pace, end - stage.begin)
        before = stage.game
    left: Floats = sum(x.sum(axis=0) for x in done)
    return np.clip(1 - left, 0, 1)


def _lost(done: list[Floats], mask: Bools) -> list[Floats]:
    """Bring what was begun back to nothing where the condition does not hold."""
    for x in done[1:]:
        done[0][~mask] += x[~mask]
        x[~mask] = 0
    return done


def _worked(chain: Generator, done: list[Floats], mask: Bools, pace: float, years: float) -> list[Floats]:
    """Follow (S, W) distributions by how many parts are done, through some years."""
    total = chain.rate + pace
    last = last_step(float((total * years).max()), ERROR / 2)
    weights = poisson(total * years, last)
    moved, worked = chain.rate / total, pace / total
    out = [weights[0] * x for x in done]
    for k in range(1, last + 1):
        after = _lost([moved * chain.forth(x) for x in done], mask)
        after[0][~mask] += worked * done[0][~mask]
        for j in range(1, len(done)):
            after[j][mask] += worked * done[j - 1][mask]
        done = after
        for sum_, x in zip(out, done, strict=True):
            sum_ += weights[k] * x
    return out
