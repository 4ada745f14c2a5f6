"""How often a set of states is entered and how long it holds, with changes on known dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.dynamics.block import Block
from detente.dynamics.calendar import Key, Stage
from detente.game.model import Bools
from detente.readonly import ReadOnly

__all__ = ["Spelling", "Spells"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Spells(ReadOnly):
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


class Spelling:
    """Counts, while chains are followed, how often each of M sets is entered and for how long.

    Between known dates a set is entered at the rate of the moves into it; on the date of an election it is
    entered by those histories that were outside before and are inside once its outcome is known, however
    many options were drawn.

    Parameters
    ----------
    block
        The chains.
    masks
        Per game (M, S).
    """

    def __init__(self, block: Block, masks: Sequence[Bools]) -> None:
        self._block, self._masks = block, block.seen(masks)
        self.entries, self.years = np.zeros((2, len(masks[0]), len(block.clock)))
        self._spent: dict[Key, Floats] = {}

    def entered(self, stage: Stage, x: Floats, before: int) -> None:
        """Count what an election carries into the sets.

        Parameters
        ----------
        stage
            The one that begins.
        x
            (S, W): the distribution before the election, over the states of game ``before``.
        before
            Number of the game that was played until then.
        """
        self.entries += _entered(self._block, stage, x, before, self._masks)

    def spent(self, stage: Stage, years: Floats) -> None:
        """Keep the years (S, W) spent in each state until all are counted.

        Parameters
        ----------
        stage
            The one that ends; years of all stages of one chain are added up.
        years
            (S, W): expected years, over the states that its chain is over.
        """
        known = self._spent.get(stage.chain)
        self._spent[stage.chain] = years if known is None else known + years

    def count(self) -> None:
        """Count the years in the sets and the moves into them, stages with the same chain together."""
        for key, years in self._spent.items():
            chain = self._block.chain(key)
            for k, mask in enumerate(self._masks[key[0]]):
                self.years[k] += years[mask].sum(axis=0)
                moved = chain.forth(np.where(mask[:, None], 0.0, years))
                self.entries[k] += moved[mask].sum(axis=0) * chain.rate
        self._spent.clear()


def _entered(block: Block, stage: Stage, x: Floats, before: int, masks: Sequence[Bools]) -> Floats:
    """(M, W) probability of being carried into each set as a stage begins."""
    if not stage.turns:
        return np.zeros((len(masks[0]), x.shape[1]))
    rows = zip(masks[before], masks[stage.game], strict=True)
    return np.array([block.enter(stage, x * ~a[:, None], before)[b].sum(axis=0) for a, b in rows])
