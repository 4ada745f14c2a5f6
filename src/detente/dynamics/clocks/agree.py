"""Which outcome lasts, and where exits lead: asked of three clocks, and called robust if all three agree.

M1 is logit revision by actors who look one move ahead, M2 by actors who look all the way ahead, M3 has no
rates at all. They share the preferences and nothing else that could carry a conclusion: what holds under all
three hangs neither on foresight nor on the calendar.

For the comparison an election on a date counts as one at a random time, with the same mean number a year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.dynamics.chain.sparse import Chain, chain
from detente.dynamics.clock import Clock, draw_clock
from detente.dynamics.clocks.farsighted import LIMIT, largest_consistent_set
from detente.dynamics.clocks.forward import Forward, look_ahead_worlds
from detente.dynamics.clocks.lownoise import low_noise, resistances
from detente.dynamics.clocks.pairs import chance_pairs
from detente.dynamics.motion import moves_of
from detente.errors import DetenteError, UnknownName
from detente.game import Game, unfold
from detente.game.model import Bools
from detente.steps import each
from detente.worlds import draw

__all__ = ["CLOCKS", "Agreement", "Line", "Verdict", "agree", "compare"]

Floats = NDArray[np.float64]

CLOCKS = ("M1", "M2", "M3")

#: Discount per year of those who look ahead, unless another is given: a horizon of about three years.
DISCOUNT = 0.3

#: Largest error of a value in M2, as a part of the range of utility.
TOLERANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Line:
    """What the clocks say of one outcome class.

    Parameters
    ----------
    outcome
        Its id; empty for states in no class.
    lasts
        By clock the mean over worlds: M1 and M2 the probability of being there at the horizon, M3 the part of
        the recurrent states that costless moves lead to.
    errors
        Standard errors of ``lasts``.
    exits
        By clock the mean over worlds: M1 and M2 the probability that the first exit from the class of today
        leads here before the horizon, M3 the part of the cheapest exits that lead here.
    could
        Share of worlds in which the class has a state of the largest consistent set; ``nan`` if not asked.
    """

    outcome: str
    lasts: tuple[float, float, float]
    errors: tuple[float, float, float]
    exits: tuple[float, float, float]
    could: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the clocks agree.

    Parameters
    ----------
    leading
        The outcome class that each clock puts first; empty where it names none.
    robust
        Whether all three name the same, M2 was solved in at least half of the worlds, and actors who look
        all the way ahead could let it last in at least half of them.
    """

    leading: tuple[str, str, str]
    robust: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """The three clocks side by side, for one choice.

    Parameters
    ----------
    choice
        Id of the choice; empty for none.
    horizon
        Years.
    today
        Outcome class of the state that everything starts from.
    worlds, solved, several
        Number of worlds, of those in which M2 was solved, and in which it has several equilibria.
    lines
        One for each outcome class.
    lasts, exits
        The verdicts.
    """

    choice: str
    horizon: float
    today: str
    worlds: int
    solved: int
    several: int
    lines: tuple[Line, ...]
    lasts: Verdict
    exits: Verdict


def agree(
    case: Case,
    choice: str = "",
    worlds: int = 50,
    seed: int = 1,
    *,
    discount: float = DISCOUNT,
    years: float = 15.0,
    farsighted: bool = True,
    limit: int = 4000,
    workers: int | None = None,
) -> Agreement:
    """Ask the three clocks of a case.

    Parameters
    ----------
    case
        The case, with a clock.
    choice
        Id of a choice, whose options are held.
    worlds
        Number of worlds, the central one first.
    discount
        Of those who look ahead, per year.
    years
        Years from the date of the case to the horizon.
    farsighted
        Whether the largest consistent set is asked too.
    limit
        Most sweeps in which M2 has to be solved.
    workers
        Threads; the answers do not depend on their number.

    Raises
    ------
    UnknownName
        If there is no such choice.
    DetenteError
        If the case has no clock or no outcome classes.
    """
    if choice and choice not in case.choices:
        raise UnknownName("choice", choice, tuple(case.choices))
    if not case.outcomes:
        raise DetenteError(f"{case.case} has no outcome classes to compare the clocks by")
    game = unfold(case, fixed=case.choices[choice].set) if choice else unfold(case)
    drawn = draw(case, worlds, seed)
    low, high = drawn.span(unfold(case))
    width = np.maximum(high - low, 1)[:, None]
    utilities = (drawn.utilities(game) - low[:, None]) / width
    clock = draw_clock(case, worlds, seed)
    return compare(
        game, utilities, clock, choice, discount=discount, years=years, farsighted=farsighted,
        limit=limit, workers=workers,
    )  # fmt: skip


def compare(
    game: Game,
    utilities: Floats,
    clock: Clock,
    choice: str = "",
    *,
    discount: float = DISCOUNT,
    years: float = 15.0,
    farsighted: bool = True,
    limit: int = 4000,
    workers: int | None = None,
) -> Agreement:
    """Ask the three clocks of a game with (A, S, W) utilities between 0 and 1; see `agree`.

    Parameters
    ----------
    game
        The game, with its status quo.
    utilities
        (A, S, W), each actor's between 0 and 1.
    clock
        Rates and precision of the W worlds.
    choice
        Id of the choice that was made, for the record.
    discount
        Rate at which farsighted actors discount, a year.
    years
        How far ahead.
    farsighted
        Whether the largest consistent set is asked too.
    limit
        Most states that this is done for.
    workers
        Threads; all processors by default.
    """
    clock = _undated(clock)
    ahead = look_ahead_worlds(
        game, utilities, clock, discount, starts=("rising", "myopic"), limit=limit, workers=workers
    )
    worlds, classes = len(clock), len(game.outcomes) + 1
    lasts, exits = np.full((2, 3, worlds, classes), np.nan)
    could = np.full((worlds, classes), np.nan)
    for w in each("worlds on three clocks", range(worlds)):
        u = utilities[:, :, w]
        lasts[0, w], exits[0, w] = _dated(_chain(game, u, clock, w), game, years)
        if ahead[w].solved:
            lasts[1, w], exits[1, w] = _dated(_chain(game, ahead[w].values, clock, w), game, years)
        lasts[2, w], exits[2, w] = _undying(game, u, clock, w)
        if farsighted and len(game) <= LIMIT:
            could[w] = _shares(game, largest_consistent_set(game, u)) > 0
    return _put(game, choice, years, ahead, lasts, exits, could)


