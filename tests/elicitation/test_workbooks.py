"""Workbooks: what a cell shows is what is read, or it is refused with its address; and none is a bomb."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import numbers

from detente.brief import sheet
from detente.case import Case, loads
from detente.elicitation import Sheet, read_sheets
from detente.elicitation.grid import Unreadable
from detente.elicitation.workbook import MOST_TAGS, MOST_UNPACKED, sheets_of
from detente.errors import CaseError
from elicitation.test_sheets import SEEDED

HEAD = ("expert", "id", "5%", "50%", "95%")


def case() -> Case:
    return loads(SEEDED)


def filled(folder: Path, *rows: tuple[Any, ...], change: Callable[[Any], object] = lambda page: None) -> Path:
    """Write a workbook with one sheet."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "answers"
    for row in (HEAD, *rows):
        page.append(row)
    change(page)
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def read(file: Path) -> Sheet:
    (found,) = read_sheets(case(), [file])
    return found


def refused(file: Path) -> list[str]:
    with pytest.raises(CaseError) as caught:
        read_sheets(case(), [file])
    return [f"{p.code} {p.line} {p.cause}" for p in caught.value.problems]


def test_numbers_are_read_whatever_the_format_they_are_shown_in(tmp_path: Path) -> None:
    def dressed(page: Any) -> None:
        page["C2"].number_format = "#,##0"
        page["D2"].number_format = '#.##0,00 "patrols"'
        page["E2"].number_format = "0.00E+00"

    file = filled(tmp_path, ("Ann", "s1", 1000, 1250.5, 1500), change=dressed)
    assert read(file).seeds["s1"].quantiles == (1000, 1250.5, 1500)


def test_a_percentage_is_the_number_that_is_seen(tmp_path: Path) -> None:
    def dressed(page: Any) -> None:
        page["C2"].number_format = numbers.FORMAT_PERCENTAGE
        page["D2"].number_format = "[Red]0.0%;-0.0%"
        page["E2"].number_format = '0"%"'  # a sign that is only written there

    file = filled(tmp_path, ("Ann", "s2", 0.1, 0.155, 20), change=dressed)
    assert read(file).seeds["s2"].quantiles == (10, 15.5, 20)


def test_a_percentage_of_something_else_is_refused(tmp_path: Path) -> None:
    def dressed(page: Any) -> None:
        page["D2"].number_format = "0%"

    told = refused(filled(tmp_path, ("Ann", "a-go", 0, 0.5, 1), change=dressed))
    assert told == ["DT705 2 D2: 50% is a percentage, 50%, but what is asked is a weight"]


def test_heads_that_are_percentages(tmp_path: Path) -> None:
    def dressed(page: Any) -> None:
        for cell, value in (("C1", 0.05), ("D1", 0.5), ("E1", 0.95)):
            page[cell] = value
            page[cell].number_format = "0%"

    assert read(filled(tmp_path, ("Ann", "a-go", 1, 2, 3), change=dressed)).weights["a-go"].middle == 2


def test_texts_that_look_like_numbers_follow_the_same_rules_as_in_a_csv_file(tmp_path: Path) -> None:
    assert read(filled(tmp_path, ("Ann", "s1", "1 000", "1'250", 1500))).seeds["s1"].middle == 1250
    told = refused(filled(tmp_path, ("Ann", "s1", 0.5, "1,250", 1500)))
    assert told == [
        "DT705 2 D2: 50% is in doubt: '1,250' may be 1250 or 1.25, and no other number shows which; "
        "write one of them"
    ]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (date(2026, 5, 1), "holds a date, 2026-05-01 00:00:00"),
        (True, "holds TRUE, which is no number"),
        ("=1+1", "holds the formula =1+1 without a stored value"),
        ("#DIV/0!", "holds #DIV/0!, what a formula came to"),
        ("2–3", "a range has a column for each end"),
        ("2 patrols", "is not a number: '2 patrols'"),
        ("(2)", "write a minus sign instead of brackets"),
    ],
)
def test_what_is_no_number_is_refused_with_its_cell(value: object, says: str, tmp_path: Path) -> None:
    (told,) = refused(filled(tmp_path, ("Ann", "a-go", 1, value, 3)))
    assert told.startswith("DT705 2 D2: 50% ")
    assert says in told


