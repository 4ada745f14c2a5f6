"""A ledger of forecasts as tables, CSV and JSON, and what an audit of it found."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from detente.forecast import Audit, Ledger, Record, Resolution, Scored, Scores, named, whose
from detente.paper.cells import guarded
from detente.paper.english import join, sentence
from detente.paper.model import Cell, Listing, Part, Table, row
from detente.paper.numbers import count

__all__ = ["audited", "ledger_csv", "ledger_json", "ledger_parts", "recorded"]

_COLUMNS = (
    "question",
    "asks",
    "opens",
    "closes",
    "choice",
    "cluster",
    "who",
    "kind",
    "as_of",
    "made",
    "probability",
    "low",
    "high",
    "basis",
    "verdict",
    "answer",
    "on",
    "source",
    "mechanism",
)

_PROBABILITIES = (
    "Probability of yes, the last of each forecaster. A paper gives none: what it says is put into numbers "
    "by a map that you may replace (--words)."
)


_SCORES = " After it, where it is scored: the Brier score, over the days for which each forecast stood."


def ledger_parts(ledger: Ledger, scores: Scores | None = None) -> list[Part]:
    """Show every question with its last forecasts and its verdict.

    Parameters
    ----------
    ledger
        The ledger.
    scores
        Its scores, to stand beside each forecast; may be left out.
    """
    names = list(dict.fromkeys(named(ledger.forecasts).values()))
    rows = _questions(ledger, names, scores)
    head = (
        f"{count(len(ledger.questions), 'question').capitalize()}, "
        f"{count(len(ledger.forecasts), 'forecast')} by {count(len(names), 'forecaster')}, "
        f"{count(len(ledger.resolutions), 'verdict')}."
    )
    columns = ("Question", "Asks", "Closes", *names, "Verdict")
    note = _PROBABILITIES + (_SCORES if scores else "")
    return [head, *_seal(ledger), Table("", columns, tuple(rows), note), *_branches(ledger)]


def _questions(ledger: Ledger, names: Sequence[str], scores: Scores | None) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each question, with a cell for each forecaster."""
    called = named(ledger.forecasts)
    last = {(f.question, called[whose(f)]): f.probability for f in ledger.forecasts}
    found = {(s.question, s.who): s for s in scores.scored} if scores else {}
    for q in ledger.questions.values():
        said: list[Cell] = [_said(last.get((q.id, who)), found.get((q.id, who))) for who in names]
        yield row(q.id, q.asks, q.closes, *said, _verdict(ledger.resolutions.get(q.id)))


def _said(probability: float | None, scored: Scored | None) -> str:
    """A probability, with its score where there is one; that under the choice that was made, if several."""
    if scored is not None:
        return f"{100 * scored.probability:.0f}% · {scored.brier:.2f}"
    return "–" if probability is None else f"{100 * probability:.0f}%"


def _verdict(r: Resolution | None) -> str:
    if r is None:
        return "none yet"
    answer = f" (answer: {r.answer})" if r.answer else ""
    return f"{r.verdict}{answer}, {r.on}"


def _seal(ledger: Ledger) -> Iterator[str]:
    if ledger.head:
        yield (
            f"The last entry has the digest {ledger.head}. Write it down elsewhere: with --verify --head "
            "it shows later that nothing was rewritten."
        )
    else:
        yield "Nothing is written to a file: detente forecast keeps a ledger."


def _branches(ledger: Ledger) -> Iterator[str]:
    for b in ledger.branches.values():
        note = f" {b.note}" if b.note else ""
        yield f"The choice recorded as made is “{b.choice}”, since {b.on} ({b.source}).{note}"


def audited(audit: Audit) -> list[Part]:
    """Say what a walk along the chain of digests found.

    Parameters
    ----------
    audit
        What was found along the chain.
    """
    if audit.problems:
        head = f"{count(audit.entries, 'entry', 'entries').capitalize()}; this ledger was altered."
        return [head, Listing("What does not fit", tuple(sentence(p) for p in audit.problems))]
    return [
        f"{count(audit.entries, 'entry', 'entries').capitalize()}, each sealed by the digest of the one "
        f"before; nothing was altered. The last has the digest {audit.head}."
    ]


def recorded(added: tuple[Record, ...], where: str) -> str:
    """Say in one line what was written.

    Parameters
    ----------
    added
        The new records.
    where
        The file that they were written to.
    """
    kinds = {"Asked": "question", "Forecast": "forecast", "Resolution": "verdict", "Branch": "branch"}
    counts: dict[str, int] = {}
    for r in added:
        name = kinds[type(r).__name__]
        counts[name] = counts.get(name, 0) + 1
    if not counts:
        return f"{where}: all of this is recorded already; nothing was added"
    told = join(count(n, name, "branches" if name == "branch" else "") for name, n in counts.items())
    return f"{where}: {told} added"


def ledger_json(ledger: Ledger) -> str:
    """Return the whole ledger as JSON.

    Parameters
    ----------
    ledger
        The ledger.
    """
    found = {
        "head": ledger.head,
        "questions": [asdict(q) for q in ledger.questions.values()],
        "forecasts": [asdict(f) for f in ledger.forecasts],
        "resolutions": [asdict(r) for r in ledger.resolutions.values()],
        "branches": [asdict(b) for b in ledger.branches.values()],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def ledger_csv(ledger: Ledger) -> str:
    """Return the ledger as CSV: a line for each forecast, and for each question that nobody forecast.

    Parameters
    ----------
    ledger
        The ledger.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    spoken = {f.question for f in ledger.forecasts}
    for f in ledger.forecasts:
        basis = {"basis": json.dumps(dict(f.basis), ensure_ascii=False, sort_keys=True)}
        writer.writerow(_harmless(_line(ledger, f.question) | asdict(f) | basis))
    for q in ledger.questions:
        if q not in spoken:
            writer.writerow(_harmless(_line(ledger, q)))
    return out.getvalue()


def _harmless(cells: dict[str, object]) -> dict[str, object]:
    """Keep a spreadsheet from running what somebody wrote into a name or a note."""
    return {k: guarded(v) if isinstance(v, str) else v for k, v in cells.items()}


def _line(ledger: Ledger, question: str) -> dict[str, object]:
    """What is known of a question, without its forecasts."""
    verdict = ledger.resolutions.get(question)
    told = asdict(verdict) if verdict else {}
    return asdict(ledger.questions[question]) | told | {"question": question}
