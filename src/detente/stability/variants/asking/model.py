"""What a variant of a concept is, and what it is asked about: a case, a game, one world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast

import numpy as np

from detente.case.condition import parse
from detente.case.model import Case
from detente.game.model import Bools, Game, Ints
from detente.game.states import definitions, levels
from detente.game.truth import Table, evaluate
from detente.readonly import ReadOnly
from detente.registry import Variation
from detente.stability.witness import Witness
from detente.worlds import Worlds

__all__ = ["Frame", "Ground", "Variant", "frame"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, eq=False)
class Frame(ReadOnly):
    """A game in one world, with the case that says more of preferences than their order.

    Parameters
    ----------
    case, game
        The case and its game of S states and A actors.
    worlds
        What was drawn; ranges and readings are read from the case.
    utilities
        Per actor (S,) int64 in its own units, of the first of the worlds.
    views
        Viewer -> other -> (S,) int64 that the viewer believes of the other.
    """

    case: Case
    game: Game
    worlds: Worlds
    utilities: tuple[Ints, ...]
    views: Mapping[int, Mapping[int, Ints]]
    _known: dict[object, object] = field(default_factory=dict)

    def once(self, key: object, make: Callable[[], _T]) -> _T:
        """Return what was made for a key before, or make it.

        Parameters
        ----------
        key
            What it is made of.
        make
            Makes it; called once for a key, and not on several threads.

        Returns
        -------
        object
            What ``make`` returned.
        """
        if key not in self._known:
            self._known[key] = make()
        return cast("_T", self._known[key])

    def where(self, text: str) -> Bools:
        """Return (S,) where a condition holds, or a named state is.

        Parameters
        ----------
        text
            A condition in the case format, or the name of a state of a listed game.

        Returns
        -------
        (S,) bool
            Read only.

        Raises
        ------
        ConditionSyntax
            If it is neither, with the offset of the first word that does not fit.
        """
        if text in self.game.names:
            here = np.arange(len(self.game), dtype=np.int64)
            return np.asarray(here == self.game.names.index(text), np.bool_)
        columns = {o: np.ascontiguousarray(self.game.states[:, k]) for k, o in enumerate(self.game.options)}
        table = Table(len(self.game), columns, levels(self.case), definitions(self.case))
        return evaluate(parse(text).tree, table)[0]

    def seen(self, actor: int) -> tuple[Ints, ...]:
        """Return per actor (S,) the utilities that an actor reckons with.

        Parameters
        ----------
        actor
            Index of the viewer.

        Returns
        -------
        tuple of (S,) int
            Its own as they are; the others' as it believes them to be.
        """
        believed = self.views.get(actor, {})
        return tuple(believed.get(j, u) for j, u in enumerate(self.utilities))


def _never(case: Case) -> bool:
    """No case says anything for it."""
    del case
    return False


@dataclass(frozen=True, slots=True)
class Ground:
    """Part of the reason why a state is stable under a variant, or is not.

    Parameters
    ----------
    kind
        What is asked: ``answers`` (whether answers deter), ``much`` (whether they do by a degree),
        ``towards`` (whether they do towards one actor), ``ahead`` (where a line of play ends), ``at once``
        (where moves made at once lead), ``joint`` (where a coalition goes), ``game`` (what is stable for
        somebody in a game that is seen), ``lasts`` (the same, of a state that might surprise), ``unseen`` (an
        option that is not seen is used) or ``own`` (a concept of the actor's own).
    witness
        The moves that show it. Its actor is the one whose moves these are.
    about
        Place of the actor that it is about: who is wished well or ill, or whose game it is; -1 for nobody.
    members
        Places of the coalition, if any.
    """

    kind: str
    witness: Witness
    about: int = -1
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """Variants of concepts that one definition makes.

    Parameters
    ----------
    title
        What they are called together.
    source
        Author and year.
    means
        What they ask, in a sentence.
    judge
        Frame, actor, what the name asks for -> (S,) whether each state is stable for the actor.
    reason
        Frame, actor, state, what the name asks for -> the grounds of the verdict, found move by move. The
        state is stable if each of them says so; a surprise needs one that does not.
    asked
        Whether a case says what they need, so that its table shows them unasked.
    """

    title: str
    source: str
    means: str
    judge: Callable[[Frame, int, Variation], Bools]
    reason: Callable[[Frame, int, int, Variation], tuple[Ground, ...]]
    asked: Callable[[Case], bool] = _never


def frame(case: Case, game: Game, worlds: Worlds) -> Frame:
    """Set up what variants are asked about.

    Parameters
    ----------
    case
        The case.
    game
        The game; it has S states and A actors.
    worlds
        Draws of which the first is looked at.
    """
    first = slice(0, 1)
    views = {
        i: {j: _long(u[:, 0]) for j, u in others.items()} for i, others in worlds.views(game, first).items()
    }
    own = tuple(_long(u[:, 0]) for u in worlds.utilities(game, first))
    return Frame(case, game, worlds, own, views)


def _long(values: Ints) -> Ints:
    return cast("Ints", values.astype(np.int64))
