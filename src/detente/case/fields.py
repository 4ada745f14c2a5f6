"""How single values are read from the text of a case file: conditions, quantities, dates, evidence.

A case file holds nothing but text; each type below says what it makes of a text and how it is
written back, and what an editor is told about it (its JSON Schema).
"""

from __future__ import annotations

import datetime
import math
import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from detente.case.condition import Condition, parse
from detente.case.quantity import Quantity, parse_quantity
from detente.registry import PATTERN, VARIANT, names, read, variant, variants
from detente.sources.locator import Locator, parse_locator

__all__ = [
    "JUDGEMENT",
    "Attitude",
    "ConceptName",
    "Concepts",
    "ConditionField",
    "Date",
    "DateSyntax",
    "Evidence",
    "EvidenceField",
    "Format",
    "LevelsField",
    "LocatorField",
    "Marks",
    "Modality",
    "Names",
    "OptionalCondition",
    "Part",
    "QuantityField",
    "Real",
    "SpokenIn",
    "Tied",
    "Variants",
    "Whole",
    "Without",
    "YesNo",
]

#: The label that stands where no source passage does.
JUDGEMENT = "analyst judgement"

_ATTITUDES = {"positive": "+", "negative": "-", "neutral": "0"}
_WORDS = {"yes": True, "true": True, "no": False, "false": False}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


class DateSyntax(ValueError):
    """A date that is not written as year-month-day."""


class Part(BaseModel):
    """What all parts of a case share: unknown keys are refused, nothing changes after reading."""

    # The schema of a part is built when the first case is read, not at import.
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("a single value is expected here")
    return str(value)


def _condition(value: object) -> Condition:
    return value if isinstance(value, Condition) else parse(_text(value))


def _optional_condition(value: object) -> Condition | None:
    return None if value is None else _condition(value)


def _quantity(value: object) -> Quantity:
    return value if isinstance(value, Quantity) else parse_quantity(_text(value))


def _locator(value: object) -> Locator:
    return value if isinstance(value, Locator) else parse_locator(_text(value))


def _date(value: object) -> object:
    """Refuse what pydantic would take for a number of seconds since 1970."""
    if isinstance(value, datetime.date) or (isinstance(value, str) and _ISO.fullmatch(value)):
        return value
    raise DateSyntax("a date is written as year-month-day, for example 2020-12-31")


def _whole(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError("a whole number is expected here, 0 or more")


def _real(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", value):
        return float(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    raise ValueError("a single number is expected here")


def _concept(value: str) -> str:
    """Only names of stability concepts; refused as any word is that is none of a closed list."""
    if read(value) is None:
        known = ", ".join(f"'{name}'" for name in names())
        raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": known})
    return value


def _variant(value: str) -> str:
    """Only names of variants, refused as those of concepts are."""
    if variant(value) is None:
        known = ", ".join(f"'{name}'" for name in variants())
        raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": known})
    return value


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    again = [name for k, name in enumerate(names) if name in names[:k]]
    if again:
        raise ValueError(f"each concept is named once; {again[0]} comes again")
    return names


def _format(value: object) -> object:
    return 1 if value == "1" else value


def _yes_no(value: object) -> object:
    """Only words; pydantic would also take ``t``, ``on`` and ``1``."""
    return _WORDS.get(value, value) if isinstance(value, str) else value


def _levels(value: object) -> object:
    """Accept a list of level names as well as a mapping from name to phrase."""
    return dict.fromkeys([_text(v) for v in value], "") if isinstance(value, list | tuple) else value


def _tied(value: object) -> object:
    """Accept a single name beside lists of tied names."""
    return (value,) if isinstance(value, str) else value


def _marks(value: object) -> object:
    """Accept single names and numbers beside lists of names."""
    if not isinstance(value, list | tuple):
        raise ValueError("a list is expected here")
    return tuple(tuple(map(_text, v)) if isinstance(v, list | tuple) else (_text(v),) for v in value)


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


_CONDITION_SCHEMA: dict[str, Any] = {
    "type": ["string", "boolean"],  # ``true`` is a condition
    "description": "A condition over option levels.",
}

ConditionField = Annotated[
    Condition,
    BeforeValidator(_condition),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(_CONDITION_SCHEMA),
]
OptionalCondition = Annotated[
    Condition | None,
    BeforeValidator(_optional_condition),
    PlainSerializer(lambda c: None if c is None else str(c), return_type=str | None),
    WithJsonSchema(_CONDITION_SCHEMA),
]
QuantityField = Annotated[
    Quantity,
    BeforeValidator(_quantity),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": ["number", "string"],
            "description": "A number, a..b, a distribution, or a word of the scale.",
        }
    ),
]
LocatorField = Annotated[
    Locator,
    BeforeValidator(_locator),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "description": "A locator such as K.P7.S1."}),
]


class Evidence(Part):
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

LevelsField = Annotated[
    dict[str, str],
    BeforeValidator(_levels),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": {"type": "string"}, "minItems": 2, "uniqueItems": True},
                {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 2},
            ]
        }
    ),
]

#: States that are equally good: a list of names, or one name.
Tied = Annotated[
    tuple[str, ...],
    BeforeValidator(_tied),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]

#: An attitude towards an actor; words stand for the signs.
Attitude = Annotated[
    Literal["+", "-", "0"],
    BeforeValidator(lambda v: _ATTITUDES.get(v, v) if isinstance(v, str) else v),
    WithJsonSchema({"enum": ["+", "-", "0", 0, "positive", "negative", "neutral"]}),
]

#: Marks in an order, degree by degree: a name, a number, or a list of names.
Marks = Annotated[
    tuple[tuple[str, ...], ...],
    BeforeValidator(_marks),
    WithJsonSchema(
        {
            "type": "array",
            "items": {
                "anyOf": [{"type": ["string", "number"]}, {"type": "array", "items": {"type": "string"}}]
            },
        }
    ),
]

#: Kind of parts -> ids of those that are left out, or the word all.
Without = dict[str, Tied]

Format = Annotated[Literal[1], BeforeValidator(_format)]
Date = Annotated[datetime.date, BeforeValidator(_date)]
Whole = Annotated[int, BeforeValidator(_whole), WithJsonSchema({"type": "integer", "minimum": 0})]
Real = Annotated[float, BeforeValidator(_real), WithJsonSchema({"type": "number"})]
YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": [True, False, "yes", "no"]})]
Modality = Literal[
    "asserted", "certain", "likely", "possible", "hope", "appearance", "normative", "counterfactual"
]
#: The form of a language: its code, a script and a region; that they exist is checked in ``languages.py``.
_TAG = r"[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"

Language = Annotated[str, Field(pattern=rf"^{_TAG}$")]
SpokenIn = Annotated[str, Field(pattern=rf"^({_TAG})?$")]
Names = dict[Language, str]

#: The name of a stability concept, by `detente.registry`; what the concepts are stands far above.
ConceptName = Annotated[
    str,
    AfterValidator(_concept),
    WithJsonSchema({"anyOf": [{"enum": list(names())}, {"type": "string", "pattern": PATTERN}]}),
]

#: Several of them, each once.
Concepts = Annotated[tuple[ConceptName, ...], AfterValidator(_once)]

#: Names of variants of concepts, each once.
Variants = Annotated[
    tuple[
        Annotated[
            str,
            AfterValidator(_variant),
            WithJsonSchema(
                {
                    "anyOf": [
                        {"enum": [n for n in variants() if not n.endswith("-k")]},
                        {"type": "string", "pattern": VARIANT},
                    ]
                }
            ),
        ],
        ...,
    ],
    AfterValidator(_once),
]
