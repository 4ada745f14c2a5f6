"""What a condition means, one state at a time and in plain Python."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from itertools import product

from hypothesis import strategies as st

from detente.case import Case
from detente.case.condition import All, Always, AnyOf, Compare, Count, Defined, Not, Tree

State = Mapping[str, str]

RELATIONS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(case: Case, tree: Tree, state: State) -> bool:
    """Whether a condition of a case holds in a state."""
    match tree:
        case Always(value):
            return value
        case Defined(name):
            return holds(case, case.definitions[name].when.tree, state)
        case Not(part):
            return not holds(case, part, state)
        case All(parts):
            return all(holds(case, p, state) for p in parts)
        case AnyOf(parts):
            return any(holds(case, p, state) for p in parts)
        case Count(low, high, parts):
            return low <= sum(holds(case, p, state) for p in parts) <= high
        case Compare(option, "in", levels):
            return state[option] in levels
        case Compare(option, relation, levels, other):
            names = list(case.variables()[option].levels)
            right = state[other] if other else levels[0]
            return bool(RELATIONS[relation](names.index(state[option]), names.index(right)))
    raise AssertionError(tree)


def every_state(case: Case) -> list[dict[str, str]]:
    """The full product of levels, in lexicographic order."""
    names = case.variables()
    return [dict(zip(names, row, strict=True)) for row in product(*(v.levels for v in names.values()))]


def feasible(case: Case, without: str = "") -> list[dict[str, str]]:
    """The states that satisfy every constraint (but one)."""
    kept = every_state(case)
    for name, rule in case.constraints.items():
        if name == without:
            continue
        if rule.require is not None:
            kept = [s for s in kept if holds(case, rule.require.tree, s)]
        if rule.forbid is not None:
            kept = [s for s in kept if not holds(case, rule.forbid.tree, s)]
    return kept


def conditions(options: Mapping[str, str], defined: tuple[str, ...] = ()) -> st.SearchStrategy[str]:
    """Conditions of every form over options, given as option -> its levels in a row."""
    return st.recursive(
        st.one_of(
            _level(options), _member(options), _pair(options), st.sampled_from(["true", "false", *defined])
        ),
        lambda part: st.one_of(
            part.map(lambda a: f"not ({a})"),
            st.tuples(part, part).map(lambda p: f"({p[0]}) and ({p[1]})"),
            st.tuples(part, part).map(lambda p: f"({p[0]}) or ({p[1]})"),
            st.tuples(part, part).map(lambda p: f"if ({p[0]}) then ({p[1]})"),
            _count(part),
        ),
        max_leaves=6,
    )


@st.composite
def _level(draw: st.DrawFn, options: Mapping[str, str]) -> str:
    option = draw(st.sampled_from(sorted(options)))
    level = draw(st.sampled_from(options[option].split()))
    return f"{option} {draw(st.sampled_from(sorted(RELATIONS)))} {level}"


@st.composite
def _member(draw: st.DrawFn, options: Mapping[str, str]) -> str:
    option = draw(st.sampled_from(sorted(options)))
    levels = draw(st.lists(st.sampled_from(options[option].split()), min_size=1, unique=True))
    return f"{option} {draw(st.sampled_from(['in', 'not in']))} ({', '.join(levels)})"


@st.composite
def _pair(draw: st.DrawFn, options: Mapping[str, str]) -> str:
    """An option against another with the same levels (or against itself)."""
    option = draw(st.sampled_from(sorted(options)))
    other = draw(st.sampled_from(sorted(o for o in options if options[o] == options[option])))
    return f"{option} {draw(st.sampled_from(sorted(RELATIONS)))} {other}"


@st.composite
def _count(draw: st.DrawFn, part: st.SearchStrategy[str]) -> str:
    parts = draw(st.lists(part, min_size=1, max_size=4))
    word = draw(st.sampled_from(["at least", "at most", "exactly"]))
    return f"{word} {draw(st.integers(1, len(parts)))} of ({', '.join(parts)})"
