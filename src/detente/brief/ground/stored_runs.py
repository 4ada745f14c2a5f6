"""Stored runs as tables."""

from __future__ import annotations

import json
from collections.abc import Sequence

from detente.ensemble import Contrast, Plan, Stored
from detente.paper.estimate import Estimate
from detente.paper.model import Table, row
from detente.paper.numbers import change, share

__all__ = ["runs_compared", "runs_json", "runs_listed"]

_DESIGNS = {
    "random": "random",
    "latin": "Latin hypercube",
    "sobol": "Sobol' sequence",
    "factorial": "factorial",
    "one-at-a-time": "one at a time",
    "saltelli": "Saltelli",
}


def runs_json(found: Sequence[Stored] | Sequence[Contrast]) -> str:
    """Return stored runs, or the comparison of two, as JSON.

    Parameters
    ----------
    found
        The runs, or what differs between two.
    """
    return json.dumps([one.to_dict() for one in found], ensure_ascii=False, indent=2)


def runs_listed(found: Sequence[Stored]) -> Table:
    """Return stored runs as a table.

    Parameters
    ----------
    found
        The runs.
    """
    rows = tuple(
        row(
            str(s.folder), s.case, s.digest[:12], s.version, _planned(s.plan), s.plan.seed, s.worlds,
            "all" if s.whole else f"{s.finished} of {s.chunks}",
        )
        for s in found
    )  # fmt: skip
    columns = ("Folder", "Case", "Digest", "Version", "Design", "Seed", "Worlds", "Chunks")
    return Table("Stored runs" if rows else "No stored runs", columns, rows)


def runs_compared(found: Sequence[Contrast]) -> Table:
    """Return two runs side by side: shares of worlds, and the difference of the second from the first.

    Parameters
    ----------
    found
        What differs, a choice and outcome each.
    """
    rows = tuple(
        row(
            c.choice + (f" ({c.alternative})" if c.alternative else ""),
            c.outcome,
            share(Estimate(*c.one)),
            share(Estimate(*c.other)),
            change(Estimate(*c.difference)),
        )
        for c in found
    )
    draws = max((c.difference[2] for c in found), default=0)
    note = (
        f"The difference is the second less the first, taken draw by draw on the {draws:,} that both share."
        if any(c.common for c in found)
        else "The difference is the second less the first, between samples that share no draws."
    )
    columns = ("Choice", "Outcome", "First", "Second", "Difference")
    return Table("Shares of worlds in two runs", columns, rows, f"{note} After ± stands a standard error.")


def _planned(plan: Plan) -> str:
    """A design in words, with what it holds or varies beside the draws."""
    told = [_DESIGNS[plan.design]]
    if plan.chance == "every":
        told.append("every combination of chance levels")
    elif not isinstance(plan.chance, str):
        told.append(", ".join(f"{option} = {level}" for option, level in plan.chance.items()))
    if plan.alternatives:
        told.append(f"with {', '.join(plan.alternatives)}")
    return "; ".join(told)
