"""Documents cut into blocks and sentences, found again by locator, and told apart by digest."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import UnknownName
from detente.sources import cut, digest, parse_locator, passage

#: Written for this test. Two blocks of prose between a heading and a note.
SAMPLE = """\
THE HARBOUR QUESTION

Two towns share one harbour, and neither owns it. Who pays
for the lights? “Nobody,” says the mayor, e.g. in his letter
to the U.S. Navy.12 The lights went out in 1907. They are out still!

  The council met twice.3 “We shall pay.” Then it did not...
'Why?' asked the pilots (Mr. J. Hale and Ms. Ito). The fee was 2.5 crowns.

1 See pp. 4-9.
"""

CUT = (
    ("THE HARBOUR QUESTION",),
    (
        "Two towns share one harbour, and neither owns it.",
        "Who pays for the lights?",
        "“Nobody,” says the mayor, e.g. in his letter to the U.S. Navy.12",
        "The lights went out in 1907.",
        "They are out still!",
    ),
    (
        "The council met twice.3",
        "“We shall pay.”",
        "Then it did not...",
        "'Why?' asked the pilots (Mr. J. Hale and Ms. Ito).",
        "The fee was 2.5 crowns.",
    ),
    ("1 See pp. 4-9.",),
)


def test_the_sample() -> None:
    assert cut(SAMPLE).blocks == CUT


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It rained.3 Nobody came.", ["It rained.3", "Nobody came."]),
        ("It rained.42 Nobody came.", ["It rained.42", "Nobody came."]),
        ("“It rained.”7 Nobody came.", ["“It rained.”7", "Nobody came."]),
        ("(It rained.) Nobody came.", ["(It rained.)", "Nobody came."]),
        ("He said: «It rained.» Nobody came.", ["He said: «It rained.»", "Nobody came."]),
        ("Did it rain?! “No.” (Never.)", ["Did it rain?!", "“No.”", "(Never.)"]),
        ("It rained... Then it stopped.", ["It rained...", "Then it stopped."]),
        ("It rained. 300 people came.", ["It rained.", "300 people came."]),
        ("Шёл дождь. Никто не пришёл.", ["Шёл дождь.", "Никто не пришёл."]),
        ("It rained.\nNobody\tcame.", ["It rained.", "Nobody came."]),
        ("A heading without a full stop", ["A heading without a full stop"]),
        # no end of a sentence
        ("The U.S. Navy came.", ["The U.S. Navy came."]),
        ("The U.S. and the U.K. Navies came.", ["The U.S. and the U.K. Navies came."]),
        ("It rained, e.g. Monday, i.e. Twice.", ["It rained, e.g. Monday, i.e. Twice."]),
        ("Mr. Hale met Ms. Ito, Dr. Ree and St. John.", ["Mr. Hale met Ms. Ito, Dr. Ree and St. John."]),
        ("See p. 4, pp. 7 and Ch. 9.", ["See p. 4, pp. 7 and Ch. 9."]),
        ("Hale vs. Ito was heard.", ["Hale vs. Ito was heard."]),
        ("It fell by 2.5 percent.", ["It fell by 2.5 percent."]),
        ("At 5 p.m. it rained.", ["At 5 p.m. it rained."]),
        ("“Why?” she asked.", ["“Why?” she asked."]),
        ("It rained.Nobody came.", ["It rained.Nobody came."]),
    ],
)
def test_where_a_sentence_ends(text: str, sentences: list[str]) -> None:
    assert cut(text).blocks == (tuple(sentences),)


@pytest.mark.parametrize(
    "gap", ["\n\n", "\n\n\n\n", "\n \t\n", "\r\n\r\n", "\n\u00a0\n", "\n\n    "], ids=repr
)
def test_blocks_stand_between_blank_lines(gap: str) -> None:
    assert cut(f"\n\nOne. Two.{gap}Three.\n\n").blocks == (("One.", "Two."), ("Three.",))


@pytest.mark.parametrize("text", ["", " \n\n \n", "\u00a0"])
def test_an_empty_document_has_no_block(text: str) -> None:
    assert cut(text).blocks == ()


@given(st.text("ab ZД.?!”“'12\n\r", max_size=80))
def test_cutting_loses_nothing_and_adds_nothing(text: str) -> None:
    blocks = cut(text).blocks
    assert " ".join(" ".join(b) for b in blocks).split() == text.split()
    assert all(sentence == sentence.strip() != "" for b in blocks for sentence in b)
    assert cut("\n\n".join(" ".join(b) for b in blocks)).blocks == blocks


# ------------------------------------------------------------------------------------------- passages


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("H.P1", "THE HARBOUR QUESTION"),
        ("H.P2.S2", "Who pays for the lights?"),
        ("H.P2.S4-S5", "The lights went out in 1907. They are out still!"),
        ("H.P3.S5", "The fee was 2.5 crowns."),
        ("H.P4", "1 See pp. 4-9."),
        ("H.P3-P4", " ".join(CUT[2]) + "\n\n1 See pp. 4-9."),
        ("H", "\n\n".join(" ".join(b) for b in CUT)),
    ],
)
def test_a_locator_finds_its_words(at: str, words: str) -> None:
    assert passage(cut(SAMPLE), parse_locator(at)) == words


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        ("H.P5", "block"),
        ("H.P4-P5", "block"),
        ("H.P5.S1", "block"),
        ("H.P1.S2", "sentence"),
        ("H.P2.S6", "sentence"),
        ("H.P2.S5-S6", "sentence"),
    ],
)
def test_a_locator_that_points_nowhere_is_refused(at: str, kind: str) -> None:
    with pytest.raises(UnknownName) as refusal:
        passage(cut(SAMPLE), parse_locator(at))
    assert (refusal.value.kind, refusal.value.name) == (kind, at)


# -------------------------------------------------------------------------------------------- digests


def test_the_digest_is_blake2b_of_letters_and_digits() -> None:
    expected = hashlib.blake2b(b"itrainedin1907", digest_size=16).hexdigest()
    assert digest("“It rained – in 1907!”") == expected == cut("It rained in 1907.").digest


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(" \n\t\u00a0'\"“”«»’-–—.,;…()"))),
)
def test_quotes_dashes_and_spaces_do_not_count(text: str, added: list[tuple[int, str]]) -> None:
    # Marks that combine with the letter before them would be torn from it, and are another matter.
    text = "".join(c for c in unicodedata.normalize("NFKC", text) if not unicodedata.combining(c))
    changed = text
    for place, mark in added:
        changed = changed[:place] + mark + changed[place:]
    assert digest(changed) == digest(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("ﬁnal", "final"),
        ("e\u0301tat", "état"),
        ("１９０７", "1907"),
        ("МОСКВА", "Москва"),
    ],
)
def test_the_same_letters_in_another_form_do_not_count(one: str, other: str) -> None:
    assert digest(one) == digest(other)


@given(st.integers(0, len(SAMPLE) - 1))
def test_every_letter_and_digit_counts(place: int) -> None:
    changed = SAMPLE[:place] + SAMPLE[place + 1 :]
    assert (digest(changed) != digest(SAMPLE)) == SAMPLE[place].isalnum()
