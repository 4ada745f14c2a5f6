"""Games cut out of all states of a case are those that are unfolded one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import Case, alter, hold
from detente.catalog import load
from detente.errors import NoFeasibleState
from detente.game import Game, Whole, unfold
from detente.game.truth import Table, evaluate, where
from detente.game.whole import full
from meaning import conditions
from small import small

OPTIONS = {"a.p": "no yes", "a.q": "low mid high", "b.r": "low mid high"}
TEXTS = conditions(OPTIONS)


def equal(one: Any, other: Any) -> bool:
    """Whether two records hold the same arrays of the same kinds, part by part."""
    if isinstance(one, np.ndarray):
        return bool(one.dtype == other.dtype and np.array_equal(one, other))
    if isinstance(one, Mapping):
        return list(one) == list(other) and all(equal(one[k], other[k]) for k in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(equal, one, other))
    if is_dataclass(one):
        return all(equal(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    return bool(one == other)


def told(case: Case, fixed: dict[str, str], whole: Whole | None) -> Game | tuple[str, ...]:
    """The game, or the constraints that clash."""
    try:
        return unfold(case, fixed, whole=whole)
    except NoFeasibleState as error:
        return error.clashing


def both(case: Case, fixed: dict[str, str], whole: Whole | None) -> tuple[Game, Game]:
    return unfold(case, fixed), unfold(case, fixed, whole=whole)


@settings(max_examples=60)
@given(
    st.lists(TEXTS, max_size=2),
    TEXTS,
    st.dictionaries(st.sampled_from(sorted(OPTIONS)), st.integers(0, 1), max_size=2),
    st.dictionaries(st.sampled_from(sorted(OPTIONS)), st.integers(0, 1), max_size=1),
)
def test_a_part_of_the_whole_is_the_game(
    rules: list[str], text: str, fixed: dict[str, int], held: dict[str, int]
) -> None:
    constraints = {f"c{k}": f"require {rule}" for k, rule in enumerate(rules)}
    case = small(OPTIONS, constraints=constraints, definitions={"d": {"name": "d", "when": text}})
    whole = Whole.of(case)
    levels, kept = ({o: OPTIONS[o].split()[k] for o, k in x.items()} for x in (fixed, held))
    assert equal(told(hold(case, kept), levels, None), told(hold(case, kept), levels, whole))


def test_shipped_alternatives_and_choices() -> None:
    case = load("kazakhstan-2022")
    whole = Whole.of(case)
    assert whole is not None
    for other in (case, *(alter(case, a) for a in case.alternatives)):
        for choice in other.choices.values():
            assert equal(*both(other, dict(choice.set), whole))


def test_what_was_not_made_of_it_is_left_alone() -> None:
    case, other = (
        small(OPTIONS, constraints={"c": rule}) for rule in ("forbid a.p == yes", "forbid b.r == low")
    )
    whole = Whole.of(case)
    assert whole is not None
    assert whole.within(other, {}) is None
    assert whole.within(case, {"a.p": "yes"}) is None, "nothing is left, which whoever asks is told of"
    assert equal(*both(other, {}, whole))
    assert Whole.of(load("elmira")) is None, "its states are listed"


@settings(max_examples=60)
@given(TEXTS)
def test_where_a_condition_holds_is_where_it_may(text: str) -> None:
    case = small(OPTIONS, definitions={"d": {"name": "d", "when": text}})
    table = full(case, unfold(case).states)
    tree = case.definitions["d"].when.tree
    expected = evaluate(tree, table)[0]
    some = np.flatnonzero(expected)
    part = Table(len(some), {o: c[some] for o, c in table.columns.items()}, table.levels, {}, table, some)
    assert np.array_equal(where(tree, table), expected)
    assert where(tree, part).all()
    assert where(tree, table) is where(tree, table), "found once"
