"""Robust choice: what each criterion of decision under deep uncertainty chooses, and how firmly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from detente.insight.measure.criteria import (
    CRITERIA,
    TIE,
    dominates,
    hurwicz_turns,
    regrets,
    share_of_best,
    worst_group,
)
from detente.paper.estimate import Interval
from detente.worlds import uniforms

__all__ = ["Criterion", "Dominance", "Ranking", "Robustness", "robustness"]

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

#: Bootstrap replicates; fewer of very many worlds, whose intervals are narrow anyway.
REPLICATES = 400
_DRAWS = 5_000_000

#: Name of the criterion that only all worlds together have.
WORST = "worst-reading"


@dataclass(frozen=True, slots=True)
class Criterion:
    """What one criterion says of the choices.

    Parameters
    ----------
    criterion
        A key of `detente.insight.measure.criteria.CRITERIA`, or ``worst-reading``: the expected level
        under the reading that is worst for the choice (Gilboa and Schmeidler 1989).
    values
        Choice -> its value under the criterion, with a bootstrap interval. Larger is better, except of
        regrets. The payoff is the focal actor's level, as a share of its range of utilities.
    chosen
        The choices with the best value; more than one only where they tie.
    wins
        Choice -> share of bootstrap replicates in which the criterion chooses it, ties in equal parts.
    """

    criterion: str
    values: Mapping[str, Interval]
    chosen: tuple[str, ...]
    wins: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Dominance:
    """One choice is at least as good as another in a whole order, and not the same.

    Parameters
    ----------
    order
        ``worlds`` (in every world), ``first`` or ``second`` (stochastic dominance of that order). Only the
        strongest that holds is listed.
    better, worse
        Choice ids.
    share
        Share of bootstrap replicates in which it holds.
    """

    order: str
    better: str
    worse: str
    share: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """All criteria over one set of worlds.

    Parameters
    ----------
    reading
        Reading id, or an empty string for all worlds together.
    worlds
        Number of worlds.
    criteria
        One entry for each criterion that can be computed.
    turns
        (alpha, choices): from which weight of the best case on Hurwicz's criterion chooses what; the first
        entry has alpha 0.
    dominance
        Pairs of choices that are ordered whatever an actor that prefers more to less thinks of risk.
    agreed
        The choice that every criterion chooses alone, or an empty string where criteria disagree.
    """

    reading: str
    worlds: int
    criteria: tuple[Criterion, ...]
    turns: tuple[tuple[float, tuple[str, ...]], ...]
    dominance: tuple[Dominance, ...]
    agreed: str


@dataclass(frozen=True, slots=True)
class Robustness:
    """Robust choice over all worlds and under each reading.

    Parameters
    ----------
    alpha
        Weight of the best case in Hurwicz's criterion.
    threshold
        What the satisficing criterion asks for: ``status quo`` or the level itself as a number; empty if
        there is no status quo.
    replicates
        Number of bootstrap replicates.
    pooled
        All worlds together, readings with the shares that they were drawn with. Only here is the
        worst reading's expected utility (``worst-reading``) among the criteria.
    readings
        The same under each reading.
    """

    alpha: float
    threshold: str
    replicates: int
    pooled: Ranking
    readings: tuple[Ranking, ...] = ()


def robustness(
    names: Sequence[str],
    payoff: Floats,
    enough: Floats | None = None,
    reading: Places | None = None,
    readings: Sequence[str] = (),
    seed: int = 1,
    alpha: float = 0.5,
    threshold: str = "status quo",
) -> Robustness:
    """Rank the choices by every criterion, over all worlds and under each reading.

    Parameters
    ----------
    names
        C choice ids.
    payoff
        (C, W) level of the focal actor in each world, finite, larger is better.
    enough
        (C, W) part of the world, 0 to 1, in which the level is enough; without it there is no satisficing
        criterion.
    reading
        (W,) index into ``readings`` of each world.
    readings
        Reading ids.
    seed
        Of the bootstrap.
    alpha
        Weight of the best case in Hurwicz's criterion, 0 to 1.
    threshold
        What ``enough`` means.

    Notes
    -----
    A bootstrap over worlds (Efron 1979). The least and the largest of a sample are not what the
    bootstrap is good at (Bickel and Freedman 1981): of maximin, Hurwicz and minimax regret the interval
    ends at the sample's own extreme, and says how far it hangs on single worlds, not where the extreme of
    all possible worlds lies.
    """
    group = np.zeros(payoff.shape[1], np.intp) if reading is None else reading
    shared = (alpha, seed)
    pooled = _ranking("", names, payoff, enough, group if len(readings) > 1 else None, *shared)
    parts = [
        _ranking(r, names, payoff[:, at], None if enough is None else enough[:, at], None, *shared)
        for k, r in enumerate(readings)
        if (at := np.flatnonzero(group == k)).size
    ]
    count = _replicates(payoff.shape[1])
    return Robustness(alpha, threshold if enough is not None else "", count, pooled, tuple(parts))


def _ranking(
    label: str,
    names: Sequence[str],
    payoff: Floats,
    enough: Floats | None,
    group: Places | None,
    alpha: float,
    seed: int,
) -> Ranking:
    n = payoff.shape[1]
    judged = {"level": payoff, "regret": regrets(payoff)}
    if enough is not None:
        judged["enough"] = enough
    values = _values(judged, np.arange(n)[None], group, alpha)
    parts = [_values(judged, at, group, alpha) for at in _resampled(n, seed, label)]
    drawn = {c: np.concatenate([p[c] for p in parts], axis=1) for c in values}
    criteria = tuple(_criterion(c, names, values[c][:, 0], drawn[c], n) for c in values)
    alone = {c.chosen for c in criteria}
    return Ranking(
        reading=label,
        worlds=n,
        criteria=criteria,
        turns=tuple((a, _named(names, chosen)) for a, chosen in hurwicz_turns(payoff)),
        dominance=tuple(_dominance(names, payoff, seed, label)),
        agreed=criteria[0].chosen[0] if len(alone) == 1 and len(criteria[0].chosen) == 1 else "",
    )


def _replicates(n: int) -> int:
    return int(np.clip(_DRAWS // max(n, 1), 50, REPLICATES))


def _resampled(n: int, seed: int, label: str) -> Iterator[Places]:
    """Yield (b, n) places drawn with replacement, some replicates at a time."""
    together = max(200_000 // n, 1)
    for start in range(0, _replicates(n), together):
        stop = min(start + together, _replicates(n))
        drawn = uniforms(seed, f"bootstrap:{label}", start * n, stop * n)
        yield (drawn * n).astype(np.intp).reshape(stop - start, n)


def _values(
    judged: Mapping[str, Floats], at: Places, group: Places | None, alpha: float
) -> dict[str, Floats]:
    """Criterion -> (C, b) value of each choice over each of b sets of worlds."""
    taken = {kind: np.take(rows, at, axis=1) for kind, rows in judged.items()}  # contiguous
    found = {c: r.value(taken[r.judges], alpha) for c, r in CRITERIA.items() if r.judges in taken}
    if group is not None:
        level = taken["level"]
        found[WORST] = np.stack([worst_group(level[:, b], group[at[b]]) for b in range(len(at))], axis=1)
    return found


def _criterion(name: str, names: Sequence[str], values: Floats, drawn: Floats, n: int) -> Criterion:
    sign = CRITERIA[name].sign if name in CRITERIA else 1
    wins = share_of_best(sign * drawn).mean(axis=1)
    best = sign * values >= (sign * values).max() - TIE
    spread = [Interval.across(float(v), row, n) for v, row in zip(values, drawn, strict=True)]
    return Criterion(
        criterion=name,
        values=dict(zip(names, spread, strict=True)),
        chosen=_named(names, best),
        wins=dict(zip(names, wins.tolist(), strict=True)),
    )


def _named(names: Sequence[str], chosen: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(n for n, yes in zip(names, chosen, strict=True) if yes)


def _dominance(names: Sequence[str], payoff: Floats, seed: int, label: str) -> Iterator[Dominance]:
    for a, b in permutations(range(len(names)), 2):
        order = dominates(payoff[a], payoff[b])
        if order:
            held = [
                _at_least(order, dominates(payoff[a, at], payoff[b, at]))
                for sets in _resampled(payoff.shape[1], seed, label)
                for at in sets
            ]
            yield Dominance(order, names[a], names[b], float(np.mean(held)))


def _at_least(order: str, found: str) -> bool:
    ranks = ("", "second", "first", "worlds")
    return ranks.index(found) >= ranks.index(order)
