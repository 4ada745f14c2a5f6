"""Slow twins of the designs' number sequences, in whole numbers of Python."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["directions", "permuted", "scrambled"]

WORD = 2**64 - 1


def permuted(place: int, count: int, keys: Sequence[int]) -> int:
    """A Feistel network on an even number of bits, walked until it lands below ``count``."""
    half = 1
    while 4**half < count:
        half += 1
    while True:
        left, right = divmod(place, 2**half)
        for key in keys:
            left, right = right, left ^ (mixed((right + key) & WORD) % 2**half)
        place = left * 2**half + right
        if place < count:
            return place


def mixed(word: int) -> int:
    """The finalizer of splitmix64."""
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 & WORD
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB & WORD
    return word ^ (word >> 31)


def directions(degree: int, coefficients: int, initial: Sequence[int], count: int) -> list[int]:
    """Direction numbers of 30 bits, by the recurrence of Bratley and Fox (1988); degree 0: all ones."""
    m = list(initial)
    for k in range(len(m), count):
        if degree == 0:
            m.append(1)
            continue
        new = m[k - degree] ^ (m[k - degree] << degree)
        for i in range(1, degree):
            if coefficients >> (degree - 1 - i) & 1:
                new ^= m[k - i] << i
        m.append(new)
    return [number << (29 - k) for k, number in enumerate(m[:count])]


def scrambled(index: int, steps: Sequence[int], rows: Sequence[int], shift: int) -> int:
    """Point ``index`` of a scrambled sequence, as a whole number of 53 bits.

    Row r of the random matrix is one on the diagonal and random before it: from the bits of ``rows[r]``.
    """
    plain, gray, k = 0, index ^ (index >> 1), 0
    while gray:
        plain ^= steps[k] if gray & 1 else 0
        gray, k = gray >> 1, k + 1
    bits = [plain >> (29 - b) & 1 for b in range(30)]
    made = 0
    for r, row in enumerate(rows):
        told = bits[r] if r < 30 else 0
        for b in range(min(r, 30)):
            told ^= bits[b] & (row >> (29 - b))
        made |= (told & 1) << (52 - r)
    return made ^ shift
