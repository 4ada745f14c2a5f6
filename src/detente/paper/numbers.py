"""Numbers in words: never more digits than their error supports."""

from __future__ import annotations

import math

from detente.paper.estimate import Estimate, Interval
from detente.paper.model import Figure

__all__ = [
    "NONE",
    "change",
    "count",
    "high",
    "occurs",
    "part",
    "plus_minus",
    "share",
    "significant",
    "within",
]

#: Shares and errors below this come from rounding in the computation alone.
NOISE = 1e-6

#: Stands where no world gives a number.
NONE = "no world"

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def share(estimate: Estimate, certain: bool = False) -> Figure:
    """Show a share of worlds.

    Parameters
    ----------
    certain
        Whether nothing in the case is uncertain, so that the share has no error.

    Notes
    -----
    Where all worlds agree their spread is nil, but another world might still differ: the error is then
    given as one world of all those drawn.

    Examples
    --------
    >>> share(Estimate(0.6213, 0.0153, 1000)).text
    '62 ± 2%'
    >>> share(Estimate(1.0, 0.0, 1000)).text
    '100 ± 0.1%'
    >>> share(Estimate(1.0, 0.0, 1000), certain=True).text
    '100%'
    """
    if not _given(estimate):
        return Figure(NONE, None, None, estimate.worlds)
    error = 0.0 if certain else _error(estimate)
    text = _percent(_tidy(estimate.value), error)
    if not certain and not error:  # all worlds agree
        text += f" ± {_percent(0, 1 / estimate.worlds).partition('± ')[2]}"
        text = text.replace("% ±", " ±")
    return Figure(text, estimate.value, estimate.se, estimate.worlds)


def change(estimate: Estimate, certain: bool = False) -> Figure:
    """Show a change against the status quo, as a share of an actor's range, with its sign.

    Examples
    --------
    >>> change(Estimate(-0.0712, 0.004, 1000)).text
    '−7.1 ± 0.4%'
    """
    if not _given(estimate):
        return Figure("not known", None, None, estimate.worlds, share=False)
    error = 0.0 if certain else _error(estimate)
    always = "" if certain or error else " always"
    text = _percent(estimate.value, error, sign=True) + always
    return Figure(text, estimate.value, estimate.se, estimate.worlds, share=False)


def part(estimate: Estimate, certain: bool = False) -> Figure:
    """Show a mean that has no sign, as a share of an actor's range, such as regret."""
    text = change(estimate, certain).text.removeprefix("+")
    return Figure(
        text, estimate.value if _given(estimate) else None, estimate.se, estimate.worlds, share=False
    )


def high(value: float, worlds: int, certain: bool = False) -> Figure:
    """Show a 90th percentile, which has no error of its own here, to whole percents."""
    if not math.isfinite(value):
        return Figure("not known", None, None, worlds, share=False)
    return Figure(
        f"{'' if certain else 'about '}{_digits(100 * value, 0)}%", value, None, worlds, share=False
    )


def within(interval: Interval, percent: bool = True, share: bool = False) -> Figure:
    """Show an estimate with the ends of its 95% interval.

    Parameters
    ----------
    percent
        Whether it is a share that is shown in percent.
    share
        Whether it is a share of worlds, which may be drawn as a bar.

    Examples
    --------
    >>> within(Interval(0.5713, 0.5402, 0.6044, 1000)).text
    '57% (54 to 60)'
    >>> within(Interval(0.212, 0.18, 0.25, 1000), percent=False).text
    '0.21 (0.18 to 0.25)'
    """
    if not math.isfinite(interval.value):
        return Figure(NONE, None, None, interval.worlds, share=False)
    by, sign = (100, "%") if percent else (1, "")
    half = (interval.high - interval.low) / 2
    places = _places(by * half) if half > NOISE else 2 * (not percent)
    value, low, high = (_digits(by * x, places) for x in (interval.value, interval.low, interval.high))
    text = f"{value}{sign} ({low} to {high})" if half > NOISE else f"{value}{sign}"
    return Figure(text, interval.value, half / 1.96, interval.worlds, share)


def plus_minus(value: float, half: float) -> str:
    """Show a share or a difference of shares with half its 95% interval.

    Examples
    --------
    >>> plus_minus(0.8162, 0.0243)
    '82 ± 2%'
    """
    return _percent(value, half)


def significant(number: float) -> str:
    """Show two leading digits of a number whose unit is known to a few percent, such as a deviation.

    Examples
    --------
    >>> significant(0.8588), significant(2.374), significant(12.7), significant(0.031)
    ('0.86', '2.4', '13', '0.03')
    """
    two = float(f"{number:.2g}")
    return f"{two:.{min(max(1 - math.floor(math.log10(max(two, 0.01))), 0), 2)}f}"


def count(number: int, noun: str, nouns: str = "") -> str:
    """Put a count before its noun, in words up to ten.

    Examples
    --------
    >>> count(1, "move"), count(12_000, "state"), count(2, "country", "countries")
    ('one move', '12,000 states', 'two countries')
    """
    many = nouns or noun + "s"
    words = _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"
    return f"{words} {noun if number == 1 else many}"


def _given(estimate: Estimate) -> bool:
    return estimate.worlds > 0 and math.isfinite(estimate.value)


def occurs(estimate: Estimate) -> bool:
    """Whether something is so in any world at all."""
    return estimate.value > NOISE


def _tidy(share: float) -> float:
    return round(share) if abs(share - round(share)) < NOISE else share


def _error(estimate: Estimate) -> float:
    """The standard error, without the noise of adding equal numbers up."""
    return estimate.se if estimate.se > NOISE else 0.0


def _percent(value: float, error: float, sign: bool = False) -> str:
    mark = "+" if sign and value > 0 else ""
    if error <= 0:
        return f"{mark}{_exact(100 * value)}%"
    places = _places(100 * error)
    shown = max(round(100 * error, places), 10.0**-places)
    return f"{mark}{_digits(100 * value, places)} ± {shown:.{places}f}%"


def _places(error: float) -> int:
    """Decimals that an error in percent leaves: its first digit is the last one shown."""
    first = float(f"{error:.0e}")
    return min(max(-math.floor(math.log10(first)), 0), 2)


def _digits(number: float, places: int) -> str:
    text = f"{number:.{places}f}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", "−")


def _exact(number: float) -> str:
    return _digits(number, 1 if 0 < abs(number) < 1 else 0)
