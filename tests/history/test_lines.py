"""Every reader accounts for every line of a file, whatever is in it, and fails only as it says it does."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.brief import chronicle
from detente.brief.record.chronicle import chronicle_csv
from detente.case import load
from detente.errors import DetenteError
from detente.history import READERS, Reading, gather, goldstein_table, read, read_rules
from detente.history.lines.rows import headings
from event_files import FORMS, Told, text

HERE = Path(__file__).parent
SMALL = HERE / "small.yaml"
FILES = sorted(f for f in (HERE / "data").iterdir() if f.name not in ("counts.csv", "rules.csv"))

#: Examples of one test in a campaign; the variable makes it longer or shorter.
DOSE = int(os.environ.get("DETENTE_DOSE", "20000"))


def accounted(reading: Reading, lines: int | None = None) -> None:
    """The law: the parts of a file add up to its lines, and its rows to what became of each."""
    told = reading.lines
    assert told.blank + told.header + told.used + told.refused == told.total
    assert lines is None or told.total == lines
    assert sum(b.lines for b in reading.bad) == told.refused
    named = (
        [e.line for e in reading.events] + [b.line for b in reading.bad] + [r.line for r in reading.repeats]
    )
    named += [w.line for w in reading.withdrawn]
    assert len(named) == len(set(named))
    assert len(named) + reading.outside == reading.rows
    assert all(1 <= line <= told.total for line in named)
    assert all(b.reason and str(b) for b in reading.bad)


def lines_of(data: bytes) -> int:
    return len(data.splitlines())


def attempt(call: Callable[[], Any]) -> tuple[Any, str]:
    """What comes of it, or what the documented error says; any other error is one."""
    try:
        return call(), ""
    except DetenteError as error:
        return None, str(error)


def tried(data: bytes, form: str, lines: int | None) -> None:
    """Read bytes as a file of a format; nothing but a documented error may come of it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "x.csv"
        file.write_bytes(data)
        for keep in (None, lambda e: "PRK" in e.actors):
            reading, refused = attempt(partial(read, file, form, keep))
            if reading is None:
                assert "x.csv" in refused
            else:
                accounted(reading, lines)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_every_line_of_the_made_up_files(file: Path) -> None:
    accounted(read(file), lines_of(file.read_bytes()))
    accounted(read(file, keep=lambda e: "PRK" in e.actors), lines_of(file.read_bytes()))


def spoil(data: bytes, ways: list[tuple[int, int, bytes]]) -> bytes:
    """Spoil a file: at each place leave out, write over, double a line, or put something in."""
    for way, where, what in ways:
        at = where % (len(data) + 1)
        lines = data.splitlines(keepends=True)
        k = where % max(len(lines), 1)
        match way:
            case 0:
                data = data[:at] + data[at + len(what) :]
            case 1:
                data = data[:at] + what + data[at + len(what) :]
            case 2:
                data = data[:at] + what + data[at:]
            case 3:
                data = b"".join([*lines[:k], *lines[k : k + 1] * 2, *lines[k + 1 :]])
            case 4:
                data = b"".join([*lines[:k], *lines[k + 1 :]])
            case 5:
                data = data[:at]
            case 6:
                data = data.replace(b",", b";") if where % 2 else data.replace(b"\t", b",")
            case _:
                data = data.replace(b"\n", b"\r\n") if where % 2 else data.replace(b"\n", b"\r")
    return data


WORDS = st.sampled_from(
    [
        *(b'"', b'""', b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xe9", b"\xef\xbb\xbf"),
        *(b"2018-13-01", b"99999999999999999999", b"1e400", b"-", b"None", b"\xe2\x80\xae", b"=1+1", b"1_0"),
        *(b"0001-01-01", b"9999-12-31", b"2018-01-01/2019", b"a.b=c", b'"\n"', b"\x1a", b"\xf0\x9f\x98\x80"),
    ]
)
SPOILT = st.builds(
    spoil,
    st.sampled_from([f.read_bytes() for f in FILES]),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 10_000), WORDS | st.binary(max_size=3)), max_size=6),
)
FORM = st.sampled_from(["", *READERS])
ENCODED = ("utf-16", "utf-16-be", "utf-32")


def one_spoilt(data: bytes, form: str, how: int) -> None:
    plain = not data.startswith((b"\x1f\x8b", b"PK", b"\xff\xfe", b"\xfe\xff"))
    if how == 0:
        tried(gzip.compress(data), form, lines_of(data) if plain and b"\0" not in data[:4096] else None)
    elif how == 1:
        tried(data.decode("latin-1").encode(ENCODED[len(data) % 3]), form, None)
    else:
        tried(data, form, lines_of(data) if plain and b"\0" not in data[:4096] else None)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(SPOILT, FORM, st.integers(0, 9))
def test_spoilt_files(data: bytes, form: str, how: int) -> None:
    one_spoilt(data, form, how)


@given(st.binary(max_size=400), FORM)
def test_any_bytes(data: bytes, form: str) -> None:
    tried(data, form, None)


@given(st.sampled_from(list(FORMS)), st.binary(max_size=200))
def test_any_bytes_below_the_headings(form: str, data: bytes) -> None:
    tried(text(form, [Told(1)]).encode() + data, form, None)


