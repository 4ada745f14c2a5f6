"""Sheets of analysts: which columns and rows they have, and how they are read back."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from detente.case import Case, nearest
from detente.case.file.problem import problem_at
from detente.case.quantity import LIMIT, Quantity
from detente.elicitation.grid import Cell, Row, Table, Unreadable
from detente.elicitation.model import Answer, Sheet
from detente.elicitation.naming import alike, same
from detente.elicitation.notation import Number, Written, percentage, read_numbers
from detente.elicitation.spreadsheet import tables_of
from detente.errors import CaseError, Problem

__all__ = ["COLUMNS", "NEEDED", "QUANTILES", "known", "opposed", "read_sheets"]

#: The columns whose numbers are read.
QUANTILES = ("5%", "50%", "95%")

#: Columns that must be there, and all that a template has.
NEEDED = ("expert", "id", *QUANTILES)
COLUMNS = ("expert", "kind", "id", "asks", "unit", *QUANTILES, "note")

#: Ways in which spreadsheets show the heads of the quantile columns.
_HEADS = {"0.05": "5%", "0.5": "50%", "0.95": "95%", "0,05": "5%", "0,5": "50%", "0,95": "95%"}

#: Largest absolute answer to a seed question, beyond which densities cannot be told apart.
MOST = 1e30

#: What a cell holds instead of a number, by its form.
_INSTEAD = {
    "date": "a date, {0}; spreadsheets make dates of numbers such as 1.5",
    "truth": "{0}, which is no number",
    "formula": "the formula {0} without a stored value; write the number",
    "error": "{0}, what a formula came to",
    "merged": "is merged with its neighbours; write each number into a cell of its own",
}

_PERCENT = re.compile(r"%|\bper\s?cent", re.IGNORECASE)

_HERE = Cell("")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the case asks: ``weight`` or ``seed``, its unit, and what the case itself says, for a weight."""

    kind: str
    unit: str = ""
    own: Quantity | None = None

    @property
    def measured(self) -> str:
        """In what the answer is given."""
        in_units = f"in {self.unit}" if self.unit else "without a unit"
        return "a weight" if self.kind == "weight" else in_units

    @property
    def most(self) -> float:
        """Largest absolute answer."""
        return LIMIT / 2 if self.kind == "weight" else MOST


@dataclass(slots=True)
class _Reading:
    """What has been read so far: expert -> id -> answer, and everything that is odd or wrong."""

    asked: Mapping[str, _Asked]
    file: str = ""
    answers: dict[str, dict[str, Answer]] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    near: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    odd: dict[str, list[Problem]] = field(default_factory=dict)

    def problem(
        self, code: str, row: Row | None, cell: Cell, cause: str, near: Sequence[str] = ()
    ) -> Problem:
        """Make a problem that points at a cell; one of a workbook is named as well."""
        text = row.text if row else ""
        start = cell.start + 1 if text[cell.start :].startswith(cell.text) else 1
        place = (row.line if row else 1, start, start + max(len(cell.text), 1))
        told = f"{cell.address}: {cause}" if cell.address else cause
        made = problem_at(code, None, place, told, value=cell.text, nearest=near)
        return replace(made, file=self.file, excerpt=text)

    def wrong(self, code: str, row: Row | None, cell: Cell, cause: str, near: Sequence[str] = ()) -> None:
        """Take a mistake down."""
        self.problems.append(self.problem(code, row, cell, cause, near))

    def strange(self, expert: str, code: str, row: Row, cell: Cell, cause: str) -> None:
        """Take down what is no mistake but should be known."""
        self.odd.setdefault(expert, []).append(self.problem(code, row, cell, cause))


def known(case: Case) -> dict[str, str]:
    """Return what may be asked: id -> ``weight`` or ``seed``, in the order of the case.

    Parameters
    ----------
    case
        The case.
    """
    return {name: asked.kind for name, asked in _asked(case).items()}


def _asked(case: Case) -> dict[str, _Asked]:
    every = (s for a in case.actors for s in case.statements(a))
    found = {s.id: _Asked("weight", "", case.resolve(s.weight)) for s in every}
    return {**found, **{s.id: _Asked("seed", s.unit) for s in case.elicitation.seeds}}


def opposed(own: Quantity, answer: Answer) -> bool:
    """Whether an answer has the opposite sign to what the case says, at its median and throughout the case.

    Parameters
    ----------
    own
        The weight of the case.
    answer
        What an analyst says of it.
    """
    low, high = own.span
    return (low >= 0 and high > 0 and answer.middle < 0) or (high <= 0 and low < 0 and answer.middle > 0)


