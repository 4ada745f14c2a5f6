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
)
from detente.worlds.exact import exact
from detente.worlds.issues import Settlement, settle
from detente.worlds.ranked import Ranked, ranked
from detente.worlds.streams import normal_quantile, transform, uniforms

__all__ = [
    "POOLED",
    "Held",
    "Ranked",
    "Settlement",
    "Source",
    "Worlds",
    "central",
    "chance_shares",
    "draw",
    "exact",
    "normal_quantile",
    "ranked",
    "reading_shares",
    "settle",
    "transform",
    "uniforms",
]
