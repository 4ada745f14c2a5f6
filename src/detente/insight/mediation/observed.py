"""Which stability concept explains an observed history best.

After Wang, Hipel, Fang, Xu and Kilgour (2019), "Behavioral analysis in the graph model for conflict
resolution", as retold elsewhere, not checked against the paper: the concept whose predictions agree with what
the actors did. Here a concept explains a move that nothing
deters under it, a joint move by which all who make it gain, and that play ended where it did if that lasts.
Of concepts that explain as much the sharper is better: the one that allows fewer moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from detente.case import Case
from detente.case.nearest import check_name
from detente.errors import DetenteError
from detente.game import LIMIT
from detente.history import Path
from detente.insight.mediation.central import Central, Place, central
from detente.stability import Verdicts, board, judge, named
from detente.stability.coalition import together

__all__ = ["Explained", "Observed", "Seen", "observed", "recorded"]

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
    left
        What the record tells besides, as (what, why it is no step): ``chance`` (nobody's option), ``alone``
        (no actor's moves bring it about) or ``infeasible`` (the case has no such state).
    """

    case: str
    choice: str
    start: Place
    seen: tuple[Seen, ...]
    concepts: tuple[Explained, ...]
    left: tuple[tuple[str, str], ...] = ()


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
    return _compared(on, path[0], path[-1], [_seen(on, s, t) for s, t in pairwise(path)], concepts)


def recorded(
    case: Case,
    past: Path,
    choice: str = "",
    concepts: Sequence[str] = (),
    limit: int = LIMIT,
) -> Observed:
    """Compare the coded history of a case with what each concept predicts, in the central world.

    Changes of one event are one step. What chance did, what the case has no state for, and what no moves
    bring about is left out and told; play goes on from what the record says then.

    Parameters
    ----------
    case
        The case.
    past
        The levels of its options over a window of time, by its coded events.
    choice, concepts, limit
        As in `observed`.

    Raises
    ------
    DetenteError
        If nothing of the record is a step of this case.
    """
    on = central(case, choice, "", limit)
    fixed = {o: on.base[o] for o in case.chance if o in on.base}
    levels = {**past.initial, **fixed}
    here = _placed(on, levels)
    seen: list[Seen] = []
    left: list[tuple[str, str]] = []
    for changes in _events(past):
        told = ", ".join(f"{o}={x}" for o, x in changes.items())
        mine = {o: x for o, x in changes.items() if o not in case.chance and o in on.game.options}
        if not mine:
            left.append((told, "chance"))
            continue
        levels |= mine
        before, here = here, _placed(on, levels)
        if here < 0 or before < 0:
            left.append((told, "infeasible"))
        elif here != before:
            try:
                seen.append(_seen(on, before, here))
            except DetenteError:
                left.append((told, "alone"))
    if not seen:
        raise DetenteError("no change in the coded history is a step between states of this case")
    end = seen[-1].target.index if here < 0 else here
    return replace(_compared(on, seen[0].origin.index, end, seen, concepts), left=tuple(left))


def _events(past: Path) -> Iterator[dict[str, str]]:
    """Yield what each event changed."""
    for _, group in groupby(past.changes, key=lambda c: (c.at, c.event)):
        yield {c.option: c.level for c in group}


def _placed(on: Central, levels: Mapping[str, str]) -> int:
    """The state with these levels; -1 if the game has none."""
    try:
        return on.game.find({o: levels[o] for o in on.game.options if o in levels})
    except DetenteError:
        return -1


def _compared(on: Central, start: int, end: int, seen: Sequence[Seen], concepts: Sequence[str]) -> Observed:
    path = [*(s.origin.index for s in seen), end]
    found = [_explained(on, c, path, seen) for c in concepts or on.case.declared]
    found.sort(key=lambda e: (-e.explained, sum(e.allowed)))
    return Observed(on.case.case, on.choice, on.place(start), tuple(seen), tuple(found))


def _state(on: Central, told: Told, before: int) -> int:
    game = on.game
    if isinstance(told, str):
        check_name("state", told, game.names)
        return game.names.index(told)
    known = on.case.variables()
    for option, level in told.items():
        check_name("option", option, known)
        check_name(f"level of {option}", level, known[option].levels)
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
