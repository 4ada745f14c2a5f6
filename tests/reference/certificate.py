"""Whether the reason given for a verdict is a reason, judged from the definitions alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reference.concepts import answers, harms, no_escape
from reference.conflict import Conflict

#: (actor, from, to)
Move = tuple[int, int, int]


@dataclass(frozen=True)
class Reason:
    """Either an answer, ((move, ...) of the others), to each improvement; or one improvement without any."""

    concept: str
    actor: int
    state: int
    stable: bool
    sanctions: tuple[tuple[Move, tuple[Move, ...]], ...] = ()
    improvement: Move | None = None


def proves(conflict: Conflict, reason: Reason) -> bool:
    """Whether the reason establishes its verdict."""
    i, s = reason.actor, reason.state
    if i not in conflict.actors or not 0 <= s < conflict.n_states:
        return False
    if reason.stable:
        answered = {improvement for improvement, _ in reason.sanctions}
        if answered != {(i, s, s1) for s1 in conflict.improvements(i, s)}:
            return False
        return all(_deters(conflict, reason, s1, answer) for (_, _, s1), answer in reason.sanctions)
    if reason.improvement is None or reason.improvement[:2] != (i, s):
        return False
    s1 = reason.improvement[2]
    return s1 in conflict.improvements(i, s) and not any(
        _ends_badly(conflict, reason, s2) for s2 in _all_answers(conflict, reason, s1)
    )


def _all_answers(conflict: Conflict, reason: Reason, s1: int) -> frozenset[int]:
    if reason.concept == "R":
        return frozenset()
    return answers(conflict, reason.actor, s1, credible=reason.concept in ("SEQ", "SSEQ"))


def _ends_badly(conflict: Conflict, reason: Reason, s2: int) -> bool:
    escapes = reason.concept in ("SMR", "SSEQ")
    return harms(conflict, reason.actor, reason.state, s2) and (
        not escapes or no_escape(conflict, reason.actor, reason.state, s2)
    )


def _deters(conflict: Conflict, reason: Reason, s1: int, answer: Sequence[Move]) -> bool:
    if reason.concept == "R" or not answer:
        return False
    credible = reason.concept in ("SEQ", "SSEQ")
    here, last = s1, None
    for mover, origin, target in answer:
        if mover not in conflict.others(reason.actor) or mover == last or origin != here:
            return False
        if target not in conflict.steps(mover, here, improving=credible, viewer=reason.actor):
            return False
        here, last = target, mover
    return _ends_badly(conflict, reason, here)
