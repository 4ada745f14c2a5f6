"""Locators: every one is printed as it is read, and nothing else is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError, LocatorError
from detente.sources import Locator, parse_locator

NUMBERS = st.integers(1, 10**9 - 1) | st.integers(1, 12)
KEYS = st.from_regex(r"[A-Z][A-Za-z0-9]{0,6}", fullmatch=True)


@st.composite
def locators(draw: st.DrawFn) -> Locator:
    """Any locator: a source, a block, a run of blocks, a sentence, a run of sentences."""
    key, form = draw(KEYS), draw(st.integers(0, 4))
    block, sentence = draw(NUMBERS), draw(NUMBERS)
    return [
        Locator(key),
        Locator(key, block, block),
        Locator(key, block, block + draw(st.integers(0, 9))),
        Locator(key, block, block, sentence, sentence),
        Locator(key, block, block, sentence, sentence + draw(st.integers(0, 9))),
    ][form]


def whole(locator: Locator) -> bool:
    return max(locator.last_block, locator.last_sentence) < 10**9


@given(locators().filter(whole))
def test_what_is_printed_is_read_as_the_same(locator: Locator) -> None:
    assert parse_locator(str(locator)) == locator


@given(st.text("KRps.PS-0123456789 \n", max_size=14))
def test_whatever_is_read_is_printed_in_one_way(text: str) -> None:
    try:
        locator = parse_locator(text)
    except LocatorError:
        return
    printed = str(locator)
    assert parse_locator(printed) == locator
    assert str(parse_locator(printed)) == printed
    assert text.strip().startswith(printed), "only a run of one, such as P3-P3, is printed shorter"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("K", Locator("K")),
        ("K.P7", Locator("K", 7, 7)),
        ("K.P3-P6", Locator("K", 3, 6)),
        ("K.P7.S1", Locator("K", 7, 7, 1, 1)),
        ("K.P23.S1-S4", Locator("K", 23, 23, 1, 4)),
        ("Torkunov2020.P10.S12", Locator("Torkunov2020", 10, 10, 12, 12)),
        ("  K.P7\n", Locator("K", 7, 7)),
    ],
)
def test_the_forms(text: str, read: Locator) -> None:
    assert parse_locator(text) == read


BAD = [
    *["", " ", ".", "K.", "K.P", "K.S1", "K.P.S1", "K.P7.", "K.P7.S", "K.P7.S1-", "K.P7-", "K-P7"],
    *["k.P7", "K.p7", "K.P7.s1", "1.P7", "K_1.P7", "K.7", "K P7", "K. P7", "K.P7 .S1", "K.P7 S1"],
    *["K.P0", "K.P07", "K.P-1", "K.P7.S0", "K.P7.S01", "K.P1.5", "K.P1e3", "K.P+7"],
    *["K.P7-7", "K.P7-S2", "K.P7.S1-4", "K.P7.S1-P8", "K.P3-P6.S1", "K.P7.S1.S2", "K.P7.P8"],
    *["K.P7-P6", "K.P7.S4-S1", "K.P7,K.P8", "K.P7\nK.P8", "K.P7;", "see K.P7"],
]
LOOK_ALIKES = [
    "К.P7",
    "K.Р7",
    "K.P٧",
    "K.P７",
    "K.P7–P8",
    "K․P7",
]  # letters, digits and dashes of other scripts


@pytest.mark.parametrize("text", BAD + LOOK_ALIKES)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(LocatorError) as refusal:
        parse_locator(text)
    assert repr(text) in str(refusal.value)
    assert isinstance(refusal.value, DetenteError)


def test_a_number_without_end_is_refused_like_any_other() -> None:
    with pytest.raises(LocatorError):
        parse_locator("K.P" + "9" * 5_000)


def test_locators_sort_in_the_order_of_reading() -> None:
    read = [parse_locator(t) for t in ("K.P10", "K.P2.S11", "R.P1", "K.P2", "K.P2.S3", "K", "K.P2-P3")]
    order = ["K", "K.P2", "K.P2.S3", "K.P2.S11", "K.P2-P3", "K.P10", "R.P1"]
    assert [str(locator) for locator in sorted(read)] == order
