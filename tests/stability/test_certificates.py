"""Every verdict comes with a reason that the checker accepts; a reason that is none is rejected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reference
from detente.errors import WitnessRejected
from detente.stability import Sanction, Step, Witness, assess, certify, explain
from reference import Conflict, Reason
from strategies import Sample, as_graph, examples, graph_conflicts, option_conflicts
from unfolded import Unfolded, read, unfolded

MANY = examples(150)
ANY = option_conflicts() | option_conflicts(common=True) | graph_conflicts(largest=8)


def accepted(x: Unfolded, witness: Witness) -> bool:
    try:
        certify(x.game, x.u, witness)
    except WitnessRejected:
        return False
    return True


def as_reason(x: Unfolded, witness: Witness) -> Reason:
    """The witness in the twin's terms; what does not exist in the game becomes -1."""
    back = {p: s for s, p in enumerate(x.place)}

    def move(step: Step) -> tuple[int, int, int]:
        return step.actor, back.get(step.origin, -1), back.get(step.target, -1)

    return Reason(
        witness.concept,
        witness.actor,
        back.get(witness.state, -1),
        witness.stable,
        tuple(
            (move(x.improvement), tuple(map(move, x.answer)), None if x.reply is None else move(x.reply))
            for x in witness.sanctions
        ),
        None if witness.improvement is None else move(witness.improvement),
    )


def verdicts(x: Unfolded) -> Iterator[tuple[str, int, int, bool]]:
    found = assess(x.game, x.u)
    for c, concept in enumerate(found.concepts):
        for i in range(len(x.game.actors)):
            for s in range(len(x.game)):
                yield concept, i, s, bool(found.stable[c, i, s])


@MANY
@given(ANY)
def test_every_verdict_has_a_reason(sample: Sample) -> None:
    x = unfolded(sample)
    for concept, i, s, stable in verdicts(x):
        witness = explain(x.game, x.u, concept, i, s)
        assert (witness.concept, witness.actor, witness.state) == (concept, i, s)
        assert witness.stable == stable
        assert accepted(x, witness)
        assert reference.proves(x.conflict, as_reason(x, witness))


# ------------------------------------------------------------------------------------- corruptions


def steps_of(x: Unfolded, draw: Callable[..., int]) -> Step:
    """Any step at all, also between states and by actors that do not exist."""
    actor = draw(st.integers(-1, len(x.game.actors)))
    return Step(actor, draw(st.integers(-1, len(x.game))), draw(st.integers(-1, len(x.game))))


def nearly(x: Unfolded, step: Step, draw: Callable[..., int]) -> Step:
    """The step with one of its parts changed."""
    part = ("actor", "origin", "target")[draw(st.integers(0, 2))]
    most = len(x.game.actors) if part == "actor" else len(x.game)
    return replace(step, **{part: draw(st.integers(-1, most))})


def corrupted(x: Unfolded, witness: Witness, draw: Callable[..., int]) -> Witness:
    """The witness with one thing changed; by chance it may still be a reason."""
    if not witness.stable:
        assert witness.improvement is not None
        changed: list[Step | None] = [None, nearly(x, witness.improvement, draw), steps_of(x, draw)]
        return replace(witness, improvement=changed[draw(st.integers(0, 2))])
    if not witness.sanctions:
        return replace(witness, stable=False, improvement=steps_of(x, draw))
    k = draw(st.integers(0, len(witness.sanctions) - 1))
    before, sanction, after = witness.sanctions[:k], witness.sanctions[k], witness.sanctions[k + 1 :]
    form = draw(st.integers(0, 5))
    if form == 0:
        return replace(witness, sanctions=before + after)
    if form == 1:
        moved = replace(sanction, improvement=nearly(x, sanction.improvement, draw))
        return replace(witness, sanctions=(*before, moved, *after))
    if form == 5:
        other: list[Step | None] = [None, steps_of(x, draw)]
        if sanction.reply is not None:
            other.append(nearly(x, sanction.reply, draw))
        moved = replace(sanction, reply=other[draw(st.integers(0, len(other) - 1))])
        return replace(witness, sanctions=(*before, moved, *after))
    n = draw(st.integers(0, len(sanction.answer) - 1))
    answer = {
        2: sanction.answer[:n],
        3: (*sanction.answer[:n], nearly(x, sanction.answer[n], draw), *sanction.answer[n + 1 :]),
        4: (*sanction.answer, steps_of(x, draw)),
    }[form]
    return replace(witness, sanctions=(*before, replace(sanction, answer=answer), *after))


@examples(400)
@given(ANY, st.data())
def test_the_checker_accepts_reasons_and_nothing_else(sample: Sample, data: st.DataObject) -> None:
    x = unfolded(sample)
    for concept in reference.TEXTBOOK:
        i = data.draw(st.integers(0, len(x.game.actors) - 1))
        s = data.draw(st.integers(0, len(x.game) - 1))
        witness = explain(x.game, x.u, concept, i, s)
        changed = corrupted(x, witness, data.draw)
        assert accepted(x, changed) == reference.proves(x.conflict, as_reason(x, changed)), changed


