"""From a share to its ways, reasons, statements and passages; and the same numbers for programs."""

from __future__ import annotations

import copy
import re
from datetime import date

import pytest

from detente import Findings, find, load, unfold, write
from detente.brief import Brief
from detente.case import Case
from detente.ensemble import Plan, run
from detente.errors import DetenteError, UnknownName
from detente.insight import answered
from detente.paper.model import Linked
from detente.stability import assess
from detente.worlds import draw

PARTS = frozenset({"choices", "drivers", "ways", "orders", "unreached"})


@pytest.fixture(scope="module")
def case() -> Case:
    return load("kazakhstan-2022")


@pytest.fixture(scope="module")
def found(case: Case) -> Findings:
    return find(case, worlds=30, parts=PARTS)


@pytest.fixture(scope="module")
def brief(case: Case, found: Findings) -> Brief:
    return write(case, found, words={"X.P1": "never cited"})


def test_every_way_is_made_of_moves_and_ends_in_a_lasting_situation_of_its_class(
    case: Case, found: Findings
) -> None:
    drawn = draw(case, 31, 1)
    ways = [(c, way) for c in found.choices for way in c.ways]
    assert {(c.choice, w.outcome) for c, w in ways} == {
        (c.choice, o)
        for c in found.choices
        for o, e in c.outcomes.items()
        if e.value > 0 and o != "unsettled"
    }
    for c, way in ways:
        levels = {o: list(case.chance[o].levels)[row[way.world]] for o, row in drawn.chance.items()}
        game = unfold(case, {**levels, **(case.choices[c.choice].set if c.choice else {})})
        at = game.describe(game.status_quo)
        for step, stakes in zip(way.path.steps, way.stakes, strict=True):
            before = game.find(at)
            at |= {o: to for o, (_, to) in step.changes.items()}
            assert game.find(at) in set(game.moves(game.actors.index(step.actor), before))
            held = {s.statement: s.holds for s in stakes}
            k = game.actors.index(step.actor)
            truth = dict(zip(drawn.statements[k], game.truth(k)[game.find(at)], strict=True))
            assert held.items() <= truth.items()
        end = game.find(at)
        index = slice(way.world, way.world + 1)
        stable = assess(game, drawn.utilities(game, index), (case.concept,), drawn.views(game, index))
        assert stable.equilibria[0, end, 0]
        assert game.outcomes[game.outcome[end]] == way.outcome


def test_orders_put_what_an_actor_wants_more_first(found: Findings) -> None:
    assert len(found.orders) > 3
    elmira = load("elmira")
    orders = find(elmira, parts=frozenset({"orders"})).orders
    game = unfold(elmira)
    values = [draw(elmira, 1).at(game, game.find(s.state))[:, 0] for s in orders]
    places = [s.places for s in orders]
    for k, actor in enumerate(elmira.actors):
        for one, first in zip(values, places, strict=True):
            for other, second in zip(values, places, strict=True):
                assert (one[k] > other[k]) == (first[actor].central < second[actor].central)


def test_every_link_of_a_page_leads_somewhere_and_the_chain_is_whole(brief: Brief) -> None:
    page = brief.to_html()
    ids = set(re.findall(r'id="([^"]+)"', page))
    links = re.findall(r'href="#([^"]+)"', page)
    assert set(links) <= ids
    for kind in ("share-", "want-", "passage-"):
        assert any(link.startswith(kind) for link in links), kind
    assert "never cited" not in page
    assert len(ids) == len(re.findall(r'id="([^"]+)"', page)), "each anchor is there once"


def test_linked_words_are_words_and_survive_a_copy() -> None:
    words = Linked("rests on ", ("K.P7", "passage-K.P7"))
    again = copy.deepcopy(words)
    assert again == "rests on K.P7"
    assert again.runs == words.runs


def test_frames_have_a_row_for_each_number(case: Case, found: Findings) -> None:
    frame = found.outcomes
    for c in found.choices:
        for o, e in c.outcomes.items():
            (share,) = frame.where(choice=c.choice, outcome=o, concept=case.concept, reading="")["share"]
            assert share == e.value
    assert found.influences["explains"] == tuple(d.share.value for d in found.drivers)
    assert len(found.dates) == 0
    runs = run(case, Plan("random", 6, 1))
    rows = runs.frame(case)
    for w in range(7):
        for choice in runs.answers:
            assert sum(rows.where(world=w, choice=choice)["share"]) == pytest.approx(1)
    assert rows.to_csv().count("\n") == len(rows) + 1


def test_notebooks_show_cases_findings_and_pictures(case: Case, found: Findings, brief: Brief) -> None:
    assert case.title in case._repr_html_()
    assert "share of worlds" in found._repr_html_()
    assert "<svg" in brief.pictures[0]._repr_html_()
    assert "<svg" in brief._repr_html_()


def test_a_case_with_other_weights_or_options_held_is_another_case(case: Case) -> None:
    statement = next(s.id for a in case.actors for s in case.statements(a))
    heavier = case.with_weights({statement: "2.5"})
    assert heavier != case
    found = next(s for a in heavier.actors for s in heavier.statements(a) if s.id == statement)
    assert found.weight.central == 2.5
    with pytest.raises(UnknownName, match=f"nearest: {statement}"):
        case.with_weights({f"{statement}x": 1})
    with pytest.raises(DetenteError):
        case.with_weights({statement: "[1, "})
    chosen = {o for choice in case.choices.values() for o in choice.set}
    option = next(o for o in case.options if o not in chosen)
    held = case.hold({option: next(iter(case.options[option].levels))})
    assert held.constraints.keys() - case.constraints.keys()


def test_a_condition_that_somebody_asks_about_is_answered(case: Case) -> None:
    told = answered(load("elmira"), "uniroyal.abandon == yes")
    assert [e.value for e in told.at_rest.values()] == [0.0, 0.5]
    with pytest.raises(UnknownName):
        answered(case, "nothing_of_the_kind")
    with pytest.raises(DetenteError):
        answered(case, "true", date(1900, 1, 1))
