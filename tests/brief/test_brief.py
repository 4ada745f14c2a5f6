from __future__ import annotations

import re
from dataclasses import replace

import pytest

from brief.made_up import GRAPH_TEXT, made_case, made_findings, share
from detente.brief import Brief, Figure, Table, write
from detente.case import Case
from detente.insight import find
from detente.paper.layout import said
from detente.stability import Doubt, Step

TITLES = [
    "The answer in short",
    "What follows from each choice",
    "How it gets there",
    "Where it comes to rest",
    "What each actor gains or loses against the status quo",
    "What it means, one thing after another",
    "Which choice is better",
    "What decides it",
    "How the readings differ",
    "How far it depends on foresight",
    "The sources' claims",
    "Why it lasts",
    "Evidence",
    "Reading this brief",
]


def tables(brief: Brief) -> list[Table]:
    return [t for s in brief.sections for t in s.tables]


def prose(brief: Brief) -> str:
    lines = [*brief.about]
    for section in brief.sections:
        lines += [section.title, *section.paragraphs, *(i for found in section.lists for i in found.items)]
        lines += [t.note for t in section.tables]
    return "\n".join(lines)


def test_sections_stand_in_order(brief: Brief) -> None:
    assert [s.title for s in brief.sections] == TITLES


def test_every_figure_has_an_error_or_says_that_it_is_rough(brief: Brief) -> None:
    figures = [c for t in tables(brief) for r in t.rows for c in r if isinstance(c, Figure)]
    assert len(figures) > 60
    for figure in figures:
        assert re.search(r"±|about|always|not known|no world", figure.text), figure


def test_every_table_with_shares_says_how_many_worlds(brief: Brief) -> None:
    for table in tables(brief):
        if any(isinstance(c, Figure) for row in table.rows for c in row):
            assert "worlds" in table.note
            assert "±" in table.note


def test_rows_have_a_cell_for_each_column(brief: Brief, certain: Brief) -> None:
    for table in [*tables(brief), *tables(certain)]:
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_no_state_is_a_number(brief: Brief) -> None:
    for text in (brief.to_text(100), brief.to_markdown(), brief._repr_html_(), brief.to_json()):
        assert not re.search(r"\bstates? \d+", re.sub(r"\d feasible states", "", text), re.IGNORECASE)


def test_the_header_says_what_made_the_answer(brief: Brief) -> None:
    about = " ".join(brief.about)
    for part in (
        "30 June 2020",
        "Arvia",
        "3 actors",
        "5 options",
        "160 feasible states",
        "400 worlds",
        "Seed 7",
    ):
        assert part in about
    assert "0123456789ab" in about
    assert "0123456789abc" not in about
    assert "Hindsight: It is made up." in about


def test_the_answer_is_short_and_computed(brief: Brief) -> None:
    answer = brief.section("answer").paragraphs
    assert 3 <= len(answer) <= 7
    told = " ".join(answer)
    assert "better choice is “Share the water”: it does better in 70 ± 2% of worlds" in told
    assert "“Hold the water” ends most often in: peace (45 ± 2% of worlds), then in: war" in told
    assert "Arvia's interest in this: Arvia shuts the dam" in told
    assert "the stronger, the better for “Hold the water”" in told
    assert "“Smith 2020”" in told
    assert "How far threats are believed does not change which choice is better." in told


def test_a_close_call_is_called_one(case: Case) -> None:
    close = tuple(
        replace(c, best=share(b)) for c, b in zip(made_findings().choices, (0.51, 0.49), strict=True)
    )
    found = write(case, replace(made_findings(), choices=close))
    assert "neither choice is clearly better" in found.section("answer").paragraphs[0]


def test_it_is_said_when_foresight_turns_the_answer_round(case: Case) -> None:
    turned = tuple(
        replace(c, best_by_concept={**c.best_by_concept, "R": share(1 - c.best.value)})
        for c in made_findings().choices
    )
    told = write(case, replace(made_findings(), choices=turned)).section("answer").paragraphs[-1]
    assert told == (
        "The better choice depends on how far threats are believed: "
        "it is “Hold the water” under R (70 ± 2% of worlds)."
    )


def test_the_range_over_concepts_stands_beside_the_error(case: Case) -> None:
    """Outer bounds are no part of it."""
    first, second = made_findings().choices
    wide = {**first.best_by_concept, "R": share(0.45), "SEQ": share(0.84), "GMR": share(0.99)}
    found = replace(made_findings(), choices=(replace(first, best_by_concept=wide), second))
    told = write(case, found).section("answer").paragraphs[0]
    assert (
        "For “Share the water” that is between 45 and 84% depending on how far threats are believed." in told
    )
    outcomes = {**first.outcomes_by_concept, "R": {"peace": share(0.1)}}
    found = replace(made_findings(), choices=(replace(first, outcomes_by_concept=outcomes), second))
    told = " ".join(write(case, found).section("answer").paragraphs)
    assert "peace (70 ± 2% of worlds; between 10 and 70% depending on how far threats are believed)" in told


