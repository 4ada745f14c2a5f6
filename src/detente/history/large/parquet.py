"""Event files too large for memory: streamed by DuckDB into typed Parquet by year, and queried there.

DuckDB is the embedded store (Raasveldt and Mühleisen 2019, "DuckDB: an embeddable analytical database"); it
is in the extra ``data`` and is imported when it is first used. Codes stay text, and scores are decimal, so
that sums are exact and do not depend on the number of threads. Rows that cannot be used go to a table of
their own, with their lines.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from detente.case.nearest import check_name
from detente.errors import HistoryError, MissingExtra
from detente.history.large.layouts import LAYOUTS, Layout
from detente.history.lines.text import DAMAGED, unpacked
from detente.history.model import Bad
from detente.history.readers.gdelt import event_of
from detente.history.tone import Tone

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Ingested", "MonthCount", "bad_rows", "ingest", "means", "monthly"]

_EVENTS, _BAD, _SPILL, _LOOSE = "events", "bad.parquet", "spill", "unpacked.tsv"

#: Why DuckDB could not read a row -> the reason as it is told.
_REASONS: Final = """CASE error_type
    WHEN 'CAST' THEN format('field {} cannot be read as what it should be', column_idx)
    WHEN 'MISSING COLUMNS' THEN 'fields are missing'
    WHEN 'TOO MANY COLUMNS' THEN 'there are too many fields'
    ELSE lower(error_type) END"""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a file.

    Parameters
    ----------
    folder
        The store.
    kept, bad
        Rows in it, and rows in its table of bad rows.
    doubtful
        Kept rows whose date may be a year off (GDELT).
    """

    folder: Path
    kept: int
    bad: int
    doubtful: int


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Root events of one month between two actors, in either direction, of one quad class."""

    month: str
    quad: int
    events: int


def ingest(
    file: str | Path, folder: str | Path, form: str, memory: str = "512MB", threads: int = 2
) -> Ingested:
    """Stream a file into a store of its own: Parquet by year, and a table of bad rows.

    The folder appears when everything is in it, and not before.

    Parameters
    ----------
    file
        The file, plain or packed by gzip or zip.
    folder
        Where the store is made; must not exist yet.
    form
        A name in `LAYOUTS`.
    memory
        Most memory that DuckDB may use, such as ``512MB``; what is more goes to disk for a while.
    threads
        Threads that DuckDB may use.

    Raises
    ------
    UnknownName
        If there is no such format.
    HistoryError
        If the file is not there, the folder is, or not one row could be used.
    MissingExtra
        If DuckDB is not installed.
    """
    check_name("large format", form, LAYOUTS)
    target = Path(folder)
    if not Path(file).is_file():
        raise HistoryError((f"{file}: no such file",))
    if target.exists():
        raise HistoryError((f"{folder}: is there already; a store is made once",))
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        kept, bad, doubtful = _stream(_plain(Path(file), made), made, LAYOUTS[form], memory, threads)
        shutil.rmtree(made / _SPILL, ignore_errors=True)
        (made / _LOOSE).unlink(missing_ok=True)
        if not kept:
            raise HistoryError((f"{file}: not one of {bad:,} rows can be read as {form}",))
        made.chmod(0o755)
        made.rename(target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return Ingested(target, kept, bad, doubtful)


def _plain(file: Path, made: Path) -> Path:
    """Return a file that DuckDB can read: the file itself, or what is packed in it, which goes to disk."""
    with unpacked(file) as (stream, packed):
        if not packed or file.suffix == ".gz":
            return file
        loose = made / _LOOSE
        try:
            with loose.open("wb") as out:
                shutil.copyfileobj(stream, out, 1 << 20)
        except DAMAGED as error:
            raise HistoryError((f"{file}: what is packed in it is damaged ({error})",)) from None
    return loose


def _stream(file: Path, made: Path, layout: Layout, memory: str, threads: int) -> tuple[int, int, int]:
    with _connected() as db:
        db.execute("SET enable_progress_bar = false")  # it would be written to standard output
        db.execute("SET preserve_insertion_order = false")
        db.execute(f"SET threads = {int(threads)}")
        db.execute(f"SET memory_limit = {_text(memory)}")
        db.execute(f"SET temp_directory = {_text(made / _SPILL)}")
        db.execute(
            f"COPY (SELECT {layout.select}, coalesce({layout.sound}, false) AS sound "
            f"FROM {_rows(file, layout)}) TO {_text(made / _SPILL)} "
            "(FORMAT parquet, PARTITION_BY (sound, year), COMPRESSION zstd)"
        )
        db.execute(
            f"CREATE TABLE bad AS SELECT line, arg_min({_REASONS}, column_idx) AS reason, "
            "any_value(left(csv_line, 60)) AS text FROM reject_errors GROUP BY line"
        )
        _unsound(db, file, made / _SPILL / "sound=false")
        db.execute(f"COPY (FROM bad ORDER BY line) TO {_text(made / _BAD)} (FORMAT parquet)")
        bad = _one(db, "SELECT count(*) FROM bad")[0]
        if not (made / _SPILL / "sound=true").exists():
            return 0, bad, 0
        (made / _SPILL / "sound=true").rename(made / _EVENTS)
        kept, doubtful = _one(db, f"SELECT count(*), count_if(doubtful) FROM {_parquet(made)}")
        return kept, bad, doubtful


def _rows(file: Path, layout: Layout) -> str:
    """SQL for the rows of a file with their types; what does not fit goes to DuckDB's table of rejects."""
    columns = ", ".join(f"'f{k}': {_text(layout.typed.get(k, 'VARCHAR'))}" for k in range(layout.fields))
    rest = f"dateformat = {_text(layout.dates)}, store_rejects = true, rejects_limit = 0"
    plain = "quote = '', escape = '', comment = '', header = false, auto_detect = false"
    return (
        f"read_csv({_text(file)}, delim = '\t', columns = {{{columns}}}, {rest}, {plain}, "
        "max_line_size = 4000000)"
    )


