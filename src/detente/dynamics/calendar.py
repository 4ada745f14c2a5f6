"""What changes on known dates: a choice that is released, an election, a window in which things go faster."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.case.nearest import check_name
from detente.dynamics.clock import Clock, draw_clock, written_out, years
from detente.dynamics.motion import Moves, moves_of, where
from detente.errors import DetenteError
from detente.game import LIMIT, Game, unfold
from detente.game.model import Bools, Ints
from detente.worlds import Worlds, draw

__all__ = ["Calendar", "Key", "Stage", "Track", "cut", "lay", "masks_of"]

Floats = NDArray[np.float64]

#: A game, and the windows of the clock that are open: what a chain is made of.
Key = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Stage:
    """A time in which nothing changes on a date.

    Parameters
    ----------
    begin
        Years from the start.
    game
        Which game is played: 0 the one with the choice held, 1 the whole one.
    turns
        Chance options drawn anew at its beginning.
    pace
        Windows of the clock that are open in it.
    """

    begin: float
    game: int
    turns: tuple[str, ...] = ()
    pace: tuple[str, ...] = ()

    @property
    def chain(self) -> Key:
        """Which chain it follows."""
        return self.game, self.pace


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The games that are played one after the other under one choice.

    Parameters
    ----------
    base
        The whole game, over which utilities are scaled.
    games, moves
        The game with the choice held; then, if the choice is released, the whole game.
    lift
        (S,) for each state of the first game its place in the second; empty if there is none.
    stages
        In order of time; the first begins at 0.
    """

    base: Game
    games: tuple[Game, ...]
    moves: tuple[Moves, ...]
    lift: Ints
    stages: tuple[Stage, ...]


def lay(
    case: Case,
    choice: str,
    clock: Clock,
    release: date | None = None,
    limit: int = LIMIT,
    base: Game | None = None,
) -> Track:
    """Lay out what is played when.

    Parameters
    ----------
    choice
        Id of the choice whose options are held; none if empty.
    release
        The day from which the choice is no longer held and its options move like all others.
    limit
        Most states held at once.
    base
        The whole game, if it is at hand.

    Raises
    ------
    UnknownName
        If there is no such choice.
    DetenteError
        If the status quo with the choice made is not feasible.
    """
    if choice:
        check_name("choice", choice, case.choices)
    fixed = dict(case.choices[choice].set) if choice else {}
    base = unfold(case, limit=limit) if base is None else base
    held = unfold(case, fixed, limit) if fixed else base
    if held.status_quo < 0:
        raise DetenteError(
            f"{case.case} needs a status quo that is feasible{' with ' + choice if choice else ''}"
        )
    games = (held, base) if release is not None and fixed else (held,)
    lift = _lift(held, base) if len(games) == 2 else np.empty(0, np.int32)
    moves = tuple(moves_of(g, clock) for g in games)
    freed = years(clock.start, release) if release is not None and fixed else np.inf
    return Track(base, games, moves, lift, _stages(moves, clock, freed))


class Calendar:
    """A case made ready for dates once: its worlds, their clock, and what is played when under each choice.

    Parameters
    ----------
    case
        A case with a clock.
    worlds, clock
        W worlds and the clock of each; world 0 is the central one.
    limit
        Most states held at once.
    """

    def __init__(self, case: Case, worlds: Worlds, clock: Clock, limit: int = LIMIT) -> None:
        self.case, self.worlds, self.clock, self.limit = case, worlds, clock, limit
        self._tracks: dict[tuple[str, date | None], Track] = {}
        self._base: Game | None = None

    def __len__(self) -> int:
        return len(self.worlds)

    @classmethod
    def drawn(cls, case: Case, worlds: int = 100, seed: int = 1, limit: int = LIMIT) -> Calendar:
        """Draw the worlds and their clock from the case.

        Parameters
        ----------
        case
            A case with a clock.
        worlds
            How many, the central one among them.
        seed
            Same seed, same draws.
        limit
            Most states held at once.

        Raises
        ------
        DetenteError
            If the case has no clock.
        """
        clock = draw_clock(case, worlds, seed)
        return cls(case, draw(case, worlds, seed), clock, limit)

    def track(self, choice: str = "", release: date | None = None) -> Track:
        """Return what is played when under a choice, laid out when first asked for; see `lay`.

        Parameters
        ----------
        choice
            Id of the choice that is made, or nothing for the whole game.
        release
            The day from which the choice may be undone; never where it is left out.

        Returns
        -------
        Track
            The same object for the same arguments.

        Raises
        ------
        UnknownName
            If the case has no such choice.
        DetenteError
            If the status quo with the choice made is not feasible.
        TooLarge
            If a stage has more states than the limit that the calendar was made with.
        """
        if (choice, release) not in self._tracks:
            track = lay(self.case, choice, self.clock, release, self.limit, self._base)
            self._tracks[choice, release], self._base = track, track.base
        return self._tracks[choice, release]


def cut(stages: tuple[Stage, ...], at: float) -> tuple[Stage, ...]:
    """Return the stages with a cut at a time.

    Parameters
    ----------
    stages
        In the order of their beginnings.
    at
        Years from the start.
    """
    if any(s.begin == at for s in stages) or at <= 0:
        return stages
    during = max((s for s in stages if s.begin < at), key=lambda s: s.begin)
    return tuple(sorted([*stages, Stage(at, during.game, pace=during.pace)], key=lambda s: s.begin))


def masks_of(
    case: Case, game: Game, wanted: Collection[tuple[str, str]] | None = None
) -> Mapping[tuple[str, str], Bools]:
    """Return (kind, id) -> (S,) where outcome classes, definitions, phases and questions hold.

    Parameters
    ----------
    case
        The case whose words they are.
    game
        A game of it, with S states.
    wanted
        Which of them; all by default.
    """
    rows: dict[tuple[str, str], Bools] = {
        ("outcome", o): game.outcome == k for k, o in enumerate(game.outcomes)
    }
    rows |= {("definition", d): mask for d, mask in game.definitions.items()}
    whens = {("phase", p): x.when for p, x in case.phases.items()}
    for question in case.questions:
        when = case.phases[question.phase].when if question.phase else None
        when = question.when if question.when is not None else when
        if when is not None:
            whens["question", question.id] = when
    asked = {n: when for n, when in whens.items() if wanted is None or n in wanted}
    rows |= {n: where(game, written_out(when.tree, case)) for n, when in asked.items()}
    return {n: row for n, row in rows.items() if wanted is None or n in wanted}


def _lift(held: Game, base: Game) -> Ints:
    place = {row.tobytes(): s for s, row in enumerate(base.states)}
    return np.array([place[row.tobytes()] for row in held.states], np.int32)


def _stages(moves: tuple[Moves, ...], clock: Clock, freed: float) -> tuple[Stage, ...]:
    """Put release and elections in order; an election counts if its option is free at the time."""
    turns: dict[float, list[str]] = {}
    for option, t in clock.chance.items():
        for when in t.dates:
            if option in moves[-1 if when >= freed else 0].chance:
                turns.setdefault(when, []).append(option)
    edges = {x for w in clock.windows for span in w.spans for x in span if x < clock.years}
    dates = {0.0, *turns, *edges, *([freed] if np.isfinite(freed) else [])}
    begins = sorted(x for x in dates if x >= 0)
    return tuple(Stage(b, int(b >= freed), tuple(turns.get(b, ())), clock.open(b)) for b in begins)
