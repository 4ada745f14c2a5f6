"""Option-form tables as papers print them: options down, states across, rankings below; CSV and XLSX."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO, StringIO
from itertools import product
from pathlib import Path

from detente.case import nearest
from detente.elicitation.grid import Cell, Row, Unreadable
from detente.elicitation.spreadsheet import tables_of
from detente.exchange.conflict import FREE, Conflict, Kind, Lever, grouped, refuse
from detente.paper.cells import guarded

__all__ = ["read_option_form", "write_csv", "write_xlsx"]

_YES = frozenset({"y", "yes", "1", "true", "✓", "x"})
_NO = frozenset({"n", "no", "0", "false"})
_EITHER = frozenset({"-", "–", "—"})
_UP: Kind = "up"
_DOWN: Kind = "down"
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("", "free", "both", "↔", "<->"), FREE),
    **dict.fromkeys(("up", "forward", "→", "->", "irreversible"), _UP),
    **dict.fromkeys(("down", "back", "←", "<-"), _DOWN),
    "fixed": "fixed",
}
_RANKING, _TODAY, _READING = "ranking", "status quo", "reading"

#: What stands between states of a ranking: better, or as good as.
_BETWEEN = re.compile(r"\s*(>|~|=|,|≻|∼)\s*")
_TIED = frozenset({"~", "=", "∼"})


def read_option_form(path: str | Path, title: str) -> Conflict:
    """Read a table in option form.

    The first row has the words actor and option, perhaps moves, and the names of the states. Each further row
    is an option: its actor (as in the row above, if left out), its name, how it may change, and in each state
    Y, N, a level, or ``-`` where the state stands for all levels. Rows that begin with ``ranking`` give an
    actor and its states from best to worst, with ``>`` between them and ``~`` between those that are tied; a
    row that begins with ``status quo`` gives a state. Rows that begin with ``reading`` give the name of a
    reading, an actor and the ranking that it has instead: several analyses of one conflict are one table.

    Parameters
    ----------
    path
        CSV or XLSX file; of a workbook the first sheet is read.
    title
        What to call the conflict.

    Raises
    ------
    ExchangeError
        With everything that is wrong, each with its line.
    MissingExtra
        If it is XLSX and the extra ``page`` is not installed.
    """
    try:
        tables = tables_of(Path(path))
    except Unreadable as error:
        refuse([f"line {error.line}: {error}" if error.line > 1 else str(error)])
    rows = [row for row in tables[0].rows if any(c.text for c in row.cells)] if tables else []
    form = _Form(rows)
    refuse(form.wrong)
    return form.conflict(title)


class _Form:
    """What is read of the rows, and what is wrong with them."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.wrong: list[str] = []
        self.actors: list[str] = []
        self.names: list[str] = []
        self.levers: list[Lever] = []
        self.columns: list[list[tuple[int, ...]]] = []
        self.order: dict[str, list[list[str]]] = {}
        self.readings: dict[str, dict[str, list[list[str]]]] = {}
        self.today = ""
        self._heads(rows)
        if self.wrong:
            return
        told = {_RANKING: self._ranking, _TODAY: self._status_quo, _READING: self._reading}
        for row in rows[1:]:
            told.get(_word(row, 0).lower(), self._option)(row)
        if not self.levers:
            self.wrong.append("there is no row with an option")
        for actor in dict.fromkeys([*self.actors, *self.order]):
            if actor not in self.order:
                self.wrong.append(f"there is no row 'ranking' for {actor}")
        for name, orders in self.readings.items():
            for actor in orders.keys() - self.order.keys():
                near = "".join(f"; did you mean {n}?" for n in nearest(actor, list(self.order))[:1])
                self.wrong.append(f"the reading {name} ranks for {actor!r}, who is no actor{near}")

    def _heads(self, rows: Sequence[Row]) -> None:
        first = [c.text for c in rows[0].cells] if rows else []
        self.moves = len(first) > 2 and first[2].lower() in ("moves", "direction", "reversible")
        self.skip = 3 if self.moves else 2
        self.names = [name for name in first[self.skip :] if name]
        if len(self.names) < 2 or len(first[self.skip :]) != len(self.names):
            line = rows[0].line if rows else 1
            self.wrong.append(f"line {line}: the first row is actor, option and the name of each state")
        elif len(set(self.names)) < len(self.names):
            twice = sorted({n for n in self.names if self.names.count(n) > 1})
            self.wrong.append(f"line {rows[0].line}: {', '.join(twice)} names two states")

    def _option(self, row: Row) -> None:
        actor = _word(row, 0) or (self.actors[self.levers[-1].owner] if self.levers else "")
        name = _word(row, 1)
        if not actor or not name:
            self.wrong.append(f"line {row.line}: an option has an actor and a name")
            return
        if actor not in self.actors:
            self.actors.append(actor)
        kind = _word(row, 2).lower() if self.moves else ""
        if kind not in _KINDS:
            near = "".join(f"; did you mean {n}?" for n in nearest(kind, [k for k in _KINDS if k])[:1])
            self.wrong.append(f"line {row.line}: {kind!r} is no way to move{near}")
        cells = [
            row.cells[k] if k < len(row.cells) else Cell("")
            for k in range(self.skip, self.skip + len(self.names))
        ]
        if any(c.text for c in row.cells[self.skip + len(self.names) :]):
            self.wrong.append(f"line {row.line}: there are more cells than states")
        for state, cell in zip(self.names, cells, strict=True):
            if not cell.text:
                self.wrong.append(f"line {row.line}: {name} has no level in state {state}")
        levels, found = _levels([c.text for c in cells])
        if len(levels) < 2:
            self.wrong.append(f"line {row.line}: {name} has the same level in every state")
        self.levers.append(Lever(self.actors.index(actor), name, levels, _KINDS.get(kind, FREE)))
        self.columns.append(found)

    def _ranking(self, row: Row) -> None:
        actor = _word(row, 1)
        if actor in self.order:
            self.wrong.append(f"line {row.line}: {actor} has a ranking already")
        self.order[actor] = self._groups(row, 2)

    def _reading(self, row: Row) -> None:
        name, actor = _word(row, 1), _word(row, 2)
        held = self.readings.setdefault(name, {})
        if actor in held:
            self.wrong.append(f"line {row.line}: {actor} has a ranking in the reading {name} already")
        held[actor] = self._groups(row, 3)

    def _groups(self, row: Row, first: int) -> list[list[str]]:
        """Names of states from best to worst, tied ones together."""
        told = " , ".join(c.text for c in row.cells[first:] if c.text)
        groups: list[list[str]] = [[]]
        for k, word in enumerate(_BETWEEN.split(told)):
            if k % 2 == 0:
                groups[-1].append(word.strip("() "))
            elif word not in _TIED:
                groups.append([])
        said = [name for group in groups for name in group]
        for name in said:
            if name not in self.names:
                near = "".join(f"; did you mean {n}?" for n in nearest(name, self.names)[:1])
                self.wrong.append(f"line {row.line}: {name!r} is no state{near}")
            elif said.count(name) > 1:
                self.wrong.append(f"line {row.line}: {name} is ranked twice")
        if missing := [name for name in self.names if name not in said]:
            self.wrong.append(f"line {row.line}: the ranking leaves out {', '.join(missing)}")
        return groups

    def _status_quo(self, row: Row) -> None:
        self.today = _word(row, 1) or _word(row, 2)
        if self.today not in self.names:
            near = "".join(f"; did you mean {n}?" for n in nearest(self.today, self.names)[:1])
            self.wrong.append(f"line {row.line}: {self.today!r} is no state{near}")

    def conflict(self, title: str) -> Conflict:
        """Put together what was read; a state with dashes becomes one state for each combination."""
        names, rows, origin = [], [], []
        whole = {tuple(c[s][0] for c in self.columns) for s in range(len(self.names)) if self._exact(s)}
        for s, name in enumerate(self.names):
            every = list(product(*(column[s] for column in self.columns)))
            kept = [row for row in every if len(every) == 1 or row not in whole]
            rows += kept
            names += [name] if len(every) == 1 else [f"{name}{_letters(k)}" for k in range(len(kept))]
            origin += [name] * len(kept)
        if len(set(rows)) < len(rows):
            twice = [(names[rows.index(row)], names[k]) for k, row in enumerate(rows) if rows.index(row) < k]
            refuse(f"states {a} and {b} are the same" for a, b in twice)
        actors = list(dict.fromkeys([*self.actors, *self.order]))
        worth = [_worth(self.order[a]) for a in actors]
        readings = [
            (
                n,
                tuple(
                    (actors.index(a), tuple(_worth(o)[name] for name in origin)) for a, o in orders.items()
                ),
            )
            for n, orders in self.readings.items()
        ]
        return Conflict(
            title=title,
            actors=tuple(actors),
            options=tuple(self.levers),
            states=tuple(names),
            settings=tuple(rows),
            payoffs=tuple(tuple(w[name] for name in origin) for w in worth),
            today=origin.index(self.today) if self.today else -1,
            readings=tuple(readings),
        )

    def _exact(self, state: int) -> bool:
        return all(len(column[state]) == 1 for column in self.columns)


