"""Elementary functions that give the same bits on every machine.

The exponentials, logarithms and powers of NumPy and of C libraries differ in their last digit between
processors, with fused multiply-add or without, and so do the sums of products of a library of linear algebra.
Here are only additions, multiplications, divisions and roots, each rounded once as IEEE 754 says, in a fixed
order. Functions of one number are plain Python that kernels compile as they are; those of arrays do the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "binomial_tail",
    "convolved",
    "dot",
    "exp",
    "exp_one",
    "log",
    "log_gamma",
    "log_one",
    "log_times",
    "normal_share",
    "power",
    "rounded",
]

Floats = NDArray[np.float64]

# The two parts of log 2: the first has so few digits that whole multiples of it are exact.
_HIGH, _LOW, _INVERSE = 6.93147180369123816490e-01, 1.90821492927058770002e-10, 1.44269504088896338700e00

# fdlibm (Sun Microsystems 1993), e_exp.c and e_log.c: below one unit in the last place.
_P1, _P2, _P3, _P4, _P5 = (
    1.66666666666666019037e-01, -2.77777777770155933842e-03, 6.61375632143793436117e-05,
    -1.65339022054652515390e-06, 4.13813679705723846039e-08,
)  # fmt: skip
_L1, _L2, _L3, _L4, _L5, _L6, _L7 = (
    6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01,
    1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860511658591e-01,
)  # fmt: skip

#: Beyond these the exponential is infinite, or 0.
_MOST, _LEAST = 709.782712893384, -745.1332191019412


def exp_one(x: float) -> float:
    """Return e^x of one number.

    Parameters
    ----------
    x
        The number.

    Examples
    --------
    >>> exp_one(0.0), exp_one(-1000.0)
    (1.0, 0.0)
    """
    if x != x:
        return x
    if x > _MOST:
        return math.inf
    if x < _LEAST:
        return 0.0
    k = math.floor(_INVERSE * x + 0.5)
    high, low = x - k * _HIGH, k * _LOW
    r = high - low
    t = r * r
    c = r - t * (_P1 + t * (_P2 + t * (_P3 + t * (_P4 + t * _P5))))
    return math.ldexp(1.0 - ((low - (r * c) / (2.0 - c)) - high), int(k))


def log_one(x: float) -> float:
    """Return the natural logarithm of one number.

    Parameters
    ----------
    x
        The number.

    Examples
    --------
    >>> log_one(1.0), log_one(0.0)
    (0.0, -inf)
    """
    if not x > 0.0:
        return -math.inf if x == 0.0 else math.nan
    if x == math.inf:
        return x
    m, e = math.frexp(x)
    if m < 0.7071067811865476:
        m, e = 2.0 * m, e - 1
    f, k = m - 1.0, float(e)
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    r = z * (_L1 + w * (_L3 + w * (_L5 + w * _L7))) + w * (_L2 + w * (_L4 + w * _L6))
    half = 0.5 * f * f
    return k * _HIGH - ((half - (s * (half + r) + k * _LOW)) - f)


def exp(x: ArrayLike) -> Floats:
    """Return e^x, element by element.

    Parameters
    ----------
    x
        Numbers, of any shape.
    """
    x = np.asarray(x, np.float64)
    inside = np.clip(np.nan_to_num(x), _LEAST, _MOST)
    k = np.floor(_INVERSE * inside + 0.5)
    high, low = inside - k * _HIGH, k * _LOW
    r = high - low
    t = r * r
    c = r - t * (_P1 + t * (_P2 + t * (_P3 + t * (_P4 + t * _P5))))
    found = np.ldexp(1.0 - ((low - (r * c) / (2.0 - c)) - high), k.astype(np.int64))
    return np.where(np.isnan(x), x, np.where(x > _MOST, np.inf, np.where(x < _LEAST, 0.0, found)))


def log(x: ArrayLike) -> Floats:
    """Return the natural logarithm, element by element; ``-inf`` of 0 and `nan` of less.

    Parameters
    ----------
    x
        Numbers, of any shape.
    """
    x = np.asarray(x, np.float64)
    inside = np.where((x > 0) & (x < np.inf), x, 1.0)
    m, e = np.frexp(inside)
    small = m < 0.7071067811865476
    f = np.where(small, 2.0 * m, m) - 1.0
    k = (e - small).astype(np.float64)
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    r = z * (_L1 + w * (_L3 + w * (_L5 + w * _L7))) + w * (_L2 + w * (_L4 + w * _L6))
    half = 0.5 * f * f
    found = k * _HIGH - ((half - (s * (half + r) + k * _LOW)) - f)
    beyond = np.where(x == 0, -np.inf, np.where(x == np.inf, np.inf, np.nan))
    return np.where((x > 0) & (x < np.inf), found, beyond)


def power(base: ArrayLike, exponent: ArrayLike) -> Floats:
    """Return base^exponent for bases above 0; about 14 digits.

    Parameters
    ----------
    base
        Numbers above 0, of any shape.
    exponent
        Numbers, of any shape that fits.
    """
    return exp(np.asarray(exponent, np.float64) * log(base))


def dot(a: Floats, b: Floats) -> Floats:
    """Return sums of products over the last axis, added in NumPy's own order and not by a library.

    Parameters
    ----------
    a, b
        Numbers, (..., N).
    """
    return np.asarray((a * b).sum(axis=-1))


def convolved(a: Floats, b: Floats) -> Floats:
    """Return (N + M - 1,) the distribution of a sum of two counts with distributions (N,) and (M,).

    Parameters
    ----------
    a
        Probabilities of 0, 1, ..., N - 1.
    b
        Probabilities of 0, 1, ..., M - 1.
    """
    out = np.zeros(len(a) + len(b) - 1)
    for k, weight in enumerate(a):
        out[k : k + len(b)] += weight * b
    return out


def log_times(k: ArrayLike, x: ArrayLike) -> Floats:
    """Return k log x, and 0 wherever k is 0.

    Parameters
    ----------
    k
        Numbers, of any shape.
    x
        Numbers from 0, of any shape that fits.

    Examples
    --------
    >>> log_times(0.0, 0.0).item()
    0.0
    """
    k = np.asarray(k, np.float64)
    return np.where(k == 0, 0.0, k * log(np.where(k == 0, 1.0, x)))


def binomial_tail(hits: int, n: int, p: float) -> float:
    """Return the probability of at least so many hits in n tries.

    Parameters
    ----------
    hits, n
        Whole number from 0.
    p
        Probability of each hit, 0 to 1.

    Examples
    --------
    >>> round(binomial_tail(1, 2, 0.5), 9)
    0.75
    """
    if hits <= 0:
        return 1.0
    if p <= 0 or p >= 1:
        return float(p >= 1)
    k = np.arange(hits, n + 1, dtype=np.float64)
    ways = log_gamma(n + 1.0) - log_gamma(k + 1) - log_gamma(n - k + 1)
    return min(float(exp(ways + k * log_one(p) + (n - k) * log_one(1 - p)).sum()), 1.0)


def rounded(x: float, digits: int = 9) -> float:
    """Return a number to so many digits: all that is printed of what a library computes.

    The last digits of special functions differ between processors and releases.

    Parameters
    ----------
    x
        The number.
    digits
        Significant digits, at least 1.

    Examples
    --------
    >>> rounded(0.12345678912345)
    0.123456789
    """
    return float(f"{x:.{digits}g}")


# Cephes (Moshier 1989), ndtr.c: rational approximations of the error function.
_ERF = (
    9.60497373987051638749, 9.00260197203842689217e1, 2.23200534594684319226e3, 7.00332514112805075473e3,
    5.55923013010394962768e4,
)  # fmt: skip
_ERF_BELOW = (
    1.0, 3.35617141647503099647e1, 5.21357949780152679795e2, 4.59432382970980127987e3,
    2.26290000613890934246e4, 4.92673942608635921086e4,
)  # fmt: skip
_NEAR = (
    2.46196981473530512524e-10, 5.64189564831068821977e-1, 7.46321056442269912687, 4.86371970985681366614e1,
    1.96520832956077098242e2, 5.26445194995477358631e2, 9.34528527171957607540e2, 1.02755188689515710272e3,
    5.57535335369399327526e2,
)  # fmt: skip
_NEAR_BELOW = (
    1.0, 1.32281951154744992508e1, 8.67072140885989742329e1, 3.54937778887819891062e2,
    9.75708501743205489753e2, 1.82390916687909736289e3, 2.24633760818710981792e3, 1.65666309194161350182e3,
    5.57535340817727675546e2,
)  # fmt: skip
_FAR = (
    5.64189583547755073984e-1, 1.27536670759978104416, 5.01905042251180477414, 6.16021097993053585195,
    7.40974269950448939160, 2.97886665372100240670,
)  # fmt: skip
_FAR_BELOW = (
    1.0, 2.26052863220117276590, 9.39603524938001434673, 1.20489539808096656605e1,
    1.70814450747565897222e1, 9.60896809063285878198, 3.36907645100081516050,
)  # fmt: skip


def normal_share(z: ArrayLike) -> Floats:
    """Return the distribution function of the standard normal distribution.

    Parameters
    ----------
    z
        Numbers, of any shape.

    Examples
    --------
    >>> normal_share(np.array([0.0, 1.959963984540054])).round(6).tolist()
    [0.5, 0.975]
    """
    z = np.asarray(z, np.float64)
    x = z * 0.7071067811865476
    size = np.abs(x)
    inner = np.where(size < 1.0, x, 0.0)
    erf = inner * _poly(_ERF, inner * inner) / _poly(_ERF_BELOW, inner * inner)
    near, far = np.clip(size, 1.0, 8.0), np.maximum(size, 8.0)
    ratio = np.where(size < 8.0, _poly(_NEAR, near) / _poly(_NEAR_BELOW, near),
                     _poly(_FAR, far) / _poly(_FAR_BELOW, far))  # fmt: skip
    tail = 0.5 * exp(-size * size) * ratio
    return np.where(size < 1.0, 0.5 + 0.5 * erf, np.where(z > 0, 1.0 - tail, tail))


def _poly(coefficients: Sequence[float], x: Floats) -> Floats:
    """A polynomial by Horner's rule, the highest power first."""
    total = np.full(x.shape, coefficients[0])
    for c in coefficients[1:]:
        total = total * x + c
    return total


#: Stirling's series (Abramowitz and Stegun 1964, 6.1.41), and where it is good to the last digits.
_STIRLING = (-3617 / 122400, 1 / 156, -691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12)
_SHIFT, _HALF_LOG = 10, 0.9189385332046728


def log_gamma(x: ArrayLike) -> Floats:
    """Return the logarithm of the gamma function of numbers above 0.

    Parameters
    ----------
    x
        Numbers above 0, of any shape.

    Examples
    --------
    >>> log_gamma(np.array([1.0, 5.0])).round(6).tolist()  # log of 1 and of 24
    [0.0, 3.178054]
    """
    x = np.asarray(x, np.float64)
    steps = np.maximum(np.ceil(_SHIFT - x), 0.0)
    product, y = np.ones(x.shape), x + steps
    for k in range(_SHIFT):
        product = np.where(k < steps, product * (x + k), product)
    series = _poly(_STIRLING, 1.0 / (y * y)) / y
    return np.asarray((y - 0.5) * log(y) - y + _HALF_LOG + series - log(product))
