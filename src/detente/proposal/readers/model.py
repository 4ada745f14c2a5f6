"""A language model behind any server that speaks the protocol of OpenAI's chat completions.

One request a question, over HTTP, to the address that was given and to no other. A server on the own machine
(llama.cpp, Ollama, vLLM) needs no key; where one is needed it is taken from DETENTE_LLM_KEY.
"""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from http.client import HTTPException

from detente.errors import DetenteError
from detente.files import parse_json
from detente.proposal.readers.answers import MOST_LETTERS, Speaker

__all__ = ["model"]

#: Seconds that one answer may take.
_PATIENCE = 600.0


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follow no redirection: what was asked for is what is asked."""

    def redirect_request(self, *_: object) -> None:
        return None


def model(name: str, url: str) -> Speaker:
    """Return a speaker that asks a model.

    Parameters
    ----------
    name
        What the server calls the model.
    url
        Base URL, such as ``http://127.0.0.1:8080/v1``.

    Raises
    ------
    DetenteError
        If the URL is not one of HTTP; when asking, if the server does not answer or answers something else.
    """
    if not url.startswith(("http://", "https://")):
        raise DetenteError(f"{url}: the base URL of a server begins with http:// or https://")
    opener = urllib.request.build_opener(_Stay())
    address = f"{url.rstrip('/')}/chat/completions"

    def speak(question: str) -> str:
        body = {"model": name, "temperature": 0, "messages": [{"role": "user", "content": question}]}
        request = urllib.request.Request(address, json.dumps(body).encode(), _headers(), method="POST")
        try:
            with opener.open(request, timeout=_PATIENCE) as answer:
                return _said(answer.read(MOST_LETTERS))
        except (OSError, HTTPException, ValueError) as error:
            raise DetenteError(f"{address}: no answer: {getattr(error, 'reason', None) or error}") from error

    return speak


def _headers() -> dict[str, str]:
    key = os.environ.get("DETENTE_LLM_KEY", "")
    return {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})


def _said(data: bytes) -> str:
    try:
        text = parse_json(data)["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        raise ValueError("it is not an answer of a chat completion") from None
    return str(text or "")
