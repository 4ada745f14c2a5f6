"""The file of a ledger: one SQLite table that only grows, each entry sealed by the digest of the one before.

Rewriting an entry breaks its digest, or, if that is made anew, the chain after it; a file in which the
whole chain was made anew, or its end cut off, is told by comparing its head with one that was written down
elsewhere. Triggers refuse changes through SQL, and the digests find those that went around them.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from detente import stopping
from detente.errors import LedgerError
from detente.files import beside, named, new_mode, regular

__all__ = ["GENESIS", "Audit", "Entry", "append", "entries", "seal", "verify"]

#: What stands before the first entry.
GENESIS = "0" * 32

#: Marks a SQLite file as one of ours ("dtnl"), and the version of the format.
_APPLICATION, _VERSION = 0x64746E6C, 1

#: Seconds that a writer waits for another one.
_PATIENCE = 30.0

_SCHEMA = f"""
CREATE TABLE entries (
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (typeof(kind) = 'text'),
  body TEXT NOT NULL CHECK (typeof(body) = 'text'),
  previous TEXT NOT NULL,
  digest TEXT NOT NULL UNIQUE
);
CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries of a ledger are never changed'); END;
CREATE TRIGGER entries_never_go BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries of a ledger are never deleted'); END;
CREATE TRIGGER entries_follow_one_another BEFORE INSERT ON entries
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
  OR NEW.previous IS NOT coalesce((SELECT digest FROM entries ORDER BY seq DESC LIMIT 1), '{GENESIS}')
