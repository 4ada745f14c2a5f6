"""What `--json` prints, as types: the published schema is made from them, and every shipped case fits it.

Findings that are printed as they are found have their own types in `insight`. A number that no world gives is
``None``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from detente.brief.result.choice import Choice, Explained, Levels, Part
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
