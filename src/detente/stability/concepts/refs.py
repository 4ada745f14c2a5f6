"""Rational expectations (REFS): as the largest consistent set, with no step where another is surely better.

Dutta and Vohra (2017), "Rational expectations and farsighted stability", Theoretical Economics 12, 1191-1227,
ask of an expectation, which says for each state who moves next and where play ends, that no state expected to
last is left by a move whose expected end is better for the mover (their condition I), that each who moves
likes the expected end better than where it is (E), and could reach no better one (M). There may be many such
expectations, or none, and to find one is hard. This concept keeps the states that the three conditions cannot
rule out, each state being allowed any of the ends that are left for it: every state that lasts under some
expectation of theirs (of single movers) is among them, and all of them are in the largest consistent set.
"""

from __future__ import annotations

from detente.stability.foresight import farsighted

__all__ = ["CONCEPT"]

CONCEPT = farsighted(
    name="REFS",
    title="rational expectations",
    source="after Dutta & Vohra 2017",
    means="as under LCS, but nobody is reckoned to make a step where another would surely bring it to a "
    "better end",
    counts="A move is judged by where play may end; a step counts if its author prefers that end to where it "
    "is and no other step would surely bring it to a better one.",
    maximal=True,
)
