"""Sorting within kernels.

numba makes ``array.sort()`` and ``np.argsort`` from one template and may give both one name. Where two
kernels that use one each are loaded from what was compiled before, one of them may then run the code of the
other, and nothing is sorted. So kernels sort in place by this function.
"""

from __future__ import annotations

from detente.compiled import njit
from detente.game.model import Ints

__all__ = ["arrange"]


@njit(cache=True, nogil=True)
def arrange(values: Ints, first: int, last: int) -> None:
    """Sort ``values[first:last]`` in place, the least first (Shell 1959).

    Parameters
    ----------
    values
        Numbers, (N,).
    first, last
        Which of them.

    Examples
    --------
    >>> import numpy as np
    >>> found = np.array([9, 3, 1, 2, 0])
    >>> arrange(found, 1, 4)
    >>> found.tolist()
    [9, 1, 2, 3, 0]
    """
    gap = (last - first) // 2
    while gap > 0:
        for k in range(first + gap, last):
            x, n = values[k], k
            while n >= first + gap and values[n - gap] > x:
                values[n] = values[n - gap]
                n -= gap
            values[n] = x
        gap //= 2
