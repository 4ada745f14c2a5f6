"""The rule reader: what it finds in sentences and in marked texts on conflicts of several kinds and times."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.proposal import Item, stands
from detente.proposal.rules import read
from detente.proposal.rules.dated import dates_in
from detente.proposal.rules.lexicon import forms, table
from detente.sources import cut
from proposal.marks import TEXTS, gold, share_found

NAMES = sorted(file.name.removesuffix(".gold.yaml") for file in TEXTS.glob("*.gold.yaml"))


def items(text: str, kind: str) -> list[Item]:
    return [item for item in read(cut(text), "K") if item.type == kind]


def slots(text: str, kind: str, *names: str) -> set[tuple[str, ...]]:
    return {tuple(item.slots.get(name, "") for name in names) for item in items(text, kind)}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ankara wants a ferry to the island.", {"Turkey"}),
        ("Neither Chad nor Libya wants a war over the strip.", {"Chad", "Libya"}),
        ("Peru has sold its fleet and hopes to buy another.", {"Peru"}),
        ("Water is vital to Jordan.", {"Jordan"}),
        ("Having lost the port, Bolivia seeks access to the sea.", {"Bolivia"}),
        ("Kenya, which had hosted the talks, prefers to wait for rain.", {"Kenya"}),
        ("Iran’s main aim is to keep its oil flowing.", {"Iran"}),
    ],
)
def test_who_wants_is_found(text: str, who: set[str]) -> None:
    assert {item.slots["actor"] for item in items(text, "interest")} == who


def test_a_pronoun_stands_for_the_subject_before() -> None:
    text = "Chile fears a blockade. It will arm its navy."
    assert ("Chile",) in slots(text, "lever", "actor")


def test_a_person_belongs_to_the_state_that_the_text_gives() -> None:
    found = slots("Angola’s Maria Falk met the press. Falk wants peace.", "actor", "name", "of")
    assert ("Maria Falk", "Angola") in found


def test_a_name_within_another_word_is_none_and_no_word_is_cut_in_two() -> None:
    assert items("Rome00-00t wants 12kt of grain.", "actor") == []
    assert [i.slots["actor"] for i in items("Rome wants 12kt of grain.", "interest")] == ["Italy"]


def test_a_word_divided_at_the_end_of_a_line_is_one_word() -> None:
    found = items("Azer-\nbaijan wants its coal back. Rome- fears a drought.", "actor")
    assert [i.slots["name"] for i in found] == ["Azerbaijan"]
    assert all(stands(i.quote, cut("Azer-\nbaijan wants its coal back."), i.at) for i in found)


def test_times_are_no_causes_and_what_is_foreseen_is_no_event() -> None:
    assert items("Peru has kept the border closed since 1993.", "causal") == []
    text = "It is unlikely that the dispute will be settled before 2026."
    assert items(text, "conditional") == items(text, "event") == []
    assert [i.slots["date"] for i in items("Peru annexed the islands before 1926.", "event")] == ["1926"]


def test_without_and_the_more_the_less() -> None:
    (found,) = items("Without American protection, Guyana could not exploit its fields.", "conditional")
    assert found.slots["if"] == "American protection"
    assert found.slots["then"].startswith("Guyana could not")
    (found,) = items("The more Chad leans on Mali, the less Niger is willing to help it.", "causal")
    assert found.slots["sign"] == "-"


def test_an_organisation_is_known_by_its_words() -> None:
    text = "Georgetown asked the International Court of Justice. The Caribbean Community backs Guyana."
    assert {i.slots["name"] for i in items(text, "actor")} == {
        "Guyana", "International Court of Justice", "Caribbean Community",
    }  # fmt: skip
    assert slots(text, "relation", "from", "to", "sign") == {("Caribbean Community", "Guyana", "+")}


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        (
            "Cuba and Iran are Venezuela’s closest allies.",
            {("Cuba", "Venezuela", "+"), ("Iran", "Venezuela", "+")},
        ),
        ("Relations between Chad and Libya deteriorated after the raid.", {("Chad", "Libya", "-")}),
        ("Relations between Chad and Libya improved after the talks.", {("Chad", "Libya", "+")}),
    ],
)
def test_what_two_are_to_each_other(text: str, tie: set[tuple[str, ...]]) -> None:
    assert slots(text, "relation", "from", "to", "sign") == tie


def test_what_is_no_sentence_is_passed_over() -> None:
    found = items(
        "Rome wants grain.\n\n" + "Rome wants grain and " * 300 + "\n\nBonn wants coal.", "interest"
    )
    assert [i.at for i in found] == [("K.P1.S1",), ("K.P3.S1",)]


def test_a_seat_goes_to_the_state_that_the_text_names() -> None:
    old = "The Soviet Union waits. Moscow wants peace. The Soviets will sell grain."
    assert slots(old, "interest", "actor") == {("Soviet Union",)}
    assert slots("Moscow wants peace.", "interest", "actor") == {("Russia",)}


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        ("The Peru-Chile war went on for years.", ("Peru", "Chile", "-", "mutual")),
        ("There is growing cooperation between Mali and Niger.", ("Mali", "Niger", "+", "mutual")),
        ("Kenya has imposed sanctions on Uganda.", ("Kenya", "Uganda", "-", "from")),
        ("Iraq enjoys little support from Syria.", ("Syria", "Iraq", "-", "from")),
        ("Oman depends on Qatar for its water.", ("Oman", "Qatar", "+", "from")),
        ("Norway was attacked by Sweden.", ("Sweden", "Norway", "-", "from")),
    ],
)
def test_a_tie_has_its_ends_and_its_sign(text: str, tie: tuple[str, ...]) -> None:
    assert slots(text, "relation", "from", "to", "sign", "direction") == {tie}


def test_conditions_and_causes_have_their_halves_the_right_way_round() -> None:
    found = slots("If Mali closes the road, Niger will lose its market.", "conditional", "if", "then")
    assert found == {("Mali closes the road", "Niger will lose its market")}
    found = slots("Because the rains failed, Chad closed the border.", "causal", "cause", "effect")
    assert found == {("the rains failed", "Chad closed the border")}
    found = slots("The drought led to unrest in Chad.", "causal", "cause", "effect")
    assert found == {("The drought", "unrest in Chad")}


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("On 3 May 1992 it began.", ["1992-05-03"]),
        ("On May 3, 1992 and in June 1993", ["1992-05-03", "1993-06"]),
        ("from 2008–10 to 2014-2016", ["2008/2010", "2014/2016"]),
        ("in the 1990s", ["1990/1999"]),
        ("2,015 men, $1990, 1800 tons and no date", []),
    ],
)
def test_dates_are_read(text: str, dates: list[str]) -> None:
    assert [date for _, _, date in dates_in(text)] == dates


def test_a_dated_sentence_becomes_an_event_with_type_and_actors() -> None:
    found = slots("In July 1975 Kenya attacked Uganda.", "event", "date", "actors", "event")
    assert found == {("1975-07", "Kenya, Uganda", "conflict")}


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("In 2031 Kenya will join the pact.", []),
        ("A clash between Kenya and Uganda is likely after 2031.", []),
        ("Kenya warned in March 2021 that nobody could pass.", ["2021-03"]),
        ("Kenya could lift the tariffs that it granted in 2010.", ["2010"]),
        ("Kenya attacked Uganda in 1975. Kenya is negative about talks.", ["1975"]),
        ("Kenya attacked Uganda in 1975. Uganda closed the border.", ["1975", "1975"]),
        ("Ada Falk, Essays on Kenya, which became famous (2008), pp. 3-5.", []),
    ],
)
def test_what_is_to_come_lasts_or_is_quoted_is_no_event(text: str, date: list[str]) -> None:
    assert [item.slots["date"] for item in items(text, "event")] == date


def test_an_act_that_is_denied_keeps_its_negation_and_a_name_is_no_act() -> None:
    (found,) = items("Peru did not join the blockade.", "lever")
    assert found.text == "did not join the blockade"
    for text in (
        "Peru cannot close the strait to ships.",
        "Peru called the idea absurd.",
        "It is Peru’s to say.",
    ):
        assert items(text, "lever") == []
    assert [i.text for i in items("Peru called for new talks.", "lever")] == ["called for new talks"]


def test_what_somebody_wants_must_be_said() -> None:
    assert items("Chad may offer Mali what it wants.", "interest") == []
    assert items("Oman, which Iran fears, asks for it.", "interest") == []
    (found,) = items("Chad is not pleased with the deal.", "interest")
    assert found.reason.startswith("does not want")


def test_ties_that_are_denied_or_reported_are_none() -> None:
    assert items("Chad did not attack Mali.", "relation") == []
    assert items("Chad recognized the failure of the old Libya.", "relation") == []
    assert slots("Chad backed away from Mali.", "relation", "sign") == {("-",)}


def test_one_thing_is_proposed_once_and_the_surer_things_come_first() -> None:
    text = "If Mali closes the road, Niger will lose its market."
    assert items(text, "causal") == []
    text = "Chad’s attack on Mali failed. Niger wants peace, so it waits."
    kinds = [(item.type, item.reason.split(":")[0]) for item in read(cut(text), "K")]
    assert kinds.index(("interest", "wants")) < kinds.index(("lever", "act"))
    assert [kind for kind, _ in kinds[:3]] == ["actor"] * 3


def test_a_page_printed_twice_is_read_once() -> None:
    once = "Ankara wants a ferry to the island."
    (item,) = items(f"{once}\n\nMore.\n\n{once}", "interest")
    assert item.at == ("K.P1.S1", "K.P3.S1")


@pytest.mark.parametrize("name", NAMES)
def test_most_of_a_marked_text_is_found(name: str) -> None:
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    found = read(cut(text), "T")
    assert all(stands(item.quote, cut(text), item.at) for item in found)
    assert share_found(name, found) > 0.6
    named = {item.slots["name"] for item in found if item.type == "actor"}
    states = {entry["name"] for entry in gold(name)["actors"] if entry["kind"] == "state"}
    assert len(states & named) >= 0.85 * len(states)


def test_the_tables_of_the_lexicon_know_no_conflict() -> None:
    """Names stand in the tables of states and bodies alone; what was quarrelled over stands in none."""
    for name in ("verbs", "phrases", "ties", "closed"):
        told = str(table(name))
        assert told == told.lower(), name
    assert not [word for word in str(table("actors")).split() if word[:1].isupper()]


def test_ground_forms() -> None:
    assert "seek" in forms("sought")
    assert "supply" in forms("supplies")
    assert "plan" in forms("planning")


_WORDS = st.sampled_from(
    [
        "Rome",
        "Moscow",
        "US",
        "-",
        "’s",
        "it",
        "they",
        "which",
        "who",
        "will",
        "would",
        "not",
        "to",
        "of",
        "and",
        ",",
        ";",
        ":",
        "“",
        "”",
        "(",
        ")",
        "1)",
        "2)",
        "2014",
        "May",
        "wants",
        "seeks",
        "sanctions",
        "because",
        "if",
        "led",
        "to",
        "between",
        "attack",
        "support",
        "nuclear",
        "The",
        "the",
        "being",
        "having",
        "President",
        "Ada",
        "Falk",
        "administration",
    ]
)


@given(st.lists(_WORDS, max_size=25))
def test_no_row_of_words_is_too_odd(words: list[str]) -> None:
    document = cut(" ".join(words) + ".")
    assert all(stands(item.quote, document, item.at) or not item.quote for item in read(document, "K"))


def test_folder_of_texts_is_complete() -> None:
    assert {Path(f"{name}.txt") for name in NAMES} == {Path(f.name) for f in TEXTS.glob("*.txt")}
