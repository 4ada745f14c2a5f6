"""A mediator's questions on small published conflicts, in words and as data."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner

import detente
from detente import brief, insight
from detente.case import loads
from detente.cli import main
from detente.errors import DetenteError, UnknownName
from detente.history import Change, Path
from detente.paper.model import Listing, Table


def asked(*args: str) -> str:
    ran = CliRunner().invoke(main, list(args))
    assert ran.exit_code == 0, ran.output
    return ran.output


def test_who_must_move_together_at_elmira() -> None:
    case = detente.load("elmira")
    found = insight.alliances(case)
    leap = found.leaps[0]
    assert [actor for actor, _ in leap.steps] in (["moe", "uniroyal"], ["uniroyal", "moe"])
    assert leap.rests
    told = next(p for p in brief.alliances_parts(case, found) if isinstance(p, Listing)).items
    assert told == (
        "The Ministry of the Environment and Uniroyal together gain by leaving 5 (the local government "
        "insists on "
        "the original order), where play rests: the Ministry modifies its control order; Uniroyal no "
        "longer delays "
        "and accepts the order.",
    )


def test_coalitions_at_the_command_line() -> None:
    told = json.loads(asked("coalitions", "elmira", "--json"))
    assert told["universal"] == {"CR": 5, "CGMR": 7, "CSMR": 7, "CSEQ": 5, "CSEQ-individual": 5}
    assert told["coalitions"] == 7
    assert "by none" in asked("coalitions", "prisoners-dilemma", "--gain", "pareto")


#: Two states that would both gain by an agreement which neither can bring about alone.
RIVER = """
format: 1
case: river
title: A river and two states
as_of: 2020-01-01
focal: up
concept: SEQ
actors: {up: {name: Upstream}, down: {name: Downstream}}
options:
  up.release:
    name: release water
    levels: {no: Upstream keeps its water, yes: Upstream releases water}
    evidence: analyst judgement
  down.pay:
    name: pay
    levels: {no: Downstream pays nothing, yes: Downstream pays}
    evidence: analyst judgement
  up.talk:
    name: talk
    levels: {no: Upstream does not talk, yes: Upstream talks}
    evidence: analyst judgement
status_quo: {up.release: no, down.pay: no, up.talk: no}
preferences:
  up:
    statements:
      - {id: a, when: up.release == yes and down.pay == no, weight: -3, evidence: analyst judgement}
      - {id: b, when: up.release == yes and down.pay == yes, weight: 2, evidence: analyst judgement}
  down:
    statements:
      - {id: c, when: down.pay == yes and up.release == no, weight: -3, evidence: analyst judgement}
      - {id: d, when: down.pay == yes and up.release == yes, weight: 2, evidence: analyst judgement}
choices:
  talk: {name: talk, set: {up.talk: yes}}
  silent: {name: stay silent, set: {up.talk: no}}
outcomes:
  agreement: {name: an agreement, when: up.release == yes and down.pay == yes}
  nothing: {name: no agreement, when: "true"}
