"""How long phases last, three numbers that are easily taken for one another, and how often they come."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from detente.brief.time.ribbons import fan, fans
from detente.brief.time.years import alike, day_of, spread
from detente.brief.words.material import Material
from detente.brief.words.naming import choice_name
from detente.case import Question
from detente.insight import Dated, Lasting, Spread
from detente.paper.english import capital, full_day, join
from detente.paper.model import Cell, Figure, Listing, Part, Section, Table, row
from detente.paper.numbers import percent
from detente.paper.picture import Fans

__all__ = ["lasting"]

#: Relative difference below which numbers and lengths of spells are told once for all choices.
_SAME = 0.1


def lasting(m: Material) -> Section | None:
    """How long the phases last that hold today, what is so on the last day, and how often each comes.

    Parameters
    ----------
    m
        The case and what was found.
    """
    d = m.findings.dated
    if d is None or not d.choices or not m.case.phases:
        return None
    today = [p for p in m.case.phases if any(c.phases[p].now for c in d.choices)]
    tables = _unbroken(m, d) if today else []
    parts: list[Part] = [_told(d), *tables, *_bounds(m, d)] if today else []
    parts += [_on_the_day(m, d), *_asked(m), *_often(m, d)]
    pictures = (_drawn(m, d, today, tables),) if today else ()
    return Section("lasting", "How long it lasts", tuple(parts), pictures=pictures)


def _drawn(m: Material, d: Dated, today: Sequence[str], tables: Sequence[Table]) -> Fans:
    panels = [fan(m, d, m.case.phases[p].name, [c.phases[p].throughout for c in d.choices]) for p in today]
    return fans(d, "lasting", tables, "Whether today's phases last without a break", panels)


def _told(d: Dated) -> str:
    near, last = (d.dates[k] for k in d.window)
    return (
        "Three numbers are easily taken for one another: that a phase which holds today lasts without a "
        f"break beyond a day, that it ends between two days ({full_day(near)} and {full_day(last)}), and "
        "that it holds on a day whatever came before."
    )


def _unbroken(m: Material, d: Dated) -> list[Table]:
    """Phases that hold today: that they last, and that they end, without a break."""
    near, last = (d.dates[k] for k in d.window)
    heads = (
        "Phase that holds today",
        f"Beyond {day_of(near)}",
        f"Ends between {day_of(near)} and {day_of(last)}",
        f"Beyond {day_of(last)}",
    )
    note = f"That it holds from the start without a break. {_ranges(d)}"
    return _once(m, d, "Without a break", heads, lambda x: _lasts(x, d), note, "2 points")


def _bounds(m: Material, d: Dated) -> list[Part]:
    """Say what is left of the probability to last if rates are known less well."""
    told = {
        c.choice: join(
            f"{m.case.phases[p].name} {_band(x)}" for p, x in c.phases.items() if x.now and x.bounds
        )
        for c in d.choices
    }
    found = [(c, words) for c, words in told.items() if words]
    if not found:
        return []
    same = len(set(told.values())) == 1
    words = found[0][1] if same else "; ".join(f"{words} under “{m.choice(c)}”" for c, words in found)
    return [
        f"Beyond {day_of(d.dates[-1])}, in the central world, if each actor's rate lies anywhere within a "
        f"factor of {d.factor:g} of the one given and may change all the time: {words}. What has all but "
        "ended by then is left out."
    ]


def _band(x: Lasting) -> str:
    return f"{100 * x.bounds[0]:.0f} to {percent(x.bounds[1])}" if x.bounds else ""


def _ranges(d: Dated) -> str:
    return f"Mean over worlds and, in brackets, from the 5% to the 95% world; {d.worlds:,} worlds."


def _lasts(x: Lasting, d: Dated) -> tuple[Cell, ...]:
    near, last = d.window
    return (spread(x.throughout[near]), spread(x.ends), spread(x.throughout[last])) if x.now else ()


def _once(
    m: Material,
    d: Dated,
    title: str,
    heads: tuple[str, ...],
    cells: Callable[[Lasting], tuple[Cell, ...]],
    note: str,
    close: str,
) -> list[Table]:
    """Return a table for each choice, or one if the choices have the same numbers but for little."""
    made = {c.choice: {p: found for p, x in c.phases.items() if (found := cells(x))} for c in d.choices}
    first = d.choices[0]
    if len(made) > 1 and _same(list(made.values())):
        note += f" The numbers are those of “{m.choice(first.choice)}”; others are within {close} of them."
        return [_table(m, f"{title}, whatever is chosen", heads, made[first.choice], note)]
    names = {c: f"{title}: {choice_name(m.case, c)}" if c else title for c in made}
    last = d.choices[-1].choice
    return [_table(m, names[c], heads, made[c], note if c == last else "") for c in made]


def _same(tables: list[dict[str, tuple[Cell, ...]]]) -> bool:
    """Whether tables have the same rows and nearly the same numbers."""
    if any(t.keys() != tables[0].keys() for t in tables):
        return False
    values = [[c for cells in t.values() for c in cells if isinstance(c, Figure)] for t in tables]
    shares = [[_value(f) for f in row if f.text.find("%") >= 0] for row in values]
    others = [[math.log(max(_value(f), 1e-9)) for f in row if f.text.find("%") < 0] for row in values]
    return alike(shares) and alike(others, _SAME)


def _value(figure: Figure) -> float:
    return math.nan if figure.value is None else figure.value


def _table(
    m: Material, title: str, heads: tuple[str, ...], rows: Mapping[str, tuple[Cell, ...]], note: str
) -> Table:
    told = tuple(row(capital(m.case.phases[p].name), *cells) for p, cells in rows.items())
    return Table(title, heads, told, note)


def _on_the_day(m: Material, d: Dated) -> Table:
    """Every phase on the last day, the choices side by side."""
    heads = ("Phase", *(m.choice(c.choice) if c.choice else "Probability" for c in d.choices))
    rows = tuple(
        row(capital(m.case.phases[p].name), *(spread(c.phases[p].at[-1]) for c in d.choices))
        for p in m.case.phases
    )
    note = f"That it holds on that day, whatever came before; phases may overlap. {_ranges(d)}"
    return Table(f"On {full_day(d.dates[-1])}", heads, rows, note)


def _asked(m: Material) -> list[Part]:
    """Say which of the numbers the questions of the case ask for."""
    items = tuple(f"{q.id}: {_meant(m, q)}" for q in m.case.questions if q.phase and q.measure in _MEANT)
    return [Listing("Which of these the questions of the case ask for", items)] if items else []


_MEANT = {
    "throughout": "that it lasts without a break to {by}",
    "ends": "that it ends between {after} and {by}",
    "at": "that it holds on {by}, whatever came before",
    "by": "that it holds at some time up to {by}",
}


def _meant(m: Material, q: Question) -> str:
    after = full_day(q.after) if q.after else ""
    meant = _MEANT[q.measure].format(by=full_day(q.by), after=after)
    return f"{m.case.phases[q.phase].name}; {meant}."


def _often(m: Material, d: Dated) -> list[Table]:
    """How often each phase comes up to the last day, and for how long."""
    heads = ("Phase", f"Spells to {day_of(d.dates[-1])}", "Mean length of a spell")
    note = (
        "Expected number of spells, one that holds at the start among them, and their mean length, cut off "
        f"on the last day. {_ranges(d)}"
    )
    return _once(m, d, "How often, and for how long", heads, _spells, note, "a tenth")


def _spells(x: Lasting) -> tuple[Cell, Cell]:
    return _number(x.spells), _length(x.length)


def _number(s: Spread) -> Figure:
    text = f"{s.mean.value:.1f} ({s.low:.1f} to {s.high:.1f})"
    return Figure(text, s.mean.value, s.mean.se, s.mean.worlds, share=False)


def _length(s: Spread) -> Figure:
    value, worlds = s.mean.value, s.mean.worlds
    if not math.isfinite(value):
        return Figure("never comes", None, None, worlds, share=False)
    by, unit = (12, "months") if value < 2 else (1, "years")
    text = f"{by * value:.0f} {unit} ({by * s.low:.0f} to {by * s.high:.0f})"
    return Figure(text, value, s.mean.se, worlds, share=False)
