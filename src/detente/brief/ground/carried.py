"""What a case carries of its sources, as tables."""

from __future__ import annotations

import json

from detente.catalog import Coverage, Row
from detente.paper.model import Cell, Part, Table
from detente.paper.numbers import count

__all__ = ["carried", "carried_json"]

_NOTE = (
    "In the game: some of what carries the item takes part in the analysis. Beside it: the case records it, "
    "with its passage and its voice, and nothing is computed from it."
)


def carried(coverage: Coverage, section: str = "") -> tuple[Part, ...]:
    """Return the counts of all sections, or the items of one; then what is missing.

    Parameters
    ----------
    coverage
        What the case carries of its sources.
    section
        Name of the section; all if empty.

    Raises
    ------
    UnknownName
        If there is no such section.
    """
    parts: list[Part] = [_items(coverage, section)] if section else [_counts(coverage)]
    left_out = [r for r in coverage.rows if r.reason and section in ("", r.section)]
    if left_out and not section:
        parts.append(Table("Not carried", ("Item", "Says", "Why not"), tuple(map(_reason, left_out))))
    parts += [f"{p.file}:{p.line}:{p.column}: {p.code} {p.cause}" for p in coverage.missing]
    return tuple(parts)


def carried_json(coverage: Coverage, section: str = "") -> str:
    """Return the coverage as JSON; with a section, its items only.

    Parameters
    ----------
    coverage
        What the case carries of its sources.
    section
        Name of the section; all if empty.
    """
    found = coverage.to_dict()
    if section:
        kept = {r.item for r in coverage.section(section)}
        found["items"] = [i for i in found["items"] if i["item"] in kept and i["section"] == section]
        found["counts"] = {section: found["counts"][section]}
    return json.dumps(found, ensure_ascii=False, indent=2)


def _counts(coverage: Coverage) -> Table:
    heads = ("Section", "Items", "In the game", "Beside it", "Not carried", "Missing")
    counts = coverage.counts
    rows: list[tuple[Cell, ...]] = [
        (_words(s), c.expected, c.computed, c.recorded, c.left_out, c.missing) for s, c in counts.items()
    ]
    columns = list(zip(*(r[1:] for r in rows), strict=True))
    if columns:
        rows.append(("All", *(sum(int(str(v)) for v in column) for column in columns)))
    items = count(len(coverage.rows), "item")
    return Table(f"What {coverage.case} carries of its sources: {items}", heads, tuple(rows), _NOTE)


def _items(coverage: Coverage, section: str) -> Table:
    heads = ("Item", "Says", "At", "Voice", "Carried by")
    return Table(_words(section).capitalize(), heads, tuple(map(_item, coverage.section(section))))


def _item(row: Row) -> tuple[Cell, ...]:
    by = ", ".join(row.carried) or f"not carried: {row.reason}"
    return row.item, row.says, ", ".join(row.at) or "nowhere", row.voice, by


def _reason(row: Row) -> tuple[Cell, ...]:
    return row.item, row.says, row.reason


def _words(section: str) -> str:
    return section.replace("_", " ")
