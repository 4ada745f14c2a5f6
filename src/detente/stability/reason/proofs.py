"""The checker: whether a reason establishes its verdict, by the definitions and the game's moves alone.

It walks every path and, for instability, lists everything that the others can reach. It shares no code with
what computes verdicts.
"""

from __future__ import annotations

from collections.abc import Callable

from detente.errors import WitnessRejected
from detente.stability.reason.rule import Rule, harms, reached, reply
from detente.stability.standpoint import Standpoint
from detente.stability.witness import Doubt, Sanction, Step, Witness

__all__ = ["by_definition", "require"]


def require(holds: bool, reason: str) -> None:
    """Refuse a reason unless something holds.

    Parameters
    ----------
    holds
        Whether it holds.
    reason
        What is said otherwise.
    """
    if not holds:
        raise WitnessRejected(reason)


def by_definition(rule_of: Callable[[Standpoint], Rule]) -> Callable[[Standpoint, Witness], None]:
    """Make the function that accepts or refuses reasons, where the others' answers deter.

    Parameters
    ----------
    rule_of
        Standpoint -> which answers count, and when they hurt, worked out by the definition.
    """

    def check(stand: Standpoint, witness: Witness) -> None:
        rule, i, s = rule_of(stand), witness.actor, witness.state
        exists = 0 <= i < len(stand.game.actors) and 0 <= s < len(stand.game)
        require(exists, "the actor or the state does not exist")
        better = _better(stand, i, s)
        if not witness.stable:
            _undeterred(stand, rule, witness, better)
            return
        named = [x.improvement.target for x in witness.sanctions]
        require(set(named) == better, "not every unilateral improvement is answered, or one that is none is")
        for sanction in witness.sanctions:
            _sanction(stand, rule, i, s, sanction)

    return check


def _better(stand: Standpoint, i: int, s: int) -> set[int]:
    own = stand.utilities[i][:, 0]
    return {t for t in stand.game.moves(i, s) if own[t] > own[s] and not stand.redundant(i, s, t)}


def _undeterred(stand: Standpoint, rule: Rule, witness: Witness, better: set[int]) -> None:
    i, s, move = witness.actor, witness.state, witness.improvement
    require(move is not None and move.actor == i and move.origin == s, "no improvement is named")
    assert move is not None
    require(move.target in better, "the move named is not a unilateral improvement")
    hurt = [t for t, _ in reached(stand, rule, i, move.target) if harms(stand, rule, i, s, t)]
    require(not hurt, "a sanction deters the improvement that is said to be undeterred")
    if witness.instead is not None:
        _part(stand, move, witness.instead)


def _sanction(stand: Standpoint, rule: Rule, i: int, s: int, sanction: Sanction) -> None:
    move = sanction.improvement
    require(move.actor == i and move.origin == s, "the improvement is another's")
    _answer(stand, rule, move, sanction.answer)
    end = sanction.answer[-1].target
    best = reply(stand, i, end) if rule.escapes else None
    require((sanction.reply is None) == (best is None), "a reply is missing, or named where there is none")
    if sanction.reply is not None and best is not None:
        _reply(stand, i, end, sanction.reply, best)
    _anyway(stand, rule, i, s, sanction.anyway)
    for doubt in sanction.doubts:
        _doubt(stand, rule, sanction, doubt)


def _answer(stand: Standpoint, rule: Rule, move: Step, answer: tuple[Step, ...]) -> None:
    """Require that an answer follows on a move, counts step by step, and deters its author."""
    end = _follows(stand, rule, move.actor, move.target, answer)
    require(bool(answer), "nobody answers the improvement")
    require(harms(stand, rule, move.actor, move.origin, end), "the answer leaves the actor better off")


def _follows(stand: Standpoint, rule: Rule, i: int, here: int, answer: tuple[Step, ...]) -> int:
    """Require that i's opponents make moves that count, one after another; return where they lead."""
    require(rule.counts is not None, "the concept knows no sanctions")
    assert rule.counts is not None
    last = i
    for step in answer:
        require(step.origin == here, "the answer does not follow on")
        require(0 <= step.actor < len(stand.game.actors), "the actor who answers does not exist")
        require(step.actor not in (i, last), "an actor moves twice in a row, or answers itself")
        require(step.target in set(stand.game.moves(step.actor, here)), "a step is no move of its actor")
        require(rule.counts(step.actor, here, step.target), "a step is none that counts for its actor")
        here, last = step.target, step.actor
    return here


def _anyway(stand: Standpoint, rule: Rule, i: int, s: int, anyway: tuple[Step, ...]) -> None:
    """Require that what may follow if the actor stays is the worst that may."""
    own = stand.utilities[i][:, 0]
    worse = rule.both and rule.level(i, s) + 1 < own[s]
    require(bool(anyway) == worse, "what may follow anyway is missing, or named where nothing does")
    if anyway:
        end = _follows(stand, rule, i, s, anyway)
        require(bool(own[end] == rule.level(i, s) + 1), "what may follow anyway is not the worst")


def _reply(stand: Standpoint, i: int, end: int, reply: Step, best: Step) -> None:
    own = stand.utilities[i][:, 0]
    require(reply.actor == i and reply.origin == end, "the reply is not the actor's, or begins elsewhere")
    require(reply.target in set(stand.game.moves(i, end)), "the reply is no move of the actor")
    require(bool(own[reply.target] == own[best.target]), "the reply is not the actor's best")


def _doubt(stand: Standpoint, rule: Rule, sanction: Sanction, doubt: Doubt) -> None:
    require(0 <= doubt.step < len(sanction.answer), "a doubt is about no step of the answer")
    step = sanction.answer[doubt.step]
    if doubt.instead is not None:
        _part(stand, step, doubt.instead)
    if doubt.deterred:
        _answer(stand, rule, step, doubt.deterred)
    require(bool(doubt.deterred) or doubt.instead is not None, "a doubt without a ground")


def _part(stand: Standpoint, move: Step, part: Step) -> None:
    """Require that one move makes a part of another's changes and is as good for their author."""
    require((part.actor, part.origin) == (move.actor, move.origin), "the part is not of the same move")
    require(part.target in set(stand.without(move.actor, move.origin, move.target)), "the rest is no rider")
