"""The flip: the smallest change of weights that turns the central world's answer into another one.

Distances are in standard units: each weight's change is measured by its own standard deviation over the
worlds, and changes of several weights add up like the sides of a right angle.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.dynamics.processors import processors
from detente.game import Game
from detente.insight.flip.halfspaces import gained, lost
from detente.insight.flip.play import Play, play
from detente.insight.flip.polyhedron import Room
from detente.insight.flip.search import Asked, Found, alone, proved, search
from detente.steps import progress
from detente.worlds import Worlds

__all__ = ["Change", "Flip", "Single", "flips", "singles"]

Floats = NDArray[np.float64]

#: Changes below this many standard units are rounding, not part of a flip.
NOTHING = 1e-3

#: Worlds that a search starts from: of those known to have the new answer, and of worlds of all kinds.
KNOWN, ANY = 12, 64

#: Cells that are searched to the end for what is not the choice.
CELLS = 2

#: States times worlds that one search may solve: about four seconds of one processor.
EFFORT = 20_000_000

#: States of a class for which the nearest equilibrium is worked out one by one.
MANY = 400


@dataclass(frozen=True, slots=True)
class Change:
    """How one weight changes.

    Parameters
    ----------
    actor, statement
        Whose weight.
    before, after
        In the central world, and where the answer is another one.
    units
        The change in standard deviations of the weight over the worlds; its sign is that of the change.
    """

    actor: str
    statement: str
    before: float
    after: float
    units: float


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest joint change that was found, or that there is.

    Parameters
    ----------
    kind
        ``choice``: another choice becomes the better one; ``lost``: the nearest point of rest of the
        central world is no equilibrium any more; ``outcome``: play comes to rest in an outcome class in
        which it does not in the central world.
    choice
        The choice that is made; of ``choice`` the one that the central world finds better.
    target
        The choice that becomes better, or the outcome that becomes a point of rest.
    state
        Of ``lost``, option -> level.
    changes
        The largest first; empty where nothing was found.
    distance
        Length of the joint change in standard units; `nan` where nothing was found, 0 where nothing has to
        change.
    exact
        Whether no smaller change does it. If not, the distance is an upper bound.
    lower
        No change smaller than this does it; 0 where nothing is proved.
    held
        Of ``choice``: the exact distance if everybody's play stayed as it is, that is, the nearest change
        of the focal actor's own weights; `nan` if none within the ranges does it.
    inside, beyond
        Parts of the change at which the answer was solved again and was still the old one, and already
        the new one.
    solved
        Worlds that the search solved.
    """

    kind: str
    choice: str
    target: str
    state: Mapping[str, str]
    changes: tuple[Change, ...]
    distance: float
    exact: bool
    lower: float = 0.0
    held: float = math.nan
    inside: float = math.nan
    beyond: float = math.nan
    solved: int = 0

    @property
    def found(self) -> bool:
        """Whether a change within the stated ranges does it."""
        return math.isfinite(self.distance)


@dataclass(frozen=True, slots=True)
class Single:
    """How far one weight alone has to go, everything else as in the central world.

    Parameters
    ----------
    actor, statement
        Whose weight.
    central, sd, low, high
        In the central world; its standard deviation over the worlds; the range that the case states.
    down, up
        The nearest weight below and above the central one at which another choice is better; `nan` where
        none was found in the range.
    target
        The choice that becomes better at the nearer of the two, or an empty string.
    """

    actor: str
    statement: str
    central: float
    sd: float
    low: float
    high: float
    down: float
    up: float
    target: str = ""

    @property
    def units(self) -> float:
        """The smaller change of the two, in standard deviations, with its sign; `nan` if there is none."""
        steps = [(x - self.central) / self.sd for x in (self.down, self.up) if math.isfinite(x)]
        return min(steps, key=abs) if steps else math.nan


