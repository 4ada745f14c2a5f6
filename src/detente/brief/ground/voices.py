"""Who claims what, as firmly as it was claimed."""

from __future__ import annotations

import re

from detente.brief.words.naming import actor_name
from detente.case import Case
from detente.case.model import Claim, Evidence
from detente.paper.english import proper, sentence

__all__ = ["attributed", "dated", "teller"]

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
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

#: Voices that are several people, such as Russians or experts.
_SEVERAL = re.compile(r"(ians|ists|experts|authors|leaders|officials)$")
_PLURAL = {"is": "are", "has": "have"}

#: Words that open a sentence with a capital only because they open it.
_OPENERS = frozenset(
    [
        "A",
        "An",
        "And",
        "Any",
        "As",
        "At",
        "Both",
        "Each",
        "Even",
        "Every",
        "For",
        "From",
        "If",
        "In",
        "It",
        "Its",
        "More",
        "No",
        "Nobody",
        "Not",
        "Of",
        "On",
        "Once",
        "Only",
        "Other",
        "Since",
        "So",
        "Some",
        "That",
        "The",
        "Their",
        "Then",
        "There",
        "These",
        "They",
        "This",
        "Those",
        "To",
        "Under",
        "Until",
        "When",
        "Where",
        "While",
        "Whoever",
        "With",
        "Without",
    ]
)


def dated(published: str) -> str:
    """Say a date that may lack a day or a month.

    Parameters
    ----------
    published
        ``2020``, ``2020-07`` or ``2020-07-04``.

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


def teller(case: Case, evidence: Evidence, name: str = "") -> str:
    """Return author and year of the first source cited; of the one whose author has the name if any has.

    Parameters
    ----------
    case
        The case.
    evidence
        The passages cited.
    name
        Name that an author may have.
    """
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
    common = name[:1].islower() and not name.startswith("the ") and not proper(name)
    return f"the {name}" if common else name


def attributed(case: Case, claim: Claim) -> str:
    """Put a claim behind the voice that makes it, as firmly as the voice does.

    Parameters
    ----------
    case
        The case.
    claim
        The claim.
    """
    chain = [v.strip() for v in claim.voice.split(">") if v.strip()]
    first = teller(case, claim.evidence, chain[0] if chain else "") or "the analyst"
    who = f"{_called(actor_name(case, chain[-1]))}, as {first} reports," if len(chain) > 1 else first
    return sentence(f"{who} {_said(claim.modality, chain[-1] if chain else '')} {_lowered(claim.says)}")


def _said(modality: str, who: str) -> str:
    """Return what a modality says of a voice, of several where the voice is a plural such as ``Russians``."""
    words = _MODALITY[modality]
    if not (_SEVERAL.search(who) or " and " in who):
        return words
    verb, _, rest = words.partition(" ")
    return f"{_PLURAL.get(verb, verb.removesuffix('s'))} {rest}"


def _surname(author: str) -> str:
    first = author.partition(" and ")[0].partition(",")[0].split()
    if not first or first[0].islower():
        return author
    return first[-1]


def _lowered(says: str) -> str:
    text = says.strip().removesuffix(".")
    first = text.split(maxsplit=1)[0] if text else ""
    return text[:1].lower() + text[1:] if first.strip(",;:") in _OPENERS else text
