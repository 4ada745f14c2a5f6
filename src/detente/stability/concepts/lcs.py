"""The largest consistent set (LCS): each move may be followed, step by step, to an end that is no better.

Chwe (1994), "Farsighted coalitional stability", Journal of Economic Theory 63, section 2. Here each actor
moves alone; moves made together are those that the case lists as common moves.
"""

from __future__ import annotations

from detente.stability.foresight import farsighted

__all__ = ["CONCEPT"]

CONCEPT = farsighted(
    name="LCS",
    title="largest consistent set",
    source="Chwe 1994",
    means="stable for an actor if each of its moves may be followed, by steps of any actors each of whom "
    "prefers the end to where it moves from, to a state that lasts by the same rule and is no better for it",
    counts="A move is judged by where play may end; a step counts if its author prefers that end to where it "
    "is.",
    maximal=False,
)