def read_sheets(case: Case, files: Sequence[str | Path]) -> tuple[Sheet, ...]:
    """Read what analysts answered.

    All numbers of a table are read by one notation, which they show together; a number that may mean two
    things is refused with its cell. Names that differ by capitals and blanks only are one analyst.

    Parameters
    ----------
    case
        The case that the sheets are about.
    files
        CSV files, or XLSX files with any number of sheets, with the columns of `NEEDED`; a file may hold
        several analysts, and an analyst may have several files. Rows without numbers are not answered and
        are left out.

    Returns
    -------
    tuple of Sheet
        In order of first appearance.

    Raises
    ------
    CaseError
        With every problem of every file.
    """
    state = _Reading(_asked(case))
    for name in files:
        state.file = str(name)
        _file(state, Path(name))
    if state.problems:
        raise CaseError(tuple(state.problems))
    return tuple(_sheet(state, expert, found) for expert, found in state.answers.items())


def _sheet(state: _Reading, expert: str, found: Mapping[str, Answer]) -> Sheet:
    def of(kind: str) -> dict[str, Answer]:
        return {i: found[i] for i, asked in state.asked.items() if i in found and asked.kind == kind}

    return Sheet(expert, of("weight"), of("seed"), tuple(state.odd.get(expert, ())))


def _file(state: _Reading, path: Path) -> None:
    try:
        tables = [t for t in tables_of(path) if t.rows]
    except Unreadable as error:
        made = state.problem("DT701", None, _HERE, f"the sheet cannot be read: {error}")
        state.problems.append(replace(made, line=error.line))
        return
    if not tables:
        state.wrong("DT701", None, _HERE, "the sheet is empty")
        return
    before, answered = len(state.problems), 0
    for table in [t for t in tables if _heads(t.rows[0]) & {"expert", "id"}] or tables[:1]:
        if (places := _columns(state, table.rows[0])) is not None:
            answered += _table(state, table, places)
    if not answered and len(state.problems) == before:
        state.wrong("DT707", tables[0].rows[0], _HERE, "nothing is answered in this sheet")


def _head(cell: Cell) -> str:
    plain = "".join(cell.text.casefold().split())
    return _HEADS.get(plain, plain)


def _heads(row: Row) -> set[str]:
    return {_head(c) for c in row.cells}


def _columns(state: _Reading, head: Row) -> dict[str, int] | None:
    names = [_head(c) for c in head.cells]
    before = len(state.problems)
    for column in NEEDED:
        if column not in names:
            near = nearest(column, [n for n in names if n and n not in COLUMNS], listed=0)
            cell = head.cells[names.index(near[0])] if near else _HERE
            state.wrong("DT702", head, cell, f"the sheet has no column {column!r}", near)
        elif names.count(column) > 1:
            cell = head.cells[len(names) - 1 - names[::-1].index(column)]
            state.wrong("DT702", head, cell, f"the sheet has two columns {column!r}")
    if len(state.problems) > before:
        return None
    return {c: names.index(c) for c in COLUMNS if c in names}


def _table(state: _Reading, table: Table, places: Mapping[str, int]) -> int:
    """Read the rows of one table; how many of them are answered."""
    head, *rows = table.rows
    hidden = [c for c in NEEDED if places[c] in table.hidden]
    width, found = len(head.cells), 0
    answered = [(row, _cells(row, places)) for row in rows if _fits(state, row, width)]
    answered = [(row, cells) for row, cells in answered if any(_given(cells[q]) for q in QUANTILES)]
    numbers = iter(_numbers(state, [cells for _, cells in answered]))
    for row, cells in answered:
        if _row(state, row, cells, [next(numbers) for _ in QUANTILES]):
            found += 1
            _remark(state, row, cells, hidden)
    return found


def _fits(state: _Reading, row: Row, width: int) -> bool:
    """Whether a row has no more cells than the head: a number with a comma and no quotes makes two of one."""
    spare = [c for c in row.cells[width:] if c.text]
    if spare:
        cause = f"the row has {len(row.cells)} cells, the head {width}; a number with a comma needs quotes"
        state.wrong("DT702", row, spare[0], cause)
    return not spare


def _cells(row: Row, places: Mapping[str, int]) -> dict[str, Cell]:
    return {c: row.cells[k] if k < len(row.cells) else _HERE for c, k in places.items()}


def _given(cell: Cell) -> bool:
    return bool(cell.text) or cell.form == "merged"


def _numbers(state: _Reading, rows: Sequence[Mapping[str, Cell]]) -> list[Number]:
    """Read the quantiles of all rows together, row by row."""
    written = []
    for cells in rows:
        asked = state.asked.get(cells["id"].text, _Asked("seed"))
        for q in QUANTILES:
            text = percentage(cells[q].text)[0]
            written.append(Written(text, cells[q].form == "number", asked.most))
    return read_numbers(written)


