"""Other versions of the case: the one it was opened beside, what-ifs, what was saved, commits of git."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente.case import Case, loads
from detente.errors import DetenteError
from detente.web import views
from detente.web.editing import commits, committed
from detente.web.routes.bench import Bench, told
from detente.web.wish import Wish, whole

__all__ = ["comparing"]


def comparing(bench: Bench) -> list[Route]:
    """Return the routes of the comparison.

    Parameters
    ----------
    bench
        What they share.
    """
    return [
        Route("/api/versions", partial(_versions, bench), methods=["GET"]),
        Route("/api/compare", partial(_compare, bench), methods=["GET"]),
    ]


async def _versions(bench: Bench, request: Request) -> Response:
    return await told(lambda: [{"id": i, "name": name} for i, name in _listed(bench)])


def _listed(bench: Bench) -> Iterator[tuple[str, str]]:
    if bench.beside is not None:
        yield "beside:", bench.beside.title
    if bench.place:
        store, case = bench.shared(), bench.desk.case.case
        for kept in store.wishes(case):
            yield f"wish:{kept.name}", f"What if: {kept.name} ({kept.who})"
        for version in store.versions(case):
            yield f"version:{version.id}", f"Saved {version.at[:16].replace('T', ' ')} ({version.who})"
    if bench.paper is not None:
        for commit, day, subject in commits(bench.paper.file):
            yield f"commit:{commit}", f"Commit {commit[:8]}, {day}: {subject}"


async def _compare(bench: Bench, request: Request) -> Response:
    def work() -> Any:
        other = request.query_params.get("with", "beside:")
        before, after = _pair(bench, *other.partition(":")[::2])
        return views.compare(before, after, bench.worlds, bench.seed)

    return await told(work)


def _pair(bench: Bench, kind: str, name: str) -> tuple[Case, Case]:
    """Return the earlier and the later version; a what-if is the later one."""
    case = bench.desk.case
    match kind:
        case "wish":
            found = next((k for k in bench.shared().wishes(case.case) if k.name == name), None)
            if found is None:
                raise DetenteError(f"no what-if is called {name[:40]!r}")
            return case, Wish.of(found.query, bench.worlds, bench.seed).written(case)
        case "version":
            return loads(bench.shared().text(case.case, whole("version", name)), _name(bench)), case
        case "commit" if bench.paper is not None:
            return loads(committed(bench.paper.file, name), _name(bench)), case
        case _ if bench.beside is not None:
            return bench.beside, case
    raise DetenteError("no other version is open: start with --beside CASE")


def _name(bench: Bench) -> str:
    """Return what an earlier text is called, so that a case that it extends is found beside the file."""
    return str(bench.paper.file) if bench.paper else bench.desk.name
