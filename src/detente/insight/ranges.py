"""How far an answer depends on which threats are believed: its range over the declared concepts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from detente.paper.estimate import Estimate
from detente.registry import spanned

__all__ = ["Range", "ranged"]


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the largest share that an answer has under several stability concepts.

    Parameters
    ----------
    low, high
        The shares.
    lowest, highest
        The first concept that gives each.
    """

    low: Estimate
    high: Estimate
    lowest: str
    highest: str

    @property
    def wide(self) -> bool:
        """Whether the two differ by more than two standard errors of what was drawn."""
        return self.high.value - self.low.value > 2 * math.hypot(self.low.se, self.high.se)


def ranged(shares: Mapping[str, Estimate], drives: str) -> Range | None:
    """Return the range of a share, or ``None`` where fewer than two concepts bear on it.

    Parameters
    ----------
    shares
        Concept -> the share under it; outer bounds are left out unless they drive.
    drives
        The concept that drives the case.

    Examples
    --------
    >>> found = ranged({"R": Estimate(0.4, 0.02, 100), "SEQ": Estimate(0.9, 0.01, 100)}, "SEQ")
    >>> found.low.value, found.highest, found.wide
    (0.4, 'SEQ', True)
    """
    counted = {c: shares[c] for c in spanned(shares, drives) if shares[c].worlds}
    if len(counted) < 2:
        return None
    lowest, highest = (best(counted, key=lambda c: counted[c].value) for best in (min, max))
    return Range(counted[lowest], counted[highest], lowest, highest)
