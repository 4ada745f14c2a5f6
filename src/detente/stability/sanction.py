"""Concepts by which the others' answers deter: which answers count, and whether the mover may answer them.

The family of Howard (1971), Fraser and Hipel (1979) and Rego and Vieira (2017): a state is stable for an
actor if every improvement can be answered so that it ends no better off than before. Each concept of the
family is a record in a file of its own, made by `sanctions`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from detente.game.model import Ints
from detente.stability.concept import ANY, IMPROVING, Concept, Judged, Search
from detente.stability.orders import least
from detente.stability.reason.finding import by_answers
from detente.stability.reason.proofs import by_definition
from detente.stability.reason.rule import Rule
from detente.stability.standpoint import Standpoint
from detente.stability.sweep import answered, best_reply, lowest

__all__ = ["here", "judged", "sanctions"]


def sanctions(
    name: str,
    title: str,
    source: str,
    foresight: int,
    means: str,
    counts: str,
    credible: bool,
    escapes: bool,
) -> Concept:
    """Make a concept by which the others' answers deter.

    Parameters
    ----------
    name, title, source, foresight, means, counts
        As in `Concept`.
    credible
        Whether the others use only moves that improve their own lot.
    escapes
        Whether the actor may answer the sanction with one more move.
    """

    def judge(stand: Standpoint, actors: Sequence[int]) -> tuple[Judged, ...]:
        return tuple(judged(stand, i, _worst(stand, i, credible, escapes)) for i in actors)

    def rule(stand: Standpoint) -> Rule:
        def answers(j: int, s: int, t: int) -> bool:
            u = stand.utilities[j][:, 0]
            return bool(u[t] > u[s] or not credible) and not stand.redundant(j, s, t)

        return Rule(answers, here(stand), escapes)

    witness, check = by_answers(rule, judge), by_definition(rule)
    search = Search(IMPROVING if credible else ANY, escapes)
    return Concept(name, title, source, foresight, means, counts, judge, witness, check, search=search)


def judged(stand: Standpoint, actor: int, worst: Ints) -> Judged:
    """Return the verdict that an improvement is deterred if it may come to no more than staying is.

    Parameters
    ----------
    stand
        The game, utilities and views under which actors move; it counts S states, A actors and W worlds.
    actor
        Place of the actor, from 0 to A - 1.
    worst
        The worst that an improvement to each state may come to, (S, W).
    """
    own = stand.utilities[actor]
    return Judged(own, own, worst, own, moves=None if stand.parts is None else stand.parts[actor])


def here(stand: Standpoint) -> Callable[[int, int], int]:
    """Return the level at which an answer deters: what the actor has where it would move from.

    Parameters
    ----------
    stand
        The game, utilities and views under which actors move; it counts S states, A actors and W worlds.
    """
    return lambda i, s: int(stand.utilities[i][s, 0])


def _worst(stand: Standpoint, actor: int, credible: bool, escapes: bool) -> Ints:
    if credible and not escapes and (stand.parts is not None or stand.game.classes is None):
        return least(stand, 1)[actor]

    if credible:
        every = stand.once(("answered", escapes), lambda: answered(stand, escapes))
        if every is not None:
            return every[actor]

    def make() -> Ints:
        floor = best_reply(stand, actor) if escapes else stand.utilities[actor].copy()
        return lowest(stand, actor, floor, credible)

    found: Ints = stand.once(("worst", actor, credible, escapes), make)
    return found
