"""Runs -> Uncertainty: how sure the comparison of the choices is, and what it hinges on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.ensemble import Runs
from detente.insight.ask import Ask
from detente.insight.factors import by_actor, by_source, factors
from detente.insight.flip.smallest import Flip, Single
from detente.insight.flip.smallest import flips as turning
from detente.insight.measure.criteria import TIE, share_of_best
from detente.insight.parts import outcome_parts, own_levels
from detente.insight.uncertainty.alternatives import compared
from detente.insight.uncertainty.convergence import convergence
from detente.insight.uncertainty.designs import apart
from detente.insight.uncertainty.discovery import discover
from detente.insight.uncertainty.information import information
from detente.insight.uncertainty.record import Uncertainty
from detente.insight.uncertainty.regrets import spread
from detente.insight.uncertainty.robust import Robustness, robustness
from detente.insight.uncertainty.sensitivity import Sensitivity, given

__all__ = ["weighed"]

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

#: Of `detente.insight.ask.PARTS`, those that are made here.
_PARTS = ("robust", "sensitivity", "values", "convergence", "regrets", "boxes", "flips", "alternatives")

#: Designs of which each point is a draw of everything.
DRAWN = ("random", "latin", "sobol")


def weighed(case: Case, runs: Runs, ask: Ask) -> Uncertainty | None:
    """Weigh the choices of runs against each other.

    Parameters
    ----------
    case
        The case that was run.
    runs
        Its worlds and their answers.
    ask
        Which parts are wanted; how many threads look for the smallest changes that turn the answer.

    Returns
    -------
    Uncertainty or None
        None where nothing is uncertain, the design holds what it should draw, or no part of it is wanted.
    """
    if not ask.wants(*_PARTS):
        return None
    if runs.plan.design == "saltelli":
        return apart(case, Uncertainty(), runs)
    if runs.plan.design not in DRAWN or len(runs.worlds) < 3:
        return None
    names, ref, at = list(runs.answers), case.declared.index(case.concept), _first(runs)
    payoff = np.stack([runs.fold(own_levels(case, a)[ref], runs.index) for a in runs.answers.values()])
    found, shares = factors(runs.worlds, at), _shares(case, runs, ref)
    several = len(names) > 1 and bool(case.focal)
    lead = int(payoff.mean(axis=1).argmax())
    turned, each = _flips(case, runs, names[lead], ref, ask.workers) if ask.wants("flips") else ((), ())
    best = {(c, ""): row for c, row in zip(names, share_of_best(payoff), strict=True)} if several else {}
    advantage = {("", ""): payoff[0] - payoff[1:].max(axis=0)} if several else {}
    whole = Uncertainty(
        sensitivity=Sensitivity(given=given(found, advantage | shares, runs.plan.seed))
        if ask.wants("sensitivity")
        else None,
        convergence=convergence(names if several else [], payoff, best | shares)
        if ask.wants("convergence")
        else None,
        flips=turned,
        singles=each,
        alternatives=compared(case, runs) if ask.wants("alternatives") else (),
    )
    if not several:
        return whole
    lost = payoff[lead] < payoff.max(axis=0) - TIE
    boxes, tree = discover(found, lost, _groups(case), runs.plan.seed) if ask.wants("boxes") else ((), None)
    return replace(
        whole,
        robust=_robust(case, runs, payoff, at) if ask.wants("robust") else None,
        values=information(names, payoff, found, by_actor(found), by_source(case, found))
        if ask.wants("values")
        else None,
        boxes=boxes,
        tree=tree,
        regrets=spread(names, payoff) if ask.wants("regrets") else None,
    )


def _groups(case: Case) -> dict[str, list[str]]:
    """What the levels of a grouped judgement are called."""
    return {"reading": list(case.readings), **{c: list(chance.levels) for c, chance in case.chance.items()}}


def _flips(
    case: Case, runs: Runs, lead: str, ref: int, workers: int | None
) -> tuple[tuple[Flip, ...], tuple[Single, ...]]:
    games = next(s for s in runs.scenarios if s.index[0] == 0).games
    levels = {c: own_levels(case, a)[ref] for c, a in runs.answers.items()}
    others = [row for c, row in levels.items() if c != lead]
    advantage = levels[lead] - np.max(others, axis=0) if others and case.focal else None
    shares = outcome_parts(case, runs.answers[lead], ref)
    return turning(case, runs.worlds, games, advantage, lead, shares, workers)


def _shares(case: Case, runs: Runs, concept: int) -> dict[tuple[str, str], Floats]:
    """(choice, outcome) -> (N,) part of each point; of what the case does not name only what occurs."""
    return {
        (c, o): runs.fold(row, runs.index)
        for c, answers in runs.answers.items()
        for o, row in outcome_parts(case, answers, concept).items()
        if o in case.outcomes or row[runs.index].any()
    }


def _first(runs: Runs) -> Places:
    """The first world of each point; worlds of a point differ only in chance."""
    if runs.plain:
        return runs.index
    places = np.unique(runs.point[runs.index], return_index=True)[1]
    return np.asarray(runs.index[places])


def _robust(case: Case, runs: Runs, payoff: Floats, at: Places) -> Robustness:
    focal, ref = list(case.actors).index(case.focal), case.declared.index(case.concept)
    change = np.stack([a.utility[ref, focal] for a in runs.answers.values()])
    stated = any(s.base.status_quo >= 0 for s in runs.scenarios)
    # A world in which the focal actor is indifferent to everything has no scale; there all is enough.
    passes = (np.nan_to_num(change) >= -TIE).astype(float)
    enough = np.stack([runs.fold(row, runs.index) for row in passes]) if stated else None
    worlds = runs.worlds
    reading = worlds.reading[at].astype(np.intp) if worlds.readings else None
    return robustness(list(runs.answers), payoff, enough, reading, worlds.readings, runs.plan.seed)