"""


def test_a_brief_says_that_an_agreement_would_last_and_who_could_reach_it() -> None:
    case = loads(RIVER)
    found = insight.find(case, worlds=5, parts=frozenset({"choices", "beyond"}))
    assert [(w.condition, w.choice, w.lasting, w.status) for w in found.beyond] == [
        ("agreement", "talk", 1, "unreached"),
        ("agreement", "silent", 1, "unreached"),
    ]
    section = next(s for s in brief.write(case, found).sections if s.id == "why-not")
    assert section.paragraphs == (
        "No world comes to rest at an agreement from today, although in the central world one such "
        "situation under "
        "“talk” and one such situation under “stay silent” would last once reached.",
    )
    assert section.lists[0].items[0] == (
        "Under “talk”: Upstream and Downstream together would gain by moving there from where play "
        "rests: Upstream "
        "releases water, then Downstream pays. Upstream would be worse off if it did its part alone; "
        "Downstream would "
        "be worse off if it did its part alone."
    )
    assert detente_json(found)["beyond"][0]["openings"][0]["leap"]["members"] == ["up", "down"]


def detente_json(found: insight.Findings) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(found.to_dict()))
    return told


def test_why_not_has_four_answers() -> None:
    case = detente.load("elmira")
    compromise = insight.why_not(case, "compromise")
    assert compromise.status == "unreached"
    assert [(s.actor, s.verdict) for s in compromise.openings[0].shares] == [
        ("moe", "worse"),
        ("uniroyal", "worse"),
    ]
    original = insight.why_not(case, "original")
    assert (original.status, dict(original.leavers)) == ("left", {"uniroyal": 2})
    assert original.nearest is not None
    assert insight.why_not(case, "delay").status == "reached"
    assert insight.why_not(case, "uniroyal.accept == yes and uniroyal.abandon == yes").status == "impossible"
    for condition in ("compromise", "original", "delay", "uniroyal.accept == yes and uniroyal.delay == yes"):
        assert len(asked("why-not", "elmira", condition)) > 100
    assert json.loads(asked("why-not", "elmira", "compromise", "--json"))["words"]
    ran = CliRunner().invoke(main, ["why-not", "elmira", "uniroyal.acept == yes"])
    assert "nearest: uniroyal.accept" in f"{ran.output} {ran.exception}"


def test_why_not_names_those_who_would_gain_nothing() -> None:
    case = loads(
        RIVER.replace(
            "down.pay == yes and up.release == yes, weight: 2",
            "down.pay == yes and up.release == yes, weight: 0",
        )
    )
    found = insight.why_not(case, "agreement")
    assert found.status == "unreached"
    assert not found.openings
    assert found.barriers[0].unwilling == ("down",)
    told = " ".join(p for p in brief.why_not_parts(case, found) if isinstance(p, str))
    assert "No coalition gains by moving there." in told


def test_what_would_bring_a_state_about_in_words() -> None:
    told = " ".join(asked("bring", "elmira", "4").split())
    assert "Two adjacent swaps do it in rankings or priorities, in four ways." in told
    assert "Uniroyal: 5 above 8 and 9a to 9d above 8." in told
    assert "It lasts as it is." in asked("bring", "elmira", "8")
    assert "The local government: 1 above 5" in asked("bring", "elmira")
    assert json.loads(asked("bring", "elmira", "8", "--end", "--json"))["orders"]["distance"] == 2
    assert len(json.loads(asked("bring", "elmira", "--json"))) == 24
    river = loads(RIVER)
    found = insight.bringing(river, "agreement", ends=True)
    parts = brief.bringing_parts(river, found)
    told_weights = [(w.statement, w.before, w.at, w.beyond, w.rises) for w in found.weights]
    assert told_weights == [("b", 2.0, 0.0, True, False), ("d", 2.0, 0.0, True, False)]
    assert any(isinstance(p, Table) for p in parts)


def test_the_way_from_the_status_quo_of_elmira() -> None:
    """Kilgour and Hipel (2005): alone the conflict rests at 5; the Ministry and Uniroyal move on to 8."""
    told = " ".join(asked("evolve", "elmira").split())
    assert (
        "the local government brings about 5; then the Ministry of the Environment and Uniroyal together"
        in told
    )
    found = json.loads(asked("evolve", "elmira", "--concept", "SEQ", "--json"))
    by_name = {a["state"]["name"]: a for a in found["arrivals"]}
    assert {n: (a["improvements"], a["joint"]) for n, a in by_name.items()} == {
        "5": (1, 1),
        "8": (None, 2),
        **dict.fromkeys(("9a", "9b", "9c", "9d"), (None, None)),
    }
    assert found["reached"] == {"moves": [1, 4, 5, 2], "improvements": [1, 1], "joint": [1, 1, 1]}


def test_which_concept_explains_elmira_best() -> None:
    """The local government moved to 5, the Ministry and Uniroyal together to 8 (Kilgour and Hipel 2005)."""
    case = detente.load("elmira")
    found = insight.observed(case, ["5", "8"], concepts=("GMR", "SMR", "SEQ", "R"))
    assert [(e.concept, e.explained, e.steps) for e in found.concepts] == [
        ("SEQ", 3, ("undeterred", "joint")),
        ("R", 3, ("undeterred", "joint")),
        ("GMR", 2, ("deterred", "joint")),
        ("SMR", 2, ("deterred", "joint")),
    ]
    told = " ".join(asked("observed", "elmira", "--step", "local.insist=yes", "--step", "8").split())
    assert "The Ministry of the Environment and Uniroyal together" in told
    back = insight.observed(case, [{"local.insist": "no"}], start="5", concepts=("R",)).concepts[0]
    assert (back.steps, back.lasts, back.explained) == (("worse",), False, 0)
    with pytest.raises(UnknownName, match="no state named"):
        insight.observed(case, ["10"])
    with pytest.raises(DetenteError, match="no moves lead from 8 to 5"):
        insight.observed(case, ["5"], start="8")


def test_the_coded_history_is_read_step_by_step() -> None:
    """One event that no state of the case has, one that a pair brings about, one that nobody's option is."""
    case = detente.load("elmira")
    start = case.states["1"]
    assert isinstance(start, dict)
    changes = (
        Change(0.1, "local.insist", "yes", "a"),
        Change(0.2, "moe.modify", "yes", "b"),
        Change(0.2, "uniroyal.delay", "no", "b"),
        Change(0.2, "uniroyal.accept", "yes", "b"),
        Change(0.3, "uniroyal.accept", "no", "c"),
    )
    found = insight.recorded(
        case, Path(date(1991, 6, 1), date(1991, 12, 31), start, changes), concepts=("R",)
    )
    assert [(s.origin.name, s.target.name, s.movers) for s in found.seen] == [
        ("1", "5", ("local",)),
        ("5", "8", ("moe", "uniroyal")),
    ]
    assert found.concepts[0].explained == 3
    assert found.left == (("uniroyal.accept=no", "infeasible"),)
    assert "In the record, but no step here" in str(brief.observed_parts(case, found))
    wrong = CliRunner().invoke(main, ["observed", "elmira"])
    assert wrong.exit_code == 2
    assert "--from" in wrong.stderr


