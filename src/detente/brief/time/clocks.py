"""Three clocks side by side: what lasts and where exits lead, and whether that hangs on the clock."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict

from detente.brief.words.naming import choice_name, outcome_name
from detente.case import Case
from detente.dynamics import Agreement
from detente.dynamics.clocks.agree import CLOCKS, Verdict
from detente.insight import plain
from detente.paper.english import capital
from detente.paper.model import Cell, Part, Table, row
from detente.paper.numbers import percent

__all__ = ["clocks_json", "clocks_parts"]

_HEADS = {
    "M1": "M1, one move ahead",
    "M2": "M2, all the way ahead",
    "M3": "M3, without rates",
}


def clocks_parts(case: Case, found: Sequence[Agreement]) -> list[Part]:
    """Say what each clock puts first, under each choice, and whether they agree.

    Parameters
    ----------
    case
        The case.
    found
        What the clocks agree on, a choice each.
    """
    lead = (
        "M1: actors revise at counted rates and look one move ahead. M2: the same rates, and actors who "
        "foresee all answers and discount the future. M3: no rates at all, only which mistakes cost least. A "
        "finding is robust only if all three agree."
    )
    parts: list[Part] = [lead]
    for a in found:
        lasts, exits = _tables(case, a)
        parts += [lasts, _verdict(case, a, "What lasts", a.lasts), exits, _verdict(case, a, "Exits", a.exits)]
        parts += [_unsolved(a)] if a.solved < a.worlds or a.several else []
    return parts


def _tables(case: Case, a: Agreement) -> tuple[Table, Table]:
    heads = ("Outcome", *(_HEADS[c] for c in CLOCKS))
    shown = [x for x in a.lines if any(v > 0 for v in (*x.lasts, *x.exits))]
    names = [capital(outcome_name(case, x.outcome)) for x in shown]
    lasts = [row(n, *map(_share, x.lasts, x.errors)) for n, x in zip(names, shown, strict=True)]
    exits = [row(n, *map(_share, x.exits)) for n, x in zip(names, shown, strict=True)]
    worlds = f"{a.worlds:,} worlds, M2 solved in {a.solved:,}."
    under = f" ({choice_name(case, a.choice)})" if a.choice else ""
    return (
        Table(
            f"What lasts{under}",
            heads,
            tuple(lasts),
            f"M1 and M2: probability of the outcome after {a.horizon:g} years. M3: part of the states that "
            f"recur. Mean over worlds ± one standard error; {worlds}",
        ),
        Table(
            f"Where the first exit leads{under}",
            heads,
            tuple(exits),
            f"From “{outcome_name(case, a.today)}”, where it stands today. M1 and M2: probability before "
            f"{a.horizon:g} years are over. M3: part of the cheapest exits. Mean over worlds; {worlds}",
        ),
    )


def _share(value: float, error: float = math.nan) -> Cell:
    if not math.isfinite(value):
        return "not solved"
    if math.isfinite(error) and error > 0:
        return f"{100 * value:.0f} ± {max(round(100 * error), 1)}%"
    return percent(value)


def _verdict(case: Case, a: Agreement, what: str, v: Verdict) -> str:
    if v.robust:
        return f"{what}: robust. All three clocks put “{outcome_name(case, v.leading[0])}” first."
    named = ", ".join(
        f"{c} {f'“{outcome_name(case, o)}”' if o else 'none'}" for c, o in zip(CLOCKS, v.leading, strict=True)
    )
    return f"{what}: not robust. First under each clock: {named}."


def _unsolved(a: Agreement) -> str:
    several = f"; in {a.several:,} it has several equilibria" if a.several else ""
    return f"M2 was not solved in {a.worlds - a.solved:,} of {a.worlds:,} worlds{several}."


def clocks_json(found: Sequence[Agreement]) -> str:
    """Return the comparison as JSON, one entry for each choice.

    Parameters
    ----------
    found
        What the clocks agree on, a choice each.
    """
    return json.dumps([plain(asdict(a)) for a in found], ensure_ascii=False, indent=2)
