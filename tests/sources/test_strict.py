"""What is typography and what is not: a seeded campaign of small changes to sentences full of numbers."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.sources import VERIFIED, Anchor, cut, make, parse_locator, verify
from detente.sources.wording import words

#: Written for these tests.
TEXT = """\
The coast road was repaired for $225 million, which is 3.5% of what the province earns. Nobody had expected
the works to last 10-15 years, and they did not. The ministry says that it cannot pay more than €1,250 a day.

Winters are colder than −12.5 °C in one year of four; in 1998–2001 it was the rule. The garrison has 18 F-16s,
no tanks and 1,400 men. It will not grow before 2031. Between 5% and 10% of the fishermen left, the others
didn't.

A line of 330 kV brings 45 MW to the port, 60 km away. Its losses fell by -0.7 points, to .9 of a point. The
ratio of guns to men is 1:24, and half of the guns are older than 30 years. The treaty isn't in force: Article
7.2 was never ratified.

The islands measure 14.6 km² and lie 2½ hours from the coast. At least 12 ships passed at 06:30, and not one
of them stopped. The debt is 3/4 of the yearly income, or 1.2 × 10⁶ crowns. No more than +2 °C of warming is
expected by 2050, says the survey of 2019.
"""

#: The same text with other typography, which must not count.
TYPOGRAPHY: dict[str, Callable[[str], str]] = {
    "nothing": lambda t: t,
    "minus and dashes": lambda t: t.replace("−", "-").replace("–", "-"),
    "long minus": lambda t: (
        t.replace("-0.7", "\u22120.7").replace("10-15", "10–15").replace("F-16", "F\u201116")
    ),
    "quotes": lambda t: t.replace("'", "’"),
    "no-break spaces": lambda t: t.replace(" million", "\u00a0million").replace(" °C", "\u202f°C"),
    "lines": lambda t: re.sub(r"(?<=\S)[ \n](?=\S)", "\n", t),
    "ranges divided at a line's end": lambda t: t.replace("10-15", "10-\n15").replace("F-16", "F-\n16"),
    "divided words": lambda t: t.replace("garrison", "garri-\nson").replace("expected", "ex-\npected"),
    "soft hyphens": lambda t: t.replace("province", "pro\u00advince").replace("ministry", "minis\u00ad\ntry"),
    "ligatures": lambda t: t.replace("fi", "\ufb01").replace("fl", "\ufb02"),
    "letters taken apart": lambda t: t.replace("é", "e\u0301"),
    "wide signs": lambda t: t.replace("%", "\uff05").replace("$", "\uff04"),
    "footnotes": lambda t: re.sub(r"(?<=[a-z])\.(?=\s)", ".7", t).replace("treaty", "treaty[12]"),
    "capitals": lambda t: re.sub("(The coast road|Nobody had)", lambda m: m[0].upper(), t),
}


def anchors(text: str) -> Iterator[Anchor]:
    for block, held in enumerate(cut(text).blocks, 1):
        for number in range(1, len(held) + 1):
            yield make(cut(text), parse_locator(f"X.P{block}.S{number}"))


@pytest.mark.parametrize("change", list(TYPOGRAPHY))
def test_typography_changes_no_verdict(change: str) -> None:
    document = cut(TYPOGRAPHY[change](TEXT))
    assert {verify(anchor, document).kind for anchor in anchors(TEXT)} == {"exact"}


def test_typography_counts_as_little_when_anchors_are_made() -> None:
    for change in TYPOGRAPHY.values():
        assert {verify(anchor, cut(TEXT)).kind for anchor in anchors(change(TEXT))} == {"exact"}


# ------------------------------------------------------------------------------------ the campaign

#: Kind of change -> what it looks for, and what it puts there.
CHANGES: dict[str, tuple[str, Callable[[re.Match[str], random.Random], str]]] = {
    "a digit changed": (r"\d", lambda m, r: r.choice([d for d in "0123456789" if d != m[0]])),
    "a digit dropped": (r"\d", lambda m, r: ""),
    "a digit added": (r"\d", lambda m, r: m[0] + r.choice("0123456789")),
    "a number moved by a point": (r"(?<=\d)\d(?=[^\w])", lambda m, r: f".{m[0]}"),
    "a point dropped": (r"(?<=\d)[.:](?=\d)", lambda m, r: ""),
    "a point for a comma": (r"(?<=\d)[.,](?=\d)", lambda m, r: "," if m[0] == "." else "."),
    "a thousands separator dropped": (r"(?<=\d),(?=\d{3})", lambda m, r: ""),
    "a thousands separator made a space": (
        r"(?<=\d),(?=\d{3})",
        lambda m, r: r.choice([" ", "\u00a0", "\u202f"]),
    ),
    "a leading point dropped": (r"(?<=\s)\.(?=\d)", lambda m, r: ""),
    "a hyphen dropped": (r"(?<=\w)[-–](?=\d)", lambda m, r: r.choice(["", " "])),
    "a sign dropped": (r"(?<=\s)[-−+](?=\d)", lambda m, r: ""),
    "a sign turned": (r"(?<=\s)[-−+](?=\d)", lambda m, r: "-" if m[0] == "+" else "+"),
    "a sign added": (r"(?<=[\s$€])(?=\d)", lambda m, r: r.choice("-−+–±<>~")),
    "percent dropped": (r"%", lambda m, r: ""),
    "percent made per mille": (r"%", lambda m, r: "\u2030"),
    "a currency dropped": (r"[$€]", lambda m, r: ""),
    "a currency changed": (r"[$€]", lambda m, r: "£" if m[0] == "$" else "$"),
    "a unit changed": (r"\b(?:km|MW|kV|million|years|°C|hours)", lambda m, r: _UNITS[m[0]]),
    "a fraction changed": (r"[½]|/(?=4)", lambda m, r: "\u00bc" if m[0] == "½" else ""),
    "a power changed": (r"[²⁶]", lambda m, r: r.choice(["", "³"])),
    "not removed": (r" not\b|n't\b|\bnever |\bno ", lambda m, r: ""),
    "not added": (r"\b(?:was|will|has|is|are)\b", lambda m, r: f"{m[0]} not"),
    "an apostrophe dropped": (r"(?<=\w)'(?=\w)", lambda m, r: ""),
    "two words made one": (r"(?<=[a-z]) (?=[a-z])", lambda m, r: ""),
    "one word made two": (r"(?<=[a-z]{2})(?=[a-z]{2})", lambda m, r: " "),
    "two numbers made one": (r"(?<=\d)[–-](?=\d)", lambda m, r: ""),
    "a word changed": (r"\b(?:more|half|least|older|colder|before|fell)\b", lambda m, r: _WORDS[m[0]]),
}
_UNITS = {
    "km": "m",
    "MW": "mW",
    "kV": "kW",
    "million": "billion",
    "years": "days",
    "°C": "°F",
    "hours": "days",
}
_WORDS = {
    "more": "less", "half": "all", "least": "most", "older": "newer", "colder": "warmer", "before": "after",
    "fell": "rose",
}  # fmt: skip


def changed(change: str, chance: random.Random) -> tuple[Anchor, str]:
    """Change one place of the text; return the anchor of the sentence it lies in, and the new text."""
    pattern, put = CHANGES[change]
    flat = "\n\n".join(" ".join(block) for block in cut(TEXT).blocks)
    places = [(anchor, *bounds(flat, anchor)) for anchor in anchors(TEXT)]
    found = [
        (a, m) for a, start, end in places for m in re.finditer(pattern, flat) if start <= m.start() < end
    ]
    anchor, at = chance.choice(found)
    return anchor, flat[: at.start()] + put(at, chance) + flat[at.end() :]


def bounds(flat: str, anchor: Anchor) -> tuple[int, int]:
    at = anchor.locator
    sentence = cut(TEXT).blocks[at.block - 1][at.sentence - 1]
    return flat.index(sentence), flat.index(sentence) + len(sentence)


@pytest.mark.parametrize("change", list(CHANGES))
def test_no_change_of_meaning_is_accepted(change: str) -> None:
    chance = random.Random(change)
    for _ in range(60):
        anchor, text = changed(change, chance)
        found = verify(anchor, cut(text))
        assert found.kind not in VERIFIED, (str(anchor.locator), text)


@pytest.mark.parametrize("change", list(CHANGES))
def test_no_change_is_accepted_beside_other_typography(change: str) -> None:
    chance = random.Random(f"{change} and more")
    for _ in range(20):
        anchor, text = changed(change, chance)
        other = TYPOGRAPHY[chance.choice([k for k in TYPOGRAPHY if k != "footnotes"])]
        assert verify(anchor, cut(other(text))).kind not in VERIFIED, (str(anchor.locator), other(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It cost $225 million.", "It cost $22.5 million."),
        ("It takes 10-15 years.", "It takes 1015 years."),
        ("It takes 10-15 years.", "It takes 10 15 years."),
        ("It takes 10-15 years.", "It takes 10 -15 years."),
        ("It fell by -5%.", "It fell by 5%."),
        ("It fell by -5%.", "It fell by -5."),
        ("It fell by − 5%.", "It fell by 5%."),
        ("It fell by - 5%.", "It fell by 5%."),
        ("It rose by + 5%.", "It rose by 5%."),
        ("It takes 10 – 15 years.", "It takes 10 15 years."),
        ("About [15] ships came.", "About [16] ships came."),
        ("It cost $[15] million.", "It cost $[16] million."),
        ("See Article II.4", "See Article II.5"),
        ("See Art.5", "See Art.6"),
        ("It was 2020.5", "It was 2020.6"),
        ("It measures 5 m².", "It measures 5 m³."),
        ("It measures 10⁶.", "It measures 10⁷."),
        ("It measures ¹⁄₄.", "It measures ³⁄₄."),
        ("It measures 5½.", "It measures 51/2."),
        ("It makes 5 MW.", "It makes 5 mW."),
        ("It cost $5M.", "It cost $5m."),
        ("At < 5 it stops.", "At > 5 it stops."),
        ("Adults (18+) may.", "Adults (18) may."),
        ("He is a therapist.", "He is the rapist."),
        ("We can't go.", "We cant go."),
        ("They resign.", "They re-sign."),
        ("कि", "की"),
        ("٥ سفن", "٦ سفن"),
    ],
)
def test_these_are_not_the_same(one: str, other: str) -> None:
    assert words(one) != words(other)
    assert verify(make(cut(one), parse_locator("X.P1.S1")), cut(other)).kind not in VERIFIED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cooperation came late.", "Co-\noperation came late."),
        ("Co-operation came late.", "Co-\noperation came late."),
        ("Co-\noperation came late.", "Cooperation came late."),
        ("A 10-year plan.", "A 10-\nyear plan."),
        ("The US-China talks.", "The US\u2013China talks."),
        ("Guns - and men.", "Guns \u2014 and men."),
        ("It rained.¹²", "It rained."),
        ("It rained.12", "It rained."),
        ("It rained[3] again.", "It rained again."),
        ("Their fl\u00e4che.", "Their \ufb02a\u0308che."),
    ],
)
def test_these_are_the_same(one: str, other: str) -> None:
    assert verify(make(cut(one), parse_locator("X.P1.S1")), cut(other)).kind == "exact"


def test_a_divided_word_is_read_as_the_document_writes_it() -> None:
    text = "The by-law is old. Nobody reads the by-\nlaw now. It is kept in a drawer."
    assert {verify(a, cut(text.replace("by-\nlaw", "by-law"))).kind for a in anchors(text)} == {"exact"}


numbers = st.from_regex(r"\A[-+−$€]?[0-9]{1,4}([.,:/-][0-9]{1,3}){0,2}[%+]?\Z")


@given(numbers, numbers)
def test_numbers_written_otherwise_are_other_numbers(one: str, other: str) -> None:
    same = one.replace("−", "-") == other.replace("−", "-")
    assert (words(f"It was {one} then") == words(f"It was {other} then")) == same
