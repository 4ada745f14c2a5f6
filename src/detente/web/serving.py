"""Serving the workbench on this machine; to others only if that is asked for, with a token."""

from __future__ import annotations

import getpass
import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from detente.case import Case
from detente.errors import DetenteError, MissingExtra

if TYPE_CHECKING:
    from detente.web.editing import Paper
    from detente.web.guard import Limits
    from detente.web.sitting import Sitting

__all__ = ["Served", "Sharing", "ready", "serve"]

#: The loopback interface; nothing outside of this machine reaches it.
HOME = "127.0.0.1"


#: Fewest signs of a secret.
SECRET = 24


@dataclass(frozen=True, slots=True)
class Sharing:
    """With whom a workbench is shared.

    Parameters
    ----------
    analysts
        Who else gets a link.
    store
        Address of the workspace, as SQLAlchemy reads it; empty for none.
    public
        Name or address by which other machines reach this one; empty to listen on this machine alone.
    secret
        What links are made from if it is public; at least 24 signs.
    """

    analysts: tuple[str, ...] = ()
    store: str = ""
    public: str = ""
    secret: str = ""

    def checked(self, owner: str) -> Sharing:
        """Return it if it can be used.

        Parameters
        ----------
        owner
            Who starts the workbench.

        Raises
        ------
        DetenteError
            If a name is empty or there twice, or it is public without a secret.
        """
        names = (owner, *self.analysts)
        for name in names:
            if not name.strip() or not name.isprintable() or names.count(name) > 1:
                raise DetenteError(f"each analyst has a name of their own, unlike {name!r}")
        if self.public and not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", self.public):
            raise DetenteError(f"{self.public!r} is neither the name nor the IPv4 address of a machine")
        if self.public and len(self.secret) < SECRET:
            raise DetenteError(f"a public workbench needs a token of at least {SECRET} signs")
        return self


@dataclass(frozen=True, slots=True)
class Served:
    """A workbench that listens.

    Parameters
    ----------
    link
        The address that opens it for whoever started it; once, unless it is public.
    run
        Serves until it is interrupted.
    stop
        Ends that from another thread.
    links
        Analyst -> the address that opens it for them.
    """

    link: str
    run: Callable[[], None]
    stop: Callable[[], None]
    links: Mapping[str, str] = field(default_factory=dict)


def ready() -> None:
    """Make sure that what the workbench runs on is installed.

    Raises
    ------
    MissingExtra
        If it is not.
    """
    for package in ("sqlalchemy", "starlette", "uvicorn"):
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
    sharing: Sharing | None = None,
    sitting: Sitting | None = None,
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
    sharing
        With whom it is shared; ``None`` for nobody.
    sitting
        The review of a proposal for the case; ``None`` for none.

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

    owner = _user()
    with_ = (sharing or Sharing()).checked(owner)
    desk = Desk(case, name)
    listening = _listening(port, "" if with_.public else HOME)
    port = listening.getsockname()[1]
    hosts = [f"{host}:{port}" for host in (HOME, "localhost")]
    hosts += [f"{with_.public}:{port}", with_.public] if with_.public else []
    paper = _paper(file)
    bench = Bench(desk, copies, worlds, seed, beside, paper, owner, with_.analysts, with_.store, sitting)
    app = application(bench, hosts, limits, with_.secret if with_.public else "")
    config = uvicorn.Config(app, log_level="critical", lifespan="off", ws="none", server_header=False)
    config.h11_max_incomplete_event_size, config.timeout_graceful_shutdown = 64_000, 1
    server = uvicorn.Server(config)
    Thread(target=lambda: desk.warm(Wish(worlds=worlds, seed=seed), FIRST), daemon=True).start()

    def run() -> None:
        try:
            server.run([listening])
        finally:
            bench.close()

    def stop() -> None:
        server.should_exit = True

    links = {name: f"http://{with_.public or HOME}:{port}/?link={link}" for name, link in app.links.items()}
    return Served(links.pop(owner), run, stop, links)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a system without names for its users
        return "analyst"


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


def _listening(port: int, home: str) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((home, port))
        found.listen(64)  # who follows the link before all is imported waits a moment and is not refused
    except OSError as error:
        found.close()
        raise DetenteError(f"port {port} cannot be listened on: {error.strerror}") from None
    return found