def _unsound(db: DuckDBPyConnection, file: Path, folder: Path) -> None:
    """Take down the rows whose types are right and which are wrong all the same.

    DuckDB knows the lines of rows that it could not read, not of these; so the file is gone through once
    more for their ids, and the reader for files of moderate size says what is wrong.
    """
    if not folder.exists():
        return
    query = f"SELECT DISTINCT coalesce(id, '') FROM {_tables(folder)}"
    ids = {mark.encode() for (mark,) in db.execute(query).fetchall()}
    known = {line for (line,) in db.execute("SELECT line FROM bad").fetchall()}
    found = []
    with unpacked(file) as (stream, _):
        for line, raw in enumerate(stream, 1):
            if raw.split(b"\t", 1)[0] in ids and raw.strip() and line not in known:
                text = raw.decode("utf-8", "replace").rstrip("\r\n")
                if reason := _fault(file, line, text):
                    found.append((line, reason, text[:60]))
    if found:
        db.executemany("INSERT INTO bad VALUES (?, ?, ?)", found)


def _fault(file: Path, line: int, text: str) -> str:
    try:
        event_of(file, line, text.split("\t"))
    except ValueError as error:
        return str(error)
    return ""


def bad_rows(folder: str | Path) -> tuple[Bad, ...]:
    """Return the rows of a store that could not be used, by line.

    Parameters
    ----------
    folder
        The folder.
    """
    with _connected() as db:
        rows = db.execute(f"SELECT line, reason, text FROM {_text(Path(folder) / _BAD)}").fetchall()
    return tuple(Bad(str(folder), line, reason, text or "") for line, reason, text in rows)


def monthly(folder: str | Path, first: str, second: str) -> tuple[MonthCount, ...]:
    """Return the root events between two actors, in either direction, by month and quad class.

    A row that stands in the store twice counts once.

    Parameters
    ----------
    folder
        A store.
    first, second
        ISO codes of the actors.
    """
    query = f"""
        SELECT strftime(day, '%Y-%m') AS month, quad, count(*)
        FROM (SELECT DISTINCT id, day, quad FROM {_parquet(Path(folder))}
              WHERE is_root AND ((source = $1 AND target = $2) OR (source = $2 AND target = $1)))
        GROUP BY ALL ORDER BY ALL"""
    with _connected() as db:
        return tuple(MonthCount(*row) for row in db.execute(query, [first, second]).fetchall())


def means(folder: str | Path, scheme: str, actors: tuple[str, ...] = ()) -> tuple[Tone, ...]:
    """Return the mean score of each directed dyad, root events only, most events first.

    Parameters
    ----------
    folder
        A store.
    scheme
        Name of the scheme, which stands in every row of the answer.
    actors
        Only dyads of these; all by default.
    """
    among = "AND list_contains($1, source) AND list_contains($1, target)" if actors else ""
    query = f"""
        SELECT source, target, count(score), sum(score)::DOUBLE, sum(score * score)::DOUBLE
        FROM (SELECT DISTINCT id, source, target, score FROM {_parquet(Path(folder))}
              WHERE is_root AND source <> '' AND target <> '' AND source <> target
                AND score IS NOT NULL {among})
        GROUP BY ALL ORDER BY count(score) DESC, source, target"""
    with _connected() as db:
        rows = db.execute(query, [list(actors)] if actors else []).fetchall()
    return tuple(Tone(scheme, a, b, n, total / n, _se(n, total, squares)) for a, b, n, total, squares in rows)


def _se(n: int, total: float, squares: float) -> float | None:
    """Return the standard error of a mean from the number of values, their sum and the sum of squares."""
    return sqrt(max(squares - total * total / n, 0.0) / (n - 1) / n) if n > 1 else None


def _parquet(folder: Path) -> str:
    return _tables(folder / _EVENTS)


def _tables(folder: Path) -> str:
    """SQL for the tables of all years, file by file: no name of a folder is a pattern, or makes a column."""
    files = ", ".join(_text(file.absolute()) for file in sorted(folder.glob("*/*.parquet")))
    return f"read_parquet([{files}], hive_partitioning = false)"


def _text(value: object) -> str:
    """Quote a text for SQL."""
    return "'" + str(value).replace("'", "''") + "'"


def _one(db: DuckDBPyConnection, query: str) -> tuple[int, ...]:
    found = db.execute(query).fetchone()
    assert found is not None
    return found


@contextmanager
def _connected() -> Iterator[DuckDBPyConnection]:
    try:
        import duckdb
    except ModuleNotFoundError:
        raise MissingExtra("duckdb", "data") from None
    try:
        with duckdb.connect() as db:
            yield db
    except duckdb.Error as error:
        raise HistoryError((f"the store cannot be made or read: {str(error).splitlines()[0]}",)) from error
