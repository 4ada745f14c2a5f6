"""What a rule is."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ERROR", "WARNING", "Rule"]

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that a case is checked by.

    Parameters
    ----------
    name
        Short name, for example ``unknown-actor``.
    severity
        ``"error"`` refuses the case, ``"warning"`` does not.
    says
        The rule in one sentence.
    fix
        An example of what to write instead.
    """

    name: str
    severity: str
    says: str
    fix: str
