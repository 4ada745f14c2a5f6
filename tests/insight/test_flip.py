"""The flip: exact where it is linear, solved again where it is not, and never nearer than what there is."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.case import Case
from detente.ensemble import scenarios
from detente.game import LIMIT
from detente.insight.flip.halfspaces import gained, lost
from detente.insight.flip.play import Play, play
from detente.insight.flip.search import Asked, search
from detente.insight.flip.smallest import Flip, flips
from detente.registry import DECLARED
from detente.stability import assess, resting
from detente.worlds import Worlds, draw
from small import small

OPTIONS = {"a.x": "no yes", "b.y": "no yes"}
CHOICES = {
    "choices": {
        "go": {"name": "go", "set": {"a.x": "yes"}},
        "stay": {"name": "stay", "set": {"a.x": "no"}},
    },
    "focal": "a",
    "status_quo": {"a.x": "no", "b.y": "no"},
}


def parts(case: Case, n: int = 200) -> tuple[Worlds, Play]:
    worlds = draw(case, n)
    found = next(s for s in scenarios(case, worlds, LIMIT) if s.index[0] == 0)
    return worlds, play(case, worlds, found.games)


def turned(case: Case, n: int = 200) -> tuple[Flip, ...]:
    worlds, base = parts(case, n)
    return flips(case, worlds, base.games)[0]


# ----------------------------------------------------------------------------------------- by hand

#: Actor a is free to choose; b answers yes, whatever a does, as long as b-0 is above 0.
WANTS = {"a": {"a.x == yes": "1..3", "b.y == yes and a.x == yes": "-2..0"}, "b": {"b.y == yes": "-1..3"}}


def test_the_linear_case_by_hand() -> None:
    """Under go: 2 - 1 = 1 for a; under stay: 0. To turn it round w0 + w1 < 0 with held play."""
    case = small(OPTIONS, WANTS, concept="R", **CHOICES)
    worlds, base = parts(case)
    sd = base.room.unit
    choice = turned(case)[0]
    assert (choice.kind, choice.choice, choice.target) == ("choice", "go", "stay")
    # Nearest point of a line w0 + w1 = 0 from (2, -1), both 1 away from the end of their range.
    assert choice.held == pytest.approx(1 / math.hypot(sd[0], sd[1]), abs=1e-3)
    assert choice.distance == pytest.approx(choice.held, abs=1e-3)
    assert {c.statement for c in choice.changes} == {"a-0", "a-1"}
    assert (choice.inside, choice.beyond) == (0.99, 1.0)
    assert len(worlds) == 200


def test_what_cannot_be_turned_round_is_said() -> None:
    wants = {"a": {"a.x == yes": "1..3"}, "b": {"b.y == yes": "-1..3"}}
    choice = turned(small(OPTIONS, wants, concept="R", **CHOICES))[0]
    assert not choice.found
    assert choice.changes == ()
    assert math.isnan(choice.held)


def test_a_recommendation_against_the_central_world_needs_no_change() -> None:
    case = small(OPTIONS, WANTS, concept="R", **CHOICES)
    worlds, base = parts(case)
    found, _ = flips(case, worlds, base.games, lead="stay")
    assert (found[0].distance, found[0].exact, found[0].changes) == (0.0, True, ())


def test_play_that_changes_counts() -> None:
    """With b against it, a would lose by going: only b's weight has to move, by 1 from its mean of 1."""
    wants = {"a": {"a.x == yes": "1..3", "b.y == no and a.x == yes": -4}, "b": {"b.y == yes": "-1..3"}}
    case = small(OPTIONS, wants, concept="R", **CHOICES)
    worlds, base = parts(case)
    found, singles = flips(case, worlds, base.games)
    assert math.isnan(found[0].held)
    assert [c.statement for c in found[0].changes] == ["b-0"]
    assert found[0].distance == pytest.approx(1 / base.room.unit[2], abs=2e-3)
    alone = next(s for s in singles if s.statement == "b-0")
    assert alone.units == pytest.approx(-1 / base.room.unit[2], abs=5e-3)
    assert alone.down == pytest.approx(0, abs=3e-3)
    assert math.isnan(alone.up)
    assert alone.target == "stay"
    assert math.isnan(next(s for s in singles if s.statement == "a-0").units)


def test_nothing_uncertain_nothing_to_turn() -> None:
    case = small(OPTIONS, {"a": {"a.x == yes": 1}, "b": {"b.y == yes": 1}}, **CHOICES)
    worlds, base = parts(case)
    assert flips(case, worlds, base.games) == ((), ())


def test_a_weight_keeps_to_its_range_and_a_fixed_one_stays() -> None:
    wants = {
        "a": {"a.x == yes": "1..3", "true": 2, "b.y == yes and a.x == yes": "-2..0"},
        "b": {"b.y == yes": 1},
    }
    for flip in turned(small(OPTIONS, wants, concept="R", **CHOICES)):
        for c in flip.changes:
            assert c.statement != "a-1"
            assert {"a-0": 1, "a-2": -2}[c.statement] <= c.after <= {"a-0": 3, "a-2": 0}[c.statement]


