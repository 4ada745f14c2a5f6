"""What was found of a case: numbers with their errors and the number of worlds behind them. No prose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.case.nearest import check_name
from detente.insight.claims import ClaimFinding
from detente.insight.consequence import ChoiceFindings, EquilibriumFinding, PathFinding, Way, Why
from detente.insight.drivers import Driver
from detente.insight.ranges import Range, ranged
from detente.insight.uncertainty.record import Uncertainty
from detente.paper.estimate import Estimate, plain
from detente.paper.frame import Frame, framed
from detente.paper.model import Table
from detente.paper.notebook import table_html
from detente.stability import Doubt, Step

if TYPE_CHECKING:
    from detente.insight.held.follows import ConsequenceFinding
    from detente.insight.held.matrix import Matrix
    from detente.insight.held.ranked import Situation
    from detente.insight.idle import Idle
    from detente.insight.mediation.whynot import WhyNot
    from detente.insight.time.choosing import Choosing, Driven
    from detente.insight.time.dated import Dated

__all__ = ["Findings", "ReadingFinding", "placed", "why_dict"]

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadingFinding:
    """One reading: how many worlds took it."""

    reading: str
    worlds: int


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that was computed for a case, and what made it.

    Parameters
    ----------
    case, digest, version, seed, worlds, concept
        What made the answer. ``worlds`` is the number of random worlds; the central one comes on top.
    states
        Number of feasible states of the whole game.
    status_quo
        Option -> level.
    status_quo_stable
        Concept -> share of worlds in which the status quo is an equilibrium, with the focal actor's
        choice held as it is today.
    scenarios
        Number of combinations of chance levels that occur.
    choices, readings, drivers, claims
        The answers. The first driver is the strongest.
    uncertainty
        How sure the comparison of the choices is and what it hinges on, or ``None`` where there is
        nothing to compare.
    dated
        Dated probabilities, or ``None`` where they were not asked for or the case has no clock.
    idle
        What of the case makes no difference, or ``None`` where that was not looked for.
    consequences
        What follows beside the game, one for each consequence of the case.
    driven
        Which choice is better by what chance brings, or ``None`` where there is nothing to compare.
    choosing
        Which choice is made by when, or ``None`` where dates were not asked for.
    matrix
        Policies of the other actors against the choices, or ``None`` where that was not asked for.
    beyond
        Why play comes to rest nowhere in some outcome classes, for each of them under each choice.
    orders
        Situations that can be told, each with its place in every actor's order; empty where not asked for.
    """

    case: str
    digest: str
    version: str
    seed: int
    worlds: int
    concept: str
    states: int
    status_quo: Mapping[str, str]
    status_quo_stable: Mapping[str, Estimate]
    scenarios: int
    readings: tuple[ReadingFinding, ...]
    choices: tuple[ChoiceFindings, ...]
    drivers: tuple[Driver, ...]
    claims: tuple[ClaimFinding, ...]
    uncertainty: Uncertainty | None = None
    dated: Dated | None = None
    idle: Idle | None = None
    consequences: tuple[ConsequenceFinding, ...] = ()
    driven: Driven | None = None
    choosing: Choosing | None = None
    matrix: Matrix | None = None
    beyond: tuple[WhyNot, ...] = ()
    orders: tuple[Situation, ...] = ()

    def choice(self, name: str) -> ChoiceFindings:
        """Return the findings of one choice by its id.

        Parameters
        ----------
        name
            Id of the choice, or nothing for the whole game.

        Raises
        ------
        UnknownName
            If it was not asked for.
        """
        found = {c.choice: c for c in self.choices}
        check_name("choice", name, found)
        return found[name]

    @property
    def outcomes(self) -> Frame:
        """Shares of outcomes at rest: a row for each choice, outcome, view and concept.

        ``reading`` is empty over all readings; every other row is under the concept that drives the case.
        """
        return framed(
            ("choice", "outcome", "concept", "reading", "share", "se", "worlds"),
            (row for c in self.choices for row in _outcome_rows(c, self.concept)),
        )

    @property
    def dates(self) -> Frame:
        """Dated probabilities of outcomes: a row for each choice, outcome and day; empty without dates."""
        d = self.dated
        return framed(
            ("choice", "outcome", "date", "probability", "se", "low", "high", "worlds"),
            (
                (c.choice, o, day, s.mean.value, s.mean.se, s.low, s.high, s.mean.worlds)
                for c in (d.choices if d else ())
                for o, spreads in c.outcomes.items()
                for day, s in zip(d.dates if d else (), spreads, strict=True)
            ),
        )

    @property
    def influences(self) -> Frame:
        """What decides between the choices: a row for each driver, the strongest first."""
        return framed(
            ("actor", "statement", "explains", "se", "direction"),
            ((d.actor, d.statement, d.share.value, d.share.se, d.direction) for d in self.drivers),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain types under the ids of the case, ready for JSON.

        A number that no world gives is ``None``; dates and what makes no difference are left out where they
        were not asked for.
        """
        found = {
            "case": self.case,
            "digest": self.digest,
            "version": self.version,
            "seed": self.seed,
            "worlds": self.worlds,
            "states": self.states,
            "scenarios": self.scenarios,
            "concept": self.concept,
            "status_quo": self.status_quo,
            "status_quo_stable": _shares(self.status_quo_stable),
            "choices": {c.choice: _choice(c, self.concept) for c in self.choices},
            "readings": self.readings,
            "drivers": [_driver(d) for d in self.drivers],
            "claims": [_claim(c) for c in self.claims],
            "uncertainty": self.uncertainty,
            **({} if self.dated is None else {"dated": self.dated}),
            **({} if self.idle is None else {"idle": self.idle}),
            **({"consequences": {c.consequence: c for c in self.consequences}} if self.consequences else {}),
            **({} if self.driven is None else {"driven": self.driven.by_level}),
            **({} if self.choosing is None else {"choosing": self.choosing}),
            **({} if self.matrix is None else {"matrix": self.matrix}),
            **({"orders": self.orders} if self.orders else {}),
            **({"beyond": [{**plain(w), "status": w.status} for w in self.beyond]} if self.beyond else {}),
        }
        return {key: plain(value) for key, value in found.items()}

    def __repr__(self) -> str:
        size = f"{len(self.choices)} choices, {self.worlds:,} worlds, {self.states:,} states"
        return f"Findings({self.case!r}, {size})"

    def _repr_html_(self) -> str:
        names = {o: None for c in self.choices for o in c.outcomes}
        rows = tuple((o, *(_told(c.outcomes.get(o)) for c in self.choices)) for o in names)
        note = f"{self!r}: share of worlds ± one standard error."
        return table_html(Table("", ("outcome", *(c.choice or "share" for c in self.choices)), rows, note))


def _told(e: Estimate | None) -> str:
    return "–" if e is None else f"{100 * e.value:.1f} ± {100 * e.se:.1f}%"


def _outcome_rows(c: ChoiceFindings, drives: str) -> Iterator[tuple[Any, ...]]:
    for concept, shares in ({**c.outcomes_by_concept, drives: c.outcomes}).items():
        for o, e in shares.items():
            yield c.choice, o, concept, "", e.value, e.se, e.worlds
    for reading, shares in c.outcomes_by_reading.items():
        for o, e in shares.items():
            yield c.choice, o, drives, reading, e.value, e.se, e.worlds


def why_dict(why: Why, actors: Sequence[str]) -> Plain:
    """Return one reason by the ids of actors, options and levels.

    Parameters
    ----------
    why
        The reason.
    actors
        Ids of all actors, in the order of the case.
    """

    def step(s: Step | None) -> Plain | None:
        if s is None:
            return None
        before, after = why.levels[s.origin], why.levels[s.target]
        changes = {o: {"from": before[o], "to": after[o]} for o in after if after[o] != before.get(o)}
        return {"actor": actors[s.actor], "changes": changes}

    def doubt(d: Doubt) -> Plain:
        return {"step": d.step, "instead": step(d.instead), "deterred": [step(a) for a in d.deterred]}

    sanctions = [
        {
            "improvement": step(s.improvement),
            "answer": [step(a) for a in s.answer],
            "reply": step(s.reply),
            "anyway": [step(a) for a in s.anyway],
            "doubts": [doubt(d) for d in s.doubts],
        }
        for s in why.witness.sanctions
    ]
    return {
        "actor": why.actor,
        "stable": why.witness.stable,
        "certified": why.certified,
        "improvement": step(why.witness.improvement),
        "instead": step(why.witness.instead),
        "sanctions": sanctions,
    }


def _of(e: Estimate, what: str) -> Plain:
    return {what: e.value, "se": e.se, "worlds": e.worlds}


def _shares(estimates: Mapping[str, Estimate], what: str = "share") -> Plain:
    return {key: _of(e, what) for key, e in estimates.items()}


def _each(estimates: Mapping[str, Mapping[str, Estimate]], what: str = "share") -> Plain:
    return {key: _shares(found, what) for key, found in estimates.items()}


def _choice(c: ChoiceFindings, drives: str) -> Plain:
    ranges = {o: c.range_of(o, drives) for o in c.outcomes}
    return {
        "states": c.states,
        "settled": _of(c.settled, "share"),
        "outcomes": _shares(c.outcomes),
        "outcomes_by_reading": _each(c.outcomes_by_reading),
        "equilibria": [_equilibrium(e) for e in c.equilibria],
        "points_of_rest": c.listed,
        "points_of_rest_in_a_world": _of(c.distinct, "mean"),
        "path": _path(c.paths[0])["moves"] if c.paths else [],
        "paths": [_path(p) for p in c.paths],
        "utilities": _shares(c.utilities, "change"),
        "utilities_by_reading": _each(c.utilities_by_reading, "change"),
        "regret": {**_of(c.regret, "mean"), "high": c.regret_high},
        "best": _of(c.best, "share"),
        "best_by_reading": _shares(c.best_by_reading),
        "definitions": _shares(c.definitions),
        "definitions_by_concept": _each(c.definitions_by_concept),
        "regimes": _shares(c.regimes),
        "levels": _each(c.levels),
        "outcomes_by_concept": _each(c.outcomes_by_concept),
        "best_by_concept": _shares(c.best_by_concept),
        "ranges": {o: _range(found) for o, found in ranges.items() if found},
        "best_range": _range(found) if (found := ranged(c.best_by_concept, drives)) else None,
        "why": [why_dict(w, tuple(c.utilities)) for w in c.why],
        "graph": c.graph,
        **({"ways": [_way(w, tuple(c.utilities)) for w in c.ways]} if c.ways else {}),
    }


def _way(w: Way, actors: Sequence[str]) -> Plain:
    path = {**_path(w.path), "stakes": w.stakes, "why": [why_dict(y, actors) for y in w.why]}
    return {**path, "outcome": w.outcome, "world": w.world, "reading": w.reading}


def _range(found: Range) -> Plain:
    ends = {"low": _of(found.low, "share"), "high": _of(found.high, "share")}
    return {**ends, "lowest": found.lowest, "highest": found.highest}


def _equilibrium(e: EquilibriumFinding) -> Plain:
    return {
        "state": e.state,
        "name": e.name,
        "outcome": e.outcome,
        **_of(e.reached, "share"),
        "concepts": _shares(e.concepts),
        "central": e.central,
    }


def _path(p: PathFinding) -> Plain:
    moves = [
        {"actor": s.actor, "changes": {o: {"from": a, "to": b} for o, (a, b) in s.changes.items()}}
        for s in p.steps
    ]
    return {"moves": moves, "equally_short": p.count, "goal": p.goal, "outcome": p.outcome}


def _driver(d: Driver) -> Plain:
    return {
        "statement": d.statement,
        "actor": d.actor,
        "variance": _of(d.share, "share"),
        "direction": d.direction,
    }


def _claim(c: ClaimFinding) -> Plain:
    return {
        "claim": c.claim,
        "choice": c.choice,
        "holds": _of(c.holds, "share"),
        "by_reading": _shares(c.by_reading),
        "otherwise": _shares(c.otherwise),
        "verdict": c.verdict,
        "given": _shares(c.given),
        "by_choice": _shares(c.by_choice),
        "without": _of(c.without, "share") if c.without else None,
        "by_concept": _shares(c.by_concept),
        "verdicts": c.verdicts,
    }


def placed(found: Mapping[str, Any], after: str, **more: Any) -> Plain:
    """Return a record with more in it, right after one of its keys.

    Parameters
    ----------
    found
        The record.
    after
        One of its keys.
    more
        What is put in.

    Examples
    --------
    >>> placed({"id": 1, "share": 0.5}, "id", name="one")
    {'id': 1, 'name': 'one', 'share': 0.5}
    """
    keys = list(found)
    at = keys.index(after) + 1
    return {key: found.get(key, more.get(key)) for key in (*keys[:at], *more, *keys[at:])}
