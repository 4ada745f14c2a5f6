"""Why something does not come about, in words."""

from __future__ import annotations

import json
from collections.abc import Sequence

from detente.brief.mediation.places import by_steps, members, plan, short
from detente.brief.words.clauses import clause
from detente.brief.words.naming import actor_name, choice_name, outcome_name
from detente.case import Case
from detente.insight import read_condition
from detente.insight.mediation.whynot import Barrier, Opening, Share, WhyNot
from detente.paper.english import join, sentence
from detente.paper.estimate import plain
from detente.paper.model import Listing, Part, Section
from detente.paper.numbers import count

__all__ = ["unreached", "why_not_json", "why_not_parts"]

#: Openings told under one choice where nobody asked.
BRIEFLY = 2

_ALONE = {
    "impossible": "cannot do its part alone",
    "worse": "would be worse off if it did its part alone",
    "equal": "would gain nothing by doing its part alone",
    "deterred": "would gain by doing its part alone, but an answer of the others would take the gain back",
    "open": "would gain by doing its part alone",
}


def why_not_json(case: Case, found: WhyNot) -> str:
    """Return the answer as JSON, its words among it.

    Parameters
    ----------
    case
        The case.
    found
        What was found.
    """
    words = [p if isinstance(p, str) else [p.title, *p.items] for p in _told(case, found)]
    told = {**plain(found), "status": found.status, "words": words}
    return json.dumps(told, ensure_ascii=False, indent=2)


def why_not_parts(case: Case, found: WhyNot) -> list[Part]:
    """Say why something does not come about, and who could bring it about.

    Parameters
    ----------
    case
        The case.
    found
        What was found.
    """
    return list(_told(case, found))


def unreached(case: Case, found: Sequence[WhyNot]) -> Section | None:
    """Say of outcomes that no choice leads to, though they would last, what is in their way.

    Parameters
    ----------
    case
        The case.
    found
        For each of them, and each choice, why not.
    """
    parts: list[Part] = []
    for outcome in dict.fromkeys(w.condition for w in found):
        here = [w for w in found if w.condition == outcome]
        lasts = [w for w in here if w.lasting]
        if lasts:
            parts += [_overview(case, outcome, lasts), *_ways(case, lasts)]
    return Section("why-not", "What would last but does not come about", tuple(parts)) if parts else None


def _overview(case: Case, outcome: str, found: Sequence[WhyNot]) -> str:
    numbers = [
        count(w.lasting, "such situation", "such situations")
        + (f" under {_under(case, w)}" if w.choice else "")
        for w in found
    ]
    verb = "lasts" if sum(w.lasting for w in found) == 1 else "last"
    return sentence(
        f"No world comes to rest at {outcome_name(case, outcome)} from today, although in the central world "
        f"{join(numbers)} would {verb.removesuffix('s')} once reached"
    )


def _under(case: Case, found: WhyNot) -> str:
    return f"“{choice_name(case, found.choice)}”"


def _ways(case: Case, found: Sequence[WhyNot]) -> list[Part]:
    items = []
    for w in found:
        chosen = f"Under {_under(case, w)}: " if w.choice else ""
        told = [_opening(case, w, x) for x in w.openings[:BRIEFLY]]
        told += [_barrier(case, w, x) for x in w.barriers[:BRIEFLY]]
        items += [sentence(chosen + x) for x in told]
    return [Listing("What could lead there, and what stands in the way", tuple(items))] if items else []


def _told(case: Case, found: WhyNot) -> Sequence[str | Listing]:
    chosen = f" Choice: {choice_name(case, found.choice)}." if found.choice else ""
    what = _what(case, found.condition)
    head = f"Asked in the central world and under {found.concept}: {what}.{chosen}"
    tell = {"impossible": _never, "left": _left, "reached": _there, "unreached": _not}[found.status]
    return (head, *tell(case, found))


def _what(case: Case, text: str) -> str:
    if text.strip() in case.outcomes:
        return outcome_name(case, text.strip())
    return clause(case, read_condition(case, text))


def _never(case: Case, found: WhyNot) -> tuple[str | Listing, ...]:
    return ("It cannot occur: no feasible situation is like that.",)


def _left(case: Case, found: WhyNot) -> tuple[str | Listing, ...]:
    number = count(found.feasible, "situation is", "situations are")
    most = sorted(found.leavers.items(), key=lambda x: -x[1])
    who = ", ".join(f"{actor_name(case, a)} {n:,}" for a, n in most)
    told = [f"{number} like that, and none lasts. So many of them would be left by: {who}"]
    if found.nearest:
        place, names = found.nearest
        told.append(f"Only {members(case, names)} would leave this one: {short(case, place, found.choice)}")
    return tuple(sentence(t) for t in told)


def _there(case: Case, found: WhyNot) -> tuple[str | Listing, ...]:
    items = tuple(sentence(short(case, p, found.choice)) for p in found.reached)
    return (Listing("It does come about; play comes to rest here", items),)


def _not(case: Case, found: WhyNot) -> tuple[str | Listing, ...]:
    number = count(found.lasting, "such situation", "such situations")
    reach = "play does not get there from today"
    head = sentence(f"{number} of {found.feasible:,} would last once reached, but {reach}")
    rests = tuple(sentence(short(case, p, found.choice)) for p in found.rests)
    parts: list[str | Listing] = [head]
    parts += [Listing("Where play rests instead", rests)] if rests else []
    if found.openings:
        told = tuple(sentence(_opening(case, found, x)) for x in found.openings)
        return (*parts, Listing("Who could bring it about, gaining by it", told))
    told = tuple(sentence(_barrier(case, found, x)) for x in found.barriers)
    none = "No coalition gains by moving there."
    return (*parts, none, *([Listing("Who would have to move without gaining", told)] if told else []))


def _opening(case: Case, found: WhyNot, x: Opening) -> str:
    one = x.leap
    who = members(case, one.members)
    start = "from where play rests" if one.rests else "from today"
    change = by_steps(case, one.origin, one.steps) or plan(case, one.origin, one.target, one.members)
    if len(one.members) == 1:
        but = "but an answer deters it, or a part of the change does as well"
        return f"{who} alone would gain by moving there {start}, {but}: {change}"
    told = f"{who} together would gain by moving there {start}: {change}"
    return f"{told}. {_alone(case, x.shares)}".rstrip(". ")


def _alone(case: Case, shares: Sequence[Share]) -> str:
    told = (f"{actor_name(case, s.actor)} {_ALONE[s.verdict]}" for s in shares)
    return sentence("; ".join(told)) if shares else ""


def _barrier(case: Case, found: WhyNot, x: Barrier) -> str:
    change = plan(case, x.origin, x.target, x.movers)
    if not x.unwilling:
        return f"All who would have to move gain, but no sequence of their moves leads there: {change}"
    verb = "gains" if len(x.unwilling) == 1 else "gain"
    return f"{members(case, x.unwilling)} would have to move and {verb} nothing by it: {change}"
