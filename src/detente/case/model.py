"""The types of a case: what the analyst wrote; what names refer to is checked in ``checks/names.py``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Self

from pydantic import Field, ModelWrapValidatorHandler, PrivateAttr, model_validator

from detente.case.context import (
    BASIS,
    LANGUAGES,
    MODALITY,
    NOTE,
    VOICE,
    Changed,
    Comparison,
    Party,
    Relation,
    Side,
    Source,
    Term,
)
from detente.case.fields import (
    JUDGEMENT,
    ConceptName,
    Concepts,
    ConditionField,
    Date,
    Evidence,
    EvidenceField,
    Format,
    Modality,
    Names,
    OptionalCondition,
    Part,
    QuantityField,
    Tied,
    Variants,
    Without,
)
from detente.case.file.origin import Path
from detente.case.play.actions import (
    BarredMove,
    Chance,
    Choice,
    CommonMove,
    Definition,
    Moves,
    Option,
    Order,
    Policy,
    Preference,
    Statement,
)
from detente.case.play.asks import Asked
from detente.case.play.follow import Consequence, Following
from detente.case.play.issues import Issue
from detente.case.play.made import expand, follow
from detente.case.play.regime import Effect, Exemption, Moved, Regime
from detente.case.quantity import Quantity
from detente.case.ratings import Confidence, Credibility, Likelihood
from detente.case.time import Clock, Elicitation, Event, HistoryFiles, Phase, Question
from detente.registry import DECLARED, DRIVES, declared

__all__ = [
    "JUDGEMENT",
    "Actor",
    "Alternative",
    "Asked",
    "BarredMove",
    "Case",
    "Chance",
    "Choice",
    "Claim",
    "CommonMove",
    "Comparison",
    "Consequence",
    "Constraint",
    "Definition",
    "Effect",
    "Event",
    "Evidence",
    "Exemption",
    "Following",
    "Moved",
    "Moves",
    "Option",
    "Order",
    "Outcome",
    "Party",
    "Perception",
    "Policy",
    "Preference",
    "Question",
    "Reading",
    "Regime",
    "Relation",
    "Side",
    "Source",
    "Statement",
    "Term",
]


#: Says in what `Case.to_dict` writes that packages are written out.
_EXPANDED = "expanded"


class Actor(Part):
    """A party that controls options and has preferences."""

    name: str = Field(description="The name that sentences use.")
    names: Names = Field(default_factory=dict, description=LANGUAGES)
    aliases: tuple[str, ...] = Field((), description="Other names in use.")
    parent: str = Field("", description="Id of the actor that this one is part of.")
    iso: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = Field("", description="ISO 3166-1 alpha-3 code.")
    note: str = Field("", description=NOTE)


class Constraint(Part):
    """States that cannot occur: exactly one of ``forbid`` and ``require``."""

    forbid: OptionalCondition = Field(None, description="No state where this holds can occur.")
    require: OptionalCondition = Field(None, description="Only states where this holds can occur.")
    evidence: EvidenceField = Field(description=BASIS)
    credibility: Credibility = ""
    likelihood: Likelihood = ""
    confidence: Confidence = ""
    note: str = Field("", description=NOTE)


class Reading(Part):
    """An overlay of the case by voice: how one source, or one party, sees it."""

    name: str = Field(description="The name that sentences use.")
    share: QuantityField = Field(
        description="Share of worlds in which this reading is taken; rescaled to sum to one."
    )
    weights: dict[str, QuantityField] = Field(default_factory=dict, description="Statement id -> weight.")
    chance: dict[str, dict[str, QuantityField]] = Field(
        default_factory=dict, description="Chance option -> level -> probability."
    )
    preferences: dict[str, Order] = Field(
        default_factory=dict, description="Actor -> the order of states that it has instead."
    )
    evidence: EvidenceField = Field(description=BASIS)
    voice: str = Field("", description=VOICE)
    note: str = Field("", description=NOTE)


class Perception(Part):
    """What one actor believes of another's preferences, where it differs from the truth of the case."""

    viewer: str = Field(description="Id of the actor that believes it.")
    of: str = Field(description="Id of the actor it is believed of.")
    by: str = Field(
        "", description="Id of an actor that thinks the viewer believes so; the viewer does if left out."
    )
    weights: dict[str, QuantityField] = Field(
        default_factory=dict, description="Statement id of the other -> weight believed."
    )
    ranking: tuple[Tied, ...] = Field((), description="Instead of weights: named states from best to worst.")
    priority: tuple[ConditionField, ...] = Field(
        (), description="Instead of weights: conditions, most important first."
    )
    unseen: tuple[str, ...] = Field(
        (),
        description="Options that the viewer does not see, of whomever: in its game they stay as they are "
        "today. They count in the hypergame columns of `detente states --table`; play sees every option.",
    )
    evidence: EvidenceField = Field(description=BASIS)
    note: str = Field("", description=NOTE)


