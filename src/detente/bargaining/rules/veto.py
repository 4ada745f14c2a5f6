"""A text that named actors can stop, proposed by one of them against what stands without it."""

import numpy as np

from detente.bargaining.model import SCALE, Bools, Consent, Floats, Positions, Rule, Spread, shares

__all__ = ["VETO"]

#: Distances and shares that differ by less are equal.
_CLOSE = 1e-9


def settle(given: Positions) -> Spread:
    """Return what each proposer can get, with the probability that it proposes.

    Parameters
    ----------
    given
        B bargains of A actors, with reference points and who can stop a text.

    Returns
    -------
    Spread
        At most one value for each proposer.

    Raises
    ------
    ValueError
        If a reference point or who must consent is not known.

    Examples
    --------
    >>> import numpy as np
    >>> from dataclasses import replace
    >>> from detente.bargaining import Consent, positions
    >>> given = positions([100, 15], reference=0)
    >>> both, first = np.array([[True, True]]), np.array([[1.0, 0.0]])
    >>> consent = Consent(both, given.capability, np.zeros(1), first)
    >>> settle(replace(given, consent=consent)).mean.tolist()
    [30.0]

    Notes
    -----
    An actor consents to what is no farther from its position than what stands without a text. Where that
    changes is either the reference point or its mirror image in the actor's position, so the best text that a
    proposer can carry is one of these or its own position. Of two that are equally good for it, the one
    nearer to the reference point is taken. What stands always carries: it means that there is no text.
    """
    consent, q = given.consent, given.reference[:, None]
    if consent is None or np.isnan(q).any():
        raise ValueError("the veto rule needs a reference point, and to know who must consent")
    mirrored = np.clip(2 * given.at - q, 0.0, SCALE)
    texts = np.concatenate([q, given.at, mirrored], axis=1)
    real = np.concatenate([np.ones_like(q, np.bool_), given.present, given.present], axis=1)
    carries = real & _carried(given, consent, texts)
    away = np.abs(texts - q)
    values = np.empty_like(given.at)
    for actor in range(given.at.shape[1]):
        far = np.where(carries, np.abs(texts - given.at[:, actor, None]), np.inf)
        best = far <= far.min(axis=1, keepdims=True) + _CLOSE
        chosen = np.argmin(np.where(best, away, np.inf), axis=1)
        values[:, actor] = np.take_along_axis(texts, chosen[:, None], axis=1)[:, 0]
    return Spread(values, shares(consent.proposes, given.present))


def _carried(given: Positions, consent: Consent, texts: Floats) -> Bools:
    """(B, C) whether those consent whose consent a text needs."""
    total = np.where(given.present, consent.votes, 0.0).sum(axis=1)[:, None]
    vetoed, votes = np.zeros(texts.shape, np.bool_), np.zeros(texts.shape)
    for actor in range(given.at.shape[1]):
        x, there = given.at[:, actor, None], given.present[:, actor, None]
        yes = np.abs(texts - x) <= np.abs(given.reference[:, None] - x) + _CLOSE
        vetoed |= there & consent.needed[:, actor, None] & ~yes
        votes += np.where(there & yes, consent.votes[:, actor, None], 0.0)
    return np.asarray(~vetoed & (votes >= (consent.quota[:, None] - _CLOSE) * total))


VETO = Rule(
    "veto",
    "veto pivot",
    "Romer and Rosenthal 1978, Public Choice 33:27; Tsebelis 2002, Veto Players, ch. 1-2",
    "one actor proposes, and whoever can stop a text does so where it prefers to have none",
    settle,
    consent=True,
)