@pytest.mark.campaign
@settings(max_examples=DOSE, suppress_health_check=list(HealthCheck), derandomize=False)
@given(SPOILT, FORM, st.integers(0, 9))
def test_spoilt_files_at_length(data: bytes, form: str, how: int) -> None:
    one_spoilt(data, form, how)


@pytest.mark.campaign
@settings(max_examples=DOSE, suppress_health_check=list(HealthCheck), derandomize=False)
@given(st.sampled_from(["", *FORMS]), st.binary(max_size=2000))
def test_any_bytes_at_length(form: str, data: bytes) -> None:
    tried((text(form, [Told(1)]).encode() if form else b"") + data, form, None)


# ---------------------------------------------------------------------- rules, counts, values, a whole case

TABLES: dict[str, Callable[[Path], object]] = {
    "rules.csv": lambda file: read_rules(file, {"AAA": "up"}),
    "goldstein.csv": goldstein_table,
}


def a_table(name: str, ways: list[tuple[int, int, bytes]]) -> None:
    data = b"code,goldstein\n010,0.0\n0871,9.0\n19,-10\n" if name == "goldstein.csv" else None
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(spoil(data or (HERE / "data" / name).read_bytes(), ways))
        made, refused = attempt(lambda: TABLES[name](file))
        assert made is not None or name in refused


def a_case(ways: dict[str, list[tuple[int, int, bytes]]]) -> None:
    """Gather the small case from files of which some are spoilt."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        for name in ("events.csv", "rules.csv", "counts.csv"):
            (place / name).write_bytes(spoil((HERE / "data" / name).read_bytes(), ways.get(name, [])))
        (place / "coded.csv").write_bytes(
            spoil((HERE / "data" / "dyads.csv").read_bytes(), ways.get("coded.csv", []))
        )
        case, coded = load(SMALL), place / "coded.csv"
        past, refused = attempt(lambda: gather(case, place, files=[coded], resolving=True))
        assert past is not None or ".csv" in refused
        if past is not None:
            for reading in past.readings:
                told = reading.lines
                assert told.blank + told.header + told.used + told.refused == told.total
            assert attempt(lambda: chronicle_csv(chronicle(case, past)))


WAYS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 10_000), WORDS), max_size=4)


@given(st.sampled_from(list(TABLES)), WAYS)
def test_spoilt_tables(name: str, ways: list[tuple[int, int, bytes]]) -> None:
    a_table(name, ways)


SPOILT_CASE = st.dictionaries(
    st.sampled_from(["events.csv", "rules.csv", "counts.csv", "coded.csv"]), WAYS, max_size=2
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(SPOILT_CASE)
def test_a_case_with_spoilt_files(ways: dict[str, list[tuple[int, int, bytes]]]) -> None:
    a_case(ways)


@pytest.mark.campaign
@settings(max_examples=DOSE // 10, suppress_health_check=list(HealthCheck), derandomize=False)
@given(SPOILT_CASE)
def test_a_case_with_spoilt_files_at_length(ways: dict[str, list[tuple[int, int, bytes]]]) -> None:
    a_case(ways)


# -------------------------------------------------------------------------------------------- what is nearest

NEAR = {
    "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2\n": "acled.* column country;",
    "Event ID\tEvent Dat\tSource Country\tCAMEO Code\tIntensity\tTarget Country\tCountry\n": (
        r"nearest is icews, but .* event_date \('event_dat' is near\)"
    ),
    "GLOBALEVENTID,SQLDATE,Actor1CountryCode,Actor2CountryCode\n": "nearest is gdelt.* column eventcode;",
    "id,type_of_violence,side_a,side_b,country,date_start,best\n": "nearest is ged, but .* column date_end;",
    "date,source,target,cameo\n": "nearest is dyads, but .* column goldstein;",
    "day,actors,type,summary\n": "nearest is own, but .* column date;",
    "date,what\n": "nearest is own, but .* column summary or moves or type or actors;",
    "a,b,c\n": "the first line has 3 fields and not the headings of any format",
    "2018-01-01,usa,talk,They talk\n": "the first line has 4 fields and not the headings of any format",
}


@pytest.mark.parametrize("head", NEAR)
def test_a_format_that_is_not_recognised_says_what_is_missing(tmp_path: Path, head: str) -> None:
    (tmp_path / "x.csv").write_text(head)
    with pytest.raises(DetenteError, match=f"x.csv:1: the format is not recognised: .*{NEAR[head]}"):
        read(tmp_path / "x.csv")


@pytest.mark.parametrize("form", sorted(FORMS.keys() - {"gdelt"}))
def test_each_column_that_is_needed_is_named(tmp_path: Path, form: str) -> None:
    written = text(form, [Told(1)], "\t")
    names = headings(written.splitlines()[0].split("\t"))
    for needed in READERS[form].needed:
        kept = [k for k, name in enumerate(names) if name not in needed]
        rows = [line.split("\t") for line in written.splitlines()]
        (tmp_path / "x.tsv").write_text("".join("\t".join(row[k] for k in kept) + "\n" for row in rows))
        with pytest.raises(DetenteError, match=f"lacks {needed[0]}"):
            read(tmp_path / "x.tsv", form)
