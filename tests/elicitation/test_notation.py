"""Numbers as people write them: what is read is what was meant, and what is in doubt is not read."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.elicitation.naming import alike, same
from detente.elicitation.notation import Written, percentage, read_numbers
from reference.notation import readings

THIN, NARROW, HARD = "\u2009", "\u202f", "\u00a0"


def read(*texts: str, most: float = math.inf) -> list[float | None]:
    return [n.value for n in read_numbers([Written(t, most=most) for t in texts])]


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (("1,250", "0.5"), (1250, 0.5)),
        (("1,250", "0,5"), (1.25, 0.5)),
        (("1.250", "0,5"), (1250, 0.5)),
        (("1.250", "0.5"), (1.25, 0.5)),
        (("1,250,000", "1,250"), (1_250_000, 1250)),
        (("1.250.000", "1.250"), (1_250_000, 1250)),
        (("1,234.5", "1,250"), (1234.5, 1250)),
        (("1.234,5", "1.250"), (1234.5, 1250)),
        (("0,500", "1,250"), (0.5, 1.25)),
        (("0.500", "1.250"), (0.5, 1.25)),
        (("1,2500", "1,250"), (1.25, 1.25)),
        ((f"1{THIN}250", f"1{NARROW}250", f"1{HARD}250", "1 250", "1'250", "1’250"), (1250,) * 6),
        ((f"1{HARD}250,5",), (1250.5,)),
        (("1'250.5",), (1250.5,)),
        (("12 345 678",), (12_345_678,)),
        (("-5", "−5", "–5", "－5", "+5"), (-5, -5, -5, -5, 5)),
        (("'5", "'-5"), (5, -5)),
        (("1e3", "1.25E+03", "2,5e-1".replace(",", ".")), (1000, 1250, 0.25)),
        (("1,25E+03",), (1250,)),
        (("１２", "٣", "５．５"), (12, 3, 5.5)),
        ((".5", "5."), (0.5, 5)),
    ],
)
def test_all_numbers_together_show_how_each_is_written(
    texts: tuple[str, ...], values: tuple[float, ...]
) -> None:
    assert read(*texts) == list(values)


@pytest.mark.parametrize("text", ["1,250", "1.250", "12,345", "-1,250", "999.999"])
def test_what_may_be_two_numbers_is_read_as_neither(text: str) -> None:
    (found,) = read_numbers([Written(text)])
    assert found.value is None
    assert "may be" in found.cause
    assert text in found.cause


@pytest.mark.parametrize(
    "text",
    ["", "-", "1_000", "0x10", "nan", "inf", "1e", "1 25", "1,25,000", "12,34", "1..2", "1–3", "1-3",
     "1 to 3", "(5)", "5-", "5 patrols", "$5", "1²", "½", "TRUE", "2026-05-01", "1.5.2026", "1-May", "≈5",
     "<5", "5k", "1,250 1,500", "9" * 61,
     "=1+1", "1\u20665", "--5", "1'25", "1''250", "0,123,456", "12٬5", "#DIV/0!"],
)  # fmt: skip
def test_what_is_no_number_is_said_to_be_none(text: str) -> None:
    found = read_numbers([Written("0.5"), Written(text)])[1]
    if text == "12,34":  # a number with a comma, beside one with a point
        assert "different decimal signs" in found.cause
    else:
        assert found.value is None
        assert "not a number" in found.cause


def test_mixed_decimal_signs_are_refused_where_they_are_rarer() -> None:
    found = read_numbers([Written(t) for t in ("0,5", "0.7", "0,9", "3")])
    assert [n.value for n in found] == [0.5, None, 0.9, 3]
    assert "'0.7' and '0,5'" in found[1].cause
    tied = read_numbers([Written("0.7"), Written("0,5")])
    assert [n.value for n in tied] == [0.7, None]


def test_a_weight_has_no_thousands() -> None:
    """1.125 can only be a small weight; 1,125 may be a mistake for it or for a number that no weight has."""
    assert read("1.125", most=500) == [1.125]
    assert read("1,125", most=500) == [None]
    assert read("1.125", "0,5", most=500) == [1.125, None]


def test_a_number_of_a_workbook_shows_nothing_about_texts() -> None:
    typed = [Written("0.5", typed=True), Written("1,250")]
    assert [n.value for n in read_numbers(typed)] == [0.5, None]


@pytest.mark.parametrize("text", ["15%", "15 %", f"15{HARD}%", "15％"])
def test_percent_signs(text: str) -> None:
    assert percentage(text) == ("15", True)


@given(
    st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=8),
    st.sampled_from([(".", ","), (",", "."), (".", " "), (",", HARD), (".", "'"), (",", "")]),
    st.integers(0, 3),
)
def test_numbers_of_one_notation_come_back_or_are_doubted(
    values: list[object], signs: tuple[str, str], places: int
) -> None:
    decimal, between = signs
    texts = [f"{v:,.{places}f}".replace(".", "D").replace(",", between).replace("D", decimal) for v in values]
    wanted = [float(f"{v:.{places}f}") for v in values]
    found = read(*texts)
    assert all(a is None or a == b for a, b in zip(found, wanted, strict=True))
    assert read("0" + decimal + "5", *texts)[1:] == wanted


@given(st.lists(st.text("0123456789.,-+ e'", max_size=9), max_size=5))
def test_nothing_is_read_that_some_notation_of_the_column_would_read_otherwise(texts: list[str]) -> None:
    """The twin knows one rule: whole columns by either notation, and only what all of them agree on."""
    columns = readings(texts)
    for k, (text, value) in enumerate(zip(texts, read(*texts), strict=True)):
        if value is not None and columns:
            assert {c[k] for c in columns} == {value}, text


def test_names() -> None:
    assert same(" Anna\u00a0PETROVA") == same("anna petrova\u200b")
    assert same("Ａｎｎａ") == same("anna")
    assert same("José") != same("Jose")
    assert alike("José-A.") == alike("jose a")
    assert alike("...") == "..."
