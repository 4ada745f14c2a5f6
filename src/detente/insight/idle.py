"""What of a case makes no difference: what no world takes or reaches, and answers that cannot be otherwise.

None of it is an error. But a judgement that is never used, and a finding that could not have been another,
look like more than they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.dynamics.processors import processors
from detente.ensemble import Answers, Runs, Scenario, mask_names
from detente.ensemble.solve import solve
from detente.game.unfolding import today
from detente.worlds import Worlds

__all__ = ["Idle", "idle_parts"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Idle:
    """What of a case makes no difference.

    Parameters
    ----------
    weights
        Ids of statements whose own weight every reading that can be taken replaces, so that no world has it.
    probabilities
        Chance option and level whose own probability every such reading replaces.
    levels
        Option and level that play neither comes to rest at nor wanders through, in any world, under any
        concept and choice; the levels of today are left out.
    regimes
        Id -> whether it is in force wherever play comes to rest, or nowhere, under every concept and choice.
    claims
        Id -> whether it holds in every world and under every concept, or in none.
    untested
        Claims made given something that comes about in no world under any concept.
    built_in
        Id -> whether the claim holds in every feasible state that it speaks of, or in none: nobody's
        preferences matter.
    alone
        Claim -> actor and statement: it holds in the central world, does not where this weight is 0, and
        turns with no other weight at 0.
    """

    weights: tuple[str, ...]
    probabilities: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    regimes: Mapping[str, bool]
    claims: Mapping[str, bool]
    untested: tuple[str, ...]
    built_in: Mapping[str, bool]
    alone: Mapping[str, tuple[str, str]]

    def __len__(self) -> int:
        return sum(map(len, (getattr(self, name) for name in self.__slots__)))


def idle_parts(case: Case, runs: Runs, workers: int | None = None) -> Idle:
    """Find what of a case makes no difference to what its worlds answer.

    Parameters
    ----------
    case
        The case that was run.
    runs
        Its worlds and their answers.
    workers
        Threads for the worlds in which one weight is 0; all processors by default.
    """
    names = mask_names(case)
    built_in = dict(_built_in(case, runs))
    tested = _tested(case, runs)
    constant = {c: found for c in tested if (found := _outcome(case, runs, names, c)) is not None}
    return Idle(
        weights=_replaced(case),
        probabilities=_replaced_chances(case),
        levels=_unreached(case, runs, names),
        regimes=dict(_regimes(case, runs, names)),
        claims={c: told for c, told in constant.items() if isinstance(told, bool) and c not in built_in},
        untested=tuple(c for c, told in constant.items() if told == "untested" and c not in built_in),
        built_in=built_in,
        alone=_alone(case, runs, names, [c for c in tested if c not in built_in], workers or processors()),
    )


def _tested(case: Case, runs: Runs) -> list[str]:
    """Return the claims that the game can test, of the choices that were solved."""
    choices = ("", *runs.answers)
    return [name for name, claim in case.claims.items() if claim.then is not None and claim.choice in choices]


# ------------------------------------------------------------------ what readings replace


def _live(case: Case) -> list[str]:
    """Return the readings that some world may take."""
    return [name for name, reading in case.readings.items() if case.resolve(reading.share).span[1] > 0]


def _replaced(case: Case) -> tuple[str, ...]:
    overlays = [case.readings[name].weights for name in _live(case)]
    mine = (s.id for actor in case.actors for s in case.statements(actor))
    return tuple(s for s in mine if overlays and all(s in weights for weights in overlays))


def _replaced_chances(case: Case) -> tuple[tuple[str, str], ...]:
    overlays = [case.readings[name].chance for name in _live(case)]
    return tuple(
        (option, level)
        for option, chance in case.chance.items()
        for level in chance.levels
        if overlays and all(level in given.get(option, {}) for given in overlays)
    )


# ------------------------------------------------------------------ what never comes out otherwise


def _rows(answers: Answers) -> Floats:
    """Return the (P, M) patterns that some world answers with."""
    rows: Floats = answers.table[np.unique(answers.code)]
    return rows


def _unreached(case: Case, runs: Runs, names: Sequence[tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    reached = np.zeros(len(names), np.bool_)
    for answers in runs.answers.values():
        reached |= (_rows(answers) > 0).any(axis=0)
    now = today(case)
    levels = (
        name[1:] for name, there in zip(names, reached, strict=True) if name[0] == "level" and not there
    )
    return tuple((option, level) for option, level in levels if now.get(option) != level)


def _regimes(case: Case, runs: Runs, names: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, bool]]:
    for name, regime in case.regimes.items():
        if regime.when is not None:
            row = names.index(("regime", name))
            parts = np.concatenate([_rows(a)[:, row] for a in runs.answers.values()])
            if (told := _same(parts)) is not None:
                yield name, told


def _same(parts: Floats) -> bool | None:
    """Whether all parts are whole, or all nothing; ``None`` if neither."""
    if (parts >= 1 - 1e-9).all():
        return True
    return False if (parts <= 0).all() else None


def _asked(case: Case, runs: Runs, claim: str) -> list[str]:
    """Return the choices that a claim is made of."""
    choice = case.claims[claim].choice
    return [choice] if choice else list(runs.answers)


def _outcome(case: Case, runs: Runs, names: Sequence[tuple[str, ...]], claim: str) -> bool | str | None:
    """Say how a claim comes out if it never comes out otherwise."""
    rows = np.concatenate([_rows(runs.answers[c]) for c in _asked(case, runs, claim)])
    if case.claims[claim].given is None:
        return _same(rows[:, names.index(("claim", claim))])
    given, both = (rows[:, names.index((kind, claim))] for kind in ("given", "both"))
    if not (given > 0).any():
        return "untested"
    return _same(both[given > 0] / given[given > 0])


def _built_in(case: Case, runs: Runs) -> Iterator[tuple[str, bool]]:
    """Yield the claims that the feasible states decide."""
    for claim in _tested(case, runs):
        found = []
        for game in (s.games[c] for s in runs.scenarios for c in _asked(case, runs, claim)):
            given = game.given.get(claim, np.ones(len(game), np.bool_))
            found.append(game.claims[claim][given])
        held = np.concatenate(found)
        if len(held) and (held.all() or not held.any()):
            yield claim, bool(held.all())


# ------------------------------------------------------------------ what hangs on one weight


def _alone(
    case: Case, runs: Runs, names: Sequence[tuple[str, ...]], claims: Sequence[str], workers: int
) -> dict[str, tuple[str, str]]:
    """Return the claims that hold in the central world by one weight, with the weight."""
    weights = [
        (a, k)
        for a, rows in enumerate(runs.worlds.weights)
        for k in range(len(runs.worlds.statements[a]))
        if rows[k, 0] != 0
    ]
    if not claims or not weights:
        return {}
    worlds = _without(case, runs.worlds, weights)
    scenario = _central(runs, len(worlds))
    answers = {
        choice: solve(case, worlds, [scenario], choice, workers)
        for choice in dict.fromkeys(c for claim in claims for c in _asked(case, runs, claim))
    }
    found = {}
    for claim in claims:
        turned = _turned(case, names, claim, [answers[c] for c in _asked(case, runs, claim)])
        if len(turned) == 1:
            actor, place = weights[turned[0] - 1]
            found[claim] = (runs.worlds.actors[actor], runs.worlds.statements[actor][place])
    return found


def _central(runs: Runs, width: int) -> Scenario:
    central = next(s for s in runs.scenarios if 0 in s.index)
    return replace(central, index=np.arange(width))


def _without(case: Case, worlds: Worlds, weights: Sequence[tuple[int, int]]) -> Worlds:
    """Return the central world, and after it the same without each of some weights in turn.

    Who sees an actor as it is sees it without the weight too; a weight that is believed otherwise stays.
    """
    width = 1 + len(weights)
    rows = [np.repeat(w[:, :1], width, axis=1) for w in worlds.weights]
    seen = {pair: np.repeat(w[:, :1], width, axis=1) for pair, w in worlds.perceived.items()}
    believed = _believed(case, worlds)
    for n, (actor, place) in enumerate(weights, 1):
        rows[actor][place, n] = 0
        for (viewer, other), other_rows in seen.items():
            if other == actor and worlds.statements[other][place] not in believed.get((viewer, other), ()):
                other_rows[place, n] = 0
    return replace(
        worlds,
        reading=np.repeat(worlds.reading[:1], width),
        weights=tuple(rows),
        perceived=seen,
        chance={c: np.repeat(levels[:1], width) for c, levels in worlds.chance.items()},
    )


def _believed(case: Case, worlds: Worlds) -> dict[tuple[int, int], set[str]]:
    """Return viewer and other -> the statements of the other that the viewer sees otherwise."""
    found: dict[tuple[int, int], set[str]] = {}
    for perception in case.perceptions.values():
        pair = (worlds.actors.index(perception.viewer), worlds.actors.index(perception.of))
        found.setdefault(pair, set()).update(perception.weights)
    return found


def _turned(
    case: Case, names: Sequence[tuple[str, ...]], claim: str, answers: Sequence[Answers]
) -> list[int]:
    """Return the worlds in which a claim does not hold, if it holds in the first; none if it does not."""
    concept = case.declared.index(case.concept)
    kinds = ("given", "both") if case.claims[claim].given is not None else ("claim", "claim")
    given, both = (
        np.sum([a.part(concept, names.index((kind, claim))) for a in answers], axis=0) for kind in kinds
    )
    if kinds[0] == "claim":
        given = np.full_like(both, len(answers))
    holds = (given > 0) & (both >= given - 1e-9)
    return np.flatnonzero((given > 0) & ~holds).tolist() if holds[0] else []
