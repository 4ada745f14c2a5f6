"""Bars from values: a series for each choice, the words for those who do not see them, small multiples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.brief.words.material import Material
from detente.brief.words.naming import outcome_name
from detente.insight import ChoiceFindings
from detente.paper.english import capital, join
from detente.paper.estimate import Estimate
from detente.paper.model import Cell, Figure, Table
from detente.paper.numbers import occurs
from detente.paper.picture import Bars, Panel, Series

__all__ = ["SHARE", "multiples", "outcome_labels", "outcome_series", "series", "told"]

#: What the scale of most bars measures.
SHARE = "share of worlds"

_LINES = "Lines: one standard error to each side."


def series(
    name: str, figures: Sequence[Figure | None], look: int = 0, marks: Sequence[Figure | None] = ()
) -> Series:
    """Return bars that are drawn alike.

    Parameters
    ----------
    name
        What the legend says.
    figures
        The number of each row, or ``None`` where it has none.
    look
        Place of the choice that they belong to, or `NEUTRAL`.
    marks
        A second number for each row, drawn beside the bar; may be empty.
    """
    return Series(
        name,
        tuple(f.value if f else None for f in figures),
        tuple((f.se or 0.0) if f else 0.0 for f in figures),
        tuple(f.short if f else "" for f in figures),
        tuple(f.value if f else None for f in marks),
        look,
    )


def outcome_labels(m: Material, ids: Sequence[str]) -> tuple[str, ...]:
    """Return the names of outcome classes, to begin lines.

    Parameters
    ----------
    m
        The case and what was found.
    ids
        Ids of outcome classes.
    """
    return tuple(capital(outcome_name(m.case, o)) for o in ids)


def outcome_series(
    m: Material, c: ChoiceFindings, shares: Mapping[str, Estimate], ids: Sequence[str]
) -> Series:
    """Return the bars of one choice, one for each outcome class.

    Parameters
    ----------
    m
        The case and what was found.
    c
        The choice.
    shares
        Outcome class -> its share of worlds.
    ids
        The outcome classes that are shown, in order.
    """
    name = m.choice(c) if c.choice else "Share"
    return series(name, [m.share(shares.get(o, m.never)) for o in ids], m.findings.choices.index(c))


def multiples(
    m: Material,
    key: str,
    title: str,
    tables: Sequence[Table],
    shares: Mapping[str, Sequence[Mapping[str, Estimate]]],
) -> tuple[Bars, ...]:
    """Return small multiples: a panel for each name, the choices side by side in each.

    Parameters
    ----------
    m
        The case and what was found.
    key, title
        Those of the picture.
    tables
        The tables behind it.
    shares
        Name of a panel -> for each choice, outcome class -> its share of worlds.
    """
    every = [one for row in shares.values() for one in row]
    named = dict.fromkeys(o for one in every for o in one)
    ids = [o for o in named if any(occurs(one[o]) for one in every if o in one)]
    if not ids:
        return ()
    labels = outcome_labels(m, ids)
    panels = tuple(
        Panel(
            name,
            labels,
            tuple(outcome_series(m, c, one, ids) for c, one in zip(m.findings.choices, row, strict=True)),
            SHARE,
        )
        for name, row in shares.items()
    )
    heads = join(f"“{name}”" for name in shares)
    words = f"{title}. One panel each for {heads}; rows: {join(labels)}. The tables below have the numbers."
    return (Bars(key, title, words, tuple(tables), panels),)


def told(table: Table, columns: Sequence[int] = ()) -> str:
    """Say the numbers of a table in one breath, row by row.

    Parameters
    ----------
    table
        The table.
    columns
        Places of the columns that are said; all if empty.
    """
    shown = columns or range(len(table.columns))
    rows = []
    for row in table.rows:
        cells = [row[k] for k in shown if k]
        heads = [table.columns[k] for k in shown if k]
        said = "; ".join(f"{head}: {_text(cell)}" for head, cell in zip(heads, cells, strict=True))
        rows.append(f"{row[0]}: {said}.")
    return f"{' '.join(rows)} {_LINES}"


def _text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Figure) else str(cell)
