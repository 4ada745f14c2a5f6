"""From options to what an actor wants, and to the outcomes that meet it or break it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.brief.words.clauses import clause
from detente.brief.words.naming import actor_name, outcome_name
from detente.case import Case, Statement
from detente.case.condition import Compare, Defined, Tree, walk
from detente.game import Game, unfold
from detente.paper.english import capital, join
from detente.paper.model import Section, Table, row
from detente.paper.numbers import count
from detente.paper.picture import Influence, Strand

__all__ = ["influence"]

#: More states than this are not looked through for a picture.
MOST_STATES = 262_144

#: Wants that are drawn for one actor; the table has them all.
DRAWN = 9

_NOTE = (
    "Met: so in every feasible situation of the outcome, whoever brought it about; broken: so in none of "
    "them. What an actor is averse to is met where it is not so. A dash: in some of them and not in others."
)

_MET, _BROKEN, _OPEN = "met", "broken", "–"


def influence(case: Case, states: int, alone: str = "") -> Section | None:
    """Return a picture and a table for each actor: options, what it wants of them, outcomes that meet it.

    Parameters
    ----------
    case
        The case.
    states
        How many feasible states it has.
    alone
        Id of the only actor that is shown, with a table of what is drawn; empty for all, with all they want.

    Returns
    -------
    Section or None
        ``None`` if no actor weighs statements, no outcomes are named, or there are more than 262,144 states.
    """
    actors = [k for k, a in enumerate(case.actors) if case.statements(a) and alone in ("", a)]
    if not case.outcomes or states > MOST_STATES or not actors:
        return None
    game = unfold(case)
    shown = [o for o, _ in enumerate(game.outcomes) if (game.outcome == o).any()]
    if not shown:
        return None
    found = (_actor(case, game, k, shown, not alone) for k in actors)
    pictures = tuple(p for p in found if p is not None)
    if not pictures:
        return None
    tables = tuple(p.tables[0] for p in pictures)
    return Section("influence", "From options to outcomes", (_NOTE, *tables), pictures=pictures)


def _actor(case: Case, game: Game, k: int, outcomes: Sequence[int], whole: bool) -> Influence | None:
    actor, truth = game.actors[k], game.truth(k)
    own = case.statements(actor)
    marks = [[_mark(s, case, truth[game.outcome == o, j]) for o in outcomes] for j, s in enumerate(own)]
    names = [capital(outcome_name(case, game.outcomes[o])) for o in outcomes]
    weights = [abs(case.resolve(s.weight).central) for s in own]
    order = sorted(range(len(own)), key=lambda j: -weights[j])
    drawn = [j for j in order if len(set(marks[j])) > 1][:DRAWN]
    name = capital(actor_name(case, actor))
    table = Table(
        name,
        ("It wants that", "Weight", "By", *names),
        tuple(
            row(_words(case, own[j]), str(own[j].weight), join(_by(case, own[j])) or "–", *marks[j])
            for j in (order if whole else drawn)
        ),
    )
    spoken = _ordered([list(dict.fromkeys(_options(case, own[j].when.tree))) for j in drawn])
    most = max((weights[j] for j in drawn), default=1.0) or 1.0
    strands = tuple(
        Strand(
            _words(case, own[j]),
            str(own[j].weight),
            weights[j] / most,
            tuple(sorted(spoken.index(o) for o in dict.fromkeys(_options(case, own[j].when.tree)))),
            tuple(i for i, mark in enumerate(marks[j]) if mark == _MET),
            tuple(i for i, mark in enumerate(marks[j]) if mark == _BROKEN),
        )
        for j in drawn
    )
    if not strands:
        return None
    title = f"What {actor_name(case, actor)} wants, by which options, and which outcomes meet it"
    rest = len(own) - len(drawn)
    words = f"{capital(count(len(drawn), 'want'))} that outcomes meet or break, the heaviest first"
    words += f"; {'the table has' if whole else 'the actor has'} {rest} more." if rest else "."
    labels = tuple(_option(case, o) for o in spoken)
    return Influence(f"influence-{actor}", title, words, (table,), labels, strands, tuple(names))


def _ordered(spoken: Sequence[Sequence[str]]) -> list[str]:
    """Return the options of some wants, each near the wants that speak of it, so that few lines cross."""
    places: dict[str, list[int]] = {}
    for place, options in enumerate(spoken):
        for o in options:
            places.setdefault(o, []).append(place)
    return sorted(places, key=lambda o: sum(places[o]) / len(places[o]))


def _mark(s: Statement, case: Case, holds: NDArray[np.bool_]) -> str:
    """Whether what the actor wants is so in all situations of an outcome, or in none."""
    wanted = holds if case.resolve(s.weight).central >= 0 else ~holds
    return _MET if wanted.all() else _OPEN if wanted.any() else _BROKEN


def _words(case: Case, s: Statement) -> str:
    against = case.resolve(s.weight).central < 0
    return capital(f"not this: {clause(case, s.when)}" if against else clause(case, s.when))


def _by(case: Case, s: Statement) -> Iterator[str]:
    return (_option(case, o) for o in dict.fromkeys(_options(case, s.when.tree)))


def _options(case: Case, tree: Tree) -> Iterator[str]:
    """Yield the options that a condition speaks of, through its definitions."""
    for part in walk(tree):
        if isinstance(part, Compare):
            yield part.option
            if part.other:
                yield part.other
        elif isinstance(part, Defined):
            yield from _options(case, case.definitions[part.name].when.tree)


def _option(case: Case, option: str) -> str:
    found = case.variables()[option]
    who = "Chance" if option in case.chance else capital(actor_name(case, option.partition(".")[0]))
    return f"{who}: {found.name}"
