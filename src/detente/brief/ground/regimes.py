"""Regimes, formats and states of the system: how each stands, and whether the choice bears on it."""

from __future__ import annotations

from detente.brief.ground.voices import dated
from detente.brief.words.clauses import clause
from detente.brief.words.material import Material
from detente.brief.words.naming import choice_name, owner, party_name
from detente.brief.words.situations import level_phrase
from detente.case import Case, Regime
from detente.case.condition import Tree
from detente.case.play.ruled import PREFIX
from detente.game.states import definitions
from detente.game.truth import mentions
from detente.insight import ChoiceFindings
from detente.paper.amounts import quantity
from detente.paper.english import capital, join, sentence
from detente.paper.estimate import Estimate
from detente.paper.model import Cell, Figure, Listing, Part, Section, Table, row

__all__ = ["CLEAR", "bears", "regimes"]

#: Shares that differ by less than this many standard errors are not called different.
CLEAR = 2.0

_TOLD = (
    "What the sources describe as a system, a regime, a format or a state of affairs, how it stands, and "
    "what in the case shows that it is in force. The table gives the share of worlds in which that is so "
    "where play comes to rest."
)

#: What stands in the last column, and for what is not counted.
_SAME, _NONE = "does not depend on the choice", "not counted"


def regimes(m: Material) -> Section | None:
    """Return each regime in words, then how often it is in force under each choice.

    Parameters
    ----------
    m
        The case and what was found.
    """
    if not m.case.regimes:
        return None
    marks = tuple(m.case.regimes)
    listing = Listing("", tuple(_told(m.case, r) for r in m.case.regimes.values()), marks)
    parts: tuple[Part, ...] = (_TOLD, listing, *_table(m), *_levels(m), *_kept(m), *_beside(m))
    return Section("regimes", "Regimes and formats", parts)


def bears(m: Material, name: str) -> str:
    """Say whether a choice makes a regime hold more often.

    Parameters
    ----------
    m
        The case and what was found.
    name
        Id of the regime.

    Notes
    -----
    The choices share their worlds, and the error is that of the difference world by world.
    """
    if m.case.regimes[name].when is None:
        return _NONE
    found = {c.choice: c.regimes[name] for c in m.findings.choices if name in c.regimes}
    apart = [d[name] for c in m.findings.choices for d in c.regimes_apart.values() if name in d]
    if not any(abs(d.value) > max(CLEAR * d.se, 1e-9) for d in apart):
        return _SAME
    most = max(found, key=lambda c: found[c].value)
    often = "most often" if len(found) > 2 else "more often"
    return f"{often} under “{choice_name(m.case, most)}”"


def _table(m: Material) -> tuple[Table, ...]:
    counted = [name for name, r in m.case.regimes.items() if r.when is not None]
    compared = len(m.findings.choices) > 1
    heads = ("", *m.heads("Regime"), *(["Difference, points", "Bears on it?"] if compared else []))
    rows = tuple(_row(m, name, compared) for name in counted)
    note = m.note(
        "Share of worlds in which it is in force or kept where play comes to rest",
        "The difference is the last choice less the first, world by world; below two standard errors it does "
        "not count.",
    )
    return (Table("How often it is in force", heads, rows, note),) if rows else ()


def _row(m: Material, name: str, compared: bool) -> tuple[Cell, ...]:
    shares = [m.share(c.regimes.get(name, m.never)) for c in m.findings.choices]
    said = (_apart(m, name), capital(bears(m, name))) if compared else ()
    return name, capital(m.case.regimes[name].name), *shares, *said


def _apart(m: Material, name: str) -> Figure:
    """Return by how many percentage points the last choice differs from the first."""
    first, last = m.findings.choices[0].choice, m.findings.choices[-1]
    d = last.regimes_apart[first][name]
    return quantity(Estimate(100 * d.value, 100 * d.se, d.worlds), m.certain, sign=True)


def _levels(m: Material) -> tuple[Table, ...]:
    """Show the level of every regime that has levels, all choices side by side."""
    rows = [
        row(name, capital(phrase), *(m.share(_share(c, mark, level, m)) for c in m.findings.choices))
        for name, regime in m.case.regimes.items()
        for mark, levels in [_marked(m.case, name, regime)]
        for level, phrase in levels.items()
    ]
    note = m.note("Share of worlds in which it is at this level where play comes to rest")
    return (Table("At which level", ("", *m.heads("Level")), tuple(rows), note),) if rows else ()


def _marked(case: Case, name: str, regime: Regime) -> tuple[str, dict[str, str]]:
    """Return what carries the levels of a regime, and each level with its clause."""
    if isinstance(regime.levels, dict):
        return f"regime.{name}", {x: told or x for x, told in regime.levels.items()}
    if found := case.consequences.get(regime.levels):
        return regime.levels, {x: said.name for x, said in found.levels.items()}
    known = case.variables().get(regime.levels)
    return regime.levels, {x: level_phrase(case, regime.levels, x) for x in known.levels} if known else {}


