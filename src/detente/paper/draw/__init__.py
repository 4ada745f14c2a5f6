"""Pictures drawn: the same data as SVG for the page and for files, and as PNG."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from functools import singledispatch
from typing import Any

from matplotlib import rc_context, rcdefaults, rcParams

from detente.paper.draw.bands import draw_bands
from detente.paper.draw.bars import draw_bars
from detente.paper.draw.curves import draw_curves
from detente.paper.draw.dots import draw_dots
from detente.paper.draw.fans import draw_fans
from detente.paper.draw.influence import draw_influence
from detente.paper.draw.letters import drawable, faces
from detente.paper.draw.limits import draw_limits, draw_places
from detente.paper.draw.net import draw_net, worded
from detente.paper.draw.sheet import Sheet
from detente.paper.draw.svg import as_png, as_svg
from detente.paper.draw.theme import RC
from detente.paper.draw.tiles import draw_tiles
from detente.paper.draw.timeline import draw_timeline
from detente.paper.markup import clean
from detente.paper.model import Picture
from detente.paper.picture import (
    Bands,
    Bars,
    Curves,
    Dots,
    Fans,
    Influence,
    Limits,
    Net,
    Places,
    Tiles,
    Timeline,
)
from detente.steps import Step

__all__ = ["NARROW", "WIDE", "png", "svg", "wide_only"]

#: Widths in pixels: a page's column, and a telephone.
WIDE, NARROW = 720.0, 330.0


@singledispatch
def draw(picture: Picture, width: float) -> Sheet:
    """Draw a picture on a sheet of a given width.

    Parameters
    ----------
    picture
        What is drawn, as data; its type decides how.
    width
        Width in pixels.
    """
    raise TypeError(type(picture).__name__)


draw.register(Bars, draw_bars)
draw.register(Bands, draw_bands)
draw.register(Net, draw_net)
draw.register(Influence, draw_influence)
draw.register(Timeline, draw_timeline)
draw.register(Tiles, draw_tiles)
draw.register(Curves, draw_curves)
draw.register(Dots, draw_dots)
draw.register(Fans, draw_fans)
draw.register(Limits, draw_limits)
draw.register(Places, draw_places)


def _worded(value: Any, change: Callable[[str], str]) -> Any:
    """Change every word of a picture."""
    match value:
        case str():
            return change(value)
        case tuple():
            return tuple(_worded(v, change) for v in value)
        case dict():
            return {_worded(k, change): _worded(v, change) for k, v in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{f.name: _worded(getattr(value, f.name), change) for f in fields(value)})
    return value


def wide_only(picture: Picture) -> bool:
    """Whether a narrow page shows the wide drawing too, to be moved sideways.

    Parameters
    ----------
    picture
        The picture.
    """
    return isinstance(picture, Influence) or (isinstance(picture, Net) and not worded(picture))


def svg(
    picture: Picture,
    width: float = WIDE,
    inline: bool = False,
    key: str = "",
    letters: Callable[[str], str] | None = None,
) -> str:
    """Return a picture as SVG; ``inline`` for one that stands in a page.

    Parameters
    ----------
    picture
        What is drawn, as data.
    width
        Width in pixels.
    inline
        Whether it stands in a page, whose style then gives the colours.
    key
        Put before every id of the drawing; the picture's own key if empty.
    letters
        Writes words in letters that can be shown where the picture goes; they are left to its reader if
        ``None``.
    """
    shown = _worded(picture, lambda words: letters(clean(words)) if letters else clean(words))
    with _settings(), Step("drawing"):
        return as_svg(draw(shown, width), key or shown.key, shown.title, shown.words, inline)


def png(picture: Picture, width: float = WIDE, scale: float = 2.0) -> bytes:
    """Return a picture as PNG, in letters that this machine has.

    Parameters
    ----------
    picture
        What is drawn, as data.
    width
        Width in pixels, before scaling.
    scale
        Dots for each pixel.
    """
    shown = _worded(picture, lambda words: drawable(clean(words)))  # may find typefaces to draw with
    with _settings(), Step("drawing"):
        return as_png(draw(shown, width), scale)


@contextmanager
def _settings() -> Iterator[None]:
    """Draw with settings of our own, whatever the user has set for other drawings."""
    with rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # text stays text in SVG
        rcdefaults()
        rcParams.update({**RC, "font.family": faces()})
        yield
