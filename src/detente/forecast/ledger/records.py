"""What a ledger holds: questions, forecasts, resolutions and branches, as plain records.

A record is written once. What changes is said by another record after it: a new forecast, a corrected
resolution, a question put in other words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from detente.case import Case, Question
from detente.files import parse_json

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = [
    "BASE_RATE",
    "KINDS",
    "SETTLED",
    "TOGETHER",
    "VERDICTS",
    "Asked",
    "Branch",
    "Forecast",
    "Record",
    "Resolution",
    "asked",
    "canonical",
    "from_body",
]

#: Who may forecast.
KINDS = ("model", "person", "paper", "base rate", "crowd")

#: The forecaster that knows nothing but how often such a thing had happened, and all papers as one.
BASE_RATE, TOGETHER = "base rate", "all sources together"

#: Verdict -> what it means. The first three settle a question; the others leave it out of the scores.
VERDICTS: Mapping[str, str] = {
    "true": "what was claimed has come about",
    "false": "what was claimed has not come about in time",
    "true by another mechanism": "it has come about, for a reason other than the one given",
    "open and holding": "the date lies ahead and the claim has held so far",
    "open": "the date lies ahead and it has not come about so far",
    "mixed": "part of it has come about and part has not",
    "contested": "those who judge disagree",
    "void": "the condition under which it was claimed was not met",
    "not resolvable": "no record could settle it as it is put",
}

#: Verdicts that give a question an answer.
SETTLED = ("true", "false", "true by another mechanism")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked.

    Parameters
    ----------
    id
        Its id in the case.
    asks
        The question in words.
    opens, closes
        First and last day of its window, ISO; it may be settled for good only after the last.
    condition
        What must hold in the model, or an empty text.
    measure, series
        When it must hold; for a count, the series and threshold.
    rules
        What settles it.
    choice
        The choice of the focal actor under which it is asked; where another is made, it is annulled.
    cluster
        The observable that it shares with others.
    case, case_digest
        Which case asks, and the digest of that case.
    """

    id: str
    asks: str
    opens: str
    closes: str
    condition: str = ""
    measure: str = "by"
    series: str = ""
    rules: str = ""
    choice: str = ""
    cluster: str = ""
    case: str = ""
    case_digest: str = ""

    @property
    def digest(self) -> str:
        """Digest of the question itself: another case digest or cluster does not make it another one."""
        own = {k: v for k, v in asdict(self).items() if k not in ("case_digest", "cluster")}
        return hashlib.blake2b(canonical(own).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Forecast:
    """A probability of yes, by somebody, on a day.

    Parameters
    ----------
    question
        Id of the question.
    who, kind
        Name of the forecaster, and one of `KINDS`.
    probability
        Of yes, 0 to 1.
    as_of
        Day up to which evidence was used, ISO.
    made
        When it was written down, UTC, ISO.
    low, high
        An interval for the probability, if there is one.
    basis
        What made it: worlds, seed and version of a model, the word of a paper, the counts of a base rate.
    asked
        Digest of the question it answers.
    """

    question: str
    who: str
    kind: str
    probability: float
    as_of: str
    made: str
    low: float | None = None
    high: float | None = None
    basis: Mapping[str, Any] = field(default_factory=dict)
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """A verdict on a question; the last one counts.

    Parameters
    ----------
    question
        Id of the question.
    verdict
        A key of `VERDICTS`; it speaks of the claim behind the question.
    answer
        How the question itself comes out: ``yes``, ``no``, or nothing where the verdict settles nothing.
    on
        Day of what settled it, or of the judgement, ISO.
    source, by
        The record it rests on, and who decided.
    note, mechanism, first
        Anything worth keeping; why it came about, if for another reason; the verdict in the words in which
        it was first given.
    """

    question: str
    verdict: str
    answer: str
    on: str
    source: str
    by: str = ""
    note: str = ""
    mechanism: str = ""
    first: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """Which choice was made; questions asked under another one are annulled.

    Parameters
    ----------
    choice
        Id of the choice.
    on, source, note
        Since when, ISO; the record that shows it; anything worth keeping.
    """

    choice: str
    on: str
    source: str
    note: str = ""


#: Anything that a ledger holds.
Record = Asked | Forecast | Resolution | Branch

_TYPES: dict[str, type[Record]] = {
    "question": Asked,
    "forecast": Forecast,
    "resolution": Resolution,
    "branch": Branch,
}
KIND_OF: Mapping[type[Record], str] = {made: kind for kind, made in _TYPES.items()}


def canonical(value: object) -> str:
    """Return the one way to write plain types down, as JSON.

    Parameters
    ----------
    value
        Dicts, lists, texts, numbers, true, false or null; no NaN.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def from_body(kind: str, body: str) -> Record:
    """Read a record back.

    Parameters
    ----------
    kind, body
        As they stand in the ledger: what it is, and the record as JSON.

    Raises
    ------
    ValueError
        If it is no record: no JSON of bounded depth, a field too many, or one of another type.
    """
    from pydantic import ValidationError

    if kind not in _TYPES:
        raise ValueError(f"{kind!r} is no kind of record")
    try:
        made = _reader(kind).validate_json(body, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{where}: {first['msg']}" if where else first["msg"]) from None
    known = {f.name for f in fields(_TYPES[kind])}
    if more := sorted(parse_json(body).keys() - known):
        raise ValueError(f"a {kind} has no {more}")
    canonical(asdict(made))  # refuses an integer of 400 digits, which was read as infinite
    return made


@cache
def _reader(kind: str) -> TypeAdapter[Record]:
    from pydantic import TypeAdapter

    return TypeAdapter(_TYPES[kind])


def asked(case: Case, question: Question, digest: str = "", cluster: str = "") -> Asked:
    """Take a question of a case down.

    Parameters
    ----------
    digest
        Digest of the case.
    cluster
        For a question that names none.
    """
    opens = question.opens or case.as_of
    return Asked(
        id=question.id,
        asks=question.asks.strip(),
        opens=_iso(opens),
        closes=_iso(question.by),
        condition="" if question.when is None else str(question.when),
        measure=question.measure if question.takes is None else f"by, takes {question.takes:g}",
        series=_threshold(question),
        rules=question.rules.strip(),
        choice=question.choice,
        cluster=question.cluster or cluster,
        case=case.case,
        case_digest=digest,
    )


def _threshold(question: Question) -> str:
    if question.phase:
        return f"phase {question.phase}"
    if question.series is None:
        return ""
    limits = (("at least", question.series.at_least), ("at most", question.series.at_most))
    return f"{question.series.id} {' and '.join(f'{w} {n}' for w, n in limits if n is not None)}"


def _iso(day: date) -> str:
    return day.isoformat()
