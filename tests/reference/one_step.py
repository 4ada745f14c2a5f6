"""The one-step reading of GMR, SMR and SEQ for several actors, kept to explain old answers.

Early software let a single other actor answer with a single move, where the definition of Fang, Hipel &
Kilgour (1993) lets all the others answer with a legal sequence. The two agree for two actors.
"""

from __future__ import annotations

from reference.concepts import harms, no_escape
from reference.conflict import Conflict


def one_step_answers(conflict: Conflict, i: int, s1: int, credible: bool) -> set[int]:
    return {s2 for j in conflict.others(i) for s2 in conflict.steps(j, s1, improving=credible, viewer=i)}


def stable_one_step(conflict: Conflict, concept: str, i: int, s: int) -> bool:
    """Whether s is stable for i under GMR, SMR, SEQ or SSEQ when one answering move is all there is."""
    symmetric, credible = concept in ("SMR", "SSEQ"), concept in ("SEQ", "SSEQ")
    for s1 in conflict.improvements(i, s):
        if not any(
            harms(conflict, i, s, s2) and (not symmetric or no_escape(conflict, i, s, s2))
            for s2 in one_step_answers(conflict, i, s1, credible)
        ):
            return False
    return True


def equilibria_one_step(conflict: Conflict, concept: str) -> set[int]:
    return {
        s
        for s in range(conflict.n_states)
        if all(stable_one_step(conflict, concept, i, s) for i in conflict.actors)
    }