class Outcome(Part):
    """A class of states that the brief speaks of; the first class that holds is the state's class."""

    name: str = Field(description="The name that sentences use.")
    when: ConditionField = Field(description="The states of the class.")
    evidence: EvidenceField = Field(Evidence(), description=BASIS)
    note: str = Field("", description=NOTE)


class Claim(Part):
    """A conditional claim of a source, evaluated as a finding and never built in.

    With ``then`` it needs a choice, or a condition ``given``, or both. Without ``then`` it is kept beside
    the game.
    """

    says: str = Field(description="The claim in the analyst's own words.")
    choice: str = Field("", description="The choice under which it is claimed; none if under any.")
    given: OptionalCondition = Field(
        None, description="What it is claimed of: resting points where this holds; all of them if left out."
    )
    then: OptionalCondition = Field(
        None,
        description="What is claimed to hold where things come to rest; left out if the game cannot express "
        "it, and then a note says why.",
    )
    evidence: EvidenceField = Field(description=BASIS)
    voice: str = Field("", description=VOICE)
    modality: Modality = Field("asserted", description=MODALITY)
    credibility: Credibility = ""
    likelihood: Likelihood = ""
    confidence: Confidence = ""
    note: str = Field("", description=NOTE)


class Alternative(Part):
    """A structural variant: what the case would be without some of its parts, or with an option held."""

    name: str = Field(description="The name that sentences use.")
    drop: tuple[str, ...] = Field(
        (), description="Ids of constraints, common moves and perceptions that it does without."
    )
    hold: dict[str, str] = Field(
        default_factory=dict, description="Option -> the level it is held at, as if nobody had it."
    )
    choices: dict[str, dict[str, str]] = Field(
        default_factory=dict, description="Choice -> option -> level: what it sets instead."
    )
    evidence: EvidenceField = Field(description=BASIS)
    note: str = Field("", description=NOTE)


