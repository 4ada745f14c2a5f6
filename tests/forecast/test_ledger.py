"""The ledger: what it takes, what it refuses, and that nothing in it can be rewritten unseen."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import LedgerError
from detente.forecast import (
    Asked,
    Branch,
    Forecast,
    Ledger,
    Record,
    Resolution,
    audit,
    place,
    read,
    record,
    together,
)
from detente.forecast.ledger.entries import GENESIS, append, entries, seal
from reference.forecasts import sealed

Q = Asked("F1", "Will it?", "2020-12-31", "2022-12-31", rules="by the record", cluster="dam")
F = Forecast("F1", "A. Analyst", "person", 0.4, "2021-01-01", "2021-01-01T00:00:00+00:00", 0.2, 0.6)
R = Resolution("F1", "true", "yes", "2022-05-26", "the record")
B = Branch("ally", "2022-02-04", "the treaty")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.sqlite"
    record(path, (Q, F, R, B))
    return path


def test_what_is_written_is_read(file: Path) -> None:
    book = read(file)
    assert book.records == (Q, F, R, B)
    assert book.questions == {"F1": Q}
    assert book.forecasts == (F,)
    assert book.resolutions == {"F1": R}
    assert book.branches == {"ally": B}
    assert book.head == audit(file).head
    assert audit(file).problems == ()


def test_saying_the_same_again_adds_nothing(file: Path) -> None:
    later = replace(F, made="2023-01-01T00:00:00+00:00")
    assert record(file, (Q, later, R, B, replace(Q, case_digest="another case"))) == ()
    assert len(read(file).records) == 4


def test_a_correction_stands_beside_what_it_corrects(file: Path) -> None:
    better, updated = (
        replace(R, verdict="false", answer="no"),
        replace(F, probability=0.7, as_of="2021-06-01"),
    )
    assert record(file, (better, updated, replace(Q, asks="Will it really?"))) != ()
    book = read(file)
    assert book.records[:4] == (Q, F, R, B)
    assert book.resolutions["F1"] == better
    assert book.forecasts == (F, updated)
    assert book.questions["F1"].asks == "Will it really?"


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["question", "x"]), st.text(max_size=30)), max_size=6))
def test_the_chain_is_that_of_the_definition(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("chain") / "a.sqlite"
    rows = [(kind, body.encode("utf-8", "replace").decode().replace("\0", "")) for kind, body in rows]
    for pair in rows:
        append(path, lambda there, pair=pair: [pair])
    if rows:
        assert [e.digest for e in entries(path)] == sealed(rows)
        assert audit(path).head == sealed(rows)[-1]


# ----------------------------------------------------------------------------------------- tampering


def raw(file: Path, *statements: str, guards: bool = False) -> None:
    with closing(sqlite3.connect(file)) as base:
        if not guards:
            for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                base.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            base.execute(statement)
        base.commit()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET body = replace(body, '0.4', '0.9') WHERE seq = 2",
        "DELETE FROM entries WHERE seq = 2",
        "DELETE FROM entries",
        "INSERT INTO entries VALUES (9, 'forecast', '{}', 'x', 'y')",
        "INSERT OR REPLACE INTO entries VALUES (2, 'forecast', '{}', 'x', 'y')",
        "INSERT OR IGNORE INTO entries VALUES (5, 'forecast', '{}', 'x', 'y')",
    ],
)
def test_changes_through_sql_are_refused(file: Path, statement: str) -> None:
    with pytest.raises(sqlite3.DatabaseError, match="entries of a ledger"):
        raw(file, statement, guards=True)
    assert audit(file).problems == ()
    assert len(read(file).records) == 4


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE entries SET body = replace(body, '0.4', '0.9') WHERE seq = 2", "entry 2 is not what it was"),
        ("UPDATE entries SET kind = 'branch' WHERE seq = 3", "entry 3 is not what it was"),
        ("DELETE FROM entries WHERE seq = 2", "entry 2 is missing"),
        ("UPDATE entries SET seq = 99 WHERE seq = 4", "entry 4 is missing, entry 99 follows"),
        (f"UPDATE entries SET previous = '{GENESIS}' WHERE seq = 3", "entry 3 does not follow"),
    ],
)
def test_what_goes_around_the_guards_is_found(file: Path, statement: str, found: str) -> None:
    raw(file, statement)
    told = audit(file).problems
    assert any(found in p for p in told), told
    assert sum("the guard" in p for p in told) == 3
    with pytest.raises(LedgerError, match="nothing is added to a ledger that was altered"):
        record(file, (replace(F, as_of="2021-03-01"),))


def test_an_entry_made_anew_breaks_the_next(file: Path) -> None:
    second = entries(file)[1]
    body = second.body.replace("0.4", "0.9")
    digest = seal(2, second.kind, body, second.previous)
    raw(file, f"UPDATE entries SET body = '{body}', digest = '{digest}' WHERE seq = 2")
    assert any("entry 3 does not follow" in p for p in audit(file).problems)


def test_a_chain_made_anew_or_cut_is_told_by_its_head(file: Path) -> None:
    head = audit(file).head
    raw(file, "DELETE FROM entries WHERE seq = 4", guards=False)
    assert not [p for p in audit(file).problems if "guard" not in p]
    assert any("the end was cut off" in p for p in audit(file, head).problems)


def test_bytes_changed_in_the_file_are_found(file: Path) -> None:
    data = file.read_bytes()
    assert data.count(b'"probability":0.4') == 1
    file.write_bytes(data.replace(b'"probability":0.4', b'"probability":0.9'))
    assert audit(file).problems == ("entry 2 is not what it was when it was written",)


# ------------------------------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (replace(F, question="F2"), "no question named 'F2'; nearest: F1"),
        (replace(F, probability=1.2), "the probability 1.2 is not between 0 and 1"),
        (replace(F, probability=float("nan")), "the probability nan is not between 0 and 1"),
        (replace(F, low=0.7), "the interval 0.7 to 0.6 is upside down"),
        (replace(F, kind="oracle"), "'oracle' is none of"),
        (replace(F, who=" "), "say who forecasts"),
        (replace(F, as_of="soon"), "'soon' is no date"),
        (replace(F, as_of="2023-01-01"), "after the question closed, on 2022-12-31"),
        (replace(R, verdict="treu"), "no verdict named 'treu'; nearest: true"),
        (replace(R, answer=""), "goes with an answer"),
        (replace(R, verdict="void"), "goes without an answer"),
        (replace(R, answer="maybe"), "neither yes nor no"),
        (replace(R, source=""), "name the source"),
        (replace(R, on="2019-01-01"), "2019-01-01 is before the question opens, on 2020-12-31"),
        (replace(R, on="2022-02-30"), "'2022-02-30' is no date"),
        (replace(B, source=" "), "choice ally: name the source"),
        (replace(Q, id="F9", closes="2019-01-01"), "closes on 2019-01-01, before it opens"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_written(file: Path, wrong: Record, says: str) -> None:
    with pytest.raises(LedgerError) as refused:
        record(file, (replace(F, as_of="2021-02-02"), wrong))
    assert len(refused.value.reasons) == 1
    assert says in refused.value.reasons[0]
    assert len(read(file).records) == 4


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(LedgerError) as refused:
        together(Ledger((Q,)), (replace(F, probability=2, kind="x"), replace(R, source="", on="never")))
    assert len(refused.value.reasons) == 4


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    raw(other, "CREATE TABLE notes (text)")
    text = tmp_path / "notes.txt"
    text.write_text("my notes, more than a few of them " * 20, encoding="utf-8")
    for path in (other, text):
        before = path.read_bytes()
        for act in (lambda p: record(p, (Q,)), read, audit):
            with pytest.raises(LedgerError):
                act(path)
        assert path.read_bytes() == before
    with pytest.raises(LedgerError, match="no such ledger"):
        read(tmp_path / "none.sqlite")
    with pytest.raises(LedgerError, match="no folder"):
        record(tmp_path / "no" / "a.sqlite", (Q,))


def test_a_ledger_of_the_future_is_not_touched(file: Path) -> None:
    raw(file, "PRAGMA user_version = 7")
    for act in (lambda p: record(p, (B,)), read):
        with pytest.raises(LedgerError, match="format 7"):
            act(file)


def test_where_a_ledger_is_kept() -> None:
    assert place("korea-2020") == Path("korea-2020.ledger.sqlite")
    assert place("cases/water.yml") == Path("cases/water.ledger.sqlite")


# ------------------------------------------------------------------------------- several at a time

_WRITER = """
import sys
from detente.forecast import Asked, Forecast, record
path, who = sys.argv[1:]
question = Asked("F1", "Will it?", "2020-12-31", "2022-12-31")
print("ready", flush=True)
for k in range(100_000 if who == "endless" else 12):
    record(path, (question, Forecast("F1", who, "person", 0.5, "2021-01-01", "", basis={"choice": str(k)})))
    print("written", flush=True)
"""


def writer(path: Path, who: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(path), who], stdout=subprocess.PIPE, text=True, env=os.environ
    )


def test_writers_wait_for_one_another(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    both = [writer(path, who) for who in ("one", "two")]
    for process in both:
        process.communicate()
    assert [p.returncode for p in both] == [0, 0]
    book = read(path)
    assert len(book.forecasts) == 24
    assert len(book.questions) == 1
    assert audit(path).problems == ()


def test_a_writer_that_is_killed_leaves_a_whole_ledger(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    process = writer(path, "endless")
    assert process.stdout is not None
    assert [process.stdout.readline() for _ in range(41)] == ["ready\n", *["written\n"] * 40]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    before = len(read(path).forecasts)
    assert before
    assert audit(path).problems == ()
    record(path, (F,))
    assert len(read(path).forecasts) == before + 1
    assert audit(path).problems == ()
