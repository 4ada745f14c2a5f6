"""A case made ready once for everything that is asked of it: its games, and what is played when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from detente.case import Case, alter, hold
from detente.dynamics import Calendar
from detente.ensemble.scenario import Scenario, combined, unfolded
from detente.game import LIMIT, Game, Whole
from detente.worlds import Worlds

__all__ = ["Levels", "Prepared", "prepared"]

#: Chance levels, one for each chance option.
Levels = tuple[str, ...]

#: What a structural alternative drops and holds; empty for the case itself.
_Change = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]

#: What no game depends on: words, and all that only says how much something weighs, or how often it is so.
_BESIDE = frozenset(
    {
        "alternatives",
        "author",
        "handling",
        "version",
        "clock",
        "comparisons",
        "concept",
        "concepts",
        "elicitation",
        "events",
        "hindsight",
        "history",
        "parties",
    }
    | {"perceptions", "questions", "readings", "relations", "scales", "sources", "summary", "terms", "title"}
)


class Prepared:
    """A case and the games it leads to, each unfolded when first asked for and kept.

    Games hold no uncertainty, so they serve every draw, every question, and every case that differs in
    weights and probabilities only.

    Parameters
    ----------
    case
        The case.
    limit
        Most states held at once.
    """

    def __init__(self, case: Case, limit: int = LIMIT) -> None:
        self.case, self.limit = case, limit
        self._lock = Lock()
        self._games: dict[tuple[_Change, Levels], tuple[Game, Mapping[str, Game]]] = {}
        self._wholes: dict[tuple[str, ...], Whole | None] = {}
        self._calendars: dict[tuple[int, int], Calendar] = {}

    def __repr__(self) -> str:
        return f"Prepared({self.case.case!r}, {len(self._games)} games)"

    def altered(self, alternative: str = "") -> Case:
        """Return the case with one of its alternatives in place; as it is for an empty id.

        Parameters
        ----------
        alternative
            Id of an alternative of the case.

        Raises
        ------
        UnknownName
            If the case has no such alternative.
        """
        return alter(self.case, alternative) if alternative else self.case

    def games(self, levels: Sequence[str], alternative: str = "") -> tuple[Game, Mapping[str, Game]]:
        """Return the whole game, and choice -> its game, under one combination of chance levels.

        Parameters
        ----------
        levels
            A level for each chance option, in the order of the case.
        alternative
            Id of an alternative of the case; empty for the case itself.

        Raises
        ------
        TooLarge, NoFeasibleState, DetenteError
        """
        return self._unfolded(_change(self.case, alternative), tuple(levels), self.altered(alternative))

    def held(self, levels: Mapping[str, str]) -> tuple[Game, Mapping[str, Game]]:
        """Return the games of the case with options held, under the first chance levels that are possible.

        Parameters
        ----------
        levels
            Option -> level.

        Raises
        ------
        UnknownName, TooLarge, NoFeasibleState, DetenteError
        """
        chance = tuple(levels.get(name, next(iter(c.levels))) for name, c in self.case.chance.items())
        return self._unfolded(((), tuple(sorted(levels.items()))), chance, hold(self.case, levels))

    def scenarios(self, worlds: Worlds, alternative: str = "") -> list[Scenario]:
        """Return the games of every combination of chance levels that some world has.

        Parameters
        ----------
        worlds
            W worlds of the case, or of the alternative.
        alternative
            As in `games`.
        """
        case = self.altered(alternative)
        return [
            Scenario(*self.games(levels, alternative), index, levels)
            for levels, index in combined(case, worlds)
        ]

    def calendar(self, worlds: int, seed: int) -> Calendar:
        """Return the case made ready for dates; see `detente.dynamics.Calendar.drawn`.

        Parameters
        ----------
        worlds
            How many, the central one among them; at least 1.
        seed
            Same seed, same draws.

        Returns
        -------
        Calendar
            The same object for the same arguments.

        Raises
        ------
        DetenteError
            If the case has no clock.
        """
        if (worlds, seed) not in self._calendars:
            self._calendars[worlds, seed] = Calendar.drawn(self.case, worlds, seed, self.limit)
        return self._calendars[worlds, seed]

    def revised(self, case: Case) -> Prepared:
        """Make a changed case ready; games are taken over if only weights, probabilities or words differ.

        Parameters
        ----------
        case
            The case after the change.
        """
        made = Prepared(case, self.limit)
        if structure(case) == structure(self.case):
            made._games, made._lock = self._games, self._lock
            if case.definitions is self.case.definitions:
                made._wholes = self._wholes
        return made

    def _unfolded(self, change: _Change, levels: Levels, case: Case) -> tuple[Game, Mapping[str, Game]]:
        with self._lock:
            if (change, levels) not in self._games:
                whole = self._whole(change[0], case)
                self._games[change, levels] = unfolded(case, levels, self.limit, whole)
            return self._games[change, levels]

    def _whole(self, dropped: tuple[str, ...], case: Case) -> Whole | None:
        """All states of the case without the constraints that an alternative drops."""
        if dropped not in self._wholes:
            kept = {n: c for n, c in self.case.constraints.items() if n not in dropped}
            self._wholes[dropped] = Whole.of(case.model_copy(update={"constraints": kept}), self.limit)
        return self._wholes[dropped]


def prepared(case: Case | Prepared, limit: int = LIMIT) -> Prepared:
    """Make a case ready, unless it is ready already.

    Parameters
    ----------
    case
        A case, or one that is ready.
    limit
        Most states held at once; that of a case that is ready stays.
    """
    return case if isinstance(case, Prepared) else Prepared(case, limit)


def structure(case: Case) -> dict[str, Any]:
    """Return what the games of a case depend on, as plain types.

    Parameters
    ----------
    case
        The case.
    """
    plain = {name: part for name, part in case.to_dict().items() if name not in _BESIDE}
    plain["preferences"] = {a: _weightless(p) for a, p in plain.get("preferences", {}).items()}
    plain["chance"] = {c: {**o, "probabilities": None} for c, o in plain.get("chance", {}).items()}
    return plain


def _weightless(preference: dict[str, Any]) -> dict[str, Any]:
    statements = [{**s, "weight": None} for s in preference.get("statements", ())]
    return {**preference, "statements": statements}


def _change(case: Case, alternative: str) -> _Change:
    if not alternative:
        return (), ()
    wanted = case.alternatives[alternative]
    return tuple(sorted(wanted.drop)), tuple(sorted(wanted.hold.items()))
