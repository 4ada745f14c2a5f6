"""What a rule is given and what it gives back: many bargains at once, each over one scale from 0 to 100."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.readonly import ReadOnly

__all__ = ["SCALE", "Bools", "Consent", "Floats", "Positions", "Rule", "Spread", "positions", "sure"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: Length of the scale.
SCALE = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class Consent(ReadOnly):
    """Who can propose a text, and who can stop it.

    Parameters
    ----------
    needed
        (B, A) actors without whose consent there is no text.
    votes
        (B, A) votes of each actor, 0 or more.
    quota
        (B,) share of all votes that must consent, 0 to 1; 0 if votes do not matter.
    proposes
        (B, A) how likely each actor is to propose, 0 or more; the rule divides by the sum.
    """

    needed: Bools
    votes: Floats
    quota: Floats
    proposes: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Positions(ReadOnly):
    """What A actors want in B bargains: B decisions, or B worlds of one.

    Parameters
    ----------
    at
        (B, A) position on the scale, 0 to 100; 0 where an actor takes no part.
    salience
        (B, A) how much the actor cares, 0 to 1.
    capability
        (B, A) how much it can bring to bear, 0 or more, in any unit.
    present
        (B, A) who takes part; at least one in each bargain.
    reference
        (B,) what stands if there is no text; `nan` if that is not known.
    consent
        Who can propose and who can stop a text; None if that is not known.
    """

    at: Floats
    salience: Floats
    capability: Floats
    present: Bools
    reference: Floats
    consent: Consent | None = None

    def __len__(self) -> int:
        return len(self.at)

    def __repr__(self) -> str:
        return f"Positions({len(self)} bargains, {self.present.sum(axis=1).max()} actors)"

    @property
    def weight(self) -> Floats:
        """(B, A) capability times salience as shares of the whole; equal if all have none."""
        return shares(self.capability * self.salience, self.present)


@dataclass(frozen=True, slots=True, eq=False)
class Spread(ReadOnly):
    """A distribution over the scale in each of B bargains, held as M values with their probabilities.

    Parameters
    ----------
    values
        (B, M) places on the scale, in any order; the same place may stand twice.
    shares
        (B, M) probabilities; each row adds up to one.
    """

    values: Floats
    shares: Floats

    def __len__(self) -> int:
        return len(self.values)

    @property
    def mean(self) -> Floats:
        """(B,) mean of each distribution."""
        return np.asarray((self.values * self.shares).sum(axis=1))

    def between(self, low: float, high: float, closed: bool = True) -> Floats:
        """(B,) probability of a part of the scale; its upper end belongs to it if ``closed``.

        Parameters
        ----------
        low, high
            Ends, on the scale from 0 to 100; may be infinite.
        closed
            Whether the upper end belongs to the part.

        Returns
        -------
        (B,) float
            In [0, 1].
        """
        below = self.values <= high if closed else self.values < high
        return np.asarray(np.where((self.values >= low) & below, self.shares, 0.0).sum(axis=1))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: from what actors want to what a text will say.

    Parameters
    ----------
    name
        As in `RULES`.
    title
        Its name in words.
    source
        Who defined it, and where.
    means
        What it supposes, in half a sentence.
    settle
        (positions) -> distribution over the scale in each bargain.
    consent
        Whether it needs a reference point and who can stop a text.
    """

    name: str
    title: str
    source: str
    means: str
    settle: Callable[[Positions], Spread]
    consent: bool = False


def positions(
    at: ArrayLike,
    salience: ArrayLike | None = None,
    capability: ArrayLike | None = None,
    reference: float | None = None,
) -> Positions:
    """Return one bargain in which everybody takes part.

    Parameters
    ----------
    at
        (A,) positions, 0 to 100.
    salience
        (A,) 0 to 1; 1 for all if left out.
    capability
        (A,) 0 or more; 1 for all if left out.
    reference
        What stands if there is no text, 0 to 100.

    Raises
    ------
    ValueError
        If nobody takes part, or a number lies outside its range.

    Examples
    --------
    >>> positions([0, 100], salience=[0.25, 0.75]).weight.tolist()
    [[0.25, 0.75]]
    """
    x = np.atleast_2d(np.asarray(at, np.float64))
    s = np.ones_like(x) if salience is None else np.atleast_2d(np.asarray(salience, np.float64))
    c = np.ones_like(x) if capability is None else np.atleast_2d(np.asarray(capability, np.float64))
    q = np.full(len(x), np.nan if reference is None else reference)
    if not x.size or not x.shape == s.shape == c.shape:
        raise ValueError("every actor has a position, a salience and a capability, and there is one at least")
    inside = (x >= 0) & (x <= SCALE) & (s >= 0) & (s <= 1) & (c >= 0) & (c < np.inf)
    if not inside.all() or (q < 0).any() or (q > SCALE).any():
        raise ValueError("positions lie between 0 and 100, saliences between 0 and 1, capabilities above 0")
    return Positions(x, s, c, np.ones(x.shape, np.bool_), q)


def shares(weights: Floats, present: Bools) -> Floats:
    """Return (B, A) weights as shares of the whole among those present; equal where all are 0.

    Parameters
    ----------
    weights
        (B, A): at least 0.
    present
        (B, A) bool: who takes part; at least one in each bargain.

    Returns
    -------
    (B, A) float
        In [0, 1]; each row sums to one, and whoever is absent has 0.
    """
    kept = np.where(present, weights, 0.0)
    kept = np.where(kept.sum(axis=1, keepdims=True) > 0, kept, present)
    return np.asarray(kept / kept.sum(axis=1, keepdims=True), np.float64)


def sure(value: Floats) -> Spread:
    """Return the distribution of a rule that names (B,) single values.

    Parameters
    ----------
    value
        (B,): on the scale from 0 to 100.

    Returns
    -------
    Spread
        All of the probability at one value in each bargain.
    """
    return Spread(value[:, None], np.ones((len(value), 1)))
