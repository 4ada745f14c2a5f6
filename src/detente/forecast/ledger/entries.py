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
from detente.files import beside, new_mode

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

#: The table as SQLite keeps it.
_TABLE = " ".join(_SCHEMA[: _SCHEMA.index(";")].split())

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

    Parameters
    ----------
    seq
        Place of the entry, from 1.
    kind
        Kind of the record.
    body
        The record as canonical JSON.
    previous
        Digest of the entry before it.

    Examples
    --------
    >>> len(seal(1, "question", "{}", GENESIS))
    32
    """
    return hashlib.blake2b(f"{seq}\n{kind}\n{previous}\n{body}".encode(), digest_size=16).hexdigest()


def append(path: str | Path, make: _Make) -> tuple[Entry, ...]:
    """Add entries at the end, all of them or none, while nobody else writes.

    A new file appears with its first entries in it, or not at all: a full disk leaves nothing behind.

    Parameters
    ----------
    path
        The file; made if it is not there and there is something to add.
    make
        Takes what is there and returns what to add, as kind and body; called once more if somebody else
        makes the file at the same moment.

    Returns
    -------
    tuple of Entry
        The new ones.

    Raises
    ------
    LedgerError
        If it is no ledger, is damaged, stays locked, or cannot be written.
    """
    with stopping.WHOLE:
        added = None if Path(path).exists() else _begun(path, make)
        if added is None:
            added = _appended(path, make)
        stopping.arrived(path)
    return added


def _appended(path: str | Path, make: _Make) -> tuple[Entry, ...]:
    with _opened(path, write=True) as base:
        base.execute("BEGIN IMMEDIATE")
        try:
            _prepare(base, path)
            there = tuple(_rows(base, path))
            if broken := _broken(there):
                raise LedgerError((f"{path}: {broken[0]}; nothing is added to a ledger that was altered",))
            added = _inserted(base, there, make)
            base.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # the first error is the one to tell
                if base.in_transaction:
                    base.execute("ROLLBACK")
            raise
    return added


def _begun(path: str | Path, make: _Make) -> tuple[Entry, ...] | None:
    """Make a new file with its first entries; ``None`` if somebody else was quicker."""
    _within(path)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        for statement in _statements(_SCHEMA):
            base.execute(statement)
        added = _inserted(base, (), make)
        data = base.serialize() if added else b""
    try:
        return added if not added or _placed(Path(path), data) else None
    except OSError as error:
        raise LedgerError((f"{path}: {error.strerror or error}",)) from error


def _placed(path: Path, data: bytes) -> bool:
    """Put a whole file where there was none; false if there is one now, which is left as it is."""
    target = Path(os.path.realpath(path))
    with beside(target) as spare:
        with spare.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        spare.chmod(new_mode())
        return _linked(spare, target)


def _linked(spare: Path, target: Path) -> bool:
    """Give a file its name, unless that is taken, in one step where the file system can."""
    try:
        target.hardlink_to(spare)
    except FileExistsError:
        return False
    except OSError:  # no links here, as on a memory stick: the name is looked up before it is taken
        if target.exists():
            return False
        spare.rename(target)
    return True


def _inserted(base: sqlite3.Connection, there: Sequence[Entry], make: _Make) -> tuple[Entry, ...]:
    added = tuple(_chained(there, make(there)))
    base.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", map(_row, added))
    return added


def entries(path: str | Path) -> tuple[Entry, ...]:
    """Read all entries, after their digests were made again.

    Parameters
    ----------
    path
        The file of the ledger.

    Raises
    ------
    LedgerError
        If it is no ledger, cannot be read, or was altered.
    """
    with _opened(path, write=False) as base:
        found = tuple(_rows(base, path))
    if broken := _broken(found):
        raise LedgerError((f"{path}: {broken[0]}; --verify lists all that does not fit",))
    return found


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


@contextmanager
def _opened(path: str | Path, write: bool) -> Iterator[sqlite3.Connection]:
    """Open a ledger; every complaint of SQLite becomes a `LedgerError` with the name of the file."""
    target = _within(path)
    if not target.is_file():
        raise LedgerError((f"{path}: {'it is no file' if target.exists() else 'there is no such ledger'}",))
    # Readers may write as well: after a writer was killed, the next to open the file undoes what it left.
    uri = f"{target.resolve().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None)) as base:
            base.execute("PRAGMA synchronous = FULL")
            base.execute("PRAGMA trusted_schema = OFF")
            if not write:
                _known(base, path)
            yield base
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the second from what SQLite says of a damaged file
        raise LedgerError((f"{path}: {error}",)) from error


def _within(path: str | Path) -> Path:
    """The path of a file whose folder is there."""
    target = Path(path)
    if not target.parent.is_dir():
        raise LedgerError((f"{path}: there is no folder {target.parent}",))
    return target


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
    # A view of the same name may go on for ever.
    shape = base.execute("SELECT type, sql FROM sqlite_master WHERE name = 'entries'").fetchall()
    if [(kind, " ".join(str(sql).split())) for kind, sql in shape] != [("table", _TABLE)]:
        raise LedgerError((f"{path}: this is not a ledger of forecasts: its table is another one",))
