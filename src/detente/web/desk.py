"""A case on the desk: its games and worlds held ready, so that a changed judgement is answered at once."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock
from typing import TypeVar

from detente.case import Case
from detente.dynamics.processors import processors
from detente.ensemble import Live, Plan, Prepared, Runs, answered, lay_out, prepared
from detente.errors import DetenteError
from detente.insight import Altered, Ask, Findings, altered, found
from detente.web.board import Board, laid_out
from detente.web.wish import Wish

__all__ = ["FIRST", "Answer", "Desk", "Superseded"]

_K = TypeVar("_K")
_V = TypeVar("_V")

#: Worlds that are answered first, while the others are solved.
FIRST = 100

#: Changed structures that are kept, each with its draws and sums.
KEPT = 6

#: What is found of the first worlds, of all of them, and of all under every concept.
_FIRST = frozenset({"choices"})
_ALL = _FIRST | {"drivers"}
_WHOLE = _ALL | {"reasons"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows, and of which worlds.

    Parameters
    ----------
    case
        The case as it was solved.
    findings
        What was found.
    of
        Worlds in all, of which ``findings.worlds`` are solved.
    whole
        Whether every concept was solved, so that ranges over concepts are told too.
    altered
        What is different from the case as it is written; ``None`` where that was not compared.
    """

    case: Case
    findings: Findings
    of: int
    whole: bool
    altered: Altered | None = None


class Superseded(Exception):
    """Something more urgent was asked while all was solved."""


class Desk:
    """One case, held ready.

    Parameters
    ----------
    case
        The case as it is written.
    name
        What the command line calls it.
    """

    def __init__(self, case: Case, name: str) -> None:
        self.case, self.name = case, name
        self._base = prepared(case)
        self._ready: OrderedDict[object, Prepared] = OrderedDict()
        self._lives: OrderedDict[object, Live] = OrderedDict()
        self._written: OrderedDict[object, Runs] = OrderedDict()
        self._boards: OrderedDict[object, Board] = OrderedDict()
        self._whole: OrderedDict[object, Answer] = OrderedDict()
        self._lock, self._slow, self._asked = Lock(), Lock(), 0
        self._pool = ThreadPoolExecutor(processors())

    def answer(self, wish: Wish, worlds: int) -> Answer:
        """Solve the first worlds of a wish, under the concept that drives the case.

        Parameters
        ----------
        wish
            What is changed.
        worlds
            How many worlds.

        Raises
        ------
        DetenteError
            If the wish names what the case does not have, or cannot be solved.
        """
        self._asked += 1
        with self._lock:
            live = self._live(wish, worlds)
            runs = answered(live, self.case, wish.seed, self._pool)
            parts = _ALL if worlds >= wish.worlds or len(runs.worlds) == 1 else _FIRST
            ask = Ask(worlds=runs.plan.worlds, seed=wish.seed, parts=parts)
            told, size = found(live.case, runs, ask), self._size(live.case, wish)
            return Answer(live.case, told, size, False, self._compared(wish, worlds, runs))

    def _compared(self, wish: Wish, worlds: int, runs: Runs) -> Altered | None:
        """Compare with the case as it is written, on the same worlds."""
        if not wish.changed:
            return None
        plain = Wish(worlds=wish.worlds, seed=wish.seed)
        key = (wish.seed, min(worlds, wish.worlds))
        if key not in self._written:
            first = answered(self._live(plain, worlds), self.case, wish.seed, self._pool)
            _keep(self._written, key, first)
        before = self._written[key]
        return altered(self.case, before, runs) if len(before.worlds) == len(runs.worlds) else None

    def board(self, wish: Wish, choice: str) -> Board:
        """Return the situations of a wish under one choice.

        Parameters
        ----------
        wish
            What is changed.
        choice
            Id of the choice; empty for none.

        Raises
        ------
        DetenteError
        """
        key = (wish.key, choice)
        with self._slow:
            if key not in self._boards:
                _keep(self._boards, key, laid_out(wish.written(self.case), choice), 2)
            return self._boards[key]

    def warm(self, wish: Wish, worlds: int) -> None:
        """Work out an answer before anybody has asked, so that it is there when somebody does.

        Parameters
        ----------
        wish
            What is changed.
        worlds
            How many worlds.
        """
        with suppress(DetenteError):  # told to who asks
            self.answer(wish, worlds)
            self.answer(wish, wish.worlds)

    def whole(self, wish: Wish) -> Answer:
        """Solve all worlds of a wish under every concept that the case names, as a brief does.

        Parameters
        ----------
        wish
            What is changed.

        Raises
        ------
        Superseded
            If a changed judgement waits for its answer.
        DetenteError
        """
        with self._slow:
            if wish.key not in self._whole:
                _keep(self._whole, wish.key, self._solved(wish))
            return self._whole[wish.key]

    def _solved(self, wish: Wish) -> Answer:
        case, before = wish.written(self.case), self._asked

        def tick(done: int, of: int) -> None:
            if self._asked != before:
                raise Superseded

        with self._lock:
            ready = self._games(wish).revised(case)
        ask = Ask(worlds=wish.worlds, seed=wish.seed, parts=_WHOLE, progress=tick)
        return Answer(case, found(case, ask.run(ready), ask), self._size(case, wish), True)

    def _size(self, case: Case, wish: Wish) -> int:
        return len(lay_out(case, Plan(worlds=wish.worlds, seed=wish.seed))) - 1

    def _games(self, wish: Wish) -> Prepared:
        """Return the games of a wish; they are those of the case unless levels or moves are held."""
        key = wish.world
        if key not in self._ready:
            case = Wish(held=wish.held, barred=wish.barred).applied(self.case)
            same = not (wish.held or wish.barred)
            _keep(self._ready, key, self._base.revised(case) if same else prepared(case))
        return self._ready[key]

    def _live(self, wish: Wish, worlds: int) -> Live:
        """Return the worlds of a wish; those of the same structure are drawn once."""
        plain = replace(wish, weights={})
        case = plain.applied(self.case)
        quantities = wish.quantities(self.case)
        n = min(worlds, wish.worlds, self._size(wish.written(self.case), wish))
        key = (wish.structure, n)
        if key not in self._lives:
            _keep(self._lives, key, Live(self._games(wish).revised(case), n, wish.seed))
        live = self._lives[key]
        return live.weighed(quantities) if quantities else live


def _keep(kept: OrderedDict[_K, _V], key: _K, value: _V, most: int = 2 * KEPT) -> None:
    kept[key] = value
    while len(kept) > most:
        kept.popitem(last=False)
