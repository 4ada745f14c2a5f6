"""What the policies of the other actors do, each against each choice of the focal one, on the same worlds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, holding, nearest
from detente.ensemble import Prepared, Runs, Variant, prepared
from detente.errors import DetenteError, UnknownName
from detente.insight.ask import Ask, Asked, asked
from detente.insight.held.worth import best_of, refusal, worth
from detente.insight.measure.criteria import share_of_best
from detente.insight.parts import outcome_parts
from detente.insight.pooled import mean
from detente.paper.estimate import Estimate

__all__ = ["Cell", "Matrix", "Sway", "matrix"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cell:
    """What follows from some policies, under each choice.

    Parameters
    ----------
    policies
        Actor -> id of the policy that it holds; empty where nobody holds any.
    chance
        Chance option -> level that it is held at.
    outcomes
        Choice -> outcome id -> share of worlds, as in `ChoiceFindings.outcomes`.
    best
        Choice -> share of worlds in which it is the better one for the focal actor; empty without several.
    why
        Why the policies cannot be held; empty if they can.
    """

    policies: Mapping[str, str]
    chance: Mapping[str, str]
    outcomes: Mapping[str, Mapping[str, Estimate]]
    best: Mapping[str, Estimate]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sway:
    """How much an actor's policies change what follows, beside how much the focal actor's choice does.

    Both are distances of shares of outcomes: the share of worlds that has to go elsewhere to turn one into
    the other (total variation), 0 for no change and 1 for a change of everything.

    Parameters
    ----------
    policies
        Largest distance between two policies of the actor, mean over choices.
    choices
        Largest distance between two choices, mean over the policies.
    """

    policies: float
    choices: float


@dataclass(frozen=True, slots=True)
class Matrix:
    """Policies against choices.

    Parameters
    ----------
    case, concept, seed, worlds
        What was solved; ``worlds`` counts those beside the central one.
    crossed
        Actors whose policies are crossed with one another; empty where each actor's are held alone.
    across
        Chance options whose levels are held in turn.
    cells
        One for each combination; the first holds nothing.
    better
        Actor -> choice -> policy -> share of worlds in which none of its policies is better for the actor.
        The others play as they like; nothing of chance is held.
    sway
        Actor -> how much it changes.
    """

    case: str
    concept: str
    seed: int
    worlds: int
    crossed: tuple[str, ...]
    across: tuple[str, ...]
    cells: tuple[Cell, ...]
    better: Mapping[str, Mapping[str, Mapping[str, Estimate]]]
    sway: Mapping[str, Sway]


#: Policies by actor, and levels of chance.
_Key = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]


def matrix(
    case: Case | Prepared,
    ask: Ask | None = None,
    crossed: Sequence[str] = (),
    across: Sequence[str] = (),
    **fields: Unpack[Asked],
) -> Matrix:
    """Hold every policy of every actor, under every choice, on the same worlds.

    Parameters
    ----------
    case
        A case with policies, or one made ready.
    ask
        Which worlds and choices, and who solves them.
    crossed
        Actors whose policies are held together, every one with every one; all actors, each alone, by default.
    across
        Chance options of which every level is held in turn, under every policy.
    fields
        Fields of `Ask` by name, in place of those of ``ask``.

    Raises
    ------
    UnknownName
        If an actor has no policy, or there is no such chance option.
    DetenteError
        If the case has no policies.
    """
    ask = asked(ask, fields)
    ready = prepared(case, ask.limit)
    told = ready.case.model_copy(update={"concepts": (ready.case.concept,)})  # no other is shown
    keys = list(dict.fromkeys(_keys(told, crossed, across)))
    names = {key: f"policy-{k}" for k, key in enumerate(keys)}
    refused = {key: why for key in keys if (why := refusal(ready, _levels(told, key)))}
    held = {names[k]: holding(told, x) for k in keys if k not in refused and (x := _levels(told, k))}
    again = ready.revised(told.model_copy(update={"alternatives": held}))
    runs = ask.run(again, replace(ask.plan, alternatives=tuple(held)))
    solved = {k: runs.alternatives.get(names[k], runs) for k in keys if k not in refused}
    found = {k: _cell(told, runs, k, solved.get(k), refused.get(k, "")) for k in keys}
    return Matrix(
        case=told.case,
        concept=told.concept,
        seed=ask.seed,
        worlds=len(runs.worlds) - 1,
        crossed=tuple(crossed),
        across=tuple(across),
        cells=tuple(found.values()),
        better={a: _better(told, runs, a, solved) for a in _actors(told, crossed)},
        sway={a: _sway(found, a) for a in _actors(told, crossed)},
    )


def _actors(case: Case, crossed: Sequence[str]) -> tuple[str, ...]:
    own = tuple(dict.fromkeys(p.actor for p in case.policies.values()))
    if not own:
        raise DetenteError(f"{case.case} has no policies; write some under 'policies'")
    for actor in crossed:
        if actor not in own:
            raise UnknownName("actor with policies", actor, nearest(actor, own))
    return tuple(crossed) or own


def _keys(case: Case, crossed: Sequence[str], across: Sequence[str]) -> Iterator[_Key]:
    """Yield what is held together, nothing first."""
    for option in across:
        if option not in case.chance:
            raise UnknownName("chance option", option, nearest(option, case.chance))
    actors = _actors(case, crossed)
    own = {a: [(a, name) for name, p in case.policies.items() if p.actor == a] for a in actors}
    every = list(product(*([(option, level) for level in case.chance[option].levels] for option in across)))
    yield (), ()
    for chance in every:
        yield (), chance
    alone = [(pair,) for a in actors for pair in own[a]]
    yield from ((pairs, chance) for pairs in alone for chance in [(), *every])
    if len(crossed) > 1:
        yield from product(product(*own.values()), [(), *every])


def _levels(case: Case, key: _Key) -> dict[str, str]:
    found = dict(key[1])
    for _, policy in key[0]:
        found |= case.policies[policy].set
    return found


def _cell(case: Case, runs: Runs, key: _Key, solved: Runs | Variant | None, why: str) -> Cell:
    policies, chance = map(dict, key)
    if solved is None:
        return Cell(policies, chance, {}, {}, why)
    ref = case.declared.index(case.concept)
    parts = {c: outcome_parts(case, a, ref) for c, a in solved.answers.items()}
    best = best_of(case, solved.answers, ref)
    return Cell(
        policies,
        chance,
        {c: {o: mean(runs, v, runs.index) for o, v in p.items()} for c, p in parts.items()},
        {c: mean(runs, row, runs.index) for c, row in best.items()},
    )


def _better(
    case: Case, runs: Runs, actor: str, solved: Mapping[_Key, Runs | Variant]
) -> dict[str, dict[str, Estimate]]:
    """Choice -> policy -> share of worlds in which it is the best of the actor's policies for the actor."""
    ref, place = case.declared.index(case.concept), list(case.actors).index(actor)
    own = {k[0][0][1]: s for k, s in solved.items() if not k[1] and len(k[0]) == 1 and k[0][0][0] == actor}
    found: dict[str, dict[str, Estimate]] = {}
    for c in runs.answers if len(own) > 1 else ():
        rows = np.stack([worth(case, s, s.answers[c], ref)[place] for s in own.values()])
        shares = zip(own, share_of_best(rows), strict=True)
        found[c] = {policy: mean(runs, row, runs.index) for policy, row in shares}
    return found


def _sway(cells: Mapping[_Key, Cell], actor: str) -> Sway:
    own = [
        c.outcomes
        for k, c in cells.items()
        if not k[1] and len(k[0]) == 1 and k[0][0][0] == actor and c.outcomes
    ]
    if not own:
        return Sway(0.0, 0.0)
    by_choice = [_widest([cell[c] for cell in own]) for c in own[0]]
    by_policy = [_widest(list(cell.values())) for cell in own]
    return Sway(float(np.mean(by_choice)), float(np.mean(by_policy)))


def _widest(shares: Sequence[Mapping[str, Estimate]]) -> float:
    """Largest total variation distance between two of several distributions over outcomes."""
    return max((_distance(a, b) for a in shares for b in shares), default=0.0)


def _distance(a: Mapping[str, Estimate], b: Mapping[str, Estimate]) -> float:
    return math.fsum(abs(a[o].value - b[o].value) for o in a if o in b) / 2