def test_a_row_of_formulas_without_values_is_no_empty_row(tmp_path: Path) -> None:
    told = refused(filled(tmp_path, ("Ann", "a-go", "=1", "=2", "=3"), ("Ann", "b-go", 1, 2, 3)))
    assert [t.split()[2] for t in told] == ["C2:", "D2:", "E2:"]


@pytest.mark.parametrize(
    ("area", "rows", "codes"),
    [
        ("C2:E2", [("Ann", "a-go", 2, None, None)], ["DT705 2 C2", "DT705 2 D2", "DT705 2 E2"]),
        ("D2:D3", [("Ann", "a-go", 1, 2, 3), ("Ann", "b-go", 1, None, 3)], ["DT705 2 D2", "DT705 3 D3"]),
        ("A2:A3", [("Ann", "a-go", 1, 2, 3), (None, "b-go", 1, 2, 3)], ["DT703 2 A2", "DT703 3 A3"]),
        ("B2:B3", [("Ann", "a-go", 1, 2, 3), ("Ann", None, 1, 2, 3)], ["DT704 2 B2", "DT704 3 B3"]),
    ],
)
def test_merged_cells_are_refused(
    area: str, rows: list[tuple[Any, ...]], codes: list[str], tmp_path: Path
) -> None:
    told = refused(filled(tmp_path, *rows, change=lambda page: page.merge_cells(area)))
    assert [t.partition(":")[0] for t in told] == codes
    assert all("merged" in t for t in told)


def test_hidden_rows_and_columns_are_read_and_it_is_said(tmp_path: Path) -> None:
    def hide(page: Any) -> None:
        page.row_dimensions[3].hidden = True
        page.column_dimensions.group("D", "E", hidden=True)

    found = read(filled(tmp_path, ("Ann", "a-go", 1, 2, 3), ("Ann", "s1", 1, 2, 3), change=hide))
    assert (len(found.weights), len(found.seeds)) == (1, 1)
    assert [p.cause for p in found.odd if p.code == "DT709"] == [
        "A2: the columns 50%, 95% are hidden in the workbook and read all the same",
        "A3: row 3 is hidden in the workbook and read all the same",
    ]


def test_every_sheet_with_answers_is_read(tmp_path: Path) -> None:
    def more(page: Any) -> None:
        page.parent.create_sheet("notes").append(["Thank you."])
        second = page.parent.create_sheet("Bo")
        second.append(HEAD)
        second.append(("Bo", "a-go", 2, 3, 4))
        second.sheet_state = "hidden"

    ann, bo = read_sheets(case(), [filled(tmp_path, ("Ann", "a-go", 1, 2, 3), change=more)])
    assert (ann.expert, bo.expert) == ("Ann", "Bo")
    assert not ann.odd
    assert bo.odd[0].cause == "Bo!A2: the sheet is hidden in the workbook and read all the same"


def test_a_copy_of_a_sheet_answers_twice(tmp_path: Path) -> None:
    told = refused(
        filled(
            tmp_path,
            ("Ann", "a-go", 1, 2, 3),
            change=lambda page: page.parent.copy_worksheet(page),
        )
    )
    assert told == [f"DT706 2 answers Copy!B2: Ann answers a-go twice; the first is {tmp_path / 'a.xlsx'}:2"]


def test_empty_rows_that_are_dressed_are_empty(tmp_path: Path) -> None:
    def dress(page: Any) -> None:
        for row in range(3, 60):
            page.cell(row, 3).number_format = "0%"

    assert len(read(filled(tmp_path, ("Ann", "a-go", 1, 2, 3), change=dress)).weights) == 1


