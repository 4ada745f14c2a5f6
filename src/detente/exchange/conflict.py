"""A conflict as other programs and papers hold it: listed, with an order of its states for each actor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from detente.case.condition import RESERVED
from detente.case.file.writing import block, plain
from detente.errors import ExchangeError

__all__ = ["FREE", "NUMBER", "Conflict", "Lever", "Pattern", "grouped", "quoted", "refuse"]

#: How an option may be changed, as in a case file.
Kind = Literal["free", "up", "down", "fixed"]
FREE: Kind = "free"

#: A number of a payoff: an exponent of many digits would be written out, digit by digit, and a number of
#: thousands of digits is none to Python.
NUMBER = re.compile(r"(?=.{1,400}$)[-+]?(?:(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?|\d+/\d*[1-9]\d*)", re.ASCII)

#: What no id may be: words of the condition language, and the owner of what nobody decides.
_TAKEN = RESERVED | {"chance"}

#: What locators of the file that is read begin with.
_KEY = "FILE"

#: Levels of some options, option number -> level number: what all states that have them share.
Pattern = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Lever:
    """An option of a conflict from elsewhere.

    Parameters
    ----------
    owner
        Number of the actor that decides it.
    name
        What it is called.
    levels
        Names of its levels, from less to more; two of them named no and yes, as a rule.
    kind
        How its owner may change it.
    """

    owner: int
    name: str
    levels: tuple[str, ...] = ("no", "yes")
    kind: Kind = FREE


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict as other programs and papers hold it.

    Parameters
    ----------
    title
        What it is called.
    actors
        Names of the A actors.
    options
        The O options; none for a conflict in graph form.
    states
        Names of the S states, if they are listed.
    settings
        S rows of O level numbers; empty rows in graph form.
    payoffs
        A rows of S numbers, larger is better; none where ``priority`` says what the actors want.
    ordinal
        Whether only the order of payoffs means anything.
    priority
        For each actor its statements, most important first; one holds where any of its patterns does.
    infeasible
        Patterns of states that cannot be.
    arcs
        For each actor its moves from state to state beside those by options, or none for anybody.
    today
        Number of the state that is the status quo, or -1.
    readings
        Names of readings, each with the payoffs that some actors have instead.
    remarks
        What the file said that a case cannot say, a sentence each.
    """

    title: str
    actors: tuple[str, ...]
    options: tuple[Lever, ...] = ()
    states: tuple[str, ...] = ()
    settings: tuple[tuple[int, ...], ...] = ()
    payoffs: tuple[tuple[Fraction, ...], ...] = ()
    ordinal: bool = True
    priority: tuple[tuple[tuple[Pattern, ...], ...], ...] = ()
    infeasible: tuple[Pattern, ...] = ()
    arcs: tuple[tuple[tuple[int, int], ...], ...] = ()
    today: int = -1
    readings: tuple[tuple[str, tuple[tuple[int, tuple[Fraction, ...]], ...]], ...] = ()
    remarks: tuple[str, ...] = field(default=())

    def text(self, slug: str, as_of: str, origin: str = "") -> str:
        """Return the conflict as a case file.

        Parameters
        ----------
        slug
            Short id of the case.
        as_of
            The day of the case, for example 1991-06-01.
        origin
            Name of the file that the conflict is from, which is the source of everything in it.

        Returns
        -------
        str
            YAML that `detente.case.loads` reads.
        """
        actors = _identifiers(self.actors, "actor")
        options = _option_names(self.options, actors)
        head: dict[str, object] = {"format": 1, "case": slug, "title": self.title, "as_of": as_of}
        if self.remarks:
            head["summary"] = " ".join(self.remarks)
        head["sources"] = {"imported": {"title": origin or self.title, "key": _KEY}}
        head["actors"] = {a: {"name": name} for a, name in zip(actors, self.actors, strict=True)}
        parts = head | self._options(options) | self._states(actors, options)
        parts["preferences"] = {a: self._wants(k, options) for k, a in enumerate(actors)}
        if self.readings:
            parts["readings"] = self._readings(actors)
        return "\n".join(block(plain(parts), 0)) + "\n"  # type: ignore[arg-type]

    def _options(self, options: Sequence[str]) -> dict[str, object]:
        if not options:
            return {}
        return {"options": {o: self._option(k) for k, o in enumerate(options)}}

    def _option(self, number: int) -> dict[str, object]:
        lever = self.options[number]
        actor = self.actors[lever.owner]
        if lever.levels == ("no", "yes"):
            says = {
                "no": f"{actor} does not take the option {lever.name}",
                "yes": f"{actor} takes the option {lever.name}",
            }
        else:
            names = _levels(lever)
            said = (f"{actor} has {lever.name} at {level}" for level in lever.levels)
            says = dict(zip(names, said, strict=True))
        entry: dict[str, object] = {"name": lever.name, "levels": says}
        if lever.kind != FREE:
            entry["moves"] = {"kind": lever.kind, "evidence": _KEY}
        return entry | {"evidence": _KEY}

    def _states(self, actors: Sequence[str], options: Sequence[str]) -> dict[str, object]:
        found: dict[str, object] = {}
        if self.infeasible:
            found["constraints"] = {
                f"c{k}": {"forbid": self._condition(one, options), "evidence": _KEY}
                for k, one in enumerate(self.infeasible, 1)
            }
        if self.states:
            if options:
                rows = (self._setting(row, options) for row in self.settings)
            else:
                rows = (f"the conflict is in state {name}" for name in self.states)  # type: ignore[misc]
            found["states"] = dict(zip(self.names, rows, strict=True))
        if self.arcs:
            names = self.names
            pairs = ([[names[s], names[t]] for s, t in moves] for moves in self.arcs)
            found["arcs"] = dict(zip(actors, pairs, strict=True))
        if self.today >= 0:
            found["status_quo"] = self.names[self.today]
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """The states by ids that a case file may use; the ones they have, where these will do."""
        return tuple(_identifiers(self.states, "s", digits=True))

    def _setting(self, row: Sequence[int], options: Sequence[str]) -> dict[str, object]:
        return {o: _levels(self.options[k])[row[k]] for k, o in enumerate(options)}

    def _condition(self, pattern: Pattern, options: Sequence[str]) -> str:
        return " and ".join(f"{options[k]} == {_levels(self.options[k])[v]}" for k, v in pattern)

    def _wants(self, actor: int, options: Sequence[str]) -> dict[str, object]:
        if self.priority:
            return {"priority": [self._any(one, options) for one in self.priority[actor]], "evidence": _KEY}
        if self.ordinal:
            names = self.names
            return {"ranking": _ranked(names, self.payoffs[actor]), "evidence": _KEY}
        told = zip(self.settings, self.payoffs[actor], strict=True)
        return {
            "statements": [
                {"id": f"p{actor + 1}_{k}", "when": self._condition(tuple(enumerate(row)), options)}
                | {"weight": _decimal(value), "evidence": _KEY}
                for k, (row, value) in enumerate(told, 1)
                if value or k == 1
            ]
        }

    def _readings(self, actors: Sequence[str]) -> dict[str, object]:
        """The rankings of the table as one reading, and those that it gives beside them."""
        names = ["as ranked", *(name for name, _ in self.readings)]
        orders = [(), *(told for _, told in self.readings)]
        return {
            key: {"name": name, "share": 1, "evidence": _KEY}
            | (
                {"preferences": {actors[a]: {"ranking": _ranked(self.names, p)} for a, p in told}}
                if told
                else {}
            )
            for key, name, told in zip(_identifiers(names, "reading"), names, orders, strict=True)
        }

    def _any(self, patterns: Sequence[Pattern], options: Sequence[str]) -> str:
        said = [self._condition(p, options) for p in patterns]
        return said[0] if len(said) == 1 else " or ".join(f"({one})" for one in said)


