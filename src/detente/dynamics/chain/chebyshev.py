"""A Chebyshev series: the state of a chain at any date, in fewer steps than `uniformization` and as sure.

A chain that ticks at rate r with the step P has p(t) = p(0) exp(a (X - I)) where X = 2 P - I and a = r t / 2,
and exp(a (x - 1)) is the sum over k of c_k(a) T_k(x) with c_k(a) = (2 - [k = 0]) exp(-a) I_k(a) (Tal-Ezer and
Kosloff 1984). The weights fall off beyond k = sqrt(2 a log(1/error)), where Poisson weights take a steps.

Most chains are not reversible, so that a bound on the spectrum is no bound on the error. This one is: what
is left when the series stops after T_n solves the chain's equation but for the residual
(c_(n+1)(a) T_n(X) - c_n(a) T_(n+1)(X)) / 2 applied to p(0), by the recurrences of both kinds of functions,
and a chain never lengthens a vector in the sum of absolute values, whether it loses mass or not. So the
error at a is at most a / 2 times c_(n+1)(a) |T_n| + c_n(a) |T_(n+1)|, both norms at hand, as long as c_n
still grows up to a. Where the norms grow so far that this is not met, or rounding would show, the terms are
given up and the chain is uniformized.

References
----------
Tal-Ezer and Kosloff (1984), J. Chem. Phys. 81; Botchev, Grimm and Hochbruck (2013), SIAM J. Sci. Comput. 35,
for residuals as bounds; Gautschi (1967), SIAM Rev. 9, for the functions by backward recurrence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.compiled import njit
from detente.dynamics.chain import steps
from detente.dynamics.chain.uniformization import ERROR, Steps, Tally, last_step, poisson, settle
from detente.game.model import Bools, Ints

__all__ = ["Walk", "evolve", "weights"]

Floats = NDArray[np.float64]

#: Steps before the bound is looked at: the first weights are never the last.
_FIRST = 4

#: Times, at most, at which whole distributions are summed up.
_FEW = 4


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """What `evolve` finds, for T times, U groups of S states and W worlds.

    Parameters
    ----------
    masses
        (T, U, W) probability of each group, or condition, at each time.
    last
        (S, W) distribution at the largest time; empty unless asked for.
    spent
        (S, W) years expected in each state up to the largest time; empty unless asked for.
    """

    masses: Floats
    last: Floats
    spent: Floats


def evolve(
    chain: Steps,
    x: Floats,
    times: Floats,
    group: Ints,
    table: Bools | None = None,
    last: bool = False,
    spent: bool = False,
    error: float = ERROR,
) -> Walk:
    """Follow distributions through time.

    Parameters
    ----------
    chain
        The chain of each world. It may lose mass, as one that is killed on leaving a set does.
    x
        (S, W) distributions at time 0.
    times
        (T,) years, any order, none below 0.
    group
        (S,) number of the group of each state, from 0.
    table
        (U, M): which groups each of M conditions is made of. If given, conditions take the place of groups.
    last, spent
        Whether the distribution at the largest time is returned, and the years spent up to it.
    error
        Largest sum of absolute errors of a distribution, from stopping the sum; for years spent, of each
        year.
    """
    times = np.asarray(times, np.float64)
    tally = Tally.of(group, table, x.shape[1])
    asked = _Asked(chain, x, times, tally, last, spent, error)
    return _series(asked) or _uniformized(asked)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    chain: Steps
    x: Floats
    times: Floats
    tally: Tally
    last: bool
    spent: bool
    error: float

    def rooms(self) -> tuple[Floats, Floats]:
        """(S, W) zeros for what is asked for, nothing for what is not."""
        none = np.empty((0, 0))
        return (np.zeros_like(self.x) if self.last else none, np.zeros_like(self.x) if self.spent else none)


def _series(asked: _Asked) -> Walk | None:
    """Sum the series; nothing where its bound is not met."""
    chain, x = asked.chain, asked.x
    far = asked.times.max(initial=0.0) * chain.rate / 2
    most = _most(float(far.max(initial=0.0)))
    c, whole = weights(far, most)
    whole = whole / (chain.rate / 2)
    seen = _Seen(asked, most)
    final, spent = asked.rooms()
    if seen.few and final.size:
        final = seen.rows[int(np.argmax(asked.times))]
    now, other, after = x.copy(), np.zeros_like(x), np.empty_like(x)
    norm, widest = np.abs(x).sum(axis=0), 1.0
    for k in range(most):
        seen.take(k, now)
        if final.size and not seen.few:
            steps.add(c[k], now, final)
        if spent.size:
            steps.add(whole[k], now, spent)
        chain.forth(now, after)
        before, norm = norm, _next(now, after, other, k == 0)
        widest = max(widest, float(norm.max(initial=0.0)))
        if k * 8 * np.finfo(float).eps * widest > asked.error / 2:
            return None
        if k >= _FIRST and _met(far, c, k, before, norm, asked.error / 2):
            return Walk(seen.masses(k), final, spent)
        now, other = other, now
    return None


@njit(cache=True, nogil=True)
def _met(far: Floats, c: Floats, k: int, before: Floats, norm: Floats, error: float) -> bool:
    """Whether the residual after term k leaves less than the error allowed, in every world."""
    for w in range(len(far)):
        if c[k - 1, w] + c[k + 1, w] < 2.0 * c[k, w]:
            return False
        if not far[w] / 2.0 * (c[k + 1, w] * before[w] + c[k, w] * norm[w]) <= error:
            return False
    return True


class _Seen:
    """What is seen at each time: distributions where times are few, or else the masses of all terms.

    Parameters
    ----------
    asked
        What is asked.
    most
        Number of the last weight.
    """

    def __init__(self, asked: _Asked, most: int) -> None:
        self._asked, (states, worlds) = asked, asked.x.shape
        self._weights = [weights(time * asked.chain.rate / 2, most)[0] for time in asked.times]
        self._some = [c.any(axis=1) for c in self._weights]
        self.few = len(asked.times) <= _FEW
        shape = (len(asked.times), states) if self.few else (most + 1, asked.tally.rows)
        self.rows = np.zeros((*shape, worlds))

    def take(self, k: int, term: Floats) -> None:
        """Take term k (S, W)."""
        if not self.few:
            self._asked.tally.write(term, self.rows[k])
            return
        for c, some, row in zip(self._weights, self._some, self.rows, strict=True):
            if some[k]:
                steps.add(c[k], term, row)

    def masses(self, k: int) -> Floats:
        """Return (T, U, W) after the terms up to k."""
        out = np.empty((len(self._asked.times), self._asked.tally.rows, self._asked.x.shape[1]))
        for t, row in enumerate(out):
            if self.few:
                self._asked.tally.write(self.rows[t], row)
            else:
                _blend(self._weights[t], self.rows[: k + 1], row)
        return out


def _uniformized(asked: _Asked) -> Walk:
    """Sum Poisson weights instead, which never fails."""
    chain, x = asked.chain, asked.x
    means = asked.times[:, None] * chain.rate
    far = means.max(axis=0, initial=0.0)
    most = last_step(float(far.max(initial=0.0)), asked.error / 2)
    ending = poisson(far, most)
    staying = np.maximum(1 - np.cumsum(ending, axis=0), 0) / chain.rate
    seen = np.zeros((most + 1, asked.tally.rows, x.shape[1]))
    final, spent = asked.rooms()
    now, after = x.copy(), np.empty_like(x)
    for k in range(most + 1):
        asked.tally.write(now, seen[k])
        rest = settle(chain, now, after, k, most, asked.error) if k < most else True
        part = slice(k, None) if rest else slice(k, k + 1)
        if final.size:
            steps.add(ending[part].sum(axis=0), now, final)
        if spent.size:
            steps.add(staying[part].sum(axis=0), now, spent)
        if rest:
            seen[k + 1 :] = seen[k]
            break
        now, after = after, now
    out = np.empty((len(means), *seen.shape[1:]))
    for row, mean in zip(out, means, strict=True):
        _blend(poisson(mean, most), seen, row)
    return Walk(out, final, spent)


def _most(a: float) -> int:
    """Terms beyond which no weight shows: exp(-k^2 / 2 a) and (a / 2)^k / k! are below 1e-30."""
    return int(np.sqrt(140 * a)) + 40


@njit(cache=True, nogil=True)
def weights(a: Floats, most: int) -> tuple[Floats, Floats]:
    """Return (most + 1, W): the weights c_k(a) of a Chebyshev series, and their integrals from 0 to a.

    Parameters
    ----------
    a
        (W,) half the ticks up to the time, not below 0.
    most
        Number of the last weight.

    Notes
    -----
    The recurrence of the modified Bessel functions, backward, where it is stable, and made to sum to one
    (Gautschi 1967). Integrals are twice the sum over m > k of (m - k) exp(-a) I_m(a), which follows from
    the derivative of exp(-a) I_k(a); all terms are positive.

    Examples
    --------
    >>> c, whole = weights(np.array([2.0]), 40)
    >>> c[:3, 0].round(6).tolist(), float(c.sum().round(12))
    ([0.308508, 0.430539, 0.186478], 1.0)
    >>> float(whole[0, 0].round(6))
    1.047555
    """
    c, whole = np.zeros((most + 1, len(a))), np.zeros((most + 1, len(a)))
    for w in range(len(a)):
        if a[w] < 1e-20:
            c[0, w] = 1.0
            continue
        high, here, total = 0.0, 1e-280, 0.0
        for k in range(most + 20, -1, -1):
            if k <= most:
                c[k, w] = here
            total += here if k == 0 else 2 * here
            high, here = here, 2 * k / a[w] * here + high
            if here > 1e250:
                high, here, total = high * 1e-250, here * 1e-250, total * 1e-250
                for m in range(k, most + 1):
                    c[m, w] *= 1e-250
        once, twice = 0.0, 0.0
        for k in range(most, -1, -1):
            c[k, w] /= total
            whole[k, w] = 2 * twice
            once += c[k, w]
            twice += once
        for k in range(1, most + 1):
            c[k, w] *= 2
            whole[k, w] *= 2
    return c, whole


@njit(cache=True, nogil=True)
def _next(now: Floats, after: Floats, other: Floats, first: bool) -> Floats:
    """Write T_(k+1) over T_(k-1), from T_k and the step of it, and return (W,) its sum of absolute values."""
    norm = np.zeros(now.shape[1])
    by, less = (2.0, 1.0) if first else (4.0, 2.0)
    for s in range(now.shape[0]):
        for w in range(now.shape[1]):
            value = by * after[s, w] - less * now[s, w] - other[s, w]
            other[s, w] = value
            norm[w] += abs(value)
    return norm


@njit(cache=True, nogil=True)
def _blend(weight: Floats, seen: Floats, out: Floats) -> None:
    """Write into ``out`` (U, W) the sum over k of weight (K, W) times seen (K, U, W); K of the latter."""
    out[:] = 0.0
    for k in range(seen.shape[0]):
        if weight[k].max() > 0.0:
            for u in range(seen.shape[1]):
                for w in range(seen.shape[2]):
                    out[u, w] += weight[k, w] * seen[k, u, w]
