"""What is how probable by when: outcomes by year under each choice, and what dates rest on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from detente.brief.time.ribbons import fan, fans
from detente.brief.words.material import Material
from detente.brief.words.naming import actor_name, outcome_name
from detente.case.time import Rate
from detente.insight import Dated, DatedChoice, Lasting, Spread
from detente.paper.english import capital, full_day, join, sentence
from detente.paper.estimate import Estimate
from detente.paper.model import Figure, Part, Section, Table, row
from detente.paper.numbers import count, percent

__all__ = ["alike", "by_year", "day_of", "in_time", "spread"]

#: Years from the start that tables show, where they are among the dates; the last day is shown always.
_SHOWN = (2, 5)

#: Difference of probabilities below which outcomes under two choices are called alike.
_ALIKE = 0.05

#: Difference below which one number is told for all choices.
_SAME = 0.02


def by_year(m: Material) -> Section | None:
    """Probabilities of the outcome classes by year, under each choice.

    Parameters
    ----------
    m
        The case and what was found.
    """
    d = m.findings.dated
    if d is None or not m.case.outcomes:
        return None
    tables = [_outcomes(m, d, c) for c in d.choices]
    panels = [fan(m, d, outcome_name(m.case, o), [c.outcomes[o] for c in d.choices]) for o in m.case.outcomes]
    picture = fans(d, "by-year", tables, "Outcomes by year", panels)
    parts: tuple[Part, ...] = (_clock(m, d), *tables, *_apart(m, d))
    return Section("by-year", "What is how probable by when", parts, pictures=(picture,))


def _clock(m: Material, d: Dated) -> str:
    """Say where dates come from."""
    clock = m.case.clock
    assert clock is not None
    counted: dict[str, list[str]] = {}
    for actor, rate in clock.rates.items():
        counted.setdefault(_window(rate), []).append(f"{actor_name(m.case, actor)} {_often(rate)}")
    told = "; ".join(f"{when}{join(who)}" for when, who in counted.items())
    return (
        "Dates come from base rates, not from preferences. How often each actor gets round to its options is "
        f"given with the case: {told}. When it does, it takes what looks better one move ahead, the surer "
        f"the larger the gain. {_foresight(m)}{_history(d)}{d.worlds:,} worlds, each with rates, sureness "
        "and weights of its own."
    )


def _history(d: Dated) -> str:
    return (
        "Rates, sureness and weights are what the history leaves of those in the case. " if d.learned else ""
    )


def _foresight(m: Material) -> str:
    """Dates and points of rest rest on different foresight; a reader who compares them must know."""
    if m.findings.concept == "R":
        return ""
    return (
        f"The sections above look further ahead ({m.findings.concept}), and for as long as play goes on, so "
        "their shares of worlds are other numbers than these. "
    )


def _window(rate: Rate) -> str:
    if rate.from_ is None or rate.to is None:
        return ""
    return f"by the record of {rate.from_.year} to {rate.to.year}, "


def _often(rate: Rate) -> str:
    return f"{rate.per_year} times a year" if rate.count is None else count(rate.count, "time")


def _outcomes(m: Material, d: Dated, c: DatedChoice) -> Table:
    shown = _places(d)
    heads = ("Outcome", *(day_of(d.dates[k]) for k in shown))
    rows = tuple(
        row(capital(outcome_name(m.case, o)), *(spread(spreads[k]) for k in shown))
        for o, spreads in c.outcomes.items()
    )
    note = (
        "Probability that the situation is of this kind on that day: mean over worlds and, in brackets, from "
        f"the 5% to the 95% world; {d.worlds:,} worlds."
    )
    return Table(m.under(c.choice), heads, rows, note)


def _places(d: Dated) -> list[int]:
    """Places of the dates that are shown."""
    gone = [round((day - d.start).days / 365.25) for day in d.dates]
    last = len(gone) - 1
    return [k for k, years in enumerate(gone) if (years in _SHOWN and years < gone[last]) or k == last]


def day_of(day: date) -> str:
    """Return a day as the head of a column: months are as near as rates allow.

    Parameters
    ----------
    day
        The day.
    """
    return f"{day:%b %Y}"


def spread(s: Spread) -> Figure:
    """Show a probability with its range, to whole percents, which is more than rates support.

    Parameters
    ----------
    s
        A mean over worlds and the range around it.
    """
    value = s.mean.value
    if not math.isfinite(value):
        return Figure("not known", None, None, s.mean.worlds, share=False)
    low, high = (f"{100 * x:.0f}" for x in (s.low, s.high))
    ends = f" ({low} to {high})" if low != high else ""
    return Figure(f"{percent(value)}{ends}", value, s.mean.se, s.mean.worlds, share=False)


def alike(rows: Sequence[Sequence[float]], least: float = _SAME) -> bool:
    """Whether numbers are the same under each choice, one row a choice, but for little.

    Parameters
    ----------
    rows
        Numbers under each choice, a row each.
    least
        Difference that does not count, in the unit of the numbers.
    """
    return all(
        abs(a - b) < least or not (math.isfinite(a) or math.isfinite(b))
        for row in rows[1:]
        for a, b in zip(rows[0], row, strict=True)
    )


def _apart(m: Material, d: Dated) -> tuple[str, ...]:
    """Say by how much the choices differ on the last day."""
    if not d.apart:
        return ()
    first, second = (m.choice(c.choice) for c in d.choices)
    day = full_day(d.dates[-1])
    far = {o: e for o, e in d.apart.items() if abs(e.value) >= max(_ALIKE, 2 * e.se)}
    if not far:
        return (
            f"On {day} no kind of outcome is more than {100 * _ALIKE:.0f} points more probable under one "
            "choice than under the other: over so long a time the choice counts for little in these dates.",
        )
    told = join(
        f"{outcome_name(m.case, o)} ({_points(e)} under “{first if e.value > 0 else second}”)"
        for o, e in sorted(far.items(), key=lambda item: -abs(item[1].value))
    )
    return (f"What the choice changes most by {day}: {told}.",)


def _points(e: Estimate) -> str:
    return f"{100 * abs(e.value):.0f} ± {max(100 * e.se, 1):.0f} points more"


def in_time(m: Material) -> tuple[str, ...]:
    """Say in a sentence or two what is most probable on the last day, and whether today lasts until then.

    Parameters
    ----------
    m
        The case and what was found.
    """
    d = m.findings.dated
    if d is None or not d.choices:
        return ()
    return (*_likeliest(m, d), *_lasts(m, d))


def _likeliest(m: Material, d: Dated) -> tuple[str, ...]:
    """Name the two most probable outcomes, once if they are the same under each choice."""
    if not all(c.outcomes for c in d.choices):
        return ()
    groups: dict[tuple[str, ...], list[DatedChoice]] = {}
    for c in d.choices:
        ordered = sorted(c.outcomes, key=lambda o: -c.outcomes[o][-1].mean.value)
        groups.setdefault(tuple(ordered[:2]), []).append(c)
    start = f"In {d.dates[-1]:%B %Y} the most probable kind of situation is"
    return tuple(
        sentence(f"{start}: {'; then: '.join(_told(m, o, choices) for o in top)}")
        for top, choices in groups.items()
    )


def _told(m: Material, outcome: str, choices: Sequence[DatedChoice]) -> str:
    return (
        f"{outcome_name(m.case, outcome)}, {_under(m, {c.choice: c.outcomes[outcome][-1] for c in choices})}"
    )


def _lasts(m: Material, d: Dated) -> tuple[str, ...]:
    """Of the phases that hold today, the one that most probably lasts."""
    held = _held(d.choices)
    if not held:
        return ()
    phase = max(held, key=lambda p: held[p][0].throughout[-1].mean.value)
    rows = {c.choice: x.throughout[-1] for c, x in zip(d.choices, held[phase], strict=True)}
    name = m.case.phases[phase].name
    return (
        f"What holds today, “{name}”, lasts until then without a break with a probability of "
        f"{_under(m, rows)}.",
    )


def _held(choices: Sequence[DatedChoice]) -> dict[str, list[Lasting]]:
    """Phase -> how long it lasts under each choice, for phases that hold today under all."""
    found = {p: [c.phases[p] for c in choices] for p in choices[0].phases}
    return {p: rows for p, rows in found.items() if all(x.now for x in rows)}


def _under(m: Material, rows: Mapping[str, Spread]) -> str:
    """Tell a number under each choice, once if it is the same."""
    first = next(iter(rows.values()))
    if len(rows) > 1 and alike([[s.mean.value] for s in rows.values()]):
        return f"{spread(first).text}, whatever is chosen"
    return join(f"{spread(s).text}{f' under “{m.choice(c)}”' if c else ''}" for c, s in rows.items())
