"""Where the sources agree and differ, side by side, and what the case makes of each point."""

from __future__ import annotations

from typing import Any

from detente.brief.ground.voices import dated
from detente.brief.words.material import Material
from detente.brief.words.naming import choice_name, outcome_name
from detente.brief.words.situations import level_phrase
from detente.case import Comparison
from detente.case.checks.links import refer
from detente.insight import ChoiceFindings, ClaimFinding
from detente.insight.claims import FEWEST, NOT_IN_THE_GAME
from detente.paper.english import capital, join, sentence
from detente.paper.estimate import Estimate
from detente.paper.model import Cell, Part, Section, Table

__all__ = ["agreement", "agreement_data"]

#: Verdict -> heading, in the order of the section.
_HEADS = {
    "agree": "They agree",
    "agree in part": "They agree in part",
    "complementary": "They complement one another",
    "differ": "They differ",
    "disagree": "They disagree",
    "one side only": "Only one of them speaks of it",
}

_NOTHING = "Nothing in the game speaks to it."


def agreement(m: Material) -> Section | None:
    """Return the comparisons of a case, a table for each way that the sides stand to one another.

    Parameters
    ----------
    m
        The case and what was found.
    """
    if not m.case.comparisons:
        return None
    sides = list(dict.fromkeys(s for c in m.case.comparisons.values() for s in c.sides))
    heads = ("", "Topic", *(_side(m, s) for s in sides), "In this case")
    tables = [t for verdict, head in _HEADS.items() if (t := _table(m, verdict, head, heads, sides)).rows]
    parts: tuple[Part, ...] = (_told(m), *tables)
    return Section("agreement", "Where the sources agree and differ", parts)


def agreement_data(m: Material) -> dict[str, Any]:
    """Return the comparisons as plain types, with what the case makes of each in words.

    Parameters
    ----------
    m
        The case and what was found.
    """
    return {
        name: {
            "topic": c.topic,
            "verdict": c.verdict,
            "sides": {s: {"says": side.says, "evidence": str(side.evidence)} for s, side in c.sides.items()},
            "model": list(c.model),
            "words": _makes(m, c),
            "note": c.note,
        }
        for name, c in m.case.comparisons.items()
    }


def _told(m: Material) -> str:
    told = "What each of them says on the same topic, and what the case makes of it."
    names = [f"“{choice_name(m.case, c.choice)}”" for c in m.findings.choices if c.choice]
    if len(names) < 2:
        return told
    return f"{told} Shares of worlds are given for {join(names)}, in this order."


def _side(m: Material, name: str) -> str:
    if name in m.case.readings:
        return m.reading(name)
    source = m.case.sources[name]
    told = ", ".join(part for part in (source.author, dated(source.published)) if part)
    return capital(told or source.title)


def _table(m: Material, verdict: str, head: str, heads: tuple[str, ...], sides: list[str]) -> Table:
    found = {name: c for name, c in m.case.comparisons.items() if c.verdict == verdict}
    rows = tuple(_row(m, name, c, sides) for name, c in found.items())
    return Table(head, heads, rows)


def _row(m: Material, name: str, c: Comparison, sides: list[str]) -> tuple[Cell, ...]:
    said = [c.sides[s].says.strip() if s in c.sides else "Says nothing of it." for s in sides]
    topic = capital(c.topic) + (f" ({c.note.strip().removesuffix('.')})" if c.note else "")
    return name, topic, *said, _makes(m, c)


def _makes(m: Material, c: Comparison) -> str:
    """Say what the game has to say of a topic."""
    return " ".join(sentence(_speaks(m, *refer(text))) for text in c.model) or _NOTHING


def _speaks(m: Material, kind: str, name: str) -> str:
    if kind == "claim":
        found = {f.claim: f for f in m.findings.claims}
        return _claim(m, found[name]) if name in found else f"Claim {name} was not tested"
    shares = " and ".join(m.share(_share(m, c, kind, name)).text for c in m.findings.choices)
    return f"{_name(m, kind, name)}: {shares}"


def _claim(m: Material, found: ClaimFinding) -> str:
    if found.verdict == NOT_IN_THE_GAME:
        return f"Claim {found.claim} is {found.verdict}"
    if found.given and found.holds.worlds < FEWEST:
        return f"Claim {found.claim} cannot be said, since too few worlds meet its condition"
    where = " where its condition is met" if found.given else ""
    return f"Claim {found.claim} comes out in {m.of(found.holds)}{where}: {found.verdict}"


def _name(m: Material, kind: str, name: str) -> str:
    if kind == "outcome":
        return outcome_name(m.case, name)
    if kind == "level":
        option, _, level = name.rpartition(".")
        return level_phrase(m.case, option, level)
    return m.case.definitions[name].name if kind == "definition" else m.case.regimes[name].name


def _share(m: Material, c: ChoiceFindings, kind: str, name: str) -> Estimate:
    if kind == "level":
        option, _, level = name.rpartition(".")
        return c.levels.get(option, {}).get(level, m.never)
    found = {"outcome": c.outcomes, "definition": c.definitions, "regime": c.regimes}[kind]
    return found.get(name, m.never)
