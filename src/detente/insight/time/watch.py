"""What to watch: which observable facts tell the choices, and the readings, apart.

An indicator is an option found at a level some time from now. The more its probability differs between two
hypotheses, the more it says which of them holds: by the likelihood ratio if it is seen, and by the mutual
information before one looks (Lindley 1956).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import dot, log, log_one
from detente.case import Case
from detente.dynamics.block import Block, follow
from detente.dynamics.calendar import Calendar
from detente.dynamics.course import in_blocks
from detente.game import Game
from detente.game.model import Bools
from detente.game.unfolding import today
from detente.paper.estimate import Estimate

__all__ = ["HORIZON", "LEAST", "Indicator", "Telling", "Watch", "information_bits", "watch", "watched"]

Floats = NDArray[np.float64]

#: Years after which an indicator is looked at.
HORIZON = 2.0

#: Bits below which a fact is not worth looking up.
LEAST = 0.001

#: Numerical error allowed.
_EXACT = 1e-6

#: Groups of worlds left out in turn for errors.
_GROUPS = 20

#: Indicators that are kept for each question.
_KEPT = 8


@dataclass(frozen=True, slots=True)
class Indicator:
    """One observable fact.

    Parameters
    ----------
    option, level
        What is seen.
    probability
        Hypothesis -> probability of seeing it if the hypothesis holds.
    ratio
        Largest over smallest of these probabilities: how far the fact favours the one over the other;
        ``inf`` if it cannot be seen under one of them.
    information
        Mutual information of the fact and the hypotheses, in bits; 0 says nothing, 1 settles a choice of two.
    """

    option: str
    level: str
    probability: Mapping[str, Estimate]
    ratio: float
    information: Estimate


@dataclass(frozen=True, slots=True)
class Telling:
    """The facts that tell some hypotheses apart, the most telling first.

    Parameters
    ----------
    kind
        ``choice`` or ``reading``.
    weights
        Hypothesis -> probability before anything is seen: equal for choices, the shares of readings.
    indicators
        At most eight.
    """

    kind: str
    weights: Mapping[str, float]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """What to watch.

    Parameters
    ----------
    day
        The day on which indicators are looked at.
    worlds
        Number of random worlds.
    tellings
        For choices and for readings, where there are several.
    """

    day: date
    worlds: int
    tellings: tuple[Telling, ...]


def watched(case: Case) -> bool:
    """Say whether there are dates, and choices or readings to tell apart.

    Parameters
    ----------
    case
        The case.
    """
    return case.clock is not None and (len(case.choices) > 1 or len(case.readings) > 1)


def watch(
    calendar: Calendar,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
    choices: Sequence[str] = (),
) -> Watch | None:
    """Rank observable facts by how well they tell choices and readings apart.

    Parameters
    ----------
    calendar
        The case made ready for dates; its worlds but the first are random, the same under each choice.
    workers
        Threads; all processors by default.
    progress
        Called with the number of worlds done since the last call.
    choices
        Ids of the choices that are told apart; all by default.

    Returns
    -------
    Watch or None
        ``None`` with neither two choices nor two readings.

    References
    ----------
    Lindley (1956), Annals of Mathematical Statistics 27.
    """
    case = calendar.case
    if not watched(case):
        return None
    seen = {c: _seen(calendar, c, workers, progress) for c in choices or list(case.choices) or [""]}
    held = {o for c in case.choices.values() for o in c.set}
    # What is so today already is no news; where an option has two levels it would say the same twice.
    now = today(case)
    facts = [(o, v) for o, v in _facts(case) if o not in held and now.get(o) != v]
    place = {fact: k for k, fact in enumerate(_facts(case))}
    rows = {c: p[[place[f] for f in facts]] for c, p in seen.items()}
    tellings = [_choices(facts, rows), _readings(case, facts, rows, calendar.worlds.reading[1:])]
    day = case.as_of + timedelta(days=round(HORIZON * 365.25))
    return Watch(day, len(calendar) - 1, tuple(t for t in tellings if t is not None and t.indicators))


def _facts(case: Case) -> list[tuple[str, str]]:
    return [(o, v) for o, option in case.variables().items() for v in option.levels]


def _seen(
    calendar: Calendar, choice: str, workers: int | None, progress: Callable[[int], None] | None
) -> Floats:
    """(facts, W) probability of each level of each option after `HORIZON` years."""
    case, track = calendar.case, calendar.track(choice)
    masks = [_levels(case, game) for game in track.games]
    found = np.empty((len(_facts(case)), len(calendar)))

    def one(block: Block, index: NDArray[np.intp]) -> None:
        found[:, index] = follow(block, np.array([HORIZON]), masks, error=_EXACT)[0]

    in_blocks(track, calendar.worlds, calendar.clock, "R", one, workers, progress)
    return np.clip(found[:, 1:], 0, 1)


def _levels(case: Case, game: Game) -> Bools:
    place = {o: k for k, o in enumerate(game.options)}
    rows = [game.states[:, place[o]] == game.levels[place[o]].index(v) for o, v in _facts(case)]
    return np.array(rows, np.bool_).reshape(len(rows), len(game))


def _choices(facts: list[tuple[str, str]], rows: Mapping[str, Floats]) -> Telling | None:
    if len(rows) < 2:
        return None
    every = np.ones(next(iter(rows.values())).shape[1], bool)
    weights = {c: 1 / len(rows) for c in rows}
    return Telling("choice", weights, _ranked(facts, {c: (p, every) for c, p in rows.items()}, weights))


def _readings(
    case: Case, facts: list[tuple[str, str]], rows: Mapping[str, Floats], reading: NDArray[np.int16]
) -> Telling | None:
    """Readings apart, whatever is chosen: the mean over the choices."""
    inside = {r: reading == k for k, r in enumerate(case.readings)}
    inside = {r: mask for r, mask in inside.items() if mask.sum() >= 2}
    if len(inside) < 2:
        return None
    mean = np.mean(list(rows.values()), axis=0)
    total = sum(int(m.sum()) for m in inside.values())
    weights = {r: float(m.sum()) / total for r, m in inside.items()}
    return Telling("reading", weights, _ranked(facts, {r: (mean, m) for r, m in inside.items()}, weights))


def _ranked(
    facts: list[tuple[str, str]], seen: Mapping[str, tuple[Floats, Bools]], weights: Mapping[str, float]
) -> tuple[Indicator, ...]:
    made = [_indicator(fact, k, seen, weights) for k, fact in enumerate(facts)]
    telling = [i for i in made if i.information.value > 2 * i.information.se and i.information.value > LEAST]
    return tuple(sorted(telling, key=lambda i: -i.information.value)[:_KEPT])


def _indicator(
    fact: tuple[str, str],
    row: int,
    seen: Mapping[str, tuple[Floats, Bools]],
    weights: Mapping[str, float],
) -> Indicator:
    values = {h: p[row] for h, (p, _) in seen.items()}
    inside = {h: mask for h, (_, mask) in seen.items()}
    probability = {h: Estimate.of(values[h][inside[h]]) for h in seen}
    means = [e.value for e in probability.values()]
    ratio = max(means) / min(means) if min(means) > 0 else float("inf") if max(means) > 0 else 1.0
    share = np.array([weights[h] for h in seen])

    def bits(kept: Bools) -> float:
        return information_bits(share, np.array([values[h][inside[h] & kept].mean() for h in seen]))

    return Indicator(*fact, probability, ratio, _jackknife(bits, len(next(iter(values.values()))), inside))


def _jackknife(bits: Callable[[Bools], float], worlds: int, inside: Mapping[str, Bools]) -> Estimate:
    group = np.arange(worlds) % _GROUPS
    left = [group != g for g in range(_GROUPS)]
    usable = [k for k in left if all((m & k).any() for m in inside.values())]
    parts = np.array([bits(k) for k in usable])
    n = max(len(parts), 1)
    se = float(np.sqrt((n - 1) / n * ((parts - parts.mean()) ** 2).sum())) if len(parts) else float("nan")
    return Estimate(float(bits(np.ones(worlds, bool))), se, worlds)


def information_bits(weights: Floats, probabilities: Floats) -> float:
    """Return the mutual information of a yes-or-no fact and a hypothesis, in bits.

    Parameters
    ----------
    weights
        (H,) probability of each hypothesis.
    probabilities
        (H,) probability of the fact under each.

    Examples
    --------
    >>> information_bits(np.array([0.5, 0.5]), np.array([0.0, 1.0]))
    1.0
    >>> information_bits(np.array([0.5, 0.5]), np.array([0.3, 0.3]))
    0.0
    """
    mean = float(dot(weights, probabilities))
    gained = _entropy(np.array([mean]))[0] - float(dot(weights, _entropy(probabilities)))
    return max(float(gained), 0.0)


def _entropy(p: Floats) -> Floats:
    inside = np.clip(p, 1e-300, 1)
    other = np.clip(1 - p, 1e-300, 1)
    found: Floats = -(p * log(inside) + (1 - p) * log(other)) / log_one(2.0)
    return found
