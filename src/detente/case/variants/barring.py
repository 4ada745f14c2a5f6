"""Moves forbidden by hand: a case in which an option cannot be taken from one level to another."""

from __future__ import annotations

from detente.case.condition import parse
from detente.case.fields import Evidence
from detente.case.model import Case
from detente.case.play.actions import BarredMove
from detente.case.variants.holding import check_level
from detente.errors import DetenteError

__all__ = ["bar"]


def bar(case: Case, *moves: tuple[str, str, str]) -> Case:
    """Return a case in which nobody who owns an option can move it from one level to another.

    Each move becomes an entry ``barred`` for every actor that may change the option: wherever it has the
    first level, no move of that actor leads to the second, whatever else changes with it. What several
    actors do together (``common_moves``) stays possible, and so does a way over a level between.

    Parameters
    ----------
    case
        The case; it is not changed.
    moves
        Option, the level that it has, the level that it cannot be taken to.

    Raises
    ------
    UnknownName
        If there is no such option, or it has no such level; carries the nearest names.
    DetenteError
        If the option is one of chance, nobody can change it, or both levels are the same.

    See Also
    --------
    hold : keeps an option at a level, in every state.
    """
    barred = dict(case.barred)
    for option, here, there in moves:
        _check(case, option, here, there)
        movers = [actor for actor in case.actors if case.ways(actor, option)]
        if not movers:
            raise DetenteError(f"nobody can change {option}, so there is no move of it to forbid")
        for actor in movers:
            barred["-".join(("barred", actor, option.replace(".", "-"), here, there))] = BarredMove(
                actor=actor,
                when=parse(f"{option} == {here}"),
                to=parse(f"{option} == {there}"),
                evidence=Evidence(),
            )
    return case.model_copy(update={"barred": barred}) if moves else case


def _check(case: Case, option: str, *levels: str) -> None:
    if option in case.chance:
        raise DetenteError(f"{option} is an option of chance, which nobody moves")
    for level in levels:
        check_level(case, option, level)
    if len(set(levels)) < 2:
        raise DetenteError(f"a move of {option} leads from one level to another, not to {levels[0]} itself")
