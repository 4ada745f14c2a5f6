"""What happened, told: the sections, the picture and its tables, files of every kind, the command."""

from __future__ import annotations

import csv
import json
import shutil
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from detente.brief import Brief, chronicle, chronicle_as, plain_text
from detente.case import load
from detente.cli import main
from detente.errors import DetenteError
from detente.history import READERS, gather

HISTORY = Path(__file__).parents[1] / "history"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small case with its files beside it."""
    place = tmp_path_factory.mktemp("small")
    for file in (HISTORY / "small.yaml", *(HISTORY / "data").glob("*.csv")):
        shutil.copy(file, place)
    return place


@pytest.fixture(scope="module")
def brief(folder: Path) -> Brief:
    case = load(folder / "small.yaml")
    return chronicle(case, gather(case, resolving=True))


def test_sections(brief: Brief) -> None:
    titles = [s.title for s in brief.sections]
    assert titles == [
        "What happened",
        "Levels through time",
        "Named states",
        "The events",
        "Counts",
        "Where the sources differ",
    ]
    assert "One event lies after the date of the case: for scoring only." in " ".join(brief.about)


def test_every_change_has_what_brought_it(brief: Brief) -> None:
    rows = brief.section("levels").tables[0].rows
    assert ("up.dam", "low", "2004-03-10", "silence after: The dam is raised") in rows
    assert ("down.talk", "yes", "2004-05-01", "They talk over two lines") in [
        (*row[:3], " ".join(str(row[3]).split())) for row in rows
    ]


def test_what_came_later_is_marked(brief: Brief) -> None:
    rows = brief.section("events").tables[0].rows
    assert {str(row[0]): row[-1] for row in rows}["2012-01-01"] == "scoring only"
    assert sum(row[-1] == "scoring only" for row in rows) == 1


def test_a_year_that_was_not_counted_to_its_end_says_so(brief: Brief) -> None:
    rows = dict(brief.section("counts").tables[0].rows)
    assert (rows["2009"], rows["2010"], rows["2001"]) == ("0 (one month)", "3 (two months)", "not counted")


def test_the_picture_is_a_table_first(brief: Brief) -> None:
    picture = brief.pictures[0]
    drawn = picture.groups[1][1]  # type: ignore[attr-defined]
    assert sum(len(band.stretches) for band in drawn) == len(picture.tables[0].rows)
    assert [band.steps for band in drawn] == [3, 2]


@pytest.mark.parametrize("ending", [".svg", ".html"])
def test_drawings_can_be_read(brief: Brief, ending: str) -> None:
    made = str(chronicle_as(brief, ending))
    if ending == ".svg":
        ElementTree.fromstring(made)
    assert "The lower side: talks" in made
    assert "seed" not in made, "nothing was drawn at random"


def test_a_spreadsheet(brief: Brief) -> None:
    rows = list(csv.DictReader(StringIO(str(chronicle_as(brief, ".csv")))))
    assert [r["is"] for r in rows if r["part"] == "level" and r["what"] == "up.dam"][:3] == [
        "none",
        "high",
        "low",
    ]
    assert {r["part"] for r in rows} == {"event", "level", "outcomes", "phases"}


def test_plain_data(brief: Brief) -> None:
    data = json.loads(brief.to_json())
    assert [e["id"] for e in data["events"] if e["scoring_only"]] == ["A6"]
    assert data["series"]["floods"]["counts"] == [0, 2, 1]
    assert "up.dam" in plain_text(brief)


def test_a_case_without_a_past(folder: Path) -> None:
    text = (folder / "small.yaml").read_text().split("history:")[0]
    (folder / "bare.yaml").write_text(text)
    case = load(folder / "bare.yaml")
    with pytest.raises(DetenteError, match="has no events"):
        chronicle(case, gather(case))


# ------------------------------------------------------------------------------------------------ the command


def run(*args: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["history", *map(str, args)])
    return done.exit_code, done.output


def test_further_files(folder: Path) -> None:
    (folder / "other.csv").write_text(
        "date,actors,type,summary\n2002-03-11,AAA,works,The dam is raised\n2003-01-01,BBB,works,A well\n"
    )
    code, told = run(folder / "small.yaml", "--files", folder / "other.csv", "--full")
    assert code == 0
    assert "one event in common" in told
    assert "one day apart" in " ".join(told.split())


def test_machine_coded_files_show_as_means_only(folder: Path) -> None:
    (folder / "coded.csv").write_text(
        "date,source,target,cameo,goldstein\n2005-01-01,AAA,BBB,043,2.8\n2005-01-02,AAA,BBB,112,-2.0\n"
        "2005-01-02,CCC,BBB,112,-2.0\n2005-01-03,AAA,BBB,1,0\n"
    )
    code, told = run(folder / "small.yaml", "--files", folder / "coded.csv")
    assert code == 0
    assert "0.4 ± 2.4" in told
    assert "coded.csv:5" in told.replace("\n", ""), "the bad row with its line"
    code, told = run(folder / "small.yaml", "--files", folder / "coded.csv", "--json")
    assert "043" not in told


def test_a_new_case_with_options_that_nothing_moved(folder: Path) -> None:
    """Only one of two options is ever set; the other has no step, and no day on which one came."""
    text = (folder / "small.yaml").read_text().split("history:")[0]
    (folder / "new.yaml").write_text(text)
    (folder / "own1.csv").write_text("date,actors,type,summary,moves\n2004-01-01,up,works,A dam,up.dam=low\n")
    for ending in (".svg", ".html", ".csv", ".json", ".md", ".txt"):
        code, told = run(folder / "new.yaml", "--files", folder / "own1.csv", "--out", folder / f"x{ending}")
        assert (code, "written" in told) == (0, True), told
    assert "up.dam" in (folder / "x.txt").read_text()
    assert "down.talk" not in (folder / "x.csv").read_text()


@pytest.mark.parametrize("window", [(), ("--from", "2004-01-01", "--to", "2004-01-01")])
def test_a_record_of_one_day(folder: Path, window: tuple[str, ...]) -> None:
    (folder / "new.yaml").write_text((folder / "small.yaml").read_text().split("history:")[0])
    (folder / "day.csv").write_text("date,actors,type,summary,moves\n2004-01-01,up,works,A dam,up.dam=low\n")
    for ending in (".svg", ".html", ".txt"):
        command = (
            folder / "new.yaml",
            "--files",
            folder / "day.csv",
            *window,
            "--out",
            folder / f"x{ending}",
        )
        assert run(*command)[0] == 0
    assert "2004-01-01 to 2004-01-01; one row of one file." in (folder / "x.txt").read_text()
    assert "2004-01-01" in (folder / "x.svg").read_text(), "days below, since years are too few to go by"


def test_files_without_a_picture(folder: Path) -> None:
    (folder / "new.yaml").write_text((folder / "small.yaml").read_text().split("history:")[0])
    (folder / "coded.csv").write_text("date,source,target,cameo,goldstein\n2005-01-01,AAA,BBB,043,2.8\n")
    code, told = run(folder / "new.yaml", "--files", folder / "coded.csv", "--out", folder / "none.svg")
    assert code == 2
    assert "nothing to draw" in told
    assert not (folder / "none.svg").exists()
    told = run(folder / "new.yaml", "--files", folder / "coded.csv")[1]
    assert "2.8 (one event)" in told, "one event has no error"


def test_what_became_of_each_line_is_told(folder: Path) -> None:
    (folder / "coded.csv").write_text(
        "date,source,target,cameo,goldstein,id\n2005-01-01,AAA,BBB,043,2.8,1\n\n2005-01-01,AAA,BBB,043,2.8,1\n"
        "2005-01-02,AAA,CCC,112,-2.0,2\n2005-01-03,AAA,BBB,1,0,3\n2005-01-04,AAA,BBB,112,-2.0,4\n"
    )
    (folder / "more.csv").write_text(
        "date,source,target,cameo,goldstein,id\n2005-01-04,AAA,BBB,112,-4.0,4\n2005-01-04,AAA,BBB,112,-2.0,5\n"
    )
    files = ("--files", folder / "coded.csv", "--files", folder / "more.csv")
    told = run(folder / "small.yaml", *files, "--json")[1]
    data = json.loads(told)
    coded, more = data["files"][1:]
    assert coded["lines"] == {"total": 7, "blank": 1, "header": 1, "used": 4, "refused": 1}
    assert (coded["kept"] + more["kept"], coded["others"], data["bad"][0]["line"]) == (3, 1, 6)
    assert [(t["events"], t["mean"]) for t in data["tone"]] == [(3, pytest.approx(-3.2 / 3))]
    assert data["repeats"][0]["differs"] == ["score"]
    told = run(folder / "small.yaml", *files)[1]
    assert "4 stands in" in told, "an event that two files tell otherwise is told without being asked for"
    assert "coded.csv:6: '1' is no CAMEO code" in " ".join(told.split()), "files keep their small letters"
    assert "Two further rows of the same events do not count again." in " ".join(told.split())


def test_deaths_are_counted_where_they_are_told(folder: Path) -> None:
    text = (folder / "small.yaml").read_text().split("history:")[0]
    (folder / "ged.yaml").write_text(text.replace("iso: AAA", "iso: PRK").replace("iso: BBB", "iso: MMR"))
    case = load(folder / "ged.yaml")
    past = gather(case, files=[folder / "ged.csv"], resolving=True)
    section = chronicle(case, past).section("undirected")
    assert [row[1:6] for row in section.tables[0].rows] == [
        ("State-based conflict", 2, 50, 43, 51),
        ("Non-state conflict", 1, 2, 2, 2),
        ("One-sided violence", 1, 9, 9, 9),
    ]


def test_a_record_that_runs_ahead_is_told(folder: Path) -> None:
    (folder / "ahead.csv").write_text(
        "date,actors,type,summary\n2004-01-01,up,works,A\n9999-12-31,up,works,B\n"
    )
    code, told = run(folder / "small.yaml", "--files", folder / "ahead.csv")
    assert code == 0
    assert "ahead.csv:3" in told
    assert "still to come" in " ".join(told.split())


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("date,actors,type,summary\n", "no event is told there"),
        (
            "date,source,target,cameo,goldstein\n2005-01-01,XXX,YYY,043,2.8\n",
            "none of one row is an event between two actors of the case (AAA, BBB)",
        ),
    ],
)
def test_files_that_tell_nothing(folder: Path, text: str, cause: str) -> None:
    (folder / "bare.yaml").write_text((folder / "small.yaml").read_text().split("history:")[0])
    (folder / "nothing.csv").write_text(text)
    code, told = run(folder / "bare.yaml", "--files", folder / "nothing.csv")
    assert code == 2
    assert cause in " ".join(told.split())


def test_every_format_can_be_asked_for() -> None:
    command = main.commands["history"]
    offered = next(p.type for p in command.params if p.name == "form")
    assert set(offered.choices) == set(READERS)  # type: ignore[attr-defined]


def test_the_window_and_what_is_known(folder: Path) -> None:
    code, told = run(folder / "small.yaml", "--from", "2003-01-01", "--to", "2005-12-31", "--known", "--json")
    data = json.loads(told)
    assert code == 0
    assert [e["id"] for e in data["events"]] == ["A4"]
    assert not any(step["since"] > "2010-12-31" for steps in data["levels"].values() for step in steps)


REFUSED = {
    ("--out", "x.pdf"): "end the name in one of",
    ("--out", "nowhere/x.svg"): "there is no folder",
    ("--from", "soon"): "does not match",
    ("--from", "2005-01-01", "--to", "2004-01-01"): "is empty",
    ("--files", "nowhere.csv"): "nowhere.csv",
}


@pytest.mark.parametrize("args", REFUSED)
def test_refusals(folder: Path, args: tuple[str, ...]) -> None:
    code, told = run(folder / "small.yaml", *args)
    assert code == 2
    assert REFUSED[args] in told


def test_a_file_is_written_whole(folder: Path) -> None:
    code, told = run(folder / "small.yaml", "--out", folder / "past.csv")
    assert (code, "written" in told) == (0, True)
    assert (folder / "past.csv").read_text().startswith("part,from,to,what,is,by,scoring_only")
