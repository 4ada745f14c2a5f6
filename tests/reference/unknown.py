"""Stability under unknown preference, types a to d, after Li, Hipel, Kilgour & Fang (2004)."""

from __future__ import annotations

from collections.abc import Callable

from reference.conflict import Conflict

#: (actor, s, t): whether t may be taken for better than s.
Relation = Callable[[int, int, int], bool]


def answered(conflict: Conflict, i: int, t: int, steps: Relation | None) -> frozenset[int]:
    """Where legal sequences of the others lead from t, by those of their moves that count."""
    ends: set[tuple[int, int]] = set()
    todo = [(t, -1)]
    while todo:
        s, last = todo.pop()
        for j in conflict.others(i):
            for q in conflict.moves(j, s) if j != last else ():
                if (steps is None or steps(j, s, q)) and (q, j) not in ends:
                    ends.add((q, j))
                    todo.append((q, j))
    return frozenset(q for q, _ in ends)


def related(
    conflict: Conflict,
    concept: str,
    i: int,
    s: int,
    leaves: Relation,
    harms: Relation,
    escapes: Relation,
    steps: Relation,
) -> bool:
    """A concept of the textbooks where relations say what improves, what deters and what escapes."""
    wanted = [t for t in conflict.moves(i, s) if leaves(i, s, t)]
    if concept == "R":
        return not wanted
    symmetric, credible = concept in ("SMR", "SSEQ"), concept in ("SEQ", "SSEQ")
    return all(
        any(
            harms(i, s, q) and not (symmetric and any(escapes(i, s, v) for v in conflict.moves(i, q)))
            for q in answered(conflict, i, t, steps if credible else None)
        )
        for t in wanted
    )


def stable(conflict: Conflict, unknown: Relation, concept: str, kind: str, i: int, s: int) -> bool:
    """Whether s is stable for i; `unknown(i, s, t)` says where the preference is not known."""

    def better(j: int, s: int, t: int) -> bool:
        return conflict.utilities[j][t] > conflict.utilities[j][s] and not unknown(j, s, t)

    def maybe(j: int, s: int, t: int) -> bool:
        return better(j, s, t) or unknown(j, s, t)

    return related(
        conflict,
        concept,
        i,
        s,
        leaves={"a": maybe, "b": better, "c": maybe, "d": better}[kind],
        harms=lambda j, s, q: not (maybe if kind in "ab" else better)(j, s, q),
        escapes={"a": maybe, "b": maybe, "c": better, "d": better}[kind],
        steps=maybe,
    )
