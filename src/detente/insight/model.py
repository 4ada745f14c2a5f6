"""What was found: numbers with their errors and the number of worlds behind them. No prose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.insight.graph import MoveGraph
from detente.insight.uncertainty.record import Uncertainty
from detente.paper.estimate import Estimate, plain
from detente.stability import Witness

if TYPE_CHECKING:
    from detente.insight.consequences import ConsequenceFinding
    from detente.insight.idle import Idle
    from detente.insight.matrix import Matrix
    from detente.insight.time.choosing import Choosing, Driven
    from detente.insight.time.dated import Dated

__all__ = [
    "ChoiceFindings",
    "ClaimFinding",
    "Driver",
    "EquilibriumFinding",
    "Estimate",
    "Findings",
    "PathFinding",
    "PathStep",
    "ReadingFinding",
    "Why",
    "plain",
]


@dataclass(frozen=True, slots=True)
class EquilibriumFinding:
    """A state where things come to rest in some world.

    Parameters
    ----------
    state
        Option -> level.
    name
        The state's name if the case names it.
    outcome
        Id of its outcome class, or an empty string.
    reached
        Share of worlds in which play comes to rest there, under the case's concept; a world with
        several resting points counts for each in equal parts.
    concepts
        Concept -> share of worlds in which the state is an equilibrium that can be reached by
        improvements undeterred under that concept.
    central
        Whether the central world comes to rest there.
    """

    state: Mapping[str, str]
    name: str
    outcome: str
    reached: Estimate
    concepts: Mapping[str, Estimate]
    central: bool


@dataclass(frozen=True, slots=True)
class PathStep:
    """One move on the way: the actor and the options it changes, option -> (from, to)."""

    actor: str
    changes: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PathFinding:
    """How the central world gets from the status quo to a resting point.

    Parameters
    ----------
    steps
        A shortest sequence of undeterred improvements.
    count
        Number of shortest sequences.
    goal
        Option -> level at the end.
    outcome
        Its outcome class.
    """

    steps: tuple[PathStep, ...]
    count: int
    goal: Mapping[str, str]
    outcome: str


@dataclass(frozen=True, slots=True)
class Why:
    """The reason for one verdict on a resting point of the central world.

    Parameters
    ----------
    actor
        Actor id.
    witness
        The reason, by state indices of ``game``.
    levels
        The states that the witness names: index -> option -> level.
    certified
        Whether the independent checker accepted it; ``None`` if it was not asked.
    """

    actor: str
    witness: Witness
    levels: Mapping[int, Mapping[str, str]]
    certified: bool | None


@dataclass(frozen=True, slots=True)
class ChoiceFindings:
    """What follows from one choice of the focal actor.

    Parameters
    ----------
    choice
        Id; an empty string where the case names no choice and the whole game is analysed.
    states
        Number of feasible states once the choice is made (the largest over chance scenarios).
    settled
        Share of worlds in which play comes to rest at all.
    outcomes
        Outcome id -> share of worlds. ``other`` stands for resting points of no class, ``unsettled``
        for worlds in which play does not come to rest.
    outcomes_by_reading
        Reading id -> outcome id -> share.
    equilibria
        Most often reached first.
    listed
        Number of different states in which some world comes to rest (``equilibria`` may be cut).
    distinct
        Mean number of resting points in a world.
    paths
        One for each resting point of the central world, nearest first.
    utilities
        Actor -> change against the status quo, as a share of the actor's range of utilities.
    utilities_by_reading
        Reading -> actor -> the same.
    regret
        How much better the focal actor could have done with the best choice, same unit.
    regret_high
        The 90th percentile of regret over worlds.
    best
        Share of worlds in which this choice is better for the focal actor than every other; worlds
        in which choices tie count in equal parts.
    best_by_reading
        Reading -> the same.
    why
        Reasons for the stability of the central world's nearest resting point, one for each actor.
    outcomes_by_concept
        Concept -> outcome id -> share of worlds: how far the answer depends on how far actors look ahead.
    best_by_concept
        Concept -> share of worlds in which this choice is the better one.
    definitions
        Definition id -> share of worlds in which the condition holds where play comes to rest.
    definitions_by_concept
        Concept -> the same.
    levels
        Option -> level -> share of worlds in which the option is there where play comes to rest.
    regimes
        Regime id -> share of worlds in which it is in force where play comes to rest, for those that say
        what shows it.
    graph
        The moves of the central world around the status quo, or ``None`` without one.
    """

    choice: str
    states: int
    settled: Estimate
    outcomes: Mapping[str, Estimate]
    outcomes_by_reading: Mapping[str, Mapping[str, Estimate]]
    equilibria: tuple[EquilibriumFinding, ...]
    listed: int
    distinct: Estimate
    paths: tuple[PathFinding, ...]
    utilities: Mapping[str, Estimate]
    utilities_by_reading: Mapping[str, Mapping[str, Estimate]]
    regret: Estimate
    regret_high: float
    best: Estimate
    best_by_reading: Mapping[str, Estimate]
    why: tuple[Why, ...]
    outcomes_by_concept: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    best_by_concept: Mapping[str, Estimate] = field(default_factory=dict)
    definitions: Mapping[str, Estimate] = field(default_factory=dict)
    definitions_by_concept: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    levels: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    regimes: Mapping[str, Estimate] = field(default_factory=dict)
    graph: MoveGraph | None = None


@dataclass(frozen=True, slots=True)
class Driver:
    """How much one uncertain judgement decides between the choices.

    Parameters
    ----------
    statement
        Statement id, or ``reading`` for which reading holds.
    actor
        Whose statement, or an empty string.
    share
        First-order share of the variance of the focal actor's advantage of the first choice over
        the best other (Sobol 1993, estimated from the given worlds by binning).
    direction
        Rank correlation with that advantage, -1 to 1; above 0 a larger weight favours the first
        choice. `nan` for the reading.
    """

    statement: str
    actor: str
    share: Estimate
    direction: float


@dataclass(frozen=True, slots=True)
class ClaimFinding:
    """How a conditional claim of a source came out.

    Parameters
    ----------
    claim
        Claim id.
    choice
        The choice under which it is claimed; an empty string if under any.
    holds
        Share of worlds in which the claimed condition holds where things come to rest. If it is claimed
        given something, share of the resting points at which that is so; over all choices if it is claimed
        under any.
    by_reading
        Reading -> the same.
    otherwise
        Other choice -> the share of worlds in which the same condition holds under that choice.
    verdict
        ``holds`` or ``fails`` if it does under the case's concept and under R and SEQ; ``depends on
        foresight`` if these differ, else ``cannot be said``. ``not in the game`` if the game has no
        condition for it.
    by_concept
        Concept -> share of worlds in which the condition holds.
    verdicts
        Concept -> ``holds`` if the 95% interval of the share lies above 2/3, ``fails`` if it lies below
        1/3, else ``cannot be said``; that also where fewer than 30 worlds have what it is claimed of.
    given
        For a claim made given something: choice -> share of worlds in which that is so at rest.
    by_choice
        The same: choice -> ``holds`` under that choice alone.
    without
        The same: share of the other resting points at which the claimed condition holds.
    """

    claim: str
    choice: str
    holds: Estimate
    by_reading: Mapping[str, Estimate]
    otherwise: Mapping[str, Estimate]
    verdict: str
    by_concept: Mapping[str, Estimate] = field(default_factory=dict)
    verdicts: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Estimate] = field(default_factory=dict)
    by_choice: Mapping[str, Estimate] = field(default_factory=dict)
    without: Estimate | None = None


@dataclass(frozen=True, slots=True)
class ReadingFinding:
    """One reading: how many worlds took it."""

    reading: str
    worlds: int


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that was computed for a case, and what made it.

    Parameters
    ----------
    case, digest, version, seed, worlds, concept
        What made the answer. ``worlds`` is the number of random worlds; the central one comes on top.
    states
        Number of feasible states of the whole game.
    status_quo
        Option -> level.
    status_quo_stable
        Concept -> share of worlds in which the status quo is an equilibrium, with the focal actor's
        choice held as it is today.
    scenarios
        Number of combinations of chance levels that occur.
    choices, readings, drivers, claims
        The answers. The first driver is the strongest.
    uncertainty
        How sure the comparison of the choices is and what it hinges on, or ``None`` where there is
        nothing to compare.
    dated
        Dated probabilities, or ``None`` where they were not asked for or the case has no clock.
    idle
        What of the case makes no difference, or ``None`` where that was not looked for.
    consequences
        What follows beside the game, one for each consequence of the case.
    driven
        Which choice is better by what chance brings, or ``None`` where there is nothing to compare.
    choosing
        Which choice is made by when, or ``None`` where dates were not asked for.
    matrix
        Policies of the other actors against the choices, or ``None`` where that was not asked for.
    """

    case: str
    digest: str
    version: str
    seed: int
    worlds: int
    concept: str
    states: int
    status_quo: Mapping[str, str]
    status_quo_stable: Mapping[str, Estimate]
    scenarios: int
    readings: tuple[ReadingFinding, ...]
    choices: tuple[ChoiceFindings, ...]
    drivers: tuple[Driver, ...]
    claims: tuple[ClaimFinding, ...]
    uncertainty: Uncertainty | None = None
    dated: Dated | None = None
    idle: Idle | None = None
    consequences: tuple[ConsequenceFinding, ...] = ()
    driven: Driven | None = None
    choosing: Choosing | None = None
    matrix: Matrix | None = None

    def choice(self, name: str) -> ChoiceFindings:
        """Return the findings of one choice by its id."""
        return next(c for c in self.choices if c.choice == name)

    def __repr__(self) -> str:
        size = f"{len(self.choices)} choices, {self.worlds:,} worlds, {self.states:,} states"
        return f"Findings({self.case!r}, {size})"
