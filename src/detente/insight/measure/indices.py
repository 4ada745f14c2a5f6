"""Indices of global sensitivity, as functions of plain arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.dynamics.elementary import gamma_tails
from detente.worlds import uniforms

__all__ = [
    "Bins",
    "Xi",
    "chance_of",
    "first_orders",
    "holm",
    "independence",
    "random_orders",
    "sobol",
    "xi_errors",
]

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

#: Parts that are left out in turn, or looked at each for itself, for a standard error.
PARTS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """Worlds sorted into bins of one judgement.

    Parameters
    ----------
    place
        (N,) number of each world's bin.
    count
        Number of bins.
    """

    place: Places
    count: int

    @classmethod
    def of(cls, x: NDArray[np.generic], grouped: bool = False) -> Bins:
        """Bin by equal shares of the worlds: N/50 bins, at least 4 and at most 20; groups as they are.

        Parameters
        ----------
        x
            (W,): an input in W worlds.
        grouped
            Whether its values are groups already.

        Returns
        -------
        Bins
            (W,) numbers of bins, from 0.
        """
        if grouped:
            kinds, labels = np.unique(x, return_inverse=True)
            return cls(labels.astype(np.intp), len(kinds))
        number = int(np.clip(len(x) // 50, 4, 20))
        ranks = np.empty(len(x), np.intp)
        ranks[np.argsort(x, kind="stable")] = np.arange(len(x))
        return cls(ranks * number // len(x), number)


def first_orders(bins: Bins, answers: Floats) -> tuple[Floats, Floats]:
    """Estimate Var(E[y | x]) / Var(y) of several answers, with standard errors.

    Parameters
    ----------
    bins
        The judgement x in N worlds.
    answers
        (T, N) answers y.

    Returns
    -------
    value, se
        (T,) each. 0 for an answer that does not vary.

    Notes
    -----
    The same given-data estimate as `detente.insight.drivers.first_order`: adjusted R squared of the
    means of bins (Plischke 2010). The error is that of a grouped jackknife: every twentieth world is left
    out in turn, which here is a subtraction of sums.
    """
    n = len(bins.place)
    parts = min(PARTS, n)
    cell = np.arange(n) % parts * bins.count + bins.place
    y = answers - answers.mean(axis=1, keepdims=True)
    size, shape = parts * bins.count, (parts, bins.count)
    count = np.bincount(cell, minlength=size).reshape(shape)
    sums = np.array([np.bincount(cell, row, size) for row in y]).reshape(-1, *shape)
    squares = np.array([np.bincount(np.arange(n) % parts, row * row, parts) for row in y])
    whole = _adjusted(count.sum(axis=0), sums.sum(axis=1), squares.sum(axis=1))
    left = [
        _adjusted(
            count.sum(axis=0) - count[g], sums.sum(axis=1) - sums[:, g], squares.sum(axis=1) - squares[:, g]
        )
        for g in range(parts)
    ]
    scatter = np.var(left, axis=0) * (parts - 1)
    return whole, np.sqrt(scatter)


def _adjusted(count: Places, sums: Floats, squares: Floats) -> Floats:
    used = count > 0
    n, k = int(count.sum()), int(used.sum())
    middle = sums.sum(axis=1) ** 2 / n
    total = squares - middle
    within = (sums[:, used] ** 2 / count[used]).sum(axis=1) - middle
    varies = (total > 1e-12 * np.maximum(squares, 1e-300)) & (k > 1) & (n > k)
    explained = np.divide(within, total, out=np.zeros_like(total), where=varies)
    return np.where(varies, 1 - (1 - explained) * (n - 1) / max(n - k, 1), 0.0)


def sobol(a: Floats, b: Floats, mixed: Floats, replicates: int = 400, seed: int = 1) -> tuple[Floats, Floats]:
    """Estimate Sobol indices of first and total order, with bootstrap replicates.

    Parameters
    ----------
    a, b
        (N,) answers over two independent samples of all inputs.
    mixed
        (G, N) answers with input group g from the second sample and the rest from the first.
    replicates
        Number R of bootstrap replicates over the N rows.
    seed
        Of the bootstrap.

    Returns
    -------
    first, total
        (G, 1 + R): the estimate, then the replicates. 0 where the answer does not vary.

    Notes
    -----
    First order by Saltelli et al. (2010), ``mean(b (mixed - a)) / V`` with answers centred, which
    keeps the error of a small index small; total order by Jansen (1999), ``mean((a - mixed)^2) / 2V``.
    """
    n = len(a)
    middle = (a.mean() + b.mean()) / 2
    a, b, mixed = a - middle, b - middle, mixed - middle
    terms = np.stack([a, b, a * a, b * b, *(b * (mixed - a)), *((a - mixed) ** 2)])
    means = np.empty((len(terms), 1 + replicates))
    means[:, 0] = terms.mean(axis=1)
    for r in range(replicates):
        drawn = (uniforms(seed, "bootstrap:sobol", r * n, (r + 1) * n) * n).astype(np.intp)
        means[:, 1 + r] = np.einsum("tn,n->t", terms, np.bincount(drawn, minlength=n) / n)
    variance = (means[2] + means[3]) / 2 - ((means[0] + means[1]) / 2) ** 2
    shares = np.divide(means[4:], variance, out=np.zeros_like(means[4:]), where=variance > 1e-15)
    g = len(mixed)
    return shares[:g], shares[g:] / 2


@dataclass(frozen=True, slots=True, eq=False)
class Xi:
    """Ranks of answers, as Chatterjee's coefficient needs them.

    Parameters
    ----------
    below
        (..., N) number of worlds whose answer is at most that of each.
    scale
        (...,) mean over worlds of l (N - l) / N, l being the number whose answer is at least that of each.
    """

    below: Places
    scale: Floats

    @classmethod
    def of(cls, y: Floats) -> Xi:
        """Rank (..., N) answers, which may have ties.

        Parameters
        ----------
        y
            (..., N): answers in N worlds.
        """
        n = y.shape[-1]
        rows = y.reshape(-1, n)
        rising = np.sort(rows, axis=1)
        below = np.array([np.searchsorted(r, x, side="right") for r, x in zip(rising, rows, strict=True)])
        above = n - np.array([np.searchsorted(r, x, side="left") for r, x in zip(rising, rows, strict=True)])
        scale = (above * (n - above)).sum(axis=1) / n**2
        return cls(below.reshape(y.shape), scale.reshape(y.shape[:-1]))

    def given(self, order: Places) -> Floats:
        """Chatterjee's coefficient of each answer on a judgement; 0 where the answer does not vary.

        Parameters
        ----------
        order
            (..., N) worlds in rising order of the judgement, ties broken at random.

        Notes
        -----
        Chatterjee (2021), JASA 116:2009, with ties in the answer. It estimates the Cramér-von Mises
        index (Dette, Siburg and Stoimenov 2013; Gamboa, Gremaud, Klein and Lagnoux 2022): the part of the
        answer's distribution, not only of its mean, that the judgement determines. Of an answer that is
        only yes or no both are the same.

        Examples
        --------
        >>> Xi.of(np.arange(100.0)).given(np.arange(100)).round(2).tolist()
        0.97
        """
        n = self.below.shape[-1]
        along = np.take_along_axis(self.below, np.broadcast_to(order, self.below.shape), axis=-1)
        steps = np.abs(np.diff(along, axis=-1)).sum(axis=-1)
        varies = self.scale > 0
        turned = np.divide(steps, 2 * n * self.scale, out=np.ones_like(self.scale), where=varies)
        return np.asarray(1 - turned)


def xi_errors(order: Places, parts: Xi) -> Floats:
    """Return (T,) standard errors of the coefficients, from parts of the worlds each looked at alone.

    Parameters
    ----------
    order
        (N,) worlds in rising order of the judgement.
    parts
        Ranks (T, G, M) of the answers within G parts, of which world w is in w mod G.
    """
    count, size = parts.below.shape[-2:]
    used = order[order < count * size]
    sorted_parts = used[np.argsort(used % count, kind="stable")].reshape(count, size) // count
    found = parts.given(sorted_parts)
    return np.asarray(found.std(axis=-1, ddof=1) / np.sqrt(count))


def independence(y: Floats) -> float:
    """Standard error that Chatterjee's coefficient has if the answer is independent of the judgement.

    Parameters
    ----------
    y
        (N,) answers.

    Notes
    -----
    Chatterjee (2021), theorem 2.2, by its consistent estimate for answers with ties; for
    answers without ties it is sqrt(2 / (5 N)).

    Examples
    --------
    >>> round(independence(np.arange(1000.0)) ** 2 * 1000, 2)
    0.4
    """
    n = len(y)
    rank = Xi.of(y)
    if rank.scale == 0:
        return 0.0
    u = np.sort(rank.below) / n
    left = (2 * np.arange(n)[::-1] + 1) / n
    a, c = float((left * u**2).mean()), float((left * u).mean())
    b = float(((np.cumsum(u) / n + (1 - np.arange(1, n + 1) / n) * u) ** 2).mean())
    d = float(rank.scale) / n
    return float(np.sqrt(max(a - 2 * b + c**2, 0.0) / n)) / d


def chance_of(found: Floats, spread: float, drawn: Floats) -> Floats:
    """Return the probability of coefficients at least so large under independence.

    Parameters
    ----------
    found
        Coefficients.
    spread
        Standard error that they have under independence.
    drawn
        (B,) coefficients of random orders.

    Notes
    -----
    Where at least ten of the random orders reach as far, their share; beyond, the tail of a gamma
    distribution of their skewness (Pearson's type III), which goes over into the normal limit. The normal
    limit alone takes a few neighbouring worlds for an influence where the answer is a rare outcome.
    """
    off = drawn - drawn.mean()
    second = float((off**2).mean())
    third = float((off * off * off).mean())
    skew = max(third / (second * np.sqrt(second)), 1e-2) if second > 0 else 1e-2
    shape = 4 / skew**2
    z = (found - drawn.mean()) / spread if spread > 0 else np.zeros_like(found)
    tail = gamma_tails(shape, np.maximum(shape + z * np.sqrt(shape), 0.0))
    reached = len(drawn) - np.searchsorted(np.sort(drawn), found - 1e-12)
    return np.asarray(np.where(reached >= 10, (reached + 1) / (len(drawn) + 1), tail))


def random_orders(ranks: Xi, seed: int = 1) -> Floats:
    """Return (T, B) coefficients of answers on B random orders: what they are under independence.

    Parameters
    ----------
    ranks
        Ranks (T, N) of the answers.
    seed
        Of the orders; 400 of them, fewer of very many worlds.
    """
    n = ranks.below.shape[-1]
    count = int(np.clip(4_000_000 // n, 30, 400))
    found = np.empty((len(ranks.below), count))
    for k in range(count):
        order = np.argsort(uniforms(seed, "random order", k * n, (k + 1) * n), kind="stable")
        found[:, k] = ranks.given(order)
    return found


def holm(p: Floats) -> Floats:
    """Adjust p-values for being many, whatever the dependence between them (Holm 1979).

    Parameters
    ----------
    p
        (N,) p-values.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p))))
    out = np.empty_like(p)
    out[order] = np.minimum(stepped, 1.0)
    return out
