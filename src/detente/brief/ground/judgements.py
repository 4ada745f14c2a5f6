"""What a part of a case says, in one clause: the judgement that stands beside its passages."""

from __future__ import annotations

from detente.brief.words.clauses import clause
from detente.brief.words.naming import actor_name
from detente.brief.words.situations import told
from detente.case import Case
from detente.case.fields import Part
from detente.case.model import Chance, Choice, CommonMove, Constraint, Option, Perception, Statement
from detente.paper.english import join

__all__ = ["judgement"]

#: Keys that say in words what a part is about, the best first.
_TELLING = ("says", "asks", "name", "note")


def judgement(case: Case, part: Part) -> str:
    """Say what a part of a case claims.

    Parameters
    ----------
    case
        The case.
    part
        The part.

    Examples
    --------
    >>> from detente.catalog import load
    >>> case = load("korea-2020")
    >>> judgement(case, case.statements("rus")[5])
    'Russia values that Russia keeps its strategic autonomy (weight strong)'
    """
    match part:
        case Statement():
            verb = "is averse to this:" if part.weight.text.startswith("-") else "values that"
            return f"{_holder(case, part)} {verb} {clause(case, part.when)} (weight {part.weight})"
        case Constraint():
            return _limit(case, part)
        case CommonMove():
            who = join(actor_name(case, a) for a in part.actors)
            return f"{who} can bring it about that {told(case, tuple(part.set.items()))}"
        case Perception():
            return f"{actor_name(case, part.viewer)} misjudges what {actor_name(case, part.of)} wants"
        case Option() | Chance():
            return f"{part.name}: {join((phrase or level for level, phrase in part.levels.items()), 'or')}"
        case Choice():
            return f"{part.name}: {told(case, tuple(part.set.items()))}"
        case _:
            return next((str(v) for key in _TELLING if (v := getattr(part, key, ""))), "part of the case")


def _holder(case: Case, statement: Statement) -> str:
    return next((actor_name(case, a) for a in case.preferences if statement in case.statements(a)), "someone")


def _limit(case: Case, constraint: Constraint) -> str:
    if constraint.forbid is not None:
        return f"this cannot be: {clause(case, constraint.forbid)}"
    return f"this must be: {clause(case, constraint.require)}" if constraint.require is not None else ""
