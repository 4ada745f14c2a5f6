"""How actors, choices and outcomes are called in sentences."""

from __future__ import annotations

from detente.case import Case
from detente.case.model import Evidence

__all__ = ["actor_name", "anchor", "choice_name", "outcome_name", "owner", "party_name", "passages"]

#: Classes of a resting point that no case names.
_OWN_OUTCOMES = {"other": "none of the named outcomes", "unsettled": "never comes to rest"}


def anchor(kind: str, *names: str) -> str:
    """Return what links lead to: a kind, and the ids that tell it from others of its kind.

    Parameters
    ----------
    kind
        ``share``, ``want`` or ``passage``.
    names
        Ids, or a locator.

    Examples
    --------
    >>> anchor("passage", "K.P7.S1"), anchor("share", "", "war")
    ('passage-K.P7.S1', 'share--war')
    """
    return "-".join((kind, *names))


def actor_name(case: Case, actor: str) -> str:
    """Return the name that sentences use.

    Parameters
    ----------
    case
        The case.
    actor
        Id of the actor.
    """
    return case.actors[actor].name if actor in case.actors else actor


def choice_name(case: Case, choice: str) -> str:
    """Return the name of a choice; of the whole game where there is none.

    Parameters
    ----------
    case
        The case.
    choice
        Id of the choice; empty for the whole game.
    """
    return case.choices[choice].name if choice in case.choices else "the whole game"


def outcome_name(case: Case, outcome: str) -> str:
    """Return the name of an outcome class.

    Parameters
    ----------
    case
        The case.
    outcome
        Id of the outcome class.
    """
    if outcome in case.outcomes:
        return case.outcomes[outcome].name
    return _OWN_OUTCOMES.get(outcome or "other", outcome)


def owner(case: Case, option: str) -> str:
    """Return the name of the actor that decides an option; empty for chance.

    Parameters
    ----------
    case
        The case.
    option
        Id of the option.
    """
    return "" if option in case.chance else actor_name(case, option.partition(".")[0])


def passages(evidence: Evidence) -> tuple[str | tuple[str, str], ...]:
    """Return what a judgement rests on as words with links, for `Linked`.

    Parameters
    ----------
    evidence
        Its passages, or the analyst alone.
    """
    if evidence.judgement:
        return (str(evidence),)
    runs = [(str(at), anchor("passage", str(at))) for at in evidence.at]
    return tuple(part for k, run in enumerate(runs) for part in ((", ", run) if k else (run,)))


def party_name(case: Case, party: str) -> str:
    """Return the name of an actor or party, or its code where the case has none.

    Parameters
    ----------
    case
        The case.
    party
        Id of the party.
    """
    return case.parties[party].name if party in case.parties else actor_name(case, party)
