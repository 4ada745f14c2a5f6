"""What a stability concept is, and what it says of one actor's moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from detente.game.model import Ints
from detente.readonly import ReadOnly
from detente.stability.moves import Listed
from detente.stability.standpoint import Standpoint
from detente.stability.witness import Witness

__all__ = ["ANY", "IMPROVING", "NOBODY", "Concept", "Judged", "Search"]

#: Which moves of others count as answers: nobody's, any moves, improvements.
NOBODY, ANY, IMPROVING = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Judged(ReadOnly):
    """What a concept says of one actor's moves, in W worlds.

    A move from s to t is undeterred if gain(t) > here(s) and worst(t) > stay(s); with ``even``, if
    worst(t) = stay(s) too. A state is stable for the actor if no move from it is undeterred.

    Parameters
    ----------
    gain, here
        (S, W) what a move to a state is taken for, and what it must be better than. Under most concepts the
        actor's utility both.
    worst
        (S, W) the least that a move to a state may come to.
    stay
        (S, W) the least that staying may come to; ``None``: what staying is, ``here``.
    even
        Whether a move that may come to no less than staying may is undeterred; else it must be to more.
    moves
        The actor's moves with their parts, where redundant improvements are nobody's moves; else ``None``.
    own
        (S, W) the actor's utility.
    """

    gain: Ints
    here: Ints
    worst: Ints
    own: Ints
    stay: Ints | None = None
    even: bool = False
    moves: Listed | None = None

    @property
    def staying(self) -> Ints:
        """(S, W) what staying is, or the least that it may come to where that is counted."""
        return self.here if self.stay is None else self.stay

    @property
    def moving(self) -> Ints:
        """(S, W) what a move to a state is, or the least that it may come to if that is less."""
        return np.minimum(self.gain, self.worst)

    def undeterred(self, s: int, t: int, world: int = 0) -> bool:
        """Whether one move is undeterred.

        Parameters
        ----------
        s, t
            Indices of the states that the move leads from and to; that it is one of the actor's is taken
            for granted.
        world
            Column, from 0.

        Returns
        -------
        bool
            False also where it is no improvement.
        """
        stay, worst = self.staying[s, world], self.worst[t, world]
        passes = worst >= stay if self.even else worst > stay
        return bool(passes and self.gain[t, world] > self.here[s, world]) and not self._redundant(s, t, world)

    def _redundant(self, s: int, t: int, world: int) -> bool:
        u, moves = self.own[:, world], self.moves
        if moves is None or moves.first is None or moves.part is None or u[t] <= u[s]:
            return False
        k = moves.start[s] + int(np.flatnonzero(moves.target[moves.start[s] : moves.start[s + 1]] == t)[0])
        return bool((u[moves.part[moves.first[k] : moves.first[k + 1]]] >= u[t]).any())


@dataclass(frozen=True, slots=True)
class Search:
    """What a search from the status quo must know of a concept by which answers deter.

    Parameters
    ----------
    answers
        `NOBODY`, `ANY` or `IMPROVING`.
    escapes
        Whether the actor may answer the sanction with one more move.
    order
        1; of improvements, more, or a limit, if only those count that are undeterred at the order before.
    """

    answers: int
    escapes: bool = False
    order: int = 1


@dataclass(frozen=True, slots=True)
class Concept:
    """A stability concept: what it is called, and what it does.

    Parameters
    ----------
    name
        The field's abbreviation, for example ``SEQ``; the key of `detente.registry.FILES`.
    title
        The full name.
    source
        Author and year.
    foresight
        Number of moves that the actor looks ahead; 0 for as many as there are.
    means
        What "stable" means, to be read after "a situation is".
    counts
        What deters, in a sentence.
    judge
        Standpoint, actors -> what each of these actors' moves come to in the game as it is seen there.
    witness
        Standpoint (of one world), actor, state -> why the state is stable for the actor, or is not.
    check
        Standpoint (of one world), reason -> nothing; raises `WitnessRejected` if it is no reason. It
        shares no code with ``judge``.
    irredundant
        Whether redundant improvements are left out, of answers and of the path of play alike.
    search
        How it is asked about single moves, from the status quo on; ``None`` if only about all of them.
    """

    name: str
    title: str
    source: str
    foresight: int
    means: str
    counts: str
    judge: Callable[[Standpoint, Sequence[int]], tuple[Judged, ...]]
    witness: Callable[[Standpoint, int, int], Witness]
    check: Callable[[Standpoint, Witness], None]
    irredundant: bool = False
    search: Search | None = None
