"""What can be asked: the page, what the case is, what follows, why, and on which passage it rests."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import Any

from anyio import sleep
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from detente.errors import DetenteError
from detente.web import views
from detente.web.desk import FIRST, Answer, Desk, Superseded
from detente.web.front import exported, front
from detente.web.later import worked
from detente.web.routes.bench import Bench, event, told
from detente.web.views.why import Target
from detente.web.wish import Wish, whole

__all__ = ["asking"]

#: Seconds without a further change after which a changed case is solved under every concept.
CALM = 1.0


def asking(bench: Bench) -> list[Route]:
    """Return the routes that change nothing.

    Parameters
    ----------
    bench
        What they share.
    """
    return [
        Route("/", _page, methods=["GET"]),
        Route("/api/case", partial(_case, bench), methods=["GET"]),
        Route("/api/answer", partial(_answer, bench), methods=["GET"]),
        Route("/api/why", partial(_why, bench), methods=["GET"]),
        Route("/api/model", partial(_model, bench), methods=["GET"]),
        Route("/api/situations", partial(_situations, bench), methods=["GET"]),
        Route("/api/ask", partial(_ask, bench), methods=["GET"]),
        Route("/api/time", partial(_time, bench), methods=["GET"]),
        Route("/api/export", partial(_export, bench), methods=["GET"]),
        Route("/api/passage", partial(_passage, bench), methods=["GET"]),
    ]


async def _page(request: Request) -> Response:
    return Response(front().page, media_type="text/html; charset=utf-8")


async def _case(bench: Bench, request: Request) -> Response:
    return await told(lambda: {**views.about(bench.desk.case, bench.desk.name), **bench.offers})


async def _why(bench: Bench, request: Request) -> Response:
    def work() -> Any:
        asked = request.query_params
        pairs = {kind: _pairs(asked.getlist(kind)) for kind in ("state", "chance")}
        target = Target(asked.get("choice", ""), asked.get("named", ""), **pairs)
        wish = bench.wish(request)
        return views.why(bench.desk.case, bench.desk.name, wish, target)

    return await told(work)


def _pairs(texts: list[str]) -> dict[str, str]:
    found = [text.partition(":") for text in texts]
    if not all(name and value for name, _, value in found):
        raise DetenteError("write levels as option:level")
    return {name: value for name, _, value in found}


async def _model(bench: Bench, request: Request) -> Response:
    def work() -> Any:
        wish = bench.wish(request)
        return views.model(bench.desk.answer(wish, min(FIRST, wish.worlds)))

    return await told(work)


async def _situations(bench: Bench, request: Request) -> Response:
    def work() -> Any:
        asked = request.query_params
        wish = bench.wish(request)
        board = bench.desk.board(wish, asked.get("choice", ""))
        start, count = (
            whole(name, asked.get(name, usual)) for name, usual in (("from", "0"), ("count", "50"))
        )
        where, sort = asked.get("where", ""), asked.get("sort", "")
        return views.situations(wish.written(bench.desk.case), board, where, sort, start, count)

    return await told(work)


async def _passage(bench: Bench, request: Request) -> Response:
    at = request.query_params.get("at", "")
    return await told(lambda: views.passage(bench.desk.case, at, bench.copies))


async def _answer(bench: Bench, request: Request) -> Response:
    """Send what follows in stages: the first worlds, all of them, and all under every concept."""
    events = _stages(bench, request)
    return StreamingResponse(events, media_type="text/event-stream")


async def _stages(bench: Bench, request: Request) -> AsyncIterator[bytes]:
    """Solve stage by stage; who has gone away is cancelled while waiting for a turn."""
    desk = bench.desk
    try:
        wish = bench.wish(request)
        for worlds in dict.fromkeys((min(FIRST, wish.worlds), wish.worlds)):
            async with bench.turn:
                found = await run_sync(desk.answer, wish, worlds)
            yield event("answer", views.answer(found))
            solved = found
            if found.findings.worlds == found.of:
                break
        if wish.changed:  # while somebody drags, the next change comes before this is over
            await sleep(CALM)
        told = replace(await _whole(desk, wish), altered=solved.altered)
        yield event("answer", views.answer(told))
        yield event("done", {})
    except DetenteError as error:
        yield event("refused", {"refused": str(error)})


async def _export(bench: Bench, request: Request) -> Response:
    """Send the page as one file, for readers without a server."""
    try:
        found = await run_sync(views.stored, bench.desk, bench.worlds, bench.seed)
    except (DetenteError, Superseded) as error:
        return JSONResponse({"refused": str(error) or "Something else was asked meanwhile; ask again."}, 422)
    name = re.sub(r"[^A-Za-z0-9-]", "-", bench.desk.case.case)
    heads = {"content-disposition": f'attachment; filename="{name}.html"'}
    return Response(exported(found), media_type="text/html; charset=utf-8", headers=heads)


async def _time(bench: Bench, request: Request) -> Response:
    """Send how far the dates are, and then their sections."""

    def asked() -> tuple[object, Callable[..., Any], tuple[object, ...]]:
        wish = bench.wish(request)
        return ("time", wish.key), views.dates, (bench.desk.case, wish)

    return StreamingResponse(_background(bench, asked), media_type="text/event-stream")


async def _ask(bench: Bench, request: Request) -> Response:
    """Send how far a question of a mediator is, and then its answer."""

    def asked() -> tuple[object, Callable[..., Any], tuple[object, ...]]:
        wish, given = bench.wish(request), request.query_params
        words = tuple(given.get(name, "") for name in ("question", "target", "choice"))
        return ("ask", wish.key, words), views.mediated, (bench.desk.case, wish, *words)

    return StreamingResponse(_background(bench, asked), media_type="text/event-stream")


async def _background(
    bench: Bench, asked: Callable[[], tuple[object, Callable[..., Any], tuple[object, ...]]]
) -> AsyncIterator[bytes]:
    """Work something out in a process of its own, once."""
    try:
        key, make, args = asked()
        if key in bench.kept:
            yield event("sections", bench.kept[key])
            return
        async with aclosing(worked(make, *args)) as stages:
            async for kind, told in stages:
                if kind == "sections":
                    bench.kept[key] = told
                yield event(kind, told)
    except DetenteError as error:
        yield event("refused", {"refused": str(error)})


async def _whole(desk: Desk, wish: Wish) -> Answer:
    """Solve everything; again, after a while, if something more urgent came between."""
    while True:
        try:
            return await run_sync(desk.whole, wish, abandon_on_cancel=True)
        except Superseded:
            await sleep(0.2)
