"""Which forecasts count, for which days, and what each of them scores.

What one forecast is: what a forecaster says of a question on a day. Of several on one day the last one
written down counts. It stands from its day, or from the opening of the question if that is later, until the
day of the next one, or until the question is settled or closes, whichever comes first. One that is dated on
that day or later says nothing that was not known, and enters no score of any kind.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from detente.elicitation.naming import same
from detente.forecast.ledger.admission import PEOPLE, RESERVED
from detente.forecast.ledger.keeping import Ledger
from detente.forecast.ledger.records import BASE_RATE, Asked, Forecast, Resolution
from detente.forecast.measure.losses import FLOOR, brier, log_score

__all__ = [
    "LATE",
    "PUT_OTHERWISE",
    "Marked",
    "Unused",
    "Who",
    "marked",
    "named",
    "open_days",
    "peer_scores",
    "whose",
]

#: Why a forecast enters no score.
LATE = "dated on the day on which the question was settled or closed, or later"
PUT_OTHERWISE = "put in other words after it was forecast"
REPLACED = "replaced by a later one of the same day, or before the question opened"

#: A forecaster: the kind, and the name without capitals and blanks for people.
Who = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Unused:
    """A forecast of the ledger that enters no score, and why."""

    question: str
    who: str
    kind: str
    as_of: str
    probability: float
    reason: str


@dataclass(frozen=True, slots=True)
class Marked:
    """The score of one forecast of the ledger.

    Parameters
    ----------
    question, cluster
        Which one, and the observable that it shares with others.
    who, kind
        Who forecast it.
    as_of
        Its day.
    start, days
        Days from the opening of the question until it stood, and for how many it stood, at least 1.
    share
        Its part of all days on which a forecast of this forecaster stood, above 0 to 1.
    probability, outcome
        What was forecast, and 1 for yes, 0 for no, 0.5 for a mixed verdict where these are taken in.
    brier, log
        Its scores.
    peer
        Its mean peer score over the days it stood; ``None`` if nobody else forecast on any of them.
    hindsight
        Whether it was written down after the question was settled or closed.
    word, says
        The word that was put into a probability, and what it was said of; empty for a number.
    """

    question: str
    cluster: str
    who: str
    kind: str
    as_of: str
    start: int
    days: int
    share: float
    probability: float
    outcome: float
    brier: float
    log: float
    peer: float | None
    hindsight: bool
    word: str = ""
    says: str = ""


def whose(f: Forecast) -> Who:
    """Return who made a forecast; people are one though they write their name in another way.

    Parameters
    ----------
    f
        The forecast.
    """
    return f.kind, same(f.who) if f.kind in PEOPLE else f.who


def named(forecasts: Sequence[Forecast]) -> dict[Who, str]:
    """Return how each forecaster is called in tables: by name, and by kind where a name could mislead.

    Parameters
    ----------
    forecasts
        All forecasts of the table.
    """
    names = {whose(f): f.who for f in forecasts}
    held = [same(n) for n in names.values()]
    reserved = {same(n) for n in RESERVED}
    found = {}
    for (kind, key), name in names.items():
        plain = (kind, name) == (BASE_RATE, BASE_RATE)
        clear = held.count(same(name)) == 1 and same(name) not in reserved
        found[kind, key] = name if plain or clear else f"{name} ({kind})"
    return found


def marked(
    ledger: Ledger, outcomes: Mapping[str, float], reasons: Mapping[str, str]
) -> tuple[tuple[Marked, ...], tuple[Unused, ...]]:
    """Score every forecast of a ledger, or say why it is not scored.

    Parameters
    ----------
    outcomes
        Question -> 1 for yes, 0 for no, a share between them; for those that may be scored.
    reasons
        Question -> why it may not.

    Returns
    -------
    marked, unused
        Every forecast of the ledger is in one of them.
    """
    names = named(ledger.forecasts)
    unused: list[Unused] = []
    groups: dict[tuple[str, Who], list[Forecast]] = {}
    for f in ledger.forecasts:
        if reason := reasons.get(f.question) or _unfit(ledger, f):
            unused.append(_unused(f, names, reason))
        else:
            groups.setdefault((f.question, whose(f)), []).append(f)
    marks: list[Marked] = []
    for (name, who), said in groups.items():
        q, verdict = ledger.questions[name], ledger.resolutions[name]
        stood, rest = _stood(q, verdict, said)
        unused += [_unused(f, names, reason) for f, reason in rest]
        marks += _marks(q, verdict, stood, names[who], outcomes[name])
    return tuple(_with_peers(ledger, marks)), tuple(unused)


def _unused(f: Forecast, names: Mapping[Who, str], reason: str) -> Unused:
    return Unused(f.question, names[whose(f)], f.kind, f.as_of, f.probability, reason)


def _unfit(ledger: Ledger, f: Forecast) -> str:
    """Why a forecast of a question that is settled says nothing of it."""
    under = str(f.basis.get("choice", ""))
    if under and under not in ledger.branches:
        return "made under a choice that was not made" if ledger.branches else "made under a choice"
    if f.asked and f.asked != ledger.questions[f.question].digest:
        return PUT_OTHERWISE
    return ""


def _end(q: Asked, verdict: Resolution) -> str:
    """The day from which on the answer is known."""
    return min(q.closes, verdict.on)


def _stood(
    q: Asked, verdict: Resolution, said: Sequence[Forecast]
) -> tuple[list[tuple[int, Forecast]], list[tuple[Forecast, str]]]:
    """Day from the opening on -> forecast, in order; and those that stood on no day, with the reason."""
    found: dict[int, Forecast] = {}
    rest = []
    end, opens = _end(q, verdict), date.fromisoformat(q.opens)
    for f in sorted(said, key=lambda f: f.as_of):  # the order of the ledger, within a day
        if f.as_of >= end:
            rest.append((f, LATE))
            continue
        day = max((date.fromisoformat(f.as_of) - opens).days, 0)
        if day in found:
            rest.append((found[day], REPLACED))
        found[day] = f
    return list(found.items()), rest


def open_days(q: Asked, verdict: Resolution) -> int:
    """Days on which a question was open, at least 1.

    Parameters
    ----------
    q
        The question as it was asked.
    verdict
        How it was resolved.
    """
    return max((date.fromisoformat(_end(q, verdict)) - date.fromisoformat(q.opens)).days, 1)


def _marks(
    q: Asked, verdict: Resolution, stood: Sequence[tuple[int, Forecast]], who: str, outcome: float
) -> Iterator[Marked]:
    """Score the forecasts of one forecaster on one question."""
    if not stood:
        return
    days = [day for day, _ in stood]
    ends = [*days[1:], open_days(q, verdict)]
    for (day, f), end in zip(stood, ends, strict=True):
        yield Marked(
            question=q.id,
            cluster=q.cluster or q.id,
            who=who,
            kind=f.kind,
            as_of=f.as_of,
            start=day,
            days=end - day,
            share=(end - day) / (ends[-1] - days[0]),
            probability=f.probability,
            outcome=outcome,
            brier=float(brier(f.probability, outcome)),
            log=float(log_score(f.probability, outcome, FLOOR)),
            peer=None,
            hindsight=f.made[:10] > _end(q, verdict) and f.kind != "paper",
            word=str(f.basis.get("word", "")) if f.kind == "paper" else "",
            says=str(f.basis.get("says", "")),
        )


def _with_peers(ledger: Ledger, marks: Sequence[Marked]) -> Iterator[Marked]:
    """The same with peer scores, question by question."""
    by: dict[str, list[Marked]] = {}
    for m in marks:
        by.setdefault(m.question, []).append(m)
    for group in by.values():
        found = peer_scores([(m.start, m.start + m.days, m.log) for m in group])
        yield from (replace(m, peer=p) for m, p in zip(group, found, strict=True))


def peer_scores(stood: Sequence[tuple[int, int, float]]) -> list[float | None]:
    """Score forecasts of one question against those of the others that stood on the same days.

    On each day it is 100 times the mean log score of all others less one's own, so that more is better and
    the scores of all who forecast on that day add up to 0. A day on which nobody else forecast counts as 0.

    Parameters
    ----------
    stood
        First day, day after the last, and log score (natural, a loss) of each forecast; those of one
        forecaster do not overlap.

    Returns
    -------
    list of float or None
        The mean over the days of each; ``None`` if nobody else forecast on any of them.

    References
    ----------
    Metaculus, *Scores FAQ*, "What is the Peer score?" (https://www.metaculus.com/help/scores-faq/).

    Examples
    --------
    >>> [round(p, 1) for p in peer_scores([(0, 10, 0.1), (0, 10, 0.3), (5, 10, 0.3)])]
    [20.0, -15.0, -10.0]
    """
    cuts = sorted({day for first, end, _ in stood for day in (first, end)})
    sums: list[list[float]] = [[] for _ in stood]
    for first, end in pairwise(cuts):
        there = [k for k, (a, b, _) in enumerate(stood) if a <= first < b]
        total = math.fsum(stood[k][2] for k in there)
        for k in there if len(there) > 1 else ():
            others = (total - stood[k][2]) / (len(there) - 1)
            sums[k].append(100 * (end - first) * (others - stood[k][2]))
    return [
        math.fsum(found) / (b - a) if found else None for found, (a, b, _) in zip(sums, stood, strict=True)
    ]
