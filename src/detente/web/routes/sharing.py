"""What several people share: rounds of blind judgements, and what-ifs with a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from detente.case import digest
from detente.elicitation import METHODS
from detente.errors import DetenteError
from detente.web import views
from detente.web.guard import WHO
from detente.web.routes.bench import Bench, given, told
from detente.web.team import Outdated, Store, answered
from detente.web.wish import Wish

__all__ = ["sharing"]


def sharing(bench: Bench) -> list[Route]:
    """Return the routes of the group.

    Parameters
    ----------
    bench
        What they share.
    """
    return [
        Route("/api/group", partial(_group, bench), methods=["GET"]),
        Route("/api/group/pooled", partial(_pooled, bench), methods=["GET"]),
        Route("/api/group/begin", partial(_begin, bench), methods=["POST"]),
        Route("/api/group/answer", partial(_answer, bench), methods=["POST"]),
        Route("/api/group/reveal", partial(_reveal, bench), methods=["POST"]),
        Route("/api/wishes", partial(_wishes, bench), methods=["GET"]),
        Route("/api/wishes/keep", partial(_keep, bench), methods=["POST"]),
    ]


def _who(request: Request) -> str:
    return str(request.scope[WHO])


def _owns(bench: Bench, request: Request) -> bool:
    return _who(request) == bench.owner


def _store(bench: Bench) -> Store:
    return bench.shared()


async def _group(bench: Bench, request: Request) -> Response:
    def work() -> Any:
        method = request.query_params.get("pool", METHODS[0])
        if method not in METHODS:
            raise DetenteError(f"pool by one of {', '.join(METHODS)}")
        case = bench.desk.case
        found = views.group(case, _store(bench), _who(request), _owns(bench, request), method)
        return {**found, "analysts": list(bench.analysts), "methods": list(METHODS)}

    return await told(work)


async def _pooled(bench: Bench, request: Request) -> Response:
    """Say what the pooled judgements change of the answer."""

    def work() -> Any:
        method = request.query_params.get("pool", METHODS[0])
        if method not in METHODS:
            raise DetenteError(f"pool by one of {', '.join(METHODS)}")
        case = bench.desk.case
        return views.compare(case, views.pooled(case, _store(bench), method), bench.worlds, bench.seed)

    return await told(work)


async def _begin(bench: Bench, request: Request) -> Response:
    async def work() -> Callable[[], Any]:
        sent = await given(request, number=int)

        def begin() -> Any:
            _lead(bench, request)
            case = bench.desk.case
            _store(bench).begin(case.case, digest(case), _who(request), sent["number"])
            return {"begun": sent["number"]}

        return begin

    return await _written(work)


async def _answer(bench: Bench, request: Request) -> Response:
    async def work() -> Callable[[], Any]:
        sent = await given(request, round=int, id=str, values=list, rev=int)
        if len(sent["values"]) != 3 or not all(isinstance(v, str) and len(v) <= 100 for v in sent["values"]):
            raise DetenteError("send three numbers as they were typed")

        def answer() -> Any:
            case, who = bench.desk.case, _who(request)
            found = answered(case, who, sent["id"], sent["values"])
            rev = _store(bench).answer(case.case, sent["round"], who, sent["id"], found, sent["rev"])
            return {"rev": rev, "values": [f"{v:.15g}" for v in found.quantiles]}

        return answer

    return await _written(work)


async def _reveal(bench: Bench, request: Request) -> Response:
    async def work() -> Callable[[], Any]:
        sent = await given(request, round=int)

        def reveal() -> Any:
            _lead(bench, request)
            _store(bench).reveal(bench.desk.case.case, sent["round"], _who(request))
            return {"revealed": sent["round"]}

        return reveal

    return await _written(work)


def _lead(bench: Bench, request: Request) -> None:
    if not _owns(bench, request):
        raise DetenteError(f"this is for {bench.owner}, who has started the workbench")


async def _wishes(bench: Bench, request: Request) -> Response:
    return await told(lambda: [asdict(w) for w in _store(bench).wishes(bench.desk.case.case)])


async def _keep(bench: Bench, request: Request) -> Response:
    async def work() -> Callable[[], Any]:
        sent = await given(request, name=str, query=str, rev=int)
        name = sent["name"].strip()
        if not 1 <= len(name) <= 100 or not name.isprintable():
            raise DetenteError("a name has 1 to 100 signs that can be seen")

        def keep() -> Any:
            wish = Wish.of(sent["query"], bench.worlds, bench.seed)
            wish.written(bench.desk.case)
            _store(bench).keep(bench.desk.case.case, name, sent["query"], _who(request), sent["rev"])
            return {"kept": name}

        return keep

    return await _written(work)


async def _written(work: Callable[[], Any]) -> Response:
    """Read what was sent and do it on a thread; 409 if somebody else was first."""
    try:
        return JSONResponse(await run_sync(await work()))
    except Outdated as error:
        return JSONResponse({"refused": str(error)}, 409)
    except DetenteError as error:
        return JSONResponse({"refused": str(error)}, 422)
