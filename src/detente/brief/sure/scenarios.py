"""Where another choice is better: boxes of worlds and a small tree, in words of the case."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from detente.brief.words.inputs import about, scale_word
from detente.brief.words.material import Material
from detente.brief.words.situations import level_phrase
from detente.insight import Box, Branch, Leaf, Name, Restriction, Tree
from detente.paper.english import capital, join, sentence
from detente.paper.model import Cell, Listing, Part, Section, Table, row
from detente.paper.numbers import count, percent
from detente.paper.picture import Limit, Limits

__all__ = ["boxes", "side_words"]


def boxes(m: Material) -> Section | None:
    """Say in which worlds another choice than the recommended one is better.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found = m.findings.uncertainty
    if not m.compares or found is None or not (found.boxes or found.tree):
        return None
    parts: list[Part] = []
    for k, box in enumerate(found.boxes, 1):
        parts += [_said(m, box, k), _table(m, box, k)]
    if isinstance(found.tree, Branch):
        parts.append(Listing("The same as a few questions", tuple(_leaves(m, found.tree))))
    note = (
        "Coverage: part of all worlds where another choice is better that lie in the box. Density: part of "
        "the worlds in the box where another choice is better. Held out: the same for every third world, "
        "which the box was not made from; this is what to expect of new worlds."
    )
    return Section("boxes", _title(m), (*parts, note), pictures=_limits(m, found.boxes))


def _title(m: Material) -> str:
    return (
        "Where the other choice is better"
        if len(m.findings.choices) == 2
        else "Where another choice is better"
    )


def _said(m: Material, box: Box, k: int) -> str:
    start = "Another choice is better" if k == 1 else "Of the other worlds, another choice is better"
    lead = (
        m.findings.uncertainty.values.chosen
        if m.findings.uncertainty and m.findings.uncertainty.values
        else ""
    )
    than = f" than “{m.choice(lead)}”" if lead else ""
    where = join((_side(m, r) for r in box.restrictions), "and")
    held = f"held out: {_share(box.held_density)} of {count(box.held, 'world')}"
    there = f"{capital(_share(box.coverage))} of all such worlds are there"
    return (
        f"{start}{than} in {_share(box.density)} of the worlds where {where} "
        f"(of all worlds: {_share(box.base)}); {held}. {there} (held out: {_share(box.held_coverage)})."
    )


def _share(value: float) -> str:
    return percent(value)


def _side(m: Material, r: Restriction) -> str:
    """One restriction as a clause."""
    if r.only:
        return f"{side_words(m, r.name)} is {join((_group(m, r.name, x) for x in r.only), 'or')}"
    return f"{side_words(m, r.name)} is {_within(m, r)}"


def side_words(m: Material, name: Name) -> str:
    """Say what a side of a box is about.

    Parameters
    ----------
    m
        The case and what was found.
    name
        What kind of judgement it is, and its id.
    """
    if name.kind == "reading":
        return "the reading"
    if name.kind == "chance":
        return m.case.chance[name.id].name
    told = about(m.case, name.actor, name.id)
    owner, _, what = told.partition(" this: ")
    return f"{owner} “{what}”"


def _group(m: Material, name: Name, group: str) -> str:
    if name.kind == "reading":
        return m.quoted(group)
    return f"“{level_phrase(m.case, name.id, group)}”"


def _within(m: Material, r: Restriction) -> str:
    """Say the limits of a weight, with the word of the scale that they lie in."""
    sides = ((r.low, "above"), (r.high, "below"))
    told = [f"{side} {_bound(m, value)}" for value, side in sides if math.isfinite(value)]
    return " and ".join(told)


def _bound(m: Material, value: float) -> str:
    word = scale_word(m.case, value)
    shown = f"{value:.1f}".replace("-", "−")
    return f"{shown} (“{word}”)" if word else shown


def _table(m: Material, box: Box, k: int) -> Table:
    heads = ("Judgement", "In the box", "Of all", "Quasi-p", "Again in")
    rows = tuple(_row(m, r) for r in box.restrictions)
    note = (
        f"Coverage {_share(box.coverage)}, density {_share(box.density)} of {box.worlds:,} worlds; held "
        f"out: coverage {_share(box.held_coverage)}, density {_share(box.held_density)} of {box.held:,} "
        f"worlds; of all worlds {_share(box.base)}. Quasi-p: chance of so dense a box without this limit. "
        "Again in: part of samples of two thirds of the worlds whose box limits the same."
    )
    return Table(f"Box {k}", heads, rows, note)


def _row(m: Material, r: Restriction) -> tuple[Cell, ...]:
    if r.only:
        of_all = "all readings" if r.name.kind == "reading" else "all levels"
        within = capital(join((_group(m, r.name, x) for x in r.only), "or"))
    else:
        of_all = f"{r.lowest:.1f} to {r.highest:.1f}".replace("-", "−")
        within = capital(_within(m, r))
    p = "below 0.001" if r.p < 0.001 else f"{r.p:.3f}"
    return row(capital(side_words(m, r.name)), within, of_all, p, percent(r.repeated))


def _leaves(m: Material, tree: Tree, said: tuple[str, ...] = ()) -> Iterator[str]:
    """One sentence for each end of the tree."""
    if isinstance(tree, Leaf):
        where = join(said, "and")
        held = f"; held out: {_share(tree.held_share)} of {tree.held:,}" if tree.held else ""
        yield sentence(f"where {where}: {_share(tree.share)} of {tree.worlds:,} worlds{held}")
        return
    what = side_words(m, tree.name)
    if tree.only:
        named = join((_group(m, tree.name, x) for x in tree.only), "or")
        yes, no = f"{what} is {named}", f"{what} is not {named}"
    else:
        yes, no = (f"{what} is {side} {_bound(m, tree.threshold)}" for side in ("below", "above"))
    yield from _leaves(m, tree.yes, (*said, yes))
    yield from _leaves(m, tree.no, (*said, no))


def _limits(m: Material, boxes: Sequence[Box]) -> tuple[Limits, ...]:
    """Draw the weights of each box in their ranges; readings and chance have no range to draw."""
    drawn = []
    for k, box in enumerate(boxes, 1):
        head = f"Box {k}: coverage {percent(box.coverage)}, density {percent(box.density)}"
        sides = tuple(_limit(m, r) for r in box.restrictions if not r.only and r.highest > r.lowest)
        drawn += [(head, sides)] if sides else []
    if not drawn:
        return ()
    tables = tuple(_table(m, box, k) for k, box in enumerate(boxes, 1))
    told = " ".join(f"{head}: {'; '.join(f'{s.label}: {s.text}' for s in sides)}." for head, sides in drawn)
    title = "The boxes of worlds in which another choice is better most often"
    return (Limits("boxes", title, told, tables, tuple(drawn)),)


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
        _within(m, r),
    )
