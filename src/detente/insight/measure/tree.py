"""A small classification tree: which worlds are of interest, by at most three questions.

CART (Breiman, Friedman, Olshen and Stone 1984): the split that lowers Gini's impurity most, then cut back as
far as worlds that were held out are not described worse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.insight.factors import Name

__all__ = ["Branch", "Leaf", "Tree", "grown"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: Most questions one after another, and the smallest leaf as a part of all worlds.
DEPTH, LEAF = 3, 0.03


@dataclass(frozen=True, slots=True)
class Leaf:
    """An end of the tree.

    Parameters
    ----------
    share
        Share of its worlds that are of interest.
    worlds
        Worlds in it, of those that the tree was made from.
    held_share, held
        The same of those that were held out; `nan` if there are none.
    """

    share: float
    worlds: int
    held_share: float
    held: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A question and the two parts that it leads to.

    Parameters
    ----------
    name
        Which judgement is asked about.
    threshold
        Of a weight: whether it is at most this.
    only
        Of a category: whether it is one of these.
    yes, no
        Where the answers lead.
    """

    name: Name
    threshold: float
    only: tuple[str, ...]
    yes: Tree
    no: Tree


Tree = Branch | Leaf


@dataclass(frozen=True, slots=True, eq=False)
class _Data:
    values: Floats
    wanted: Bools
    names: Sequence[Name]
    categories: Mapping[int, Sequence[str]]
    least: int


@dataclass(frozen=True, slots=True)
class _Split:
    fall: float
    column: int
    threshold: float
    only: frozenset[int]

    def says_yes(self, values: Floats) -> Bools:
        column = values[:, self.column]
        return np.isin(column, list(self.only)) if self.only else np.asarray(column <= self.threshold)


def grown(
    values: Floats,
    wanted: Bools,
    names: Sequence[Name],
    categories: Mapping[int, Sequence[str]],
    every: int = 3,
) -> Tree | None:
    """Grow a tree and cut it back.

    Parameters
    ----------
    values
        (N, J) inputs.
    wanted
        (N,) which worlds are of interest.
    names
        Which judgement each input is.
    categories
        Column -> its categories, for those that are not numbers.
    every
        One world in so many is held out, and a question stays only if it makes the description of these
        better (by the mean squared error of the share).

    Returns
    -------
    Tree or None
        ``None`` if no question helps.

    Examples
    --------
    >>> x = np.arange(300.0)[:, None]
    >>> tree = grown(x, x[:, 0] > 99.5, [Name("statement", "w")], {})
    >>> tree.name.id, 98 <= tree.threshold < 101
    ('w', True)
    """
    held = np.arange(len(wanted)) % every == every - 1
    data = _Data(values, wanted, names, categories, max(int(np.ceil(LEAF * len(wanted))), 5))
    tree = _grow(data, np.flatnonzero(~held), np.flatnonzero(held), DEPTH)
    return tree if isinstance(tree, Branch) else None


def _grow(data: _Data, made: NDArray[np.intp], held: NDArray[np.intp], depth: int) -> Tree:
    leaf = _leaf(data, made, held)
    split = _best(data, made) if depth and 0 < leaf.share < 1 else None
    if split is None:
        return leaf
    says, said = split.says_yes(data.values[made]), split.says_yes(data.values[held])
    yes = _grow(data, made[says], held[said], depth - 1)
    no = _grow(data, made[~says], held[~said], depth - 1)
    name, categories = data.names[split.column], data.categories.get(split.column, ())
    branch = Branch(name, split.threshold, tuple(categories[k] for k in sorted(split.only)), yes, no)
    # Pruned from the leaves up: a branch that describes the held-out worlds no better than a leaf is one.
    return branch if _error(branch) < _error(leaf) - 1e-12 else leaf


def _leaf(data: _Data, made: NDArray[np.intp], held: NDArray[np.intp]) -> Leaf:
    share, later = data.wanted[made], data.wanted[held]
    return Leaf(float(share.mean()), len(made), float(later.mean()) if len(held) else float("nan"), len(held))


def _error(tree: Tree) -> float:
    """Sum of squared errors over the held-out worlds."""
    if isinstance(tree, Branch):
        return _error(tree.yes) + _error(tree.no)
    if not tree.held:
        return 0.0
    return tree.held * (tree.held_share * (1 - tree.held_share) + (tree.share - tree.held_share) ** 2)


def _best(data: _Data, at: NDArray[np.intp]) -> _Split | None:
    """The split that lowers the impurity most, with enough worlds on both sides."""
    numeric = [j for j in range(data.values.shape[1]) if j not in data.categories]
    found = [_number(data, at, np.array(numeric, np.intp))] if numeric else []
    found += [_category(data, at, j) for j in data.categories]
    splits = [s for s in found if s is not None and s.fall > 1e-12]
    return max(splits, key=lambda s: s.fall, default=None)


def _fall(left: Floats, count: Floats, total: float, n: int) -> Floats:
    """How much Gini's impurity falls, times n / 2: sums of squares between the two sides."""
    return np.asarray(left**2 / count + (total - left) ** 2 / (n - count) - total**2 / n)


def _number(data: _Data, at: NDArray[np.intp], columns: NDArray[np.intp]) -> _Split | None:
    values, y = data.values[np.ix_(at, columns)], data.wanted[at].astype(np.float64)
    n = len(at)
    if n < 2 * data.least:
        return None
    order = np.argsort(values, axis=0, kind="stable")
    ranked = np.take_along_axis(values, order, axis=0)
    left, count = np.cumsum(y[order], axis=0)[:-1], np.arange(1.0, n)[:, None]
    fall = _fall(left, count, float(y.sum()), n)
    fall[ranked[:-1] == ranked[1:]] = -np.inf
    fall[: data.least - 1] = fall[n - data.least :] = -np.inf
    k, j = np.unravel_index(int(fall.argmax()), fall.shape)
    return _Split(float(fall[k, j]), int(columns[j]), float(ranked[k, j] + ranked[k + 1, j]) / 2, frozenset())


def _category(data: _Data, at: NDArray[np.intp], column: int) -> _Split | None:
    """Of two classes the best subset is a beginning of the categories in the order of their shares."""
    labels, y = data.values[at, column].astype(np.intp), data.wanted[at].astype(np.float64)
    count = np.bincount(labels, minlength=len(data.categories[column])).astype(float)
    sums = np.bincount(labels, weights=y, minlength=len(count))
    order = [int(k) for k in np.argsort(-sums / np.maximum(count, 1), kind="stable") if count[k]]
    best: _Split | None = None
    for k in range(1, len(order)):
        part = order[:k]
        inside = count[part].sum()
        if min(inside, len(at) - inside) < data.least:
            continue
        fall = float(_fall(sums[part].sum(), inside, float(y.sum()), len(at)))
        if best is None or fall > best.fall:
            best = _Split(fall, column, float("nan"), frozenset(part))
    return best
