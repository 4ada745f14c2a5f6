"""One event counts once: whatever the order of files, given twice, split in parts, changed and taken back."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import Case, load, loads
from detente.errors import HistoryError
from detente.history import History, gather, read, tone
from event_files import FORMS, Told, head, row, text

CASE = """
format: 1
case: two
title: Two neighbours
as_of: 2020-12-31
actors:
  usa: {name: the United States, iso: USA}
  prk: {name: the North, iso: PRK}
options:
  usa.talk: {name: talks, levels: {no: the United States is silent, yes: the United States talks}}
  prk.talk: {name: talks, levels: {no: the North is silent, yes: the North talks}}
status_quo: {usa.talk: no, prk.talk: no}
preferences:
  usa: {statements: [{id: u1, when: prk.talk == yes, weight: 1, evidence: analyst judgement}]}
  prk: {statements: [{id: p1, when: usa.talk == yes, weight: 1, evidence: analyst judgement}]}
"""

PAIRS = (("USA", "PRK"), ("PRK", "USA"), ("KOR", "USA"))
TOLD = st.builds(
    lambda number, pair, score: Told(number, number % 5, *PAIRS[pair], score / 2),
    st.integers(0, 30),
    st.integers(0, 2),
    st.integers(-20, 20),
)

#: Different events, each with one row.
DIFFERENT = st.lists(TOLD, min_size=1, max_size=10, unique_by=lambda t: t.number)
FORM = st.sampled_from(list(FORMS))


@pytest.fixture(scope="module")
def case() -> Case:
    return loads(CASE)


def told(past: History) -> object:
    """All that a history says but for where it says it."""
    events = [(e.key, e.when, e.actors, e.type, e.says, e.coded) for e in (*past.events, *past.coded)]
    means = [(t.source, t.target, t.events, t.mean, t.se) for t in tone(past.coded)]
    return sorted(map(repr, events)), means, past.levels


def written(folder: str, name: str, form: str, rows: list[Told]) -> Path:
    file = Path(folder) / name
    file.write_text(text(form, rows))
    return file


@given(FORM, DIFFERENT, st.randoms(use_true_random=False))
def test_the_order_of_files_and_of_rows_does_not_matter(form: str, rows: list[Told], draw: object) -> None:
    case = loads(CASE)
    with TemporaryDirectory() as folder:
        parts = [rows[k::3] for k in range(3)]
        files = [written(folder, f"{k}.txt", form, part) for k, part in enumerate(parts) if part]
        first = gather(case, files=files)
        shuffled = list(files)
        draw.shuffle(shuffled)  # type: ignore[attr-defined]
        other = gather(case, files=shuffled)
        assert told(first) == told(other)
        assert first.repeats == other.repeats
        assert [r.file for r in first.readings] == [r.file for r in other.readings]
        for k, part in enumerate(parts):
            if part:
                written(folder, f"{k}.txt", form, part[::-1])
        assert told(gather(case, files=files)) == told(first)


@given(FORM, DIFFERENT)
def test_a_file_given_twice_changes_nothing(form: str, rows: list[Told]) -> None:
    case = loads(CASE)
    with TemporaryDirectory() as folder:
        once, copy = (written(folder, name, form, rows) for name in ("a.txt", "b.txt"))
        wanted = gather(case, files=[once])
        assert gather(case, files=[once, once]).counts == wanted.counts, "the same file is read once"
        twice = gather(case, files=[once, copy])
        assert told(twice) == told(wanted)
        assert twice.counts == (*wanted.counts, 0)
        assert len(twice.repeats) == sum(wanted.counts)
        assert not any(one.differs for one in twice.repeats)


@given(FORM, DIFFERENT, st.integers(1, 5))
def test_splitting_a_file_changes_nothing(form: str, rows: list[Told], parts: int) -> None:
    case = loads(CASE)
    with TemporaryDirectory() as folder:
        whole = written(folder, "whole.txt", form, rows)
        pieces = [
            written(folder, f"part-{k}.txt", form, rows[k * 2 : k * 2 + 2]) for k in range(-(-len(rows) // 2))
        ]
        assert told(gather(case, files=pieces)) == told(gather(case, files=[whole]))
        pieces += [written(folder, "over.txt", form, rows[parts:])] if rows[parts:] else []
        assert told(gather(case, files=[whole, *pieces])) == told(gather(case, files=[whole]))


@given(FORM, DIFFERENT, st.data())
def test_a_row_told_twice_in_one_file_counts_once(form: str, rows: list[Told], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(rows), max_size=4))
    with TemporaryDirectory() as folder:
        once = read(written(folder, "a.txt", form, rows))
        twice = read(written(folder, "b.txt", form, [*rows, *again]))
    assert [e.key for e in twice.events] == [e.key for e in once.events]
    assert (len(twice.repeats), twice.bad) == (len(again), ())


# ------------------------------------------------------------------------------ which of two rows counts


def two(
    tmp_path: Path,
    form: str,
    first: list[Told],
    second: list[Told],
    names: tuple[str, str] = ("a.txt", "b.txt"),
) -> History:
    files = [written(str(tmp_path), n, form, rows) for n, rows in zip(names, (first, second), strict=True)]
    past, other = gather(loads(CASE), files=files), gather(loads(CASE), files=files[::-1])
    assert told(past) == told(other)
    assert past.repeats == other.repeats
    return past


def test_the_newer_row_of_an_event_counts(tmp_path: Path) -> None:
    old, new = Told(1, 0, stamp=5), Told(1, 3, stamp=9)
    for first, second in (([old], [new]), ([new], [old])):
        past = two(tmp_path, "acled", first, second)
        assert [str(e.when.start) for e in past.coded] == ["2018-01-04"]
        assert [(one.differs, one.why) for one in past.repeats] == [(("date",), "newer")]
    past = two(tmp_path, "acled", [old, Told(2), new], [])
    assert [str(e.when.start) for e in past.coded] == ["2018-01-04", "2018-01-01"][::-1]


@pytest.mark.parametrize("form", ["icews", "polecat", "ged"])
def test_the_file_that_was_published_later_counts(tmp_path: Path, form: str) -> None:
    names = ("events.2018.20201119132436.tab", "20180105-icews-events.tab")
    past = two(tmp_path, form, [Told(1, 0, score=-2.0)], [Told(1, 0, score=-4.0)], names)
    found = past.coded[0].coded
    assert found is not None
    assert (found.score, found.deaths) in ((-2.0, None), (None, (2, 2, 2)))
    assert past.repeats[0].why == "newer"
    assert past.repeats[0].file.endswith("20180105-icews-events.tab")


def test_a_newer_row_that_concerns_nobody_holds_against_an_older_one(tmp_path: Path) -> None:
    past = two(tmp_path, "acled", [Told(1, stamp=5)], [Told(1, 0, "KOR", "KOR", stamp=9)])
    assert past.coded == ()
    assert [one.why for one in past.repeats] == ["newer"]
    past = two(tmp_path, "acled", [Told(1, stamp=9)], [Told(1, 0, "KOR", "KOR", stamp=5)])
    assert len(past.coded) == 1


def test_the_row_that_says_more_counts_where_neither_is_newer(tmp_path: Path) -> None:
    head = "id,date,actors,type,summary,source\n"
    (tmp_path / "a.csv").write_text(head + "A,2018-03,usa,talk,They talk,\n")
    (tmp_path / "b.csv").write_text(head + "A,2018-03-05,usa;prk,talk,They talk,made up\n")
    past = gather(loads(CASE), files=[tmp_path / "a.csv", tmp_path / "b.csv"])
    assert [(e.when.precision, e.source) for e in past.events] == [("day", "made up")]
    assert [(one.why, one.differs) for one in past.repeats] == [("says more", ("date", "actors", "source"))]
    assert past.counts == (0, 1)


def test_one_id_for_two_events_of_own_lists_is_refused(tmp_path: Path) -> None:
    head = "id,date,actors,type,summary\n"
    (tmp_path / "a.csv").write_text(head + "A,2018-03-01,usa,talk,They talk\n")
    (tmp_path / "b.csv").write_text(head + "A,2019-07-05,prk,test,A test\n")
    with pytest.raises(HistoryError, match=r"a\.csv:2: the id 'A' is that of .*b\.csv:2 too"):
        gather(loads(CASE), files=[tmp_path / "a.csv", tmp_path / "b.csv"])


def test_events_that_are_taken_back(tmp_path: Path) -> None:
    rows = written(
        str(tmp_path), "a.csv", "acled", [Told(1, stamp=5), Told(2, 1, stamp=5), Told(3, 2, stamp=99)]
    )
    gone = tmp_path / "deleted.csv"
    gone.write_text("event_id_cnty,deleted_timestamp\nKOR2,1600000050\nKOR3,1600000050\nKOR9,1600000050\n")
    for files in ([rows, gone], [gone, rows]):
        past = gather(loads(CASE), files=files)
        assert [e.id for e in past.coded] == ["KOR1", "KOR3"], "the third was told again later"
        assert [e.id for e in past.gone] == ["KOR2"]
    reading = read(gone)
    assert (reading.scheme, len(reading.withdrawn), reading.lines.used) == ("acled", 3, 3)


def test_rows_of_dyads_without_an_id_are_as_many_as_one_file_says(tmp_path: Path) -> None:
    line = "2018-01-01,USA,PRK,130,-4.0\n"
    for name, times in (("a.csv", 2), ("b.csv", 3)):
        (tmp_path / name).write_text("date,source,target,cameo,goldstein\n" + line * times)
    assert len(read(tmp_path / "a.csv").events) == 2, "leaders and bodies are folded into their states"
    past = gather(loads(CASE), files=[tmp_path / "a.csv", tmp_path / "b.csv"])
    assert past.counts == (0, 3)
    assert len(past.repeats) == 2


def test_rows_of_own_lists_that_say_the_same_count_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("date,type,summary\n2018-01-01,t,A\n2018-01-02,t,A\n2018-01-01,t,A\n")
    (tmp_path / "b.csv").write_text("summary;type;date\nA;t;2018-01-01\n")
    reading = read(tmp_path / "a.csv")
    assert ([e.line for e in reading.events], [r.line for r in reading.repeats]) == ([2, 3], [4])
    past = gather(loads(CASE), files=[tmp_path / "a.csv", tmp_path / "b.csv"])
    assert past.counts == (2, 0), "the order of columns says nothing"


def test_events_of_own_lists_are_told_by_what_happened(tmp_path: Path) -> None:
    """Two people who looked one event up in two papers tell of one event, each in their way."""
    (tmp_path / "a.csv").write_text("date,actors,type,summary\n2018-01-01,usa;prk,talk,They  talk\n")
    (tmp_path / "b.csv").write_text(
        "date,actors,type,summary,source\n2018-01-01,prk; usa,Talk,they talk.,Yonhap\n"
        "2018-01-01,usa;prk,talk,They do not talk,\n"
    )
    for files in (["a.csv", "b.csv"], ["b.csv", "a.csv"]):
        past = gather(loads(CASE), files=[tmp_path / name for name in files])
        assert sorted(e.source for e in past.events) == ["", "Yonhap"]
        assert [r.why for r in past.repeats] == ["says more"]


def test_an_id_that_a_spreadsheet_has_rounded_is_none(tmp_path: Path) -> None:
    good, bad = row("icews", Told(1)), row("icews", Told(2)).replace("2\t", "2.65E+07\t", 1)
    (tmp_path / "x.tab").write_text("\n".join([head("icews"), good, bad, bad.replace("2.65", "2.66")]))
    reading = read(tmp_path / "x.tab")
    assert (len(reading.events), [b.line for b in reading.bad]) == (1, [3, 4])
    assert "lost its last digits" in reading.bad[0].reason


def test_files_beside_the_case_and_further_ones_count_together(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE + "history:\n  events: [own.csv]\n")
    (tmp_path / "own.csv").write_text("date,actors,type,summary\n2018-01-01,usa;prk,talk,They talk\n")
    (tmp_path / "more.csv").write_text("date,actors,type,summary\n2018-01-01,usa;prk,talk,They talk\n")
    case = load(tmp_path / "case.yaml")
    past = gather(case, files=[tmp_path / "own.csv", tmp_path / "more.csv"])
    assert (past.counts, len(past.readings)) == ((0, 1), 2)
