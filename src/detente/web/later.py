"""What takes long: worked out in a process of its own, which says how far it is and can be ended at once."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any

from anyio import sleep

from detente.errors import DetenteError

__all__ = ["worked"]

#: Seconds between two looks at how far it is.
LOOK = 0.1


async def worked(make: Callable[..., Any], *args: object) -> AsyncGenerator[tuple[str, Any], None]:
    """Yield how far a piece of work is, and at the end what it has made.

    Whoever stops asking ends the process that works.

    Parameters
    ----------
    make
        A function of a module, called with ``args`` in a process of its own.
    args
        Plain data.

    Yields
    ------
    tuple of str and object
        ``("progress", words)``, and at last ``("sections", sections)``.

    Raises
    ------
    DetenteError
        If the work refuses what it is asked.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(make, args, theirs), daemon=True)
    process.start()
    theirs.close()
    told = ""
    try:
        while True:
            if not ours.poll():
                if not process.is_alive() and not ours.poll():
                    raise DetenteError("the process that works on this has ended without an answer")
                await sleep(LOOK)
                continue
            kind, what = ours.recv()
            if kind == "refused":
                raise DetenteError(what)
            if kind == "sections":
                yield kind, what
                return
            if what != told:
                yield kind, what
                told = what
    finally:
        process.kill()
        process.join()
        ours.close()


def _work(make: Callable[..., Any], args: tuple[object, ...], out: Connection) -> None:
    """Do the work in a process of its own; tell how far it is from a thread of its own."""
    Thread(target=_tell, args=(out,), daemon=True).start()
    try:
        out.send(("sections", make(*args)))
    except DetenteError as error:
        out.send(("refused", str(error)))


def _tell(out: Connection) -> None:
    import time

    from detente.steps import under_way

    while True:
        time.sleep(3 * LOOK)
        try:
            out.send(("progress", under_way()))
        except OSError:
            return
