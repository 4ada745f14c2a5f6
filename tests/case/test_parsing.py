"""Conditions and quantities: what is printed is what was parsed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import ConditionSyntax, QuantitySyntax, parse, parse_quantity
from detente.case.condition import (
    MAX_DEPTH,
    MAX_LENGTH,
    RESERVED,
    All,
    Always,
    AnyOf,
    Compare,
    Count,
    Defined,
    Not,
    Tree,
    walk,
)
from detente.case.quantity import DISTRIBUTIONS, LIMIT

names = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True).filter(lambda n: n not in RESERVED)
options = st.builds("{}.{}".format, names, names)
relations = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])

leaves = st.one_of(
    st.builds(Always, st.booleans()),
    st.builds(Defined, names),
    st.builds(lambda o, r, n: Compare(o, r, (n,)), options, relations, names),
    st.builds(lambda o, r, other: Compare(o, r, (), other), options, relations, options),
    st.builds(lambda o, n: Compare(o, "in", tuple(n)), options, st.lists(names, min_size=1, max_size=4)),
)


def counts(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Count]:
    def build(parts: list[Tree], number: int, word: str) -> Count:
        number = 1 + number % len(parts)
        low, high = {"least": (number, len(parts)), "most": (0, number), "exactly": (number, number)}[word]
        return Count(low, high, tuple(parts))

    words = st.sampled_from(["least", "most", "exactly"])
    return st.builds(build, st.lists(inner, min_size=1, max_size=4), st.integers(0, 3), words)


trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(lambda p: All(tuple(p)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda p: AnyOf(tuple(p)), st.lists(inner, min_size=2, max_size=3)),
        counts(inner),
    ),
    max_leaves=12,
)


def printed(tree: Tree) -> str:
    """Write a tree with every part in parentheses."""
    match tree:
        case Always(value):
            return str(value).lower()
        case Defined(name):
            return name
        case Compare(option, "in", levels):
            return f"{option} in ({', '.join(levels)})"
        case Compare(option, relation, levels, other):
            return f"{option} {relation} {other or levels[0]}"
        case Not(part):
            return f"not ({printed(part)})"
        case All(parts):
            return " and ".join(f"({printed(p)})" for p in parts)
        case AnyOf(parts):
            return " or ".join(f"({printed(p)})" for p in parts)
        case Count(low, high, parts):
            inside = ", ".join(map(printed, parts))
            if low == high:
                return f"exactly {low} of ({inside})"
            return f"at least {low} of ({inside})" if low else f"at most {high} of ({inside})"


def bare(tree: Tree) -> Tree:
    """Forget where things stood."""
    match tree:
        case Compare(option, relation, levels, other):
            return Compare(option, relation, levels, other)
        case Defined(name):
            return Defined(name)
        case Not(part):
            return Not(bare(part))
        case All(parts):
            return All(tuple(map(bare, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(bare, parts)))
        case Count(low, high, parts):
            return Count(low, high, tuple(map(bare, parts)))
    return tree


@given(trees)
def test_a_printed_condition_parses_to_itself(tree: Tree) -> None:
    text = printed(tree)
    if len(text) <= MAX_LENGTH and text.count("(") <= MAX_DEPTH:
        assert bare(parse(text).tree) == bare(tree)


@given(trees)
def test_names_stand_where_the_tree_says(tree: Tree) -> None:
    text = printed(tree)
    if len(text) > MAX_LENGTH or text.count("(") > MAX_DEPTH:
        return
    for part in walk(parse(text).tree):
        if isinstance(part, Defined):
            assert text[part.at :].startswith(part.name)
        if isinstance(part, Compare):
            right = (part.other,) if part.other else part.levels
            for name, at in zip((part.option, *right), part.at, strict=True):
                assert text[at:].startswith(name)


@given(st.text(alphabet="ab.()=<>!,ifthenorandnotin 12\n\té", max_size=60))
def test_any_text_is_parsed_or_refused_with_a_place(text: str) -> None:
    try:
        parse(text)
    except ConditionSyntax as error:
        found = error
    else:
        return
    assert 0 <= found.offset <= max(len(text) - 1, 0)
    assert found.length >= 1
    assert found.cause


@pytest.mark.parametrize(
    "text",
    ["not\n" * 900 + "x", "not(" * 900, "(" * 5000, "if " * 1000, "x and " * 5000, "not\t" * 500 + "x"],
)
def test_hostile_conditions_are_refused(text: str) -> None:
    with pytest.raises(ConditionSyntax):
        parse(text)


@pytest.mark.parametrize(
    "name", ["trueblue", "exactly_one", "notx", "iffy", "orbit", "android", "in_force", "at-all"]
)
def test_names_may_begin_like_words_of_the_language(name: str) -> None:
    assert parse(name).tree == Defined(name)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("a.b = c", "write == to compare"),
        ("x && y", "write 'and'"),
        ("a.b == 'c'", "without quotes"),
        ("a.b.c == d", "owner.option"),
        ("x == y", "only options"),
        ("a.b", "ends too early"),
        ("", "a condition such as"),
        ("dprk.pоsture == x", "CYRILLIC SMALL LETTER O"),
    ],
)
def test_slips_are_explained(text: str, cause: str) -> None:
    with pytest.raises(ConditionSyntax, match=cause):
        parse(text)


numbers = st.floats(-100, 100).map(lambda x: round(x, 3) + 0.0)


@given(numbers)
def test_a_printed_number_parses_to_itself(value: float) -> None:
    assert parse_quantity(repr(value)).values == (value,)
    assert parse_quantity(str(parse_quantity(repr(value)))) == parse_quantity(repr(value))


@given(st.sampled_from(sorted(DISTRIBUTIONS)), st.lists(numbers, min_size=3, max_size=3, unique=True))
def test_a_printed_distribution_parses_to_itself(name: str, values: list[float]) -> None:
    values = sorted(abs(v) + 0.001 for v in values)[: len(DISTRIBUTIONS[name])]
    text = f"{name}({', '.join(map(repr, values))})"
    try:
        read = parse_quantity(text)
    except QuantitySyntax:
        assert len(set(values)) < len(values) or name == "normal"
        return
    assert (read.kind, read.values) == (name, tuple(values))
    assert parse_quantity(str(read)) == read
    low, high = read.span
    assert low <= read.central <= high
    assert math.isfinite(low)


@given(
    st.lists(st.integers(0, 100), min_size=2, max_size=5, unique=True).map(sorted),
    st.lists(numbers, min_size=5, max_size=5, unique=True).map(sorted),
    st.booleans(),
)
def test_printed_quantiles_parse_to_themselves(shares: list[int], values: list[float], percent: bool) -> None:
    pairs = list(zip(shares, values, strict=False))
    written = [f"{p}%: {v!r}" if percent else f"{p / 100!r}: {v!r}" for p, v in pairs]
    read = parse_quantity(f"q({', '.join(written)})")
    assert read.kind == "quantiles"
    assert read.values == tuple(x for p, v in pairs for x in (p / 100, v))
    assert parse_quantity(str(read)) == read
    width = pairs[-1][1] - pairs[0][1]
    low = pairs[0][1] - (width / 10 if shares[0] else 0)
    high = pairs[-1][1] + (width / 10 if shares[-1] < 100 else 0)
    assert read.span == pytest.approx((low, high))
    assert low - 1e-9 <= read.central <= high + 1e-9
    assert (read.knots[0][0], read.knots[-1][0]) == (0, 1)


@pytest.mark.parametrize(
    "inside",
    [
        *("5%: 1", "5%: 1, 95%", "5%: 1, 5%: 2", "95%: 1, 5%: 2", "5%: 2, 95%: 1", "5%: 1, 95%: 1", ""),
        *("-5%: 1, 95%: 2", "5%: 1, 150%: 2", "5%: 1, 95%: 2000", "5%: a, 95%: b"),
    ],
)
def test_quantiles_that_cannot_be(inside: str) -> None:
    with pytest.raises(QuantitySyntax):
        parse_quantity(f"q({inside})")


@given(numbers, numbers)
def test_an_interval_rises(a: float, b: float) -> None:
    text = f"{a!r}..{b!r}"
    if a < b:
        assert parse_quantity(text).values == (a, b)
    else:
        with pytest.raises(QuantitySyntax):
            parse_quantity(text)


@given(st.text(max_size=30))
def test_any_text_is_a_quantity_or_refused(text: str) -> None:
    try:
        read = parse_quantity(text)
    except QuantitySyntax:
        return
    assert read.kind == "word" or all(abs(v) <= LIMIT for v in read.span)


@pytest.mark.parametrize(
    "text", ["9" * 100_000, "1." + "0" * 100_000, "a" * 100_000, "q(" + "1" * 100_000 + ")"]
)
def test_a_quantity_without_an_end_is_refused_at_once(text: str) -> None:
    """The patterns take the square of the length: a number of a megabyte would take a day."""
    with pytest.raises(QuantitySyntax, match="too long"):
        parse_quantity(text)
