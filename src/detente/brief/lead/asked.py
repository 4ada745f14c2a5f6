"""The reader's questions, answered in order under each choice."""

from __future__ import annotations

from collections.abc import Iterator

from detente.brief.answer.meaning import wanders
from detente.brief.lead.leads import letters
from detente.brief.time.years import day_of
from detente.brief.words.clauses import clause
from detente.brief.words.material import CERTAIN, Material
from detente.brief.words.naming import actor_name, choice_name, outcome_name
from detente.brief.words.situations import level_phrase
from detente.brief.words.spans import WIDE, Span, definition, drawn, spread
from detente.case import Asked, Case, parse
from detente.insight import Answered, ConsequenceFinding
from detente.insight import Cell as Held
from detente.paper.english import capital, full_day, sentence
from detente.paper.estimate import Estimate
from detente.paper.model import Cell, Part, Section, Table, row

__all__ = ["answered_parts", "asked"]

Row = tuple[Cell, ...]

#: Levels of a consequence that are told, and the share below which none is after the first.
LEVELS, LEAST = 3, 0.05


def asked(m: Material) -> Section | None:
    """Answer what the case says that its readers ask.

    Parameters
    ----------
    m
        The case and what was found.
    """
    rows: list[Row] = []
    first: list[int] = []
    for number, (name, one) in enumerate(m.case.asks.items(), 1):
        answers = list(_answers(m, name, one)) or [row("the parts that this takes were not computed")]
        first.append(len(rows))
        wide = 1 + max(len(m.findings.choices), 1)
        for k, cells in enumerate(answers):
            head = f"{number}. {one.name}" if not k else ""
            rows.append((head, *cells, *[""] * (wide - len(cells))))
    if not rows:
        return None
    named = letters(m)
    heads = ("Asked", "Answer", *(named.get(c.choice, "Share") for c in m.findings.choices))
    asks = (f"{k}. {q.asks.strip()}" for k, q in enumerate(m.case.asks.values(), 1))
    note = " ".join(("In the end, unless a date is given.", *filter(None, [wanders(m)]), *asks))
    return Section("asked", "What readers ask", (Table("", heads, tuple(rows), note, heads_of=tuple(first)),))


def _answers(m: Material, name: str, one: Asked) -> Iterator[Row]:
    for quantity in one.quantities:
        found = next((q for q in m.findings.consequences if q.consequence == quantity), None)
        yield from _quantity(m, found) if found is not None else ()
    for k, when in enumerate(one.when, 1):
        spans = [definition(m, c, f"asks.{name}.{k}") for c in m.findings.choices]
        yield row(capital(clause(m.case, when)), *(s.figure for s in spans))
    for policy in one.hold:
        yield from _held(m, policy)
    for actor in one.advise:
        yield from _advice(m, actor)
    if one.choice:
        yield from _chosen(m, one.choice)


def _quantity(m: Material, found: ConsequenceFinding) -> Iterator[Row]:
    """The quantity, if there is one, and how often each level is reached."""
    one = m.case.consequences[found.consequence]
    if found.means:
        what = f"{capital(one.name)}{f', {one.unit}' if one.unit else ''}"
        yield row(what, *(_amount(m, found, c.choice) for c in m.findings.choices))
        return
    spans = {
        level: [definition(m, c, f"{found.consequence}.{level}") for c in m.findings.choices]
        for level in one.levels
    }
    told = sorted(spans, key=lambda x: -max(s.value for s in spans[x]))
    for k, level in enumerate(told[:LEVELS]):
        if not k or max(s.value for s in spans[level]) >= LEAST:
            today = " (as today)" if level == found.today else ""
            yield row(capital(one.levels[level].name) + today, *(s.figure for s in spans[level]))


def _amount(m: Material, found: ConsequenceFinding, choice: str) -> str:
    """A mean with its range over the draw and over which threats are believed."""
    levels = m.case.consequences[found.consequence].levels.values()
    shares = all(said.value is not None and said.value.text.endswith("%") for said in levels)
    mean, others = found.means[choice], found.by_concept.get(choice, {})
    ends = [mean.value - 2 * mean.se, mean.value + 2 * mean.se, *(e.value for e in others.values())]
    low, value, high = (_short(100 * x if shares else x) for x in (min(ends), mean.value, max(ends)))
    sign = "%" if shares else ""
    return f"{value}{sign}" if low == high or m.certain else f"{value}{sign} ({low}–{high})"


