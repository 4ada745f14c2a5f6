"""Time what the project promises, each figure beside a peer or a twin measured in the same run.

python bench/run.py            everything, about two minutes on two idle cores
python bench/run.py scale      one conflict at 4,096, 65,536 and 1,048,576 states
python bench/run.py kernels    compiled kernels against the same sweep in plain numpy
python bench/run.py job        start-up and the main job
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
SIZES = (12, 16, 20)


def least(call: Callable[[], object], times: int = 3) -> float:
    """Return the shortest of several wall times, in seconds."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best


def one_size(options: int, irreversible: bool) -> None:
    """Measure one size in a process of its own, so that its peak memory is its own; print JSON."""
    from conflicts import solved

    from detente.stability import assess

    workers = len(os.sched_getaffinity(0))
    small = solved(6, irreversible)
    assess(*small)  # compiles, or reads the cache
    start = time.perf_counter()
    game, u = solved(options, irreversible)
    unfolded = time.perf_counter() - start
    used = time.process_time()
    seconds = least(lambda: assess(game, u, workers=workers))
    used = (time.process_time() - used) / 3
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"states": len(game), "unfold": unfolded, "assess": seconds, "used": used, "peak": peak}
    print(json.dumps(found))


def scale() -> None:
    """Report seconds, memory and the slope on a log-log plot."""
    print(f"six actors, five concepts, one world, {len(os.sched_getaffinity(0))} threads")
    for irreversible in (False, True):
        kind = "a third irreversible" if irreversible else "all moves free"
        print(f"\n{kind}\n{'states':>10} {'unfold s':>9} {'assess s':>9} {'cores s':>8} {'peak MB':>8}")
        rows = []
        for options in SIZES:
            command = [sys.executable, __file__, "one", str(options), str(int(irreversible))]
            rows.append(
                json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            )
            row = rows[-1]
            seconds = f"{row['unfold']:>9.3f} {row['assess']:>9.3f} {row['used']:>8.3f}"
            print(f"{row['states']:>10,} {seconds} {row['peak']:>8.0f}")
        x, y = np.log([r["states"] for r in rows]), np.log([r["assess"] for r in rows])
        print(f"slope of log seconds on log states: {np.polyfit(x, y, 1)[0]:.2f}")


def kernels() -> None:
    """Compare with plain numpy on one thread, one world and 64 worlds."""
    import plain
    from conflicts import rankings, solved

    from detente.registry import STANDARD
    from detente.stability import assess

    print("\ncompiled kernels against the same sweep in plain numpy, five concepts, one thread")
    print(f"{'states':>8} {'worlds':>7} {'compiled s':>11} {'numpy s':>9} {'ratio':>6}")
    for options, worlds in ((12, 1), (12, 64), (16, 1)):
        game, _ = solved(options, False)
        u = np.ascontiguousarray(np.stack([rankings(game, w) for w in range(worlds)], axis=2))
        assert game.classes is not None
        tables = [plain.table(c) for c in game.classes]
        padded = plain.pad(u)

        def by_numpy(game=game, padded=padded, tables=tables):  # type: ignore[no-untyped-def]
            return [[plain.stable(game, padded, c, i, tables) for i in range(6)] for c in STANDARD]

        fast = least(lambda game=game, u=u: assess(game, u))
        slow = least(by_numpy, 1)
        same = (
            (np.array(by_numpy()) == assess(game, u).stable).all() if worlds * len(game) < 300_000 else True
        )
        assert same, "the two disagree"
        print(f"{len(game):>8,} {worlds:>7} {fast:>11.3f} {slow:>9.3f} {slow / fast:>6.1f}")


def job() -> None:
    """Time start-up, check and the main job as whole processes."""
    detente = str(Path(sys.executable).parent / "detente")
    print("\nwhole processes, shortest of three\n seconds  peak MB")
    for words in (
        ["--help"],
        ["check", "korea-2020"],
        ["analyze", "korea-2020", "--worlds", "1000", "--json"],
    ):
        runs = [whole([detente, *words]) for _ in range(4)][1:]
        print(f"{min(runs)[0]:>8.2f} {min(runs)[1]:>8.0f}  detente {' '.join(words)}")


def whole(command: list[str]) -> tuple[float, float]:
    """Run a process; return its wall time in seconds and its peak memory in megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return time.perf_counter() - start, usage.ru_maxrss / 1024


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    if sys.argv[1:2] == ["one"]:
        one_size(int(sys.argv[2]), bool(int(sys.argv[3])))
    else:
        for part in (scale, kernels, job):
            if len(sys.argv) < 2 or part.__name__ in sys.argv[1:]:
                part()
