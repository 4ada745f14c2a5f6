"""Serving the workbench on this machine, and on this machine only."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from detente.case import Case
from detente.errors import DetenteError, MissingExtra

if TYPE_CHECKING:
    from detente.web.editing import Paper
    from detente.web.guard import Limits

__all__ = ["Served", "ready", "serve"]

#: The loopback interface; nothing outside of this machine reaches it.
HOME = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Served:
    """A workbench that listens.

    Parameters
    ----------
    link
        The address that opens it, once.
    run
        Serves until it is interrupted.
    stop
        Ends that from another thread.
    """

    link: str
    run: Callable[[], None]
    stop: Callable[[], None]


def ready() -> None:
    """Make sure that what the workbench runs on is installed.

    Raises
    ------
    MissingExtra
        If it is not.
    """
    for package in ("starlette", "uvicorn"):
        if find_spec(package) is None:
            raise MissingExtra(package, "web")


def serve(
    case: Case,
    name: str,
    worlds: int = 1000,
    seed: int = 1,
    port: int = 0,
    copies: str | None = None,
    beside: Case | None = None,
    file: Path | None = None,
    limits: Limits | None = None,
) -> Served:
    """Listen on this machine with a case on the desk; its first answer is worked out at once.

    Parameters
    ----------
    case
        The case.
    name
        What the command line calls it.
    worlds, seed
        What is solved unless the page asks for something else.
    port
        Port to listen on; 0 for any that is free.
    copies
        Folder of the reader's copies of the sources.
    beside
        Another version of the case, that it is compared with.
    file
        The file of the case, for the editor.
    limits
        How much a request may be.

    Raises
    ------
    MissingExtra
        If the extra ``web`` is not installed.
    DetenteError
        If the port is taken.
    """
    ready()
    import uvicorn

    from detente.web.app import application
    from detente.web.desk import FIRST, Desk
    from detente.web.routes import Bench
    from detente.web.wish import Wish

    desk = Desk(case, name)
    listening = _listening(port)
    port = listening.getsockname()[1]
    app = application(
        Bench(desk, copies, worlds, seed, beside, _paper(file)),
        [f"{host}:{port}" for host in (HOME, "localhost")],
        limits,
    )
    config = uvicorn.Config(app, log_level="critical", lifespan="off", ws="none", server_header=False)
    config.h11_max_incomplete_event_size, config.timeout_graceful_shutdown = 64_000, 1
    server = uvicorn.Server(config)
    Thread(target=lambda: desk.warm(Wish(worlds=worlds, seed=seed), FIRST), daemon=True).start()

    def stop() -> None:
        server.should_exit = True

    return Served(f"http://{HOME}:{port}/?link={app.link}", lambda: server.run([listening]), stop)


def _paper(file: Path | None) -> Paper | None:
    """Return the file for the editor; one that is shipped, or a link to another, is read only."""
    from detente.catalog import path
    from detente.web.editing import Paper

    if file is None:
        return None
    if file.is_symlink():
        return Paper(file, f"{file.name} is a link to another file; open that one to edit it")
    if path("elmira").parents[1] in file.resolve().parents:
        return Paper(file, "this case is shipped with detente; save a copy of its text and open that")
    return Paper(file.resolve())


def _listening(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOME, port))
        found.listen(64)  # who follows the link before all is imported waits a moment and is not refused
    except OSError as error:
        found.close()
        raise DetenteError(f"port {port} cannot be listened on: {error.strerror}") from None
    return found
