"""What a workspace hands out."""

from __future__ import annotations

from dataclasses import dataclass

from detente.errors import DetenteError

__all__ = ["Kept", "Outdated", "Round", "Version"]


class Outdated(DetenteError):
    """Somebody else has written meanwhile; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Version:
    """A text that a case has had, without the text.

    Parameters
    ----------
    id
        Its number in the workspace.
    digest
        SHA-256 of the text.
    who, at
        Who saved it, and when.
    """

    id: int
    digest: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A what-if that was given a name.

    Parameters
    ----------
    name
        The name.
    query
        What is changed, as it stands in an address.
    who, at
        Who kept it, and when.
    rev
        Count of its changes.
    """

    name: str
    query: str
    who: str
    at: str
    rev: int


@dataclass(frozen=True, slots=True)
class Round:
    """A round in which analysts are asked.

    Parameters
    ----------
    id, number
        In the workspace, and among those of the case.
    digest
        Digest of the case that was asked about.
    who, at
        Who opened it, and when.
    revealed
        Whether the answers are shown to all; from then on none can be changed.
    """

    id: int
    number: int
    digest: str
    who: str
    at: str
    revealed: bool
