"""Time what comes on top of a kernel, for each world, here and in the EMA Workbench.

python bench/ema.py [worlds]

The kernel is next to nothing: one actor, two states, ten uncertain weights whose sum says which state is
better. So what is timed is the drawing, handing out and collecting of worlds. The EMA Workbench is installed
from PyPI into an environment of its own in a temporary folder, which is removed in the end.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RELEASE = "ema_workbench==2.5.3"

PEER = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
from ema_workbench import Model, MultiprocessingEvaluator, RealParameter, ScalarOutcome, SequentialEvaluator

def kernel(**w):
    up = sum(w[f"w{k}"] for k in range(10))
    return {"moves": float(up > 0), "gain": abs(up)}

if __name__ == "__main__":
    worlds = int(sys.argv[1])
    model = Model("m", function=kernel)
    model.uncertainties = [RealParameter(f"w{k}", -1, 1) for k in range(10)]
    model.outcomes = [ScalarOutcome("moves"), ScalarOutcome("gain")]
    found = {}
    several = lambda m: MultiprocessingEvaluator(m, n_processes=2)
    makers = {"one process": SequentialEvaluator, "two processes": several}
    for name, make in makers.items():
        with make(model) as evaluator:
            evaluator.perform_experiments(scenarios=50)
            for _ in range(3):
                start = time.perf_counter()
                evaluator.perform_experiments(scenarios=worlds)
                spent = (time.perf_counter() - start) / worlds * 1e6
                found[name] = min(spent, found.get(name, spent))
    print("RESULT" + json.dumps(found))
"""


def theirs(worlds: int) -> dict[str, float]:
    """Microseconds of wall time for each experiment, the least of three."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "venv" / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True)
        install = [str(python), "-m", "pip", "--disable-pip-version-check", "-q", "install", RELEASE]
        subprocess.run(install, check=True)
        script = Path(folder) / "peer.py"
        script.write_text(PEER, encoding="utf-8")
        ran = subprocess.run(
            [str(python), str(script), str(worlds)], check=True, capture_output=True, text=True
        )
    told: dict[str, float] = json.loads(ran.stdout.partition("RESULT")[2])
    return told


def ours(worlds: int) -> dict[str, float]:
    """Microseconds of wall time for each world, five concepts included, the least of three."""
    from detente.case import Case
    from detente.ensemble import Plan, run

    weights = [
        {"id": f"w{k}", "when": "a.x == yes", "weight": "-1..1", "evidence": "analyst judgement"}
        for k in range(10)
    ]
    case = Case.model_validate(
        {
            "format": 1,
            "case": "bench",
            "title": "Next to nothing",
            "as_of": "2020-12-31",
            "actors": {"a": {"name": "A"}},
            "options": {"a.x": {"name": "x", "levels": ["no", "yes"]}},
            "status_quo": {"a.x": "no"},
            "outcomes": {"moves": {"name": "moves", "when": "a.x == yes"}},
            "preferences": {"a": {"statements": weights}},
        }
    )
    run(case, Plan(worlds=5_000))
    found: dict[str, float] = {}
    for name, workers in (("one thread", 1), ("two threads", 2)):
        for _ in range(3):
            start = time.perf_counter()
            run(case, Plan(worlds=worlds), workers)
            spent = (time.perf_counter() - start) / worlds * 1e6
            found[name] = min(spent, found.get(name, spent))
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        run(case, Plan(worlds=worlds), 2, folder=folder)
        found["two threads, stored"] = (time.perf_counter() - start) / worlds * 1e6
    return found


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    mine, peer = ours(10 * count), theirs(count)
    print(f"microseconds for each world; load of the machine {os.getloadavg()[0]:.1f}")
    for who, rows in (("detente", mine), (RELEASE, peer)):
        for name, value in rows.items():
            print(f"{value:>10.2f}  {who}, {name}")
    print(f"{min(peer.values()) / min(mine.values()):>10.0f}  times less, the best of each; goal 20")
