"""Clocks, courses and questions: what is drawn, what changes on a date, what is measured, and the bands."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.linalg import expm
from scipy.stats import gamma

from detente.case import Case
from detente.dynamics import Chain, ask, ask_each, band, chain, course, draw_clock
from detente.dynamics.clock import years
from detente.dynamics.taking import PARTS
from detente.errors import DetenteError, UnknownName
from detente.game import unfold
from detente.worlds import draw
from small import JUDGEMENT, chance, small

Floats = NDArray[np.float64]

ELECTION = date(2003, 6, 1)
RELEASE = date(2005, 1, 1)


def clock(**parts: Any) -> dict[str, Any]:
    rate = {"count": 7, "from": "1990-01-01", "to": "2000-01-01", "evidence": JUDGEMENT}
    return {
        "horizon": "2010-01-01",
        "rates": {"a": rate, "b": {"per_year": "0.5..2", "evidence": JUDGEMENT}},
        "precision": {"all": "loguniform(2, 10)"},
        **parts,
    }


def question(name: str, measure: str, by: str = "2006-01-01", **parts: Any) -> dict[str, Any]:
    return {
        "id": name,
        "asks": "Does it?",
        "when": "b.y == yes or chance.z == high",
        "measure": measure,
        "by": by,
        "evidence": JUDGEMENT,
        **parts,
    }


def example(
    imprecise: float = 1.0,
    elections: bool = True,
    phases: dict[str, str] | None = None,
    questions: list[dict[str, Any]] | None = None,
    **parts: Any,
) -> Case:
    """Two actors, an election in 2003, a shock; the choice holds an option of the first."""
    times = {"dates": [str(ELECTION)], "every": 5} if elections else {"per_year": 0.3}
    shock = {"id": "clash", "when": "quiet", "set": {"b.y": "yes"}, "per_year": 0.2, "evidence": JUDGEMENT}
    return small(
        {"a.x": "no yes", "a.v": "no mid yes", "b.y": "no yes"},
        {
            "a": {"a.x == yes and b.y == no": 2, "a.v == mid": 1},
            "b": {"b.y == yes or a.x == yes": 1, "chance.z == high and b.y == no": 3},
        },
        chance={"chance.z": chance({"low": 0.7, "high": 0.3})},
        status_quo={"a.x": "no", "a.v": "no", "b.y": "no", "chance.z": "low"},
        definitions={"quiet": {"name": "quiet", "when": "b.y == no"}},
        outcomes={"calm": {"name": "calm", "when": "quiet"}, "rest": {"name": "rest", "when": "true"}},
        choices={
            "hold": {"name": "hold", "set": {"a.x": "no"}},
            "give": {"name": "give", "set": {"a.x": "yes"}},
        },
        phases={
            p: {"name": p, "when": when, "evidence": JUDGEMENT}
            for p, when in (phases or {"peace": "quiet"}).items()
        },
        clock=clock(
            chance={"chance.z": {**times, "evidence": JUDGEMENT}}, shocks=[shock], imprecise=imprecise
        ),
        questions=questions
        or [
            question("at", "at"),
            question("by", "by", opens="2002-01-01"),
            question("throughout", "throughout", when="b.y == no", by="2004-01-01"),
            question(
                "ends", "ends", when="b.y == no", opens="2001-01-01", after="2002-06-01", by="2004-06-01"
            ),
            question(
                "ends-on-the-day",
                "ends",
                when="b.y == no and chance.z == low",
                after=str(ELECTION),
                by="2004-06-01",
            ),
            question("phase", "throughout", when=None, phase="peace", by=str(ELECTION)),
        ],
        **parts,
    )


# ---------------------------------------------------------------------------------------------- clocks


def test_a_counted_rate_is_gamma() -> None:
    found = draw_clock(example(), 20_000, seed=3)
    window = years(date(1990, 1, 1), date(2000, 1, 1))
    rates = found.rates[0]
    assert rates[0] == pytest.approx(7.5 / window)
    assert rates[1:].mean() == pytest.approx(7.5 / window, rel=0.01)
    assert rates[1:].var() == pytest.approx(7.5 / window**2, rel=0.03)
    assert found.rates[1, 0] == 1.25
    assert found.rates[1].min() >= 0.5
    assert found.rates[1].max() <= 2
    assert found.precision[0, 0] == pytest.approx(np.sqrt(20))
    assert (found.precision[0] == found.precision[1]).all()
    assert found.chance["chance.z"].shares[:, 0].tolist() == [0.7, 0.3]
    assert found.chance["chance.z"].dates == pytest.approx(
        [years(date(2000, 1, 1), ELECTION), years(date(2000, 1, 1), ELECTION.replace(year=2008))]
    )


def test_no_event_in_a_long_time_leaves_a_wide_prior() -> None:
    """No return to war in 73.3 years: 15 more have the probability 0.91 (Jeffreys)."""
    never = {"count": 0, "from": "1953-07-27", "to": "2026-11-15", "evidence": JUDGEMENT}
    case = small(
        {"a.x": "no yes"}, clock={"horizon": "2010-01-01", "rates": {"a": never}, "precision": {"all": 5}}
    )
    rates = draw_clock(case, 40_000).rates[0, 1:]
    assert rates.mean() == pytest.approx(0.0068, abs=0.0002)
    assert np.exp(-15 * rates).mean() == pytest.approx(0.91, abs=0.005)


def test_a_clock_is_the_same_in_pieces() -> None:
    whole, part = draw_clock(example(), 30, seed=5), draw_clock(example(), 10, seed=5, start=20)
    assert (whole.rates[:, 20:] == part.rates).all()
    assert (whole.precision[:, 20:] == part.precision).all()
    assert (draw_clock(example(), 30, seed=6).rates != whole.rates)[0, 1:].all()


def test_nothing_is_assumed_about_time() -> None:
    with pytest.raises(DetenteError, match="says nothing of time"):
        draw_clock(small({"a.x": "no yes"}))
    part = clock()
    half = {**part, "rates": {"a": part["rates"]["a"]}, "precision": {"a": 5}}
    options = {"a.x": "no yes", "b.y": "no yes"}
    with pytest.raises(DetenteError, match=r"b has no rate; b has no precision"):
        draw_clock(small(options, clock=half))


# --------------------------------------------------------------------------------------- exact measures


def dense(case: Case, fixed: dict[str, str], world: int = 0) -> tuple[Any, Floats]:
    """The game and the generator matrix, elections left out."""
    game, base = unfold(case, fixed), unfold(case)
    worlds = draw(case, world + 1)
    low, high = worlds.span(base)
    found = chain(
        game,
        worlds.utilities(game)[:, :, world],
        draw_clock(case, world + 1),
        world,
        span=(low[:, world], high[:, world]),
    )
    q = np.zeros((len(game), len(game)))
    np.add.at(q, (found.origins, found.indices), found.rates)
    return game, q - np.diag(q.sum(axis=1))


def election(game: Any) -> Floats:
    """The kernel that draws the level of chance anew."""
    kernel = np.zeros((len(game), len(game)))
    for s in range(len(game)):
        for level, p in (("low", 0.7), ("high", 0.3)):
            kernel[s, game.find({**game.describe(s), "chance.z": level})] = p
    return kernel


def holds(game: Any, when: Any) -> NDArray[np.bool_]:
    return np.array([when(game.describe(s)) for s in range(len(game))])


def walk(
    game: Any, q: Floats, dates: list[date], inside: Any = None, opens: date = date(2000, 1, 1)
) -> list[Floats]:
    """Distributions on rising dates, by exponentials from date to date; killed outside from `opens`."""
    p, now, out = np.eye(len(game))[game.status_quo], date(2000, 1, 1), []
    stops = sorted({*dates, ELECTION, ELECTION.replace(year=2008), opens} - {now})
    for stop in [now, *stops]:
        kept = inside if inside is not None and now >= opens else np.ones(len(game), bool)
        p = p * kept
        p = p @ expm(q * kept[:, None] * kept[None, :] * years(now, stop)) * kept
        if stop in (ELECTION, ELECTION.replace(year=2008)):
            p = p @ election(game)
        if inside is not None and stop >= opens:
            p = p * inside
        now = stop
        if stop in dates:
            out.append(p.copy())
    return out


def test_every_measure_by_matrix_exponentials() -> None:
    case = example()
    game, q = dense(case, {"a.x": "yes"})
    yes, quiet = (
        holds(game, lambda s: s["b.y"] == "yes" or s["chance.z"] == "high"),
        holds(game, lambda s: s["b.y"] == "no"),
    )
    start = date(2000, 1, 1)
    expected = {
        "at": walk(game, q, [date(2006, 1, 1)])[0][yes].sum(),
        "by": 1 - walk(game, q, [date(2006, 1, 1)], ~yes, date(2002, 1, 1))[0].sum(),
        "throughout": walk(game, q, [date(2004, 1, 1)], quiet, start)[0].sum(),
        "phase": walk(game, q, [ELECTION], quiet, start)[0].sum(),
    }
    low = quiet & holds(game, lambda s: s["chance.z"] == "low")
    for name, inside, opens, after in (
        ("ends", quiet, date(2001, 1, 1), date(2002, 6, 1)),
        ("ends-on-the-day", low, start, ELECTION),
    ):
        a, b = walk(game, q, [after, date(2004, 6, 1)], inside, opens)
        expected[name] = a.sum() - b.sum()
    for name, p in expected.items():
        found = ask(case, name, worlds=3, choice="give")
        assert found.probabilities[0] == pytest.approx(p, abs=1e-8), name
        assert (found.low, found.high) == (found.probabilities[0], found.probabilities[0])
        # A factor that is almost 1 takes the other road, backward through every date, to the same place.
        near = ask(example(1.0000001), name, worlds=1, choice="give")
        assert near.low <= p + 1e-9 <= near.high + 2e-9
        assert near.high - near.low < 3e-4
        wide = ask(example(2.0), name, worlds=1, choice="give")
        assert wide.low < p - 1e-3 < p + 1e-3 < wide.high


def built(case: Case, name: str, fixed: str, opens: date, by: date, when: Any) -> float:
    """The same by exponentials of the whole chain of situations and parts done."""
    (stated,) = [q for q in case.questions if q.id == name]
    game, q = dense(case, {"a.x": fixed})
    inside, n, k = holds(game, when), len(game), PARTS
    assert stated.takes is not None

    def pieces(working: bool) -> Floats:
        whole = np.zeros((k * n + 1, k * n + 1))
        for j in range(k):
            for s in range(n):
                for t in range(n):
                    if s != t:
                        whole[j * n + s, (j if inside[t] else 0) * n + t] += q[s, t]
                if working and inside[s]:
                    last = j == k - 1
                    whole[j * n + s, k * n if last else (j + 1) * n + s] += k / stated.takes
        return whole - np.diag(whole.sum(axis=1))

    drawn = np.zeros((k * n + 1, k * n + 1))
    drawn[-1, -1] = 1
    for j in range(k):
        for s, t in np.argwhere(election(game)):
            drawn[j * n + s, (j if inside[t] else 0) * n + t] += election(game)[s, t]
    p, now = np.zeros(k * n + 1), date(2000, 1, 1)
    p[game.status_quo] = 1
    for stop in sorted({opens, ELECTION, by} - {now}):
        p = p @ expm(pieces(now >= opens) * years(now, stop))
        p = p @ drawn if stop == ELECTION else p
        now = stop
    return float(p[-1])


@pytest.mark.parametrize("fixed", ["no", "yes"])
def test_what_takes_time_by_matrix_exponentials(fixed: str) -> None:
    when = "b.y == no or chance.z == high"
    stated = [
        question("soon", "by", takes=0.5, when=when),
        question("late", "by", takes=2, when=when, opens="2001-06-01"),
    ]
    case = example(questions=stated)
    choice = {"no": "hold", "yes": "give"}[fixed]
    for name, opens in (("soon", date(2000, 1, 1)), ("late", date(2001, 6, 1))):
        found = ask(case, name, worlds=3, choice=choice)
        p = built(
            case,
            name,
            fixed,
            opens,
            date(2006, 1, 1),
            lambda s: s["b.y"] == "no" or s["chance.z"] == "high",
        )
        assert found.probabilities[0] == pytest.approx(p, abs=1e-8), name
        assert np.isnan(found.low)
        assert 0 < p < 1
    at_once = ask(example(questions=[question("by", "by", when=when)]), "by", choice=choice)
    quick = ask(example(questions=[question("by", "by", when=when, takes=0.02)]), "by", choice=choice)
    assert quick.probabilities == pytest.approx(at_once.probabilities, abs=0.03)
    assert (quick.probabilities < at_once.probabilities).all()


def test_what_always_holds_is_done_after_a_gamma_distributed_time() -> None:
    case = example(questions=[question("always", "by", when="true", takes=3.0, opens="2001-01-01")])
    left = years(date(2001, 1, 1), date(2006, 1, 1))
    found = ask(case, "always", worlds=5, choice="hold")
    assert found.probabilities == pytest.approx(gamma.cdf(left, PARTS, scale=3.0 / PARTS), abs=1e-9)


def test_a_course_by_matrix_exponentials() -> None:
    case = example()
    game, q = dense(case, {"a.x": "no"})
    quiet = holds(game, lambda s: s["b.y"] == "no")
    dates = (date(2000, 1, 1), date(2002, 1, 1), ELECTION, date(2009, 1, 1))
    found = course(case, "hold", dates, worlds=3)
    assert found.of("outcome", "calm")[:, 0] == pytest.approx(
        [p[quiet].sum() for p in [np.eye(len(game))[game.status_quo], *walk(game, q, list(dates[1:]))]],
        abs=1e-8,
    )
    assert found.of("outcome", "calm") + found.of("outcome", "rest") == pytest.approx(1)
    assert found.of("phase", "peace") == pytest.approx(found.of("definition", "quiet"))
    assert found.survival["peace"][1:, 0] == pytest.approx(
        [p.sum() for p in walk(game, q, list(dates[1:]), quiet)], abs=1e-8
    )
    assert len(found) == 3
    assert course(case, "hold", worlds=2).dates[-1] == date(2010, 1, 1)


def test_a_choice_that_is_released() -> None:
    case = example()
    held, q = dense(case, {"a.x": "yes"})
    whole, r = dense(case, {})
    dates = [date(2004, 1, 1), date(2007, 1, 1)]
    p = walk(held, q, [dates[0], RELEASE])
    lifted = np.zeros(len(whole))
    for s in range(len(held)):
        lifted[whole.find(held.describe(s))] = p[1][s]
    after = lifted @ expm(r * years(RELEASE, dates[1]))
    yes = [holds(g, lambda s: s["a.x"] == "yes") for g in (held, whole)]
    calm = [holds(g, lambda s: s["b.y"] == "no") for g in (held, whole)]
    found = course(case, "give", dates, worlds=2, release=RELEASE)
    assert found.of("outcome", "calm")[:, 0] == pytest.approx(
        [p[0][calm[0]].sum(), after[calm[1]].sum()], abs=1e-8
    )
    assert after[yes[1]].sum() < 0.999
    assert found.survival["peace"].shape == (2, 2)


def test_spells_where_chance_has_a_rate() -> None:
    case = example(elections=False)
    found = course(case, "hold", [date(2008, 1, 1)], worlds=4)
    game, base, worlds, drawn = unfold(case, {"a.x": "no"}), unfold(case), draw(case, 4), draw_clock(case, 4)
    low, high = worlds.span(base)
    for world in (0, 3):
        one = chain(
            game, worlds.utilities(game)[:, :, world], drawn, world, span=(low[:, world], high[:, world])
        )
        known = one.episodes(game.definitions["quiet"], years(date(2000, 1, 1), date(2008, 1, 1)))
        assert found.spells["peace"].entries[world] == pytest.approx(known.entries, abs=1e-8)
        assert found.spells["peace"].years[world] == pytest.approx(known.years, abs=1e-8)
        assert found.spells["peace"].mean[world] == pytest.approx(known.mean, abs=1e-8)
    assert found.spells["peace"].began


def test_the_number_of_workers_plays_no_part() -> None:
    case = example()
    one, two = (course(case, "hold", worlds=150, seed=2, workers=n) for n in (1, 2))
    assert (one.probability == two.probability).all()
    first = course(case, "hold", worlds=70, seed=2)
    assert first.probability == pytest.approx(one.probability[:, :, :70], abs=1e-9)


def test_answers_are_given_for_each_choice() -> None:
    case = example()
    found = ask_each(case, "at", worlds=40)
    assert list(found) == ["hold", "give"]
    low, high = found["hold"].spread
    assert low <= found["hold"].mean <= high
    assert found["hold"].probabilities != pytest.approx(found["give"].probabilities)


def test_questions_that_cannot_be_answered() -> None:
    case = example()
    with pytest.raises(UnknownName, match="nearest: at"):
        ask(case, "att")
    with pytest.raises(DetenteError, match="names no choice; say under which: hold, give"):
        ask(case, "at")
    with pytest.raises(UnknownName, match="no choice named 'hodl'; nearest: hold"):
        course(case, "hodl")
    with pytest.raises(DetenteError, match="lies before 2000-01-01"):
        course(case, "hold", [date(1999, 1, 1)])


# ----------------------------------------------------------------------------------------------- bands


def random_chain(seed: int, size: int = 4, movers: int = 2) -> Chain:
    r = np.random.default_rng(seed)
    pairs = [(s, t) for s in range(size) for t in range(size) if s != t]
    rates = r.exponential(0.7, len(pairs))
    mover = r.integers(0, movers, len(pairs)).astype(np.int16)
    indptr = np.arange(0, len(pairs) + 1, size - 1)
    return Chain(
        indptr,
        np.array([t for _, t in pairs], np.int32),
        rates,
        mover,
        tuple("pqr"[:movers]),
        np.eye(size)[0],
    )


def faster(c: Chain, factors: list[float]) -> Chain:
    return Chain(c.indptr, c.indices, c.rates * np.array(factors)[c.mover], c.mover, c.movers, c.start)


@pytest.mark.parametrize("measure", ["at", "by", "throughout"])
@pytest.mark.parametrize("seed", range(3))
def test_bands_hold_all_constant_rates(measure: str, seed: int) -> None:
    c, times, f = random_chain(seed), np.array([0.5, 3.0]), 1.8
    mask = (
        np.array([True, True, False, False])
        if measure == "throughout"
        else np.array([False, False, True, False])
    )

    def precise(one: Chain) -> Floats:
        if measure == "at":
            return one.occupancy(times)[:, mask].sum(axis=1)
        return one.reaches(mask, times) if measure == "by" else one.survives(mask, times)

    found = band(c, mask, times, f, ("p", "q"), measure)
    steps = np.geomspace(1 / f, f, 5)
    every = np.array([precise(faster(c, [x, y])) for x in steps for y in steps])
    assert (found.low <= every.min(axis=0)).all()
    assert (found.high >= every.max(axis=0)).all()
    assert (found.high - found.low > 0.01).all()
    # With no doubt the band is the precise value; with less doubt it is narrower.
    exact = band(c, mask, times, 1.0, ("p", "q"), measure)
    assert exact.low == pytest.approx(precise(c), abs=3e-4)
    assert exact.high == pytest.approx(precise(c), abs=3e-4)
    less = band(c, mask, times, 1.3, ("p", "q"), measure)
    assert (less.low >= found.low - 1e-9).all()
    assert (less.high <= found.high + 1e-9).all()
    # One mover's rate known: between the two.
    half = band(c, mask, times, f, ("p",), measure)
    assert (half.low >= found.low - 2e-4).all()
    assert (half.high <= found.high + 2e-4).all()


def test_the_band_of_a_waiting_time_in_closed_form() -> None:
    c = Chain(
        np.array([0, 1, 1]),
        np.array([1], np.int32),
        np.array([0.4]),
        np.zeros(1, np.int16),
        ("p",),
        np.array([1.0, 0.0]),
    )
    times = np.array([1.0, 5.0])
    found = band(c, np.array([True, False]), times, 2.5, ("p",), "throughout", tolerance=1e-6)
    assert found.low == pytest.approx(np.exp(-1.0 * times), abs=3e-6)
    assert found.high == pytest.approx(np.exp(-0.16 * times), abs=3e-6)
    assert found.error <= 1e-6
    with pytest.raises(ValueError, match="at least 1"):
        band(c, np.array([True, False]), times, 0.9, ("p",))


@pytest.mark.parametrize("seed", range(4))
def test_rates_that_follow_the_state_are_in_the_band_too(seed: int) -> None:
    """The least over all policies of a chain of three states and one mover, by brute force over 2^3 policies
    that do not change with time: none may beat the bound."""
    c, f, times = random_chain(seed, 3, 1), 2.0, np.array([2.0])
    mask = np.array([False, False, True])
    found = band(c, mask, times, f, ("p",), "at", tolerance=1e-6)
    values = []
    for policy in np.ndindex(2, 2, 2):
        scale = np.array([f, 1 / f])[list(policy)]
        one = Chain(c.indptr, c.indices, c.rates * scale[c.origins], c.mover, c.movers, c.start)
        values.append(one.occupancy(times)[0, 2])
    assert found.low[0] <= min(values) + 1e-9
    assert found.high[0] >= max(values) - 1e-9
    assert found.low[0] > min(values) - 0.1
