"""The exact likelihood of what was seen, moves and silences, under logit revision (the clock M1, myopic).

Between two moves every actor i lets chances to move pass, so that a stretch of h years in state s counts
exp(-lambda_i h (1 - p_i(s|s))) for each, and a move s -> t counts lambda_i p_i(t|s). Only states that were
visited and their neighbours enter. What decides is therefore, for each actor: how long it stood in which
situation, and how often it left for which alternative.

Three things are not learned from. Options without a history stay at the level recorded in the case, and their
owner chooses among its other options only. Moves that the game does not allow, and those of chance, change
the state but are no evidence of anybody's wishes. Time in states that the constraints rule out counts for
nothing. All three are listed, so that they can be said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.dynamics.elementary import exp_one, log_one
from detente.errors import DetenteError
from detente.game.model import Bools, Game, Ints
from detente.history.past.path import Change, Path

__all__ = ["Observed", "Situations", "Strike", "likelihood", "observe"]

Floats = NDArray[np.float64]
Strike = tuple[Mapping[str, str], Bools]


@dataclass(frozen=True, slots=True, eq=False)
class Situations:
    """What one actor did and did not do.

    Parameters
    ----------
    actor
        Its index in the game.
    features
        (K, U) float64: which of its K statements hold, for each of U different combinations; the rank
        itself, (1, U), for an explicit ranking.
    start
        (J + 1,) int32: the alternatives of situation j are ``row[start[j]:start[j + 1]]``, staying first.
    row
        (M,) int32: the combination that each alternative brings.
    taken
        (M,) how often the alternative was taken; 0 for staying, which shows as time.
    held
        (J,) years spent in the situation.
    """

    actor: int
    features: Floats
    start: Ints
    row: Ints
    taken: Floats
    held: Floats


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Observed:
    """A path as evidence.

    Parameters
    ----------
    actors
        Situations of each actor with at least one option whose history is known.
    years
        Length of the path.
    outside
        Years of it in states that the game rules out.
    moves
        How many moves were learned from, by actor id.
    changes
        Changes that are nobody's move: of chance, of a shock, or not allowed by the game.
    held
        Option -> level, of the options without a history.
    """

    actors: tuple[Situations, ...]
    years: float
    outside: float
    moves: Mapping[str, int]
    changes: tuple[Change, ...]
    held: Mapping[str, str]

    def __repr__(self) -> str:
        moves = sum(self.moves.values())
        return f"Observed({moves} moves of {len(self.actors)} actors in {self.years:.1f} years)"


def observe(game: Game, path: Path, shocks: Sequence[Strike] = ()) -> Observed:
    """Read a path as what each actor did and did not do.

    Changes of one actor on one day are one move. Several actors on one day move one after the other, in an
    order that the game allows if there is one.

    Parameters
    ----------
    game
        The whole game of the case.
    path
        What happened.
    shocks
        What happens although nobody wants it: the levels that it sets, and (S,) where it can strike. A change
        that is just what a shock would do is put down to the shock.

    Raises
    ------
    DetenteError
        If the path speaks of no option of the game, or an option has neither a history nor a level in the
        status quo.
    """
    walk = _walk(game, path, tuple(shocks))
    for at, group in groupby(path.changes, key=lambda c: c.at):
        walk.wait(at)
        walk.day(list(group))
    walk.wait(path.years)
    actors = [k for k in range(len(game.actors)) if any(game.owners[o] == k for o in walk.known)]
    return Observed(
        actors=tuple(walk.situations(k) for k in actors),
        years=path.years,
        outside=walk.outside,
        moves={game.actors[k]: sum(n for (i, _, _), n in walk.taken.items() if i == k) for k in actors},
        changes=tuple(walk.foreign),
        held=walk.fixed,
    )


def likelihood(seen: Situations, weights: Floats, rate: float, precision: float) -> tuple[float, Floats]:
    """Return the log-likelihood of one actor's doings, and its gradient.

    Parameters
    ----------
    weights
        (K,) of the actor's statements. Utility is taken relative to its range over all the combinations.
    rate, precision
        lambda per year and beta, above 0.

    Returns
    -------
    float
        Log density of the moves and silences.
    array, (K + 2,)
        Derivatives by the weights, by log rate and by log precision.
    """
    gradient = np.zeros(len(weights) + 2)
    value = _kernel(
        seen.features, seen.start, seen.row, seen.taken, seen.held, np.asarray(weights, float), float(rate),
        float(precision), gradient,
    )  # fmt: skip
    return float(value), gradient


@njit(cache=True, nogil=True)
def _kernel(
    features: Floats, start: Ints, row: Ints, taken: Floats, held: Floats,
    weights: Floats, rate: float, beta: float, gradient: Floats,
) -> float:  # fmt: skip
    """Return the log-likelihood and add its gradient to zeros (K + 2,); shapes as in `Situations`."""
    size, rows = features.shape
    u = np.zeros(rows)
    for k in range(size):
        for r in range(rows):
            u[r] += features[k, r] * weights[k]
    high, low = u.argmax(), u.argmin()
    width = u[high] - u[low]
    slope = beta / width if width > 0 else 0.0
    by_row = np.zeros(rows)
    value = by_rate = 0.0
    for j in range(len(held)):
        a, b = start[j], start[j + 1]
        top = -np.inf
        for m in range(a, b):
            top = max(top, u[row[m]])
        total = moves = 0.0
        for m in range(a, b):
            total += exp_one(slope * (u[row[m]] - top))
            moves += taken[m]
        stay = exp_one(slope * (u[row[a]] - top)) / total
        leave = 0.0
        for m in range(a + 1, b):
            leave += exp_one(slope * (u[row[m]] - top)) / total
        value += moves * (log_one(rate) - log_one(total)) - rate * held[j] * leave
        by_rate += moves - rate * held[j] * leave
        for m in range(a, b):
            p = exp_one(slope * (u[row[m]] - top)) / total
            value += taken[m] * slope * (u[row[m]] - top)
            by_row[row[m]] += taken[m] - moves * p + rate * held[j] * stay * ((m == a) - p)
    along = 0.0
    for r in row:
        if by_row[r] != 0.0:
            along += by_row[r] * slope * (u[r] - u[low])
            for k in range(size):
                gradient[k] += slope * by_row[r] * features[k, r]
            by_row[r] = 0.0
    if width > 0:
        for k in range(size):
            gradient[k] -= along / width * (features[k, high] - features[k, low])
    gradient[size], gradient[size + 1] = by_rate, along
    return value


@dataclass(slots=True)
class _Walk:
    """A walk along the path, with what it met so far; `at` is -1 in a state that the game rules out."""

    game: Game
    known: tuple[int, ...]
    shocks: tuple[Strike, ...]
    fixed: dict[str, str]
    levels: dict[str, str]
    at: int
    now: float
    outside: float
    foreign: list[Change]
    held: dict[int, float]
    taken: dict[tuple[int, int, int], int]

    def wait(self, until: float) -> None:
        """Let time pass."""
        if self.at < 0:
            self.outside += until - self.now
        else:
            self.held[self.at] = self.held.get(self.at, 0.0) + until - self.now
        self.now = until

    def day(self, changes: list[Change]) -> None:
        """Take all changes of one moment: first those that are moves, in an order that works."""
        left: dict[int, list[Change]] = {}
        for change in changes:
            if change.option in self.levels and change.option not in self.fixed:
                left.setdefault(self._owner(change.option), []).append(change)
        while (moved := next((k for k, group in left.items() if self._move(k, group)), None)) is not None:
            del left[moved]
        for group in left.values():
            self.foreign.extend(group)
            self.levels.update({c.option: c.level for c in group})
        if left:
            self.at = _find(self.game, self.levels)

    def _owner(self, option: str) -> int:
        return self.game.owners[self.game.options.index(option)]

    def _move(self, actor: int, group: list[Change]) -> bool:
        """Make an actor's move if it is one; say whether it was."""
        if actor < 0 or self.at < 0 or self._struck(group):
            return False
        after = self.levels | {c.option: c.level for c in group}
        target = _find(self.game, after)
        if target < 0 or target not in self._open(actor, self.at):
            return False
        key = (actor, self.at, target)
        self.taken[key] = self.taken.get(key, 0) + 1
        self.levels, self.at = after, target
        return True

    def _struck(self, group: list[Change]) -> bool:
        """Whether a shock would do just this."""
        made = {c.option: c.level for c in group}
        return any(
            where[self.at] and made == {o: v for o, v in after.items() if self.levels[o] != v}
            for after, where in self.shocks
        )

    def _open(self, actor: int, state: int) -> list[int]:
        """Moves that leave options without a history as they are."""
        blind = [k for k in range(len(self.game.options)) if k not in self.known]
        rows = self.game.states[:, blind]
        return [t for t in self.game.moves(actor, state) if (rows[t] == rows[state]).all()]

    def situations(self, actor: int) -> Situations:
        """Gather an actor's situations, one for each state that was visited."""
        features, place = _features(self.game, actor)
        start, rows, taken, held = [0], [], [], []
        for state, years in self.held.items():
            targets = [state, *self._open(actor, state)]
            rows += [int(place[t]) for t in targets]
            taken += [float(self.taken.get((actor, state, t), 0)) for t in targets]
            held.append(years)
            start.append(len(rows))
        return Situations(
            actor, features, np.array(start, np.int32), np.array(rows, np.int32), np.array(taken),
            np.array(held),
        )  # fmt: skip


