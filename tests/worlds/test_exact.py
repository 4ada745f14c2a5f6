"""Decimal weights are fractions: every tie is a tie and every strict preference is strict, everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reference
from detente.brief import account, listed
from detente.case import Case, loads
from detente.case.grain import MOST, grain
from detente.dynamics.clocks.lownoise import resistances
from detente.ensemble import Plan, run
from detente.errors import CaseError, WitnessRejected
from detente.game import Game, unfold
from detente.insight import find
from detente.insight.flip.play import play
from detente.stability import assess, certify, explain
from detente.worlds import Held, Worlds, draw, exact, ranked
from meaning import holds
from reference import Conflict
from small import JUDGEMENT, small
from strategies import examples

#: The statements of an actor: (condition, weight as written).
Wants = list[tuple[str, str]]

OPTIONS = {"a.x": "no yes", "a.y": "no yes", "b.z": "low mid high"}
CONDITIONS = [f"{o} == {level}" for o, levels in OPTIONS.items() for level in levels.split()]
CONDITIONS += ["not a.x == yes", "a.x == yes and b.z == low", "a.x == a.y", "b.z >= mid"]


@st.composite
def decimals(draw: st.DrawFn) -> str:
    """A weight of up to four decimals; few digits, so that sums tie often."""
    places, sign = draw(st.integers(0, 4)), draw(st.sampled_from(["", "", "-"]))
    whole = draw(st.integers(0, 12))
    return f"{sign}{Fraction(whole, 10**places).__float__():.{places}f}"


@st.composite
def wanted(draw: st.DrawFn) -> dict[str, Wants]:
    return {
        actor: draw(st.lists(st.tuples(st.sampled_from(CONDITIONS), decimals()), min_size=1, max_size=6))
        for actor in ("a", "b")
    }


def statements(wants: Mapping[str, Wants]) -> dict[str, Any]:
    return {
        actor: {
            "statements": [
                {"id": f"{actor}-{k}", "when": when, "weight": weight, "evidence": JUDGEMENT}
                for k, (when, weight) in enumerate(rows)
            ]
        }
        for actor, rows in wants.items()
    }


def case_of(wants: Mapping[str, Wants], **parts: Any) -> Case:
    quo = {"a.x": "no", "a.y": "no", "b.z": "low"}
    return small(OPTIONS, status_quo=quo, **{"preferences": statements(wants), **parts})


def twin(case: Case, game: Game, actor: str, weights: list[Fraction]) -> list[Fraction]:
    """The utility of every state, added up in fractions."""
    return [
        sum(
            (w for w, s in zip(weights, case.statements(actor), strict=True)
             if holds(case, s.when.tree, game.describe(k))),
            Fraction(0),
        )
        for k in range(len(game))
    ]  # fmt: skip


def written(rows: Wants) -> list[Fraction]:
    return [Fraction(weight) for _, weight in rows]


def agree(found: Any, wanted: list[Fraction]) -> None:
    """Any two states compare as the fractions do."""
    for s, t in product(range(len(wanted)), repeat=2):
        assert (found[s] > found[t]) == (wanted[s] > wanted[t]), (s, t, found, wanted)


def conflict(case: Case, game: Game, utilities: list[list[Fraction]]) -> Conflict:
    arcs = [{(s, t) for s in range(len(game)) for t in game.moves(i, s)} for i in range(len(game.actors))]
    return Conflict(len(game), arcs, utilities)  # type: ignore[arg-type]


@examples(120)
@given(wanted())
def test_weights_compare_as_fractions_do(wants: dict[str, Wants]) -> None:
    case = case_of(wants)
    game, worlds = unfold(case), draw(case, 1)
    expected = [twin(case, game, a, written(rows)) for a, rows in wants.items()]
    u, ranks = worlds.utilities(game)[:, :, 0], ranked(worlds, game, np.arange(1))
    exactly, believed = exact(case, game, worlds)
    played = play(case, worlds, {"": game})
    for i, row in enumerate(expected):
        agree(u[i], row)
        agree(ranks.ranks(np.arange(1))[i][:, 0].astype(int), row)
        assert exactly[i].tolist() == row
        assert [Fraction(int(x), worlds.units[i]) for x in u[i]] == row
        agree(played._ranks(game, i, played.room.centre[played.parts[i], None])[:, 0], row)
    assert believed == {}
    twins = conflict(case, game, expected)
    stability = assess(game, u)
    for c in reference.TEXTBOOK:
        assert stability.states(c) == sorted(reference.equilibria(twins, c)), c
        for i, s in product(range(2), range(len(game))):
            certify(game, exactly, explain(game, u, c, i, s))


@examples(60)
@given(wanted(), st.randoms())
def test_readings_and_beliefs_compare_as_fractions_do(wants: dict[str, Wants], dice: Random) -> None:
    """Each reading by itself, their mean, and what one actor believes of the other."""
    shares = [Fraction(dice.choice(["1", "0.3", "0.25", "2", "7"])) for _ in range(2)]
    changed = [
        {k: dice.choice(wants["b"])[1] for k in range(len(wants["b"])) if dice.random() < 0.6} for _ in shares
    ]
    seen = {k: dice.choice(wants["b"])[1] for k in range(len(wants["b"])) if dice.random() < 0.5} or {
        0: "0.7"
    }

    def named(weights: dict[int, str]) -> dict[str, str]:
        return {f"b-{k}": w for k, w in weights.items()}

    readings = {
        f"r{n}": {"name": "r", "share": float(share), "weights": named(ws), "evidence": JUDGEMENT}
        for n, (share, ws) in enumerate(zip(shares, changed, strict=True))
    }
    sight = {"p": {"viewer": "a", "of": "b", "weights": named(seen), "evidence": JUDGEMENT}}
    case = case_of(wants, readings=readings, perceptions=sight)
    game = unfold(case)
    worlds = draw(case, 3, held=Held(reading=np.array([-1, 0, 1], np.int16)))
    own = written(wants["b"])
    rows = [[Fraction(ws.get(k, str(w))) if k in ws else w for k, w in enumerate(own)] for ws in changed]
    mean = [
        sum((s * x for s, x in zip(shares, column, strict=True)), Fraction(0)) / sum(shares)
        for column in zip(*rows, strict=True)
    ]
    u, views = worlds.utilities(game), worlds.views(game)
    for w, weights in enumerate([mean, *rows]):
        agree(u[1, :, w], twin(case, game, "b", weights))
        believed = [Fraction(seen[k]) if k in seen else x for k, x in enumerate(weights)]
        agree(views[0][1][:, w], twin(case, game, "b", believed))
    exactly, known = exact(case, game, worlds)
    assert exactly[1].tolist() == twin(case, game, "b", mean)
    assert known[0][1].tolist() == twin(
        case, game, "b", [Fraction(seen[k]) if k in seen else x for k, x in enumerate(mean)]
    )


def test_means_of_ranges_are_exact_and_draws_lie_on_the_same_grid() -> None:
    """The middle of 0.6..0.8 is 0.7; a drawn world has numbers that sums of decimals can tie with."""
    wants = {"a": [("a.x == yes", "0.6..0.8"), ("a.x == no", "0.5"), ("not a.x == yes", "0.2")], "b": []}
    case = case_of(wants)
    game, worlds = unfold(case), draw(case, 200)
    u = worlds.utilities(game)[0]
    yes, no = (game.find({"a.x": x, "a.y": "no", "b.z": "low"}) for x in ("yes", "no"))
    assert u[yes, 0] == u[no, 0]
    assert ((u[yes] % (worlds.units[0] // 2**16) == 0)[1:]).all()
    assert exact(case, game, worlds)[0][0][yes] == Fraction(7, 10)


def test_a_tie_of_readings_is_a_tie_of_their_mean_whatever_the_shares() -> None:
    """0.7 = 0.6 + 0.1 and 0.9 = 0.5 + 0.4; shares of many digits, and a share that is no fraction."""
    wants = {"a": [("a.x == yes", "0.7"), ("a.x == no", "0.6"), ("not a.x == yes", "0.1")], "b": []}
    other = {"a-0": 0.9, "a-1": 0.5, "a-2": 0.4}
    for share in (1, 0.333333, "loguniform(0.3, 0.8)", "0.2..0.9", 1 / 7):
        readings = {
            "r": {"name": "r", "share": share, "weights": other, "evidence": JUDGEMENT},
            "s": {"name": "s", "share": 1, "evidence": JUDGEMENT},
        }
        case = case_of(wants, readings=readings)
        game, worlds = unfold(case), draw(case, 30)
        u = worlds.utilities(game)[0]
        yes, no = (game.find({"a.x": x, "a.y": "no", "b.z": "low"}) for x in ("yes", "no"))
        assert (u[yes] == u[no]).all(), share


@pytest.mark.parametrize("weight", ["1e-5", "0.00001", "1e-9", "0.00001..0.00003", "loguniform(1e-6, 1e-5)"])
def test_small_weights_count(weight: str) -> None:
    wants = {"a": [("true", "1"), ("a.x == yes", weight), ("a.y == yes", "3")], "b": []}
    case = case_of(wants)
    game, worlds = unfold(case), draw(case, 200)
    u = worlds.utilities(game)[0]
    pairs = [(game.find({"a.x": x, "a.y": y, "b.z": "mid"}) for x in ("yes", "no")) for y in ("no", "yes")]
    assert all((u[yes] > u[no]).all() for yes, no in pairs)
    drawn = worlds.weights[0][1, 1:]
    assert len(set(drawn.tolist())) > (190 if ".." in weight or "(" in weight else 0)


def test_a_small_waste_is_not_nothing() -> None:
    """What an actor forgoes is counted in millionths of its range, and anything above 0 as one at least."""
    case = case_of({"a": [("a.x == yes", "1e-8"), ("a.y == yes", "1")], "b": []})
    game, worlds = unfold(case), draw(case, 1)
    low, high = worlds.span(game)
    u = (worlds.utilities(game) - low[:, None])[:, :, 0] / np.maximum(high - low, 1)
    costs = resistances(game, u).toarray()
    yes, no = (game.find({"a.x": x, "a.y": "yes", "b.z": "low"}) for x in ("yes", "no"))
    assert costs[yes, no] == 1
    assert costs[no, yes] == 0


# ------------------------------------------------------------------------------------------- what is refused

TIES = """format: 1
case: ties
title: Two offers worth the same
as_of: 2026-01-01
focal: buyer
concept: R
actors: {buyer: {name: Buyer}, seller: {name: Seller}}
options:
  buyer.deal: {name: deal, ordered: no, levels: {whole: takes the whole, parts: takes the parts}}
  seller.talk: {name: talks, levels: {no: is silent, yes: talks}}
