"""What each choice means for everything that the case names: its conditions, and every actor's options."""

from __future__ import annotations

from detente.brief.words.material import Material
from detente.brief.words.naming import actor_name
from detente.brief.words.situations import level_phrase
from detente.insight import ChoiceFindings
from detente.paper.english import capital
from detente.paper.estimate import Estimate
from detente.paper.model import Cell, Section, Table, row
from detente.paper.numbers import occurs

__all__ = ["means", "wanders"]

_TOLD = (
    "In which share of worlds each of these is so where play comes to rest. As today: the level of the "
    "status quo. What never occurs is left out."
)


#: What a share of a condition counts beside points of rest, where some play has none.
_WANDERS = (
    "Where things never come to rest, it counts how many of the situations that they pass through are so."
)


def wanders(m: Material) -> str:
    """Say how a condition is counted where play never comes to rest; nothing where it always does.

    Parameters
    ----------
    m
        The case and what was found.

    Returns
    -------
    str
        Without it, a condition could be so more often than all the outcomes that it belongs to.
    """
    unsettled = (c.outcomes.get("unsettled", m.never) for c in m.findings.choices)
    return _WANDERS if any(map(occurs, unsettled)) else ""


def means(m: Material) -> Section | None:
    """Show the share of every named condition and of every level, all choices side by side.

    Parameters
    ----------
    m
        The case and what was found.
    """
    tables = tuple(t for t in (_conditions(m), *(_actor(m, a) for a in m.case.actors)) if t.rows)
    told = f"{_TOLD} {wanders(m)}".strip()
    return Section("meaning", "What it means, one thing after another", (told, *tables)) if tables else None


def _conditions(m: Material) -> Table:
    shares = {
        name: [c.definitions.get(name, m.never) for c in m.findings.choices]
        for name in m.case.definitions
        if "." not in name  # levels of consequences have tables of their own
    }
    rows = tuple(
        row(capital(m.case.definitions[name].name), *map(m.share, found))
        for name, found in shares.items()
        if any(map(occurs, found))
    )
    return Table("Conditions that the case names", m.heads("Condition"), rows, m.note("Share of worlds"))


def _actor(m: Material, actor: str) -> Table:
    """Levels that never occur and options that the choice fixes are left out."""
    fixed = {o for choice in m.case.choices.values() for o in choice.set}
    own = [o for o in m.case.options if o.partition(".")[0] == actor and o not in fixed]
    rows = tuple(r for o in own for r in _levels(m, o))
    return Table(capital(actor_name(m.case, actor)), m.heads("What it does"), rows, m.note("Share of worlds"))


def _levels(m: Material, option: str) -> list[tuple[Cell, ...]]:
    rows = []
    for level in m.case.options[option].levels:
        shares = [_share(m, c, option, level) for c in m.findings.choices]
        if any(map(occurs, shares)):
            today = " (as today)" if m.findings.status_quo.get(option) == level else ""
            rows.append(row(capital(level_phrase(m.case, option, level)) + today, *map(m.share, shares)))
    return rows


def _share(m: Material, c: ChoiceFindings, option: str, level: str) -> Estimate:
    return c.levels.get(option, {}).get(level, m.never)
