"""The findings as plain types under the names of the case: what ``--json`` prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.brief.answer.decisive import driver_words, rests
from detente.brief.answer.outcomes import steps, words
from detente.brief.answer.reasons import why_data
from detente.brief.ground.agreement import agreement_data
from detente.brief.ground.claimed import told
from detente.brief.ground.regimes import bears
from detente.brief.words.material import Material
from detente.brief.words.naming import outcome_name
from detente.insight import ChoiceFindings, ClaimFinding, Driver, EquilibriumFinding, PathFinding, plain
from detente.paper.estimate import Estimate

__all__ = ["data"]

Plain = dict[str, Any]


def data(m: Material) -> Plain:
    """Return everything that was found as plain types; a number that no world gives is ``None``."""
    f, case = m.findings, m.case
    found = {
        "case": f.case,
        "title": case.title,
        "as_of": case.as_of.isoformat(),
        "focal": case.focal,
        "digest": f.digest,
        "version": f.version,
        "seed": f.seed,
        "worlds": f.worlds,
        "states": f.states,
        "scenarios": f.scenarios,
        "concept": f.concept,
        "uncertain": not m.certain,
        "status_quo": f.status_quo or case.status_quo,
        "status_quo_stable": _shares(f.status_quo_stable),
        "choices": {c.choice: _choice(m, c) for c in f.choices},
        "readings": [
            {"reading": r.reading, "name": m.reading(r.reading), "worlds": r.worlds} for r in f.readings
        ],
        "drivers": [_driver(m, d) for d in f.drivers],
        "claims": [_claim(m, c) for c in f.claims],
        "regimes": {
            r: {"name": regime.name, "kind": regime.kind, "choice": bears(m, r)}
            for r, regime in case.regimes.items()
        },
        "comparisons": agreement_data(m),
        "uncertainty": f.uncertainty,
        **({} if f.dated is None else {"dated": f.dated}),
        **({} if f.idle is None else {"idle": f.idle}),
        **({"consequences": {c.consequence: c for c in f.consequences}} if f.consequences else {}),
        **({} if f.driven is None else {"driven": f.driven.by_level}),
        **({} if f.choosing is None else {"choosing": f.choosing}),
        **({} if f.matrix is None else {"matrix": f.matrix}),
    }
    return {key: plain(value) for key, value in found.items()}


def _share(e: Estimate) -> Plain:
    return {"share": e.value, "se": e.se, "worlds": e.worlds}


def _shares(estimates: Mapping[str, Estimate]) -> Plain:
    return {key: _share(e) for key, e in estimates.items()}


def _changes(estimates: Mapping[str, Estimate]) -> Plain:
    return {key: {"change": e.value, "se": e.se, "worlds": e.worlds} for key, e in estimates.items()}


def _choice(m: Material, c: ChoiceFindings) -> Plain:
    return {
        "name": m.choice(c),
        "set": m.case.choices[c.choice].set if c.choice else {},
        "states": c.states,
        "settled": _share(c.settled),
        "outcomes": {o: {"name": outcome_name(m.case, o), **_share(e)} for o, e in c.outcomes.items()},
        "outcomes_by_reading": {r: _shares(found) for r, found in c.outcomes_by_reading.items()},
        "equilibria": [_equilibrium(m, e, c.choice) for e in c.equilibria],
        "points_of_rest": c.listed,
        "points_of_rest_in_a_world": {
            "mean": c.distinct.value,
            "se": c.distinct.se,
            "worlds": c.distinct.worlds,
        },
        "path": _path(m, c.paths[0])["moves"] if c.paths else [],
        "paths": [_path(m, p) for p in c.paths],
        "utilities": _changes(c.utilities),
        "utilities_by_reading": {r: _changes(found) for r, found in c.utilities_by_reading.items()},
        "regret": {
            "mean": c.regret.value,
            "se": c.regret.se,
            "worlds": c.regret.worlds,
            "high": c.regret_high,
        },
        "best": _share(c.best),
        "best_by_reading": _shares(c.best_by_reading),
        "definitions": _shares(c.definitions),
        "definitions_by_concept": {k: _shares(found) for k, found in c.definitions_by_concept.items()},
        "regimes": _shares(c.regimes),
        "levels": {o: _shares(found) for o, found in c.levels.items()},
        "outcomes_by_concept": {k: _shares(found) for k, found in c.outcomes_by_concept.items()},
        "best_by_concept": _shares(c.best_by_concept),
        "why": [why_data(m.case, w) for w in c.why],
        "graph": plain(c.graph),
    }


def _equilibrium(m: Material, e: EquilibriumFinding, choice: str) -> Plain:
    return {
        "state": e.state,
        "name": e.name,
        "words": words(m, e, choice),
        "outcome": e.outcome,
        **_share(e.reached),
        "concepts": _shares(e.concepts),
        "central": e.central,
    }


def _path(m: Material, p: PathFinding) -> Plain:
    moves = [
        {
            "actor": s.actor,
            "changes": {o: {"from": a, "to": b} for o, (a, b) in s.changes.items()},
            "words": text,
        }
        for s, text in zip(p.steps, steps(m, p), strict=True)
    ]
    return {"moves": moves, "equally_short": p.count, "goal": p.goal, "outcome": p.outcome}


def _driver(m: Material, d: Driver) -> Plain:
    return {
        "statement": d.statement,
        "actor": d.actor,
        "words": driver_words(m, d),
        "variance": {"share": d.share.value, "se": d.share.se, "worlds": d.share.worlds},
        "direction": d.direction,
        "evidence": rests(m, d),
    }


def _claim(m: Material, c: ClaimFinding) -> Plain:
    claim = m.case.claims[c.claim]
    return {
        "claim": c.claim,
        "words": told(m, c),
        "choice": c.choice,
        "voice": claim.voice,
        "says": claim.says,
        "modality": claim.modality,
        "evidence": str(claim.evidence),
        "holds": _share(c.holds),
        "by_reading": _shares(c.by_reading),
        "otherwise": _shares(c.otherwise),
        "verdict": c.verdict,
        "given": _shares(c.given),
        "by_choice": _shares(c.by_choice),
        "without": _share(c.without) if c.without else None,
        "by_concept": _shares(c.by_concept),
        "verdicts": c.verdicts,
    }
