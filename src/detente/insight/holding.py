"""Policies held by hand: what follows if an option is kept at a level, on the worlds in which it is free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, hold, holding, ways
from detente.ensemble import Answers, Prepared, Runs, Variant, mask_names, prepared
from detente.insight.ask import Ask, Asked, asked
from detente.insight.held.worth import best_of, refusal, scale, worth
from detente.insight.parts import outcome_parts
from detente.insight.pooled import mean
from detente.paper.estimate import Estimate

__all__ = ["Altered", "ClaimHeld", "Held", "WhatIf", "altered", "claims_held", "whatif"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Held:
    """What follows where options are held.

    Parameters
    ----------
    levels
        Option -> the level it is held at; empty where nothing is held.
    outcomes
        Choice -> outcome id -> share of worlds, as in `ChoiceFindings.outcomes`.
    changes
        Choice -> outcome id -> change of that share against nothing held, on the same worlds.
    best
        Choice -> share of worlds in which it is the better one for the focal actor; empty without several
        choices.
    better
        Choice -> change of that share against nothing held.
    gains
        Choice -> actor -> change of its level against nothing held, as a share of its range.
    """

    levels: Mapping[str, str]
    outcomes: Mapping[str, Mapping[str, Estimate]]
    changes: Mapping[str, Mapping[str, Estimate]]
    best: Mapping[str, Estimate]
    better: Mapping[str, Estimate]
    gains: Mapping[str, Mapping[str, Estimate]]


@dataclass(frozen=True, slots=True)
class Altered:
    """What a change of a case does to its answer, on the same worlds.

    Parameters
    ----------
    outcomes
        Choice -> outcome id -> change of the share of worlds.
    better
        Choice -> change of the share in which it is the better one; empty without several choices.
    """

    outcomes: Mapping[str, Mapping[str, Estimate]]
    better: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What follows from each policy held by hand.

    Parameters
    ----------
    case, concept, seed, worlds
        What was solved; ``worlds`` counts those beside the central one.
    free
        Nothing held.
    held
        One for each policy, in the order asked for.
    """

    case: str
    concept: str
    seed: int
    worlds: int
    free: Held
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class ClaimHeld:
    """A claim 'if A then B' tested by holding A.

    Parameters
    ----------
    claim
        Its id.
    levels
        The way in which A is held: option -> level.
    holds
        Choice -> share of worlds in which B holds where play comes to rest, A being held.
    free
        Choice -> the same share with nothing held.
    difference
        Choice -> the first less the second, on the same worlds.
    why
        Why A could not be held this way; empty if it could.
    """

    claim: str
    levels: Mapping[str, str]
    holds: Mapping[str, Estimate]
    free: Mapping[str, Estimate]
    difference: Mapping[str, Estimate]
    why: str = ""


def whatif(
    case: Case | Prepared,
    policies: Sequence[Mapping[str, str]],
    ask: Ask | None = None,
    **fields: Unpack[Asked],
) -> WhatIf:
    """Solve a case with options held at levels, beside the case as it is, on the same worlds.

    Parameters
    ----------
    case
        The case, or the case made ready.
    policies
        Option -> level for each policy; any options of any actors, and of chance.
    ask
        Which worlds and choices, and who solves them.
    fields
        Fields of `Ask` by name, in place of those of ``ask``.

    Raises
    ------
    UnknownName
        If there is no such option or level.
    DetenteError
        If a choice sets a held option to another level, or today is not feasible with it held.
    """
    ask = asked(ask, fields)
    ready = prepared(case, ask.limit)
    told = ready.case
    for levels in policies:
        hold(told, levels)  # refused before anything is solved
    runs, names = _solved(ready, policies, ask)
    ref = told.declared.index(told.concept)
    free = _held(told, runs, {}, runs, ref)
    every = [
        _held(told, runs, levels, runs.alternatives[name], ref)
        for name, levels in zip(names, policies, strict=True)
    ]
    return WhatIf(told.case, told.concept, ask.seed, len(runs.worlds) - 1, free, tuple(every))


def altered(case: Case, before: Runs, after: Runs) -> Altered:
    """Compare the answers of a case with those it gave before a judgement was changed.

    Parameters
    ----------
    case
        The case; its outcomes and its focal actor are those of both.
    before, after
        The same number of worlds, from the same seed; the concept that drives each is its first.

    Examples
    --------
    >>> from detente.catalog import load
    >>> from detente.ensemble import Live, answered
    >>> case = load("elmira")
    >>> runs = answered(Live(case, 0), case)
    >>> altered(case, runs, runs).better["modify"].value
    0.0
    """
    old, new = ({c: outcome_parts(case, x.answers[c], 0) for c in x.answers} for x in (before, after))
    usual, best = (best_of(case, x.answers, 0) for x in (before, after))
    moved = {
        c: {o: mean(after, v - old[c][o], after.index) for o, v in parts.items() if o in old[c]}
        for c, parts in new.items()
        if c in old
    }
    better = {c: mean(after, row - usual[c], after.index) for c, row in best.items() if c in usual}
    return Altered(moved, better)


