"""Finding the reason for a verdict where answers deter; and what is to be said against an answer.

A step of an answer is doubtful, though the concept counts it, if part of its changes does nothing for its
author (a rider), or if the author would itself be deterred from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from detente.stability.concept import Judged
from detente.stability.reason.rule import Rule, harms, reached, reply
from detente.stability.standpoint import Standpoint
from detente.stability.witness import Doubt, Sanction, Step, Witness

__all__ = ["best_of", "by_answers", "considered", "spared"]

Judge = Callable[[Standpoint, Sequence[int]], tuple[Judged, ...]]


def by_answers(
    rule_of: Callable[[Standpoint], Rule],
    judge: Judge,
    anyway: Callable[[Standpoint, int, int], tuple[Step, ...]] | None = None,
) -> Callable[[Standpoint, int, int], Witness]:
    """Make the function that gives reasons where the others' answers deter.

    Parameters
    ----------
    rule_of
        Standpoint -> which answers count, and when they hurt.
    judge
        The concept's own verdicts, by which it is known whether there is anything to look for.
    anyway
        Standpoint, actor, state -> what may follow if the actor stays, where that is counted.

    Notes
    -----
    The sanction shown is a shortest one. If several improvements are undeterred the one that is best for the
    actor is shown, the first of these if they tie.
    """

    def witness(stand: Standpoint, actor: int, state: int) -> Witness:
        rule, verdicts = rule_of(stand), _verdicts(stand, judge)
        better = list(considered(stand, actor, state))
        open_moves = [t for t in better if verdicts[actor].undeterred(state, t)]
        if open_moves:
            best = best_of(stand, actor, open_moves)
            part = spared(stand, actor, state, best)
            return Witness("", actor, state, False, (), Step(actor, state, best), part)
        found = (_sanction(stand, rule, verdicts, Step(actor, state, t)) for t in better)
        before = anyway(stand, actor, state) if anyway is not None else ()
        return Witness("", actor, state, True, tuple(_with(s, before) for s in found), None)

    return witness


def considered(stand: Standpoint, actor: int, state: int) -> Iterator[int]:
    """Yield where the improvements lead that an actor would make from a state.

    Parameters
    ----------
    stand
        The game, utilities and views under which actors move; it counts S states, A actors and W worlds.
    actor
        Place of the actor, from 0 to A - 1.
    state
        The state, from 0 to S - 1.
    """
    own = stand.utilities[actor][:, 0]
    for t in stand.game.moves(actor, state):
        if own[t] > own[state] and not stand.redundant(actor, state, t):
            yield t


def best_of(stand: Standpoint, actor: int, targets: Sequence[int]) -> int:
    """Return the target that is best for an actor, the first of these if they tie.

    Parameters
    ----------
    stand
        The game, utilities and views under which actors move; it counts S states, A actors and W worlds.
    actor
        Place of the actor, from 0 to A - 1.
    targets
        States, at least one.
    """
    own = stand.utilities[actor][:, 0]
    return max(targets, key=lambda t: (int(own[t]), -t))


def spared(stand: Standpoint, actor: int, s: int, t: int) -> Step | None:
    """Return the move that leaves out what does nothing for its author: the fewest changes, then the best.

    Parameters
    ----------
    stand
        The game, utilities and views under which actors move; it counts S states, A actors and W worlds.
    actor
        Place of the actor, from 0 to A - 1.
    s
        The state moved from.
    t
        The state moved to.
    """
    own, rows = stand.utilities[actor][:, 0], stand.game.states
    parts = list(stand.without(actor, s, t))
    if not parts:
        return None
    return Step(actor, s, min(parts, key=lambda p: (int((rows[p] != rows[s]).sum()), -int(own[p]), p)))


def _verdicts(stand: Standpoint, judge: Judge) -> tuple[Judged, ...]:
    return stand.once(("verdicts", judge), lambda: judge(stand, stand.actors))


def _sanction(stand: Standpoint, rule: Rule, verdicts: tuple[Judged, ...], move: Step) -> Sanction:
    answer = _shortest(stand, rule, move)
    end = answer[-1].target
    back = reply(stand, move.actor, end) if rule.escapes else None
    doubts = (_doubt(stand, rule, verdicts, k, step) for k, step in enumerate(answer))
    return Sanction(move, answer, back, doubts=tuple(d for d in doubts if d is not None))


def _with(sanction: Sanction, before: tuple[Step, ...]) -> Sanction:
    if not before:
        return sanction
    return Sanction(sanction.improvement, sanction.answer, sanction.reply, before, sanction.doubts)


def _shortest(stand: Standpoint, rule: Rule, move: Step) -> tuple[Step, ...]:
    """A shortest answer that deters a move that is known to be deterred."""
    ends = reached(stand, rule, move.actor, move.target)
    return next(way for end, way in ends if harms(stand, rule, move.actor, move.origin, end))


def _doubt(stand: Standpoint, rule: Rule, verdicts: tuple[Judged, ...], k: int, step: Step) -> Doubt | None:
    """Say what speaks against a step of an answer: a rider, or an answer that deters its author."""
    own = stand.utilities[step.actor][:, 0]
    if own[step.target] <= own[step.origin]:
        return None  # the concept lets authors hurt themselves, and says so
    instead = spared(stand, step.actor, step.origin, step.target) if stand.parts is None else None
    feared = not verdicts[step.actor].undeterred(step.origin, step.target)
    deterred = _shortest(stand, rule, step) if feared else ()
    return Doubt(k, instead, deterred) if instead is not None or deterred else None
