"""Numbers in words: never more digits than their error supports.

What is so in none or in all of the worlds that were drawn has no error that could be counted: it is *never*
or *always*, with the number of worlds, however few they are. Every share that is printed is made here.
"""

from __future__ import annotations

import math

from detente.paper.estimate import Estimate, Interval
from detente.paper.model import Figure
from detente.paper.rounding import digits_of, places_of, with_error

__all__ = [
    "NONE",
    "average",
    "change",
    "count",
    "high",
    "occurs",
    "of_worlds",
    "part",
    "percent",
    "plus_minus",
    "portion",
    "settled",
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
        Whether nothing in the case is uncertain, so that there is but one world and the share has no error.

    Notes
    -----
    Where every world gives the same part, such as one half each, their spread is nil, but another world might
    still differ: the error is then given as one world of all those drawn.

    Examples
    --------
    >>> share(Estimate(0.6213, 0.0153, 1000)).text
    '62 ± 2%'
    >>> share(Estimate(0.0, 0.0, 1000)).text, share(Estimate(1.0, 0.0, 1000)).text
    ('never (0 of 1,000)', 'always (1,000 of 1,000)')
    >>> share(Estimate(1.0, 0.0, 1000), certain=True).text
    '100%'
    """
    if not _given(estimate):
        return Figure(NONE, None, None, estimate.worlds)
    error = 0.0 if certain else _error(estimate)
    text = "" if certain else _all_or_none(estimate.value, error, estimate.worlds)
    if not text:
        text = with_error(_tidy(estimate.value), error)
    if not certain and not error and "(" not in text:  # all worlds agree on a part
        text += f" ± {with_error(0, 1 / estimate.worlds).partition('± ')[2]}"
        text = text.replace("% ±", " ±")
    return Figure(text, estimate.value, estimate.se, estimate.worlds)


def of_worlds(estimate: Estimate, certain: bool = False, whose: str = "") -> str:
    """Say a share of worlds in a sentence, to stand behind *in* or in brackets.

    Parameters
    ----------
    whose
        Which worlds, for example ``of “Smith”``.

    Examples
    --------
    >>> of_worlds(Estimate(0.6213, 0.0153, 1000)), of_worlds(Estimate(0.0, 0.0, 1000))
    ('62 ± 2% of worlds', 'none of 1,000 worlds')
    >>> of_worlds(Estimate(1.0, 0.0, 500), whose="of “Smith”")
    'all of the 500 worlds of “Smith”'
    """
    shown = share(estimate, certain)
    the, tail = ("the ", f" {whose}") if whose else ("", "")
    if shown.short == shown.text:
        return f"{shown.text} of {the}worlds{tail}"
    noun = "world" if estimate.worlds == 1 else "worlds"
    return f"{'all' if occurs(estimate) else 'none'} of {the}{estimate.worlds:,} {noun}{tail}"


def portion(estimate: Estimate, certain: bool = False) -> Figure:
    """Show a share that is none of worlds, such as a share of variance or a mean probability.

    Parameters
    ----------
    estimate
        The share, its standard error and the number of worlds.
    certain
        Whether nothing is uncertain, so that there is no error to show.

    Examples
    --------
    >>> portion(Estimate(0.6213, 0.0153, 1000)).text, portion(Estimate(0.0, 0.0, 1000)).text
    ('62 ± 2%', '0%')
    """
    if not _given(estimate):
        return Figure(NONE, None, None, estimate.worlds)
    text = with_error(_tidy(estimate.value), 0.0 if certain else _error(estimate))
    return Figure(text, estimate.value, estimate.se, estimate.worlds)


def settled(value: float, half: float, worlds: int) -> str:
    """Show a share of worlds with half its 95% interval.

    Parameters
    ----------
    value
        The share, 0 to 1.
    half
        Half the width of its 95% interval.
    worlds
        How many worlds.

    Examples
    --------
    >>> settled(0.8162, 0.0243, 1000), settled(1.0, 0.0, 1000)
    ('82 ± 2%', 'always (1,000 of 1,000)')
    """
    return _all_or_none(value, half if half > NOISE else 0.0, worlds) or with_error(value, half)


def percent(value: float) -> str:
    """Show a share or a probability that has no error here to whole percents.

    Parameters
    ----------
    value
        The share, 0 to 1.

    Examples
    --------
    >>> percent(0.344), percent(0.002), percent(0.0), percent(0.998)
    ('34%', 'under 1%', '0%', 'over 99%')
    """
    if not math.isfinite(value):
        return NONE
    if 1e-9 < value <= 0.005:
        return "under 1%"
    return "over 99%" if 0.995 <= value < 1 - 1e-9 else f"{100 * abs(value):.0f}%"


def change(estimate: Estimate, certain: bool = False) -> Figure:
    """Show a change against the status quo, as a share of an actor's range, with its sign.

    Parameters
    ----------
    estimate
        A mean, as a share of a range: -1 to 1.
    certain
        Whether nothing in the case is uncertain, so that it has no error.

    Examples
    --------
    >>> change(Estimate(-0.0712, 0.004, 1000)).text
    '−7.1 ± 0.4%'
    """
    if not _given(estimate):
        return Figure("not known", None, None, estimate.worlds, share=False)
    error = 0.0 if certain else _error(estimate)
    always = "" if certain or error else " always"
    text = with_error(estimate.value, error, sign=True) + always
    return Figure(text, estimate.value, estimate.se, estimate.worlds, share=False)


def part(estimate: Estimate, certain: bool = False) -> Figure:
    """Show a mean that has no sign, as a share of an actor's range, such as regret.

    Parameters
    ----------
    estimate
        A mean, as a share of a range: 0 to 1.
    certain
        Whether nothing in the case is uncertain, so that it has no error.
    """
    text = change(estimate, certain).text.removeprefix("+")
    return Figure(
        text, estimate.value if _given(estimate) else None, estimate.se, estimate.worlds, share=False
    )


def high(value: float, worlds: int, certain: bool = False) -> Figure:
    """Show a 90th percentile, which has no error of its own here, to whole percents.

    Parameters
    ----------
    value
        The percentile, as a share of a range.
    worlds
        Number of worlds behind it.
    certain
        Whether nothing in the case is uncertain.
    """
    if not math.isfinite(value):
        return Figure("not known", None, None, worlds, share=False)
    return Figure(
        f"{'' if certain else 'about '}{digits_of(100 * value, 0)}%", value, None, worlds, share=False
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
    if words := _all_or_none(interval.value, half, interval.worlds) if share and half <= NOISE else "":
        return Figure(words, interval.value, 0.0, interval.worlds, share)
    places = places_of(by * half) if half > NOISE else 2 * (not percent)
    value, low, high = (digits_of(by * x, places) for x in (interval.value, interval.low, interval.high))
    text = f"{value}{sign} ({low} to {high})" if half > NOISE else f"{value}{sign}"
    return Figure(text, interval.value, half / 1.96, interval.worlds, share)


def plus_minus(value: float, half: float) -> str:
    """Show a share or a difference of shares with half its 95% interval.

    Parameters
    ----------
    value
        A share, or a difference of shares.
    half
        Half its 95% interval, in the same unit.

    Examples
    --------
    >>> plus_minus(0.8162, 0.0243)
    '82 ± 2%'
    """
    return with_error(value, half)


def average(value: float, error: float, number: int, noun: str = "event") -> str:
    """Show a mean to one decimal with its standard error; of one number, or of equal ones, there is none.

    Parameters
    ----------
    value
        The mean.
    error
        Its standard error, in the same unit.
    number
        How many values it is the mean of.
    noun
        What these are, in the singular.

    Examples
    --------
    >>> average(-3.28, 0.71, 7), average(1.0, 0.0, 1), average(-2.0, 0.0, 3)
    ('-3.3 ± 0.7', '1.0 (one event)', '-2.0 (each of three events)')
    """
    shown = f"{round(value, 1) + 0.0:.1f}"
    if number > 1 and error > NOISE:
        return f"{shown} ± {max(error, 0.1):.1f}"
    return f"{shown} ({'' if number == 1 else 'each of '}{count(number, noun)})"


def significant(number: float) -> str:
    """Show two leading digits of a number whose unit is known to a few percent, such as a deviation.

    Parameters
    ----------
    number
        Not below 0.

    Examples
    --------
    >>> significant(0.8588), significant(2.374), significant(12.7), significant(0.031)
    ('0.86', '2.4', '13', '0.03')
    """
    two = float(f"{number:.2g}")
    return f"{two:.{min(max(1 - math.floor(math.log10(max(two, 0.01))), 0), 2)}f}"


def count(number: int, noun: str, nouns: str = "") -> str:
    """Put a count before its noun, in words up to ten.

    Parameters
    ----------
    number
        How many, not below 0.
    noun
        What is counted, in the singular.
    nouns
        Its plural, if that is not the singular and an s.

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
    """Whether something is so in any world at all.

    Parameters
    ----------
    estimate
        A share of worlds.
    """
    return estimate.value > NOISE


def _all_or_none(value: float, error: float, worlds: int) -> str:
    """Say what is so in no world or in all of them, with their number; nothing of what is so in some."""
    if error or NOISE < value < 1 - NOISE or not worlds:
        return ""
    return f"always ({worlds:,} of {worlds:,})" if value > 0.5 else f"never (0 of {worlds:,})"


def _tidy(share: float) -> float:
    return round(share) if abs(share - round(share)) < NOISE else share


def _error(estimate: Estimate) -> float:
    """The standard error, without the noise of adding equal numbers up."""
    return estimate.se if estimate.se > NOISE else 0.0
