"""Why a state is stable for an actor, or why not; and the check that the reason holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from numpy.typing import NDArray

from detente.game.model import Game, Ints
from detente.stability.concepts import named
from detente.stability.standpoint import board
from detente.stability.witness import Witness

__all__ = ["certify", "explain"]

Believed = Mapping[int, Ints]


def explain(
    game: Game, utilities: Ints, concept: str, actor: int, state: int, believed: Believed | None = None
) -> Witness:
    """Give the reason why a state is stable for an actor, or is not.

    A reason for stability names, for each unilateral improvement, a sanction that leaves the actor no better
    off, a shortest one; one for instability an improvement that no sanction deters, the best for the actor.
    Steps of a sanction that their authors would not make by themselves are marked.

    Parameters
    ----------
    game
        The game.
    utilities
        (A, S) integers, one world.
    concept
        Abbreviation.
    actor, state
        Indices.
    believed
        Other -> (S,) utilities that the actor believes the other to have.

    Raises
    ------
    UnknownName
        If the concept is not known.
    """
    rule = named(concept)
    on = board(game, utilities, {actor: believed} if believed else None, state)
    stand = on.seen(actor, rule.irredundant)
    return replace(rule.witness(stand, actor, state), concept=concept)


def certify(
    game: Game,
    utilities: NDArray[Any],
    witness: Witness,
    believed: Mapping[int, NDArray[Any]] | None = None,
) -> None:
    """Accept a reason, or refuse it.

    Parameters
    ----------
    game
        The game.
    utilities
        (A, S) numbers of one world that compare exactly: whole numbers, or the fractions of
        `detente.worlds.exact`, which share nothing with how the reason was found.
    witness
        The reason.
    believed
        Other -> (S,) utilities that the actor believes the other to have.

    Raises
    ------
    WitnessRejected
        With the step that does not follow from the definitions.
    """
    rule, actor = named(witness.concept), witness.actor
    stand = board(game, utilities, {actor: believed} if believed else None).seen(actor, rule.irredundant)
    rule.check(stand, witness)
