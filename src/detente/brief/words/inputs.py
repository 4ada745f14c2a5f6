"""What is uncertain, as a noun phrase: an actor's interest in something, which reading holds, a chance."""

from __future__ import annotations

from detente.brief.words.clauses import clause
from detente.brief.words.naming import actor_name
from detente.case import Case
from detente.case.model import Statement
from detente.insight import Name

__all__ = ["about", "averse", "interest", "named", "rests_on", "scale_word", "stated"]


def stated(case: Case, actor: str, statement: str) -> Statement:
    """Return a statement by its id.

    Parameters
    ----------
    case
        The case.
    actor
        Id of the actor.
    statement
        Id of one of its statements.
    """
    return next(s for s in case.statements(actor) if s.id == statement)


def averse(case: Case, actor: str, statement: str) -> bool:
    """Whether a statement is an aversion in the central world.

    Parameters
    ----------
    case
        The case.
    actor
        Id of the actor.
    statement
        Id of one of its statements.
    """
    return case.resolve(stated(case, actor, statement).weight).central < 0


def interest(case: Case, actor: str, statement: str) -> str:
    """Say whose weight it is, and whether it is an interest or an aversion.

    Parameters
    ----------
    case
        The case.
    actor
        Id of the actor.
    statement
        Id of one of its statements.
    """
    name = actor_name(case, actor)
    whose = f"{name}'" if name.endswith("s") else f"{name}'s"
    return f"{whose} {'aversion to' if averse(case, actor, statement) else 'interest in'} this"


def about(case: Case, actor: str, statement: str) -> str:
    """Say what a weight is about, in full.

    Parameters
    ----------
    case
        The case.
    actor
        Id of the actor.
    statement
        Id of one of its statements.
    """
    return f"{interest(case, actor, statement)}: {clause(case, stated(case, actor, statement).when)}"


def named(case: Case, name: Name) -> str:
    """Say what a judgement or a group of judgements is about.

    Parameters
    ----------
    case
        The case.
    name
        What kind of judgement it is, and its id.
    """
    match name.kind:
        case "statement":
            return about(case, name.actor, name.id)
        case "belief":
            return f"what {actor_name(case, name.viewer)} takes for {about(case, name.actor, name.id)}"
        case "reading":
            return "which reading holds"
        case "chance":
            return case.chance[name.id].name if name.id in case.chance else "what is left to chance"
        case "actor":
            return f"all that {actor_name(case, name.id)} wants"
        case "beliefs":
            return "all that actors believe of each other"
        case "source":
            return _source(case, name.id)
        case _:
            return name.id


def _source(case: Case, key: str) -> str:
    if not key:
        return "all that rests on the analyst's judgement alone"
    found = next((s for s in case.sources.values() if s.key == key), None)
    return f"all that cites {key}" + (f", {found.title}" if found else "")


def rests_on(case: Case, name: Name) -> str:
    """Return the locators of one judgement, or the words ``analyst judgement``.

    Parameters
    ----------
    case
        The case.
    name
        What kind of judgement it is, and its id.
    """
    match name.kind:
        case "statement":
            return str(stated(case, name.actor, name.id).evidence)
        case "chance" if name.id in case.chance:
            return str(case.chance[name.id].evidence)
        case "reading":
            return "the sources of each reading"
        case _:
            return ""


def scale_word(case: Case, weight: float) -> str:
    """Return the word of the case's scales whose range is centred nearest to a weight, or nothing.

    Only words whose range holds the weight, by its size: an aversion is as strong as an interest.

    Parameters
    ----------
    case
        The case.
    weight
        A weight, in the unit of the scales.
    """
    size = abs(weight)
    spans = {w: q for w, q in case.scales.items() if q.span[0] <= size <= q.span[1]}
    return min(spans, key=lambda w: abs(spans[w].central - size), default="")
