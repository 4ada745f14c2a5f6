"""The words of a case put into clauses: actors, options, conditions, states, who claims what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from detente.case import Case
from detente.case.model import Claim, Evidence

_MONTHS = (
    "January February March April May June July August September October November December".split()
)

__all__ = [
    "actor_name",
    "attributed",
    "capital",
    "choice_name",
    "dated",
    "differences",
    "join",
    "level_phrase",
    "move",
    "named_state",
    "outcome_name",
    "owner",
    "sentence",
    "situation",
    "teller",
]

#: What each modality says of the voice; the claim follows.
_MODALITY = {
    "asserted": "holds that",
    "certain": "is certain that",
    "likely": "thinks it likely that",
    "possible": "thinks it possible that",
    "hope": "hopes that",
    "appearance": "has the impression that",
    "normative": "argues that it should be so that",
    "counterfactual": "argues, contrary to what happened, that",
}

#: Words that open a sentence with a capital only because they open it.
_OPENERS = frozenset(
    "A An And Any As At Both Each Even Every For From If In It Its More No Nobody Not Of On Once Only Other Since "
    "So Some That The Their Then There These They This Those To Under Until When Where While Whoever With "
    "Without".split()
)

#: Classes of a resting point that no case names.
_OWN_OUTCOMES = {"other": "none of the named outcomes", "unsettled": "never comes to rest"}


def dated(published: str) -> str:
    """Say a date that may lack a day or a month.

    Examples
    --------
    >>> dated("2020-10~"), dated("2001")
    ('October 2020', '2001')
    """
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", published.strip("~ "))
    if not found or not 1 <= int(found[2]) <= 12:
        return published.strip("~ ")
    day = f"{int(found[3])} " if found[3] else ""
    return f"{day}{_MONTHS[int(found[2]) - 1]} {found[1]}"


def capital(text: str) -> str:
    """Begin with a capital letter, whatever follows."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Begin with a capital letter and end with a full stop.

    Examples
    --------
    >>> sentence("the dam stays")
    'The dam stays.'
    """
    text = capital(text.strip())
    return text if text.endswith((".", "?", "!")) else text + "."


def join(parts: Iterable[str], word: str = "and") -> str:
    """Join into a list; with semicolons where a part has a comma of its own.

    Examples
    --------
    >>> join(["one", "two", "three"]), join(["a, b", "c"])
    ('one, two and three', 'a, b; and c')
    """
    found = list(parts)
    if len(found) < 2:
        return "".join(found)
    if any(mark in p for p in found for mark in (",", ";", " and ", " or ")):
        return "; ".join(found[:-1]) + f"; {word} {found[-1]}"
    return ", ".join(found[:-1]) + f" {word} {found[-1]}"


def actor_name(case: Case, actor: str) -> str:
    """Return the name that sentences use."""
    return case.actors[actor].name if actor in case.actors else actor


def choice_name(case: Case, choice: str) -> str:
    """Return the name of a choice; of the whole game where there is none."""
    return case.choices[choice].name if choice in case.choices else "the whole game"


def outcome_name(case: Case, outcome: str) -> str:
    """Return the name of an outcome class."""
    if outcome in case.outcomes:
        return case.outcomes[outcome].name
    return _OWN_OUTCOMES.get(outcome or "other", outcome)


def owner(case: Case, option: str) -> str:
    """Return the name of the actor that decides an option; empty for chance."""
    return "" if option in case.chance else actor_name(case, option.partition(".")[0])


def level_phrase(case: Case, option: str, level: str) -> str:
    """Say in a clause that an option stands at a level."""
    variable = case.variables()[option]
    if phrase := variable.levels.get(level, ""):
        return phrase.strip().removesuffix(".")
    who = owner(case, option)
    return f"{who}: {variable.name} = {level}" if who else f"{variable.name} = {level}"


def differences(
    case: Case, state: Mapping[str, str], base: Mapping[str, str], skip: Iterable[str] = ()
) -> tuple[str, ...]:
    """Say what differs between two states, one clause for each option, in the order of the case."""
    left_out = set(skip)
    changed = [o for o in case.variables() if o in state and o not in left_out and state[o] != base.get(o)]
    return tuple(level_phrase(case, o, state[o]) for o in changed)


def named_state(case: Case, name: str) -> str:
    """Say a state of a case that only names its states."""
    phrase = case.states.get(name, name)
    return phrase.strip().removesuffix(".") if isinstance(phrase, str) and phrase else f"“{name}”"


def situation(
    case: Case, state: Mapping[str, str], base: Mapping[str, str], name: str = "", skip: Iterable[str] = ()
) -> str:
    """Say a state in a clause: what differs from another one, or all of it where there is no other."""
    if not state:
        return named_state(case, name) if name else "where it stands"
    changed = differences(case, state, base, skip)
    return join(changed) if changed else "everything stays as it is today"


def move(case: Case, actor: str, phrases: Sequence[str], verb: str = "") -> str:
    """Say who brings a change about; the actor is named once, in its own phrase if that names it."""
    said, name = join(phrases), actor_name(case, actor)
    if _named_by(case, actor, said):
        return said
    return f"{name} {verb}: {said}" if verb else f"{name}: {said}"


def _named_by(case: Case, actor: str, said: str) -> bool:
    """Whether a phrase begins with its actor: with a name, an alias, or the first word after the article."""
    found = case.actors[actor]
    names = [found.name, *found.aliases]
    names += [" ".join(found.name.split()[:2])] if found.name.startswith(("the ", "The ")) else []
    return any(re.match(rf"{re.escape(n)}\b", said, re.IGNORECASE) for n in names if n)


def teller(case: Case, evidence: Evidence, name: str = "") -> str:
    """Return author and year of the first source cited; of the one whose author has the name if any has."""
    keys = [at.key for at in evidence.at]
    cited = [s for key in keys for s in case.sources.values() if s.key == key]
    found = [s for s in cited if name and name.casefold() in s.author.casefold()] or ([] if name else cited)
    if not found:
        return _called(name)
    who = _called(name or _surname(found[0].author) or found[0].title)
    year = found[0].published[:4]
    return (f"{who} of {year}" if who.startswith("the ") else f"{who} {year}") if year else who


def _called(name: str) -> str:
    """Put an article before what is no name, such as ``reviewer`` or ``book``."""
    return f"the {name}" if name[:1].islower() and not name.startswith("the ") else name


def attributed(case: Case, claim: Claim) -> str:
    """Put a claim behind the voice that makes it, as firmly as the voice does."""
    chain = [v.strip() for v in claim.voice.split(">") if v.strip()]
    first = teller(case, claim.evidence, chain[0] if chain else "") or "the analyst"
    who = f"{_called(actor_name(case, chain[-1]))}, as {first} reports," if len(chain) > 1 else first
    return sentence(f"{who} {_MODALITY[claim.modality]} {_lowered(claim.says)}")


def _surname(author: str) -> str:
    first = author.partition(" and ")[0].partition(",")[0].split()
    if not first or first[0].islower():
        return author
    return first[-1]


def _lowered(says: str) -> str:
    text = says.strip().removesuffix(".")
    first = text.split(maxsplit=1)[0] if text else ""
    return text[:1].lower() + text[1:] if first.strip(",;:") in _OPENERS else text
