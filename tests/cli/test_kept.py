"""The short form is shown again at once to who asks the same, byte for byte, and to nobody else."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente import catalog
from detente.cli import main
from detente.paper.document import Document
from detente.paper.kept import store as kept
from detente.paper.kept.packing import packed, unpacked
from detente.paper.kept.store import MOST, key_of, recall, remember
from detente.paper.model import Figure, Linked, Listing, Section, Table
from detente.paper.terminal import show


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(kept.FOLDER, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    file = tmp_path / "mine.yaml"
    file.write_text(catalog.path("elmira").read_text(encoding="utf-8"), encoding="utf-8")
    return file


def told(*args: object) -> str:
    result = CliRunner().invoke(main, ["analyze", *map(str, args)], env={"COLUMNS": "80"})
    assert result.exit_code == 0, result.output
    return result.stdout


def never(*_: object, **__: object) -> None:
    raise AssertionError("it was computed again")


def test_the_second_answer_is_the_first_and_nothing_is_computed(
    cache: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = told(mine, "--worlds", 20)
    assert len(list(cache.iterdir())) == 1
    monkeypatch.setattr("detente.insight.find", never)
    assert told(mine, "--worlds", 20) == first
    assert told(mine, "--worlds", 20, "--workers", 1) == first, "workers change no answer"
    monkeypatch.undo()
    assert told(mine, "--worlds", 20, "--no-cache") == first


@pytest.mark.parametrize(
    "more",
    [("--worlds", 21), ("--seed", 2), ("--hold", "uniroyal.delay=no"), ("--max-states", 99), ("--full",)],
)
def test_other_questions_are_answered_anew(
    cache: Path, mine: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[object, ...]
) -> None:
    told(mine)
    monkeypatch.setattr("detente.insight.find", never)
    assert CliRunner().invoke(main, ["analyze", str(mine), *map(str, more)]).exit_code == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Groundwater contamination at Elmira, 1991", "Groundwater"),
        ('ranking: ["1", "4", "8", "5", [9a, 9b, 9c, 9d]', 'ranking: [[9a, 9b, 9c, 9d], "1", "4", "8", "5"'),
    ],
    ids=["a word", "an order"],
)
def test_an_edited_case_never_sees_an_old_answer(cache: Path, mine: Path, old: str, new: str) -> None:
    before, text = told(mine), mine.read_text(encoding="utf-8")
    assert old in text
    mine.write_text(text.replace(old, new), encoding="utf-8")
    assert told(mine) == told(mine, "--no-cache")
    assert told(mine) != before
    mine.write_text(text + "\n# a remark\n", encoding="utf-8")
    assert told(mine) == before, "remarks are no part of what a case says"


def test_a_changed_program_answers_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key_of("digest", "detente analyze elmira", 0)
    assert key_of("digest", "detente analyze elmira", 0) == before
    assert len({before, key_of("other", "detente analyze elmira", 0), key_of("digest", "detente", 0)}) == 3
    monkeypatch.setattr(kept, "_program", lambda: [("a.py", 1, 1)])
    assert key_of("digest", "detente analyze elmira", 0) != before


@pytest.mark.parametrize(
    "spoilt", [b"", b"{", b"[]", b'{"key": "x"}', b"\xff\x00", b'{"key": 1, "brief": {}}']
)
def test_what_is_no_answer_of_ours_is_passed_over(cache: Path, mine: Path, spoilt: bytes) -> None:
    first = told(mine)
    (file,) = cache.iterdir()
    good = file.read_bytes()
    file.write_bytes(spoilt)
    assert told(mine) == first
    assert file.read_bytes() == good, "and written anew"


def test_a_folder_that_cannot_be_made_stops_nothing(
    tmp_path: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(kept.FOLDER, str(tmp_path / "file" / "cache"))
    assert told(mine) == told(mine, "--no-cache")


def test_only_so_many_are_kept_and_the_last_asked_for_stay(cache: Path) -> None:
    brief = Document("T", (), (), {}, lead=(Section("verdict", "The answer", ("Yes.",)),))
    for k in range(MOST + 5):
        remember(f"{k:03}", brief)
        os.utime(cache / f"{k:03}.json", (1_000 + k, 1_000 + k))
    assert len(list(cache.iterdir())) == MOST
    oldest = min(f.stem for f in cache.iterdir())
    assert recall(oldest) is not None
    remember("new", brief)
    assert recall(oldest) is not None
    assert recall("000") is None


def test_a_document_without_a_lead_is_not_kept(cache: Path) -> None:
    remember("key", Document("T", (), (), {}))
    assert not cache.exists()


def test_what_comes_first_comes_back_whole(capsys: pytest.CaptureFixture[str]) -> None:
    number = Figure("62 ± 2%", 0.62, float("nan"), 100)
    table = Table(
        "t", ("a", "b"), ((Linked("see ", ("K.P7", "p")), number), ("x", 7)), "note", ("", "ko"), (1,)
    )
    listed = Listing("l", ("one", Linked("two")), ("1.", "2."), "anchor")
    made = Document(
        "T", ("about",), (), {}, (), "detente analyze x", {".md": "--markdown"},
        (Section("s", "S", ("text", listed, table)),), ("stamp",),
    )  # fmt: skip
    back = unpacked(json.loads(json.dumps(packed(made), allow_nan=False)))
    assert back.title == made.title
    for full in (False, True):
        show(made, width=80, full=full)
        shown = capsys.readouterr().out
        show(back, width=80, full=full)
        assert capsys.readouterr().out == shown
