"""A conflict of two actors that is learned again from histories drawn from it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.dynamics.learning.prior import Prior, prior_of
from detente.history.past.path import YEAR, Change, Path
from reference.revision import Mover, Play
from small import JUDGEMENT, small

Floats = NDArray[np.float64]

OPTIONS = ("a.x", "a.y", "b.z")
YES = ("no", "yes")
START = (0, 0, 0)
#: What each actor wants, as conditions, as tests of a state, and with which prior.
WANTS = {
    "a": {
        "a.x == yes": "0..3",
        "a.y == yes and b.z == yes": "1..3",
        "not (a.x == yes and a.y == yes)": "0..2",
    },
    "b": {"b.z == yes": "0.5..2", "b.z == yes and a.x == yes": "-3..0", "a.y == yes": 1},
}
TESTS = {
    "a": (lambda s: s[0] == 1, lambda s: s[1] == 1 and s[2] == 1, lambda s: not (s[0] == 1 and s[1] == 1)),
    "b": (lambda s: s[2] == 1, lambda s: s[2] == 1 and s[0] == 1, lambda s: s[1] == 1),
}
OWN = {"a": (0, 1), "b": (2,)}
STATES = tuple(product((0, 1), repeat=3))


def play_case() -> Case:
    rate = {"per_year": "loguniform(1, 6)", "evidence": JUDGEMENT}
    return small(
        dict.fromkeys(OPTIONS, "no yes"),
        WANTS,
        status_quo=dict.fromkeys(OPTIONS, "no"),
        clock={
            "horizon": "2020-01-01",
            "rates": {"a": rate, "b": rate},
            "precision": {"all": "loguniform(1.5, 12)"},
            "evidence": JUDGEMENT,
        },
    )


def window(years: float) -> tuple[date, date]:
    begin = date(2000, 1, 1)
    return begin, begin + timedelta(days=round(years * YEAR))


def play_of(prior: Prior, values: Floats) -> Play:
    """The twin with these parameters."""
    movers = []
    for actor in WANTS:
        weights = prior.weights[actor].copy()
        at, which = prior.places[actor]
        weights[at] = values[which]
        rate, precision = float(values[prior.rates[actor]]), float(values[prior.precisions[actor]])
        movers.append(Mover(OWN[actor], TESTS[actor], tuple(weights.tolist()), rate, precision))
    return Play(tuple(movers), STATES)


def prior() -> Prior:
    return prior_of(play_case(), tuple(WANTS), window(30))


def history(play: Play, years: float, seed: int) -> Path:
    """A history drawn by the twin, as the library reads it."""
    begin, end = window(years)
    span = (end - begin).days / YEAR
    changes, before = [], START
    for n, (at, after) in enumerate(play.walk(START, span, seed)):
        for k, option in enumerate(OPTIONS):
            if after[k] != before[k]:
                changes.append(Change(at, option, YES[after[k]], f"e{n}"))
        before = after
    return Path(begin, end, dict.fromkeys(OPTIONS, "no"), tuple(changes))
