"""Every reader of detente, as something that takes bytes: each with inputs that are good."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from campaign.fuzz import Reader
from campaign.mutate import mutated
from campaign.papers import ABOUT_PAPERS
from detente.brief import compare, ledger_json, scores_json, sheet
from detente.case import (
    Case,
    ConditionSyntax,
    QuantitySyntax,
    as_json,
    as_sarif,
    as_text,
    examine,
    examine_text,
    fix,
    loads,
    parse,
    parse_quantity,
)
from detente.catalog import coverage_of
from detente.catalog import load as shipped
from detente.elicitation import pool, read_sheets
from detente.ensemble import Plan, contrast, run, stored
from detente.errors import DetenteError
from detente.exchange import FORMATS as EXCHANGED
from detente.exchange import listed
from detente.files import parse_json
from detente.forecast import (
    Forecast,
    audit,
    read_crowd,
    read_forecasts,
    read_resolutions,
    read_words,
    record,
    score,
)
from detente.forecast import read as read_ledger
from detente.forecast import shelf as shelf_of
from detente.forecast.ledger.entries import append
from detente.game import inspect
from detente.history import READERS as FORMATS
from detente.history import gather, goldstein_table, read
from detente.history.dates import parse_when
from detente.history.mapping import read_rules
from detente.history.series import read_series
from detente.sources import beside, cut, parse_locator, read_copies, read_register, recognise
from ensemble.made import quarrel
from forecast.made_up import CASE as RIVERS
from forecast.made_up import FORECASTS, RESOLUTIONS

__all__ = ["READERS", "reader"]

TESTS = Path(__file__).parents[1]
DOCS = TESTS.parent / "docs" / "tutorial"
DATA = TESTS / "history" / "data"


def _files(folder: Path, pattern: str) -> tuple[bytes, ...]:
    return tuple(f.read_bytes() for f in sorted(folder.glob(pattern)))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _written(name: str, use: Callable[[Path], object]) -> Callable[[bytes, Path], object]:
    """Make a reader of files a reader of bytes."""

    def read(data: bytes, folder: Path) -> object:
        file = folder / name
        file.write_bytes(data)
        return use(file)

    return read


# ------------------------------------------------------------------------------------------------ the case


def _case(data: bytes, folder: Path) -> None:
    """A case is examined, never refused by an error; what is sound goes on to the states."""
    case, problems = examine_text(data, "fuzz.yaml")
    assert (case is None) == any(p.severity == "error" for p in problems)
    assert as_text(problems) or not problems
    json.loads(as_json(problems)), json.loads(as_sarif(problems))
    if case is not None:
        assert Case.model_validate(case.to_dict()) == case
        inspect(case)


def _fixed(file: Path) -> None:
    before = file.read_bytes()
    try:
        fix(file)
    finally:
        assert [f.name for f in file.parent.iterdir() if f.name.startswith(".")] == []
    if file.read_bytes() != before:
        examine(file)


def _cases() -> tuple[bytes, ...]:
    return (*_files(TESTS / "case" / "good", "*.yaml"), RIVERS.encode())


def _small() -> tuple[bytes, ...]:
    few = (TESTS / "case" / "many-mistakes.yaml").read_bytes()
    return (*(c for c in _cases() if len(c) < 4000), few)


CONDITIONS = tuple(
    c.encode()
    for c in (
        "rus.line == aligned",
        "not (a.x > low and b.y in (no, yes)) or a.x != b.y",
        "at least 2 of (a.x == yes, b.y == no, c.z <= mid)",
        "always",
        "chance.c == storm and a.x >= b.y",
    )
)

QUANTITIES = (
    b"1..2",
    b"triangular(-1, 0, 2)",
    b"loguniform(3, 30)",
    b"q(5%: 1, 50%: 2, 95%: 3)",
    b"-4",
    b"high",
    b"0.5",
)
LOCATORS = (b"K.P7.S1", b"K.P2-P3", b"K", b"K.P2.S1-S4", b"KP.P10")
DAYS = (b"2018-06-01", b"2018-06", b"2018", b"2004-05/2004-06", b"1999")

# ------------------------------------------------------------------------------------------- beside a case


@cache
def _rivers() -> Case:
    return loads(RIVERS)


@cache
def _bank() -> Case:
    return shipped(DOCS / "bank.yaml")


def _anchors(data: bytes, folder: Path) -> None:
    """Anchors are read and put to copies, as `verify` does."""
    case = folder / "bank.yaml"
    case.write_bytes((DOCS / "bank.yaml").read_bytes())
    beside(case).write_bytes(data)
    for name in ("memo.txt", "note.txt"):
        (folder / name).write_bytes((DOCS / name).read_bytes())
    compare(shipped(case), folder)


def _copy(data: bytes, folder: Path) -> None:
    (folder / "memo.txt").write_bytes(data)
    copies = read_copies(folder)
    recognise({"M": "", "N": ""}, read_register(DOCS / "bank.anchors.json"), copies)


ITEMS = """\
format: 1
case: two-rivers
expected: {actors: A1-A2}
items:
  actors:
    A1: {says: Upland., at: [M.P1], voice: M, carried: [actor:up]}
    A2: {says: Lowland., at: [M.P1.S2], voice: M, not_carried: No reason., also: []}
