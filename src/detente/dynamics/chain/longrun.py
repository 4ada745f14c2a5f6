"""How long a chain takes to get somewhere, and what it does in the long run, if it can be said at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import rounded
from detente.dynamics.chain.sparse import Chain
from detente.game.model import Bools
from detente.readonly import ReadOnly

__all__ = ["LongRun", "long_run", "mean_passage", "recurrent_classes"]

Floats = NDArray[np.float64]

#: Up to so many states eigenvalues are found by a dense solver, and linear equations by factors.
_DENSE, _DIRECT = 400, 2_000


@dataclass(frozen=True, slots=True, eq=False)
class LongRun(ReadOnly):
    """The distribution that a chain forgets its start in favour of, or why none is given.

    Parameters
    ----------
    distribution
        (S,), or ``None`` if it is refused.
    relaxation
        Years in which the distance to it falls to 1/e at last: 1 / (gap of the generator). ``inf`` if it
        could not be bounded, ``nan`` if the chain does not settle in one class.
    classes
        The recurrent classes: sets of states that are never left, each an array of indices.
    refused
        Why there is no distribution; empty if there is one.
    """

    distribution: Floats | None
    relaxation: float
    classes: tuple[NDArray[np.intp], ...]
    refused: str


def recurrent_classes(chain: Chain) -> tuple[NDArray[np.intp], ...]:
    """Return the sets of states, each linked in itself, that are never left once entered.

    Parameters
    ----------
    chain
        One world's chain.
    """
    from scipy.sparse.csgraph import connected_components

    count, label = connected_components(_matrix(chain), connection="strong")
    leaving = label[chain.origins] != label[chain.indices]
    closed = np.ones(count, bool)
    closed[label[chain.origins[leaving]]] = False
    # One stable sort puts the members of each class together; classes are in the order of their labels.
    order = np.argsort(label, kind="stable")
    parts = np.split(order, np.cumsum(np.bincount(label, minlength=count))[:-1])
    return tuple(part for part, kept in zip(parts, closed, strict=True) if kept)


def long_run(chain: Chain, horizon: float) -> LongRun:
    """Return the long-run distribution, unless the chain needs longer than the horizon to forget its start.

    A chain that moves between regions once in a thousand years has a long-run distribution that says nothing
    of the next fifteen, and that iteration finds wrong without a sign of it. So it is given only if the
    relaxation time is known and within the horizon.

    Parameters
    ----------
    horizon
        Years that are looked at, above 0.

    References
    ----------
    Stewart (2009), *Probability, Markov Chains, Queues, and Simulation*, ch. 10.
    """
    classes = recurrent_classes(chain)
    if len(classes) > 1:
        why = f"play can end in any of {len(classes)} sets of states that it never leaves"
        return LongRun(None, float("nan"), classes, why)
    gap = _gap(chain)
    relaxation = 1 / gap if gap > 0 else float("inf")
    if not relaxation <= horizon:
        why = f"the chain forgets its start in {relaxation:.3g} years, beyond the {horizon:.3g} looked at"
        if not np.isfinite(relaxation):
            why = (
                f"no bound was found for the time in which the chain forgets its start ({horizon:.3g} years)"
            )
        return LongRun(None, relaxation, classes, why)
    return LongRun(_stationary(chain, gap), relaxation, classes, "")


def mean_passage(chain: Chain, mask: Bools, tolerance: float = 1e-10) -> Floats:
    """Return (S,) mean years until a set is first reached; 0 in it, ``inf`` where it may never be.

    Parameters
    ----------
    chain
        One world's chain.
    mask
        (S,) the set.
    tolerance
        Largest relative residual of the equations.

    Raises
    ------
    ArithmeticError
        If the equations could not be solved to a relative residual of ``tolerance``.
    """
    from scipy.sparse import diags_array
    from scipy.sparse.linalg import LinearOperator, gmres, spsolve

    mask = np.asarray(mask, bool)
    # Never, with a probability above 0, from where some state can be reached that cannot reach the set.
    sure = ~_can_reach(chain, ~_can_reach(chain, mask, np.ones_like(mask)), ~mask)
    out = np.where(mask, 0.0, np.inf)
    inside = sure & ~mask
    if not inside.any():
        return out
    inner = chain.within(inside)
    a = (diags_array(inner.out) - _matrix(inner)).tocsr()
    b = np.ones(len(inner))
    if len(inner) <= _DIRECT:
        found = spsolve(a.tocsc(), b)
    else:
        jacobi = LinearOperator(a.shape, matvec=lambda x: np.ravel(x) / inner.out, dtype=np.float64)
        found, _ = gmres(a, b, rtol=tolerance / 10, atol=0.0, restart=80, maxiter=50, M=jacobi)
    found = np.atleast_1d(found)
    if not np.abs(a @ found - b).max() <= tolerance * max(1.0, float(np.abs(found).max() * inner.out.max())):
        raise ArithmeticError("the mean time of first passage could not be found to the accuracy asked for")
    out[inside] = found
    return out


def _matrix(chain: Chain) -> Any:
    """Return the rates (S, S), moves between the same states put together."""
    from scipy.sparse import csr_array

    rates = csr_array((chain.rates, chain.indices, chain.indptr), shape=(len(chain), len(chain)), copy=True)
    # SciPy's search for strong components never ends on a matrix that holds a place twice.
    rates.sum_duplicates()
    return rates


def _can_reach(chain: Chain, mask: Bools, through: Bools) -> Bools:
    """Return where some sequence of moves, starting in ``through`` and staying in it, leads to a set."""
    back = _matrix(chain).T.tocsr()
    found, fresh = mask.copy(), np.flatnonzero(mask)
    while fresh.size:
        into = np.unique(np.concatenate([back.indices[back.indptr[s] : back.indptr[s + 1]] for s in fresh]))
        fresh = into[~found[into] & through[into]]
        found[fresh] = True
    return found


def _gap(chain: Chain) -> float:
    """Return the least distance from 0 of the real part of another eigenvalue of Q, or 0 if none is found."""
    from scipy.linalg import eigvals
    from scipy.sparse import diags_array
    from scipy.sparse.linalg import ArpackError, eigs

    rate = float(chain.out.max())
    if len(chain) == 1 or rate == 0:
        return float("inf")
    q = (_matrix(chain) - diags_array(chain.out)).tocsr() / rate
    if len(chain) <= _DENSE:
        values = eigvals(q.toarray())
    else:
        start = np.random.Generator(np.random.Philox(1)).random(len(chain))
        try:
            values = eigs(q, k=2, which="LR", return_eigenvectors=False, ncv=60, maxiter=200, v0=start)
        except ArpackError:
            return 0.0
    gap = rounded(float(-np.sort(values.real)[-2]))
    # Closer to 0 than rounding allows to tell from 0.
    return gap * rate if gap > 1e-11 else 0.0


def _stationary(chain: Chain, gap: float) -> Floats:
    """Return the stationary distribution: the start long forgotten, by as many steps as the gap asks for."""
    uniform = chain.steps()
    x = np.full((len(chain), 1), 1 / len(chain))
    steps = int(np.ceil(float(uniform.rate[0]) / min(gap, float(uniform.rate[0])) * 40)) + 50
    for _ in range(steps):
        after = uniform.forth(x)
        still = float(np.abs(after - x).sum())
        x = after
        # What is left of the distance is at most about (what one step moves) / (gap of one step).
        if still < 1e-13 * min(1.0, gap / float(uniform.rate[0])):
            break
    found: Floats = x[:, 0] / x.sum()
    return found
