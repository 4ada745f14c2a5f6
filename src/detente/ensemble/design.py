"""A plan laid out over a case: what holds in which world, and any part of the worlds drawn alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.case.nearest import check_name
from detente.case.play.issues import set_by
from detente.ensemble.groups import groups, quantities, uncertain
from detente.ensemble.plan import LARGE, LARGEST, SMALL, Plan
from detente.ensemble.sequences import latin, sobol
from detente.errors import UnknownName
from detente.worlds import POOLED, Held, Source, Worlds, chance_shares, draw, reading_shares, uniforms

__all__ = ["Cell", "Design", "Drawn", "lay_out"]

Floats = NDArray[np.float64]

#: Where each quantity is put in turn in a one-at-a-time design.
ENDS = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Cell:
    """Worlds that differ from those of other cells in what the design varies, and in nothing else.

    Parameters
    ----------
    name
        What is so in this cell, for example ``reading:hawk`` or ``AB:actor:usa``.
    reading
        Id of the reading that is held; empty to draw it, ``*`` for the mean of all.
    dropped
        Perceptions that do not hold.
    chance
        Chance option -> level that is held.
    exchanged
        Quantities that are taken from the second sample.
    moved
        Quantity -> number between 0 and 1 that it is drawn with.
    central
        Whether all other quantities have their central values.
    share
        How much its worlds count, before the probabilities of reading and chance levels.
    """

    name: str = ""
    reading: str = ""
    dropped: frozenset[str] = frozenset()
    chance: Mapping[str, str] = field(default_factory=dict)
    exchanged: frozenset[str] = frozenset()
    moved: Mapping[str, float] = field(default_factory=dict)
    central: bool = False
    share: float = 1.0


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Drawn:
    """Some worlds of a design: their draws, the point each was made from, and how much each counts."""

    worlds: Worlds
    point: NDArray[np.intp]
    weight: Floats


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Design:
    """A plan laid out over a case.

    Parameters
    ----------
    case, plan
        What was laid out.
    cells
        World 0 is the central one; the worlds of each cell follow in turn.
    points
        Worlds in each cell; world k of every cell is made from the same draw.
    """

    case: Case
    plan: Plan
    cells: tuple[Cell, ...]
    points: int

    def __len__(self) -> int:
        return 1 + len(self.cells) * self.points

    @property
    def chunk(self) -> int:
        """Worlds in a chunk: of one chance scenario about as many as are solved together, or more."""
        small = SMALL * min(self._scenarios, LARGE // SMALL)
        if self.plan.chunk:
            return self.plan.chunk
        if len(self) <= 16 * small:
            chunks = max(1, (2 * len(self) + small) // (2 * small))
            return -(-len(self) // chunks)
        settings = prod(len(option.levels) for option in self.case.variables().values())
        return min(LARGEST, max(LARGE, 2**22 // settings))

    @property
    def _scenarios(self) -> int:
        """Combinations of chance levels that are drawn world by world."""
        if self.plan.chance == "every":
            return 1
        held = self.plan.chance if isinstance(self.plan.chance, Mapping) else {}
        return prod(len(c.levels) for o, c in self.case.chance.items() if o not in held)

    @property
    def chunks(self) -> int:
        """Number of chunks."""
        return -(-len(self) // self.chunk)

    def bounds(self, chunk: int) -> tuple[int, int]:
        """Return the first world of a chunk and the one after its last.

        Parameters
        ----------
        chunk
            Its number, from 0.

        Returns
        -------
        begin, end : int
            Numbers of worlds.
        """
        return chunk * self.chunk, min((chunk + 1) * self.chunk, len(self))

    def blocks(self) -> dict[str, slice]:
        """Return name of a cell -> its worlds; of a Saltelli design ``A``, ``B`` and ``AB:GROUP``."""
        return {
            c.name: slice(1 + k * self.points, 1 + (k + 1) * self.points) for k, c in enumerate(self.cells)
        }

    def draw(self, start: int = 0, stop: int | None = None, case: Case | None = None) -> Drawn:
        """Draw worlds ``start`` to ``stop``.

        Parameters
        ----------
        case
            One of the case's alternatives; the same draws are used for what it shares with the case.
        """
        stop = len(self) if stop is None else stop
        case, seed = case or self.case, self.plan.seed
        parts = list(self._parts(start, stop))
        source, held = partial(_composed, _base(self), parts), self._held(case, parts)
        worlds = draw(case, stop - start, seed, start, source, held)
        point = np.concatenate([np.arange(first, last) for _, first, last in parts])
        return Drawn(worlds, point, self._weights(parts, source, held, start, stop))

    def _parts(self, start: int, stop: int) -> Iterator[tuple[Cell, int, int]]:
        """Cells that worlds ``start`` to ``stop`` run through, with the points they take of each."""
        if start == 0:
            counted = self.points > 0 and any(c.share for c in self.cells)
            yield Cell(share=float(not counted)), 0, 1
        for k, cell in enumerate(self.cells):
            before = k * self.points
            first, last = max(start - before, 1), min(stop - before, self.points + 1)
            if first < last:
                yield cell, first, last

    def _held(self, case: Case, parts: list[tuple[Cell, int, int]]) -> Held:
        """What the cells hold, one entry for each world."""
        sizes = [last - first for _, first, last in parts]
        index = {"*": POOLED, **{r: k for k, r in enumerate(case.readings)}}
        reading = [index.get(cell.reading, POOLED) for cell, _, _ in parts]
        varied = any(cell.reading for cell in self.cells)
        chance = {}
        for option in dict.fromkeys(o for cell in self.cells for o in cell.chance):
            levels = list(case.chance[option].levels)
            middle = int(draw(case, 1, self.plan.seed).chance[option][0])
            fixed = self.plan.chance.get(option) if isinstance(self.plan.chance, Mapping) else None
            first = levels.index(fixed) if fixed else middle
            row = [
                levels.index(cell.chance[option]) if option in cell.chance else first for cell, _, _ in parts
            ]
            chance[option] = np.repeat(np.array(row, np.uint8), sizes)
        names = dict.fromkeys(p for cell in self.cells for p in cell.dropped)
        return Held(
            reading=np.repeat(np.array(reading, np.int16), sizes) if varied and case.readings else None,
            chance=chance,
            dropped={p: np.repeat([p in cell.dropped for cell, _, _ in parts], sizes) for p in names},
        )

    def _weights(
        self, parts: list[tuple[Cell, int, int]], source: Source, held: Held, start: int, stop: int
    ) -> Floats:
        sizes = [last - first for _, first, last in parts]
        weight = np.repeat([cell.share for cell, _, _ in parts], sizes)
        n, seed = stop - start, self.plan.seed
        if self.plan.design == "factorial" and held.reading is not None:
            shares = reading_shares(self.case, n, seed, start, source)
            weight = weight * np.where(held.reading >= 0, shares[held.reading, np.arange(n)], 1.0)
        if self.plan.chance == "every":
            for option, level in held.chance.items():
                shares = chance_shares(self.case, option, n, seed, start, None, source, held)
                probable = shares[level, np.arange(n)]
                probable[: 1 if start == 0 else 0] = 1.0
                weight = weight * probable
        return weight


def _composed(
    base: Source, parts: list[tuple[Cell, int, int]], seed: int, name: str, start: int, stop: int
) -> Floats:
    """Numbers of a quantity, cell after cell."""
    found = []
    for cell, first, last in parts:
        if name in cell.moved or cell.central:
            found.append(np.full(last - first, cell.moved.get(name, np.nan)))
        else:
            found.append(base(seed, f"{name}|B" if name in cell.exchanged else name, first, last))
    return np.concatenate(found)


def _base(design: Design) -> Source:
    match design.plan.design:
        case "latin":
            return latin(design.points)
        case "sobol":
            return sobol({name: k for k, name in enumerate(quantities(design.case))})
        case _:
            return uniforms


def lay_out(case: Case, plan: Plan) -> Design:
    """Lay a plan out over a case.

    Parameters
    ----------
    case
        The case.
    plan
        How many worlds, by what design and in what chunks.

    Raises
    ------
    UnknownName
        If the plan names a chance option, a level, a group or an alternative that the case does not have.
    """
    _check(case, plan)
    cells = [c for cell in _cells(case, plan) for c in _scenarios(case, plan, cell)]
    if plan.design == "one-at-a-time":
        return Design(case, plan, tuple(cells), 1)
    varied = plan.design == "factorial" and len(cells) > 1
    points = plan.worlds if uncertain(case) else min(plan.worlds, int(varied))
    return Design(case, plan, tuple(cells), points)


def _check(case: Case, plan: Plan) -> None:
    if isinstance(plan.chance, Mapping):
        for option, level in plan.chance.items():
            check_name("chance option", option, case.chance)
            if level not in case.chance[option].levels:
                raise UnknownName(f"level of {option}", level, tuple(case.chance[option].levels))
    for name in plan.alternatives:
        check_name("alternative", name, case.alternatives)
    known = groups(case) if plan.groups else {}
    for name in plan.groups:
        check_name("group of uncertain quantities", name, known)


def _cells(case: Case, plan: Plan) -> list[Cell]:
    match plan.design:
        case "factorial":
            return _factorial(case)
        case "one-at-a-time":
            return _one_at_a_time(case, plan)
        case "saltelli":
            return _saltelli(case, plan)
        case _:
            return [Cell()]


def _factorial(case: Case) -> list[Cell]:
    """Every reading with every set of perceptions; only cells in which all hold count in shares."""
    names = [n for n, p in case.perceptions.items() if not p.by]
    sets = [frozenset(s) for k in range(len(names) + 1) for s in combinations(names, k)]
    found = []
    for reading, dropped in product(list(case.readings) or [""], sets):
        told = ([f"reading:{reading}"] if reading else []) + [f"without:{p}" for p in names if p in dropped]
        found.append(Cell(" ".join(told), reading, dropped, share=float(not dropped)))
    return found


def _one_at_a_time(case: Case, plan: Plan) -> list[Cell]:
    middle = Cell(reading="*" if case.readings else "", central=True, share=0.0)
    levels = {o: list(case.chance[o].levels)[int(k[0])] for o, k in draw(case, 1).chance.items()}
    middle = replace(middle, chance=levels)
    found = [
        replace(middle, name=f"{name}={end:g}", moved={name: end})
        for name in quantities(case)
        if name not in ("reading", *(f"chance:{o}" for o in case.chance))
        for end in ENDS
    ]
    found += [replace(middle, name=f"reading:{r}", reading=r) for r in case.readings]
    for option, chance in case.chance.items():
        others = [level for level in chance.levels if level != levels[option]]
        found += [replace(middle, name=f"{option}={x}", chance={**levels, option: x}) for x in others]
    return found + [
        replace(middle, name=f"without:{p}", dropped=frozenset([p]))
        for p, held in case.perceptions.items()
        if not held.by
    ]


def _saltelli(case: Case, plan: Plan) -> list[Cell]:
    """Matrices A and B, which count, and for each group A with the group's columns of B (Saltelli 2010)."""
    known = groups(case)
    default = [g for g in known if not g.startswith(("statement:", "source:"))]
    every = frozenset(quantities(case))
    found = [Cell("A", share=0.5), Cell("B", exchanged=every, share=0.5)]
    chosen = plan.groups or default
    return found + [Cell(f"AB:{g}", exchanged=frozenset(known[g]), share=0.0) for g in chosen]


def _scenarios(case: Case, plan: Plan, cell: Cell) -> list[Cell]:
    """The cell under each combination of chance levels that the plan asks for."""
    if plan.chance == "drawn" or not case.chance:
        return [cell]
    if isinstance(plan.chance, Mapping):
        return [replace(cell, chance={**cell.chance, **plan.chance})]
    choices = [[(o, level) for level in _possible(case, o)] for o in case.chance]
    found = []
    for levels in product(*choices):
        told = " ".join([cell.name, *(f"{o}={level}" for o, level in levels)]).strip()
        found.append(replace(cell, name=told, chance=dict(levels)))
    return found


def _possible(case: Case, option: str) -> list[str]:
    """Levels that have a probability above 0 in some world."""
    chance, found = case.chance[option], []
    if set_by(case.issues, option):
        return list(chance.levels)
    for level, base in chance.probabilities.items():
        overlays = [
            r.chance[option][level] for r in case.readings.values() if level in r.chance.get(option, {})
        ]
        if any(case.resolve(q).span[1] > 0 for q in (base, *overlays)):
            found.append(level)
    return [level for level in chance.levels if level in found]
