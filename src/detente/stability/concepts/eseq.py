"""Even-handed sequential stability (ESEQ): a move is deterred only if it may end worse than staying may.

Under SEQ a move is compared with what the actor has now, though the others may improve their lot whether it
moves or not. Here the same answers are counted on both sides: the least that the others' improvements may
make of the state moved to, and the least that they may make of the state itself. Comparing what is guaranteed
on either side is what Rego and Vieira's maximin_h stability does ("Maximin_h stability in the graph model for
conflict resolution for bilateral conflicts", 2020) with a horizon of h moves and with the actor's own further
moves; this is that comparison with the answers that SEQ counts (Fraser and Hipel 1979).
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.stability.concept import Concept, Judged
from detente.stability.orders import least
from detente.stability.reason.finding import by_answers
from detente.stability.reason.proofs import by_definition
from detente.stability.reason.rule import Rule, reached
from detente.stability.sanction import here
from detente.stability.standpoint import Standpoint
from detente.stability.witness import Step

__all__ = ["CONCEPT"]


def _judge(stand: Standpoint, actors: Sequence[int]) -> tuple[Judged, ...]:
    worst = least(stand, 1)
    moves = [None if stand.parts is None else stand.parts[i] for i in actors]
    known = [(stand.utilities[i], worst[i]) for i in actors]
    return tuple(Judged(u, u, v, u, v, True, m) for (u, v), m in zip(known, moves, strict=True))


def _rule(stand: Standpoint) -> Rule:
    def answers(j: int, s: int, t: int) -> bool:
        u = stand.utilities[j][:, 0]
        return bool(u[t] > u[s]) and not stand.redundant(j, s, t)

    def staying(i: int, s: int) -> int:
        u = stand.utilities[i][:, 0]
        ends = (int(u[end]) for end, _ in reached(stand, Rule(answers, here(stand)), i, s))
        return min([int(u[s]), *ends])

    def level(i: int, s: int) -> int:
        return int(stand.once(("staying", i, s), lambda: staying(i, s))) - 1

    return Rule(answers, level, both=True)


def _anyway(stand: Standpoint, i: int, s: int) -> tuple[Step, ...]:
    """A shortest way to the worst that the others make of a state that the actor stays in."""
    rule, u = _rule(stand), stand.utilities[i][:, 0]
    ends = reached(stand, rule, i, s)
    return next((way for end, way in ends if u[end] == rule.level(i, s) + 1 < u[s]), ())


CONCEPT = Concept(
    name="ESEQ",
    title="even-handed sequential stability",
    source="after Fraser & Hipel 1979 and Rego & Vieira 2020",
    foresight=2,
    means="stable for an actor if each of its improvements may end worse for it than staying may, answers "
    "made only of moves that improve the lot of those who make them being counted on both sides",
    counts="An answer counts only if each who gives it gains by it and it leaves the mover worse off than "
    "what may follow if it stays.",
    judge=_judge,
    witness=by_answers(_rule, _judge, _anyway),
    check=by_definition(_rule),
)
