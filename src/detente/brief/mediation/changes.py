"""What would bring something about or end it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from detente.brief.words.clauses import clause
from detente.brief.words.naming import actor_name, choice_name, outcome_name
from detente.brief.words.situations import level_phrase, move
from detente.case import Case
from detente.insight import read_condition
from detente.insight.mediation.changes import Bringing, Outside, Tipping
from detente.insight.mediation.orders import Search, Swap
from detente.insight.mediation.weights import WeightChange
from detente.paper.english import capital, join, sentence
from detente.paper.model import Listing, Part, Table, row
from detente.paper.numbers import count

__all__ = ["bringing_parts", "swaps_parts"]

#: Ways of changing orders that are told.
TOLD = 12

_KINDS = {
    "constraint": "without the constraint",
    "common_move": "without the common move",
    "perception": "without the perception",
}


def bringing_parts(case: Case, found: Bringing) -> list[Part]:
    """Say which smallest changes bring something about, or end it.

    Parameters
    ----------
    case
        The case.
    found
        What was found.
    """
    chosen = f" Choice: {choice_name(case, found.choice)}." if found.choice else ""
    goal = "end this" if found.ends else "make this last"
    head = f"In the central world and under {found.concept}, what would {goal}: {_what(case, found.target)}."
    if found.already:
        return [head + chosen, "Nothing of the kind lasts as it is." if found.ends else "It lasts as it is."]
    parts: list[Part] = [head + chosen]
    if found.orders:
        parts += _orders(case, found.orders, found.certified)
    if found.weights:
        parts.append(_weights(case, found.weights))
    elif any(case.statements(a) for a in case.actors):
        parts.append("No single weight was found that does it alone.")
    if found.outside:
        items = tuple(_outside(case, found, x) for x in found.outside)
        return [*parts, Listing("What others could change that does it alone", items)]
    return [
        *parts,
        "Nothing else does it alone: no constraint, common move or perception given up, no option held.",
    ]


def swaps_parts(case: Case, found: Sequence[Tipping]) -> list[Part]:
    """Say of each adjacent swap which equilibria it costs and brings.

    Parameters
    ----------
    case
        The case.
    found
        What each swap does.
    """
    if not found:
        return ["No actor of this case has a ranking or priorities in order, so that nothing can be swapped."]
    telling = [t for t in found if t.lost or t.gained]
    number = count(len(found), "adjacent swap", "adjacent swaps")
    these = count(len(telling), "of them changes", "of them change")
    head = f"{number} in the orders of the actors, one at a time: {these}"
    rows = tuple(row(_swap(case, t), _many(t.lost), _many(t.gained)) for t in telling)
    table = Table("What a single adjacent swap changes", ("Swap", "No longer lasts", "Lasts then"), rows)
    return [sentence(f"{head} what lasts in the central world"), *([table] if rows else [])]


def _many(names: Sequence[str]) -> str:
    return ", ".join(names) or "nothing"


def _what(case: Case, text: str) -> str:
    name = text.strip()
    if name in case.states:
        return f"the situation {name}"
    if name in case.outcomes:
        return outcome_name(case, name)
    return clause(case, read_condition(case, text))


def _orders(case: Case, found: Search, certified: bool) -> list[Part]:
    tried = f"{count(found.solved, 'order was', 'orders were')} solved"
    if found.distance is None:
        upto = count(found.excluded, "adjacent swap does", "adjacent swaps do")
        return [sentence(f"Up to {upto} not do it in rankings and priorities; {tried}")]
    number = count(found.distance, "adjacent swap does", "adjacent swaps do")
    ways = f"in {count(len(found.ways), 'way', 'ways')}"
    sure = ", and the reasons were put to the independent checker and accepted" if certified else ""
    head = sentence(f"{number} it in rankings or priorities, {ways}")
    items = [sentence(_way(case, way)) for way in found.ways[:TOLD]]
    left = len(found.ways) - len(items)
    more = [sentence(f"and {count(left, 'further way', 'further ways')}")] if left > 0 else []
    return [f"{head} Fewer do not: {tried}{sure}.", Listing("The smallest changes of order", (*items, *more))]


def _way(case: Case, way: Sequence[Swap]) -> str:
    groups = groupby(way, key=lambda s: s.actor)
    return "; ".join(
        f"{actor_name(case, a)}: {join([_pair(s.up, s.down) for s in own])}" for a, own in groups
    )


def _swap(case: Case, one: Tipping) -> str:
    return capital(f"{actor_name(case, one.actor)}: {_pair(one.up, one.down)}")


def _pair(up: Sequence[str], down: Sequence[str]) -> str:
    return f"{_label(up)} above {_label(down)}"


def _label(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


def _weights(case: Case, found: Sequence[WeightChange]) -> Table:
    ordered = sorted(found, key=lambda w: (not w.inside, abs(w.at - w.before)))
    rows = tuple(
        row(
            capital(f"{actor_name(case, w.actor)}: {_statement(case, w)}"),
            f"{w.before:.4g}",
            f"{_direction(w)} {w.at:.4g}",
            "yes" if w.inside else "no",
        )
        for w in ordered
    )
    heads = ("Weight", "Now", "Does it", "Within its range")
    return Table("Single weights that do it", heads, rows, "All else as in the central world.")


def _direction(w: WeightChange) -> str:
    if not w.beyond:
        return "at"
    return "above" if w.rises else "below"


def _statement(case: Case, w: WeightChange) -> str:
    return next(clause(case, s.when) for s in case.statements(w.actor) if s.id == w.statement)


def _outside(case: Case, found: Bringing, x: Outside) -> str:
    told = f"{_KINDS[x.kind]} {x.id}" if x.kind in _KINDS else f"held: {_held(case, x)}"
    if found.ends:
        return sentence(told)
    comes = "and play gets there from today" if x.reached else "but play does not get there from today"
    return sentence(f"{told} ({comes})")


def _held(case: Case, x: Outside) -> str:
    owner = x.id.partition(".")[0]
    return (
        move(case, owner, ((x.id, x.level),)) if owner in case.actors else level_phrase(case, x.id, x.level)
    )
