"""Worlds: one draw of everything uncertain, the same however they are asked for, and exact."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import load, unfold
from detente.case import Case
from detente.errors import DetenteError
from detente.game import Game
from detente.worlds import POOLED, Worlds, central, draw, uniforms
from meaning import holds
from small import JUDGEMENT, chance, graph, small, written

#: Draws of ranges that are not narrow lie on multiples of 1/GRID.
GRID = 2**16

OPTIONS = {"a.x": "no yes", "b.y": "low mid high", "c.z": "no yes"}
WANTS: dict[str, Any] = {
    "a": {
        "a.x == yes": "2..4",
        "a.x == no and b.y == low": 3,
        "b.y >= mid": "strong",
        "chance.c == r": "fierce",
    },
    "b": {"b.y == high": "normal(2, 0.25)", "a.x == yes": "-3..-1", "c.z == yes": "triangular(0, 1, 5)"},
    "c": ["not b.y == high", "a.x == yes", "c.z == yes"],
}
SCALES = {"strong": "2.2..4.2", "fierce": "loguniform(1, 9)"}
READINGS: dict[str, Any] = {
    "hawk": {
        "name": "the hawk's",
        "share": 1,
        "weights": {"a-0": "5..6", "a-1": 1, "b-1": "strong"},
        "chance": {"chance.c": {"l": 0.9, "r": 0.1}},
        "evidence": JUDGEMENT,
    },
    "dove": {"name": "the dove's", "share": 3, "weights": {"a-0": 0}, "evidence": JUDGEMENT},
}
SEEN = {"p": {"viewer": "a", "of": "b", "weights": {"b-0": "-2..-1"}, "evidence": JUDGEMENT}}
PARTS: dict[str, Any] = {
    "scales": SCALES,
    "chance": {"chance.c": chance({"l": "0.4..0.6", "r": "0.2..0.6", "m": 0.1})},
    "readings": READINGS,
    "perceptions": SEEN,
}


def rich(**changes: Any) -> Case:
    """Three actors, a chance option, two readings, a perception and a scale of words."""
    return small(OPTIONS, WANTS, **{**PARTS, **changes})


def parts(worlds: Worlds, index: slice = slice(None)) -> list[list[Any]]:
    """Everything drawn, world by world."""
    rows = [worlds.reading, *(row for w in worlds.weights for row in w)]
    rows += [row for w in worlds.perceived.values() for row in w] + list(worlds.chance.values())
    return [row[index].tolist() for row in rows]


# --------------------------------------------------------------------------------------- the same worlds


@settings(max_examples=60)
@given(st.integers(0, 2**64), st.integers(1, 40), st.integers(0, 40))
def test_worlds_are_the_same_in_any_chunks(seed: int, n: int, start: int) -> None:
    whole = draw(rich(), start + n, seed)
    assert parts(draw(rich(), n, seed, start=start)) == parts(whole, slice(start, None))
    assert parts(draw(rich(), start + 1, seed)) == parts(whole, slice(start + 1))


def test_of_a_large_case_too() -> None:
    case = load("korea-2020")
    whole = draw(case, 50)
    assert parts(draw(case, 20, start=30)) == parts(whole, slice(30, None))


def test_a_seed_gives_worlds_and_another_seed_gives_others() -> None:
    assert parts(draw(rich(), 30, 5)) == parts(draw(rich(), 30, 5))
    one, other = parts(draw(rich(), 30, 5)), parts(draw(rich(), 30, 6))
    assert [a[0] for a in one] == [b[0] for b in other], "the central world has nothing random"
    certain = [len(set(a[1:])) == 1 for a in one]
    assert [a == b for a, b in zip(one, other, strict=True)] == certain


def test_known_answers() -> None:
    """Written down once, all the way from the case file to the weights."""
    worlds = draw(rich(), 6)
    assert draw(rich(), 14).reading.tolist() == [-1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0]
    assert worlds.chance["chance.c"].tolist() == [0, 0, 2, 0, 0, 1]
    assert (worlds.weights[0][2, 1:] * GRID).tolist() == [269058, 245842, 211506, 218440, 185331]
    assert worlds.weights[0][2, 0] == 3.2, "the central value is what the decimals say"
    assert (worlds.weights[0][3] * GRID).tolist() == [196608, 123369, 338951, 70725, 171155, 179066]
    assert (worlds.weights[1][0] * GRID).tolist() == [131072, 109354, 138305, 132322, 140865, 110502]
    assert (worlds.weights[1][2] * GRID).tolist() == [131072, 211900, 46918, 257483, 40936, 52566]
    assert (worlds.perceived[0, 1][0] * GRID).tolist() == [-98304, -109144, -98519, -112996, -119541, -72967]


def named(case: Case, n: int = 50) -> dict[str, list[float]]:
    """Statement id -> its weights."""
    worlds = draw(case, n)
    pairs = zip(worlds.statements, worlds.weights, strict=True)
    return {s: row.tolist() for ids, rows in pairs for s, row in zip(ids, rows, strict=False)}


def test_a_new_statement_does_not_disturb_the_others() -> None:
    before = named(rich())
    mapping = written(OPTIONS, WANTS, **PARTS)
    statements = mapping["preferences"]["b"]["statements"]
    for place in range(len(statements) + 1):
        new = {"id": "new", "when": "true", "weight": "0..9", "evidence": JUDGEMENT}
        more = [*statements[:place], new, *statements[place:]]
        case = Case.model_validate(
            {**mapping, "preferences": {**mapping["preferences"], "b": {"statements": more}}}
        )
        after = named(case)
        assert after.keys() - before.keys() == {"new"}
        assert {s: after[s] for s in before} == before


def test_a_new_reading_or_perception_disturbs_no_weight_of_another() -> None:
    base = named(rich(readings={}, perceptions={}))
    assert named(rich(readings={})) == base
    idle = {r: {**reading, "weights": {}} for r, reading in READINGS.items()}
    assert named(rich(readings=idle)) == base


def test_each_statement_has_numbers_of_its_own() -> None:
    wants = {"a": {"a.x == yes": "0..1", "b.y == low": "0..1"}, "b": {"b.y == mid": "0..1"}}
    rows = np.array(list(named(small(OPTIONS, wants), 2_000).values())[:3])
    assert np.abs(np.corrcoef(rows) - np.eye(3)).max() < 5 / sqrt(2_000)


@pytest.mark.parametrize("n", [0, -1])
def test_no_worlds_cannot_be_drawn(n: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        draw(rich(), n)


def test_worlds_say_what_they_are() -> None:
    worlds = draw(rich(), 9, 4)
    assert len(worlds) == 9
    # Of a's four weights three are uncertain and one differs between readings, of b's three all.
    assert repr(worlds) == "Worlds(9 worlds, 7 uncertain weights, seed 4)"


# ------------------------------------------------------------------------------------ the central world


def test_world_0_takes_every_quantity_at_its_centre() -> None:
    worlds = draw(rich(readings={}), 5)
    assert worlds.reading.tolist() == [POOLED] * 5
    assert worlds.weights[0][:, 0].tolist() == [3, 3, 3.2, 3]
    assert worlds.weights[1][:, 0].tolist() == [2, -2, 2]
    assert worlds.perceived[0, 1][:, 0].tolist() == [-1.5, -2, 2]
    assert worlds.chance["chance.c"][0] == 0, "the most probable level: 0.5 against 0.4 and 0.1"


def test_world_0_takes_the_mean_of_the_readings() -> None:
    worlds = draw(rich(), 5)
    assert worlds.reading[0] == POOLED
    a, b = worlds.weights[0][:, 0].tolist(), worlds.weights[1][:, 0].tolist()
    assert a == [5.5 / 4 + 0, 1 / 4 + 3 * 3 / 4, 3.2, 3]
    assert b == [2, float(Fraction(32, 10) / 4 - 2 * Fraction(3, 4)), 2]


def test_the_most_probable_level_of_chance_may_come_from_a_reading() -> None:
    """0.45 against 0.55 in the case, 0.9 against 0.1 in a reading that holds in a quarter of the worlds."""
    even = {"chance.c": chance({"l": 0.45, "r": 0.55})}
    assert draw(rich(chance=even, readings={}), 1).chance["chance.c"].tolist() == [1]
    assert draw(rich(chance=even), 1).chance["chance.c"].tolist() == [0]


def test_the_central_utilities_are_those_of_world_0() -> None:
    case = rich()
    game = unfold(case)
    assert (central(case, game) == draw(case, 9).utilities(game)[:, :, 0]).all()


# ------------------------------------------------------------------------------------------- exact sums


def by_hand(case: Case, game: Game, worlds: Worlds, actor: int, state: int, w: int) -> Fraction:
    """The utility of one state in one world, in fractions."""
    name, levels = case_actor(case, actor), game.describe(state)
    total = Fraction(0)
    for k, statement in enumerate(case.statements(name)):
        if holds(case, statement.when.tree, levels):
            unit = worlds.units[actor]
            total += Fraction(round(Fraction(worlds.weights[actor][k, w]) * unit), unit)
    priority = case.preferences[name].priority
    for k, condition in enumerate(priority):
        if holds(case, condition.tree, levels):
            total += 2 ** (len(priority) - 1 - k)
    return total


def case_actor(case: Case, actor: int) -> str:
    return list(case.actors)[actor]


def test_weights_are_the_nearest_numbers_to_whole_multiples_of_a_unit() -> None:
    worlds = draw(rich(), 300)
    held = [*zip(worlds.weights, worlds.units, strict=True), (worlds.perceived[0, 1], worlds.units[1])]
    for rows, unit in held:
        assert (rows == np.rint(rows * unit) / unit).all()
        drawn = rows[:, 1:]
        assert (drawn * GRID == np.rint(drawn * GRID)).all(), "no decimal is certain here"
    fresh = uniforms(1, "weight:b-1", 1, 300)
    dove = worlds.reading[1:] == 1
    assert np.abs(worlds.weights[1][1, 1:] - (-3 + 2 * fresh))[dove].max() <= 0.5 / GRID, "rounded, not cut"


def test_utilities_are_exact_sums() -> None:
    case = rich()
    game, worlds = unfold(case), draw(case, 12)
    u = worlds.utilities(game)
    assert u.dtype == np.int32
    assert u.shape == (3, len(game), 12)
    for i, s, w in np.ndindex(*u.shape):
        assert by_hand(case, game, worlds, i, s, w) * worlds.units[i] == int(u[i, s, w])


def test_ties_are_exact() -> None:
    """Where the analyst's weights tie, utilities tie in every world, and nothing that differs does."""
    wants = {"a.x == yes": 0.1, "c.z == yes": 0.2, "b.y == high": 0.3, "b.y == mid": "0.3..0.3000001"}
    case = small(OPTIONS, {"a": wants})
    game = unfold(case)
    u = draw(case, 20).utilities(game)[0]
    both = game.find({"a.x": "yes", "b.y": "low", "c.z": "yes"})
    high, mid = (game.find({"a.x": "no", "b.y": y, "c.z": "no"}) for y in ("high", "mid"))
    assert (u[both] == u[high]).all(), "in floating point 0.1 + 0.2 is more than 0.3"
    assert (u[mid] > u[high]).all(), "however narrow the range"
    assert len(set(u[mid].tolist())) == 20


