"""What takes long: worked out in a process of its own, which says how far it is and can be ended at once."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any

from anyio import sleep

from detente.case import Case
from detente.errors import DetenteError
from detente.web.wish import Wish

__all__ = ["dated"]

#: Worlds that are followed through time, and seconds between two looks at how far it is.
FOLLOWED, LOOK = 8, 0.1


async def dated(case: Case, wish: Wish) -> AsyncGenerator[tuple[str, Any], None]:
    """Yield how far the dates of a case are, and at the end their sections.

    Whoever stops asking ends the process that works them out.

    Parameters
    ----------
    case
        The case as it is written.
    wish
        What the reader has changed.

    Yields
    ------
    tuple of str and object
        ``("progress", words)``, and at last ``("sections", sections)``.

    Raises
    ------
    DetenteError
        If the case has no clock, or cannot be solved.
    """
    if case.clock is None:
        raise DetenteError("this case has no clock, so nothing in it is dated")
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(case, wish, theirs), daemon=True)
    process.start()
    theirs.close()
    told = ""
    try:
        while True:
            if not ours.poll():
                if not process.is_alive() and not ours.poll():
                    raise DetenteError("the process that works out dates has ended without an answer")
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


def _work(case: Case, wish: Wish, out: Connection) -> None:
    """Work out dates in a process of its own; tell how far it is from a thread of its own."""
    Thread(target=_tell, args=(out,), daemon=True).start()
    from detente.brief.time.lasting import lasting
    from detente.brief.time.switching import switching
    from detente.brief.time.watching import watching
    from detente.brief.time.years import by_year
    from detente.brief.words.material import Material
    from detente.insight import Ask, find
    from detente.web.views.parts import section

    try:
        changed = wish.written(case)
        parts = frozenset({"choices", "watch", "choosing"})
        ask = Ask(wish.worlds, wish.seed, dated=min(FOLLOWED, wish.worlds), parts=parts)
        m = Material(changed, find(changed, ask))
        told = (by_year(m), switching(m), lasting(m), watching(m))
        out.send(("sections", [section(s) for s in told if s is not None]))
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
