"""How often a set of states is entered and how long it holds, with changes on known dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from detente.dynamics.calendar import Block, Stage
from detente.dynamics.chain.generator import Generator
from detente.dynamics.chain.uniformization import ERROR, last_step, poisson
from detente.game.model import Bools

__all__ = ["Spells", "spells"]

Floats = NDArray[np.float64]

#: Steps between two looks at whether the rest can be left out.
_LOOK = 16


@dataclass(frozen=True, slots=True, eq=False)
class Spells:
    """How often and how long a phase holds from the start to the last date, in each of W worlds.

    Parameters
    ----------
    entries
        (W,) expected number of times that it is entered.
    years
        (W,) expected time in it.
    began
        Whether it holds at the start.
    """

    entries: Floats
    years: Floats
    began: bool

    @property
    def mean(self) -> Floats:
        """(W,) mean length of a spell, cut off at the last date; ``nan`` without spells."""
        count = self.entries + self.began
        return np.divide(self.years, count, out=np.full_like(count, np.nan), where=count > 0)


def spells(block: Block, masks: Sequence[Bools], time: float) -> Floats:
    """Return (2, M, W): how often each of M sets is entered up to a time, and the years spent in it.

    Between known dates a set is entered at the rate of the moves into it; on the date of an election it is
    entered by those histories that were outside before and are inside once its outcome is known, however
    many options were drawn.

    Parameters
    ----------
    masks
        Per game (M, S).
    time
        Years from the start.
    """
    found = np.zeros((2, len(masks[0]), len(block.clock)))
    stages = [s for s in block.track.stages if s.begin <= time]
    x, before = block.start(), 0
    for k, stage in enumerate(stages):
        found[0] += _entered(block, stage, x, before, masks)
        x = block.enter(stage, x, before)
        before = stage.game
        end = stages[k + 1].begin if k + 1 < len(stages) else time
        chain, inside = block.chains[stage.game], masks[stage.game]
        spent, x = _lived(chain, x, end - stage.begin)
        for row, mask in enumerate(inside):
            found[0, row] += (spent * _into(chain, mask)).sum(axis=0)
            found[1, row] += spent[mask].sum(axis=0)
    return found


def _lived(chain: Generator, x: Floats, time: float, error: float = ERROR) -> tuple[Floats, Floats]:
    """Return (S, W) years expected in each state up to a time, and the distribution at the end.

    As in `evolve`: a step counts with the probability that it is the last, and with the expected time until
    the next, which is the probability that there is a next one over the rate of steps.
    """
    mean = time * chain.rate
    steps = last_step(float(mean.max(initial=0.0)), error / 2)
    ending = poisson(mean, steps)
    staying = np.maximum(1 - np.cumsum(ending, axis=0), 0) / chain.rate
    spent, last = np.zeros_like(x), np.zeros_like(x)
    now, after = x.copy(), np.empty_like(x)
    for k in range(steps + 1):
        _count(now, staying[k], ending[k], spent, last)
        if k == steps:
            break
        chain.forth(now, after)
        if k % _LOOK == 0 and np.abs(after - now).sum(axis=0).max(initial=0.0) * (steps - k) < error / 2:
            _count(now, staying[k + 1 :].sum(axis=0), ending[k + 1 :].sum(axis=0), spent, last)
            break
        now, after = after, now
    return spent, last


@njit(cache=True, nogil=True)
def _count(now: Floats, staying: Floats, ending: Floats, spent: Floats, last: Floats) -> None:
    """Add (S, W) ``now`` to ``spent`` and ``last``, each times (W,) weights.

    Examples
    --------
    >>> spent, last = np.zeros((1, 2)), np.ones((1, 2))
    >>> _count(np.array([[1.0, 2.0]]), np.array([3.0, 4.0]), np.array([0.0, 1.0]), spent, last)
    >>> spent.tolist(), last.tolist()
    ([[3.0, 8.0]], [[1.0, 3.0]])
    """
    for s in range(now.shape[0]):
        for w in range(now.shape[1]):
            spent[s, w] += staying[w] * now[s, w]
            last[s, w] += ending[w] * now[s, w]


def _entered(block: Block, stage: Stage, x: Floats, before: int, masks: Sequence[Bools]) -> Floats:
    """(M, W) probability of being carried into each set as a stage begins."""
    if not stage.turns:
        return np.zeros((len(masks[0]), x.shape[1]))
    rows = zip(masks[before], masks[stage.game], strict=True)
    return np.array([block.enter(stage, x * ~a[:, None], before)[b].sum(axis=0) for a, b in rows])


def _into(chain: Generator, mask: Bools) -> Floats:
    """Return (S, W) the rate at which each state outside a set moves into it."""
    inside = np.repeat(mask[:, None], len(chain.rate), axis=1).astype(np.float64)
    into: Floats = chain.back(inside) * chain.rate * ~mask[:, None]
    return into
