"""What each design varies and what it keeps, and that any part of it can be drawn alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from detente.case import alter
from detente.catalog import load
from detente.ensemble import DESIGNS, Plan, groups, lay_out, quantities
from detente.errors import DetenteError, UnknownName
from detente.worlds import POOLED, Worlds, draw
from ensemble.made import quarrel
from small import chance, graph, small

HELD = {"chance.c": "storm"}


def rows(worlds: Worlds) -> np.ndarray:
    """Everything drawn, a row for each world."""
    parts: list[Any] = [worlds.reading, *worlds.chance.values()]
    parts += [row for w in (*worlds.weights, *worlds.perceived.values()) for row in w]
    return np.column_stack(parts).astype(float)


PLANS = [
    *(Plan(d, 40, seed) for d in DESIGNS for seed in (1, 7)),
    *(Plan(d, 40, chance="every") for d in DESIGNS),
    Plan("random", 40, chance=HELD),
]


def told(plan: Plan) -> str:
    return f"{plan.design}-{plan.seed}-{plan.chance if isinstance(plan.chance, str) else 'held'}"


@pytest.mark.parametrize("plan", PLANS, ids=told)
def test_any_part_can_be_drawn_alone(plan: Plan) -> None:
    design = lay_out(quarrel(), plan)
    whole = design.draw()
    assert len(whole.worlds) == len(design) == len(whole.weight) == len(whole.point)
    for start in (0, 1, 5, 27, 41, len(design) - 3):
        stop = min(start + 45, len(design))
        if start < stop:
            part = design.draw(start, stop)
            assert (rows(part.worlds) == rows(whole.worlds)[start:stop]).all()
            assert (part.weight == whole.weight[start:stop]).all()
            assert (part.point == whole.point[start:stop]).all()


@pytest.mark.parametrize("plan", PLANS, ids=told)
def test_the_weights_of_a_point_sum_to_one(plan: Plan) -> None:
    design = lay_out(quarrel(), plan)
    whole = design.draw()
    counted = np.bincount(whole.point, whole.weight)
    if plan.design == "one-at-a-time":
        assert whole.weight.tolist() == [1.0] + [0.0] * (len(design) - 1), "no sample: the centre counts"
    else:
        assert counted[0] == 0
        assert counted[1:] == pytest.approx(np.ones(40))


@pytest.mark.parametrize("plan", PLANS, ids=told)
def test_world_0_is_the_central_one_save_for_what_is_held(plan: Plan) -> None:
    case = quarrel()
    first, middle = rows(lay_out(case, plan).draw(0, 1).worlds)[0], rows(draw(case, 1))[0]
    held = plan.chance == HELD
    assert middle[:2].tolist() == [POOLED, 0]
    assert first[:2].tolist() == [POOLED, int(held)]
    assert (first[2:] == middle[2:]).all()


def test_random_worlds_are_those_of_worlds_draw() -> None:
    for seed in (1, 5):
        assert (
            rows(lay_out(quarrel(), Plan(worlds=60, seed=seed)).draw().worlds)
            == rows(draw(quarrel(), 61, seed))
        ).all()


@pytest.mark.parametrize("kind", ["latin", "sobol"])
def test_an_even_design_is_even_in_every_quantity(kind: str) -> None:
    worlds = lay_out(quarrel(), Plan(kind, 64)).draw().worlds
    low, high = 1, 2  # the weight of b-1
    parts = (worlds.weights[1][1, 1:] - low) / (high - low) * 64
    assert sorted(np.clip(parts, 0, 63.99).astype(int).tolist()) == list(range(64))
    assert abs((worlds.reading[1:] == 0).mean() - 2 / 3) < 0.05


def test_a_sobol_sequence_gives_its_first_dimensions_to_what_matters_most() -> None:
    assert list(quantities(quarrel()))[:2] == ["reading", "chance:chance.c"]


# ------------------------------------------------------------------------------------------- factorial


def test_a_factorial_has_every_reading_with_and_without_each_perception_on_the_same_draws() -> None:
    case = quarrel()
    design = lay_out(case, Plan("factorial", 30))
    blocks = design.blocks()
    assert list(blocks) == [
        "reading:hawk",
        "reading:hawk without:p",
        "reading:dove",
        "reading:dove without:p",
    ]
    whole = design.draw()
    for name, cell in blocks.items():
        assert set(whole.worlds.reading[cell].tolist()) == {0 if "hawk" in name else 1}
        believed, true = whole.worlds.perceived[0, 1][:, cell], whole.worlds.weights[1][:, cell]
        assert (believed[1:] == true[1:]).all()
        assert (believed[0] == true[0]).all() == ("without" in name)
    unread = quarrel(readings={})
    same = draw(unread, 31)
    dove = blocks["reading:dove"]
    assert (whole.worlds.weights[0][:, dove] == same.weights[0][:, 1:]).all()
    assert (whole.worlds.chance["chance.c"][dove] == same.chance["chance.c"][1:]).all()
    hawk, shares = blocks["reading:hawk"], whole.weight[blocks["reading:hawk"]]
    assert shares.min() < 0.62 < 0.72 < shares.max(), "2 to between 0.5 and 1.5"
    assert not whole.weight[blocks["reading:hawk without:p"]].any()
    assert (whole.point[hawk] == whole.point[dove]).all()


def test_a_factorial_of_a_case_with_nothing_to_vary_is_a_sample() -> None:
    case = small({"a.x": "no yes"}, {"a": {"a.x == yes": "1..2"}})
    assert (rows(lay_out(case, Plan("factorial", 9)).draw().worlds) == rows(draw(case, 10))).all()


def test_nothing_uncertain_means_the_central_world_only() -> None:
    case = graph("p q", {"a": "p>q"}, {"a": ["q", "p"]})
    for name in DESIGNS:
        design = lay_out(case, Plan(name, 9))
        assert len(design) == 1
        assert design.draw().weight.tolist() == [1.0]


# --------------------------------------------------------------------------------------- one at a time


def test_one_at_a_time_moves_one_quantity_and_nothing_else() -> None:
    case = quarrel()
    design = lay_out(case, Plan("one-at-a-time"))
    made, middle = rows(design.draw().worlds), rows(draw(case, 1))[0]
    cells = [c.name for c in design.cells]
    certain = small({"a.x": "no yes"}, {"a": {"a.x == yes": 1}})
    assert len(lay_out(certain, Plan("one-at-a-time"))) == 1
    for name, row in zip(cells, made[1:], strict=True):
        moved = np.flatnonzero(row != middle)
        if name.startswith("weight:b-1="):  # its third column after reading and chance, and as believed by a
            assert len(moved) == 2
            assert row[moved] == pytest.approx(1.05 if name.endswith("0.05") else 1.95, abs=1e-4)
        if name.startswith("perception:"):
            assert row[moved] == pytest.approx(-1.8 if name.endswith("0.05") else 1.8, abs=1e-4)
    triangle = made[1 + cells.index("weight:a-1=0.95")]
    assert triangle[np.flatnonzero(triangle != middle)] == pytest.approx(2 - np.sqrt(0.05 * 3 * 2), abs=1e-4)
    assert made[1 + cells.index("reading:hawk"), 0] == 0
    assert {"reading:dove", "without:p", "chance.c=storm", "reading:dove=0.95"} <= set(cells)
    assert made[1 + cells.index("chance.c=storm"), 1] == 1


def test_a_weight_that_readings_change_moves_within_all_of_them() -> None:
    """a-0 is 0..2 for the hawk, two thirds of the worlds, and 1..4 else."""
    design = lay_out(quarrel(), Plan("one-at-a-time"))
    place = 1 + [c.name for c in design.cells].index("weight:a-0=0.95")
    assert design.draw().worlds.weights[0][0, place] == pytest.approx(1.9 * 2 / 3 + 3.85 / 3, abs=1e-4)


# -------------------------------------------------------------------------------------------- saltelli


def test_saltelli_exchanges_one_group_at_a_time() -> None:
    case = quarrel()
    design = lay_out(case, Plan("saltelli", 50, groups=("actor:a", "statement:b-1", "reading", "chance")))
    blocks, made = design.blocks(), design.draw().worlds
    assert list(blocks) == ["A", "B", "AB:actor:a", "AB:statement:b-1", "AB:reading", "AB:chance"]
    a, b = blocks["A"], blocks["B"]
    assert (rows(made)[a] == rows(draw(case, 51))[1:]).all()
    assert (made.weights[1][1, a] != made.weights[1][1, b]).all()
    swapped = blocks["AB:statement:b-1"]
    assert (made.weights[1][1, swapped] == made.weights[1][1, b]).all()
    assert (made.weights[1][2, swapped] == made.weights[1][2, a]).all()
    assert (made.weights[0][:, swapped] == made.weights[0][:, a]).all()
    assert (made.reading[blocks["AB:reading"]] == made.reading[b]).all()
    assert (made.chance["chance.c"][blocks["AB:actor:a"]] == made.chance["chance.c"][a]).all()
    assert (made.weights[0][2, blocks["AB:actor:a"]] == made.weights[0][2, b]).all()
    assert abs(np.corrcoef(made.weights[1][1, a], made.weights[1][1, b])[0, 1]) < 4 / np.sqrt(50)


def test_the_groups_of_a_case() -> None:
    found = groups(quarrel())
    assert found["reading"] == ("reading", "reading:dove")
    assert found["chance"] == ("chance:chance.c", "chance:chance.c:calm")
    assert found["perceptions"] == ("perception:p:b-0",)
    assert found["actor:c"] == ("weight:c-0", "weight:c-1"), "what is certain is in no group"
    assert found["statement:a-1"] == ("weight:a-1",)


def test_a_source_is_a_group() -> None:
    found = groups(load("korea-2020"))
    assert {"source:K", "source:R"} <= set(found)
    assert set(found["source:K"]) <= set(quantities(load("korea-2020")))


# ------------------------------------------------------------------------------- chance and alternatives


def test_every_combination_of_chance_holds_in_every_world_with_its_probability() -> None:
    case = quarrel()
    design = lay_out(case, Plan(worlds=200, chance="every"))
    whole, blocks = design.draw(), design.blocks()
    assert list(blocks) == ["chance.c=calm", "chance.c=storm"]
    calm, storm = blocks.values()
    assert (whole.worlds.weights[0][:, calm] == whole.worlds.weights[0][:, storm]).all()
    assert set(whole.worlds.chance["chance.c"][storm].tolist()) == {1}
    assert whole.weight[storm].min() >= 0.4 / 1.1
    assert whole.weight[storm].max() <= 0.4 / 0.9
    drawn = draw(case, 4_001).chance["chance.c"][1:]
    assert abs((drawn == 1).mean() - whole.weight[storm].mean()) < 4 * 0.5 / np.sqrt(4_000)


def test_a_level_that_cannot_come_about_is_no_scenario() -> None:
    case = quarrel(chance={"chance.c": chance({"calm": 1, "storm": 0})})
    assert list(lay_out(case, Plan(worlds=3, chance="every")).blocks()) == ["chance.c=calm"]


def test_held_levels_hold_in_every_world_and_change_no_other_draw() -> None:
    case = quarrel()
    held = lay_out(case, Plan(worlds=50, chance=HELD)).draw().worlds
    assert set(held.chance["chance.c"].tolist()) == {1}
    assert (held.weights[0] == draw(case, 51).weights[0]).all()


def test_an_alternative_has_the_same_draws() -> None:
    case = quarrel()
    for name in DESIGNS:
        design = lay_out(case, Plan(name, 20, alternatives=("still",)))
        assert (rows(design.draw().worlds) == rows(design.draw(case=alter(case, "still")).worlds)).all()


# ------------------------------------------------------------------------------------------- bad plans


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"design": "latine"}, "no design named 'latine'; nearest: latin"),
        ({"chance": "all"}, "no way to take chance named 'all'"),
        ({"worlds": -1}, "fewer than no worlds"),
        ({"groups": ("actor:a",)}, "saltelli design, not in a random one"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(DetenteError, match=told):
        Plan(**wrong)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"chance": {"chance.d": "storm"}}, "no chance option named 'chance.d'; nearest: chance.c"),
        ({"chance": {"chance.c": "strom"}}, "no level of chance.c named 'strom'"),
        ({"alternatives": ("stil",)}, "no alternative named 'stil'; nearest: still"),
        ({"design": "saltelli", "groups": ("actor:q",)}, "no group of uncertain quantities named 'actor:q'"),
    ],
)
def test_a_plan_that_does_not_fit_the_case_is_refused(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(UnknownName, match=told):
        lay_out(quarrel(), Plan(**wrong))


def test_a_plan_survives_being_written_down() -> None:
    for plan in (Plan(), Plan("saltelli", 5, 2, HELD, ("still",), ("actor:a",), chunk=7)):
        assert Plan.from_dict(plan.to_dict()) == plan
