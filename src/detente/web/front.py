"""The page itself: one file with script and style in it, and a content policy that names both by digest."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

__all__ = ["EDITOR", "Front", "exported", "front", "policy_for"]

#: The script of the text view.
EDITOR = "editor.js"

BUILT = Path(__file__).parent / "built"

_SCRIPT = re.compile(rb"<script[^>]*>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Front:
    """The page.

    Parameters
    ----------
    page
        The HTML file.
    policy
        The content policy that lets it run and nothing else.
    editor
        The script of the text view, which is fetched only there.
    """

    page: bytes
    policy: str
    editor: bytes


@cache
def front() -> Front:
    """Read the page that is shipped, and work out its content policy."""
    page = (BUILT / "index.html").read_bytes()
    scripts, styles = (" ".join(map(_digest, kind.findall(page))) for kind in (_SCRIPT, _STYLE))
    parts = (
        "default-src 'none'",
        f"script-src {scripts}",
        f"style-src {styles}",
        "img-src data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
    return Front(page, "; ".join(parts), (BUILT / EDITOR).read_bytes())


def policy_for(hosts: Iterable[str]) -> str:
    """Return the content policy of the page where it is served: the text view may be fetched too.

    Parameters
    ----------
    hosts
        Names and ports that the workbench answers to.
    """
    places = " ".join(f"{host}/{EDITOR}" for host in sorted(hosts))
    return front().policy.replace("script-src ", f"script-src {places} ", 1)


def exported(found: Mapping[str, Any]) -> bytes:
    """Return the page as a file that needs no server: what it would ask for stands in it.

    Parameters
    ----------
    found
        What is stored.
    """
    shipped = front()
    policy = re.sub("connect-src[^;]*; |; frame-ancestors 'none'", "", shipped.policy)
    text = json.dumps(found, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":  # nothing in it can end the element that it stands in
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    body = f'<script type="application/json" id="stored">{text}</script>'
    page = shipped.page.replace(b"<meta charset", f"{head}\n    <meta charset".encode(), 1)
    return page.replace(b'<div id="app">', f'{body}\n    <div id="app">'.encode(), 1)


def _digest(text: bytes) -> str:
    return f"'sha256-{b64encode(sha256(text).digest()).decode()}'"
