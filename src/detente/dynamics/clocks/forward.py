"""The clock M2: actors who look ahead, in a stochastic game where one mover acts at a time.

Each actor i discounts at rate r_i, gets to move at rate lambda_i and then picks s or a state t that it can
move to, with probability proportional to exp(beta_i V_i(t)). Its value V_i, in units of its utility, solves

  (r_i + sum_j lambda_j + nu) V_i(s) = r_i u_i(s) + sum_{j != i} lambda_j sum_t p_j(t|s) V_i(t)
      + lambda_i / beta_i log sum_t exp(beta_i V_i(t)) + sum_t nu(s, t) V_i(t),

where nu are the rates of chance. Since one actor moves at a time, the expectation is a sum over actors and
no product (Doraszelski & Judd 2012; Arcidiacono, Bayer, Blevins & Ellickson 2016; Blevins 2025). V_i is the
annuity of the discounted stream, so that V_i -> u_i as r_i grows: then M2 is M1 with a myopic score.

Such a game may have several equilibria, and no method is sure to find one. So the precision is raised in
steps from a low value, where there is one equilibrium, the sweeps are damped if they do not settle, and other
starts look for other equilibria. What was not solved says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.dynamics.clock import Clock
from detente.dynamics.clocks.pairs import Pairs, chance_pairs, pairs_of
from detente.dynamics.elementary import exp_one, log_one
from detente.dynamics.motion import moves_of
from detente.dynamics.processors import processors
from detente.game.model import Game, Ints
from detente.readonly import ReadOnly
from detente.steps import each

__all__ = ["STARTS", "Forward", "look_ahead", "look_ahead_worlds", "residual"]

Floats = NDArray[np.float64]

#: Where the sweeps may start from.
STARTS = ("rising", "myopic", "adverse")

#: Shares of the precision through which the start ``rising`` goes.
RISE = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0)

#: Shares of the new value that are taken, one after the other if the sweeps do not settle.
DAMPING = (1.0, 0.5, 0.2)

#: Two solutions are the same equilibrium if no value differs by more than this (utilities span 1).
SAME = 1e-3


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Forward(ReadOnly):
    """The forward-looking values of one world.

    Parameters
    ----------
    values
        (A, S) V_i(s), in units of the utilities given.
    solved
        Whether the residual fell below the tolerance from the start that ``values`` come from.
    residual
        Largest error that an actor's values can have, given how the others play.
    sweeps
        Number of sweeps over all actors that led to ``values``.
    starts
        The starts that were tried and led to a solution.
    equilibria
        How many different solutions were found; 0 if none was.
    gap
        Largest difference of a value between two solutions.
    """

    values: Floats
    solved: bool
    residual: float
    sweeps: int
    starts: tuple[str, ...]
    equilibria: int
    gap: float

    def __repr__(self) -> str:
        told = f"{self.equilibria} found" if self.solved else "not solved"
        return f"Forward({told}, residual {self.residual:.1e}, {self.sweeps:,} sweeps)"


@dataclass(frozen=True, slots=True)
class _Attempt:
    start: str
    values: Floats
    residual: float
    sweeps: int


def look_ahead(
    game: Game,
    utilities: Floats,
    rates: Floats,
    precision: Floats,
    discount: Floats | float,
    chance: Pairs | None = None,
    *,
    starts: Sequence[str] = STARTS,
    tolerance: float = 1e-6,
    limit: int = 4000,
) -> Forward:
    """Solve for the values of actors who look ahead.

    Parameters
    ----------
    game
        The game.
    utilities
        (A, S) flow payoff per year, scaled as the precision is meant.
    rates
        (A,) how often a year each actor may move, at least 0.
    precision
        (A,) beta, above 0; one over the scale of the taste shocks.
    discount
        (A,) or one number, above 0 per year: small is far-sighted, large is myopic.
    chance
        Moves of chance with their rates.
    starts
        Which of `STARTS` to try; the first that is solved gives the values.
    tolerance
        Largest residual of what counts as solved.
    limit
        Most sweeps for a start and a damping.

    Raises
    ------
    ValueError
        If a discount or a precision is not above 0, or a start is unknown.
    """
    discounts = np.broadcast_to(np.asarray(discount, float), rates.shape).astype(float)
    if not (discounts > 0).all() or not (precision > 0).all():
        raise ValueError("discount and precision must be above 0")
    if unknown := [s for s in starts if s not in STARTS]:
        raise ValueError(f"no start named {unknown[0]!r}; known: {', '.join(STARTS)}")
    problem = _Problem.of(game, utilities, rates, precision, discounts, chance)
    return _judged([problem.solve(s, tolerance, limit) for s in starts], tolerance)


def look_ahead_worlds(
    game: Game,
    utilities: Floats,
    clock: Clock,
    discount: float,
    *,
    starts: Sequence[str] = STARTS,
    tolerance: float = 1e-6,
    limit: int = 4000,
    workers: int | None = None,
) -> tuple[Forward, ...]:
    """Solve many worlds, each by itself; those that are not solved say so.

    Parameters
    ----------
    utilities
        (A, S, W), scaled as the precision is meant.
    clock
        The clock of these W worlds; see `chance_pairs` for what it says of chance.
    discount
        Per year, the same for all.
    workers
        Threads; the answers do not depend on their number.

    Returns
    -------
    W records; see `Forward`.
    """
    moves = moves_of(game, clock)

    def one(w: int) -> Forward:
        return look_ahead(
            game, utilities[:, :, w], clock.rates[:, w], clock.precision[:, w], discount,
            chance_pairs(moves, clock, w), starts=starts, tolerance=tolerance, limit=limit,
        )  # fmt: skip

    with ThreadPoolExecutor(workers or processors()) as pool:
        ahead = pool.map(one, range(len(clock)))
        return tuple(each("worlds that look ahead", ahead))


def residual(
    game: Game,
    values: Floats,
    utilities: Floats,
    rates: Floats,
    precision: Floats,
    discount: Floats | float,
    chance: Pairs | None = None,
) -> float:
    """Return how far values are from solving the equations, as a bound on the error of one actor's values.

    Parameters
    ----------
    game, utilities, rates, precision, discount, chance
        As in `look_ahead`.
    values
        (A, S) values that are to solve the equations.
    """
    discounts = np.broadcast_to(np.asarray(discount, float), rates.shape).astype(float)
    problem = _Problem.of(game, utilities, rates, precision, discounts, chance)
    return problem.sweep(values.copy(), precision, 1, 0.0, 0.0)[0]


def _judged(attempts: list[_Attempt], tolerance: float) -> Forward:
    found = [a for a in attempts if a.residual <= tolerance]
    if not found:
        best = min(attempts, key=lambda a: a.residual)
        return Forward(best.values, False, best.residual, best.sweeps, (), 0, 0.0)
    distinct: list[_Attempt] = []
    for attempt in found:
        if all(np.abs(attempt.values - other.values).max() > SAME for other in distinct):
            distinct.append(attempt)
    gap = max(float(np.abs(a.values - found[0].values).max()) for a in found)
    names = tuple(a.start for a in found)
    first = found[0]
    return Forward(first.values, True, first.residual, first.sweeps, names, len(distinct), gap)


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """The arrays that the kernels read: actors' moves one after the other, `first` says where each begins."""

    u: Floats
    rates: Floats
    beta: Floats
    discount: Floats
    moves: tuple[Ints, Ints, Ints]
    grouped: bool
    chance: Pairs

    @classmethod
    def of(
        cls, game: Game, u: Floats, rates: Floats, beta: Floats, discount: Floats, chance: Pairs | None
    ) -> _Problem:
        grouped = game.classes is not None and all(c.free for c in game.classes)
        if grouped and game.classes is not None:
            parts = [(c.start, c.order) for c in game.classes]
        else:
            made = [pairs_of(game, k) for k in range(len(game.actors))]
            parts = [(m.start, m.target) for m in made]
        first = np.cumsum([0, *(len(s) for s, _ in parts)]).astype(np.int32)
        shift = np.cumsum([0, *(len(t) for _, t in parts)])[:-1]
        start = np.concatenate([s + k for (s, _), k in zip(parts, shift, strict=True)]).astype(np.int32)
        target = np.concatenate([t for _, t in parts]).astype(np.int32)
        none = Pairs(np.zeros(len(game) + 1, np.int32), np.zeros(0, np.int32), np.zeros(0))
        u = np.ascontiguousarray(u, dtype=float)
        return cls(u, rates, beta, discount, (first, start, target), grouped, chance or none)

    def solve(self, start: str, tolerance: float, limit: int) -> _Attempt:
        """Sweep from one start, with more damping as long as that does not settle."""
        values, sweeps, left = self.u.copy(), 0, np.inf
        for damping in DAMPING:
            values = self.u.copy() if start != "adverse" else self._adverse()
            steps = RISE if start == "rising" else (1.0,)
            for share in steps:
                aim = tolerance if share == 1.0 else max(tolerance, 1e-3)
                left, took = self.sweep(values, self.beta * share, limit, damping, aim)
                sweeps += took
            if left <= tolerance:
                break
        return _Attempt(start, values, left, sweeps)

    def _adverse(self) -> Floats:
        """Values that turn every actor's preference round."""
        low, high = self.u.min(axis=1, keepdims=True), self.u.max(axis=1, keepdims=True)
        turned: Floats = low + high - self.u
        return turned

    def sweep(
        self, values: Floats, beta: Floats, limit: int, damping: float, aim: float
    ) -> tuple[float, int]:
        """Sweep in place; return the residual and the number of sweeps."""
        c = self.chance
        left, took = _sweeps(
            values, self.u, self.rates, np.asarray(beta, float), self.discount, *self.moves, self.grouped,
            c.start, c.target, c.rate, limit, damping, aim,
        )  # fmt: skip
        return float(left), int(took)


