"""Case -> Stability under concepts and their variants, in one world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

import numpy as np

from detente.case.model import Case
from detente.errors import UnknownName, WitnessRejected
from detente.game.model import Bools, Game
from detente.registry import STANDARD, VARIANTS, Variation, names, read, variant, variants
from detente.stability.assess import Stability, assess
from detente.stability.variants import Frame, Ground, Variant, frame, varied
from detente.worlds import Worlds, draw

__all__ = ["Reasoned", "appraise", "fitting", "reasoned"]


def appraise(case: Case, game: Game, concepts: Sequence[str] = (), worlds: Worlds | None = None) -> Stability:
    """Judge every state under concepts and variants of them, for every actor, in the central world.

    A variant, such as ``SEQ-strong``, asks the case for more than an order: see `detente.registry.VARIANTS`.

    Parameters
    ----------
    case
        The case.
    game
        Its game; it has S states and A actors.
    concepts
        Names of concepts and of variants; those that fit the case by default.
    worlds
        Draws of which the first is looked at; the central world by default.

    Raises
    ------
    UnknownName
        If a name is known neither as a concept nor as a variant.
    DetenteError
        If the case does not say what a variant needs.

    Examples
    --------
    >>> from detente.catalog import load
    >>> from detente.game import unfold
    >>> case = load("prisoners-dilemma")
    >>> appraise(case, unfold(case), ("R", "SEQ"))
    Stability(R: 1, SEQ: 2)
    """
    wanted = tuple(concepts) or fitting(case)
    wrong = [name for name in wanted if read(name) is None and variant(name) is None]
    if wrong:
        raise UnknownName("stability concept", wrong[0], (*names(), *variants()))
    world = draw(case, 1) if worlds is None else worlds
    plain = tuple(name for name in wanted if read(name) is not None)
    first = slice(0, 1)
    known = assess(game, world.utilities(game, first), plain, world.views(game, first))
    rows = dict(zip(plain, known.stable[..., 0], strict=True))
    asked = frame(case, game, world)
    rows |= {name: _judged(asked, name) for name in wanted if name not in rows}
    shape = (len(wanted), len(game.actors), len(game))
    stable: Bools = np.array([rows[name] for name in wanted], np.bool_).reshape(shape)
    return Stability(wanted, stable, np.logical_and.reduce(stable, axis=1))


@dataclass(frozen=True, slots=True)
class Reasoned:
    """Why a state is stable for an actor under a variant, or is not.

    Parameters
    ----------
    concept, actor, state
        What is judged: name of the variant, places of the actor and of the state.
    stable
        The verdict.
    grounds
        What it rests on, found move by move.
    """

    concept: str
    actor: int
    state: int
    stable: bool
    grounds: tuple[Ground, ...]

    @property
    def states(self) -> tuple[int, ...]:
        """Every state that the grounds name, in rising order."""
        return tuple(sorted({self.state, *(s for g in self.grounds for s in g.witness.states)}))


def reasoned(
    case: Case, game: Game, name: str, actor: int, state: int, worlds: Worlds | None = None
) -> Reasoned:
    """Give the reason for a verdict of a variant, found move by move and held against the verdict.

    Parameters
    ----------
    case
        The case.
    game
        Its game; it has S states and A actors.
    name
        Name of the variant, for example ``SEQ-strong``.
    actor, state
        Places of the actor and of the state.
    worlds
        Draws of which the first is looked at; the central world by default.

    Raises
    ------
    UnknownName
        If there is no such variant.
    WitnessRejected
        If the moves that were found do not bear the verdict out.

    Examples
    --------
    >>> from detente.catalog import load
    >>> from detente.game import unfold
    >>> case = load("prisoners-dilemma")
    >>> found = reasoned(case, unfold(case), "L-2", 0, 3)
    >>> found.stable, [g.kind for g in found.grounds]
    (True, ['ahead'])
    """
    made, told = varied(name)
    asked = frame(case, game, draw(case, 1) if worlds is None else worlds)
    stable = bool(made.judge(asked, actor, told)[state])
    grounds = made.reason(asked, actor, state, told)
    if stable != _borne_out(grounds, told):
        raise WitnessRejected(f"{name}: the moves found do not bear the verdict out")
    return Reasoned(name, actor, state, stable, grounds)


def _borne_out(grounds: tuple[Ground, ...], told: Variation) -> bool:
    """Whether grounds say that a state is stable; a surprise lasts though somebody is thought to leave."""
    held = all(g.witness.stable for g in grounds)
    if told.ending != "surprises":
        return held
    return not held and all(g.kind != "lasts" for g in grounds)


def fitting(case: Case) -> tuple[str, ...]:
    """Return the textbook concepts, those that the case names, and the variants that it says something for.

    Parameters
    ----------
    case
        The case.
    """
    found = [*STANDARD, *((case.concept, *case.concepts) if case.concepts else ()), *case.variants]
    for file in VARIANTS:
        made: Variant = import_module(f"detente.stability.variants.{file}").VARIANT
        if made.asked(case):
            found += [n for n in variants() if (v := variant(n)) is not None and v.file == file]
    return tuple(dict.fromkeys(found))


def _judged(asked: Frame, name: str) -> Bools:
    made, told = varied(name)
    return np.array([made.judge(asked, i, told) for i in range(len(asked.game.actors))], np.bool_)
