"""Paths may lead to anything: only files are read, no further than asked, and every error names the file."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from campaign.fuzz import Reader, fed
from detente.cli import main
from detente.files import opened, parse_json, read_bytes, read_json, regular
from forecast.made_up import write

DEEP = "[" * 5000

posix = pytest.mark.skipif(os.name != "posix", reason="pipes and devices under names")


@posix
@pytest.mark.parametrize("kind", ["a folder", "a pipe", "a device", "a socket"])
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x"
    with socket.socket(socket.AF_UNIX) as plug:
        if kind == "a folder":
            path.mkdir()
        elif kind == "a pipe":
            os.mkfifo(path)
        elif kind == "a socket":
            plug.bind(str(path))
        else:
            path.symlink_to("/dev/zero")
        for read in (regular, lambda p: read_bytes(p, 10), read_json):
            with pytest.raises(OSError, match=f"it is {kind}, not a file") as caught:
                read(path)
            assert caught.value.filename == str(path)


@pytest.mark.parametrize("name", ["nothing", "n" * 300, "a\0b", "\ud800"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(OSError, match=r"\w") as caught:
        read_bytes(tmp_path / name, 10)
    assert caught.value.filename == str(tmp_path / name)


def test_no_more_is_read_than_asked(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"12345")
    assert read_bytes(file, 5) == b"12345"
    with pytest.raises(OSError, match="more than 4 bytes"):
        read_bytes(file, 4)


def test_an_error_while_reading_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.touch()
    with pytest.raises(OSError, match="Input/output") as caught, opened(file):
        raise OSError(5, "Input/output error")
    assert caught.value.filename == str(file)
    with pytest.raises(FileNotFoundError) as caught, opened(file):
        (tmp_path / "y").stat()
    assert caught.value.filename == str(tmp_path / "y"), "it was not this one"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (DEEP, "nested too deeply"),
        ("[" * 60 + "]" * 60, "nested too deeply"),
        ('{"a":' * 60 + "1" + "}" * 60, "nested too deeply"),
        ("NaN", "no finite number"),
        ("[1e999]", "no finite number"),
        ("-Infinity", "no finite number"),
        ("9" * 5000, "4300"),
        ('["\\ud800"]', "surrogates"),
        ('{"\\ud800": 1}', "surrogates"),
        (b"\xff", "decode"),
        ("", "Expecting value"),
    ],
)
def test_json_that_nobody_writes_is_refused(text: str | bytes, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse_json(text)


def test_json_that_people_write_is_read() -> None:
    whole = {"a": [1, -2.5, None, True, "é😀"], "b": {}, "c": [[[[]]]]}
    assert parse_json(json.dumps(whole)) == whole


# ------------------------------------------------------------------------------------ through the commands


COMMANDS = {
    "case": ("check", "x"),
    "fix": ("check", "x", "--fix"),
    "case of an analysis": ("analyze", "./x"),
    "sheet": ("elicit", "two-rivers.yaml", "--read", "x"),
    "events": ("history", "two-rivers.yaml", "--files", "x"),
    "events of a format": ("history", "two-rivers.yaml", "--files", "x", "--format", "own"),
    "words": ("forecast", "two-rivers.yaml", "--words", "x"),
    "resolutions": ("resolve", "two-rivers.yaml", "--file", "x"),
    "ledger": ("ledger", "two-rivers.yaml", "--ledger", "x"),
    "ledger to be written": ("forecast", "two-rivers.yaml", "--ledger", "x", "--add", "F1", "--who", "A"),
    "runs": ("runs", "x"),
}

#: What a command reads by itself, beside the case.
BESIDE = {
    "anchors": ("two-rivers.anchors.json", ("verify", "two-rivers.yaml", "--sources", ".")),
    "forecasts": ("forecasts.yaml", ("score", "two-rivers.yaml")),
    "resolutions": ("resolutions.yaml", ("score", "two-rivers.yaml")),
}


def told(words: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Run a command in a folder; it is stopped if it waits for a pipe."""
    monkeypatch.chdir(folder)
    done: list[tuple[int, str]] = []

    def run(data: bytes, place: Path) -> None:
        ended = CliRunner().invoke(main, list(words))
        done.append((ended.exit_code, ended.output))

    assert fed(Reader("command", lambda: (), run), b"", folder) == ""
    return done[0]


@posix
@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_pipe_a_folder_or_a_device_is_refused_by_every_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    write(tmp_path)
    place = tmp_path / "x"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    else:
        place.symlink_to("/dev/zero")
    words = COMMANDS[name]
    more = ("--probability", "0.5") if "--add" in words else ()
    code, said = told((*words, *more), tmp_path, monkeypatch)
    if name == "runs" and kind == "folder":
        assert code == 0, "a folder without runs is fine"
        return
    assert code == 2
    assert "x" in said
    assert "Internal failure" not in said


@posix
@pytest.mark.parametrize("name", BESIDE)
def test_a_pipe_beside_a_case_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    write(tmp_path)
    file, words = BESIDE[name]
    (tmp_path / file).unlink(missing_ok=True)
    os.mkfifo(tmp_path / file)
    code, said = told(words, tmp_path, monkeypatch)
    assert code == 2
    assert "it is a pipe, not a file" in said
    assert file in said


@pytest.mark.parametrize("where", ["run.json", "case.json"])
def test_five_thousand_brackets_in_a_run_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    write(tmp_path)
    analyze = ("analyze", "two-rivers.yaml", "--worlds", "3", "--dated", "0", "--runs", "kept")
    assert told(analyze, tmp_path, monkeypatch)[0] == 0
    (place,) = (tmp_path / "kept").iterdir()
    (place / where).write_text(DEEP, encoding="utf-8")
    code, said = told(("runs", "kept"), tmp_path, monkeypatch)
    assert (code, "nested too deeply" in said) == (2, True)


def test_five_thousand_brackets_as_anchors_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    (tmp_path / "two-rivers.anchors.json").write_text(DEEP, encoding="utf-8")
    code, said = told(("verify", "two-rivers.yaml"), tmp_path, monkeypatch)
    assert (code, "nested too deeply" in said) == (2, True)
