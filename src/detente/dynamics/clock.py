"""How fast things move: rates, precision, elections and shocks in each world.

Calendar time comes from counts in the record, never from preferences: multiplying every rate by k only
divides every waiting time by k. A count n in T years gives the rate a Gamma distribution with shape n + 1/2
and rate T (Jeffreys' prior), so that few events leave a wide spread.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.case.condition import All, AnyOf, Count, Defined, Not, Tree
from detente.case.nearest import check_name
from detente.case.time import ChanceRate, DatedTurn, Rate
from detente.case.time import Shock as Stated
from detente.dynamics.elementary import gamma_quantiles
from detente.dynamics.pace import Hurry, Window
from detente.errors import DetenteError
from detente.history.past.path import YEAR
from detente.readonly import ReadOnly
from detente.worlds.draw import chance_shares, values
from detente.worlds.streams import uniforms

__all__ = ["Clock", "Hurry", "Shock", "Turn", "Window", "draw_clock", "written_out", "years"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """When a chance option is drawn anew.

    Parameters
    ----------
    rate
        (W,) times a year; 0 where it is drawn on dates.
    dates
        Years from the start of the clock at which it is drawn, rising; empty where it has a rate.
    shares
        (L, W) probabilities of its levels.
    """

    rate: Floats
    dates: tuple[float, ...]
    shares: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Shock:
    """What nobody decides and what sets options.

    Parameters
    ----------
    id
        Its id in the case.
    rate
        (W,) times a year while ``when`` holds.
    when
        Where it can happen, definitions written out; everywhere if ``None``.
    set
        Option -> level after it.
    """

    id: str
    rate: Floats
    when: Tree | None
    set: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Clock(ReadOnly):
    """How fast things move in each of W worlds; world 0 is the central one.

    Parameters
    ----------
    actors
        A actor ids.
    rates
        (A, W) times a year that an actor gets round to its options. World 0 has the mean.
    precision
        (A, W) slope of the logit in utility, which runs from 0 to 1 over an actor's range.
    chance
        Chance option -> when it is drawn anew; options left out never are.
    shocks
        What happens although nobody wants it.
    imprecise
        Factor f, at least 1: each actor's rate is known only to lie within r/f and r*f.
    start, horizon
        The first and the last day.
    windows
        When some of the rates are multiplied.
    hurries
        Turns on top of these rates in some states, while their window is open.
    """

    actors: tuple[str, ...]
    rates: Floats
    precision: Floats
    chance: Mapping[str, Turn]
    shocks: tuple[Shock, ...]
    imprecise: float
    start: date
    horizon: date
    windows: tuple[Window, ...] = ()
    hurries: tuple[Hurry, ...] = ()

    def __len__(self) -> int:
        return int(self.rates.shape[1])

    def __repr__(self) -> str:
        return f"Clock({len(self):,} worlds, {len(self.actors)} actors, {self.start} to {self.horizon})"

    @property
    def years(self) -> float:
        """Years from start to horizon."""
        return years(self.start, self.horizon)

    @property
    def events(self) -> Floats:
        """(W,) turns of actors and of chance, and shocks, a year."""
        rows = [*self.rates, *(t.rate for t in self.chance.values()), *(s.rate for s in self.shocks)]
        total: Floats = np.sum(rows, axis=0)
        return total

    def even(self) -> Clock:
        """Return the clock without windows, each rate at its mean from start to horizon."""
        rates, shocks = self.rates.copy(), list(self.shocks)
        for w in self.windows:
            share = math.fsum(min(b, self.years) - max(a, 0.0) for a, b in w.spans) / self.years
            factor, whose = 1 + share * (w.factor - 1), [a in w.actors for a in self.actors]
            rates[whose] = rates[whose] * factor + share * w.more
            shocks = [replace(s, rate=s.rate * factor) if s.id in w.shocks else s for s in shocks]
        return replace(self, rates=rates, shocks=tuple(shocks), windows=())

    def take(self, index: NDArray[np.intp] | slice) -> Clock:
        """Return the clock of some of the worlds.

        Parameters
        ----------
        index
            (N,) int or slice: places of the worlds among those of this clock, from 0.

        Returns
        -------
        Clock
            Of N worlds, in the order of ``index``.
        """
        turns = {c: replace(t, rate=t.rate[index], shares=t.shares[:, index]) for c, t in self.chance.items()}
        return replace(
            self,
            rates=self.rates[:, index],
            precision=self.precision[:, index],
            chance=turns,
            shocks=tuple(replace(s, rate=s.rate[index]) for s in self.shocks),
            windows=tuple(replace(w, factor=w.factor[index], more=w.more[index]) for w in self.windows),
            hurries=tuple(replace(h, rate=h.rate[index]) for h in self.hurries),
        )

    def open(self, at: float) -> tuple[str, ...]:
        """Return the ids of the windows that are open at a time, in years from the start.

        Parameters
        ----------
        at
            Years from the start; a window is open from its beginning up to, but not at, its end.

        Returns
        -------
        tuple of str
            In the order of the windows; what may be given to `paced`.
        """
        return tuple(w.id for w in self.windows if any(begin <= at < end for begin, end in w.spans))

    def paced(self, windows: Collection[str]) -> Clock:
        """Return the clock while some windows are open; the factors of several are multiplied.

        Parameters
        ----------
        windows
            Ids of the windows that are open, see `open`; ids that the clock lacks change nothing.

        Returns
        -------
        Clock
            Rates per year, and those of the shocks, as they are then; only hurries of these windows are
            left.
        """
        rates, shocks = self.rates.copy(), list(self.shocks)
        for window in (w for w in self.windows if w.id in windows):
            whose = [a in window.actors for a in self.actors]
            rates[whose] = rates[whose] * window.factor + window.more
            shocks = [replace(s, rate=s.rate * window.factor) if s.id in window.shocks else s for s in shocks]
        hurries = tuple(h for h in self.hurries if h.window in windows)
        return replace(self, rates=rates, shocks=tuple(shocks), hurries=hurries)


def years(start: date, end: date) -> float:
    """Return the years of 365.25 days from one day to another.

    Parameters
    ----------
    start, end
        The days; the result is negative if the second comes first.

    Examples
    --------
    >>> round(years(date(2020, 1, 1), date(2024, 1, 1)), 6)
    4.0
    """
    return (end - start).days / YEAR


def draw_clock(case: Case, n: int = 1000, seed: int = 1, start: int = 0) -> Clock:
    """Draw the clock of worlds ``start`` to ``start + n``.

    World 0 takes the posterior mean (n + 1/2)/T of each counted rate and the central value of each
    quantity. A rate has a stream of its own, so a clock does not disturb the draws of weights.

    Parameters
    ----------
    case
        A case with a clock.
    n
        Worlds beside the first.
    seed
        Same seed, same clock.
    start
        Number of the first world.

    Raises
    ------
    DetenteError
        If the case has no clock, or gives an actor no rate or no precision. Nothing is assumed.
    """
    if n < 1:
        raise ValueError("at least one world must be drawn")
    clock = case.clock
    if clock is None:
        raise DetenteError(
            f"{case.case} says nothing of time: give it a clock with rates and precision, each with evidence"
        )
    _complete(case)
    every = clock.precision.get("all")

    def rate(given: Rate, name: str) -> Floats:
        return _rate(case, given, f"clock:{name}", n, seed, start)

    def precision(actor: str) -> Floats:
        quantity = clock.precision.get(actor, every)
        assert quantity is not None
        stream = f"clock:precision:{actor if actor in clock.precision else 'all'}"
        return _positive(values(case, quantity, stream, n, seed, start), f"the precision of {actor}")

    rates = {a: rate(clock.rates[a], f"rate:{a}") for a in case.actors}
    windows = tuple(_window(case, given, n, seed, start) for given in clock.turns)
    hurries = [h for w, t in zip(windows, clock.turns, strict=True) for h in _hurries(case, w, t, rates)]
    return Clock(
        actors=tuple(case.actors),
        rates=np.array(list(rates.values())).reshape(-1, n),
        precision=np.array([precision(a) for a in case.actors]).reshape(-1, n),
        chance={c: _turn(case, c, given, n, seed, start) for c, given in clock.chance.items()},
        shocks=tuple(_shock(case, s, rate(s, f"shock:{s.id}")) for s in clock.shocks),
        imprecise=clock.imprecise,
        start=case.as_of,
        horizon=clock.horizon,
        windows=windows,
        hurries=tuple(hurries),
    )


def _window(case: Case, given: DatedTurn, n: int, seed: int, start: int) -> Window:
    """Draw the numbers of a turn, and say when it holds between start and horizon."""
    factor, more = np.ones(n), np.zeros(n)
    if given.factor is not None:
        factor = _positive(values(case, given.factor, f"clock:turn:{given.id}", n, seed, start), given.id)
    if given.per_year is not None:
        more = _positive(values(case, given.per_year, f"clock:turn:{given.id}", n, seed, start), given.id)
    whose = given.actors if given.when is None else ()
    return Window(given.id, _spans(case, given), factor, more, whose, given.shocks)


def _spans(case: Case, given: DatedTurn) -> tuple[tuple[float, float], ...]:
    assert case.clock is not None
    last = years(case.as_of, case.clock.horizon)
    if given.from_ is None or given.to is None:
        return ((-1.0, math.inf),)
    begin, end = years(case.as_of, given.from_), years(case.as_of, given.to + timedelta(days=1))
    spans = [(begin, end)]
    if given.every:
        least, most = math.floor(-end / given.every), math.ceil((last - begin) / given.every)
        spans = [(begin + k * given.every, end + k * given.every) for k in range(least, most + 1)]
    return tuple((a, b) for a, b in spans if b > 0 and a < last)


def _hurries(case: Case, window: Window, given: DatedTurn, rates: Mapping[str, Floats]) -> list[Hurry]:
    """Turns on top: so many a year, or the usual ones times what the factor adds."""
    if given.when is None:
        return []
    when = written_out(given.when.tree, case)
    return [
        Hurry(f"{given.id}:{a}", a, given.id, rates[a] * (window.factor - 1) + window.more, when)
        for a in given.actors
    ]


def _complete(case: Case) -> None:
    """Refuse a clock that leaves out an actor, all problems at once."""
    assert case.clock is not None
    wrong = []
    for actor in case.actors:
        if actor not in case.clock.rates:
            wrong.append(f"{actor} has no rate")
        if actor not in case.clock.precision and "all" not in case.clock.precision:
            wrong.append(f"{actor} has no precision, and there is none for all")
    if wrong:
        raise DetenteError(f"the clock of {case.case} is not complete: {'; '.join(wrong)}")
    for option in case.clock.chance:
        check_name("chance option", option, case.chance)


def _positive(drawn: Floats, name: str) -> Floats:
    if drawn.min() < 0:
        raise DetenteError(f"{name} may not be below 0, but {drawn.min():.3g} was drawn")
    return drawn


def _rate(case: Case, given: Rate, name: str, n: int, seed: int, start: int) -> Floats:
    """Draw (n,) rates a year."""
    if given.per_year is not None:
        return _positive(values(case, given.per_year, name, n, seed, start), f"the rate {name}")
    if given.count is None or given.from_ is None or given.to is None:
        raise DetenteError(f"{name}: a rate needs a count with from and to, or per_year")
    window, shape = years(given.from_, given.to), given.count + 0.5
    if window <= 0:
        raise DetenteError(f"{name}: the window from {given.from_} to {given.to} is empty")
    share = uniforms(seed, name, start, start + n)
    drawn: Floats = gamma_quantiles(np.array([shape]), share[None])[0] / window
    if start == 0:
        drawn[0] = shape / window
    return drawn


def _shock(case: Case, stated: Stated, rate: Floats) -> Shock:
    when = None if stated.when is None else written_out(stated.when.tree, case)
    return Shock(stated.id, rate, when, dict(stated.set))


def written_out(tree: Tree, case: Case) -> Tree:
    """Return a condition with the case's definitions put in place of their names.

    Parameters
    ----------
    tree
        The condition.
    case
        The case whose definitions it names.
    """
    match tree:
        case Defined(name):
            return written_out(case.definitions[name].when.tree, case)
        case Not(part):
            return Not(written_out(part, case))
        case All(parts):
            return All(tuple(written_out(p, case) for p in parts))
        case AnyOf(parts):
            return AnyOf(tuple(written_out(p, case) for p in parts))
        case Count(low, high, parts):
            return Count(low, high, tuple(written_out(p, case) for p in parts))
        case _:
            return tree


def _turn(case: Case, option: str, given: ChanceRate, n: int, seed: int, start: int) -> Turn:
    shares = chance_shares(case, option, n, seed, start, given.probabilities)
    if not given.dates:
        return Turn(_rate(case, given, f"clock:chance:{option}", n, seed, start), (), shares)
    assert case.clock is not None
    dates = sorted(given.dates)
    while given.every and (after := _later(dates[-1], given.every)) <= case.clock.horizon:
        dates.append(after)
    return Turn(np.zeros(n), tuple(years(case.as_of, d) for d in dates if d > case.as_of), shares)


def _later(day: date, by: float) -> date:
    """Return the day some years later: the same day of the year where the years are whole."""
    if by == int(by) and (day.month, day.day) != (2, 29):
        return day.replace(year=day.year + int(by))
    return day + timedelta(days=by * YEAR)
