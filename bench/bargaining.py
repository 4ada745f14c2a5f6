"""The rules of bargaining on real decisions: ``python bench/bargaining.py FILE.csv``.

The pool carries the errors that it has had on a file; here they are found anew on nine tenths of the acts
and used on the last tenth, for several ways to cut the acts, so that no issue is scored with its own error.
Then the seconds that a table takes, and by how much the election is faster than the same one by iteration.

The decisions are those of the European Union (Arregui and Perarnaud 2022, doi:10.34810/data53). They are
study data and no part of detente; without a file, those of the folder named by DETENTE_DATA are taken.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.bargaining import RULES, Spread
from detente.bargaining.marks import crps
from detente.bargaining.reading import Decisions, read_decisions
from detente.bargaining.rules.condorcet import lasting, options, victories
from detente.bargaining.rules.pool import averaged, dressed
from detente.bargaining.score import AGAINST, Measured, marked, score
from detente.worlds.streams import uniforms

FOLDS, CUTS = 10, 10


def folds(found: Decisions, cut: int) -> NDArray[np.int64]:
    """(B,) the tenth of the acts that each issue is in."""
    acts = sorted(set(found.acts))
    order = np.argsort(uniforms(cut, "folds", 0, len(acts)))
    part = dict(zip((acts[k] for k in order), np.arange(len(acts)) % FOLDS, strict=True))
    return np.array([part[a] for a in found.acts])


def held_out(found: Decisions, election: Spread, cut: int) -> Spread:
    """The pool, each issue with the errors of other acts."""
    errors, fold = np.abs(election.mean - found.outcome), folds(found, cut)
    rows = []
    for k in range(len(fold)):
        others = np.quantile(errors[fold != fold[k]], (np.arange(50) + 0.5) / 50)
        rows.append(dressed(Spread(election.values[[k]], election.shares[[k]]), others))
    return Spread(np.concatenate([r.values for r in rows]), np.concatenate([r.shares for r in rows]))


def iterated(beats: NDArray[np.float64], m: int) -> NDArray[np.float64]:
    """The lasting shares of one bargain, by going round until they change no more."""
    p = np.full(m, 1 / m)
    while True:
        new = ((beats[:m, :m] * (p[:, None] + p[None, :])).sum(axis=1) / m + p) / 2
        if np.abs(new - p).max() < 1e-6:
            return new
        p = new


def shown(x: Measured) -> str:
    return f"{x.value:.2f} [{x.low:.2f}, {x.high:.2f}]"


def main() -> None:
    folder = os.environ.get("DETENTE_DATA", "")
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "deu_train.csv"
    if not folder and len(sys.argv) < 2:
        print("bargaining: no file of decisions (DETENTE_DATA names no folder): nothing is scored")
        return
    start = time.perf_counter()
    found = read_decisions(file)
    read = time.perf_counter()
    score(found)
    print(f"{len(found.issues)} issues of {len(set(found.acts))} acts: read in {read - start:.2f} s, "
          f"all rules scored with intervals in {time.perf_counter() - read:.2f} s")  # fmt: skip
    against = crps(RULES[AGAINST].settle(found.given), found.outcome)
    variants = {"pool": averaged(found.given), "pool of one election": RULES[AGAINST].settle(found.given)}
    for name, election in variants.items():
        cuts = [
            marked(name, held_out(found, election, c), against, found.outcome, found.acts)
            for c in range(CUTS)
        ]
        losses, first = [c.crps.value for c in cuts], cuts[0]
        print(f"{name}, {FOLDS}-fold by act, {CUTS} cuts: CRPS {min(losses):.2f} to {max(losses):.2f}")
        print(f"  first cut {shown(first.crps)}, minus Condorcet {shown(first.difference)}")
        print(f"  log {shown(first.log_score)}; 80% covers {shown(first.covered)}")
        print(f"  absolute error of the median {shown(first.middle_error)}")
    choices, there = options(found.given)
    beats = victories(found.given, choices, found.given.weight)
    start = time.perf_counter()
    lasting(beats, there)
    fast = time.perf_counter() - start
    for k in range(len(beats)):
        iterated(beats[k], int(there[k].sum()))
    print(f"election of {len(beats)} issues: {fast * 1e3:.1f} ms, "
          f"by iteration {(time.perf_counter() - start - fast) / fast:.0f} times as long")  # fmt: skip


if __name__ == "__main__":
    main()
