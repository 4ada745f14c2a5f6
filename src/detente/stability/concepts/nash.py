"""Nash stability (R): the actor has no unilateral improvement from the state.

Nash (1951); von Neumann and Morgenstern's rationality R in Howard (1971) and in Fang, Hipel and
Kilgour (1993), definition 3.1.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.stability.concept import NOBODY, Concept, Judged, Search
from detente.stability.reason.finding import by_answers
from detente.stability.reason.proofs import by_definition
from detente.stability.reason.rule import Rule
from detente.stability.sanction import here, judged
from detente.stability.standpoint import Standpoint

__all__ = ["CONCEPT"]


def _judge(stand: Standpoint, actors: Sequence[int]) -> tuple[Judged, ...]:
    return tuple(judged(stand, i, stand.utilities[i]) for i in actors)


def _rule(stand: Standpoint) -> Rule:
    return Rule(None, here(stand))


CONCEPT = Concept(
    name="R",
    title="Nash stability",
    source="Nash 1951; Fang, Hipel & Kilgour 1993",
    foresight=1,
    means="stable for an actor if it has no move that improves its lot",
    counts="Answers of others do not count: a move that improves the mover's lot is taken.",
    judge=_judge,
    witness=by_answers(_rule, _judge),
    check=by_definition(_rule),
    search=Search(NOBODY),
)
