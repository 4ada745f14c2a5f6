"""The workbench as one ASGI application: the guard, and behind it the routes."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.applications import Starlette

from detente.web.front import policy_for
from detente.web.guard import Guard, Limits
from detente.web.routes import Bench, routes

__all__ = ["application"]


def application(bench: Bench, hosts: Iterable[str], limits: Limits | None = None, secret: str = "") -> Guard:
    """Return the workbench; everything that is asked of it goes through its guard.

    Parameters
    ----------
    bench
        The case that is open.
    hosts
        Names and ports that it answers to.
    limits
        How much a request may be.
    secret
        As in `Guard`.
    """
    listed = tuple(hosts)
    return Guard(
        Starlette(routes=routes(bench)),
        listed,
        policy_for(listed),
        limits,
        (bench.owner, *bench.analysts),
        secret,
    )
