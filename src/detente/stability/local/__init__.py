"""Where worlds come to rest, looked at only where play can go."""

from detente.stability.local.solver import Local, Rests

__all__ = ["Local", "Rests"]
