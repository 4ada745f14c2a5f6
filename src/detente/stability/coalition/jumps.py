"""Who must move together to bring a conflict from one lasting state to another.

Kilgour, Hipel, Fang and Peng (2001) ask of an equilibrium whether a coalition has a joint improvement to
another: an equilibrium jump. Only the equilibria are looked at, so games of a million states can be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detente.errors import DetenteError
from detente.game.model import Bools, Game, Ints
from detente.stability.coalition import paths
from detente.stability.coalition.leaps import leaps
from detente.stability.moves import joined, plain
from detente.stability.standpoint import Values, board
from detente.stability.witness import Step

__all__ = ["MOST_PAIRS", "Jump", "jumps", "together"]

#: Pairs of equilibria that may come into question.
MOST_PAIRS = 1_000_000

#: Pairs of equilibria that are looked at at all.
MOST_LOOKS = 1_000_000_000

Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Jump:
    """A joint improvement from one lasting state to another by a coalition that needs all its members.

    Parameters
    ----------
    origin, target
        The two states.
    members
        Places of the members.
    """

    origin: int
    target: int
    members: tuple[int, ...]


def jumps(
    game: Game,
    utilities: Values,
    spots: Iterable[int],
    gain: str = "strict",
    goals: Iterable[int] | None = None,
) -> tuple[Jump, ...]:
    """Return the smallest coalitions that improve jointly from a lasting state to another.

    Parameters
    ----------
    game
        The game; it has S states and A actors.
    utilities
        (A, S) numbers that compare exactly.
    spots
        The lasting states, from 0 to S - 1.
    gain
        ``strict``: every member gains; ``pareto``: one does and none loses.
    goals
        Where jumps may lead; the lasting states by default.

    Raises
    ------
    DetenteError
        If there are more than `MOST_LOOKS` pairs of states, or `MOST_PAIRS` that come into question.

    Examples
    --------
    >>> from detente.catalog import load
    >>> from detente.game import unfold
    >>> from detente.worlds import central
    >>> game = unfold(case := load("elmira"))
    >>> five, eight = game.names.index("5"), game.names.index("8")
    >>> [
    ...     (game.names[j.target], [game.actors[i] for i in j.members])
    ...     for j in jumps(game, central(case, game), (five, eight))
    ... ]
    [('8', ['moe', 'uniroyal'])]
    """
    on = board(game, utilities)
    rank = np.array([np.unique(u[:, 0], return_inverse=True)[1].ravel() for u in on.utilities], np.int32)
    known = np.array(sorted(set(spots)), np.int32)
    ends = known if goals is None else np.array(sorted(set(goals)), np.int32)
    if not len(known) or not len(ends):
        return ()
    if len(known) * len(ends) > MOST_LOOKS:
        raise _too_many(len(known), len(ends))
    pairs = _pairs(game, rank, gain == "pareto", known, ends)
    search = _Search(game, rank, gain == "pareto")
    return tuple(j for s, t, movers, found in pairs for j in search.smallest(s, t, movers, found))


def _pairs(
    game: Game, rank: Ints, pareto: bool, spots: Ints, ends: Ints
) -> Iterator[tuple[int, int, tuple[int, ...], bool]]:
    """Yield pairs with those who have to move in any case, and whether that is known to be enough."""
    numbered = None if game.classes is None else _settings(game)
    if numbered is None:
        yield from ((int(s), int(t), (), False) for s in spots for t in ends if s != t)
        return
    out = np.empty((min(MOST_PAIRS, max(len(spots) * len(ends), 1)), 4), np.int32)
    count = leaps(*_stacked(game), *numbered, _sole(game), rank, pareto, spots, ends, out)
    if count > len(out):
        raise _too_many(len(spots), len(ends))
    actors = range(len(game.actors))
    for s, t, movers, found in out[:count].tolist():
        yield s, t, tuple(i for i in actors if (movers >> i) & 1), bool(found)


def _too_many(spots: int, ends: int) -> DetenteError:
    pairs = f"{spots:,} situations that last, and {ends:,} that they may be left for"
    return DetenteError(f"{pairs}, make too many pairs; ask under a concept under which fewer last")


def _stacked(game: Game) -> tuple[Ints, ...]:
    """Lay the classes of all actors side by side."""
    classes = game.classes
    assert classes is not None
    most = max(len(c.start) for c in classes)
    start = np.stack([np.pad(c.start, (0, most - len(c.start)), mode="edge") for c in classes])
    shape = np.max([c.allowed.shape for c in classes], axis=0)
    allowed = np.zeros((len(classes), *shape), np.bool_)
    for k, c in enumerate(classes):
        p, m, _ = c.allowed.shape
        allowed[k, :p, :m, :m] = True if c.free else c.allowed
    parts = {
        name: np.stack([getattr(c, name) for c in classes]) for name in ("order", "group", "own", "pattern")
    }
    return parts["order"], start, parts["group"], parts["own"], parts["pattern"], allowed


def _sole(game: Game) -> Bools:
    """Say whose moves are bound to nothing that others do, (A,)."""
    assert game.classes is not None
    return np.array([bool((c.pattern == c.pattern[0]).all()) for c in game.classes], np.bool_)


def _settings(game: Game) -> tuple[Ints, Ints] | None:
    """Number what stands in each actor's options, (A, S), and in nobody's, (S,); ``None`` if shared."""
    assert game.classes is not None
    mine = []
    for c in game.classes:
        rows = game.states[c.order]
        inner = np.diff(c.group[c.order]) == 0
        mine.append((rows[1:][inner] != rows[:-1][inner]).any(axis=0))
    owned = np.sum(mine, axis=0)
    if (owned > 1).any():
        return None
    return np.stack([_numbered(game, m) for m in mine]), _numbered(game, owned == 0)


def _numbered(game: Game, columns: NDArray[np.bool_]) -> Ints:
    """Number the levels that stand in some options, (S,)."""
    code = np.zeros(len(game), np.int64)
    for k in np.flatnonzero(columns):
        code = np.unique(code * len(game.levels[k]) + game.states[:, k], return_inverse=True)[1].ravel()
    return code.astype(np.int32)


class _Search:
    """Finds smallest coalitions; what a coalition reaches from a state is worked out once."""

    def __init__(self, game: Game, rank: Ints, pareto: bool) -> None:
        self._game, self._rank, self._pareto = game, rank, pareto
        self._moves: tuple[Ints, Ints] | None = None
        self._reached: dict[tuple[int, tuple[int, ...]], Words] = {}

    def smallest(self, s: int, t: int, movers: tuple[int, ...], known: bool) -> Iterator[Jump]:
        """Yield jumps from s to t; ``known``: those who have to move get there by themselves."""
        change = np.sign(self._rank[:, t] - self._rank[:, s])
        willing = [i for i in range(len(change)) if change[i] > 0 or (self._pareto and change[i] == 0)]
        more = [i for i in willing if i not in movers]
        found: list[set[int]] = []
        if any(i not in willing for i in movers):
            return
        for size in range(len(more) + 1):
            for added in combinations(more, size):
                members = tuple(sorted((*movers, *added)))
                gaining = any(change[i] > 0 for i in members)
                if not gaining or any(f <= set(members) for f in found):
                    continue
                if known or self._reaches(s, t, members):
                    found.append(set(members))
                    yield Jump(s, t, members)

    def _reaches(self, s: int, t: int, members: tuple[int, ...]) -> bool:
        if not members:
            return False
        if (s, members) not in self._reached:
            self._reached = {k: v for k, v in self._reached.items() if k[0] == s}
            if self._moves is None:
                every = joined([plain(self._game, i) for i in range(len(self._game.actors))])
                self._moves = every.start, every.target
            self._reached[s, members] = paths.legal(*self._moves, np.array(members, np.int32), s)[0]
        row = self._reached[s, members]
        return bool((int(row[t >> 6]) >> (t & 63)) & 1)


def together(game: Game, s: int, t: int, members: Sequence[int]) -> tuple[Step, ...] | None:
    """Return a shortest sequence of moves by which a coalition brings s to t; none of them twice in a row.

    Parameters
    ----------
    game
        The game.
    s, t
        Two states, from 0 to S - 1.
    members
        Places of the members.

    Returns
    -------
    tuple of Step or None
        Of several the first in the order of actors and states; ``None`` if no sequence leads there.
    """
    seen: dict[tuple[int, int], tuple[int, int] | None] = {(s, -1): None}
    todo = [(s, -1)]
    for place in todo:
        state, last = place
        if state == t:
            return tuple(_back(seen, place))
        for i in members:
            if i != last:
                for x in sorted(game.moves(i, state)):
                    if (x, i) not in seen:
                        seen[x, i] = place
                        todo.append((x, i))
    return None


def _back(seen: dict[tuple[int, int], tuple[int, int] | None], place: tuple[int, int]) -> list[Step]:
    way: list[Step] = []
    before = seen[place]
    while before is not None:
        way.append(Step(place[1], before[0], place[0]))
        place, before = before, seen[before]
    return way[::-1]
