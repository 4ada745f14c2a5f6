"""What surrounds the game: who else is named, ties, words, and where the sources differ.

Nothing here changes what the actors can do or want. A comparison may point to what the game has to say of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Literal, Self, cast

from pydantic import ConfigDict, Field

from detente.case.fields import Evidence, EvidenceField, Modality, Names, Part, SpokenIn
from detente.case.quantity import Quantity

__all__ = [
    "BASIS",
    "LANGUAGES",
    "MODALITY",
    "NOTE",
    "VOICE",
    "Changed",
    "Comparison",
    "Party",
    "Relation",
    "Side",
    "Source",
    "Span",
    "Term",
    "When",
]

NOTE = "Anything worth keeping; never computed with."
VOICE = "Who says so: the chain of attribution, for example 'Kashin > Moscow'."
MODALITY = "How firmly the voice says it."
BASIS = "What it rests on: locators, or the words 'analyst judgement'."
LANGUAGES = "The name in other languages, by language code (BCP 47): ko, zh-Hant, en-GB."

_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"

#: A year, month or day, or two of them; '..' is an end that is open. May be empty.
Span = Annotated[str, Field(pattern=rf"^(({_DAY}|\.\.)(/({_DAY}|\.\.))?~?)?$")]

#: A year, month or day, or two of them between which it lies. May be empty.
When = Annotated[str, Field(pattern=rf"^({_DAY}(/{_DAY})?~?)?$")]


class Source(Part):
    """A document that judgements refer to; only its description is carried, never its text."""

    title: str = Field(description="Title of the document.")
    key: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9]*$")] = Field(
        description="Short key that locators begin with, for example K in K.P7.S1."
    )
    author: str = Field("", description="Who wrote it.")
    publisher: str = Field("", description="Who published it.")
    published: str = Field("", description="When: a year, a month or a day, for example 2020-10.")
    language: SpokenIn = Field("", description="Language it was read in: a code of BCP 47, such as ko.")
    perspective: str = Field("", description="Whose view the document takes.")
    derived_from: tuple[str, ...] = Field((), description="Ids of sources that this one reports.")
    reliability: Literal["", "A", "B", "C", "D", "E", "F"] = Field("", description="Admiralty scale.")
    digest: str = Field("", description="BLAKE2b-128 of the document's normalised text, hexadecimal.")
    note: str = Field("", description=NOTE)


class Party(Part):
    """Somebody who is named but makes no move in this game: a leader, a government, a group, a body."""

    name: str = Field(description="The name that sentences use.")
    names: Names = Field(default_factory=dict, description=LANGUAGES)
    kind: str = Field("", description="What it is, for example government, leader or collective.")
    parent: str = Field("", description="Id of the actor or party that this one is part of.")
    members: tuple[str, ...] = Field((), description="Ids of the actors and parties that make it up.")
    aliases: tuple[str, ...] = Field((), description="Other names in use.")
    says: str = Field("", description="Who it is and what it wants or does, as the sources have it.")
    evidence: EvidenceField = Field(Evidence(), description=BASIS)
    voice: str = Field("", description=VOICE)
    note: str = Field("", description=NOTE)


class Relation(Part):
    """A tie between two actors or parties: dated, signed, directed and attributed."""

    model_config = ConfigDict(populate_by_name=True)

    from_: str = Field(alias="from", description="Id of the actor or party that the tie goes out from.")
    to: str = Field(description="Id of the actor or party that it goes to.")
    kind: str = Field(description="What binds or divides them, in a few words.")
    sign: Literal["+", "-", "0", "?"] = Field(
        description="'+' good or close, '-' bad or hostile, '0' empty or neutral, '?' open."
    )
    direction: Literal["mutual", "from", "to"] = Field(
        "from", description="mutual, or only from the first to the second, or only to the first."
    )
    time: Span = Field(
        "", description="A date, or from/to; '..' is an open end: ../.. is standing, 2014/.. since 2014."
    )
    trend: str = Field("", description="Where it is going, in a few words.")
    says: str = Field("", description="The tie in one sentence.")
    evidence: EvidenceField = Field(description=BASIS)
    voice: str = Field("", description=VOICE)
    modality: Modality = Field("asserted", description=MODALITY)
    note: str = Field("", description=NOTE)


class Term(Part):
    """A word that the sources use in a sense of their own."""

    term: str = Field(description="The word.")
    names: Names = Field(default_factory=dict, description="The word in other languages, by language code.")
    owner: str = Field("", description="Whose word it is.")
    says: str = Field(description="What is meant by it.")
    evidence: EvidenceField = Field(description=BASIS)
    note: str = Field("", description=NOTE)


class Side(Part):
    """What one source or reading says on the topic of a comparison."""

    says: str = Field(description="In the analyst's own words.")
    evidence: EvidenceField = Field(description=BASIS)


class Comparison(Part):
    """Where the sources agree or differ on a topic, side by side."""

    topic: str = Field(description="What it is about, in a few words.")
    verdict: Literal["agree", "agree in part", "complementary", "differ", "disagree", "one side only"] = (
        Field(description="How the sides stand to one another.")
    )
    sides: dict[str, Side] = Field(min_length=1, description="Id of a source or reading -> what it says.")
    model: tuple[str, ...] = Field(
        (),
        description="What the game has to say of it: claim:ID, definition:ID, outcome:ID, regime:ID, or "
        "level:OPTION.LEVEL.",
    )
    note: str = Field("", description=NOTE)


class Changed:
    """What a case offers beside what it says: itself with something changed, and a view for notebooks."""

    def hold(self, levels: Mapping[str, str]) -> Self:
        """Return the case with options held, option -> level; see `detente.case.hold`."""
        return cast(Self, import_module("detente.case").hold(self, levels))

    def bar(self, *moves: tuple[str, str, str]) -> Self:
        """Return the case with moves forbidden: option, from level, to level; see `detente.case.bar`."""
        return cast(Self, import_module("detente.case").bar(self, *moves))

    def with_weights(self, weights: Mapping[str, str | float | Quantity]) -> Self:
        """Return the case with other weights, statement -> weight; see `detente.case.weighed`."""
        return cast(Self, import_module("detente.case").weighed(self, weights))

    def _repr_html_(self) -> str:
        return str(import_module("detente.case.variants.shown").html(self))