def test_a_threat_that_its_author_would_not_carry_out_is_told_first(case: Case) -> None:
    first, second = made_findings().choices
    (why, *others) = first.why
    (sanction, *rest) = why.witness.sanctions
    step = sanction.answer[0]
    doubt = Doubt(0, None, (Step(0, step.target, step.origin),))
    doubted = replace(why.witness, sanctions=(replace(sanction, doubts=(doubt,)), *rest))
    whys = (replace(why, witness=doubted), *others)
    found = replace(made_findings(), choices=(replace(first, why=whys), second))
    told = " ".join(write(case, found).section("answer").paragraphs)
    assert "rests, in the central world, on a threat that its author would not carry out." in told
    assert "would itself be deterred from its answer" in told


def test_readings_that_disagree_are_said_to(case: Case) -> None:
    split = {"smith": share(0.9), "jones": share(0.2)}
    other = {"smith": share(0.1), "jones": share(0.8)}
    first, second = made_findings().choices
    choices = (replace(first, best_by_reading=split), replace(second, best_by_reading=other))
    told = write(case, replace(made_findings(), choices=choices)).section("answer").paragraphs
    assert any(t.startswith("The readings disagree: ") for t in told)


def test_a_choice_that_never_settles_is_told(case: Case) -> None:
    first, second = made_findings().choices
    never = {"war": share(0.0), "unsettled": share(1.0)}
    restless = replace(first, outcomes=never, equilibria=(), paths=(), settled=share(0.0))
    found = write(case, replace(made_findings(), choices=(restless, second)))
    assert "nowhere: play does not come to rest" in " ".join(found.section("answer").paragraphs)
    assert "does not come to rest in the central world" in found.section("way").lists[0].items[0]
    assert found.section("rest").lists[0].items == ("Play comes to rest in no world.",)
    assert "Unsettled" in found.section("legend").lists[0].items[-1]


def test_levels_are_told_actor_by_actor(brief: Brief) -> None:
    section = brief.section("meaning")
    table = next(t for t in section.tables if "League" in t.title)
    assert [str(r[0]) for r in table.rows] == [
        "The army stays at home (as today)",
        "The army moves to the border",
        "The League attacks",
    ]


def test_an_aversion_speaks_against(brief: Brief) -> None:
    row = brief.section("drivers").tables[0].rows[2]
    assert str(row[0]).startswith("Arvia's aversion to this: ")
    assert "for “Share the water”" in str(row[2])
    assert row[3] == "S.P3"


def test_the_way_names_actors_and_moves(brief: Brief) -> None:
    found = brief.section("way")
    assert found.lists[0].items == (
        "The Belmar League: the army moves to the border and the Belmar League sets “appeal to the "
        "court” to yes.",
    )
    assert found.lists[0].marks == ("1.",)
    assert "where it stands today (peace)" in " ".join(found.paragraphs)
    assert "one of two equally short ways" in " ".join(found.paragraphs)


def test_points_of_rest_are_told_by_what_differs(brief: Brief) -> None:
    first = brief.section("rest").lists[0]
    assert first.items[0].startswith("All stays as it is today. Outcome: peace.")
    assert "given that the year is dry" in first.items[2]
    assert first.marks == ("A.", "B.", "C.")


def test_claims_are_attributed_and_contrasted(brief: Brief) -> None:
    section = brief.section("claims")
    assert "hopes that" in section.lists[0].items[0]
    assert "Otherwise" in section.tables[0].columns
    assert "A hope is no forecast" in " ".join(section.paragraphs)
    assert section.tables[0].rows[0][-1] == "cannot be said"


def test_evidence_is_counted(brief: Brief) -> None:
    section = brief.section("evidence")
    assert section.paragraphs[0].startswith("Two sources, one perspective, no independent confirmations:")
    rows = {str(r[0]): r for r in section.tables[0].rows}
    assert [said(c) for c in rows["Analyst judgement"][1:]] == ["1", "0", "0", "4"]


def test_without_uncertainty_the_brief_says_so(certain: Brief) -> None:
    told = prose(certain)
    assert "Nothing in this case is uncertain" in told
    assert "one world, since nothing is uncertain" in told
    figures = [c.text for t in tables(certain) for r in t.rows for c in r if isinstance(c, Figure)]
    assert "100%" in figures
    assert all("±" not in f for f in figures)


def test_without_choices_nothing_is_compared(certain: Brief) -> None:
    titles = [s.title for s in certain.sections]
    assert "Which choice is better" not in titles
    assert "What decides it" not in titles
    assert "How the readings differ" not in titles
    assert "Choice:" not in prose(certain)


def test_a_case_that_only_names_its_states_is_told_in_their_phrases() -> None:
    case = made_case(GRAPH_TEXT)
    text = write(case, find(case)).to_text(80)
    assert "has moved" in text or "“s3”" in text


@pytest.mark.parametrize("slug", ["prisoners-dilemma", "elmira", "lake-gisborne"])
def test_published_cases_get_a_brief(slug: str) -> None:
    from detente.catalog import load

    case = load(slug)
    found = write(case, find(case, worlds=30))
    assert found.section("rest").lists
    assert found.to_json()
