"""Random conflicts of two actors, graph form, with ties."""

from __future__ import annotations

from hypothesis import strategies as st

from reference import Conflict
from strategies import Sample, as_graph

__all__ = ["pairs"]


@st.composite
def pairs(draw: st.DrawFn, largest: int = 6) -> Sample:
    n = draw(st.integers(2, largest))
    arcs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] != p[1])
    values = st.lists(st.integers(0, n), min_size=n, max_size=n)
    conflict = Conflict(n, [draw(st.sets(arcs, max_size=2 * n)) for _ in "ab"], [draw(values) for _ in "ab"])
    return Sample(as_graph(conflict), conflict, tuple(f"s{k}" for k in range(n)))
