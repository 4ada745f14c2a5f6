"""Worlds held ready, so that a changed judgement is solved again at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.case.nearest import check_name
from detente.case.quantity import Quantity
from detente.ensemble.answers import Answers
from detente.ensemble.prepared import Prepared, prepared
from detente.ensemble.scenario import Scenario
from detente.ensemble.solve import solve
from detente.game import LIMIT, Game
from detente.stability import Memory, Words, forgotten, unknown
from detente.worlds import Ranked, Values, Worlds, draw, ranked, redrawn
from detente.worlds.draw import pattern_sums
from detente.worlds.ranked import narrow

__all__ = ["Live"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Sums = NDArray[np.int64]
Index = NDArray[np.intp]


class Live:
    """A case, worlds drawn from it, and what every state is worth in them; made once, changed often.

    A changed weight leaves the games, the draws of everything else and the sums of other actors as they are.
    The answers are those of `detente.ensemble.run` on the changed case.

    Parameters
    ----------
    case
        A case, or one that is ready.
    worlds
        Number of random worlds, on top of the central one; they are those of a longer run's beginning.
    seed
        As in `detente.ensemble.Plan`.
    concepts
        Names of the concepts that are asked beside the one that drives the case; none by default.
    limit
        Most states held at once.

    Examples
    --------
    >>> from detente.case.quantity import parse_quantity
    >>> from detente.catalog import load
    >>> live = Live(load("korea-2020"), worlds=4)
    >>> changed = live.weighed({"prk-no-war": parse_quantity("0.5..2")})
    >>> list(changed.answers())
    ['autonomy', 'alignment']
    """

    def __init__(
        self,
        case: Case | Prepared,
        worlds: int = 1000,
        seed: int = 1,
        concepts: Sequence[str] = (),
        limit: int = LIMIT,
    ) -> None:
        ready = prepared(case, limit)
        asked = {"concepts": tuple(concepts) or (ready.case.concept,)}
        self.case: Case = ready.case.model_copy(update=asked)
        self.worlds: Worlds = draw(self.case, worlds + 1, seed)
        self.scenarios: tuple[Scenario, ...] = tuple(ready.scenarios(self.worlds))
        self._values = _Kept(self.worlds, {g: s.index for s in self.scenarios for g in _games(s)})

    def weighed(self, weights: Mapping[str, Quantity]) -> Live:
        """Return the same with other weights of some statements.

        Parameters
        ----------
        weights
            Statement id -> weight.

        Raises
        ------
        UnknownName
            If an actor has no such statement.
        """
        preferences, actors = dict(self.case.preferences), []
        for actor in self.case.actors:
            statements = self.case.statements(actor)
            if any(s.id in weights for s in statements):
                actors.append(actor)
                changed = [s.model_copy(update={"weight": weights.get(s.id, s.weight)}) for s in statements]
                preferences[actor] = preferences[actor].model_copy(update={"statements": tuple(changed)})
        known = [s.id for actor in self.case.actors for s in self.case.statements(actor)]
        for name in weights:
            check_name("statement", name, known)
        made = object.__new__(Live)
        made.case = self.case.model_copy(update={"preferences": preferences})
        made.worlds = redrawn(self.worlds, made.case, actors)
        made.scenarios = self.scenarios
        made._values = self._values.changed(made.worlds)
        return made

    def answers(self, pool: Executor | None = None) -> dict[str, Answers]:
        """Return choice -> what each world answers.

        Parameters
        ----------
        pool
            Threads that blocks of worlds are solved on.
        """
        return {
            choice: solve(
                self.case,
                self.worlds,
                self.scenarios,
                choice,
                pool=pool,
                values=self._values,
                memory=self._values.memory,
            )
            for choice in self.case.choices or [""]
        }


def _games(scenario: Scenario) -> list[Game]:
    return [scenario.base, *scenario.games.values()]


class _Kept(Values):
    """Values that are worked out once for each game, and again only for what a change touches."""

    def __init__(self, worlds: Worlds, index: Mapping[Game, Index]) -> None:
        super().__init__(worlds)
        self._index = index
        self._sums: dict[Game, Ranked] = {}
        self._rows: dict[Game, Ints] = {}
        self._ends: dict[Game, tuple[Sums, Sums]] = {}
        self._words: dict[Game, Words | None] = {}
        self._first = self
        self._memories: dict[tuple[Game, int, int], Memory] = {}

    def ranked(self, game: Game, index: Index) -> Ranked:
        """Return what the states of a game are worth in a range of its worlds."""
        whole, here = self._whole(game), self._range(game, index)
        if game not in self._rows:
            self._rows[game] = whole.rows()
        sums = tuple(_cut(s, here) for s in whole.sums)
        believed = {pair: s[:, here] for pair, s in whole.believed.items()}
        return Ranked(whole.layout, sums, believed, len(index), self._rows[game][here])

    def memory(self, game: Game, index: Index) -> Memory | None:
        """Return what is known of a range of the worlds of a game.

        The first worlds keep what they rest on, of which changed ones look at how much still holds.
        """
        if game not in self._words:
            self._words[game] = unknown(game, self._whole(game).layout, len(self._index[game]))
        known, here = self._words[game], self._range(game, index)
        words, first, key = None if known is None else known[here], self._first, (game, here.start, here.stop)
        if first is self:
            return self._memories.setdefault(key, Memory(words, keeps=True))
        return Memory(words, first._memories.get(key), self._touched())

    def _touched(self) -> NDArray[np.bool_]:
        """(A,) whose values differ from those in the first worlds."""
        pairs = zip(self.worlds.weights, self._first.worlds.weights, strict=True)
        return np.array([mine is not first for mine, first in pairs], np.bool_)

    def scale(self, base: Game, index: Index) -> tuple[Floats, Floats, Floats]:
        """Return (A, W) lowest utility, range and utility of the status quo, over the whole game."""
        whole, here = self._whole(base), self._range(base, index)
        if base not in self._ends:
            self._ends[base] = _ends(whole)
        low, high = (x[:, here].astype(np.float64) for x in self._ends[base])
        quo = np.full_like(low, np.nan)
        if base.status_quo >= 0:
            for k, (sums, pattern) in enumerate(zip(whole.sums, whole.layout.pattern, strict=True)):
                quo[k] = _cut(sums, here)[pattern[base.status_quo]]
        return low, np.where(high > low, high - low, np.nan), quo

    def changed(self, worlds: Worlds) -> _Kept:
        """Return the values in worlds that differ from these in the weights of some statements."""
        made = _Kept(worlds, self._index)
        if worlds.perceived:  # what is believed may rest on what changed
            return made
        made._first = self._first
        for game, whole in self._sums.items():
            touched = [
                k
                for k, actor in enumerate(game.actors)
                if actor not in game.ranks and worlds.weights[k] is not self.worlds.weights[k]
            ]
            sums = list(whole.sums)
            for k in touched:
                sums[k] = self._added(worlds, game, k, sums[k])
            made._sums[game] = Ranked(whole.layout, tuple(sums), {}, whole.width)
            if game in self._rows:
                rows, start = self._rows[game].copy(), np.cumsum([0, *whole.layout.sizes])
                for k in touched:
                    rows[:, start[k] : start[k + 1]] = narrow(sums[k], whole.width).T
                made._rows[game] = rows
            words = self._words.get(game)
            if words is not None:
                made._words[game] = forgotten(game, whole.layout, words, touched)
            if game in self._ends:
                low, high = (x.copy() for x in self._ends[game])
                for k in touched:
                    low[k], high[k] = sums[k].min(axis=0), sums[k].max(axis=0)
                made._ends[game] = low, high
        return made

    def _added(self, worlds: Worlds, game: Game, actor: int, sums: Sums) -> Sums:
        """Return an actor's sums with what changed added to the patterns that it belongs to."""
        index, unit = self._index[game], worlds.units[actor]
        old, new = self.worlds.weights[actor], worlds.weights[actor]
        if unit != self.worlds.units[actor]:
            return pattern_sums(game.patterns[actor], new[:, index], unit)
        found = sums.copy()
        for k in np.flatnonzero((old != new).any(axis=1)):
            more = np.rint(new[k, index] * unit) - np.rint(old[k, index] * unit)
            found += np.where(game.patterns[actor][:, k, None], more.astype(np.int64), 0)
        return found

    def _whole(self, game: Game) -> Ranked:
        if game not in self._sums:
            self._sums[game] = ranked(self.worlds, game, self._index[game])
        return self._sums[game]

    def _range(self, game: Game, index: Index) -> slice:
        first = int(np.searchsorted(self._index[game], index[0]))
        return slice(first, first + len(index))


def _cut(sums: Sums, here: slice) -> Sums:
    return sums[:, here] if sums.shape[1] > 1 else sums


def _ends(whole: Ranked) -> tuple[Sums, Sums]:
    """(A, W) lowest and highest."""
    every = np.zeros(whole.width, np.int64)
    low, high = ([f(s, axis=0) + every for s in whole.sums] for f in (np.min, np.max))
    return np.array(low), np.array(high)
