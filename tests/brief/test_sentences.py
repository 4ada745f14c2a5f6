"""How sentences begin: names that are written as they are stay so."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from detente import cli
from detente.paper.english import capital, proper, sentence


@pytest.mark.parametrize(
    "name",
    [
        "own1.csv", "own1.csv:3:", "data/own1.csv", "./own1", "../a b.csv", "~/own", "korea_2020",
        "usa.talk", "prk.posture", "moe.modify", "a@b",
        "eSwatini", "iPhone", "macOS", "al-Qaeda", "al-Shabaab", "d'Estaing",
    ],
)  # fmt: skip
def test_names_are_left_as_they_are_written(name: str) -> None:
    assert proper(name)
    assert capital(f"{name} says so") == f"{name} says so"
    assert sentence(name).startswith(name)


@pytest.mark.parametrize(
    ("words", "begun"),
    [
        ("the dam stays", "The dam stays"),
        ("e.g. the dam", "E.g. the dam"),
        ("well-known", "Well-known"),
        ("pro-Russian forces", "Pro-Russian forces"),
        ("and/or talks", "And/or talks"),
        ("end. Then", "End. Then"),
        ("и так", "И так"),
        ("élan", "Élan"),
        ("a", "A"),
        ("", ""),
    ],
)
def test_other_words_begin_with_a_capital(words: str, begun: str) -> None:
    assert capital(words) == begun


@given(st.text(max_size=20))
def test_a_capital_changes_nothing_but_the_first_sign(text: str) -> None:
    assert capital(text) in (text, text[:1].upper() + text[1:])
    assert capital(capital(text)) == capital(text) or not capital(text)[:1].isalpha()


def test_bullets_keep_the_names_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("own.csv", "my events.csv"):
        Path(name).write_text("id,from,to,says,actors\ne1,2019-01-01,,Moscow speaks,rus\n", encoding="utf-8")
    result = CliRunner().invoke(
        cli.main, ["history", "korea-2020", "--files", "own.csv", "--files", "my events.csv", "--full"]
    )
    assert "Own.csv" not in result.output
    assert "My events.csv" not in result.output
    assert "own.csv" in result.output
