"""Conditions on a state that may not be known whole, and named states through time."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from detente.case import Case, load, parse
from detente.case import load as load_case
from detente.catalog import load as shipped
from detente.game import unfold
from detente.history import gather, holds, outcome_spells, phase_spells

SMALL = Path(__file__).parent / "small.yaml"


@pytest.mark.parametrize("slug", ["korea-2020", "elmira"])
def test_a_condition_holds_where_the_game_says(slug: str) -> None:
    """Definitions and outcome classes, state by state, against the masks of the unfolded game."""
    case = shipped(slug)
    game = unfold(case)
    chosen = range(0, len(game), max(len(game) // 60, 1))
    for name, mask in game.definitions.items():
        for k in chosen:
            assert holds(case, case.definitions[name].when, game.describe(k)) is bool(mask[k]), (name, k)


def test_what_is_not_known_is_not_said() -> None:
    case = load_case(SMALL)
    both, one = case.outcomes["dammed"].when, {"up.dam": "none"}
    assert holds(case, both, one) is False, "one part is enough"
    assert holds(case, both, {"up.dam": "high"}) is None
    assert holds(case, both, {"up.dam": "high", "down.talk": "no"}) is True
    assert holds(case, case.outcomes["talked"].when, one) is None
    few = parse("at most 1 of (up.dam == high, down.talk == yes, up.dam > none)")
    assert holds(case, few, {"up.dam": "high"}) is False, "two hold whatever the third is"
    assert holds(case, few, {"up.dam": "low"}) is None
    assert holds(case, few, {"up.dam": "none"}) is True


@pytest.fixture
def case() -> Case:
    return load(SMALL)


def test_spells_follow_the_levels(case: Case, made_up: Path) -> None:
    past = gather(case, made_up)
    spells = outcome_spells(case, past, date(2001, 1, 1), date(2010, 1, 1))
    assert [(s.id, s.start) for s in spells] == [
        ("", date(2001, 1, 1)),
        ("dammed", date(2002, 3, 10)),
        ("talked", date(2004, 5, 1)),
        ("dammed", date(2004, 8, 1)),
    ]
    assert all(a.end == b.start for a, b in pairwise(spells))
    quiet = phase_spells(case, past, date(2001, 1, 1), date(2010, 1, 1))
    assert [(s.start, s.end) for s in quiet] == [
        (date(2001, 1, 1), date(2002, 3, 10)),
        (date(2004, 3, 10), date(2010, 1, 1)),
    ]
