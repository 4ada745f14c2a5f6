"""Which concept explains an observed history best, in words."""

from __future__ import annotations

from detente.brief.mediation.places import members, plan, short
from detente.brief.words.naming import actor_name
from detente.case import Case
from detente.insight.mediation.observed import Explained, Observed, Seen
from detente.paper.english import join, sentence
from detente.paper.model import Listing, Part, Table, row

__all__ = ["observed_parts"]

_VERDICTS = {
    "undeterred": "nothing deters it",
    "deterred": "an answer would deter it",
    "worse": "its author does not gain",
    "joint": "all gain",
    "unwilling": "not all gain",
}


_LEFT = {
    "chance": "no actor's option",
    "alone": "no moves of the case bring it about",
    "infeasible": "the case has no such state",
}


def observed_parts(case: Case, found: Observed) -> list[Part]:
    """Say which concept explains an observed history best, and what each says of its steps.

    Parameters
    ----------
    case
        The case.
    found
        What was found.
    """
    best = [e.concept for e in found.concepts if _rank(e) == _rank(found.concepts[0])]
    total = len(found.seen) + 1
    most = found.concepts[0].explained
    verb = "explains" if len(best) == 1 else "explain"
    told = f"{join(best)} {verb} most of what happened: {most} of {total}"
    head = sentence(f"{told} (the steps, and that play ended where it did)")
    steps = tuple(sentence(_step(case, s)) for s in found.seen)
    heads = (
        "Concept",
        "Explained",
        *(f"Step {k + 1}" for k in range(len(found.seen))),
        "The end lasts",
        "Moves allowed",
    )
    rows = tuple(
        row(
            e.concept,
            f"{e.explained} of {total}",
            *(_VERDICTS[v] for v in e.steps),
            "yes" if e.lasts else "no",
            sum(e.allowed),
        )
        for e in found.concepts
    )
    note = (
        "In the central world. Moves allowed: undeterred moves of all actors from every state of the "
        "history; of concepts "
        "that explain as much, the one that allows fewer says more. A short history tells little between "
        "concepts."
    )
    begins = sentence(f"It begins here: {short(case, found.start, found.choice)}")
    left = tuple(sentence(f"{what}: {_LEFT[why]}") for what, why in found.left)
    return [
        head,
        begins,
        Listing("What happened", steps),
        Table("What each concept says of it", heads, rows, note),
        *([Listing("In the record, but no step here", left)] if left else []),
    ]


def _rank(e: Explained) -> tuple[int, int]:
    return -e.explained, sum(e.allowed)


def _step(case: Case, step: Seen) -> str:
    unwilling = [a for a in step.movers if a not in step.gained]
    less = f" ({join(actor_name(case, a) for a in unwilling)} without gain)" if unwilling else ""
    change = plan(case, step.origin, step.target, step.movers)
    if len(step.movers) == 1:
        return f"{change}{less}"
    return f"{members(case, step.movers)} together{less}: {change}"
