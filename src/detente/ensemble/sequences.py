"""Points that fill a cube more evenly than independent draws; any part of them can be made alone.

Both designs are made for one quantity at a time and keyed by its name, so that, as with independent
streams, chunks, workers and other quantities play no part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from detente.worlds import Source, uniforms

__all__ = ["latin", "permuted", "sobol"]

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

#: Rounds of the mixing permutation, and bits of a Sobol' number.
_ROUNDS, _BITS = 6, 53


def latin(count: int) -> Source:
    """Return the source of a Latin hypercube of ``count`` points (McKay, Beckman and Conover 1979).

    World w takes point w - 1. For each quantity the points fall one into each of ``count`` equal parts of
    the range, in an order of its own. World 0 and worlds beyond ``count`` have independent numbers.

    Parameters
    ----------
    count
        Points, at least 1.

    Examples
    --------
    >>> points = latin(4)(1, "w", 1, 5)
    >>> sorted((points * 4).astype(int).tolist())
    [0, 1, 2, 3]
    """

    def source(seed: int, name: str, start: int, stop: int) -> Floats:
        numbers = uniforms(seed, name, start, stop)
        point = np.arange(start - 1, stop - 1)
        inside = (point >= 0) & (point < count)
        parts = permuted(point[inside].astype(np.uint64), count, seed, f"latin:{name}")
        numbers[inside] = _open((parts.astype(np.float64) + numbers[inside]) / count)
        return numbers

    return source


def permuted(place: Words, count: int, seed: int, name: str) -> Words:
    """Return where a keyed random permutation of 0, ..., count - 1 sends each place.

    Parameters
    ----------
    place
        Whole numbers from 0 to ``count`` - 1.
    count
        How many places there are, at least 1.
    seed
        Seed of all streams, a whole number from 0.
    name
        Name of the stream that keys the permutation.

    Notes
    -----
    A Feistel network on the least even number of bits that holds ``count``, walked until it lands inside
    (Black and Rogaway 2002, "Ciphers with arbitrary finite domains"): nothing of the length of the
    permutation is ever held.

    Examples
    --------
    >>> sorted(permuted(np.arange(5, dtype=np.uint64), 5, 1, "w").tolist())
    [0, 1, 2, 3, 4]
    """
    half = np.uint64(max(1, ((count - 1).bit_length() + 1) // 2))
    keys = np.frombuffer(
        hashlib.blake2b(f"{seed % 2**64}:{name}".encode(), digest_size=8 * _ROUNDS).digest(), "<u8"
    )
    found = _feistel(place, half, keys)
    while (outside := found >= np.uint64(count)).any():
        found[outside] = _feistel(found[outside], half, keys)
    return found


def _feistel(place: Words, half: np.uint64, keys: Words) -> Words:
    low = np.uint64(2 ** int(half) - 1)
    left, right = place >> half, place & low
    for key in keys:
        left, right = right, left ^ (_mixed(right + key) & low)
    found: Words = (left << half) | right
    return found


def _mixed(words: Words) -> Words:
    """Finalizer of splitmix64 (Steele, Lea and Flood 2014)."""
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Words = words ^ (words >> np.uint64(31))
    return mixed


def sobol(dimension: Mapping[str, int]) -> Source:
    """Return the source of a scrambled Sobol' sequence.

    World w takes point w - 1; world 0 has independent numbers, and so have quantities without a dimension.

    Parameters
    ----------
    dimension
        Name of a quantity -> its place in the sequence, from 0.

    Notes
    -----
    Direction numbers of Joe and Kuo (2008), taken from SciPy; random linear scrambling and a digital shift
    (Matousek 1998), drawn from the stream of the quantity's name.

    Examples
    --------
    >>> points = sobol({"w": 3})(1, "w", 1, 9)
    >>> sorted((points * 8).astype(int).tolist())
    [0, 1, 2, 3, 4, 5, 6, 7]
    """
    size = 1 + max(dimension.values(), default=0)

    def source(seed: int, name: str, start: int, stop: int) -> Floats:
        numbers = uniforms(seed, name, start, stop)
        if name in dimension:
            first = max(start, 1)
            levels = (max(stop, 2) - 1).bit_length()
            steps = _scrambled(_directions(size, levels)[dimension[name]], seed, name)
            numbers[first - start :] = _points(steps, seed, name, first - 1, stop - 1)
        return numbers

    return source


@lru_cache(maxsize=4)
def _directions(size: int, levels: int) -> NDArray[np.uint64]:
    """(D, levels) direction numbers of 30 bits, read off the points 1, 2, 4, ... of the sequence.

    The sequence runs through a Gray code: point 2^k is the k-th direction number on top of the one before.
    """
    from scipy.stats import qmc

    sequence = qmc.Sobol(size, scramble=False, bits=30)
    found, before = np.zeros((size, levels), np.uint64), np.zeros(size, np.uint64)
    sequence.fast_forward(1)
    for k in range(levels):
        point = (sequence.random(1)[0] * 2**30).astype(np.uint64)
        found[:, k] = point ^ before
        before = found[:, k].copy()
        sequence.fast_forward(2**k - 1)
    return found


def _scrambled(steps: Words, seed: int, name: str) -> Words:
    """Multiply direction numbers of 30 bits by a random lower triangular binary matrix of 53 rows."""
    rows = _raw(seed, f"scramble:{name}", _BITS)
    found = np.zeros_like(steps)
    for bit in range(_BITS):
        above = (2**30 - 1) & ~(2 ** max(29 - bit, 0) - 1)  # the bits of this row and of those before it
        mask = np.uint64(int(rows[bit]) & above | (2 ** (29 - bit) if bit < 30 else 0))
        found |= (np.bitwise_count(steps & mask) & np.uint64(1)).astype(np.uint64) << np.uint64(
            _BITS - 1 - bit
        )
    return found


def _points(steps: Words, seed: int, name: str, start: int, stop: int) -> Floats:
    """Points ``start`` to ``stop``: the sum without carry of the steps that the Gray code names."""
    place = np.arange(start, stop, dtype=np.uint64)
    gray, found = place ^ (place >> np.uint64(1)), np.full(len(place), _raw(seed, f"shift:{name}", 1)[0])
    for k, step in enumerate(steps):
        found ^= np.where(gray >> np.uint64(k) & np.uint64(1), step, np.uint64(0))
    return (found.astype(np.float64) + 0.5) * 2.0**-_BITS


def _raw(seed: int, name: str, count: int) -> Words:
    """Whole numbers of 53 bits from the stream of a name."""
    return (uniforms(seed, name, 0, count) * 2.0**_BITS).astype(np.uint64)


def _open(numbers: Floats) -> Floats:
    """Keep numbers that rounding has put on an end inside the open interval."""
    return np.clip(numbers, 2.0**-54, 1 - 2.0**-53)
