"""The command that a brief names makes exactly that brief again, byte for byte, in every form."""

from __future__ import annotations

import html
import json
import re
import shlex
from io import BytesIO
from pathlib import Path

import click
import docx
import openpyxl
import pytest
from click.testing import CliRunner

from brief.made_up import CLOCK, TEXT
from detente import cli, find, write
from detente.case import loads
from detente.cli.analysis import DATED
from detente.shell import _FORM


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a case that has a clock, and an alternative."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two rivers.yaml").write_text(TEXT + CLOCK, encoding="utf-8")
    return tmp_path


def run(words: list[str]) -> bytes:
    """Run a command, and return what it prints or writes."""
    for old in Path().glob("brief.*"):
        old.unlink()
    result = CliRunner().invoke(cli.main, words)
    assert result.exit_code == 0, result.output
    assert not isinstance(result.exception, Exception), result.exception
    out = Path(words[words.index("--out") + 1]) if "--out" in words else None
    return out.read_bytes() if out else result.stdout_bytes


def named(made: bytes, form: str) -> str:
    """The command that an output names."""
    if form == ".html":
        found = re.search(r"Made by the command <code>(.*?)</code>", made.decode())
        return html.unescape(found[1]) if found else ""
    if form == ".docx":
        return said("\n".join(p.text for p in docx.Document(BytesIO(made)).paragraphs))
    if form == ".xlsx":
        cells = [str(row[1].value) for row in openpyxl.load_workbook(BytesIO(made)).worksheets[0].iter_rows()]
        return said("\n".join(cells))
    text = made.decode()
    if text.startswith("{"):
        return str(json.loads(text)["command"])
    return said(re.sub(r"`", "", text))


def said(text: str) -> str:
    """What stands behind 'Made by', where lines may have been broken, or before what shows more."""
    if more := re.search(r"More: (.*?) --full,\s+or\s+--out\s+brief.html", text, re.S):
        return " ".join(more[1].split())
    found = re.search(
        r"Made by(?: the command)?: ?(.*?)(?=\n\n|\n[^-\s]*[A-Z]|$)|Made by the command (.*?)\.\n", text, re.S
    )
    assert found
    return " ".join((found[1] or found[2]).split())


FORMS = ["", "--full", "--markdown", "--json", ".txt", ".md", ".json", ".html", ".docx", ".xlsx"]

ASKED = [
    "--worlds 7 --seed 3 --dated 2",
    "--dated 0 --choice hold --certify",
    "--worlds 5 --dated 2 --hold down.court=no --hold far.aid=no",
    "--design sobol --scenarios every --max-states 5000 --sensitivity 8",
]


@pytest.mark.parametrize(
    ("form", "asked"),
    [*((form, "--worlds 6 --dated 2") for form in FORMS)]
    + [(form, asked) for form in ("", "--json", "--markdown", ".html") for asked in ASKED],
)
def test_the_command_that_is_named_makes_exactly_this(form: str, asked: str) -> None:
    asks = ["analyze", "two rivers.yaml", *asked.split()]
    first = run([*asks, "--out", f"mine{form}"] if form.startswith(".") else [*asks, *form.split()])
    again = shlex.split(named(first, form))
    assert again[:3] == ["detente", "analyze", "two rivers.yaml"]
    assert run(again[1:]) == first


def test_one_number_of_worlds_goes_through_time_whatever_the_form() -> None:
    found = {form: run(["analyze", "two rivers.yaml", "--worlds", "40", *form.split()]) for form in FORMS[:4]}
    assert json.loads(found["--json"])["dated"]["worlds"] == DATED == 16
    for made in found.values():
        assert f"--dated {DATED}" in named(made, "")
    numbers = re.compile(r"\d+% \(\d+–\d+\)")
    short, full = (set(numbers.findall(found[form].decode())) for form in ("", "--full"))
    assert short
    assert short <= full
    assert short <= set(numbers.findall(found["--markdown"].decode()))


def test_workers_and_places_change_nothing() -> None:
    asks = ["analyze", "two rivers.yaml", "--worlds", "6", "--dated", "2"]
    Path("away").mkdir()
    one = run([*asks, "--out", "one.html", "--workers", "1"])
    assert run([*asks, "--out", "away/two.html", "--workers", "2", "--runs", "kept"]) == one


def test_everything_that_was_asked_for_is_told() -> None:
    """Every option of the command but those of form and place; a new one is told without being named here."""
    command = cli.main.commands["analyze"]
    told = {o for p in command.params if isinstance(p, click.Option) for o in p.opts} - _FORM
    given = {
        "--worlds": "6", "--seed": "2", "--choice": "hold", "--experts": "sheet.csv", "--pool": "log",
        "--sensitivity": "8", "--dated": "2", "--alternative": "all", "--design": "latin",
        "--scenarios": "every", "--scores": "2", "--calibrate": "", "--certify": "", "--max-states": "5000",
        "--hold": "moe.modify=no", "--bar": "uniroyal.abandon=no:yes", "--sources": ".",
    }  # fmt: skip
    assert given.keys() == told, "say above what a new option may be given"
    seen: list[str] = []
    words = [w for option, value in given.items() for w in ([option, value] if value else [option])]

    @click.pass_context
    def instead(ctx: click.Context, **params: object) -> None:
        from detente.shell import retold

        seen.append(retold())

    probe = click.Command("analyze", params=command.params, callback=instead)
    assert CliRunner().invoke(probe, ["elmira", *words, "--workers", "2", "--out", "x.md"]).exit_code == 0
    assert shlex.split(seen[0])[:3] == ["detente", "analyze", "elmira"]
    assert all(f" {option} {value}".rstrip() in seen[0] for option, value in given.items())
    assert "--workers" not in seen[0]
    assert "--out" not in seen[0]


def test_a_chronicle_names_its_command() -> None:
    asks = ["history", "korea-2020", "--from", "2017-01-01", "--to", "2017-12-31", "--known"]
    for form in ("", "--json", ".html", ".md"):
        first = run([*asks, "--out", f"mine{form}"] if form.startswith(".") else [*asks, *form.split()])
        again = shlex.split(named(first, form))
        assert again[: len(asks) + 1] == ["detente", *asks]
        assert run(again[1:]) == first


def test_a_brief_made_in_python_names_no_command() -> None:
    case = loads(TEXT)
    brief = write(case, find(case, worlds=5))
    assert brief.made_by(".html") == ""
    assert "Made by" not in brief.to_text() + brief.to_markdown()
    assert "Made in Python with detente" in brief.to_html()
    assert "command" not in brief.to_dict()
