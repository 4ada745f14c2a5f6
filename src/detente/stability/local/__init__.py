"""Where worlds come to rest, looked at only where play can go."""

from detente.stability.local.solver import Rests, Words, forgotten, limits, search, unknown

__all__ = ["Rests", "Words", "forgotten", "limits", "search", "unknown"]
