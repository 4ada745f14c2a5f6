"""The sheet that analysts fill in, in the workbench: asked and read as the sheets of `detente elicit` are."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from detente.brief import sheet
from detente.case import Case
from detente.elicitation import COLUMNS, QUANTILES, Answer, Sheet, known, read_sheets
from detente.errors import CaseError, DetenteError

__all__ = ["answered", "asked", "sheets"]


def asked(case: Case) -> list[dict[str, str]]:
    """Return the rows of the sheet: ``kind``, ``id``, ``asks`` and ``unit`` of each quantity.

    Parameters
    ----------
    case
        The case.

    Raises
    ------
    DetenteError
        If nothing can be asked.
    """
    lines = csv.DictReader(io.StringIO(sheet(case, "sheet.csv").decode("utf-8-sig")))
    return [{name: row[name] for name in ("kind", "id", "asks", "unit")} for row in lines]


def answered(case: Case, who: str, quantity: str, typed: Sequence[str]) -> Answer:
    """Read one answer, by the rules of sheets.

    Parameters
    ----------
    case
        The case.
    who
        Who answers.
    quantity
        Id of what is asked.
    typed
        The 5%, 50% and 95% quantiles as they were typed.

    Raises
    ------
    DetenteError
        If they cannot be read, or the case does not ask this.
    """
    row = {"expert": who, "id": quantity, **dict(zip(QUANTILES, typed, strict=True))}
    text = io.StringIO()
    lines = csv.DictWriter(text, COLUMNS, restval="")
    lines.writeheader()
    lines.writerow(row)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "sheet.csv"
        file.write_text(text.getvalue(), encoding="utf-8")
        try:
            found = read_sheets(case, [file])[0]
        except CaseError as error:
            raise DetenteError("; ".join(p.cause for p in error.problems)) from None
    return found.weights.get(quantity) or found.seeds[quantity]


def sheets(case: Case, given: Mapping[str, Mapping[str, Answer]]) -> tuple[Sheet, ...]:
    """Return the sheets of analysts, as `read_sheets` would.

    Parameters
    ----------
    case
        The case.
    given
        Analyst -> quantity -> answer. What the case asks no more is left out.
    """
    kinds = known(case)

    def of(own: Mapping[str, Answer], kind: str) -> dict[str, Answer]:
        return {name: own[name] for name, what in kinds.items() if what == kind and name in own}

    return tuple(Sheet(who, of(own, "weight"), of(own, "seed")) for who, own in given.items())
