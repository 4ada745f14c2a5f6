"""From options to outcomes: marks that say of every situation what a loop over the situations says."""

from __future__ import annotations

import pytest

from detente import Case, load, unfold
from detente.brief.follow.influence import MOST_STATES, influence
from detente.paper.draw import NARROW, WIDE, svg
from detente.paper.picture import Influence


@pytest.fixture(scope="module")
def case() -> Case:
    return load("kazakhstan-2022")


def test_a_want_is_met_or_broken_in_every_situation_of_an_outcome(case: Case) -> None:
    section = influence(case, 960)
    assert section is not None
    game = unfold(case)
    drawn = [p for p in section.pictures if isinstance(p, Influence)]
    assert [p.key for p in drawn] == [f"influence-{a}" for a in case.actors]
    for k, (actor, picture) in enumerate(zip(case.actors, drawn, strict=True)):
        truth, own = game.truth(k), case.statements(actor)
        said = {}
        for j, s in enumerate(own):
            wanted = case.resolve(s.weight).central >= 0
            marks = []
            for o in range(len(game.outcomes)):
                there = [bool(truth[i, j]) == wanted for i in range(len(game)) if game.outcome[i] == o]
                marks.append("met" if all(there) else "–" if any(there) else "broken")
            said[str(s.weight), tuple(marks)] = s
        (table,) = picture.tables
        assert len(table.rows) == len(own)
        assert {(row[1], tuple(row[3:])) for row in table.rows} == set(said)
        for strand in picture.strands:
            row = next(r for r in table.rows if r[0] == strand.words)
            assert [k for k, mark in enumerate(row[3:]) if mark == "met"] == list(strand.meets)
            assert [k for k, mark in enumerate(row[3:]) if mark == "broken"] == list(strand.breaks)
            assert row[2]
            assert all(str(picture.options[o]) in str(row[2]) for o in strand.options)


def test_it_can_be_drawn_at_both_widths(case: Case) -> None:
    section = influence(case, 960)
    assert section is not None
    picture = section.pictures[0]
    for width in (WIDE, NARROW):
        text = svg(picture, width, inline=True)
        assert isinstance(picture, Influence)
        assert picture.words in text
        assert text.count("#") == text.count('href="#') + text.count("url(#")  # colours are the page's


def test_orders_and_large_cases_have_none(case: Case) -> None:
    assert influence(load("elmira"), 12) is None
    assert influence(case, MOST_STATES + 1) is None
    assert influence(case.model_copy(update={"outcomes": {}}), 960) is None
