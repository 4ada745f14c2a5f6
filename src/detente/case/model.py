"""The types of a case: what the analyst wrote, and nothing that only the solver needs.

Every part refuses unknown keys. Conditions, quantities and locators are parsed here, so a `Case`
holds no unparsed text; that names refer to something that exists is checked in ``check.py``.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, PrivateAttr, WithJsonSchema

from detente.case.condition import Condition, parse
from detente.case.quantity import Quantity, parse_quantity
from detente.sources.locator import Locator, parse_locator

__all__ = [
    "JUDGEMENT",
    "Actor",
    "Case",
    "Chance",
    "Choice",
    "Claim",
    "CommonMove",
    "Constraint",
    "Definition",
    "Event",
    "Evidence",
    "Moves",
    "Option",
    "Outcome",
    "Perception",
    "Preference",
    "Question",
    "Reading",
    "Source",
    "Statement",
]

#: The label that stands where no source passage does.
JUDGEMENT = "analyst judgement"


def _condition(value: object) -> Condition:
    return value if isinstance(value, Condition) else parse(_text(value))


def _quantity(value: object) -> Quantity:
    return value if isinstance(value, Quantity) else parse_quantity(_text(value))


def _locator(value: object) -> Locator:
    return value if isinstance(value, Locator) else parse_locator(_text(value))


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("a single value is expected here")
    return str(value)


ConditionField = Annotated[
    Condition,
    BeforeValidator(_condition),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "description": "A condition over option levels."}),
]
QuantityField = Annotated[
    Quantity,
    BeforeValidator(_quantity),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {"type": ["number", "string"], "description": "A number, a..b, a distribution, or a word of the scale."}
    ),
]
LocatorField = Annotated[
    Locator,
    BeforeValidator(_locator),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "description": "A locator such as K.P7.S1."}),
]


def _evidence(value: object) -> Evidence:
    if isinstance(value, Evidence):
        return value
    if isinstance(value, str) and value.strip().lower() == JUDGEMENT:
        return Evidence()
    if isinstance(value, str):
        return Evidence(at=(parse_locator(value),))
    if isinstance(value, list | tuple) and value:
        return Evidence(at=tuple(_locator(v) for v in value))
    raise ValueError(f"give a locator, a list of locators, or the words '{JUDGEMENT}'")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Evidence(_Part):
    """What a judgement rests on: passages, or the analyst alone when ``at`` is empty."""

    at: tuple[LocatorField, ...] = ()

    @property
    def judgement(self) -> bool:
        """Whether the judgement rests on the analyst alone."""
        return not self.at

    def __str__(self) -> str:
        return JUDGEMENT if self.judgement else ", ".join(map(str, self.at))


EvidenceField = Annotated[
    Evidence,
    BeforeValidator(_evidence),
    PlainSerializer(lambda e: JUDGEMENT if e.judgement else [str(a) for a in e.at]),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": JUDGEMENT},
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}, "minItems": 1},
            ],
            "description": f"Locators such as K.P7.S1, or the words '{JUDGEMENT}'.",
        }
    ),
]

Modality = Literal["asserted", "certain", "likely", "possible", "hope", "appearance", "normative", "counterfactual"]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]+)?$")]
Names = dict[Language, str]
Levels = dict[str, str]


def _levels(value: object) -> object:
    """Accept a list of level names as well as a mapping from name to phrase."""
    if isinstance(value, list | tuple):
        names = [_text(v) for v in value]
        if len(set(names)) < len(names):
            raise ValueError("a level is named twice")
        return dict.fromkeys(names, "")
    return value


class Source(_Part):
    """A document that judgements refer to; only its description is carried, never its text."""

    title: str
    key: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9]*$")] = Field(
        description="Short key that locators begin with, for example K in K.P7.S1."
    )
    author: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""
    perspective: str = Field("", description="Whose view the document takes.")
    derived_from: tuple[str, ...] = Field((), description="Ids of sources that this one reports.")
    reliability: Literal["", "A", "B", "C", "D", "E", "F"] = Field("", description="Admiralty scale.")
    digest: str = Field("", description="BLAKE2b-128 of the document's normalised text, hexadecimal.")
    note: str = ""


class Actor(_Part):
    """A party that controls options and has preferences."""

    name: str
    names: Names = Field(default_factory=dict, description="The name in other languages.")
    aliases: tuple[str, ...] = ()
    parent: str = Field("", description="Id of the actor that this one is part of.")
    iso: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = Field("", description="ISO 3166-1 alpha-3 code.")
    note: str = ""


class Moves(_Part):
    """How the owner may change the option."""

    kind: Literal["free", "up", "down", "fixed"] = Field(
        "free", description="free: any change; up or down: only later or earlier levels; fixed: none."
    )
    only: tuple[tuple[str, str], ...] = Field((), description="If given, the only changes allowed, as [from, to].")
    when: ConditionField | None = Field(None, description="Changes are allowed only in states where this holds.")
    evidence: EvidenceField = Evidence()


def _moves(value: object) -> object:
    return {"kind": value} if isinstance(value, str) else value


class Option(_Part):
    """Something that one actor decides; written under ``options`` as ``owner.option``."""

    name: str
    names: Names = Field(default_factory=dict)
    levels: Annotated[
        Levels,
        BeforeValidator(_levels),
        WithJsonSchema(
            {
                "anyOf": [
                    {"type": "array", "items": {"type": "string"}, "minItems": 2},
                    {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 2},
                ]
            }
        ),
    ] = Field(description="Level names in order, each with the phrase that sentences use (a clause with its subject).")
    ordered: bool = Field(True, description="Whether the order of levels may be compared.")
    moves: Annotated[Moves, BeforeValidator(_moves)] = Moves()
    evidence: EvidenceField = Evidence()
    note: str = ""


class Chance(_Part):
    """Something that no actor decides, such as an election; written as ``chance.name``."""

    name: str
    names: Names = Field(default_factory=dict)
    levels: Annotated[Levels, BeforeValidator(_levels)]
    ordered: bool = False
    probabilities: dict[str, QuantityField] = Field(
        description="Probability of each level; each world rescales its draw so that they sum to one."
    )
    evidence: EvidenceField
    note: str = ""


class Definition(_Part):
    """A named condition, used by name in other conditions."""

    name: str = Field(description="A clause that sentences use.")
    when: ConditionField
    evidence: EvidenceField = Evidence()
    note: str = ""


class Constraint(_Part):
    """States that cannot occur."""

    forbid: ConditionField | None = None
    require: ConditionField | None = None
    evidence: EvidenceField
    note: str = ""


class CommonMove(_Part):
    """A change that any of several actors can bring about, possibly in options that are not theirs."""

    actors: tuple[str, ...]
    when: ConditionField
    set: dict[str, str] = Field(description="Option -> level after the move.")
    evidence: EvidenceField
    note: str = ""


class Statement(_Part):
    """A condition that an actor values, with a weight; a negative weight is an aversion."""

    id: str
    when: ConditionField
    weight: QuantityField
    evidence: EvidenceField
    voice: str = Field("", description="Who says so: the chain of attribution, for example 'Kashin > Moscow'.")
    modality: Modality = "asserted"
    note: str = ""


class Preference(_Part):
    """An actor's preference: exactly one of statements, priority, ranking."""

    statements: tuple[Statement, ...] = ()
    priority: tuple[ConditionField, ...] = Field(
        (), description="Conditions from most to least important (Hipel, Fang and Peng): the k-th of K counts 2^(K-k)."
    )
    ranking: tuple[tuple[str, ...], ...] = Field(
        (), description="Named states from best to worst; a list inside the list holds states that are tied."
    )
    evidence: EvidenceField = Evidence()


