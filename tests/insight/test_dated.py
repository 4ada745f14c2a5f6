"""Dated probabilities: summaries of courses, paired differences, bounds; and what `find` makes of them."""

from __future__ import annotations

import numpy as np
import pytest

from detente.brief import write
from detente.case import Case
from detente.dynamics import Calendar, Learned, calibrate, course, updated
from detente.insight import Dated, Spread, dated, find
from detente.insight.time.dated import ENDED, EXACT
from dynamics.test_course import example
from small import small
from small_play import history, play_case, play_of, prior

WORLDS = 24
PHASES = {"peace": "quiet", "mild": "quiet or chance.z == low"}


@pytest.fixture(scope="module")
def made() -> Dated:
    found = dated(example(2.0, phases=PHASES), dated=WORLDS, seed=4, workers=1)
    assert found is not None
    return found


def test_a_spread_leaves_the_central_world_out() -> None:
    row = np.concatenate(([99.0], np.arange(101) / 100))
    found = Spread.of(row)
    assert (found.low, found.high, found.mean.value) == pytest.approx((0.05, 0.95, 0.5))
    assert found.mean.worlds == 101
    assert Spread.of(np.array([0.3])).mean.value == 0.3, "unless there is no other"
    some = Spread.of(np.array([0.0, np.nan, 0.2, 0.4]))
    assert (some.mean.value, some.mean.worlds) == pytest.approx((0.3, 2))
    assert np.isnan(Spread.of(np.array([0.0, np.nan])).mean.value)


def test_dates_are_those_of_the_courses(made: Dated) -> None:
    case = example(2.0, phases=PHASES)
    rows = {}
    for one in made.choices:
        known = course(case, one.choice, worlds=WORLDS + 1, seed=4, error=EXACT)
        assert made.dates == known.dates
        rows[one.choice] = known
        for outcome, spreads in one.outcomes.items():
            every = known.of("outcome", outcome)[:, 1:]
            assert [s.mean.value for s in spreads] == pytest.approx(every.mean(axis=1))
            assert [s.high for s in spreads] == pytest.approx(np.quantile(every, 0.95, axis=1))
        lasts, held = one.phases["peace"], known.survival["peace"][:, 1:]
        near, last = made.window
        assert lasts.now
        assert [s.mean.value for s in lasts.throughout] == pytest.approx(held.mean(axis=1))
        assert lasts.ends.low == pytest.approx(np.quantile(held[near] - held[last], 0.05))
        assert lasts.at[-1].mean.value == pytest.approx(known.of("phase", "peace")[-1, 1:].mean())
        spells = known.spells["peace"]
        assert lasts.spells.mean.value == pytest.approx(spells.entries[1:].mean() + 1)
        assert lasts.length.mean.value == pytest.approx(spells.mean[1:].mean())
    paired = rows["hold"].of("outcome", "calm")[-1, 1:] - rows["give"].of("outcome", "calm")[-1, 1:]
    assert made.apart["calm"].value == pytest.approx(paired.mean())
    assert made.apart["calm"].se == pytest.approx(paired.std(ddof=1) / np.sqrt(WORLDS))
    assert made.apart["calm"].value == pytest.approx(-made.apart["rest"].value)


def test_the_window_is_the_last_third(made: Dated) -> None:
    assert [made.dates[k].year for k in made.window] == [2007, 2010]


def test_bounds_are_wider_than_rates_that_are_known(made: Dated) -> None:
    sharp = dated(example(1.0, phases=PHASES), dated=WORLDS, seed=4)
    assert sharp is not None
    for one, other in zip(made.choices, sharp.choices, strict=True):
        assert one.outcomes == other.outcomes, "the factor widens bounds, not worlds"
        assert other.phases["mild"].bounds is None
        assert one.phases["peace"].throughout[-1].mean.value < ENDED
        assert one.phases["peace"].bounds is None, "what has all but ended is left out"
        low, high = one.phases["mild"].bounds or (1, 0)
        central = course(example(phases=PHASES), one.choice, worlds=1).survival["mild"][-1, 0]
        assert low < central - 0.01 < central + 0.01 < high


def test_workers_play_no_part(made: Dated) -> None:
    assert dated(example(2.0, phases=PHASES), dated=WORLDS, seed=4, workers=2) == made
    assert dated(example(2.0, phases=PHASES), dated=WORLDS, seed=5) != made


def test_progress_ends_at_the_end() -> None:
    seen: list[tuple[int, int]] = []
    dated(example(), dated=3, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (16, 16), "four worlds, two choices, followed once for dates and once for facts"


def test_dates_are_found_where_they_are_asked_for() -> None:
    case = example()
    plain, full = find(case, worlds=10, seed=4), find(case, worlds=10, seed=4, dated=3)
    assert plain.dated is None
    assert full.dated == dated(case, dated=3, seed=4)
    before, after = (write(case, f).to_dict() for f in (plain, full))
    assert after.pop("dated")["dates"][-1] == "2010-01-01"
    assert after.pop("choosing")["dates"][-1] == "2010-01-01", "which choice by which year is dated, too"
    assert before.pop("short") != after.pop("short"), "dates come first too"
    assert before == after, "nothing else changes"
    still = small({"a.x": "no yes"})
    assert dated(still, dated=3) is None
    assert dated(case, dated=0) is None
    assert find(still, worlds=5, dated=3).dated is None


def test_dates_rest_on_what_a_history_left() -> None:
    on = {"name": "A acts", "when": "a.x == yes"}
    case = Case.model_validate({**play_case().to_dict(), "outcomes": {"on": on}})
    prior_ = prior()
    path = history(play_of(prior_, prior_.values(np.zeros(len(prior_)))), 40, 3)
    learned = Learned(path, {"": calibrate(case, path, draws=200, chains=2)}, {}, {})
    worlds = 9
    found = dated(case, dated=worlds - 1, learned=learned)
    assert found is not None
    assert found.learned
    given = Calendar(case, *updated(case, {"": learned.calibrations[""]}, worlds, 1))
    after = course(case, "", worlds=worlds, given=given, error=EXACT)
    before = course(case, "", worlds=worlds, error=EXACT)
    assert (after.probability != before.probability).any()
    for outcome, spreads in found.choices[0].outcomes.items():
        seen = after.of("outcome", outcome)[-1, 1:].mean()
        assert spreads[-1].mean.value == pytest.approx(seen, abs=1e-6)
