"""Global sensitivity: which judgements move the advantage and the outcomes, alone and together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.insight.factors import Factor, Name
from detente.insight.measure.indices import (
    PARTS,
    Bins,
    Xi,
    chance_of,
    first_orders,
    holm,
    independence,
    random_orders,
    sobol,
    xi_errors,
)
from detente.paper.estimate import Interval
from detente.worlds import uniforms

__all__ = ["Effect", "Rank", "Sensitive", "Sensitivity", "designed", "given"]

Floats = NDArray[np.float64]

#: Fewest worlds that anything is read off.
FEWEST = 2 * PARTS

#: Judgements listed for each answer.
LISTED = 12


@dataclass(frozen=True, slots=True)
class Effect:
    """How much of an answer's variance one judgement or group of judgements explains.

    Parameters
    ----------
    name
        Which judgement.
    first
        First-order index S: share of variance that it explains alone.
    total
        Total-order index T: share that is left if all but it are known; ``None`` where only the given
        worlds were used.
    """

    name: Name
    first: Interval
    total: Interval | None = None


@dataclass(frozen=True, slots=True)
class Rank:
    """How far an answer is a function of one judgement, by ranks.

    Parameters
    ----------
    name
        Which judgement.
    xi
        Chatterjee's coefficient, an estimate of the Cramér-von Mises index; 0 of independence, 1 of a
        function.
    p
        Probability of a coefficient at least so large if the answer were independent of the judgement, from
        random orders of the worlds; in the tail from a gamma distribution fitted to them.
    adjusted
        The same, adjusted by Holm's method for all the judgements tested on this answer: where it is
        below 0.05, the chance that any judgement was called influential wrongly is below 0.05.
    """

    name: Name
    xi: Interval
    p: float
    adjusted: float


@dataclass(frozen=True, slots=True)
class Sensitive:
    """What one answer is sensitive to.

    Parameters
    ----------
    choice, outcome
        The answer: share of an outcome under a choice; both empty for the focal actor's advantage of the
        first choice over the best other.
    effects
        Strongest first; at most 12.
    ranks
        Strongest first; at most 12.
    tested
        Number of judgements that were looked at.
    """

    choice: str
    outcome: str
    effects: tuple[Effect, ...]
    ranks: tuple[Rank, ...] = ()
    tested: int = 0


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Global sensitivity of the advantage and of each outcome's share.

    Parameters
    ----------
    given
        From the worlds that were solved anyway.
    designed
        Sobol indices of first and total order of groups, from a design of their own; empty unless asked
        for.
    size
        Worlds in each of the two base samples of that design.
    """

    given: tuple[Sensitive, ...] = ()
    designed: tuple[Sensitive, ...] = ()
    size: int = 0


def given(
    factors: Sequence[Factor], answers: Mapping[tuple[str, str], Floats], seed: int = 1
) -> tuple[Sensitive, ...]:
    """Rank judgements by their influence on each answer, from worlds that were solved anyway.

    Parameters
    ----------
    factors
        The judgements, (N,) values each.
    answers
        (choice, outcome) -> (N,) answer. Answers that do not vary are left out.
    seed
        Of the order in which equal values of a judgement are put.

    Notes
    -----
    First-order shares by bins with jackknife errors, and Chatterjee's coefficient. The latter's error comes
    from the scatter over 20 parts of the worlds, each looked at alone, since the bootstrap is not
    valid for it (Lin and Han 2024).
    """
    kept = {key: y for key, y in answers.items() if len(y) >= FEWEST and np.ptp(y) > 1e-12}
    if not kept or not factors:
        return ()
    table = np.stack(list(kept.values()))
    n = table.shape[1]
    shares = [first_orders(Bins.of(f.values, f.grouped), table) for f in factors]
    effects = np.array(shares)  # (factors, 2, answers)
    ranked = _ranked(factors, table, seed)
    ranks = _ranks(factors, ranked, table, seed)
    return tuple(
        Sensitive(
            choice,
            outcome,
            _strongest([Effect(f.name, _around(e[:, k], n)) for f, e in zip(factors, effects, strict=True)]),
            ranks[k],
            len(factors),
        )
        for k, (choice, outcome) in enumerate(kept)
    )


def _around(pair: Floats, n: int) -> Interval:
    return Interval.around(float(pair[0]), float(pair[1]), n)


def _strongest(effects: Sequence[Effect]) -> tuple[Effect, ...]:
    by_size = sorted(effects, key=lambda e: -(e.total or e.first).value)
    return tuple(by_size[:LISTED])


def _ranked(factors: Sequence[Factor], table: Floats, seed: int) -> Floats:
    """(factors, 2, answers): Chatterjee's coefficient and its standard error."""
    n = table.shape[1]
    size = n // PARTS
    whole = Xi.of(table)
    parts = Xi.of(table[:, : size * PARTS].reshape(len(table), size, PARTS).transpose(0, 2, 1))
    found = np.empty((len(factors), 2, len(table)))
    for j, f in enumerate(factors):
        order = np.lexsort((uniforms(seed, f"equals:{f.name}", 0, n), f.values))
        found[j] = whole.given(order), xi_errors(order, parts)
    return found


def _ranks(factors: Sequence[Factor], found: Floats, table: Floats, seed: int) -> list[tuple[Rank, ...]]:
    n = table.shape[1]
    told = []
    for k, (y, drawn) in enumerate(zip(table, random_orders(Xi.of(table), seed), strict=True)):
        p = chance_of(found[:, 0, k], independence(y), drawn)
        rows = zip(factors, found[:, :, k], p.tolist(), holm(p).tolist(), strict=True)
        ranks = [Rank(f.name, _around(pair, n), one, many) for f, pair, one, many in rows]
        told.append(tuple(sorted(ranks, key=lambda r: -r.xi.value)[:LISTED]))
    return told


def designed(
    names: Sequence[Name],
    answers: Mapping[tuple[str, str], tuple[Floats, Floats, Floats]],
    seed: int = 1,
) -> tuple[Sensitive, ...]:
    """Compute Sobol indices of first and total order from a design in which groups are exchanged.

    Parameters
    ----------
    names
        The G groups.
    answers
        (choice, outcome) -> answers over the two base samples, (N,) each, and over the first with one
        group from the second, (G, N).
    seed
        Of the bootstrap over the N rows.
    """
    found = []
    for (choice, outcome), (a, b, mixed) in answers.items():
        if max(np.ptp(a), np.ptp(b), np.ptp(mixed)) > 1e-12:
            first, total = sobol(a, b, mixed, seed=seed)
            effects = [
                Effect(name, _across(one, len(a)), _across(all_, len(a)))
                for name, one, all_ in zip(names, first, total, strict=True)
            ]
            found.append(Sensitive(choice, outcome, _strongest(effects), (), len(names)))
    return tuple(found)


def _across(row: Floats, n: int) -> Interval:
    return Interval.around(float(row[0]), float(row[1:].std(ddof=1)), n)
