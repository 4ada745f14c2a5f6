"""Which stability concept explains an observed history best.

Wang, Hipel, Fang, Xu and Kilgour (2019), "Behavioral analysis in the graph model for conflict resolution":
the concept whose predictions agree with what the actors did. Here a concept explains a move that nothing
deters under it, a joint move by which all who make it gain, and that play ended where it did if that lasts.
Of concepts that explain as much the sharper is better: the one that allows fewer moves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.case import Case, nearest
from detente.case.nearest import check_name
from detente.errors import DetenteError, UnknownName
from detente.game import LIMIT
from detente.insight.mediation.central import Central, Place, central
from detente.stability import Verdicts, board, judge, named
from detente.stability.coalition import together

__all__ = ["Explained", "Observed", "Seen", "observed"]

Told = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Seen:
    """One observed step.

    Parameters
    ----------
    origin, target
        Where it began and where it led.
    movers
        Ids of those who made it; several moved together.
    gained
        Ids of those among them who prefer the target.
    """

    origin: Place
    target: Place
    movers: tuple[str, ...]
    gained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """What one concept says of an observed history.

    Parameters
    ----------
    concept
        Its abbreviation.
    steps
        For each step: ``undeterred``, ``deterred``, ``worse`` (its author does not gain), ``joint`` (all who
        move together gain) or ``unwilling`` (somebody does not).
    lasts
        Whether the last state is an equilibrium.
    explained
        How many of the steps, and of the end, it explains.
    allowed
        Undeterred moves of all actors from each origin, and from the end: how much it leaves open.
    """

    concept: str
    steps: tuple[str, ...]
    lasts: bool
    explained: int
    allowed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """An observed history beside the concepts, the best explanation first.

    Parameters
    ----------
    case, choice
        What was asked.
    start
        Where the history begins.
    seen
        Its steps.
    concepts
        What each concept says of it.
    """

    case: str
    choice: str
    start: Place
    seen: tuple[Seen, ...]
    concepts: tuple[Explained, ...]


def observed(
    case: Case,
    steps: Sequence[Told],
    start: Told = "",
    choice: str = "",
    concepts: Sequence[str] = (),
    limit: int = LIMIT,
) -> Observed:
    """Compare an observed history with what each concept predicts, in the central world.

    Parameters
    ----------
    case
        The case.
    steps
        What came about one after another: names of states, or option -> level for what changed.
    start
        Where it began, as a step that changes the status quo; the status quo by default.
    choice
        Id of a choice that is made; none by default.
    concepts
        Stability concepts; those that the case is held against by default.
    limit
        Most states held at once.

    Raises
    ------
    DetenteError, UnknownName
        If a state is not there, or nobody can bring a step about.

    Examples
    --------
    >>> from detente.catalog import load
    >>> found = observed(load("elmira"), ["5", "8"], concepts=("R", "GMR"))
    >>> [(e.concept, e.steps, e.lasts) for e in found.concepts]
    [('R', ('undeterred', 'joint'), True), ('GMR', ('deterred', 'joint'), True)]
    """
    on = central(case, choice, "", limit)
    here = on.game.status_quo
    if start:
        here = _state(on, start, here)
    if here < 0:
        raise DetenteError("the case has no status quo; say where the history began")
    path = [here]
    for step in steps:
        path.append(_state(on, step, path[-1]))
    seen = [_seen(on, s, t) for s, t in pairwise(path)]
    found = [_explained(on, c, path, seen) for c in concepts or case.declared]
    found.sort(key=lambda e: (-e.explained, sum(e.allowed)))
    return Observed(case.case, choice, on.place(here), tuple(seen), tuple(found))


def _state(on: Central, told: Told, before: int) -> int:
    game = on.game
    if isinstance(told, str):
        if told not in game.names:
            raise UnknownName("state", told, tuple(nearest(told, dict.fromkeys(game.names))))
        return game.names.index(told)
    known = on.case.variables()
    for option, level in told.items():
        check_name("option", option, known)
        if level not in known[option].levels:
            raise UnknownName(f"level of {option}", level, tuple(nearest(level, known[option].levels)))
    return game.find({**(game.describe(before) if before >= 0 else {}), **told})


def _seen(on: Central, s: int, t: int) -> Seen:
    """Say who made a step: whoever can alone, or those whose options it changes."""
    game, u = on.game, on.utilities
    alone = [i for i in range(len(game.actors)) if t in set(game.moves(i, s))]
    columns = (game.states[s] != game.states[t]).nonzero()[0]
    owners = tuple(sorted({game.owners[k] for k in columns} - {-1}))
    movers = tuple(alone[:1]) or owners or tuple(range(len(game.actors)))
    if s == t or (not alone and together(game, s, t, movers) is None):
        names = [game.names[x] if game.names else str(x) for x in (s, t)]
        raise DetenteError(f"no moves lead from {names[0]} to {names[1]}")
    gained = [i for i in movers if u[i, t] > u[i, s]]
    return Seen(on.place(s), on.place(t), tuple(map(on.actor, movers)), tuple(map(on.actor, gained)))


def _explained(on: Central, concept: str, path: Sequence[int], seen: Sequence[Seen]) -> Explained:
    verdicts = judge(board(on.game, on.utilities, on.views), named(concept))
    told = tuple(_verdict(on, verdicts, step) for step in seen)
    allowed = tuple(_allowed(on, verdicts, s) for s in path)
    lasts = not allowed[-1]
    explained = sum(v in ("undeterred", "joint") for v in told) + lasts
    return Explained(concept, told, lasts, explained, allowed)


def _verdict(on: Central, verdicts: Verdicts, step: Seen) -> str:
    if len(step.movers) > 1:
        return "joint" if step.gained == step.movers else "unwilling"
    if not step.gained:
        return "worse"
    actor = on.game.actors.index(step.movers[0])
    free = verdicts.undeterred(actor, step.origin.index, step.target.index)
    return "undeterred" if free else "deterred"


def _allowed(on: Central, verdicts: Verdicts, s: int) -> int:
    every = range(len(on.game.actors))
    return sum(verdicts.undeterred(i, s, t) for i in every for t in on.game.moves(i, s))
