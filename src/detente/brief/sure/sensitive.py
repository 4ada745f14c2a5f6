"""What the answers are sensitive to: shares of variance and a rank-based measure, with their intervals."""

from __future__ import annotations

from detente.brief.words.inputs import named, rests_on
from detente.brief.words.material import Material
from detente.brief.words.naming import outcome_name
from detente.insight import Effect, Sensitive
from detente.paper import numbers
from detente.paper.english import capital
from detente.paper.estimate import Interval
from detente.paper.model import Section, Table, row
from detente.paper.picture import NEUTRAL, Bars, Panel, Series

__all__ = ["sensitive", "title_of"]

#: Judgements that are shown for the comparison of choices, and for each outcome.
SHOWN, FEW = 10, 4

#: Outcomes that are shown: those whose share varies enough to be explained.
OUTCOMES = 4


def sensitive(m: Material) -> Section | None:
    """Say which judgements move the advantage and the outcomes.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found = m.findings.uncertainty
    if found is None or found.sensitivity is None:
        return None
    given = {(s.choice, s.outcome): s for s in found.sensitivity.given}
    parts: list[Table] = []
    drawn: list[Bars] = []
    if ("", "") in given:
        parts.append(_table(m, given["", ""], SHOWN))
        drawn.append(_bars(m, given["", ""], SHOWN, parts[0]))
    if found.sensitivity.designed:
        parts += [_designed(m, s, found.sensitivity.size) for s in found.sensitivity.designed[:1]]
    lead = found.values.chosen if found.values else next(iter(m.findings.choices)).choice
    others = [s for (c, o), s in given.items() if o and c == lead and o in m.case.outcomes]
    others.sort(key=lambda s: -m.findings.choice(lead).outcomes[s.outcome].value)
    parts += [_table(m, s, FEW) for s in others[:OUTCOMES]]
    if not parts:
        return None
    title = "What the answers are sensitive to"
    return Section("sensitivity", title, (*parts, _LEGEND), pictures=tuple(drawn))


_LEGEND = (
    "Alone: share of the variance over worlds that the judgement explains by itself (first-order Sobol "
    "index, given-data estimate, Plischke 2010). By ranks: Chatterjee's coefficient, 0 if the answer does "
    "not depend on the judgement at all and 1 if it is a function of it; it sees every kind of dependence "
    "and is right for shares. A star: not by chance, at 5% over all judgements together (Holm 1979)."
)


def title_of(m: Material, s: Sensitive) -> str:
    """Say which answer it is.

    Parameters
    ----------
    m
        The case and what was found.
    s
        Which answer, and what moves it.
    """
    if not s.outcome:
        return f"{m.focal}'s advantage of “{m.choice(m.findings.choices[0])}”"
    under = f" under “{m.choice(s.choice)}”" if s.choice else ""
    return f"Share of “{outcome_name(m.case, s.outcome)}”{under}"


def _table(m: Material, s: Sensitive, most: int) -> Table:
    ranks = {r.name: r for r in s.ranks}
    rows = []
    for e in s.effects[:most]:
        r = ranks.get(e.name)
        by_rank = (
            f"{numbers.within(r.xi, percent=False).text}{' *' if r.adjusted < 0.05 else ''}" if r else "lower"
        )
        rows.append(
            row(capital(named(m.case, e.name)), numbers.within(_clip(e)), by_rank, rests_on(m.case, e.name))
        )
    note = (
        f"95% intervals; {s.effects[0].first.worlds:,} worlds, {s.tested} judgements looked at."
        if s.effects
        else ""
    )
    return Table(title_of(m, s), ("Judgement", "Alone", "By ranks", "Rests on"), tuple(rows), note)


def _bars(m: Material, s: Sensitive, most: int, table: Table) -> Bars:
    shown = [(capital(named(m.case, e.name)), numbers.within(_clip(e))) for e in s.effects[:most]]
    labels = tuple(label for label, _ in shown)
    figures = [f for _, f in shown]
    series = Series(
        "Share",
        tuple(f.value for f in figures),
        tuple(1.96 * (f.se or 0.0) for f in figures),
        tuple(f.text for f in figures),
        look=NEUTRAL,
    )
    told = " ".join(f"{label}: {f.text}." for label, f in shown)
    panel = Panel("", labels, (series,), "share of the variance, with 95% intervals")
    title = f"{table.title}: what it is sensitive to"
    return Bars("sensitivity", title, f"{told} Lines: 95% intervals.", (table,), (panel,))


def _clip(e: Effect) -> Interval:
    """A share of variance; an estimate slightly below 0 stands for nothing."""
    low, value, high = (min(max(x, 0.0), 1.0) for x in (e.first.low, e.first.value, e.first.high))
    return Interval(value, low, high, e.first.worlds)


def _designed(m: Material, s: Sensitive, size: int) -> Table:
    rows = tuple(
        row(
            capital(named(m.case, e.name)),
            numbers.within(_clip(e)),
            numbers.within(e.total) if e.total else "",
        )
        for e in s.effects[:SHOWN]
    )
    note = (
        "Alone and in total: shares of the variance (Sobol indices, first and total order; Saltelli et al. "
        f"2010) with 95% intervals, from a design of its own of {size:,} base worlds. What is in the total "
        "and not in the first is explained together with other judgements."
    )
    return Table(f"{title_of(m, s)}: groups", ("Judgements", "Alone", "In total"), rows, note)
