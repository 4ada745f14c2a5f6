"""Games of two actors with two options each, written as cases, and what is found in them."""

from __future__ import annotations

from typing import Any

from detente.case import Case
from detente.game import unfold
from detente.stability import Stability, appraise

STATES = ("CC", "CD", "DC", "DD")

#: Utilities of both, state by state.
DILEMMA = {"A": {"CC": 3, "CD": 1, "DC": 4, "DD": 2}, "B": {"CC": 3, "CD": 4, "DC": 1, "DD": 2}}
CHICKEN = {"A": {"CC": 3, "CD": 2, "DC": 4, "DD": 1}, "B": {"CC": 3, "CD": 4, "DC": 2, "DD": 1}}
DEADLOCK = {"A": {"CC": 2, "CD": 1, "DC": 4, "DD": 3}, "B": {"CC": 2, "CD": 4, "DC": 1, "DD": 3}}


def case(values: dict[str, dict[str, int]], **more: Any) -> Case:
    """The game; `more` is laid over it, under `preferences` actor by actor."""
    toggles = {"A": [("CC", "DC"), ("CD", "DD")], "B": [("CC", "CD"), ("DC", "DD")]}
    wishes = more.pop("preferences", {})
    preferences = {
        i: {"ranking": sorted(v, key=lambda s: -v[s]), **wishes.get(i, {})} for i, v in values.items()
    }
    written = {
        "format": 1,
        "case": "dilemma",
        "title": "Two actors",
        "as_of": "2000-01-01",
        "actors": {"A": {"name": "A"}, "B": {"name": "B"}},
        "states": {s: f"play is at {s}" for s in STATES},
        "arcs": {i: [list(a) for pair in pairs for a in (pair, pair[::-1])] for i, pairs in toggles.items()},
        "status_quo": "CC",
        "preferences": preferences,
    }
    return Case.model_validate({**written, **more})


def found(of: Case, *concepts: str) -> Stability:
    return appraise(of, unfold(of), concepts)


def lasting(of: Case, concept: str, actor: int | None = None) -> set[str]:
    """The equilibria, or the states stable for one actor."""
    told = found(of, concept)
    row = told.equilibria[0] if actor is None else told.stable[0, actor]
    return {s for s, holds in zip(of.states, row, strict=True) if holds}
