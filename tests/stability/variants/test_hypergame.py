"""Hypergames: two worked by hand, and the slow twin on random perceptions."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.case import Case
from detente.game import unfold
from detente.registry import STANDARD
from detente.stability import appraise
from reference import Conflict
from reference.hypergame import awaits, expected, lasting, sees
from stability.variants.dilemmas import CHICKEN, DILEMMA, STATES
from strategies import Sample, examples, option_conflicts
from unfolded import unfolded

HOLDS = {"C": "yes", "D": "no"}
JUDGEMENT = "analyst judgement"


def ranked(values: dict[str, int]) -> list[list[str]]:
    return [[s for s in values if values[s] == v] for v in sorted(set(values.values()), reverse=True)]


def believing(true: dict[str, dict[str, int]], *beliefs: tuple[str, str, str, dict[str, int]]) -> Case:
    """Perceptions as (by, viewer, of, values); `by` is empty for what the viewer itself believes."""
    told: dict[str, Any] = {
        "format": 1,
        "case": "hypergame",
        "title": "Two actors",
        "as_of": "2000-01-01",
        "actors": {"A": {"name": "A"}, "B": {"name": "B"}},
        "options": {f"{i}.c": {"name": "cooperate", "levels": ["no", "yes"]} for i in "AB"},
        "states": {s: {"A.c": HOLDS[s[0]], "B.c": HOLDS[s[1]]} for s in STATES},
        "preferences": {i: {"ranking": ranked(v)} for i, v in true.items()},
        "perceptions": {
            f"p{k}": {"viewer": v, "of": o, "ranking": ranked(u), "evidence": JUDGEMENT}
            | ({"by": b} if b else {})
            for k, (b, v, o, u) in enumerate(beliefs)
        },
    }
    return Case.model_validate(told)


def found(of: Case, name: str, actor: int) -> set[str]:
    row = appraise(of, unfold(of), [name]).stable[0, actor]
    return {s for s, holds in zip(of.states, row, strict=True) if holds}


def test_chicken_taken_for_a_dilemma() -> None:
    """A believes that B would rather crash than give in, so it does not expect B to give in."""
    of = believing(CHICKEN, ("", "A", "B", DILEMMA["B"]))
    assert set(appraise(of, unfold(of), ["R"]).states("R")) == {1, 2}
    assert (found(of, "R-expects", 0), found(of, "R-expects", 1)) == ({"CD"}, {"CD", "DC"})
    assert (found(of, "R-surprises", 0), found(of, "R-surprises", 1)) == ({"DC"}, set())
    assert found(of, "GMR-expects", 0) == {"CC", "CD"}


def test_who_knows_of_the_mistake_is_not_surprised() -> None:
    """B thinks that A takes it for one who would rather crash, and so knows what A will do."""
    unaware = believing(CHICKEN, ("", "A", "B", DILEMMA["B"]))
    aware = believing(CHICKEN, ("", "A", "B", DILEMMA["B"]), ("B", "A", "B", DILEMMA["B"]))
    assert found(unaware, "SEQ-expects", 1) == found(unaware, "SEQ-expects-2", 1)
    twin = Conflict(4, ARCS, [[CHICKEN[i][s] for s in STATES] for i in "AB"], {0: {1: BELIEVED}})
    second = {STATES[s] for s in expected(twin, {1: {0: {1: BELIEVED}}}, "SEQ", 1)}
    assert found(aware, "SEQ-expects-2", 1) == second
    assert not found(aware, "SEQ-surprises-2", 1)
    assert appraise(aware, unfold(aware), ["SEQ"]).states("SEQ") == appraise(
        unaware, unfold(unaware), ["SEQ"]
    ).states("SEQ")


BELIEVED = [DILEMMA["B"][s] for s in STATES]
ARCS = [{(0, 2), (2, 0), (1, 3), (3, 1)}, {(0, 1), (1, 0), (2, 3), (3, 2)}]
values = st.lists(st.integers(1, 4), min_size=4, max_size=4)


@examples(60)
@given(st.tuples(values, values, values, values, values, values))
def test_the_twin(drawn: tuple[list[int], ...]) -> None:
    """A and B with any values, any beliefs of each other, and any beliefs of beliefs."""
    a, b, ab, ba, aba, bab = drawn
    named = [dict(zip(STATES, row, strict=True)) for row in drawn]
    of = believing(
        {"A": named[0], "B": named[1]},
        ("", "A", "B", named[2]),
        ("", "B", "A", named[3]),
        ("A", "B", "A", named[4]),
        ("B", "A", "B", named[5]),
    )
    twin = Conflict(4, ARCS, [a, b], {0: {1: ab}, 1: {0: ba}})
    ascribed = {0: {1: {0: aba}}, 1: {0: {1: bab}}}
    names = [f"{c}-{e}" for c in STANDARD for e in ("expects", "expects-2", "surprises")]
    told = dict(zip(names, appraise(of, unfold(of), names).stable, strict=True))
    for c in STANDARD:
        for i in (0, 1):
            first = expected(twin, None, c, i)
            assert set(np.flatnonzero(told[f"{c}-expects"][i]).tolist()) == first
            assert set(np.flatnonzero(told[f"{c}-expects-2"][i]).tolist()) == expected(twin, ascribed, c, i)
            surprises = set(np.flatnonzero(told[f"{c}-surprises"][i]).tolist())
            assert surprises == lasting(twin, c) - first


def hiding(sample: Sample, viewer: int, option: str) -> Case:
    unseen = {"viewer": f"a{viewer}", "of": f"a{viewer}", "unseen": [option], "evidence": JUDGEMENT}
    return Case.model_validate({**sample.mapping, "perceptions": {"p": unseen}})


@examples(40)
@given(option_conflicts(), st.data())
def test_options_that_are_not_seen(sample: Sample, data: st.DataObject) -> None:
    """The game of one who does not see an option is the game without its other levels."""
    x, rows = unfolded(sample), sample.conflict.rows
    viewer = data.draw(st.sampled_from(list(x.conflict.actors)))
    option = data.draw(st.sampled_from(sorted(sample.mapping["options"])))
    of = hiding(sample, viewer, option)
    assume(x.game.status_quo >= 0)
    today = x.game.describe(x.game.status_quo)[option]
    seen = {s for s, row in enumerate(rows) if row[option] == today}
    names = [f"{c}-{e}" for c in STANDARD for e in ("sees", "expects")]
    told = dict(zip(names, appraise(of, x.game, names).stable[:, :, list(x.place)], strict=True))
    for c in STANDARD:
        for i in x.conflict.actors:
            mine = seen if i == viewer else set(range(len(rows)))
            assert set(np.flatnonzero(told[f"{c}-sees"][i]).tolist()) == sees(x.conflict, mine, c, i)
            assert set(np.flatnonzero(told[f"{c}-expects"][i]).tolist()) == awaits(x.conflict, mine, c)


def test_a_sanction_that_is_not_seen_does_not_deter() -> None:
    """A keeps the compromise of Chicken for fear of B; if it does not see that B can defect, it leaves it."""
    told = believing(CHICKEN).to_dict() | {"status_quo": "CC"}
    told["perceptions"] = {"p": {"viewer": "A", "of": "B", "unseen": ["B.c"], "evidence": JUDGEMENT}}
    blind = Case.model_validate(told)
    assert found(blind, "GMR", 0) == {"CC", "CD", "DC"}
    assert found(blind, "GMR-sees", 0) == {"CD", "DC", "DD"}
    assert found(blind, "GMR-expects", 0) == {"DC"}
    assert found(blind, "GMR-surprises", 0) == {"CD"}