@settings(max_examples=50)
@given(st.lists(st.sampled_from([0.5, 0.25, 1, 3, 0.125, 7]), min_size=3, max_size=6), st.randoms())
def test_the_order_of_statements_does_not_matter(weights: list[float], dice: Any) -> None:
    conditions = [f"{o} == {level}" for o, levels in OPTIONS.items() for level in levels.split()][
        : len(weights)
    ]
    pairs = list(zip(conditions, weights, strict=True))
    mixed = dice.sample(pairs, len(pairs))
    one, other = (small(OPTIONS, {"a": dict(p)}) for p in (pairs, mixed))
    assert (central(one, unfold(one)) == central(other, unfold(other))).all()


def test_priorities_count_as_powers_of_two() -> None:
    case = rich()
    game, worlds = unfold(case), draw(case, 3)
    assert worlds.weights[2].tolist() == [[4] * 3, [2] * 3, [1] * 3]
    assert worlds.units[2] == 1
    state = game.find({"chance.c": "l", "a.x": "yes", "b.y": "high", "c.z": "yes"})
    assert worlds.utilities(game)[2, state].tolist() == [3, 3, 3]


def test_rankings_are_ranks() -> None:
    case = graph("p q r", {"a": "p>q"}, {"a": ["q", ["p", "r"]], "b": ["r", "q", "p"]})
    game, worlds = unfold(case), draw(case, 2)
    assert worlds.utilities(game).tolist() == [[[1, 1], [2, 2], [1, 1]], [[1, 1], [2, 2], [3, 3]]]
    assert [x.tolist() for x in worlds.span(game)] == [[[1, 1], [1, 1]], [[2, 2], [3, 3]]]
    assert worlds.at(game, 1).tolist() == [[2, 2], [2, 2]]


