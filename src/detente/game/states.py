"""The feasible states, without building the full product where constraints are tight."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.case.condition import Not, Tree
from detente.case.model import Case
from detente.errors import NoFeasibleState, TooLarge
from detente.game.truth import Table, evaluate, mentions
from detente.steps import each

__all__ = ["LIMIT", "definitions", "enumerate_states", "levels", "requirements"]

#: Most states (and half-built states) held at once unless the caller asks for more.
LIMIT = 4_000_000

Rows = NDArray[np.uint8]


def definitions(case: Case) -> dict[str, Tree]:
    """Return the trees of the case's definitions, by name.

    Parameters
    ----------
    case
        The case.
    """
    return {name: d.when.tree for name, d in case.definitions.items()}


def levels(case: Case) -> dict[str, tuple[str, ...]]:
    """Return the level names of every option, chance first.

    Parameters
    ----------
    case
        The case.
    """
    return {name: tuple(v.levels) for name, v in case.variables().items()}


def requirements(case: Case) -> dict[str, Tree]:
    """Return what every feasible state must satisfy, by constraint id.

    Parameters
    ----------
    case
        The case.
    """
    trees: dict[str, Tree] = {}
    for name, constraint in case.constraints.items():
        if constraint.require is not None:
            trees[name] = constraint.require.tree
        elif constraint.forbid is not None:
            trees[name] = Not(constraint.forbid.tree)
    return trees


def enumerate_states(case: Case, fixed: Mapping[str, str] | None = None, limit: int = LIMIT) -> Rows:
    """List the feasible states.

    Options are given their levels one at a time, most constrained first; a half-built state is
    dropped as soon as a constraint can no longer hold.

    Parameters
    ----------
    case
        A case in option form.
    fixed
        Option -> the only level to consider.
    limit
        Most rows held at once.

    Returns
    -------
    array, (S, O) uint8
        Sorted lexicographically, columns in the order of ``case.variables()``.

    Raises
    ------
    TooLarge
        If more than ``limit`` rows would be held; carries an estimate of the number of states.
    NoFeasibleState
        If nothing is left; carries constraints that clash, none of which could be left out.
    """
    fixed = dict(fixed or {})
    names, trees = levels(case), requirements(case)
    rows = _grow(names, trees, definitions(case), fixed, limit)
    if not len(rows):
        raise NoFeasibleState(_clash(names, trees, definitions(case), fixed, limit))
    return rows


def _grow(
    names: Mapping[str, tuple[str, ...]],
    trees: Mapping[str, Tree],
    defined: Mapping[str, Tree],
    fixed: Mapping[str, str],
    limit: int,
) -> Rows:
    reads = {c: mentions(t, defined) for c, t in trees.items()}
    sequence = _sequence(names, list(reads.values()), fixed)
    columns: dict[str, Rows] = {}
    length = 1
    for done, option in enumerate(each("options that states are listed by", sequence)):
        choices = _indices(names[option], fixed.get(option))
        if length * len(choices) > limit:
            raise TooLarge(_estimate(columns, sequence[done:], length, names, trees, defined, fixed), limit)
        columns = {o: np.repeat(c, len(choices)) for o, c in columns.items()}
        columns[option] = np.tile(choices, length)
        length *= len(choices)
        keep = np.ones(length, bool)
        table = Table(length, columns, names, defined)
        for constraint, options in reads.items():
            if option in options or not (options or done):  # `require: false` reads no option
                keep &= evaluate(trees[constraint], table)[0]
        columns = {o: c[keep] for o, c in columns.items()}
        length = int(keep.sum())
    return _sorted(np.column_stack([columns[o] for o in names]) if names else np.empty((1, 0), np.uint8))


def _indices(levels: Sequence[str], only: str | None) -> NDArray[np.uint8]:
    wanted = range(len(levels)) if only is None else [levels.index(only)]
    return np.asarray(list(wanted), dtype=np.uint8)


def _sequence(
    names: Mapping[str, tuple[str, ...]], reads: list[frozenset[str]], fixed: Mapping[str, str]
) -> list[str]:
    """Order options so that constraints are complete as early as possible."""
    left, chosen = list(names), [o for o in names if o in fixed]
    left = [o for o in left if o not in fixed]
    while left:
        known = set(chosen)

        def weight(option: str, known: set[str] = known) -> tuple[float, int]:
            gain = math.fsum(1 / len(r - known) for r in reads if option in r)
            return (-gain, len(names[option]))

        best = min(left, key=weight)
        chosen.append(best)
        left.remove(best)
    return chosen


def _estimate(
    columns: Mapping[str, Rows],
    rest: Sequence[str],
    length: int,
    names: Mapping[str, tuple[str, ...]],
    trees: Mapping[str, Tree],
    defined: Mapping[str, Tree],
    fixed: Mapping[str, str],
    sample: int = 100_000,
) -> int:
    """Estimate the number of states from random completions of the half-built ones."""
    rng = np.random.Generator(np.random.Philox(0))
    pick = rng.integers(0, length, sample)
    drawn = {o: c[pick] for o, c in columns.items()}
    total = length
    for option in rest:
        choices = _indices(names[option], fixed.get(option))
        drawn[option] = choices[rng.integers(0, len(choices), sample)]
        total *= len(choices)
    table = Table(sample, drawn, names, defined)
    keep = np.ones(sample, bool)
    for tree in trees.values():
        keep &= evaluate(tree, table)[0]
    return max(total * max(int(keep.sum()), 1) // sample, length)


def _clash(
    names: Mapping[str, tuple[str, ...]],
    trees: Mapping[str, Tree],
    defined: Mapping[str, Tree],
    fixed: Mapping[str, str],
    limit: int,
) -> tuple[str, ...]:
    """Drop constraints one by one while the rest still clash; of what remains none can be left out."""
    kept = dict(trees)
    for name in trees:
        without = {n: t for n, t in kept.items() if n != name}
        try:
            if not len(_grow(names, without, defined, fixed, limit)):
                kept = without
        except TooLarge:
            continue
    return tuple(kept)


def _sorted(rows: Rows) -> Rows:
    if not rows.shape[1]:
        return rows
    return np.ascontiguousarray(rows[np.lexsort(rows.T[::-1])])
