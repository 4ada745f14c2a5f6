"""Scenario discovery: boxes that were planted are found, and nothing is found where there is nothing."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.insight.factors import Factor, Name
from detente.insight.measure.prim import Inputs, balance, peeled, simplest, within
from detente.insight.measure.tree import Tree, grown
from detente.insight.uncertainty.discovery import Box, Branch, Leaf, boxes, discover
from detente.worlds import uniforms
from reference.peeling import best_fall, peel

N = 900


def column(name: str, n: int = N) -> np.ndarray:
    return uniforms(3, name, 0, n)


def factors(count: int = 8) -> list[Factor]:
    found = [Factor(Name("statement", f"w{k}", "a"), column(f"w{k}")) for k in range(count)]
    return [*found, Factor(Name("reading", "reading"), (column("r") * 3).astype(int).astype(float), True)]


GROUPS = {"reading": ("one", "two", "three")}


def test_a_planted_box_is_found() -> None:
    found = factors()
    reading = found[-1].values
    wanted = (found[2].values > 0.6) & (found[5].values < 0.5) & (reading != 1)
    listed, tree = discover(found, wanted, GROUPS, repeats=4)
    box = listed[0]
    sides = {r.name.id: r for r in box.restrictions}
    assert set(sides) == {"w2", "w5", "reading"}
    assert sides["w2"].low == pytest.approx(0.6, abs=0.03)
    assert math.isinf(sides["w2"].high)
    assert sides["w5"].high == pytest.approx(0.5, abs=0.03)
    assert sides["reading"].only == ("one", "three")
    assert min(box.coverage, box.density, box.held_coverage, box.held_density) > 0.9
    assert all(r.p < 1e-6 and r.repeated == 1 for r in box.restrictions)
    assert box.base == pytest.approx(wanted.mean())
    assert isinstance(tree, Branch)
    assert _asked(tree) == {"w2", "w5", "reading"}


def _asked(tree: Tree) -> set[str]:
    return {tree.name.id} | _asked(tree.yes) | _asked(tree.no) if isinstance(tree, Branch) else set()


def test_two_planted_boxes_are_two_boxes() -> None:
    found = factors()
    first, second = found[0].values > 0.75, found[3].values < 0.2
    listed, _ = discover(found, first | second, GROUPS, repeats=0)
    assert [{r.name.id for r in box.restrictions} for box in listed] == [{"w0"}, {"w3"}]
    assert sum(box.coverage for box in listed) > 0.9


@pytest.mark.parametrize("seed", range(6))
def test_chance_makes_no_box(seed: int) -> None:
    """Among nine inputs that have nothing to do with it."""
    wanted = uniforms(seed, "chance", 0, N) < 0.3
    listed, tree = discover(factors(), wanted, GROUPS, repeats=0)
    assert all(box.held_density < 0.55 for box in listed)
    assert tree is None or all(leaf.worlds >= 0.03 * N for leaf in _ends(tree))


def _ends(tree: Tree) -> list[Leaf]:
    return [tree] if isinstance(tree, Leaf) else [*_ends(tree.yes), *_ends(tree.no)]


def test_few_worlds_of_interest_describe_nothing() -> None:
    for wanted in (np.arange(N) < 10, np.arange(N) >= 10):
        assert discover(factors(), wanted, GROUPS) == ((), None)


def test_coverage_and_density_are_counts() -> None:
    found = factors()
    wanted = (found[1].values > 0.5) & (column("noise") < 0.8)
    (box, *_), _ = discover(found, wanted, GROUPS, repeats=0)
    made = np.arange(N) % 3 < 2
    assert isinstance(box, Box)
    inside = np.ones(N, bool)
    for r in box.restrictions:
        x = next(f.values for f in found if f.name == r.name)
        inside &= (x >= r.low) & (x <= r.high)
    for part, coverage, density, count in (
        (made, box.coverage, box.density, box.worlds),
        (~made, box.held_coverage, box.held_density, box.held),
    ):
        assert (inside & part).sum() == count
        assert coverage == pytest.approx((inside & wanted & part).sum() / (wanted & part).sum())
        assert density == pytest.approx((inside & wanted & part).sum() / count)


def test_the_same_seed_gives_the_same_boxes() -> None:
    wanted = factors()[1].values > 0.7
    assert repr(discover(factors(), wanted, GROUPS, 5)) == repr(discover(factors(), wanted, GROUPS, 5))


# ------------------------------------------------------------------------------------- against twins


@st.composite
def tables(draw: st.DrawFn) -> tuple[Inputs, np.ndarray]:
    """Few worlds, tied values, a column of categories."""
    n = draw(st.integers(8, 40))
    rows = [
        [draw(st.integers(0, 9)) / 10, draw(st.integers(0, 50)) / 50, draw(st.integers(0, 2))]
        for _ in range(n)
    ]
    wanted = np.array([draw(st.booleans()) for _ in range(n)])
    return Inputs(np.array(rows, float), {2: 3}), wanted


@settings(max_examples=60, deadline=None)
@given(tables())
def test_peeling_takes_the_best_slice_each_time(sample: tuple[Inputs, np.ndarray]) -> None:
    table, wanted = sample
    theirs = peel(table.values.tolist(), wanted.tolist(), table.categories)
    ours = [set(np.flatnonzero(within(table.values, s)).tolist()) for s, _ in peeled(table, wanted)]
    for k, (a, b) in enumerate(zip(ours, theirs, strict=False)):
        if a != b:  # of slices that are worth the same either may be taken
            assert k > 0
            assert _gain(ours[k - 1], a, wanted) == pytest.approx(_gain(theirs[k - 1], b, wanted), abs=1e-9)
            return
    assert len(ours) == len(theirs)


def _gain(before: set[int], after: set[int], wanted: np.ndarray) -> float:
    mean = [np.mean(wanted[list(part)]) for part in (before, after)]
    return float((mean[1] - mean[0]) / (len(before) - len(after)))


@settings(max_examples=60, deadline=None)
@given(tables())
def test_each_peel_raises_the_density_and_boxes_are_nested(sample: tuple[Inputs, np.ndarray]) -> None:
    table, wanted = sample
    trail = [within(table.values, s) for s, _ in peeled(table, wanted)]
    for wide, narrow in pairwise(trail):
        assert (narrow <= wide).all()
        assert wanted[narrow].mean() > wanted[wide].mean()
    assert [b for _, b in peeled(table, wanted)] == pytest.approx([balance(t, wanted) for t in trail])
    assert not simplest(table, np.zeros_like(wanted))


@settings(max_examples=60, deadline=None)
@given(tables())
def test_the_first_question_of_a_tree_is_the_best(sample: tuple[Inputs, np.ndarray]) -> None:
    from detente.insight.measure.tree import _best, _Data

    table, wanted = sample
    names = [Name("statement", f"w{k}") for k in range(3)]
    data = _Data(table.values, wanted, names, {2: ("x", "y", "z")}, 3)
    split = _best(data, np.arange(len(wanted)))
    best = best_fall(table.values.tolist(), wanted.tolist(), table.categories, 3)
    assert (2 * split.fall / 2 if split else 0.0) == pytest.approx(best, abs=1e-9)


def test_a_tree_keeps_no_question_that_does_not_help_new_worlds() -> None:
    """Noise is pruned away, a real threshold stays."""
    x, noise = column("x"), column("noise")
    names = [Name("statement", "x")]
    assert (
        grown(x[:, None], noise < 0.4, names, {}) is None
        or _depth(grown(x[:, None], noise < 0.4, names, {})) <= 1
    )
    real = grown(x[:, None], x > 0.37, names, {})
    assert isinstance(real, Branch)
    assert real.threshold == pytest.approx(0.37, abs=0.01)
    assert isinstance(real.yes, Leaf)
    assert (real.yes.share, real.yes.held_share) == (0.0, pytest.approx(0.0, abs=0.05))


def _depth(tree: Tree | None) -> int:
    return 1 + max(_depth(tree.yes), _depth(tree.no)) if isinstance(tree, Branch) else 0


def test_a_tree_asks_at_most_three_questions_in_a_row() -> None:
    x = np.stack([column(f"w{k}") for k in range(6)], axis=1)
    wanted = (x > 0.5).sum(axis=1) % 2 == 0
    assert _depth(grown(x, wanted | (x[:, 0] > 0.8), [Name("statement", str(k)) for k in range(6)], {})) <= 3


def test_a_corner_of_a_square_is_a_box() -> None:
    """Two limits in the corner of a square."""
    x = np.stack([column("x", 600), column("y", 600)], axis=1)
    wanted = (x[:, 0] > 0.7) & (x[:, 1] > 0.7)
    (box,) = boxes(Inputs(x, {}), wanted, [Name("statement", "x"), Name("statement", "y")], {}, repeats=2)
    assert {r.name.id for r in box.restrictions} == {"x", "y"}
    assert box.density > 0.9
