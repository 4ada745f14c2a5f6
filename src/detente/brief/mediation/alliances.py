"""Who must move together, in words."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.mediation.places import members, plan, short
from detente.brief.words.naming import actor_name, choice_name
from detente.case import Case
from detente.insight.mediation.alliances import Alliances, Lasting, Leap
from detente.paper.english import capital, join, sentence
from detente.paper.model import Listing, Part, Table, row
from detente.paper.numbers import count

__all__ = ["alliances_parts"]

#: Jumps and equilibria told one by one.
TOLD = 12

_GAIN = {
    "strict": "Every member of a coalition has to gain.",
    "pareto": "One member of a coalition has to gain, and none may lose.",
}

_MEANS = {
    "CR": "no coalition gains by leaving",
    "CGMR": "some answer of the others would spoil every gain",
    "CSMR": "some answer would spoil it, and the coalition could not get round it",
    "CSEQ": "an answer would spoil it by which its authors, together, gain themselves",
    "CSEQ-individual": "answers would spoil it by which each of their authors gains alone",
}


def alliances_parts(case: Case, found: Alliances) -> list[Part]:
    """Say which coalitions leave what lasts, and for what.

    Parameters
    ----------
    case
        The case.
    found
        What was found of it.
    """
    chosen = f" Choice: {choice_name(case, found.choice)}." if found.choice else ""
    number = count(len(found.lasting), "situation lasts", "situations last")
    head = f"In the central world {number} under {found.concept}, each actor by itself.{chosen}"
    parts: list[Part] = [f"{head} {_GAIN[found.gain]}", _leaps(case, found)]
    if found.universal:
        parts.append(_universal(found))
        parts += [_who(case, found)] if found.lasting else []
    else:
        parts.append(
            f"With {found.states:,} states only moves from one of these to another are looked at, not "
            f"what else "
            "coalitions could reach."
        )
    return parts


def _leaps(case: Case, found: Alliances) -> Part:
    if not found.leaps:
        return "No coalition gains by moving from one of them to another."
    told = [_leap(case, found, x) for x in found.leaps[:TOLD]]
    left = len(found.leaps) - len(told)
    more = [f"And {count(left, 'further such move', 'further such moves')}."] if left > 0 else []
    return Listing("Who would move together from one lasting situation to another", (*told, *more))


def _leap(case: Case, found: Alliances, x: Leap) -> str:
    who, choice = members(case, x.members), found.choice
    how = "alone" if len(x.members) == 1 else "together"
    gains = "gains" if len(x.members) == 1 else "gain"
    rests = ", where play rests" if x.rests else ""
    change = plan(case, x.origin, x.target, x.members)
    return sentence(f"{who} {how} {gains} by leaving {short(case, x.origin, choice)}{rests}: {change}")


def _universal(found: Alliances) -> Table:
    rows = tuple(row(c, _MEANS[c], n) for c, n in found.universal.items())
    note = (
        f"States that none of the {found.coalitions} coalitions leaves, of {found.states:,}. Kilgour, "
        f"Hipel, Fang "
        "and Peng (2001); answers by groups: Inohara and Hipel (2008)."
    )
    return Table(
        "What lasts against every coalition", ("Concept", "Why a state is not left", "States"), rows, note
    )


def _who(case: Case, found: Alliances) -> Table:
    told: Sequence[Lasting] = sorted(found.lasting, key=lambda x: not x.rests)[:TOLD]
    names = ("CR", "CSEQ", "CSEQ-individual")
    rows = tuple(
        row(capital(short(case, x.state, found.choice)), *(_leaving(case, x.leaving[c]) for c in names))
        for x in told
    )
    left = len(found.lasting) - len(told)
    note = f"{count(left, 'further situation', 'further situations')} not shown." if left else ""
    heads = ("Lasting situation", "Left if nobody answers", "if groups answer", "if single actors answer")
    return Table("Which coalitions of two or more leave what lasts", heads, rows, note)


def _leaving(case: Case, found: Sequence[Sequence[str]]) -> str:
    return "; ".join(join(actor_name(case, a) for a in h) for h in found) or "by none"
