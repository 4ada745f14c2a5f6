"""Chunks in a folder: Parquet tables, and who made them.

A run has a folder of its own, named after its case and its provenance. `run.json` says what was run;
each finished chunk has three tables and a small JSON file with their digests, which is written last: a chunk
without it, or with other digests, is not finished. Several processes may write to one folder: they write the
same bytes, each under temporary names of its own.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, digest
from detente.ensemble.chunk import Piece
from detente.ensemble.design import Design, Drawn
from detente.ensemble.plan import Plan
from detente.ensemble.storage import tables
from detente.errors import MissingExtra, RunRefused
from detente.files import filling, opened, replacing
from detente.files import read_json as json_of
from detente.version import VERSION

__all__ = ["FORMAT", "Store", "duckdb", "key_of", "provenance", "read_json"]

#: Number of the layout of a run's folder; goes up when an older reader would misread it.
FORMAT = 1

#: What a full disk and the like are called, in DuckDB's messages too.
_REASONS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EMFILE, errno.EIO)

_FINISHED = re.compile(r"chunk-(\d{6,18})\.json")

Column = NDArray[Any]


def duckdb() -> ModuleType:
    """Import DuckDB.

    Raises
    ------
    MissingExtra
    """
    try:
        import duckdb as found
    except ImportError:
        raise MissingExtra("duckdb", "data") from None
    return found


def provenance(design: Design) -> dict[str, Any]:
    """Return what tells one run from another, as plain types.

    Parameters
    ----------
    design
        The plan laid out over the case.
    """
    return {
        "format": FORMAT,
        "case": design.case.case,
        "digest": digest(design.case),
        "version": VERSION,
        "seed": design.plan.seed,
        "plan": design.plan.to_dict(),
        "worlds": len(design),
        "chunk": design.chunk,
        "chunks": design.chunks,
    }


@dataclass(frozen=True, slots=True, eq=False)
class Store:
    """The folder of one run.

    Parameters
    ----------
    folder
        The folder.
    key
        Digest of the provenance.
    case, plan
        What was run.
    chunk, chunks
        Worlds in a chunk, and chunks in the whole run.
    held
        The open folder, which tells others that somebody writes there; -1 if nobody does.
    """

    folder: Path
    key: str
    case: Case
    plan: Plan
    chunk: int
    chunks: int
    held: int = -1

    @classmethod
    def open(cls, folder: str | Path, design: Design) -> Store:
        """Find or make the folder of a run inside ``folder``; to be closed after use.

        Parameters
        ----------
        folder
            Where runs are kept; made if it is not there.
        design
            What is to be run; its digest is the name of the run.

        Raises
        ------
        RunRefused
            If what is there under this name was made by something else, or cannot be read.
        OSError
            If it cannot be written.
        MissingExtra
        """
        duckdb()
        record = provenance(design)
        key = key_of(record)
        place = Path(folder) / f"{design.case.case}-{key[:12]}"
        with filling(place):
            held = _hold(place)
            try:
                _sign(place, design.case, record)
            except BaseException:
                _let_go(held)
                raise
        return cls(place, key, design.case, design.plan, design.chunk, design.chunks, held)

    def close(self) -> None:
        """Tell others that nothing is written any more."""
        _let_go(self.held)

    def finished(self) -> frozenset[int]:
        """Return the chunks that are whole and belong to this run."""
        told = (_FINISHED.fullmatch(file.name) for file in self.folder.iterdir())
        numbers = {int(found[1]) for found in told if found}
        return frozenset(k for k in numbers if k < self.chunks and self._whole(k))

    def told(self, kept: int) -> str:
        """Return what to say of so many finished chunks if the work is stopped.

        Parameters
        ----------
        kept
            How many chunks are finished.

        Returns
        -------
        str
            One sentence without a full stop.
        """
        return (
            f"{kept} of {self.chunks} chunks are kept in {self.folder}; the same command goes on from there"
        )

    def tables(self, name: str) -> list[str]:
        """Return the files of one table, of all chunks, as DuckDB takes them.

        Parameters
        ----------
        name
            Name of the table.

        Returns
        -------
        list of str
            One path for each chunk, in their order, whether it is there or not.
        """
        return [_plain(self._file(k, f"{name}.parquet")) for k in range(self.chunks)]

    def write(self, piece: Piece, drawn: Drawn) -> None:
        """Store a chunk; its JSON file comes last.

        Parameters
        ----------
        piece
            What the chunk came to, with its number.
        drawn
            What its worlds were drawn with.

        Raises
        ------
        OSError
            If a file cannot be written; the chunk then counts as not finished.
        """
        made = tables.of(self.case, piece, drawn, piece.number * self.chunk)
        digests = {}
        for name, columns in made.items():
            file = self._file(piece.number, f"{name}.parquet")
            _write(file, columns)
            digests[name] = _digest_of(file)
        record = {"run": self.key, "chunk": piece.number, "tables": digests}
        _put(self._file(piece.number, "json"), json.dumps(record, indent=1))

    def read(self, number: int) -> Piece:
        """Read a finished chunk.

        Parameters
        ----------
        number
            Number of the chunk, from 0.

        Raises
        ------
        RunRefused
        """
        found = {name: _read(self._file(number, f"{name}.parquet")) for name in ("answers", "states")}
        try:
            return tables.piece(self.case, self.plan, number, found)
        except (KeyError, ValueError, IndexError, TypeError, AttributeError) as error:
            raise RunRefused(f"{self._file(number, '*')}: not tables of this case: {error}") from None

    def _file(self, number: int, ending: str) -> Path:
        return self.folder / f"chunk-{number:06}.{ending}"

    def _whole(self, number: int) -> bool:
        try:
            record = json_of(self._file(number, "json"), 10_000)
            told = {name: _digest_of(self._file(number, f"{name}.parquet")) for name in tables.NAMES}
        except (OSError, ValueError):
            return False
        return bool(record == {"run": self.key, "chunk": number, "tables": told})


def key_of(record: Mapping[str, Any]) -> str:
    """Return the digest of a provenance record.

    Parameters
    ----------
    record
        What tells one run from another, as plain types.
    """
    return _digest(json.dumps(record, sort_keys=True).encode())


def read_json(file: Path) -> Any:
    """Read a JSON file.

    Parameters
    ----------
    file
        The file.

    Raises
    ------
    RunRefused
        If it is not there, or is not JSON.
    """
    try:
        return json_of(file)
    except OSError as error:
        raise RunRefused(f"{file} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise RunRefused(f"{file} cannot be read: {error}") from None


def _sign(place: Path, case: Case, record: Mapping[str, Any]) -> None:
    """Say in a folder what is run there, or make sure that it is this."""
    if not (place / "run.json").exists():
        told = json.dumps(case.to_dict(), ensure_ascii=False, indent=1)
        _put(place / "case.json", told)
        _put(place / "run.json", json.dumps(record, indent=1))
    elif read_json(place / "run.json") != record:
        raise RunRefused(f"{place / 'run.json'} does not belong to the run that its folder is named after")


def _put(file: Path, text: str) -> None:
    with replacing(file) as spare:
        spare.write_text(text + "\n", encoding="utf-8", newline="\n")


def _hold(place: Path) -> int:
    """Let others know that somebody writes here; who is alone takes away what the killed have left.

    Where the system has no such locks nothing is taken away: it might be somebody's who still writes.
    """
    try:
        import fcntl
    except ImportError:
        return -1
    handle = os.open(place, os.O_RDONLY)
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in place.glob(".*.tmp"):
            left.unlink(missing_ok=True)
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def _let_go(held: int) -> None:
    if held >= 0:
        os.close(held)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _digest_of(file: Path) -> str:
    with opened(file) as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


@cache
def _engine() -> Any:
    """Return the connection of this process; on one thread the same columns give the same bytes."""
    return duckdb().connect(config={"threads": 1})


def _plain(file: Path) -> str:
    """Return a name that DuckDB takes for a file of this system, whatever it begins with."""
    return str(file.absolute())


def _write(file: Path, columns: Mapping[str, Column]) -> None:
    """Write a table as Parquet by way of a file beside it.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    module = duckdb()
    with replacing(file) as spare, _engine().cursor() as cursor:
        target = _plain(spare).replace("'", "''")
        cursor.register("made", dict(columns))
        try:
            cursor.execute(f"COPY made TO '{target}' (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)")
        except module.IOException as error:
            reason = next((code for code in _REASONS if os.strerror(code) in str(error)), errno.EIO)
            raise OSError(reason, os.strerror(reason)) from error


def _read(file: Path) -> dict[str, Column]:
    """Read a table; numbers that are missing come as `nan`."""
    module = duckdb()
    try:
        with _engine().cursor() as cursor:
            found = cursor.read_parquet(_plain(file), hive_partitioning=False).fetchnumpy()
    except (module.Error, ValueError) as error:  # the second of texts that are none
        raise RunRefused(f"{file} cannot be read: {error}") from None
    return {n: c.filled(np.nan) if isinstance(c, np.ma.MaskedArray) else c for n, c in found.items()}
