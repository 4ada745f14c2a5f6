"""Predictions frozen in a file: written once with a seal, and scored later as they stand, never made again.

The file holds every question as it is asked, every forecast that can be made without waiting, and how
probable each outcome class is at the end of each year: under each choice, and with the choice left open. A
seal over all of it shows whether a letter was changed since.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from detente.case import Case, digest
from detente.errors import LedgerError
from detente.files import read_json
from detente.forecast.asking import Progress, Shelf, ask
from detente.forecast.ledger.keeping import Ledger, now, together
from detente.forecast.ledger.records import Asked, Forecast, Record, canonical, from_body
from detente.forecast.likelihood import WORDS, Range
from detente.forecast.measure.losses import FLOOR
from detente.version import VERSION

__all__ = ["OTHER", "ClassScore", "Frozen", "class_scores", "freeze", "read_frozen", "thawed"]

FORMAT = 1

#: What is no class of the case.
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Frozen:
    """Predictions as they were made.

    Parameters
    ----------
    case, digest
        The case, and the digest of what it said.
    as_of, made
        Up to when evidence was used; when the file was written, UTC.
    version, seed, worlds
        What made the predictions.
    questions, forecasts
        The questions as they were asked, and what was said of them.
    dates
        The last day of each year up to the horizon of the clock, ISO; empty without a clock.
    classes
        Choice, or an empty text where it is left open -> outcome class -> its probability at each date.
    seal
        BLAKE2b-128 of all that, hexadecimal.
    meaning
        BLAKE2b-128 of what the classes mean: their conditions written out, and the levels these read. The
        rest of the case may go on changing. Empty in files that were made before it was kept.
    """

    case: str
    digest: str
    as_of: str
    made: str
    version: str
    seed: int
    worlds: int
    questions: tuple[Asked, ...]
    forecasts: tuple[Forecast, ...]
    dates: tuple[str, ...]
    classes: Mapping[str, Mapping[str, tuple[float, ...]]]
    seal: str = ""
    meaning: str = ""

    def to_json(self) -> str:
        """Return the text of the file."""
        return json.dumps({"frozen": FORMAT, **self._kept()}, ensure_ascii=False, indent=1) + "\n"

    def _kept(self) -> dict[str, Any]:
        return {k: v for k, v in asdict(self).items() if k != "meaning" or v}

    @property
    def sealed(self) -> str:
        """The seal that belongs to what it says."""
        body = {k: v for k, v in self._kept().items() if k != "seal"}
        return hashlib.blake2b(canonical(body).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class ClassScore:
    """What was said of the outcome class on a date, and which one it was.

    Parameters
    ----------
    on
        The date, ISO.
    choice
        The choice under which it was said; empty for the choice left open.
    observed, probability
        The class by the coded history, and how probable it was said to be.
    likeliest
        The class that was said to be most probable.
    brier, log
        Half the squared distance over all classes, 0 to 1; and minus the logarithm of the probability.
    """

    on: str
    choice: str
    observed: str
    probability: float
    likeliest: str
    brier: float
    log: float


def freeze(
    kept: Shelf,
    worlds: int = 100,
    seed: int = 1,
    words: Mapping[str, Range] = WORDS,
    tick: Progress | None = None,
    band: bool = False,
) -> Frozen:
    """Make every prediction of a case, to be kept as it is.

    Parameters
    ----------
    kept
        The case with what lies beside it; what came of its questions is not looked at.
    worlds, seed
        Random worlds of the model, and from what.
    words
        The map from words of the sources to probabilities.
    tick
        Called with how many questions are done, and of how many.
    band
        Whether forecasts of the model carry the band of imprecise rates, which no score looks at.
    """
    records = ask(replace(kept, resolved=None), worlds, seed, words, tick, band)
    dates, classes = _classes(kept.case, worlds, seed)
    made = Frozen(
        case=kept.case.case,
        digest=kept.digest,
        as_of=kept.case.as_of.isoformat(),
        made=now(),
        version=VERSION,
        seed=seed,
        worlds=worlds,
        questions=tuple(r for r in records if isinstance(r, Asked)),
        forecasts=tuple(r for r in records if isinstance(r, Forecast)),
        dates=dates,
        classes=classes,
        meaning=_meaning(kept.case),
    )
    return replace(made, seal=made.sealed)


def read_frozen(path: str | Path) -> Frozen:
    """Read frozen predictions back.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    LedgerError
        If it is no such file, or says something else than what was sealed.
    OSError
        If it cannot be read.
    """
    try:
        found = _from_plain(read_json(path))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise LedgerError((f"{path}: these are no frozen predictions: {error}",)) from None
    if found.sealed != found.seal:
        raise LedgerError((f"{path}: it was changed after it was sealed; nothing is scored",))
    return found


def thawed(frozen: Frozen, resolved: tuple[Record, ...]) -> Ledger:
    """Return a ledger of frozen predictions and of what came of them: nothing is asked again.

    Parameters
    ----------
    frozen
        What was frozen.
    resolved
        Verdicts, and what belongs to them; those on other questions are left out.

    Raises
    ------
    LedgerError
        If the verdicts do not fit the questions.
    """
    asked = {q.id for q in frozen.questions}
    fitting = tuple(r for r in resolved if getattr(r, "question", "") in asked or not hasattr(r, "question"))
    return together(Ledger(()), (*frozen.questions, *frozen.forecasts, *fitting))


def class_scores(
    frozen: Frozen,
    case: Case,
    state: Callable[[date], Mapping[str, str]],
    choices: tuple[str, ...],
    until: str,
) -> tuple[ClassScore, ...]:
    """Score the outcome class at each year end that has come.

    Parameters
    ----------
    frozen
        What was said.
    case
        The case, whose classes say which one a situation is in. Its weights, rates and texts may have
        changed since it was frozen; what the classes mean may not.
    state
        Day -> the level of each option, by the coded history.
    choices
        The choices that were made; the choice left open is scored beside them.
    until
        The last day that is known, ISO.

    Raises
    ------
    LedgerError
        If the classes of the case may mean something else than when it was frozen.
    """
    if digest(case) != frozen.digest and _meaning(case) != frozen.meaning:
        raise LedgerError(
            (f"{case.case} has changed since it was frozen, so its outcome classes may mean more",)
        )
    found = []
    for k, on in enumerate(frozen.dates):
        observed = _observed(case, state(date.fromisoformat(on))) if on <= until else ""
        for choice in (*choices, "") if observed else ():
            shares = {o: row[k] for o, row in frozen.classes.get(choice, {}).items()}
            if shares:
                found.append(_scored(on, choice, observed, shares))
    return tuple(found)


def _meaning(case: Case) -> str:
    """Return the digest of all that says which outcome class a situation is in."""
    from detente.dynamics.clock import written_out
    from detente.game.truth import mentions

    trees = {name: written_out(o.when.tree, case) for name, o in case.outcomes.items()}
    read = frozenset().union(*(mentions(tree, {}) for tree in trees.values()))
    levels = {name: list(v.levels) for name, v in case.variables().items() if name in read}
    said = {"levels": levels, "outcomes": [[name, repr(tree)] for name, tree in trees.items()]}
    return hashlib.blake2b(canonical(said).encode(), digest_size=16).hexdigest()


def _scored(on: str, choice: str, observed: str, shares: Mapping[str, float]) -> ClassScore:
    p = shares.get(observed, 0.0)
    gap = math.fsum((x - (o == observed)) ** 2 for o, x in shares.items()) / 2
    return ClassScore(
        on=on,
        choice=choice,
        observed=observed,
        probability=p,
        likeliest=max(shares, key=lambda o: shares[o]),
        brier=gap,
        log=-math.log(max(p, FLOOR)),
    )


def _observed(case: Case, state: Mapping[str, str]) -> str:
    """Return the outcome class of a situation; empty if the record does not tell."""
    from detente.history import holds

    for name, outcome in case.outcomes.items():
        known = holds(case, outcome.when, state)
        if known is None:
            return ""
        if known:
            return name
    return OTHER


def _classes(
    case: Case, worlds: int, seed: int
) -> tuple[tuple[str, ...], dict[str, dict[str, tuple[float, ...]]]]:
    if case.clock is None or not worlds or not case.outcomes:
        return (), {}
    from detente.dynamics import Calendar, course

    days = [date(year, 12, 31) for year in range(case.as_of.year, case.clock.horizon.year + 1)]
    days = [d for d in days if case.as_of < d <= case.clock.horizon]
    found: dict[str, dict[str, tuple[float, ...]]] = {}
    given, asked = Calendar.drawn(case, worlds + 1, seed), [("outcome", o) for o in case.outcomes]
    for choice in [*case.choices, ""] if days else []:
        made = course(case, choice, days, seed=seed, phases=False, given=given, conditions=asked)
        rows = {o: made.of("outcome", o)[:, 1:].mean(axis=1) for o in case.outcomes}
        rows[OTHER] = np.clip(1 - sum(rows.values()), 0, 1)
        found[choice] = {o: tuple(round(float(x), 6) for x in row) for o, row in rows.items()}
    return tuple(d.isoformat() for d in days), found


def _from_plain(plain: Any) -> Frozen:
    if not isinstance(plain, dict) or plain.pop("frozen", None) != FORMAT:
        raise ValueError("the key 'frozen' is missing or of another version")
    for key, kind in (("questions", "question"), ("forecasts", "forecast")):
        plain[key] = tuple(from_body(kind, json.dumps(one)) for one in plain[key])
    plain["dates"] = tuple(date.fromisoformat(x).isoformat() for x in plain["dates"])
    plain["classes"] = {
        choice: {o: tuple(float(x) for x in row) for o, row in rows.items()}
        for choice, rows in plain["classes"].items()
    }
    return Frozen(**plain)
