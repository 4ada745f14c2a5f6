"""What to research next: what it would be worth to know a judgement before choosing."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.words.inputs import named, rests_on
from detente.brief.words.material import Material
from detente.insight import Worth
from detente.paper import numbers
from detente.paper.english import capital
from detente.paper.model import Cell, Part, Section, Table, row

__all__ = ["research"]

#: Judgements and sources that are listed.
SHOWN = 8


def research(m: Material) -> Section | None:
    """Rank judgements and sources by the value of knowing them.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found = m.findings.uncertainty
    if not m.compares or found is None or found.values is None:
        return None
    v = found.values
    worth = [w for w in v.judgements if w.value.value > 0]
    parts: list[Part] = [_perfect(m), *([] if worth else [_NOTHING])]
    if worth:
        parts.append(_table(m, "Judgements", "Judgement", worth, evidence=True))
    groups = [w for w in (*v.sources, *v.actors) if w.value.value > 0]
    if groups:
        groups.sort(key=lambda w: -w.value.value)
        parts.append(_table(m, "Sources and actors", "All of", groups))
    return Section("research", "What to research next", tuple(parts))


_NOTHING = (
    "No single judgement was found whose knowledge alone would change the choice often enough to be worth "
    "anything: it takes several of them together."
)


def _perfect(m: Material) -> str:
    found = m.findings.uncertainty
    assert found is not None
    assert found.values is not None
    v = found.values
    return (
        f"Without knowing more the choice is “{m.choice(v.chosen)}”. To know everything before choosing "
        f"would be worth {numbers.within(v.perfect).text} of {m.focal}'s range of utilities; no single "
        "piece of research can be worth more."
    )


def _table(m: Material, title: str, head: str, worths: Sequence[Worth], evidence: bool = False) -> Table:
    heads = (head, "Worth", "Changes the choice in", *(["Rests on"] if evidence else []))
    rows = tuple(_row(m, w, evidence) for w in worths[:SHOWN])
    note = (
        f"Worth: expected gain from choosing with that knowledge, in percent of {m.focal}'s range of "
        f"utilities, with a 95% interval; {m.findings.worlds:,} worlds (value of partial perfect "
        "information by regression, after Strong, Oakley & Brennan 2014, cross-fitted, so rather "
        "too low than too high)."
    )
    return Table(title, heads, rows, note)


def _row(m: Material, w: Worth, evidence: bool) -> tuple[Cell, ...]:
    cells = row(
        capital(named(m.case, w.name)), numbers.within(w.value), f"{numbers.percent(w.turns)} of worlds"
    )
    return (*cells, rests_on(m.case, w.name)) if evidence else cells