@progress("what turns the answer")
def flips(
    case: Case,
    worlds: Worlds,
    games: Mapping[str, Game],
    advantage: Floats | None = None,
    lead: str = "",
    shares: Mapping[str, Floats] | None = None,
    workers: int | None = None,
) -> tuple[tuple[Flip, ...], tuple[Single, ...]]:
    """Find what turns the central world's answer round.

    Parameters
    ----------
    case
        The case.
    worlds
        World 0 is the one that is changed; the others give the standard units and the starts of searches.
    games
        Choice -> its game under the central world's chance.
    advantage
        (W,) the focal actor's advantage of ``lead`` over the best other choice in each world.
    lead
        The recommended choice; the first by default.
    shares
        Outcome id -> (W,) part of each world's places of rest under ``lead`` that are in the class.
    workers
        Threads; all processors by default. The answer does not depend on their number.

    Returns
    -------
    flips, singles
        The joint changes, that of the choice first, and what each weight does alone. Both are empty where
        nothing is uncertain.
    """
    base = play(case, worlds, games, workers or processors())
    lead = lead or next(iter(games))
    if not base.room.free.any():
        return (), ()
    found: list[Flip] = []
    each: tuple[Single, ...] = ()
    if base.focal >= 0 and len(games) > 1:
        asked = _asked(base, "choice", lead)
        each, seeds = singles(asked)
        reversed_ = None if advantage is None else advantage < 0
        found.append(_choice(asked, np.concatenate([seeds, _starts(base, worlds, reversed_)])))
    found += _rest(base, lead, _starts(base, worlds))
    found += [_outcome(base, worlds, lead, o, share > 0) for o, share in _missing(base, lead, shares or {})]
    return tuple(found), each


def singles(asked: Asked) -> tuple[tuple[Single, ...], Floats]:
    """Return what each weight does alone, and the flips as starts (n, N), the nearest first.

    Parameters
    ----------
    asked
        The play and the answer now.
    """
    room, play = asked.play.room, asked.play
    found = alone(asked)
    listed = []
    for n in np.flatnonzero(room.free):
        down, up = found.get((int(n), -1)), found.get((int(n), 1))
        one = Single(
            *play.names[n],
            float(room.centre[n]),
            float(room.unit[n]),
            float(room.low[n]),
            float(room.high[n]),
            math.nan if down is None else float(down[n]),
            math.nan if up is None else float(up[n]),
        )
        near = [x for x in (down, up) if x is not None]
        target = asked.target(min(near, key=lambda x: float(room.distance(x)))) if near else ""
        listed.append(_named(one, target))
    listed.sort(key=lambda s: (not math.isfinite(s.units), abs(s.units)))
    points = sorted(found.values(), key=lambda x: float(room.distance(x)))
    return tuple(listed), np.array(points).reshape(-1, len(room.centre))


