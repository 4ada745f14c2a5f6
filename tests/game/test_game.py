"""What a game says of its states: the status quo, what is true where, and that nobody can change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import load
from detente.case import Case
from detente.errors import NoFeasibleState, UnknownName
from detente.game import Game, unfold
from meaning import conditions, holds
from small import chance, graph, small
from strategies import Sample, option_conflicts
from unfolded import unfolded

OPTIONS = {"a.x": "no yes", "a.v": "low mid high", "b.y": "no yes", "b.w": "low mid high"}
QUO = {"a.x": "no", "a.v": "mid", "b.y": "no", "b.w": "low"}
NAMED = {
    "calm": {"a.x": "no", "b.y": "no"},
    "tense": {"a.x": "yes", "b.y": "no"},
    "war": {"a.x": "yes", "b.y": "yes"},
}


# --------------------------------------------------------------------------------------- the status quo


def test_the_status_quo_is_found_by_its_levels() -> None:
    game = unfold(small(OPTIONS, status_quo=QUO))
    assert game.describe(game.status_quo) == QUO


def test_fixed_levels_take_the_place_of_the_status_quos_own() -> None:
    case = small(OPTIONS, status_quo=QUO, chance={})
    game = unfold(case, {"a.x": "yes"})
    assert game.describe(game.status_quo) == {**QUO, "a.x": "yes"}
    assert game.fixed == {"a.x": "yes"}


def test_without_a_status_quo_there_is_none() -> None:
    assert unfold(small(OPTIONS)).status_quo == -1


def test_a_status_quo_that_cannot_be_is_none() -> None:
    assert unfold(small(OPTIONS, constraints={"c": "require a.x == yes"}, status_quo=QUO)).status_quo == -1


def test_a_named_status_quo() -> None:
    case = small({"a.x": "no yes", "b.y": "no yes"}, states=NAMED, status_quo="tense")
    game = unfold(case)
    assert game.names == ("calm", "tense", "war")
    assert game.names[game.status_quo] == "tense"


def test_fixed_levels_move_a_named_status_quo_to_the_state_that_has_them() -> None:
    case = small({"a.x": "no yes", "b.y": "no yes"}, states=NAMED, status_quo="tense")
    chosen = unfold(case, {"a.x": "no"})
    assert chosen.names == ("calm",)
    assert chosen.names[chosen.status_quo] == "calm"
    kept = unfold(case, {"a.x": "yes"})
    assert kept.names[kept.status_quo] == "tense"
    assert unfold(case, {"b.y": "yes"}).names == ("war",)
    lost = small({"a.x": "no yes", "b.y": "no yes"}, states=NAMED, status_quo="calm")
    assert unfold(lost, {"b.y": "yes"}).status_quo == -1, "nobody listed a.x = no with b.y = yes"


def test_no_named_state_with_the_fixed_levels() -> None:
    case = small({"a.x": "no yes", "b.y": "no yes"}, states={"calm": NAMED["calm"], "tense": NAMED["tense"]})
    with pytest.raises(NoFeasibleState):
        unfold(case, {"b.y": "yes"})


@pytest.mark.parametrize(("fixed", "kind"), [({"a.z": "no"}, "option"), ({"a.x": "maybe"}, "level of a.x")])
def test_what_is_fixed_must_exist(fixed: dict[str, str], kind: str) -> None:
    with pytest.raises(UnknownName) as refusal:
        unfold(small(OPTIONS), fixed)
    assert refusal.value.kind == kind
    assert set(refusal.value.nearest) <= {"a.x", "a.v", "no", "yes"}


# ---------------------------------------------------------------------------------------- what is true


def states(game: Game) -> list[dict[str, str]]:
    return game.to_frame()


@settings(max_examples=60)
@given(
    st.lists(conditions(OPTIONS), min_size=1, max_size=5),
    st.lists(conditions(OPTIONS), min_size=1, max_size=5),
)
def test_statements_and_priorities_are_evaluated_state_by_state(first: list[str], second: list[str]) -> None:
    case = small(OPTIONS, {"a": dict.fromkeys(first, 1), "b": second})
    game = unfold(case)
    for i, trees in enumerate(
        [[s.when.tree for s in case.statements("a")], [c.tree for c in case.preferences["b"].priority]]
    ):
        expected = [[holds(case, t, s) for t in trees] for s in states(game)]
        assert game.truth(i).tolist() == expected
        assert len(game.patterns[i]) == len({tuple(row) for row in expected}), "each pattern once"


@settings(max_examples=60)
@given(st.lists(conditions(OPTIONS), min_size=1, max_size=4), conditions(OPTIONS))
def test_outcomes_claims_and_definitions(classes: list[str], claimed: str) -> None:
    case = small(
        OPTIONS,
        focal="a",
        choices={"stay": {"name": "stay", "set": {"a.x": "no"}}},
        outcomes={f"o{k}": {"name": "o", "when": text} for k, text in enumerate(classes)},
        claims={"q": {"says": "q", "choice": "stay", "then": claimed, "evidence": "analyst judgement"}},
        definitions={"d": {"name": "d", "when": claimed}},
    )
    game = unfold(case)
    for s, state in enumerate(states(game)):
        first = [k for k, o in enumerate(case.outcomes.values()) if holds(case, o.when.tree, state)]
        assert game.outcome[s] == (first[0] if first else -1)
        assert (
            game.claims["q"][s] == game.definitions["d"][s] == holds(case, case.claims["q"].then.tree, state)
        )


@pytest.mark.parametrize("count", [31, 32, 62, 63, 64, 200])
def test_any_number_of_statements(count: int) -> None:
    """The table of statements is packed 31 columns at a time; the first is about an option of its own."""
    names = [f"a.o{k}" for k in range(8)]
    wants = [f"{names[k % 7 + 1 if k else 0]} == {'yes' if k % 3 else 'no'}" for k in range(count)]
    wants += [f"{names[k + 1]} == yes and {names[(k + 1) % 7 + 1]} == yes" for k in range(7)]
    game = unfold(small(dict.fromkeys(names, "no yes"), {"a": wants}))
    for k, want in enumerate(wants):
        terms = [part.split(" == ") for part in want.split(" and ")]
        columns = [game.states[:, names.index(o)] == (level == "yes") for o, level in terms]
        assert (game.truth(0)[:, k] == np.logical_and.reduce(columns)).all()


def test_an_actor_who_wants_nothing() -> None:
    case = small(OPTIONS).model_copy(update={"preferences": {}})
    game = unfold(case)
    assert [game.truth(i).shape for i in range(2)] == [(36, 0), (36, 0)]


# ------------------------------------------------------------------------------------------ its manners


def arrays(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    if isinstance(value, np.ndarray):
        yield value
    elif is_dataclass(value):
        yield from arrays([getattr(value, f.name) for f in fields(value)])
    elif isinstance(value, dict):
        yield from arrays(list(value.values()))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from arrays(inner)


RICH = {
    "outcomes": {"o": {"name": "o", "when": "a.x == yes"}},
    "definitions": {"d": {"name": "d", "when": "a.x == yes"}},
    "status_quo": QUO,
}


@pytest.mark.parametrize(
    "case",
    [
        small(OPTIONS, **RICH),
        small({**OPTIONS, "a.v": ("low mid high", "up")}, **RICH),
        small({**OPTIONS, "a.v": ("low mid high", {"only": [["low", "mid"], ["mid", "high"]]})}, **RICH),
        graph("p q", {"a": "p>q"}, {"a": ["q", "p"], "b": ["p", "q"]}),
        load("elmira"),
    ],
    ids=["free moves", "moves up", "explicit moves", "a graph", "named states"],
)
def test_a_game_is_read_only(case: Case) -> None:
    found = list(arrays(unfold(case)))
    assert len(found) >= 8
    for array in found:
        assert not array.flags.writeable
        if array.size:
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0


@settings(max_examples=50)
@given(option_conflicts())
def test_find_is_the_inverse_of_describe(sample: Sample) -> None:
    game = unfolded(sample).game
    assert [game.find(game.describe(s)) for s in range(len(game))] == list(range(len(game)))


def test_a_state_that_is_not_feasible_is_not_found() -> None:
    game = unfold(small(OPTIONS, constraints={"c": "forbid a.x == yes and b.y == yes"}))
    with pytest.raises(UnknownName) as refusal:
        game.find({**QUO, "a.x": "yes", "b.y": "yes"})
    assert "a.x=yes" in refusal.value.name


def test_a_game_says_how_large_it_is() -> None:
    game = unfold(small(OPTIONS, chance={"chance.c": chance({"l": 0.5, "r": 0.5})}))
    assert len(game) == 72
    assert repr(game) == "Game(2 actors, 5 options, 72 states, transitive moves)"
