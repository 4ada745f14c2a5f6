"""The answer in short: a few sentences computed from the findings."""

from __future__ import annotations

import math
from collections import Counter

from detente.brief.decides import driver_words, leaning
from detente.brief.follows import words
from detente.brief.material import CERTAIN, Material
from detente.brief.model import Section
from detente.brief.numbers import count, part
from detente.brief.sentences import join, outcome_name, sentence
from detente.insight import ChoiceFindings, Estimate

__all__ = ["answer"]

#: Outcomes named for each choice, and the share below which none is named after the first.
NAMED = 2
LEAST = 0.05

#: Verdicts on one claim and on several.
_VERDICTS = {
    "holds": ("holds", "hold"),
    "fails": ("fails", "fail"),
    "depends on foresight": ("depends on foresight", "depend on foresight"),
}

#: Differences of less than this many standard errors are not called differences.
CLEAR = 2.0


def answer(m: Material) -> Section:
    """Three to six sentences: what is better, what follows, what decides, how far the readings disagree."""
    told = (
        *_better(m),
        *(_follows(m, c) for c in m.findings.choices),
        *_decides(m),
        *_readings(m),
        *_claims(m),
    )
    return Section("The answer in short", (*told, CERTAIN) if m.certain else told)


def _better(m: Material) -> tuple[str, ...]:
    if not m.compares:
        return ()
    ordered = sorted(m.findings.choices, key=lambda c: -c.best.value)
    shares = join(f"“{m.choice(c)}” in {m.share(c.best).text}" for c in ordered)
    if _differ(ordered[0].best, ordered[1].best) or m.certain:
        if ordered[0].best.value == ordered[1].best.value:
            return (f"For {m.focal} the choices come to the same.",)
        return (
            f"For {m.focal} the better choice is “{m.choice(ordered[0])}”{_lead(m, ordered)}."
            f"{_cost(m, ordered)}",
        )
    return (f"For {m.focal} no choice is clearly better: {shares} of worlds.{_cost(m, ordered)}",)


def _lead(m: Material, ordered: list[ChoiceFindings]) -> str:
    if m.certain:
        return ""
    rest = join(f"“{m.choice(c)}” in {m.share(c.best).text}" for c in ordered[1:])
    return f": it does better in {m.share(ordered[0].best).text} of worlds, {rest}"


def _cost(m: Material, ordered: list[ChoiceFindings]) -> str:
    """Say what a wrong choice costs on average."""
    if m.certain:
        costs = join(f"{part(c.regret, True).text} of its range with “{m.choice(c)}”" for c in ordered[1:])
        return f" It would forgo {costs}."
    costs = join(f"{part(c.regret).text} with “{m.choice(c)}”" for c in ordered)
    return (
        f" Against the best choice of each world it forgoes, in percent of its range and on average, {costs}."
    )


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
    told = [f"{_ends(m, o)} ({m.share(e).text} of worlds)" for o, e in named]
    often = "most often " if named[0][1].value < 1 else ""
    return sentence(f"{start} {often}{', then '.join(told)}")


def _ends(m: Material, outcome: str) -> str:
    if outcome == "unsettled":
        return "nowhere: play does not come to rest"
    return f"in: {outcome_name(m.case, outcome)}"


def _rests(m: Material, c: ChoiceFindings, start: str) -> str:
    if not c.equilibria or c.settled.value == 0:
        return sentence(f"{start} nowhere: play does not come to rest in any world")
    first = c.equilibria[0]
    often = "most often " if first.reached.value < 1 else ""
    return sentence(
        f"{start} {often}here: {words(m, first, c.choice)} ({m.share(first.reached).text} of worlds)"
    )


def _decides(m: Material) -> tuple[str, ...]:
    if not m.compares or not m.findings.drivers:
        return ()
    first = m.findings.drivers[0]
    weight = f"{m.share(first.share).text} of the variance"
    if not first.actor:
        return (f"What decides most between them is which reading holds ({weight}).",)
    reading = next((d for d in m.findings.drivers if not d.actor and d.share.value >= LEAST), None)
    more = f" Which reading holds explains {m.share(reading.share).text} by itself." if reading else ""
    decides = f"What decides most between them is {driver_words(m, first)} ({weight}; {leaning(m, first)})"
    return (sentence(decides) + more,)


def _readings(m: Material) -> tuple[str, ...]:
    if len(m.findings.readings) < 2 or not m.compares:
        return ()
    lead = max(m.findings.choices, key=lambda c: c.best.value)
    shares = {r: e for r, e in lead.best_by_reading.items() if e.worlds}
    if len(shares) < 2:
        return ()
    low, high = min(shares, key=lambda r: shares[r].value), max(shares, key=lambda r: shares[r].value)
    verb = "disagree" if _sided(shares[low], m) != _sided(shares[high], m) else "agree in direction"
    if not _differ(shares[low], shares[high]):
        verb = "hardly differ"
    spread = join(f"{m.share(shares[r]).text} of the worlds of {m.quoted(r)}" for r in (low, high))
    return (f"The readings {verb}: “{m.choice(lead)}” is better in {spread}.",)


def _sided(e: Estimate, m: Material) -> bool:
    """Whether a choice is better more often than it would be if choices were drawn by lot."""
    return e.value > 1 / len(m.findings.choices)


def _claims(m: Material) -> tuple[str, ...]:
    if not m.findings.claims:
        return ()
    tally = Counter(c.verdict for c in m.findings.claims)
    verdicts = join(
        count(n, *_VERDICTS.get(verdict, (verdict, verdict))) for verdict, n in tally.most_common()
    )
    return (f"Of the {count(len(m.findings.claims), 'claim')} of the sources that were tested, {verdicts}.",)