@MANY
@given(ANY)
def test_the_opposite_verdict_is_rejected(sample: Sample) -> None:
    x = unfolded(sample)
    for concept, i, s, stable in verdicts(x):
        if not stable:
            assert not accepted(x, Witness(concept, i, s, True, (), None))
        for t in x.game.moves(i, s):
            if stable:
                assert not accepted(x, Witness(concept, i, s, False, (), Step(i, s, t)))


# ------------------------------------------------------------------------------------ one by one


@pytest.fixture
def small() -> Unfolded:
    """Actor 0 improves 0 -> 1; the others lead it by 2 and 4 to 3, from which it can go back to 0, or to 5.

    There are shorter ways to 3 that do not count: 1 moving twice in a row, 0 moving itself, and 2 moving
    without a gain.
    """
    conflict = Conflict(
        6,
        [{(0, 1), (2, 3), (3, 0), (3, 5)}, {(1, 2), (2, 3), (4, 3)}, {(2, 4), (1, 3)}],
        [[4, 5, 6, 0, 6, 2], [0, 1, 2, 4, 3, 0], [0, 0, 0, 0, 1, 0]],
    )
    game, u = read(as_graph(conflict))
    return Unfolded(game, u, tuple(range(6)), conflict)


ANSWER = (Step(1, 1, 2), Step(2, 2, 4), Step(1, 4, 3))
BACK = Step(0, 3, 0)


def sanctioned(*answer: Step, concept: str = "SEQ", reply: Step | None = None) -> Witness:
    return Witness(concept, 0, 0, True, (Sanction(Step(0, 0, 1), answer, reply),), None)


@pytest.mark.parametrize(
    "witness", [sanctioned(*ANSWER), sanctioned(*ANSWER, concept="SSEQ", reply=BACK)], ids=["SEQ", "SSEQ"]
)
def test_the_small_reason_holds(small: Unfolded, witness: Witness) -> None:
    assert accepted(small, witness)
    found = explain(small.game, small.u, witness.concept, 0, 0)
    assert replace(found, sanctions=tuple(replace(x, doubts=()) for x in found.sanctions)) == witness


def test_without_a_gain_a_move_counts_where_it_need_not_be_credible(small: Unfolded) -> None:
    assert accepted(small, sanctioned(Step(2, 1, 3), concept="GMR"))


REASON = sanctioned(*ANSWER)
NO_REASONS = {
    "no answer": sanctioned(),
    "an answer cut short": sanctioned(ANSWER[0]),
    "an answer cut at its end": sanctioned(*ANSWER[:2]),
    "an answer that does not follow on": sanctioned(*ANSWER[1:]),
    "a move that does not exist": sanctioned(Step(1, 1, 3)),
    "a move without a gain": sanctioned(Step(2, 1, 3)),
    "an actor twice in a row": sanctioned(Step(1, 1, 2), Step(1, 2, 3)),
    "the actor answers itself": sanctioned(Step(1, 1, 2), Step(0, 2, 3), concept="GMR"),
    "an answer that leads to better": sanctioned(Step(1, 1, 2), Step(2, 2, 4), concept="GMR"),
    "an actor counted from the end": sanctioned(Step(-2, 1, 2), *ANSWER[1:]),
    "a state counted from the end": sanctioned(Step(1, 1, -4), Step(2, -4, 4), ANSWER[2]),
    "an improvement left out": replace(REASON, sanctions=()),
    "an improvement that is none": replace(
        REASON, sanctions=(*REASON.sanctions, Sanction(Step(0, 0, 2), ANSWER[1:], None))
    ),
    "a sanction under Nash": sanctioned(*ANSWER, concept="R"),
    "another actor": replace(REASON, actor=1),
    "the actor counted from the end": replace(REASON, actor=-3),
    "another state": replace(REASON, state=3),
    "the state counted from the end": replace(REASON, state=-6),
    "unstable without an improvement": replace(REASON, stable=False),
    "unstable though deterred": Witness("SEQ", 0, 0, False, (), Step(0, 0, 1)),
    "unstable by a move that is no improvement": Witness("R", 0, 2, False, (), Step(0, 2, 3)),
    "unstable by another's move": Witness("R", 0, 1, False, (), Step(1, 1, 2)),
    "a reply where the concept knows none": sanctioned(*ANSWER, reply=BACK),
    "a reply left out": sanctioned(*ANSWER, concept="SSEQ"),
    "a reply by somebody else": sanctioned(*ANSWER, concept="SSEQ", reply=Step(1, 3, 0)),
    "a reply that is not the best": sanctioned(*ANSWER, concept="SSEQ", reply=Step(0, 3, 5)),
    "a reply that is no move": sanctioned(*ANSWER, concept="SSEQ", reply=Step(0, 3, 2)),
}


@pytest.mark.parametrize("what", list(NO_REASONS))
def test_what_is_no_reason_is_rejected(small: Unfolded, what: str) -> None:
    with pytest.raises(WitnessRejected):
        certify(small.game, small.u, NO_REASONS[what])
    assert not reference.proves(small.conflict, as_reason(small, NO_REASONS[what]))
