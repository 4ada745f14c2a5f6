"""Why one situation lasts in the central world, or does not: a question asked outside a brief."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.brief.answer.grounds import Grounds
from detente.brief.answer.reasons import reasons, rule, why_data
from detente.brief.words.naming import choice_name
from detente.brief.words.situations import situation
from detente.case import Case, nearest
from detente.errors import DetenteError, UnknownName
from detente.game import LIMIT, Game, unfold
from detente.insight import Why
from detente.paper.english import capital, sentence
from detente.paper.model import Listing, Part
from detente.stability import certify as check
from detente.stability import explain, reasoned
from detente.stability import named as named_concept
from detente.worlds import Worlds, draw, exact

__all__ = ["Account", "account", "drawn", "grounds", "known"]


@dataclass(frozen=True, slots=True)
class Account:
    """Reasons why a situation is stable, actor by actor, in the central world.

    Parameters
    ----------
    case
        The case.
    choice, concept
        Id of the choice that is made, or an empty string; abbreviation of the stability concept.
    state, name
        Option -> level, and the name of the state where the case gives one.
    whys
        A reason for each actor that was asked for.
    """

    case: Case
    choice: str
    concept: str
    state: Mapping[str, str]
    name: str
    whys: tuple[Why, ...]

    @property
    def stable(self) -> bool:
        """Whether no actor that was asked for has reason to move."""
        return all(w.witness.stable for w in self.whys)

    @property
    def words(self) -> str:
        """The situation by what differs from the status quo."""
        today = self.case.status_quo if isinstance(self.case.status_quo, dict) else {}
        named = self.case.states.get(self.case.status_quo) if isinstance(self.case.status_quo, str) else None
        base = named if isinstance(named, dict) else today
        chosen = self.case.choices[self.choice].set if self.choice else {}
        return situation(self.case, self.state, base, self.name, chosen)

    def parts(self) -> tuple[Part, ...]:
        """Return the account as paragraphs and a list."""
        verdict = "stable" if self.stable else "not stable"
        chosen = f" Choice: {choice_name(self.case, self.choice)}." if self.choice else ""
        head = f"In the central world and under {self.concept} this is {verdict}: {self.words}.{chosen}"
        told = reasons(self.case, self.whys)
        checked = ("Each reason was put to the independent checker and accepted.",)
        return (
            head,
            Listing("", told),
            rule(self.concept),
            *(checked if all(w.certified for w in self.whys) else ()),
        )

    def to_json(self) -> str:
        """Return the account as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_dict(self) -> dict[str, Any]:
        """Return the account as plain types."""
        return {
            "case": self.case.case,
            "choice": self.choice,
            "concept": self.concept,
            "state": dict(self.state),
            "name": self.name,
            "words": capital(sentence(self.words)),
            "stable": self.stable,
            "actors": [why_data(self.case, w) for w in self.whys],
        }


def account(
    case: Case,
    choice: str = "",
    concept: str | None = None,
    state: Mapping[str, str] | None = None,
    named: str = "",
    actors: Sequence[str] = (),
    certify: bool = False,
    max_states: int | None = None,
) -> Account:
    """Say why a situation lasts in the central world, or who has reason to leave it.

    Parameters
    ----------
    case
        The case.
    choice
        Id of a choice of the focal actor that is made.
    concept
        Abbreviation of a stability concept; the case's own by default.
    state
        Option -> level where the situation differs from the status quo with the choice made.
    named
        Name of a state, in place of ``state``.
    actors
        Ids of the actors; all of them by default.
    certify
        Whether every reason is put to the independent checker.
    max_states
        Most states held at once.

    Raises
    ------
    UnknownName
        If a name is not declared, or no feasible state has these levels.
    WitnessRejected
        If the checker refuses a reason.
    """
    under = concept or case.concept
    named_concept(under)
    worlds, game, place = _asked(case, choice, state or {}, named, actors, max_states)
    whys = tuple(_whys(case, game, worlds, under, place, actors or tuple(case.actors), certify))
    return _account(case, choice, under, game, place, whys)


