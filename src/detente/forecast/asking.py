"""Forecasts of the questions of a case: by its model, by base rates, and by its sources' own words."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.case import Case, Question, digest
from detente.case.nearest import check_name
from detente.catalog import names, path
from detente.forecast.baserate import rate
from detente.forecast.ledger.admission import RESERVED, today
from detente.forecast.ledger.keeping import now
from detente.forecast.ledger.records import BASE_RATE, Asked, Forecast, Record, asked
from detente.forecast.likelihood import WORDS, Range, number
from detente.forecast.reading import Prior, Resolved, beside, read_forecasts, read_resolutions
from detente.version import VERSION

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from detente.dynamics.ask import Answer

__all__ = ["Shelf", "ask", "by_base_rate", "by_model", "by_sources", "expressible", "reserved", "shelf"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A case with what stands beside its file.

    Parameters
    ----------
    case, file, digest
        The case, its file and its digest.
    priors
        Question -> what its source says and its reference class; empty without ``forecasts.yaml``.
    resolved
        What came of the questions; ``None`` without ``resolutions.yaml``.
    """

    case: Case
    file: Path
    digest: str
    priors: Mapping[str, Prior]
    resolved: Resolved | None

    def asked(self) -> tuple[Asked, ...]:
        """Every question, as it is put today."""
        clusters = self.resolved.clusters if self.resolved else {}
        return tuple(asked(self.case, q, self.digest, clusters.get(q.id, "")) for q in self.case.questions)

    def question(self, name: str) -> Question:
        """Return a question by its id.

        Parameters
        ----------
        name
            Id of the question.

        Raises
        ------
        UnknownName
            If the case does not ask it; carries the nearest ids.
        """
        found = {q.id: q for q in self.case.questions}
        check_name("question", name, found)
        return found[name]


def shelf(name: str) -> Shelf:
    """Read a case with the files of forecasts and resolutions beside it.

    Parameters
    ----------
    name
        Slug of a shipped case, or the path of a case file.

    Raises
    ------
    CaseError
        If the case or one of the files cannot be used.
    UnknownName
        If no shipped case has this slug.
    """
    from detente.catalog import load

    case = load(name)
    file = path(name) if name in names() else Path(name)
    priors, resolved = beside(file, "forecasts.yaml"), beside(file, "resolutions.yaml")
    return Shelf(
        case=case,
        file=file,
        digest=digest(case),
        priors=read_forecasts(case, priors) if priors else {},
        resolved=read_resolutions(case, resolved, None if name in names() else today()) if resolved else None,
    )


def reserved(kept: Shelf) -> tuple[str, ...]:
    """Return the names that no person may take: those of the model, the sources and the base rates.

    Parameters
    ----------
    kept
        The case, its questions and what is kept of them.
    """
    return (kept.case.case, *kept.case.sources, *RESERVED)


def expressible(question: Question) -> bool:
    """Whether the model can answer a question: it has a condition, a phase or a series of counts.

    Parameters
    ----------
    question
        The question.
    """
    return question.when is not None or bool(question.phase) or question.series is not None


def by_model(
    kept: Shelf,
    worlds: int,
    seed: int,
    tick: Progress | None = None,
    only: Collection[str] | None = None,
    choices: Collection[str] | None = None,
    band: bool = True,
) -> tuple[Forecast, ...]:
    """Ask the model every question that it can answer.

    Parameters
    ----------
    worlds, seed
        As everywhere; the probability is the mean over the worlds that were drawn.
    tick
        Called with how many questions are done, and of how many.
    only
        The questions to ask; all that it can answer if left out.
    choices
        The choices under which to ask what names none; all of them if left out.
    band
        Whether the band of imprecise rates is wanted, which takes as long as the answer.

    Returns
    -------
    tuple of Forecast
        One for each choice under which a question is asked: all of them where it names none, since how
        probable a choice is belongs to whoever makes it. ``low`` and ``high`` are the band that comes of
        rates known only within their factor, ``basis["spread"]`` holds 5% and 95% over the worlds.
    """
    from detente.dynamics import Calendar
    from detente.dynamics.ask import ask as answer

    wanted = [q for q in kept.case.questions if expressible(q) and (only is None or q.id in only)]
    under = list(kept.case.choices if choices is None else choices) or [""]
    jobs = [(q, c) for q in wanted for c in ([q.choice] if q.choice or q.series else under)]
    past = _past(kept) if any(q.series for q in wanted) else {}
    made: list[Forecast] = []
    given = Calendar.drawn(kept.case, worlds, seed) if jobs else None
    for k, (question, choice) in enumerate(jobs, 1):
        counts = past.get(question.series.id) if question.series else None
        found = answer(kept.case, question, worlds, seed, choice, counts=counts, band=band, given=given)
        made.append(_modelled(kept, question, found, seed))
        if tick:
            tick(k, len(jobs))
    return tuple(made)