"""

JSON = '{"a": [1, 2.5, "x"], "b": null}'
CROWD = b"source,id,crowd_probability,outcome\nx,1,0.2,0\nx,2,0.9,1\n"

# ----------------------------------------------------------------------------------------------- ledgers


FORETOLD = (("Ann", "F1", 0.7), ("Ann", "F2", 0.9), ("Bob", "F1", 0.4), ("Bob", "F3", 0.1))


@cache
def _ledgers() -> tuple[bytes, ...]:
    """A ledger with questions, forecasts of everybody and verdicts, and an empty file."""
    folder = Path(mkdtemp())
    (folder / "case.yaml").write_text(RIVERS, encoding="utf-8")
    (folder / "forecasts.yaml").write_text(FORECASTS, encoding="utf-8")
    (folder / "resolutions.yaml").write_text(RESOLUTIONS, encoding="utf-8")
    found = shelf_of(str(folder / "case.yaml"))
    file = folder / "l.ledger"
    record(file, found.asked())
    day, made = "2020-12-31", "2020-12-31T00:00:00+00:00"
    record(file, [Forecast(q, who, "person", p, day, made) for who, q, p in FORETOLD])
    if found.resolved is not None:
        record(file, found.resolved.records)
    return (file.read_bytes(),)


def _ledger(file: Path) -> None:
    audit(file)
    ledger = read_ledger(file)
    ledger_json(ledger)
    scores_json(score(ledger))


@cache
def _bodies() -> tuple[bytes, ...]:
    """What the entries of a ledger say: kind and body."""
    file = Path(mkdtemp()) / "l.ledger"
    file.write_bytes(_ledgers()[0])
    with sqlite3.connect(file) as base:
        rows = base.execute("SELECT kind, body FROM entries ORDER BY seq").fetchall()
    return tuple(f"{kind} {body}".encode() for kind, body in rows)


def _chained(data: bytes, folder: Path) -> None:
    """A ledger whose chain of digests is right and whose last entry says what it likes."""
    kind, _, body = _text(data).partition(" ")
    file = folder / "l.ledger"
    file.unlink(missing_ok=True)
    rest = [tuple(_text(b).partition(" ")[::2]) for b in _bodies()]
    append(file, lambda there: [*rest, (kind, body)])  # type: ignore[list-item]
    _ledger(file)


# --------------------------------------------------------------------------------------------------- runs

PLAN = Plan(worlds=12, chunk=5)


@cache
def _template() -> Path:
    folder = Path(mkdtemp())
    found = run(quarrel(), PLAN, 1, folder=folder).folder
    assert found is not None
    return found


def _replaced(name: str) -> Callable[[bytes, Path], object]:
    """One file of a run is replaced; the run is listed, compared and gone on with."""

    def read(data: bytes, folder: Path) -> None:
        place = folder / _template().name
        place.mkdir(exist_ok=True)
        for file in _template().iterdir():
            (place / file.name).write_bytes(file.read_bytes())
        (place / name).write_bytes(data)
        if name.endswith(".parquet"):
            _believed(place, name, data)
        for use in (lambda: stored(folder), lambda: contrast(place, _template()), lambda: _again(folder)):
            _allowed(use)

    return read


def _exchanged(ending: str) -> Reader:
    """A file of another program: what detente itself writes of small conflicts is good."""
    slugs = {".nfg": ("prisoners-dilemma", "chicken-cuba")}.get(ending, ("elmira", "chicken-cuba"))

    def seeds() -> tuple[bytes, ...]:
        made = EXCHANGED[ending]
        return tuple(made.write(listed(shipped(slug), made.graph)) for slug in slugs)

    def taken(file: Path) -> object:
        return EXCHANGED[ending].read(file, "A conflict").text("taken", "1990-01-01")

    return Reader(f"exchange {ending}", seeds, _written(f"conflict{ending}", taken), dose=60)


def _run(name: str) -> Reader:
    return Reader(f"run {name}", lambda: ((_template() / name).read_bytes(),), _replaced(name), dose=6)


def _believed(place: Path, name: str, data: bytes) -> None:
    """Make the digest right, so that the table is looked into."""
    told = place / name.replace(".answers.parquet", ".json")
    told_of = json.loads(told.read_text(encoding="utf-8"))
    told_of["tables"]["answers"] = hashlib.blake2b(data, digest_size=16).hexdigest()
    told.write_text(json.dumps(told_of), encoding="utf-8")


def _again(folder: Path) -> None:
    run(quarrel(), PLAN, 1, folder=folder)


def _allowed(use: Callable[[], object]) -> None:
    with suppress(DetenteError, OSError):
        use()


# ------------------------------------------------------------------------------------------------- sheets


@cache
def _korea() -> Case:
    return shipped("korea-2020")


def _sheet(name: str) -> bytes:
    made = sheet(_korea(), name)
    return made.encode() if isinstance(made, str) else made


@cache
def _sheets() -> tuple[bytes, ...]:
    head = "expert,id,5%,50%,95%\n"
    rows = "Ann,rus-calm,1,2,3\nBob,rus-calm,-1,0,1.5\nAnn,chn-calm,0,1,2\n"
    other = (head + rows).replace(",", ";").replace(".", ",")
    return (_sheet("s.csv"), (head + rows).encode(), other.encode())


def _read_sheet(file: Path) -> None:
    pool(_korea(), read_sheets(_korea(), [file]))


@cache
def _parts() -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(_book())) as book:
        return {name: book.read(name) for name in book.namelist()}


@cache
def _book() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (
        ["expert", "id", 0.05, 0.5, 0.95],
        ["Ann", "rus-calm", 1, 2, 3],
        ["Bob", "rus-calm", -1, 0, 1.5],
    ):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _workbook(data: bytes, folder: Path) -> None:
    """The bytes say which part of a workbook is changed and how, so that the rest of the file stays sound."""
    draw = Random(data)
    names = sorted(_parts())
    changed = draw.choice(names)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name in names:
            part = _parts()[name]
            book.writestr(name, mutated([part], draw) if name == changed else part)
    (folder / "s.xlsx").write_bytes(out.getvalue())
    _read_sheet(folder / "s.xlsx")


# ------------------------------------------------------------------------------------------------- events


def _events(form: str) -> Reader:
    """Events of one format, or of any, which the reader then has to recognise."""
    pattern = {"own": "events.csv", "": "*"}.get(form, f"{form}*")
    use = _written("events.csv", lambda file: read(file, form))
    return Reader(f"events {form or 'of any kind'}", _in(DATA, pattern), use)


def _packed(data: bytes, folder: Path) -> None:
    """The bytes say what is packed, how, and where it is damaged."""
    draw = Random(data)
    inner = mutated(_files(DATA, "*"), draw)
    if draw.random() < 0.5:
        made = gzip.compress(inner, 1)
    else:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for k in range(draw.choice((0, 1, 1, 1, 2))):
                archive.writestr(f"{k}.csv", inner)
        made = out.getvalue()
    file = folder / draw.choice(("events.csv", "events.gz", "events.zip"))
    file.write_bytes(mutated([made], draw) if draw.random() < 0.7 else made)
    read(file)


def _gathered(data: bytes, folder: Path) -> None:
    """A case with its own list, its rules and its counts, one of them changed, beside a coded file."""
    draw = Random(data)
    names = ("events.csv", "rules.csv", "counts.csv", "icews.tab")
    changed = draw.choice(names)
    for name in names:
        part = (DATA / name).read_bytes()
        (folder / name).write_bytes(mutated([part], draw) if name == changed else part)
    case = folder / "small.yaml"
    case.write_bytes((TESTS / "history" / "small.yaml").read_bytes())
    gather(shipped(case), files=[folder / "icews.tab"], resolving=draw.random() < 0.5)


def _series(file: Path) -> None:
    case = loads((TESTS / "history" / "small.yaml").read_bytes())
    read_series(file, "floods", case.history.series["floods"])


def _only(*seeds: bytes | str) -> Callable[[], Sequence[bytes]]:
    return lambda: [s.encode() if isinstance(s, str) else s for s in seeds]


def _in(folder: Path, pattern: str) -> Callable[[], Sequence[bytes]]:
    return lambda: _files(folder, pattern)


READERS: tuple[Reader, ...] = (
    Reader("case", _cases, _case, dose=30),
    Reader("small case", _small, _case, dose=60),
    Reader("fix", _small, _written("case.yaml", _fixed), dose=30),
    Reader("condition", _only(*CONDITIONS), lambda d, f: parse(_text(d)), (ConditionSyntax,), dose=1000),
    Reader(
        "quantity", _only(*QUANTITIES), lambda d, f: parse_quantity(_text(d)), (QuantitySyntax,), dose=1000
    ),
    Reader("locator", _only(*LOCATORS), lambda d, f: parse_locator(_text(d)), dose=1000),
    Reader("day", _only(*DAYS), lambda d, f: parse_when(_text(d)), (ValueError,), dose=1000),
    Reader("json", _only(JSON), lambda d, f: parse_json(d), (ValueError,), dose=1000),
    Reader("anchors", _in(DOCS, "*.json"), _anchors, dose=50),
    Reader("copy", _in(DOCS, "*.txt"), _copy, dose=50),
    Reader("text", _in(DOCS, "*.txt"), lambda d, f: cut(_text(d))),
    Reader("items", _only(ITEMS), lambda d, f: coverage_of(_rivers(), d, "items.yaml"), dose=100),
    Reader("forecasts", _only(FORECASTS), _written("f.yaml", lambda f: read_forecasts(_rivers(), f))),
    Reader("resolutions", _only(RESOLUTIONS), _written("r.yaml", lambda f: read_resolutions(_rivers(), f))),
    Reader("words", _only("likely: 0.55..0.8\nrare: 0..0.05\n"), _written("w.yaml", read_words)),
    Reader("crowd", _only(CROWD), _written("crowd.csv", read_crowd)),
    Reader(
        "goldstein", _only("code,goldstein\n010,0\n043,2.8\n190,-10\n"), _written("g.csv", goldstein_table)
    ),
    *map(_events, FORMATS),
    _events(""),
    Reader("events packed", _only(b"0", b"1"), _packed),
    Reader("rules", _in(DATA, "rules.csv"), _written("r.csv", lambda f: read_rules(f, {}))),
    Reader("series", _in(DATA, "counts.csv"), _written("c.csv", _series), dose=100),
    Reader("history", _only(b"0", b"1"), _gathered, dose=60),
    Reader("sheet", _sheets, _written("s.csv", _read_sheet)),
    Reader("xlsx", lambda: (_book(),), _written("s.xlsx", _read_sheet), dose=100),
    Reader("workbook", _only(b"0", b"1"), _workbook, dose=50),
    Reader("ledger", _ledgers, _written("l.ledger", _ledger), dose=100),
    Reader("entry", _bodies, _chained, dose=50),
    *map(_exchanged, sorted(EXCHANGED)),
    *ABOUT_PAPERS,
    *map(_run, ("run.json", "case.json", "chunk-000001.json", "chunk-000001.answers.parquet")),
)


def reader(name: str) -> Reader:
    """Return a reader by its name."""
    return next(r for r in READERS if r.name == name)
