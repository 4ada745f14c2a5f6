"""Pictures drawn: the same data as SVG for the page and for files, and as PNG."""

from __future__ import annotations

import logging
import warnings
from dataclasses import fields, is_dataclass, replace
from functools import singledispatch
from typing import Any

from matplotlib import font_manager, rc_context

from detente.paper.draw.bands import draw_bands
from detente.paper.draw.bars import draw_bars
from detente.paper.draw.curves import draw_curves
from detente.paper.draw.fans import draw_fans
from detente.paper.draw.limits import draw_limits
from detente.paper.draw.net import draw_net, worded
from detente.paper.draw.sheet import Sheet
from detente.paper.draw.svg import as_png, as_svg
from detente.paper.draw.theme import RC
from detente.paper.draw.tiles import draw_tiles
from detente.paper.draw.timeline import draw_timeline
from detente.paper.markup import clean
from detente.paper.picture import Bands, Bars, Curves, Fans, Limits, Net, Picture, Tiles, Timeline

__all__ = ["NARROW", "WIDE", "png", "svg", "wide_only"]

#: Widths in pixels: a page's column, and a telephone.
WIDE, NARROW = 720.0, 330.0

#: Typefaces for letters that the first does not have, as far as they are installed; only PNG needs them.
_FACES = (
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK KR",
    "Microsoft YaHei",
    "Malgun Gothic",
    "PingFang SC",
    "Apple SD Gothic Neo",
)


@singledispatch
def draw(picture: Picture, width: float) -> Sheet:
    """Draw a picture on a sheet of a given width."""
    raise TypeError(type(picture).__name__)


draw.register(Bars, draw_bars)
draw.register(Bands, draw_bands)
draw.register(Net, draw_net)
draw.register(Timeline, draw_timeline)
draw.register(Tiles, draw_tiles)
draw.register(Curves, draw_curves)
draw.register(Fans, draw_fans)
draw.register(Limits, draw_limits)


def _cleaned(value: Any) -> Any:
    """Replace signs that a drawing cannot hold, in every word of a picture."""
    match value:
        case str():
            return clean(value)
        case tuple():
            return tuple(map(_cleaned, value))
        case dict():
            return {_cleaned(k): _cleaned(v) for k, v in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{f.name: _cleaned(getattr(value, f.name)) for f in fields(value)})
    return value


def wide_only(picture: Picture) -> bool:
    """Whether a narrow page shows the wide drawing too, to be moved sideways."""
    return isinstance(picture, Net) and not worded(picture)


def svg(picture: Picture, width: float = WIDE, inline: bool = False, key: str = "") -> str:
    """Return a picture as SVG; ``inline`` for one that stands in a page."""
    with rc_context(_settings()):
        shown = _cleaned(picture)
        return as_svg(draw(shown, width), key or shown.key, shown.title, shown.words, inline)


def png(picture: Picture, width: float = WIDE, scale: float = 2.0) -> bytes:
    """Return a picture as PNG."""
    with rc_context(_settings()), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        return as_png(draw(_cleaned(picture), width), scale)


def _settings() -> dict[Any, Any]:
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    installed = set(font_manager.get_font_names())
    return {**RC, "font.family": [face for face in _FACES if face in installed] or ["DejaVu Sans"]}
