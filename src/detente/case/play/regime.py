"""Regimes: who can move them and how, what they leave out, who keeps to them, and what they are worth."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from detente.case.context import BASIS, LANGUAGES, MODALITY, NOTE, VOICE, When
from detente.case.fields import (
    ConditionField,
    Evidence,
    EvidenceField,
    Modality,
    Names,
    OptionalCondition,
    Part,
    Tied,
    Whole,
    YesNo,
)
from detente.case.play.actions import Statement

__all__ = ["Effect", "Exemption", "Moved", "Regime"]


class Moved(Part):
    """A rule by which a regime comes to a level: sponsors, votes, a veto, and what has to be met first."""

    model_config = ConfigDict(populate_by_name=True)

    to: str = Field(description="The level that it comes to.")
    from_: Tied = Field(
        (), alias="from", description="The levels that it comes from; all others if left out."
    )
    by: Tied = Field(
        (), description="Ids of the actors that can bring it about (sponsors); all that vote if left out."
    )
    yes: dict[str, ConditionField] = Field(
        default_factory=dict,
        description="Id of an actor or party -> where it is for it, or gives its consent.",
    )
    at_least: Whole | None = Field(
        None, description="How many of these are enough; all of them if left out: consent, or two keys."
    )
    veto: dict[str, ConditionField] = Field(
        default_factory=dict, description="Id of an actor or party -> where it stops it, whoever is for it."
    )
    when: OptionalCondition = Field(None, description="What has to be met besides.")
    evidence: EvidenceField = Field(Evidence(), description=BASIS)


class Exemption(Part):
    """Something that a regime leaves out, while something holds."""

    name: str = Field(description="A clause that sentences use.")
    when: ConditionField = Field(description="Where it is left out.")


class Effect(Statement):
    """What a regime is worth to an actor: a statement of that actor."""

    actor: str = Field(description="Id of the actor.")


class Regime(Part):
    """A system or regime: members, levels and who can move them, exemptions, compliance, effects."""

    model_config = ConfigDict(populate_by_name=True)

    name: str = Field(description="The name that sentences use.")
    names: Names = Field(default_factory=dict, description=LANGUAGES)
    kind: str = Field(
        description="What it is, for example sanctions regime, negotiation format or state of the system."
    )
    members: tuple[str, ...] = Field((), description="Ids of the actors and parties that it binds or joins.")
    says: str = Field(description="How it stands, as the sources have it.")
    rules: tuple[str, ...] = Field((), description="What it demands, one sentence each.")
    exemptions: tuple[str, ...] = Field((), description="What it leaves out.")
    preconditions: tuple[str, ...] = Field((), description="What has to be met before it can work.")
    votes: dict[str, str] = Field(
        default_factory=dict, description="Id of an actor or party -> how it votes, in words."
    )
    levels: dict[str, str] | str = Field(
        default_factory=dict,
        description="Level -> a clause for sentences, the first holding if no rule does; then ``regime.ID`` "
        "is used in conditions. Or the id of an option or a consequence whose levels are its own.",
    )
    stays: YesNo = Field(
        False,
        description="yes: a level stays until a rule moves it, as law does, and the status quo gives one. "
        "no: it holds only while its rule is met, as an understanding does.",
    )
    moved: tuple[Moved, ...] = Field(
        (), description="Who moves it to which level, and how; the first rule wins."
    )
    exempt: dict[str, Exemption] = Field(
        default_factory=dict, description="Id -> what it leaves out, and while what holds."
    )
    complies: dict[str, ConditionField] = Field(
        default_factory=dict,
        description="Id of an actor or party -> where it keeps to it, whether or not it is in force.",
    )
    effects: tuple[Effect, ...] = Field((), description="What it is worth to whom: statements of actors.")
    constant: str = Field("", description="Why it cannot vary in this game, if it cannot.")
    when: OptionalCondition = Field(
        None,
        description="What shows in the game that it is in force or kept; with levels of its own any but the "
        "first, none if the game has no sign.",
    )
    shows: str = Field("", description="The condition as a clause, where its levels would be told at length.")
    from_: When = Field("", alias="from", description="When it began: a date, or from/to between which.")
    until: When = Field("", description="When it ended or is expected to end.")
    evidence: EvidenceField = Field(description=BASIS)
    voice: str = Field("", description=VOICE)
    modality: Modality = Field("asserted", description=MODALITY)
    note: str = Field("", description=NOTE)
