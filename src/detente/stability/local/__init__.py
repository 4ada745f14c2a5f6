"""Where worlds come to rest, looked at only where play can go."""

from detente.stability.local.solver import Rests, search

__all__ = ["Rests", "search"]
