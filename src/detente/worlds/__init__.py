"""Game + Case -> Worlds: draws of everything uncertain; utilities by one matrix product."""

from detente.worlds.draw import POOLED, UNIT, Worlds, central, draw
from detente.worlds.streams import normal_quantile, transform, uniforms

__all__ = ["POOLED", "UNIT", "Worlds", "central", "draw", "normal_quantile", "transform", "uniforms"]
