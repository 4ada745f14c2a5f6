"""The log of a review: one JSON text a line, only added to, each on disk before anything follows from it.

A process may be killed at any moment. Then the last line may be there by half: it was never answered for,
so it is left out, and taken away before the next one is written. A line that is broken anywhere else is
an error.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from detente import stopping
from detente.errors import DetenteError
from detente.files import named, parse_json, read_bytes

__all__ = ["MOST", "VERBS", "Entry", "Log"]

#: Longer logs are refused.
MOST = 50_000_000

#: What an entry may say.
VERBS = ("open", "accept", "merge", "reject", "later", "undo", "entered", "withdrawn", "refused")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    Parameters
    ----------
    do
        One of `VERBS`.
    item
        Id of the item in the proposal; empty for ``open``.
    told
        What else is to be kept: the item as edited, what it was merged into, the reason, the time.
    """

    do: str
    item: str = ""
    told: Mapping[str, object] = field(default_factory=dict)

    def line(self) -> bytes:
        """Return it as a line."""
        plain = {"do": self.do} | ({"item": self.item} if self.item else {}) | dict(self.told)
        return json.dumps(plain, ensure_ascii=False, sort_keys=True).encode() + b"\n"


class Log:
    """A log on disk.

    Parameters
    ----------
    path
        The file; made with the first entry.

    Raises
    ------
    DetenteError
        If a line that is no longer the last cannot be read.
    OSError
        If the file cannot be read.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        data = read_bytes(self.path, MOST) if self.path.exists() else b""
        self.whole = data.rfind(b"\n") + 1
        self.entries = [self._entry(n, line) for n, line in enumerate(data[: self.whole].splitlines(), 1)]

    def append(self, entry: Entry) -> None:
        """Add an entry; when this returns it is on disk.

        Parameters
        ----------
        entry
            What was decided; half a line that a crash has left is cut off first.

        Raises
        ------
        DetenteError
            If somebody else has written to the log meanwhile.
        OSError
            If it cannot be written.
        """
        line = entry.line()
        with stopping.WHOLE, named(self.path):
            new = not self.path.exists()
            with self.path.open("ab") as stream:
                here = stream.seek(0, os.SEEK_END)
                if here > self.whole:
                    self._torn()
                    stream.truncate(self.whole)
                stream.write(line)
                stream.flush()
                os.fsync(stream.fileno())
            if new:
                _sync(self.path.parent)
        self.whole += len(line)
        self.entries.append(entry)

    def _torn(self) -> None:
        """Refuse to take away whole lines, which only another process can have written."""
        with self.path.open("rb") as stream:
            stream.seek(self.whole)
            if b"\n" in stream.read(MOST):
                raise DetenteError(f"{self.path}: another review is writing here; start this one again")

    def _entry(self, number: int, line: bytes) -> Entry:
        try:
            found = parse_json(line)
        except ValueError as error:
            raise DetenteError(f"{self.path}, line {number}: {error}") from error
        if not isinstance(found, dict) or found.get("do") not in VERBS:
            raise DetenteError(f"{self.path}, line {number}: an entry says one of {', '.join(VERBS)}")
        rest = {key: value for key, value in found.items() if key not in ("do", "item")}
        return Entry(found["do"], str(found.get("item", "")), rest)


def _sync(folder: Path) -> None:
    """Force the name of a new file to disk, where a folder can be opened at all."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
