"""Coalition stability as the definitions read: joint improvements, answers of both kinds, ways out.

Kilgour, Hipel, Fang & Peng (2001); Inohara & Hipel (2008a, b). A coalition gains strictly if every member
does, in Pareto's sense if one does and none loses. Credible answers are improvements of single actors, none
twice in a row, or joint improvements of groups of them, no group twice in a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from reference.coalition import reachable_by_coalition
from reference.conflict import Conflict

Members = tuple[int, ...]


def reached(conflict: Conflict, members: Members, s: int) -> frozenset[int]:
    """R_H(s): one move of a single actor, or a legal sequence of several."""
    return reachable_by_coalition(conflict, members, s, improving=False)


def gains(conflict: Conflict, members: Members, s: int, t: int, pareto: bool) -> bool:
    change = [conflict.utilities[i][t] - conflict.utilities[i][s] for i in members]
    return (min(change) >= 0 and max(change) > 0) if pareto else min(change) > 0


def joint_improvements(conflict: Conflict, members: Members, s: int, pareto: bool = False) -> set[int]:
    return {t for t in reached(conflict, members, s) if gains(conflict, members, s, t, pareto)}


def groups(actors: Members) -> Iterator[Members]:
    return (g for size in range(1, len(actors) + 1) for g in combinations(actors, size))


def credible(conflict: Conflict, others: Members, t: int, pareto: bool, individually: bool) -> set[int]:
    """Where credible answers lead from t; by last mover, since none answers twice in a row."""
    movers = [(j,) for j in others] if individually else list(groups(others))
    seen: set[tuple[int, Members]] = set()
    todo = [(t, ())]
    while todo:
        state, last = todo.pop()
        for mover in movers:
            if mover != last:
                for q in joint_improvements(conflict, mover, state, pareto):
                    if (q, mover) not in seen:
                        seen.add((q, mover))
                        todo.append((q, mover))
    return {q for q, _ in seen}


def coalition_stable(
    conflict: Conflict, members: Members, s: int, concept: str, pareto: bool = False
) -> bool:
    """Whether a coalition has no reason to leave s under CR, CGMR, CSMR, CSEQ or CSEQ-individual."""
    others = tuple(j for j in conflict.actors if j not in members)
    return all(
        _deterred(conflict, members, others, s, t, concept, pareto)
        for t in joint_improvements(conflict, members, s, pareto)
    )


def _deterred(
    conflict: Conflict, members: Members, others: Members, s: int, t: int, concept: str, pareto: bool
) -> bool:
    if concept == "CR":
        return False
    if concept in ("CGMR", "CSMR"):
        answers = set(reached(conflict, others, t))
    else:
        answers = credible(conflict, others, t, pareto, individually=concept == "CSEQ-individual")
    spoilt = {q for q in answers if not gains(conflict, members, s, q, pareto)}
    if concept != "CSMR":
        return bool(spoilt)
    return any(
        not any(gains(conflict, members, s, v, pareto) for v in reached(conflict, members, q)) for q in spoilt
    )


def minimal_jumps(
    conflict: Conflict, equilibria: set[int], pareto: bool = False
) -> set[tuple[int, int, Members]]:
    """(s, t, H): smallest coalitions that improve jointly from one equilibrium to another."""
    found: set[tuple[int, int, Members]] = set()
    for s in equilibria:
        for members in groups(tuple(conflict.actors)):
            for t in joint_improvements(conflict, members, s, pareto) & equilibria:
                if not any(a == s and b == t and set(h) <= set(members) for a, b, h in found):
                    found.add((s, t, members))
    return found
