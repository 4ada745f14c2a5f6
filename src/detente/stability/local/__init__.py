"""Where worlds come to rest, looked at only where play can go."""

from detente.stability.local.solver import Memory, Rests, Words, forgotten, limits, search, unknown

__all__ = ["Memory", "Rests", "Words", "forgotten", "limits", "search", "unknown"]
