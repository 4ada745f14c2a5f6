from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from brief.made_up import CERTAIN_TEXT, CLOCK, TEXT
from detente import __version__, cli
from detente.catalog import names
from detente.errors import Interrupted, TooLarge

SMALL = "prisoners-dilemma"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DETENTE_DEBUG", raising=False)
    return tmp_path


@pytest.fixture
def file(here: Path) -> str:
    (here / "two-rivers.yaml").write_text(TEXT, encoding="utf-8")
    return "two-rivers.yaml"


def run(*args: str) -> Result:
    result = CliRunner().invoke(cli.main, args)
    assert not isinstance(result.exception, Exception), result.exception
    assert "Traceback" not in result.output
    return result


def fine(*args: str) -> str:
    result = run(*args)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*args: str, code: int = 2) -> str:
    result = run(*args)
    assert result.exit_code == code, result.output
    return result.stderr


# ------------------------------------------------------------------------------------------- help


def test_version_and_help() -> None:
    assert fine("--version").strip() == f"detente {__version__}"
    text = fine("-h")
    for code in range(5):
        assert re.search(rf"^\s+{code}  \w", text, re.MULTILINE)
    assert "_DETENTE_COMPLETE=bash_source" in text
    listed = text.split("Commands:\n")[1].split("\n\n")[0].splitlines()
    assert [line.split()[0] for line in listed] == list(cli.main.commands)


@pytest.mark.parametrize("name", list(cli.main.commands))
def test_every_command_has_help_with_examples(name: str) -> None:
    text = fine(name, "--help")
    assert "Examples:" in text
    assert f"detente {name}" in text.split("Examples:")[1]


