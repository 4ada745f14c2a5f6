from __future__ import annotations

import pytest

from brief.made_up import TODAY, whys
from detente.brief.answer.reasons import reason, reasons, rule, why_data
from detente.brief.ground.evidence import perspectives
from detente.brief.ground.voices import attributed, dated, teller
from detente.brief.words.clauses import clause
from detente.brief.words.situations import move, situation, told
from detente.case import Case, Claim, Source, parse
from detente.paper.english import join, sentence
from detente.stability import CONCEPTS


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("up.dam == open", "Arvia keeps the dam open"),
        ("up.dam != open", "Arvia shuts the dam"),
        ("down.guns >= border", "the army moves to the border or the League attacks"),
        ("down.guns in (quiet, war)", "the army stays at home or the League attacks"),
        ("not down.guns == quiet", "the army moves to the border or the League attacks"),
        ("down.guns < quiet", "never"),
        ("calm", "no army moves"),
        ("not calm", "the army moves to the border or the League attacks"),
        (
            "not (calm and up.talk == yes)",
            "(the army moves to the border or the League attacks); or Arvia stays away from talks",
        ),
        (
            "not at most 1 of (calm, up.talk == yes)",
            "at least 2 of these: no army moves; Arvia comes to the table",
        ),
        (
            "not up.talk == down.court",
            "“Arvia: talks” is not the same as “the Belmar League: appeal to the court”",
        ),
        ("if far.aid == yes then calm", "if aid comes | *at once* <now>, then no army moves"),
        ("calm and up.talk == yes", "no army moves and Arvia comes to the table"),
        (
            "calm and down.guns != war",
            "no army moves; and (the army stays at home or the army moves to the border)",
        ),
        (
            "exactly 1 of (calm, up.talk == yes)",
            "exactly 1 of these: no army moves; Arvia comes to the table",
        ),
        (
            "at most 1 of (calm, up.talk == yes)",
            "at most 1 of these: no army moves; Arvia comes to the table",
        ),
        ("up.talk == down.court", "“Arvia: talks” is the same as “the Belmar League: appeal to the court”"),
        ("down.court == yes", "the Belmar League sets “appeal to the court” to yes"),
        ("chance.rain == dry", "the year is dry"),
        ("true", "always"),
    ],
)
def test_conditions_are_told_in_the_words_of_the_levels(case: Case, condition: str, words: str) -> None:
    assert clause(case, parse(condition)) == words


def test_what_one_actor_does_is_one_clause(case: Case) -> None:
    pairs = [("up.dam", "shut"), ("up.talk", "yes"), ("down.guns", "war"), ("chance.rain", "dry")]
    assert told(case, pairs) == (
        "Arvia shuts the dam and comes to the table; the League attacks, given that the year is dry"
    )


def test_a_move_names_its_actor_once(case: Case) -> None:
    assert move(case, "up", [("up.dam", "shut")]) == "Arvia shuts the dam"
    assert move(case, "down", [("down.guns", "border")]) == "the Belmar League: the army moves to the border"
    assert move(case, "down", [("down.court", "yes")], "answers").startswith("the Belmar League sets")


def test_a_state_is_told_by_what_differs(case: Case) -> None:
    assert situation(case, TODAY, TODAY) == "all stays as it is today"
    assert situation(case, {**TODAY, "chance.rain": "dry"}, TODAY).endswith("given that the year is dry")
    assert situation(case, {**TODAY, "up.dam": "shut"}, TODAY) == "Arvia shuts the dam"
    assert situation(case, {**TODAY, "up.dam": "shut"}, TODAY, skip=["up.dam"]) == "all stays as it is today"


def test_lists_use_semicolons_where_commas_would_mislead() -> None:
    assert join([]) == ""
    assert join(["a"]) == "a"
    assert join(["a", "b", "c"], "or") == "a, b or c"
    assert join(["a and b", "c"]) == "a and b; and c"
    assert sentence("why?") == "Why?"


def test_a_hope_is_told_as_a_hope(case: Case) -> None:
    assert attributed(case, case.claims["C1"]) == (
        "Arvia, as Smith 2020 reports, hopes that if Arvia shares the water, the League stays calm."
    )
    assert attributed(case, case.claims["C2"]) == "Jones 2019 holds that Holding the water leads to war."


@pytest.mark.parametrize(
    ("modality", "verb"),
    [
        ("certain", "is certain that"),
        ("likely", "likely"),
        ("possible", "possible"),
        ("appearance", "impression"),
    ],
)
def test_a_claim_is_as_firm_as_its_voice(case: Case, modality: str, verb: str) -> None:
    claim = Claim.model_validate({**case.claims["C2"].model_dump(), "modality": modality})
    assert verb in attributed(case, claim)


def test_a_voice_that_is_no_name_gets_an_article(case: Case) -> None:
    claim = Claim.model_validate({**case.claims["C2"].model_dump(), "voice": "reviewer > book"})
    assert attributed(case, claim).startswith("The book, as the reviewer reports, holds")
    assert teller(case, claim.evidence) == "Jones 2019"


def test_dates_may_lack_a_day() -> None:
    assert [dated(d) for d in ("2020-10~", "2020-01-05", "1990", "2020-13")] == [
        "October 2020",
        "5 January 2020",
        "1990",
        "2020-13",
    ]


def test_a_derived_source_is_no_view_of_its_own(case: Case) -> None:
    assert perspectives(case) == 1
    apart = {
        k: Source.model_validate({**s.model_dump(), "derived_from": ()}) for k, s in case.sources.items()
    }
    assert perspectives(case.model_copy(update={"sources": apart})) == 2


def test_why_a_state_lasts(case: Case) -> None:
    deterred, tempted, idle = (reason(case, w.witness, w.levels) for w in whys())
    assert deterred == (
        "Arvia could act, but it would not pay: if Arvia shuts the dam, then the Belmar League answers: "
        "the League attacks, and even the best reply (Arvia comes to the table) leaves Arvia no better off."
    )
    assert tempted == (
        "The Belmar League can improve its lot: the Belmar League sets “appeal to the court” to yes. "
        "No answer that counts takes the gain back."
    )
    assert idle == "Corland has no move that improves its lot."
    assert reasons(case, whys())[-1] == idle


def test_reasons_as_data_name_options_and_not_states(case: Case) -> None:
    found = why_data(case, whys()[0])
    assert found["sanctions"][0]["answer"] == [
        {"actor": "down", "changes": {"down.guns": {"from": "quiet", "to": "war"}}}
    ]
    assert found["stable"] is True
    assert found["improvement"] is None


def test_every_concept_says_which_answers_count() -> None:
    assert len({rule(c) for c in CONCEPTS}) == len(CONCEPTS)
