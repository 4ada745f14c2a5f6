"""The published schema of results, and that every shipped case's result fits it."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from brief.made_up import CERTAIN_TEXT, certain_findings, made_case, made_findings
from detente.brief import result_schema, write
from detente.catalog import load, names
from detente.insight import PARTS, find

#: What of a large case is asked, so that the test stays short; the small ones are asked for everything.
LARGE = {"korea-2016", "korea-2020", "korea-2026"}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(result_schema())
    return Draft202012Validator(result_schema())


def wrong(validator: Draft202012Validator, result: Any) -> list[str]:
    return [f"{list(e.absolute_path)}: {e.message[:200]}" for e in validator.iter_errors(result)]


@pytest.mark.parametrize("name", names())
def test_the_result_of_a_shipped_case_fits(validator: Draft202012Validator, name: str) -> None:
    case, large = load(name), name in LARGE
    parts = frozenset({"choices", "drivers", "claims"}) if large else PARTS
    dated = 0 if large else 2
    found = find(case, worlds=3 if large else 12, dated=dated, parts=parts, sensitivity=0 if large else 4)
    assert wrong(validator, json.loads(write(case, found, command="detente analyze").to_json())) == []


def test_results_made_by_hand_fit(validator: Draft202012Validator) -> None:
    assert wrong(validator, json.loads(write(made_case(), made_findings()).to_json())) == []
    certain = write(made_case(CERTAIN_TEXT), certain_findings())
    assert wrong(validator, json.loads(certain.to_json())) == []


def test_a_key_too_many_a_key_too_few_and_a_word_for_a_number_do_not_fit(
    validator: Draft202012Validator,
) -> None:
    good = json.loads(write(made_case(), made_findings()).to_json())
    for spoil in (
        lambda r: r.update(more=1),
        lambda r: r.pop("seed"),
        lambda r: r.update(worlds="many"),
        lambda r: next(iter(r["choices"].values()))["settled"].pop("se"),
    ):
        bad = deepcopy(good)
        spoil(bad)
        assert len(wrong(validator, bad)) == 1


def test_every_record_says_what_it_is() -> None:
    bare = [name for name, record in result_schema()["$defs"].items() if not record.get("description")]
    assert bare == []