@njit(cache=True, nogil=True)
def _policy_grouped(
    start: Ints, order: Ints, begin: int, end: int, beta: float, v: Floats, p: Floats, best: Floats
) -> None:
    """Write p(t) and the soft maximum of v for the classes ``start[begin:end]``; v, p and best are (S,)."""
    for c in range(begin, end - 1):
        top = -np.inf
        for k in range(start[c], start[c + 1]):
            top = max(top, v[order[k]])
        total = 0.0
        for k in range(start[c], start[c + 1]):
            p[order[k]] = exp_one(beta * (v[order[k]] - top))
            total += p[order[k]]
        soft = top + log_one(total) / beta
        for k in range(start[c], start[c + 1]):
            p[order[k]] /= total
            best[order[k]] = soft


@njit(cache=True, nogil=True)
def _expect_grouped(
    start: Ints, order: Ints, begin: int, end: int, rate: float, p: Floats, v: Floats, out: Floats
) -> None:
    """Add rate x E[v] after the mover's choice to out; p, v and out are (S,)."""
    for c in range(begin, end - 1):
        mean = 0.0
        for k in range(start[c], start[c + 1]):
            mean += p[order[k]] * v[order[k]]
        for k in range(start[c], start[c + 1]):
            out[order[k]] += rate * mean


