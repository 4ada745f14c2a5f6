"""The feasible states, against the full product tested state by state."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import Case
from detente.errors import NoFeasibleState, TooLarge
from detente.game import enumerate_states, unfold
from meaning import conditions, every_state, feasible, holds
from small import chance, small
from strategies import Sample, option_conflicts

MANY = settings(max_examples=120)
OPTIONS = {"a.p": "no yes", "a.q": "low mid high", "b.r": "low mid high", "b.s": "no yes", "c.t": "x y z"}
RULES = st.lists(
    st.tuples(st.sampled_from(["require", "forbid"]), conditions(OPTIONS, ("d0", "d1"))), max_size=4
)
DEFINED = conditions(OPTIONS), conditions(OPTIONS, ("d0",))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Five options of three actors under constraints of every form, some of them by definitions."""
    bodies = {f"d{k}": draw(body) for k, body in enumerate(DEFINED)}
    rules = {f"c{k}": f"{word} {text}" for k, (word, text) in enumerate(draw(RULES))}
    definitions = {d: {"name": d, "when": text} for d, text in bodies.items()}
    return small(OPTIONS, constraints=rules, definitions=definitions)


def listed(case: Case, fixed: dict[str, str] | None = None) -> list[dict[str, str]]:
    """What detente lists, as option -> level."""
    names = case.variables()
    levels = [list(v.levels) for v in names.values()]
    rows = enumerate_states(case, fixed).tolist()
    return [dict(zip(names, (levels[k][x] for k, x in enumerate(row)), strict=True)) for row in rows]


@MANY
@given(cases())
def test_what_is_listed_is_what_the_constraints_leave_in_order(case: Case) -> None:
    expected = feasible(case)
    if expected:
        assert listed(case) == expected
        return
    with pytest.raises(NoFeasibleState):
        enumerate_states(case)


@MANY
@given(cases(), st.dictionaries(st.sampled_from(sorted(OPTIONS)), st.integers(0, 1), max_size=3))
def test_fixing_levels_is_filtering(case: Case, chosen: dict[str, int]) -> None:
    fixed = {o: OPTIONS[o].split()[k] for o, k in chosen.items()}
    expected = [s for s in feasible(case) if fixed.items() <= s.items()]
    if expected:
        assert listed(case, fixed) == expected
        return
    with pytest.raises(NoFeasibleState):
        enumerate_states(case, fixed)


@MANY
@given(option_conflicts(named=False))
def test_random_conflicts(sample: Sample) -> None:
    """Here what a condition means is written beside its text, so that reading it is tested too."""
    game = unfold(Case.model_validate(sample.mapping))
    names = list(zip(game.options, game.levels, strict=True))
    order = sorted(sample.states, key=lambda s: [levels.index(s[o]) for o, levels in names])
    assert game.to_frame() == [{o: s[o] for o in game.options} for s in order]


def test_the_table_is_what_it_is_said_to_be() -> None:
    case = small({"b.y": "no yes", "a.x": "low mid high"}, chance={"chance.c": chance({"l": 0.5, "r": 0.5})})
    rows = enumerate_states(case)
    assert rows.dtype == np.uint8
    assert rows.flags.c_contiguous
    assert rows.tolist() == sorted(rows.tolist())
    assert rows[0].tolist() == [0, 0, 0]
    assert rows[1].tolist() == [0, 0, 1], "chance first, then the options in the order of the case"
    assert len(rows) == 12


def test_a_case_whose_levels_are_not_in_alphabetical_order() -> None:
    case = small({"a.x": "zero one two three"}, constraints={"c": "require a.x >= one"})
    assert [s["a.x"] for s in listed(case)] == ["one", "two", "three"]


# ------------------------------------------------------------------------------------ tight constraints


def chain(length: int, owners: int) -> Case:
    """Options in a row, each of which can be 'yes' only after the one before it."""
    names = [f"a{k % owners}.o{k}" for k in range(length)]
    rules = {
        f"c{k}": f"require if {after} == yes then {before} == yes"
        for k, (before, after) in enumerate(pairwise(names))
    }
    return small(dict.fromkeys(names, "no yes"), constraints=rules)


@pytest.mark.parametrize("turned", [False, True], ids=["in order", "in reverse"])
def test_tight_constraints_are_never_multiplied_out(turned: bool) -> None:
    """2^40 combinations; no more than 200 of them may be held at any time."""
    case = chain(40, owners=40)
    if turned:
        case = case.model_copy(update={"constraints": dict(reversed(case.constraints.items()))})
    rows = enumerate_states(case, limit=200)
    assert rows.tolist() == [[1] * k + [0] * (40 - k) for k in range(41)]


