"""The types of a game: feasible states, who can move where, and what is true in each state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.errors import UnknownName
from detente.readonly import ReadOnly

__all__ = ["Arcs", "Bools", "Classes", "Game", "Ints"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Classes(ReadOnly):
    """One actor's moves, where no two moves in a row lead anywhere that one move does not.

    Parameters
    ----------
    order
        (S,) int32: states sorted so that each class (states that differ only in the actor's own
        options) is contiguous.
    start
        (C + 1,) int32: where each class begins in ``order``.
    group
        (S,) int32: the class of each state.
    own
        (S,) int32: number of the actor's own setting in each state, below M; all 0 where ``free``.
    pattern
        (S,) int32: which of the P patterns of guards holds in each state.
    allowed
        (P, M, M) bool: whether a change from one own setting to another is allowed.
    free
        Whether every change is allowed, so that ``allowed`` need not be looked at.
    """

    order: Ints
    start: Ints
    group: Ints
    own: Ints
    pattern: Ints
    allowed: Bools
    free: bool


@dataclass(frozen=True, slots=True, eq=False)
class Arcs(ReadOnly):
    """One actor's moves as an explicit list, sorted by state of origin.

    Parameters
    ----------
    start
        (S + 1,) int32: the moves from state s are ``target[start[s]:start[s + 1]]``.
    target
        (M,) int32: where each move leads.
    """

    start: Ints
    target: Ints


@dataclass(frozen=True, slots=True, eq=False, repr=False, weakref_slot=True)
class Game(ReadOnly):
    """Everything about a case that holds no uncertainty, as arrays over the S feasible states.

    Parameters
    ----------
    actors
        A actor ids, in the order of the case.
    options
        O ids: chance options first, then options in the order of the case.
    owners
        (O,) index of the owning actor, -1 for chance.
    levels
        Level names of each option.
    states
        (S, O) uint8: level of each option, sorted lexicographically unless the case names its states.
    names
        Names of the states where the case gives them, else empty.
    classes, arcs
        A records each; exactly one of the two is not ``None``. ``classes`` is used where every
        actor's moves are transitive, ``arcs`` where the rule that nobody moves twice in a row matters.
    status_quo
        Index of the status quo, or -1 if the case gives none.
    patterns, pattern
        Per actor (U, K) bool: the different combinations of its K statements that occur; and (S,)
        int32: which combination holds in each state. ``truth`` puts the two together.
    ranks
        Actor -> (S,) int32: rank of each state, larger is better, for actors with an explicit ranking.
    outcome
        (S,) int16: index into ``outcomes``, -1 where no class holds.
    outcomes
        Ids of the outcome classes.
    claims, definitions
        Id -> (S,) bool: where the claimed or defined condition holds.
    fixed
        The levels that were fixed when the game was unfolded, option -> level.
    given, regimes, phases
        Id -> (S,) bool: where the condition holds that a claim is made of, where a regime is in force, and
        where the system is in a phase.
    """

    actors: tuple[str, ...]
    options: tuple[str, ...]
    owners: tuple[int, ...]
    levels: tuple[tuple[str, ...], ...]
    states: NDArray[np.uint8]
    names: tuple[str, ...]
    classes: tuple[Classes, ...] | None
    arcs: tuple[Arcs, ...] | None
    status_quo: int
    patterns: tuple[Bools, ...]
    pattern: tuple[Ints, ...]
    ranks: Mapping[str, Ints]
    outcome: NDArray[np.int16]
    outcomes: tuple[str, ...]
    claims: Mapping[str, Bools]
    definitions: Mapping[str, Bools]
    fixed: Mapping[str, str]
    given: Mapping[str, Bools] = field(default_factory=dict)
    regimes: Mapping[str, Bools] = field(default_factory=dict)
    phases: Mapping[str, Bools] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.states)

    def __repr__(self) -> str:
        kind = "transitive moves" if self.classes is not None else "explicit moves"
        return f"Game({len(self.actors)} actors, {len(self.options)} options, {len(self):,} states, {kind})"

    def truth(self, actor: int) -> Bools:
        """Return (S, K) bool: which of an actor's statements hold in each state.

        Parameters
        ----------
        actor
            Index of the actor.

        Returns
        -------
        (S, K) bool
            A new array; K statements in the order of the case.
        """
        return self.patterns[actor][self.pattern[actor]]

    def describe(self, state: int) -> dict[str, str]:
        """Return a state as option -> level.

        Parameters
        ----------
        state
            Index of the state.

        Returns
        -------
        dict
            Option -> level, in the order of the options.
        """
        row = self.states[state]
        return {o: self.levels[k][row[k]] for k, o in enumerate(self.options)}

    def find(self, levels: Mapping[str, str]) -> int:
        """Return the index of the state with these levels, all options given.

        Parameters
        ----------
        levels
            Option -> level.

        Returns
        -------
        int
            Index of the state, from 0.

        Raises
        ------
        UnknownName
            If no feasible state has them.
        """
        row = [self.levels[k].index(levels[o]) for k, o in enumerate(self.options)]
        found = np.flatnonzero((self.states == np.asarray(row, dtype=np.uint8)).all(axis=1))
        if not found.size:
            raise UnknownName("feasible state", ", ".join(f"{o}={v}" for o, v in levels.items()))
        return int(found[0])

    def moves(self, actor: int, state: int) -> Iterator[int]:
        """Yield the states that an actor can reach from a state in one move.

        Parameters
        ----------
        actor
            Index of the mover.
        state
            Index of the state.

        Yields
        ------
        int
            Indices of states, each once, never the state itself.
        """
        if self.arcs is not None:
            arcs = self.arcs[actor]
            yield from (int(t) for t in arcs.target[arcs.start[state] : arcs.start[state + 1]])
        elif self.classes is not None:
            yield from _class_moves(self.classes[actor], state)

    def origins(self, actor: int, state: int) -> Iterator[int]:
        """Yield the states from which an actor can reach a state in one move.

        Parameters
        ----------
        actor
            Index of the mover.
        state
            Index of the state that is reached.

        Yields
        ------
        int
            Indices of states, each once, never the state itself.
        """
        if self.arcs is not None:
            arcs = self.arcs[actor]
            found = np.flatnonzero(arcs.target == state)
            yield from (int(s) for s in np.searchsorted(arcs.start, found, side="right") - 1)
        elif self.classes is not None:
            yield from _class_origins(self.classes[actor], state)

    def to_frame(self) -> list[dict[str, str]]:
        """Return all states as a list of rows, option -> level (readable by any table library)."""
        return [self.describe(s) for s in range(len(self))]


def _class_moves(classes: Classes, state: int) -> Iterator[int]:
    group = classes.group[state]
    allowed = classes.allowed[classes.pattern[state], classes.own[state]]
    for other in classes.order[classes.start[group] : classes.start[group + 1]].tolist():
        if other != state and allowed[classes.own[other]]:
            yield other


def _class_origins(classes: Classes, state: int) -> Iterator[int]:
    group = classes.group[state]
    for other in classes.order[classes.start[group] : classes.start[group + 1]].tolist():
        if other != state and classes.allowed[classes.pattern[other], classes.own[other], classes.own[state]]:
            yield other
