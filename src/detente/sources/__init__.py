"""Documents, the passages that judgements rest on, and anchors that find a passage without its words.

Reading a case needs locators only; the rest is fetched from its module when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from detente.sources.locator import Locator, parse_locator

if TYPE_CHECKING:
    from detente.sources.anchor import Anchor, anchor_from, make
    from detente.sources.copies import Copy, Match, read_copies, recognise
    from detente.sources.passages import Document, cut, digest, passage
    from detente.sources.registers import Register, Shape, beside, read_register, register, shape_of, spread
    from detente.sources.verdict import KINDS, VERIFIED, Kind, Verdict, verify

_MODULES = {
    "Anchor": "anchor",
    "Copy": "copies",
    "Document": "passages",
    "KINDS": "verdict",
    "Kind": "verdict",
    "Match": "copies",
    "Register": "registers",
    "Shape": "registers",
    "VERIFIED": "verdict",
    "Verdict": "verdict",
    "anchor_from": "anchor",
    "beside": "registers",
    "cut": "passages",
    "digest": "passages",
    "make": "anchor",
    "passage": "passages",
    "read_copies": "copies",
    "read_register": "registers",
    "recognise": "copies",
    "register": "registers",
    "shape_of": "registers",
    "spread": "registers",
    "verify": "verdict",
}

__all__ = [
    "KINDS",
    "VERIFIED",
    "Anchor",
    "Copy",
    "Document",
    "Kind",
    "Locator",
    "Match",
    "Register",
    "Shape",
    "Verdict",
    "anchor_from",
    "beside",
    "cut",
    "digest",
    "make",
    "parse_locator",
    "passage",
    "read_copies",
    "read_register",
    "recognise",
    "register",
    "shape_of",
    "spread",
    "verify",
]


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return getattr(import_module(f"detente.sources.{_MODULES[name]}"), name)
    raise AttributeError(f"module 'detente.sources' has no attribute {name!r}")
