"""The answer in short: a few sentences computed from the findings."""

from __future__ import annotations

import math

from detente.brief.answer.decisive import driver_words, leaning
from detente.brief.answer.outcomes import words
from detente.brief.answer.reasons import doubts
from detente.brief.time.years import in_time
from detente.brief.words.material import CERTAIN, Material
from detente.brief.words.naming import outcome_name
from detente.brief.words.spans import clear
from detente.insight import ChoiceFindings, Range, ranged
from detente.paper.english import join, sentence
from detente.paper.estimate import Estimate
from detente.paper.model import Section
from detente.paper.numbers import percent
from detente.registry import spanned

__all__ = ["answer", "spread"]

#: Outcomes named for each choice, and the share below which none is named after the first.
NAMED = 2
LEAST = 0.05

#: Differences of less than this many standard errors are not called differences.
CLEAR = 2.0


def answer(m: Material) -> Section:
    """What is better, what follows and by when, what decides, and how far the readings disagree.

    Parameters
    ----------
    m
        The case and what was found.
    """
    told = (
        *_better(m),
        *(_follows(m, c) for c in m.findings.choices),
        *in_time(m),
        *_decides(m),
        *_readings(m),
        *_foresight(m),
        *_threats(m),
    )
    return Section("answer", "The answer in short", (*told, CERTAIN) if m.certain else told)


def _better(m: Material) -> tuple[str, ...]:
    if not m.compares:
        return ()
    ordered = sorted(m.findings.choices, key=lambda c: -c.best.value)
    first = m.choice(ordered[0])
    if m.certain:
        same = ordered[0].best.value == ordered[1].best.value
        return (
            f"For {m.focal} the choices come to the same." if same else f"For {m.focal} “{first}” is better.",
        )
    does = [f"“{m.choice(c)}” {'' if k else 'does better '}in {m.of(c.best)}" for k, c in enumerate(ordered)]
    shares = join(does)
    if clear(m, ordered):
        rest = join(f"“{m.choice(c)}” in {m.of(c.best)}" for c in ordered[1:])
        lead = f"it does better in {m.of(ordered[0].best)}, {rest}"
        return (f"For {m.focal} the better choice is “{first}”: {lead}{_believed(m, ordered[0])}.",)
    none = "neither" if len(ordered) == 2 else "no"
    return (f"For {m.focal} {none} choice is clearly better: {shares}{_believed(m, ordered[0])}.",)


def _believed(m: Material, lead: ChoiceFindings) -> str:
    """Give the range over the declared concepts of how often a choice is the better one."""
    told = spread(ranged(lead.best_by_concept, m.findings.concept))
    return f". For “{m.choice(lead)}” that is {told}" if told else ""


def spread(found: Range | None) -> str:
    """Say a range over concepts of stability, or nothing where sampling tells more.

    Parameters
    ----------
    found
        The range of a share.
    """
    if found is None or not found.wide:
        return ""
    low, high = (percent(x.value) for x in (found.low, found.high))
    return f"between {low.removesuffix('%')} and {high} depending on how far threats are believed"


def _differ(a: Estimate, b: Estimate) -> bool:
    return abs(a.value - b.value) > CLEAR * math.hypot(a.se, b.se)


def _follows(m: Material, c: ChoiceFindings) -> str:
    start = f"“{m.choice(c)}” ends" if c.choice else "Play ends"
    if not m.case.outcomes:
        return _rests(m, c, start)
    ordered = sorted(c.outcomes.items(), key=lambda pair: -pair[1].value)
    named = [(o, e) for k, (o, e) in enumerate(ordered[:NAMED]) if k == 0 or e.value >= LEAST]
    if m.certain:
        return sentence(f"{start} {join((_ends(m, o) for o, e in ordered if e.value > 0), 'or')}")
    told = [f"{_ends(m, o)} ({m.of(e)}{_range(m, c, o)})" for o, e in named]
    often = "most often " if named[0][1].value < 1 else ""
    return sentence(f"{start} {often}{', then '.join(told)}")


def _range(m: Material, c: ChoiceFindings, outcome: str) -> str:
    told = spread(c.range_of(outcome, m.findings.concept))
    return f"; {told}" if told else ""


def _ends(m: Material, outcome: str) -> str:
    if outcome == "unsettled":
        return "nowhere: play does not come to rest"
    return f"in: {outcome_name(m.case, outcome)}"


def _rests(m: Material, c: ChoiceFindings, start: str) -> str:
    if not c.equilibria or c.settled.value == 0:
        return sentence(f"{start} nowhere: play does not come to rest in any world")
    first = c.equilibria[0]
    often = "most often " if first.reached.value < 1 else ""
    return sentence(f"{start} {often}here: {words(m, first, c.choice)} ({m.of(first.reached)})")


def _decides(m: Material) -> tuple[str, ...]:
    if not m.compares or not m.findings.drivers:
        return ()
    first = m.findings.drivers[0]
    weight = f"{m.portion(first.share).text} of the variance"
    if not first.actor:
        return (f"What decides most between them is which reading holds ({weight}).",)
    decides = f"What decides most between them is {driver_words(m, first)} ({weight}; {leaning(m, first)})"
    return (sentence(decides),)


def _readings(m: Material) -> tuple[str, ...]:
    if len(m.findings.readings) < 2 or not m.compares:
        return ()
    lead = max(m.findings.choices, key=lambda c: c.best.value)
    shares = {r: e for r, e in lead.best_by_reading.items() if e.worlds}
    if len(shares) < 2:
        return ()
    low, *_, high = sorted(shares, key=lambda r: shares[r].value)
    verb = "disagree" if _sided(shares[low], m) != _sided(shares[high], m) else "agree in direction"
    if not _differ(shares[low], shares[high]):
        verb = "hardly differ"
    spread = join(m.of(shares[r], f"of {m.quoted(r)}") for r in (low, high))
    return (f"The readings {verb}: “{m.choice(lead)}” is better in {spread}.",)


def _sided(e: Estimate, m: Material) -> bool:
    """Whether a choice is better more often than it would be if choices were drawn by lot."""
    return e.value > 1 / len(m.findings.choices)


def _foresight(m: Material) -> tuple[str, ...]:
    """Say whether another stability concept would turn the comparison round."""
    found = m.findings.choices
    if not m.compares or m.certain or not all(c.best_by_concept for c in found):
        return ()
    concepts = spanned(found[0].best_by_concept, m.findings.concept)
    lead = {k: max(found, key=lambda c: c.best_by_concept[k].value) for k in concepts}
    chosen = lead.get(m.findings.concept, found[0])
    others = [k for k, c in lead.items() if c is not chosen]
    if not others:
        return ("How far threats are believed does not change which choice is better.",)
    named = join(f"“{m.choice(lead[k])}” under {k} ({m.of(lead[k].best_by_concept[k])})" for k in others)
    return (f"The better choice depends on how far threats are believed: it is {named}.",)


def _threats(m: Material) -> tuple[str, ...]:
    """Say where the central world rests on an answer that its author would not give."""
    told = []
    for c in m.findings.choices:
        against = [d for w in c.why for d in doubts(m.case, w.witness, w.levels)]
        if against:
            what = f"What “{m.choice(c)}” ends in" if c.choice else "The answer"
            head = f"{what} rests, in the central world, on a threat that its author would not carry out"
            told.append(f"{head}. {against[0]}")
    return tuple(told)
