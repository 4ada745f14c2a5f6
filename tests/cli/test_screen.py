"""What is printed cannot steer a terminal, whoever chose the words; and errors name where they came from."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from detente import cli
from detente.catalog import path
from detente.files import write_atomically
from detente.screen import Screen

#: A title of the window, a cleared screen, the same in one sign, an overwritten line, a line turned round.
HOSTILE = "a\x1b]0;owned\x07b\x1b[2Jc\x9b2Jd\re\u202ef\u2066g\x7fh"
STEERING = {c for c in HOSTILE if not c.isprintable()}


def run(*args: str) -> Result:
    return CliRunner().invoke(cli.main, args, color=True)  # as on a terminal: click takes nothing out


def harmless(text: str) -> bool:
    return STEERING.isdisjoint(text)


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A case under a hostile name, and one with hostile words."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DETENTE_DEBUG", raising=False)
    text = path("elmira").read_text(encoding="utf-8")
    name = f"{HOSTILE}.yaml"
    Path(name).write_text(text, encoding="utf-8")
    lines = [f"title: {HOSTILE}" if line.startswith("title:") else line for line in text.splitlines()]
    Path("broken.yaml").write_text("\n".join(lines), encoding="utf-8")
    return name


LINES = [
    ["analyze", "NAME", "--worlds", "5"],
    ["analyze", "NAME", "--worlds", "5", "--json"],
    ["analyze", "NAME", "--worlds", "5", "--markdown"],
    ["analyze", "NAME", "--worlds", "5", "--out", f"{HOSTILE}.md"],
    ["analyze", f"no-{HOSTILE}"],
    ["analyze", f"no-{HOSTILE}.yaml"],
    ["analyze", "NAME", "--worlds", HOSTILE],
    ["analyze", "NAME", "--out", f"{HOSTILE}/a.md"],
    ["analyze", "NAME", f"--{HOSTILE}"],
    ["analyze", "NAME", "--alternative", HOSTILE],
    ["states", "NAME", "--where", f"moe.modify == {HOSTILE}"],
    ["states", "NAME", "--where", HOSTILE],
    ["states", "NAME", "--limit", "2", "--csv"],
    ["explain", "NAME", "--state", f"{HOSTILE}=yes"],
    ["explain", "NAME", "--state", f"moe.modify={HOSTILE}"],
    ["explain", "NAME", "--state", HOSTILE],
    ["explain", "NAME", "--named", HOSTILE],
    ["explain", "NAME", "--actor", HOSTILE],
    ["check", "NAME"],
    ["check", "broken.yaml"],
    ["check", "broken.yaml", "--format", "json"],
    ["check", f"no-{HOSTILE}.yaml", "NAME", "--format", "json"],
    ["check", f"no-{HOSTILE}.yaml", "--format", "sarif"],
    ["verify", "NAME"],
    ["verify", "NAME", "--sources", HOSTILE],
    ["history", "NAME", "--files", HOSTILE],
    ["elicit", "NAME", "--read", HOSTILE],
    ["forecast", "NAME", "--add", HOSTILE],
    ["resolve", "NAME", HOSTILE, "true", "--on", "2020-01-01"],
    ["ledger", "NAME", "--ledger", HOSTILE],
    ["coverage", HOSTILE],
    ["runs", HOSTILE],
    ["new", HOSTILE],
    [HOSTILE],
    [f"--{HOSTILE}"],
]


@pytest.mark.parametrize("line", LINES, ids=lambda line: " ".join(line[:3]).encode("unicode_escape").decode())
def test_nothing_that_is_printed_steers_the_terminal(hostile: str, line: list[str]) -> None:
    result = run(*(hostile if word == "NAME" else word for word in line))
    assert not isinstance(result.exception, Exception), result.exception
    assert result.output
    assert harmless(result.stdout)
    assert harmless(result.stderr)


@given(st.text(st.characters(), max_size=40))
def test_what_a_screen_shows_is_the_same_json(text: str) -> None:
    out = io.StringIO()
    Screen(out, "here").write(json.dumps(text, ensure_ascii=False))
    assert json.loads(out.getvalue()) == text
    assert harmless(out.getvalue().replace("\n", ""))


@pytest.mark.parametrize("text", ["Ёлка, 金正恩, naïve", "a\nb\r\nc\td", "می\u200cخواهم", "№ 1\u00a0000"])
def test_words_of_any_language_are_left_alone(text: str) -> None:
    out = io.StringIO()
    assert Screen(out, "here").write(text) == len(text)
    assert out.getvalue() == text


def test_a_stream_that_lacks_letters_gets_their_numbers() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    screen = Screen(out, "here")
    screen.write('"é\U0001f600"')
    screen.flush()
    assert json.loads(raw.getvalue().decode("ascii")) == "é\U0001f600"


def test_bytes_are_no_way_around_the_guard() -> None:
    raw = io.BytesIO()
    screen = Screen(io.TextIOWrapper(raw, encoding="utf-8"), "here")
    assert screen.buffer.write("é\x1b[2J".encode() + b"\xff") == 7
    screen.flush()
    assert raw.getvalue().decode() == "é\\u001b[2J\\udcff"


def test_colours_of_our_own_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.paper.terminal.colourful", lambda out: True)
    assert "\x1b[1m" in run("catalog").stdout


def test_a_closed_output_is_no_failure() -> None:
    code = (
        "import sys; sys.stdout = sys.stderr = None; from detente.cli import main; main(['states', 'elmira'])"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("line", [["catalog"], ["states", "elmira", "--json"]])
def test_a_full_disk_is_named(line: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "detente", *line],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "Error: standard output: No space left on device\n")


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left") as caught:
        write_atomically(tmp_path / "brief.html", "words")
    assert caught.value.filename == str(tmp_path / "brief.html")
    monkeypatch.chdir(tmp_path)
    result = run("analyze", "elmira", "--worlds", "5", "--out", "brief.md")
    assert result.exit_code == 2
    assert result.stderr.endswith("Error: brief.md: No space left on device\n")
    assert list(tmp_path.iterdir()) == []
