"""Non-negative least squares in a fixed order of additions: the same bits on every machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit

__all__ = ["nonnegative"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: Smaller slopes are rounding, and so is what is left of a column that hangs on others.
_FLAT, _HANGING = 1e-12, 1e-10


@njit(cache=True, nogil=True)
def nonnegative(a: Floats, b: Floats) -> Floats:
    """Return the (N,) numbers x, none below 0, for which a x is nearest to b; ``a`` is (M, N), ``b`` (M,).

    Parameters
    ----------
    a
        Numbers, (M, N).
    b
        Numbers, (M,).

    References
    ----------
    Lawson and Hanson (1974), *Solving Least Squares Problems*, ch. 23, algorithm NNLS.

    Examples
    --------
    >>> nonnegative(np.eye(2), np.array([3.0, -1.0])).tolist()
    [3.0, 0.0]
    """
    count = a.shape[1]
    x, inside, barred = np.zeros(count), np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    for _ in range(30 * count):
        enters = _steepest(a, b, x, inside | barred)
        if enters < 0:
            break
        inside[enters] = True
        z, sound = _least(a, b, inside)
        if not sound or z[enters] <= 0.0:  # rounding only: leave it out until something else has moved
            inside[enters], barred[enters] = False, True
            continue
        barred[:] = False
        while True:
            part = 1.0
            for j in range(count):
                if inside[j] and z[j] <= 0.0:
                    part = min(part, x[j] / (x[j] - z[j]))
            for j in range(count):
                if inside[j]:
                    x[j] += part * (z[j] - x[j])
                    if z[j] <= 0.0 and x[j] <= 1e-15:
                        x[j], inside[j] = 0.0, False
            if part == 1.0:
                break
            z, _ = _least(a, b, inside)
    return x


@njit(cache=True, nogil=True)
def _steepest(a: Floats, b: Floats, x: Floats, out: Bools) -> int:
    """The column along which the distance falls fastest, of those that are not ``out``; -1 if none."""
    left = b.copy()
    for j in range(len(x)):
        if x[j] != 0.0:
            for i in range(len(b)):
                left[i] -= a[i, j] * x[j]
    best, most = -1, _FLAT
    for j in range(len(x)):
        if not out[j]:
            slope = 0.0
            for i in range(len(b)):
                slope += a[i, j] * left[i]
            if slope > most:
                best, most = j, slope
    return best


@njit(cache=True, nogil=True)
def _least(a: Floats, b: Floats, inside: Bools) -> tuple[Floats, bool]:
    """Least squares on some columns, (N,) with 0 elsewhere, and whether no column hangs on the others.

    Gram and Schmidt, twice over each column, which is as good as reflections.
    """
    columns = np.flatnonzero(inside)
    size, rows = len(columns), len(b)
    q, r = np.zeros((size, rows)), np.zeros((size, size))
    for k in range(size):
        before = 0.0
        for i in range(rows):
            q[k, i] = a[i, columns[k]]
            before += q[k, i] * q[k, i]
        for _ in range(2):
            for j in range(k):
                along = 0.0
                for i in range(rows):
                    along += q[j, i] * q[k, i]
                r[j, k] += along
                for i in range(rows):
                    q[k, i] -= along * q[j, i]
        after = 0.0
        for i in range(rows):
            after += q[k, i] * q[k, i]
        r[k, k] = np.sqrt(after)
        if r[k, k] <= _HANGING * np.sqrt(before):
            return np.zeros(len(inside)), False
        for i in range(rows):
            q[k, i] /= r[k, k]
    found = np.zeros(len(inside))
    for k in range(size - 1, -1, -1):
        total = 0.0
        for i in range(rows):
            total += q[k, i] * b[i]
        for j in range(k + 1, size):
            total -= r[k, j] * found[columns[j]]
        found[columns[k]] = total / r[k, k]
    return found, True