def test_no_command_is_long() -> None:
    import ast

    tree = ast.parse(Path(cli.__file__).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 26, node.name


def test_completion_offers_shipped_cases_and_then_files() -> None:
    command = cli.main.commands["analyze"]
    param = next(p for p in command.params if p.name == "case")
    context = click.Context(command)
    offered = [item.value for item in param.shell_complete(context, "")]
    assert offered == list(names())
    assert [i.value for i in param.shell_complete(context, "pris")] == [SMALL]
    assert [i.type for i in param.shell_complete(context, "no-such")] == ["file"]


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["nonsense"],
        ["analyze"],
        ["check"],
        ["analyze", SMALL, "--worlds", "0"],
        ["analyze", SMALL, "--json", "--markdown"],
        ["analyze", SMALL, "--out", "brief.ps"],
        ["analyze", SMALL, "--out", "nowhere/brief.md"],
        ["states", SMALL, "--json", "--csv"],
        ["explain", SMALL, "--state", "nonsense"],
        ["explain", SMALL, "--concept", "XYZ"],
        ["new", "Not A Slug"],
        ["new", "turned", "--title", "Tur\u202ened"],
        ["check", SMALL, "--fix"],
    ],
)
def test_wrong_usage_is_code_2(here: Path, args: list[str]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert list(here.iterdir()) == []


# -------------------------------------------------------------------------------------------- new


def test_new_writes_a_case_that_passes(here: Path) -> None:
    assert "my-case.yaml" in fine("new", "my-case", "--title", "My: case", "--out", "cases")
    assert "title" in (here / "cases" / "my-case.yaml").read_text()
    assert ": ok: " in fine("check", "cases/my-case.yaml")


def test_new_refuses_to_overwrite(here: Path) -> None:
    (here / "mine.yaml").write_text("precious")
    assert "left as it is" in refused("new", "mine")
    assert (here / "mine.yaml").read_text() == "precious"


# ------------------------------------------------------------------------------------------ check


def test_check_says_how_large_a_case_is(file: str) -> None:
    assert "two-rivers.yaml: ok: 3 actors, 5 options, " in fine("check", file)
    assert fine("check", SMALL, "elmira").count(": ok: ") == 2


def test_check_deep_lists_what_makes_no_difference(file: str) -> None:
    said = fine("check", file, "--deep", "--worlds", "30")
    assert "two-rivers.yaml: ok: " in said
    listed = json.loads(fine("check", file, "--deep", "--worlds", "30", "--format", "json"))
    deep = [p for p in listed["problems"] if "DT521" <= p["code"] < "DT600"]
    assert deep
    assert all(p["severity"] == "warning" and p["line"] > 1 for p in deep)
    told = json.loads(fine("analyze", file, "--worlds", "30", "--json"))["idle"]
    assert sum(map(len, told.values())) == len(deep)


def test_check_deep_does_not_solve_what_is_wrong(here: Path, file: str) -> None:
    (here / file).write_text(TEXT.replace("focal: up", "focal: upp"))
    assert "DT52" not in run("check", file, "--deep").stdout


def test_check_reports_every_problem(here: Path, file: str) -> None:
    (here / file).write_text(
        TEXT.replace("focal: up", "focal: upp").replace(
            "down.guns == war\n    evi", "down.gun == war\n    evi"
        )
    )
    result = run("check", file)
    assert result.exit_code == 2
    assert result.stdout.count(" error ") >= 2
    assert "^" in result.stdout
    assert json.loads(run("check", file, "--format", "json").stdout)["errors"] >= 2
    assert json.loads(run("check", file, "--format", "sarif").stdout)["version"] == "2.1.0"


def test_check_sees_what_only_the_states_show(here: Path, file: str) -> None:
    clash = "constraints:\n  never: {require: up.dam == open and up.dam == shut, evidence: S.P1}\n"
    (here / file).write_text(TEXT.replace("constraints:\n", clash))
    assert "DT501" in run("check", file).stdout
    assert run("check", file).exit_code == 2


def test_check_fixes_slips(here: Path, file: str) -> None:
    (here / file).write_text(TEXT.replace("modality: hope", "modality: hopee"))
    result = run("check", file, "--fix")
    assert result.exit_code == 0, result.output
    assert "fixed:" in result.stderr
    assert "hopee" not in (here / file).read_text()


def test_check_looks_passages_up_in_the_readers_copies(here: Path, file: str) -> None:
    copies = here / "copies"
    copies.mkdir()
    texts = {name: [f"Of {name} block {n}. Nobody moves {n}." for n in range(9)] for name in "SJ"}
    for name, blocks in texts.items():
        (copies / f"{name}.txt").write_text("\n\n".join(blocks))
    assert "no copy of jones was recognised" in fine("check", file, "--sources", "copies")
    fine("anchors", file, "--sources", "copies", "--out", "two-rivers.anchors.json")
    said = fine("check", file, "--sources", "copies")
    assert "two-rivers.yaml: ok" in said
    assert "DT80" not in said
    (copies / "S.txt").write_text("\n\n".join(texts["S"][:6]))
    result = run("check", file, "--sources", "copies")
    assert result.exit_code == 2
    assert "S.P7.S1 is not in the copy" in result.stdout
    assert "S.txt, the copy of smith, is not the text" in result.stdout


def test_a_file_that_is_not_there_is_a_problem(here: Path) -> None:
    assert "DT101" in run("check", "nothing.yaml").stdout
    assert "DT101" in refused("analyze", "nothing.yaml")
    assert "nearest: prisoners-dilemma" in refused("analyze", "prisoners-dilema")


# ---------------------------------------------------------------------------------------- analyze


def test_analyze_prints_a_brief(file: str) -> None:
    text = fine("analyze", file, "--worlds", "20")
    assert "\nThe answer in short\n" not in text, "what comes first is enough"
    assert "20 variants" in " ".join(text.split())
    assert len(text.splitlines()) <= 60
    assert "The answer in short" in fine("analyze", file, "--worlds", "20", "--full")
    assert "\x1b" not in text


def test_analyze_follows_a_case_with_a_clock_through_time(here: Path) -> None:
    (here / "timed.yaml").write_text(TEXT + CLOCK, encoding="utf-8")
    for asked, worlds in ((), 5), (("--dated", "3"), 3):
        made = json.loads(fine("analyze", "timed.yaml", "--worlds", "5", *asked, "--json"))
        assert made["dated"]["worlds"] == worlds
        assert made["dated"]["dates"][-1] == "2035-06-30"
    assert "A, Jun 2035" in fine("analyze", "timed.yaml", "--worlds", "5")
    without = [fine("analyze", "timed.yaml", "--worlds", "5", "--dated", "0", "--json")]
    without.append(fine("analyze", SMALL, "--worlds", "5", "--dated", "3", "--json"))
    assert all("dated" not in json.loads(text) for text in without)
    assert "-1 is not in the range" in refused("analyze", SMALL, "--dated", "-1")


def test_analyze_is_the_same_for_the_same_seed(file: str) -> None:
    first = fine("analyze", file, "--worlds", "40", "--seed", "3", "--json", "--workers", "1")
    assert first == fine("analyze", file, "--worlds", "40", "--seed", "3", "--json", "--workers", "3")
    assert first != fine("analyze", file, "--worlds", "40", "--seed", "4", "--json")
    assert json.loads(first)["seed"] == 3


@pytest.mark.parametrize(("ending", "starts"), [("md", "# "), ("json", "{"), ("txt", "Two rivers")])
def test_analyze_writes_by_ending(here: Path, file: str, ending: str, starts: str) -> None:
    out = here / f"brief.{ending}"
    assert fine("analyze", file, "--worlds", "20", "--out", str(out)) == ""
    assert out.read_text(encoding="utf-8").startswith(starts)
    assert [f.name for f in here.iterdir() if f.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("ending", "starts"), [("html", b"<!DOCTYPE html>"), ("docx", b"PK"), ("xlsx", b"PK"), ("HTML", b"<!DOC")]
)
def test_analyze_writes_pages_documents_and_workbooks(
    here: Path, file: str, ending: str, starts: bytes
) -> None:
    out = here / f"brief.{ending}"
    assert fine("analyze", file, "--worlds", "20", "--out", str(out)) == ""
    assert out.read_bytes().startswith(starts)


def test_analyze_writes_tables_and_figures(here: Path, file: str) -> None:
    result = run("analyze", file, "--worlds", "20", "--tables", "tables", "--figures", "figures")
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert f"tables: {len(list((here / 'tables').glob('*.csv')))} files written" in result.stderr
    endings = {f.suffix for f in (here / "figures").iterdir()}
    assert endings == {".svg", ".png"}


def test_a_missing_extra_is_named_before_anything_is_computed(
    here: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.paper.export.find_spec", lambda _: None)
    monkeypatch.setattr("detente.insight.find", None)
    for args in (("--out", "brief.html"), ("--out", "brief.xlsx"), ("--figures", "figures")):
        assert "pip install 'detente[page]'" in refused("analyze", file, *args)
    assert not (here / "figures").exists()


def test_analyze_prints_markdown(file: str) -> None:
    first, whole = (fine("analyze", file, "--worlds", "20", "--markdown", *more) for more in ([], ["--full"]))
    assert first.count("\n## ") < 9 < whole.count("\n## ")
    assert "\n## The answer in short\n" in whole
    assert first.endswith("--markdown`.\n"), "the command that prints this and no more"


def test_analyze_compares_only_what_is_asked_for(file: str) -> None:
    found = json.loads(fine("analyze", file, "--worlds", "20", "--json", "--choice", "hold"))
    assert list(found["choices"]) == ["hold"]
    assert [c["claim"] for c in found["claims"]] == ["C2"]
    assert "nearest" in refused("analyze", file, "--choice", "hlod")


def test_analyze_tells_what_judgements_do_together(file: str) -> None:
    told = json.loads(fine("analyze", file, "--worlds", "40", "--sensitivity", "8", "--json"))["uncertainty"]
    assert told["sensitivity"]["size"] == 8
    assert told["robust"]["pooled"]["worlds"] == told["convergence"]["worlds"] == 40
    without = json.loads(fine("analyze", file, "--worlds", "40", "--json"))["uncertainty"]
    assert without["sensitivity"]["designed"] == []
    assert "sensitivity" in refused("analyze", file, "--sensitivity", "0")


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("--alternative all", "If the structure were different"),
        ("--sensitivity 8", "What the answers are sensitive to"),
        ("--scores 1", "What came of the forecasts"),
        ("--certify", "Why it lasts"),
    ],
)
def test_a_terminal_shows_what_was_asked_for(asked: str, title: str) -> None:
    text = fine("analyze", "korea-2020", "--worlds", "20", "--dated", "0", *asked.split())
    assert f"\n{title}\n───" in text


