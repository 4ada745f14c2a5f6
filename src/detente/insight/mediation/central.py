"""The central world of a case under one choice: the conflict that a mediator's questions are put to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.case import Case
from detente.case.condition import Compare, Condition, ConditionSyntax, Defined, parse, walk
from detente.case.nearest import check_name
from detente.errors import DetenteError
from detente.game import LIMIT, Game, unfold
from detente.game.model import Bools, Ints
from detente.game.states import definitions, levels
from detente.game.truth import Table, evaluate
from detente.game.unfolding import today
from detente.readonly import ReadOnly
from detente.stability import Stability, assess, named
from detente.stability.standpoint import Views
from detente.worlds import draw

__all__ = ["Central", "Place", "central", "read_condition", "where"]


@dataclass(frozen=True, slots=True)
class Place:
    """A state, as far as words need it.

    Parameters
    ----------
    index
        Which of the feasible states it is.
    name
        Its name where the case gives one.
    levels
        Option -> level.
    """

    index: int
    name: str
    levels: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Central(ReadOnly):
    """A game and what its actors want in the central world.

    Parameters
    ----------
    case, choice, concept
        What was asked: the case, the id of the choice that is made or an empty string, the stability concept.
    game
        The game with the choice made and chance at its central levels.
    utilities
        (A, S) whole numbers.
    views
        Where an actor's beliefs of others differ.
    base
        The status quo with the choice made, option -> level; empty if there is none.
    """

    case: Case
    choice: str
    concept: str
    game: Game
    utilities: Ints
    views: Views
    base: Mapping[str, str]

    def place(self, state: int) -> Place:
        """Return a state by its index.

        Parameters
        ----------
        state
            Index of the state.

        Returns
        -------
        Place
            With its name, if the game has names, and option -> level.
        """
        names = self.game.names
        return Place(int(state), names[state] if names else "", self.game.describe(int(state)))

    def assess(self, concepts: Sequence[str]) -> Stability:
        """Judge every state under some concepts.

        Parameters
        ----------
        concepts
            Names of concepts.

        Returns
        -------
        Stability
            In the central world.

        Raises
        ------
        UnknownName
            If there is no such concept.
        """
        return assess(self.game, self.utilities, concepts, self.views)

    def views_in(self, worlds: int) -> Views:
        """Return what actors believe of one another, the same in so many worlds.

        Parameters
        ----------
        worlds
            W, at least 1.

        Returns
        -------
        dict
            Viewer -> other -> (S, W).
        """
        return {
            i: {j: np.repeat(u[:, None], worlds, axis=1) for j, u in seen.items()}
            for i, seen in self.views.items()
        }

    def actor(self, place: int) -> str:
        """Return the id of an actor.

        Parameters
        ----------
        place
            Index of the actor.
        """
        return self.game.actors[place]


def central(
    case: Case, choice: str = "", concept: str = "", limit: int = LIMIT, worlds: int = 1, seed: int = 1
) -> Central:
    """Set up the central world of a case under a choice.

    Parameters
    ----------
    case
        The case.
    choice
        Id of a choice of the focal actor, or an empty string.
    concept
        Abbreviation of a stability concept; the case's own by default.
    limit
        Most states held at once.
    worlds, seed
        How many worlds are drawn and by which seed; the first is the central one.

    Raises
    ------
    UnknownName
        If there is no such choice or concept.
    """
    if choice:
        check_name("choice", choice, case.choices)
    named(concept or case.concept)
    drawn = draw(case, worlds, seed)
    fixed = {c: list(case.chance[c].levels)[int(at[0])] for c, at in drawn.chance.items()}
    chosen = dict(case.choices[choice].set) if choice else {}
    game = unfold(case, {**fixed, **chosen}, limit)
    views = {i: {j: u[:, 0] for j, u in seen.items()} for i, seen in drawn.views(game).items()}
    base = {**today(case), **fixed, **chosen} if today(case) else {}
    utilities = np.ascontiguousarray(drawn.utilities(game)[:, :, 0])
    return Central(case, choice, concept or case.concept, game, utilities, views, base)


def read_condition(case: Case, text: str) -> Condition:
    """Parse a condition, and refuse names that the case does not have.

    Parameters
    ----------
    case
        The case.
    text
        What somebody wrote.

    Raises
    ------
    DetenteError
        If it cannot be parsed.
    UnknownName
        If it names what is not there.
    """
    try:
        parsed = parse(text)
    except ConditionSyntax as error:
        mark = f"{' ' * error.offset}{'^' * error.length}"
        raise DetenteError(f"{text}\n{mark} {error.cause}") from None
    known = case.variables()
    for part in walk(parsed.tree):
        if isinstance(part, Defined):
            check_name("definition", part.name, case.definitions)
        if isinstance(part, Compare):
            for option in filter(None, (part.option, part.other)):
                check_name("option", option, known)
            for level in part.levels:
                check_name(f"level of {part.option}", level, known[part.option].levels)
    return parsed


def where(case: Case, game: Game, condition: Condition) -> Bools:
    """Return (S,) bool: where a condition holds.

    Parameters
    ----------
    case
        The case.
    game
        Its game; S states.
    condition
        The condition.
    """
    columns = {o: np.ascontiguousarray(game.states[:, k]) for k, o in enumerate(game.options)}
    return evaluate(condition.tree, Table(len(game), columns, levels(case), definitions(case)))[0]
