"""Actors who look ahead to where play ends: what may last, and the reasons.

A state is among those that may last if every move from it may be followed, step by step, by moves to another
such state that is no better for the mover; each who makes a step likes that end better than where it moves
from.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.errors import TooLarge
from detente.game.model import Ints
from detente.stability.concept import Concept, Judged
from detente.stability.kernels import foresight as kernels
from detente.stability.moves import slices, upright
from detente.stability.reason.proofs import require
from detente.stability.standpoint import Standpoint
from detente.stability.witness import Sanction, Step, Witness

__all__ = ["LIMIT", "farsighted"]

#: Most states; the time is quadratic in them.
LIMIT = 30_000

_MOST = int(np.iinfo(np.int32).max)


def farsighted(name: str, title: str, source: str, means: str, counts: str, maximal: bool) -> Concept:
    """Make a concept by which actors look ahead to the end.

    Parameters
    ----------
    name, title, source, means, counts
        As in `Concept`.
    maximal
        Whether nobody makes a step where another would surely bring it more.
    """

    def judge(stand: Standpoint, actors: Sequence[int]) -> tuple[Judged, ...]:
        low = stand.once(("ends", maximal), lambda: _low(stand, maximal))
        made = []
        for i in actors:
            own, moves = stand.utilities[i], None if stand.parts is None else stand.parts[i]
            made.append(Judged(low[i], own, low[i], own, moves=moves))
        return tuple(made)

    def witness(stand: Standpoint, actor: int, state: int) -> Witness:
        (verdict,) = judge(stand, [actor])
        targets = [t for t in stand.game.moves(actor, state) if not stand.redundant(actor, state, t)]
        found = [t for t in targets if verdict.undeterred(state, t)]
        if found:
            best = max(found, key=lambda t: (int(verdict.gain[t, 0]), int(verdict.own[t, 0]), -t))
            return Witness("", actor, state, False, (), Step(actor, state, best))
        known = stand.once(("expected", maximal), lambda: _Expected(stand, maximal))
        sanctions = (known.sanction(actor, state, t) for t in targets if known.asked(actor, state, t))
        return Witness("", actor, state, True, tuple(sanctions), None)

    def check(stand: Standpoint, witness: Witness) -> None:
        _check(stand, _Expected(stand, maximal), witness)

    return Concept(name, title, source, 0, means, counts, judge, witness, check)


def _low(stand: Standpoint, maximal: bool) -> tuple[Ints, ...]:
    """Per actor (S, W): the least at the ends that a move to each state may come to."""
    if len(stand.game) > LIMIT:
        raise TooLarge(len(stand.game), LIMIT)
    every = stand.every
    found = tuple(np.empty(u.shape, np.int32) for u in stand.utilities)
    for worlds in slices(stand.utilities):
        for w, u in zip(range(worlds.start, worlds.stop), upright(stand.utilities, worlds), strict=True):
            low = np.empty_like(u)
            kernels.lasting(every.start, every.target, every.first, every.part, u, maximal, low)
            for a, into in enumerate(found):
                into[:, w] = low[a]
    return found


@dataclass(eq=False)
class _Expected:
    """The same by sets, from the definition: which states may last, and which steps lead to which end."""

    stand: Standpoint
    maximal: bool

    def __post_init__(self) -> None:
        self.u = [[int(x) for x in u[:, 0]] for u in self.stand.utilities]
        self.into: list[list[tuple[int, int]]] = [[] for _ in range(len(self.stand.game))]
        self.out: list[list[tuple[int, int]]] = [[] for _ in range(len(self.stand.game))]
        for j in self.stand.actors:
            for s in range(len(self.stand.game)):
                for t in self.stand.game.moves(j, s):
                    if not self.stand.redundant(j, s, t):
                        self.into[t].append((j, s))
                        self.out[s].append((j, t))
        self.lasts = set(range(len(self.stand.game)))
        self.need: dict[tuple[int, int], int] = {}
        while self._narrowed():
            pass

    def _narrowed(self) -> bool:
        """Take away what the ends that are left do not bear out; return whether anything was."""
        from_: list[set[int]] = [set() for _ in self.into]
        for e in self.lasts:
            for d in self.way(e, None):
                from_[d].add(e)
        self.ends = from_
        before = len(self.lasts), dict(self.need)
        for s, moves in enumerate(self.out):
            for j, t in moves:
                sure = min((self.u[j][e] for e in from_[t]), default=_MOST)
                if sure > self.u[j][s]:
                    self.lasts.discard(s)
                if self.maximal:
                    self.need[j, s] = max(sure, self.need.get((j, s), sure))
        return before != (len(self.lasts), self.need)

    def step(self, j: int, s: int, e: int) -> bool:
        """Whether an actor may make a step from a state on the way to an end."""
        return self.u[j][e] > max(self.u[j][s], self.need.get((j, s), -_MOST) - 1)

    def way(self, e: int, until: int | None) -> dict[int, tuple[Step, ...]]:
        """Return the states from which play may come to an end, each with a shortest way."""
        found: dict[int, tuple[Step, ...]] = {e: ()}
        todo = deque([e])
        while todo and (until is None or until not in found):
            t = todo.popleft()
            for j, s in self.into[t]:
                if s not in found and self.step(j, s, e):
                    found[s] = (Step(j, s, t), *found[t]) if until is not None else ()
                    todo.append(s)
        return found

    def asked(self, i: int, s: int, t: int) -> bool:
        """Whether a move needs an answer: it improves the mover's lot, or leads to what does not last."""
        return self.u[i][t] > self.u[i][s] or t not in self.lasts

    def sanction(self, i: int, s: int, t: int) -> Sanction:
        """Return a shortest way from where a move leads to an end that deters it."""
        ways = [self.way(e, t)[t] for e in sorted(self.ends[t] & self.lasts) if self.u[i][e] <= self.u[i][s]]
        return Sanction(Step(i, s, t), min(ways, key=len), None)


def _check(stand: Standpoint, known: _Expected, witness: Witness) -> None:
    i, s = witness.actor, witness.state
    require(0 <= i < len(known.u) and 0 <= s < len(known.out), "the actor or the state does not exist")
    moves = {t for j, t in known.out[s] if j == i}
    if not witness.stable:
        move = witness.improvement
        require(move is not None and (move.actor, move.origin) == (i, s), "no move is named")
        assert move is not None
        require(move.target in moves, "the move named is none of the actor's")
        ends = (known.u[i][e] for e in known.ends[move.target] & known.lasts)
        require(all(x > known.u[i][s] for x in ends), "the move may come to an end that is no better")
        return
    named = [x.improvement.target for x in witness.sanctions]
    require(
        set(named) == {t for t in moves if known.asked(i, s, t)}, "not every move that has to be is answered"
    )
    for sanction in witness.sanctions:
        move = sanction.improvement
        require((move.actor, move.origin) == (i, s), "the move is another's")
        require(bool(sanction.answer), "nobody answers the move")
        _way(known, move, sanction.answer)


def _way(known: _Expected, move: Step, answer: tuple[Step, ...]) -> None:
    """Require that an answer leads, by steps that each who makes one likes the end of, to what deters."""
    end, here = answer[-1].target, move.target
    require(end in known.lasts, "the answer ends where nothing lasts")
    for step in answer:
        require(step.origin == here, "the answer does not follow on")
        require((step.actor, step.target) in known.out[here], "a step is no move of its actor")
        require(known.step(step.actor, here, end), "a step is none that its actor would make to that end")
        here = step.target
    require(known.u[move.actor][end] <= known.u[move.actor][move.origin], "the end is better for the mover")
