"""Random conflicts with degrees of preference, in tenths so that thresholds are met exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from reference.fuzzy import Degrees
from strategies import Sample, graph_conflicts

__all__ = ["Graded", "graded"]

TENTHS = [Fraction(k, 10) for k in range(11)]


@dataclass(frozen=True)
class Graded:
    sample: Sample
    low: Degrees
    high: Degrees
    thresholds: list[Fraction]
    parameters: list[tuple[Fraction, Fraction, Fraction]]


@st.composite
def graded(draw: st.DrawFn, wide: bool) -> Graded:
    """`wide`: degrees are intervals."""
    sample = draw(graph_conflicts(largest=6))
    conflict = sample.conflict
    n, tenth = conflict.n_states, st.sampled_from(TENTHS)
    low, high, thresholds, parameters = [], [], [], []
    for i in conflict.actors:
        u, down, up = conflict.utilities[i], {}, {}
        for s in range(n):
            for t in range(n):
                down[s, t] = up[s, t] = Fraction((u[s] > u[t]) * 2 + (u[s] == u[t]), 2)
        told: dict[str, dict[str, str]] = {}
        for s, t in draw(st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=6)):
            if s < t:
                a, b = sorted((draw(tenth), draw(tenth))) if wide else (draw(tenth),) * 2
                down[s, t], up[s, t], down[t, s], up[t, s] = a, b, 1 - b, 1 - a
                told.setdefault(f"s{s}", {})[f"s{t}"] = f"{float(a)}..{float(b)}" if a < b else str(float(a))
        one = draw(st.sampled_from(TENTHS[1:]))
        three = (draw(tenth), draw(tenth), draw(tenth))
        wish = sample.mapping["preferences"][f"a{i}"]
        wish |= {"degrees": told, "threshold": float(one)}
        wish |= {k: float(x) for k, x in zip(("alpha", "beta", "gamma"), three, strict=True)}
        low.append(down)
        high.append(up)
        thresholds.append(one)
        parameters.append(three)
    return Graded(sample, low, high, thresholds, parameters)
