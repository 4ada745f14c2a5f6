"""What to watch: information against its definition, and which facts are listed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import Case
from detente.dynamics import Calendar, course
from detente.insight import Watch, watch
from detente.insight.time.watch import HORIZON, LEAST, information_bits, watched
from reference.telling import entropy, information
from small import JUDGEMENT, small

RATE = {"count": 7, "from": "1990-01-01", "to": "2000-01-01", "evidence": JUDGEMENT}
AFTER = "2002-01-01"

tables = st.integers(1, 5).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(1, 9), min_size=n, max_size=n),
        st.lists(st.floats(0, 1), min_size=n, max_size=n),
    )
)


@given(tables)
def test_information_is_that_of_the_definition(table: tuple[list[int], list[float]]) -> None:
    weights = [w / sum(table[0]) for w in table[0]]
    found = information_bits(np.array(weights), np.array(table[1]))
    assert found == pytest.approx(information(weights, table[1]), abs=1e-9)
    assert 0 <= found <= min(entropy(weights), 1) + 1e-9
    turned = information_bits(np.array(weights), 1 - np.array(table[1]))
    assert turned == pytest.approx(found, abs=1e-9), "what is not seen tells as much"


def test_information_in_closed_form() -> None:
    half = np.array([0.5, 0.5])
    assert information_bits(half, np.array([1.0, 0.0])) == 1
    assert information_bits(np.full(4, 0.25), np.array([1, 1, 0, 0.0])) == 1
    assert information_bits(np.array([0.9, 0.1]), np.array([0.0, 1.0])) == pytest.approx(entropy([0.9, 0.1]))
    # A channel that errs in one case of nine.
    assert information_bits(half, np.array([8 / 9, 1 / 9])) == pytest.approx(1 - entropy([1 / 9, 8 / 9]))


def conflict(**parts: object) -> Case:
    """Actor b follows the option of a that the choices hold; actor c minds its own business."""
    return small(
        {"a.x": "no yes", "b.y": "no yes", "c.z": "no yes", "b.w": "no yes"},
        {
            "a": {"a.x == yes": 1},
            "b": {"a.x == yes and b.y == yes": 4, "b.y == no": 1, "b.w == yes": "0..2"},
            "c": {"c.z == yes": "0..1"},
        },
        status_quo=dict.fromkeys(("a.x", "b.y", "c.z", "b.w"), "no"),
        choices={k: {"name": k, "set": {"a.x": v}} for k, v in (("hold", "no"), ("give", "yes"))},
        outcomes={"followed": {"name": "followed", "when": "b.y == yes"}},
        clock={
            "horizon": "2004-01-01",
            "rates": dict.fromkeys("abc", RATE),
            "precision": {"all": "loguniform(2, 10)"},
        },
        **parts,
    )


def readings() -> dict[str, object]:
    return {
        name: {"name": name, "share": share, "weights": {"c-0": weight}, "evidence": JUDGEMENT}
        for name, share, weight in (("keen", 0.7, "3..4"), ("loath", 0.3, "-4..-3"))
    }


def test_what_tells_the_choices_apart() -> None:
    case = conflict()
    found = watch(Calendar.drawn(case, 41, seed=2))
    assert found is not None
    (telling,) = found.tellings
    (one,) = telling.indicators
    # Not listed: the option that is held, one that is found alike whatever is chosen, and what is so today.
    assert (telling.kind, one.option, one.level) == ("choice", "b.y", "yes")
    rows = {
        c: course(case, c, [found.day], worlds=41, seed=2).of("outcome", "followed")[0, 1:]
        for c in case.choices
    }
    for choice, row in rows.items():
        assert one.probability[choice].value == pytest.approx(row.mean(), abs=1e-3)
    means = [one.probability[c].value for c in case.choices]
    assert one.ratio == pytest.approx(max(means) / min(means))
    assert one.information.value == pytest.approx(information([0.5, 0.5], means))
    assert 0 < one.information.se < one.information.value
    assert (found.day - case.as_of).days == round(365.25 * HORIZON)


def test_what_tells_the_readings_apart() -> None:
    case = conflict(readings=readings())
    found = watch(Calendar.drawn(case, 61, seed=2))
    assert found is not None
    told = {t.kind: t for t in found.tellings}
    shares = told["reading"].weights
    assert list(shares) == ["keen", "loath"]
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["keen"] == pytest.approx(0.7, abs=0.15)
    first = told["reading"].indicators[0]
    assert (first.option, first.level) == ("c.z", "yes")
    assert first.probability["keen"].value > first.probability["loath"].value
    assert first.probability["keen"].worlds + first.probability["loath"].worlds == 60
    assert "c.z" not in {i.option for i in told["choice"].indicators}
    for telling in found.tellings:
        bits = [i.information.value for i in telling.indicators]
        assert bits == sorted(bits, reverse=True)
        assert min(bits) > LEAST


def test_workers_play_no_part_and_seeds_do() -> None:
    def run(seed: int, workers: int) -> Watch | None:
        return watch(Calendar.drawn(conflict(), 71, seed), workers)

    assert run(1, 1) == run(1, 2)
    assert run(1, 1) != run(2, 1)


def test_nothing_to_tell_apart() -> None:
    assert not watched(small({"a.x": "no yes"})), "without a clock"
    alone = conflict().model_copy(update={"choices": {}})
    assert watch(Calendar.drawn(alone, 6)) is None