def grounds(
    case: Case,
    concept: str,
    choice: str = "",
    state: Mapping[str, str] | None = None,
    named: str = "",
    actors: Sequence[str] = (),
    max_states: int | None = None,
) -> Grounds:
    """Say why a situation is stable under a variant of a concept in the central world, or who leaves it.

    Parameters
    ----------
    case
        The case.
    concept
        Name of the variant, for example ``SEQ-strong``.
    choice, state, named, actors, max_states
        As in `account`.

    Raises
    ------
    UnknownName
        If a name is not declared, or no feasible state has these levels.
    WitnessRejected
        If the moves found do not bear a verdict out.
    """
    worlds, game, place = _asked(case, choice, state or {}, named, actors, max_states)
    who = actors or tuple(case.actors)
    told = tuple(reasoned(case, game, concept, game.actors.index(a), place, worlds) for a in who)
    return Grounds(case, game, choice, _account(case, choice, concept, game, place, ()).words, told)


def _asked(
    case: Case, choice: str, state: Mapping[str, str], named: str, actors: Sequence[str], most: int | None
) -> tuple[Worlds, Game, int]:
    """The central world, the game in it, and the place of the situation that is asked about."""
    known("choice", [choice] if choice else [], case.choices)
    known("actor", actors, case.actors)
    worlds = draw(case, 1)
    chosen = case.choices[choice].set if choice else {}
    game = unfold(case, {**drawn(case, worlds), **chosen}, most or LIMIT)
    return worlds, game, _place(case, game, state, named)


def _account(case: Case, choice: str, concept: str, game: Game, place: int, whys: tuple[Why, ...]) -> Account:
    name = game.names[place] if game.names else ""
    return Account(case, choice, concept, game.describe(place), name, whys)


def drawn(case: Case, worlds: Worlds) -> dict[str, str]:
    """Return the levels that chance options have in the central world.

    Parameters
    ----------
    case
        The case.
    worlds
        What was drawn.
    """
    return {c: list(case.chance[c].levels)[int(levels[0])] for c, levels in worlds.chance.items()}


def known(kind: str, names: Iterable[str], valid: Mapping[str, object]) -> None:
    """Refuse names that nobody declared, with the nearest valid ones.

    Parameters
    ----------
    kind
        What they are names of.
    names
        The names that were given.
    valid
        The names that there are.
    """
    for name in names:
        if name not in valid:
            raise UnknownName(kind, name, nearest(name, valid))


def _place(case: Case, game: Game, state: Mapping[str, str], named: str) -> int:
    if named:
        known("state", [named], dict.fromkeys(game.names))
        return game.names.index(named)
    for option, level in state.items():
        known("option", [option], case.variables())
        known(f"level of {option}", [level], case.variables()[option].levels)
    if game.status_quo < 0 and (not game.options or set(state) != set(game.options)):
        raise DetenteError(
            "the case has no status quo to start from; give a level for every option, or a name"
        )
    today = game.describe(game.status_quo) if game.status_quo >= 0 else {}
    return game.find({**today, **state}) if game.options else game.status_quo


def _whys(
    case: Case, game: Game, worlds: Worlds, concept: str, place: int, actors: Sequence[str], certified: bool
) -> Iterator[Why]:
    utilities, views = worlds.utilities(game)[:, :, 0], worlds.views(game)
    exactly = exact(case, game, worlds) if certified else None
    for actor in actors:
        i = list(case.actors).index(actor)
        believed = {j: values[:, 0] for j, values in views.get(i, {}).items()}
        witness = explain(game, utilities, concept, i, place, believed)
        if exactly is not None:
            check(game, exactly[0], witness, exactly[1].get(i))
        yield Why(actor, witness, {s: game.describe(s) for s in witness.states}, certified or None)
