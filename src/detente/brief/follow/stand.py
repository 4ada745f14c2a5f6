"""The model itself: what each actor wants, with ranges, and in which order that puts the situations told."""

from __future__ import annotations

from detente.brief.lead.leads import letters
from detente.brief.words.clauses import clause
from detente.brief.words.material import Material
from detente.brief.words.naming import actor_name, anchor, outcome_name, passages
from detente.brief.words.situations import named_state
from detente.case import Case
from detente.case.model import Statement
from detente.insight import Situation
from detente.insight.held.ranked import Place
from detente.paper.english import capital
from detente.paper.model import Figure, Linked, Section, Table, row

__all__ = ["orders", "wanted"]

_NOTE = (
    "Weight: the middle of what the case says, with its range; the line shows the same on the scale of the "
    "actor, from its smallest to its largest. Weights of different actors cannot be compared."
)

_ORDER = (
    "1 is the best of those told here; in brackets between which places it lies in nine of ten variants. It "
    "follows from the weights, nobody wrote it: an analyst who finds the order wrong should change a weight. "
    "Situations that tie share a place."
)


def wanted(m: Material) -> Section | None:
    """Return what each actor wants: statements with ranges, who holds them, and the passages.

    Parameters
    ----------
    m
        The case and what was found.
    """
    tables = [_wants(m.case, a) for a in m.case.actors if m.case.statements(a)]
    return Section("wants", "What everybody wants", (_NOTE, *tables)) if tables else None


def _wants(case: Case, actor: str) -> Table:
    found = case.statements(actor)
    spans = [case.resolve(s.weight).span for s in found]
    low, high = min(0.0, *(a for a, _ in spans)), max(*(b for _, b in spans), 0.0)
    rows = tuple(
        row(
            capital(clause(case, s.when)),
            _weight(case, s, low, high),
            _held(case, s),
            Linked(*passages(s.evidence)),
        )
        for s in found
    )
    anchors = tuple(anchor("want", s.id) for s in found)
    heads = ("It wants that", "Weight", "Held by", "Rests on")
    return Table(capital(actor_name(case, actor)), heads, rows, anchors=anchors)


def _weight(case: Case, s: Statement, low: float, high: float) -> Figure:
    found = case.resolve(s.weight)
    (a, b), middle, wide = found.span, found.central, max(high - low, 1e-9)
    text = f"{middle:.3g}" if a == b else f"{middle:.3g} ({a:.3g}–{b:.3g})"
    reach = ((a - low) / wide, (middle - low) / wide, (b - low) / wide)
    return Figure(text, middle, None, 0, share=False, reach=reach)


def _held(case: Case, s: Statement) -> str:
    """Whose voice it is, and which readings weigh it otherwise."""
    voice = [capital(s.voice)] if s.voice else []
    others = [f"{r.name}: {r.weights[s.id]}" for r in case.readings.values() if s.id in r.weights]
    return "; ".join((*voice, *others)) or "–"


def orders(m: Material) -> Section | None:
    """Return in which order each actor puts the situations that the answer speaks of.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found = m.findings.orders
    if len(found) < 2:
        return None
    heads = ("Situation", *(capital(actor_name(m.case, a)) for a in m.case.actors))
    rows = tuple((_called(m, s), *(_placed(m, s.places[a]) for a in m.case.actors)) for s in found)
    table = Table("", heads, rows, _ORDER)
    return Section("orders", "In which order that puts the situations", (table,))


def _called(m: Material, s: Situation) -> str:
    if not s.outcome:
        return capital(named_state(m.case, s.name)) if s.name else "As it is today"
    name, letter = capital(outcome_name(m.case, s.outcome)), letters(m).get(s.choice, "")
    said = f"{letter}: {name}" if letter else name
    followed = any(way.outcome == s.outcome for way in m.findings.choice(s.choice).ways)
    return Linked((said, anchor("share", s.choice, s.outcome))) if followed else said


def _placed(m: Material, place: Place) -> str:
    if m.certain or place.low == place.high == place.central:
        return f"{place.central}"
    return f"{place.central} ({place.low}–{place.high})"
