"""Everything that the two papers say is carried by the flagship, or left out for a reason of its own."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from detente.case import Case
from detente.catalog import Coverage, Row, coverage, load
from detente.cli import main
from detente.sources.locator import Locator, parse_locator

SLUG = "korea-2020"
CLAIMS = os.environ.get("DETENTE_CLAIMS", "")

#: Section -> number of items that were found in the papers.
SIZES = {
    "actors": 44,
    "interests": 94,
    "levers": 71,
    "causal_claims": 67,
    "conditional_claims": 25,
    "forecasts": 58,
    "events": 42,
    "relations": 59,
    "systems_and_regimes": 42,
    "agreement_and_disagreement": 23,
    "quantities": 10,
    "vocabulary": 12,
    "checks_and_gaps": 14,
}


@cache
def case() -> Case:
    return load(SLUG)


@cache
def found() -> Coverage:
    return coverage(SLUG)


def test_nothing_is_silently_missing() -> None:
    assert [(p.line, p.code, p.cause) for p in found().missing] == []


def test_the_number_of_items() -> None:
    assert {s: len(ids) for s, ids in found().expected.items()} == SIZES
    assert sum(SIZES.values()) == len(found().rows) == 561


def test_little_is_left_out_and_each_time_for_its_own_reason() -> None:
    reasons = [r.reason for r in found().rows if r.reason]
    assert len(reasons) <= 0.1 * 561
    assert len(set(reasons)) == len(reasons)


def test_every_item_has_words_of_its_own() -> None:
    said = [r.says for r in found().rows]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        ("event", "events"),
        ("relation", "relations"),
        ("regime", "systems_and_regimes"),
        ("question", "forecasts"),
        ("claim", "conditional_claims"),
        ("comparison", "agreement_and_disagreement"),
    ],
)
def test_what_has_a_section_of_its_own_is_carried_one_by_one(kind: str, section: str) -> None:
    for row in found().section(section):
        assert f"{kind}:{row.item}" in row.carried, row.item


# ------------------------------------------------------------------- what carries an item rests on it too


def evidence(reference: str) -> tuple[Locator, ...] | None:
    """The passages that something in the case rests on; none for actors, who rest on all of it."""
    kind, _, name = reference.partition(":")
    made = case()
    if kind == "actor":
        return None
    if kind == "source":
        return (Locator(made.sources[name].key),)
    if kind == "comparison":
        return tuple(at for side in made.comparisons[name].sides.values() for at in side.evidence.at)
    parts: dict[str, Any] = {
        "party": made.parties,
        "option": made.options,
        "chance": made.chance,
        "definition": made.definitions,
        "constraint": made.constraints,
        "choice": made.choices,
        "outcome": made.outcomes,
        "reading": made.readings,
        "claim": made.claims,
        "regime": made.regimes,
        "relation": made.relations,
        "term": made.terms,
        "statement": {s.id: s for a in made.actors for s in made.statements(a)},
        "event": {e.id: e for e in made.events},
        "question": {q.id: q for q in made.questions},
        "level": made.variables(),
    }
    part = parts[kind][name.rpartition(".")[0] if kind == "level" else name]
    return tuple(part.evidence.at)


def overlap(a: Locator, b: Locator) -> bool:
    """Whether two passages share a sentence."""
    if a.key != b.key or not a.block or not b.block:
        return a.key == b.key
    if a.last_block < b.block or b.last_block < a.block:
        return False
    whole = not a.sentence or not b.sentence
    return whole or (a.sentence <= b.last_sentence and b.sentence <= a.last_sentence)


def unsupported() -> Iterator[Row]:
    for row in found().rows:
        rests = [evidence(reference) for reference in row.carried]
        if not row.at or not rests or None in rests:
            continue
        passages = [at for one in rests for at in one or ()]
        if not any(overlap(parse_locator(text), at) for text in row.at for at in passages):
            yield row


def test_what_carries_an_item_rests_on_a_passage_of_it() -> None:
    assert [(r.item, r.at, r.carried) for r in unsupported()] == []


# ----------------------------------------------------------------------------------- against the checklist


@pytest.fixture(scope="module")
def checklist() -> dict[str, Any]:
    if not CLAIMS or not Path(CLAIMS).is_file():
        pytest.skip("set DETENTE_CLAIMS to the checklist of the papers to compare ids, locators and wording")
    read: dict[str, Any] = yaml.safe_load(Path(CLAIMS).read_text(encoding="utf-8"))
    return read


def items(checklist: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for section in SIZES:
        for k, item in enumerate(checklist[section], 1):
            yield section, item.get("id") or f"V{k:02}", item


def test_ids_and_locators_are_those_of_the_checklist(checklist: dict[str, Any]) -> None:
    ours = {(r.section, r.item): r.at for r in found().rows}
    wanted = {
        (section, name): tuple(item["at"] if "at" in item else [*item["K_at"], *item["R_at"]])
        for section, name, item in items(checklist)
    }
    assert ours == wanted


def test_no_wording_is_that_of_the_checklist(checklist: dict[str, Any]) -> None:
    def words(text: str) -> str:
        return " ".join(re.findall(r"\w+", text.casefold()))

    theirs = {words(str(v)) for _, _, item in items(checklist) for v in item.values() if isinstance(v, str)}
    long = [r.item for r in found().rows if len(words(r.says).split()) > 4 and words(r.says) in theirs]
    assert long == []


# ------------------------------------------------------------------------------------------- the command


def test_the_command_counts_and_ends_well() -> None:
    result = CliRunner().invoke(main, ["coverage", SLUG])
    assert result.exit_code == 0
    assert re.search(r"All +561 ", result.output)


def test_the_command_lists_a_section() -> None:
    result = CliRunner().invoke(main, ["coverage", SLUG, "--section", "quantities"])
    assert result.exit_code == 0
    assert [f"N{k:02}" for k in range(1, 11)] == re.findall(r"^N\d\d", result.output, re.MULTILINE)


def test_the_command_as_json() -> None:
    import json

    result = CliRunner().invoke(main, ["coverage", SLUG, "--section", "vocabulary", "--json"])
    read = json.loads(result.output)
    assert read["counts"].keys() == {"vocabulary"}
    assert len(read["items"]) == 12
    assert read["problems"] == []


def test_the_command_refuses_what_is_not_there() -> None:
    for words in (["elmira"], [SLUG, "--section", "actor"], [SLUG, "--section", "actor", "--json"]):
        result = CliRunner().invoke(main, ["coverage", *words])
        assert result.exit_code == 2, words


def test_the_command_fails_when_an_item_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from detente.catalog import coverage as module  # the function; its module is patched by name

    file = Path(str(module.__globals__["path"](SLUG))).with_name("items.yaml")
    text = file.read_text(encoding="utf-8")
    (tmp_path / "case.yaml").write_text("", encoding="utf-8")
    start = text.index("    A44:")
    broken = text[:start] + text[text.index("  interests:", start) :]
    (tmp_path / "items.yaml").write_text(broken, encoding="utf-8")
    monkeypatch.setitem(module.__globals__, "path", lambda _: tmp_path / "case.yaml")
    result = CliRunner().invoke(main, ["coverage", SLUG])
    assert result.exit_code == 2
    assert "A44 is expected, and missing" in result.output
