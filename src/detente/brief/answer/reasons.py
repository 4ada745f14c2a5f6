"""Why a state lasts, or does not, in the words of the options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente.brief.words.naming import actor_name
from detente.brief.words.situations import Pair, changed, move, named_state, told
from detente.case import Case
from detente.insight import Why
from detente.insight.model import placed, why_dict
from detente.paper.english import capital, join, sentence
from detente.paper.numbers import count
from detente.stability import Doubt, Sanction, Step, Witness, named

__all__ = ["answer", "change", "doubts", "reason", "reasons", "rule", "why_data"]

Levels = Mapping[int, Mapping[str, str]]

#: Most answers told of one actor, and most improvements told that meet the same answer.
TOLD = 2


def reasons(case: Case, whys: Sequence[Why]) -> tuple[str, ...]:
    """Say for each actor why a resting point lasts; actors that cannot gain by moving share a sentence.

    Parameters
    ----------
    case
        The case.
    whys
        Why the point lasts, an actor each.
    """
    idle = [w.actor for w in whys if w.witness.stable and not w.witness.sanctions]
    others = [w for w in whys if w.actor not in idle]
    found = tuple(reason(case, w.witness, w.levels) for w in others)
    return (*found, _nothing_better(case, idle)) if idle else found


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


def why_data(case: Case, why: Why) -> dict[str, Any]:
    """Return one reason as plain types, in names and in words.

    Parameters
    ----------
    case
        The case; actors of the witness are counted in its order.
    why
        The reason.
    """
    return placed(why_dict(why, list(case.actors)), "actor", words=reason(case, why.witness, why.levels))


def rule(concept: str) -> str:
    """Say which answers of others a stability concept counts.

    Parameters
    ----------
    concept
        Name of the concept.
    """
    return named(concept).counts


def doubts(case: Case, witness: Witness, levels: Levels) -> tuple[str, ...]:
    """Say what speaks against the answers that a reason for stability rests on, each thing once."""
    found = (_doubted(case, s.answer[d.step], d, levels) for s in witness.sanctions for d in s.doubts)
    return tuple(dict.fromkeys(found))


def _doubted(case: Case, step: Step, doubt: Doubt, levels: Levels) -> str:
    name, made = actor_name(case, list(case.actors)[step.actor]), change(case, step, levels)
    if doubt.instead is not None:
        part = change(case, doubt.instead, levels)
        return sentence(f"{name} would do as well with only a part of its answer ({made}): {part}")
    then = ", whereupon ".join(answer(case, s, levels) for s in doubt.deterred)
    return sentence(f"{name} would itself be deterred from its answer ({made}): {then}")


def _nothing_better(case: Case, actors: Sequence[str]) -> str:
    names = join(actor_name(case, a) for a in actors)
    if len(actors) == 1:
        return sentence(f"{names} has no move that improves its lot")
    return sentence(f"{names} have no move that improves their lot")


def _undeterred(case: Case, who: str, witness: Witness, levels: Levels) -> str:
    name = actor_name(case, who)
    if witness.improvement is None:
        return sentence(f"{name} would move away")
    better = change(case, witness.improvement, levels)
    part = "" if witness.instead is None else change(case, witness.instead, levels)
    less = f" A part of it would do as well: {part}." if part else ""
    return f"{capital(name)} can improve its lot: {better}.{less} No answer that counts takes the gain back."


def _deterred(case: Case, who: str, witness: Witness, levels: Levels) -> str:
    name = actor_name(case, who)
    ordered = sorted(witness.sanctions, key=lambda s: len(_pairs(case, s.improvement, levels)))
    answered: dict[str, list[str]] = {}
    for sanction in ordered:
        found = answered.setdefault(_consequence(case, name, sanction, levels), [])
        found.append(change(case, sanction.improvement, levels))
    ways = "could act, but it would not pay"
    if len(ordered) > 1:
        ways = f"could act in {count(len(ordered), 'way')}, but none would pay"
    shown = [
        f"if {', or if '.join(moves[:TOLD])}, then {then}" for then, moves in list(answered.items())[:TOLD]
    ]
    left = len(ordered) - sum(len(moves[:TOLD]) for moves in list(answered.values())[:TOLD])
    more = f" {capital(count(left, 'further way is', 'further ways are'))} answered too." if left else ""
    against = "".join(f" But {doubt}" for doubt in doubts(case, witness, levels)[:TOLD])
    return sentence(f"{name} {ways}: {'; '.join(shown)}") + more + against


def _consequence(case: Case, name: str, sanction: Sanction, levels: Levels) -> str:
    then = ", whereupon ".join(answer(case, step, levels) for step in sanction.answer)
    if sanction.anyway:
        anyway = ", whereupon ".join(answer(case, step, levels) for step in sanction.anyway)
        return f"{then}, which is worse for {name} than what may follow anyway ({anyway})"
    if sanction.reply is None:
        return f"{then}, which leaves {name} no better off"
    reply = change(case, sanction.reply, levels)
    return f"{then}, and even the best reply ({reply}) leaves {name} no better off"


def answer(case: Case, step: Step, levels: Levels) -> str:
    """Say that an actor answers, and how.

    Parameters
    ----------
    case
        The case; actors are counted in its order.
    step
        The move.
    levels
        The states that it names: index -> option -> level.
    """
    if not case.options:
        return f"{actor_name(case, list(case.actors)[step.actor])} answers: {change(case, step, levels)}"
    return move(case, list(case.actors)[step.actor], _pairs(case, step, levels), "answers")


def change(case: Case, step: Step, levels: Levels) -> str:
    """Say what a move changes.

    Parameters
    ----------
    case
        The case; actors are counted in its order.
    step
        The move.
    levels
        The states that it names: index -> option -> level.
    """
    if not case.options:
        return named_state(case, list(case.states)[step.target])
    return told(case, _pairs(case, step, levels))


def _pairs(case: Case, step: Step, levels: Levels) -> tuple[Pair, ...]:
    return changed(case, levels[step.target], levels[step.origin])