def _undated(clock: Clock) -> Clock:
    """Make elections on dates elections at random times, and rates in windows rates at all times."""
    clock = clock.even()
    turns = {
        c: replace(t, rate=np.full(len(clock), len(t.dates) / clock.years), dates=()) if t.dates else t
        for c, t in clock.chance.items()
    }
    return replace(clock, chance=turns)


def _chain(game: Game, values: Floats, clock: Clock, world: int) -> Chain:
    span = np.zeros(len(game.actors)), np.ones(len(game.actors))
    return chain(game, values, clock, world, span=span)


def _dated(made: Chain, game: Game, years: float) -> tuple[Floats, Floats]:
    """Return by class the occupancy at the horizon, and where the first exit has led by then."""
    at = made.occupancy([years])[0]
    inside = game.outcome == game.outcome[game.status_quo]
    kept = inside[made.origins]
    counts = np.bincount(made.origins[kept], minlength=len(made))
    indptr = np.concatenate(([0], np.cumsum(counts)))
    stuck = Chain(indptr, made.indices[kept], made.rates[kept], made.mover[kept], made.movers, made.start)
    gone = stuck.occupancy([years])[0]
    return _tally(game, at), _tally(game, np.where(inside, 0.0, gone))


def _undying(game: Game, u: Floats, clock: Clock, world: int) -> tuple[Floats, Floats]:
    """Return by class the part of the recurrent states reached for nothing, and of the cheapest exits."""
    chance = chance_pairs(moves_of(game, clock), clock, world)
    from scipy.sparse.csgraph import dijkstra  # loads slowly, and few commands need it

    costs = resistances(game, u, "waste", chance)
    found = low_noise(costs)
    lasts = np.zeros(len(game.outcomes) + 1)
    reached = np.flatnonzero(found.basins[game.status_quo])
    for k in reached:
        lasts += _shares(game, found.member == k) / len(reached)
    inside = game.outcome == game.outcome[game.status_quo]
    origin = np.repeat(np.arange(len(game)), np.diff(costs.indptr))
    held = costs.copy()
    held.data = np.where(inside[origin], costs.data, np.inf)
    away = dijkstra(held, indices=game.status_quo)
    away[inside] = np.inf
    return lasts, _shares(game, (away == away.min()) & np.isfinite(away))


def _tally(game: Game, mass: Floats) -> Floats:
    """(C + 1,) sums over outcome classes; the last is for states in none."""
    place = np.where(game.outcome < 0, len(game.outcomes), game.outcome)
    return np.asarray(np.bincount(place, mass, len(game.outcomes) + 1), float)


def _shares(game: Game, mask: Bools) -> Floats:
    total = mask.sum()
    return _tally(game, mask.astype(float)) / total if total else np.zeros(len(game.outcomes) + 1)


def _put(
    game: Game, choice: str, years: float, ahead: tuple[Forward, ...], lasts: Floats, exits: Floats,
    could: Floats,
) -> Agreement:  # fmt: skip
    solved = np.array([a.solved for a in ahead])
    mean, error = _mean(lasts)
    leaving, _ = _mean(exits)
    possible = could.mean(axis=0)
    names = (*game.outcomes, "")
    lines = tuple(
        Line(name, _three(mean[:, k]), _three(error[:, k]), _three(leaving[:, k]), float(possible[k]))
        for k, name in enumerate(names)
        if name or mean[:, k].any() or leaving[:, k].any()
    )
    enough = bool(solved.mean() >= 0.5)
    may = {name: not possible[k] < 0.5 for k, name in enumerate(names)}
    return Agreement(
        choice, years, names[int(game.outcome[game.status_quo])], len(ahead), int(solved.sum()),
        sum(a.equilibria > 1 for a in ahead), lines,
        _verdict(mean, names, enough, may), _verdict(leaving, names, enough, dict.fromkeys(names, True)),
    )  # fmt: skip


def _mean(values: Floats) -> tuple[Floats, Floats]:
    """Mean over worlds and its error, of (3, W, C); worlds that were not solved are left out."""
    known = ~np.isnan(values[:, :, 0])
    count = np.maximum(known.sum(axis=1), 1)[:, None]
    filled = np.where(known[:, :, None], values, 0.0)
    mean = filled.sum(axis=1) / count
    spread = np.where(known[:, :, None], (filled - mean[:, None]) ** 2, 0.0).sum(axis=1)
    return mean, np.sqrt(spread / np.maximum(count - 1, 1) / count)


def _three(values: Floats) -> tuple[float, float, float]:
    a, b, c = (float(v) for v in values)
    return a, b, c


def _verdict(mean: Floats, names: tuple[str, ...], enough: bool, may: Mapping[str, bool]) -> Verdict:
    first, second, third = (names[int(row.argmax())] if row.any() else "" for row in mean)
    same = first == second == third != ""
    return Verdict((first, second, third), same and enough and may[first])
