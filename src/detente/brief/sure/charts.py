"""The pictures of how sure the comparison is: regret, sensitivity, boxes, convergence."""

from __future__ import annotations

from detente.brief.sure.enough import better_shares, enough, running
from detente.brief.sure.robustness import regret_table, robust
from detente.brief.sure.scenarios import box_tables, boxes, limits, side_words
from detente.brief.sure.sensitive import sensitive
from detente.brief.words.material import Material
from detente.insight import Box, Restriction
from detente.paper.english import capital
from detente.paper.model import Figure, Section, Table
from detente.paper.numbers import percent
from detente.paper.picture import NEUTRAL, Bars, Curve, Curves, Limit, Limits, Panel, Picture, Series

__all__ = ["weighed"]


def weighed(m: Material) -> tuple[Picture, ...]:
    """Return the pictures of the sections on robustness, sensitivity, boxes and convergence."""
    found = (_regret(m), _sensitive(m), _boxes(m), _converging(m))
    return tuple(p for p in found if p is not None)


def _regret(m: Material) -> Curves | None:
    section, found = robust(m), m.findings.uncertainty
    if section is None or found is None or found.regrets is None:
        return None
    table = regret_table(m)
    curves = tuple(
        Curve(m.choice(c), values, found.regrets.levels, look=_place(m, c))
        for c, values in found.regrets.values.items()
    )
    title = "Regret: in what part of the worlds each choice costs no more than so much"
    words = f"{title}. The further up and to the left a line, the better. {_ends(table)}"
    across, up = f"regret, percent of {m.focal}'s range", "part of worlds"
    return Curves(
        "regret-worlds", section.title, title, words, (table,), curves, across, up, True, steps=True
    )


def _ends(table: Table) -> str:
    """Say the middle and the last row of a distribution."""
    rows = [table.rows[len(table.rows) // 2], table.rows[-1]]
    told = []
    for row in rows:
        cells = (c.text if isinstance(c, Figure) else str(c) for c in row[1:])
        each = "; ".join(f"{head}: {cell}" for head, cell in zip(table.columns[1:], cells, strict=True))
        told.append(f"In {row[0]} of worlds at most: {each}.")
    return " ".join(told)


def _place(m: Material, choice: str) -> int:
    return [c.choice for c in m.findings.choices].index(choice)


def _sensitive(m: Material) -> Bars | None:
    section: Section | None = sensitive(m)
    if section is None or not section.tables:
        return None
    table = section.tables[0]
    cells = [row[1] for row in table.rows]
    figures = [c for c in cells if isinstance(c, Figure)]
    if len(figures) < len(cells):
        return None
    series = Series(
        "Share",
        tuple(f.value for f in figures),
        tuple(1.96 * (f.se or 0.0) for f in figures),
        tuple(f.text for f in figures),
        look=NEUTRAL,
    )
    labels = tuple(str(row[0]) for row in table.rows)
    title = f"{table.title}: what it is sensitive to"
    told = " ".join(f"{label}: {f.text}." for label, f in zip(labels, figures, strict=True))
    panel = Panel("", labels, (series,), "share of the variance, with 95% intervals")
    return Bars("sensitivity", section.title, title, f"{told} Lines: 95% intervals.", (table,), (panel,))


def _boxes(m: Material) -> Limits | None:
    section, found = boxes(m), m.findings.uncertainty
    if section is None or found is None or not found.boxes:
        return None
    tables = tuple(box_tables(m))
    drawn = tuple((_head(box, k), _sides(m, box)) for k, box in enumerate(found.boxes, 1))
    if not any(sides for _, sides in drawn):
        return None
    title = "The boxes of worlds in which another choice is better most often"
    told = " ".join(
        f"{head}: {'; '.join(f'{s.label}: {s.text}' for s in sides)}." for head, sides in drawn if sides
    )
    return Limits("boxes", section.title, title, told, tables, tuple(d for d in drawn if d[1]))


def _head(box: Box, k: int) -> str:
    return f"Box {k}: coverage {percent(box.coverage)}, density {percent(box.density)}"


def _sides(m: Material, box: Box) -> tuple[Limit, ...]:
    """The weights of a box; readings and chance have no range to draw."""
    return tuple(_limit(m, r) for r in box.restrictions if not r.only and r.highest > r.lowest)


def _limit(m: Material, r: Restriction) -> Limit:
    reach = r.highest - r.lowest
    low, high = max(r.low, r.lowest), min(r.high, r.highest)
    least, most = (f"{x:.1f}".replace("-", "−") for x in (r.lowest, r.highest))
    return Limit(
        capital(side_words(m, r.name)),
        (low - r.lowest) / reach,
        (high - r.lowest) / reach,
        least,
        most,
        limits(m, r),
    )


def _converging(m: Material) -> Curves | None:
    section, table, shares = enough(m), running(m), better_shares(m)
    if section is None or table is None:
        return None
    curves = tuple(
        Curve(m.choice(r.choice), tuple(map(float, r.worlds)), r.values, r.halves, _place(m, r.choice))
        for r in shares
    )
    title = "How the share of each choice settles as worlds are added"
    last = ", ".join(f"{percent(r.values[-1])} for “{m.choice(r.choice)}”" for r in shares)
    words = f"{title}. With all {shares[0].worlds[-1]:,} worlds: {last}. Thin lines: 95% intervals."
    across, up = "worlds", "share of worlds in which it is better"
    return Curves("convergence", section.title, title, words, (table,), curves, across, up, logarithmic=True)
