"""Why something does not come about: would it last, who would leave it, who could reach it together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.case import Case
from detente.case.condition import Condition
from detente.game import LIMIT
from detente.game.model import Bools
from detente.insight.mediation.alliances import Leap, leap
from detente.insight.mediation.central import Central, Place, central, read_condition, where
from detente.stability import Stability, resting
from detente.stability.coalition import jumps

__all__ = ["Barrier", "Opening", "Share", "WhyNot", "not_reached", "why_not"]

#: Openings and barriers that are told.
TOLD = 6

#: Goals that are compared with where play rests, those nearest to it first.
GOALS = 2_000

#: Points of rest that are told and left, and candidates that nobody's path is worked out for beyond.
ORIGINS = 40


@dataclass(frozen=True, slots=True)
class Share:
    """What a member's own part of a joint move comes to if it makes it alone.

    Parameters
    ----------
    actor
        Id of the member.
    verdict
        ``impossible``: it cannot make it alone; ``worse`` or ``equal``: it gains nothing; ``deterred``: it
        gains, but an answer would take the gain back; ``open``: it gains and nothing deters it.
    """

    actor: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A way to what is asked for: a coalition that gains by it, and what each could do alone.

    Parameters
    ----------
    leap
        From where, to which lasting state, who, by which moves.
    shares
        What each member's own part comes to alone; empty for a single actor and without options.
    """

    leap: Leap
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Barrier:
    """A lasting state that would do, and who of those who would have to move gains nothing by it.

    Parameters
    ----------
    origin, target
        Where play stands, and where it would last.
    movers
        Ids of those whose options differ.
    unwilling
        Ids of those among them who are no better off.
    """

    origin: Place
    target: Place
    movers: tuple[str, ...]
    unwilling: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why something does or does not come about in the central world.

    Parameters
    ----------
    case, choice, concept, condition
        What was asked.
    feasible, lasting
        Number of states that satisfy the condition, and of those among them that last.
    reached
        Those among the lasting ones where play rests that starts from the status quo.
    rests
        Where else it rests.
    openings
        Smallest coalitions that gain by moving from where play rests, or from the status quo, to one that
        lasts.
    barriers
        If there are none: the lasting states that fewest movers would lose by.
    leavers
        If none lasts: actor -> number of the states that it would leave.
    nearest
        If none lasts: the state that fewest actors would leave, and who they are.
    """

    case: str
    choice: str
    concept: str
    condition: str
    feasible: int
    lasting: int
    reached: tuple[Place, ...]
    rests: tuple[Place, ...]
    openings: tuple[Opening, ...]
    barriers: tuple[Barrier, ...]
    leavers: Mapping[str, int]
    nearest: tuple[Place, tuple[str, ...]] | None

    @property
    def status(self) -> str:
        """``impossible``, ``left`` (none lasts), ``reached`` or ``unreached``."""
        if not self.feasible:
            return "impossible"
        if not self.lasting:
            return "left"
        return "reached" if self.reached else "unreached"


def why_not(
    case: Case, condition: str, choice: str = "", concept: str = "", gain: str = "strict", limit: int = LIMIT
) -> WhyNot:
    """Say why something does not come about, and who could bring it about together.

    Parameters
    ----------
    case
        The case.
    condition
        What should hold, in the language of conditions; the id of an outcome class stands for its condition.
    choice, concept
        Id of a choice that is made, and a stability concept; none, and the case's own, by default.
    gain
        What moves a coalition: ``strict`` or ``pareto``.
    limit
        Most states held at once.

    Raises
    ------
    DetenteError, UnknownName
        If the condition cannot be read.

    Examples
    --------
    >>> from detente.catalog import load
    >>> found = why_not(load("elmira"), "compromise")
    >>> found.status, found.lasting, found.openings[0].leap.members
    ('unreached', 1, ('moe', 'uniroyal'))
    """
    on = central(case, choice, concept, limit)
    among = where(case, on.game, _condition(case, condition))
    return _answer(_Look(on, on.assess((on.concept,)), _rests(on)), among, condition, gain)


def not_reached(
    case: Case, outcomes: Sequence[str], choices: Sequence[str], limit: int = LIMIT
) -> tuple[WhyNot, ...]:
    """Ask why play does not come to rest in outcome classes under choices.

    Parameters
    ----------
    case
        The case.
    outcomes
        Ids of outcome classes.
    choices
        Ids of choices; an empty string for the whole game.
    limit
        Most states held at once.

    Returns
    -------
    tuple of WhyNot
        For each outcome and each choice; an outcome that no state has under a choice is left out there.
    """
    found = []
    for choice in choices if outcomes else ():
        on = central(case, choice, "", limit)
        look = _Look(on, on.assess((on.concept,)), _rests(on))
        masks = {o: on.game.outcome == on.game.outcomes.index(o) for o in outcomes}
        found += [_answer(look, mask, o, "strict") for o, mask in masks.items() if mask.any()]
    return tuple(sorted(found, key=lambda w: list(outcomes).index(w.condition)))


def _condition(case: Case, text: str) -> Condition:
    known = case.outcomes.get(text.strip())
    return known.when if known else read_condition(case, text)


@dataclass(frozen=True, slots=True)
class _Look:
    """A conflict, which states last in it, and where play rests."""

    on: Central
    judged: Stability
    rests: Sequence[int]


def _answer(look: _Look, among: Bools, text: str, gain: str) -> WhyNot:
    on, judged, rests = look.on, look.judged, look.rests
    lasts, start = judged.equilibria[0], on.game.status_quo
    lasting = np.flatnonzero(lasts & among)
    reached = [s for s in rests if among[s]]
    origins = list(dict.fromkeys([*(s for s in rests if not among[s]), *([start] if start >= 0 else [])]))
    far = [] if reached else _nearest(on, lasting.tolist(), origins)
    openings = tuple(_openings(on, judged.stable[0], origins, far, rests, gain))
    left = among & ~lasts if not len(lasting) else np.zeros_like(among)
    leavers = {on.actor(i): int((left & ~row).sum()) for i, row in enumerate(judged.stable[0]) if left.any()}
    return WhyNot(
        on.case.case,
        on.choice,
        on.concept,
        text,
        int(among.sum()),
        len(lasting),
        tuple(on.place(s) for s in reached[:ORIGINS]),
        tuple(on.place(s) for s in rests if not among[s])[:ORIGINS],
        openings,
        () if openings else tuple(_barriers(on, origins, far)),
        {a: n for a, n in leavers.items() if n},
        _least_left(on, left, judged.stable[0]),
    )


def _rests(on: Central) -> list[int]:
    if on.game.status_quo < 0:
        return []
    return resting(on.game, on.utilities, on.concept, on.game.status_quo, on.views).states


def _nearest(on: Central, lasting: Sequence[int], origins: Sequence[int]) -> list[int]:
    """Return the goals that differ least from where play stands."""
    rows = on.game.states
    if not origins or not rows.shape[1]:
        return [int(s) for s in lasting[:GOALS]]
    apart = np.min([(rows[lasting] != rows[o]).sum(axis=1) for o in origins[:ORIGINS]], axis=0)
    return [int(lasting[k]) for k in np.argsort(apart, kind="stable")[:GOALS]]


def _openings(
    on: Central, stable: Bools, origins: Sequence[int], goals: Sequence[int], rests: Sequence[int], gain: str
) -> Iterator[Opening]:
    found = jumps(on.game, on.utilities, origins[:ORIGINS], gain, goals)
    rows = on.game.states
    size = {j: (len(j.members), int((rows[j.origin] != rows[j.target]).sum())) for j in found}
    for j in sorted(found, key=lambda j: (j.origin not in rests, *size[j], j.target))[:TOLD]:
        several = len(j.members) > 1 and bool(on.game.options)
        told = tuple(_share(on, stable, j.origin, j.target, i) for i in j.members) if several else ()
        yield Opening(leap(on, j, j.origin in rests), told)


def _share(on: Central, stable: Bools, origin: int, target: int, actor: int) -> Share:
    """Say what an actor's own part of a change comes to if nobody else moves."""
    name, rows = on.actor(actor), on.game.states
    own = [k for k, owner in enumerate(on.game.owners) if owner == actor]
    wanted = rows[origin].copy()
    wanted[own] = rows[target, own]
    alone = next((s for s in on.game.moves(actor, origin) if (rows[s] == wanted).all()), None)
    if alone is None:
        return Share(name, "impossible")
    change = int(on.utilities[actor, alone]) - int(on.utilities[actor, origin])
    if change <= 0:
        return Share(name, "worse" if change else "equal")
    return Share(name, "deterred" if stable[actor, origin] else "open")


def _barriers(on: Central, origins: Sequence[int], goals: Sequence[int]) -> Iterator[Barrier]:
    """Yield the goals by which fewest of those who would have to move lose or stay as they are."""
    rows, u = on.game.states, on.utilities
    found = []
    for o in origins[:ORIGINS]:
        for t in goals:
            columns = np.flatnonzero(rows[o] != rows[t])
            movers = sorted({on.game.owners[k] for k in columns} - {-1})
            unwilling = [i for i in movers if u[i, t] <= u[i, o]]
            found.append((len(unwilling), len(columns), o, t, movers, unwilling))
    for _, _, o, t, movers, unwilling in sorted(found, key=lambda x: x[:4])[:TOLD]:
        names = tuple(map(on.actor, movers)), tuple(map(on.actor, unwilling))
        yield Barrier(on.place(o), on.place(t), *names)


def _least_left(on: Central, left: Bools, stable: Bools) -> tuple[Place, tuple[str, ...]] | None:
    if not left.any():
        return None
    number = (~stable).sum(axis=0)
    s = int(min(np.flatnonzero(left), key=lambda s: (number[s], s)))
    return on.place(s), tuple(on.actor(i) for i in range(len(stable)) if not stable[i, s])
