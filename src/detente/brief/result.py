"""What `--json` prints, as types: the published schema is made from them, and every shipped case fits it.

Findings that are printed as they are found have their own types in `insight`. A number that no world gives is
``None``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from detente.insight.graph import MoveGraph
from detente.insight.held.follows import ConsequenceFinding
from detente.insight.held.matrix import Matrix
from detente.insight.held.ranked import Situation
from detente.insight.idle import Idle
from detente.insight.mediation.central import Place
from detente.insight.mediation.whynot import Barrier, Opening
from detente.insight.time.choosing import Choosing
from detente.insight.time.dated import Dated
from detente.insight.uncertainty.record import Uncertainty
from detente.paper.estimate import Estimate

__all__ = ["Result"]

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


class Reading(TypedDict):
    """A view of the case, and the number of worlds in which it was taken."""

    reading: str
    name: str
    worlds: int


class Driver(TypedDict):
    """What the advantage of the first choice hinges on, the strongest first.

    Parameters
    ----------
    actor
        Whose statement it is; empty for the reading.
    variance
        How much of the variance of the advantage it explains alone; these overlap.
    direction
        Rank correlation with the advantage of the first choice.
    """

    statement: str
    actor: str
    words: str
    variance: Explained
    direction: float
    evidence: str


class Claim(TypedDict):
    """A claim of a source, and in which share of worlds it holds.

    Parameters
    ----------
    otherwise
        Other choice -> share of worlds in which the same is so under it.
    given, by_choice, without
        Of a claim with a condition: how often that occurs, the claim under each choice, and where the
        condition does not hold.
    """

    claim: str
    words: str
    choice: str
    voice: str
    says: str
    modality: str
    evidence: str
    holds: Part
    by_reading: Mapping[str, Part]
    otherwise: Mapping[str, Part]
    verdict: str
    given: Mapping[str, Part]
    by_choice: Mapping[str, Part]
    without: Part | None
    by_concept: Mapping[str, Part]
    verdicts: Mapping[str, str]


class Regime(TypedDict):
    """A system or regime of the case, and what the choice does to it."""

    name: str
    kind: str
    choice: str


class Side(TypedDict):
    """What one source says on a topic."""

    says: str
    evidence: str


class Compared(TypedDict):
    """What the sources say of one topic, and what the case makes of it."""

    topic: str
    verdict: str
    sides: Mapping[str, Side]
    model: Sequence[str]
    words: str
    note: str


class Figure(TypedDict):
    """A number of a table, with its text."""

    text: str
    value: float
    se: float
    worlds: int


class Table(TypedDict):
    """A table of the short form."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int | Figure]]
    note: str


class Text(TypedDict):
    """A paragraph."""

    text: str


class Listed(TypedDict):
    """A list."""

    list: Sequence[str]
    title: str
    marks: Sequence[str]


class Tabled(TypedDict):
    """A table."""

    table: Table


class Section(TypedDict):
    """A section of the short form."""

    title: str
    parts: Sequence[Text | Listed | Tabled]


class Short(TypedDict):
    """The two pages that come first, in words."""

    title: str
    stamp: Sequence[str]
    verdict: str
    sections: Mapping[str, Section]


class Beyond(TypedDict):
    """Why play comes to rest nowhere in an outcome class under a choice, in the central world."""

    case: str
    choice: str
    concept: str
    condition: str
    feasible: int
    lasting: int
    reached: Sequence[Place]
    rests: Sequence[Place]
    openings: Sequence[Opening]
    barriers: Sequence[Barrier]
    leavers: Mapping[str, int]
    nearest: tuple[Place, tuple[str, ...]] | None
    status: str


class Result(TypedDict):
    """The answer to a case.

    Parameters
    ----------
    digest
        Digest of the case as it was read; with the seed, the numbers of worlds and the version it decides
        every other number.
    worlds
        Number of random worlds; the central one comes on top, and stands alone where nothing is uncertain.
    states, scenarios
        Feasible states of the whole game, and combinations of what chance may bring.
    uncertain
        Whether anything in the case is a range.
    status_quo_stable
        Stability concept -> share of worlds in which today lasts.
    choices
        By the id of the choice; the whole game under the empty id where there is none.
    driven
        What chance may bring -> level -> choice -> share of those worlds in which it is the better one.
    command
        What prints this at the command line.
    """

    case: str
    title: str
    as_of: str
    focal: str
    digest: str
    version: str
    short: Short
    seed: int
    worlds: int
    states: int
    scenarios: int
    concept: str
    uncertain: bool
    status_quo: Levels
    status_quo_stable: Mapping[str, Part]
    choices: Mapping[str, Choice]
    readings: Sequence[Reading]
    drivers: Sequence[Driver]
    claims: Sequence[Claim]
    regimes: Mapping[str, Regime]
    comparisons: Mapping[str, Compared]
    uncertainty: Uncertainty | None
    dated: NotRequired[Dated]
    idle: NotRequired[Idle]
    consequences: NotRequired[Mapping[str, ConsequenceFinding]]
    driven: NotRequired[Mapping[str, Mapping[str, Mapping[str, Estimate]]]]
    choosing: NotRequired[Choosing]
    matrix: NotRequired[Matrix]
    orders: NotRequired[Sequence[Situation]]
    beyond: NotRequired[Sequence[Beyond]]
    command: NotRequired[str]