def _short(number: float) -> str:
    return f"{number:.0f}" if abs(number) >= 10 else f"{number:.1f}"


def _cells(m: Material, policy: str) -> Held | None:
    matrix, actor = m.findings.matrix, m.case.policies[policy].actor
    cells = matrix.cells if matrix else ()
    return next((c for c in cells if dict(c.policies) == {actor: policy} and not c.why), None)


def _held(m: Material, policy: str) -> Iterator[Row]:
    """To what each choice leads most often while a policy is held."""
    cell, said = _cells(m, policy), m.case.policies[policy]
    if cell is None:
        return
    ends = []
    for c in m.findings.choices:
        outcomes = cell.outcomes[c.choice]
        top = max(outcomes, key=lambda o: outcomes[o].value)
        ends.append(f"{outcome_name(m.case, top)}, {_drawn(m, outcomes[top]).text}")
    yield row(f"If {actor_name(m.case, said.actor)} would {said.name}", *ends)


def _advice(m: Material, actor: str) -> Iterator[Row]:
    """Which of its policies is best for an actor, given each choice."""
    found = m.findings.matrix
    known = found.better.get(actor) if found else None
    if not known:
        return
    told = []
    for c in m.findings.choices:
        shares = known[c.choice]
        top = max(shares, key=lambda p: shares[p].value)
        told.append(f"{m.case.policies[top].name}, {_drawn(m, shares[top]).text}")
    yield row(f"Best for {actor_name(m.case, actor)}", *told)


def _drawn(m: Material, e: Estimate) -> Span:
    return drawn(m, e)


def _chosen(m: Material, choice: str) -> Iterator[Row]:
    """By when a choice is made, and under which chance it is the better one."""
    made, driven = m.findings.choosing, m.findings.driven
    name = letters(m).get(choice, m.choice(choice))
    if made is not None and choice in made.reached:
        last = len(made.dates) - 1
        for k in (last // 3, last):
            told = spread(made.reached[choice][k]).text
            yield row(f"{capital(m.focal)} has turned to {name} by {day_of(made.dates[k])}: {told}")
    for option, levels in (driven.by_level if driven else {}).items():
        for level, shares in levels.items():
            if choice in shares and shares[choice].worlds > 1:
                when = level_phrase(m.case, option, level)
                yield row(f"{name} is the better choice if {when}: {_drawn(m, shares[choice]).text}")


def answered_parts(case: Case, found: Answered) -> tuple[Part, ...]:
    """Say how often a condition that somebody asked about holds, under each choice.

    Parameters
    ----------
    case
        The case.
    found
        What was found.
    """
    certain = all(e.worlds <= 1 for e in found.at_rest.values())
    rows: list[Row] = []
    for choice, share in found.at_rest.items():
        others = [*found.by_concept[choice].values(), *found.by_reading[choice].values()]
        ends = [
            share.value,
            *([share.value - WIDE * share.se, share.value + WIDE * share.se] if not certain else []),
        ]
        ends += [e.value for e in others if e.worlds and not certain]
        rest = Span(share.value, max(min(ends), 0.0), min(max(ends), 1.0), share.worlds)
        name = capital(choice_name(case, choice)) if choice else "In the whole game"
        rows.append((name, rest.figure, *([spread(found.dated[choice]).figure] if found.by else [])))
    heads = ("Choice", "In the end", *([f"By {full_day(found.by)}"] if found.by else []))
    worlds = max((e.worlds for e in found.at_rest.values()), default=1)
    followed = max((s.mean.worlds for s in found.dated.values()), default=0)
    ranged = "with its range over views, beliefs in threats and the draw."
    note = CERTAIN if certain else f"In the end: part of {worlds:,} variants, {ranged}"
    days = (
        f" By the day: chance that it is so at some time up to it, over {followed:,} variants."
        if followed
        else ""
    )
    said = sentence(capital(clause(case, parse(found.condition))))
    return said, Table("", heads, tuple(rows), note + days)
