"""A model behind a server on this machine: one request a question, to the address given and to no other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from detente.errors import DetenteError
from detente.proposal import Paper, propose
from detente.sources import cut

TEXT = "Bonn wants cheap grain."
ITEM = {"type": "interest", "at": ["K.P1.S1"], "quote": "wants cheap grain", "actor": "Bonn"}


@contextmanager
def server(status: int, body: str, headers: dict[str, str] | None = None) -> Iterator[tuple[str, list[Any]]]:
    asked: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        Thread(target=http.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{http.server_port}/v1", asked
        finally:
            http.shutdown()


def completion(text: str) -> str:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]})


def test_a_model_is_asked_and_held_to_the_text() -> None:
    invented = ITEM | {"quote": "wants free grain"}
    with server(200, completion(json.dumps({"items": [ITEM, invented]}))) as (url, asked):
        found = propose(Paper("paper.txt", TEXT, cut(TEXT)), "K", "llm:small", url)
    assert [item.quote for item in found.items] == ["wants cheap grain"]
    assert found.dropped == {"the quote does not stand there": 1}
    path, body = asked[0]
    assert path == "/v1/chat/completions"
    assert body["model"] == "small"
    assert "K.P1.S1: Bonn wants cheap grain." in body["messages"][0]["content"]


@pytest.mark.parametrize(
    ("status", "body"), [(500, "broken"), (200, "no JSON"), (200, '{"choices": []}'), (302, "")]
)
def test_a_server_that_fails_is_an_error_with_its_address(status: int, body: str) -> None:
    with server(status, body, {"Location": "http://127.0.0.1:9/elsewhere"}) as (url, asked):
        with pytest.raises(DetenteError, match=r"127\.0\.0\.1"):
            propose(Paper("paper.txt", TEXT, cut(TEXT)), "K", "llm:small", url)
        assert len(asked) == 1


def test_only_addresses_of_http_are_taken() -> None:
    with pytest.raises(DetenteError, match="http"):
        propose(Paper("paper.txt", TEXT, cut(TEXT)), "K", "llm:small", "file:///etc/passwd")
