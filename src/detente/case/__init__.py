"""Case file <-> Case: reading with every problem at its line, the condition language, writing."""

from detente.case.model import Case

__all__ = ["Case"]
