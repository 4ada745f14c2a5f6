"""How well known parameters are found again, and how much two ways of saying so cost.

    python bench/calibration.py [histories, 200 by default]

Histories are drawn by the twin of the tests from parameters drawn from the prior of a small conflict, and
calibrated. Printed are, for each kind of parameter, the share of 90% intervals that hold the truth, with its
error, and the bias of the middle in deviations of the prior, for Laplace and for sampling.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from detente.dynamics.learning.calibrate import calibrate
from detente.game import unfold
from detente.worlds.streams import normal_quantile, uniforms
from small_play import history, play_case, play_of, prior

YEARS = 30


def table(histories: int) -> None:
    case, found = play_case(), prior()
    game = unfold(case)
    kinds = np.array([p.kind for p in found.parameters])
    print(f"{histories} histories of {YEARS} years, {len(found)} parameters")
    print(f"{'':>10} {'parameter':>10} {'held':>6} {'error':>6} {'bias':>7} {'left':>6} {'s each':>7}")
    for name, draws in (("Laplace", 0), ("sampled", 600)):
        held, off, left = [], [], []
        begin = time.process_time()
        for k in range(histories):
            z = normal_quantile(uniforms(1, f"bench {k}", 0, len(found)))
            path = history(play_of(found, found.values(z)), YEARS, k)
            made = calibrate(case, path, game=game, starts=1, draws=draws, chains=3)
            low, _, high = made.interval().T
            held.append((low <= found.values(z)) & (found.values(z) <= high))
            off.append((made.sample.draws.mean(axis=0) if made.sample else made.mode) - z)
            left.append(made.spread)
        each = (time.process_time() - begin) / histories
        for kind in (*dict.fromkeys(kinds), "all"):
            mask = (kinds == kind) | (kind == "all")
            share = np.array(held)[:, mask].mean(axis=1)
            error = share.std(ddof=1) / np.sqrt(histories)
            bias, spread = np.array(off)[:, mask].mean(), np.array(left)[:, mask].mean()
            row = f"{name:>10} {kind:>10} {share.mean():6.3f} {error:6.3f} {bias:7.3f} {spread:6.2f}"
            print(row + (f" {each:7.3f}" if kind == "all" else ""))


if __name__ == "__main__":
    table(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
