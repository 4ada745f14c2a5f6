"""Event by event: histories that a chain could have, as a slow twin of what is computed exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.dynamics.chain.sparse import Chain
from detente.dynamics.elementary import log_one
from detente.game.model import Ints
from detente.worlds.streams import uniforms

__all__ = ["Run", "simulate", "simulated_at"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One history.

    Parameters
    ----------
    times
        (E,) years at which something changed.
    states
        (E + 1,) states, the one at the start included.
    movers
        (E,) who moved.
    """

    times: Floats
    states: tuple[int, ...]
    movers: tuple[str, ...]


def simulate(chain: Chain, until: float, seed: int = 1, run: int = 0) -> Run:
    """Draw one history up to a time (Gillespie 1977).

    Parameters
    ----------
    until
        Years.
    seed, run
        The same numbers give the same history.
    """
    start = int(np.searchsorted(np.cumsum(chain.start), uniforms(seed, "run", run, run + 1)[0]))
    times, states, movers, now, k = [], [start], [], 0.0, 0
    while True:
        u, v = uniforms(seed, f"run:{run}", 2 * k, 2 * k + 2)
        state = states[-1]
        if chain.out[state] <= 0:
            break
        now -= log_one(u) / chain.out[state]
        if now > until:
            break
        first, last = chain.indptr[state], chain.indptr[state + 1]
        move = first + _pick(chain.rates[first:last], v)
        times.append(now)
        states.append(int(chain.indices[move]))
        movers.append(chain.movers[chain.mover[move]])
        k += 1
    return Run(np.array(times), tuple(states), tuple(movers))


def simulated_at(chain: Chain, times: Floats, runs: int, seed: int = 1) -> Ints:
    """Return (runs, T) states at rising times, in histories drawn one by one.

    Parameters
    ----------
    chain
        One world's chain.
    times
        (T,) years, rising.
    runs
        Number of histories.
    seed
        Same seed, same histories.
    """
    starts = np.searchsorted(np.cumsum(chain.start), uniforms(seed, "starts", 0, runs)).astype(np.int32)
    out = np.empty((runs, len(times)), np.int32)
    _histories(chain.indptr, chain.indices, chain.rates, chain.out, starts, np.asarray(times), seed, out)
    return out


@njit(cache=True, nogil=True)
def _pick(rates: Floats, uniform: float) -> int:
    """Return the first index at which the running sum passes a part of the whole.

    Examples
    --------
    >>> int(_pick(np.array([1.0, 3.0]), 0.2)), int(_pick(np.array([1.0, 3.0]), 0.3))
    (0, 1)
    """
    left = uniform * rates.sum()
    for k in range(len(rates) - 1):
        left -= rates[k]
        if left < 0:
            return k
    return len(rates) - 1


@njit(cache=True, nogil=True)
def _histories(
    indptr: NDArray[np.int64],
    indices: Ints,
    rates: Floats,
    out: Floats,
    starts: Ints,
    times: Floats,
    seed: int,
    states: Ints,
) -> None:
    """Write the state of each history at each time into ``states`` (runs, T).

    The numbers come from SplitMix64 (Steele, Lea and Flood 2014), one stream a history: whole-number
    arithmetic that is the same everywhere.
    """
    for r in range(len(starts)):
        word = np.uint64(seed) * np.uint64(0xD1342543DE82EF95) + np.uint64(r) * np.uint64(0x2545F4914F6CDD1D)
        state, now = starts[r], 0.0
        row = 0
        while row < len(times):
            word, u = _next(word)
            wait = -log_one(u) / out[state] if out[state] > 0 else np.inf
            now += wait
            while row < len(times) and times[row] < now:
                states[r, row] = state
                row += 1
            if row < len(times):
                word, v = _next(word)
                first, last = indptr[state], indptr[state + 1]
                state = indices[first + _pick(rates[first:last], v)]


@njit(cache=True, nogil=True)
def _next(word: np.uint64) -> tuple[np.uint64, float]:
    """Return the next word of SplitMix64 and a number strictly between 0 and 1."""
    word = word + np.uint64(0x9E3779B97F4A7C15)
    z = word
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return word, (float(z >> np.uint64(11)) + 0.5) * 2.0**-53
