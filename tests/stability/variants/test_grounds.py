"""Reasons for verdicts of variants: found move by move, they bear every verdict out."""

from __future__ import annotations

import pytest
from hypothesis import given

from detente import load, unfold
from detente.case import Case
from detente.errors import WitnessRejected
from detente.game import Game
from detente.stability import appraise, reasoned
from detente.stability.variants import strength
from published.worked import Worked, worked
from stability.variants.dilemmas import CHICKEN, case
from stability.variants.graded import Graded, graded
from stability.variants.pairs import pairs
from strategies import Sample, examples, option_conflicts

TWO = ["L-1", "L-3", "NM", "NM-BW", "ST-1", "ST-2", "MR-4", "CMR-5", "CSEQ", "CSMR-pareto", "SEQ-total"]
GRADED = [
    "SEQ-fuzzy",
    "SSEQ-grey",
    "SMR-probable",
    "SEQ-a",
    "SMR-d",
    "SEQ-strong",
    "SMR-weak",
    "R-relational",
]


def every(of: Case, game: Game, names: list[str]) -> None:
    told = appraise(of, game, names)
    for k, name in enumerate(names):
        for i in range(len(game.actors)):
            for s in range(len(game)):
                assert reasoned(of, game, name, i, s).stable == told.stable[k, i, s]


@examples(12)
@given(pairs())
def test_two_actors(sample: Sample) -> None:
    every(of := Case.model_validate(sample.mapping), unfold(of), TWO)


@examples(12)
@given(graded(wide=True))
def test_relations(drawn: Graded) -> None:
    every(of := Case.model_validate(drawn.sample.mapping), unfold(of), GRADED)


@examples(8)
@given(option_conflicts())
def test_options(sample: Sample) -> None:
    of = Case.model_validate(sample.mapping)
    if len(game := unfold(of)) <= 16:
        every(of, game, ["SIM", "SIM-each", "CSEQ-individual", "SEQ-surprises", "MR-3"])


@pytest.mark.parametrize("told", list(worked())[::5], ids=str)
def test_worked_examples(told: Worked) -> None:
    of = told.case
    game = unfold(of)
    names = [c for c, _ in told.answers if "-" in c or c == "NM"]
    every(of, game, list(dict.fromkeys(names)))


def test_the_line_of_play_that_keeps_the_compromise_of_chicken() -> None:
    of = case(CHICKEN)
    game = unfold(of)
    (ground,) = reasoned(of, game, "L-3", 0, game.names.index("CC")).grounds
    (line,) = ground.witness.sanctions
    assert [game.names[s.target] for s in (line.improvement, *line.answer)] == ["DC", "DD", "CD"]


def test_moves_that_do_not_bear_a_verdict_out_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    of = case(CHICKEN)
    wrong = strength.held
    monkeypatch.setattr(strength, "held", lambda *a, **k: ~wrong(*a, **k))
    with pytest.raises(WitnessRejected, match="do not bear the verdict out"):
        reasoned(of, unfold(of), "SEQ-strong", 0, 0)


def test_who_leaves_elmira_together() -> None:
    of = load("elmira")
    game = unfold(of)
    (ground,) = reasoned(of, game, "CR", 0, game.names.index("5")).grounds
    assert [game.actors[i] for i in ground.members] == ["moe", "uniroyal"]
