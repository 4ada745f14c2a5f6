"""Time the dynamics: dated probabilities of the Korea case, and one large chain beside SciPy's expm_multiply.

python bench/dynamics.py           everything, about five minutes on two idle cores
python bench/dynamics.py korea     seconds for monthly dates over 15 years, both choices, 100 and 1,000 worlds
python bench/dynamics.py peer      one chain at one date: uniformization, matrix-free and sparse, and the peer
python bench/dynamics.py largest   one chain of 1,048,576 states
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial

import numpy as np
from conflicts import solved
from scipy.sparse import csr_array, diags_array
from scipy.sparse.linalg import expm_multiply

from detente.catalog import load
from detente.dynamics import Chain, Clock, course, draw_clock, generator, moves_of
from detente.dynamics.chain.sparse import sparse
from detente.dynamics.chain.uniformization import evolve
from detente.game import Game, unfold
from detente.worlds import draw


def took(call: Callable[[], object]) -> tuple[float, float]:
    """Return wall and processor seconds of one call."""
    wall, used = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - wall, time.process_time() - used


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def korea() -> None:
    case = load("korea-2020")
    clock = draw_clock(case, 1)
    days = [date(clock.start.year + k // 12, k % 12 + 1, 28) for k in range(12 * 16)]
    months = [d for d in days if clock.start <= d <= clock.horizon]
    for choice in case.choices:
        course(case, choice, months[:1], worlds=2)  # compiles, or reads the cache
    print(f"Korea, {len(months)} monthly dates, {len(case.choices)} choices, outcome classes and phases")
    for worlds in (100, 1000):
        every = [partial(course, case, c, months, worlds, phases=False) for c in case.choices]
        wall, used = np.sum([took(one) for one in every], axis=0)
        print(f"{worlds:>6} worlds: {wall:7.1f} s, {used:7.1f} s of processor time, peak {peak():,.0f} MB")
    wall, used = took(lambda: [course(case, c, months, 100) for c in case.choices])
    print(f"   100 worlds with survival and spells of {len(case.phases)} phases: {wall:.1f} s, {used:.1f} s")


def clock_of(game: Game) -> Clock:
    n = len(game.actors)
    rates, precision = np.full((n, 1), 2.0), np.full((n, 1), 10.0)
    return Clock(game.actors, rates, precision, {}, (), 1.0, date(2020, 1, 1), date(2035, 1, 1))


def one_date(game: Game, u: np.ndarray, years: float) -> tuple[Chain, np.ndarray]:
    """Solve one chain at one date, with and without a matrix; print seconds."""
    clock, quo = clock_of(game), max(game.status_quo, 0)
    free = generator(moves_of(game, clock), u.reshape(len(game.actors), len(game), 1), clock)
    start = np.zeros((len(game), 1))
    start[quo] = 1.0
    whole = np.zeros(len(game), np.int32)
    evolve(free, start, np.array([0.1]), whole, last=True)
    box: list[np.ndarray] = []
    wall, used = took(lambda: box.append(evolve(free, start, np.array([years]), whole, last=True).last[:, 0]))
    print(
        f"{len(game):>9,} states, {years:g} years: matrix-free {wall:.2f} s ({used:.2f} s of processor time)"
    )
    chains: list[Chain] = []
    wall, used = took(lambda: chains.append(sparse(free, start[:, 0])))
    print(f"{'':>10}sparse generator, {len(chains[0].rates):,} non-zeros, made in {wall:.2f} s")
    steps = chains[0].steps()
    found: list[np.ndarray] = []
    wall, used = took(
        lambda: found.append(evolve(steps, start, np.array([years]), whole, last=True).last[:, 0])
    )
    print(f"{'':>10}sparse {wall:.2f} s ({used:.2f}); they differ by {np.abs(found[0] - box[0]).max():.1e}")
    return chains[0], box[0]


def peer() -> None:
    case = load("korea-2020")
    games = [unfold(case, c.set) for c in case.choices.values()]
    for game in games:
        chain, p = one_date(game, draw(case, 1).utilities(game)[:, :, 0], 15.0)
        shape = (len(chain), len(chain))
        q = csr_array((chain.rates, chain.indices, chain.indptr), shape=shape) - diags_array(chain.out)
        onward = (q * 15.0).T.tocsr()
        begun = time.perf_counter(), time.process_time()
        found = expm_multiply(onward, chain.start)
        wall, used = time.perf_counter() - begun[0], time.process_time() - begun[1]
        print(f"{'':>10}expm_multiply {wall:.2f} s ({used:.2f}); differs by {np.abs(found - p).max():.1e}")


def largest() -> None:
    game, u = solved(20, False)
    one_date(game, np.asarray(u).reshape(len(game.actors), len(game)), 5.0)
    print(f"{'':>10}peak {peak():,.0f} MB")


if __name__ == "__main__":
    parts = {"korea": korea, "peer": peer, "largest": largest}
    for name in sys.argv[1:] or parts:
        parts[name]()
