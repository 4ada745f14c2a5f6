"""What surrounds the game in a brief: regimes, comparisons, claims given something or not in the game."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from detente.brief import Brief, narrowed, write
from detente.brief.ground.agreement import agreement
from detente.brief.ground.regimes import bears, regimes
from detente.brief.words.material import Material
from detente.case import Case, load, loads
from detente.insight import Findings, find
from detente.paper.estimate import Estimate
from detente.paper.model import Section

CASE = Path(__file__).parents[1] / "case" / "good" / "context.yaml"


@pytest.fixture(scope="module")
def case() -> Case:
    return load(CASE)


@pytest.fixture(scope="module")
def findings(case: Case) -> Findings:
    return find(case, worlds=40)


@pytest.fixture(scope="module")
def brief(case: Case, findings: Findings) -> Brief:
    return write(case, findings)


def told(section: Section) -> str:
    lines = [*section.paragraphs, *(i for listing in section.lists for i in (listing.title, *listing.items))]
    return "\n".join(lines)


def regime(findings: Findings, shares: tuple[float, float], error: float) -> Findings:
    """The same findings with other shares of the embargo, and another error of their difference."""
    first, second = findings.choices
    apart = Estimate(shares[1] - shares[0], error, 40)
    first = replace(first, regimes={"embargo": Estimate(shares[0], error, 40)})
    second = replace(
        second,
        regimes={"embargo": Estimate(shares[1], error, 40)},
        regimes_apart={first.choice: {"embargo": apart}},
    )
    return replace(findings, choices=(first, second))


def test_the_difference_is_taken_world_by_world() -> None:
    shield = "{id: dprk_shield, when: rus.line == aligned, weight: 3, evidence: R.P2}"
    tests = "{id: tests, when: tense, weight: -1..1, evidence: R.P2}"
    shielded = "{id: shielded, when: tense and rus.line == aligned, weight: 0..1, evidence: R.P2}"
    case = loads(CASE.read_text(encoding="utf-8").replace(shield, f"{tests}, {shielded}"))
    findings = find(case, worlds=60)
    first, second = findings.choices
    apart = second.regimes_apart[first.choice]
    assert not first.regimes_apart
    assert list(apart) == list(second.regimes)
    for name, d in apart.items():
        assert d.value == pytest.approx(second.regimes[name].value - first.regimes[name].value)
        assert d.se <= first.regimes[name].se + second.regimes[name].se + 1e-12
    name, d = max(apart.items(), key=lambda x: abs(x[1].value))
    assert d.se > 0
    section = regimes(Material(case, findings))
    assert section is not None
    table = section.tables[0]
    assert table.columns[-2:] == ("Difference, points", "Bears on it?")
    told = next(r for r in table.rows if r[0] == name)
    assert str(getattr(told[-2], "text", "")).startswith("+" if d.value > 0 else "−")


def test_a_regime_is_told_with_its_rules_and_its_times(brief: Brief) -> None:
    text = told(brief.section("regimes"))
    assert "The embargo (sanctions regime; from October 2017 until 2031-2036). In force." in text
    assert "Members: Russia, North Korea, the envoy." in text
    assert "Rules: No ships. No trains." in text
    assert "Left out: Fish." in text
    assert "Needs: A vote." in text
    assert "Votes: Russia: For. The two: Against." in text
    assert "In force where all is quiet." in text
    assert "(Voice: K.)" in text


def test_what_no_option_moves_is_not_counted(brief: Brief) -> None:
    section = brief.section("regimes")
    assert [r[0] for r in section.tables[0].rows] == ["embargo"]
    assert section.lists[-1].marks == ("weather",)
    assert "the choice does not bear on it" in section.lists[-1].items[0]


@pytest.mark.parametrize(
    ("shares", "error", "words"),
    [
        ((0.5, 0.54), 0.03, "does not depend on the choice"),
        ((1.0, 1.0), 0.0, "does not depend on the choice"),
        ((0.5, 0.6), 0.03, "more often under “alignment”"),
        ((0.9, 0.6), 0.02, "more often under “autonomy”"),
    ],
)
def test_whether_the_choice_bears_on_it(
    case: Case, findings: Findings, shares: tuple[float, float], error: float, words: str
) -> None:
    assert bears(Material(case, regime(findings, shares, error)), "embargo") == words
    assert bears(Material(case, findings), "weather") == "not counted"


def test_one_choice_is_compared_with_nothing(case: Case) -> None:
    alone = narrowed(case, ["autonomy"])
    section = write(alone, find(alone, worlds=10)).section("regimes")
    assert section.tables[0].columns == ("", "Regime", "Autonomy")


def test_comparisons_stand_side_by_side(brief: Brief) -> None:
    section = brief.section("agreement")
    (table,) = section.tables
    assert table.title == "They disagree"
    assert table.columns == ("", "Topic", "October 2020", "The reply's view", "In this case")
    mark, topic, paper, theirs, makes = table.rows[0]
    assert (mark, topic) == ("X1", "War (As far as one can tell)")
    assert (paper, theirs) == ("Likely.", "Not likely.")
    assert str(makes).startswith("Claim Q1 comes out in ")
    for words in ("Tension: ", "Trouble: ", "The embargo: ", "North Korea sets “posture” to crisis: "):
        assert words in str(makes)


def test_a_claim_that_was_not_kept_is_said_not_to_be_tested(case: Case) -> None:
    alone = narrowed(case, ["alignment"])
    assert list(alone.claims) == ["Q2", "Q4"], "claims of any choice stay"
    section = agreement(Material(alone, find(alone, worlds=10)))
    assert section is not None
    assert "Claim Q1 was not tested." in str(section.tables[0].rows[0][-1])


def test_claims_given_something_and_those_outside(brief: Brief) -> None:
    section = brief.section("claims")
    titles = [listing.title for listing in section.lists]
    assert titles == ["Choice: autonomy", "Given something", "Not in the game"]
    given, outside = section.lists[1:]
    assert given.marks == ("Q2", "Q3")
    assert "Tested as: where tension: Russia sets “line” to aligned." in given.items[0]
    assert "Tested under “autonomy” as: where tension: " in given.items[1]
    assert outside.marks == ("Q4",)
    assert outside.items[0].endswith("The game has no weather.")
    assert any("One more is not in the game." in p for p in section.paragraphs)
    heads = [t.columns for t in section.tables]
    assert any("Without it" in columns for columns in heads)


def test_few_worlds_are_said_to_be_few(case: Case) -> None:
    section = write(case, find(case, worlds=12)).section("claims")
    cells = [str(cell) for t in section.tables for r in t.rows for cell in r]
    assert all("±" not in cell for cell in cells if cell.startswith("too few"))


def test_the_data_has_them_too(brief: Brief) -> None:
    data = brief.to_dict()
    assert data["regimes"]["weather"]["choice"] == "not counted"
    assert data["choices"]["autonomy"]["regimes"].keys() == {"embargo"}
    assert data["comparisons"]["X1"]["sides"].keys() == {"paper", "theirs"}
    claims = {c["claim"]: c for c in data["claims"]}
    assert claims["Q4"]["verdict"] == "not in the game"
    assert claims["Q2"]["given"].keys() == {"autonomy", "alignment"}
    assert claims["Q1"]["without"] is None


def test_a_case_with_nothing_around_it_has_no_such_sections(case: Case, findings: Findings) -> None:
    bare = case.model_copy(update={"regimes": {}, "comparisons": {}})
    m = Material(bare, findings)
    assert (regimes(m), agreement(m)) == (None, None)
