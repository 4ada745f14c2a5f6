"""What actors can do and want: options, moves, statements, preferences, choices and policies."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from detente.case.condition import Always, Condition
from detente.case.context import BASIS, LANGUAGES, MODALITY, NOTE, VOICE
from detente.case.fields import (
    Attitude,
    ConceptName,
    ConditionField,
    Evidence,
    EvidenceField,
    LevelsField,
    Marks,
    Modality,
    Names,
    OptionalCondition,
    Part,
    QuantityField,
    Real,
    Tied,
    YesNo,
)
from detente.case.quantity import UNWEIGHTED
from detente.case.ratings import Confidence, Credibility, Likelihood

__all__ = [
    "BarredMove",
    "Chance",
    "Choice",
    "CommonMove",
    "Definition",
    "Moves",
    "Option",
    "Order",
    "Policy",
    "Preference",
    "Statement",
]


class Moves(Part):
    """How an option may be changed, and by whom."""

    kind: Literal["free", "up", "down", "fixed"] = Field(
        "free", description="free: any change; up or down: only later or earlier levels; fixed: none."
    )
    only: tuple[tuple[str, str], ...] = Field(
        (), description="If given, the only changes allowed, as [from, to]."
    )
    when: OptionalCondition = Field(None, description="Changes are allowed only in states where this holds.")
    by: tuple[str, ...] = Field(
        (), description="Ids of the actors that may change it so; its owner alone if left out."
    )
    evidence: EvidenceField = Field(Evidence(), description=BASIS)


def _moves(value: object) -> object:
    return {"kind": value} if isinstance(value, str) else value


class Option(Part):
    """Something that one actor decides; written under ``options`` as ``owner.option``."""

    name: str = Field(description="The name that sentences use.")
    names: Names = Field(default_factory=dict, description=LANGUAGES)
    levels: LevelsField = Field(
        description="Level names in order, each with a phrase for sentences: a clause that begins with the "
        "name of the actor that decides, exactly as under ``actors``, or with one of its aliases."
    )
    ordered: YesNo = Field(True, description="Whether the order of levels may be compared.")
    moves: Annotated[Moves, BeforeValidator(_moves)] = Field(
        Moves(), description="How the owner may change it; a single word stands for its kind."
    )
    ways: tuple[Moves, ...] = Field(
        (), description="Instead of ``moves``: several ways to change it; what one of them allows is allowed."
    )
    evidence: EvidenceField = Field(Evidence(), description=BASIS)
    note: str = Field("", description=NOTE)


class Chance(Part):
    """Something that no actor decides, such as an election; written as ``chance.name``."""

    name: str = Field(description="The name that sentences use.")
    names: Names = Field(default_factory=dict, description=LANGUAGES)
    levels: LevelsField = Field(description="Level names, each with the phrase that sentences use.")
    ordered: YesNo = Field(False, description="Whether the order of levels may be compared.")
    probabilities: dict[str, QuantityField] = Field(
        description="Probability of each level; each world rescales its draw so that they sum to one."
    )
    evidence: EvidenceField = Field(description=BASIS)
    note: str = Field("", description=NOTE)


class Definition(Part):
    """A named condition, used by name in other conditions."""

    name: str = Field(description="A clause that sentences use.")
    when: ConditionField = Field(description="The condition that the name stands for.")
    evidence: EvidenceField = Field(Evidence(), description=BASIS)
    note: str = Field("", description=NOTE)


class CommonMove(Part):
    """A change that any of several actors can bring about, possibly in options that are not theirs."""

    actors: tuple[str, ...] = Field(description="Ids of the actors that can make the move.")
    when: ConditionField = Field(description="The states in which it can be made.")
    set: dict[str, str] = Field(description="Option -> level after the move.")
    evidence: EvidenceField = Field(description=BASIS)
    note: str = Field("", description=NOTE)


class BarredMove(Part):
    """Moves of an actor that its options allow one by one, and that it cannot make."""

    actor: str = Field(description="Id of the actor.")
    when: ConditionField = Field(description="The states that the moves lead from.")
    to: ConditionField = Field(description="The states that they lead to.")
    evidence: EvidenceField = Field(description=BASIS)
    note: str = Field("", description=NOTE)


class Order(Part):
    """An order of states under a reading: exactly one of priority and ranking."""

    priority: tuple[ConditionField, ...] = Field((), description="Conditions, most important first.")
    ranking: tuple[Tied, ...] = Field((), description="Named states from best to worst, tied ones as a list.")


class Statement(Part):
    """A condition that an actor values, with a weight; a negative weight is an aversion.

    Without a weight it is a draft, which the analysis leaves out.
    """

    id: str = Field(description="Short id, unique in the whole case; readings refer to it.")
    when: ConditionField = Field(
        Condition("", Always(True)), description="What the actor values; a draft may leave it out."
    )
    weight: QuantityField = Field(
        UNWEIGHTED, description="How much; negative for an aversion. Left out in a draft."
    )
    says: str = Field("", description="What the actor wants, in words; a draft needs it if it has no 'when'.")
    evidence: EvidenceField = Field(description=BASIS)
    voice: str = Field("", description=VOICE)
    modality: Modality = Field("asserted", description=MODALITY)
    credibility: Credibility = ""
    likelihood: Likelihood = ""
    confidence: Confidence = ""
    note: str = Field("", description=NOTE)

    @property
    def draft(self) -> bool:
        """Whether it has no weight, so that the analysis leaves it out."""
        return self.weight == UNWEIGHTED


class Preference(Part):
    """An actor's preference: exactly one of statements, priority, ranking."""

    statements: tuple[Statement, ...] = Field((), description="Conditions with weights.")
    priority: tuple[ConditionField, ...] = Field(
        (),
        description="Conditions, most important first (Hipel, Fang and Peng): the k-th of K counts 2^(K-k).",
    )
    ranking: tuple[Tied, ...] = Field(
        (), description="Named states from best to worst; a list inside the list holds states that are tied."
    )
    strength: Marks = Field(
        (),
        description="Where preference is strong, degree by degree from the second on. With statements the "
        "least difference of weights; with a priority order how many of its first conditions count so much; "
        "with a ranking the states, a name or a list, right below which a step is so large.",
    )
    attitudes: dict[str, Attitude] = Field(
        default_factory=dict,
        description="Actor -> whether this one wishes it well (+), ill (-) or neither (0); + to itself, "
        "0 to others if left out.",
    )
    degrees: dict[str, dict[str, QuantityField]] = Field(
        default_factory=dict,
        description="State -> state -> how surely the first is preferred to the second, 0 to 1; the "
        "other way round it is what is left to 1. Pairs left out have it from the order, or from ranges "
        "and readings.",
    )
    threshold: Real = Field(
        1.0, description="How certain a preference must be to be acted upon, above 0 to 1 (fuzzy and grey)."
    )
    alpha: Real = Field(0.5, description="It leaves for what it prefers with a probability above 1 - alpha.")
    beta: Real = Field(
        0.5, description="It is deterred by what it prefers with a probability up to 1 - beta."
    )
    gamma: Real = Field(
        0.5,
        description="It believes in answers that their author prefers with a probability above 1 - gamma.",
    )
    concept: ConceptName = Field(
        "", description="The concept that it goes by in mixed stability (MIX); the case's own if left out."
    )
    unknown: tuple[tuple[str, str], ...] = Field(
        (),
        description="Pairs between which it is not known what the actor prefers; each a named state, or a "
        "condition that stands for all states where it holds.",
    )
    evidence: EvidenceField = Field(Evidence(), description=BASIS)

    @property
    def weighted(self) -> tuple[Statement, ...]:
        """The statements that have a weight; the others are drafts."""
        return tuple(s for s in self.statements if not s.draft)


class Choice(Part):
    """A named choice of the focal actor: a package of options held, ways to move and things valued."""

    name: str = Field(description="The name that sentences use.")
    set: dict[str, str] = Field(
        min_length=1, description="Option of the actor -> the level that it is held at from today on."
    )
    moves: dict[str, Annotated[Moves, BeforeValidator(_moves)]] = Field(
        default_factory=dict,
        description="Another option of the actor -> how it may be changed while the package is held, instead "
        "of its own moves; a single word stands for its kind.",
    )
    values: tuple[Statement, ...] = Field(
        (), description="What the actor values besides, in states where the package is held."
    )
    evidence: EvidenceField = Field(Evidence(), description=BASIS)
    note: str = Field("", description=NOTE)


class Policy(Choice):
    """A named choice of another actor, to be crossed with the choices of the focal one."""

    actor: str = Field(description="Id of the actor whose policy it is.")
