"""Large files in the store: the same rows, the same bad lines and the same sums as the reader finds."""

from __future__ import annotations

import gzip
import random
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from detente.errors import HistoryError, UnknownName
from detente.history import read, tone
from detente.history.large.parquet import bad_rows, ingest, means, monthly

pytest.importorskip("duckdb")

CODES = {"010": 1, "043": 1, "0871": 2, "112": 3, "190": 4}


def rows(count: int, seed: int) -> list[list[str]]:
    """Rows like those of GDELT, one in ten of them spoilt in one of many ways."""
    draw = random.Random(seed)
    made = []
    for k in range(count):
        code = draw.choice(list(CODES))
        row = [""] * 61
        row[0] = str(k)
        row[1] = f"20{draw.randint(15, 18)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}"
        row[7], row[17] = draw.choice(["PRK", "KOR", "USA", ""]), draw.choice(["PRK", "KOR", "RUS"])
        row[25], row[26], row[28], row[29] = draw.choice("01"), code, code[:2], str(CODES[code])
        row[30], row[53], row[59] = str(draw.randint(-100, 100) / 10), "KS", row[1] + "120000"
        spoil(row, draw.randint(0, 99))
        made.append(row)
    return made


def spoil(row: list[str], way: int) -> None:
    fields = {
        0: (28, row[28][1:]),
        1: (1, "20171301"),
        2: (30, "11.0"),
        3: (29, "5"),
        4: (26, "x10"),
        5: (30, 'a"b'),
    }
    fields |= {6: (1, ""), 7: (25, "2"), 8: (30, ""), 9: (59, "20990101")}
    if way in fields:
        at, text = fields[way]
        row[at] = text
    elif way == 15:
        row[59] = "20100101"
    elif way == 10:
        del row[30:]
    elif way == 11:
        row.append("x")
    elif way == 12:
        row[:] = [""]
    elif way == 14:
        row[28], row[29] = "02", "1"  # a root, but of another code
    elif way == 13:
        row += ["", ""]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("large") / "events.tsv"
    file.write_text("".join("\t".join(row) + "\n" for row in rows(4000, 7)))
    return file


@pytest.fixture(scope="module")
def store(large: Path) -> Path:
    ingest(large, large.with_name("store"), "gdelt")
    return large.with_name("store")


def test_the_store_keeps_what_the_reader_keeps(large: Path, tmp_path: Path) -> None:
    reading = read(large, "gdelt")
    done = ingest(large, tmp_path / "store", "gdelt", threads=1)
    assert (done.kept, done.bad) == (len(reading.events), len(reading.bad))
    assert done.doubtful == sum(e.confidence == "low" for e in reading.events)
    assert [b.line for b in bad_rows(done.folder)] == [b.line for b in reading.bad]
    assert all(b.reason for b in bad_rows(done.folder))
    years = {p.name for p in (done.folder / "events").iterdir()}
    assert years == {f"year={year}" for year in range(2015, 2019)}


def test_counts_by_month_and_quad(large: Path, store: Path) -> None:
    coded = [(e, e.coded) for e in read(large, "gdelt").events if e.coded and e.coded.leading]
    wanted = Counter((f"{e.day:%Y-%m}", c.quad) for e, c in coded if {c.source, c.target} == {"PRK", "KOR"})
    found = {(m.month, m.quad): m.events for m in monthly(store, "KOR", "PRK")}
    assert found == wanted


def test_means_of_dyads(large: Path, store: Path) -> None:
    wanted = {(t.source, t.target): t for t in tone(read(large, "gdelt").events)}
    found = {(t.source, t.target): t for t in means(store, "gdelt")}
    assert found.keys() == wanted.keys()
    for key, one in found.items():
        assert one.events == wanted[key].events
        assert one.mean == pytest.approx(wanted[key].mean, abs=1e-12)
        assert one.se == pytest.approx(wanted[key].se, rel=1e-9)
    among = means(store, "gdelt", ("PRK", "KOR"))
    assert {(t.source, t.target) for t in among} == {("PRK", "KOR"), ("KOR", "PRK")}


def test_more_threads_change_nothing(large: Path, store: Path, tmp_path: Path) -> None:
    done = ingest(large, tmp_path / "other", "gdelt", threads=1)
    assert means(done.folder, "gdelt") == means(store, "gdelt")
    assert bad_rows(done.folder)[0].line == bad_rows(store)[0].line


