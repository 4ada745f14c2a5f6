"""Ledger -> Scores: who foresaw what, on which questions, with intervals, and what was left out and why."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from detente.errors import LedgerError
from detente.forecast.ledger.keeping import Ledger
from detente.forecast.ledger.records import BASE_RATE, SETTLED, TOGETHER, Asked, Resolution
from detente.forecast.likelihood import READINGS, WORDS, Range, number
from detente.forecast.measure.bootstrap import LEVEL, Interval, mean_interval, skill_interval
from detente.forecast.measure.losses import brier
from detente.forecast.measure.reliability import Diagram, diagram
from detente.forecast.results import Difference, Left, Row, Scored, Scores
from detente.forecast.standing import PUT_OTHERWISE, Marked, Unused, marked, open_days

__all__ = ["score", "settled"]


S = TypeVar("S", Scored, Marked)


def score(
    ledger: Ledger,
    as_of: str = "",
    seed: int = 1,
    words: Mapping[str, Range] = WORDS,
    level: float = LEVEL,
    early: bool = True,
) -> Scores:
    """Score every forecaster of a ledger.

    Parameters
    ----------
    as_of
        Day up to which outcomes are known, ISO; that of the last verdict if left out.
    seed
        Of the bootstrap.
    words
        Map from words to probabilities, for the low and high readings of what sources say.
    level
        Coverage of intervals.
    early
        Whether questions are scored that were settled while their planned end lies beyond ``as_of``. What
        comes early is more often a yes, so that scoring it while the rest is open rewards those who lean to
        yes (metaculus issue 1480); scores without them are always given beside.

    Raises
    ------
    LedgerError
        If nothing in the ledger can be scored.
    """
    until = as_of or max((r.on for r in ledger.resolutions.values()), default="")
    found, left, marks, unused = _all(ledger, until, False, early)
    if not found:
        raise LedgerError((_nothing(ledger),))
    halves = _all(ledger, until, True, early)[0]
    shared = _shared(found)
    same = tuple(s for s in found if s.question in shared)
    verdicts = ledger.resolutions.values()
    ahead = tuple(q for q in dict.fromkeys(s.question for s in found) if ledger.questions[q].closes > until)
    due = tuple(s for s in found if s.question not in ahead)
    return Scores(
        as_of=until,
        rows=_rows(found, seed, level),
        common=_rows(same, seed, level),
        differences=tuple(_differences(same, seed, level)),
        mixed=_rows(halves, seed, level) if len(halves) > len(found) else (),
        readings=_readings(marks, words, seed, level),
        scored=found,
        left_out=left,
        verdicts=Counter(r.verdict for r in verdicts),
        first=Counter(r.first or r.verdict for r in verdicts),
        diagrams=_diagrams(marks, seed),
        early=ahead,
        due=_rows(due, seed, level) if ahead else (),
        marks=marks,
        unused=unused,
    )


def _nothing(ledger: Ledger) -> str:
    """Why there is nothing to score."""
    if not ledger.questions:
        return "nothing can be scored: the case asks no questions"
    if not ledger.resolutions:
        return "nothing can be scored: no question has a verdict; record one with: detente resolve"
    return "nothing can be scored: no question that was settled was forecast before"


def settled(
    ledger: Ledger, until: str, mixed: bool = False, early: bool = True
) -> tuple[dict[str, float], tuple[Left, ...]]:
    """Return the outcome of each question that may be scored, and why the others may not.

    Parameters
    ----------
    until
        Day up to which outcomes are known, ISO.
    mixed
        Take mixed verdicts in, as half yes.
    early
        Take questions in whose planned end lies beyond that day.
    """
    found: dict[str, float] = {}
    left = []
    for q in ledger.questions.values():
        verdict = ledger.resolutions.get(q.id)
        reason = _unfit(ledger, q, verdict, until, mixed, early)
        if reason or verdict is None:
            left.append(Left(q.id, reason))
        else:
            found[q.id] = {"yes": 1.0, "no": 0.0}.get(verdict.answer, 0.5)
    return found, tuple(left)


def _unfit(ledger: Ledger, q: Asked, verdict: Resolution | None, until: str, mixed: bool, early: bool) -> str:
    """Why a question may not be scored, or an empty text."""
    if verdict is None:
        return "not resolved"
    if q.choice and ledger.branches and q.choice not in ledger.branches:
        return f"annulled: asked under {q.choice}, which was not chosen"
    if verdict.verdict not in SETTLED and not (mixed and verdict.verdict == "mixed"):
        return verdict.verdict
    if q.choice and not ledger.branches:
        return f"asked under {q.choice}, and nobody has recorded which choice was made"
    if verdict.on > until:
        return f"settled on {verdict.on} only"
    if q.closes > until and not early:
        return f"closes on {q.closes} only"
    return ""


def _all(
    ledger: Ledger, until: str, mixed: bool, early: bool
) -> tuple[tuple[Scored, ...], tuple[Left, ...], tuple[Marked, ...], tuple[Unused, ...]]:
    outcomes, left = settled(ledger, until, mixed, early)
    marks, unused = marked(ledger, outcomes, {x.question: x.reason for x in left})
    groups: dict[tuple[str, str], list[Marked]] = {}
    for m in marks:
        groups.setdefault((m.question, m.who), []).append(m)
    found = tuple(_scored(ledger, group) for group in groups.values())
    reworded = sorted({u.question for u in unused if u.reason == PUT_OTHERWISE})
    return found, (*left, *(Left(q, PUT_OTHERWISE) for q in reworded)), marks, unused


def _scored(ledger: Ledger, group: Sequence[Marked]) -> Scored:
    """Average the scores of the forecasts that stood, each over its days."""
    last = group[-1]
    days = open_days(ledger.questions[last.question], ledger.resolutions[last.question])
    peers = [m.days * m.peer for m in group if m.peer is not None]
    return Scored(
        question=last.question,
        cluster=last.cluster,
        who=last.who,
        kind=last.kind,
        probability=last.probability,
        outcome=last.outcome,
        brier=math.fsum(m.share * m.brier for m in group),
        log=math.fsum(m.share * m.log for m in group),
        coverage=math.fsum(m.days for m in group) / days,
        hindsight=any(m.hindsight for m in group),
        forecasts=len(group),
        peer=math.fsum(peers) / days if peers else None,
    )


def _shared(found: Sequence[Scored]) -> set[str]:
    """Questions that every kind of forecaster answered, where there is more than one kind."""
    kinds: dict[str, set[str]] = {}
    for s in found:
        kinds.setdefault(s.kind, set()).add(s.question)
    return set.intersection(*kinds.values())


def _groups(found: Sequence[S]) -> dict[str, list[S]]:
    groups: dict[str, list[S]] = {}
    for s in found:
        groups.setdefault(s.who, []).append(s)
    papers = [s for s in found if s.kind == "paper"]
    if len({s.who for s in papers}) > 1:
        groups[TOGETHER] = papers
    return dict(sorted(groups.items(), key=lambda pair: (_ORDER.index(pair[1][0].kind), pair[0])))


_ORDER = ("paper", "model", "person", "crowd", "base rate")


def _rows(found: Sequence[Scored], seed: int, level: float) -> tuple[Row, ...]:
    groups = _groups(found)
    rates = {s.question: s for s in found if s.kind == BASE_RATE}
    return tuple(_row(who, group, rates, seed, level) for who, group in groups.items())


def _row(who: str, group: Sequence[Scored], rates: Mapping[str, Scored], seed: int, level: float) -> Row:
    clusters = [s.cluster for s in group]
    both = [s for s in group if s.question in rates]
    skill = None
    if both and group[0].kind != BASE_RATE:
        pair = [s.brier for s in both], [rates[s.question].brier for s in both]
        skill = skill_interval(*pair, [s.cluster for s in both], seed, level)
    peers = [s for s in group if s.peer is not None]
    return Row(
        who=who,
        kind=group[0].kind,
        brier=mean_interval([s.brier for s in group], clusters, seed, level),
        log=mean_interval([s.log for s in group], clusters, seed, level),
        skill=skill,
        common=len(both),
        questions=tuple(s.question for s in group),
        hindsight=any(s.hindsight for s in group),
        reference=math.fsum(rates[s.question].brier for s in both) / len(both) if skill else None,
        peer=mean_interval([s.peer or 0.0 for s in peers], [s.cluster for s in peers], seed, level)
        if peers
        else None,
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
    marks: Sequence[Marked], words: Mapping[str, Range], seed: int, level: float
) -> dict[str, Interval]:
    """Score the sources' words for each reading of the map."""
    groups: dict[tuple[str, str], list[Marked]] = {}
    for m in marks:
        if m.word:
            groups.setdefault((m.question, m.who), []).append(m)
    clusters = [group[0].cluster for group in groups.values()]
    return {
        reading: mean_interval([_read(g, reading, words) for g in groups.values()], clusters, seed, level)
        for reading in (READINGS if groups else ())
    }


def _read(group: Sequence[Marked], reading: str, words: Mapping[str, Range]) -> float:
    """Brier score of what one source says of one question, by one reading of its words."""
    said = [number(m.word, m.says == "yes", reading, words) for m in group]
    return math.fsum(m.share * float(brier(p, m.outcome)) for m, p in zip(group, said, strict=True))


def _diagrams(marks: Sequence[Marked], seed: int) -> dict[str, Diagram]:
    """Reliability of the very forecasts that are scored, each with the weight that it has in the score."""
    found = {}
    for who, group in _groups(marks).items():
        pairs = dict.fromkeys((m.question, m.who) for m in group)
        place = {pair: k for k, pair in enumerate(pairs)}
        found[who] = diagram(
            [m.probability for m in group],
            [m.outcome for m in group],
            seed,
            weights=[m.share for m in group],
            groups=[place[m.question, m.who] for m in group],
        )
    return found
