"""No command writes onto what it reads, whatever the file is called and however it is linked."""

from __future__ import annotations

import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from detente import cli, shell
from detente.catalog import path

#: Options that read files or folders; everything else that takes a path is written (`shell._WRITTEN`).
READS = {
    "--experts",
    "--file",
    "--files",
    "--frozen",
    "--paper",
    "--read",
    "--review",
    "--sources",
    "--token-file",
    "--words",
    "document",
    "proposal",
}

#: A folder of finished runs, which is read and written by design, in folders of its own names; and where
#: `detente new` and `detente import` put a file that is not there yet.
BOTH = {("analyze", "--runs"), ("import", "--out"), ("import", "file"), ("new", "--out"), ("runs", "folder")}
#: A review reads the case that accepted items enter, and the log that it goes on with.
BOTH |= {("review", "--case"), ("review", "--log")}

CASE = """\
format: 1
case: dams
title: Two dams
as_of: 2020-01-01
concept: SEQ
actors: {up: {name: Arvia}, down: {name: Corland}}
options:
  up.dam:
    name: dam
    levels: {open: Arvia opens the dam, shut: Arvia shuts the dam}
    evidence: analyst judgement
  down.guns:
    name: guns
    levels: {home: Corland stays at home, war: Corland goes to war}
    evidence: analyst judgement
status_quo: {up.dam: open, down.guns: home}
history: {events: [events.csv], rules: [rules.csv]}
preferences:
  up: {statements: [{id: water, when: up.dam == shut, weight: 1..3, evidence: analyst judgement}]}
  down: {statements: [{id: peace, when: down.guns == home, weight: 2, evidence: analyst judgement}]}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a case, what belongs to it, and other inputs."""
    monkeypatch.chdir(tmp_path)
    for name in ("DETENTE_SOURCES", "DETENTE_LEDGER", "DETENTE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    for name in ("dams.json", "dams.md", "dams.csv"):
        (tmp_path / name).write_text(CASE, encoding="utf-8")
    (tmp_path / "events.csv").write_text("date,says\n2019-01-01,Arvia shuts the dam\n", encoding="utf-8")
    (tmp_path / "rules.csv").write_text("type,option,level\n", encoding="utf-8")
    (tmp_path / "own.csv").write_text("date,says\n2019-01-02,Corland protests\n", encoding="utf-8")
    (tmp_path / "sheet.csv").write_text("actor,id\n", encoding="utf-8")
    (tmp_path / "words.yaml").write_text("likely: 0.55..0.8\n", encoding="utf-8")
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "smith.txt").write_text("The river rises in Arvia.", encoding="utf-8")
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(cli.main, args)


def refused(here: Path, target: str, *args: str) -> None:
    """Run a command that would write onto an input; everything must be left as it was."""
    before = {f: f.read_bytes() for f in here.rglob("*") if f.is_file()}
    result = run(*args)
    assert result.exit_code == 2, result.output
    assert target in result.stderr
    assert "which the command reads; it was left as it is" in result.stderr
    assert {f: f.read_bytes() for f in here.rglob("*") if f.is_file()} == before


WRITES = [
    ("dams.json", "analyze dams.json --worlds 5 --out dams.json"),
    ("dams.md", "analyze dams.md --worlds 5 --out dams.md"),
    ("dams.md", "analyze dams.md --out ./papers/../dams.md"),
    ("dams.json", "history dams.json --out dams.json"),
    ("dams.csv", "history dams.csv --out dams.csv"),
    ("events.csv", "history dams.json --out events.csv"),
    ("rules.csv", "history dams.json --out rules.csv"),
    ("own.csv", "history dams.json --files own.csv --out own.csv"),
    ("dams.csv", "elicit dams.csv --out dams.csv"),
    ("sheet.csv", "elicit dams.json --read sheet.csv --out sheet.csv"),
    ("dams.json", "anchors dams.json --sources papers --out dams.json"),
    ("smith.txt", "anchors dams.json --sources papers --out papers/smith.txt"),
    ("dams.json", "forecast dams.json --ledger dams.json"),
    ("dams.csv", "export dams.csv --out dams.csv"),
    ("words.yaml", "forecast dams.json --words words.yaml --ledger words.yaml"),
]


@pytest.mark.parametrize(("target", "line"), WRITES)
def test_an_input_is_not_written_over(here: Path, target: str, line: str) -> None:
    refused(here, target, *line.split())


@pytest.mark.parametrize("link", ["symbolic", "hard", "absolute", "by another folder"])
def test_an_input_is_known_however_it_is_linked(here: Path, link: str) -> None:
    target = "other.json"
    if link == "symbolic":
        Path(target).symlink_to("dams.json")
    elif link == "hard":
        os.link("dams.json", target)
    elif link == "absolute":
        target = str(here / "dams.json")
    else:
        (here / "away").symlink_to(here)
        target = "away/dams.json"
    refused(here, target, "analyze", "dams.json", "--worlds", "5", "--out", target)


def test_a_table_is_not_written_over_an_input(here: Path) -> None:
    (here / "01-outcomes.csv").write_bytes((here / "sheet.csv").read_bytes())
    (here / "gains.svg").symlink_to("dams.json")
    refused(
        here, "01-outcomes.csv", *["analyze", "dams.json", "--experts", "01-outcomes.csv", "--tables", "."]
    )
    refused(here, "gains.svg", "analyze", "dams.json", "--figures", ".")


def test_other_files_in_a_folder_of_tables_do_not_disturb(here: Path) -> None:
    assert run("analyze", "dams.json", "--worlds", "5", "--tables", ".").exit_code == 0
    assert list(here.glob("01-*.csv"))
    assert (here / "dams.csv").read_text(encoding="utf-8") == CASE


def test_what_belongs_to_a_case_is_kept_too(here: Path) -> None:
    for name in ("dams.anchors.json", "anchors.json"):
        (here / name).write_text("{}", encoding="utf-8")
        refused(here, name, "analyze", "dams.json", "--worlds", "5", "--out", name)
    assert (
        "already"
        not in run("anchors", "dams.json", "--sources", "papers", "--out", "dams.anchors.json").output
    )


def test_a_shipped_case_is_kept(here: Path) -> None:
    (here / "mine.csv").symlink_to(path("korea-2020").with_name("history.csv"))
    refused(here, "mine.csv", "history", "korea-2020", "--out", "mine.csv")


def test_what_is_no_input_is_written_over(here: Path) -> None:
    (here / "brief.json").write_text("old", encoding="utf-8")
    result = run("analyze", "dams.json", "--worlds", "5", "--out", "brief.json")
    assert result.exit_code == 0, result.output
    assert (here / "brief.json").read_text(encoding="utf-8").startswith("{")


def test_every_path_of_every_command_is_read_or_written_and_known() -> None:
    for name, command in cli.main.commands.items():
        assert isinstance(command, shell.Command)
        for param in command.params:
            if isinstance(param.type, click.Path):
                known = {*READS, *shell._WRITTEN}
                assert any(o in known or (name, o) in BOTH for o in param.opts), (name, param.opts)
