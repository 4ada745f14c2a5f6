"""The catalog lists the published states, and the rule it gives for them leaves just these."""

from __future__ import annotations

import pytest

from detente import load, unfold

STATES = {
    "prisoners-dilemma": 4,
    "chicken-cuba": 4,
    "cuban-missile-crisis": 12,
    "elmira": 12,
    "elmira-gmcrplus": 12,
    "garrison-diversion": 23,
    "lake-gisborne": 8,
    "syria-iraq-1975": 6,
    "syria-iraq-misperception": 6,
}


@pytest.mark.parametrize("slug", list(STATES))
def test_the_constraints_leave_the_published_states(slug: str) -> None:
    case = load(slug)
    listed = unfold(case)
    by_rule = unfold(case.model_copy(update={"states": {}, "status_quo": {}, "preferences": {}}))
    assert len(listed) == STATES[slug]
    assert sorted(listed.states.tolist()) == by_rule.states.tolist()
