"""The stability concepts, as the definitions read; the five of the textbooks by one function each.

Fang, Hipel & Kilgour (1993) Interactive Decision Making, chapters 3 and 4, for R, GMR, SMR and SEQ;
Rego & Vieira (2017) Symmetric sequential stability in the graph model with multiple decision makers, for
SSEQ. Throughout, `i` is the actor whose stability is judged, `s` the state, `s1` an improvement of i from s,
`s2` where the others answer, `s3` where i may escape. The others' improvements are what i believes them to
be. That s1 itself is never an answer needs no rule: i prefers it to s.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reference.coalition import reachable_by_coalition
from reference.conflict import Conflict
from reference.credible import irredundant, no_worse, seen_by, undeterred_at
from reference.expectations import lured

Concept = Callable[[Conflict, int, int], bool]


def answers(conflict: Conflict, i: int, s1: int, credible: bool) -> frozenset[int]:
    """R_{N-i}(s1), or R+_{N-i}(s1) when only credible answers count."""
    return reachable_by_coalition(conflict, conflict.others(i), s1, improving=credible, viewer=i)


def harms(conflict: Conflict, i: int, s: int, s2: int) -> bool:
    """Whether s2 is no better than s for i."""
    return conflict.utilities[i][s2] <= conflict.utilities[i][s]


def no_escape(conflict: Conflict, i: int, s: int, s2: int) -> bool:
    """Whether every counter-move of i from s2 also ends no better than s."""
    return all(harms(conflict, i, s, s3) for s3 in conflict.moves(i, s2))


def nash(conflict: Conflict, i: int, s: int) -> bool:
    return len(conflict.improvements(i, s)) == 0


def gmr(conflict: Conflict, i: int, s: int) -> bool:
    for s1 in conflict.improvements(i, s):
        if not any(harms(conflict, i, s, s2) for s2 in answers(conflict, i, s1, credible=False)):
            return False
    return True


def smr(conflict: Conflict, i: int, s: int) -> bool:
    for s1 in conflict.improvements(i, s):
        if not any(
            harms(conflict, i, s, s2) and no_escape(conflict, i, s, s2)
            for s2 in answers(conflict, i, s1, credible=False)
        ):
            return False
    return True


def seq(conflict: Conflict, i: int, s: int) -> bool:
    for s1 in conflict.improvements(i, s):
        if not any(harms(conflict, i, s, s2) for s2 in answers(conflict, i, s1, credible=True)):
            return False
    return True


def sseq(conflict: Conflict, i: int, s: int) -> bool:
    for s1 in conflict.improvements(i, s):
        if not any(
            harms(conflict, i, s, s2) and no_escape(conflict, i, s, s2)
            for s2 in answers(conflict, i, s1, credible=True)
        ):
            return False
    return True


TEXTBOOK: dict[str, Concept] = {"R": nash, "GMR": gmr, "SMR": smr, "SEQ": seq, "SSEQ": sseq}


def sequential(conflict: Conflict, i: int, s: int, order: str) -> bool:
    """Stability at an order, or where the even or the odd orders end."""
    return all((i, s, t) not in undeterred_at(conflict, order) for t in conflict.improvements(i, s))


def even_handed(conflict: Conflict, i: int, s: int) -> bool:
    return not any(no_worse(conflict, i, s, t) for t in conflict.improvements(i, s))


def consistent(conflict: Conflict, i: int, s: int) -> bool:
    return not any(lured(conflict, False, i, s, t) for t in conflict.moves(i, s))


def expected(conflict: Conflict, i: int, s: int) -> bool:
    return not any(lured(conflict, True, i, s, t) for t in conflict.moves(i, s))


CONCEPTS: dict[str, Callable[..., bool]] = {
    **TEXTBOOK,
    "SEQ-k": sequential,
    "SEQ-even": partial(sequential, order="even"),
    "SEQ-odd": partial(sequential, order="odd"),
    "ESEQ": even_handed,
    "LCS": consistent,
    "REFS": expected,
}


def stable(conflict: Conflict, concept: str, i: int, s: int) -> bool:
    if concept in TEXTBOOK:
        return TEXTBOOK[concept](conflict, i, s)
    plain = concept.removesuffix("-irr")
    seen = seen_by(conflict, i) if plain == concept else irredundant(seen_by(conflict, i))
    if plain in CONCEPTS:
        return CONCEPTS[plain](seen, i, s)
    return sequential(seen, i, s, plain.removeprefix("SEQ-"))


def equilibria(conflict: Conflict, concept: str) -> set[int]:
    """The states that are stable for every actor."""
    return {
        s for s in range(conflict.n_states) if all(stable(conflict, concept, i, s) for i in conflict.actors)
    }


def undeterred(conflict: Conflict, concept: str, i: int, s: int) -> set[int]:
    """The moves of i from s that nothing deters under the concept."""
    plain = concept.removesuffix("-irr")
    seen = seen_by(conflict, i) if plain == concept else irredundant(seen_by(conflict, i))
    if plain in ("LCS", "REFS"):
        return {t for t in seen.moves(i, s) if lured(seen, plain == "REFS", i, s, t)}
    if plain == "ESEQ":
        return {t for t in seen.improvements(i, s) if no_worse(seen, i, s, t)}
    if plain.startswith("SEQ-"):
        return {t for t in seen.improvements(i, s) if (i, s, t) in undeterred_at(seen, plain[4:])}
    return {s1 for s1 in seen.improvements(i, s) if not _deterred(seen, plain, i, s, s1)}


def _deterred(conflict: Conflict, concept: str, i: int, s: int, s1: int) -> bool:
    if concept == "R":
        return False
    symmetric, credible = concept in ("SMR", "SSEQ"), concept in ("SEQ", "SSEQ")
    for s2 in answers(conflict, i, s1, credible):
        worst_case = conflict.utilities[i][s2]
        if symmetric:
            worst_case = max([worst_case, *(conflict.utilities[i][s3] for s3 in conflict.moves(i, s2))])
        if worst_case <= conflict.utilities[i][s]:
            return True
    return False
