"""Three clocks side by side: where they agree, where they do not, and when nothing is called robust."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from detente.case import Case
from detente.dynamics.clocks.agree import CLOCKS, DISCOUNT, Agreement, agree
from detente.errors import DetenteError, UnknownName
from small import JUDGEMENT, chance, small

PACE = {"per_year": "1..2", "evidence": JUDGEMENT}


def timed(wants: dict[str, Any], precision: object = "15..25", **parts: Any) -> Case:
    return small(
        {"a.x": "no yes", "b.y": "no yes"},
        wants,
        status_quo={"a.x": "no", "b.y": "no", **parts.pop("quo", {})},
        clock={
            "horizon": "2020-01-01",
            "rates": {"a": PACE, "b": PACE},
            "precision": {"all": precision},
            "evidence": JUDGEMENT,
            **parts.pop("clock", {}),
        },
        outcomes={
            "both": {"name": "both", "when": "a.x == yes and b.y == yes"},
            "one": {"name": "one", "when": "a.x != b.y"},
            "none": {"name": "none", "when": "a.x == no and b.y == no"},
        },
        **parts,
    )


#: Everybody wants yes, whatever the other does.
PLAIN = {"a": {"a.x == yes": 1}, "b": {"b.y == yes": 1}}
#: A prisoners' dilemma, in which no is faith.
DILEMMA = {
    "a": {"a.x == yes": 1, "b.y == no": "2..4"},
    "b": {"b.y == yes": 1, "a.x == no": "2..4"},
}


def line(found: Agreement, outcome: str) -> Any:
    return next(one for one in found.lines if one.outcome == outcome)


def test_what_everybody_wants_is_robust() -> None:
    found = agree(timed(PLAIN), worlds=4, years=20)
    assert found.lasts.leading == ("both",) * 3
    assert found.lasts.robust
    assert found.exits.leading == ("one",) * 3  # from none one actor has to move first
    assert found.exits.robust
    assert (found.worlds, found.solved, found.today) == (4, 4, "none")


def test_probabilities_are_probabilities() -> None:
    found = agree(timed(DILEMMA), worlds=5, discount=0.5)
    for k, _ in enumerate(CLOCKS):
        assert sum(one.lasts[k] for one in found.lines) == pytest.approx(1)
        assert sum(one.exits[k] for one in found.lines) <= 1 + 1e-9
    assert all(one.exits == (0, 0, 0) for one in found.lines if one.outcome == "none")


def test_two_states_in_closed_form() -> None:
    """One actor and one option: M1 goes to yes at rate l p and back at rate l (1 - p)."""
    case = timed({"a": {"a.x == yes": 1}, "b": {"b.y == no": 1}}, 3.0, clock={
        "rates": {"a": {"per_year": 1.5, "evidence": JUDGEMENT}, "b": {"per_year": 0, "evidence": JUDGEMENT}}
    })  # fmt: skip
    found = agree(case, worlds=2, years=0.7)
    p = 1 / (1 + np.exp(-3.0))
    assert line(found, "one").lasts[0] == pytest.approx(p * (1 - np.exp(-1.5 * 0.7)), abs=1e-9)
    assert line(found, "one").exits[0] == pytest.approx(1 - np.exp(-1.5 * p * 0.7), abs=1e-9)
    assert line(found, "one").errors[0] == pytest.approx(0, abs=1e-12)
    # M2: only the difference of values counts, r / (r + l) of that of utilities.
    ahead = 1 / (1 + np.exp(-3.0 * DISCOUNT / (DISCOUNT + 1.5)))
    assert line(found, "one").lasts[1] == pytest.approx(ahead * (1 - np.exp(-1.5 * 0.7)), abs=1e-4)


def test_without_a_solution_of_m2_nothing_is_robust() -> None:
    found = agree(timed(PLAIN), worlds=3, limit=1)
    assert found.solved == 0
    assert not found.lasts.robust
    assert found.lasts.leading == ("both", "", "both")


def test_an_election_on_a_date_takes_part() -> None:
    moved = {
        "a": {"a.x == yes and chance.c == r": 1, "a.x == no and chance.c == l": 1},
        "b": {"b.y == no": 1},
    }
    case = timed(
        moved, chance={"chance.c": chance({"l": 0.0, "r": 1.0})}, quo={"chance.c": "l"},
        clock={"chance": {"chance.c": {"dates": ["2001-01-01"], "every": 1, "evidence": JUDGEMENT}}},
    )  # fmt: skip
    found = agree(case, worlds=2, years=30)
    assert found.lasts.leading == ("one",) * 3


def test_a_choice_is_held() -> None:
    case = timed(PLAIN, focal="a", choices={"stay": {"name": "stay", "set": {"a.x": "no"}}})
    found = agree(case, "stay", worlds=2, years=30)
    assert found.lasts.leading == ("one",) * 3
    assert line(found, "both").lasts == (0, 0, 0)


def test_refusals() -> None:
    with pytest.raises(UnknownName, match="no choice named 'go'"):
        agree(timed(PLAIN), "go")
    with pytest.raises(DetenteError, match="no outcome classes"):
        agree(timed(PLAIN).model_copy(update={"outcomes": {}}))
    with pytest.raises(DetenteError, match="nothing of time"):
        agree(timed(PLAIN).model_copy(update={"clock": None}), worlds=2)
