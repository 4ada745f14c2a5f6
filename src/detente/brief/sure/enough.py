"""Whether there are enough worlds to say so."""

from __future__ import annotations

import math

from detente.brief.words.material import Material
from detente.insight import Convergence, Running
from detente.paper import numbers
from detente.paper.model import Cell, Part, Section, Table, row

__all__ = ["better_shares", "enough", "running"]


def enough(m: Material) -> Section | None:
    """Say whether more worlds would change anything that the brief says."""
    found = m.findings.uncertainty
    if found is None or found.convergence is None or m.certain:
        return None
    c = found.convergence
    parts: list[Part] = [_verdict(m, c)]
    table = running(m)
    return Section("Are there enough worlds", (*parts, *([table] if table else [])))


def _verdict(m: Material, c: Convergence) -> str:
    told = ["Yes." if c.verdict == "enough" else "Not yet."]
    if c.best and math.isfinite(c.gap):
        apart = "tell the two best choices apart" if c.apart else "do not tell the two best choices apart"
        gap = numbers.plus_minus(c.gap, c.half)
        told.append(
            f"{c.worlds:,} worlds {apart}: “{m.choice(c.best)}” is ahead of “{m.choice(c.next)}” by {gap} "
            f"of {m.focal}'s range of utilities (95% interval)."
        )
        if not c.apart and c.separating:
            told.append(f"If the difference is as estimated, about {_round(c.separating)} worlds would.")
    told.append(f"Every share is known to within {100 * c.widest:.1f} percentage points (95% interval).")
    if c.widest > c.tolerance:
        told.append(
            f"To know each within {100 * c.tolerance:.0f} points takes about {_round(c.precise)} worlds."
        )
    told.append(f"To halve every error takes {c.halving:,} worlds.")
    return " ".join(told)


def _round(number: int) -> str:
    """Two leading digits: these numbers are estimates."""
    places = max(len(str(number)) - 2, 0)
    return f"{math.ceil(number / 10**places) * 10**places:,}"


def running(m: Material) -> Table | None:
    """How the share in which each choice is better settles down."""
    shares = better_shares(m)
    if not shares:
        return None
    heads = ("Worlds", *(m.choice(r.choice) for r in shares))
    rows = tuple(_row(shares, k) for k in range(len(shares[0].worlds)))
    note = (
        "Share of the first so many worlds in which the choice is the better one, with half its 95% interval."
    )
    return Table("As worlds are added", heads, rows, note)


def better_shares(m: Material) -> list[Running]:
    """How the share of worlds in which each choice is the better one runs."""
    found = m.findings.uncertainty
    if found is None or found.convergence is None:
        return []
    return [r for r in found.convergence.shares if not r.outcome]


def _row(shares: list[Running], k: int) -> tuple[Cell, ...]:
    return row(
        f"{shares[0].worlds[k]:,}",
        *(numbers.settled(r.values[k], r.halves[k], r.worlds[k]) for r in shares),
    )
