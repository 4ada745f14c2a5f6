"""Why a state lasts, or does not, in the words of the options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.brief.numbers import count
from detente.brief.sentences import actor_name, capital, differences, join, move, named_state, sentence
from detente.case import Case
from detente.insight import Why
from detente.stability import CONCEPTS, Sanction, Step, Witness

__all__ = ["reason", "reasons", "rule"]

Levels = Mapping[int, Mapping[str, str]]

#: Most improvements told in one sentence, and most changes told of one move.
TOLD = 2
CHANGES = 4


def reasons(case: Case, whys: Sequence[Why]) -> tuple[str, ...]:
    """Say for each actor why a resting point lasts; actors that cannot gain by moving share a sentence."""
    idle = [w.actor for w in whys if w.witness.stable and not w.witness.sanctions]
    others = [w for w in whys if w.actor not in idle]
    told = tuple(reason(case, w.witness, w.levels) for w in others)
    return (*told, _nothing_better(case, idle)) if idle else told


def reason(case: Case, witness: Witness, levels: Levels) -> str:
    """Say why a state is stable for an actor, or why not.

    Parameters
    ----------
    case
        The case; actors of the witness are counted in its order.
    witness
        The reason as data.
    levels
        The states that the witness names: index -> option -> level.

    Returns
    -------
    str
        One or two sentences.
    """
    who = list(case.actors)[witness.actor]
    if not witness.stable:
        return _undeterred(case, who, witness, levels)
    if not witness.sanctions:
        return _nothing_better(case, [who])
    return _deterred(case, who, witness, levels)


def rule(concept: str) -> str:
    """Say which answers of others a stability concept counts."""
    found = CONCEPTS[concept]
    if not found.sanctions:
        return "Answers of others do not count: a move that improves the mover's lot is taken."
    told = "An answer counts only if each who gives it gains by it" if found.credible else "Any answer counts"
    escape = ", and only if the one it is aimed at cannot get out of it by one more move" if found.escapes else ""
    return f"{told}{escape}."


def _nothing_better(case: Case, actors: Sequence[str]) -> str:
    names = join(actor_name(case, a) for a in actors)
    if len(actors) == 1:
        return sentence(f"{names} has no move that improves its lot")
    return sentence(f"{names} have no move that improves their lot")


def _undeterred(case: Case, who: str, witness: Witness, levels: Levels) -> str:
    name = actor_name(case, who)
    if witness.improvement is None:
        return sentence(f"{name} would move away")
    told = _change(case, witness.improvement, levels)
    return f"{capital(name)} can improve its lot: {told}. No answer that counts takes the gain back."


def _deterred(case: Case, who: str, witness: Witness, levels: Levels) -> str:
    name = actor_name(case, who)
    ordered = sorted(witness.sanctions, key=lambda s: len(_phrases(case, s.improvement, levels)))
    told = [_deterrence(case, name, s, levels) for s in ordered[:TOLD]]
    ways = "could act, but it would not pay"
    if len(ordered) > 1:
        ways = f"could act in {count(len(ordered), 'way')}, but none would pay"
    left = len(ordered) - len(told)
    more = f" The other {count(left, 'way is', 'ways are')} answered too." if left else ""
    return sentence(f"{name} {ways}: {'; '.join(told)}") + more


def _deterrence(case: Case, name: str, sanction: Sanction, levels: Levels) -> str:
    then = ", whereupon ".join(_answer(case, step, levels) for step in sanction.answer)
    told = f"if {_change(case, sanction.improvement, levels)}, then {then or 'nothing is gained'}"
    if sanction.reply is not None:
        reply = _change(case, sanction.reply, levels)
        return f"{told}, and even the best reply ({reply}) leaves {name} no better off"
    return f"{told}, which leaves {name} no better off"


def _answer(case: Case, step: Step, levels: Levels) -> str:
    who = list(case.actors)[step.actor]
    return move(case, who, [_change(case, step, levels)], "answers")


def _change(case: Case, step: Step, levels: Levels) -> str:
    phrases = _phrases(case, step, levels)
    if len(phrases) > CHANGES:
        phrases = (*phrases[: CHANGES - 1], f"{count(len(phrases) - CHANGES + 1, 'more change')}")
    return join(phrases)


def _phrases(case: Case, step: Step, levels: Levels) -> tuple[str, ...]:
    if not case.options:
        return (named_state(case, list(case.states)[step.target]),)
    return differences(case, levels[step.target], levels[step.origin])
