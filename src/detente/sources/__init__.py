"""Documents, the passages that judgements rest on, and anchors that find a passage without its words."""

from detente.sources.anchor import Anchor, anchor_from, make
from detente.sources.copies import Copy, Match, read_copies, recognise
from detente.sources.locator import Locator, parse_locator
from detente.sources.passages import Document, cut, digest, passage
from detente.sources.register import Register, Shape, beside, read_register, register, spread
from detente.sources.verify import KINDS, VERIFIED, Kind, Verdict, verify

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
    "spread",
    "verify",
]
