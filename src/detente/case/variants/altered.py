"""A case with one of its alternatives in place."""

from __future__ import annotations

from collections.abc import Mapping

from detente.case.condition import parse
from detente.case.model import Alternative, Case, Constraint
from detente.case.nearest import check_name
from detente.case.quantity import parse_quantity
from detente.errors import DetenteError

__all__ = ["alter"]


def alter(case: Case, alternative: str) -> Case:
    """Return the case as one of its alternatives has it.

    What the alternative drops is gone, and a choice sets what the alternative says that it does. An option
    that it holds has one level in every state, that of the status quo included, by a constraint
    ``held-<option>``; a chance option that it holds has it with certainty in every reading. The alternatives
    themselves are left out of the result.

    Parameters
    ----------
    case
        The case; it is not changed.
    alternative
        Id of one of ``case.alternatives``.

    Raises
    ------
    UnknownName
        If the case has no such alternative.
    DetenteError
        If the case lists its states and none has the levels that are held.
    """
    check_name("alternative", alternative, case.alternatives)
    wanted = case.alternatives[alternative]
    changes: dict[str, object] = {
        section: {k: v for k, v in getattr(case, section).items() if k not in wanted.drop}
        for section in ("constraints", "common_moves", "perceptions")
    }
    changes["choices"] = {
        name: choice.model_copy(update={"set": wanted.choices.get(name, choice.set)})
        for name, choice in case.choices.items()
    }
    return case.model_copy(update=changes | _held(case, wanted) | {"alternatives": {}})


def _held(case: Case, wanted: Alternative) -> dict[str, object]:
    """Return the sections that change where options are held."""
    if not wanted.hold:
        return {}
    kept = {k: v for k, v in case.constraints.items() if k not in wanted.drop}
    added = {
        f"held-{option.replace('.', '-')}": Constraint(
            require=parse(f"{option} == {level}"), evidence=wanted.evidence
        )
        for option, level in wanted.hold.items()
    }
    listed = {name: s for name, s in case.states.items() if _allows(s, wanted.hold)}
    if case.states and not listed:  # a case that lists none has them all
        told = ", ".join(f"{option} = {level}" for option, level in wanted.hold.items())
        raise DetenteError(f"none of the states that the case lists has {told}")
    named = case.states.get(case.status_quo) if isinstance(case.status_quo, str) else case.status_quo
    quo = named if isinstance(named, dict) else case.status_quo
    return {
        "constraints": kept | added,
        "states": listed,
        "status_quo": {**quo, **wanted.hold} if isinstance(quo, dict) and quo else quo,
        **_certain(case, wanted.hold),
    }


def _allows(state: object, hold: Mapping[str, str]) -> bool:
    """Whether a state that the case lists by its levels has those that are held."""
    return not isinstance(state, dict) or all(state.get(option) == level for option, level in hold.items())


def _certain(case: Case, hold: Mapping[str, str]) -> dict[str, object]:
    """Return the sections that say how likely a held chance option is, and when it is drawn anew."""
    held = {option: level for option, level in hold.items() if option in case.chance}
    if not held:
        return {}
    chance = {
        name: option.model_copy(update={"probabilities": _sure(option.levels, held[name])})
        if name in held
        else option
        for name, option in case.chance.items()
    }
    readings = {
        name: reading.model_copy(
            update={"chance": {k: v for k, v in reading.chance.items() if k not in held}}
        )
        for name, reading in case.readings.items()
    }
    clock = case.clock
    if clock is not None:
        clock = clock.model_copy(update={"chance": {k: v for k, v in clock.chance.items() if k not in held}})
    issues = {
        name: issue.model_copy(update={"sets": None}) if issue.sets and issue.sets.chance in held else issue
        for name, issue in case.issues.items()
    }
    return {"chance": chance, "readings": readings, "clock": clock, "issues": issues}


def _sure(levels: Mapping[str, str], held: str) -> dict[str, object]:
    return {level: parse_quantity("1" if level == held else "0") for level in levels}
