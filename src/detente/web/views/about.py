"""What a case is made of, for the page around the answer: what can be dragged, held and switched."""

from __future__ import annotations

from typing import Any

from detente.brief.ground.judgements import judgement
from detente.brief.words.naming import actor_name, choice_name
from detente.case import Case, Statement
from detente.case.quantity import Quantity
from detente.paper.english import capital, full_day

__all__ = ["about"]

Plain = dict[str, Any]


def about(case: Case, name: str) -> Plain:
    """Return what the page shows beside the answer.

    Parameters
    ----------
    case
        The case as it is written.
    name
        What the command line calls it.
    """
    return {
        "case": name,
        "title": case.title,
        "as_of": full_day(case.as_of),
        "focal": actor_name(case, case.focal) if case.focal else "",
        "dated": case.clock is not None,
        "concept": case.concept,
        "concepts": list(case.declared),
        "readings": [{"id": r, "name": capital(x.name)} for r, x in case.readings.items()],
        "choices": [{"id": c, "name": capital(choice_name(case, c))} for c in case.choices],
        "outcomes": [{"id": o, "name": capital(x.name)} for o, x in case.outcomes.items()],
        "options": [_option(case, o) for o in case.variables()],
        "actors": [
            {
                "id": a,
                "name": capital(actor_name(case, a)),
                "statements": [_judged(case, s) for s in case.statements(a)],
            }
            for a in case.actors
        ],
    }


def _option(case: Case, option: str) -> Plain:
    found = case.variables()[option]
    owner = "" if option in case.chance else option.partition(".")[0]
    movable = option in case.options and any(case.ways(a, option) for a in case.actors)
    chosen = any(option in choice.set for choice in case.choices.values())
    levels = [{"id": level, "words": words or level} for level, words in found.levels.items()]
    who = capital(actor_name(case, owner)) if owner else "Chance"
    what = {"id": option, "name": capital(found.name), "owner": who, "levels": levels}
    return {**what, "chosen": chosen, "movable": movable}


def _judged(case: Case, s: Statement) -> Plain:
    meant = case.resolve(s.weight)
    low, high = _ends(meant)
    over = [capital(r.name) for r in case.readings.values() if s.id in r.weights]
    return {
        "id": s.id,
        "words": capital(judgement(case, s)),
        "weight": str(s.weight),
        "low": low,
        "high": high,
        "form": meant.kind,
        "overridden": over,
        "at": [str(at) for at in s.evidence.at],
    }


def _ends(meant: Quantity) -> tuple[float, float]:
    low, high = meant.span
    return round(low, 6), round(high, 6)
