"""Case + sheets -> the same case with the analysts' judgements pooled."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from detente.case import Case, Evidence, Reading, parse_quantity
from detente.case.model import Preference, Statement
from detente.case.quantity import Quantity
from detente.elicitation.density import linear, logarithmic, quantiles, variance
from detente.elicitation.model import Answer, Pooled, Pooling, Score, Sheet
from detente.elicitation.performance import LEAST_SHARE, equalised, performance, scores
from detente.elicitation.sheets import opposed
from detente.errors import DetenteError

__all__ = ["METHODS", "pool"]

#: How judgements may be pooled.
METHODS = ("linear", "log", "performance")

#: Percentages at which a pooled density is written into the case.
_WRITTEN = (1, 5, 10, 25, 50, 75, 90, 95, 99)


def pool(case: Case, sheets: Sequence[Sheet], method: str = "linear") -> Pooling:
    """Pool what several analysts answered.

    Parameters
    ----------
    case
        The case that the sheets are about.
    sheets
        One for each analyst, at least one.
    method
        ``linear``: equal weights, each analyst a reading of the case, so that every world holds one
        analyst's judgements together and disagreement stays visible. ``performance``: the same with
        weights from the seed questions (Cooke 1991); who answered fewer than half of them has none, and the
        others are tested with equal power. ``log``: densities multiplied with equal weights (Genest 1984),
        one pooled weight for each statement; it rewards what all find likely.

    Returns
    -------
    Pooling
        The case with the pooled judgements, and how they came about.

    Raises
    ------
    DetenteError
        If nobody answered anything, or ``performance`` is asked for and nobody answered enough seed
        questions.
    """
    sheets = [s for s in sheets if s.weights]
    if not sheets:
        raise DetenteError("no sheet answers anything about this case's weights")
    truth = {s.id: s.answer for s in case.elicitation.seeds}
    excluded: dict[str, int] = {}
    weights, relaxed = {s.expert: 1 / len(sheets) for s in sheets}, False
    if method == "performance":
        found, excluded = equalised(sheets, truth)
        _enough(found, excluded, len(truth))
        weights, relaxed = performance(found)
        weights = {s.expert: weights.get(s.expert, 0.0) for s in sheets}
    else:
        found = scores(sheets, truth)
    records = _records(case, sheets, weights, method)
    made = _pooled(case, records) if method == "log" else _readings(case, sheets, weights)
    answered = {r.statement for r in records}
    return Pooling(
        case=made,
        method=method,
        weights=weights,
        scores=found,
        statements=records,
        kept=tuple(s for s in _statements(case) if s not in answered),
        dropped=tuple(case.readings),
        relaxed=relaxed,
        excluded=excluded,
        opposed=tuple(_opposed(case, records)),
    )


def _statements(case: Case) -> list[str]:
    return [s.id for a in case.actors for s in case.statements(a)]


def _enough(found: Mapping[str, Score], excluded: Mapping[str, int], seeds: int) -> None:
    """Refuse to weigh by performance where nobody answered enough seed questions."""
    if not seeds:
        raise DetenteError("weights by performance need seed questions, and the case asks none")
    if not found:
        least = math.ceil(LEAST_SHARE * seeds)
        some = ", ".join(f"{n or 'none'} from {expert}" for expert, n in excluded.items())
        raise DetenteError(
            f"weights by performance need answers to at least {least} of the {seeds} seed questions; {some}"
        )


def _opposed(case: Case, records: Sequence[Pooled]) -> Iterator[tuple[str, str]]:
    """Every answer with the opposite sign to the case's own weight."""
    own = {s.id: case.resolve(s.weight) for a in case.actors for s in case.statements(a)}
    for record in records:
        for expert, answer in record.answers.items():
            if opposed(own[record.statement], answer):
                yield record.statement, expert


