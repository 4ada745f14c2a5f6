"""Published answers on coalitions, the status quo and nearest preferences, beside what we compute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import detente
from detente import insight

KILGOUR = "Kilgour, Hipel, Fang & Peng (2001)"
OURS = "worked out by an independent search; nothing is printed"


@dataclass(frozen=True)
class Answer:
    """A question, what is published or worked out, and what detente says."""

    case: str
    question: str
    published: str
    source: str
    computed: Callable[[], str]


def leaps() -> str:
    found = insight.alliances(detente.load("elmira")).leaps
    return "; ".join(f"{' and '.join(x.members)}: {x.origin.name} to {x.target.name}" for x in found)


def safe(state: str) -> str:
    found = insight.alliances(detente.load("elmira"))
    lasting = next(x for x in found.lasting if x.state.name == state)
    return "yes" if "CR" in lasting.universal else "no"


def way(state: str) -> str:
    found = insight.evolution(detente.load("elmira"), concepts=("SEQ",))
    arrival = next(a for a in found.arrivals if a.state.name == state)
    return " to ".join(["1", *(place.name for _, place in arrival.way)])


def fewest(state: str, concept: str, ends: bool) -> str:
    found = insight.bringing(detente.load("elmira"), state, ends, concept=concept).orders
    assert found is not None
    if ends:
        return str(found.distance)
    number = len(found.ways)
    return f"{found.distance}, in {number} way{'' if number == 1 else 's'}"


def answers() -> Iterator[Answer]:
    """Every question, in the order of the page."""
    yield Answer(
        "elmira", "which coalitions jump between equilibria", "moe and uniroyal: 5 to 8", KILGOUR, leaps
    )
    yield Answer("elmira", "is 8 safe from every coalition", "yes", KILGOUR, lambda: safe("8"))
    yield Answer("elmira", "is 5 safe from every coalition", "no", KILGOUR, lambda: safe("5"))
    yield Answer(
        "elmira", "way from the status quo", "1 to 5 to 8", "Kilgour & Hipel (2005)", lambda: way("8")
    )
    for state, concept, ends, known in (
        ("1", "R", False, "1, in 1 way"),
        ("1", "SEQ", False, "1, in 2 ways"),
        ("3", "SEQ", False, "1, in 1 way"),
        ("4", "R", False, "2, in 2 ways"),
        ("4", "SEQ", False, "2, in 4 ways"),
        ("7", "R", False, "2, in 2 ways"),
        ("5", "R", True, "1"),
        ("8", "SEQ", True, "2"),
    ):
        goal = f"{state} is no equilibrium" if ends else f"{state} is an equilibrium"
        question = f"fewest adjacent swaps after which {goal} under {concept}"
        yield Answer("elmira", question, known, OURS, partial(fewest, state, concept, ends))
