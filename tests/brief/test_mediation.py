"""A mediator's questions on small published conflicts, in words and as data."""

from __future__ import annotations

import json

from click.testing import CliRunner

import detente
from detente import brief, insight
from detente.cli import main
from detente.paper.model import Listing


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
