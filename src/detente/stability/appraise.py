"""Case -> Stability under concepts and their variants, in one world."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import numpy as np

from detente.case.model import Case
from detente.errors import UnknownName
from detente.game.model import Bools, Game
from detente.registry import STANDARD, VARIANTS, names, read, variant, variants
from detente.stability.assess import Stability, assess
from detente.stability.variants import Frame, Variant, frame, varied
from detente.worlds import Worlds, draw

__all__ = ["appraise", "fitting"]


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