def _worth(groups: Sequence[Sequence[str]]) -> dict[str, Fraction]:
    """What each state is worth by its place in an order."""
    return {name: Fraction(len(groups) - k) for k, group in enumerate(groups) for name in group}


def write_csv(conflict: Conflict) -> bytes:
    """Write a conflict as an option-form table in CSV.

    Parameters
    ----------
    conflict
        The conflict.

    Raises
    ------
    ExchangeError
        With everything that such a table cannot say.
    """
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(_rows(conflict))
    return text.getvalue().encode()


def write_xlsx(conflict: Conflict) -> bytes:
    """Write a conflict as an option-form table in a workbook.

    Parameters
    ----------
    conflict
        The conflict.

    Raises
    ------
    ExchangeError
        With everything that such a table cannot say.
    MissingExtra
        If the extra ``page`` is not installed.
    """
    from detente.paper.export import ready

    ready(".xlsx")
    import datetime

    import xlsxwriter

    raw = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(raw, plain)
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})
    sheet = book.add_worksheet("option form")
    for k, row in enumerate(_rows(conflict)):
        for column, text in enumerate(row):
            sheet.write_string(k, column, text)
    sheet.freeze_panes(1, 3)
    book.close()
    return raw.getvalue()


def _rows(conflict: Conflict) -> list[list[str]]:
    wrong = []
    if not conflict.options:
        wrong.append("a table in option form has options, and this case has states and arcs only")
    elif conflict.arcs:
        wrong.append(
            "a table in option form cannot say moves that are listed, common or bound to a condition"
        )
    refuse(wrong)
    rows = [["actor", "option", "moves", *conflict.states]]
    for k, lever in enumerate(conflict.options):
        short = lever.levels == ("no", "yes")
        cells = ["NY"[row[k]] if short else lever.levels[row[k]] for row in conflict.settings]
        rows.append([conflict.actors[lever.owner], lever.name, lever.kind, *cells])
    for actor, payoffs in zip(conflict.actors, conflict.payoffs, strict=True):
        order = " > ".join(" ~ ".join(conflict.states[s] for s in group) for group in grouped(payoffs))
        rows.append([_RANKING, actor, order])
    if conflict.today >= 0:
        rows.append([_TODAY, conflict.states[conflict.today]])
    return [[guarded(cell) for cell in row] for row in rows]


def _levels(texts: Sequence[str]) -> tuple[tuple[str, ...], list[tuple[int, ...]]]:
    """Names of an option's levels, and the numbers that each cell stands for."""
    said = [t for t in texts if t not in _EITHER]
    if all(t.lower() in _YES | _NO for t in said):
        either = (0, 1)
        return ("no", "yes"), [either if t in _EITHER else (int(t.lower() in _YES),) for t in texts]
    levels = tuple(dict.fromkeys(said))
    whole = tuple(range(len(levels)))
    return levels, [whole if t in _EITHER else (levels.index(t),) for t in texts]


def _letters(number: int) -> str:
    """Number states that one column stands for: a to z, then aa and so on."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _word(row: Row, column: int) -> str:
    return row.cells[column].text if column < len(row.cells) else ""