def _walk(game: Game, path: Path, shocks: tuple[Strike, ...]) -> _Walk:
    known = tuple(k for k, o in enumerate(game.options) if o in path.initial)
    if not any(game.owners[k] >= 0 for k in known):
        raise DetenteError("the history speaks of no option that an actor of this game has")
    quo = game.describe(game.status_quo) if game.status_quo >= 0 else {}
    missing = [o for k, o in enumerate(game.options) if k not in known and o not in quo]
    if missing:
        raise DetenteError(f"neither the history nor a status quo gives a level to: {', '.join(missing)}")
    fixed = {o: quo[o] for k, o in enumerate(game.options) if k not in known}
    levels = {o: path.initial.get(o, quo.get(o, "")) for o in game.options}
    return _Walk(game, known, shocks, fixed, levels, _find(game, levels), 0.0, 0.0, [], {}, {})


def _find(game: Game, levels: Mapping[str, str]) -> int:
    row = np.array([game.levels[k].index(levels[o]) for k, o in enumerate(game.options)], np.uint8)
    found = np.flatnonzero((game.states == row).all(axis=1))
    return int(found[0]) if found.size else -1


def _features(game: Game, actor: int) -> tuple[Floats, NDArray[np.intp] | Ints]:
    """Return (K, U) combinations of an actor's statements and (S,) which of them each state has."""
    name = game.actors[actor]
    if name in game.ranks:
        values, place = np.unique(game.ranks[name], return_inverse=True)
        return values[None, :].astype(float), place
    return np.ascontiguousarray(game.patterns[actor].T, dtype=float), game.pattern[actor]