def sum_of(count: int, weight: float) -> Case:
    """All of `count` statements hold in the last state."""
    names = [f"a.o{k}" for k in range(8)]
    conditions = [f"a.o{k} == yes and a.o{(k + d) % 8} == yes" for d in range(5) for k in range(8)]
    return small(dict.fromkeys(names, "no yes"), {"a": dict.fromkeys(conditions[:count], weight)})


@pytest.mark.parametrize("weight", [1000, -1000, 999.9999999])
def test_sums_that_need_more_than_32_bits(weight: float) -> None:
    case = sum_of(33, weight)
    unit = draw(case, 1).units[0]
    assert Fraction(int(central(case, unfold(case))[0, -1]), unit) == 33 * Fraction(str(weight))


def test_the_finest_weight_that_fits_and_the_first_that_does_not() -> None:
    """Units of 10^-k beside a weight of 1,000 are at most 2^50 while k is 11."""
    fits, over = (small({"a.x": "no yes"}, {"a": {"true": 1000, "a.x == yes": f"1e-{k}"}}) for k in (11, 13))
    assert central(fits, unfold(fits))[0].tolist() == [10**14, 10**14 + 1]
    with pytest.raises(DetenteError, match="1e-13 cannot be held exactly beside the other weights of a"):
        central(over, unfold(over))


