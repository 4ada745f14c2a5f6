"""What stands in front of every route: who may ask, from where, how much and how slowly.

A page of another site can make a browser send requests to this machine. So a request is heard only if it
names this machine as its host (a name that a stranger has rebound does not), comes from no other site,
carries the cookie that the one-time link of the terminal gave, and is of the size and kind that the workbench
sends itself. Whatever is served below, the guard is asked first; no route can be left out.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest, digest
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.web.intake import Body, Refused

__all__ = ["WHO", "Guard", "Limits"]

#: Under which name a scope says who asks.
WHO = "detente.who"

#: Methods that change nothing, and all that are heard.
SAFE = ("GET", "HEAD")
HEARD = (*SAFE, "POST")

#: Paths are letters, digits, hyphens and single dots; whatever is written otherwise is not looked at.
_PATH = re.compile(rb"/(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*(?:/[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)*)?")

#: What every answer says to the browser.
_ALWAYS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}

_AGAIN = "Open the link that detente web printed. It works once; start detente web again for a new one."


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a request may be.

    Parameters
    ----------
    body, address
        Most bytes of a body, and of an address with its query.
    seconds
        Longest time in which a body has to be there.
    """

    body: int = 2_000_000
    address: int = 16_000
    seconds: float = 10.0


class Guard:
    """An ASGI application in front of another one.

    Parameters
    ----------
    app
        What is guarded.
    hosts
        Names and ports that a request may be addressed to, such as ``127.0.0.1:8765``.
    policy
        The content policy of every answer.
    limits
        How much a request may be.
    names
        Who is let in, each by a link of their own; the first has started the workbench.
    secret
        What links and cookies are made from where the workbench is not for this machine alone; they are the
        same each time then, and a link may be used again. Without it they are new and work once.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Iterable[str],
        policy: str,
        limits: Limits | None = None,
        names: Sequence[str] = ("",),
        secret: str = "",
    ) -> None:
        self.app, self.hosts, self.policy = app, frozenset(hosts), policy
        self.limits, self._lasting = limits or Limits(), bool(secret)
        self.links = {name: _made(secret, "link", name) for name in names}
        self._passes = {name: _made(secret, "pass", name) for name in names}
        schemes = ("http", "https") if secret else ("http",)
        self._origins = {f"{scheme}://{host}" for scheme in schemes for host in self.hosts}
        port = next(iter(sorted(self.hosts))).rpartition(":")[2]
        self.cookie = f"detente-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hear a request, or refuse it before anything below sees it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 4403})
            return
        try:
            self._addressed(scope)
            if (name := self._opens(scope)) is not None:
                await self._admit(name, send)
                return
            scope[WHO] = self._known(scope)
            body = await Body.read(scope, receive, self.limits.body, self.limits.seconds)
        except Refused as refused:
            await _answer(send, refused.status, self._heads(), str(refused))
            return
        await self.app(scope, body.again(receive), self._dressed(send))

    def _addressed(self, scope: Scope) -> None:
        """Refuse what is not addressed to us, comes from elsewhere, or is written oddly."""
        heads = _heads(scope)
        if _one(heads, "host") not in self.hosts:
            raise Refused(421, "This is not the host that you asked for.")
        if len(scope["raw_path"]) + len(scope["query_string"]) > self.limits.address:
            raise Refused(414, "The address is too long.")
        if not _PATH.fullmatch(scope["raw_path"]):
            raise Refused(404, "There is nothing here.")
        if scope["method"] not in HEARD:
            raise Refused(405, "This is not asked in this way.")
        self._near(scope, heads)

    def _near(self, scope: Scope, heads: Mapping[str, list[str]]) -> None:
        """Refuse what another site has sent; what changes something has to say that it comes from here."""
        opened = scope["method"] in SAFE and scope["path"] == "/"
        near = ("same-origin", "none") if opened else ("same-origin",)
        site, origin = _one(heads, "sec-fetch-site"), _one(heads, "origin")
        if site is not None and site not in near:
            raise Refused(403, "Another site has sent this.")
        if origin is not None and origin not in self._origins:
            raise Refused(403, "Another site has sent this.")
        if scope["method"] not in SAFE and origin is None:
            raise Refused(403, "This does not say where it comes from.")

    def _opens(self, scope: Scope) -> str | None:
        """Return whose link this is, if it is one that still opens."""
        if scope["path"] != "/" or scope["method"] != "GET":
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("link", [""])[0]
        return _whose(given, self.links)

    async def _admit(self, name: str, send: Send) -> None:
        """Give the cookie, and lead on to an address that can be kept; the link is used up."""
        if not self._lasting:
            self.links[name] = ""
        cookie = f"{self.cookie}={self._passes[name]}; Path=/; HttpOnly; SameSite=Strict"
        await _answer(send, 303, {**self._heads(), "location": "/", "set-cookie": cookie}, "")

    def _known(self, scope: Scope) -> str:
        """Return who asks, by the cookie."""
        heads = _heads(scope)
        given = [c for line in heads.get("cookie", []) for c in _cookies(line, self.cookie)]
        found = [name for c in given if (name := _whose(c, self._passes)) is not None]
        if not found:
            raise Refused(401, _AGAIN)
        kind = (_one(heads, "content-type") or "").partition(";")[0].strip().lower()
        if scope["method"] not in SAFE and kind != "application/json":
            raise Refused(415, "Only JSON is read here.")
        return found[0]

    def _heads(self) -> dict[str, str]:
        return {**_ALWAYS, "content-security-policy": self.policy}

    def _dressed(self, send: Send) -> Send:
        """Return a way to answer on which every answer carries what the browser is told."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = self._heads()
                kept = [
                    (k, v) for k, v in message.get("headers", []) if k.decode("latin-1").lower() not in ours
                ]
                more = [(k.encode(), v.encode()) for k, v in ours.items()]
                message = {**message, "headers": [*kept, *more]}
            await send(message)

        return dressed


def _made(secret: str, kind: str, name: str) -> str:
    """Return a link or a cookie: made from the secret, or of chance if there is none."""
    if not secret:
        return token_urlsafe(32)
    told = digest(secret.encode(), f"{kind}\0{name}".encode(), sha256)
    return urlsafe_b64encode(told).decode().rstrip("=")


def _whose(given: str, known: Mapping[str, str]) -> str | None:
    """Return to whom something belongs; each is compared in the same time."""
    found = [
        name for name, right in known.items() if right and compare_digest(given.encode(), right.encode())
    ]
    return found[0] if found else None


def _heads(scope: Scope) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _one(heads: Mapping[str, list[str]], name: str) -> str | None:
    """Return what a head says; one that is there twice says nothing that could be trusted."""
    values = heads.get(name, [])
    if len(values) > 1:
        raise Refused(400, f"{name} is given twice.")
    return values[0] if values else None


def _cookies(line: str, name: str) -> list[str]:
    pairs = [part.strip().partition("=") for part in line.split(";")]
    return [value for key, _, value in pairs if key == name]


async def _answer(send: Send, status: int, heads: Mapping[str, Any], words: str) -> None:
    body = words.encode()
    told = {**heads, "content-type": "text/plain; charset=utf-8", "content-length": str(len(body))}
    if status not in (303, 401):
        told["connection"] = "close"
    listed = [(k.encode(), v.encode()) for k, v in told.items()]
    await send({"type": "http.response.start", "status": status, "headers": listed})
    await send({"type": "http.response.body", "body": body})
