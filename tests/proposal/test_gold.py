"""The items that a careful reader found in the first paper of the flagship, as a recorded response.

They are no part of detente, nor is the paper; the test is skipped where they are not at hand.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

import detente
from detente.case import examine
from detente.cli import main
from detente.proposal import Review, as_yaml, propose, read_paper
from detente.sources import cut, parse_locator, passage

GOLD = Path(os.environ.get("DETENTE_CLAIMS") or "missing")
DOCS = Path(__file__).parents[2] / "docs"
PAPER = Path(os.environ.get("DETENTE_SOURCES") or "missing") / "kashin-2020.txt"

BASE = """
format: 1
case: paper
title: From the paper alone
as_of: 2020-12-31
focal: rus
actors: {rus: {name: Russia}, chn: {name: China}}
options:
  rus.line: {name: line, levels: {apart: Russia keeps apart, close: Russia backs China}}
status_quo: {rus.line: apart}
choices:
  apart: {name: stay apart, set: {rus.line: apart}}
  close: {name: back China, set: {rus.line: close}}
preferences:
  rus: {statements: [{id: rus_free, when: rus.line == apart, weight: 1..2, evidence: analyst judgement}]}
"""


def recorded(gold: dict[str, Any], key: str, text: str) -> str:
    """Return the items of one paper as a model might have answered, each with a whole sentence."""
    document, names = cut(text), {a["id"]: a["name"] for a in gold["actors"]}
    kinds = {
        "actor": ("actors", {"name": "name"}),
        "interest": ("interests", {"text": "goal", "actor": "actor"}),
        "lever": ("levers", {"text": "lever", "actor": "actor", "target": "target"}),
        "causal": ("causal_claims", {"cause": "cause", "effect": "effect", "sign": "sign"}),
        "conditional": ("conditional_claims", {"if": "if", "then": "then"}),
        "forecast": ("forecasts", {"text": "claim"}),
        "relation": ("relations", {"from": "from", "to": "to", "kind": "kind", "sign": "sign"}),
        "event": ("events", {"text": "summary", "date": "date", "actors": "actors"}),
    }
    items = []
    for kind, (section, fields) in kinds.items():
        for entry in gold[section]:
            at = [str(one) for one in entry["at"] if re.fullmatch(rf"{key}\.P\d+(\.S\d+)?", str(one))]
            if not at:
                continue
            told = {slot: _plain(entry.get(field), names) for slot, field in fields.items()}
            quote = passage(document, parse_locator(at[0]))
            items.append({"type": kind, "at": at[:1], "quote": quote, **{k: v for k, v in told.items() if v}})
    return json.dumps({"items": items})


def _plain(value: object, names: dict[str, str]) -> str:
    every = value if isinstance(value, list) else [value]
    told = ", ".join(names.get(str(one), str(one)) for one in every if one is not None)
    found = re.search(r"\d{4}(-\d{2}){0,2}(/\d{4}(-\d{2}){0,2})?", told) if told[:4].isdigit() else None
    return found[0] if found else told


@pytest.mark.skipif(not (GOLD.exists() and PAPER.exists()), reason="the paper and its items are not at hand")
def test_the_items_of_a_careful_reader_make_a_case_without_an_error(tmp_path: Path) -> None:
    gold = yaml.safe_load(GOLD.read_text(encoding="utf-8"))
    answers, proposal, case = (tmp_path / name for name in ("answers.json", "p.yaml", "case.yaml"))
    answers.write_text(recorded(gold, "K", PAPER.read_text(encoding="utf-8")), encoding="utf-8")
    found = propose(read_paper(PAPER), "K", f"recorded:{answers}")
    assert not found.dropped
    proposal.write_text(as_yaml(found), encoding="utf-8")
    case.write_text(BASE, encoding="utf-8")
    review = Review(proposal, case)
    assert {name: told for name in review.items if (told := review.accept(name))} == {}
    made, problems = examine(case)
    assert made
    assert {p.severity for p in problems} <= {"warning"}
    brief = detente.write(made, detente.find(made, worlds=20, seed=1))
    interests = sum(item.type == "interest" for item in found.items)
    told = f"Draft: {interests} of {interests + 1} statements unweighted"
    assert told in brief.to_markdown()
    assert told in " ".join(brief.to_markdown(full=False).split())
    for words in (["check", str(case)], ["analyze", str(case), "--worlds", "20"]):
        assert CliRunner().invoke(main, words).exit_code == 0
    # What no paper says stays with the analyst; the page says the difference in full.
    page = (DOCS / "from-documents.md").read_text(encoding="utf-8")
    flagship = detente.load("korea-2020")
    for part, one, other in zip(PARTS, _sizes(made), _sizes(flagship), strict=True):
        assert f"| {part} | {one} | {other} |" in page


PARTS = (
    "actors", "parties", "statements", "options", "claims", "relations", "events", "constraints", "readings",
    "outcomes", "policies",
)  # fmt: skip


def _sizes(case: detente.Case) -> list[int]:
    wants = sum(len(preference.statements) for preference in case.preferences.values())
    return [wants if part == "statements" else len(getattr(case, part)) for part in PARTS]