def test_a_compressed_file_and_the_older_form(made_up: Path, tmp_path: Path) -> None:
    packed = tmp_path / "old.tsv.gz"
    packed.write_bytes(gzip.compress((made_up / "gdelt-1.tsv").read_bytes()))
    done = ingest(packed, tmp_path / "store", "gdelt-1")
    assert (done.kept, [b.line for b in bad_rows(done.folder)]) == (3, [3])
    assert "leading zero" in bad_rows(done.folder)[0].reason


def test_an_archive_and_the_oldest_form(tmp_path: Path) -> None:
    fields = [""] * 57
    fields[0], fields[1], fields[7], fields[17] = "1", "19790105", "SUN", "ROM"
    fields[25], fields[26], fields[28], fields[29], fields[30], fields[51] = (
        "1",
        "010",
        "01",
        "1",
        "0.0",
        "UR",
    )
    with zipfile.ZipFile(tmp_path / "1979.zip", "w") as archive:
        archive.writestr("1979.csv", "\t".join(fields) + "\n" + "\t".join(fields[:20]) + "\n")
    done = ingest(tmp_path / "1979.zip", tmp_path / "store", "gdelt-57")
    assert (done.kept, [b.line for b in bad_rows(done.folder)]) == (1, [2])
    assert [(t.source, t.target, t.mean, t.se) for t in means(done.folder, "gdelt")] == [
        ("RUS", "ROU", 0.0, None)
    ]
    assert sorted(p.name for p in done.folder.iterdir()) == ["bad.parquet", "events"]


def test_a_row_that_stands_twice_counts_once(tmp_path: Path) -> None:
    made = ["\t".join(row) + "\n" for row in rows(300, 3)]
    (tmp_path / "once.tsv").write_text("".join(made))
    (tmp_path / "twice.tsv").write_text("".join(made + made[::-1]))
    for name in ("once", "twice"):
        ingest(tmp_path / f"{name}.tsv", tmp_path / name, "gdelt")
    assert means(tmp_path / "once", "gdelt") == means(tmp_path / "twice", "gdelt")
    assert monthly(tmp_path / "once", "PRK", "KOR") == monthly(tmp_path / "twice", "PRK", "KOR")
    assert tone(read(tmp_path / "twice.tsv", "gdelt").events) == tone(
        read(tmp_path / "once.tsv", "gdelt").events
    )


def test_refusals_leave_nothing_behind(made_up: Path, tmp_path: Path) -> None:
    for file, form, cause in (
        (tmp_path / "nothing.tsv", "gdelt", "no such file"),
        (made_up / "gdelt-1.tsv", "gdelt", "not one of 4 rows"),
    ):
        with pytest.raises(HistoryError, match=cause):
            ingest(file, tmp_path / "store", form)
    with pytest.raises(UnknownName, match="gdelt"):
        ingest(made_up / "icews.tab", tmp_path / "store", "icews")
    assert list(tmp_path.iterdir()) == []
    for name in ("cut.gz", "cut.csv"):
        (tmp_path / name).write_bytes(gzip.compress(b"1\t20180601\n" * 9999)[:60])
        with pytest.raises(HistoryError):
            ingest(tmp_path / name, tmp_path / "store", "gdelt")
        (tmp_path / name).unlink()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "store").mkdir()
    with pytest.raises(HistoryError, match="already"):
        ingest(made_up / "gdelt-1.tsv", tmp_path / "store", "gdelt-1")


@pytest.mark.parametrize(
    "name", ["a[1]*?", "it's", "source=RUS", "year=3", "new\nline", "~", "50%", "{a}", "한국"]
)
def test_a_store_may_lie_in_a_folder_of_any_name(name: str, made_up: Path, tmp_path: Path) -> None:
    """No name is a pattern, and none makes or overrides a column."""
    plain, odd = tmp_path / "plain", tmp_path / name
    for folder in (plain, odd):
        folder.mkdir()
        ingest(made_up / "gdelt-2.tsv", folder / "store", "gdelt")
    assert monthly(odd / "store", "PRK", "USA") == monthly(plain / "store", "PRK", "USA") != ()
    assert means(odd / "store", "gdelt") == means(plain / "store", "gdelt") != ()
    assert len(bad_rows(odd / "store")) == len(bad_rows(plain / "store"))
