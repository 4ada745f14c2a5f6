"""Hypergames: what each actor expects to last, and what would surprise it.

Bennett (1977); Wang, Hipel and Fraser (1988, 1989); Aljefri, Bashar, Fang and Hipel (2017). An actor's game
has everybody's preferences as that actor sees them, by the perceptions of the case, and not the options that
it does not see: these stay as they are today, nobody moves by them, and where they are otherwise the actor
sees nothing that it could leave for. At the first level nobody knows that games differ: what lasts is stable
for each actor in its own game, and an actor expects the equilibria of its own game. At the second level an
actor ascribes a game to each, by the perceptions that it holds of others' perceptions (``by``), and expects
what is stable for each in the game ascribed to it. What lasts at the first level and was not expected is a
surprise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from detente.case.model import Case
from detente.errors import DetenteError
from detente.game.model import Bools, Ints
from detente.registry import Variation
from detente.stability.assess import assess
from detente.stability.variants.asking.grounds import by_relations
from detente.stability.variants.asking.model import Frame, Ground, Variant
from detente.stability.variants.asking.relation import Relations, settle, small
from detente.stability.witness import Witness
from detente.worlds import draw

__all__ = ["VARIANT"]


def _judge(frame: Frame, actor: int, asked: Variation) -> Bools:
    if asked.ending == "sees":
        return _in_own_game(frame, actor, asked.base)
    expected = _expected(frame, actor, asked.base, max(asked.order, 1))
    if asked.ending == "expects":
        return expected
    rows = [_in_own_game(frame, j, asked.base) for j in range(len(frame.game.actors))]
    return np.asarray(np.logical_and.reduce(rows) & ~expected, np.bool_)


def _in_own_game(frame: Frame, actor: int, base: str) -> Bools:
    """(S,) what is stable for an actor in the game that it sees."""
    key = ("own game", actor, base)
    return frame.once(
        key, lambda: _stable(frame, _Seen(frame.seen(actor), _within(frame, actor)), base, actor)
    )


def _expected(frame: Frame, actor: int, base: str, level: int) -> Bools:
    """(S,) what an actor expects to last; beyond the second level nothing more is ascribed to anybody."""
    found = _within(frame, actor).copy()
    for j in range(len(frame.game.actors)):
        found &= _stable(frame, _game(frame, actor, j, level), base, j)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A game as somebody sees it: the utilities of all, and the states that there are."""

    utilities: tuple[Ints, ...]
    within: Bools


def _game(frame: Frame, actor: int, other: int, level: int) -> _Seen:
    """The game that an actor ascribes to another, or to itself."""
    seen, within = frame.seen(actor), _within(frame, actor)
    if level < 2 or other == actor:
        return _Seen(seen, within)
    held = frame.once(("ascribed", actor), partial(_ascribed, frame, actor)).get(other, {})
    ascribed = tuple(held.get(k, u) for k, u in enumerate(seen))
    return _Seen(ascribed, within & _within(frame, other, frame.game.actors[actor]))


def _stable(frame: Frame, seen: _Seen, base: str, actor: int) -> Bools:
    """(S,) what is stable for an actor in a game."""
    if not seen.within.all():
        small(frame.game)
        return settle(frame, actor, base, _relations(seen, actor))
    return np.asarray(assess(frame.game, np.array(seen.utilities), (base,)).stable[0, actor], np.bool_)


def _relations(seen: _Seen, actor: int) -> Relations:
    inside = seen.within[:, None] & seen.within[None, :]
    better = [np.asarray((u[None, :] > u[:, None]) & inside, np.bool_) for u in seen.utilities]
    own = seen.utilities[actor]
    harms = np.asarray(own[None, :] <= own[:, None], np.bool_)
    return Relations(better[actor], harms, better[actor], better, seen.within)


def _within(frame: Frame, viewer: int, by: str = "") -> Bools:
    """(S,) the states in which every option that a viewer does not see is as it is today."""
    game, found = frame.game, np.ones(len(frame.game), np.bool_)
    me = game.actors[viewer]
    if game.status_quo < 0 and any(p.unseen for p in frame.case.perceptions.values()):
        raise DetenteError("options that are not seen stay as they are today; the case has no status quo")
    for p in frame.case.perceptions.values():
        if p.viewer == me and p.by == by:
            for k in (game.options.index(o) for o in p.unseen if o in game.options):
                found &= game.states[:, k] == game.states[game.status_quo, k]
    return found


def _ascribed(frame: Frame, actor: int) -> dict[int, dict[int, Ints]]:
    """Other -> third -> (S,) the utilities that the actor thinks the other to believe of the third."""
    me = frame.game.actors[actor]
    mine = {n: p.model_copy(update={"by": ""}) for n, p in frame.case.perceptions.items() if p.by == me}
    views = draw(frame.case.model_copy(update={"perceptions": mine}), 1).views(frame.game)
    return {
        j: {k: u[:, 0].astype(np.int64) for k, u in row.items()} for j, row in views.items() if j != actor
    }


def _reason(frame: Frame, actor: int, state: int, asked: Variation) -> tuple[Ground, ...]:
    """The moves of whoever leaves; of all, if nobody does."""
    small(frame.game)
    every, level = range(len(frame.game.actors)), max(asked.order, 1)
    if asked.ending == "sees":
        return (_ground(frame, _game(frame, actor, actor, 1), asked, actor, state, actor),)
    own = [_ground(frame, _game(frame, j, j, 1), asked, j, state, j) for j in every]
    if asked.ending == "surprises" and (leaving := [g for g in own if not g.witness.stable]):
        return (replace(leaving[0], kind="lasts"),)
    if not _within(frame, actor)[state]:
        return (Ground("unseen", Witness(asked.name, actor, state, False, (), None), actor),)
    told = [_ground(frame, _game(frame, actor, j, level), asked, j, state, actor) for j in every]
    return tuple([g for g in told if not g.witness.stable][:1] or told)


def _ground(frame: Frame, seen: _Seen, asked: Variation, actor: int, state: int, about: int) -> Ground:
    told = by_relations(frame.game, asked.name, asked.base, _relations(seen, actor), actor, state)
    return Ground("game", told, about)


def _asked(case: Case) -> bool:
    return bool(case.perceptions)


VARIANT = Variant(
    title="hypergame",
    source="Bennett 1977; Wang, Hipel & Fraser 1988",
    means="What an actor expects to last in the game as it sees it, and what lasts unexpectedly.",
    judge=_judge,
    reason=_reason,
    asked=_asked,
)