def _share(found: ChoiceFindings, mark: str, level: str, m: Material) -> Estimate:
    return found.definitions.get(f"{mark}.{level}") or found.levels.get(mark, {}).get(level, m.never)


def _kept(m: Material) -> tuple[Table, ...]:
    """Show what is exempt and who keeps to what, all choices side by side."""
    marks = [
        (name, f"regime.{name}.{kind}.{x}")
        for name, regime in m.case.regimes.items()
        for kind, parts in (("exempt", regime.exempt), ("complies", regime.complies))
        for x in parts
    ]
    rows = tuple(
        row(name, capital(m.case.definitions[mark].name), *(_told_of(c, mark, m) for c in m.findings.choices))
        for name, mark in marks
    )
    note = m.note("Share of worlds in which this is so where play comes to rest, in force or not")
    title = "What is left out, and who keeps to it"
    return (Table(title, ("", *m.heads("So it is")), rows, note),) if rows else ()


def _told_of(found: ChoiceFindings, mark: str, m: Material) -> Figure:
    return m.share(found.definitions.get(mark, m.never))


def _beside(m: Material) -> tuple[Listing, ...]:
    """Say which are not counted, and why."""
    left = {name: r for name, r in m.case.regimes.items() if r.when is None and not r.levels}
    none = "No option of the game moves it, so the choice does not bear on it here."
    items = tuple(f"{capital(r.name)}: {sentence(r.note) if r.note else none}" for r in left.values())
    return (Listing("Not counted", items, tuple(left)),) if left else ()


def _told(case: Case, regime: Regime) -> str:
    """Say a regime in a few sentences: how it stands, rules, exemptions, votes, and what shows it."""
    time = _time(regime)
    told = [f"{capital(regime.name)} ({regime.kind}{f'; {time}' if time else ''}). {sentence(regime.says)}"]
    told += [f"{head}: {' '.join(map(sentence, lines))}" for head, lines in _lists(case, regime) if lines]
    told += [f"It cannot vary here: {sentence(regime.constant)}"] if regime.constant else []
    told += _rules(case, regime)
    if regime.when is not None:
        told.append(f"In force where {(regime.shows or clause(case, regime.when)).rstrip('. ')}.")
        told += _decided(case, regime.when.tree)
    return " ".join(told) + (f" (Voice: {regime.voice}.)" if regime.voice else "")


def _decided(case: Case, when: Tree) -> list[str]:
    """Say whose options settle whether a regime is in force, each actor once."""
    read = mentions(when, definitions(case))
    owned: dict[str, list[str]] = {}
    for name, variable in case.variables().items():
        if name in read:
            by = "" if name in case.chance or name.startswith(PREFIX) else owner(case, name)
            owned.setdefault(by, []).append(variable.name)
    parts = [f"{who} ({join(what)})" if who else join(what) for who, what in owned.items()]
    return [f"What settles it: {'; '.join(parts)}."] if parts else []


def _rules(case: Case, regime: Regime) -> list[str]:
    """Say each rule by which a regime comes to a level."""
    said = []
    for rule in regime.moved:
        level = (regime.levels.get(rule.to) or rule.to) if isinstance(regime.levels, dict) else rule.to
        by = [party_name(case, who) for who in rule.by]
        parts = [f"brought about by {join(by, 'or')}"] if by else []
        parts += [f"where {clause(case, rule.when)}"] if rule.when is not None else []
        if rule.yes:
            every = join([party_name(case, who) for who in rule.yes])
            enough = f"with {rule.at_least or 'all'} of {every} for it"
            parts.append(enough if len(rule.yes) > 1 else f"if {every} is for it")
        others = join([party_name(case, who) for who in rule.veto], "or")
        parts += [f"unless {others} stops it"] if others else []
        said.append(sentence(f"{level}: {', '.join(parts)}") if parts else sentence(level))
    return said


def _lists(case: Case, regime: Regime) -> tuple[tuple[str, list[str]], ...]:
    votes = [f"{capital(party_name(case, who))}: {how}" for who, how in regime.votes.items()]
    return (
        ("Members", [", ".join(party_name(case, who) for who in regime.members)] if regime.members else []),
        ("Rules", list(regime.rules)),
        ("Left out", list(regime.exemptions)),
        ("Needs", list(regime.preconditions)),
        ("Votes", votes),
    )


def _time(regime: Regime) -> str:
    """Say since when and until when, as far as that is known."""
    since, until = (_span(text) for text in (regime.from_, regime.until))
    if since and until:
        return f"from {since} until {until}"
    return f"from {since} on" if since else f"until {until}" if until else ""


def _span(text: str) -> str:
    return "-".join(map(dated, text.split("/"))) if text else ""
