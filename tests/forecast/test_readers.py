"""Whatever bytes a file of forecasts holds, it is read or refused in words: nothing else comes out."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.case import Case, loads
from detente.errors import CaseError, LedgerError
from detente.forecast import (
    Asked,
    Branch,
    Forecast,
    Ledger,
    Resolution,
    audit,
    read,
    read_forecasts,
    read_resolutions,
    read_words,
    record,
    score,
)
from detente.forecast.ledger.entries import append
from detente.forecast.ledger.records import canonical, from_body
from forecast.made_up import CASE, FORECASTS, RESOLUTIONS

Q = Asked("F1", "Will it?", "2020-12-31", "2022-12-31", rules="by the record", cluster="dam")
F = Forecast(
    "F1", "A. Analyst", "person", 0.4, "2021-01-01", "2021-01-01T00:00:00+00:00", 0.2, 0.6, {"a": [1]}
)
R = Resolution("F1", "true", "yes", "2022-05-26", "the record")
B = Branch("ally", "2022-02-04", "the treaty")
BODIES = [("question", Q), ("forecast", F), ("resolution", R), ("branch", B)]

small = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
DOSE = int(os.environ.get("DETENTE_DOSE", "20000"))
large = settings(max_examples=DOSE, suppress_health_check=[HealthCheck.function_scoped_fixture])

json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def edited(draw: st.DrawFn, data: bytes) -> bytes:
    """Bytes with some parts cut out, doubled, or replaced."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 30)))
        put = draw(st.sampled_from([b"", data[at:end] * 2]) | st.binary(max_size=6) | st.sampled_from(TOKENS))
        data = data[:at] + put + data[end:]
    return data


TOKENS = [
    b"[" * 3000,
    b"{" * 3000,
    b"9" * 400,
    b"nan",
    b"-",
    b": ",
    b"\n",
    b"\xff\xfe",
    b"\0",
    b"2099-01-01",
    b"1e999",
]


# ------------------------------------------------------------------------------------- entries


@pytest.mark.parametrize(
    "text", ["[" * 5000, "{" * 5000, '{"a":' * 5000, "9" * 5000, "", "null", "[]", '"x"', "NaN"]
)
@pytest.mark.parametrize("kind", ["question", "forecast", "resolution", "branch", "oracle"])
def test_what_is_no_record_is_refused_whatever_its_depth(kind: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_body(kind, text)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("probability", "0.4"),
        ("probability", True),
        ("probability", float("nan")),
        ("probability", 10**400),
        ("basis", {"a": float("inf")}),
        ("basis", [1]),
        ("basis", {"a": json.loads("[" * 300 + "]" * 300)}),
        ("who", None),
        ("as_of", 2021),
        ("more", 1),
    ],
)
def test_a_field_of_another_type_is_refused(field: str, value: object) -> None:
    body = json.dumps(asdict(F) | {field: value})
    with pytest.raises(ValueError, match=r"."):
        from_body("forecast", body)


def test_every_record_is_read_as_it_was_written() -> None:
    for kind, made in BODIES:
        assert from_body(kind, canonical(asdict(made))) == made
    assert (
        from_body("forecast", canonical(asdict(replace(F, low=None, high=None, probability=1)))).low is None
    )  # type: ignore[union-attr]


def test_a_sealed_entry_that_makes_no_sense_is_refused_with_its_number(tmp_path: Path) -> None:
    """Another program may seal what this one would never write."""
    for wrong, says in (
        (replace(F, as_of="soon"), "entry 2 cannot stand: .*'soon' is no date"),
        (replace(F, probability=3.0), "entry 2 cannot stand: .*not between 0 and 1"),
        (replace(F, kind="oracle"), "entry 2 cannot stand: .*'oracle' is none of"),
        (replace(F, question="F7"), "entry 2 cannot stand: no question named 'F7'"),
    ):
        file = tmp_path / f"{wrong.kind}{wrong.as_of}{wrong.question}{wrong.probability}.sqlite"
        bodies = [("question", canonical(asdict(Q))), ("forecast", canonical(asdict(wrong)))]
        append(file, lambda there, bodies=bodies: bodies)
        assert audit(file).problems == ()
        with pytest.raises(LedgerError, match=says):
            read(file)


def test_a_table_of_another_shape_is_refused(tmp_path: Path) -> None:
    """A view under the name of the table could go on for ever."""
    import sqlite3

    file = tmp_path / "a.sqlite"
    record(file, (Q, F))
    base = sqlite3.connect(file)
    base.execute("DROP TRIGGER entries_never_go")
    base.execute("ALTER TABLE entries RENAME TO others")
    base.execute(
        "CREATE VIEW entries AS WITH RECURSIVE n(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n) "
        "SELECT seq, 'question' AS kind, '' AS body, '' AS previous, '' AS digest FROM n"
    )
    base.commit()
    base.close()
    for act in (read, audit, lambda p: record(p, (B,))):
        with pytest.raises(LedgerError, match="not a ledger"):
            act(file)


