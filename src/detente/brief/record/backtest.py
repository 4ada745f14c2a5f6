"""A backtest in words: who beats a windowed base rate, and by how much."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from detente.brief.record.scored import COIN, between
from detente.forecast import OF_THE_CASE, REFERENCE, Backtest, Line
from detente.paper.digits import in_digits
from detente.paper.english import join, sentence
from detente.paper.model import Part, Table, row
from detente.paper.numbers import count

__all__ = ["backtest_json", "backtest_parts"]

_NOTE = (
    "At each cut-off a forecaster knows what came before it and nothing else; cut-offs follow month by "
    "month, so brackets are 90% intervals from drawing whole blocks of time (years, or two years for a "
    "year ahead). Brier and log score: of any or none. CRPS: of the number. Skill: share of the windowed "
    "base rate's Brier score that is done away with."
)

_HINDSIGHT = (
    "The model of the case is tested after the date of the case, with a clock counted before it; but its "
    "weights may have been written by people who could know what happened, so its result is no proof of "
    "foresight."
)


def backtest_parts(found: Backtest) -> list[Part]:
    """Say how everybody did, plainly, the model too.

    Parameters
    ----------
    found
        What was found.
    """
    told: list[Part] = [*_head(found)]
    for target in dict.fromkeys(line.target for line in found.lines):
        lines = [line for line in found.lines if line.target == target]
        told.append(_table(target, lines))
    credits = "; ".join(found.credits)
    return [*told, *([f"Data: {credits}."] if credits else [])]


def _head(found: Backtest) -> Iterator[str]:
    yield f"Cut-offs from {found.first} to {found.last}."
    if not found.models:
        yield "No model was put to the test, only simple forecasters."
        return
    for word, said in (
        ("yes", "beats the windowed base rate"),
        ("unclear", "cannot be told apart from the windowed base rate"),
        ("no", "does worse than the windowed base rate"),
    ):
        cases = [_case(target, months) for (target, months), v in found.beaten.items() if v == word]
        if cases:
            yield sentence(f"The model {said} for {join(cases)}")
    yield from _outdone(found)
    yield from _poor(found)
    yield from _barred(found)
    if OF_THE_CASE in found.models:
        yield _HINDSIGHT


def _outdone(found: Backtest) -> Iterator[str]:
    """Say where something simple does better on average than the best model."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for (target, months), names in found.outdone.items():
        groups.setdefault(names, []).append(_case(target, months))
    for names, cases in groups.items():
        if names:
            verb = "has" if len(names) == 1 else "have"
            yield sentence(f"{join(names)} {verb} a lower mean Brier score than the model for {join(cases)}")


def _poor(found: Backtest) -> Iterator[str]:
    """Say where the reference itself does worse than a coin, so that skill against it shows little."""
    cases = [
        f"{_case(x.target, x.months)} ({x.brier.value:.3f})"
        for x in found.lines
        if x.who == REFERENCE and x.brier.value > COIN
    ]
    if cases:
        yield (
            f"The windowed base rate itself does worse than a coin, which gets {COIN}, for {join(cases)}: a "
            "skill against it shows little there."
        )


def _barred(found: Backtest) -> Iterator[str]:
    """Say where history went where the case says it cannot go."""
    if found.barred:
        names = dict.fromkeys(c for against in found.barred.values() for c in against)
        what = "constraint" if len(names) == 1 else "constraints"
        yield (
            f"Where things stood at {count(len(found.barred), 'cut-off')} ({join(map(str, found.barred))}) "
            f"breaks the {what} {join(names)} of the case: its model cannot start there, so no moves are "
            f"forecast from there by anyone. That the past went there speaks against the {what}."
        )


def _case(target: str, months: int) -> str:
    return f"{target}, {count(months, 'month')} ahead"


def _table(target: str, lines: list[Line]) -> Table:
    rows = tuple(
        row(
            line.months,
            line.who + (" (reference)" if line.who == REFERENCE else ""),
            line.number,
            line.brier.clusters,
            between(line.brier, 3),
            between(line.log, 2),
            "–" if line.crps is None else between(line.crps, 2),
            "–" if line.skill is None else between(line.skill, 2),
            "–" if line.count_skill is None else between(line.count_skill, 2),
        )
        for line in sorted(lines, key=lambda line: line.months)
    )
    columns = ("Months", "Forecaster", "Forecasts", "Blocks", "Brier", "Log", "CRPS", "Skill", "Skill, CRPS")
    return Table(target, columns, rows, _NOTE)


def backtest_json(found: Backtest) -> str:
    """Return a backtest as JSON.

    Parameters
    ----------
    found
        What was found.
    """
    lines = [asdict(line) for line in found.lines]
    beaten = [{"target": t, "months": h, "beats": v} for (t, h), v in found.beaten.items()]
    told = {
        "case": found.case,
        "first": found.first,
        "last": found.last,
        "models": list(found.models),
        "lines": lines,
        "beats_windowed_base_rate": beaten,
        "credits": list(found.credits),
        "barred": {str(day): list(against) for day, against in found.barred.items()},
    }
    return json.dumps(in_digits(told), ensure_ascii=False, indent=2)
