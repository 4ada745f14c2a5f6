"""Worlds cut into even blocks, and the parts of blocks done on threads and handed out in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from itertools import pairwise
from typing import TypeVar

__all__ = ["even", "in_order"]

#: Blocks in work at a time, so that no thread waits for the last part of one.
AHEAD = 2

_Where, _Part = TypeVar("_Where"), TypeVar("_Part")


def even(worlds: int, size: int) -> list[tuple[int, int]]:
    """Cut worlds into blocks of about one size: none has less than two thirds of it unless it is alone.

    Parameters
    ----------
    worlds
        How many there are.
    size
        Worlds in a block, about.

    Examples
    --------
    >>> even(501, 256)
    [(0, 250), (250, 501)]
    >>> even(300, 256)
    [(0, 300)]
    """
    number = max(1, (2 * worlds + size) // (2 * size))
    cuts = [k * worlds // number for k in range(number + 1)]
    return list(pairwise(cuts))


def in_order(
    blocks: Iterator[tuple[_Where, list[Callable[[], _Part]]]], pool: Executor | None
) -> Iterator[tuple[_Where, int, _Part]]:
    """Do the tasks of each block, a few blocks being in work at a time.

    Parameters
    ----------
    blocks
        What a block is called, and its tasks.
    pool
        Threads; without any a task is done when its turn comes.

    Yields
    ------
    where, number, part
        What the block is called, which task it was, and what came of it, in the order of blocks and tasks.
    """
    if pool is None:
        yield from ((where, k, task()) for where, tasks in blocks for k, task in enumerate(tasks))
        return
    work: deque[tuple[_Where, list[Future[_Part]]]] = deque()
    try:
        while True:
            for where, tasks in blocks:
                work.append((where, [pool.submit(task) for task in tasks]))
                if len(work) == AHEAD:
                    break
            if not work:
                return
            where, parts = work.popleft()
            yield from ((where, k, part.result()) for k, part in enumerate(parts))
    finally:
        for part in (part for _, parts in work for part in parts):  # on the way out of a failure
            part.cancel()
