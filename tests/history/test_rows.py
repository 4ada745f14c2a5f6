"""Lines as rows: as the csv module has them where quotes close, and what an open quote costs."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import HistoryError
from detente.history import read
from detente.history.lines.rows import Flaw, Row, decimal, rows
from detente.history.lines.table import table
from detente.history.lines.text import Tally

FIELDS = st.text(st.sampled_from("ab \"\n,;|\t'é"), max_size=6)
TABLES = st.lists(st.lists(FIELDS, min_size=3, max_size=3), max_size=8)


def split(text: str, sep: str, width: int = 3) -> tuple[list[Row | Flaw], Tally, int]:
    """Rows of a text, what was counted, and how many lines it has."""
    lines = text.split("\n")
    lines = lines[:-1] if not lines[-1] else lines
    tally = Tally()
    return list(rows(iter(enumerate(lines, 1)), sep, width, lambda fields: False, tally)), tally, len(lines)


@given(TABLES, st.sampled_from(",;|"))
def test_what_is_well_written_reads_as_the_csv_module_reads_it(written: list[list[str]], sep: str) -> None:
    out = StringIO()
    csv.writer(out, delimiter=sep, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(written)
    found, tally, lines = split(out.getvalue(), sep)
    blank = f' {sep}\n"'  # a row of nothing but these may count as blank
    wanted = [row for row in written if "".join(row).strip(blank)]
    kept = [row.fields for row in found if isinstance(row, Row) and "".join(row.fields).strip(blank)]
    assert kept == wanted
    assert not any(isinstance(row, Flaw) for row in found)
    assert sum(row.lines for row in found) + tally.blank == lines


@given(st.text(st.sampled_from('ab "\n,'), max_size=60), st.sampled_from(",\t"))
def test_every_line_is_in_a_row_in_a_flaw_or_blank(text: str, sep: str) -> None:
    found, tally, lines = split(text, sep)
    assert sum(row.lines for row in found) + tally.blank == lines
    begins = [row.line for row in found]
    assert begins == sorted(set(begins))


HEAD = "date,actors,type,summary\n"
GOOD = "2018-01-{:02},usa;prk,meeting,They meet\n"


@pytest.mark.parametrize("at", [1, 5, 28])
@pytest.mark.parametrize(
    "spoilt",
    [
        'a,b,meeting,"They meet',
        '2018-02-01,usa;prk,meeting,"They meet',
        '"2018-02-01,usa;prk,meeting,They meet',
        '2018-02-01,"usa;prk,meeting,They meet',
        '2018-02-01,usa;prk,meeting,"They "meet" again"',
        '2018-02-01,usa;prk,meeting,"They meet" again',
    ],
)
def test_an_open_quote_costs_one_line(tmp_path: Path, spoilt: str, at: int) -> None:
    lines = [GOOD.format(k) for k in range(1, 29)]
    lines.insert(at - 1, spoilt + "\n")
    (tmp_path / "x.csv").write_text(HEAD + "".join(lines))
    reading = read(tmp_path / "x.csv")
    assert len(reading.events) == 28
    assert [(b.line, "quote" in b.reason) for b in reading.bad] == [(at + 1, True)]


def test_an_open_quote_costs_one_line_below_separators_too_many(tmp_path: Path) -> None:
    lines = [GOOD.format(k).replace("\n", ",,\n") for k in range(1, 29)]
    lines[4] = '2018-02-01,usa,meeting,"They meet,,\n'
    (tmp_path / "x.csv").write_text(HEAD.replace("\n", ",,\n") + "".join(lines))
    reading = read(tmp_path / "x.csv")
    assert (len(reading.events), [b.line for b in reading.bad]) == (27, [6])


def test_two_open_quotes_do_not_close_one_another(tmp_path: Path) -> None:
    lines = [GOOD.format(k) for k in range(1, 29)]
    lines[3], lines[20] = '2018-02-01,usa,meeting,"They begin\n', '2018-02-02,usa,meeting,and they end"\n'
    (tmp_path / "x.csv").write_text(HEAD + "".join(lines))
    reading = read(tmp_path / "x.csv")
    assert len(reading.events) == 27, "the second is a quote inside a field"
    assert [b.line for b in reading.bad] == [5]
    assert "line 6, a row by itself" in reading.bad[0].reason


def test_a_file_of_open_quotes_is_read_in_one_pass(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(HEAD + '"open\n' * 50_000 + GOOD.format(1))
    reading = read(tmp_path / "x.csv")
    assert (len(reading.events), len(reading.bad)) == (1, 50_000)


def test_a_text_over_lines_may_look_a_little_like_rows(tmp_path: Path) -> None:
    says = "They meet, they talk,\n\nand in 2017, as before, they part"
    (tmp_path / "x.csv").write_text(f'{HEAD}2018-01-01,usa,meeting,"{says}"\n{GOOD.format(2)}')
    reading = read(tmp_path / "x.csv")
    assert [e.says for e in reading.events] == [says, "They meet"]
    assert reading.lines.used == 4


def test_quotes_between_tabs_are_letters_unless_the_fields_come_out_otherwise(tmp_path: Path) -> None:
    head = "date\ttype\tsummary\n"
    body = '2018-01-01\ttalk\tHe said "no" and "yes\n"2018-01-02"\t"talk"\t"a ""plain"" field"\n'
    body += '2018-01-03\t"two\nlines"\tthey talk\n'
    (tmp_path / "x.tsv").write_text(head + body)
    assert [(e.type, e.says) for e in read(tmp_path / "x.tsv").events] == [
        ("talk", 'He said "no" and "yes'),
        ("talk", 'a "plain" field'),
        ("two\nlines", "they talk"),
    ]


@pytest.mark.parametrize("sep", [",", ";", "\t"])
def test_small_tables_have_any_separator_and_lose_no_line(tmp_path: Path, sep: str) -> None:
    (tmp_path / "x.csv").write_text("code,name,goldstein\n010,a,0.0\n\n020,b,3.0\n".replace(",", sep))
    line, names, found = table(tmp_path / "x.csv", ("code", "goldstein"))
    assert (line, names) == (1, ["code", "name", "goldstein"])
    assert [(row.line, row.fields[0]) for row in found] == [(2, "010"), (4, "020")]
    (tmp_path / "x.csv").write_text('code,goldstein\n010,"0.0\n020,3.0\n030,"4.0\n')
    with pytest.raises(HistoryError) as refused:
        table(tmp_path / "x.csv", ("code", "goldstein"))
    assert [problem.split(": ")[0].rpartition(":")[2] for problem in refused.value.problems] == ["2", "4"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("2,8", 2.8), (" -10 ", -10.0), ("1e-3", 0.001), (".5", 0.5), ("NA", None), ("", None)],
)
def test_numbers(text: str, value: float | None) -> None:
    assert decimal(text, "it") == value


@pytest.mark.parametrize("text", ["1_0", "nan", "inf", "1,2,3", "10.1", "0x1", "1 0", "٣", "-"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="it is"):
        decimal(text, "it")