def _records(
    case: Case, sheets: Sequence[Sheet], weights: Mapping[str, float], method: str
) -> tuple[Pooled, ...]:
    found = []
    for statement in _statements(case):
        answers = {s.expert: s.weights[statement] for s in sheets if statement in s.weights}
        if answers:
            found.append(_record(statement, answers, weights, method))
    return tuple(found)


def _record(
    statement: str, answers: Mapping[str, Answer], weights: Mapping[str, float], method: str
) -> Pooled:
    given = list(answers.values())
    shares = _shares(answers, weights)
    cuts, masses = linear(given, shares)
    total = variance(cuts, masses)[1]
    apart = (w * variance(*linear(given, _only(k, len(given))))[1] for k, w in enumerate(shares))
    within = math.fsum(apart)
    if method == "log":
        cuts, masses = logarithmic(given, shares)
    low, middle, high = (float(x) for x in quantiles(cuts, masses))
    between = min(max(1 - within / total, 0.0), 1.0) if total > 0 else 0.0
    return Pooled(statement, answers, Answer(low, middle, high), between)


def _only(k: int, n: int) -> list[float]:
    return [float(i == k) for i in range(n)]


def _shares(answers: Mapping[str, Answer], weights: Mapping[str, float]) -> list[float]:
    """Weights among those who answered; equal where all of them have none."""
    total = math.fsum(weights[e] for e in answers)
    return [weights[e] / total if total > 0 else 1 / len(answers) for e in answers]


def _readings(case: Case, sheets: Sequence[Sheet], weights: Mapping[str, float]) -> Case:
    names = _ids([s.expert for s in sheets])
    readings = {
        name: Reading(
            name=sheet.expert,
            share=parse_quantity(_plain(weights[sheet.expert])),
            weights={s: _said(a.quantiles) for s, a in sheet.weights.items()},
            evidence=Evidence(),
            voice=sheet.expert,
        )
        for name, sheet in zip(names, sheets, strict=True)
        if _plain(weights[sheet.expert]) != "0"
    }
    return case.model_copy(update={"readings": readings})


def _pooled(case: Case, records: Sequence[Pooled]) -> Case:
    made = {}
    for record in records:
        answers = list(record.answers.values())
        cuts, masses = logarithmic(answers, [1 / len(answers)] * len(answers))
        found = quantiles(cuts, masses, [p / 100 for p in _WRITTEN])
        made[record.statement] = _quantity([_plain(float(x)) for x in found], _WRITTEN)
    preferences = {a: _reweighted(p, made) for a, p in case.preferences.items()}
    return case.model_copy(update={"readings": {}, "preferences": preferences})


def _reweighted(preference: Preference, made: Mapping[str, Quantity]) -> Preference:
    def one(statement: Statement) -> Statement:
        if statement.id not in made:
            return statement
        return statement.model_copy(update={"weight": made[statement.id]})

    return preference.model_copy(update={"statements": tuple(one(s) for s in preference.statements)})


def _said(values: Sequence[float]) -> Quantity:
    """Write an analyst's quantiles as a quantity of the case format, with every digit given."""
    return _quantity([format(Decimal(repr(v)), "f") for v in values], (5, 50, 95))


def _quantity(values: Sequence[str], levels: Sequence[int]) -> Quantity:
    """Write quantiles as a quantity of the case format; equal ones become a point."""
    if Decimal(values[-1]) <= Decimal(values[0]):
        return parse_quantity(values[0])
    return parse_quantity(f"q({', '.join(f'{p}%: {v}' for p, v in zip(levels, values, strict=True))})")


def _plain(value: float) -> str:
    """Write a number with six decimals, and no sign before nothing."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _ids(names: Sequence[str]) -> list[str]:
    """Make ids of names: small letters, digits and hyphens, different ones for different names."""
    found: list[str] = []
    for k, name in enumerate(names, 1):
        made = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or f"analyst-{k}"
        found.append(made if made not in found else f"{made}-{k}")
    return found
