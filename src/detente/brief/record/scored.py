"""Scores of forecasters in words: tables with intervals, what was left out, and how far to trust them."""

from __future__ import annotations

import csv
import io
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from detente.case import Case
from detente.forecast import (
    CREDIT,
    CROWD,
    FLOOR,
    PUT_OTHERWISE,
    SMALL,
    Diagram,
    Interval,
    Left,
    Row,
    Scores,
    Unused,
    skill,
)
from detente.paper.digits import in_digits
from detente.paper.english import capital, join, sentence
from detente.paper.export.tables import guarded
from detente.paper.model import Cell, Figure, Listing, Part, Table, row
from detente.paper.numbers import count
from detente.paper.rounding import digits_of

__all__ = ["COIN", "POOR", "between", "curve", "scores_csv", "scores_json", "scores_parts"]

#: Brier score of saying one half to everything.
COIN = 0.25

#: Mark of a skill that is measured against something worse than that.
POOR = "*"

_BRIER = (
    "Brier score: 0 is perfect, 0.25 is what one half on everything gets, 1 is certain and wrong. Log "
    f"score: natural, with probabilities kept between {FLOOR} and {1 - FLOOR}. Lower is better for both. "
    "Skill: share of the base rate's Brier score that is done away with, on the questions that both "
    "forecast. Peer: 100 times the mean log score of the others who forecast the same question on the same "
    "days, less one's own (Metaculus); above 0 is better than the others. Brackets: 90% intervals from "
    "drawing clusters of questions, then questions in them, with replacement."
)

_PUT_LATER = (
    "The sources gave no dates and no numbers. Horizons, rules of resolution and the choice of what to "
    "count were added by people who could know the outcome, and their words were put into numbers by a "
    "map. That flatters the sources: read their scores as an upper bound on their foresight, not as a "
    "measure of it."
)

_MODEL = (
    "Forecasts marked “in hindsight” were written down after the question was settled or had closed, from a "
    "case that was written later by people who could know the outcome. Every weight must cite the papers, "
    "and nothing was fitted to later events; but no rule keeps hindsight out of what an analyst thought "
    "worth writing down."
)

_OWN = (
    "Forecasts marked “in hindsight” were written down after the question was settled or had closed: "
    "whoever made them could know the outcome."
)

_WHEN = (
    "Each forecast counts for the days on which it stood: from its date until the next one of the same "
    "forecaster, or until the question was settled or closed."
)


def scores_parts(scores: Scores, case: Case) -> list[Part]:
    """Say who foresaw what.

    Parameters
    ----------
    scores
        The scores.
    case
        The case.
    """
    told: list[Part] = [*_head(scores), *_caveats(scores, case)]
    told.append(_table("Everybody, on what each forecast", scores.rows))
    told += [*_poor(scores.rows), *_early(scores)]
    if scores.common and scores.common[0].questions != scores.rows[0].questions:
        told.append(_table("On the questions that all kinds of forecasters answered", scores.common))
    told += _differences(scores)
    told.append(_crowd())
    told += _sensitivity(scores)
    told += [_verdicts(scores), *_left(scores.left_out), *_unused(scores)]
    return told + [p for who, d in scores.diagrams.items() for p in curve(who, d)]


def _head(scores: Scores) -> Iterator[str]:
    questions = {s.question for s in scores.scored}
    clusters = {s.cluster for s in scores.scored}
    yield (
        f"Outcomes known up to {scores.as_of}. {capital(count(len(questions), 'question'))} can be scored, "
        f"in {count(len(clusters), 'cluster')} that share an observable. {_WHEN}"
    )


def _caveats(scores: Scores, case: Case) -> Iterator[str]:
    if late := {r.kind for r in scores.rows if r.hindsight}:
        yield _OWN if late <= {"person", "crowd"} else _MODEL
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
            _skill(r),
            "–" if r.peer is None else between(r.peer, 0),
        )
        for r in rows
    )
    columns = ("Forecaster", "Questions in clusters", "Brier score", "Log score", "Skill", "Peer")
    return Table(title, columns, cells, _BRIER)


def _skill(r: Row) -> Cell:
    """The skill of a forecaster, marked where the reference is no yardstick."""
    if r.skill is None:
        return "–"
    shown = between(r.skill, 2)
    return replace(shown, text=f"{shown.text} {POOR}") if _worse(r) else shown


def _worse(r: Row) -> bool:
    """Whether the base rate does worse than a coin where a forecaster is compared with it."""
    return r.reference is not None and r.reference > COIN


def _poor(rows: Iterable[Row]) -> Iterator[str]:
    """Say which skills are measured against something that does worse than a coin."""
    told = [
        f"{r.who} (base rate {r.reference:.3f}; "
        f"skill against a coin {digits_of(skill(r.brier.value, COIN), 2)})"
        for r in rows
        if _worse(r)
    ]
    if told:
        yield (
            f"{POOR} The base rate itself does worse than a coin there, which gets {COIN}, so that a skill "
            f"against it shows little: {join(told)}."
        )


def _early(scores: Scores) -> Iterator[str]:
    """Say what the scores are without the questions that were settled early."""
    if not scores.early:
        return
    number = capital(count(len(scores.early), "question"))
    verb = "was" if len(scores.early) == 1 else "were"
    yield (
        f"{number} ({', '.join(scores.early)}) {verb} settled before the planned end, which lies beyond "
        f"{scores.as_of}: what is settled early is more often a yes. {_without(scores)}"
    )


