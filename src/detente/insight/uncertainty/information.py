"""Value of information: what it would be worth to the focal actor to know a judgement before it chooses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.insight.factors import Factor, Group, Name
from detente.insight.measure.regression import basis, crossed
from detente.paper.estimate import Estimate, Interval

__all__ = ["Information", "Worth", "gain", "information", "perfect"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Worth:
    """What it would be worth to know one judgement, or all judgements of an actor or a source.

    Parameters
    ----------
    name
        Which judgement or group.
    value
        Expected gain of choosing with that knowledge, as a share of the focal actor's range of utilities.
    turns
        Share of worlds in which the knowledge would change the choice.
    """

    name: Name
    value: Interval
    turns: float


@dataclass(frozen=True, slots=True)
class Information:
    """Value of information for the choice.

    Parameters
    ----------
    chosen
        The choice with the highest expected level, which is made if nothing more is learnt.
    perfect
        Value of knowing everything.
    judgements, actors, sources
        Value of knowing one judgement, all of an actor's, all that cite a source; highest first.
    """

    chosen: str
    perfect: Interval
    judgements: tuple[Worth, ...] = ()
    actors: tuple[Worth, ...] = ()
    sources: tuple[Worth, ...] = ()


def perfect(payoff: Floats) -> Estimate:
    """Expected value of perfect information: E[max over choices] - max over choices of E.

    Parameters
    ----------
    payoff
        (C, W) payoff of each choice in each world.

    Examples
    --------
    >>> perfect(np.array([[1.0, 0.0], [0.0, 1.0]])).value
    0.5
    """
    return Estimate.of(payoff.max(axis=0) - payoff[_best(payoff)])


def gain(payoff: Floats, expected: Floats) -> tuple[Estimate, float]:
    """Return the gain of choosing in each world what is expected to be best there, and how often that turns.

    Parameters
    ----------
    payoff
        (C, W) payoff of each choice in each world.
    expected
        (C, W) payoff expected with the knowledge that there would be in that world.

    Returns
    -------
    Estimate, float
        Mean gain over the choice that is best on average, and share of worlds in which another is made.

    Notes
    -----
    The gain is counted in payoffs that happen, not in expected ones. It is therefore at most
    that of `perfect` in every sample, equals it if ``expected`` is ``payoff``, and, where ``expected`` of a
    world was fitted without that world, is biased downwards only.
    """
    chosen, usual = expected.argmax(axis=0), _best(payoff)
    made = np.take_along_axis(payoff, chosen[None], axis=0)[0]
    return Estimate.of(made - payoff[usual]), float((chosen != usual).mean())


def _best(payoff: Floats) -> int:
    return int(payoff.mean(axis=1).argmax())


def information(
    names: Sequence[str],
    payoff: Floats,
    factors: Sequence[Factor],
    actors: Sequence[Group] = (),
    sources: Sequence[Group] = (),
) -> Information:
    """Value what could be learnt before the choice is made, from the worlds that were solved anyway.

    Parameters
    ----------
    names
        C choice ids.
    payoff
        (C, W) level of the focal actor, as a share of its range of utilities.
    factors
        Judgements, each valued alone.
    actors, sources
        Groups of judgements, each known as a whole.

    Notes
    -----
    Expected value of partial perfect information by regression on the given worlds (Strong, Oakley and
    Brennan 2014): the payoffs of the choices are regressed on what would be known. Their estimate
    plugs the fitted values in and is biased upwards, the more so the more terms there are. Here the fit for a
    world never saw that world (ten-fold cross-fitting), and what is averaged is the payoff of the choice that
    the fit makes; that is biased downwards, as a fit from few worlds misses part of what could be gained.
    A negative estimate is reported as 0, since knowledge can be left unused.
    """
    usual = names[_best(payoff)]
    everything = perfect(payoff)
    least = Interval.around(everything.value, everything.se, everything.worlds, 0.0)
    alone = [(f.name, (f,)) for f in factors]
    worth = (_ranked(_worth(payoff, name, known) for name, known in s) for s in (alone, actors, sources))
    return Information(usual, least, *worth)


def _ranked(worths: Iterable[Worth]) -> tuple[Worth, ...]:
    return tuple(sorted(worths, key=lambda w: (-w.value.value, -w.value.high)))


def _worth(payoff: Floats, name: Name, known: Sequence[Factor]) -> Worth:
    found, turns = gain(payoff, crossed(basis(known), payoff))
    spread = Interval.around(found.value, found.se, found.worlds)
    most = perfect(payoff).value
    value, low, high = (min(max(x, 0.0), most) for x in (spread.value, spread.low, spread.high))
    return Worth(name, Interval(value, low, high, found.worlds), turns)
