"""Sheets for analysts to fill in, and what was pooled from them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from detente.brief.words.clauses import clause
from detente.brief.words.naming import actor_name
from detente.case import Case, as_text
from detente.case.quantity import Quantity
from detente.elicitation import COLUMNS, Answer, Pooled, Pooling, Sheet
from detente.errors import DetenteError
from detente.paper.cells import guarded
from detente.paper.digits import in_digits
from detente.paper.english import capital, join, sentence
from detente.paper.export import ready
from detente.paper.model import Cell, Listing, Part, Table, row
from detente.paper.numbers import count

__all__ = ["pooled_json", "pooled_parts", "pooling_remarks", "sheet"]

_HELP = {
    "linear": "Each analyst is a reading with an equal share of the worlds.",
    "log": "Densities are multiplied with equal weights; each judgement has one pooled weight.",
    "performance": "Each analyst is a reading; its share comes from calibration and information on the seed "
    "questions, tested for all with the power of the fewest that one of them answered (Cooke 1991).",
}


def sheet(case: Case, path: str | Path) -> bytes:
    """Return an empty sheet for analysts, in the format of a file's ending.

    Parameters
    ----------
    case
        The case.
    path
        A file that ends in ``.csv`` or ``.xlsx``; it is not written.

    Raises
    ------
    DetenteError
        If the ending is neither .csv nor .xlsx, or there is nothing to ask.
    MissingExtra
        If XLSX is asked for without the extra ``page``.
    """
    rows = list(_rows(case))
    if not rows:
        raise DetenteError("the case has no weighted statement and no seed question, so nothing can be asked")
    match Path(path).suffix.lower():
        case ".csv":
            return _csv(rows)
        case ".xlsx":
            return _xlsx(rows)
        case _:
            raise DetenteError("end the name in .csv or .xlsx")


def _rows(case: Case) -> Iterator[dict[str, str]]:
    for seed in case.elicitation.seeds:
        yield {"kind": "seed", "id": seed.id, "asks": sentence(seed.asks), "unit": seed.unit}
    unit = _unit(case)
    for actor in case.actors:
        for s in case.statements(actor):
            asks = f"How much does {actor_name(case, actor)} care about this: {clause(case, s.when)}?"
            # The case's own weight is not shown: whoever sees a number first stays near it.
            yield {"kind": "weight", "id": s.id, "asks": asks, "unit": unit}


def _unit(case: Case) -> str:
    words = "; ".join(f"{word} {_range(case.scales[word])}" for word in case.scales)
    return f"weight, negative for an aversion{f' ({words})' if words else ''}"


def _range(quantity: Quantity) -> str:
    low, high = quantity.span
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _csv(rows: list[dict[str, str]]) -> bytes:
    raw = io.StringIO()
    writer = csv.DictWriter(raw, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: guarded(v) for k, v in r.items()} for r in rows)
    return raw.getvalue().encode()


def _xlsx(rows: list[dict[str, str]]) -> bytes:
    ready(".xlsx")
    import xlsxwriter

    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet("answers")
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for k, column in enumerate(COLUMNS):
        page.write_string(0, k, column, bold)
        page.set_column(k, k, {"asks": 70, "unit": 30, "note": 30, "id": 24}.get(column, 12), wrap)
    for line, r in enumerate(rows, 1):
        for k, column in enumerate(COLUMNS):
            if r.get(column):
                page.write_string(line, k, guarded(r[column]))
    page.freeze_panes(1, 3)
    book.close()
    return raw.getvalue()


def pooled_parts(case: Case, found: Pooling) -> tuple[Part, ...]:
    """Say what was pooled and how far the analysts disagree.

    Parameters
    ----------
    case
        The case.
    found
        What was pooled.
    """
    names = join(found.weights)
    answered = count(len(found.statements), "judgement")
    who = f"{capital(count(len(found.weights), 'analyst'))} ({names})"
    parts: list[Part] = [f"{who} answered {answered}. {_HELP[found.method]}"]
    if found.dropped:
        kept = "The pool stands in place of the case's own readings: "
        parts.append(kept + join(case.readings[r].name for r in found.dropped) + ".")
    if found.relaxed:
        parts.append("No analyst is calibrated at the level of 0.05, so the weights rest on small chances.")
    parts += [*_excluded(found), *_opposed(case, found)]
    if found.kept:
        parts.append(f"{capital(count(len(found.kept), 'judgement'))} that nobody answered stay as they are.")
    return (*parts, *_scores(found), _judgements(case, found), _apart(case, found))


def _excluded(found: Pooling) -> Iterator[str]:
    """Say who answered too few seed questions to be weighted by them."""
    for expert, number in found.excluded.items():
        answered = count(number, "seed question") if number else "no seed question"
        yield f"{expert} answered {answered}, fewer than half, and has no weight in the pool."


def _opposed(case: Case, found: Pooling) -> Iterator[Listing]:
    """List the answers that say the opposite of the case."""
    if not found.opposed:
        return
    answers = {p.statement: p.answers for p in found.statements}
    own = {s.id: case.resolve(s.weight) for a in case.actors for s in case.statements(a)}
    items = tuple(
        sentence(f"{_about(case, s)}: {expert} says {_answer(answers[s][expert])}, the case {_range(own[s])}")
        for s, expert in found.opposed
    )
    yield Listing("Answers with the opposite sign to the case", items)


def pooling_remarks(sheets: Sequence[Sheet], found: Pooling) -> str:
    """Return everything odd about filled sheets and their pool as text; nothing if all is well.

    Parameters
    ----------
    sheets
        As they were read.
    found
        What was pooled from them.
    """
    odd = [p for s in sheets for p in s.odd]
    return "\n".join([*([as_text(odd)] if odd else []), *_excluded(found)])


def _scores(found: Pooling) -> tuple[Table, ...]:
    if not found.scores:
        return ()
    rows = tuple(
        row(e, f"{s.calibration:.2g}", f"{s.information:.2g}", s.seeds, f"{found.weights.get(e, 0):.2f}")
        for e, s in found.scores.items()
    )
    rows += tuple(row(e, "–", "–", number, "0.00") for e, number in found.excluded.items())
    heads = ("Analyst", "Calibration", "Information", "Seed questions", "Weight in the pool")
    note = (
        "Calibration: the chance that a well calibrated analyst would be as far off as this on the seed "
        "questions; below 0.05 it counts against the analyst. Information: how narrow the answers are (nats)."
    )
    return (Table("How the analysts did on the seed questions", heads, rows, note),)


def _judgements(case: Case, found: Pooling) -> Table:
    """Every judgement: each analyst's answer, the pool, and how far they are apart."""
    heads = ("Judgement", *found.weights, "Pool", "Apart")
    rows = tuple(_judgement(case, found, p) for p in found.statements)
    note = (
        "Median and, in brackets, 5% to 95% quantiles. Apart: share of the pool's variance that lies between "
        "the analysts."
    )
    return Table("What was answered", heads, rows, note)


