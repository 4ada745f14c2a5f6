"""What is uncertain before a history is seen, as standard normal scores.

Each parameter is a weight, a rate or a precision with the distribution that the case gives it. It is written
as the value of its quantile function at Phi(z), so that every score z has a standard normal prior, whatever
the bounds and the shape of the parameter. A posterior deviation of a score is thus a share of the prior's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.arithmetic import exp, log, log_gamma, normal_share
from detente.case import Case
from detente.case.quantity import Quantity
from detente.case.time import Rate
from detente.dynamics.clock import years
from detente.dynamics.elementary import gamma_quantiles
from detente.errors import DetenteError
from detente.worlds.streams import transform

__all__ = ["VAGUE", "Parameter", "Prior", "prior_of"]

Floats = NDArray[np.float64]
Even = tuple[NDArray[np.intp], Floats, Floats, bool]

#: Shape and years of the prior of a rate whose count is the very history that is to be learned from: half an
#: event in half a year, 0.004 to 3.8 a year in the middle nine tenths.
VAGUE = (0.5, 0.5)

#: Least probability in a tail that is told from nothing.
LEAST = 1e-15

#: Half the width of the step that slopes without a formula are taken over.
STEP = 1e-5


@dataclass(frozen=True, slots=True)
class Parameter:
    """One uncertain number.

    Parameters
    ----------
    id
        ``weight:`` with the id of a statement, ``rate:`` or ``precision:`` with an actor or ``all``.
    kind
        ``weight``, ``rate`` or ``precision``.
    actor
        The actor, or ``all``.
    quantity
        Its distribution; ``None`` for a Gamma distribution.
    gamma
        Shape, and rate in years, of a Gamma distribution.
    """

    id: str
    kind: str
    actor: str
    quantity: Quantity | None
    gamma: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """All parameters, in a fixed order.

    Parameters
    ----------
    parameters
        P parameters.
    weights
        Actor -> (K,) weights; those that are a parameter are replaced by its value.
    places
        Actor -> indices of its statements, and of their parameters.
    rates, precisions
        Actor -> index of its parameter, or a number where nothing is uncertain.
    even, even_logs
        Parameters with uniform and with log-uniform distributions: indices, lower and upper ends.
    gammas
        Those with Gamma distributions: indices, shapes, years.
    others
        Indices of the rest.
    """

    parameters: tuple[Parameter, ...]
    weights: Mapping[str, Floats]
    places: Mapping[str, tuple[NDArray[np.intp], NDArray[np.intp]]]
    rates: Mapping[str, int | float]
    precisions: Mapping[str, int | float]
    even: Even
    even_logs: Even
    gammas: tuple[NDArray[np.intp], Floats, Floats]
    others: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.parameters)

    def values(self, z: Floats) -> Floats:
        """Return the parameters (P,) or (P, N) at scores of the same shape.

        Parameters
        ----------
        z
            (P,) or (P, N): standard normal scores.

        Returns
        -------
        (P,) or (P, N) array
            In the units of the parameters, within their ranges.
        """
        return np.array([_value(p, row) for p, row in zip(self.parameters, z, strict=True)]).reshape(z.shape)

    def at(self, z: Floats) -> tuple[Floats, Floats]:
        """Return (P,) the parameters and their derivatives by their scores (P,).

        Parameters
        ----------
        z
            (P,): standard normal scores.

        Returns
        -------
        values, slopes : (P,) array
            The parameters, and how fast each grows with its score.
        """
        share = np.clip(normal_share(z), LEAST, 1 - LEAST)
        density = exp(-0.5 * z * z) / np.sqrt(2 * np.pi)
        values, slopes = np.empty(len(z)), np.empty(len(z))
        for places, low, high, steep in (self.even, self.even_logs):
            along = low + (high - low) * share[places]
            values[places] = exp(along) if steep else along
            slopes[places] = density[places] * (high - low) * (values[places] if steep else 1.0)
        if len(self.gammas[0]):
            at, shape, span = self.gammas
            x = gamma_quantiles(shape, share[at][:, None])[:, 0]
            values[at] = x / span
            slopes[at] = density[at] / exp((shape - 1) * log(x) - x - log_gamma(shape)) / span
        for k in self.others:
            values[k] = float(_value(self.parameters[k], z[k]))
            slopes[k] = _slope(self.parameters[k], float(z[k]))
        return values, slopes


def prior_of(case: Case, actors: Sequence[str], window: tuple[date, date], reading: str = "") -> Prior:
    """Gather what is uncertain about some actors.

    Parameters
    ----------
    case
        The case, with a clock.
    actors
        Ids of the actors whose moves are learned from.
    window
        First and last day of the history. Of a rate that is a count, what was counted inside is left out of
        the prior, as it would otherwise be used twice; where nothing is left, `VAGUE` takes its place.
    reading
        Id of a reading whose weights replace those of the case.

    Raises
    ------
    DetenteError
        If the case has no clock, or it lacks an actor's rate or precision.
    """
    found: list[Parameter] = []
    weights, places, rates, precisions = {}, {}, {}, {}
    for actor in actors:
        weights[actor], places[actor] = _weights(case, actor, reading, found)
        rates[actor] = _added(found, _rate(case, actor, window))
    for actor in actors:
        precisions[actor] = _added(found, _precision(case, actor))
    others = tuple(k for k, p in enumerate(found) if _kind(p) not in ("uniform", "loguniform", "gamma"))
    even, logs = _even(found, "uniform"), _even(found, "loguniform")
    at = np.array([k for k, p in enumerate(found) if p.quantity is None], np.intp)
    shape, span = (np.array([found[k].gamma[part] for k in at.tolist()]) for part in (0, 1))
    return Prior(tuple(found), weights, places, rates, precisions, even, logs, (at, shape, span), others)


def _kind(parameter: Parameter) -> str:
    return "gamma" if parameter.quantity is None else parameter.quantity.kind


def _even(found: Sequence[Parameter], kind: str) -> Even:
    places = np.array([k for k, p in enumerate(found) if _kind(p) == kind], np.intp)
    ends = np.array([q.values for p in found if (q := p.quantity) and q.kind == kind]).reshape(-1, 2)
    ends = log(ends) if kind == "loguniform" else ends
    return places, ends[:, 0], ends[:, 1], kind == "loguniform"


def _weights(
    case: Case, actor: str, reading: str, found: list[Parameter]
) -> tuple[Floats, tuple[NDArray[np.intp], NDArray[np.intp]]]:
    preference = case.preferences.get(actor)
    if preference is not None and preference.priority:
        return np.exp2(np.arange(len(preference.priority), dtype=np.float64)[::-1]), _nothing()
    if preference is not None and preference.ranking:
        return np.ones(1), _nothing()
    overlay = case.readings[reading].weights if reading else {}
    values, at, which = [], [], []
    for k, statement in enumerate(case.statements(actor)):
        meaning = case.resolve(overlay.get(statement.id, statement.weight))
        values.append(meaning.central)
        if meaning.uncertain:
            at.append(k)
            which.append(len(found))
            found.append(Parameter(f"weight:{statement.id}", "weight", actor, meaning))
    return np.array(values, float), (np.array(at, np.intp), np.array(which, np.intp))


def _nothing() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.zeros(0, np.intp), np.zeros(0, np.intp)


def _added(found: list[Parameter], made: Parameter) -> int | float:
    """Add a parameter unless it is there or certain; return where it stands, or its value."""
    if made.quantity is not None and not made.quantity.uncertain:
        return float(made.quantity.central)
    if made not in found:
        found.append(made)
    return found.index(made)


def _rate(case: Case, actor: str, window: tuple[date, date]) -> Parameter:
    if case.clock is None or actor not in case.clock.rates:
        raise DetenteError(f"{case.case}: the clock has no rate of {actor}")
    given = case.clock.rates[actor]
    if given.per_year is not None:
        return Parameter(f"rate:{actor}", "rate", actor, case.resolve(given.per_year))
    return Parameter(f"rate:{actor}", "rate", actor, None, _left(given, window))


def _left(given: Rate, window: tuple[date, date]) -> tuple[float, float]:
    """Shape and years of a counted rate without what lies inside the window, in proportion to the time."""
    assert given.count is not None
    assert given.from_ is not None
    assert given.to is not None
    whole = years(given.from_, given.to)
    inside = max(0.0, years(max(given.from_, window[0]), min(given.to, window[1])))
    rest = 1 - inside / whole if whole > 0 else 0.0
    if rest * whole < VAGUE[1]:
        return VAGUE
    return 0.5 + given.count * rest, whole * rest


def _precision(case: Case, actor: str) -> Parameter:
    given = case.clock.precision if case.clock is not None else {}
    name = actor if actor in given else "all"
    if name not in given:
        raise DetenteError(f"{case.case}: the clock has no precision of {actor}")
    return Parameter(f"precision:{name}", "precision", name, case.resolve(given[name]))


def _value(parameter: Parameter, z: Floats) -> Floats:
    share = np.clip(normal_share(z), LEAST, 1 - LEAST)
    if parameter.quantity is None:
        shape, years_ = parameter.gamma
        found: Floats = gamma_quantiles(np.array([shape]), share.reshape(1, -1)).reshape(share.shape)
        return found / years_
    return transform(parameter.quantity, np.asarray(share))


def _slope(parameter: Parameter, z: float) -> float:
    """Return d value / d z, from a difference."""
    ends = _value(parameter, np.array([z - STEP, z + STEP]))
    return float((ends[1] - ends[0]) / (2 * STEP))