BEGIN SELECT RAISE(ABORT, 'entries of a ledger follow one another'); END;
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
"""

#: Takes the entries that are there; returns kind and body of those to add.
_Make = Callable[[Sequence["Entry"]], Iterable[tuple[str, str]]]

_GUARDS = ("entries_follow_one_another", "entries_never_change", "entries_never_go")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger.

    Parameters
    ----------
    seq
        Its number, from 1.
    kind, body
        What it is, and the record as canonical JSON.
    previous, digest
        Digest of the entry before it, and its own.
    """

    seq: int
    kind: str
    body: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What a walk along the chain found.

    Parameters
    ----------
    entries
        How many there are.
    head
        Digest of the last.
    problems
        What is wrong, in the order of the entries; nothing if all is well.
    """

    entries: int
    head: str
    problems: tuple[str, ...]


def seal(seq: int, kind: str, body: str, previous: str) -> str:
    """Return the digest of an entry (BLAKE2b, 128 bits, hexadecimal).

    Examples
    --------
    >>> len(seal(1, "question", "{}", GENESIS))
    32
    """
    return hashlib.blake2b(f"{seq}\n{kind}\n{previous}\n{body}".encode(), digest_size=16).hexdigest()


def append(path: str | Path, make: _Make) -> tuple[Entry, ...]:
    """Add entries at the end, all of them or none, while nobody else writes.

    Parameters
    ----------
    path
        The file; made if it is not there.
    make
        Takes what is there and returns what to add, as kind and body; may be asked twice.

    Returns
    -------
    tuple of Entry
        The new ones.

    Raises
    ------
    LedgerError
        If it is no ledger, is damaged, stays locked, or cannot be written.
    OSError
        If no ledger can be made there.
    """
    with stopping.WHOLE:
        added = None if Path(path).exists() else _begun(path, make)
        if added is None:
            if Path(path).exists():
                regular(path)
            added = _appended(Path(path), make, path)
        stopping.arrived(path)
    return added


def _begun(path: str | Path, make: _Make) -> tuple[Entry, ...] | None:
    """Make a new ledger beside its place, and put it there when it is whole; None if that cannot be done.

    It cannot if somebody else was quicker, or on a file system that gives no file a second name.
    """
    _within_a_folder(path)
    with named(path), beside(path) as spare:
        journal = f"{spare}-journal"
        stopping.temporary(journal)
        try:
            added = _appended(spare, make, path)
            spare.chmod(new_mode())
            with suppress(OSError):
                os.link(spare, path)
                return added
        finally:
            Path(journal).unlink(missing_ok=True)
            stopping.settled(journal)
    return None


def _appended(file: Path, make: _Make, path: str | Path) -> tuple[Entry, ...]:
    with _opened(file, write=True, shown=path) as base:
        base.execute("BEGIN IMMEDIATE")
        try:
            _prepare(base, path)
            there = tuple(_rows(base, path))
            if broken := _broken(there):
                raise LedgerError((f"{path}: {broken[0]}; nothing is added to a ledger that was altered",))
            added = tuple(_chained(there, make(there)))
            base.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", map(_row, added))
        except BaseException:
            if base.in_transaction:  # a full disk has ended it already
                base.execute("ROLLBACK")
            raise
        base.execute("COMMIT")
    return added


def entries(path: str | Path) -> tuple[Entry, ...]:
    """Read all entries.

    Raises
    ------
    LedgerError
        If it is no ledger or cannot be read.
    """
    with _opened(path, write=False) as base:
        return tuple(_rows(base, path))


def verify(path: str | Path, head: str = "") -> Audit:
    """Walk the chain and say what does not fit.

    Parameters
    ----------
    head
        A digest that was written down elsewhere: it must be that of some entry.

    Raises
    ------
    LedgerError
        If it is no ledger or cannot be read at all.
    """
    with _opened(path, write=False) as base:
        wrong = [f"the file is damaged: {text}" for (text,) in base.execute("PRAGMA integrity_check(3)")]
        wrong = [] if wrong == ["the file is damaged: ok"] else wrong
        names = {n for (n,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        wrong += [f"the guard {name} is gone" for name in _GUARDS if name not in names]
        found = tuple(_rows(base, path))
    wrong += _broken(found)
    if head and head not in {e.digest for e in found}:
        wrong.append(f"no entry has the digest {head}: the end was cut off, or the chain made anew")
    return Audit(len(found), found[-1].digest if found else GENESIS, tuple(wrong))


def _broken(found: Sequence[Entry]) -> list[str]:
    """What does not fit along the chain."""
    wrong, previous = [], GENESIS
    for place, e in enumerate(found, 1):
        if e.seq != place:
            wrong.append(f"entry {place} is missing, entry {e.seq} follows")
        if e.previous != previous:
            wrong.append(f"entry {e.seq} does not follow the entry before it")
        if e.digest != seal(e.seq, e.kind, e.body, e.previous):
            wrong.append(f"entry {e.seq} is not what it was when it was written")
        previous = e.digest
    return wrong


def _chained(there: Sequence[Entry], new: Iterable[tuple[str, str]]) -> Iterator[Entry]:
    previous = there[-1].digest if there else GENESIS
    for seq, (kind, body) in enumerate(new, len(there) + 1):
        made = Entry(seq, kind, body, previous, seal(seq, kind, body, previous))
        previous = made.digest
        yield made


def _row(e: Entry) -> tuple[int, str, str, str, str]:
    return e.seq, e.kind, e.body, e.previous, e.digest


def _rows(base: sqlite3.Connection, path: str | Path) -> Iterator[Entry]:
    for row in base.execute("SELECT seq, kind, body, previous, digest FROM entries ORDER BY 1"):
        if not all(isinstance(text, str) for text in row[1:]):
            raise LedgerError((f"{path}: entry {row[0]} is no text",))
        yield Entry(*row)


def _within_a_folder(path: str | Path) -> None:
    if not Path(path).parent.is_dir():
        raise LedgerError((f"{path}: there is no folder {Path(path).parent}",))


@contextmanager
def _opened(path: str | Path, write: bool, shown: str | Path = "") -> Iterator[sqlite3.Connection]:
    """Open a ledger; every complaint of SQLite becomes a `LedgerError` with the name of the file."""
    target = Path(path)
    if not write and not target.is_file():
        raise LedgerError((f"{path}: there is no such ledger",))
    _within_a_folder(path)
    # Readers may write as well: after a writer was killed, the next to open the file undoes what it left.
    uri = f"{target.resolve().as_uri()}?mode={'rwc' if write else 'rw'}"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None)) as base:
            base.execute("PRAGMA synchronous = FULL")
            base.execute("PRAGMA trusted_schema = OFF")
            if not write:
                _known(base, path)
            yield base
    except sqlite3.Error as error:
        raise LedgerError((f"{shown or path}: {error}",)) from error


def _prepare(base: sqlite3.Connection, path: str | Path) -> None:
    """Lay the table out in an empty file; refuse any other file that is not ours."""
    (tables,) = base.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (ours,) = base.execute("PRAGMA application_id").fetchone()
    if tables or ours:
        _known(base, path)
        return
    for statement in _statements(_SCHEMA):
        base.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """Split a script, which `executescript` would commit on its own."""
    held = ""
    for line in script.splitlines():
        held += line + "\n"
        if sqlite3.complete_statement(held):
            yield held
            held = ""


def _known(base: sqlite3.Connection, path: str | Path) -> None:
    (ours,) = base.execute("PRAGMA application_id").fetchone()
    (version,) = base.execute("PRAGMA user_version").fetchone()
    if ours != _APPLICATION:
        raise LedgerError((f"{path}: this is not a ledger of forecasts",))
    if version != _VERSION:
        raise LedgerError((f"{path}: the ledger has format {version}, which this version does not know",))
    made = base.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'entries'").fetchall()
    if made != [(next(_statements(_SCHEMA)).strip().removesuffix(";"),)]:
        raise LedgerError((f"{path}: this is not a ledger of forecasts",))
