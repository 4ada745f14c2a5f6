"""What changes something: the text of the case, its draft, its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from detente.errors import DetenteError
from detente.web.editing import Paper, Stale, Unusable, changed, digest_of, looked, merged
from detente.web.front import front
from detente.web.guard import WHO
from detente.web.routes.bench import Bench, given, told

__all__ = ["changing"]


def changing(bench: Bench) -> list[Route]:
    """Return the routes of the editor.

    Parameters
    ----------
    bench
        What they share.
    """
    return [
        Route("/editor.js", _editor, methods=["GET"]),
        Route("/api/text", partial(_text, bench), methods=["GET"]),
        Route("/api/look", partial(_look, bench), methods=["POST"]),
        Route("/api/change", partial(_change, bench), methods=["POST"]),
        Route("/api/draft", partial(_draft, bench), methods=["POST"]),
        Route("/api/drop", partial(_drop, bench), methods=["POST"]),
        Route("/api/save", partial(_save, bench), methods=["POST"]),
    ]


async def _editor(request: Request) -> Response:
    return Response(front().editor, media_type="text/javascript; charset=utf-8")


def _paper(bench: Bench) -> Paper:
    if bench.paper is None:
        raise DetenteError("this case has no file that could be edited")
    return bench.paper


async def _text(bench: Bench, request: Request) -> Response:
    def work() -> Any:
        paper = _paper(bench)
        return {**paper.opened(), "file": paper.file.name, "fixed": paper.fixed}

    return await told(work)


async def _look(bench: Bench, request: Request) -> Response:
    """Say what is wrong with a text, and whether the file is still the one that it began as."""

    async def work() -> Callable[[], Any]:
        text = (await given(request, text=str))["text"]

        def look() -> Any:
            paper = _paper(bench)
            return {
                **looked(text, str(paper.file), bench.desk.case),
                "now": digest_of(paper.text()),
            }

        return look

    return await _sent(work)


async def _change(bench: Bench, request: Request) -> Response:
    async def work() -> Callable[[], Any]:
        sent = await given(request, text=str, path=list, value=(str, list, dict, type(None)))
        path = tuple(sent["path"])
        if not path or not all(isinstance(step, (str, int)) and step is not True for step in path):
            raise DetenteError("a path holds names and places")
        name = str(_paper(bench).file)
        return lambda: {"text": changed(sent["text"], name, path, sent["value"])}

    return await _sent(work)


async def _draft(bench: Bench, request: Request) -> Response:
    async def work() -> Callable[[], Any]:
        sent = await given(request, text=str, base=str)

        def keep() -> Any:
            _paper(bench).keep(sent["text"], sent["base"])
            return {"kept": True}

        return keep

    return await _sent(work)


async def _drop(bench: Bench, request: Request) -> Response:
    """Throw the draft away, and say what the file holds."""

    async def work() -> Callable[[], Any]:
        await given(request)

        def drop() -> Any:
            _paper(bench).drop()
            return _paper(bench).opened()

        return drop

    return await _sent(work)


async def _save(bench: Bench, request: Request) -> Response:
    """Save a text over the one that it began as, and over no other."""
    base = request.headers.get("if-match", "").strip('"')
    if not base:
        return JSONResponse({"refused": "Say with If-Match what the text began as."}, 428)
    try:
        text = (await given(request, text=str))["text"]
        paper = _paper(bench)
        case = await run_sync(paper.save, text, base)
        await run_sync(bench.put, case, text, request.scope[WHO])
        return JSONResponse({"base": digest_of(await run_sync(paper.text))})
    except Stale as error:
        sides = await run_sync(_sides, text, error)
        return JSONResponse(
            {"refused": str(error), "sides": sides, "base": digest_of(await run_sync(paper.text))}, 412
        )
    except Unusable as error:
        return JSONResponse({"refused": str(error), "problems": [p.to_dict() for p in error.problems]}, 422)
    except DetenteError as error:
        return JSONResponse({"refused": str(error)}, 422)


def _sides(text: str, error: Stale) -> list[dict[str, str]]:
    return [asdict(chunk) for chunk in merged(error.base, text, error.theirs)]


async def _sent(work: Callable[[], Any]) -> Response:
    """Read what was sent and do it on a thread."""
    try:
        return await told(await work())
    except DetenteError as error:
        return JSONResponse({"refused": str(error)}, 422)
