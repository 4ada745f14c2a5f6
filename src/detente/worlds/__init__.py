"""Game + Case -> Worlds: draws of everything uncertain; utilities by one matrix product."""

from detente.worlds.draw import (
    POOLED,
    Held,
    Source,
    Worlds,
    central,
    chance_shares,
    draw,
    reading_shares,
    redrawn,
)
from detente.worlds.exact import exact
from detente.worlds.issues import Settlement, settle
from detente.worlds.ranked import Layout, Ranked, Values, layout, ranked
from detente.worlds.streams import normal_quantile, transform, uniforms

__all__ = [
    "POOLED",
    "Held",
    "Layout",
    "Ranked",
    "Settlement",
    "Source",
    "Values",
    "Worlds",
    "central",
    "chance_shares",
    "draw",
    "exact",
    "layout",
    "normal_quantile",
    "ranked",
    "reading_shares",
    "redrawn",
    "settle",
    "transform",
    "uniforms",
]
