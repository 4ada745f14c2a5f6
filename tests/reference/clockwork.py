"""Asynchronous logit revision as the definition reads: rates of all moves, and distributions through time.

Blume (1993), The statistical mechanics of strategic interaction, for the process; a generator is a dictionary
s -> {t: rate}. Distributions are found by Taylor series over short steps, not by uniformization.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import exp

from reference.concepts import answers
from reference.conflict import Conflict

Rates = dict[int, dict[int, float]]


def value_of_move(conflict: Conflict, concept: str, i: int, t: int) -> float:
    """What t is worth to i who moves there: its utility, or the least that the others' answers leave."""
    worth = [conflict.utilities[i][t]]
    if concept != "R":
        symmetric, credible = concept in ("SMR", "SSEQ"), concept in ("SEQ", "SSEQ")
        for s2 in answers(conflict, i, t, credible):
            escapes = [conflict.utilities[i][s3] for s3 in conflict.moves(i, s2)] if symmetric else []
            worth.append(max([conflict.utilities[i][s2], *escapes]))
    return min(worth)


def choice(conflict: Conflict, concept: str, i: int, s: int, precision: float) -> dict[int, float]:
    """Probabilities of staying (key s) and of each move when it is i's turn; utility runs from 0 to 1."""
    span = max(conflict.utilities[i]) - min(conflict.utilities[i])
    slope = precision / span if span else 0.0
    worth = {s: float(conflict.utilities[i][s])}
    worth |= {t: value_of_move(conflict, concept, i, t) for t in conflict.moves(i, s)}
    best = max(worth.values())
    weights = {t: exp(slope * (w - best)) for t, w in worth.items()}
    return {t: w / sum(weights.values()) for t, w in weights.items()}


def revision(conflict: Conflict, rates: Sequence[float], precision: Sequence[float], concept: str) -> Rates:
    """The rate of each move that changes the state."""
    out: Rates = {s: {} for s in range(conflict.n_states)}
    for s in range(conflict.n_states):
        for i in conflict.actors:
            for t, p in choice(conflict, concept, i, s, precision[i]).items():
                if t != s:
                    out[s][t] = out[s].get(t, 0.0) + rates[i] * p
    return out


def through_time(
    rates: Mapping[int, Mapping[int, float]],
    start: Sequence[float],
    time: float,
    inside: Collection[int] | None = None,
) -> list[float]:
    """The distribution after a time; with `inside`, of histories that never left these states."""
    kept = set(range(len(start)) if inside is None else inside)
    leave = [sum(rates[s].values()) for s in range(len(start))]
    steps = int(2 * time * max([*leave, 0.01])) + 1
    now = [p if s in kept else 0.0 for s, p in enumerate(start)]
    for _ in range(steps):
        term, total = now, list(now)
        for k in range(1, 25):
            fresh = [0.0] * len(now)
            for s in kept:
                fresh[s] -= leave[s] * term[s]
                for t, rate in rates[s].items():
                    if t in kept:
                        fresh[t] += rate * term[s]
            term = [x * time / steps / k for x in fresh]
            total = [a + b for a, b in zip(total, term, strict=True)]
        now = total
    return now
