"""Ledger -> Scores: who foresaw what, on which questions, with intervals, and what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.arithmetic import dot
from detente.errors import LedgerError
from detente.forecast.asking import BASE_RATE
from detente.forecast.bootstrap import LEVEL, Interval, mean_interval, skill_interval
from detente.forecast.ledger import Ledger
from detente.forecast.records import SETTLED, Asked, Forecast, Resolution
from detente.forecast.reliability import Diagram, diagram
from detente.forecast.scores import FLOOR, brier, log_score
from detente.forecast.words import WORDS, Range, number

__all__ = ["Difference", "Left", "Row", "Scored", "Scores", "score", "settled"]

#: How a group of forecasters of one kind is called.
TOGETHER = "all sources together"


@dataclass(frozen=True, slots=True)
class Left:
    """A question that is not scored, and why."""

    question: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scored:
    """One forecaster's score on one question.

    Parameters
    ----------
    question, cluster
        Which one, and the observable that it shares with others.
    who, kind
        Who forecast it.
    probability
        The forecast that stood last.
    outcome
        1 for yes, 0 for no, 0.5 for a mixed verdict where these are taken in.
    brier, log
        Scores, averaged over the days that a forecast stood.
    coverage
        Share of the days, from opening to settlement, on which one stood.
    hindsight
        Whether it was written down after the question had closed.
    """

    question: str
    cluster: str
    who: str
    kind: str
    probability: float
    outcome: float
    brier: float
    log: float
    coverage: float
    hindsight: bool


@dataclass(frozen=True, slots=True)
class Row:
    """What a forecaster achieved.

    Parameters
    ----------
    who, kind
        The forecaster.
    brier, log
        Mean scores with intervals over clusters and questions.
    skill
        Against the base rate on the questions that both forecast; ``None`` where there are none.
    common
        How many these are.
    questions
        The questions, in order.
    hindsight
        Whether any of the forecasts were written down after the question had closed.
    """

    who: str
    kind: str
    brier: Interval
    log: Interval
    skill: Interval | None
    common: int
    questions: tuple[str, ...]
    hindsight: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean Brier score of one forecaster less that of another, on the same questions."""

    who: str
    other: str
    brier: Interval


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a ledger.

    Parameters
    ----------
    as_of
        Day up to which outcomes are known; nothing that closes later is scored.
    rows
        One for each forecaster, on everything that it forecast and that can be scored.
    common
        The same on the questions that sources, model and base rate all forecast.
    differences
        Between pairs of them, on those questions.
    mixed
        As ``rows``, with mixed verdicts as half yes.
    readings
        Reading of words -> Brier score of all sources together.
    scored, left_out
        Every score, and every question without one.
    verdicts, first
        Number of questions for each verdict, and for each in the words of the first reading.
    diagrams
        Reliability of each forecaster.
    """

    as_of: str
    rows: tuple[Row, ...]
    common: tuple[Row, ...]
    differences: tuple[Difference, ...]
    mixed: tuple[Row, ...]
    readings: Mapping[str, Interval]
    scored: tuple[Scored, ...]
    left_out: tuple[Left, ...]
    verdicts: Mapping[str, int]
    first: Mapping[str, int]
    diagrams: Mapping[str, Diagram]


def score(
    ledger: Ledger,
    as_of: str = "",
    seed: int = 1,
    words: Mapping[str, Range] = WORDS,
    level: float = LEVEL,
) -> Scores:
    """Score every forecaster of a ledger.

    Parameters
    ----------
    as_of
        Day up to which outcomes are known, ISO; that of the last verdict if left out. Questions that close
        later are left out even if they are settled: what comes early is more often a yes, and scoring it
        alone would reward those who lean to yes (metaculus issue 1480).
    seed
        Of the bootstrap.
    words
        Map from words to probabilities, for the low and high readings of what sources say.
    level
        Coverage of intervals.

    Raises
    ------
    LedgerError
        If nothing in the ledger can be scored.
    """
    until = as_of or max((r.on for r in ledger.resolutions.values()), default="")
    found, left = _all(ledger, until, mixed=False)
    if not found:
        raise LedgerError(("nothing can be scored: no forecast question has closed with an answer",))
    halves, _ = _all(ledger, until, mixed=True)
    shared = _shared(found)
    same = tuple(s for s in found if s.question in shared)
    verdicts = ledger.resolutions.values()
    return Scores(
        as_of=until,
        rows=_rows(found, seed, level),
        common=_rows(same, seed, level),
        differences=tuple(_differences(same, seed, level)),
        mixed=_rows(halves, seed, level) if len(halves) > len(found) else (),
        readings=_readings(ledger, found, words, seed, level),
        scored=found,
        left_out=left,
        verdicts=Counter(r.verdict for r in verdicts),
        first=Counter(r.first or r.verdict for r in verdicts),
        diagrams=_diagrams(found, seed),
    )


def settled(ledger: Ledger, until: str, mixed: bool = False) -> tuple[dict[str, float], tuple[Left, ...]]:
    """Return the outcome of each question that may be scored, and why the others may not.

    Parameters
    ----------
    until
        Day up to which outcomes are known, ISO.
    mixed
        Take mixed verdicts in, as half yes.
    """
    found: dict[str, float] = {}
    left = []
    for q in ledger.questions.values():
        verdict = ledger.resolutions.get(q.id)
        reason = _unfit(ledger, q, verdict, until, mixed)
        if reason or verdict is None:
            left.append(Left(q.id, reason))
        else:
            found[q.id] = {"yes": 1.0, "no": 0.0}.get(verdict.answer, 0.5)
    return found, tuple(left)


def _unfit(ledger: Ledger, q: Asked, verdict: Resolution | None, until: str, mixed: bool) -> str:
    """Why a question may not be scored, or an empty text."""
    if verdict is None:
        return "not resolved"
    if q.choice and ledger.branches and q.choice not in ledger.branches:
        return f"annulled: asked under {q.choice}, which was not chosen"
    if verdict.verdict not in SETTLED and not (mixed and verdict.verdict == "mixed"):
        return verdict.verdict
    if q.choice and not ledger.branches:
        return f"asked under {q.choice}, and nobody has recorded which choice was made"
    if q.closes > until:
        return f"closes on {q.closes} only"
    return ""


def _all(ledger: Ledger, until: str, mixed: bool) -> tuple[tuple[Scored, ...], tuple[Left, ...]]:
    outcomes, left = settled(ledger, until, mixed)
    groups: dict[tuple[str, str], list[Forecast]] = {}
    reworded = set()
    for f in ledger.forecasts:
        under = f.basis.get("choice", "")
        if f.question not in outcomes or (under and under not in ledger.branches):
            continue
        if f.asked and f.asked != ledger.questions[f.question].digest:
            reworded.add(f.question)
        else:
            groups.setdefault((f.question, f.who), []).append(f)
    found = []
    for (name, _), forecasts in groups.items():
        q, verdict = ledger.questions[name], ledger.resolutions[name]
        if one := _scored(q, verdict, forecasts, outcomes[name]):
            found.append(one)
    left += tuple(Left(q, "put in other words after it was forecast") for q in sorted(reworded))
    return tuple(found), left


def _scored(q: Asked, verdict: Resolution, forecasts: Sequence[Forecast], outcome: float) -> Scored | None:
    """Average the scores of the forecasts that stood, each over its days."""
    stood = sorted({f.as_of: f for f in forecasts}.values(), key=lambda f: f.as_of)
    start, end = date.fromisoformat(q.opens), date.fromisoformat(min(q.closes, verdict.on))
    whole = max((end - start).days, 1)
    days = [min(max((date.fromisoformat(f.as_of) - start).days, 0), whole) for f in stood]
    spans = np.diff([*days, whole]).astype(np.float64)
    if not spans.sum():
        return None
    p = np.array([f.probability for f in stood])
    y = np.full(len(p), outcome)
    last = stood[-1]
    return Scored(
        question=q.id,
        cluster=q.cluster or q.id,
        who=last.who,
        kind=last.kind,
        probability=last.probability,
        outcome=outcome,
        brier=float(dot(spans, brier(p, y)) / spans.sum()),
        log=float(dot(spans, log_score(p, y, FLOOR)) / spans.sum()),
        coverage=float(spans.sum() / whole),
        hindsight=any(f.made[:10] > q.closes for f in stood) and last.kind != "paper",
    )


def _shared(found: Sequence[Scored]) -> set[str]:
    """Questions that every kind of forecaster answered, where there is more than one kind."""
    kinds: dict[str, set[str]] = {}
    for s in found:
        kinds.setdefault(s.kind, set()).add(s.question)
    return set.intersection(*kinds.values())


def _groups(found: Sequence[Scored]) -> dict[str, list[Scored]]:
    groups: dict[str, list[Scored]] = {}
    for s in found:
        groups.setdefault(s.who, []).append(s)
    papers = [s for s in found if s.kind == "paper"]
    if len({s.who for s in papers}) > 1:
        groups[TOGETHER] = papers
    return dict(sorted(groups.items(), key=lambda pair: (_ORDER.index(pair[1][0].kind), pair[0])))


_ORDER = ("paper", "model", "person", "crowd", "base rate")


def _rows(found: Sequence[Scored], seed: int, level: float) -> tuple[Row, ...]:
    groups = _groups(found)
    rates = {s.question: s for s in groups.get(BASE_RATE, ())}
    return tuple(_row(who, group, rates, seed, level) for who, group in groups.items())


def _row(who: str, group: Sequence[Scored], rates: Mapping[str, Scored], seed: int, level: float) -> Row:
    clusters = [s.cluster for s in group]
    both = [s for s in group if s.question in rates]
    skill = None
    if both and who != BASE_RATE:
        pair = [s.brier for s in both], [rates[s.question].brier for s in both]
        skill = skill_interval(*pair, [s.cluster for s in both], seed, level)
    return Row(
        who=who,
        kind=group[0].kind,
        brier=mean_interval([s.brier for s in group], clusters, seed, level),
        log=mean_interval([s.log for s in group], clusters, seed, level),
        skill=skill,
        common=len(both),
        questions=tuple(s.question for s in group),
        hindsight=any(s.hindsight for s in group),
    )


def _differences(same: Sequence[Scored], seed: int, level: float) -> Iterator[Difference]:
    """Compare the model with everybody else, and everybody with the base rate."""
    groups = _groups(same)
    pairs = [(w, BASE_RATE) for w in groups if w != BASE_RATE and BASE_RATE in groups]
    models = [w for w, group in groups.items() if group[0].kind == "model"]
    pairs += [(m, TOGETHER) for m in models if TOGETHER in groups]
    for who, other in pairs:
        against = {s.question: s.brier for s in groups[other]}
        both = [s for s in groups[who] if s.question in against]
        gaps = [s.brier - against[s.question] for s in both]
        if gaps:
            clusters = [s.cluster for s in both]
            yield Difference(who, other, mean_interval(gaps, clusters, seed, level))


def _readings(
    ledger: Ledger, found: Sequence[Scored], words: Mapping[str, Range], seed: int, level: float
) -> dict[str, Interval]:
    """Score the sources' words for each reading of the map."""
    spoken = {
        (f.question, f.who): f.basis for f in ledger.forecasts if f.kind == "paper" and "word" in f.basis
    }
    papers = [s for s in found if (s.question, s.who) in spoken]
    if not papers:
        return {}
    clusters, y = [s.cluster for s in papers], [s.outcome for s in papers]
    out = {}
    for reading in ("low", "middle", "high"):
        said = (spoken[s.question, s.who] for s in papers)
        p = [number(str(b["word"]), b["says"] == "yes", reading, words) for b in said]
        out[reading] = mean_interval(brier(p, y), clusters, seed, level)
    return out


def _diagrams(found: Sequence[Scored], seed: int) -> dict[str, Diagram]:
    return {
        who: diagram([s.probability for s in group], [s.outcome for s in group], seed)
        for who, group in _groups(found).items()
    }
