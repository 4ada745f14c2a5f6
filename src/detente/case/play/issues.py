"""What several must agree on: places on a scale, who wants which, who decides, and what a text said.

An issue is no option: nobody sets it. Its numbers are drawn like all others, and the rules of
`detente.bargaining` make of them a distribution over the scale. Issues are checked in ``bargained.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from detente.case.context import BASIS, LANGUAGES, NOTE, VOICE
from detente.case.fields import Date, Evidence, EvidenceField, Names, Part, QuantityField, Real, Whole
from detente.case.quantity import Quantity
from detente.registry import BARGAINING

__all__ = ["Decision", "Issue", "Position", "Sets", "Written", "set_by"]

_ONE = Quantity("point", (1.0,), "1")


def _rule(value: str) -> str:
    """Only names of rules; refused as any word is that is none of a closed list."""
    if value not in BARGAINING:
        known = ", ".join(f"'{name}'" for name in BARGAINING)
        raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": known})
    return value


#: The name of a rule, by `detente.registry`; what the rules are stands far above.
RuleName = Annotated[str, AfterValidator(_rule), WithJsonSchema({"enum": list(BARGAINING)})]


class Position(Part):
    """Where an actor or party wants a text to be, and how much that matters to it."""

    at: QuantityField = Field(description="Place on the scale, 0 to 100.")
    salience: QuantityField = Field(_ONE, description="How much it cares, 0 to 1.")
    capability: QuantityField = Field(_ONE, description="What it can bring to bear, 0 or more, in any unit.")
    votes: Whole = Field(0, description="Its votes, where votes decide.")
    evidence: EvidenceField = Field(description=BASIS)
    voice: str = Field("", description=VOICE)
    note: str = Field("", description=NOTE)


class Decision(Part):
    """How a text comes about: what the actors count for, who proposes, and who can stop it."""

    by: Literal["custom", "votes", "veto"] = Field(
        "custom",
        description="What they count for. custom: their ``capability``; votes: their ``votes``; veto: all "
        "the same, and those under ``veto`` must consent.",
    )
    veto: tuple[str, ...] = Field((), description="Ids of those without whose consent there is no text.")
    quota: Real = Field(0.0, description="Share of the votes that must consent, 0 to 1.")
    proposes: tuple[str, ...] = Field(
        (), description="Ids of those who propose, each as likely; everybody with a position if left out."
    )
    evidence: EvidenceField = Field(Evidence(), description=BASIS)
    note: str = Field("", description=NOTE)


class Sets(Part):
    """A chance option whose probabilities in each world are those of parts of the scale."""

    chance: str = Field(description="Id of the chance option; its own probabilities are not used then.")
    levels: dict[str, QuantityField] = Field(
        description="Level -> part of the scale as from..to; the parts meet and cover the scale, and an end "
        "belongs to the part below it."
    )
    note: str = Field("", description=NOTE)


class Written(Part):
    """What a text said in the end, where that is known; it is scored, and plays no part otherwise."""

    at: Real = Field(description="Place on the scale, 0 to 100.")
    date: Date = Field(description="When.")
    evidence: EvidenceField = Field(description=BASIS)
    note: str = Field("", description="Where it can be read, and how it was placed on the scale.")


class Issue(Part):
    """Something that several must agree on: a text that can go more or less far."""

    name: str = Field(description="The name that sentences use: what the text is about.")
    names: Names = Field(default_factory=dict, description=LANGUAGES)
    scale: dict[str, str] = Field(
        description="Place, 0 to 100 -> what a text there says, in a few words; 0 and 100 are among them."
    )
    reference: QuantityField | None = Field(
        None, description="Place of what stands if there is no text; left out if nothing does."
    )
    positions: dict[str, Position] = Field(description="Id of an actor or party -> what it wants.")
    decision: Decision = Field(Decision(), description="How a text comes about.")
    rule: RuleName = Field("pool", description="The rule that counts; the others are shown beside it.")
    sets: Sets | None = Field(None, description="The chance option that hears of it.")
    written: Written | None = Field(None, description="What a text said in the end.")
    evidence: EvidenceField = Field(Evidence(), description=BASIS)
    note: str = Field("", description=NOTE)


def set_by(issues: Mapping[str, Issue], chance: str) -> str:
    """Return the id of the issue that gives a chance option its probabilities, or an empty text.

    Parameters
    ----------
    issues
        Those of a case.
    chance
        Id of a chance option.
    """
    return next((name for name, i in issues.items() if i.sets and i.sets.chance == chance), "")
