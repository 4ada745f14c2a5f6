"""What readers ask of a case: each question with the conditions, quantities and holdings that answer it."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from detente.case.context import BASIS, NOTE
from detente.case.fields import ConditionField, Evidence, EvidenceField, Part
from detente.case.play.actions import Definition

__all__ = ["PREFIX", "Asked", "conditions"]

#: What the definitions that answer questions are called by: ``asks.id.number``, from 1.
PREFIX = "asks."


class Asked(Part):
    """A reader's question; the brief answers it under each choice, by all that is named here."""

    name: str = Field(description="What it is about, in a few words.")
    asks: str = Field(description="The question in words.")
    quantities: tuple[str, ...] = Field((), description="Ids of consequences, whose levels answer it.")
    when: tuple[ConditionField, ...] = Field(
        (), description="Conditions; how often each holds where things come to rest answers it."
    )
    hold: tuple[str, ...] = Field((), description="Ids of policies that are held one by one.")
    advise: tuple[str, ...] = Field((), description="Ids of actors: which of its policies is best for each.")
    choice: str = Field("", description="Id of a choice: by when it is made, and what makes it better.")
    evidence: EvidenceField = Field(Evidence(), description=BASIS)
    note: str = Field("", description=NOTE)


def conditions(asks: Mapping[str, Asked]) -> dict[str, Definition]:
    """Return the conditions of questions as definitions, each named ``asks.id.number``.

    Parameters
    ----------
    asks
        Id -> question.
    """
    return {
        f"{PREFIX}{name}.{k}": Definition(name=one.name, when=when, evidence=one.evidence)
        for name, one in asks.items()
        for k, when in enumerate(one.when, 1)
    }
