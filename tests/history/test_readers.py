"""Files in every format: what is kept, what is bad and why, and that nothing is lost between the two."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from detente.errors import DetenteError, HistoryError, UnknownName
from detente.history import READERS, Coded, Reading, goldstein_table, quad, read, recognise

#: File -> format, events kept, lines of bad rows.
FILES = {
    "gdelt-2.tsv": ("gdelt", 8, [4, 6, 10, 11, 12]),
    "gdelt-1.tsv": ("gdelt", 3, [3]),
    "icews.tab": ("icews", 6, [8, 9, 11]),
    "icews.csv": ("icews", 4, []),
    "polecat.txt": ("polecat", 4, [5, 6, 8, 9]),
    "polecat-broken.txt": ("polecat", 2, [1]),
    "acled.csv": ("acled", 3, [5, 6]),
    "ged.csv": ("ged", 4, [7, 8, 9, 10]),
    "dyads.csv": ("dyads", 3, [4]),
    "events.csv": ("own", 6, []),
}


def codes(reading: Reading) -> list[Coded]:
    return [event.coded for event in reading.events if event.coded is not None]


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_kept_or_bad(made_up: Path, name: str) -> None:
    form, kept, bad = FILES[name]
    reading = read(made_up / name)
    assert (reading.scheme, len(reading.events)) == (form, kept)
    assert [b.line for b in reading.bad] == bad
    assert all(b.reason and b.file == str(made_up / name) for b in reading.bad)
    assert {event.scheme for event in reading.events} == {form}
    lines = [event.line for event in reading.events]
    assert lines == sorted(set(lines))
    assert not set(lines) & set(bad)


def test_a_reader_for_each_name() -> None:
    assert {reader.name for reader in READERS.values()} == READERS.keys()
    assert {form for form, *_ in FILES.values()} == READERS.keys(), "a made-up file for each"
    assert not READERS["acled"].share


def test_events_that_are_not_asked_for_are_counted(made_up: Path) -> None:
    reading = read(made_up / "icews.tab", keep=lambda e: "PRK" in e.actors)
    assert (len(reading.events), reading.outside, len(reading.bad)) == (3, 3, 3)
    assert len(reading.repeats) == 1
    assert reading.rows == 10


# ----------------------------------------------------------------------------------------- the traps of each


def test_gdelt(made_up: Path) -> None:
    reading = read(made_up / "gdelt-2.tsv")
    events = {event.id: event for event in reading.events}
    assert [c.code for c in codes(reading)] == ["043", "010", "0871", "057", "163", "163", "112", "042"]
    assert events["2"].coded
    assert not events["2"].coded.leading
    assert events["3"].coded
    assert events["3"].coded.place == "KOR", "FIPS KS is South Korea"
    assert events["7"].coded
    assert events["7"].coded.place == "RUS", "FIPS RS is Russia, not Serbia"
    assert events["8"].confidence == "low", "entered a year after its date"
    assert events["9"].actors == ("RUS",)
    assert len(reading.remarks) == 2
    assert "leading zero" in reading.bad[0].reason


def test_icews(made_up: Path) -> None:
    reading = read(made_up / "icews.tab")
    assert [event.id for event in reading.events][:2] == ["501/2018-06-01", "501/2018-06-02"]
    assert [(r.line, r.instead_line, r.differs) for r in reading.repeats] == [(4, 3, ())]
    assert [c.source for c in codes(reading)] == ["PRK", "PRK", "RUS", "", "JPN", "Atlantis"]
    assert codes(reading)[2].place == "RUS"
    assert codes(read(made_up / "icews.csv"))[:2] == codes(reading)[:2]


def test_polecat(made_up: Path) -> None:
    reading = read(made_up / "polecat.txt")
    visit, sanction, request, agree = codes(reading)
    assert (visit.code, visit.contexts) == ("CONSULT-visit", ("military", "diplomatic"))
    assert (sanction.quad, sanction.contexts) == (4, ("economic", "legal"))
    assert (request.source, request.target) == ("RUS", "")
    assert (agree.source, agree.target) == ("", "JPN"), "two actors are no dyad"
    assert reading.events[3].actors == ("RUS", "CHN", "JPN")
    assert "1" in reading.remarks[0]
    broken = read(made_up / "polecat-broken.txt")
    assert "usual order" in broken.bad[0].reason
    assert codes(broken) == [visit, sanction]


def test_ged(made_up: Path) -> None:
    shots, month, groups, unclear = read(made_up / "ged.csv").events
    assert (shots.actors, shots.type) == (("PRK", "KOR"), "state-based conflict")
    assert shots.coded
    assert (shots.coded.deaths, shots.coded.place) == ((46, 40, 46), "KOR")
    assert (shots.when.precision, month.when.precision, month.when.about) == ("day", "range", True)
    assert (shots.confidence, month.confidence, unclear.confidence) == ("high", "medium", "low")
    assert groups.actors == ("Made-up Front", "Made-up Army", "MMR")
    assert unclear.actors == ("MMR", "Civilians")
    assert unclear.line == 5, "a row over two lines counts as two"
    reasons = [b.reason for b in read(made_up / "ged.csv").bad]
    for reason, part in zip(
        reasons, ("none of 1, 2, 3", "before", "not between", "no number of deaths"), strict=True
    ):
        assert part in reason


def test_gdelt_as_bigquery_exports_it(tmp_path: Path) -> None:
    head = "GLOBALEVENTID,SQLDATE,MonthYear,Actor1Name,Actor1CountryCode,Actor2CountryCode,IsRootEvent,"
    head += "EventCode,EventRootCode,QuadClass,GoldsteinScale,ActionGeo_CountryCode,DATEADDED,SOURCEURL\n"
    (tmp_path / "bq.csv").write_text(
        head + '1,20100304,201003,"NORTH KOREA, GOVERNMENT",PRK,USA,1,040,04,1,1.0,KN,20100304,\n'
        "2,2010-03-05,201003,,ROM,USA,0,190,19,4,-10,RO,20100305,https://example.org/a,b\n"
        "3,20100306,201003,,ROM,USA,0,190,19,4,-10,RO,20100306,https://example.org\n"
        "4,20100307,201003,,ROM,USA,1,40,04,1,-10,RO,20100306,https://example.org\n"
    )
    reading = read(tmp_path / "bq.csv")
    assert reading.scheme == "gdelt"
    assert [(c.source, c.code, c.leading, c.place) for c in codes(reading)] == [
        ("PRK", "040", True, "PRK"),
        ("ROU", "190", False, "ROU"),
    ]
    assert [b.line for b in reading.bad] == [3, 5]
    few = "GLOBALEVENTID,SQLDATE,Actor1CountryCode,Actor2CountryCode,EventCode\n1,20100304,PRK,USA,0871\n"
    (tmp_path / "few.csv").write_text(few)
    reading = read(tmp_path / "few.csv")
    assert [(c.code, c.quad, c.leading, c.score) for c in codes(reading)] == [("0871", 2, True, None)]
    assert "IsRootEvent" in reading.remarks[0]


@pytest.mark.parametrize(("width", "form"), [(57, "gdelt"), (58, "gdelt"), (61, "gdelt")])
def test_gdelt_of_every_age(tmp_path: Path, width: int, form: str) -> None:
    fields = [""] * width
    fields[0], fields[1], fields[7], fields[17] = "1", "19790105", "SUN", "USA"
    fields[25], fields[26], fields[28], fields[29], fields[30] = "1", "010", "01", "1", "0.0"
    fields[{57: 51, 58: 51, 61: 53}[width]] = "UR"
    fields[{57: 56, 58: 56, 61: 59}[width]] = "19790105"
    short = fields[:20]
    (tmp_path / "x.csv").write_text("\t".join(short) + "\n" + "\t".join(fields) + "\n")
    reading = read(tmp_path / "x.csv")
    assert reading.scheme == form
    assert [(c.source, c.place) for c in codes(reading)] == [("RUS", "RUS")], "the USSR goes on as Russia"
    assert [(b.line, b.reason[:9]) for b in reading.bad] == [(1, "20 fields")]


@pytest.mark.parametrize(
    "day", ["2017-01-04", "20170104", "2017-01-04 00:00:00", "2017/01/04", "2017-01-04T10:00Z"]
)
@pytest.mark.parametrize("headings", [True, False])
@pytest.mark.parametrize("quote", ["", '"'])
def test_icews_of_every_year(made_up: Path, tmp_path: Path, day: str, headings: bool, quote: str) -> None:
    head, first, *_ = (made_up / "icews.tab").read_text().splitlines()
    fields = [f"{quote}{field}{quote}" for field in first.replace("2018-06-01", day).split("\t")]
    (tmp_path / "x.tab").write_text((head + "\n" if headings else "") + "\t".join(fields) + "\n")
    reading = read(tmp_path / "x.tab")
    assert (reading.scheme, reading.bad) == ("icews", ())
    assert [(e.id, e.coded and e.coded.source) for e in reading.events] == [("501/2017-01-04", "PRK")]


def test_acled_dates_and_separators(made_up: Path, tmp_path: Path) -> None:
    head, first, *_ = (made_up / "acled.csv").read_text().splitlines()
    for day in ("05 March 2022", "5 Mar 2022", "05-March-2022", "2022-03-05", "5 march 2022"):
        for sep in (",", ";"):
            row = first.replace('"made up, with a comma"', "made up").replace("2019-03-01", day)
            (tmp_path / "x.csv").write_text((head + "\n" + row + "\n").replace(",", sep))
            reading = read(tmp_path / "x.csv")
            assert [str(e.when.start) for e in reading.events] == ["2022-03-05"], (day, sep)


def test_dates_that_can_be_read_two_ways_are_refused(made_up: Path, tmp_path: Path) -> None:
    rows = (made_up / "icews.tab").read_text().splitlines()
    days = [
        "06/03/2018",
        "3.6.2018",
        "2018-6-3",
        "2018-02-30",
        "0000-01-01",
        "20180631",
        "June 2018",
        "2018-06-03x",
    ]
    body = [rows[1].replace("2018-06-01", day).replace("501", str(k), 1) for k, day in enumerate(days, 600)]
    (tmp_path / "x.tab").write_text("\n".join([rows[0], rows[1], *body]) + "\n")
    reading = read(tmp_path / "x.tab")
    assert len(reading.events) == 1
    assert [b.line for b in reading.bad] == list(range(3, 11))
    assert all(day in b.reason for day, b in zip(days, reading.bad, strict=True))


def test_acled(made_up: Path) -> None:
    protest, clash, month = read(made_up / "acled.csv").events
    assert protest.actors == ("KOR",)
    assert clash.actors == ("PRK", "KOR")
    assert clash.when.about
    assert month.when.precision == "month"
    assert not any(event.says for event in (protest, clash, month)), "notes are not carried"


def test_schemes_place_codes_differently(made_up: Path) -> None:
    """CAMEO has 09 (investigate) in verbal conflict; PLOVER of these files has no such type."""
    assert quad("090") == 3
    bad = [b for b in read(made_up / "polecat.txt").bad if "INVESTIGATE" in b.reason]
    assert len(bad) == 1


def test_own(made_up: Path) -> None:
    start, year, works, talk, mended, _ = read(made_up / "events.csv").events
    assert start.moves == {"up.dam": "none", "down.talk": "no"}
    assert year.yearly
    assert works.moves is None
    assert works.second == "a second list"
    assert (talk.line, talk.until[0].months, talk.when.precision) == (5, 3, "range")
    assert mended.line == 7, "a row over two lines counts as two"
    assert mended.moves == {}


# -------------------------------------------------------------------------------------------------- refusals

HEADER = "id,date,actors,type,summary,moves,until,confidence"
WRONG = {
    "2018-13-01,,,,,,": "no day",
    "18 June 2018,,,,,,": "is no date",
    "06/18/2018,,,,,,": "write 2017-07-04: year, month, day",
    "18.6.2018,,,,,,": "write 2017-07-04: year, month, day",
    "2018/06/18,,,,,,": "write 2017-07-04: year, month, day",
    "٢٠١٨,,,,,,": "is no date",
    "0000-01-01,,,,,,": "no day of the calendar",
    "2018-06-02/2018-06-01,,,,,,": "runs backwards",
    "2018/2019/2020,,,,,,": "more than a from and a to",
    "2018,,,,prk.posture==testing,,": "is no move",
    "2018,,,,a.b=c; a.b=d,,": "moved twice",
    "2018,,,,a.b=c,a.b=d after a while,": "no lapse",
    "2018,,,,a.b=c,a.b=d after 0 months,": "no lapse",
    "2018,,,,,,certain": "none of high, medium, low",
    "2018,,": "fields where the header has",
}


@pytest.mark.parametrize("row", WRONG)
def test_a_bad_row_of_an_own_list_says_why(tmp_path: Path, row: str) -> None:
    file = tmp_path / "own.csv"
    file.write_text(f"{HEADER}\nA,2018,,,,,,\nB,{row}\nA,2019,,,,,,\n")
    reading = read(file)
    assert [event.line for event in reading.events] == [2]
    assert [b.line for b in reading.bad] == [3, 4]
    assert WRONG[row] in reading.bad[0].reason
    assert "the id 'A' is that of line 2" in reading.bad[1].reason


def test_a_misspelt_column_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("date,summary,move\n2018,,\n")
    with pytest.raises(HistoryError, match=r"unknown column 'move'; nearest: moves"):
        read(tmp_path / "own.csv")


def test_a_file_of_no_known_format(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("one,two\n1,2\n")
    with pytest.raises(HistoryError, match="the format is not recognised"):
        recognise(file)
    with pytest.raises(UnknownName, match="gdelt"):
        read(file, "gdlet")
    with pytest.raises(HistoryError, match="not one row can be read as GDELT"):
        read(file, "gdelt")
    with pytest.raises(DetenteError, match="lacks event_id"):
        read(file, "icews")


def test_signs_that_are_no_unicode_do_not_stop_a_reader(tmp_path: Path, made_up: Path) -> None:
    raw = (made_up / "gdelt-2.tsv").read_bytes().splitlines()
    (tmp_path / "old.tsv").write_bytes(
        raw[0].replace(b"Somewhere", b"S\xe3o Tom\xe9") + b"\r\n" + raw[2] + b"\r\n"
    )
    reading = read(tmp_path / "old.tsv")
    assert (len(reading.events), reading.bad) == (2, ())


# ------------------------------------------------------------------------------------- the table of Goldstein


def test_goldstein_values(tmp_path: Path) -> None:
    file = tmp_path / "g.csv"
    file.write_text("code,name,goldstein\n01,a,0.0\n010,b,0.0\n0871,c,9.0\n19,d,-10\n")
    table = goldstein_table(file)
    assert table.value("0871") == 9.0
    assert table.value("195") == -10, "the root stands in for a code without a value"
    assert table.value("30") is None
    file.write_text("code,goldstein\n1,0\n010,x\n19,-11\n20,1\n20,2\n")
    with pytest.raises(HistoryError) as refused:
        goldstein_table(file)
    assert len(refused.value.problems) == 4
    file.write_text("cameo,goldstein\n")
    with pytest.raises(HistoryError, match="are needed"):
        goldstein_table(file)


# --------------------------------------------------------------------------------------- files for study


def test_goldstein_values_of_the_study_table(study: Path) -> None:
    table = goldstein_table(study / "cameo_goldstein.csv")
    roots = {code: v for code, v in table.values.items() if len(code) == 2}
    assert len(table.values) == 312
    assert (roots["01"], roots["06"], roots["19"]) == (0.0, 6.0, -10.0)


def test_icews_values_are_those_of_the_table(study: Path) -> None:
    table = goldstein_table(study / "cameo_goldstein.csv")
    reading = read(study / "icews_fixture_2018-06-01_03.csv")
    assert (len(reading.events), reading.bad) == (954, ())
    assert all(table.value(c.code) == c.score for c in codes(reading))


def test_the_raw_rows_are_all_there(study: Path) -> None:
    file = study / "icews18_korea_dyads_2018-08-29_10-31.csv"
    with file.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    reading = read(file)
    assert [(c.source, c.target, c.code) for c in codes(reading)] == [
        (r["source"], r["target"], r["cameo"]) for r in rows
    ]