def _judgement(case: Case, found: Pooling, p: Pooled) -> tuple[Cell, ...]:
    answers = (_answer(p.answers[e]) if e in p.answers else "" for e in found.weights)
    return row(_about(case, p.statement), *answers, _answer(p.pooled), f"{round(100 * p.between)}%")


def _answer(a: Answer) -> str:
    return f"{a.middle:.2g} ({a.low:.2g} to {a.high:.2g})"


def _about(case: Case, statement: str) -> str:
    for actor in case.actors:
        for s in case.statements(actor):
            if s.id == statement:
                return f"{actor_name(case, actor)}: {clause(case, s.when)}"
    return statement


def _apart(case: Case, found: Pooling, most: int = 5) -> Listing:
    """The judgements that the analysts disagree on most."""
    ranked = sorted((p for p in found.statements if len(p.answers) > 1), key=lambda p: -p.between)
    items = tuple(sentence(_about(case, p.statement)) for p in ranked[:most] if p.between > 0.1)
    return Listing("Where they disagree most", items or ("Nowhere by more than a tenth of the spread.",))


def pooled_json(found: Pooling) -> str:
    """Return what was pooled as JSON; numbers that were worked out have twelve digits.

    Parameters
    ----------
    found
        What was pooled.
    """
    table = {
        "case": found.case.case,
        "method": found.method,
        "weights": dict(found.weights),
        "scores": {e: asdict(s) for e, s in found.scores.items()},
        "statements": [asdict(p) for p in found.statements],
        "kept": list(found.kept),
        "dropped": list(found.dropped),
        "relaxed": found.relaxed,
        "excluded": dict(found.excluded),
        "opposed": [{"statement": s, "expert": e} for s, e in found.opposed],
    }
    return json.dumps(in_digits(table), ensure_ascii=False, indent=2)
