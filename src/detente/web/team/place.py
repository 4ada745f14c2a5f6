"""Where a workspace is kept: an SQLite file, or a PostgreSQL server."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from detente.errors import DetenteError, MissingExtra

__all__ = ["engine"]


def engine(url: str) -> Engine:
    """Return what opens connections to a workspace.

    Parameters
    ----------
    url
        As in `Store`.

    Raises
    ------
    MissingExtra, DetenteError
    """
    try:
        where = make_url(url)
        if where.drivername in ("postgresql", "postgres"):
            if find_spec("psycopg") is None:
                raise MissingExtra("psycopg", "team")
            where = where.set(drivername="postgresql+psycopg")
        if where.get_backend_name() not in ("sqlite", "postgresql"):
            raise DetenteError("a workspace is sqlite:///FILE or postgresql://USER@HOST/NAME")
        made = create_engine(where, pool_pre_ping=True, pool_size=5, max_overflow=20)
    except (ArgumentError, NoSuchModuleError):
        raise DetenteError("a workspace is sqlite:///FILE or postgresql://USER@HOST/NAME") from None
    if where.get_backend_name() == "sqlite":
        event.listen(made, "connect", _wary)
        event.listen(made, "begin", lambda on: on.exec_driver_sql("BEGIN IMMEDIATE"))
    return made


def _wary(connection: Any, _: object) -> None:
    """Have SQLite wait for others, check what belongs together, and begin when it is told to."""
    connection.isolation_level = None
    for line in ("journal_mode=WAL", "busy_timeout=30000", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {line}")
