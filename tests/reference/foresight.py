"""The equations of actors who look ahead, one state at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log

from reference.conflict import Conflict


def gap(
    conflict: Conflict,
    values: Sequence[Sequence[float]],
    utilities: Sequence[Sequence[float]],
    rates: Sequence[float],
    precision: Sequence[float],
    discount: float,
    chance: Mapping[tuple[int, int], float],
) -> float:
    """Largest difference between the two sides of r V = r u + what is expected of the next event."""

    def choice(j: int, s: int) -> dict[int, float]:
        pull = {t: exp(precision[j] * (values[j][t] - values[j][s])) for t in {s, *conflict.moves(j, s)}}
        return {t: p / sum(pull.values()) for t, p in pull.items()}

    worst = 0.0
    for i in conflict.actors:
        for s in range(conflict.n_states):
            change = 0.0
            for j in conflict.actors:
                if j != i:
                    expected = sum(p * values[i][t] for t, p in choice(j, s).items())
                    change += rates[j] * (expected - values[i][s])
            best = log(sum(exp(precision[i] * values[i][t]) for t in {s, *conflict.moves(i, s)}))
            change += rates[i] * (best / precision[i] - values[i][s])
            change += sum(nu * (values[i][t] - values[i][a]) for (a, t), nu in chance.items() if a == s)
            worst = max(worst, abs(discount * (utilities[i][s] - values[i][s]) + change) / discount)
    return worst
