"""States that nobody need tell apart: chains over blocks of states, exact, with the error known.

A partition of the states lumps a chain if from all states of a block every block is entered at the same rate
(Kemeny and Snell 1960, section 6.3). Here each mover's moves must do so by themselves, so that a partition
serves whatever the rates are, also where they may follow the state. An option that enters no other actor's
aims, and on which nothing asked depends, is lumped away in this manner, and so is what depends on it alone.

The coarsest partition that keeps some sets apart is found by splitting blocks (Paige and Tarjan 1987), not by
comparing rates one by one: values drawn for the blocks are taken one step back, and a block is split where
they differ. Rates that differ by less than rounding shows are taken for equal; what that may come to is
worked out for every chain that is lumped.

References
----------
Kemeny and Snell (1960), Finite Markov Chains; Paige and Tarjan (1987), SIAM J. Comput. 16; Buchholz (1994),
J. Appl. Probab. 31.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.dynamics.chain.generator import Generator, Listed
from detente.game.model import Ints
from detente.readonly import ReadOnly
from detente.worlds import uniforms

__all__ = ["Lump", "coarsest", "lump"]

Floats = NDArray[np.float64]

#: Values that differ by less are those of one block.
_CLOSE = 1e-12

#: Numbers from here on are those of rows of a pool.
_SALT = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class Lump(ReadOnly):
    """How chains with the same moves are written over B blocks of S states, made once for all worlds.

    Parameters
    ----------
    block
        (S,) block of each state.
    first
        (B,) the first state of each block.
    group, source, row
        (P, B) classes and row of each block in each pool.
    chosen
        (C,) the class of states that stands for each class of blocks.
    origin, into
        Rows of states, and the row of blocks that each is added to.
    order
        (P, S) states of each pool by class and block.
    """

    block: Ints
    first: NDArray[np.intp]
    group: Ints
    source: Ints
    row: Ints
    chosen: Ints
    origin: Ints
    into: Ints
    order: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.first)

    def apply(self, chain: Generator) -> tuple[Generator, Floats]:
        """Return chains over the blocks, and (W,) how far one event may lead them astray.

        Parameters
        ----------
        chain
            Chains of W worlds over the states, with the moves that the blocks were made for.
        """
        g = np.zeros((int(self.into.max(initial=-1)) + 1, chain.g.shape[1]))
        _gather(self.origin, self.into, chain.g, g)
        made = replace(
            chain,
            group=self.group,
            source=self.source,
            row=self.row,
            g=g,
            z=np.ascontiguousarray(chain.z[self.chosen]),
            stay=chain.stay[self.first] if chain.stay.size else chain.stay,
            lists=tuple(_shorter(one, self.block, self.first) for one in chain.lists),
            _room=np.empty((len(self.chosen), len(chain.rate))),
        )
        off = np.zeros(len(chain.rate))
        for p in range(len(chain.group)):
            _apart(
                self.order[p], self.block, chain.group[p], chain.row[p], chain.g, chain.z,
                made.group[p], made.row[p], made.g, made.z, off,
            )  # fmt: skip
        for one, short in zip(chain.lists, made.lists, strict=True):
            _strays(one.start, one.target, one.p, short.start, short.target, short.p, self.block, off)
        return made, off


def coarsest(chains: Sequence[Generator], sets: Ints) -> Ints:
    """Return (S,) blocks of the coarsest partition that lumps every mover of some chains.

    Parameters
    ----------
    chains
        Chains over the S states, without riders on staying (``h``).
    sets
        (S,) numbers of sets that are to be kept apart.
    """
    block, count, quiet, turn = _numbered(sets), -1, 0, 0
    while quiet < len(chains):
        chain = _shuffled(chains[turn % len(chains)], turn)
        values = uniforms(turn, "lumping", 0, int(block.max()) + 1)[block]
        back = chain.back(np.repeat(values[:, None], len(chain.rate), axis=1))
        block, before = _split(block, back.mean(axis=1)), count
        count, turn = int(block.max()) + 1, turn + 1
        quiet = quiet + 1 if count == before else 0
    # In the order of the states, so that classes stay close together.
    first = np.unique(block, return_index=True)[1]
    return np.argsort(np.argsort(first)).astype(np.int32)[block]


def lump(chain: Generator, block: Ints) -> Lump | None:
    """Work out how chains with these moves are written over blocks; nothing if they cannot be.

    Parameters
    ----------
    chain
        Chains of any worlds.
    block
        (S,) block of each state, from 0.
    """
    if chain.h.size:
        return None
    first = np.unique(block, return_index=True)[1]
    pools, classes = len(chain.group), len(chain.z)
    order = np.array([np.lexsort((block, group)) for group in chain.group], np.intp).reshape(
        pools, len(block)
    )
    least = np.full(classes, len(first), np.int64)
    for group in chain.group:
        np.minimum.at(least, group, block)
    reach = least[chain.group[:, first]]
    if not _whole(chain.group, block, reach, least, order):
        return None
    label, source = np.empty((2, pools, len(first)), np.int32)
    chosen, number = [np.empty(0, np.int32)], 0
    for p in range(pools):
        heads, place, size = np.unique(reach[p], return_inverse=True, return_counts=True)
        label[p] = source[p] = place + number
        chosen.append(chain.group[p, first[heads]])
        number += len(heads)
        away = chain.source[p] != chain.group[p]
        if ((away != away[first][block]) & (size[place] > 1)[block]).any():
            return None
        if away[first].any():
            source[p, away[first]] = number
            chosen.append(chain.source[p, first[away[first]][:1]])
            number += 1
    picked = np.concatenate(chosen).astype(np.int32)
    row, origin, into = _rows(chain, block, picked, len(first))
    return Lump(block, first, label, source, row, picked, origin, into, order)


def _numbered(sets: Ints) -> Ints:
    return np.unique(sets, return_inverse=True)[1].astype(np.int32)


def _split(block: Ints, value: Floats) -> Ints:
    """Split blocks where sorted values have gaps."""
    order = np.lexsort((value, block))
    b, v = block[order], value[order]
    new = np.zeros(len(b), np.int32)
    new[1:] = (b[1:] != b[:-1]) | (v[1:] - v[:-1] > _CLOSE)
    out = np.empty_like(block)
    out[order] = np.cumsum(new)
    return out


def _shuffled(chain: Generator, turn: int) -> Generator:
    """Return the chain with every mover sped up by a number of its own, and staying as far as it matters."""
    speed = 0.5 + uniforms(turn, "lumping:movers", 0, len(chain.group) + len(chain.lists))
    z, stay = chain.z.copy(), np.zeros((len(chain), len(chain.rate)))
    for p, group in enumerate(chain.group):
        z[group.min() : group.max() + 1] *= speed[p]
        away, same = chain.source[p] != group, group == group[0]
        if away.any():
            stay += away[:, None] * (z[group[0]] * chain.g[chain.row[p, same]].sum(axis=0))
    lists = [replace(one, p=one.p * s) for one, s in zip(chain.lists, speed[len(chain.group) :], strict=True)]
    for one in lists:
        # A move within a block must count as none.
        np.subtract.at(stay, np.repeat(np.arange(len(chain)), np.diff(one.start)), one.p)
    return replace(chain, z=z, lists=tuple(lists), stay=stay)


def _whole(groups: Ints, block: Ints, reach: NDArray[np.int64], least: NDArray[np.int64], order: Any) -> bool:
    """Whether each class of states meets all blocks of its class of blocks, and no other."""
    for p, group in enumerate(groups):
        c, b = group[order[p]], block[order[p]]
        new = np.ones(len(c), bool)
        new[1:] = (c[1:] != c[:-1]) | (b[1:] != b[:-1])
        c, b = c[new], b[new]
        sizes = np.bincount(reach[p])
        if (reach[p, b] != least[c]).any() or (
            np.bincount(c, minlength=len(least))[c] != sizes[least[c]]
        ).any():
            return False
    return True


def _rows(chain: Generator, block: Ints, chosen: Ints, blocks: int) -> tuple[Ints, Ints, Ints]:
    """Number the rows of blocks: those that the same rows of states are added to are one."""
    salt = (uniforms(0, "lumping:rows", 0, len(chain.g)) * 2.0**53).astype(np.uint64) * np.uint64(_SALT + 1)
    standing = np.zeros(len(chain.z), bool)
    standing[chosen] = True
    keys = np.zeros((len(chain.group), blocks), np.uint64)
    for p, group in enumerate(chain.group):
        kept = standing[group]
        np.add.at(keys[p], block[kept], salt[chain.row[p, kept]])
    _, where, number = np.unique(keys, return_index=True, return_inverse=True)
    row: Ints = number.reshape(keys.shape).astype(np.int32)
    source, into = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    for p, group in enumerate(chain.group):
        lead = np.zeros(blocks, bool)
        lead[where[where // blocks == p] % blocks] = True
        kept = standing[group] & lead[block]
        source.append(chain.row[p, kept])
        into.append(row[p, block[kept]])
    return row, np.concatenate(source), np.concatenate(into)


def _shorter(one: Listed, block: Ints, first: NDArray[np.intp]) -> Listed:
    """Return the moves of the first state of each block."""
    counts = np.diff(one.start)[first]
    start = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    kept = np.repeat(one.start[first] - start[:-1], counts) + np.arange(start[-1])
    return Listed(one.mover, start, block[one.target[kept]], np.ascontiguousarray(one.p[kept]))


@njit(cache=True, nogil=True)
def _gather(source: Ints, into: Ints, g: Floats, out: Floats) -> None:
    for k in range(len(source)):
        for w in range(g.shape[1]):
            out[into[k], w] += g[source[k], w]


@njit(cache=True, nogil=True)
def _apart(
    order: NDArray[np.intp], block: Ints, group: Ints, row: Ints, g: Floats, z: Floats,
    group2: Ints, row2: Ints, g2: Floats, z2: Floats, off: Floats,
) -> None:  # fmt: skip
    """Add to off (W,) the largest sum over blocks of how far a class of states differs from its blocks'."""
    worst, mine, part = np.zeros(len(off)), np.zeros(len(off)), np.zeros(len(off))
    for k in range(len(order)):
        s = order[k]
        for w in range(len(off)):
            part[w] += g[row[s], w]
        more = k + 1 < len(order) and group[order[k + 1]] == group[s]
        if not more or block[order[k + 1]] != block[s]:
            b = block[s]
            for w in range(len(off)):
                mine[w] += abs(part[w] * z[group[s], w] - g2[row2[b], w] * z2[group2[b], w])
                part[w] = 0.0
        if not more:
            for w in range(len(off)):
                worst[w] = max(worst[w], mine[w])
                mine[w] = 0.0
    for w in range(len(off)):
        off[w] += worst[w]


