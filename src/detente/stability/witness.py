"""The reason for a verdict, as data: answers that deter, or an improvement that nothing deters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.game.model import Game

__all__ = ["Doubt", "Sanction", "Step", "Witness"]


@dataclass(frozen=True, slots=True)
class Step:
    """One move: who, from where, to where."""

    actor: int
    origin: int
    target: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a step of an answer is not one that its author would make by itself.

    Parameters
    ----------
    step
        Which step of the answer, counted from 0.
    instead
        A part of the same changes with which the author does at least as well: the rest is a rider. ``None``
        if there is none.
    deterred
        The moves of others that deter the author from the step under the same concept, if any do.
    """

    step: int
    instead: Step | None
    deterred: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Sanction:
    """Why a move does not pay.

    Parameters
    ----------
    improvement
        The actor's move that is deterred.
    answer
        The others' moves that follow; their end is no better for the actor than where it began. (With
        foresight: any actors' moves, each of whom prefers the end.)
    reply
        The actor's best single move after the answer, where the concept allows one and it exists.
    anyway
        Where the concept counts answers on both sides: the moves of others that may follow if the actor
        stays, to the worst that they can come to.
    doubts
        The steps of the answer that their authors would not make by themselves.
    """

    improvement: Step
    answer: tuple[Step, ...]
    reply: Step | None
    anyway: tuple[Step, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Witness:
    """The reason for one verdict.

    Parameters
    ----------
    concept, actor, state
        What is judged: abbreviation, actor index, state index.
    stable
        The verdict.
    sanctions
        One for each move that has to be deterred, if stable.
    improvement
        An undeterred move, the best for the actor, if unstable.
    instead
        If unstable: a part of that move with which the actor does at least as well, or ``None``.
    """

    concept: str
    actor: int
    state: int
    stable: bool
    sanctions: tuple[Sanction, ...]
    improvement: Step | None
    instead: Step | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step that the reason names."""
        found = [self.improvement, self.instead]
        for s in self.sanctions:
            found += [s.improvement, *s.answer, s.reply, *s.anyway]
            found += [step for d in s.doubts for step in (d.instead, *d.deterred)]
        return tuple(s for s in found if s is not None)

    @property
    def states(self) -> tuple[int, ...]:
        """Every state that the reason names, in rising order."""
        steps = self.steps
        return tuple(sorted({self.state, *(s.origin for s in steps), *(s.target for s in steps)}))

    def to_dict(self, game: Game) -> dict[str, object]:
        """Return the reason as plain types, with actors and option levels by name.

        Parameters
        ----------
        game
            The one that the reason was given for.

        Returns
        -------
        dict
            What JSON can hold; parts that the reason does not have are ``None`` or empty.
        """

        def told(s: Step | None) -> dict[str, Any] | None:
            if s is None:
                return None
            ends = {"from": game.describe(s.origin), "to": game.describe(s.target)}
            return {"actor": game.actors[s.actor], **ends}

        def doubted(d: Doubt) -> dict[str, Any]:
            deterred = [told(a) for a in d.deterred]
            return {"step": d.step, "instead": told(d.instead), "deterred": deterred}

        found: dict[str, object] = {
            "concept": self.concept,
            "actor": game.actors[self.actor],
            "state": game.describe(self.state),
            "stable": self.stable,
            "improvement": told(self.improvement),
            "sanctions": [
                {
                    "improvement": told(s.improvement),
                    "answer": [told(a) for a in s.answer],
                    "reply": told(s.reply),
                    "anyway": [told(a) for a in s.anyway],
                    "doubts": [
                        {
                            "step": d.step,
                            "instead": told(d.instead),
                            "deterred": [told(a) for a in d.deterred],
                        }
                        for d in s.doubts
                    ],
                }
                for s in self.sanctions
            ],
        }
        return found | {"instead": told(self.instead)}
