"""Scores of forecasters in words: tables with intervals, what was left out, and how far to trust them."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from detente.case import Case
from detente.forecast import CREDIT, CROWD, FLOOR, SMALL, Diagram, Interval, Left, Row, Scores
from detente.paper.english import capital, join, sentence
from detente.paper.model import Cell, Figure, Listing, Part, Table, row
from detente.paper.numbers import count

__all__ = ["between", "curve", "scores_json", "scores_parts"]

_BRIER = (
    "Brier score: 0 is perfect, 0.25 is what one half on everything gets, 1 is certain and wrong. Log "
    f"score: natural, with probabilities kept between {FLOOR} and {1 - FLOOR}. Lower is better for both. "
    "Skill: share of the base rate's Brier score that is done away with, on the questions that both "
    "forecast. Brackets: 90% intervals from drawing clusters of questions, then questions in them, with "
    "replacement."
)

_PUT_LATER = (
    "The sources gave no dates and no numbers. Horizons, rules of resolution and the choice of what to "
    "count were added by people who could know the outcome, and their words were put into numbers by a "
    "map. That flatters the sources: read their scores as an upper bound on their foresight, not as a "
    "measure of it."
)

_MODEL = (
    "Forecasts marked “in hindsight” were written down after the question had closed, from a case that was "
    "written later by people who could know the outcome. Every weight must cite the papers, and nothing was "
    "fitted to later events; but no rule keeps hindsight out of what an analyst thought worth writing down."
)

_EARLY = (
    "Questions whose planned end lies ahead are left out even if they are settled: what is settled early "
    "is more often a yes."
)


def scores_parts(scores: Scores, case: Case) -> list[Part]:
    """Say who foresaw what."""
    told: list[Part] = [*_head(scores), *_caveats(scores, case)]
    told.append(_table("Everybody, on what each forecast", scores.rows))
    if scores.common and scores.common[0].questions != scores.rows[0].questions:
        told.append(_table("On the questions that all kinds of forecasters answered", scores.common))
    told += _differences(scores)
    told.append(_crowd())
    told += _sensitivity(scores)
    told += [_verdicts(scores), *_left(scores.left_out)]
    return told + [p for who, d in scores.diagrams.items() for p in curve(who, d)]


def _head(scores: Scores) -> Iterator[str]:
    questions = {s.question for s in scores.scored}
    clusters = {s.cluster for s in scores.scored}
    yield (
        f"Outcomes known up to {scores.as_of}. {capital(count(len(questions), 'question'))} can be scored, "
        f"in {count(len(clusters), 'cluster')} that share an observable. {_EARLY}"
    )


def _caveats(scores: Scores, case: Case) -> Iterator[str]:
    if any(r.hindsight for r in scores.rows):
        yield _MODEL
    if any(r.kind == "paper" for r in scores.rows):
        yield _PUT_LATER
    if case.hindsight:
        yield f"The case says of itself: {case.hindsight.strip()}"


def _table(title: str, rows: Iterable[Row]) -> Table:
    cells = tuple(
        row(
            r.who + (" (in hindsight)" if r.hindsight else ""),
            f"{r.brier.number} in {r.brier.clusters}",
            between(r.brier, 3),
            between(r.log, 2),
            "–" if r.skill is None else between(r.skill, 2),
        )
        for r in rows
    )
    columns = ("Forecaster", "Questions in clusters", "Brier score", "Log score", "Skill")
    return Table(title, columns, cells, _BRIER)


def between(i: Interval, places: int) -> Figure:
    """Show an estimate with its interval.

    Examples
    --------
    >>> between(Interval(0.0834, 0.0529, 0.1268, 0.9, 20, 11), 3).text
    '0.083 [0.053, 0.127]'
    """
    if not math.isfinite(i.value):
        return Figure("not known", None, None, i.number, share=False)
    text = _plain(i.value, places)
    if math.isfinite(i.low):
        text += f" [{_plain(i.low, places)}, {_plain(i.high, places)}]"
    else:
        text += " [one cluster, no interval]"
    return Figure(text, i.value, None, i.number, share=False)


def _plain(x: float, places: int) -> str:
    text = f"{x:.{places}f}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", "−")


def _differences(scores: Scores) -> Iterator[Part]:
    if not scores.differences:
        return
    items = []
    for d in scores.differences:
        sure = not d.brier.low <= 0 <= d.brier.high
        better = "better than" if d.brier.value < 0 else "worse than"
        verdict = better if sure else "not clearly different from"
        shown = between(d.brier, 3).text
        items.append(sentence(f"“{d.who}” is {verdict} “{d.other}”: Brier score {shown} against it, on "
                              f"{count(d.brier.number, 'question')}"))  # fmt: skip
    yield Listing("Compared on the same questions", tuple(items))


def _crowd() -> str:
    return (
        f"Reference line: on {CROWD.questions} other questions of geopolitics ({CROWD.rows} forecasts, ten "
        f"days ahead) a crowd had a Brier score of {CROWD.brier:.3f}; saying always how often yes came "
        f"would have had {CROWD.base_rate:.3f}, so its skill is {CROWD.skill:.2f}. Easier questions, "
        f"nearer in time: a yardstick and no rival. ({CREDIT}.)"
    )


def _sensitivity(scores: Scores) -> Iterator[Part]:
    if scores.readings:
        told = join(f"{between(i, 3).text} with the {reading} end" if reading != "middle"
                    else f"{between(i, 3).text} with the middle"
                    for reading, i in scores.readings.items())  # fmt: skip
        yield f"How strongly the sources' words are taken matters: together they score {told} of each range."
    if scores.mixed:
        told = join(f"{r.who} {between(r.brier, 3).text} on {r.brier.number}" for r in scores.mixed)
        yield (
            "Verdicts of “mixed” are left out of the tables. Taken in as half yes and half no, so that "
            f"0.25 is the best anybody can do on them, the Brier scores become: {told}."
        )


def _verdicts(scores: Scores) -> Table:
    rows = tuple(row(name, number) for name, number in Counter(scores.first).most_common())
    note = (
        f"{count(scores.verdicts.get('true by another mechanism', 0), 'verdict').capitalize()} of true "
        "stand for claims that came true by another mechanism than the one given; they are scored as true."
    )
    return Table("Verdicts, in the words of the first reading", ("Verdict", "Questions"), rows, note)


def _left(left: Iterable[Left]) -> Iterator[Part]:
    reasons: dict[str, list[str]] = {}
    for one in left:
        reasons.setdefault(one.reason, []).append(one.question)
    if reasons:
        items = tuple(sentence(f"{reason}: {', '.join(qs)}") for reason, qs in reasons.items())
        yield Listing("Left out of the scores", items)


def curve(who: str, d: Diagram) -> Iterator[Part]:
    """Show a reliability diagram as a table, with its warning where there are few forecasts."""
    rows = []
    for low, high, seen, number in zip(d.low, d.high, d.observed, d.counts, strict=True):
        inside = (d.points >= low) & (d.points <= high)
        edges = d.band[inside]
        said = f"{low:.2f}" if low == high else f"{low:.2f} to {high:.2f}"
        band = f"{edges[:, 0].min():.2f} to {edges[:, 1].max():.2f}"
        cells: tuple[Cell, ...] = (said, int(number), f"{seen:.2f}", band)
        rows.append(cells)
    parts = d.parts
    note = (
        f"Brier score {parts.score:.3f} = miscalibration {parts.miscalibration:.3f} − discrimination "
        f"{parts.discrimination:.3f} + uncertainty {parts.uncertainty:.3f} (CORP: Dimitriadis, Gneiting & "
        f"Jordan 2021). Band: where a calibrated forecaster would be in {100 * d.level:.0f}% of cases."
    )
    if d.small:
        note += f" Only {d.number} forecasts: below {SMALL} a reliability diagram says little."
    columns = ("Forecast", "Number", "Came true", "If calibrated")
    yield Table(f"Reliability of {who}", columns, tuple(rows), note)


def scores_json(scores: Scores) -> str:
    """Return the scores as JSON."""
    found: dict[str, Any] = {
        "as_of": scores.as_of,
        "rows": [_kept(asdict(r)) for r in scores.rows],
        "common": [_kept(asdict(r)) for r in scores.common],
        "differences": [_kept(asdict(d)) for d in scores.differences],
        "mixed": [_kept(asdict(r)) for r in scores.mixed],
        "readings": {k: _kept(asdict(i)) for k, i in scores.readings.items()},
        "scored": [asdict(s) for s in scores.scored],
        "left_out": [asdict(one) for one in scores.left_out],
        "verdicts": dict(scores.verdicts),
        "first_reading": dict(scores.first),
        "crowd": asdict(CROWD) | {"skill": CROWD.skill, "credit": CREDIT},
        "decompositions": {who: asdict(d.parts) for who, d in scores.diagrams.items()},
    }
    return json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False)


def _kept(found: dict[str, Any]) -> dict[str, Any]:
    """Write what is not known as null, which JSON has, instead of NaN."""

    def clean(v: Any) -> Any:
        if isinstance(v, dict):
            return {k: clean(x) for k, x in v.items()}
        return None if isinstance(v, float) and not math.isfinite(v) else v

    return {k: clean(v) for k, v in found.items()}
