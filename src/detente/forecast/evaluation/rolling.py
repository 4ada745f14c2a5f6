"""Backtest: learn up to a cut-off, forecast what comes after it, move on; then compare with simple rivals.

At each cut-off a forecaster is given the counts up to it and nothing else. Cut-offs follow one another by
the month, so neighbouring forecasts overlap: intervals are drawn over whole blocks of time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.forecast.evaluation.rivals import RIVALS, Rival, any_of
from detente.forecast.measure.bootstrap import LEVEL, Interval, mean_interval, skill_interval
from detente.forecast.measure.crps import crps_table
from detente.forecast.measure.losses import brier, log_score
from detente.forecast.measure.reliability import Diagram, diagram
from detente.history.model import Series
from detente.readonly import ReadOnly

__all__ = ["HORIZONS", "LEAST", "REFERENCE", "Backtest", "Line", "Trial", "backtest_series", "cutoffs", "run"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Months ahead.
HORIZONS = (1, 3, 6, 12)

#: Months that have to be known before the first forecast.
LEAST = 60

#: What the others are compared with.
REFERENCE = "windowed base rate"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Trial(ReadOnly):
    """Forecasts of one forecaster at every cut-off, with what came.

    Parameters
    ----------
    target, who, months
        What was forecast, by whom, and how far ahead.
    at
        (T,) last month known at each cut-off, datetime64[M].
    probability
        (T,) chance of at least one.
    crps
        (T,) continuous ranked probability score of the total, in the unit of the counts.
    outcome
        (T,) the totals that came.
    blocks
        (T,) what hangs together, for intervals; years, or pairs of them a year ahead, if left out.
    """

    target: str
    who: str
    months: int
    at: NDArray[np.datetime64]
    probability: Floats
    crps: Floats
    outcome: Ints
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """What one forecaster achieved on one target at one horizon.

    Parameters
    ----------
    target, who, months, number
        What, who, how far ahead, and how many forecasts.
    brier, log, crps
        Mean scores of any or none, and of the total, with intervals over blocks of time.
    skill, count_skill
        Share of the reference's Brier score and CRPS that it does away with; ``None`` for the reference.
    """

    target: str
    who: str
    months: int
    number: int
    brier: Interval
    log: Interval
    crps: Interval | None
    skill: Interval | None
    count_skill: Interval | None


@dataclass(frozen=True, slots=True)
class Backtest:
    """The backtest of a case.

    Parameters
    ----------
    case
        Its id.
    lines
        What each forecaster achieved, by target and horizon.
    diagrams
        Target, forecaster and months -> reliability.
    models
        Names of the forecasters that are the case's or its counts' model, and not rivals.
    first, last
        Months of the first and the last cut-off.
    credits
        Whose data were used.
    barred
        Cut-off -> the constraints of the case that bar where things stood then; no move is forecast there.
    """

    case: str
    lines: tuple[Line, ...]
    diagrams: Mapping[tuple[str, str, int], Diagram]
    models: tuple[str, ...]
    first: str
    last: str
    credits: tuple[str, ...]
    barred: Mapping[date, tuple[str, ...]] = field(default_factory=dict)

    @property
    def beaten(self) -> dict[tuple[str, int], str]:
        """Target and months -> whether the best model beats the reference: yes, no, or unclear.

        Unclear if the interval of its skill has 0 inside.
        """
        found: dict[tuple[str, int], str] = {}
        for line in self.lines:
            if line.who in self.models and line.skill is not None:
                said = _sign(line.skill)
                key = (line.target, line.months)
                found[key] = min(found.get(key, said), said, key=("yes", "unclear", "no").index)
        return found

    @property
    def outdone(self) -> dict[tuple[str, int], tuple[str, ...]]:
        """Target and months -> simple forecasters with a lower mean Brier score than the best model."""
        found: dict[tuple[str, int], tuple[str, ...]] = {}
        for key in self.beaten:
            same = [line for line in self.lines if (line.target, line.months) == key]
            best = min(line.brier.value for line in same if line.who in self.models)
            found[key] = tuple(line.who for line in same if line.brier.value < best)
        return found


def _sign(skill: Interval) -> str:
    if not skill.low <= 0 <= skill.high and np.isfinite(skill.low):
        return "yes" if skill.value > 0 else "no"
    return "unclear"


def cutoffs(series: Series, months: int, least: int = LEAST) -> Ints:
    """Numbers of months known at each cut-off: from ``least`` on, as long as what follows is known too.

    Parameters
    ----------
    series
        The series.
    months
        Months that are forecast after each cut-off, at least 1.
    least
        Months that must be known at the first cut-off.

    Examples
    --------
    >>> counts = np.arange(64)
    >>> made = Series("s", "s", "", "", np.arange("2000-01", "2005-05", dtype="datetime64[M]"), counts)
    >>> cutoffs(made, 3).tolist()
    [60, 61]
    """
    return np.arange(least, len(series.counts) - months + 1)


def run(series: Series, months: int, who: str, forecaster: Rival, least: int = LEAST) -> Trial:
    """Let one forecaster forecast the total of the next months at every cut-off.

    Parameters
    ----------
    forecaster
        Takes the counts up to a cut-off, and the months ahead.

    Raises
    ------
    ValueError
        If the series is too short for a single forecast.
    """
    known = cutoffs(series, months, least)
    if not len(known):
        raise ValueError(f"{series.name}: {len(series.counts)} months are too few to look {months} ahead")
    tables = [forecaster(series.counts[:k].copy(), months) for k in known]
    came = np.array([series.counts[k : k + months].sum() for k in known], np.int64)
    return Trial(
        target=series.name,
        who=who,
        months=months,
        at=series.months[known - 1],
        probability=np.array([any_of(t) for t in tables]),
        crps=np.array([crps_table(t, float(y)) for t, y in zip(tables, came, strict=True)]),
        outcome=came,
    )


def backtest_series(
    series: Sequence[Series],
    case: str = "",
    models: Mapping[str, Rival] | None = None,
    horizons: Sequence[int] = HORIZONS,
    least: int = LEAST,
    seed: int = 1,
    extra: Sequence[Trial] = (),
    tick: Progress | None = None,
) -> Backtest:
    """Backtest models and rivals on series of monthly counts.

    Parameters
    ----------
    series
        What is forecast.
    models
        Name -> forecaster, beside the rivals.
    horizons
        Months ahead.
    least
        Months that have to be known before the first forecast.
    seed
        Of the bootstrap.
    extra
        Forecasts of anything else, ready made; those of one target have to share their cut-offs.
    tick
        Called with how many trials are done, and of how many.
    """
    known = dict(models or {})
    forecasters = {**known, **RIVALS}
    jobs = [(s, h, who) for s in series for h in horizons if len(cutoffs(s, h, least)) for who in forecasters]
    trials = []
    for k, (s, h, who) in enumerate(jobs, 1):
        trials.append(run(s, h, who, forecasters[who], least))
        if tick:
            tick(k, len(jobs))
    trials += extra
    named = (*known, *{t.who for t in extra if t.who not in RIVALS})
    at = [m for t in trials for m in (t.at[0], t.at[-1])]
    return Backtest(
        case=case,
        lines=tuple(_lines(trials, seed)),
        diagrams={(t.target, t.who, t.months): _diagram(t, seed) for t in trials},
        models=tuple(dict.fromkeys(named)),
        first=str(min(at)) if at else "",
        last=str(max(at)) if at else "",
        credits=tuple(dict.fromkeys(s.credit for s in series if s.credit)),
    )


def _lines(trials: Sequence[Trial], seed: int) -> Iterator[Line]:
    references = {(t.target, t.months): t for t in trials if t.who == REFERENCE}
    for t in trials:
        yield _line(t, references.get((t.target, t.months)), seed)


def _line(t: Trial, reference: Trial | None, seed: int) -> Line:
    """Score one trial; blocks are years, or two years where forecasts look a year ahead."""
    came = (t.outcome > 0).astype(np.float64)
    blocks = _blocks(t)
    marks, logs = brier(t.probability, came), log_score(t.probability, came)
    counted = bool(np.isfinite(t.crps).all())
    skill = count_skill = None
    if reference is not None and reference is not t:
        skill = skill_interval(marks, brier(reference.probability, came), blocks, seed, LEVEL, nested=False)
        if counted:
            count_skill = skill_interval(t.crps, reference.crps, blocks, seed, LEVEL, nested=False)
    means = [mean_interval(x, blocks, seed, LEVEL, nested=False) for x in (marks, logs)]
    crps = mean_interval(t.crps, blocks, seed, LEVEL, nested=False) if counted else None
    return Line(t.target, t.who, t.months, len(t.outcome), means[0], means[1], crps, skill, count_skill)


def _blocks(t: Trial) -> list[str]:
    if t.blocks:
        return list(t.blocks)
    years = t.at.astype("datetime64[Y]").astype(int)
    return [str(y) for y in years // (2 if t.months >= 12 else 1)]


def _diagram(t: Trial, seed: int) -> Diagram:
    return diagram(t.probability, t.outcome > 0, seed, draws=200)
