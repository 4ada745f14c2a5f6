"""Where worlds come to rest, looked at only where play can go."""

from detente.stability.local.solver import Rests, limits, search

__all__ = ["Rests", "limits", "search"]