def _ranking(value: object) -> object:
    """Accept single names beside lists of tied names."""
    if isinstance(value, dict) and isinstance(value.get("ranking"), list | tuple):
        ranks = tuple((r,) if isinstance(r, str) else r for r in value["ranking"])
        return {**value, "ranking": ranks}
    return value


class Reading(_Part):
    """An overlay of the case by voice: how one source, or one party, sees it."""

    name: str
    share: QuantityField = Field(description="Share of worlds in which this reading is taken; rescaled to sum to one.")
    weights: dict[str, QuantityField] = Field(default_factory=dict, description="Statement id -> weight.")
    chance: dict[str, dict[str, QuantityField]] = Field(
        default_factory=dict, description="Chance option -> level -> probability."
    )
    evidence: EvidenceField
    voice: str = ""
    note: str = ""


class Perception(_Part):
    """What one actor believes of another's preferences, where it differs from the truth of the case."""

    viewer: str
    of: str
    weights: dict[str, QuantityField] = Field(description="Statement id of the other -> weight believed.")
    evidence: EvidenceField
    note: str = ""


class Choice(_Part):
    """A named choice of the focal actor: it fixes some of its options."""

    name: str
    set: dict[str, str] = Field(min_length=1, description="Option of the focal actor -> level.")
    evidence: EvidenceField = Evidence()
    note: str = ""


