"""The backtest of a case: models of its series of counts, and its dynamics on the moves of its options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Question, parse
from detente.errors import HistoryError
from detente.forecast.baserate import JEFFREYS, arrivals
from detente.forecast.evaluation.rivals import Rival
from detente.forecast.evaluation.rolling import REFERENCE, Backtest, Progress, Trial, backtest_series
from detente.game import broken
from detente.history.gather import gather
from detente.history.past.history import History

__all__ = ["MODELS", "OF_THE_CASE", "REFIT", "backtest", "counting"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Models of counts that are put to the test. Poisson and negative binomial are rivals here already; the
#: self-exciting one needs a second for each forecast, which a thousand cut-offs do not allow.
MODELS = ("regimes",)

#: Months after which a model of counts is fitted anew.
REFIT = 12

#: Months between two cut-offs for moves of options, and how far ahead they are forecast.
_STEP, _AHEAD = 6, 12

#: How the dynamics of the case is called among the forecasters.
OF_THE_CASE = "model of the case"

#: What is forecast of the options.
_MOVES = "options that stand elsewhere a year later"


def backtest(
    case: Case,
    worlds: int = 100,
    seed: int = 1,
    folder: str | Path | None = None,
    tick: Progress | None = None,
) -> Backtest:
    """Test the forecasters of a case on its past.

    Counts are forecast from every month of the series after the first five years. Moves of options are
    forecast from the date of the case on only: its clock was counted, and its weights were argued, on what
    came before.

    Parameters
    ----------
    worlds, seed
        Random worlds of the model, and the seed of everything.
    folder
        Where the files of its history are; beside the case by default.
    tick
        Called with how much is done, and of how much.

    Raises
    ------
    HistoryError
        If the case has no series of counts and no history of levels, or its files cannot be used.
    """
    known = gather(case, folder, resolving=True)
    extra = tuple(_moves(case, known, worlds, seed)) if case.clock is not None else ()
    barred = _barred(case, known) if extra else {}
    if not known.series and not extra:
        raise HistoryError((f"{case.case}: the case has no history of counts or levels to test on",))
    models = {name: counting(name) for name in MODELS}
    series = list(known.series.values())
    found = backtest_series(series, case.case, models, seed=seed, extra=extra, tick=tick)
    return replace(found, barred=barred)


def counting(name: str, every: int = REFIT) -> Rival:
    """Return a forecaster of counts that fits a model of the dynamics room anew every so many months.

    Parameters
    ----------
    name
        A model of `detente.dynamics.counts`.
    every
        Months for which parameters are kept; what came since still enters as the state.
    """
    from detente.dynamics.counts import Fitted, fit

    held: dict[bytes, Fitted] = {}

    def forecast(counts: Ints, months: int) -> Floats:
        known = counts[: len(counts) // every * every]
        key = known.tobytes()
        if key not in held:
            held[key] = fit(name, known)
        table = np.asarray(held[key].total(counts, months), np.float64)
        return np.asarray(table / table.sum(), np.float64)

    return forecast


def _barred(case: Case, known: History) -> dict[date, tuple[str, ...]]:
    """Return the cut-offs at which the case holds where things stood to be impossible, and what bars it."""
    last = max((e.day for e in known.events), default=case.as_of)
    found = {day: tuple(broken(case, _now(case, known.state(day)))) for day in _grid(case.as_of, last)}
    return {day: against for day, against in found.items() if against}


def _moves(case: Case, known: History, worlds: int, seed: int) -> Iterator[Trial]:
    """Forecast, for each option, whether it stands at another level a year later.

    Where the case bars the state that things were in, its model has nothing to start from: such a cut-off is
    left out for every forecaster alike, so that all are scored on the same forecasts.
    """
    last = max((e.day for e in known.events), default=case.as_of)
    barred = _barred(case, known)
    days = [day for day in _grid(case.as_of, last) if day not in barred]
    options = [o for o in case.options if o in known.levels and not _chosen(case, o)]
    rows = [(day, o) for day in days for o in options]
    if not rows:
        return
    states = {day: known.state(day) for day in days}
    came = [known.state(_later(day, _AHEAD))[o] != states[day][o] for day, o in rows]
    asked = {day: _asked(case, states[day], options, day, worlds, seed) for day in days}
    tables: dict[str, list[float]] = {
        OF_THE_CASE: [asked[day][o] for day, o in rows],
        "climatology": [_rate(known, options, day, None) for day, _ in rows],
        "persistence": [_again(known, options, o, day) for day, o in rows],
        REFERENCE: [_rate(known, [o], day, 3) for day, o in rows],
    }
    at = np.array([day for day, _ in rows], "datetime64[M]")
    nothing = np.full(len(rows), np.nan)
    outcome = np.array(came, np.int64)
    for who, probabilities in tables.items():
        yield Trial(
            _MOVES, who, _AHEAD, at, np.array(probabilities), nothing, outcome, tuple(o for _, o in rows)
        )


def _chosen(case: Case, option: str) -> bool:
    """Whether an option is what the choices of the case are about."""
    return any(option in choice.set for choice in case.choices.values())


def _later(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last one of that month."""
    from calendar import monthrange

    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _grid(first: date, last: date) -> Iterator[date]:
    """Cut-offs whose outcome is known."""
    day, k = first, 0
    while _later(day, _AHEAD) <= last:
        yield day
        k += 1
        day = _later(first, k * _STEP)


