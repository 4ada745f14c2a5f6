"""Whether there are enough worlds to say so."""

from __future__ import annotations

import math

from detente.brief.words.material import Material
from detente.insight import Convergence, Running
from detente.paper import numbers
from detente.paper.model import Cell, Section, Table, row
from detente.paper.picture import Curve, Curves

__all__ = ["enough"]


def enough(m: Material) -> Section | None:
    """Say whether more worlds would change anything that the brief says.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found = m.findings.uncertainty
    if found is None or found.convergence is None or m.certain:
        return None
    c = found.convergence
    shares = [r for r in c.shares if not r.outcome]
    title = "Are there enough worlds"
    if not shares:
        return Section("convergence", title, (_verdict(m, c),))
    table = _running(m, shares)
    return Section("convergence", title, (_verdict(m, c), table), pictures=(_converging(m, shares, table),))


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


def _running(m: Material, shares: list[Running]) -> Table:
    """How the share in which each choice is better settles down."""
    heads = ("Worlds", *(m.choice(r.choice) for r in shares))
    rows = tuple(_row(shares, k) for k in range(len(shares[0].worlds)))
    note = (
        "Share of the first so many worlds in which the choice is the better one, with half its 95% interval."
    )
    return Table("As worlds are added", heads, rows, note)


def _converging(m: Material, shares: list[Running], table: Table) -> Curves:
    curves = tuple(
        Curve(m.choice(r.choice), tuple(map(float, r.worlds)), r.values, r.halves, m.place(r.choice))
        for r in shares
    )
    title = "How the share of each choice settles as worlds are added"
    last = ", ".join(f"{numbers.percent(r.values[-1])} for “{m.choice(r.choice)}”" for r in shares)
    words = f"{title}. With all {shares[0].worlds[-1]:,} worlds: {last}. Thin lines: 95% intervals."
    across, up = "worlds", "share of worlds in which it is better"
    return Curves("convergence", title, words, (table,), curves, across, up, logarithmic=True)


def _row(shares: list[Running], k: int) -> tuple[Cell, ...]:
    return row(
        f"{shares[0].worlds[k]:,}",
        *(numbers.settled(r.values[k], r.halves[k], r.worlds[k]) for r in shares),
    )
