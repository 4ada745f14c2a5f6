"""What a case says of time: events, questions, phases, how fast things move, and files with history.

The clock is kept apart from preferences: how often an actor gets round to its options is counted in the
record, and what it then prefers is argued from the sources. Rates, dates and deadlines are checked in
``timed.py``; files are named here and read by ``detente.history``.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from detente.case.context import BASIS, NOTE, VOICE
from detente.case.fields import (
    ConditionField,
    Date,
    Evidence,
    EvidenceField,
    Modality,
    OptionalCondition,
    Part,
    QuantityField,
    Real,
    Whole,
    YesNo,
)

__all__ = [
    "ChanceRate",
    "Clock",
    "DatedTurn",
    "Elicitation",
    "Event",
    "HistoryFiles",
    "Phase",
    "Question",
    "Rate",
    "Seed",
    "SeriesFile",
    "Shock",
    "Threshold",
]


class Event(Part):
    """A dated event; mapped to moves where it is one."""

    id: str = Field(description="Short id, unique among the events.")
    date: str = Field(
        pattern=r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?~?$",
        description="A year, month or day, or two of them as from/to; a trailing ~ means about.",
    )
    actors: tuple[str, ...] = Field((), description="Ids of the actors and parties that took part.")
    type: str = Field("", description="What kind of event it is, in a word, such as missile_test.")
    says: str = Field("", description="What happened, in one sentence.")
    moves: dict[str, str] = Field(default_factory=dict, description="Option -> level after the event.")
    expected: YesNo = Field(
        False, description="Whether it was not yet known but due, such as an election; may lie after as_of."
    )
    evidence: EvidenceField = Field(description=BASIS)
    voice: str = Field("", description=VOICE)
    checked: Literal["", "lookup", "memory"] = Field(
        "", description="How it was verified: looked up in a second source, or from memory only."
    )
    confidence: Literal["", "high", "medium", "low"] = Field(
        "", description="How sure it is that it happened."
    )
    note: str = Field("", description=NOTE)


class Threshold(Part):
    """A series of counts, and how many it must reach, or not pass, between two dates."""

    id: str = Field(description="Id of a series under ``history``.")
    at_least: Whole | None = Field(None, description="Yes if there are so many or more.")
    at_most: Whole | None = Field(None, description="Yes if there are so many or fewer.")


class Question(Part):
    """A question with a deadline."""

    id: str = Field(description="Short id, unique among the questions.")
    asks: str = Field(description="The question in words.")
    when: OptionalCondition = Field(None, description="What must hold for the answer yes.")
    phase: str = Field("", description="Instead of ``when``: id of the phase that must hold.")
    series: Threshold | None = Field(None, description="For a count: which series, and how many.")
    measure: Literal["at", "by", "throughout", "ends", "count"] = Field(
        "by",
        description="When it must hold. at: on the deadline; by: at some time up to it; throughout: all the "
        "time; ends: all the time up to some moment between ``after`` and the deadline; count: see "
        "``series``.",
    )
    takes: Real | None = Field(
        None,
        description="For by: years that the condition must hold without a break, on average, before the "
        "answer is yes: a railway has to be built, a treaty to be ratified.",
    )
    opens: Date | None = Field(None, description="From when it counts; from as_of if left out.")
    after: Date | None = Field(None, description="For ends: it must still hold on this date.")
    by: Date = Field(description="The deadline, not before as_of.")
    choice: str = Field("", description="The choice under which it is asked, if any.")
    rules: str = Field("", description="What settles it: the source, the threshold, and what does not count.")
    cluster: str = Field("", description="Name of the observable that it shares with other questions.")
    evidence: EvidenceField = Field(description=BASIS)
    voice: str = Field("", description="Who forecast it: the chain of attribution.")
    modality: Modality = Field("asserted", description="How firmly; a hope is no forecast.")
    note: str = Field("", description=NOTE)


class Phase(Part):
    """A named state of the whole system; phases may overlap, and need not cover everything."""

    name: str = Field(description="The name that sentences use.")
    when: ConditionField = Field(description="The states in which the system is in it.")
    evidence: EvidenceField = Field(Evidence(), description=BASIS)
    note: str = Field("", description=NOTE)


class Rate(Part):
    """How often something happens: a count in a window of time, or a number a year."""

    model_config = ConfigDict(populate_by_name=True)

    count: Whole | None = Field(None, description="How many times it happened from ``from`` to ``to``.")
    from_: Date | None = Field(None, alias="from", description="First day of the window.")
    to: Date | None = Field(None, description="Last day of the window.")
    per_year: QuantityField | None = Field(None, description="Instead of a count: how often a year.")
    evidence: EvidenceField = Field(description=BASIS)
    note: str = Field("", description="Which events were counted.")


class ChanceRate(Rate):
    """When a chance option is drawn anew: at a rate, or on dates."""

    dates: tuple[Date, ...] = Field((), description="Instead of a rate: the days on which it is drawn.")
    every: Real | None = Field(None, description="Years from the last of the dates to the next, and so on.")
    probabilities: dict[str, QuantityField] = Field(
        default_factory=dict, description="Level -> probability; those of the chance option if left out."
    )


class Shock(Rate):
    """Something that nobody decides and that sets options: a clash, a failed launch, a death."""

    id: str = Field(description="Short id, unique among the shocks.")
    name: str = Field("", description="The name that sentences use.")
    when: OptionalCondition = Field(None, description="It can happen only in states where this holds.")
    set: dict[str, str] = Field(min_length=1, description="Option -> level after it.")


class DatedTurn(Part):
    """When things move at other rates: in a window, such as a government's first year, or in some states."""

    model_config = ConfigDict(populate_by_name=True)

    id: str = Field(description="Short id, unique among the turns.")
    name: str = Field("", description="The name that sentences use.")
    actors: tuple[str, ...] = Field((), description="Ids of the actors whose rates it multiplies.")
    shocks: tuple[str, ...] = Field((), description="Ids of the shocks whose rates it multiplies.")
    from_: Date | None = Field(None, alias="from", description="First day of the window; always if left out.")
    to: Date | None = Field(None, description="Last day of the window.")
    every: Real | None = Field(
        None, description="Years after which the window comes again, before and after; once if left out."
    )
    when: OptionalCondition = Field(
        None, description="Only in states where this holds: a text is tabled, say, and has to be voted on."
    )
    factor: QuantityField | None = Field(
        None, description="What the rates are multiplied with: 0 or more, with ``when`` 1 or more."
    )
    per_year: QuantityField | None = Field(
        None, description="Instead of a factor: how many turns a year each of the actors has on top."
    )
    evidence: EvidenceField = Field(description=BASIS)
    note: str = Field("", description=NOTE)