def _asked(
    case: Case, state: Mapping[str, str], options: Sequence[str], day: date, worlds: int, seed: int
) -> dict[str, float]:
    """Let the dynamics say how likely each option is to stand elsewhere, from where things stand."""
    from detente.dynamics.course import course

    by = _later(day, _AHEAD)
    basis = case.questions[0].evidence if case.questions else next(iter(case.choices.values())).evidence
    questions = tuple(
        Question(
            id=f"m{k}", asks=o, when=parse(f"not {o} == {state[o]}"), by=by, measure="at", evidence=basis
        )
        for k, o in enumerate(options)
    )
    now = _now(case, state)
    moved = case.model_copy(update={"as_of": day, "status_quo": now, "questions": questions})
    found = course(moved, _choice(case, now), [by], worlds, seed, phases=False)
    return {o: float(found.of("question", f"m{k}")[0].mean()) for k, o in enumerate(options)}


def _status(case: Case) -> Mapping[str, str]:
    return case.status_quo if isinstance(case.status_quo, dict) else {}


def _now(case: Case, state: Mapping[str, str]) -> dict[str, str]:
    """Where all options stand; what no history tells stands where the case has it."""
    return {o: state.get(o, level) for o, level in _status(case).items()}


def _choice(case: Case, state: Mapping[str, str]) -> str:
    """The choice that has been made, where things stand."""
    fits = (n for n, c in case.choices.items() if all(state.get(o) == v for o, v in c.set.items()))
    return next(fits, "")


def _windows(known: History, option: str, day: date) -> list[bool]:
    """Whether the option stood elsewhere a year later, for each half year that is over by a day."""
    steps = known.levels[option]
    found = []
    start = _later(day, -_AHEAD)
    while start >= steps[0].start:
        found.append(_level(known, option, start) != _level(known, option, _later(start, _AHEAD)))
        start = _later(start, -_STEP)
    return found


def _level(known: History, option: str, day: date) -> str:
    reached = [step.level for step in known.levels[option] if step.start <= day]
    return reached[-1] if reached else ""


def _rate(known: History, options: Sequence[str], day: date, years: int | None) -> float:
    """How often options stood elsewhere a year later; or, in the last years, how often one was moved."""
    if years is None:
        past = [w for o in options for w in _windows(known, o, day)]
        return (sum(past) + JEFFREYS) / (len(past) + 2 * JEFFREYS)
    since = _later(day, -12 * years)
    moved = sum(since < step.start <= day for o in options for step in known.levels[o])
    return arrivals(moved, years * len(options), _AHEAD / 12).probability


def _again(known: History, options: Sequence[str], option: str, day: date) -> float:
    """As over the last year: how often moving, or standing still, was followed by moving."""
    mine = _windows(known, option, day)
    last = bool(mine) and mine[0]
    pairs = [
        now
        for o in options
        for w in [_windows(known, o, day)]
        for now, before in zip(w, w[_AHEAD // _STEP :], strict=False)
        if before == last
    ]
    return (sum(pairs) + JEFFREYS) / (len(pairs) + 2 * JEFFREYS)