def _asked(base: Play, kind: str, choice: str, what: int = -1) -> Asked:
    games = base.games.values() if kind == "choice" else [base.games[choice]]
    return Asked(base, kind, choice, what, EFFORT // max(sum(map(len, games)), 1))


def _named(one: Single, target: str) -> Single:
    values = (one.actor, one.statement, one.central, one.sd, one.low, one.high, one.down, one.up)
    return Single(*values, target)


def _starts(base: Play, worlds: Worlds, wanted: NDArray[np.bool_] | None = None) -> Floats:
    """(n, N) weights of the wanted worlds nearest to the centre, or of worlds near and far."""
    stacked: Floats = np.clip(np.concatenate(worlds.weights).T, base.room.low, base.room.high)
    index = np.arange(1, len(worlds)) if wanted is None else np.flatnonzero(wanted[1:]) + 1
    ordered = stacked[index[np.argsort(base.room.distance(stacked[index]), kind="stable")]]
    if wanted is not None or len(index) <= ANY:
        return ordered[: KNOWN if wanted is not None else ANY]
    return ordered[np.linspace(0, len(index) - 1, ANY).astype(np.intp)]


def _choice(asked: Asked, starts: Floats) -> Flip:
    play = asked.play
    centre = play.room.centre
    if asked.holds(centre[:, None])[0]:
        return Flip(
            "choice", asked.choice, asked.target(centre), {}, (), 0.0, True, 0.0, 0.0, solved=asked.solved
        )
    line = asked.held()
    held = math.nan if line is None else float(play.room.distance(line))
    starts = starts if line is None else np.vstack([line, starts])
    found = search(asked, starts)
    target = asked.target(found.weights) if found is not None else ""
    return _flip(asked, found, target, {}, held=held)


def _rest(base: Play, lead: str, starts: Floats) -> list[Flip]:
    """What makes the nearest point of rest of the central world an equilibrium no more."""
    game = base.games[lead]
    rest = base.rest(lead, base.room.centre[:, None])
    places = np.flatnonzero(rest.rests[:, 0])
    if not places.size:
        return []
    state = int(min(places, key=lambda s: (int(rest.far[s, 0]), int(s))))
    levels = game.describe(state) or {"state": game.names[state]}
    asked = _asked(base, "lost", lead, state)
    linear = lost(base, lead, state)
    if base.concept.foresight == 1:  # every wall is known, so nothing has to be searched for
        return [_flip(asked, None if linear is None else proved(asked, linear), "", levels, exact=True)]
    found = search(asked, starts if linear is None else np.vstack([linear, starts]), CELLS)
    return [_flip(asked, found, "", levels)]


def _missing(base: Play, lead: str, shares: Mapping[str, Floats]) -> list[tuple[str, Floats]]:
    """The outcome classes that the central world does not end in, as far as there are such states."""
    game = base.games[lead]
    now = base.rest(lead, base.room.centre[:, None]).rests[:, 0]
    there = set(game.outcome[now].tolist())
    possible = set(game.outcome.tolist()) - there
    return [
        (o, share) for o, share in shares.items() if o in game.outcomes and game.outcomes.index(o) in possible
    ]


def _outcome(base: Play, worlds: Worlds, lead: str, outcome: str, wanted: NDArray[np.bool_]) -> Flip:
    """What brings play to rest in an outcome class."""
    number = base.games[lead].outcomes.index(outcome)
    asked = _asked(base, "outcome", lead, number)
    lower, nearest = _least(base, lead, number)
    starts = _starts(base, worlds, wanted if wanted[1:].any() else None)
    return _flip(asked, search(asked, np.vstack([*nearest, starts]), CELLS), outcome, {}, lower=lower)


def _least(base: Play, lead: str, number: int) -> tuple[float, list[Floats]]:
    """Under Nash stability: how far the nearest equilibrium of a class is at least, and its weights.

    Play has to get there as well, so this is a lower bound; 0 where other concepts or many states make
    it unknown.
    """
    states = np.flatnonzero(base.games[lead].outcome == number)
    if base.concept.foresight != 1 or len(states) > MANY:
        return 0.0, []
    points = [x for s in states.tolist() if (x := gained(base, lead, s)) is not None]
    if not points:
        return math.inf, []
    best = min(points, key=lambda x: float(base.room.distance(x)))
    return float(base.room.distance(best)), [best]


def _flip(
    asked: Asked,
    found: Found | None,
    target: str,
    state: Mapping[str, str],
    exact: bool = False,
    lower: float = 0.0,
    held: float = math.nan,
) -> Flip:
    kind, choice, play = asked.kind, asked.choice, asked.play
    if found is None:
        return Flip(kind, choice, target, state, (), math.nan, exact, lower, held, solved=asked.solved)
    changes = _changes(play.room, play.names, found.weights)
    distance = float(play.room.distance(found.weights))
    ends = (found.inside, found.beyond)
    lower = distance if exact else lower
    return Flip(kind, choice, target, state, changes, distance, exact, lower, held, *ends, asked.solved)


def _changes(room: Room, names: Sequence[tuple[str, str]], weights: Floats) -> tuple[Change, ...]:
    units = np.where(room.free, weights - room.centre, 0.0) / np.where(room.free, room.unit, 1.0)
    order = np.argsort(-np.abs(units), kind="stable")
    return tuple(
        Change(names[n][0], names[n][1], float(room.centre[n]), float(weights[n]), float(units[n]))
        for n in order.tolist()
        if abs(units[n]) > NOTHING
    )
