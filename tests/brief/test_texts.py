"""What the brief and the command say of issues: the numbers of the rules, and what is not known."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from detente.bargaining.marks import median, shortest
from detente.bargaining.seen import TESTED
from detente.brief import bargained, bargained_json, bargained_parts, write
from detente.case import Case, load
from detente.cli import main
from detente.insight import find
from detente.paper.draw import NARROW, WIDE, svg
from detente.paper.model import Table
from detente.paper.picture import Places

FILE = Path(__file__).parents[1] / "case" / "good" / "issues.yaml"


@pytest.fixture(scope="module")
def case() -> Case:
    return load(FILE)


@pytest.fixture(scope="module")
def said(case: Case) -> str:
    parts = bargained_parts(case, bargained(case, 200, 1))
    return "\n".join(p if isinstance(p, str) else f"{p.title} {p.rows} {p.note}" for p in parts)  # type: ignore[union-attr]


def test_the_sentence_has_the_numbers_of_the_rule_that_counts(case: Case, said: str) -> None:
    (found,) = bargained(case, 200, 1, "cap")
    low, high = (float(x[0]) for x in shortest(found.over_worlds()))
    middle = float(median(found.over_worlds())[0])
    assert f"the veto pivot, it lies between {low:.0f} and {high:.0f} with 80% probability" in said
    assert f"the median is {middle:.0f}, nearest to “deliveries are capped”" in said
    assert "The text of 2 November 2020 said 30, “deliveries are capped”: inside that interval." in said
    assert "The game takes its probabilities of “text of the council” from this: none 0%, cap 100%" in said


def test_it_says_how_good_rules_were_and_what_was_not_tested(said: str) -> None:
    assert f"The pool missed by {TESTED.pool} points" in said
    assert "councils of rivals, threats, and choices between lines were not tested." in said


def test_rules_stand_side_by_side_the_one_that_counts_first(case: Case) -> None:
    tables = [p for p in bargained_parts(case, bargained(case, 50, 1)) if isinstance(p, Table)]
    wants, rules, parts = tables[:3]
    assert [r[0] for r in wants.rows] == ["Russia", "China", "North Korea"]
    assert wants.rows[1][4] == "proposes, veto"
    assert rules.rows[0][0] == "Veto pivot (counts)"
    assert len(rules.rows) == 9
    assert rules.columns[-1] == "Off by"
    assert parts.columns == ("Place", "Which says", "Veto pivot", "Pool", "Condorcet election")
    assert tables[4].columns[-1] == "80% of the probability"  # what came of the other is not known


def test_json_has_the_same_and_adds_up(case: Case) -> None:
    cap, relief = json.loads(bargained_json(case, bargained(case, 50, 1)))
    for rule in cap["rules"].values():
        assert sum(p["probability"] for p in rule["parts"]) == pytest.approx(1)
    assert sum(cap["levels"].values()) == pytest.approx(1)
    assert relief["levels"] is None
    assert "crps" not in relief["rules"]["pool"]


def test_the_brief_has_a_section_and_a_picture_for_each_issue(case: Case) -> None:
    findings = find(case, worlds=40, seed=1)
    brief = write(case, findings)
    assert "40 worlds" in " ".join(brief.section("texts").paragraphs)
    long = brief.section("texts-full")
    assert long.detail
    pictures = long.pictures
    assert [p.key for p in pictures] == ["text-cap", "text-relief"]
    for picture in pictures:
        assert isinstance(picture, Places)
        assert all(t in long.tables for t in picture.tables)
        assert sum(p for _, _, p in picture.parts) == pytest.approx(1)
        for width in (WIDE, NARROW):
            root = ET.fromstring(svg(picture, width, inline=True))
            assert [root[0].text, root[1].text] == [picture.title, picture.words]


def test_the_oil_cap_of_2017_is_what_a_veto_leaves() -> None:
    """A check against what is known: rules without a veto go much further than the text did."""
    from detente.catalog import load as shipped

    rules = json.loads(
        bargained_json(shipped("korea-2020"), bargained(shipped("korea-2020"), 400, 1, "oil_cap"))
    )[0]["rules"]
    off = {name: abs(rule["median"] - 30) for name, rule in rules.items()}
    assert min(off, key=off.__getitem__) == "veto"
    assert all(rule["median"] >= 50 for name, rule in rules.items() if name != "veto")
    assert rules["veto"]["crps"] < 0.5 * min(r["crps"] for n, r in rules.items() if n != "veto")


def test_the_command(tmp_path: Path) -> None:
    run = CliRunner().invoke
    told = run(main, ["bargain", str(FILE), "relief", "--worlds", "20"])
    assert told.exit_code == 0
    assert "How much is eased: who wants what" in told.output
    assert "council" not in told.output.partition("How good")[0]
    found = json.loads(run(main, ["bargain", str(FILE), "cap", "--worlds", "20", "--json"]).output)
    assert np.isclose(found[0]["rules"]["veto"]["interval"]["level"], 0.8)
    wrong = run(main, ["bargain", str(FILE), "relif"])
    assert wrong.exit_code == 2
    none = run(main, ["bargain", "prisoners-dilemma"])
    assert none.exit_code == 0
    assert "The case has no issue" in none.output
