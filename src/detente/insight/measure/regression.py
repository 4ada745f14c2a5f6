"""Regression on what would be known: splines, added up over judgements, never fitted to the world asked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.dynamics.linear import inverse
from detente.insight.factors import Factor

__all__ = ["basis", "crossed", "spline"]

Floats = NDArray[np.float64]

#: Parts of the worlds that are fitted without each other.
FOLDS = 10

#: Most columns of a group; with more judgements each has fewer, down to a straight line.
COLUMNS = 36

#: Knots of a single judgement's spline, as shares of the worlds.
KNOTS = (0.25, 0.5, 0.75)


def spline(x: Floats, columns: int = 6) -> Floats:
    """Return (N, columns) terms of a cubic regression spline in the ranks of a judgement.

    Parameters
    ----------
    x
        (N,) values; ties have the same rank.
    columns
        1 for a straight line, up to 3 for a polynomial, then one for each knot, at most 6.

    Notes
    -----
    In ranks the knots lie at quantiles and no world is an outlier. Truncated powers as in Hastie, Tibshirani
    and Friedman (2009), ch. 5.
    """
    rising = np.sort(x)
    middle = np.searchsorted(rising, x, side="left") + np.searchsorted(rising, x, side="right")
    u = middle / (2 * len(x))
    powers = [u, u * u, u * u * u][: min(columns, 3)]
    beyond = [np.clip(u - knot, 0, None) for knot in KNOTS[: max(columns - 3, 0)]]
    turns = [x * x * x for x in beyond]  # not by a power, whose last digit differs between processors
    return np.stack([*powers, *turns], axis=1)


def basis(known: Sequence[Factor]) -> Floats:
    """Return (N, P) terms of an additive regression on judgements, centred, each with variance 1.

    Readings and chance levels have a term for each but the last.

    Parameters
    ----------
    known
        The judgements, each with its (N,) draws.
    """
    each = int(np.clip(COLUMNS // max(len(known), 1), 1, 6))
    parts = [_levels(f.values) if f.grouped else spline(f.values, each) for f in known]
    terms = np.concatenate(parts, axis=1)
    terms = terms - terms.mean(axis=0)
    scale = terms.std(axis=0)
    found: Floats = terms[:, scale > 1e-12] / scale[scale > 1e-12]
    return found


def _levels(x: Floats) -> Floats:
    found: Floats = (x[:, None] == np.unique(x)[:-1]).astype(float)
    return found


def crossed(terms: Floats, answers: Floats) -> Floats:
    """Predict answers in each world by ridge regression on the worlds of the other folds.

    Parameters
    ----------
    terms
        (N, P) terms.
    answers
        (C, N) answers.

    Returns
    -------
    array, (C, N)
        World n belongs to fold n mod 10.

    Notes
    -----
    The penalty is chosen for each fold by generalized cross-validation on the other folds alone (Golub,
    Heath and Wahba 1979), so that nothing of a world enters its own prediction.
    """
    n = len(terms)
    folds = min(FOLDS, n)
    fold = np.arange(n) % folds
    ones = np.concatenate([np.ones((n, 1)), terms], axis=1)
    cells = [np.flatnonzero(fold == k) for k in range(folds)]
    # Sums of products without BLAS, whose threads could change the order of additions.
    gram = np.stack([np.einsum("np,nq->pq", ones[at], ones[at]) for at in cells])
    cross = np.stack([np.einsum("np,cn->pc", ones[at], answers[:, at]) for at in cells])
    squares = np.stack([(answers[:, at] ** 2).sum(axis=1) for at in cells])
    found = np.empty_like(answers)
    for k, at in enumerate(cells):
        g, c, s = (x.sum(axis=0) - x[k] for x in (gram, cross, squares))
        found[:, at] = np.einsum("np,pc->cn", ones[at], _ridge(g, c, s, n - len(at)))
    return found


#: Penalties tried, as shares of the number of worlds; terms have variance 1.
PENALTIES = np.array([float(f"{m}e{k}") for k in range(-5, 3) for m in ("1", "3.1622776601683795")][:15])


def _ridge(gram: Floats, cross: Floats, squares: Floats, n: int) -> Floats:
    """Return (P + 1, C) coefficients; the first is the mean, which is not penalised.

    One inverse for each penalty, not by LAPACK: its last digits differ between processors.
    """
    mean, level = gram[0, 1:] / n, cross[0] / n
    inner = gram[1:, 1:] - n * np.outer(mean, mean)
    moment = cross[1:] - n * np.outer(mean, level)
    terms = len(inner)
    penalty = n * PENALTIES
    inverses = np.array([inverse(inner + more * np.eye(terms)) for more in penalty])
    slopes = np.einsum("lpq,qc->lpc", inverses.reshape(-1, terms, terms), moment)
    used = 1 + terms - penalty * np.trace(inverses.reshape(-1, terms, terms), axis1=1, axis2=2)
    # What is left of the squares: y'y - 2 b'X'y + b'X'X b, where X'X b = X'y - penalty b.
    explained = (slopes * (moment + penalty[:, None, None] * slopes)).sum(axis=(1, 2))
    left = np.maximum((squares - n * level**2).sum() - explained, 0.0)
    best = slopes[int(np.argmin(left / np.maximum(n - used, 1e-9) ** 2))]
    return np.concatenate([(level - (mean[:, None] * best).sum(axis=0))[None], best])
