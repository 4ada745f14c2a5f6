"""Problems as text, JSON and SARIF."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from detente.case import RULES, as_json, as_sarif, as_text, examine, examine_text, problem
from detente.errors import Problem

HERE = Path(__file__).parent
MANY = examine(HERE / "many-mistakes.yaml")[1]


def made(excerpt: str, word: str, **changes: object) -> Problem:
    column = excerpt.index(word) + 1
    fields = {"line": 3, "column": column, "end": column + len(word), "value": word, "excerpt": excerpt}
    plain = {"code": "DT301", "name": "unknown-actor", "severity": "error", "cause": "why", "file": "a.yaml"}
    return Problem(**{**plain, **fields, **changes})


def cells(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(bool(unicodedata.combining(c)) for c in text)


def test_the_text_names_place_rule_line_and_suggestion() -> None:
    text = as_text([made("focal: russ", "russ", nearest=("rus",))])
    assert text.splitlines() == [
        "a.yaml:3:8: error DT301 unknown-actor: why",
        "  3 | focal: russ",
        "    |        ^^^^",
        "      did you mean rus?",
        "",
        "1 error",
    ]


def test_several_suggestions_are_listed() -> None:
    assert "nearest: rus, usa" in as_text([made("focal: x", "x", nearest=("rus", "usa"))])


@pytest.mark.parametrize(
    ("excerpt", "word"),
    [
        ("  name: 한국 {focal: russ}", "russ"),
        ("  name: 中国 and 日本", "日本"),
        ("  name: e\u0301te\u0301 russ", "russ"),
        ("  name: 😀 russ", "russ"),
        ("\tname: russ", "russ"),
    ],
)
def test_the_caret_stands_under_wide_letters(excerpt: str, word: str) -> None:
    _, line, caret, *_ = as_text([made(excerpt, word)]).splitlines()
    before = line[: line.index(word)]
    assert cells(before) == caret.index("^")
    assert caret.count("^") == cells(word)


def test_long_lines_are_cut_around_the_caret() -> None:
    excerpt = "x" * 300 + " russ " + "y" * 300
    for width in (40, 80, 120):
        _, line, caret, *_ = as_text([made(excerpt, "russ")], width=width).splitlines()
        assert len(line) <= width + 6
        assert line[caret.index("^") :].startswith("russ")
        assert caret.count("^") == 4
        assert line.endswith("…")
        assert line[6] == "…"


def test_a_span_longer_than_the_line_is_cut() -> None:
    excerpt = "title: " + "x" * 500
    _, line, caret, *_ = as_text([made(excerpt, "x" * 500)], width=60).splitlines()
    assert len(caret) <= len(line)


def test_nothing_in_a_file_reaches_the_terminal_as_a_command() -> None:
    text = as_text(examine_text("title: \x1b[31mred\x07\u202e\n", "a.yaml")[1])
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_fifty_are_shown_and_the_rest_counted() -> None:
    problems = [made("focal: russ", "russ")] * 63
    text = as_text(problems)
    assert text.count("a.yaml:3:8") == 50
    assert text.endswith("... and 13 more\n\n63 errors")


def test_errors_and_warnings_are_counted() -> None:
    assert as_text([]) == "no problems"
    both = [made("a", "a"), made("a", "a", severity="warning")]
    assert as_text(both).endswith("1 error, 1 warning")


def test_json_holds_every_field() -> None:
    table = json.loads(as_json(MANY))
    assert table["errors"] == sum(p.severity == "error" for p in MANY)
    assert table["warnings"] == len(MANY) - table["errors"]
    assert table["problems"][0] == MANY[0].to_dict()


def test_sarif_has_the_shape_that_the_standard_asks_for() -> None:
    log = json.loads(as_sarif(MANY))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["name"] == "detente"
    assert [r["id"] for r in driver["rules"]] == list(RULES)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")
    assert len(run["results"]) == len(MANY)
    for result, found in zip(run["results"], MANY, strict=True):
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == found.code
        assert result["level"] == found.severity
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"].endswith("many-mistakes.yaml")
        region = place["region"]
        assert (region["startLine"], region["startColumn"]) == (found.line, found.column)
        assert region["endColumn"] > region["startColumn"]


def test_sarif_escapes_the_name_of_the_file() -> None:
    log = json.loads(as_sarif([made("a", "a", file="some folder\\ä.yaml")]))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "some%20folder/%C3%A4.yaml"


def test_a_problem_of_a_case_without_a_file_has_no_region() -> None:
    found = problem("DT501", None, ("constraints",), "they clash", value="c1")
    log = json.loads(as_sarif([found]))
    assert "region" not in log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert "DT501 contradictory-constraints: they clash" in as_text([found])
