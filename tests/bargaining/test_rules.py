"""The rules against their slow twins, and the laws that each of them keeps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining import RULES, Consent, Positions, Spread, positions
from detente.bargaining.marks import crps
from detente.bargaining.rules.pool import averaged
from detente.bargaining.seen import ERRORS
from detente.registry import BARGAINING
from reference import bargaining as twins
from strategies import examples

#: Quarter points, so that the grid of the veto's twin has every mirror image.
PLACES = st.integers(0, 20).map(lambda k: k * 5.0)
AMOUNTS = st.integers(0, 10).map(lambda k: k / 10)


@st.composite
def bargains(draw: st.DrawFn) -> twins.Bargain:
    n = draw(st.integers(1, 6))

    def some(strategy: st.SearchStrategy[float]) -> list[float]:
        return draw(st.lists(strategy, min_size=n, max_size=n))

    capability = draw(st.lists(st.integers(1, 12).map(float), min_size=n, max_size=n))
    needed = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    quota = draw(st.sampled_from([0.0, 0.5, 0.7, 1.0]))
    return twins.Bargain(some(PLACES), some(AMOUNTS), capability, draw(PLACES), needed, quota)


def fast(b: twins.Bargain) -> Positions:
    found = positions(b.at, b.salience, b.capability, b.reference)
    votes = np.array([b.capability])
    return replace(
        found, consent=Consent(np.array([b.needed]), votes, np.array([b.quota]), np.ones(votes.shape))
    )


def chances(spread: Spread, row: int = 0) -> dict[float, float]:
    found: dict[float, float] = {}
    for x, p in zip(spread.values[row], spread.shares[row], strict=True):
        if p > 0:
            found[round(float(x), 3)] = found.get(round(float(x), 3), 0.0) + float(p)
    return found


@pytest.mark.parametrize("name", [n for n in RULES if n != "pool"])
@examples(60)
@given(b=bargains())
def test_a_rule_agrees_with_its_twin(name: str, b: twins.Bargain) -> None:
    want = {round(x, 3): p for x, p in twins.RULES[name](b).items()}
    found = chances(RULES[name].settle(fast(b)))
    if name == "nash":
        assert list(found) == pytest.approx(list(want), abs=1e-3)
    elif name in ("mean", "median", "equal-median", "mode"):
        assert list(found) == pytest.approx(list(want), abs=2e-3)
    else:
        assert found == pytest.approx({x: p for x, p in want.items() if p > 0}, abs=1e-6)


@examples(25)
@given(b=bargains())
def test_the_averaged_election_agrees_with_its_twin(b: twins.Bargain) -> None:
    assert chances(averaged(fast(b))) == pytest.approx(twins.averaged(b), abs=1e-6)


@examples(40)
@given(b=bargains())
def test_half_the_pool_is_the_election_and_half_its_mean_with_errors(b: twins.Bargain) -> None:
    found, election = RULES["pool"].settle(fast(b)), averaged(fast(b))
    m, e = election.values.shape[1], len(ERRORS)
    assert found.values.shape == (1, m + 2 * e)
    assert np.array_equal(found.shares[:, :m], election.shares / 2)
    around = sorted(
        min(max(float(election.mean[0]) + s * 0.7 * x, 0.0), 100.0) for s in (-1, 1) for x in ERRORS
    )
    assert np.sort(found.values[0, m:]).tolist() == pytest.approx(around)


@pytest.mark.parametrize("name", RULES)
@examples(25)
@given(b=bargains(), data=st.data())
def test_laws(name: str, b: twins.Bargain, data: st.DataObject) -> None:
    rule = RULES[name]
    found = rule.settle(fast(b))
    assert found.shares.sum() == pytest.approx(1)
    assert (found.shares >= 0).all()
    assert ((found.values >= 0) & (found.values <= 100)).all()
    order = data.draw(st.permutations(range(len(b.at))))
    mixed = twins.Bargain(
        *([x[k] for k in order] for x in (b.at, b.salience, b.capability)),
        b.reference,
        [b.needed[k] for k in order],
        b.quota,
    )
    assert chances(rule.settle(fast(mixed))) == pytest.approx(chances(found), abs=1e-6)
    stronger = replace(b, capability=[4 * c for c in b.capability])
    assert chances(rule.settle(fast(stronger))) == pytest.approx(chances(found), abs=1e-6)


@pytest.mark.parametrize("name", [n for n in RULES if n != "mode"])  # of two equal ones it takes the lower
@examples(25)
@given(b=bargains())
def test_a_scale_turned_round_turns_the_answer_round(name: str, b: twins.Bargain) -> None:
    turned = replace(b, at=[100 - x for x in b.at], reference=100 - b.reference)
    for outcome in (0.0, 35.0, 80.0):
        here = crps(RULES[name].settle(fast(b)), np.array([outcome]))
        there = crps(RULES[name].settle(fast(turned)), np.array([100 - outcome]))
        assert here == pytest.approx(there, abs=1e-6)


@pytest.mark.parametrize("name", RULES)
def test_many_bargains_at_once_are_each_as_if_alone(name: str) -> None:
    """With fewer actors in some, whose places hold whatever is there."""
    wide = twins.Bargain([0, 40, 100], [1, 0.5, 0.8], [1, 2, 3], 20.0, [True, False, False], 0.5)
    small = twins.Bargain([10, 70], [0.4, 0.9], [2, 1], 0.0, [False, True], 0.0)
    a, b = fast(wide), fast(small)

    def beside(x: np.ndarray, y: np.ndarray, fill: float) -> np.ndarray:
        return np.concatenate([x, np.append(y, np.full((1, 1), fill), axis=1).astype(x.dtype)])

    assert a.consent is not None
    assert b.consent is not None
    consent = Consent(
        beside(a.consent.needed, b.consent.needed, True),
        beside(a.consent.votes, b.consent.votes, 9),
        np.concatenate([a.consent.quota, b.consent.quota]),
        beside(a.consent.proposes, b.consent.proposes, 1),
    )
    both = Positions(
        beside(a.at, b.at, 55),
        beside(a.salience, b.salience, 1),
        beside(a.capability, b.capability, 9),
        beside(a.present, b.present, 0),
        np.concatenate([a.reference, b.reference]),
        consent,
    )
    found = RULES[name].settle(both)
    for row, alone in enumerate((a, b)):
        assert chances(found, row) == pytest.approx(chances(RULES[name].settle(alone)))


def test_a_duplicate_leaves_the_weighted_mean_where_it_is() -> None:
    one = RULES["mean"].settle(positions([0, 100], [0.5, 0.5], [2, 1]))
    two = RULES["mean"].settle(positions([0, 0, 100], [0.5] * 3, [1, 1, 1]))
    assert one.mean == pytest.approx(two.mean)


def test_emission_standards() -> None:
    """Ten states on the years until small cars have to be clean (Bueno de Mesquita 1994, in Scholz, Calbert
    and Smith 2011, table 1): capability, position, salience. 8.83 years were agreed."""
    c = [0.08, 0.08, 0.03, 0.16, 0.16, 0.16, 0.16, 0.05, 0.05, 0.08]
    years = np.array([4, 7, 4, 4, 10, 10, 10, 7, 4, 7])
    s = [0.8, 0.4, 0.2, 0.8, 0.6, 0.6, 0.9, 0.1, 1.0, 0.7]
    given = positions((years - 4) / 6 * 100, s, c)
    told = {name: 4 + 6 * float(RULES[name].settle(given).mean[0]) / 100 for name in RULES if name != "veto"}
    assert told["mean"] == pytest.approx(7.390, abs=5e-4)
    assert told["median"] == 7
    assert told["condorcet"] == pytest.approx(7.35, abs=5e-3)
    assert told["conditional"] == pytest.approx(7.51, abs=5e-3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": [120.0]},
        {"at": [50.0], "salience": [1.5]},
        {"at": [50.0], "capability": [-1.0]},
        {"at": [50.0], "reference": 101.0},
        {"at": []},
        {"at": [1.0, 2.0], "salience": [1.0]},
    ],
)
def test_what_is_no_bargain_is_refused(wrong: dict[str, list[float]]) -> None:
    with pytest.raises(ValueError, match=r"positions lie between|every actor has"):
        positions(**wrong)  # type: ignore[arg-type]


def test_the_veto_rule_needs_to_know_who_can_stop_a_text() -> None:
    with pytest.raises(ValueError, match="needs a reference point"):
        RULES["veto"].settle(positions([0, 100]))


def test_every_rule_has_all_that_belongs_to_it() -> None:
    """A file, a name that a case may use, a slow twin, a line in the docs: see CONTRIBUTING."""
    page = (Path(__file__).parents[2] / "docs" / "bargaining.md").read_text(encoding="utf-8")
    assert tuple(RULES) == BARGAINING
    assert set(twins.RULES) | {"pool"} == set(RULES)
    for name, rule in RULES.items():
        assert rule.name == name
        assert f"`{name}`" in page
        assert rule.title
        assert rule.source
        assert rule.means
