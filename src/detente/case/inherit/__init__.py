"""A case that inherits another: the two are merged before anything is checked, and every line is known."""

from detente.case.inherit.base import completed
from detente.case.inherit.merge import merged
from detente.case.inherit.stated import stated

__all__ = ["completed", "merged", "stated"]
