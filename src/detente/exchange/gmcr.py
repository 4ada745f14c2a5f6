"""Files of GMCR+ (gmcr-py): JSON with yes/no options, infeasible patterns, and a ranking or priorities."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from detente.exchange.conflict import FREE, Conflict, Kind, Lever, Pattern, grouped, refuse
from detente.files import parse_json

__all__ = ["read_gmcr", "write_gmcr"]

_KINDS: Mapping[str, Kind] = {"both": FREE, "fwd": "up", "back": "down", "none": "fixed"}
_DIRECTIONS = {kind: name for name, kind in _KINDS.items()}

#: Most options of a file whose states have to be listed.
MOST_LISTED = 16


def read_gmcr(data: bytes, title: str) -> Conflict:
    """Read a file of GMCR+.

    A state's number in a ranking counts the feasible states in the order of their binary numbers, in which
    option k weighs 2^k (``data_03_gmcrUtilities.py`` of gmcr-py 0.4). States that an actor misperceives are
    states that it can neither leave nor reach.

    Parameters
    ----------
    data
        The file.
    title
        What to call the conflict; such files do not say.

    Raises
    ------
    ExchangeError
        With everything in it that is no conflict.
    """
    try:
        held = parse_json(data)
    except ValueError as error:
        refuse([f"it is no JSON: {error}"])
    reader = _Reader(held)
    refuse(reader.wrong)
    return reader.conflict(title)


class _Reader:
    """What is read of a file, and what is wrong with it."""

    def __init__(self, held: Any) -> None:
        self.wrong: list[str] = []
        self.held: Mapping[str, Any] = held if isinstance(held, dict) else {}
        self.makers = self._list("decisionMakers", dict)
        self.options = self._list("options", dict)
        if not (self.makers and self.options):
            self.wrong.append("it has no options and decisionMakers, so it is no file of GMCR+")
            return
        self.actors = tuple(
            str(m.get("name", "")).strip() or f"actor {k}" for k, m in enumerate(self.makers, 1)
        )
        self.levers = tuple(self._lever(k, option) for k, option in enumerate(self.options))
        places = enumerate(self._list("infeasibles", list), 1)
        found = [one for k, each in places for one in self._patterns(each, f"infeasibles[{k}]")]
        self.infeasible = tuple(found)
        self.manual = bool(self.held.get("useManualPreferenceRanking"))
        self.priority = tuple(tuple(self._priorities(k)) for k in range(len(self.makers)))
        self.unseen = tuple(tuple(self._unseen(k)) for k in range(len(self.makers)))
        self.rows: tuple[tuple[int, ...], ...] = ()
        if not self.wrong and (self.manual or any(self.unseen)):
            self._list_states()
        self.payoffs = tuple(self._payoffs(k) for k in range(len(self.makers))) if self.manual else ()

    def conflict(self, title: str) -> Conflict:
        """Put together what was read."""
        remarks = []
        pairs = [c for c in self._list("coalitions", list) if len(c) > 1]
        if pairs:
            remarks.append("The file groups actors into coalitions, which this case does not.")
        listed = bool(self.rows)
        levers, arcs = self.levers, ()
        if any(self.unseen):
            levers, arcs = self._seen()  # type: ignore[assignment]
            remarks.append("States that an actor does not perceive are ones it can neither leave nor reach.")
        return Conflict(
            title=title,
            actors=self.actors,
            options=levers,
            states=tuple(str(k) for k in range(1, len(self.rows) + 1)) if listed else (),
            settings=self.rows,
            payoffs=self.payoffs,
            priority=() if self.manual else self.priority,
            infeasible=self.infeasible,
            arcs=arcs,
            remarks=tuple(remarks),
        )

    def _list(self, key: str, kind: type) -> list[Any]:
        value = self.held.get(key, [])
        if not isinstance(value, list):
            self.wrong.append(f"{key} is no list")
            return []
        return [v for v in value if isinstance(v, kind)]

    def _lever(self, number: int, option: Mapping[str, Any]) -> Lever:
        name = str(option.get("name", "")).strip() or f"option {number + 1}"
        owners = [k for k, m in enumerate(self.makers) if number in _numbers(m.get("options"))]
        if len(owners) != 1:
            who = "nobody" if not owners else " and ".join(self.actors[k] for k in owners)
            self.wrong.append(f"options[{number}] ({name}) is decided by {who}; an option has one owner")
        direction = option.get("permittedDirection", "both")
        if direction not in _KINDS:
            allowed = ", ".join(_KINDS)
            self.wrong.append(f"options[{number}].permittedDirection is {direction!r}, not one of {allowed}")
        return Lever(owners[0] if owners else 0, name, kind=_KINDS.get(str(direction), FREE))

    def _patterns(self, given: Any, place: str) -> Iterator[Pattern]:
        """Yield the patterns of a condition: one, or the members of a compound one."""
        members = given.get("members") if isinstance(given, dict) else [given]
        if not isinstance(members, list) or not members:
            self.wrong.append(f"{place} is no condition")
            return
        for member in members:
            if (pattern := self._pattern(member)) is None:
                self.wrong.append(f"{place} is no condition: {json.dumps(member)[:60]}")
            else:
                yield pattern

    def _pattern(self, given: Any) -> Pattern | None:
        if not isinstance(given, list) or not given:
            return None
        found: dict[int, int] = {}
        for pair in given:
            if not (isinstance(pair, list) and len(pair) == 2 and pair[1] in ("Y", "N")):
                return None
            number = pair[0]
            if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < len(self.options):
                return None
            found[number] = int(pair[1] == "Y")
        return tuple(found.items())

    def _priorities(self, actor: int) -> Iterator[tuple[Pattern, ...]]:
        given = self.makers[actor].get("preferences", [])
        for k, one in enumerate(given if isinstance(given, list) else []):
            found = tuple(self._patterns(one, f"decisionMakers[{actor}].preferences[{k}]"))
            if found:
                yield found

    def _unseen(self, actor: int) -> Iterator[Pattern]:
        given = self.makers[actor].get("misperceptions", [])
        for k, one in enumerate(given if isinstance(given, list) else []):
            yield from self._patterns(one, f"decisionMakers[{actor}].misperceptions[{k}]")

    def _list_states(self) -> None:
        """List the feasible states in the order of their binary numbers."""
        options = len(self.levers)
        if options > MOST_LISTED:
            self.wrong.append(
                f"its states would have to be listed, for {options} options; at most {MOST_LISTED}"
            )
            return
        every = (tuple(number >> k & 1 for k in range(options)) for number in range(2**options))
        self.rows = tuple(row for row in every if not any(_fits(row, p) for p in self.infeasible))
        if not self.rows:
            self.wrong.append("its infeasible patterns leave no state")

    def _payoffs(self, actor: int) -> tuple[Fraction, ...]:
        maker = self.makers[actor]
        ranking = maker.get("preferenceRanking", maker.get("preferenceVector"))
        groups = [one if isinstance(one, list) else [one] for one in ranking or []]
        told = [state for group in groups for state in group]
        if sorted(map(str, told)) != sorted(str(k) for k in range(1, len(self.rows) + 1)):
            self.wrong.append(
                f"decisionMakers[{actor}].preferenceRanking does not name each of the {len(self.rows)} "
                "feasible states once"
            )
            return ()
        worth = {int(state): Fraction(len(groups) - k) for k, group in enumerate(groups) for state in group}
        return tuple(worth[k] for k in range(1, len(self.rows) + 1))

    def _seen(self) -> tuple[tuple[Lever, ...], tuple[tuple[tuple[int, int], ...], ...]]:
        """Fix the options, and list the moves between states that their actors perceive."""
        arcs = tuple(tuple(self._moves(actor)) for actor in range(len(self.actors)))
        return tuple(Lever(o.owner, o.name, o.levels, "fixed") for o in self.levers), arcs

    def _moves(self, actor: int) -> Iterator[tuple[int, int]]:
        seen = [s for s, row in enumerate(self.rows) if not any(_fits(row, p) for p in self.unseen[actor])]
        for s in seen:
            for t in seen:
                changed = [k for k in range(len(self.levers)) if self.rows[s][k] != self.rows[t][k]]
                if changed and all(self._may(actor, k, self.rows[t][k]) for k in changed):
                    yield s, t

    def _may(self, actor: int, option: int, level: int) -> bool:
        lever = self.levers[option]
        return lever.owner == actor and lever.kind in (FREE, "up" if level else "down")


def write_gmcr(conflict: Conflict) -> bytes:
    """Write a conflict as a file of GMCR+.

    An option of several levels becomes a yes/no option for each level above the first, of which at most
    one is taken.

    Parameters
    ----------
    conflict
        The conflict.

    Raises
    ------
    ExchangeError
        With everything that such a file cannot say.
    """
    refuse(_unsaid(conflict))
    flags = [(k, level) for k, lever in enumerate(conflict.options) for level in range(1, len(lever.levels))]
    bits = [tuple(int(row[k] == level) for k, level in flags) for row in conflict.settings]
    rank = sorted(range(len(bits)), key=lambda s: sum(b << k for k, b in enumerate(bits[s])))
    number = {s: place for place, s in enumerate(rank, 1)}
    makers = [
        {
            "name": name,
            "options": [n for n, (k, _) in enumerate(flags) if conflict.options[k].owner == actor],
            "preferences": [],
            "preferenceRanking": [_one([number[s] for s in g]) for g in grouped(conflict.payoffs[actor])],
        }
        for actor, name in enumerate(conflict.actors)
    ]
    held = {
        "program": "gmcr-py",
        "version": "0.3.6",
        "options": [_exported(conflict.options[k], level) for k, level in flags],
        "decisionMakers": makers,
        "infeasibles": [[[k, "NY"[v]] for k, v in p] for p in _excluded(set(bits), len(flags))],
        "useManualPreferenceRanking": True,
        "coalitions": list(range(len(conflict.actors))),
    }
    return (json.dumps(held, ensure_ascii=False, indent=1) + "\n").encode()


def _unsaid(conflict: Conflict) -> Iterator[str]:
    if not conflict.options:
        yield "a file of GMCR+ has options, and this case has states and arcs only"
    elif conflict.arcs:
        yield "a file of GMCR+ cannot say moves that are listed, common or bound to a condition"
    for lever in conflict.options:
        if len(lever.levels) > 2 and lever.kind != FREE:
            yield f"{lever.name} has {len(lever.levels)} levels and goes {lever.kind} only"


def _exported(lever: Lever, level: int) -> dict[str, str]:
    several = len(lever.levels) > 2
    name = f"{lever.name}: {lever.levels[level]}" if several else lever.name
    return {"name": name, "permittedDirection": _DIRECTIONS[lever.kind]}


def _excluded(rows: set[tuple[int, ...]], width: int, held: Pattern = ()) -> Iterator[Pattern]:
    """Yield patterns that together hold in all rows of so many yes and no but these, and in none of these."""
    here = {row for row in rows if _fits(row, held)}
    if not here:
        yield held
    elif len(here) < 2 ** (width - len(held)):
        for value in (0, 1):
            yield from _excluded(here, width, (*held, (len(held), value)))


def _fits(row: Sequence[int], pattern: Pattern) -> bool:
    return all(row[k] == v for k, v in pattern)


def _numbers(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _one(group: list[int]) -> int | list[int]:
    return group[0] if len(group) == 1 else group