def test_what_is_no_file_is_no_ledger(tmp_path: Path) -> None:
    pipe = tmp_path / "a.sqlite"
    os.mkfifo(pipe)
    for act in (read, audit, lambda p: record(p, (Q,))):
        with pytest.raises(LedgerError, match="it is no file"):
            act(pipe)


def test_an_altered_ledger_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    record(file, (Q, F))
    file.write_bytes(file.read_bytes().replace(b'"probability":0.4', b'"probability":0.9'))
    with pytest.raises(LedgerError, match="entry 2 is not what it was"):
        read(file)


# --------------------------------------------------------------------------------------- any bytes


def _whole() -> bytes:
    """A ledger with something of everything."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "a.sqlite"
        record(file, (Q, replace(Q, id="F2"), F, replace(F, as_of="2021-02-01"), R, B))
        return file.read_bytes()


WHOLE = _whole()


def any_entries(entries: list[tuple[str, object]], folder: Path) -> None:
    file = folder / "a.sqlite"
    file.unlink(missing_ok=True)
    append(file, lambda there: [(kind, json.dumps(value)) for kind, value in entries])
    if not entries:
        return
    try:
        found = read(file)
    except LedgerError:
        return
    assert isinstance(found, Ledger)


entry = st.one_of(
    st.tuples(st.sampled_from(["question", "forecast", "resolution", "branch", "x"]), json_like),
    st.sampled_from(BODIES).flatmap(
        lambda pair: st.tuples(
            st.just(pair[0]),
            st.dictionaries(st.sampled_from(sorted(asdict(pair[1]))), json_like, max_size=2).map(
                lambda change: asdict(pair[1]) | change
            ),
        )
    ),
)


@small
@given(st.lists(entry, max_size=4))
def test_any_entries_are_read_or_refused(tmp_path: Path, entries: list[tuple[str, object]]) -> None:
    any_entries(entries, tmp_path)


@pytest.mark.campaign
@large
@given(st.lists(entry, max_size=4))
def test_many_entries_are_read_or_refused(tmp_path: Path, entries: list[tuple[str, object]]) -> None:
    any_entries(entries, tmp_path)


def any_file(data: bytes, folder: Path) -> None:
    """Bytes of a ledger that were changed: its reader, its audit, its writer and its scores."""
    file = folder / "a.sqlite"
    for old in folder.glob("a.sqlite*"):
        old.unlink()
    file.write_bytes(data)
    for act in (audit, lambda p: score(read(p)), lambda p: record(p, (replace(F, as_of="2021-03-01"),))):
        told = ""
        try:
            act(file)
        except LedgerError as refused:
            told = str(refused)
        assert not told or str(file) in told or "can be scored" in told


@small
@given(edited(WHOLE))
def test_any_bytes_of_a_ledger_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    any_file(data, tmp_path)


@pytest.mark.campaign
@large
@given(edited(WHOLE))
def test_many_bytes_of_a_ledger_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    any_file(data, tmp_path)


WORDS = "likely: 0.5..0.8\ncertain: 0.99\n"

READERS: dict[str, Callable[[Case, Path], object]] = {
    "forecasts": read_forecasts,
    "resolutions": read_resolutions,
    "words": lambda case, file: read_words(file),
}

files = st.one_of(
    *(
        st.tuples(st.just(name), edited(whole.encode()))
        for name, whole in (("forecasts", FORECASTS), ("resolutions", RESOLUTIONS), ("words", WORDS))
    )
)


def any_yaml(name: str, data: bytes, folder: Path) -> None:
    file = folder / "a.yaml"
    file.write_bytes(data)
    problems = ()
    try:
        READERS[name](loads(CASE), file)
    except CaseError as refused:
        problems = refused.problems
    assert all(p.line >= 1 and p.file == str(file) for p in problems)


@small
@given(files)
def test_any_file_beside_a_case_is_read_or_refused(tmp_path: Path, named: tuple[str, bytes]) -> None:
    any_yaml(*named, tmp_path)


@pytest.mark.campaign
@large
@given(files)
def test_many_files_beside_a_case_are_read_or_refused(tmp_path: Path, named: tuple[str, bytes]) -> None:
    any_yaml(*named, tmp_path)


def test_a_copy_of_a_ledger_is_the_same_ledger(tmp_path: Path) -> None:
    record(tmp_path / "a.sqlite", (Q, F))
    shutil.copy(tmp_path / "a.sqlite", tmp_path / "b.sqlite")
    assert read(tmp_path / "a.sqlite").records == read(tmp_path / "b.sqlite").records == (Q, F)
