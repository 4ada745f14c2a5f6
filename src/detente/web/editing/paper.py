"""The file of a case while it is edited: its draft, and saving that overwrites nothing of others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from detente.case import Case, examine_text
from detente.case.file.text import MAX_BYTES
from detente.errors import DetenteError, Problem
from detente.files import read_bytes, read_json, write_atomically

__all__ = ["Paper", "Stale", "Unusable", "digest_of"]


class Stale(DetenteError):
    """The file is not the one that the text began as.

    Parameters
    ----------
    base, theirs
        The text that was begun with, empty if it is not known, and the one that is there now.
    """

    def __init__(self, base: str, theirs: str) -> None:
        self.base, self.theirs = base, theirs
        super().__init__("the file was changed elsewhere since this text was begun")


class Unusable(DetenteError):
    """A text that is no usable case; nothing is written.

    Parameters
    ----------
    problems
        What is wrong with it.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        wrong = sum(p.severity == "error" for p in problems)
        super().__init__(f"not saved: {wrong} {'error' if wrong == 1 else 'errors'} left in the text")


def digest_of(text: str) -> str:
    """Return what a text is called when it is asked for again: its SHA-256, hexadecimal.

    Parameters
    ----------
    text
        The text.
    """
    return sha256(text.encode()).hexdigest()


@dataclass(slots=True, eq=False)
class Paper:
    """A case file that is edited.

    Parameters
    ----------
    file
        The file. It has to be a file of its own, no link to another one.
    fixed
        Why it cannot be saved; empty if it can.
    """

    file: Path
    fixed: str = ""
    _bases: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def draft(self) -> Path:
        """Where the text is kept that is not saved yet."""
        return self.file.with_name(f".{self.file.name}.draft")

    def text(self) -> str:
        """Return what the file holds now, with its line ends as they are.

        Raises
        ------
        DetenteError
            If it cannot be read.
        """
        try:
            text = read_bytes(self.file, MAX_BYTES).decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DetenteError(f"{self.file.name} cannot be read: {error}") from None
        self._bases[digest_of(text)] = text
        return text

    def opened(self) -> Mapping[str, Any]:
        """Return the text to begin with: the draft, if one was left, or else the file.

        Returns
        -------
        dict
            ``text``; ``base``, the digest of what it began as; ``now``, the digest of the file; ``draft``,
            whether the text is one that was not saved.
        """
        now = self.text()
        kept = self._kept()
        if kept is None or kept["text"] == _plain(now):
            return {"text": _plain(now), "base": digest_of(now), "now": digest_of(now), "draft": False}
        base = kept["base"]
        self._bases[digest_of(base)] = base
        return {"text": kept["text"], "base": digest_of(base), "now": digest_of(now), "draft": True}

    def keep(self, text: str, base: str) -> None:
        """Keep a text that is not saved yet, so that nothing is lost if the program ends.

        Parameters
        ----------
        text
            The text.
        base
            Digest of what it began as.

        Raises
        ------
        DetenteError
            If the draft cannot be written.
        """
        if self.fixed:
            return
        with self._lock:
            told = {"base": self._base(base), "text": text}
            write_atomically(self.draft, json.dumps(told, ensure_ascii=False))

    def drop(self) -> None:
        """Throw the draft away."""
        with self._lock, suppress(FileNotFoundError):
            self.draft.unlink()

    def save(self, text: str, base: str) -> Case:
        """Put a text into the file, unless it was changed meanwhile.

        Parameters
        ----------
        text
            The text.
        base
            Digest of what the file has to hold still.

        Returns
        -------
        Case
            The case as it is now.

        Raises
        ------
        Stale
            If the file holds something else.
        Unusable
            If the text is no usable case.
        DetenteError
            If it cannot be written.
        """
        if self.fixed:
            raise DetenteError(self.fixed)
        with self._lock:
            now = self.text()
            if digest_of(now) != base:
                raise Stale(_plain(self._base(base)), _plain(now))
            text = _ended(text, now)
            case, problems = examine_text(text, str(self.file))
            if case is None:
                raise Unusable(problems)
            write_atomically(self.file, text)
            self._bases[digest_of(text)] = text
            self.draft.unlink(missing_ok=True)
            return case

    def _base(self, base: str) -> str:
        if base in self._bases:
            return self._bases[base]
        kept = self._kept()
        return kept["base"] if kept is not None and digest_of(kept["base"]) == base else ""

    def _kept(self) -> dict[str, str] | None:
        """Return the draft, if there is one that can be read."""
        try:
            found = read_json(self.draft)
        except (OSError, ValueError, DetenteError):
            return None
        if not isinstance(found, dict) or set(found) != {"base", "text"}:
            return None
        return found if all(isinstance(x, str) for x in found.values()) else None


def _plain(text: str) -> str:
    """Return a text with the line ends of the page."""
    return text.replace("\r\n", "\n")


def _ended(text: str, like: str) -> str:
    """Return a text with the line ends of another one."""
    crossed = like.count("\r\n") > like.count("\n") / 2
    return _plain(text).replace("\n", "\r\n") if crossed else _plain(text)
