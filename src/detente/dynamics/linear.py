"""Small linear algebra in a fixed order: the same bits on every machine, which libraries do not give.

The matrices here have tens of rows. Sampling a posterior follows thousands of steps in which a last digit
grows without bound, so that another order of additions would give another sample.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.game.model import Ints

__all__ = ["cholesky", "eigen", "inverse", "sparse_times"]

Floats = NDArray[np.float64]

#: Sweeps after which the rotations end in any case; six to ten are enough.
_SWEEPS = 60


@njit(cache=True, nogil=True)
def cholesky(a: Floats) -> Floats:
    """Return the lower triangular (P, P) root L of a symmetric positive definite matrix, L L' = a.

    Parameters
    ----------
    a
        The matrix, (P, P).

    Examples
    --------
    >>> cholesky(np.array([[4.0, 2.0], [2.0, 10.0]])).tolist()
    [[2.0, 0.0], [1.0, 3.0]]
    """
    size = len(a)
    root = np.zeros((size, size))
    for i in range(size):
        for j in range(i + 1):
            left = a[i, j]
            for k in range(j):
                left -= root[i, k] * root[j, k]
            root[i, j] = np.sqrt(left) if i == j else left / root[j, j]
    return root


@njit(cache=True, nogil=True)
def inverse(a: Floats) -> Floats:
    """Return the inverse of a symmetric positive definite (P, P) matrix, by its root.

    Parameters
    ----------
    a
        The matrix, (P, P).

    Examples
    --------
    >>> inverse(np.array([[4.0, 0.0], [0.0, 16.0]])).tolist()
    [[0.25, 0.0], [0.0, 0.0625]]
    """
    size, root = len(a), cholesky(a)
    back = np.zeros((size, size))
    for j in range(size):
        for i in range(j, size):
            left = 1.0 if i == j else 0.0
            for k in range(j, i):
                left -= root[i, k] * back[k, j]
            back[i, j] = left / root[i, i]
    out = np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            for k in range(max(i, j), size):
                out[i, j] += back[k, i] * back[k, j]
    return out


@njit(cache=True, nogil=True)
def eigen(a: Floats) -> tuple[Floats, Floats]:
    """Return the (P,) eigenvalues, rising, and (P, P) vectors, as columns, of a symmetric matrix.

    Parameters
    ----------
    a
        The matrix, (P, P).

    References
    ----------
    Jacobi's rotations, row by row (Golub and Van Loan 2013, section 8.5). The first entry of each vector that
    is not 0 is above 0.

    Examples
    --------
    >>> eigen(np.array([[2.0, 1.0], [1.0, 2.0]]))[0].round(6).tolist()
    [1.0, 3.0]
    """
    size = len(a)
    work, vectors = a.copy(), np.eye(size)
    for _ in range(_SWEEPS):
        off = whole = 0.0
        for p in range(size):
            for q in range(size):
                whole += work[p, q] * work[p, q]
                off += work[p, q] * work[p, q] if p != q else 0.0
        if off <= 1e-30 * whole:
            break
        for p in range(size - 1):
            for q in range(p + 1, size):
                _rotate(work, vectors, p, q)
    values = np.diag(work).copy()
    order = np.argsort(values, kind="mergesort")
    found = np.empty((size, size))
    for k in range(size):
        column = vectors[:, order[k]]
        sign = 1.0
        for x in column:
            if x != 0.0:
                sign = 1.0 if x > 0.0 else -1.0
                break
        found[:, k] = sign * column
    return values[order], found


@njit(cache=True, nogil=True)
def _rotate(work: Floats, vectors: Floats, p: int, q: int) -> None:
    """Turn rows and columns p and q so that work[p, q] is 0."""
    if work[p, q] == 0.0:
        return
    theta = (work[q, q] - work[p, p]) / (2.0 * work[p, q])
    t = 1.0 / (abs(theta) + np.sqrt(theta * theta + 1.0))
    t = t if theta >= 0.0 else -t
    c = 1.0 / np.sqrt(t * t + 1.0)
    s = t * c
    for k in range(len(work)):
        left, right = work[k, p], work[k, q]
        work[k, p], work[k, q] = c * left - s * right, s * left + c * right
    for k in range(len(work)):
        left, right = work[p, k], work[q, k]
        work[p, k], work[q, k] = c * left - s * right, s * left + c * right
        above, below = vectors[k, p], vectors[k, q]
        vectors[k, p], vectors[k, q] = c * above - s * below, s * above + c * below


def sparse_times(matrix: Any, x: Floats) -> Floats:
    """Return a sparse matrix in compressed rows (N, S) times (S,) or (S, W).

    Parameters
    ----------
    matrix
        A matrix of scipy in compressed rows, (N, S).
    x
        Numbers, (S,) or (S, W).
    """
    columns = np.ascontiguousarray(x.reshape(len(x), -1), np.float64)
    found: Floats = _rows(matrix.indptr, matrix.indices, matrix.data, columns)
    return found if x.ndim == 2 else found[:, 0]


@njit(cache=True, nogil=True)
def _rows(start: Ints, column: Ints, data: Floats, x: Floats) -> Floats:
    out = np.zeros((len(start) - 1, x.shape[1]))
    for r in range(len(start) - 1):
        for k in range(start[r], start[r + 1]):
            for w in range(x.shape[1]):
                out[r, w] += data[k] * x[column[k], w]
    return out
