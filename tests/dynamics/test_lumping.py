"""Chains over blocks of states: the blocks are those of the twin, and nothing asked of them changes."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import Case
from detente.dynamics import Calendar, ask, bounds, course, generator, moves_of
from detente.dynamics.block import Block, Lumping, lumping
from detente.dynamics.calendar import masks_of
from detente.dynamics.chain.generator import paced
from detente.dynamics.chain.lumping import coarsest, lump
from detente.dynamics.chain.sparse import sparse
from dynamics.test_chain import cardinal, drawn, matrix, twin_of
from dynamics.test_course import RELEASE, example, question
from reference.clockwork import revision
from reference.lumping import peeled
from strategies import Sample, examples, graph_conflicts, option_conflicts
from unfolded import unfolded

JUDGEMENT = "analyst judgement"


def same_blocks(one: Any, other: Any) -> bool:
    pairs = set(zip(list(one), list(other), strict=True))
    return len(pairs) == len(set(one)) == len(set(other))


@examples(40)
@given(
    st.one_of(option_conflicts(), option_conflicts(common=True), graph_conflicts(largest=9)),
    st.integers(0, 10**6),
    st.integers(1, 3),
)
def test_blocks_and_their_rates_are_those_of_the_twin(sample: Sample, seed: int, parts: int) -> None:
    c = unfolded(sample)
    clock = drawn(seed, len(c.game.actors), 1)
    made = generator(moves_of(c.game, clock), c.u[:, :, None], clock)
    sets = np.random.default_rng(seed).integers(0, parts, len(c.game)).astype(np.int32)
    block = coarsest([made], sets)
    twin = cardinal(c)
    each = [
        revision(
            twin, [r * (i == k) for k, r in enumerate(clock.rates[:, 0])], list(clock.precision[:, 0]), "R"
        )
        for i in range(len(c.game.actors))
    ]
    peers = peeled(each, [int(sets[c.place[s]]) for s in range(len(c.game))])
    assert same_blocks([int(block[c.place[s]]) for s in range(len(c.game))], peers)
    short = lump(made, block)
    assert short is not None
    fewer, off = short.apply(made)
    assert off.max() < 1e-12
    inside = np.eye(len(short))[block]
    whole = twin_of(c, clock, 0, "R") @ inside
    assert matrix(sparse(fewer, np.zeros(len(short))))[block] + 0.0 == pytest.approx(whole, abs=1e-9)


def test_blocks_that_do_not_lump_are_refused_or_their_error_is_told() -> None:
    case = beside()
    calendar = Calendar.drawn(case, 3, 1)
    block = Block.of(calendar.track("hold"), calendar.worlds, calendar.clock, "R", np.arange(3))
    made = block.chain(block.track.stages[0].chain)
    # What c makes of c.s depends on a.v, which these blocks do not tell.
    game = block.track.games[0]
    column = {o: game.states[:, k] for k, o in enumerate(game.options)}
    yes = (column["c.s"] + 2 * column["b.y"]).astype(np.int32)
    found = lump(made, yes)
    assert found is not None
    assert found.apply(made)[1].min() > 0.01
    turned = lump(block.turn(0, "chance.z"), yes)
    assert turned is not None
    lumps = Lumping((found,), {(0, "chance.z"): turned})
    assert block.lumped(lumps, 1e-3) is block
    # Where c has turns on top depends on b.y; and the last do not even meet the same classes.
    assert lump(made, column["c.w"].astype(np.int32)) is None
    assert lump(made, (np.arange(len(made)) // 5).astype(np.int32)) is None


def beside(**parts: Any) -> Case:
    """A third actor beside the example, at whose option nobody else looks, and who looks at theirs."""
    whole = example(
        imprecise=1.8,
        phases={"peace": "quiet", "high": "chance.z == high"},
    ).to_dict()
    whole["actors"]["c"] = {"name": "C"}
    whole["options"]["c.w"] = {"name": "w", "levels": ["no", "some", "yes"]}
    whole["options"]["c.s"] = {"name": "s", "levels": ["no", "yes"]}
    whole["status_quo"] |= {"c.w": "no", "c.s": "no"}
    statements = {"c.w == yes and b.y == yes": 2, "c.w == some": 1, "c.s == yes and a.v == mid": 1}
    whole["preferences"]["c"] = {
        "statements": [
            {"id": f"c{k}", "when": when, "weight": weight, "evidence": JUDGEMENT}
            for k, (when, weight) in enumerate(statements.items())
        ]
    }
    whole["clock"]["rates"]["c"] = {"per_year": 1.5, "evidence": JUDGEMENT}
    window = {"from": "2001-01-01", "to": "2001-12-31", "every": 3, "evidence": JUDGEMENT}
    whole["clock"]["turns"] = [
        {"id": "haste", "actors": ["a", "c"], "factor": 2.5, **window},
        {"id": "rush", "actors": ["a", "c"], "when": "quiet", "per_year": 2, "evidence": JUDGEMENT},
        {"id": "strife", "shocks": ["clash"], "factor": 4, **window, "to": "2002-03-31"},
    ]
    whole["questions"] += [question("other", "at", when="c.w == yes")]
    return Case.model_validate(whole | parts)


@pytest.mark.parametrize("release", [None, RELEASE])
def test_dates_over_blocks_are_those_over_states(release: date | None) -> None:
    case = beside()
    calendar = Calendar.drawn(case, 5, 3)
    track, some = (
        calendar.track("hold", release),
        [("outcome", "calm"), ("phase", "peace"), ("phase", "high")],
    )
    masks = [np.array([masks_of(case, g)[n] for n in some]) for g in track.games]
    found = lumping(track, calendar.worlds, calendar.clock, "R", masks)
    assert found is not None
    # What is left: b.y, the election, and a.x where it is free; b looks at nothing else.
    assert [len(x) for x in found.states] == ([4] if release is None else [4, 8])
    few = course(case, "hold", given=calendar, release=release, conditions=some)
    every = course(case, "hold", given=calendar, release=release)
    for name in some:
        assert few.of(*name) == pytest.approx(every.of(*name), abs=1e-9)
    for phase in ("peace", "high"):
        assert few.survival[phase] == pytest.approx(every.survival[phase], abs=1e-9)
        assert few.spells[phase].entries == pytest.approx(every.spells[phase].entries, abs=1e-8)
        assert few.spells[phase].years == pytest.approx(every.spells[phase].years, abs=1e-8)


def test_questions_and_their_bands_over_blocks_are_those_over_states(monkeypatch: pytest.MonkeyPatch) -> None:
    case = beside()
    calendar = Calendar.drawn(case, 3, 3)
    stated = [q for q in case.questions if q.id in ("by", "ends", "throughout")]
    short = [(ask(case, q, choice="hold", given=calendar), bounds(calendar, q, "hold")) for q in stated]
    monkeypatch.setattr(sys.modules["detente.dynamics.ask"], "lumping", lambda *_: None)
    for q, (told, band) in zip(stated, short, strict=True):
        assert told.probabilities == pytest.approx(
            ask(case, q, choice="hold", given=calendar).probabilities, abs=1e-9
        )
        assert band == pytest.approx(bounds(calendar, q, "hold"), abs=2e-4)
        assert band[0] < told.probabilities[0] < band[1]


def test_what_is_asked_of_blocks_is_not_within_them() -> None:
    case = beside()
    calendar = Calendar.drawn(case, 2, 3)
    track = calendar.track("hold")
    known = masks_of(case, track.games[0])
    found = lumping(track, calendar.worlds, calendar.clock, "R", [known["outcome", "calm"][None]])
    block = Block.of(track, calendar.worlds, calendar.clock, "R", np.arange(2)).lumped(found, 1e-9)
    assert block.lumping is not None
    with pytest.raises(ValueError, match="lumped"):
        block.seen([known["question", "other"][None]])


def test_other_rates_are_those_of_a_chain_made_with_them() -> None:
    case = beside()
    calendar = Calendar.drawn(case, 4, 2)
    track, clock, index = calendar.track("hold"), calendar.clock, np.arange(4)
    u, span = calendar.worlds.utilities(track.games[0], index), calendar.worlds.span(track.base, index)
    first = clock.paced(track.stages[0].pace)
    assert first.hurries
    plain = generator(track.moves[0], u, first, span=span)
    x = np.random.default_rng(1).random((len(plain), 4))
    for pace in {s.pace for s in track.stages}:
        there = clock.paced(pace)
        made, again = (
            generator(track.moves[0], u, there, span=span),
            paced(plain, track.moves[0], first, there),
        )
        assert again is not None
        assert again.rate == pytest.approx(made.rate)
        assert again.forth(x) == pytest.approx(made.forth(x), abs=1e-13)
