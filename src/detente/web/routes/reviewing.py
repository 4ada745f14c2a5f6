"""A review in the workbench: look at a card, decide it, and solve the case with what entered."""

from __future__ import annotations

from functools import partial
from typing import Any

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from detente.case import load
from detente.errors import DetenteError
from detente.web import views
from detente.web.guard import WHO
from detente.web.routes.bench import Bench, given, told
from detente.web.sitting import Behind, Sitting

__all__ = ["reviewing"]


def reviewing(bench: Bench) -> list[Route]:
    """Return the routes of a review.

    Parameters
    ----------
    bench
        What they share.
    """
    return [
        Route("/api/review", partial(_card, bench), methods=["GET"]),
        Route("/api/review/decide", partial(_decide, bench), methods=["POST"]),
        Route("/api/review/take", partial(_take, bench), methods=["POST"]),
    ]


def _sitting(bench: Bench) -> Sitting:
    if bench.sitting is None:
        raise DetenteError("no proposal is open: start with --review FILE")
    return bench.sitting


async def _card(bench: Bench, request: Request) -> Response:
    def work() -> Any:
        held = _sitting(bench)
        with held.lock:
            return views.review(held.review, held.paper, request.query_params.get("at", ""))

    return await told(work)


async def _decide(bench: Bench, request: Request) -> Response:
    """Decide one item; 409 if somebody else has decided since the card was shown."""
    try:
        sent = await given(request, do=str, item=str, rev=int, told=dict)
        if request.scope[WHO] != bench.owner:
            raise DetenteError(f"{bench.owner}, who has started the workbench, decides")

        def work() -> Any:
            said = _sitting(bench).decide(sent["do"], sent["item"], sent["rev"], sent["told"])
            return {"said": said}

        return JSONResponse(await run_sync(work))
    except Behind as error:
        return JSONResponse({"refused": str(error)}, 409)
    except (DetenteError, OSError) as error:
        return JSONResponse({"refused": str(error)}, 422)


async def _take(bench: Bench, request: Request) -> Response:
    """Put the case on the desk as accepted items have made it."""
    try:
        await given(request)
        held = _sitting(bench)

        def work() -> Any:
            with held.lock:
                text = held.review.case.read_text(encoding="utf-8")
                bench.put(load(held.review.case), text, request.scope[WHO])
            return {"taken": True}

        return JSONResponse(await run_sync(work))
    except (DetenteError, OSError) as error:
        return JSONResponse({"refused": str(error)}, 422)
