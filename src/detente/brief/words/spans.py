"""Shares with their range: over whose view is taken, which threats are believed, and the draw."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from detente.brief.words.material import Material
from detente.insight import ChoiceFindings, Spread
from detente.paper.estimate import Estimate
from detente.paper.model import Figure
from detente.paper.numbers import NONE, percent
from detente.registry import spanned

__all__ = ["Span", "best", "clear", "definition", "drawn", "outcome", "spread"]

#: Name -> its share.
_Shares = Mapping[str, Estimate]

_T = TypeVar("_T")

#: Standard errors to each side that the chance of the draw is given.
WIDE = 2.0


@dataclass(frozen=True, slots=True)
class Span:
    """A share with its range.

    Parameters
    ----------
    value, low, high
        The share, and the lowest and highest that it may be; `nan` where no world gives one.
    worlds
        Number of worlds behind it.
    """

    value: float
    low: float
    high: float
    worlds: int

    @property
    def known(self) -> bool:
        """Whether any world gives it."""
        return self.worlds > 0 and math.isfinite(self.value)

    @property
    def text(self) -> str:
        """The share and its range in whole percents; never and always in words.

        Examples
        --------
        >>> Span(0.423, 0.24, 0.601, 1000).text, Span(0.0, 0.0, 0.0, 1000).text
        ('42% (24–60)', 'never')
        """
        if not self.known:
            return NONE
        low, high = (min(max(round(100 * x), 0), 100) for x in (self.low, self.high))
        if low == high:
            return self._alone()
        return f"{percent(self.value)} ({low}–{high})"

    @property
    def often(self) -> str:
        """How often something is so, as a sentence says it.

        Examples
        --------
        >>> Span(0.423, 0.24, 0.601, 1000).often, Span(1.0, 1.0, 1.0, 1000).often
        ('in 42% (24–60)', 'always')
        """
        return self.text if self.text in ("never", "always") else f"in {self.text}"

    def _alone(self) -> str:
        if self.value < 1e-6:
            return "never"
        return "always" if self.value > 1 - 1e-6 else percent(self.value)

    @property
    def figure(self) -> Figure:
        """The share as it stands in a table."""
        known = self.known
        half = (self.high - self.low) / 2 if known else None
        return Figure(self.text, self.value if known else None, half, self.worlds)


def drawn(m: Material, e: Estimate, others: Iterable[Estimate] = ()) -> Span:
    """Return a share with the range of its draw and of other answers to the same question.

    Parameters
    ----------
    m
        The case and what was found.
    e
        The share.
    others
        What it is under other views and beliefs.
    """
    half = 0.0 if m.certain else WIDE * e.se
    found = [e.value - half, e.value + half, *(o.value for o in others if o.worlds)]
    found = [x for x in found if math.isfinite(x)]
    if not found:
        return Span(math.nan, math.nan, math.nan, 0)
    return Span(e.value, max(min(found), 0.0), min(max(found), 1.0), e.worlds)


def spread(s: Spread) -> Span:
    """Return a dated probability with the range of its worlds.

    Parameters
    ----------
    s
        Its mean, and the values that 5% and 95% of the worlds lie below.
    """
    return Span(s.mean.value, min(s.low, s.mean.value), max(s.high, s.mean.value), s.mean.worlds)


def outcome(m: Material, c: ChoiceFindings, name: str) -> Span:
    """Return how often play comes to rest in a class of outcomes under a choice.

    Parameters
    ----------
    m
        The case and what was found.
    c
        The choice.
    name
        Id of the class.
    """
    return _resting(m, name, c.outcomes, c.outcomes_by_concept, c.outcomes_by_reading)


def best(m: Material, c: ChoiceFindings) -> Span:
    """Return how often a choice is the better one.

    Parameters
    ----------
    m
        The case and what was found.
    c
        The choice.
    """
    others = [*_believed(m, c.best_by_concept), *c.best_by_reading.values()]
    return drawn(m, c.best, [] if m.certain else others)


def clear(m: Material, ordered: Sequence[ChoiceFindings]) -> bool:
    """Whether the first choice is the better one whosever view is taken and whatever threats are believed.

    Parameters
    ----------
    m
        The case and what was found.
    ordered
        Two choices or more, the one that is better most often first.
    """
    return best(m, ordered[0]).low > best(m, ordered[1]).high


def definition(m: Material, c: ChoiceFindings, name: str) -> Span:
    """Return how often a condition holds where play comes to rest under a choice.

    Parameters
    ----------
    m
        The case and what was found.
    c
        The choice.
    name
        Id of the definition.
    """
    return _resting(m, name, c.definitions, c.definitions_by_concept, c.definitions_by_reading)


def _resting(
    m: Material,
    name: str,
    shares: _Shares,
    by_concept: Mapping[str, _Shares],
    by_reading: Mapping[str, _Shares],
) -> Span:
    """Return a share of worlds with its range over beliefs in threats and readings."""
    others = [s.get(name, m.never) for s in (*_believed(m, by_concept), *by_reading.values())]
    return drawn(m, shares.get(name, m.never), [] if m.certain else others)


def _believed(m: Material, by_concept: Mapping[str, _T]) -> list[_T]:
    """Return the answers under the concepts that a range is taken over."""
    return [by_concept[k] for k in spanned(by_concept, m.findings.concept)]