def test_analyze_solves_alternatives(file: str) -> None:
    assert json.loads(fine("analyze", file, "--worlds", "5", "--json", "--alternative", "all"))
    assert "alternative" in refused("analyze", file, "--worlds", "5", "--alternative", "nothing")


def test_analyze_certifies(file: str) -> None:
    assert "independent checker and accepted" in fine("analyze", file, "--worlds", "5", "--certify").replace(
        "\n", " "
    )


def test_analyze_refuses_what_is_too_large(file: str) -> None:
    assert refused("analyze", file, "--max-states", "3", code=4).startswith("Too large: ")


def test_an_output_is_whole_or_not_there(here: Path, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = here / "brief.md"
    out.write_text("old")

    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "brief.md")

    monkeypatch.setattr("os.fsync", broken)
    assert "No space left" in refused("analyze", file, "--worlds", "5", "--out", str(out))
    assert out.read_text() == "old"
    assert [f.name for f in here.iterdir() if f.suffix == ".tmp"] == []


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (KeyboardInterrupt(), 3, "Interrupted; nothing was written."),
        (Interrupted(), 3, "Interrupted; nothing was written."),
        (TooLarge(10**9, 10**6), 4, "1,000,000,000"),
        (MemoryError(), 4, "Too large"),
        (ZeroDivisionError("oops"), 1, "DETENTE_DEBUG"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_every_end_has_its_code(
    here: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, says: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("detente.insight.find", fails)
    result = run("analyze", SMALL, "--out", "brief.md")
    assert result.exit_code == code
    assert says in result.stderr
    assert list(here.iterdir()) == []


def test_debugging_shows_where(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("detente.insight.find", fails)
    monkeypatch.setenv("DETENTE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        CliRunner().invoke(cli.main, ["analyze", SMALL], catch_exceptions=False)


# ----------------------------------------------------------------------------------------- states


def rows(text: str) -> Sequence[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_states_are_told_in_words(file: str) -> None:
    text = " ".join(fine("states", file, "--where", "down.guns == war and up.dam == shut").split())
    assert "8 states" in text or "eight states" in text.lower()
    assert "Arvia shuts the dam; the League attacks" in text
    assert "Outcome: war" in text


def test_states_as_data(file: str) -> None:
    # The Ministry's order as in Hipel, Fang, Kilgour & Haight (1993); the states without a plant tie.
    ministry = json.loads(fine("states", "elmira", "--by", "moe", "--json"))["states"]
    assert [s["name"] for s in ministry][:8] == ["7", "3", "4", "8", "5", "1", "2", "6"]
    assert [s["place"] for s in ministry] == [*range(1, 9), 9, 9, 9, 9]
    assert "no actor named 'mo'; nearest: moe" in refused("states", "elmira", "--by", "mo")
    found = json.loads(fine("states", file, "--choice", "hold", "--limit", "3", "--json"))
    assert len(found["states"]) == 3
    assert found["total"] > 3
    assert all(s["levels"]["up.dam"] == "shut" for s in found["states"])
    assert (
        len(rows(fine("states", file, "--limit", "0", "--csv")))
        == json.loads(fine("states", file, "--json"))["total"]
    )


def test_a_spreadsheet_runs_nothing(file: str) -> None:
    text = fine("states", file, "--limit", "0", "--csv")
    found = rows(text)
    cells = [cell for row in found for cell in row.values()]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    harmful = json.loads(fine("states", "two-rivers.yaml", "--json"))["states"]
    assert harmful


def test_equilibria_of_the_central_world(here: Path) -> None:
    found = json.loads(fine("states", SMALL, "--equilibria", "R", "--json"))
    assert found["total"] == 1


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("down.guns = war", "=="),
        ("down.gns == war", "nearest: down.guns"),
        ("down.guns == peace", "no level of down.guns"),
        ("clam", "nearest: calm"),
        ("(", "ends too early"),
    ],
)
def test_a_wrong_condition_is_explained(file: str, where: str, says: str) -> None:
    assert says in refused("states", file, "--where", where)


# ---------------------------------------------------------------------------------------- explain


def test_explain_speaks_in_the_words_of_the_options(file: str) -> None:
    text = fine("explain", file, "--choice", "hold", "--certify")
    assert re.search(r"is (not )?stable", text)
    assert not re.search(r"state \d", text)
    assert "independent checker" in text


def test_explain_answers_for_one_actor_and_state(file: str) -> None:
    args = (
        "explain",
        file,
        "--actor",
        "down",
        "--state",
        "down.guns=war, up.dam=shut",
        "--concept",
        "R",
        "--json",
    )
    found = json.loads(fine(*args))
    assert found["state"]["down.guns"] == "war"
    assert [a["actor"] for a in found["actors"]] == ["down"]
    assert found["concept"] == "R"
    assert found["stable"] is False


def test_explain_a_state_by_name(here: Path) -> None:
    assert json.loads(fine("explain", "elmira", "--named", "8", "--json"))["stable"] is True
    assert "no state named" in refused("explain", "elmira", "--named", "88")


@pytest.mark.parametrize(
    "args",
    [
        ("--state", "down.gun=war"),
        ("--state", "down.guns=peace"),
        ("--state", "down.guns=war,down.court=yes"),
        ("--actor", "nobody"),
        ("--choice", "nothing"),
    ],
)
def test_explain_refuses_unknown_names(file: str, args: tuple[str, ...]) -> None:
    assert refused("explain", file, *args).startswith("Error: no ")


def test_without_a_status_quo_a_whole_state_is_needed(here: Path) -> None:
    (here / "order.yaml").write_text(CERTAIN_TEXT.replace("status_quo: {a.x: no, b.y: no}\n", ""))
    assert "no status quo" in refused("explain", "order.yaml")
    assert "stable" in fine("explain", "order.yaml", "--state", "a.x=yes,b.y=no")
    assert "The answer" in fine("analyze", "order.yaml")


# --------------------------------------------------------------------------------- catalog, schema


def test_catalog_lists_the_shelf() -> None:
    text = fine("catalog")
    assert all(name in text for name in names())
    assert [entry["slug"] for entry in json.loads(fine("catalog", "--json"))] == list(names())


def test_schema_is_a_json_schema() -> None:
    assert json.loads(fine("schema"))["type"] == "object"
    assert fine("schema", "--reference").startswith("#")
