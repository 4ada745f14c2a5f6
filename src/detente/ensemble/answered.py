"""Worlds held ready -> Runs, so that whatever reads runs reads answers given while a judgement moves."""

from __future__ import annotations

from concurrent.futures import Executor

import numpy as np

from detente.case import Case, digest
from detente.ensemble.design import lay_out
from detente.ensemble.live import Live
from detente.ensemble.plan import Plan
from detente.ensemble.runs import Runs
from detente.version import VERSION

__all__ = ["answered"]


def answered(live: Live, case: Case, seed: int = 1, pool: Executor | None = None) -> Runs:
    """Solve the worlds that are held ready, as a run.

    Parameters
    ----------
    live
        A case with its worlds.
    case
        The case as it was written, whose digest the runs carry.
    seed
        The seed that the worlds were drawn with.
    pool
        Threads that blocks of worlds are solved on.

    Returns
    -------
    Runs
        As `detente.ensemble.run` gives of the same worlds, under the concepts that ``live`` was made with.
    """
    n = len(live.worlds)
    plan = Plan(worlds=n - 1, seed=seed)
    weight = np.ones(n)
    weight[0] = float(n == 1)
    return Runs(
        plan=plan,
        digest=digest(case),
        version=VERSION,
        worlds=live.worlds,
        point=np.arange(n),
        weight=weight,
        scenarios=live.scenarios,
        answers=live.answers(pool),
        design=lay_out(live.case, plan),
    )
