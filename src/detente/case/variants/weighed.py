"""A case with other weights."""

from __future__ import annotations

from collections.abc import Mapping

from detente.case.model import Case
from detente.case.nearest import check_name
from detente.case.quantity import Quantity, QuantitySyntax, parse_quantity
from detente.errors import DetenteError

__all__ = ["weighed"]


def weighed(case: Case, weights: Mapping[str, str | float | Quantity]) -> Case:
    """Return a case in which some statements have other weights.

    Parameters
    ----------
    case
        The case; it is not changed.
    weights
        Statement -> a number, a range or a word, as in a case file. A reading that weighs the statement
        itself keeps its own weight.

    Raises
    ------
    UnknownName
        If there is no such statement, or no such word on the case's scale; carries the nearest names.
    DetenteError
        If a weight cannot be read.
    """
    wanted = {name: _read(case, name, weight) for name, weight in weights.items()}
    known = [s.id for actor in case.actors for s in case.statements(actor)]
    for name in wanted:
        check_name("statement", name, known)
    changed = {
        actor: preference.model_copy(
            update={
                "statements": tuple(
                    s.model_copy(update={"weight": wanted[s.id]}) if s.id in wanted else s
                    for s in preference.statements
                )
            }
        )
        for actor, preference in case.preferences.items()
    }
    return case.model_copy(update={"preferences": changed})


def _read(case: Case, name: str, weight: str | float | Quantity) -> Quantity:
    try:
        found = weight if isinstance(weight, Quantity) else parse_quantity(str(weight))
    except QuantitySyntax as error:
        raise DetenteError(f"{name}: {error}") from None
    if found.kind == "word":
        check_name("word of the scales", found.text, case.scales)
    return found
