"""detente verify and detente anchors: the reader's own copies beside the case."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from brief.made_up import TEXT
from detente import cli

#: Written for these tests; the made-up case cites S.P1 to S.P7 and J.P1 to J.P9.
SMITH = [
    "The river rises in Arvia. It is ours before it is anybody's.",
    "The League keeps its army at home as long as water comes.",
    "War would cost both sides the harvest. Nobody has said so aloud.",
    "There is a court in the capital, and it is slow.",
    "Corland sends aid in dry years. It wants quiet in return.",
    "A dam can be opened again.",
    "In a wet year none of this matters.",
]
JONES = [f"Of the lower river, part {n}: the fields need water in month {n}." for n in "123456789"]


def run(*args: str, env: dict[str, str] | None = None) -> Result:
    result = CliRunner(env={"DETENTE_SOURCES": None, **(env or {})}).invoke(cli.main, args)
    assert not isinstance(result.exception, Exception), result.exception
    return result


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case with its anchors, and a folder of copies."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rivers.yaml").write_text(TEXT, encoding="utf-8")
    folder = tmp_path / "papers"
    folder.mkdir()
    write(folder / "smith.txt", SMITH)
    write(folder / "J.txt", JONES)
    made = run("anchors", "rivers.yaml", "--sources", "papers", "--out", "rivers.anchors.json")
    assert made.exit_code == 0, made.output
    assert "anchors of 2 sources" in made.stderr
    return folder


def write(file: Path, blocks: list[str]) -> None:
    file.write_text("\n\n".join(blocks), encoding="utf-8")


def test_the_same_copies_are_exact_under_any_name(papers: Path) -> None:
    (papers / "smith.txt").rename(papers / "b.txt")
    (papers / "J.txt").rename(papers / "smith.txt")  # a name that misleads
    result = run("verify", "rivers.yaml", "--sources", "papers")
    assert result.exit_code == 0, result.output
    assert "S, smith: b.txt, known by its digest." in result.stdout
    assert "J, jones: smith.txt, known by its digest." in result.stdout
    assert "12 passages cited: 12 exact." in result.stdout
    assert "up-water" in result.stdout


def test_other_typography_is_still_exact(papers: Path) -> None:
    write(papers / "smith.txt", [b.replace("'", "’").replace(" ", "\u00a0") for b in SMITH])
    result = run("verify", "rivers.yaml", "--sources", "papers")
    assert result.exit_code == 0
    assert "12 exact." in result.stdout


def test_a_copy_with_other_words_is_known_by_its_anchors(papers: Path) -> None:
    write(papers / "smith.txt", [*SMITH[:2], SMITH[2].replace("both sides", "either side"), *SMITH[3:]])
    result = run("verify", "rivers.yaml", "--sources", "papers")
    assert result.exit_code == 2
    assert "smith.txt, another text than the case was written from, known by" in result.stdout
    assert "1 changed" in result.stdout


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("in month 1", "in month 11"),
        ("part 2", "part 2.5"),
        ("month 3", "month -3"),
        ("month 4", "month 4%"),
        ("need water in month 9", "need no water in month 9"),
        ("lower river, part 4", "lowerriver, part 4"),
    ],
)
def test_a_number_a_sign_or_a_negation_is_never_folded_away(papers: Path, was: str, becomes: str) -> None:
    write(papers / "J.txt", [line.replace(was, becomes, 1) for line in JONES])
    result = run("verify", "rivers.yaml", "--sources", "papers")
    assert result.exit_code == 2
    assert result.stdout.endswith(", 1 changed.\n")
    assert "other words in the copy" in run("check", "rivers.yaml", "--sources", "papers").stdout


def test_a_passage_that_is_gone_is_an_orphan(papers: Path) -> None:
    write(papers / "smith.txt", SMITH[:6])
    result = run("verify", "rivers.yaml", "--sources", "papers", "--json")
    assert result.exit_code == 2
    told = {p["locator"]: p for p in json.loads(result.stdout)["passages"]}
    assert told["S.P7.S1"]["verdict"] == "orphan"
    assert told["S.P7.S1"]["found"] == []
    assert told["S.P1"]["verdict"] == "exact"
    assert told["S.P1"]["used_by"]


def test_a_moved_passage_says_where_it_is(papers: Path) -> None:
    write(papers / "smith.txt", ["A note by the editor.", *SMITH])
    result = run("verify", "rivers.yaml", "--sources", "papers", "--json")
    assert result.exit_code == 0
    told = {p["locator"]: p for p in json.loads(result.stdout)["passages"]}
    assert told["S.P1"]["found"] == ["S.P2.S1-S2"]
    assert told["S.P7.S1"]["found"] == ["S.P8.S1"]


def test_without_copies_everything_is_unverified_and_that_is_said(papers: Path) -> None:
    for args in ((), ("--sources", str(papers.parent / "none"))):
        (papers.parent / "none").mkdir(exist_ok=True)
        result = run("verify", "rivers.yaml", *args)
        assert result.exit_code == 0, result.output
        assert "12 passages cited: 12 unverified." in result.stdout
        assert "no copy was recognised, so nothing of it is verified" in result.stdout


def test_a_wrong_text_under_the_right_name_is_not_taken_for_the_source(papers: Path) -> None:
    write(papers / "smith.txt", ["Something quite different. It has nothing to do with rivers."])
    result = run("verify", "rivers.yaml", "--sources", "papers")
    assert result.exit_code == 0
    assert "7 unverified" in result.stdout


def test_the_words_are_shown_only_when_asked_for(papers: Path) -> None:
    shown = run("verify", "rivers.yaml", "--sources", "papers", "--show").stdout
    assert "“The League keeps its army at home as long as water comes.”" in " ".join(shown.split())
    assert "up-water: Arvia values that Arvia shuts the dam" in " ".join(shown.split())
    for args in ((), ("--json",)):
        hidden = run("verify", "rivers.yaml", "--sources", "papers", *args).stdout
        assert "harvest" not in hidden
        assert "keeps its army" not in hidden
    told = json.loads(run("verify", "rivers.yaml", "--sources", "papers", "--show", "--json").stdout)
    texts = {passage["locator"]: passage["text"] for passage in told["passages"]}
    assert texts["S.P1"] == SMITH[0]
    assert texts["J.P9"] == JONES[8]


def test_the_folder_may_be_named_once_for_all(papers: Path) -> None:
    result = run("verify", "rivers.yaml", env={"DETENTE_SOURCES": str(papers)})
    assert "12 exact" in result.stdout


def test_a_folder_that_is_not_there_is_refused(papers: Path) -> None:
    result = run("verify", "rivers.yaml", "--sources", "nowhere")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr


def test_without_anchors_nothing_is_verified(papers: Path) -> None:
    (papers.parent / "rivers.anchors.json").unlink()
    result = run("verify", "rivers.yaml", "--sources", "papers")
    assert result.exit_code == 0
    assert "12 unverified" in result.stdout


def test_broken_anchors_are_refused(papers: Path) -> None:
    (papers.parent / "rivers.anchors.json").write_text("{}", encoding="utf-8")
    result = run("verify", "rivers.yaml", "--sources", "papers")
    assert result.exit_code == 2
    assert "not a file of anchors" in result.stderr


# ---------------------------------------------------------------------------------------- anchors


def test_anchors_hold_no_word(papers: Path) -> None:
    made = run("anchors", "rivers.yaml", "--sources", "papers").stdout
    assert made == (papers.parent / "rivers.anchors.json").read_text(encoding="utf-8")
    told = set(re.findall(r"[a-z]{4,}", re.sub(r'"(?:[0-9a-f]{8})+"', "", made)))
    known = "format normaliser documents digest blocks silent anchors"
    known += " letters words before after position copy shingles null"
    assert told <= set(known.split())


def test_anchors_name_every_passage_that_is_lacking(papers: Path) -> None:
    write(papers / "smith.txt", SMITH[:6])
    write(papers / "J.txt", JONES[:8])
    result = run("anchors", "rivers.yaml", "--sources", "papers")
    assert result.exit_code == 2
    assert "J.P9" in result.stderr
    assert "S.P7.S1" in result.stderr


def test_anchors_need_copies(papers: Path) -> None:
    assert "say with --sources" in run("anchors", "rivers.yaml").stderr
    (papers.parent / "none").mkdir()
    result = run("anchors", "rivers.yaml", "--sources", "none")
    assert result.exit_code == 2
    assert "no copy of a source" in result.stderr


def test_shipped_cases_without_sources_have_nothing_to_verify() -> None:
    result = run("verify", "prisoners-dilemma")
    assert result.exit_code == 0