@njit(cache=True, nogil=True)
def _strays(
    start: Ints, target: Ints, p: Floats, start2: Ints, target2: Ints, p2: Floats, block: Ints, off: Floats
) -> None:
    """Add to off (W,) the largest sum over blocks of how far listed moves differ from their block's."""
    worst = np.zeros(len(off))
    for s in range(len(start) - 1):
        b = block[s]
        for w in range(len(off)):
            mine = 0.0
            for k in range(start[s], start[s + 1]):
                mine += _gap(block[target[k]], w, s, b, start, target, p, start2, target2, p2, block)
            for k in range(start2[b], start2[b + 1]):
                mine += _gap(target2[k], w, s, b, start, target, p, start2, target2, p2, block)
            worst[w] = max(worst[w], mine)
    for w in range(len(off)):
        off[w] += 2 * worst[w]


@njit(cache=True, nogil=True)
def _gap(
    goal: int, w: int, s: int, b: int, start: Ints, target: Ints, p: Floats,
    start2: Ints, target2: Ints, p2: Floats, block: Ints,
) -> float:  # fmt: skip
    """How far a state's moves to a block differ from those of its own block, moves within it left out."""
    found = 0.0
    if goal != b:
        for k in range(start[s], start[s + 1]):
            if block[target[k]] == goal:
                found += p[k, w]
        for k in range(start2[b], start2[b + 1]):
            if target2[k] == goal:
                found -= p2[k, w]
    return abs(found)
