"""Files as lines, whatever they are packed in and however they are encoded: the same events come out."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.errors import HistoryError
from detente.history import Reading, read
from event_files import FORMS, Told, text

ROWS = [Told(k, k // 2, *pair) for k, pair in enumerate([("USA", "PRK"), ("PRK", "USA")] * 3, 1)]


def zipped(file: Path, data: bytes, *more: str) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/inside.txt", data)
        for name in more:
            archive.writestr(name, "something else")


def told(reading: Reading) -> list[object]:
    """What the events say, without where they stand."""
    return [(e.key if e.named else "", e.when, e.actors, e.type, e.coded) for e in reading.events]


WAYS: dict[str, Callable[[str], bytes]] = {
    "a byte order mark": lambda t: t.encode("utf-8-sig"),
    "UTF-16 of Windows": lambda t: b"\xff\xfe" + t.encode("utf-16-le"),
    "UTF-16, the other way round": lambda t: b"\xfe\xff" + t.encode("utf-16-be"),
    "UTF-16 without a mark": lambda t: t.encode("utf-16-le"),
    "UTF-16 without a mark, the other way round": lambda t: t.encode("utf-16-be"),
    "UTF-32": lambda t: t.encode("utf-32"),
    "ends of lines of Windows": lambda t: t.replace("\n", "\r\n").encode(),
    "ends of lines of an old Macintosh": lambda t: t.replace("\n", "\r").encode(),
    "no end of the last line": lambda t: t.rstrip("\n").encode(),
    "blank lines": lambda t: ("\n  \n" + t.replace("\n", "\n\n")).encode(),
    "gzip": lambda t: gzip.compress(t.encode()),
    "gzip of UTF-16": lambda t: gzip.compress(t.encode("utf-16")),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", FORMS)
def test_the_same_events_come_out(tmp_path: Path, form: str, way: str) -> None:
    (tmp_path / "plain.txt").write_text(text(form, ROWS))
    (tmp_path / "other.txt").write_bytes(WAYS[way](text(form, ROWS)))
    plain, other = read(tmp_path / "plain.txt"), read(tmp_path / "other.txt")
    assert (plain.scheme, len(plain.events), plain.bad) == (form, 6, ())
    assert (other.scheme, told(other), other.bad) == (form, told(plain), ())


@pytest.mark.parametrize("form", FORMS)
def test_an_archive_with_one_file(tmp_path: Path, form: str) -> None:
    (tmp_path / "plain.txt").write_text(text(form, ROWS))
    zipped(tmp_path / "a.csv", text(form, ROWS).encode(), "__MACOSX/._inside.txt")
    assert told(read(tmp_path / "a.csv")) == told(read(tmp_path / "plain.txt")), "whatever its name is"
    zipped(tmp_path / "a.zip", text(form, ROWS).encode(), "README.txt", "docs/Codebook 2023.pdf", "LICENSE")
    assert told(read(tmp_path / "a.zip")) == told(read(tmp_path / "plain.txt")), "with texts about it"
    zipped(tmp_path / "two.zip", text(form, ROWS).encode(), "more.txt")
    with pytest.raises(HistoryError, match=r"two\.zip: holds 2 files \(folder/inside\.txt, more\.txt\)"):
        read(tmp_path / "two.zip")


@pytest.mark.parametrize("sep", [",", ";", "|", "\t"])
@pytest.mark.parametrize("form", sorted(FORMS.keys() - {"gdelt"}))
def test_whatever_stands_between_fields(tmp_path: Path, form: str, sep: str) -> None:
    written = text(form, ROWS, sep)
    if form == "own":
        written = "".join(
            line if not k else line.replace("usa;prk", '"usa;prk"').replace("prk;usa", '"prk;usa"')
            for k, line in enumerate(written.splitlines(keepends=True))
        )
    (tmp_path / "x.csv").write_text(written)
    reading = read(tmp_path / "x.csv")
    assert (reading.scheme, len(reading.events), reading.bad) == (form, 6, ())
    assert {len(e.actors) for e in reading.events} <= {2, 3}


def test_a_spreadsheet_may_say_what_stands_between_fields(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("sep=;\ndate;type;summary;;\n2018-01-01;talk;A, b;;\n;;;;\n")
    reading = read(tmp_path / "x.csv")
    assert [e.says for e in reading.events] == ["A, b"]
    assert (reading.lines.header, reading.lines.blank) == (2, 1)
    assert reading.remarks == ("with empty fields too many at the end, which are ignored: 1",)


def test_old_western_letters(tmp_path: Path) -> None:
    line = "2018-01-01,talk,“São Tomé” said\n"
    (tmp_path / "x.csv").write_bytes(b"date,type,summary\n" + line.encode("cp1252") + line.encode())
    reading = read(tmp_path / "x.csv")
    assert [e.says for e in reading.events] == ["“São Tomé” said"]
    assert len(reading.repeats) == 1
    assert reading.remarks[0].endswith("Windows-1252: 1")
    (tmp_path / "x.csv").write_bytes(b"date,type,summary\n2018-01-01,talk,\x81\x8d\n")
    assert read(tmp_path / "x.csv").events[0].says == "\x81\x8d"


def test_zero_bytes_are_damage(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"date,type,summary\n2018-01-01,talk,A\n2018-01-02,ta\0lk,B\n\0\0\0\0")
    reading = read(tmp_path / "x.csv")
    assert [b.line for b in reading.bad] == [3, 4]
    assert all("a zero byte" in b.reason and "\0" not in b.text for b in reading.bad)


@pytest.mark.parametrize("size", [131_071, 131_073, 1_000_000])
@pytest.mark.parametrize("quoted", [False, True])
def test_a_field_may_be_as_long_as_it_likes(tmp_path: Path, size: int, quoted: bool) -> None:
    says = 'a "quoted" word, ' + "x" * size if quoted else "x" * size
    field = '"' + says.replace('"', '""') + '"' if quoted else says
    (tmp_path / "x.csv").write_text(f"date,type,summary\n2018-01-01,talk,{field}\n2018-01-02,talk,B\n")
    reading = read(tmp_path / "x.csv")
    assert [len(e.says) for e in reading.events] == [len(says), 1]
    assert reading.bad == ()


def test_a_field_may_have_as_many_lines_as_it_likes(tmp_path: Path) -> None:
    says = 'so "it" goes on\n' * 20_000
    field = says.strip().replace('"', '""')
    (tmp_path / "x.csv").write_text(f'date,type,summary\n2018-01-01,talk,"{field}"\n2018-01-02,talk,B\n')
    reading = read(tmp_path / "x.csv")
    assert [len(e.says) for e in reading.events] == [len(says) - 1, 1]
    assert reading.lines.used == 20_001


# -------------------------------------------------------------------------------------------------- refusals

REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "the file is empty"),
    "a mark and nothing else": (b"\xef\xbb\xbf", "blank lines and nothing else"),
    "blank": (b"\n \n\n", "3 blank lines and nothing else"),
    "gzip of nothing": (gzip.compress(b""), "the file is empty"),
    "gzip cut off": (gzip.compress(text("icews", ROWS).encode() * 100)[:400], "damaged"),
    "gzip spoilt": (gzip.compress(b"x")[:10] + b"\xff\xff\xff\xff\xff", "damaged"),
    "zip cut off": (b"PK\x03\x04 and no more", "damaged"),
    "an empty archive": (b"PK\x05\x06" + bytes(18), "holds no file"),
    "Parquet": (b"PAR1\x15\x04\x15", "is a Parquet file; plain text, gzip and zip are read"),
    "bzip2": (b"BZh91AY&SY", "packed with bzip2"),
    "an older spreadsheet": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "older Office"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_text_says_what_it_is(tmp_path: Path, what: str) -> None:
    data, cause = REFUSED[what]
    (tmp_path / "x.csv").write_bytes(data)
    for form in ("", "icews"):
        with pytest.raises(HistoryError, match=cause) as refused:
            read(tmp_path / "x.csv", form)
        assert str(tmp_path / "x.csv") in str(refused.value)


def test_a_spreadsheet_is_no_archive(tmp_path: Path) -> None:
    zipped(tmp_path / "x.xlsx", b"", "[Content_Types].xml", "xl/workbook.xml")
    with pytest.raises(HistoryError, match="save it as CSV"):
        read(tmp_path / "x.xlsx")


def test_an_archive_with_a_password(tmp_path: Path) -> None:
    zipped(tmp_path / "x.zip", text("own", ROWS).encode())
    raw = bytearray((tmp_path / "x.zip").read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + at] |= 1  # the flag of an encrypted member
    (tmp_path / "x.zip").write_bytes(bytes(raw))
    with pytest.raises(HistoryError, match="cannot be unpacked"):
        read(tmp_path / "x.zip")


def test_what_unpacks_without_an_end_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.history.lines.text.UNPACKED", 100_000)
    zipped(tmp_path / "x.zip", b"date,type,summary\n" + b"2018-01-01,talk,A\n" * 10_000)
    with pytest.raises(HistoryError, match="holds more than 100,000 characters"):
        read(tmp_path / "x.zip")
    monkeypatch.setattr("detente.history.lines.text.LONGEST", 50_000)
    (tmp_path / "x.csv").write_bytes(b"date,type,summary\n" + b"x" * 60_000)
    with pytest.raises(HistoryError, match=r"x\.csv:2: the line has more than 50,000 characters"):
        read(tmp_path / "x.csv")


def test_only_plain_files_are_read(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(OSError, match=r"a folder|a pipe"):
            read(place)
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nowhere.csv")