@njit(cache=True, nogil=True)
def _policy_listed(
    start: Ints, target: Ints, begin: int, beta: float, v: Floats, p: Floats, best: Floats
) -> None:
    """Write p of each listed move (M,) and the soft maximum (S,) over the moves from s and s itself."""
    for s in range(len(v)):
        top = v[s]
        for k in range(start[begin + s], start[begin + s + 1]):
            top = max(top, v[target[k]])
        total = exp_one(beta * (v[s] - top))
        for k in range(start[begin + s], start[begin + s + 1]):
            p[k] = exp_one(beta * (v[target[k]] - top))
            total += p[k]
        for k in range(start[begin + s], start[begin + s + 1]):
            p[k] /= total
        best[s] = top + log_one(total) / beta


@njit(cache=True, nogil=True)
def _expect_listed(
    start: Ints, target: Ints, begin: int, rate: float, p: Floats, v: Floats, out: Floats
) -> None:
    """Add rate x E[v] after the mover's choice to out (S,); p is per listed move."""
    for s in range(len(v)):
        mean = v[s]
        for k in range(start[begin + s], start[begin + s + 1]):
            mean += p[k] * (v[target[k]] - v[s])
        out[s] += rate * mean


@njit(cache=True, nogil=True)
def _sweeps(
    v: Floats, u: Floats, rates: Floats, beta: Floats, discount: Floats,
    first: Ints, start: Ints, target: Ints, grouped: bool,
    at: Ints, to: Ints, nu: Floats, limit: int, damping: float, aim: float,
) -> tuple[float, int]:  # fmt: skip
    """Sweep over actors until the residual is at most ``aim``; v (A, S) changes in place.

    ``first`` (A + 1,) says where each actor's part of ``start`` begins; ``at``, ``to`` and ``nu`` are
    the moves of chance. After each actor's update its values are moved by a constant (MacQueen 1966),
    which takes away the slowest error, and its choices are made anew.
    """
    actors, states = u.shape
    p = np.empty((actors, states if grouped else max(1, len(target))))
    best, out = np.empty((actors, states)), np.empty(states)
    fastest = 0.0
    for s in range(states):
        fastest = max(fastest, nu[at[s] : at[s + 1]].sum())
    for i in range(actors):
        if grouped:
            _policy_grouped(start, target, first[i], first[i + 1], beta[i], v[i], p[i], best[i])
        else:
            _policy_listed(start, target, first[i], beta[i], v[i], p[i], best[i])
    left = np.inf
    for sweep in range(limit):
        left = 0.0
        for i in range(actors):
            total = rates.sum() + fastest
            out[:] = discount[i] * u[i] + rates[i] * best[i]
            for j in range(actors):
                if j != i and grouped:
                    _expect_grouped(start, target, first[j], first[j + 1], rates[j], p[j], v[i], out)
                elif j != i:
                    _expect_listed(start, target, first[j], rates[j], p[j], v[i], out)
            low, high = np.inf, -np.inf
            for s in range(states):
                out[s] += fastest * v[i, s]
                for k in range(at[s], at[s + 1]):
                    out[s] += nu[k] * (v[i, to[k]] - v[i, s])
                out[s] = out[s] / (discount[i] + total) - v[i, s]
                low, high = min(low, out[s]), max(high, out[s])
            left = max(left, max(high, -low) * (discount[i] + total) / discount[i])
            shift = (low + high) / 2 * total / discount[i]
            for s in range(states):
                v[i, s] += damping * (out[s] + shift)
            if damping > 0 and grouped:
                _policy_grouped(start, target, first[i], first[i + 1], beta[i], v[i], p[i], best[i])
            elif damping > 0:
                _policy_listed(start, target, first[i], beta[i], v[i], p[i], best[i])
        if left <= aim:
            return left, sweep + 1
    return left, limit
