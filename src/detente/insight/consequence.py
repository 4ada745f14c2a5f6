"""What follows from one choice: numbers with their errors and the number of worlds behind them. No prose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.insight.graph import MoveGraph
from detente.insight.held.unreached import Unreached
from detente.insight.ranges import Range, ranged
from detente.paper.estimate import Estimate
from detente.stability import Witness

__all__ = ["ChoiceFindings", "EquilibriumFinding", "PathFinding", "PathStep", "Stake", "Way", "Why"]


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
class Stake:
    """A statement of a mover that its move makes hold, or ends.

    Parameters
    ----------
    statement
        Id of the statement.
    holds
        Whether it holds after the move.
    weight
        Its weight in the world of the way.
    """

    statement: str
    holds: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Way:
    """How play comes to a class of outcomes in one world that stands for those in which it does.

    Parameters
    ----------
    outcome
        Id of the class; ``other`` for none.
    world
        Number of the world; 0 is the central one, which is taken wherever it comes to the class.
    reading
        Id of the reading that the world took; empty for none.
    path
        A shortest way to the nearest resting point of the class.
    stakes
        For each move what its mover has by it and gives up; empty where the actor only ranks states.
    why
        Why it lasts there, one reason for each actor.
    """

    outcome: str
    world: int
    reading: str
    path: PathFinding
    stakes: tuple[tuple[Stake, ...], ...]
    why: tuple[Why, ...]


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
    regimes_apart
        Choice listed before this one -> regime id -> its share here less that there, on the same worlds.
    graph
        The moves of the central world around the status quo, or ``None`` without one.
    definitions_by_reading
        Reading -> definition id -> share of its worlds, as in ``definitions``.
    unreached
        What would last though nobody gets there, the most frequent first; empty without a status quo, or
        where it was not asked for.
    typical
        Outcome id -> a resting point of this class: of the central world, or else the one most often reached.
    ways
        How play comes to each class that it comes to; empty without a status quo, or where not asked for.
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
    regimes_apart: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    graph: MoveGraph | None = None
    definitions_by_reading: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    unreached: tuple[Unreached, ...] = ()
    typical: Mapping[str, EquilibriumFinding] = field(default_factory=dict)
    ways: tuple[Way, ...] = ()

    def range_of(self, outcome: str, drives: str) -> Range | None:
        """Return the range of an outcome's share over the declared concepts, as `ranged` does.

        Parameters
        ----------
        outcome
            Id of an outcome class; one that never comes counts as 0.
        drives
            The concept that the case is answered by.

        Returns
        -------
        Range
            ``None`` where fewer than two concepts bear on it.
        """
        never = Estimate(0.0, 0.0, self.settled.worlds)
        return ranged({c: o.get(outcome, never) for c, o in self.outcomes_by_concept.items()}, drives)
