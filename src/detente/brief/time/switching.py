"""Which choice is made by when, and what brings that about."""

from __future__ import annotations

from detente.brief.time.years import day_of, spread
from detente.brief.words.material import Material
from detente.brief.words.situations import level_phrase
from detente.insight import Choosing
from detente.paper.english import capital
from detente.paper.model import Part, Section, Table, row
from detente.paper.numbers import percent

__all__ = ["switching"]


def switching(m: Material) -> Section | None:
    """Say which choice is made by which year, and under which chance it is the better one.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found, driven = m.findings.choosing, m.findings.driven
    if not m.compares or (found is None and driven is None):
        return None
    parts: list[Part] = [] if found is None else _dated(m, found)
    if driven is not None:
        heads = ("If", *(m.choice(c) for c in m.findings.choices))
        rows = tuple(
            row(
                capital(level_phrase(m.case, option, level)),
                *(m.share(shares.get(c.choice, m.never)) for c in m.findings.choices),
            )
            for option, levels in driven.by_level.items()
            for level, shares in levels.items()
        )
        note = m.note(
            f"Share of the worlds with this level of chance in which the choice is better for {m.focal}"
        )
        parts.append(Table("What makes it the better one", heads, rows, note))
    return Section("switching", "Which choice, by when", tuple(parts))


def _dated(m: Material, found: Choosing) -> list[Part]:
    told = (
        f"Here the choice is not held: {m.focal} makes it when it gets round to it, by the clock of the "
        "case, and may unmake it again. "
    )
    now = f"Today it stands at “{m.choice(found.now)}”. " if found.now else ""
    days = list(range(len(found.dates)))
    heads = (
        "By",
        *(f"{m.choice(c)}: {what}" for c in found.holds for what in ("on that day", "ever so far")),
    )
    rows = tuple(
        row(
            day_of(found.dates[k]),
            *(spread(s[k]) for c in found.holds for s in (found.holds[c], found.reached[c])),
        )
        for k in days
    )
    note = "Mean probability over worlds, with the values that 5% and 95% of them lie below."
    parts: list[Part] = [told + now, Table("Which choice is made", heads, rows, note)]
    if found.better:
        rows = tuple(
            row(day_of(found.dates[k]), *(percent(found.better[c][k]) for c in found.better)) for k in days
        )
        heads = ("On", *(m.choice(c) for c in found.better))
        note = (
            "Share of worlds in which the choice is better given what chance has brought, mixed by how "
            "probable that is on the day."
        )
        parts.append(Table("Which choice would be better", heads, rows, note))
    return parts
