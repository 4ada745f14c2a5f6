"""Time many worlds: worlds per second, against single worlds and against the machine's memory; the main goal.

python bench/ensemble.py              everything; some minutes on two idle cores
python bench/ensemble.py sizes        256 to 16,384 states x 6 actors x five concepts
python bench/ensemble.py korea        the flagship case
python bench/ensemble.py drag         one weight of the flagship changed, beside a new run
python bench/ensemble.py goal         100,000 worlds of 1,024 states: seconds and peak memory
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np

OPTIONS = (8, 10, 12, 14)
GOAL = 100_000


def conflict(options: int):  # type: ignore[no-untyped-def]
    """Return a case of 2 ** options states: six actors, ten uncertain statements each, five concepts."""
    from detente.case import Case
    from detente.registry import STANDARD

    names = [f"a{k % 6}.o{k}" for k in range(options)]
    preferences = {}
    for i in range(6):
        picked = [names[(5 * i + 3 * k) % options] for k in range(7)]
        conditions = [f"{name} == yes" for name in picked[:6]]
        conditions += [f"{a} == {b}" for a, b in zip(picked, picked[3:], strict=False)]
        weights = ("1..4", "-3..1", "0..2", "normal(1, 1)", "-2..2")
        preferences[f"a{i}"] = {
            "statements": [
                {
                    "id": f"a{i}-{k}",
                    "when": c,
                    "weight": weights[(i + k) % 5],
                    "evidence": "analyst judgement",
                }
                for k, c in enumerate(conditions)
            ]
        }
    return Case.model_validate(
        {
            "format": 1,
            "case": "bench",
            "title": "A conflict for timing",
            "as_of": "2020-12-31",
            "concept": "SEQ",
            "concepts": list(STANDARD),
            "actors": {f"a{i}": {"name": f"Actor {i}"} for i in range(6)},
            "options": {n: {"name": n, "levels": ["no", "yes"]} for n in names},
            "status_quo": dict.fromkeys(names, "no"),
            "outcomes": {
                "low": {"name": "low", "when": f"{names[0]} == no"},
                "high": {"name": "high", "when": "true"},
            },
            "definitions": {f"d{k}": {"name": "d", "when": f"{n} == yes"} for k, n in enumerate(names)},
            "preferences": preferences,
        }
    )


def bandwidth() -> tuple[float, float]:
    """Gigabytes moved per second: a copy on one thread and on all, arrays far larger than the caches."""
    from concurrent.futures import ThreadPoolExecutor

    workers = len(os.sched_getaffinity(0))
    pairs = [(np.ones(2**24), np.empty(2**24)) for _ in range(workers)]

    def copy(k: int) -> None:
        for _ in range(4):
            np.copyto(pairs[k][1], pairs[k][0])

    moved, found = 4 * 2 * pairs[0][0].nbytes / 1e9, []
    for threads in (1, workers):
        best = 0.0
        with ThreadPoolExecutor(threads) as pool:
            for _ in range(4):
                start = time.perf_counter()
                list(pool.map(copy, range(threads)))
                best = max(best, threads * moved / (time.perf_counter() - start))
        found.append(best)
    return found[0], found[1]


def single(case, worlds: int) -> float:  # type: ignore[no-untyped-def]
    """Worlds per second of a loop over single worlds on one thread: where each rests, five concepts."""
    from detente.game import unfold
    from detente.stability import resting
    from detente.worlds import draw

    drawn, games = draw(case, worlds + 1), {}
    names = list(case.chance)

    def one(w: int) -> None:
        levels = {c: list(case.chance[c].levels)[drawn.chance[c][w]] for c in names}
        for choice in case.choices.values() or [None]:
            key = (*levels.values(), *(choice.set.items() if choice else ()))
            if key not in games:
                games[key] = unfold(case, {**levels, **(choice.set if choice else {})})
            game = games[key]
            u = drawn.utilities(game, slice(w, w + 1))[:, :, 0]
            for concept in case.declared:
                resting(game, u, concept, game.status_quo)

    one(0)
    start = time.perf_counter()
    for w in range(1, worlds + 1):
        one(w)
    return worlds / (time.perf_counter() - start)


def batch(case, worlds: int, workers: int | None = None) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    """Worlds per second of wall time and of processor time."""
    from detente.ensemble import Plan, run

    run(case, Plan(worlds=300, seed=9), workers)
    start, used = time.perf_counter(), time.process_time()
    run(case, Plan(worlds=worlds), workers)
    return worlds / (time.perf_counter() - start), worlds / (time.process_time() - used)


def told(name: str, case, worlds: int, alone: int, copied: float) -> None:  # type: ignore[no-untyped-def]
    from detente.game import unfold

    states = (
        sum(len(unfold(case, c.set)) for c in case.choices.values()) if case.choices else len(unfold(case))
    )
    fast, per_core = batch(case, worlds)
    slow = single(case, alone)
    # What is worked through at least: each concept reads every actor's values in every state once.
    values = states * len(case.actors) * 5
    moved = fast * values * 4 / 1e9
    print(
        f"{name:>12} {states:>7,} {fast:>10,.0f} {per_core:>10,.0f} {slow:>9,.1f} {fast / slow:>7.0f} "
        f"{fast * values / 1e6:>10,.0f} {100 * moved / copied:>6.1f}%"
    )


def header() -> float:
    one, every = bandwidth()
    print(f"memory: copy {one:.1f} GB/s on one thread, {every:.1f} GB/s on {len(os.sched_getaffinity(0))}")
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")
    print(
        f"\n{'':>12} {'states':>7} {'worlds/s':>10} {'per core s':>10} {'loop/s':>9} {'ratio':>7} "
        f"{'M values/s':>10} {'memory':>7}"
    )
    return every


def sizes() -> None:
    """Report worlds per second for four sizes; values are states x actors x concepts, as 32-bit numbers."""
    copied = header()
    for options in OPTIONS:
        worlds = max(1_000, 4_000_000 // 2**options)
        told(f"2^{options}", conflict(options), worlds, max(6, 6_000 // 2**options), copied)


def korea() -> None:
    """Report worlds per second for the flagship, both choices and both scenarios."""
    from detente.catalog import load

    told("korea-2020", load("korea-2020"), 4_000, 40, header())


def drag() -> None:
    """Report processor seconds of a changed weight in 100 worlds and in 1,000, and a new run beside."""
    from detente.case.quantity import parse_quantity
    from detente.catalog import load
    from detente.ensemble import Live, Plan, run

    case = load("korea-2020")
    for concept in dict.fromkeys((case.concept, "SEQ")):
        narrow = case.model_copy(update={"concept": concept, "concepts": (concept,)})
        for worlds in (100, 1_000):
            live = Live(narrow, worlds)
            live.answers()
            fast = []
            for k in range(5):
                start = time.process_time()
                changed = live.weighed({"prk-no-war": parse_quantity(f"0.{k}..2")})
                changed.answers()
                fast.append(time.process_time() - start)
            start = time.process_time()
            run(changed.case, Plan(worlds=worlds))
            slow = time.process_time() - start
            ratio = slow / min(fast)
            print(f"{concept:>13} {worlds:>6,} worlds {min(fast):>7.3f} s, a new run {ratio:.1f} times")


def goal() -> None:
    """Run the goal in a process of its own, with and without storing."""
    print(f"\n{GOAL:,} worlds x 1,024 states x 6 actors x five concepts (goal: 60 s, 1,000 MB)")
    for kind in ("memory", "stored"):
        command = [sys.executable, __file__, "one", kind]
        row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(
            f"{kind:>8}: {row['seconds']:.1f} s, {row['used']:.1f} s of processors, peak {row['peak']:.0f} MB"
        )


def one(kind: str) -> None:
    from detente.ensemble import Plan, run

    case = conflict(10)
    run(case, Plan(worlds=300, seed=9))
    with tempfile.TemporaryDirectory() as folder:
        start, used = time.perf_counter(), time.process_time()
        run(case, Plan(worlds=GOAL), folder=folder if kind == "stored" else None)
        row = {"seconds": time.perf_counter() - start, "used": time.process_time() - used}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**row, "peak": peak}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        one(sys.argv[2])
    else:
        for part in (sizes, korea, drag, goal):
            if len(sys.argv) < 2 or part.__name__ in sys.argv[1:]:
                part()
