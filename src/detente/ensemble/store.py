"""Chunks in a folder: Parquet tables, and who made them.

A run has a folder of its own, named after its case and its provenance. `run.json` says what was run;
each finished chunk has three tables and a small JSON file with their digests, which is written last: a chunk
without it, or with other digests, is not finished.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, digest
from detente.ensemble import tables
from detente.ensemble.chunk import Piece
from detente.ensemble.design import Design, Drawn
from detente.ensemble.plan import Plan
from detente.errors import MissingExtra, RunRefused
from detente.paper import write_atomically
from detente.version import VERSION

__all__ = ["FORMAT", "Store", "duckdb", "key_of", "provenance", "read_json"]

#: Number of the layout of a run's folder; goes up when an older reader would misread it.
FORMAT = 1

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
    """Return what tells one run from another, as plain types."""
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
    """

    folder: Path
    key: str
    case: Case
    plan: Plan
    chunk: int
    chunks: int

    @classmethod
    def open(cls, folder: str | Path, design: Design) -> Store:
        """Find or make the folder of a run inside ``folder``.

        Raises
        ------
        RunRefused
            If what is there under this name was made by something else, or cannot be read.
        MissingExtra
        """
        duckdb()
        record = provenance(design)
        key = key_of(record)
        place = Path(folder) / f"{design.case.case}-{key[:12]}"
        place.mkdir(parents=True, exist_ok=True)
        for left in place.glob(".chunk-*.tmp"):  # by a run that was killed while it wrote
            left.unlink(missing_ok=True)
        if (place / "run.json").exists():
            if read_json(place / "run.json") != record:
                raise RunRefused(
                    f"{place / 'run.json'} does not belong to the run that its folder is named after"
                )
        else:
            case = json.dumps(design.case.to_dict(), ensure_ascii=False, indent=1)
            write_atomically(place / "case.json", case + "\n")
            write_atomically(place / "run.json", json.dumps(record, indent=1) + "\n")
        return cls(place, key, design.case, design.plan, design.chunk, design.chunks)

    def finished(self) -> frozenset[int]:
        """Return the chunks that are whole and belong to this run."""
        return frozenset(k for k in range(self.chunks) if self._whole(k))

    def write(self, piece: Piece, drawn: Drawn) -> None:
        """Store a chunk; its JSON file comes last."""
        made = tables.of(self.case, piece, drawn, piece.number * self.chunk)
        digests = {}
        for name, columns in made.items():
            file = self._file(piece.number, f"{name}.parquet")
            _write(file, columns)
            digests[name] = _digest(file.read_bytes())
        record = {"run": self.key, "chunk": piece.number, "tables": digests}
        write_atomically(self._file(piece.number, "json"), json.dumps(record, indent=1) + "\n")

    def read(self, number: int) -> Piece:
        """Read a finished chunk.

        Raises
        ------
        RunRefused
        """
        found = {name: _read(self._file(number, f"{name}.parquet")) for name in ("answers", "states")}
        try:
            return tables.piece(self.case, self.plan, number, found)
        except (KeyError, ValueError, IndexError) as error:
            raise RunRefused(f"{self._file(number, '*')}: not tables of this case: {error}") from None

    def _file(self, number: int, ending: str) -> Path:
        return self.folder / f"chunk-{number:06}.{ending}"

    def _whole(self, number: int) -> bool:
        try:
            record = json.loads(self._file(number, "json").read_bytes())
            told = {
                name: _digest(self._file(number, f"{name}.parquet").read_bytes()) for name in tables.NAMES
            }
        except (OSError, ValueError):
            return False
        return bool(record == {"run": self.key, "chunk": number, "tables": told})


def key_of(record: Mapping[str, Any]) -> str:
    """Return the digest of a provenance record."""
    return _digest(json.dumps(record, sort_keys=True).encode())


def read_json(file: Path) -> Any:
    """Read a JSON file.

    Raises
    ------
    RunRefused
        If it is not JSON.
    """
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunRefused(f"{file} cannot be read: {error}") from None


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


@cache
def _engine() -> Any:
    """Return the connection of this process; on one thread the same columns give the same bytes."""
    return duckdb().connect(config={"threads": 1})


def _write(file: Path, columns: Mapping[str, Column]) -> None:
    """Write a table as Parquet by way of a file beside it."""
    temporary = file.with_name(f".{file.name}.tmp")
    target = str(temporary).replace("'", "''")
    with _engine().cursor() as cursor:
        cursor.register("made", dict(columns))
        cursor.execute(f"COPY made TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    with temporary.open("rb") as stream:
        os.fsync(stream.fileno())
    temporary.replace(file)


def _read(file: Path) -> dict[str, Column]:
    """Read a table; numbers that are missing come as `nan`."""
    module = duckdb()
    try:
        with _engine().cursor() as cursor:
            found = cursor.read_parquet(str(file)).fetchnumpy()
    except module.Error as error:
        raise RunRefused(f"{file} cannot be read: {error}") from None
    return {n: c.filled(np.nan) if isinstance(c, np.ma.MaskedArray) else c for n, c in found.items()}
