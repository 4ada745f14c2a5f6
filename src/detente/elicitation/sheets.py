"""Sheets of analysts: which columns and rows they have, and how they are read back."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from detente.case import Case, nearest
from detente.case.file.problem import problem_at
from detente.case.quantity import LIMIT
from detente.elicitation.model import Answer, Sheet
from detente.elicitation.table import Row, Unreadable, rows_of
from detente.errors import CaseError, Problem

__all__ = ["COLUMNS", "NEEDED", "QUANTILES", "known", "read_sheets"]

#: The columns whose numbers are read.
QUANTILES = ("5%", "50%", "95%")

#: Columns that must be there, and all that a template has.
NEEDED = ("expert", "id", *QUANTILES)
COLUMNS = ("expert", "kind", "id", "asks", "unit", *QUANTILES, "note")

#: Ways in which spreadsheets show the heads of the quantile columns.
_HEADS = {"0.05": "5%", "0.5": "50%", "0.95": "95%"}


@dataclass(slots=True)
class _Reading:
    """What has been read so far: expert -> id -> answer, and every problem."""

    known: Mapping[str, str]
    file: str = ""
    answers: dict[str, dict[str, Answer]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, code: str, row: Row | None, value: str, cause: str, near: Sequence[str] = ()) -> None:
        text = row.text if row else ""
        column = max(text.find(value), 0) + 1 if value else 1
        place = (row.line if row else 1, column, column + max(len(value), 1))
        made = problem_at(code, None, place, cause, value=value, nearest=near)
        self.problems.append(replace(made, file=self.file, excerpt=text))


def known(case: Case) -> dict[str, str]:
    """Return what may be asked: id -> ``weight`` or ``seed``, in the order of the case."""
    found = {s.id: "weight" for a in case.actors for s in case.statements(a)}
    seeds = case.elicitation.seeds
    return {**found, **{s.id: "seed" for s in seeds}}


def read_sheets(case: Case, files: Sequence[str | Path]) -> tuple[Sheet, ...]:
    """Read what analysts answered.

    Parameters
    ----------
    case
        The case that the sheets are about.
    files
        CSV or XLSX files with the columns of `NEEDED`; a file may hold several analysts, and an
        analyst may have several files. Rows without numbers are not answered and are left out.

    Returns
    -------
    tuple of Sheet
        In order of first appearance.

    Raises
    ------
    CaseError
        With every problem of every file.
    """
    state = _Reading(known(case))
    for name in files:
        state.file = str(name)
        _file(state, Path(name))
    if state.problems:
        raise CaseError(tuple(state.problems))
    return tuple(_sheet(state.known, expert, found) for expert, found in state.answers.items())


def _sheet(known: Mapping[str, str], expert: str, found: Mapping[str, Answer]) -> Sheet:
    def of(kind: str) -> dict[str, Answer]:
        return {i: found[i] for i in known if i in found and known[i] == kind}

    return Sheet(expert, of("weight"), of("seed"))


def _file(state: _Reading, path: Path) -> None:
    try:
        rows = rows_of(path)
    except Unreadable as error:
        state.wrong("DT701", None, "", f"the sheet cannot be read: {error}")
        return
    if not rows:
        state.wrong("DT701", None, "", "the sheet is empty")
        return
    places = _columns(state, rows[0])
    if places is None:
        return
    before = len(state.problems)
    answered = sum(_row(state, row, places) for row in rows[1:])
    if not answered and len(state.problems) == before:
        state.wrong("DT707", rows[0], "", "nothing is answered in this sheet")


def _columns(state: _Reading, head: Row) -> dict[str, int] | None:
    names = [_HEADS.get(c, c.casefold().replace(" ", "")) for c in head.cells]
    missing = [c for c in NEEDED if c not in names]
    for column in missing:
        near = nearest(column, [n for n in names if n and n not in COLUMNS], listed=0)
        state.wrong("DT702", head, near[0] if near else "", f"the sheet has no column '{column}'", near)
    return None if missing else {c: names.index(c) for c in NEEDED}


def _row(state: _Reading, row: Row, places: Mapping[str, int]) -> bool:
    """Read one row; whether it is answered."""
    cells = {c: row.cells[k] if k < len(row.cells) else "" for c, k in places.items()}
    given = [cells[q] for q in QUANTILES]
    name, expert = cells["id"], cells["expert"]
    if not any(given):
        return False
    wrong = list(_problems(state, cells))
    for code, value, cause, near in wrong:
        state.wrong(code, row, value, cause, near)
    if not wrong:
        state.answers.setdefault(expert, {})[name] = Answer(*(float(_point(x)) for x in given))
    return not wrong


def _problems(state: _Reading, cells: Mapping[str, str]) -> Iterator[tuple[str, str, str, Sequence[str]]]:
    name, expert = cells["id"], cells["expert"]
    if not expert:
        yield "DT703", "", "an answered row names its expert", ()
    if name not in state.known:
        yield "DT704", name, f"the case asks nothing named {name!r}", nearest(name, state.known, listed=0)
    elif name in state.answers.get(expert, {}):
        yield "DT706", name, f"{expert} answers {name} twice", ()
    numbers = []
    for column in QUANTILES:
        cause = _number_problem(column, cells[column], state.known.get(name) == "weight")
        if cause:
            yield "DT705", cells[column], cause, ()
        else:
            numbers.append(float(_point(cells[column])))
    if len(numbers) == 3 and not numbers[0] <= numbers[1] <= numbers[2]:
        yield "DT705", cells["50%"], "the three quantiles must not fall from 5% to 95%", ()


def _point(text: str) -> str:
    """Accept the decimal comma of spreadsheets."""
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


def _number_problem(column: str, text: str, weight: bool) -> str:
    if not text:
        return f"{column} is left out; a row has all three quantiles or none"
    try:
        value = float(_point(text))
    except ValueError:
        return f"{column} is not a number: {text!r}"
    if not math.isfinite(value):
        return f"{column} is not a finite number: {text!r}"
    if weight and abs(value) > LIMIT / 2:
        return f"{column} lies outside -{LIMIT / 2:.0f}..{LIMIT / 2:.0f}, the range of weights"
    return ""
