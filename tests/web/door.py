"""Asking a workbench without a browser."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Told:
    """What came back."""

    status: int
    headers: HTTPMessage
    body: bytes

    def read(self) -> bytes:
        return self.body


@dataclass
class Door:
    """A workbench, and the cookie that opens it."""

    host: str
    cookie: str
    named: str = ""

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **heads: str | None) -> Told:
        """Ask as the page does; a head that is given replaces the usual one, None leaves it out."""
        usual = {"Host": self.named or self.host, "Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
        if method == "POST":
            usual |= {"Origin": f"http://{self.host}", "Content-Type": "application/json"}
        given = {name.replace("_", "-"): value for name, value in heads.items()}
        sent = {k: v for k, v in {**usual, **given}.items() if v is not None}
        name, _, port = self.host.rpartition(":")
        connection = HTTPConnection(name, int(port), timeout=20)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for head, value in sent.items():
            connection.putheader(head, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        got = connection.getresponse()
        told = Told(got.status, got.headers, got.read())
        connection.close()
        return told

    def send(self, path: str, body: object, **heads: str | None) -> Told:
        """Send plain types."""
        return self.ask(path, "POST", json.dumps(body).encode(), **heads)

    def json(self, path: str) -> Any:
        """Return what is answered, as plain types."""
        told = self.ask(path)
        assert told.status == 200, told.body
        return json.loads(told.body)


def entered(link: str) -> Door:
    """Follow a link, and return the door with its cookie."""
    parts = urlsplit(link)
    given = Door(parts.netloc, "").ask(f"/?{parts.query}", Cookie=None, Sec_Fetch_Site="none")
    assert given.status == 303
    return Door(parts.netloc, given.headers["set-cookie"].partition(";")[0])