def _past(kept: Shelf) -> dict[str, NDArray[np.int64]]:
    """Counts of each series up to the date of the case."""
    from detente.history.gather import gather

    return {name: series.counts for name, series in gather(kept.case, kept.file.parent).series.items()}


def _modelled(kept: Shelf, question: Question, found: Answer, seed: int) -> Forecast:
    p = found.drawn
    error = float(p.std(ddof=1) / math.sqrt(len(p))) if len(p) > 1 else 0.0
    basis = {
        "worlds": len(found.probabilities),
        "seed": seed,
        "version": VERSION,
        "case": kept.digest,
        "error": round(error, 6),
        "spread": [round(end, 6) for end in found.spread],
        "choice": found.choice,
    }
    mean = found.mean
    low, high = sorted((_within(found.low, mean), _within(found.high, mean)))
    low, high = min(low, mean), max(high, mean)
    return _forecast(kept, question, kept.case.case, "model", mean, basis, low, high)


def _within(value: Any, otherwise: float) -> float:
    """A probability as a plain number; another one where the model gives none."""
    number = otherwise if value is None else float(value)
    return min(max(number, 0.0), 1.0) if number == number else otherwise


def by_base_rate(kept: Shelf) -> tuple[Forecast, ...]:
    """Forecast every question that has a reference class by how often such a thing had happened.

    Parameters
    ----------
    kept
        The case, its questions and what is kept of them.
    """
    return tuple(_rates(kept))


def _rates(kept: Shelf) -> Iterator[Forecast]:
    for question in kept.case.questions:
        prior = kept.priors.get(question.id)
        if prior is None or prior.reference is None:
            continue
        known = prior.reference
        opens = question.opens or kept.case.as_of
        found = rate(known, opens, question.by)
        window = f"{known.start} to {known.end}" if known.start else f"{known.periods} periods"
        basis = {"counted": known.number, "window": window, "what": known.what, "source": known.source}
        yield _forecast(
            kept, question, BASE_RATE, "base rate", found.probability, basis, found.low, found.high
        )


def by_sources(kept: Shelf, words: Mapping[str, Range] = WORDS) -> tuple[Forecast, ...]:
    """Put what the sources say into numbers, by how firmly they say it.

    Parameters
    ----------
    words
        The map from words to probabilities.

    Returns
    -------
    tuple of Forecast
        One for each question of which it is known what its source says; the forecaster is the source, and
        ``low`` and ``high`` are the ends of the word's range.
    """
    return tuple(_said(kept, words))


def _said(kept: Shelf, words: Mapping[str, Range]) -> Iterator[Forecast]:
    sources = {s.key: name for name, s in kept.case.sources.items()}
    for question in kept.case.questions:
        prior = kept.priors.get(question.id)
        keys = [at.key for at in question.evidence.at if at.key in sources]
        if prior is None or not keys:
            continue
        word = question.modality
        low, mean, high = (number(word, prior.says, r, words) for r in ("low", "middle", "high"))
        basis = {"word": word, "says": "yes" if prior.says else "no", "voice": question.voice}
        ends = sorted((low, high))
        yield _forecast(kept, question, sources[keys[0]], "paper", mean, basis, *ends)


def _forecast(
    kept: Shelf,
    question: Question,
    who: str,
    kind: str,
    probability: float,
    basis: Mapping[str, Any],
    low: float | None = None,
    high: float | None = None,
) -> Forecast:
    """Write a forecast of today down, of evidence up to the date of the case."""
    ends = [None if v is None else round(v, 6) for v in (low, high)]
    return Forecast(
        question=question.id,
        who=who,
        kind=kind,
        probability=round(min(max(probability, 0.0), 1.0), 6),
        as_of=kept.case.as_of.isoformat(),
        made=now(),
        low=ends[0],
        high=ends[1],
        basis=dict(basis),
        asked=asked(kept.case, question).digest,
    )


def ask(
    kept: Shelf,
    worlds: int = 1000,
    seed: int = 1,
    words: Mapping[str, Range] = WORDS,
    tick: Progress | None = None,
    band: bool = True,
) -> tuple[Record, ...]:
    """Ask everybody who can be asked without waiting: the model, the sources, the base rates.

    Parameters
    ----------
    worlds
        Number of random worlds; 0 leaves the model out, and so does a case without a clock.
    band
        Whether the model's bands of imprecise rates are wanted; see `by_model`.

    Returns
    -------
    tuple of Record
        The questions, then the forecasts; ready for the ledger.
    """
    asked_now = worlds and kept.case.clock is not None
    modelled = by_model(kept, worlds, seed, tick=tick, band=band) if asked_now else ()
    return (*kept.asked(), *by_sources(kept, words), *by_base_rate(kept), *modelled)
