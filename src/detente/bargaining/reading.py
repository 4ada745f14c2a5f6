"""Files of real decisions, one row for each issue and actor -> positions, and what was written."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

import numpy as np

from detente.bargaining.model import SCALE, Consent, Floats, Positions
from detente.errors import DetenteError
from detente.files import opened

__all__ = ["COLUMNS", "Decisions", "decisions", "read_decisions"]

#: Columns that a file must have; ``reference``, ``procedure``, ``vote`` and ``votes`` are read if there.
COLUMNS = ("issue", "act", "actor", "position", "salience", "capability", "outcome")

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
    """Read a file of decisions: comma, semicolon or tab between fields, rows and columns in any order.

    Parameters
    ----------
    file
        With a heading; positions, saliences, reference points and outcomes run from 0 to 100.

    Raises
    ------
    OSError
        If it cannot be read.
    DetenteError
        With all that is wrong, line by line.
    """
    with opened(file) as stream, TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
        try:
            lines = text.read().splitlines()
        except UnicodeDecodeError as error:
            raise DetenteError(f"{file}: it is not text in UTF-8") from error
    head = lines[0] if lines else ""
    separator = max(",;\t", key=head.count)
    try:
        return decisions(csv.DictReader(lines, delimiter=separator), str(file))
    except csv.Error as error:
        raise DetenteError(f"{file}: not a table: {error}") from error


def decisions(rows: Iterable[Mapping[str, str | None]], file: str = "rows") -> Decisions:
    """Gather rows into issues.

    Parameters
    ----------
    rows
        One for each issue and actor, with the columns named in `COLUMNS`.
    file
        How refusals call them.

    Raises
    ------
    DetenteError
        With all that is wrong, line by line.
    """
    wrong: list[str] = []
    issues: dict[str, list[dict[str, str | float]]] = {}
    for line, row in enumerate(rows, start=2):
        clean = {str(k).strip().lower(): (v or "").strip() for k, v in row.items() if isinstance(v, str)}
        missing = [c for c in COLUMNS if c not in clean]
        if missing and line == 2:
            raise DetenteError(f"{file}: it has no column {', '.join(missing)}")
        found = _numbers(clean, wrong, f"{file}:{line}")
        issue = issues.setdefault(clean.get("issue", ""), [])
        if any(r["actor"] == found["actor"] for r in issue):
            wrong.append(f"{file}:{line}: {found['actor']} stands twice in issue {found['issue']}")
        issue.append(found)
    wrong += [w for name, i in issues.items() for w in _contradictions(name, i, file)]
    if wrong:
        raise DetenteError("\n".join(wrong))
    kept = {k: i for k, i in issues.items() if _one(i, "outcome") is not None and _known(i, "position")}
    if not kept:
        raise DetenteError(f"{file}: no issue has both positions and an outcome")
    return _gathered(kept, len(issues) - len(kept))


def _numbers(row: Mapping[str, str], wrong: list[str], where: str) -> dict[str, str | float]:
    """The row with numbers as numbers, `nan` where they are not known."""
    found: dict[str, str | float] = dict(row)
    for column in ("position", "salience", "reference", "outcome", "capability", "votes"):
        text = row.get(column, "")
        try:
            value = math.nan if text.lower() in _UNKNOWN else float(text)
        except ValueError:
            value = math.inf
        most = math.inf if column in ("capability", "votes") else SCALE
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
        council = np.array([r["actor"] not in (_COMMISSION, _PARLIAMENT) for r in here])
        votes[b, :n] = np.where(council, _filled(here, "votes", 1.0), 0.0)
        unanimous = str(here[0].get("vote", "")).lower().startswith("unanim")
        quota[b] = 0.0 if unanimous else _QUALIFIED
        needed[b, :n] = council & unanimous
        if str(here[0].get("procedure", "")).upper() == "COD":
            needed[b, :n] |= [r["actor"] == _PARLIAMENT for r in here]
        proposes[b, :n] = [r["actor"] == _COMMISSION for r in here]
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
