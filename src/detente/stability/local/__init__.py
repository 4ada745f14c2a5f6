"""Where a world comes to rest, looked at only where play can go; the kernels over all states stand beside it."""

from detente.stability.local.solver import Layout, Local, Rests

__all__ = ["Layout", "Local", "Rests"]
