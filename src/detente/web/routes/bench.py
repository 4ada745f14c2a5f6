"""What the routes share: the case on the desk, its file, and how answers are told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock as ThreadLock
from typing import Any

from anyio import Lock
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from detente.case import Case
from detente.errors import DetenteError
from detente.web.desk import Desk
from detente.web.editing import Paper, digest_of
from detente.web.sitting import Sitting
from detente.web.team import Store
from detente.web.wish import Wish

__all__ = ["Bench", "event", "given", "told"]


@dataclass(slots=True, eq=False)
class Bench:
    """What the routes share.

    Parameters
    ----------
    desk
        The case that is open.
    copies
        Folder of the reader's copies of the sources; ``None`` for none.
    worlds, seed
        What is solved unless something else is asked.
    beside
        Another version of the case, that it is compared with; ``None`` for none.
    paper
        The file of the case; ``None`` for a case that has none.
    owner
        Who has started the workbench, and may begin and reveal rounds.
    analysts
        Who else has a link.
    place
        Address of the workspace; empty for none.
    sitting
        The review of a proposal for the case; ``None`` for none.
    turn
        Whose turn it is to have worlds solved.
    kept
        What was worked out in the background, by what was asked.
    """

    desk: Desk
    copies: str | None = None
    worlds: int = 1000
    seed: int = 1
    beside: Case | None = None
    paper: Paper | None = None
    owner: str = ""
    analysts: tuple[str, ...] = ()
    place: str = ""
    sitting: Sitting | None = None
    turn: Lock = field(default_factory=Lock)
    kept: dict[object, Any] = field(default_factory=dict)
    _store: Store | None = None
    _opening: ThreadLock = field(default_factory=ThreadLock)

    def wish(self, request: Request) -> Wish:
        """Return what a request wishes.

        Raises
        ------
        DetenteError
        """
        return Wish.read(request.query_params.multi_items(), self.worlds, self.seed)

    def shared(self) -> Store:
        """Return the workspace; it is made when it is first used.

        Raises
        ------
        DetenteError
            If there is none, or it cannot be used.
        """
        with self._opening:
            if self._store is None:
                if not self.place:
                    raise DetenteError("no workspace is open: start with --store ADDRESS")
                self._store = Store(self.place)
            return self._store

    def close(self) -> None:
        """Let go of the workspace."""
        with self._opening:
            if self._store is not None:
                self._store.close()
                self._store = None

    @property
    def offers(self) -> dict[str, bool]:
        """What of the page there is for this case."""
        return {
            "compares": bool(self.beside or self.place or self.paper),
            "edits": self.paper is not None,
            "groups": bool(self.place),
            "reviews": self.sitting is not None,
        }

    def put(self, case: Case, text: str, who: str) -> None:
        """Put another version of the case on the desk; the workspace keeps it.

        Parameters
        ----------
        case, text
            The case as it was saved.
        who
            Who saved it.
        """
        self.desk = Desk(case, self.desk.name)
        self.kept.clear()
        if self.place:  # the file is what decides; the workspace takes down what it has held
            self.shared().add(case.case, text, digest_of(text), "", who)


async def told(work: Callable[[], Any]) -> Response:
    """Do something on a thread and return what it gives; what cannot be done is told in one sentence.

    Parameters
    ----------
    work
        Returns plain types.
    """
    try:
        return JSONResponse(await run_sync(work))
    except DetenteError as error:
        return JSONResponse({"refused": str(error)}, 422)


def event(kind: str, what: Any) -> bytes:
    """Return an event as it is sent.

    Parameters
    ----------
    kind
        What it is called.
    what
        Plain types.
    """
    return f"event: {kind}\ndata: {json.dumps(what, ensure_ascii=False)}\n\n".encode()


async def given(request: Request, **kinds: type | tuple[type, ...]) -> dict[str, Any]:
    """Return what a body holds: exactly these names, each of its kind.

    Parameters
    ----------
    request
        The request, whose body is JSON.
    kinds
        Name -> type of its value.

    Raises
    ------
    DetenteError
        If it holds anything else.
    """
    try:
        found = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise DetenteError("what was sent cannot be read as JSON") from None
    if not isinstance(found, dict) or set(found) != set(kinds):
        raise DetenteError(f"send {', '.join(kinds)}")
    for name, kind in kinds.items():
        if not isinstance(found[name], kind) or isinstance(found[name], bool):
            raise DetenteError(f"{name} is not of the kind that is read here")
    return found
