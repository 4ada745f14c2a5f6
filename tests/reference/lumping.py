"""The coarsest partition by which every mover of a chain lumps, by comparing rates block by block.

Kemeny and Snell (1960), Finite Markov Chains, section 6.3: a block is split as long as two of its states
enter some other block at different rates.
"""

from __future__ import annotations

from collections.abc import Sequence

from reference.clockwork import Rates


def peeled(movers: Sequence[Rates], sets: Sequence[int]) -> list[int]:
    """Number the blocks of states 0, 1, ...: those of one set that nothing tells apart are in one block."""
    block = list(sets)
    while True:
        seen = []
        for s, own in enumerate(block):
            enters: list[tuple[int, int, float]] = []
            for i, rates in enumerate(movers):
                goals = {block[t] for t in rates[s]} - {own}
                sums = {b: sum(r for t, r in rates[s].items() if block[t] == b) for b in goals}
                enters += [(i, b, round(r, 8)) for b, r in sorted(sums.items()) if round(r, 8)]
            seen.append((own, tuple(enters)))
        names = {key: k for k, key in enumerate(dict.fromkeys(seen))}
        after = [names[key] for key in seen]
        if len(names) == len(set(block)):
            return after
        block = after
