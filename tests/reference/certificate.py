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
    """Either an answer to each improvement, or one improvement without any.

    A sanction is (improvement, answer, reply): the actor's move, the others' moves, and the best that the
    actor can then still do in one move, if the concept looks at that and anything improves on staying.
    """

    concept: str
    actor: int
    state: int
    stable: bool
    sanctions: tuple[tuple[Move, tuple[Move, ...], Move | None], ...] = ()
    improvement: Move | None = None


def proves(conflict: Conflict, reason: Reason) -> bool:
    """Whether the reason establishes its verdict."""
    i, s = reason.actor, reason.state
    if i not in conflict.actors or not 0 <= s < conflict.n_states:
        return False
    if reason.stable:
        answered = {improvement for improvement, _, _ in reason.sanctions}
        if answered != {(i, s, s1) for s1 in conflict.improvements(i, s)}:
            return False
        return all(_deters(conflict, reason, *sanction) for sanction in reason.sanctions)
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


def _deters(
    conflict: Conflict, reason: Reason, improvement: Move, answer: Sequence[Move], reply: Move | None
) -> bool:
    if reason.concept == "R" or not answer:
        return False
    credible = reason.concept in ("SEQ", "SSEQ")
    here, last = improvement[2], None
    for mover, origin, target in answer:
        if mover not in conflict.others(reason.actor) or mover == last or origin != here:
            return False
        if target not in conflict.steps(mover, here, improving=credible, viewer=reason.actor):
            return False
        here, last = target, mover
    return _ends_badly(conflict, reason, here) and reply in _best_replies(conflict, reason, here)


def _best_replies(conflict: Conflict, reason: Reason, end: int) -> set[Move | None]:
    """What may be named as the actor's reply: nothing, or any of the moves that are best for it."""
    better = conflict.improvements(reason.actor, end)
    if reason.concept not in ("SMR", "SSEQ") or not better:
        return {None}
    u = conflict.utilities[reason.actor]
    return {(reason.actor, end, t) for t in better if u[t] == max(u[b] for b in better)}
