"""The part of a history that a calibration can use: options whose level is known from its first day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from detente.case import Case
from detente.dynamics.learning.calibrate import Calibration, calibrate
from detente.dynamics.learning.renew import credence
from detente.errors import DetenteError
from detente.game import unfold
from detente.history import YEAR, Change, History, Path, gather

__all__ = ["Learned", "learn", "record"]


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What the history of a case teaches.

    Parameters
    ----------
    path
        What happened in the window.
    calibrations
        Reading id -> calibration; ``""`` for the case's own weights.
    credence
        Reading id -> how probable it is after the history; empty if the case has no readings.
    before
        Reading id -> how probable it was before.
    lapsed
        How many of the changes are no event: a level that the rules of the history let lapse after a time of
        silence. They are learned from like the others, and their dates are a convention.
    """

    path: Path
    calibrations: Mapping[str, Calibration]
    credence: Mapping[str, float]
    before: Mapping[str, float]
    lapsed: int = 0


def record(history: History, since: date, until: date) -> Path:
    """Return what is known of options whose level on the first day is known; the others are left out.

    Parameters
    ----------
    history
        Levels through time.
    since, until
        First and last day of the window.

    Raises
    ------
    DetenteError
        If the window is empty or ends after the date of the case, or no level is known on its first day.
    """
    if until <= since:
        raise DetenteError(f"the window from {since} to {until} is empty")
    if until > history.as_of and not history.resolving:
        raise DetenteError(
            f"{until} lies after the date of the case, {history.as_of}: that is not learned from"
        )
    initial = {o: v for o, v in history.state(since).items() if o in history.levels}
    initial = {o: v for o, v in initial.items() if history.levels[o][0].start <= since}
    if not initial:
        raise DetenteError(f"the history gives no option a level on {since}")
    steps = sorted(
        (step.start, option, step)
        for option in initial
        for step in history.levels[option]
        if since < step.start <= until
    )
    changes: list[Change] = []
    now = dict(initial)
    for day, option, step in steps:
        if now[option] != step.level:
            changes.append(Change((day - since).days / YEAR, option, step.level, step.event))
        now[option] = step.level
    return Path(since, until, initial, tuple(changes))


def learn(
    case: Case,
    since: date | None = None,
    until: date | None = None,
    *,
    draws: int = 1000,
    seed: int = 1,
    readings: bool = True,
) -> Learned:
    """Calibrate a case on its own history.

    Parameters
    ----------
    case
        The case, with a clock and with files of events.
    since, until
        The window: by default from the first day on which every option with a history is known, to the date
        of the case.
    draws
        Draws from the posterior of the case's own weights; readings are compared by Laplace alone.
    readings
        Whether the readings are compared.

    Raises
    ------
    DetenteError
        If there is no history, or nothing can be learned from it.
    """
    history = gather(case)
    if not history.levels:
        raise DetenteError(f"{case.case} has no history that moves its options")
    begin = since or max(steps[0].start for steps in history.levels.values())
    path = record(history, begin, until or case.as_of)
    game = unfold(case)
    found = {"": calibrate(case, path, game=game, draws=draws, seed=seed)}
    asked = tuple(case.readings) if readings else ()
    found |= {r: calibrate(case, path, reading=r, game=game, draws=0, seed=seed) for r in asked}
    before = _shares(case) if asked else {}
    after = credence(case, found) if asked else {}
    return Learned(path, found, after, before, _lapsed(history, path))


def _lapsed(history: History, path: Path) -> int:
    steps = [(o, step) for o in path.initial for step in history.levels[o] if step.silent]
    days = {(o, round((step.start - path.start).days / YEAR, 9)) for o, step in steps}
    return sum((c.option, round(c.at, 9)) in days for c in path.changes)


def _shares(case: Case) -> dict[str, float]:
    from detente.worlds import reading_shares

    return dict(zip(case.readings, reading_shares(case, 1, 1)[:, 0].tolist(), strict=True))