def test_what_actors_believe_of_each_other_counts() -> None:
    """Under SEQ a stays if it fears b's answer; what a believes of b is fixed, so b's true weight is idle."""
    seen = {"v": {"viewer": "a", "of": "b", "weights": {"b-0": 2}, "evidence": "analyst judgement"}}
    wants = {"a": {"a.x == yes": "0..2", "b.y == yes": -4}, "b": {"b.y == yes and a.x == yes": "-1..0.9"}}
    case = small(OPTIONS, wants, concept="SEQ", perceptions=seen, status_quo={"a.x": "no", "b.y": "no"})
    worlds, base = parts(case)
    game = base.games[""]
    quo = game.status_quo
    asked = Asked(base, "lost", "", quo)
    assert not asked.holds(base.room.centre[:, None])[0]
    assert search(asked, np.concatenate(worlds.weights).T[1:9]) is None


# -------------------------------------------------------------------------------- against brute force


def grid(base: Play, steps: int = 9) -> np.ndarray:
    """(n, N) weights all over the ranges; not at their ends, where a tie may be all there is."""
    room = base.room
    ends = [
        np.linspace(lo + 0.013, hi - 0.017, steps) if f else [c]
        for lo, hi, f, c in zip(room.low, room.high, room.free, room.centre, strict=True)
    ]
    return np.array(list(product(*ends)))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Two actors, two options, three uncertain weights."""
    conditions = ["a.x == yes", "b.y == yes", "a.x == b.y", "a.x == yes and b.y == no"]
    weight = st.sampled_from(["-1..2", "0..3", "-2..1", 1, -1])
    wants = {
        a: {
            when: draw(weight)
            for when in draw(st.lists(st.sampled_from(conditions), min_size=1, max_size=2, unique=True))
        }
        for a in ("a", "b")
    }
    concept = draw(st.sampled_from(["R", "SEQ", "GMR"]))
    return small(OPTIONS, wants, concept=concept, **CHOICES)


@settings(max_examples=25, deadline=None)
@given(cases())
def test_no_weights_on_a_grid_turn_it_round_nearer(case: Case) -> None:
    """What the search finds is the nearest there is on these small cases."""
    _, base = parts(case, 60)
    assume(base.room.free.any())
    for flip in turned(case, 60):
        asked = Asked(base, flip.kind, flip.choice, _number(base, flip))
        points = grid(base)
        near = base.room.distance(points[asked.holds(points.T)])
        if flip.found:
            assert not near.size or flip.distance <= near.min() + 1e-3
        else:
            assert near.size <= 0.03 * len(points), "too small a corner for so few worlds to start from"


def _number(base: Play, flip: Flip) -> int:
    return base.games[flip.choice].find(flip.state) if flip.kind == "lost" else -1


@settings(max_examples=25, deadline=None)
@given(cases())
def test_each_flip_is_so_when_the_case_is_written_that_way(case: Case) -> None:
    """The changed weights, written into the case as plain numbers, give the new answer."""
    for flip in (f for f in turned(case, 60) if f.found and f.changes):
        changed = _rewritten(case, {c.statement: c.after for c in flip.changes})
        worlds, base = parts(changed, 1)
        worth = {}
        for name, game in base.games.items():
            u = worlds.utilities(game)[:, :, 0]
            if flip.kind == "lost" and name == flip.choice:
                state = game.find(flip.state)
                assert not assess(game, u, [case.concept]).equilibria[0, state]
            rest = resting(game, u, case.concept, game.status_quo)
            places = list(rest.states) or np.flatnonzero(rest.distance >= 0).tolist()
            worth[name] = float(u[0, places].mean())
        if flip.kind == "choice":
            assert worth[flip.target] > worth[flip.choice]


def _rewritten(case: Case, weights: dict[str, float]) -> Case:
    """Every weight of the central world as a plain number."""
    _, base = parts(case, 60)
    central = {s: float(x) for (_, s), x in zip(base.names, base.room.centre, strict=True)} | weights
    dumped = {a: [(str(s.when), s.id) for s in case.statements(a)] for a in case.actors}
    wants = {a: {when: f"{central[k]:.12f}" for when, k in found} for a, found in dumped.items()}
    return small(OPTIONS, wants, concept=case.concept, **CHOICES)


@settings(max_examples=25, deadline=None)
@given(cases(), st.integers(0, 1))
def test_nash_stability_is_lost_and_gained_where_the_definition_says(case: Case, state: int) -> None:
    _, base = parts(case, 60)
    assume(base.room.free.any())
    game = base.games["go"]
    points = grid(base, 13)
    stable = _stable(base, points, state)
    for point, wanted in ((lost(base, "go", state), ~stable), (gained(base, "go", state), stable)):
        near = base.room.distance(points[wanted])
        assert (point is None) <= (not near.size), "a grid point has it, so there is one"
        if point is not None:
            assert not near.size or base.room.distance(point) <= near.min() + 1e-3
            assert _stable(base, point[None], state)[0] == (wanted is stable)
    assert len(game) == 2


def _stable(base: Play, points: np.ndarray, state: int) -> np.ndarray:
    """By the definition: no move of anybody is worth more than staying."""
    game = base.games["go"]
    good = np.ones(len(points), bool)
    for i, part in enumerate(base.parts):
        truth = game.truth(i).astype(float)
        for t in game.moves(i, state):
            good &= points[:, part] @ (truth[t] - truth[state]) <= 1e-9
    return good


def test_every_concept_has_its_flip() -> None:
    for concept in DECLARED:
        found = turned(small(OPTIONS, WANTS, concept=concept, **CHOICES), 60)
        assert [f.kind for f in found][:2] == ["choice", "lost"]
        assert found[1].exact == (concept == "R")
        assert all(f.distance >= f.lower for f in found if f.found)