def _solved(ready: Prepared, policies: Sequence[Mapping[str, str]], ask: Ask) -> tuple[Runs, tuple[str, ...]]:
    """Solve the case and each policy on the same worlds; return the ids of the policies."""
    case = ready.case
    held = {f"policy-{k}": holding(case, levels) for k, levels in enumerate(policies)}
    again = ready.revised(case.model_copy(update={"alternatives": held}))
    return ask.run(again, replace(ask.plan, alternatives=tuple(held))), tuple(held)


def claims_held(
    case: Case | Prepared, ask: Ask | None = None, **fields: Unpack[Asked]
) -> tuple[ClaimHeld, ...]:
    """Test every claim 'if A then B' of a case by holding A.

    Parameters
    ----------
    case
        A case, or one made ready; its claims with ``given`` and ``then`` are tested under their choice, or
        under every choice.
    ask, fields
        As in `whatif`.

    Returns
    -------
    tuple of ClaimHeld
        One for each way to hold each claim's A, in the order of the case; a way that cannot be held says
        why.
    """
    ask = asked(ask, fields)
    ready = prepared(case, ask.limit)
    told = ready.case
    tests = [
        (name, levels)
        for name, claim in told.claims.items()
        if claim.given is not None and claim.then is not None
        if not claim.choice or claim.choice in ask.plan.solved(told)
        for levels in ways(told, claim.given)
        if levels  # what is always given is held already
    ]
    refused = {k: why for k, (_, levels) in enumerate(tests) if (why := refusal(ready, levels))}
    different = [dict(t) for t in dict.fromkeys(tuple(sorted(w.items())) for _, w in _but(tests, refused))]
    runs, names = _solved(ready, different, ask)
    place = {tuple(sorted(w.items())): name for name, w in zip(names, different, strict=True)}
    return tuple(
        ClaimHeld(name, levels, {}, {}, {}, refused[k])
        if k in refused
        else _tested(told, runs, name, levels, place[tuple(sorted(levels.items()))])
        for k, (name, levels) in enumerate(tests)
    )


def _but(
    tests: Sequence[tuple[str, dict[str, str]]], refused: Mapping[int, str]
) -> list[tuple[str, dict[str, str]]]:
    return [test for k, test in enumerate(tests) if k not in refused]


def _tested(case: Case, runs: Runs, name: str, levels: Mapping[str, str], policy: str) -> ClaimHeld:
    claim, row = case.claims[name], mask_names(case).index(("claim", name))
    ref, index = case.declared.index(case.concept), runs.index
    under = [claim.choice] if claim.choice else list(runs.answers)
    after = {c: _then(runs.alternatives[policy].answers[c], ref, row) for c in under}
    before = {c: _then(runs.answers[c], ref, row) for c in under}
    return ClaimHeld(
        name,
        levels,
        {c: mean(runs, after[c], index) for c in under},
        {c: mean(runs, before[c], index) for c in under},
        {c: mean(runs, after[c] - before[c], index) for c in under},
    )


def _then(answers: Answers, concept: int, row: int) -> Floats:
    """(W,) part of the resting points at which a mask holds; nothing where play does not come to rest."""
    part: Floats = answers.part(concept, row) * answers.settled[concept]
    return part


def _held(case: Case, runs: Runs, levels: Mapping[str, str], solved: Runs | Variant, ref: int) -> Held:
    names, index = list(runs.answers), runs.index
    after = {c: outcome_parts(case, solved.answers[c], ref) for c in names}
    before = {c: outcome_parts(case, runs.answers[c], ref) for c in names}
    best, usual = (best_of(case, x.answers, ref) for x in (solved, runs))
    return Held(
        levels=dict(levels),
        outcomes={c: {o: mean(runs, v, index) for o, v in p.items()} for c, p in after.items()},
        changes={
            c: {o: mean(runs, v - before[c][o], index) for o, v in p.items() if o in before[c]}
            for c, p in after.items()
        },
        best={c: mean(runs, row, index) for c, row in best.items()},
        better={c: mean(runs, row - usual[c], index) for c, row in best.items()},
        gains=_gains(case, runs, solved, ref),
    )


def _gains(case: Case, runs: Runs, solved: Runs | Variant, ref: int) -> dict[str, dict[str, Estimate]]:
    """Choice -> actor -> change against nothing held; both on the scale of the game with nothing held."""
    _, usual = scale(case, runs)
    found = {}
    for c, answers in solved.answers.items():
        change = (worth(case, solved, answers, ref) - worth(case, runs, runs.answers[c], ref)) / usual
        rows = zip(case.actors, np.nan_to_num(change), strict=True)
        found[c] = {actor: mean(runs, row, runs.index) for actor, row in rows}
    return found