status_quo: {buyer.deal: parts, seller.talk: no}
preferences:
  buyer:
    statements:
      - {id: whole, when: buyer.deal == whole, weight: WHOLE, evidence: analyst judgement}
      - {id: part1, when: buyer.deal == parts, weight: 0.6, evidence: analyst judgement}
      - {id: part2, when: not buyer.deal == whole, weight: 0.1, evidence: analyst judgement}
  seller:
    statements: [{id: quiet, when: seller.talk == no, weight: 1, evidence: analyst judgement}]
outcomes:
  w: {name: the whole, when: buyer.deal == whole}
  p: {name: the parts, when: buyer.deal == parts}
"""


def ties(whole: str) -> Case:
    return loads(TIES.replace("WHOLE", whole))


@pytest.mark.parametrize(
    ("whole", "rest"),
    [("0.7", 2), ("0.70", 2), ("7e-1", 2), ("70%", 2), ("0.70001", 1), ("0.69999999999", 1)],
)
def test_two_offers_that_are_worth_the_same(whole: str, rest: int) -> None:
    case = ties(whole)
    assert len(listed(case, equilibria="R").rows) == rest
    found = find(case, certified=True)
    points = run(case, Plan(worlds=1)).answers[""].points[0, 0]
    assert int(points) == (2 if rest == 2 else 1) or found.status_quo_stable
    why = account(case, concept="R", certify=True).whys
    assert all(w.certified for w in why)
    assert why[0].witness.stable == (rest == 2 or Fraction(whole.rstrip("%")) < Fraction(7, 10))


def test_the_checker_does_not_share_a_fault_of_the_numbers() -> None:
    """A reason that rests on 0.6 + 0.1 > 0.7, as rounding to 2^-16 has it, is refused."""
    case = ties("0.7")
    game, worlds = unfold(case), draw(case, 1)
    rounded = np.array([[round(float(x) * 2**16) for x in row] for row in worlds.weights[0]])
    u = worlds.utilities(game)[:, :, 0].copy()
    u[0] = (game.truth(0) @ rounded)[:, 0]
    witness = explain(game, u, "R", 0, game.find({"buyer.deal": "whole", "seller.talk": "no"}))
    assert not witness.stable, "the rounded sums say that the parts are better"
    certify(game, u, witness)
    with pytest.raises(WitnessRejected):
        certify(game, exact(case, game, worlds)[0], witness)


@pytest.mark.parametrize("whole", ["0.7000000000000001", "1e-30", "1e-999999999", "0." + "3" * 60])
def test_what_cannot_be_held_is_refused_with_its_place(whole: str) -> None:
    with pytest.raises(CaseError) as caught:
        ties(whole)
    (wrong,) = (p for p in caught.value.problems if p.severity == "error")
    assert (wrong.code, wrong.line, wrong.column) == ("DT460", 15, 56)
    assert wrong.value == whole
    assert "15 digits apart" in wrong.cause


@examples(100)
@given(wanted())
def test_what_is_held_fits(wants: dict[str, Wants]) -> None:
    case = case_of(wants)
    for actor in case.actors:
        held = grain(case, actor)
        assert held.most <= MOST
        assert held.unit % held.draws == 0
        assert held.exact


def test_worlds_are_wide_where_sums_need_it() -> None:
    narrow, wide = (case_of({"a": [("a.x == yes", w)], "b": []}) for w in ("3", "999.9999999"))
    kinds = [draw(c, 1).utilities(unfold(c)).dtype for c in (narrow, wide)]
    assert kinds == [np.int32, np.int64]
    assert isinstance(draw(wide, 1), Worlds)
    assert assess(unfold(wide), draw(wide, 1).utilities(unfold(wide))).equilibria.any()
