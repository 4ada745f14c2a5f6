"""Logit revision by the definition: a walk drawn event by event, and the density of a walk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from random import Random

State = tuple[int, ...]


@dataclass(frozen=True)
class Mover:
    """One actor: `own` are the places of its options, `wants` pairs of a test on a state and its weight."""

    own: tuple[int, ...]
    features: tuple[object, ...]
    weights: tuple[float, ...]
    rate: float
    precision: float

    def utility(self, state: State) -> float:
        return sum(w for f, w in zip(self.features, self.weights, strict=True) if f(state))  # type: ignore[operator]


@dataclass(frozen=True)
class Play:
    """States are all combinations of levels in `sizes` that are `feasible`; everybody may change freely."""

    movers: tuple[Mover, ...]
    states: tuple[State, ...]

    def choices(self, mover: Mover, state: State) -> dict[State, float]:
        """How probable each next state is when the mover's turn comes, staying included."""
        worth = {t: mover.utility(t) for t in self.states}
        width = max(worth.values()) - min(worth.values())
        slope = mover.precision / width if width > 0 else 0.0
        same = [t for t in self.states if all(t[k] == state[k] for k in range(len(t)) if k not in mover.own)]
        pull = {t: exp(slope * (worth[t] - max(worth.values()))) for t in same}
        return {t: p / sum(pull.values()) for t, p in pull.items()}

    def walk(self, start: State, years: float, seed: int) -> list[tuple[float, State]]:
        """Draw what happens: (moment, state from then on)."""
        dice, at, state, path = Random(seed), 0.0, start, []
        rates = [m.rate for m in self.movers]
        while True:
            at += dice.expovariate(sum(rates))
            if at > years:
                return path
            mover = dice.choices(self.movers, rates)[0]
            chances = self.choices(mover, state)
            after = dice.choices(list(chances), list(chances.values()))[0]
            if after != state:
                path.append((at, after))
                state = after

    def density(self, start: State, years: float, path: Sequence[tuple[float, State]]) -> float:
        """Log density of a walk: moves as they are made, and silence while nobody moves."""
        total, state, now = 0.0, start, 0.0
        for at, after in [*path, (years, None)]:
            for m in self.movers:
                total -= m.rate * (1 - self.choices(m, state)[state]) * (at - now)
            if after is not None:
                mover = next(m for m in self.movers if any(state[k] != after[k] for k in m.own))
                total += log(mover.rate * self.choices(mover, state)[after])
                state, now = after, at
        return total


def levels(state: State, options: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """A state in words."""
    return {o: names[o][state[k]] for k, o in enumerate(options)}
