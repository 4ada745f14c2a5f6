"""Codes of languages, scripts and regions: what BCP 47 knows, and what is none."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

__all__ = ["unknown_part"]

_KINDS = ("language", "script", "region")


def unknown_part(tag: str) -> str:
    """Return what is wrong with a language tag that has the right form, or an empty text.

    Parameters
    ----------
    tag
        A language, a script and a region, the last two may be left out: ``ko``, ``zh-Hant``, ``en-GB``.

    Examples
    --------
    >>> unknown_part("zh-Hant-TW"), unknown_part("xx"), unknown_part("en-QR")
    ('', "there is no language 'xx'", "there is no region 'QR'")
    """
    known = _registry()
    for part, kind in _parts(tag):
        if part.casefold() not in known[kind]:
            return f"there is no {kind} {part!r}"
    return ""


def _parts(tag: str) -> list[tuple[str, str]]:
    first, *rest = tag.split("-")
    return [(first, "language"), *((part, "script" if len(part) == 4 else "region") for part in rest)]


@cache
def _registry() -> Mapping[str, frozenset[str]]:
    text = resources.files("detente.case").joinpath("languages.txt").read_text(encoding="ascii")
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    kind = ""
    for line in text.splitlines():
        if line.startswith("  "):
            found[kind] += line.casefold().split()
        elif not line.startswith("#"):
            kind = line.removesuffix(":")
    return {kind: frozenset(codes) for kind, codes in found.items()}
