"""How far a long step is: who computes writes it into a cell, and a thread that watches reads it.

A loop says that it has come further by adding to a number, which costs next to nothing and waits for nobody.
The command line shows the cells on one line of a terminal (`detente.screen`); a program that imports detente
may read them too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import Self, TypeVar

__all__ = ["Step", "each", "progress", "under_way"]

#: Most steps told at once: the outermost ones, and the innermost.
TOLD = 3

#: A step that has lasted so many seconds says how long it may still take.
LONG = 3.0

_STEPS: list[Step] = []

_T = TypeVar("_T")


class Step:
    """Something that may take long; under way within a ``with``.

    Parameters
    ----------
    name
        What is being done, in two or three words.
    total
        How many parts it has; 0 if nobody knows.

    Examples
    --------
    >>> with Step("counting sheep", 3) as step:
    ...     step.on()
    ...     under_way()
    'counting sheep: 1 of 3'
    """

    __slots__ = ("begun", "done", "name", "total")

    def __init__(self, name: str, total: int = 0) -> None:
        self.name, self.total, self.done = name, total, 0
        self.begun = time.monotonic()

    def __enter__(self) -> Self:
        _STEPS.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        _STEPS.remove(self)

    def on(self, parts: int = 1) -> None:
        """Say that so many more parts are done.

        Parameters
        ----------
        parts
            How many.
        """
        self.done += parts

    def __str__(self) -> str:
        if not self.total:
            return f"{self.name}, {self.done:,}" if self.done else self.name
        told, spent = f"{self.name}: {self.done:,} of {self.total:,}", time.monotonic() - self.begun
        if spent < LONG or not 0 < self.done < self.total:
            return told
        return f"{told}, about {_duration(spent * (self.total - self.done) / self.done)} left"


def each(name: str, parts: Iterable[_T]) -> Iterator[_T]:
    """Yield parts one by one as a step.

    Parameters
    ----------
    name
        What they are.
    parts
        The parts.
    """
    with Step(name, len(parts) if isinstance(parts, Sized) else 0) as step:
        for part in parts:
            yield part
            step.on()


def under_way() -> str:
    """Return what is being done, in words: the outermost steps and the innermost; empty if there is none."""
    every = list(_STEPS)
    found = [s for s in every if not s.total or s.done < s.total] or every
    if len(found) > TOLD:
        found = [*found[: TOLD - 1], found[-1]]
    return " · ".join(dict.fromkeys(map(str, found)))


@contextmanager
def progress(name: str = "solving worlds") -> Iterator[Callable[[int, int], None]]:
    """Make a step of something that calls back.

    Parameters
    ----------
    name
        What is being done.

    Yields
    ------
    callable
        To be called with the number of parts done and the number in all.
    """
    with Step(name) as step:

        def tick(done: int, total: int) -> None:
            step.done, step.total = done, total

        yield tick


def _duration(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole} s" if whole < 100 else f"{whole // 60} min"
