"""Coalitions in the table: Elmira's published and worked answers, its structures, and the slow twin."""

from __future__ import annotations

import pytest
from hypothesis import given

from detente import load, unfold
from detente.case import Case
from detente.registry import COALITIONAL
from detente.stability import appraise
from reference.together import coalition_stable, groups
from strategies import Sample, examples, graph_conflicts

NINE = {"9a", "9b", "9c", "9d"}
KEPT = {
    "CR": {"8"} | NINE,
    "CGMR": {"1", "4", "8"} | NINE,
    "CSMR": {"1", "4", "8"} | NINE,
    "CSEQ": {"8"} | NINE,
    "CSEQ-individual": {"8"} | NINE,
}
PAIR = {
    "CR": {"7", "8"} | NINE,
    "CGMR": {"1", "3", "4", "7", "8"} | NINE,
    "CSMR": {"1", "3", "4", "7", "8"} | NINE,
    "CSEQ-individual": {"3", "7", "8"} | NINE,
}


def lasting(of: Case, concept: str) -> set[str]:
    game = unfold(of)
    return {game.names[s] for s in appraise(of, game, [concept]).states(concept)}


@pytest.mark.parametrize("concept", COALITIONAL)
def test_elmira(concept: str) -> None:
    """Strict and Pareto gain come to the same there."""
    assert lasting(load("elmira"), concept) == KEPT[concept.removesuffix("-pareto")]


@pytest.mark.parametrize("concept", PAIR)
def test_the_ministry_and_uniroyal_as_one(concept: str) -> None:
    """Two players: state 5 is lost, for they move on to 8 (Kilgour, Hipel, Fang & Peng 2001)."""
    of = load("elmira").model_copy(update={"coalitions": (("moe", "uniroyal"), ("local",))})
    assert lasting(of, concept) == PAIR[concept]


@examples(30)
@given(graph_conflicts(largest=6))
def test_the_twin(sample: Sample) -> None:
    of, conflict = Case.model_validate(sample.mapping), sample.conflict
    told = appraise(of, unfold(of), COALITIONAL)
    every = list(groups(tuple(conflict.actors)))
    for name, rows in zip(told.concepts, told.stable, strict=True):
        for i in conflict.actors:
            for s in range(conflict.n_states):
                expected = all(
                    coalition_stable(conflict, h, s, name.removesuffix("-pareto"), name.endswith("-pareto"))
                    for h in every
                    if i in h
                )
                assert rows[i, s] == expected, name