def _row(state: _Reading, row: Row, cells: Mapping[str, Cell], numbers: Sequence[Number]) -> bool:
    """Read one row; whether it is answered."""
    expert = _expert(state, cells["expert"].text)
    before = len(state.problems)
    _labels(state, row, cells, expert)
    asked = state.asked.get(cells["id"].text, _Asked("seed"))
    values = []
    for column, number in zip(QUANTILES, numbers, strict=True):
        if cause := _wrong_number(cells[column], number, asked):
            state.wrong("DT705", row, cells[column], f"{column} {cause}")
        elif number.value is not None:
            values.append(number.value)
    if len(values) == 3 and not values[0] <= values[1] <= values[2]:
        said = ", ".join(f"{v:.15g}" for v in values)
        state.wrong("DT705", row, cells["50%"], f"the three quantiles must not fall from 5% to 95%: {said}")
    if len(state.problems) > before:
        return False
    state.answers.setdefault(expert, {})[cells["id"].text] = Answer(*values)
    state.places[expert, cells["id"].text] = f"{state.file}:{row.line}"
    return True


def _expert(state: _Reading, name: str) -> str:
    """The name under which an analyst came first."""
    return state.names.setdefault(same(name), name)


def _labels(state: _Reading, row: Row, cells: Mapping[str, Cell], expert: str) -> None:
    """Check who answers, and what."""
    name, who = cells["id"], cells["expert"]
    for cell, code in ((who, "DT703"), (name, "DT704")):
        if cell.form == "merged":
            state.wrong(code, row, cell, "it is merged with its neighbours; write it into each row")
            return
    if not who.text:
        state.wrong("DT703", row, who, "an answered row names its expert")
    elif not who.text.isprintable():
        state.wrong("DT703", row, who, f"a name has no signs that cannot be seen: {who.text!a}")
    if name.text not in state.asked:
        near = nearest(name.text, state.asked, listed=0) if name.text else ()
        state.wrong("DT704", row, name, f"the case asks nothing named {name.text!r}", near)
        return
    kind = cells.get("kind", _HERE)
    if kind.text.casefold() in ("weight", "seed") and kind.text.casefold() != state.asked[name.text].kind:
        state.wrong("DT704", row, kind, f"the case asks {name.text} as a {state.asked[name.text].kind}")
    if name.text in state.answers.get(expert, {}):
        where = state.places[expert, name.text]
        state.wrong("DT706", row, name, f"{who.text} answers {name.text} twice; the first is {where}")


def _wrong_number(cell: Cell, number: Number, asked: _Asked) -> str:
    """What is wrong with one quantile, or an empty text."""
    if cell.form in _INSTEAD:
        verb = "" if cell.form == "merged" else "holds "
        return verb + _INSTEAD[cell.form].format(cell.text)
    if not cell.text:
        return "is left out; a row has all three quantiles or none"
    if number.value is None:
        return f"is {number.cause}"
    if not math.isfinite(number.value):
        return f"is not a finite number: {cell.text!r}"
    if percentage(cell.text)[1] and not _PERCENT.search(asked.unit):
        return f"is a percentage, {cell.text}, but what is asked is {asked.measured}"
    if abs(number.value) > asked.most:
        what = "the range of weights" if asked.kind == "weight" else "the range of answers"
        return f"is {number.value:.15g}, outside -{asked.most:g}..{asked.most:g}, {what}"
    return ""


def _remark(state: _Reading, row: Row, cells: Mapping[str, Cell], hidden: Sequence[str]) -> None:
    """Take down what is odd about an answered row; what concerns the whole sheet, once for each analyst."""
    who = cells["expert"]
    expert = _expert(state, who.text)
    for cause in _about_names(state, expert, who.text):
        state.strange(expert, "DT708", row, who, cause)
    for cause in _about_hiding(row, hidden):
        if not any(p.code == "DT709" and p.cause.endswith(cause) for p in state.odd.get(expert, ())):
            state.strange(expert, "DT709", row, who, cause)
    asked, answer = state.asked[cells["id"].text], state.answers[expert][cells["id"].text]
    if asked.own is not None and opposed(asked.own, answer):
        low, high = asked.own.span
        cause = f"{expert} gives {cells['id'].text} {answer.middle:g}, the case {low:g} to {high:g}"
        state.strange(expert, "DT710", row, cells["50%"], cause)


def _about_names(state: _Reading, expert: str, name: str) -> Iterator[str]:
    told = [p.value for p in state.odd.get(expert, ()) if p.code == "DT708"]
    if name != expert and name not in told:
        yield f"{name!r} and {expert!r} are taken for one analyst"
    other = state.near.setdefault(alike(expert), expert)
    if other != expert and name not in told:
        yield f"{name!r} and {other!r} are taken for two analysts"


def _about_hiding(row: Row, hidden: Sequence[str]) -> Iterator[str]:
    if row.hidden:
        yield f"row {row.line} is hidden in the workbook and read all the same"
    if hidden:
        what = "the sheet is" if len(hidden) == len(NEEDED) else f"the columns {', '.join(hidden)} are"
        yield f"{what} hidden in the workbook and read all the same"
