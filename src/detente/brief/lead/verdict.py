"""The verdict in one sentence, what decides it, and what would change it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from detente.brief.answer.outcomes import steps, words
from detente.brief.ground.evidence import unweighted
from detente.brief.lead.leads import letters
from detente.brief.words.clauses import clause
from detente.brief.words.inputs import averse, stated
from detente.brief.words.material import Material
from detente.brief.words.naming import actor_name, anchor, outcome_name
from detente.brief.words.situations import level_phrase
from detente.brief.words.spans import WIDE, Span, best, clear, drawn, outcome
from detente.brief.words.spans import spread as dated_span
from detente.insight import ChoiceFindings, Driver, PathFinding
from detente.paper.english import capital, full_day, join, sentence
from detente.paper.estimate import Estimate
from detente.paper.model import Linked, Listing, Section
from detente.paper.numbers import percent
from detente.registry import spanned

__all__ = ["decides", "turns", "verdict"]

#: Reasons that are told, and what a reason explains at least after the first.
REASONS, LEAST = 3, 0.02

#: Rank correlation below which no direction is claimed.
FAINT = 0.1


def verdict(m: Material) -> Section:
    """Say in one sentence which choice is better, and in a second to what each leads.

    Parameters
    ----------
    m
        The case and what was found.
    """
    ends = sentence(capital("; ".join(_ends(m, c) for c in m.findings.choices)))
    return Section("verdict", "The answer", (*_better(m), *unweighted(m.case), ends))


def _better(m: Material) -> tuple[str, ...]:
    if not m.compares:
        return ()
    ordered = sorted(m.findings.choices, key=lambda c: -c.best.value)
    first, second = ordered[:2]
    name = f"“{m.choice(first)}”"
    if m.certain:
        same = first.best.value == second.best.value
        return (
            f"For {m.focal} the choices come to the same." if same else f"For {m.focal} {name} is better.",
        )
    ahead = _of_variants(best(m, first))
    if clear(m, ordered):
        return (f"For {m.focal} the better choice is {name}: it comes out ahead in {ahead}.",)
    none = "neither" if len(ordered) == 2 else "no"
    return (f"For {m.focal} {none} choice is clearly better: {name} comes out ahead in {ahead}.",)


def _of_variants(s: Span) -> str:
    if s.text in ("always", "never"):
        return f"all {s.worlds:,} variants of the case"
    low, high = round(100 * s.low), round(100 * s.high)
    between = "" if low == high else f", and in {low} to {high}% by whose view one takes"
    return f"{percent(s.value)} of {s.worlds:,} variants of the case{between}"


def _ends(m: Material, c: ChoiceFindings) -> str:
    """Say to what a choice leads most often; its letter heads columns elsewhere."""
    letter = letters(m).get(c.choice, "")
    start = f"{letter}, “{m.choice(c)}”, leads" if letter else "things lead"
    if not m.case.outcomes or not c.outcomes:
        return f"{start} to {_rests(m, c)}"
    ordered = sorted(c.outcomes.items(), key=lambda pair: -pair[1].value)
    if m.certain:
        found = [f"“{outcome_name(m.case, o)}”" for o, e in ordered if e.value > 0]
        return f"{start} to {join(found, 'or')}"
    first, share = ordered[0]
    often = "most often " if share.value < 1 else ""
    return f"{start} {often}to “{outcome_name(m.case, first)}”, {outcome(m, c, first).text}"


def _rests(m: Material, c: ChoiceFindings) -> str:
    if not c.equilibria or c.settled.value == 0:
        return "no situation that lasts"
    first = c.equilibria[0]
    often = "" if m.certain else f" ({drawn(m, first.reached).text})"
    return f"this: {words(m, first, c.choice)}{often}"


def decides(m: Material) -> Section | None:
    """Say what sets the choices apart: the strongest judgements, or the moves where nothing is uncertain."""
    if m.certain or not m.compares:
        found = [_way(m, c) for c in m.findings.choices if c.paths]
        return Section("decides", "How it gets there", (Listing("", tuple(found)),)) if found else None
    shown = [d for k, d in enumerate(m.findings.drivers[:REASONS]) if k == 0 or d.share.value >= LEAST]
    if not shown:
        return None
    items = tuple(_linked(m, d, shown[:k]) for k, d in enumerate(shown))
    return Section("decides", "What decides it", (Listing("", items),))


def _linked(m: Material, d: Driver, before: Sequence[Driver]) -> str:
    """A reason that leads to the statement it is about."""
    said = sentence(_reason(m, d, before))
    if not d.actor:
        return said
    about, colon, rest = said.partition(": ")
    return Linked((about, anchor("want", d.statement)), colon + rest)


def _way(m: Material, c: ChoiceFindings) -> str:
    told = [_told(m, c, p) for p in c.paths[:1]]
    return sentence(f"{m.choice(c)}: {told[0]}" if c.choice else told[0])


def _told(m: Material, c: ChoiceFindings, path: PathFinding) -> str:
    if not path.steps:
        return "nobody has reason to move, and all stays as it is" + (" once it is made" if c.choice else "")
    return "; then ".join(s.removesuffix(".") for s in steps(m, path)) + ". There it rests"


def _reason(m: Material, d: Driver, before: Sequence[Driver]) -> str:
    part = f"{_explains(m, d)}{_shared(m, d, before) or ' of the difference'}"
    if not d.actor:
        return f"Whose view of the actors is right: {part}"
    leads = _leaning(m, d)
    return f"{_worth(m, d)}: {part}{f'; {leads}' if leads else ''}"


def _shared(m: Material, d: Driver, before: Sequence[Driver]) -> str:
    """Say that a reason is not to be added to those before it: a view sets the weights it holds."""
    if not d.actor:
        return ", overlapping with the weights it sets" if any(_viewed(m, b) for b in before) else ""
    if not _viewed(m, d):
        return ""
    if any(not b.actor for b in before):
        return ", overlapping with the view that sets it"
    return ", overlapping, since views set both" if any(_viewed(m, b) for b in before) else ""


def _viewed(m: Material, d: Driver) -> bool:
    """Whether some view of the case has a weight of its own for a statement."""
    views = m.case.readings.values()
    return bool(d.actor) and any(d.statement in v.weights or d.actor in v.preferences for v in views)


def _explains(m: Material, d: Driver) -> str:
    s = drawn(m, d.share)
    text = Span(min(max(s.value, 0.0), 1.0), s.low, s.high, s.worlds).text
    return {"always": "all", "never": "none"}.get(text, text)


def _worth(m: Material, d: Driver) -> str:
    """Say what a weight is about: what something is worth to an actor, or what it costs it."""
    name = actor_name(m.case, d.actor)
    said = clause(m.case, stated(m.case, d.actor, d.statement).when)
    own = re.sub(rf"^{re.escape(name)}\b(?!'s)", "it", said, flags=re.IGNORECASE)
    verb = f"What it costs {name}" if averse(m.case, d.actor, d.statement) else f"What it is worth to {name}"
    return f"{verb} that {own}"


def _leaning(m: Material, d: Driver) -> str:
    if not math.isfinite(d.direction) or abs(d.direction) < FAINT or len(m.findings.choices) != 2:
        return ""
    first = (d.direction > 0) != averse(m.case, d.actor, d.statement)
    return f"the more, the better for {letters(m)[m.findings.choices[0 if first else 1].choice]}"


def turns(m: Material) -> Section | None:
    """Say what would change the verdict: views, beliefs, what chance brings, and when the choice is made."""
    if m.certain or not m.compares:
        return None
    lead = max(m.findings.choices, key=lambda c: c.best.value)
    told = (*_views(m, lead), *_threats(m, lead), *_chance(m, lead), *_switch(m))
    items = tuple(sentence(capital(t)) for t in told)
    return Section("turns", "What would change it", (Listing("", items),)) if items else None


def _views(m: Material, lead: ChoiceFindings) -> tuple[str, ...]:
    found = {r: e for r, e in lead.best_by_reading.items() if e.worlds}
    if len(found) < 2:
        return ()
    ordered = sorted(found, key=lambda r: found[r].value)
    told = _ahead(m, lead, [(found[r], f"by {m.quoted(r)}") for r in (ordered[0], ordered[-1])])
    return (f"whose view is taken: {told}",)


def _ahead(m: Material, lead: ChoiceFindings, ends: list[tuple[Estimate, str]]) -> str:
    """Say how often the leading choice is ahead at two ends."""
    (first, by), *others = [(drawn(m, e), by) for e, by in ends]
    so = f"is {first.text} ahead" if first.text == first.often else f"is ahead {first.often}"
    return join((f"{letters(m)[lead.choice]} {so} {by}", *(f"{e.often} {by}" for e, by in others)))


def _threats(m: Material, lead: ChoiceFindings) -> tuple[str, ...]:
    found = [lead.best_by_concept[k] for k in spanned(lead.best_by_concept, m.findings.concept)]
    if len(found) < 2:
        return ()
    low, high = min(e.value for e in found), max(e.value for e in found)
    if high - low <= WIDE * max(e.se for e in found):
        return ("how far threats are believed hardly matters",)
    return (
        f"how far the actors believe one another's threats: {letters(m)[lead.choice]} is ahead in "
        f"{round(100 * low)} to {round(100 * high)}%",
    )


def _chance(m: Material, lead: ChoiceFindings) -> tuple[str, ...]:
    """Of what chance may bring, the option that moves the answer most, at its two ends."""
    driven = m.findings.driven
    if driven is None:
        return ()
    ends: list[tuple[float, str, str, str]] = []
    for option, levels in driven.by_level.items():
        known = {x: e[lead.choice] for x, e in levels.items() if e[lead.choice].worlds > 1}
        if len(known) > 1:
            low, high = (f(known, key=lambda x: known[x].value) for f in (min, max))
            ends.append((known[high].value - known[low].value, option, low, high))
    if not ends or (top := max(ends))[0] < LEAST:
        return ()
    _, option, low, high = top
    levels = driven.by_level[option]
    told = _ahead(
        m, lead, [(levels[x][lead.choice], f"if {level_phrase(m.case, option, x)}") for x in (low, high)]
    )
    return (f"what chance brings: {told}",)


def _switch(m: Material) -> tuple[str, ...]:
    """By when the choice is made, if it is left to the actor."""
    found = m.findings.choosing
    if found is None or not found.now:
        return ()
    others = [c for c in found.reached if c != found.now]
    if len(others) != 1:
        return ()
    days = [k for k in (len(found.dates) // 3, len(found.dates) - 1) if k]
    told = join(f"{dated_span(found.reached[others[0]][k]).text} by {full_day(found.dates[k])}" for k in days)
    return (f"left to itself, {m.focal} will have turned to {letters(m)[others[0]]} with a chance of {told}",)
