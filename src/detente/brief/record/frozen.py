"""What came of frozen predictions of the outcome class, year by year."""

from __future__ import annotations

import math
from collections.abc import Sequence

from detente.brief.words.naming import choice_name, outcome_name
from detente.case import Case
from detente.forecast import ClassScore, Frozen
from detente.paper.english import capital
from detente.paper.model import Figure, Part, Table, row
from detente.paper.numbers import percent

__all__ = ["frozen_parts"]


def frozen_parts(case: Case, frozen: Frozen, found: Sequence[ClassScore]) -> list[Part]:
    """Say what was frozen, and of each year end which class it was and how probable it was said to be.

    Parameters
    ----------
    case
        The case, for names.
    frozen
        What was said.
    found
        The scores of its outcome classes; may be empty.
    """
    told = (
        f"Frozen predictions of {frozen.case}, digest {frozen.digest[:12]}, written on {frozen.made[:10]} "
        f"from evidence up to {frozen.as_of}: {len(frozen.questions)} questions, {frozen.worlds:,} worlds, "
        f"seed {frozen.seed}, detente {frozen.version}, seal {frozen.seal[:12]}. Nothing is asked anew."
    )
    parts: list[Part] = [told]
    for choice in dict.fromkeys(s.choice for s in found):
        parts.append(_table(case, choice, [s for s in found if s.choice == choice]))
    return parts


def _table(case: Case, choice: str, found: Sequence[ClassScore]) -> Table:
    rows = tuple(
        row(
            s.on,
            capital(outcome_name(case, s.observed)),
            Figure(percent(s.probability), s.probability, None, 0, share=False),
            capital(outcome_name(case, s.likeliest)),
            Figure(f"{s.brier:.3f}", s.brier, None, 0, share=False),
        )
        for s in found
    )
    right = sum(s.likeliest == s.observed for s in found)
    mean = math.exp(-math.fsum(s.log for s in found) / len(found))
    brier = math.fsum(s.brier for s in found) / len(found)
    note = (
        f"By the coded history. The most probable class was the right one in {right} of {len(found)} years; "
        f"geometric mean of the probabilities {percent(mean)}; mean Brier score {brier:.3f}."
    )
    under = f"under “{choice_name(case, choice)}”" if choice else "with the choice left open"
    heads = ("On", "It was", "Said to be", "Most probable was", "Brier")
    return Table(f"Outcome class at the end of each year, {under}", heads, rows, note)