def test_the_most_priorities_that_fit_and_the_first_that_do_not() -> None:
    fits, over = (small({"a.x": "no yes"}, {"a": ["a.x == yes"] * count}) for count in (50, 51))
    assert central(fits, unfold(fits))[0].tolist() == [0, 2**50 - 1]
    with pytest.raises(DetenteError, match="at most 50"):
        central(over, unfold(over))


INDICES = [slice(None), slice(0, 1), slice(3, 7), np.array([5, 0, 11], np.intp), None]


@pytest.mark.parametrize("index", INDICES, ids=["all", "first", "some", "listed", "none given"])
def test_parts_of_the_worlds_are_parts_of_the_answer(index: Any) -> None:
    case = rich()
    game, worlds = unfold(case), draw(case, 12)
    every = worlds.utilities(game)
    kept = every[:, :, slice(None) if index is None else index]
    assert (worlds.utilities(game, index) == kept).all()
    assert (worlds.at(game, 7, index) == kept[:, 7]).all()
    low, high = worlds.span(game, index)
    assert (low == kept.min(axis=1)).all()
    assert (high == kept.max(axis=1)).all()


# -------------------------------------------------------------------------------------------- readings


def test_readings_hold_in_their_shares_of_worlds() -> None:
    reading = draw(rich(), 8_001).reading[1:]
    assert set(reading.tolist()) == {0, 1}
    assert abs((reading == 0).mean() - 0.25) < 4 * sqrt(0.25 * 0.75 / 8_000)


def test_uncertain_shares_are_drawn_in_each_world_and_rescaled() -> None:
    """Shares u and 1 give the first reading u / (u + 1): over u in 0..2 that is 1 - log(3) / 2."""
    readings = {
        **READINGS,
        "hawk": {**READINGS["hawk"], "share": "0..2"},
        "dove": {**READINGS["dove"], "share": 1},
    }
    reading = draw(rich(readings=readings), 8_001).reading[1:]
    assert abs((reading == 0).mean() - (1 - np.log(3) / 2)) < 4 * 0.5 / sqrt(8_000)


def test_a_reading_changes_the_weights_it_names_and_no_others() -> None:
    worlds, base = draw(rich(), 400), draw(rich(readings={}), 400)
    hawk, dove = (worlds.reading == k for k in (0, 1))
    a, plain = worlds.weights[0], base.weights[0]
    assert a[0, hawk].min() >= 5
    assert set(a[0, dove].tolist()) == {0.0}
    assert set(a[1, hawk].tolist()) == {1.0}
    assert (a[1, dove] == plain[1, dove]).all()
    assert (a[2:] == plain[2:]).all()
    b = worlds.weights[1]
    assert b[1, hawk].min() > 2
    assert (b[1, dove] == base.weights[1][1, dove]).all()


def test_a_reading_draws_from_the_statements_own_stream() -> None:
    """So that two readings with nearly the same weight have nearly the same draw in every world."""
    worlds = draw(rich(), 400)
    hawk = np.flatnonzero(worlds.reading == 0)
    expected = 5 + uniforms(1, "weight:a-0", 0, 400)[hawk]
    assert np.abs(worlds.weights[0][0, hawk] - expected).max() <= 0.5 / GRID


