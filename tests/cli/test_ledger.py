"""The commands that keep a ledger and score it."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli import main
from forecast.made_up import CASE, write

FILE = "two-rivers.yaml"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DETENTE_DEBUG", raising=False)
    monkeypatch.delenv("DETENTE_LEDGER", raising=False)
    write(tmp_path)
    return tmp_path


def run(*args: str) -> Result:
    result = CliRunner().invoke(main, args)
    assert not isinstance(result.exception, Exception), result.exception
    assert "Traceback" not in result.output
    return result


def fine(*args: str) -> str:
    result = run(*args)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*args: str) -> str:
    result = run(*args)
    assert result.exit_code == 2, result.output
    return result.stderr


def test_from_question_to_score() -> None:
    told = fine("forecast", FILE, "--worlds", "2")
    assert told == "two-rivers.ledger.sqlite: five questions and ten forecasts added\n"
    assert "nothing was added" in fine("forecast", FILE, "--worlds", "2")
    mine = ("--add", "question=F1", "--who", "A. Analyst", "--probability", "0.9", "--on", "2020-12-31")
    assert "one forecast added" in fine("forecast", FILE, *mine)
    assert "one branch and four verdicts added" in fine("resolve", FILE)
    table = json.loads(fine("score", FILE, "--json"))
    assert table["as_of"] == "2023-06-01"
    rows = {r["who"]: r for r in table["rows"]}
    assert rows["A. Analyst"]["brier"]["value"] == pytest.approx(0.01)
    assert rows["memo"]["questions"] == ["F1", "F5"]
    assert rows["two-rivers"]["hindsight"] is True
    assert {x["question"]: x["reason"] for x in table["left_out"]} == {"F3": "mixed", "F4": "not resolved"}
    assert table["early"] == ["F5"]
    due = json.loads(fine("score", FILE, "--due", "--json"))
    assert {x["question"]: x["reason"] for x in due["left_out"]}["F5"] == "closes on 2029-12-31 only"
    text = " ".join(fine("score", FILE).split())
    for words in (
        "Brier score",
        "A. Analyst",
        "below 50 a reliability",
        "Will it rain?",
        "Peer",
        "90% · 0.01",
    ):
        assert words in text


def test_a_line_for_each_forecast_with_its_score() -> None:
    fine("forecast", FILE, "--worlds", "2")
    for p, day in (("0.9", "2020-12-31"), ("0.6", "2021-12-31"), ("1", "2022-03-01"), ("1", "2022-06-01")):
        fine("forecast", FILE, "--add", "F1", "--who", "=Ann", "--probability", p, "--on", day)
    fine("resolve", FILE)
    rows = list(csv.DictReader(io.StringIO(fine("score", FILE, "--csv"))))
    kept = json.loads(fine("ledger", FILE, "--json"))
    assert len(rows) == len(kept["forecasts"])
    mine = [(r["as_of"], r["days"], r["brier"], r["not_scored"]) for r in rows if r["who"] == "'=Ann"]
    late = "dated on the day on which the question was settled or closed, or later"
    assert mine == [
        ("2020-12-31", "365", "0.01", ""),
        ("2021-12-31", "60", "0.16", ""),
        ("2022-03-01", "", "", late),
        ("2022-06-01", "", "", late),
    ]
    assert "exclude each other" in refused("score", FILE, "--csv", "--json")


def test_a_verdict_by_hand_and_its_correction() -> None:
    said = ("--on", "2021-12-31", "--source", "the press")
    fine("resolve", FILE, "F3", "true", *said, "--says", "no", "--note", "nothing built")
    fine("resolve", FILE, "F3", "false", *said, "--says", "no")
    table = json.loads(fine("ledger", FILE, "--json"))
    (one,) = table["resolutions"]
    assert (one["verdict"], one["answer"]) == ("false", "yes")
    assert "3 entries" not in fine("ledger", FILE, "--verify")
    assert "Seven entries" in fine("ledger", FILE, "--verify")


def test_the_ledger_in_every_form() -> None:
    assert "Nothing is written to a file" in " ".join(fine("ledger", FILE).split())
    fine("forecast", FILE, "--worlds", "2", "--ledger", "mine.sqlite")
    rows = list(csv.DictReader(io.StringIO(fine("ledger", FILE, "--ledger", "mine.sqlite", "--csv"))))
    assert len(rows) == 10
    assert {r["question"] for r in rows} == {"F1", "F2", "F3", "F4", "F5"}
    assert json.loads(next(r["basis"] for r in rows if r["who"] == "two-rivers"))["worlds"] == 2
    assert "Will it rain?" in fine("ledger", FILE, "--ledger", "mine.sqlite")
    assert not Path("two-rivers.ledger.sqlite").exists()


def test_a_name_is_no_formula_in_the_table() -> None:
    fine("forecast", FILE, "--add", "F1", "--who", "=1+1", "--probability", "0.4", "--on", "2021-06-01")
    (row,) = [r for r in csv.DictReader(io.StringIO(fine("ledger", FILE, "--csv"))) if r["who"]]
    assert (row["who"], row["probability"]) == ("'=1+1", "0.4")


def test_a_ledger_that_was_altered_is_told() -> None:
    fine("forecast", FILE, "--worlds", "1", "--ledger", "mine.sqlite")
    head = json.loads(fine("ledger", FILE, "--ledger", "mine.sqlite", "--json"))["head"]
    check = ("ledger", FILE, "--ledger", "mine.sqlite", "--verify", "--head")
    assert head in fine(*check, head)
    assert "made anew" in run(*check, "0" * 32).stdout
    base = sqlite3.connect("mine.sqlite")
    base.execute("DROP TRIGGER entries_never_change")
    base.execute("UPDATE entries SET body = replace(body, 'rain', 'snow') WHERE seq = 2")
    base.commit()
    base.close()
    told = run(*check, head)
    assert told.exit_code == 2
    assert "Entry 2 is not what it was" in told.stdout
    assert "nothing is added" in refused("resolve", FILE, "--ledger", "mine.sqlite")


def test_a_map_of_words_of_ones_own() -> None:
    Path("words.yaml").write_text("likely: 0.99\n", encoding="utf-8")
    fine("forecast", FILE, "--worlds", "1", "--words", "words.yaml")
    rows = csv.DictReader(io.StringIO(fine("ledger", FILE, "--csv")))
    assert {r["probability"] for r in rows if (r["who"], r["question"]) == ("memo", "F1")} == {"0.99"}


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (
            ("forecast", FILE, "--add", "F11", "--who", "A", "--probability", "0.5"),
            "no question named 'F11'; nearest",
        ),
        (("forecast", FILE, "--add", "F1", "--who", "A"), "needs --who and --probability"),
        (("forecast", FILE, "--who", "A"), "--who need --add QUESTION"),
        (("forecast", FILE, "--add", "F5", "--who", "A", "--probability", "1.4"), "is not between 0 and 1"),
        (
            ("forecast", FILE, "--add", "F1", "--who", "A", "--probability", "1", "--on", "2030-01-01"),
            "after the",
        ),
        (("forecast", FILE, "--add", "F1", "--who", "A", "--probability", "1", "--on", "May"), "is no day"),
        (("forecast", FILE, "--add", "F1", "--who", "Base  rate", "--probability", "1"), "something else"),
        (("forecast", FILE, "--add", "F1", "--who", "two-rivers", "--probability", "1"), "something else"),
        (("forecast", FILE, "--add", "F1", "--who", "MEMO", "--probability", "1"), "something else"),
        (("resolve", FILE, "F1", "true", "--on", "2099-01-01", "--source", "s"), "has not come yet"),
        (
            ("resolve", FILE, "--file", "2099.yaml"),
            "2099.yaml:3:40: error DT904 forecast-date: 2099-01-01 has not come yet",
        ),
        (("resolve", FILE, "F1", "treu", "--on", "2021-01-01", "--source", "s"), "nearest: true"),
        (("resolve", FILE, "F1", "true", "--on", "2019-01-01", "--source", "s"), "before the question opens"),
        (("resolve", FILE, "F1", "true", "--on", "2021-01-01"), "name the source"),
        (("resolve", FILE, "F1", "true", "--source", "s"), "--on"),
        (("resolve", FILE, "F1"), "a question and its verdict"),
        (("resolve", FILE, "F99", "true", "--on", "2021-01-01", "--source", "s"), "no question named 'F99'"),
        (("ledger", FILE, "--json", "--csv"), "exclude one another"),
        (("ledger", FILE, "--head", "x"), "--head needs --verify"),
        (("ledger", FILE, "--verify"), "there is no such ledger"),
        (("score", FILE, "--ledger", "none.sqlite"), "there is no such ledger"),
        (("backtest", FILE), "no history of counts or levels"),
    ],
)
def test_what_is_refused(args: tuple[str, ...], says: str) -> None:
    Path("2099.yaml").write_text(
        "case: two-rivers\nresolutions:\n  F1: {verdict: false, answer: no, on: 2099-01-01, source: s}\n",
        encoding="utf-8",
    )
    assert says in " ".join(refused(*args).split())
    assert not Path("two-rivers.ledger.sqlite").exists()


def test_a_file_that_is_wrong_is_refused_with_its_lines_and_nothing_is_written() -> None:
    Path("r.yaml").write_text("resolutions:\n  F9: {}\n  F1: {verdict: treu}\n", encoding="utf-8")
    told = refused("resolve", FILE, "--file", "r.yaml")
    for code, line in (("DT902", 2), ("DT903", 3), ("DT904", 3), ("DT901", 3)):
        assert f"r.yaml:{line}" in told
        assert code in told
    assert not Path("two-rivers.ledger.sqlite").exists()


def test_without_anything_resolved_nothing_is_scored() -> None:
    Path("resolutions.yaml").unlink()
    assert "nothing can be scored" in refused("score", FILE, "--worlds", "1")


def test_a_case_without_questions_has_an_empty_ledger_and_nothing_to_forecast(here: Path) -> None:
    bare = here / "bare"
    bare.mkdir()
    (bare / "case.yaml").write_text(CASE[: CASE.index("questions:")], encoding="utf-8")
    name = str(bare / "case.yaml")
    assert "No questions" in fine("ledger", name)
    assert "the case asks no questions" in refused("forecast", name)
    assert "the case asks no questions" in refused("resolve", name)
    assert "the case asks no questions" in refused("score", name)
    assert [p.name for p in bare.iterdir()] == ["case.yaml"]


def test_what_a_file_says_of_days_after_its_own_is_refused() -> None:
    Path("r.yaml").write_text(
        "case: two-rivers\nas_of: 2022-01-01\nresolutions:\n"
        "  F1: {verdict: false, answer: no, on: 2022-12-31, source: s}\n",
        encoding="utf-8",
    )
    assert "2022-12-31 is after 2022-01-01" in " ".join(refused("resolve", FILE, "--file", "r.yaml").split())


def test_a_name_is_written_in_one_way() -> None:
    mine = ("forecast", FILE, "--add", "F1", "--probability", "0.9", "--on", "2020-12-31", "--who")
    fine(*mine, "Ann")
    assert "nothing was added" in fine(*mine, " Ann ")
    assert "'Ann' is in this ledger already" in refused(*mine, "ann")
