"""What worlds answer, held in little memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Answers", "Patterns"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What each world answers for one choice, under each of C concepts, over all W worlds.

    Parameters
    ----------
    table
        (P, M): part of the resting points at which each of M masks holds, in the order of `mask_names`, for
        each of P patterns. Where play does not come to rest, part of the states that it wanders through.
    code
        (C, W) the pattern of each world: worlds rest in few different places, so this holds in megabytes
        what `masks` would hold in gigabytes.
    points
        (C, W) number of resting points; 0 where play does not come to rest.
    level
        (C, A, W) utility as a share of the actor's range; `nan` without range.
    today
        (A, W) the same for the status quo.
    start
        (C, W) whether the status quo with the choice made is an equilibrium.
    reached
        Per scenario (2, S): sum and sum of squares, over weighted worlds, of the part that each state has
        among the resting points of a world, under the case's concept.
    rests
        Per scenario (C, S) weighted number of worlds in which the state is reached and at rest.
    """

    table: Floats
    code: NDArray[np.int32]
    points: NDArray[np.int32]
    level: Floats
    today: Floats
    start: NDArray[np.bool_]
    reached: tuple[Floats, ...]
    rests: tuple[Floats, ...]

    @property
    def settled(self) -> NDArray[np.bool_]:
        """(C, W) whether play comes to rest."""
        return self.points > 0

    @property
    def utility(self) -> Floats:
        """(C, A, W) change against the status quo as a share of the actor's range."""
        return self.level - self.today

    @property
    def masks(self) -> Floats:
        """(C, M, W) parts of all masks at once; large where there are many worlds."""
        return np.moveaxis(self.table[self.code], -1, 1)

    def parts(self, row: int) -> Floats:
        """Return (C, W): part of each world's resting points at which one mask holds.

        Parameters
        ----------
        row
            Number of the mask, from 0.

        Returns
        -------
        (C, W) array
            In [0, 1]; 0 where a world does not come to rest.
        """
        found: Floats = self.table[:, row][self.code]
        return found

    def part(self, concept: int, row: int) -> Floats:
        """Return (W,): the same under one concept.

        Parameters
        ----------
        concept
            Place of the concept in the plan, from 0.
        row
            Number of the mask, from 0.

        Returns
        -------
        (W,) array
            In [0, 1]; 0 where a world does not come to rest.
        """
        found: Floats = self.table[:, row][self.code[concept]]
        return found


class Patterns:
    """Different rows of numbers, each once, in the order in which they were met."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._place: dict[bytes, int] = {}
        self._rows: list[Floats] = []

    def number(self, row: Floats) -> int:
        """Return the number of a row, a new one if it has not been met before.

        Parameters
        ----------
        row
            (M,): a row of parts; rows are the same if their bytes are.
        """
        key = row.tobytes()
        if key not in self._place:
            self._place[key] = len(self._rows)
            self._rows.append(row)
        return self._place[key]

    def numbers(self, rows: Floats) -> NDArray[np.int32]:
        """Return the numbers of several rows.

        Parameters
        ----------
        rows
            (N, M): rows of parts.

        Returns
        -------
        (N,) int32
            From 0, in the order in which rows were first met.
        """
        return np.array([self.number(row) for row in rows], np.int32)

    def renumbered(self, part: Answers) -> NDArray[np.int32]:
        """Return the codes of some answers in these numbers, new ones in the order of the worlds.

        Parameters
        ----------
        part
            Of N worlds, with a table of its own.

        Returns
        -------
        (C, N) int32
            Its codes, as places in the rows met so far.
        """
        first = np.sort(np.unique(part.code, return_index=True)[1])
        used = part.code.ravel()[first]
        number = np.zeros(len(part.table), np.int32)
        number[used] = self.numbers(part.table[used])
        return np.asarray(number[part.code], np.int32)

    @property
    def table(self) -> Floats:
        """(P, M) all rows."""
        return np.array(self._rows, np.float64).reshape(len(self._rows), self._width)