@pytest.mark.parametrize("owners", [1, 3, 40])
def test_nor_are_the_moves(owners: int) -> None:
    """However many options one actor has: what does not occur takes no room."""
    game = unfold(chain(40, owners), limit=200)
    assert len(game) == 41
    reached = {t for i in range(owners) for t in game.moves(i, 20)}
    assert reached == ({19, 21} if owners == 40 else set(range(41)) - {20} if owners == 1 else {19, 21})


def test_an_actor_with_many_free_options() -> None:
    game = unfold(small({f"a.o{k}": "no yes" for k in range(14)}))
    assert len(game) == 2**14
    assert len(list(game.moves(0, 0))) == 2**14 - 1


# ---------------------------------------------------------------------------------------------- limits


@pytest.mark.parametrize("most", [3, 5, 7, 9])
def test_the_estimate_is_of_the_right_size(most: int) -> None:
    names = [f"a.o{k}" for k in range(14)]
    yes = ", ".join(f"{name} == yes" for name in names)
    case = small(dict.fromkeys(names, "no yes"), constraints={"few": f"require at most {most} of ({yes})"})
    with pytest.raises(TooLarge) as refusal:
        enumerate_states(case, limit=100)
    assert refusal.value.limit == 100
    assert 0.5 <= refusal.value.estimate / len(enumerate_states(case)) <= 2


def test_the_estimate_of_what_no_machine_could_hold() -> None:
    with pytest.raises(TooLarge) as refusal:
        enumerate_states(small({f"a.o{k}": "no yes" for k in range(1_100)}), limit=1_000)
    assert refusal.value.estimate == 2**1_100


def test_the_limit_is_the_most_that_is_held() -> None:
    case = small({f"a.o{k}": "no yes" for k in range(10)})
    assert len(enumerate_states(case, limit=1_024)) == 1_024
    with pytest.raises(TooLarge):
        enumerate_states(case, limit=1_023)
    with pytest.raises(TooLarge):
        unfold(case, limit=1_023)
    assert len(unfold(case, {"a.o0": "yes"}, limit=512)) == 512


# ------------------------------------------------------------------------------------ nothing is left


@MANY
@given(cases(), st.dictionaries(st.sampled_from(sorted(OPTIONS)), st.integers(0, 1), max_size=2))
def test_the_clash_is_minimal(case: Case, chosen: dict[str, int]) -> None:
    fixed = {o: OPTIONS[o].split()[k] for o, k in chosen.items()}
    try:
        enumerate_states(case, fixed)
    except NoFeasibleState as refusal:
        clashing = refusal.clashing
    else:
        return
    alone = case.model_copy(update={"constraints": {c: case.constraints[c] for c in clashing}})
    assert not [s for s in feasible(alone) if fixed.items() <= s.items()]
    for name in clashing:
        assert [s for s in feasible(alone, without=name) if fixed.items() <= s.items()], name


def test_the_clash_leaves_out_what_has_no_part_in_it() -> None:
    rules = {
        "calm": "forbid a.p == yes",
        "harmless": "require a.q >= low",
        "loud": "require b.s == yes",
        "linked": "require if b.s == yes then a.p == yes",
        "also-harmless": "forbid a.q == high and b.r == high",
    }
    with pytest.raises(NoFeasibleState) as refusal:
        unfold(small(OPTIONS, constraints=rules))
    assert refusal.value.clashing == ("calm", "loud", "linked")
    assert "calm, loud, linked" in str(refusal.value)


def test_one_constraint_can_clash_with_itself() -> None:
    with pytest.raises(NoFeasibleState) as refusal:
        enumerate_states(small(OPTIONS, constraints={"fine": "forbid a.p == yes", "never": "require false"}))
    assert refusal.value.clashing == ("never",)


# ------------------------------------------------------------------- the slow evaluator, on known answers


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("true", 36),
        ("false", 0),
        ("a.p == yes", 18),
        ("a.q != low", 24),
        ("a.q < high", 24),
        ("a.q >= mid", 24),
        ("a.q in (low, high)", 24),
        ("a.q not in (low, high)", 12),
        ("a.q == b.r", 12),
        ("a.q <= b.r", 24),
        ("not a.p == yes", 18),
        ("a.p == yes and b.s == yes", 9),
        ("a.p == yes or b.s == yes", 27),
        ("if a.p == yes then b.s == yes", 27),
        ("at least 2 of (a.p == yes, b.s == yes, a.q == low)", 15),
        ("at most 1 of (a.p == yes, b.s == yes, a.q == low)", 21),
        ("exactly 2 of (a.p == yes, b.s == yes, a.q == low)", 12),
    ],
)
def test_each_form_of_condition(text: str, count: int) -> None:
    options = {o: levels for o, levels in OPTIONS.items() if o != "c.t"}
    case = small(options, constraints={"c": f"require {text}"})
    rule = case.constraints["c"].require
    assert rule is not None
    assert sum(holds(case, rule.tree, s) for s in every_state(case)) == count
    if count:
        assert len(enumerate_states(case)) == count