class Outcome(_Part):
    """A class of states that the brief speaks of; the first class that holds is the state's class."""

    name: str
    when: ConditionField
    evidence: EvidenceField = Evidence()
    note: str = ""


class Claim(_Part):
    """A conditional claim of a source, evaluated as a finding and never built in."""

    says: str = Field(description="The claim in the analyst's own words.")
    choice: str = Field(description="The choice under which it is claimed.")
    then: ConditionField = Field(description="What is claimed to hold where things come to rest.")
    evidence: EvidenceField
    voice: str = ""
    modality: Modality = "asserted"
    note: str = ""


class Event(_Part):
    """A dated event; mapped to moves where it is one."""

    id: str
    date: str = Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?~?$")
    actors: tuple[str, ...] = ()
    says: str = ""
    moves: dict[str, str] = Field(default_factory=dict, description="Option -> level after the event.")
    evidence: EvidenceField
    note: str = ""


class Question(_Part):
    """A question with a deadline."""

    id: str
    asks: str
    when: ConditionField | None = Field(None, description="What must hold for the answer yes.")
    by: datetime.date
    choice: str = Field("", description="The choice under which it is asked, if any.")
    evidence: EvidenceField
    note: str = ""


class Case(_Part):
    """A whole case, as the analyst wrote it."""

    format: Literal[1] = Field(description="Version of the format; the first key of the file.")
    case: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")] = Field(description="Short id.")
    title: str
    as_of: datetime.date = Field(description="Only evidence up to this date may be used.")
    focal: str = Field("", description="Id of the actor at the crossroads.")
    summary: str = ""
    hindsight: str = Field("", description="What the authors of the case could have known later.")
    concept: Literal["R", "GMR", "SMR", "SEQ", "SSEQ"] = Field(
        "SEQ", description="The stability concept that decides where things come to rest."
    )
    sources: dict[str, Source] = Field(default_factory=dict)
    scales: dict[str, QuantityField] = Field(default_factory=dict, description="Word -> number, interval, distribution.")
    actors: dict[str, Actor]
    options: dict[str, Option] = Field(default_factory=dict)
    chance: dict[str, Chance] = Field(default_factory=dict)
    states: dict[str, dict[str, str] | str] = Field(
        default_factory=dict,
        description="Named states: option -> level; if given, only these are feasible. "
        "Without options, state -> a phrase, and arcs say who moves where.",
    )
    arcs: dict[str, tuple[tuple[str, str], ...]] = Field(
        default_factory=dict, description="Actor -> moves as [from, to] between named states."
    )
    definitions: dict[str, Definition] = Field(default_factory=dict)
    constraints: dict[str, Constraint] = Field(default_factory=dict)
    common_moves: dict[str, CommonMove] = Field(default_factory=dict)
    status_quo: dict[str, str] | str = Field(default_factory=dict, description="Option -> level, or a named state.")
    preferences: dict[str, Annotated[Preference, BeforeValidator(_ranking)]]
    readings: dict[str, Reading] = Field(default_factory=dict)
    perceptions: dict[str, Perception] = Field(default_factory=dict)
    choices: dict[str, Choice] = Field(default_factory=dict)
    outcomes: dict[str, Outcome] = Field(default_factory=dict)
    claims: dict[str, Claim] = Field(default_factory=dict)
    events: tuple[Event, ...] = ()
    questions: tuple[Question, ...] = ()

    _origin: Any = PrivateAttr(default=None)

    @property
    def origin(self) -> Any:
        """Where each value stands in the file (an `Origin`), or ``None`` for a case made in Python."""
        return self._origin

    def resolve(self, quantity: Quantity) -> Quantity:
        """Replace a word by its meaning on the case's scale."""
        return self.scales[quantity.text] if quantity.kind == "word" else quantity

    def statements(self, actor: str) -> tuple[Statement, ...]:
        """Return the statements of an actor; none where it has a priority order or a ranking."""
        preference = self.preferences.get(actor)
        return preference.statements if preference else ()

    def variables(self) -> Mapping[str, Option | Chance]:
        """Return options and chance options together, in the order of the file, chance first."""
        return MappingProxyType({**self.chance, **self.options})

    def to_dict(self) -> dict[str, Any]:
        """Return the case as plain types, ready for JSON or YAML."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def __repr__(self) -> str:
        return f"Case({self.case!r}, {len(self.actors)} actors, {len(self.options)} options, as of {self.as_of})"
