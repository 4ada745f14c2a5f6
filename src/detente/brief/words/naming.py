"""How actors, choices and outcomes are called in sentences."""

from __future__ import annotations

from detente.case import Case

__all__ = ["actor_name", "choice_name", "outcome_name", "owner"]

#: Classes of a resting point that no case names.
_OWN_OUTCOMES = {"other": "none of the named outcomes", "unsettled": "never comes to rest"}


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
