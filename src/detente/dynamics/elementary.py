"""Elementary functions inside kernels, and the gamma distribution: the same bits on every machine.

See `detente.arithmetic` for why. Compilers keep the order of additions and multiplications as it is written,
and fuse none, since no kernel here allows it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from detente import arithmetic
from detente.compiled import njit

__all__ = ["exp_one", "exponentials", "gamma_quantiles", "gamma_share", "gamma_tails", "log_one"]

Floats = NDArray[np.float64]

exp_one: Callable[[float], float] = njit(cache=True, nogil=True)(arithmetic.exp_one)
log_one: Callable[[float], float] = njit(cache=True, nogil=True)(arithmetic.log_one)

#: Stirling's series below its highest term; see `detente.arithmetic.log_gamma`.
_STIRLING = (1 / 156, -691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12)

#: Terms of a series, or steps of an iteration, after which it ends in any case.
_TERMS, _STEPS = 10_000, 60


@njit(cache=True, nogil=True)
def exponentials(x: Floats) -> Floats:
    """Return e^x of (S, W) numbers.

    Parameters
    ----------
    x
        Numbers, (S, W).
    """
    out = np.empty(x.shape)
    for s in range(x.shape[0]):
        for w in range(x.shape[1]):
            out[s, w] = exp_one(x[s, w])
    return out


@njit(cache=True, nogil=True)
def _log_gamma(x: float) -> float:
    """The logarithm of the gamma function; the steps of `detente.arithmetic.log_gamma`."""
    product, y = 1.0, x
    while y < 10.0:
        product *= y
        y += 1.0
    r = 1.0 / (y * y)
    series = -3617 / 122400
    for c in _STIRLING:
        series = series * r + c
    return (y - 0.5) * log_one(y) - y + 0.9189385332046728 + series / y - log_one(product)


@njit(cache=True, nogil=True)
def gamma_share(shape: float, x: float) -> float:
    """Return P(shape, x), the regularised lower incomplete gamma function.

    Parameters
    ----------
    shape
        Above 0.
    x
        From 0.

    References
    ----------
    Press et al. (2007), *Numerical Recipes*, section 6.2: the series below shape + 1, the continued fraction
    above.

    Examples
    --------
    >>> round(gamma_share(1.0, 1.0), 6)  # 1 - 1/e
    0.632121
    """
    below: float = _shares(shape, x)[0]
    return below


@njit(cache=True, nogil=True)
def _shares(shape: float, x: float) -> tuple[float, float]:
    """P(shape, x) and 1 - P(shape, x), the smaller of the two to all its digits."""
    if x <= 0.0:
        return 0.0, 1.0
    front = exp_one(shape * log_one(x) - x - _log_gamma(shape))
    if x < shape + 1.0:
        term = total = 1.0 / shape
        for k in range(1, _TERMS):
            term *= x / (shape + k)
            total += term
            if term < total * 1e-17:
                break
        return total * front, 1.0 - total * front
    b, c = x + 1.0 - shape, 1e300
    d = 1.0 / b
    h = d
    for k in range(1, _TERMS):
        a = -k * (k - shape)
        b += 2.0
        d = 1.0 / (a * d + b)
        c = b + a / c
        h *= c * d
        if abs(c * d - 1.0) < 1e-15:
            break
    return 1.0 - front * h, front * h


@njit(cache=True, nogil=True)
def gamma_tails(shape: float, x: Floats) -> Floats:
    """Return (N,) probabilities that a gamma variable of rate 1 lies above x (N,).

    Parameters
    ----------
    shape
        Above 0.
    x
        Values from 0, (N,).

    Examples
    --------
    >>> gamma_tails(1.0, np.array([0.0, 1.0])).round(6).tolist()
    [1.0, 0.367879]
    """
    out = np.empty(len(x))
    for k in range(len(x)):
        out[k] = _shares(shape, x[k])[1]
    return out


@njit(cache=True, nogil=True)
def _gamma_quantile(shape: float, share: float) -> float:
    """The x with P(shape, x) = share, by Halley's method within a bracket."""
    low, high, x = 0.0, np.inf, max(shape, 1e-3)
    small = share * shape * exp_one(_log_gamma(shape))
    if shape < 1.0 and small < 1.0:
        x = exp_one(log_one(small) / shape)  # the first term of the series, turned round
    for _ in range(_STEPS):
        if x <= 0.0:
            return 0.0
        below, above = _shares(shape, x)
        off = below - share if share < 0.5 else 1.0 - share - above
        low, high = (x, high) if off < 0.0 else (low, x)
        density = exp_one((shape - 1.0) * log_one(x) - x - _log_gamma(shape))
        step = off / density if density > 0.0 else np.inf
        bend = 1.0 - 0.5 * min(1.0, step * ((shape - 1.0) / x - 1.0))
        after = x - step / bend
        if abs(after - x) <= 1e-14 * x:
            return after
        if not low < after < high:
            if abs(after - x) <= 1e-9 * x:  # as near as the rounding of the share allows
                return x
            after = 0.5 * (low + high) if high < np.inf else 2.0 * x
        x = after
    return x


@njit(cache=True, nogil=True)
def gamma_quantiles(shape: Floats, share: Floats) -> Floats:
    """Return (P, W) quantiles of gamma distributions of rate 1 and shapes (P,) at shares (P, W).

    Parameters
    ----------
    shape
        Shapes above 0, (P,).
    share
        Probabilities between 0 and 1, (P, W).

    Examples
    --------
    >>> gamma_quantiles(np.array([1.0]), np.array([[0.5]])).round(6).tolist()  # log 2
    [[0.693147]]
    """
    out = np.empty(share.shape)
    for p in range(share.shape[0]):
        for w in range(share.shape[1]):
            out[p, w] = _gamma_quantile(shape[p], share[p, w])
    return out