def _ranked(names: Sequence[str], payoffs: Sequence[Fraction]) -> list[object]:
    groups = [[names[s] for s in group] for group in grouped(payoffs)]
    return [g[0] if len(g) == 1 else g for g in groups]


def grouped(payoffs: Sequence[Fraction]) -> list[list[int]]:
    """Return the states from best to worst, those of equal payoff together.

    Parameters
    ----------
    payoffs
        Payoff of each state, the greater the better.

    Examples
    --------
    >>> grouped([Fraction(1), Fraction(3), Fraction(1)])
    [[1], [0, 2]]
    """
    return [
        [s for s, value in enumerate(payoffs) if value == level]
        for level in sorted(set(payoffs), reverse=True)
    ]


def quoted(text: str) -> str:
    """Return a text in quotes, as Gambit and Graphviz read it.

    Parameters
    ----------
    text
        Any text; quotes and backslashes in it are escaped.
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def refuse(reasons: Iterable[str]) -> None:
    """Raise what is wrong with a file of another program, if anything is.

    Parameters
    ----------
    reasons
        What is wrong, a sentence each.

    Raises
    ------
    ExchangeError
        With every reason.
    """
    if found := tuple(dict.fromkeys(reasons)):
        raise ExchangeError(found)


def _decimal(value: Fraction) -> str:
    """Write a payoff as the decimal number that it is."""
    digits = next((n for n in range(13) if (value * 10**n).denominator == 1), None)
    if digits is None:
        raise ExchangeError((f"the payoff {value} is no decimal number; multiply all payoffs of its player",))
    whole = abs(int(value * 10**digits))
    text = f"{whole:0{digits + 1}d}"
    told = f"{text[:-digits]}.{text[-digits:]}" if digits else text
    return f"-{told}" if value < 0 else told


def _levels(lever: Lever) -> list[str]:
    return _identifiers(lever.levels, "level")


def _option_names(options: Sequence[Lever], actors: Sequence[str]) -> list[str]:
    short: dict[int, list[int]] = {}
    for k, lever in enumerate(options):
        short.setdefault(lever.owner, []).append(k)
    found: dict[int, str] = {}
    for owner, mine in short.items():
        own = _identifiers([options[k].name for k in mine], "option")
        found |= {k: f"{actors[owner]}.{name}" for k, name in zip(mine, own, strict=True)}
    return [found[k] for k in range(len(options))]


def _identifiers(names: Sequence[str], kind: str, digits: bool = False) -> list[str]:
    """Ids that a case file may use, as near to names as can be; no two alike."""
    taken: dict[str, None] = {}
    for k, name in enumerate(names, 1):
        plain_name = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").lower()[:40].strip("_")
        good = bool(plain_name) and (digits or plain_name[0].isalpha()) and plain_name not in _TAKEN
        first = plain_name if good else f"{kind}{k}"
        spare = (f"{first}_{n}" for n in range(2, len(names) + 2))
        taken[first if first not in taken else next(s for s in spare if s not in taken)] = None
    return list(taken)
