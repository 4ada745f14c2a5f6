"""Concepts of the textbooks where preference is a relation between states: what improves, what deters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from detente.errors import TooLarge
from detente.game.model import Bools, Game
from detente.registry import Variation
from detente.stability.kernels import relations as kernels
from detente.stability.moves import Every, joined, plain
from detente.stability.variants.asking.model import Frame

__all__ = ["LIMIT", "Relations", "Tests", "judging", "settle", "small"]

#: Most states; a relation takes a byte for each pair of them.
LIMIT = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Relations:
    """What an actor makes of pairs of states, each (S, S) bool.

    Parameters
    ----------
    leaves
        [s, t]: whether it leaves s for t.
    harms
        [s, q]: whether q, where others answer, deters it from leaving s.
    escapes
        [s, r]: whether r is good enough to escape to.
    steps
        Per actor [t, q]: whether that actor's move from t to q counts as a credible answer.
    within
        (S,) the states that the actor sees, where it does not see all: nobody leaves them.
    """

    leaves: Bools
    harms: Bools
    escapes: Bools
    steps: Sequence[Bools]
    within: Bools | None = None


#: Frame, actor, what the name asks for -> what has to hold at once: towards whom (-1: nobody), and relations.
Tests = Callable[[Frame, int, Variation], Sequence[tuple[int, Relations]]]


def judging(tests: Tests) -> Callable[[Frame, int, Variation], Bools]:
    """Make the function that says for an actor which states are stable.

    Parameters
    ----------
    tests
        What has to hold at once.
    """

    def judge(frame: Frame, actor: int, asked: Variation) -> Bools:
        small(frame.game)
        found = np.ones(len(frame.game), np.bool_)
        for _, told in tests(frame, actor, asked):
            found &= settle(frame, actor, asked.base, told)
        return found

    return judge


def small(game: Game) -> None:
    """Refuse a game of too many states to hold a relation of them.

    Parameters
    ----------
    game
        The game.
    """
    if len(game) > LIMIT:
        raise TooLarge(len(game), LIMIT)


def settle(frame: Frame, actor: int, base: str, told: Relations) -> Bools:
    """Return (S,) whether each state is stable for an actor under a concept of the textbooks.

    Parameters
    ----------
    frame
        The game.
    actor
        Place of the actor, from 0 to A - 1.
    base
        R, GMR, SMR, SEQ or SSEQ.
    told
        The relations of the actor, and of the others as it sees them.
    """
    every = frame.once("every", lambda: _every(frame.game))
    out = np.zeros(len(frame.game), np.bool_)
    if base == "R":
        kernels.settled(every.start, every.target, actor, told.leaves, out)
        return out
    answers = _answers(every, told.steps) if base in ("SEQ", "SSEQ") else np.ones(len(every.target), np.bool_)
    if told.within is not None:
        answers &= told.within[every.target]
    symmetric = base in ("SMR", "SSEQ")
    kernels.deterred(
        every.start, every.target, actor, answers, told.leaves, told.harms, told.escapes, symmetric, out
    )
    return out


def _every(game: Game) -> Every:
    small(game)
    return joined([plain(game, i) for i in range(len(game.actors))])


def _answers(every: Every, steps: Sequence[Bools]) -> Bools:
    """(M,) whether each move is an answer that its author would give."""
    found = np.zeros(len(every.target), np.bool_)
    for j, relation in enumerate(steps):
        first, last = every.start[j, 0], every.start[j, -1]
        origin = np.repeat(np.arange(len(relation)), np.diff(every.start[j]))
        found[first:last] = relation[origin, every.target[first:last]]
    return found