def _without(scores: Scores) -> str:
    if not scores.due:
        return "There is nothing else to score."
    told = join(f"{r.who} {between(r.brier, 3).text} on {r.brier.number}" for r in scores.due)
    return f"Without {'it' if len(scores.early) == 1 else 'them'} the Brier scores are: {told}."


def between(i: Interval, places: int) -> Figure:
    """Show an estimate with its interval.

    Parameters
    ----------
    i
        Estimate with the ends of its interval.
    places
        Digits behind the point.

    Examples
    --------
    >>> between(Interval(0.0834, 0.0529, 0.1268, 0.9, 20, 11), 3).text
    '0.083 [0.053, 0.127]'
    """
    if not math.isfinite(i.value):
        return Figure("not known", None, None, i.number, share=False)
    text = digits_of(i.value, places)
    if math.isfinite(i.low):
        text += f" [{digits_of(i.low, places)}, {digits_of(i.high, places)}]"
    else:
        text += " [one cluster, no interval]"
    return Figure(text, i.value, None, i.number, share=False)


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


def _unused(scores: Scores) -> Iterator[Part]:
    """Say how many forecasts enter no score, and why."""
    if not scores.unused:
        return
    beside = {one.reason for one in scores.left_out if one.reason != PUT_OTHERWISE}
    reasons: dict[str, list[Unused]] = {}
    for u in scores.unused:
        reasons.setdefault("" if u.reason in beside else u.reason, []).append(u)
    items = []
    for reason, found in reasons.items():
        number = count(len(found), "forecast")
        if reason:
            items.append(sentence(f"{number} {reason}: {_some(found)}"))
        else:
            items.append(sentence(f"{number} of questions that are left out themselves"))
    whole = len(scores.marks) + len(scores.unused)
    yield Listing(f"Forecasts that enter no score: {len(scores.unused)} of {whole}", tuple(items))


def _some(found: list[Unused], most: int = 8) -> str:
    told = [f"{u.question} by {u.who} as of {u.as_of}" for u in found[:most]]
    return join([*told, *([f"{len(found) - most} more"] if len(found) > most else [])])


def curve(who: str, d: Diagram) -> Iterator[Part]:
    """Show a reliability diagram as a table, with its warning where there are few forecasts.

    Parameters
    ----------
    who
        Whose forecasts.
    d
        Its points and their numbers.
    """
    rows = []
    for low, high, seen, number in zip(d.low, d.high, d.observed, d.counts, strict=True):
        inside = (d.points >= low) & (d.points <= high)
        edges = d.band[inside]
        said = f"{low:.2f}" if low == high else f"{low:.2f} to {high:.2f}"
        band = f"{edges[:, 0].min():.2f} to {edges[:, 1].max():.2f}"
        cells: tuple[Cell, ...] = (said, f"{number:.4g}", f"{seen:.2f}", band)
        rows.append(cells)
    parts = d.parts
    note = (
        f"Brier score {parts.score:.3f} = miscalibration {parts.miscalibration:.3f} − discrimination "
        f"{parts.discrimination:.3f} + uncertainty {parts.uncertainty:.3f} (CORP: Dimitriadis, Gneiting & "
        f"Jordan 2021). Band: where a calibrated forecaster would be in {100 * d.level:.0f}% of cases."
    )
    if d.small:
        note += f" Only {count(d.number, 'forecast')}: below {SMALL} a reliability diagram says little."
    columns = ("Forecast", "Number", "Came true", "If calibrated")
    yield Table(f"Reliability of {who}", columns, tuple(rows), note)


def scores_json(scores: Scores) -> str:
    """Return the scores as JSON.

    Parameters
    ----------
    scores
        The scores.
    """
    found: dict[str, Any] = {
        "as_of": scores.as_of,
        "rows": [asdict(r) for r in scores.rows],
        "common": [asdict(r) for r in scores.common],
        "differences": [asdict(d) for d in scores.differences],
        "mixed": [asdict(r) for r in scores.mixed],
        "early": list(scores.early),
        "due": [asdict(r) for r in scores.due],
        "readings": {k: asdict(i) for k, i in scores.readings.items()},
        "scored": [asdict(s) for s in scores.scored],
        "forecasts": [asdict(m) for m in scores.marks],
        "unused": [asdict(u) for u in scores.unused],
        "left_out": [asdict(one) for one in scores.left_out],
        "verdicts": dict(scores.verdicts),
        "first_reading": dict(scores.first),
        "crowd": asdict(CROWD) | {"skill": CROWD.skill, "credit": CREDIT},
        "decompositions": {who: asdict(d.parts) for who, d in scores.diagrams.items()},
    }
    return json.dumps(in_digits(found), ensure_ascii=False, indent=2, allow_nan=False)


_COLUMNS = (
    "question", "who", "kind", "as_of", "days", "probability", "outcome", "brier", "log", "peer",
    "hindsight", "not_scored",
)  # fmt: skip


def scores_csv(scores: Scores) -> str:
    """Return the score of each forecast of a ledger as CSV, or why it has none.

    Parameters
    ----------
    scores
        The scores.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    rows = [asdict(m) for m in scores.marks] + [asdict(u) | {"not_scored": u.reason} for u in scores.unused]
    for found in sorted(rows, key=lambda r: (r["question"], r["who"], r["as_of"])):
        cells = {k: guarded(v) if isinstance(v, str) else in_digits(v) for k, v in found.items()}
        writer.writerow(cells)
    return out.getvalue()