class Clock(Part):
    """How fast things move. Preferences say where they go."""

    horizon: Date = Field(description="The last day that is looked at.")
    rates: dict[str, Rate] = Field(description="Actor -> how often it gets round to its options.")
    precision: dict[str, QuantityField] = Field(
        description="Actor, or all -> how surely it takes the better of its moves: the slope of the logit in "
        "utility, which runs from 0 to 1 for each actor."
    )
    chance: dict[str, ChanceRate] = Field(
        default_factory=dict, description="Chance option -> when it is drawn anew; never if left out."
    )
    shocks: tuple[Shock, ...] = Field((), description="What happens although nobody wants it.")
    turns: tuple[DatedTurn, ...] = Field((), description="Windows in which things move faster or slower.")
    imprecise: Real = Field(
        1.0, description="Factor f, at least 1: each rate is known only to lie within r/f and r*f."
    )
    evidence: EvidenceField = Field(
        Evidence(), description="What the horizon, the precision and the factor rest on."
    )
    note: str = Field("", description=NOTE)


class SeriesFile(Part):
    """A series of counts by month, in a column of a file."""

    name: str = Field(description="The name that sentences use.")
    file: str = Field(description="CSV file, relative to the case; its first column holds the month.")
    column: str = Field(description="Heading of the column.")
    unit: str = Field("", description="What is counted.")
    credit: str = Field("", description="Whose count it is, and under which terms.")


class HistoryFiles(Part):
    """Files beside the case: dated events, and series of counts."""

    events: tuple[str, ...] = Field((), description="CSV files with dated events, relative to the case.")
    rules: tuple[str, ...] = Field(
        (), description="CSV files that say which kinds of events move which options, relative to the case."
    )
    series: dict[str, SeriesFile] = Field(default_factory=dict, description="Id -> series of counts.")


class Seed(Part):
    """A seed question: its answer is a number that is known, and tells how well an analyst judges."""

    id: str = Field(description="Short id, unique among the seed questions.")
    asks: str = Field(description="The question in words.")
    unit: str = Field("", description="The unit of the answer.")
    answer: Real = Field(description="The number that is the case; not shown to those who are asked.")
    credit: str = Field("", description="Whose number it is, where no source of the case has it.")
    evidence: EvidenceField = Field(Evidence(), description=BASIS)
    note: str = Field("", description=NOTE)


class Elicitation(Part):
    """What several analysts are asked beside the weights of the case."""

    seeds: tuple[Seed, ...] = Field((), description="Questions with a known numeric answer.")
