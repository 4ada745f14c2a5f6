"""Case -> Conflict: every state, and the order of the states for each actor at the centre of all ranges."""

from __future__ import annotations

from fractions import Fraction

from detente.case import Case
from detente.errors import TooLarge
from detente.exchange.conflict import Conflict, Lever, refuse
from detente.game import unfold
from detente.worlds import draw, exact

__all__ = ["listed"]

#: Most states that are listed in a file of another program.
MOST = 10_000


def listed(case: Case, graph: bool = False) -> Conflict:
    """List a case for other programs, which know no ranges: every weight at the centre of its range.

    Parameters
    ----------
    case
        The case; options of chance cannot be listed.
    graph
        Whether to list every move, for formats that hold nothing else.

    Raises
    ------
    ExchangeError
        If other programs cannot say it.
    TooLarge
        If it has more than 10,000 states.
    """
    if case.chance:
        refuse(f"{name} is decided by chance, which such a file cannot say" for name in case.chance)
    shared = [o for o in case.options if o.partition(".")[0] not in case.actors]
    refuse(f"{name} is moved by several together, which such a file cannot say" for name in shared)
    game = unfold(case)
    if len(game) > MOST:
        raise TooLarge(len(game), MOST)
    values, _ = exact(case, game, draw(case, 1))
    ordinal = all(p.ranking or p.priority for p in case.preferences.values())
    bound = bool(case.arcs or case.common_moves) or any(
        o.moves.only or o.moves.when for o in case.options.values()
    )
    arcs = tuple(
        tuple((s, t) for s in range(len(game)) for t in game.moves(k, s)) for k in range(len(game.actors))
    )
    return Conflict(
        title=case.title,
        actors=tuple(a.name for a in case.actors.values()),
        options=tuple(_lever(case, o) for o in game.options),
        states=game.names or tuple(str(s + 1) for s in range(len(game))),
        settings=tuple(tuple(int(v) for v in row) for row in game.states),
        payoffs=tuple(tuple(Fraction(v) for v in row) for row in values),
        ordinal=ordinal,
        arcs=arcs if graph or bound else (),
        today=game.status_quo,
    )


def _lever(case: Case, name: str) -> Lever:
    option = case.options[name]
    owner = list(case.actors).index(name.partition(".")[0])
    return Lever(owner, option.name, tuple(option.levels), option.moves.kind)