class Case(Changed, Part):
    """A whole case, as the analyst wrote it."""

    format: Format = Field(description="Version of the format; the first key of the file.")
    case: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")] = Field(description="Short id.")
    extends: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9-]*)?$")] = Field(
        "", description="Id of a case whose parts this one has too, but for what it says otherwise."
    )
    without: Without = Field(
        default_factory=dict,
        description="Of it left out: statements, events, questions, shocks, turns or seeds -> ids, or all.",
    )
    title: str = Field(description="Title of the brief.")
    as_of: Date = Field(description="Only evidence up to this date may be used.")
    author: str = Field("", description="Who wrote the case.")
    handling: str = Field("", description="How it may be passed on, for example TLP:CLEAR.")
    version: str = Field("", description="Version of the case, as its author counts.")
    focal: str = Field("", description="Id of the actor at the crossroads.")
    summary: str = Field("", description="What the case is about, in a few sentences.")
    hindsight: str = Field("", description="What the authors of the case could have known later.")
    concept: ConceptName = Field(DRIVES, description="The stability concept that decides where play rests.")
    concepts: Concepts = Field((), description=f"What it is held against, if not {', '.join(DECLARED)}.")
    variants: Variants = Field(
        (), description="Variants of concepts, such as SEQ-strong, that the table of stability shows."
    )
    coalitions: tuple[tuple[str, ...], ...] = Field(
        (), description="Lists of actors: the coalitions that columns such as CSEQ ask about; all by default."
    )
    sources: dict[str, Source] = Field(default_factory=dict, description="Source id -> source.")
    scales: dict[str, QuantityField] = Field(
        default_factory=dict, description="Word -> number, interval, distribution."
    )
    actors: dict[str, Actor] = Field(description="Actor id -> actor.")
    parties: dict[str, Party] = Field(
        default_factory=dict, description="Id -> somebody who is named but makes no move in this game."
    )
    options: dict[str, Option] = Field(default_factory=dict, description="owner.option -> option.")
    chance: dict[str, Chance] = Field(default_factory=dict, description="chance.name -> chance option.")
    states: dict[str, dict[str, str] | str] = Field(
        default_factory=dict,
        description="Named states: option -> level; if given, only these are feasible. "
        "Without options, state -> a phrase, and arcs say who moves where.",
    )
    arcs: dict[str, tuple[tuple[str, str], ...]] = Field(
        default_factory=dict,
        description="Actor -> moves as [from, to] between named states; beside options they are added to the "
        "moves that the options allow.",
    )
    barred: dict[str, BarredMove] = Field(
        default_factory=dict, description="Id -> moves that the options allow and that cannot be made."
    )
    definitions: dict[str, Definition] = Field(default_factory=dict, description="Name -> definition.")
    consequences: dict[str, Consequence] = Field(
        default_factory=dict, description="follows.name -> what follows from the state."
    )
    constraints: dict[str, Constraint] = Field(default_factory=dict, description="Id -> constraint.")
    common_moves: dict[str, CommonMove] = Field(default_factory=dict, description="Id -> common move.")
    status_quo: dict[str, str] | str = Field(
        default_factory=dict, description="Option -> level, or a named state."
    )
    preferences: dict[str, Preference] = Field(description="Actor id -> preference.")
    readings: dict[str, Reading] = Field(default_factory=dict, description="Id -> reading.")
    perceptions: dict[str, Perception] = Field(default_factory=dict, description="Id -> perception.")
    choices: dict[str, Choice] = Field(default_factory=dict, description="Id -> choice of the focal actor.")
    policies: dict[str, Policy] = Field(
        default_factory=dict, description="Id -> policy of another actor, crossed with the choices."
    )
    outcomes: dict[str, Outcome] = Field(
        default_factory=dict, description="Id -> outcome class, first match first."
    )
    claims: dict[str, Claim] = Field(default_factory=dict, description="Id -> claim of a source.")
    regimes: dict[str, Regime] = Field(default_factory=dict, description="Id -> system or regime.")
    relations: dict[str, Relation] = Field(default_factory=dict, description="Id -> tie between two.")
    comparisons: dict[str, Comparison] = Field(
        default_factory=dict, description="Id -> where the sources agree or differ."
    )
    terms: dict[str, Term] = Field(default_factory=dict, description="Id -> word that needs explaining.")
    events: tuple[Event, ...] = Field((), description="What happened, oldest first.")
    asks: dict[str, Asked] = Field(default_factory=dict, description="Id -> what readers ask, in order.")
    questions: tuple[Question, ...] = Field((), description="What to forecast.")
    issues: dict[str, Issue] = Field(
        default_factory=dict, description="Id -> something that several must agree on."
    )
    alternatives: dict[str, Alternative] = Field(default_factory=dict, description="Id -> variant.")
    phases: dict[str, Phase] = Field(default_factory=dict, description="Id -> state of the system.")
    clock: Clock | None = Field(None, description="How fast things move, counted apart from preferences.")
    history: HistoryFiles = Field(HistoryFiles(), description="Files with what happened, beside the case.")
    elicitation: Elicitation = Field(Elicitation(), description="What several analysts are asked.")

    _origin: Any = PrivateAttr(default=None)
    _expanded: bool = PrivateAttr(default=False)
    _places: Mapping[Path, Path] = PrivateAttr(default_factory=dict)
    _spelt: Mapping[str, Mapping[str, Any]] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _expand(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Write out what packages come to, once: what `to_dict` wrote has it already."""
        done = isinstance(data, dict) and data.get(_EXPANDED) is True  # in a file every value is text
        case = handler({k: v for k, v in data.items() if k != _EXPANDED} if done else data)
        if not done:
            made = expand(case)
            case.__dict__.update(made.sections)
            case._places, done = made.places, bool(made.sections)
        case._expanded = done
        if case.consequences or case.regimes or case.asks:
            made = follow(case)
            case._places = {**case._places, **made.places}
            case._spelt = made.sections
        return case

    @property
    def origin(self) -> Any:
        """Where each value stands in the file (an `Origin`), or ``None`` for a case made in Python."""
        return self._origin

    @property
    def declared(self) -> tuple[str, ...]:
        """The stability concepts that the case is solved under, the one that drives it among them."""
        return declared(self.concept, self.concepts)

    def resolve(self, quantity: Quantity) -> Quantity:
        """Replace a word by its meaning on the case's scale."""
        return self.scales[quantity.text] if quantity.kind == "word" else quantity

    def ways(self, actor: str, option: str) -> tuple[Moves, ...]:
        """Return the ways in which an actor may change an option; none if it has no say in it.

        Parameters
        ----------
        actor
            Id of an actor.
        option
            Id of an option, ``owner.name``.
        """
        found, owner = self.options[option], option.partition(".")[0]
        every = found.ways or (found.moves,)
        return tuple(way for way in every if actor in (way.by or (owner,)))

    def statements(self, actor: str) -> tuple[Statement, ...]:
        """Return the weighted statements of an actor; none where it has a priority order or a ranking.

        Parameters
        ----------
        actor
            Id of an actor.
        """
        preference = self.preferences.get(actor)
        return preference.weighted if preference else ()

    def variables(self) -> Mapping[str, Option | Chance]:
        """Return options and chance options together, in the order of the file, chance first."""
        return MappingProxyType({**self.chance, **self.options})

    def to_dict(self) -> dict[str, Any]:
        """Return the case as plain types, without what follows from other sections unless it was changed."""
        written = {
            section: {n: p for n, p in getattr(self, section).items() if n not in made or p != made[n]}
            for section, made in self._spelt.items()
        }
        told = self.model_copy(update=written).model_dump(mode="json", exclude_defaults=True, by_alias=True)
        return told | {_EXPANDED: True} if self._expanded else told

    def __eq__(self, other: object) -> bool:
        # Where a case stands in its file is no part of what it says.
        return self.to_dict() == other.to_dict() if isinstance(other, Case) else NotImplemented

    def __repr__(self) -> str:
        size = f"{len(self.actors)} actors, {len(self.options)} options"
        return f"Case({self.case!r}, {size}, as of {self.as_of})"

    __str__ = __repr__
