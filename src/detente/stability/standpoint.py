"""The game as an actor sees it: whose preferences it reckons with, and which moves anybody would make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from detente.game.model import Game, Ints
from detente.readonly import ReadOnly
from detente.stability.moves import Every, Listed, joined, parts_of, plain

__all__ = ["Board", "Standpoint", "Values", "Views", "board"]

#: Viewer -> other -> (S, W) utilities that the viewer believes the other to have.
Views = Mapping[int, Mapping[int, Ints]]

#: (A, S, W) whole numbers, or one (S, W) array for each actor, not all of one type.
Values = Ints | Sequence[Ints]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, eq=False)
class Standpoint:
    """A game in W worlds with everybody's preferences, as one actor takes them to be.

    Parameters
    ----------
    game
        The game.
    utilities
        Per actor (S, W) whole numbers; only comparisons of one actor's values matter.
    parts
        Every actor's moves with their parts, if redundant improvements are nobody's moves; else ``None``.
    begin
        A state: only those that improvements reach from it need be judged. -1: all.
    """

    game: Game
    utilities: tuple[Ints, ...]
    parts: tuple[Listed, ...] | None = None
    begin: int = -1
    _known: dict[object, object] = field(default_factory=dict)
    _joined: dict[bool, Every] = field(default_factory=dict)
    _locks: dict[object, AbstractContextManager[bool]] = field(default_factory=dict)

    @property
    def actors(self) -> range:
        """All actors."""
        return range(len(self.game.actors))

    @property
    def every(self) -> Every:
        """All actors' moves one by one."""
        whole = self.parts is not None
        if whole not in self._joined:
            moves = self.parts or [plain(self.game, i) for i in self.actors]
            self._joined[whole] = self.once("every", lambda: joined(moves))
        return self._joined[whole]

    def once(self, key: object, make: Callable[[], _T]) -> _T:
        """Return what was made for a key before, or make it: several concepts rest on the same numbers.

        Parameters
        ----------
        key
            What the numbers are made of; the same for the same numbers.
        make
            Makes them; called once for a key, whatever number of threads ask.

        Returns
        -------
        object
            What ``make`` returned.
        """
        with self._locks.setdefault(key, RLock()):
            if key not in self._known:
                self._known[key] = make()
        return cast("_T", self._known[key])

    def redundant(self, actor: int, s: int, t: int, world: int = 0) -> bool:
        """Whether a move is a redundant improvement, and redundant improvements are left out.

        Parameters
        ----------
        actor
            Index of the mover.
        s, t
            Indices of the states that the move leads from and to.
        world
            Column of the utilities, from 0.

        Returns
        -------
        bool
            Always false where redundant improvements count.
        """
        if self.parts is None or self.game.states.shape[1] == 0:
            return False
        return next(self.without(actor, s, t, world), None) is not None

    def without(self, actor: int, s: int, t: int, world: int = 0) -> Iterator[int]:
        """Yield where an improvement leads without a part that does nothing for its author.

        Parameters
        ----------
        actor
            Index of the mover.
        s, t
            Indices of the states that the improvement leads from and to; nothing is found where it is
            none.
        world
            Column of the utilities, from 0.

        Yields
        ------
        int
            States that lie between the two and are worth as much to the mover as ``t``, or more.
        """
        u, rows = self.utilities[actor][:, world], self.game.states
        if u[t] > u[s]:
            for part in self.game.moves(actor, s):
                inside = (rows[part] == rows[s]) | (rows[part] == rows[t])
                if part != t and inside.all() and u[part] >= u[t]:
                    yield part


@dataclass(frozen=True, slots=True, eq=False)
class Board(ReadOnly):
    """A game in W worlds with everybody's utilities, and what each believes of the others.

    Parameters
    ----------
    game
        The game.
    utilities
        Per actor (S, W) whole numbers.
    views
        Where an actor's beliefs differ from the truth.
    begin
        As in `Standpoint`.
    """

    game: Game
    utilities: tuple[Ints, ...]
    views: Views
    begin: int = -1
    _made: dict[object, Standpoint] = field(default_factory=dict)
    _parts: list[tuple[Listed, ...]] = field(default_factory=list)
    _joined: dict[bool, Every] = field(default_factory=dict)

    def seen(self, actor: int, irredundant: bool) -> Standpoint:
        """Return the game as an actor sees it; those who see it as it is share one standpoint.

        Parameters
        ----------
        actor
            Index of the viewer.
        irredundant
            Whether improvements with a part that does nothing for their author are left out.

        Returns
        -------
        Standpoint
            With what the actor believes the utilities of the others to be.
        """
        viewer = actor if self.views.get(actor) else -1
        key = (viewer, irredundant)
        if key not in self._made:
            seen = list(self.utilities)
            for other, believed in self.views.get(viewer, {}).items():
                seen[other] = believed
            parts = self._contained() if irredundant else None
            self._made[key] = Standpoint(self.game, tuple(seen), parts, self.begin, _joined=self._joined)
        return self._made[key]

    def _contained(self) -> tuple[Listed, ...] | None:
        """Every actor's moves with their parts; ``None`` if no move has any, so that nothing is redundant."""
        if not self._parts:
            self._parts.append(parts_of(self.game))
        found = self._parts[0]
        return found if any(m.part is not None and m.part.size for m in found) else None


def board(
    game: Game, utilities: Values, views: Views | None = None, begin: int = -1, like: Board | None = None
) -> Board:
    """Set up a game.

    Parameters
    ----------
    game
        The game.
    utilities
        (A, S), or (A, S, W), or (S, W) for each actor: numbers that compare exactly. What 32 bits do not
        hold, large whole numbers or fractions, comes as ranks, since only comparisons count.
    views
        Viewer -> other -> believed utilities, (S,) or (S, W).
    begin
        A state: only what improvements reach from it need be judged, which spares work. -1: all.
    like
        The same game set up before, whose lists of moves serve again.
    """
    seen = _views(views)
    # What is believed to be an improvement may lead elsewhere than what is one.
    start, values = -1 if any(seen.values()) else begin, tuple(_wide(u) for u in utilities)
    if like is None or like.game is not game:
        return Board(game, values, seen, start)
    return Board(game, values, seen, start, _parts=like._parts, _joined=like._joined)


def _wide(values: NDArray[Any]) -> Ints:
    """(S, W) numbers that compare exactly, in at most 32 bits: themselves, or ranks where they do not fit."""
    u = np.asarray(values)
    u = u.reshape(len(u), -1)
    most = np.iinfo(np.int32).max
    if u.dtype.kind in "iub" and (u.itemsize < 8 or not (u.size and max(u.max(), -int(u.min())) > most)):
        return np.ascontiguousarray(u if u.itemsize < 8 else u.astype(np.int32))
    ranks = [np.unique(column, return_inverse=True)[1].ravel() for column in u.T]
    return np.ascontiguousarray(np.array(ranks, np.int32).T.reshape(u.shape))


def _views(views: Views | None) -> Views:
    return {i: {j: _wide(u) for j, u in others.items()} for i, others in (views or {}).items()}
