"""Every route, whatever it does, refuses who should not ask."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import anyio
import pytest

from detente import load
from detente.catalog import path as catalogued
from detente.web import Limits, serve
from detente.web.desk import Desk
from detente.web.guard import HEARD, Guard
from detente.web.routes import Bench, routes
from web.conftest import Start
from web.door import Door, entered

ROUTES = routes(Bench(Desk(load("prisoners-dilemma"), "prisoners-dilemma")))
ASKED = [(route.path, method) for route in ROUTES for method in sorted((route.methods or set()) - {"HEAD"})]


@pytest.fixture(scope="module")
def door(start: Start) -> Door:
    link = urlsplit(start("prisoners-dilemma", worlds=100).link)
    given = Door(link.netloc, "").ask(f"/?{link.query}", Cookie=None, Sec_Fetch_Site="none")
    assert given.status == 303
    assert given.headers["location"] == "/"
    cookie = given.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict"} <= {part.strip() for part in cookie.split(";")}
    return Door(link.netloc, cookie.partition(";")[0])


def other(method: str) -> str:
    return "DELETE" if method == "GET" else "PUT"


#: What a hostile request changes of one that is answered -> how it is refused.
PROBES = {
    "rebinding": (421, {"Host": "attacker.example:80"}),
    "another port": (421, {"Host": "127.0.0.1:1"}),
    "cross-site": (403, {"Sec_Fetch_Site": "cross-site"}),
    "same site, other origin": (403, {"Sec_Fetch_Site": "same-site"}),
    "foreign origin": (403, {"Origin": "http://attacker.example"}),
    "origin of a sandbox": (403, {"Origin": "null"}),
    "no cookie": (401, {"Cookie": None}),
    "wrong cookie": (401, {"Cookie": "detente-1=x; detente=x"}),
}


@pytest.mark.parametrize(("path", "method"), ASKED)
@pytest.mark.parametrize("probe", PROBES)
def test_a_hostile_request_is_refused(door: Door, path: str, method: str, probe: str) -> None:
    status, heads = PROBES[probe]
    assert door.ask(path, method, b"{}" if method == "POST" else None, **heads).status == status


@pytest.mark.parametrize(("path", "method"), ASKED)
def test_what_is_oversize_odd_or_slow_is_refused(door: Door, path: str, method: str) -> None:
    assert door.ask(path, other(method)).status == 405
    assert door.ask(path, "TRACE").status == 405
    most = Limits().body
    assert door.ask(path, method, Content_Length=str(most + 1)).status == 413
    assert door.ask(f"{path}?weight={'x' * Limits().address}", method).status == 414
    assert door.ask(path, "POST", b"{}", Origin=None).status == 403
    assert door.ask(path, "POST", b"a=b", Content_Type="text/plain").status == 415


TRAVERSAL = ("..", "%2e%2e", "..%2f", "%00", "\\", "//", ";", "%252e", "./", "%c0%ae%c0%ae")


@pytest.mark.parametrize(("path", "method"), ASKED)
def test_a_path_leads_nowhere_else(door: Door, path: str, method: str) -> None:
    for odd in TRAVERSAL:
        assert door.ask(f"{path.rstrip('/')}/{odd}/etc/passwd", method).status == 404, odd


@pytest.mark.parametrize(("path", "method"), ASKED)
def test_script_in_what_is_asked_stays_text(door: Door, path: str, method: str) -> None:
    script = "%3Cscript%3Ealert(1)%3C/script%3E"
    query = f"?choice={script}&at={script}&weight=a:{script}&state=a:{script}&named={script}&reading={script}"
    answer = door.ask(path + query, method)
    kind, body = answer.headers["content-type"], answer.read().decode()
    assert answer.headers["x-content-type-options"] == "nosniff"
    saved = (answer.headers["content-disposition"] or "").startswith("attachment")
    assert path == "/" or saved or not kind.startswith("text/html")
    assert not (path == "/" or saved) or "alert(1)" not in body


def test_a_body_that_never_comes_is_not_waited_for() -> None:
    """Over a socket of its own, since a client of HTTP would send the body."""
    served = serve(load("prisoners-dilemma"), "prisoners-dilemma", limits=Limits(seconds=0.3))
    thread = Thread(target=served.run, daemon=True)
    thread.start()
    link = urlsplit(served.link)
    given = Door(link.netloc, "").ask(f"/?{link.query}", Cookie=None, Sec_Fetch_Site="none")
    cookie = given.headers["set-cookie"].partition(";")[0]
    name, _, port = link.netloc.rpartition(":")
    heads = f"Host: {link.netloc}\r\nCookie: {cookie}\r\nOrigin: http://{link.netloc}"
    kind = "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    lines = [socket.create_connection((name, int(port)), timeout=20) for _ in ASKED]
    for line, (path, _) in zip(lines, ASKED, strict=True):
        line.sendall(f"POST {path} HTTP/1.1\r\n{heads}\r\n{kind}".encode())
    for line in lines:
        with line:
            assert line.recv(200).startswith(b"HTTP/1.1 408")
    served.stop()
    thread.join(10)


def test_a_stale_digest_writes_nothing(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_bytes(catalogued("prisoners-dilemma").read_bytes())
    before = file.read_bytes()
    door = entered(start(file, file=file).link)
    sent = {"text": before.decode() + "# mine\n"}
    assert door.send("/api/save", sent).status == 428
    assert door.send("/api/save", sent, If_Match='"0000"').status == 412
    assert door.send("/api/save", {**sent, "more": 1}, If_Match='"0000"').status == 422
    for odd in (b"[" * 100_000, b"{", b"null", b'{"text": 1}', b"\xff"):
        assert door.ask("/api/save", "POST", odd, If_Match='"0000"').status == 422
    assert file.read_bytes() == before
    link = tmp_path / "link.yaml"
    link.symlink_to(file)
    door = entered(start(link, file=link).link)
    told = door.send("/api/save", sent, If_Match=f'"{door.json("/api/text")["base"]}"')
    assert (told.status, b"link" in told.body) == (422, True)
    assert file.read_bytes() == before


def test_every_answer_carries_the_policy(door: Door) -> None:
    for path, method in ASKED:
        for answer in (door.ask(path, method), door.ask(path, method, Cookie=None)):
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert re.search(r"script-src ([\w.]+:\d+/editor\.js )+'sha256-[\w+/=]{44}';", policy)
            assert answer.headers["x-frame-options"] == "DENY"
            assert answer.headers["cache-control"] == "no-store"


def test_the_link_works_once(start: Start) -> None:
    link = urlsplit(start("prisoners-dilemma", worlds=100).link)
    door = Door(link.netloc, "")
    assert door.ask(f"/?{link.query}x", Cookie=None, Sec_Fetch_Site="none").status == 401
    assert door.ask(f"/?{link.query}", Cookie=None, Sec_Fetch_Site="none").status == 303
    again = door.ask(f"/?{link.query}", Cookie=None, Sec_Fetch_Site="none")
    assert again.status == 401
    assert b"once" in again.read()


def test_two_hosts_or_cookies_in_one_request_decide_nothing(door: Door) -> None:
    name, _, port = door.host.rpartition(":")
    with socket.create_connection((name, int(port)), timeout=20) as line:
        hosts = f"Host: {door.host}\r\nHost: attacker.example\r\n"
        line.sendall(f"GET / HTTP/1.1\r\n{hosts}Cookie: {door.cookie}\r\n\r\n".encode())
        assert line.recv(200).startswith(b"HTTP/1.1 4")


def test_a_websocket_is_closed_by_the_guard() -> None:
    sent: list[dict[str, object]] = []

    async def app(scope: object, receive: object, send: object) -> None:
        raise AssertionError

    async def receive() -> dict[str, object]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    guard = Guard(app, ["127.0.0.1:1"], "default-src 'none'")  # type: ignore[arg-type]
    scope = {"type": "websocket", "headers": []}
    thread = Thread(
        target=lambda: anyio.run(guard, scope, receive, send)
    )  # a browser's tests have a loop here
    thread.start()
    thread.join(10)
    assert sent == [{"type": "websocket.close", "code": 4403}]


def test_what_is_asked_rightly_is_answered(door: Door) -> None:
    assert HEARD == ("GET", "HEAD", "POST")
    page = door.ask("/")
    assert page.status == 200
    assert page.headers["content-type"].startswith("text/html")
    assert door.ask("/editor.js").headers["content-type"].startswith("text/javascript")
    assert json.loads(door.ask("/api/case").read())["case"] == "prisoners-dilemma"
    assert b"event: done" in door.ask("/api/answer").read()
    refused = door.ask("/api/answer?hold=nobody.nothing:yes").read()
    assert b"event: refused" in refused
    assert door.ask("/api/passage?at=X.P1").status == 422
    assert door.ask("/api/nothing").status == 404