@pytest.mark.parametrize(
    ("of", "name", "concept", "said"),
    [
        ("elmira", "5", "CR", "The Ministry of the Environment and Uniroyal together would move"),
        ("elmira", "8", "SEQ-weak", "It is strongly stable, for there is no improvement"),
        ("elmira", "3", "SEQ-relational", "Towards Uniroyal: Uniroyal would move"),
        (
            "elmira",
            "1",
            "SEQ-surprises",
            "In the game that the local government sees, the local government would",
        ),
        ("prisoners-dilemma", "4", "L-3", "then the second prisoner confesses, which is no better for it"),
        ("cuban-missile-crisis", "6", "NM-BW", "and play would have no end"),
        ("cuban-missile-crisis", "6", "MR-4", "whereupon the United States strikes"),
        ("lake-gisborne", "4", "SEQ-c", "the supporters appeal for the project, which deters it"),
        ("chicken-cuba", "1", "SIM", "what comes of it"),
    ],
)
def test_variants_explain_themselves(of: str, name: str, concept: str, said: str) -> None:
    told = " ".join(asked("explain", of, "--named", name, "--concept", concept).split())
    assert said in told
    plain = json.loads(asked("explain", of, "--named", name, "--concept", concept, "--json"))
    assert plain["concept"] == concept
    assert all(actor["grounds"] or actor["stable"] for actor in plain["actors"])
