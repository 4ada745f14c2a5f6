"""What follows from one choice, as `--json` prints it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from detente.insight.graph import MoveGraph

__all__ = ["Bare", "Choice", "Explained", "Levels", "Part"]

#: Option -> level.
Levels = Mapping[str, str]


class Part(TypedDict):
    """A share of worlds.

    Parameters
    ----------
    share
        From 0 to 1.
    se
        Its standard error.
    worlds
        Number of random worlds behind it.
    """

    share: float
    se: float
    worlds: int


class Named(Part):
    """A share of worlds with the name of what it is the share of."""

    name: str


class Mean(TypedDict):
    """A mean over worlds."""

    mean: float
    se: float
    worlds: int


class Regret(Mean):
    """How much less the focal actor gets than by the best choice, as a part of what it could get.

    Parameters
    ----------
    high
        What 95% of the worlds stay below.
    """

    high: float


class Change(TypedDict):
    """What an actor gains against today, as a part of its utility's range."""

    change: float
    se: float
    worlds: int


class Explained(TypedDict):
    """A share of the variance of the advantage of the first choice."""

    share: float
    se: float
    worlds: int


class FromTo(TypedDict("FromTo", {"from": str, "to": str})):
    """Levels of an option before and after a move."""


class Move(TypedDict):
    """What an actor changes at once."""

    actor: str
    changes: Mapping[str, FromTo]


class Told(Move):
    """A move, in words too."""

    words: str


class Path(TypedDict):
    """A shortest way from the status quo to a point of rest.

    Parameters
    ----------
    equally_short
        How many ways are as short.
    goal, outcome
        Where it ends, and the outcome class of that.
    """

    moves: Sequence[Told]
    equally_short: int
    goal: Levels
    outcome: str


class Stake(TypedDict):
    """A statement of a mover that its move makes hold, or ends, with its weight in that world."""

    statement: str
    holds: bool
    weight: float


class Doubt(TypedDict):
    """What speaks against an answer: a part of it would do, or it would itself be answered."""

    step: int
    instead: Move | None
    deterred: Sequence[Move]


class Sanction(TypedDict):
    """An improvement and what deters it."""

    improvement: Move
    answer: Sequence[Move]
    reply: Move | None
    anyway: Sequence[Move]
    doubts: Sequence[Doubt]


class Bare(TypedDict):
    """Why a situation is stable for an actor, or is not.

    Parameters
    ----------
    certified
        Whether an independent checker accepted the reason; null if it was not asked.
    """

    actor: str
    stable: bool
    certified: bool | None
    improvement: Move | None
    instead: Move | None
    sanctions: Sequence[Sanction]


class Why(Bare):
    """The same, in words too."""

    words: str


class Way(TypedDict):
    """How play comes to an outcome in one world that stands for those in which it does (0: the central).

    Parameters
    ----------
    stakes
        For each move, what it makes hold or ends for its mover.
    """

    moves: Sequence[Move]
    equally_short: int
    goal: Levels
    outcome: str
    stakes: Sequence[Sequence[Stake]]
    why: Sequence[Bare]
    world: int
    reading: str


class Resting(Part):
    """A point of rest that play reaches.

    Parameters
    ----------
    concepts
        Stability concept -> share of worlds in which it is an equilibrium.
    central
        Whether it is one in the central world.
    """

    state: Levels
    name: str
    words: str
    outcome: str
    concepts: Mapping[str, Part]
    central: bool


class Ends(TypedDict):
    """Lowest and highest share over the stability concepts that a range is taken over, and under which."""

    low: Part
    high: Part
    lowest: str
    highest: str


class Choice(TypedDict):
    """What follows from one choice of the focal actor.

    Parameters
    ----------
    set
        Options that it sets.
    states
        Number of feasible states.
    settled
        Share of worlds in which play comes to rest at all.
    points_of_rest
        How many different ones are reached in any world.
    best
        Share of worlds in which this choice is the better one.
    definitions, regimes
        Share of worlds in which a condition of the case holds where play comes to rest; where it never rests,
        the part of the states that it goes through.
    levels
        Option -> level -> the same.
    graph
        Moves around the status quo in the central world.
    """

    name: str
    set: Levels
    states: int
    settled: Part
    outcomes: Mapping[str, Named]
    outcomes_by_reading: Mapping[str, Mapping[str, Part]]
    equilibria: Sequence[Resting]
    points_of_rest: int
    points_of_rest_in_a_world: Mean
    path: Sequence[Told]
    paths: Sequence[Path]
    utilities: Mapping[str, Change]
    utilities_by_reading: Mapping[str, Mapping[str, Change]]
    regret: Regret
    best: Part
    best_by_reading: Mapping[str, Part]
    definitions: Mapping[str, Part]
    definitions_by_concept: Mapping[str, Mapping[str, Part]]
    regimes: Mapping[str, Part]
    levels: Mapping[str, Mapping[str, Part]]
    outcomes_by_concept: Mapping[str, Mapping[str, Part]]
    best_by_concept: Mapping[str, Part]
    ranges: Mapping[str, Ends]
    best_range: Ends | None
    why: Sequence[Why]
    graph: MoveGraph | None
    ways: NotRequired[Sequence[Way]]
