"""How the conflict may go on from the status quo, in words."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.mediation.places import members, short
from detente.brief.words.naming import choice_name
from detente.case import Case
from detente.insight.mediation.central import Place
from detente.insight.mediation.evolution import Arrival, Evolution
from detente.paper.english import capital, sentence
from detente.paper.model import Listing, Part, Table, row
from detente.paper.numbers import count

__all__ = ["evolution_parts"]

#: Equilibria told in the table, and ways of coalitions told one by one.
TOLD, WAYS = 20, 8

_BY = {"moves": "Any moves", "improvements": "Improvements", "joint": "Improvements, coalitions too"}


def evolution_parts(case: Case, found: Evolution) -> list[Part]:
    """Say where the conflict can come to from the status quo, and how soon.

    Parameters
    ----------
    case
        The case.
    found
        What was found of it.
    """
    chosen = f" Choice: {choice_name(case, found.choice)}." if found.choice else ""
    number = count(found.listed, "state lasts", "states last")
    head = f"In the central world {number} under at least one of {', '.join(found.concepts)}.{chosen}"
    parts: list[Part] = [f"{head} Nobody moves twice in a row.", _levels(found), _arrivals(case, found)]
    ways = [a for a in found.arrivals if a.joint and any(len(who) > 1 for who, _ in a.way)][:WAYS]
    if ways:
        items = tuple(sentence(_way(case, found, a)) for a in ways)
        parts.append(Listing("What is reached only, or sooner, if some move together", items))
    return parts


def _levels(found: Evolution) -> Table:
    most = max(map(len, found.reached.values()))
    heads = ("By", *(f"{n} steps" if n != 1 else "1 step" for n in range(most)))
    rows = tuple(
        row(_BY[name], *(str(n) for n in (*numbers, *[0] * (most - len(numbers)))))
        for name, numbers in found.reached.items()
    )
    return Table("How many states are first reached after how many steps", heads, rows)


def _arrivals(case: Case, found: Evolution) -> Table:
    told = found.arrivals[:TOLD]
    together = ("Coalitions too",) if found.gain else ()
    heads = ("Lasting state", "Lasts under", "Moves", "Improvements", *together, "Undeterred under")
    rows = tuple(
        row(
            capital(_state(case, a.state, found.choice)),
            ", ".join(a.lasting),
            _number(a.moves),
            _number(a.improvements),
            *((_number(a.joint),) if found.gain else ()),
            ", ".join(f"{c} {n}" for c, n in a.undeterred.items()) or "none",
        )
        for a in told
    )
    left = found.listed - len(told)
    note = "Fewest steps from the status quo; –: no such steps lead there."
    note += f" {count(left, 'further state is', 'further states are')} not shown." if left > 0 else ""
    return Table("What lasts, and how soon it is reached", heads, rows, note)


def _number(steps: int | None) -> str:
    return "–" if steps is None else str(steps)


def _state(case: Case, place: Place, choice: str) -> str:
    return short(case, place, choice)


def _way(case: Case, found: Evolution, a: Arrival) -> str:
    return f"{_state(case, a.state, found.choice)}: {'; then '.join(_steps(case, a.way, found.choice))}"


def _steps(case: Case, way: Sequence[tuple[Sequence[str], Place]], choice: str) -> list[str]:
    return [_step(case, who, at, choice) for who, at in way]


def _step(case: Case, who: Sequence[str], at: Place, choice: str) -> str:
    brings = "together bring" if len(who) > 1 else "brings"
    return f"{members(case, who)} {brings} about {_named(case, at, choice)}"


def _named(case: Case, place: Place, choice: str) -> str:
    return place.name or f"this: {short(case, place, choice)}"
