"""Each share followed: the worlds behind it, a way that stands for them, why each moves, why it lasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.brief.answer.outcomes import steps
from detente.brief.answer.reasons import reasons
from detente.brief.lead.leads import letters
from detente.brief.words.clauses import clause
from detente.brief.words.inputs import stated
from detente.brief.words.material import Material
from detente.brief.words.naming import actor_name, anchor, outcome_name
from detente.brief.words.spans import outcome as share_of
from detente.insight import ChoiceFindings, Stake, Way
from detente.paper.english import capital, sentence
from detente.paper.model import Linked, Listing, Part, Section
from detente.paper.numbers import percent
from detente.registry import spanned

__all__ = ["trails"]

_MEANT = (
    "Each share of the short form, taken apart: in which variants it is so, by which moves play comes there "
    "in one of them, what each mover has by its move, and why nobody leaves. The middle variant takes the "
    "central value of everything uncertain; where it leads elsewhere, the first variant that leads here "
    "stands for the others."
)


def trails(m: Material) -> Section | None:
    """Follow each share from its worlds to the statements that it rests on.

    Parameters
    ----------
    m
        The case and what was found.
    """
    parts = [part for c in m.findings.choices for way in c.ways for part in _trail(m, c, way)]
    return Section("trails", "From each share to its reasons", (_MEANT, *parts)) if parts else None


def _trail(m: Material, c: ChoiceFindings, way: Way) -> Iterator[Part]:
    letter, name = letters(m).get(c.choice, ""), outcome_name(m.case, way.outcome)
    title = f"{letter}: {name}" if letter else capital(name)
    first = (*_worlds(m, c, way.outcome), _typical(m, way))
    yield Listing(title, tuple(first), anchor=anchor("share", c.choice, way.outcome))
    moved = steps(m, way.path)
    told = [
        _moved(m, s.actor, said, st) for s, said, st in zip(way.path.steps, moved, way.stakes, strict=True)
    ]
    if told:
        yield Listing("", tuple(told), tuple(f"{k}." for k in range(1, len(told) + 1)))
    else:
        yield "Nobody has reason to move."
    lasts = Linked(
        "It lasts there. ", " ".join(reasons(m.case, way.why)), " ", ("Back to the shares.", "s-leads")
    )
    yield lasts if way.why else Linked(("Back to the shares.", "s-leads"))


def _worlds(m: Material, c: ChoiceFindings, outcome: str) -> Iterator[str]:
    """How often it is so, in all worlds, by view and by belief in threats."""
    if m.certain:
        return
    share = c.outcomes.get(outcome, m.never)
    yield f"In {share_of(m, c, outcome).text} of {share.worlds:,} variants, with its range."
    views = [
        f"{m.quoted(r.reading)} {percent(found[outcome].value)} of {r.worlds:,}"
        for r in m.findings.readings
        if outcome in (found := c.outcomes_by_reading.get(r.reading, {}))
    ]
    if len(views) > 1:
        yield sentence(f"By whose view is taken: {'; '.join(views)}")
    by = spanned(c.outcomes_by_concept, m.findings.concept)
    believed = [100 * c.outcomes_by_concept[k].get(outcome, m.never).value for k in by]
    if len(believed) > 1:
        low, high = round(min(believed)), round(max(believed))
        told = f"{low}%" if low == high else f"{low} to {high}%"
        yield f"By how far threats are believed: {told}."


def _typical(m: Material, way: Way) -> str:
    if m.certain:
        return "The way there:"
    if not way.world:
        return "A way that stands for them, in the middle variant:"
    view = f", which takes the view of {m.quoted(way.reading)}" if way.reading else ""
    return f"A way that stands for them, in variant {way.world:,}{view}:"


def _moved(m: Material, actor: str, said: str, stakes: Sequence[Stake]) -> str:
    """A move, and the statements that its mover gains and gives up by it, each with its weight there."""
    gained: list[Stake] = []
    lost: list[Stake] = []
    for s in sorted(stakes, key=lambda s: -abs(s.weight)):
        (gained if (s.weight > 0) == s.holds else lost).append(s)
    runs: list[str | tuple[str, str]] = [said]
    for head, found in ((f" {capital(actor_name(m.case, actor))} gains: ", gained), (" It gives up: ", lost)):
        for k, one in enumerate(found):
            runs += [head if not k else "; ", (_about(m, actor, one), anchor("want", one.statement))]
        runs += ["."] if found else []
    return Linked(*runs)


def _about(m: Material, actor: str, one: Stake) -> str:
    when = clause(m.case, stated(m.case, actor, one.statement).when)
    held = when if one.holds else f"no longer: {when}"
    return f"{held} (weight {one.weight:.2g})"
