"""Which choice is better for the focal actor, and what decides it."""

from __future__ import annotations

import math

from detente.brief.words.charts import SHARE, series, told
from detente.brief.words.inputs import about, averse, stated
from detente.brief.words.material import CERTAIN, Material
from detente.insight import ChoiceFindings, Driver
from detente.paper import numbers
from detente.paper.english import capital
from detente.paper.estimate import Estimate
from detente.paper.model import Figure, Part, Section, Table, row
from detente.paper.picture import NEUTRAL, Bars, Panel

__all__ = ["better", "driver_words", "drivers", "leaning", "rests"]

#: Drivers that are shown, and the share of variance below which none is after the first.
SHOWN = 6
LEAST = 0.01

#: Rank correlation below which no direction is claimed.
FAINT = 0.1


def better(m: Material) -> Section | None:
    """How often each choice is the better one for the focal actor, and what it costs to be wrong.

    Parameters
    ----------
    m
        The case and what was found.
    """
    if not m.compares:
        return None
    found = [_better(m, c) for c in m.findings.choices]
    names = tuple(m.choice(c) for c in m.findings.choices)
    rows = tuple(row(name, *figures) for name, figures in zip(names, found, strict=True))
    heads = ("Choice", "Better in", "Mean regret", "High regret")
    regret = (
        f"Regret: how much better {m.focal} would have done with the best choice of that world, in percent "
        "of its range of utilities; high regret is exceeded in one world of ten."
    )
    note = m.note("Better in: share of worlds, ties split", regret)
    table = Table("", heads, rows, note)
    parts = (table, *_better_by_reading(m))
    return Section("better", "Which choice is better", parts, pictures=(_compared(m, table, names, found),))


def _better(m: Material, c: ChoiceFindings) -> tuple[Figure, Figure, Figure]:
    """In how many worlds it is better; its mean regret; the regret exceeded in one world of ten."""
    n, certain = m.findings.worlds, m.certain
    return m.share(c.best), numbers.part(c.regret, certain), numbers.high(c.regret_high, n, certain)


def _compared(
    m: Material, table: Table, names: tuple[str, ...], found: list[tuple[Figure, Figure, Figure]]
) -> Bars:
    """One series for each row, so that each row has the look of its choice."""

    def only(k: int, figure: Figure) -> list[Figure | None]:
        return [figure if k == place else None for place in range(len(found))]

    share = tuple(series(names[k], only(k, f[0]), k) for k, f in enumerate(found))
    regret = tuple(series(names[k], only(k, f[1]), k, only(k, f[2])) for k, f in enumerate(found))
    panels = (
        Panel("Better in", names, share, SHARE),
        Panel("Regret", names, regret, f"percent of {m.focal}'s range"),
    )
    title = f"Which choice is better for {m.focal}, and what it costs to be wrong"
    mark = "regret exceeded in one world of ten"
    return Bars("regret", title, told(table), (table,), panels, True, mark)


def _better_by_reading(m: Material) -> tuple[Part, ...]:
    if len(m.findings.readings) < 2:
        return ()
    heads = ("Choice", *(m.reading(r.reading) for r in m.findings.readings))
    rows = tuple(
        row(m.choice(c), *(m.share(c.best_by_reading[r.reading]) for r in m.findings.readings))
        for c in m.findings.choices
    )
    return (
        Table("By reading", heads, rows, m.by_reading("Share of worlds in which it is the better choice")),
    )


def drivers(m: Material) -> Section | None:
    """The judgements that decide between the choices.

    Parameters
    ----------
    m
        The case and what was found.
    """
    if not m.compares:
        return None
    shown = [d for k, d in enumerate(m.findings.drivers[:SHOWN]) if k == 0 or d.share.value >= LEAST]
    if not shown:
        same = "The advantage of one choice is the same in every world: nothing that is uncertain decides it."
        return Section("drivers", "What decides it", (CERTAIN if m.certain else same,))
    labels = tuple(capital(driver_words(m, d)) for d in shown)
    shares = [m.portion(_clipped(d.share)) for d in shown]
    leans = [leaning(m, d) for d in shown]
    rows = tuple(
        (label, share, lean, rests(m, d))
        for label, share, lean, d in zip(labels, shares, leans, shown, strict=True)
    )
    table = Table("", ("Judgement", "Explains", "Direction", "Rests on"), rows, _note(m))
    looks = {lean: _favoured(m, d) for lean, d in zip(leans, shown, strict=True)}
    bars = tuple(
        series(lean, [s if leans[k] == lean else None for k, s in enumerate(shares)], look)
        for lean, look in looks.items()
    )
    panel = Panel("", labels, bars, "share of the variance")
    title = "What decides between the choices: the strongest judgements"
    picture = Bars("drivers", title, told(table, (0, 1, 2)), (table,), (panel,), True)
    return Section("drivers", "What decides it", (table,), pictures=(picture,))


def _note(m: Material) -> str:
    first = m.choice(m.findings.choices[0])
    return (
        f"Explains: share of the variance, over worlds, of {m.focal}'s advantage of “{first}” that the "
        f"judgement explains by itself ± one standard error; {m.findings.worlds:,} worlds. Judgements that a "
        "reading changes together share what they explain; what several explain only together is not counted."
    )


def driver_words(m: Material, d: Driver) -> str:
    """Say what is uncertain, in a noun phrase.

    Parameters
    ----------
    m
        The case and what was found.
    d
        What is uncertain, and what it explains.
    """
    if not d.actor:
        return "which reading holds"
    return about(m.case, d.actor, d.statement)


def leaning(m: Material, d: Driver) -> str:
    """Say which choice a stronger judgement speaks for.

    Parameters
    ----------
    m
        The case and what was found.
    d
        What is uncertain, and what it explains.
    """
    if not math.isfinite(d.direction):
        return "see the tables by reading"
    place = _favoured(m, d)
    if place == NEUTRAL:
        return "no clear direction"
    better = place > 0 or _for_first(m, d)
    return f"the stronger, the {'better' if better else 'worse'} for “{m.choice(m.findings.choices[place])}”"


def _favoured(m: Material, d: Driver) -> int:
    """Place of the choice that a judgement speaks for: of two; of more, the first, which it is told of."""
    if not math.isfinite(d.direction) or abs(d.direction) < FAINT:
        return NEUTRAL
    return 0 if _for_first(m, d) or len(m.findings.choices) > 2 else 1


def _for_first(m: Material, d: Driver) -> bool:
    return (d.direction > 0) != averse(m.case, d.actor, d.statement)


def rests(m: Material, d: Driver) -> str:
    """Return the locators of a judgement, or the words ``analyst judgement``.

    Parameters
    ----------
    m
        The case and what was found.
    d
        What is uncertain, and what it explains.
    """
    return str(stated(m.case, d.actor, d.statement).evidence) if d.actor else "the sources of each reading"


def _clipped(e: Estimate) -> Estimate:
    return Estimate(min(max(e.value, 0.0), 1.0), e.se, e.worlds)
