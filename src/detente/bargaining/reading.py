"""Files of real decisions, one row for each issue and actor -> positions, and what was written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.bargaining.model import SCALE, Consent, Floats, Positions
from detente.errors import DetenteError
from detente.history.lines.table import table

__all__ = ["COLUMNS", "Decisions", "read_decisions"]

#: Columns that a file must have; ``reference``, ``procedure``, ``vote`` and ``votes`` are read if there.
COLUMNS = ("issue", "act", "actor", "position", "salience", "capability", "outcome")

#: Those that are read if they are there.
_MORE = ("reference", "procedure", "vote", "votes")

#: Columns of numbers, and those of them that have no upper end.
_NUMBERS = ("position", "salience", "reference", "outcome", "capability", "votes")
_UNBOUNDED = ("capability", "votes")

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.ASCII | re.IGNORECASE)
_COMMA = re.compile(r"[-+]?\d*,\d+", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)

#: Most mistakes that are told one by one.
_TOLD = 50

#: What stands for a number that is not known.
_UNKNOWN = {"", "na", "n/a", "nan", "null", "none", "-", "."}

#: The two actors of the European Union that are not members of the Council.
_COMMISSION, _PARLIAMENT = "com", "ep"

#: Share of the Council's votes that a qualified majority needed, 62 of 87 and 255 of 345, rounded down.
_QUALIFIED = 0.71


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """Decisions with what was written in the end.

    Parameters
    ----------
    issues, acts
        (B,) id of each issue, and of the act that it belongs to.
    given
        What the actors wanted.
    outcome
        (B,) what was written, 0 to 100.
    left_out
        Issues without an outcome or without any position.
    filled
        Rows whose salience or capability was not known and was taken to be the mean of the issue's others.
    """

    issues: tuple[str, ...]
    acts: tuple[str, ...]
    given: Positions
    outcome: Floats
    left_out: int
    filled: int


def read_decisions(file: str | Path) -> Decisions:
    """Read a file of decisions, rows and columns in any order.

    Parameters
    ----------
    file
        With headings; comma, semicolon, tab or bar between. Positions, saliences, reference points and
        outcomes run from 0 to 100, with a point or, in a whole column, a comma.

    Raises
    ------
    OSError
        If it cannot be read.
    DetenteError
        With all that is wrong, line by line.
    """
    begun, names, rows = table(file, COLUMNS)
    if missing := [c for c in COLUMNS if c not in names]:
        raise DetenteError(f"{file}:{begun}: it has no column {', '.join(missing)}")
    known = [name for name in (*COLUMNS, *_MORE) if name in names]
    if twice := [name for name in known if names.count(name) > 1]:
        raise DetenteError(f"{file}:{begun}: it has several columns {', '.join(twice)}")
    wrong: list[str] = []
    found: list[tuple[int, dict[str, str]]] = []
    for row in rows:
        if len(row.fields) == len(names):
            found.append((row.line, {c: row.fields[names.index(c)].strip() for c in known}))
        else:
            wrong.append(f"{file}:{row.line}: it has {len(row.fields)} fields and the heading {len(names)}")
    _pointed(found)
    return _decisions(found, wrong, str(file))


def _pointed(rows: Sequence[tuple[int, dict[str, str]]]) -> None:
    """Write a point for the decimal comma in columns where every number with a fraction has a comma.

    Not where all of them may as well be thousands, as in a capability of 1,250.
    """
    for column in _NUMBERS:
        signed = [row[column] for _, row in rows if re.search("[.,]", row.get(column, ""))]
        thousands = column in _UNBOUNDED and all(_THOUSANDS.fullmatch(text) for text in signed)
        if not thousands and all(_COMMA.fullmatch(text) for text in signed if text not in _UNKNOWN):
            for _, row in rows:
                row[column] = row.get(column, "").replace(",", ".")


def _decisions(rows: Iterable[tuple[int, dict[str, str]]], wrong: list[str], file: str) -> Decisions:
    """Gather rows into issues."""
    issues: dict[str, list[dict[str, str | float]]] = {}
    for line, row in rows:
        found = _numbers(row, wrong, f"{file}:{line}")
        wrong += [f"{file}:{line}: it names no {column}" for column in ("issue", "actor") if not row[column]]
        issue = issues.setdefault(row["issue"], [])
        if row["actor"] and any(r["actor"] == row["actor"] for r in issue):
            wrong.append(f"{file}:{line}: {row['actor']} stands twice in issue {row['issue']}")
        issue.append(found)
    wrong += [w for name, i in issues.items() for w in _contradictions(name, i, file)]
    if wrong:
        more = [f"and {len(wrong) - _TOLD:,} more"] if len(wrong) > _TOLD else []
        raise DetenteError("\n".join(wrong[:_TOLD] + more))
    kept = {k: i for k, i in issues.items() if _one(i, "outcome") is not None and _known(i, "position")}
    if not kept:
        raise DetenteError(f"{file}: no issue has both positions and an outcome")
    return _gathered(kept, len(issues) - len(kept))


def _numbers(row: Mapping[str, str], wrong: list[str], where: str) -> dict[str, str | float]:
    """The row with numbers as numbers, `nan` where they are not known."""
    found: dict[str, str | float] = dict(row)
    for column in _NUMBERS:
        text = row.get(column, "")
        unknown = text.casefold() in _UNKNOWN
        value = float(text) if _NUMBER.fullmatch(text) else math.nan if unknown else math.inf
        most = math.inf if column in _UNBOUNDED else SCALE
        if value < 0 or value > most or math.isinf(value):
            wrong.append(
                f"{where}: {column} {text!r} is no number from 0{f' to {most:g}' if most < math.inf else ''}"
            )
            value = math.nan
        found[column] = value
    return found


def _contradictions(name: str, rows: Sequence[Mapping[str, str | float]], file: str) -> list[str]:
    """What should be the same in all rows of an issue, and is not."""
    return [
        f"{file}: issue {name} has several values of {column}: {', '.join(f'{v}' for v in sorted(values))}"
        for column in ("act", "outcome", "reference")
        if len(values := {str(r[column]) for r in rows if str(r[column]) not in ("nan", "")}) > 1
    ]


def _one(rows: Sequence[Mapping[str, str | float]], column: str) -> float | None:
    """The first number that is known."""
    return next(iter(_known(rows, column)), None)


def _known(rows: Sequence[Mapping[str, str | float]], column: str) -> list[float]:
    return [float(r[column]) for r in rows if not math.isnan(float(r[column]))]


def _gathered(issues: Mapping[str, list[dict[str, str | float]]], left_out: int) -> Decisions:
    """Issues side by side, as many places as the largest has actors."""
    width = max(len(rows) for rows in issues.values())
    shape = (len(issues), width)
    at, salience, capability, votes = (np.zeros(shape) for _ in range(4))
    present, needed, proposes = (np.zeros(shape, np.bool_) for _ in range(3))
    reference, quota = np.full(len(issues), np.nan), np.zeros(len(issues))
    filled = 0
    for b, rows in enumerate(issues.values()):
        here = [r for r in rows if not math.isnan(float(r["position"]))]
        n = len(here)
        filled += sum(math.isnan(float(r["salience"])) or math.isnan(float(r["capability"])) for r in here)
        at[b, :n] = [float(r["position"]) for r in here]
        salience[b, :n] = _filled(here, "salience", SCALE / 2) / SCALE
        capability[b, :n] = _filled(here, "capability", 1.0)
        present[b, :n] = True
        reference[b] = _one(rows, "reference") if _known(rows, "reference") else np.nan
        council = np.array([str(r["actor"]).casefold() not in (_COMMISSION, _PARLIAMENT) for r in here])
        votes[b, :n] = np.where(council, _filled(here, "votes", 1.0), 0.0)
        unanimous = str(here[0].get("vote", "")).lower().startswith("unanim")
        quota[b] = 0.0 if unanimous else _QUALIFIED
        needed[b, :n] = council & unanimous
        if str(here[0].get("procedure", "")).upper() == "COD":
            needed[b, :n] |= [str(r["actor"]).casefold() == _PARLIAMENT for r in here]
        proposes[b, :n] = [str(r["actor"]).casefold() == _COMMISSION for r in here]
    consent = Consent(needed, votes, quota, proposes.astype(np.float64))
    given = Positions(at, salience, capability, present, reference, consent)
    acts = tuple(next((str(r["act"]) for r in rows if r["act"]), name) for name, rows in issues.items())
    outcome = np.array([_one(rows, "outcome") for rows in issues.values()], np.float64)
    return Decisions(tuple(issues), acts, given, outcome, left_out, filled)


def _filled(rows: Sequence[Mapping[str, str | float]], column: str, otherwise: float) -> Floats:
    """Numbers of a column; the mean of those known where one is not."""
    known = _known(rows, column)
    mean = math.fsum(known) / len(known) if known else otherwise
    values = [float(r[column]) for r in rows]
    return np.array([mean if math.isnan(v) else v for v in values])
