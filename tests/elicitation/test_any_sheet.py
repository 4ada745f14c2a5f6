"""Whatever bytes a sheet holds, it is read or refused with file and line: nothing else comes out."""

from __future__ import annotations

import io
import math
import os
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.brief import sheet
from detente.case import loads
from detente.elicitation import pool, read_sheets
from detente.errors import CaseError, DetenteError
from elicitation.test_sheets import SEEDED

CASE = loads(SEEDED)
EMPTY = sheet(CASE, "a.xlsx")  # once: it holds the time at which it was made

small = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
DOSE = int(os.environ.get("DETENTE_DOSE", "20000"))
large = settings(max_examples=DOSE, suppress_health_check=[HealthCheck.function_scoped_fixture])

HEADS = ["expert", "kind", "id", "asks", "unit", "5%", "50%", "95%", "note"]
NAMES = ["Ann", "ann", "Bo", "weight", "seed", "a-go", "b-go", "s1", "s2", "x", '"', "\n", "\u200b", ""]
NUMBERS = [
    "1",
    "2",
    "3",
    "0.5",
    "1,250",
    "0,5",
    "1.250",
    "15%",
    "-3",
    "−3",
    "1e3",
    "1e999",
    "nan",
    "=1",
    "1–2",
]
CELLS = [*NAMES, *NUMBERS, "9" * 70, "1'000"]


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """A CSV file that may nearly be a sheet."""
    head = draw(st.permutations(HEADS) | st.lists(st.sampled_from(HEADS), max_size=12))
    cell = st.sampled_from(CELLS) | st.text(max_size=4)
    rows = draw(st.lists(st.lists(cell, min_size=0, max_size=len(head) + 1), max_size=5))
    between = draw(st.sampled_from(",;\t"))
    quoted = draw(st.booleans())

    def line(cells: list[str]) -> str:
        return between.join('"' + c.replace('"', '""') + '"' if quoted else c for c in cells)

    text = draw(st.sampled_from(["\n", "\r\n", "\r"])).join(line(r) for r in (list(head), *rows))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-32"]))
    return text.encode(encoding, "replace")


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    """A workbook with some bytes of one of its parts, or of the archive, changed."""
    whole = EMPTY
    if draw(st.integers(0, 4)) == 0:
        return _edited(draw, whole)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = draw(st.sampled_from([n for n in old.namelist() if n.startswith("xl/")]))
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _edited(draw, part) if name == chosen else part)
    return out.getvalue()


def _edited(draw: st.DrawFn, data: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 20)))
        token = st.sampled_from(
            [b"", b"9", b"<", b">", b"A1048576", b"-1", b'"', b"<f>1</f>", b"<v>1e999</v>", b"&#0;"]
        )
        data = data[:at] + draw(token | st.binary(max_size=4)) + data[end:]
    return data


def read(file: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found, problems = (), ()
        try:
            found = read_sheets(CASE, [file])
        except CaseError as refused:
            problems = refused.problems
    assert bool(found) != bool(problems)
    assert all(p.line >= 1 and p.column >= 1 and p.file == str(file) for p in problems)
    for s in found:
        for a in (*s.weights.values(), *s.seeds.values()):
            assert a.low <= a.middle <= a.high
            assert all(math.isfinite(x) for x in a.quantiles)
    for method in ("linear", "log", "performance"):
        try:
            pooled = pool(CASE, found, method)
        except DetenteError:
            continue
        assert math.fsum(pooled.weights.values()) == pytest.approx(1)
        assert all(0 <= p.between <= 1 for p in pooled.statements)


@small
@given(tables())
def test_any_table_is_read_or_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    read(tmp_path / "a.csv")


@small
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    for name in ("a.csv", "a.xlsx"):
        (tmp_path / name).write_bytes(data)
        read(tmp_path / name)


@small
@given(workbooks())
def test_any_workbook_is_read_or_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    read(tmp_path / "a.xlsx")


@pytest.mark.campaign
@large
@given(tables())
def test_many_tables_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    read(tmp_path / "a.csv")


@pytest.mark.campaign
@large
@given(workbooks())
def test_many_workbooks_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    read(tmp_path / "a.xlsx")