# ---------------------------------------------------------------------------------------------- chance


def shares(case: Case, mask: Any = None, n: int = 8_001) -> list[float]:
    worlds = draw(case, n)
    keep = np.arange(n) > 0
    if mask is not None:
        keep &= worlds.reading == mask
    levels = worlds.chance["chance.c"][keep]
    return [float((levels == k).mean()) for k in range(len(case.chance["chance.c"].levels))]


def test_chance_falls_as_its_probabilities_say() -> None:
    case = rich(readings={}, chance={"chance.c": chance({"l": 0.2, "r": 0.5, "m": 0.3})})
    assert shares(case) == pytest.approx([0.2, 0.5, 0.3], abs=4 * 0.5 / sqrt(8_000))


def test_probabilities_are_rescaled_to_sum_to_one() -> None:
    case = rich(readings={}, chance={"chance.c": chance({"l": 0.1, "r": 0.3})})
    assert shares(case) == pytest.approx([0.25, 0.75], abs=4 * 0.5 / sqrt(8_000))


def test_a_level_without_probability_never_falls() -> None:
    case = rich(readings={}, chance={"chance.c": chance({"l": 0, "r": 0.3, "m": 0})})
    assert shares(case, n=500) == [0, 1, 0]


def test_a_reading_may_have_its_own_probabilities() -> None:
    """The hawk leaves out m, which keeps the case's 0.1: 0.9 to 0.1 to 0.1."""
    assert shares(rich(), mask=0) == pytest.approx([9 / 11, 1 / 11, 1 / 11], abs=4 * 0.5 / sqrt(2_000))
    assert shares(rich(), mask=1) == pytest.approx([0.5, 0.4, 0.1], abs=0.02)


# ----------------------------------------------------------------------------------------- perceptions


def test_a_perception_changes_what_one_actor_believes_of_another() -> None:
    worlds = draw(rich(), 100)
    assert list(worlds.perceived) == [(0, 1)]
    believed, true = worlds.perceived[0, 1], worlds.weights[1]
    assert believed[0].min() >= -2
    assert believed[0].max() <= -1
    assert (believed[1:] == true[1:]).all(), "readings apply to what is not misperceived"


def test_views_are_the_utilities_that_follow_from_it() -> None:
    case = rich()
    game, worlds = unfold(case), draw(case, 30)
    views = worlds.views(game, slice(4, 20))
    assert {viewer: list(others) for viewer, others in views.items()} == {0: [1]}
    expected = game.truth(1).astype(np.int64) @ np.rint(worlds.perceived[0, 1] * worlds.units[1]).astype(
        np.int64
    )
    assert (views[0][1] == expected[:, 4:20]).all()


def test_two_perceptions_of_the_same_actor_hold_together() -> None:
    more = {**SEEN, "q": {**SEEN["p"], "weights": {"b-2": 9}}}
    believed = draw(rich(perceptions=more), 10).perceived[0, 1]
    assert believed[0].max() <= -1
    assert set(believed[2].tolist()) == {9.0}


# ----------------------------------------------------------------------------------------------- words


def test_a_word_means_what_the_scale_says() -> None:
    worlds = draw(rich(), 2_000)
    strong, fierce = worlds.weights[0][2], worlds.weights[0][3]
    assert (2.2 - 1 / GRID < strong.min() < 2.21, 4.19 < strong.max() < 4.2 + 1 / GRID) == (True, True)
    assert 1 <= fierce.min() < 1.01
    assert 8.9 < fierce.max() <= 9
    assert abs(np.median(fierce) - 3) < 0.2


def test_a_word_and_its_meaning_are_the_same() -> None:
    spelt = {**WANTS, "a": {**WANTS["a"], "b.y >= mid": SCALES["strong"], "chance.c == r": SCALES["fierce"]}}
    assert parts(draw(small(OPTIONS, spelt, **PARTS), 40)) == parts(draw(rich(), 40))


def test_the_same_word_is_not_the_same_draw() -> None:
    case = small(OPTIONS, {"a": {"a.x == yes": "strong", "c.z == yes": "strong"}}, scales=SCALES)
    one, other = draw(case, 100).weights[0][:, 1:]
    assert (one != other).all()
