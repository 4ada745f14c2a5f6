"""Random numbers that stay the same across NumPy versions, machines and numbers of workers.

NumPy promises that the raw output of its bit generators never changes, but not what its
distributions make of it (NEP 19). So only raw 64-bit words are taken, and turned into numbers here.
Each uncertain quantity has a stream of its own, keyed by the seed and the quantity's name: world w
takes word w. A world is therefore the same however many worlds are drawn, in whatever chunks, and
adding a statement to a case does not disturb the draws of the others.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import log, power
from detente.case.quantity import Quantity

__all__ = ["normal_quantile", "transform", "uniforms"]

Floats = NDArray[np.float64]

#: A Philox block holds four words, so streams can be entered at any multiple of four.
_BLOCK = 4


def uniforms(seed: int, name: str, start: int, stop: int) -> Floats:
    """Return the numbers of worlds ``start`` to ``stop`` in the stream of a quantity.

    Parameters
    ----------
    seed
        Seed of all streams, a whole number from 0.
    name
        Name of the quantity.
    start
        First world.
    stop
        The world after the last.

    Returns
    -------
    array, (stop - start,) float64
        Strictly between 0 and 1.

    Examples
    --------
    >>> a = uniforms(1, "w", 0, 10)
    >>> bool((uniforms(1, "w", 7, 10) == a[7:]).all())
    True
    """
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    key = np.array([seed % 2**64, int.from_bytes(digest, "little")], dtype=np.uint64)
    skip = start % _BLOCK
    generator = np.random.Philox(key=key, counter=start // _BLOCK)
    words = generator.random_raw(stop - start + skip)[skip:]
    return ((words >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def transform(quantity: Quantity, uniform: Floats) -> Floats:
    """Turn uniform numbers into draws of a quantity by its inverse distribution function.

    Parameters
    ----------
    quantity
        The quantity.
    uniform
        Numbers between 0 and 1, of any shape.
    """
    v = quantity.values
    match quantity.kind:
        case "point":
            return np.full(uniform.shape, v[0])
        case "uniform":
            return v[0] + (v[1] - v[0]) * uniform
        case "loguniform":
            return v[0] * power(v[1] / v[0], uniform)
        case "triangular":
            return _triangular(v[0], v[1], v[2], uniform)
        case "normal":
            low, high = quantity.span
            return np.clip(v[0] + v[1] * normal_quantile(uniform), low, high)
        case "quantiles":
            shares, values = zip(*quantity.knots, strict=True)
            between: Floats = np.interp(uniform, shares, values)
            return between
        case _:
            raise ValueError(f"{quantity.text!r} has no distribution")


def _triangular(low: float, mode: float, high: float, uniform: Floats) -> Floats:
    turn = (mode - low) / (high - low)
    rising = low + np.sqrt(uniform * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - uniform) * (high - low) * (high - mode))
    return np.where(uniform < turn, rising, falling)


# Coefficients of Wichura (1988), algorithm AS 241, PPND16: about 16 digits.
_A = (
    3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
    1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
    3.3430575583588128105e4, 2.5090809287301226727e3,
)  # fmt: skip
_B = (
    1.0, 4.2313330701600911252e1, 6.8718700749205790830e2,
    5.3941960214247511077e3, 2.1213794301586595867e4, 3.9307895800092710610e4,
    2.8729085735721942674e4, 5.2264952788528545610e3,
)  # fmt: skip
_C = (
    1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
    3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4,
)  # fmt: skip
_D = (
    1.0, 2.05319162663775882187e0, 1.67638483018380384940e0,
    6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2,
    5.47593808499534494600e-4, 1.05075007164441684324e-9,
)  # fmt: skip
_E = (
    6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
    2.71155556874348757815e-5, 2.01033439929228813265e-7,
)  # fmt: skip
_F = (
    1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1,
    1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5,
    1.42151175831644588870e-7, 2.04426310338993978564e-15,
)  # fmt: skip


def normal_quantile(p: Floats) -> Floats:
    """Quantile of the standard normal distribution (Wichura 1988, algorithm AS 241).

    Parameters
    ----------
    p
        Probabilities between 0 and 1, of any shape.

    Examples
    --------
    >>> normal_quantile(np.array([0.5, 0.975])).round(6).tolist()
    [0.0, 1.959964]
    """
    q = p - 0.5
    r = np.sqrt(-log(np.minimum(p, 1 - p)))
    centre = q * _ratio(_A, _B, 0.180625 - q * q)
    near = np.sign(q) * _ratio(_C, _D, r - 1.6)
    far = np.sign(q) * _ratio(_E, _F, r - 5.0)
    return np.where(np.abs(q) <= 0.425, centre, np.where(r <= 5.0, near, far))


def _ratio(above: tuple[float, ...], below: tuple[float, ...], x: Floats) -> Floats:
    return np.polyval(above[::-1], x) / np.polyval(below[::-1], x)
