"""Letters that no typeface at hand has: written in Latin letters instead, and said once.

A page leaves typefaces to its reader. A PNG, a PDF and the pictures of a DOCX are drawn here, with what this
machine has; what it has not would come out as empty boxes.
"""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from functools import cache

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties, fontManager

__all__ = ["LOG", "drawable", "faces"]

#: Where it is said that letters are missing.
LOG = logging.getLogger(__name__)

#: Typefaces for letters that the first does not have, as far as they are installed.
_FACES = (
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK KR",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "Noto Sans KR",
    "Noto Sans JP",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
    "NanumGothic",
    "IPAexGothic",
    "Microsoft YaHei",
    "Malgun Gothic",
    "Yu Gothic",
    "PingFang SC",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Thai",
    "Noto Sans Ethiopic",
    "Arial Unicode MS",
)

MISSING = (
    "No typeface on this machine has the letters of “{word}”: PDF, DOCX and pictures in PNG show such words "
    "in Latin letters. To change this, install one that has them; on Debian, fonts-noto-cjk for East Asia."
)

#: The word of which it was said in this process.
_said: list[str] = []


def faces() -> list[str]:
    """Return the typefaces that pictures are written in, the first choice first."""
    installed = set(font_manager.get_font_names())
    return [face for face in _FACES if face in installed]


def drawable(text: str) -> str:
    """Write in Latin letters whatever no typeface here has.

    Parameters
    ----------
    text
        Words in any script.

    Examples
    --------
    >>> drawable("Δ talks – переговоры")
    'Δ talks – переговоры'
    """
    if _lacking(text):
        _look_again()
    if not (lacking := _lacking(text)):
        return text
    from anyascii import anyascii  # wanted by few

    foreign = re.compile(f"[{re.escape(lacking)}]+")
    _say(foreign.findall(text)[0])
    return foreign.sub(lambda found: anyascii(found[0]) or "?", text)


def _lacking(text: str) -> str:
    """Return the characters of a text that no typeface here has."""
    has = _letters(tuple(faces()))
    return "".join(sorted({c for c in text if ord(c) not in has}))


@cache
def _letters(names: tuple[str, ...]) -> frozenset[int]:
    """Return every character that one of these typefaces has."""
    found: set[int] = set()
    for name in names:
        file = font_manager.findfont(FontProperties(family=[name]))
        found |= font_manager.get_font(file).get_charmap().keys()
    return frozenset(found)


@cache
def _look_again() -> None:
    """Take in typefaces that were installed since matplotlib made its list."""
    known = {entry.fname for entry in fontManager.ttflist}
    for file in sorted(set(font_manager.findSystemFonts()) - known):
        with suppress(OSError, RuntimeError):  # a file that is no typeface that can be drawn with
            fontManager.addfont(file)


def _say(word: str) -> None:
    """Say it, unless it was said before."""
    if _said:
        return
    _said.append(word)
    LOG.warning(MISSING.format(word=word))