# ------------------------------------------------------------------------------------- hostile files


def rewritten(file: Path, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


STRINGS, SHEET = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """The sheet that is sent out, which keeps its texts apart."""
    file = tmp_path / "a.xlsx"
    file.write_bytes(sheet(case(), file))
    return file


def strings(number: int) -> Callable[[bytes], bytes]:
    return lambda part: part.replace(
        b"</sst>", (b"<si><t>" + b"B" * 1000 + b"</t></si>") * number + b"</sst>"
    )


def test_a_bomb_is_refused_before_it_is_unpacked(empty: Path) -> None:
    """884 kB that unpack to 300 MB took 608 MB of memory."""
    data = rewritten(empty, STRINGS, strings(300_000))
    assert len(data) < 1_000_000
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable, match=f"more than {MOST_UNPACKED:,} bytes"):
            sheets_of(data)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_an_archive_that_lies_about_its_sizes_is_refused(empty: Path) -> None:
    data = bytearray(rewritten(empty, STRINGS, strings(20_000)))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(STRINGS.encode()))
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(Unreadable, match="no workbook"):
        sheets_of(bytes(data))


@pytest.mark.parametrize(
    ("part", "change", "says"),
    [
        (STRINGS, lambda p: b'<!DOCTYPE x [<!ENTITY a "b">]>' + p, "declares entities"),
        (STRINGS, lambda p: p.decode().encode("utf-16"), "no workbook"),
        (STRINGS, lambda p: p.replace(b"UTF-8", b"utf-7"), "not UTF-8"),
        (STRINGS, lambda p: p.replace(b"</sst>", b"<si/>" * MOST_TAGS + b"</sst>"), "tags"),
        (SHEET, lambda p: p.replace(b'r="B2"', b'r="XFD1048576"'), "reaches to XFD1048576"),
        (SHEET, lambda p: p.replace(b'r="B2"', b'r="B1048576"'), "reaches to "),
        (SHEET, lambda p: p.replace(b'r="B2"', b'r="2B"'), "no workbook"),
        (SHEET, lambda p: p[:200], "no workbook"),
        (SHEET, lambda p: b"", "no workbook"),
    ],
)
def test_hostile_parts_are_refused(
    part: str, change: Callable[[bytes], bytes], says: str, empty: Path
) -> None:
    data = rewritten(empty, part, change)
    assert data != empty.read_bytes()
    with pytest.raises(Unreadable, match=says):
        sheets_of(data)


def test_a_workbook_is_known_by_what_it_holds(tmp_path: Path) -> None:
    file = filled(tmp_path, ("Ann", "a-go", 1, 2, 3))
    for name in ("a.csv", "a.xlsm", "a"):
        assert read(file.replace(tmp_path / name)).weights["a-go"].middle == 2
        file = tmp_path / name
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (told,) = refused(tmp_path / "a.xlsx")
    assert "an old or a protected workbook" in told


def test_a_workbook_without_sheets_is_empty(empty: Path) -> None:
    empty.write_bytes(rewritten(empty, "xl/workbook.xml", lambda p: b"<a/>"))
    assert refused(empty) == ["DT701 1 the sheet is empty"]


def test_too_many_parts_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for k in range(501):
            archive.writestr(f"{k}.xml", "<a/>")
    with pytest.raises(Unreadable, match="500 parts"):
        sheets_of(out.getvalue())


def test_a_number_of_many_digits_is_out_of_range_and_no_failure(tmp_path: Path) -> None:
    long = b"2" + 32 * b"9"
    file = filled(tmp_path, ("Ann", "s1", 1, 2, 7))
    file.write_bytes(rewritten(file, SHEET, lambda p: p.replace(b"<v>7<", b"<v>" + long + b"<")))
    (told,) = refused(file)
    assert "outside -1e+30..1e+30" in told
