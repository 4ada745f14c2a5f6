"""The highest point of a smooth density, by BFGS in a fixed order of additions."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import dot
from detente.steps import each

__all__ = ["climb"]

Floats = NDArray[np.float64]
Density = Callable[[Floats], tuple[float, Floats]]

#: A step has to bring so much of what the slope promises, and to leave at most so much of the slope.
_GAIN, _SLOPE = 1e-4, 0.9

#: Tries for the length of one step.
_TRIES = 50


def climb(density: Density, start: Floats, most: int = 500, flat: float = 1e-5) -> tuple[Floats, float]:
    """Return the (P,) point at which a density is highest nearby, and the density there.

    Parameters
    ----------
    density
        A point -> the logarithm of the density and its gradient.
    start
        (P,) where to begin.
    most
        Most steps.
    flat
        Largest entry of the gradient at which the search ends.

    References
    ----------
    Nocedal and Wright (2006), *Numerical Optimization*, algorithm 6.1; lengths of steps by bisection as in
    Lewis and Overton (2013), which ridges do not stop.
    """
    x, inverse = start.copy(), np.eye(len(start))
    value, slope = density(x)
    for k in each("steps of the search for what is most probable, at most", range(most)):
        if not np.abs(slope).max(initial=0.0) > flat:
            break
        way = dot(inverse, slope)
        if not float(dot(way, slope)) > 0:
            inverse, way = np.eye(len(x)), slope
        step, after, value, there = _stride(density, x, value, slope, way)
        if step == 0:
            break
        inverse = _updated(inverse, step * way, slope - there, first=k == 0)
        x, slope = after, there
    return x, value


def _stride(
    density: Density, x: Floats, value: float, slope: Floats, way: Floats
) -> tuple[float, Floats, float, Floats]:
    """Return how far to go (0 if nothing is gained), where that is, and the density and its slope there."""
    promised = float(dot(slope, way))
    low, high, step = 0.0, np.inf, 1.0
    best = (0.0, x, value, slope)
    for _ in range(_TRIES):
        after = x + step * way
        gained, there = density(after)
        if not gained > value + _GAIN * step * promised:
            high = step
        else:
            best = (step, after, gained, there)
            if not float(dot(there, way)) > _SLOPE * promised:
                break
            low = step
        step = (low + high) / 2 if high < np.inf else 2 * low
    return best


def _updated(inverse: Floats, moved: Floats, bent: Floats, first: bool) -> Floats:
    """The inverse of the curvature once a step has shown how the slope changes along it."""
    curved = float(dot(moved, bent))
    if not curved > 1e-12 * math.sqrt(float(dot(bent, bent)) * float(dot(moved, moved))):
        return inverse
    if first:
        inverse = inverse * (curved / float(dot(bent, bent)))
    turned = dot(inverse, bent)
    whole = (1 + float(dot(bent, turned)) / curved) / curved
    mixed = np.outer(turned, moved) / curved
    return np.asarray(inverse + whole * np.outer(moved, moved) - mixed - mixed.T)
