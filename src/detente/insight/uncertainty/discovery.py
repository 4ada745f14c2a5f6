"""Scenario discovery: boxes of worlds in which another choice is better.

What a box is worth is measured by coverage and density (Lempert, Bryant and Bankes 2008), also on worlds that
it was not made from; what a restriction is worth by quasi-p and by repetition (Bryant and Lempert 2010).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.insight.factors import Factor, Name
from detente.insight.measure.prim import Inputs, Sides, doubt, simplest, within
from detente.insight.measure.tree import Branch, Leaf, Tree, grown
from detente.worlds import uniforms

__all__ = ["Box", "Branch", "Leaf", "Restriction", "Tree", "boxes", "discover"]

Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

#: Most boxes, and the fewest worlds of interest that anything is said of.
BOXES, FEWEST = 3, 20

#: Samples of the resampling test; every so many-th world is held out.
REPEATS, HELD = 10, 3


@dataclass(frozen=True, slots=True)
class Restriction:
    """One side of a box.

    Parameters
    ----------
    name
        Which judgement is restricted.
    low, high
        For a weight: its limits, infinite where there is none.
    lowest, highest
        The range of the weight over all worlds.
    only
        For a reading or chance: the categories that are left.
    p
        Probability that a box without this restriction would show so many worlds of interest by chance.
    repeated
        Share of samples of two thirds of the worlds whose box restricts the same.
    """

    name: Name
    low: float = -math.inf
    high: float = math.inf
    lowest: float = -math.inf
    highest: float = math.inf
    only: tuple[str, ...] = ()
    p: float = 1.0
    repeated: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the worlds, described by few restrictions.

    Parameters
    ----------
    restrictions
        The most certain first.
    coverage
        Share of the worlds of interest that lie in the box and in no box before it.
    density
        Share of the worlds in the box that are of interest.
    held_coverage, held_density
        The same for the worlds that were held out; `nan` if none of them lies there.
    base
        Share of all worlds that are of interest: the density of a box without restrictions.
    worlds, held
        Worlds in the box among those that it was made from, and among those held out.
    """

    restrictions: tuple[Restriction, ...]
    coverage: float
    density: float
    held_coverage: float
    held_density: float
    base: float
    worlds: int
    held: int


def discover(
    factors: Sequence[Factor],
    wanted: Bools,
    groups: Mapping[str, Sequence[str]],
    seed: int = 1,
    repeats: int = REPEATS,
) -> tuple[tuple[Box, ...], Tree | None]:
    """Describe the worlds of interest by boxes and by a tree.

    Parameters
    ----------
    factors
        What differs between N worlds.
    wanted
        (N,) which worlds are of interest.
    groups
        Id of a factor that is grouped -> what its groups are called.
    seed
        Of the samples of the resampling test.
    repeats
        Number of these samples.

    Returns
    -------
    boxes, tree
        At most `BOXES`, each made from the worlds that the ones before left over; nothing where fewer
        than `FEWEST` worlds are of interest, or fewer are not.
    """
    if min(int(wanted.sum()), int((~wanted).sum())) < FEWEST or not factors:
        return (), None
    table = Inputs(
        np.stack([f.values for f in factors], axis=1),
        {j: len(groups[f.name.id]) for j, f in enumerate(factors) if f.grouped},
    )
    names = [f.name for f in factors]
    tree = grown(table.values, wanted, names, {j: groups[names[j].id] for j in table.categories}, HELD)
    return boxes(table, wanted, names, groups, seed, repeats), tree


def boxes(
    table: Inputs,
    wanted: Bools,
    names: Sequence[Name],
    groups: Mapping[str, Sequence[str]],
    seed: int = 1,
    repeats: int = REPEATS,
) -> tuple[Box, ...]:
    """Return boxes, each made from the worlds that the ones before left over; see `discover`.

    Parameters
    ----------
    table
        Inputs of the worlds.
    wanted
        (N,) which worlds are looked for.
    names
        Names of the inputs.
    groups
        Input -> what stands together with it.
    seed
        Of the resampling.
    repeats
        How often the worlds are resampled.
    """
    number = np.arange(len(wanted))
    left, held = number[number % HELD < HELD - 1], number[number % HELD == HELD - 1]
    count = int(wanted[left].sum()), int(wanted[held].sum())
    found: list[Box] = []
    while len(found) < BOXES and wanted[left].sum() >= FEWEST:
        rest = table.rows(left)
        sides = simplest(rest, wanted[left])
        box = _measured(table, wanted, sides, left, held, count)
        if not sides or not min(box.density, box.held_density) > box.base:
            break
        again = _repeated(rest, wanted[left], seed, repeats)
        listed = [_restriction(table, wanted[left], sides, left, j, names[j], groups) for j in sides]
        listed = [replace(r, repeated=again.get(j, 0.0)) for j, r in zip(sides, listed, strict=True)]
        found.append(replace(box, restrictions=tuple(sorted(listed, key=lambda r: r.p))))
        left, held = (at[~within(table.values[at], sides)] for at in (left, held))
    return tuple(found)


def _repeated(table: Inputs, wanted: Bools, seed: int, repeats: int) -> dict[int, float]:
    """Restricted column -> share of samples of two thirds of the worlds whose box restricts it."""
    n = len(wanted)
    found: dict[int, float] = {}
    for b in range(repeats):
        # Without replacement, as Bryant and Lempert do: repeated worlds would be peeled together.
        index = np.sort(np.argsort(uniforms(seed, f"discovery:{b}", 0, n), kind="stable")[: n * 2 // 3])
        for j in simplest(table.rows(index), wanted[index]):
            found[j] = found.get(j, 0.0) + 1 / repeats
    return found


def _measured(
    table: Inputs, wanted: Bools, sides: Sides, made: Ints, held: Ints, count: tuple[int, int]
) -> Box:
    """``count`` worlds of interest there are among all that boxes are made from, and among all held out."""
    here, there = (at[within(table.values[at], sides)] for at in (made, held))
    hits, later = int(wanted[here].sum()), int(wanted[there].sum())
    return Box(
        (),
        hits / max(count[0], 1),
        hits / len(here) if len(here) else math.nan,
        later / max(count[1], 1),
        later / len(there) if len(there) else math.nan,
        float(wanted.mean()),
        len(here),
        len(there),
    )


def _restriction(
    table: Inputs,
    wanted: Bools,
    sides: Sides,
    made: Ints,
    j: int,
    name: Name,
    groups: Mapping[str, Sequence[str]],
) -> Restriction:
    side, without = sides[j], {k: s for k, s in sides.items() if k != j}
    p = doubt(table.values[made], wanted, sides, without)
    if isinstance(side, frozenset):
        return Restriction(name, only=tuple(groups[name.id][k] for k in sorted(side)), p=p)
    column = table.values[:, j]
    return Restriction(name, *side, float(column.min()), float(column.max()), p=p)
