"""Laws of scoring: what a score is made of, and what must not change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.forecast import FLOOR, Asked, Forecast, Ledger, Record, Resolution, Scores, score, together
from detente.forecast.standing import LATE
from reference.forecasts import daily_brier, peers_by_day

OPENS = date(2020, 12, 31)


def day(k: int) -> str:
    return (OPENS + timedelta(days=k)).isoformat()


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Some questions that were settled, each forecast by some, some of them several times."""
    records: list[Record] = []
    for q in range(draw(st.integers(1, 3))):
        whole = draw(st.integers(2, 30))
        records.append(Asked(f"F{q}", "Will it?", day(0), day(whole), cluster=draw(st.sampled_from("ab"))))
        records.append(
            Resolution(
                f"F{q}", "true", draw(st.sampled_from(["yes", "no"])), day(draw(st.integers(1, 40))), "r"
            )
        )
        for who, kind in (("A", "person"), ("B", "person"), ("base rate", "base rate"), ("P", "paper")):
            for at in draw(st.lists(st.integers(-5, whole), max_size=4)):
                p = draw(st.integers(0, 20)) / 20
                records.append(Forecast(f"F{q}", who, kind, p, day(at), ""))
    first = Forecast("F0", "A", "person", 0.5, day(-5), "")
    questions = [r for r in records if isinstance(r, Asked)]
    rest = [r for r in records if not isinstance(r, Asked)]
    return together(Ledger(()), (*questions, first, *draw(st.permutations(rest))))


def said(ledger: Ledger, question: str, who: str) -> list[tuple[int, float]]:
    """Day from the opening, and probability, in the order of the days."""
    own = [f for f in ledger.forecasts if (f.question, f.who) == (question, who)]
    days = [
        (max((date.fromisoformat(f.as_of) - OPENS).days, 0), f.probability)
        for f in sorted(own, key=lambda f: f.as_of)
    ]
    return days


def until(ledger: Ledger, question: str) -> int:
    q, verdict = ledger.questions[question], ledger.resolutions[question]
    return (date.fromisoformat(min(q.closes, verdict.on)) - OPENS).days


def told(found: Scores) -> object:
    """All that is said of forecasters, in an order of its own."""
    parts = {
        who: (d.parts, d.number, d.counts.tolist(), d.band.tolist()) for who, d in found.diagrams.items()
    }
    return (
        sorted(map(repr, (*found.scored, *found.marks))),
        [(r.who, r.brier.value) for r in found.rows],
        parts,
    )


@settings(max_examples=20)
@given(ledgers())
def test_scores_are_those_of_going_through_the_days(ledger: Ledger) -> None:
    found = score(ledger)
    for s in found.scored:
        history, end = said(ledger, s.question, s.who), until(ledger, s.question)
        slow = daily_brier([d for d, _ in history], [p for _, p in history], s.outcome, end)
        assert s.brier == pytest.approx(slow)
        names = list(dict.fromkeys(f.who for f in ledger.forecasts))
        slow_peers = peers_by_day([said(ledger, s.question, w) for w in names], s.outcome, end, FLOOR)
        peer = slow_peers[names.index(s.who)]
        assert s.peer == (None if peer is None else pytest.approx(peer, abs=1e-9))


@settings(max_examples=20)
@given(ledgers())
def test_the_parts_of_a_score_add_up_to_it(ledger: Ledger) -> None:
    found = score(ledger)
    for row in found.rows:
        parts = found.diagrams[row.who].parts
        assert parts.score == pytest.approx(row.brier.value, abs=1e-12)
        assert parts.miscalibration - parts.discrimination + parts.uncertainty == pytest.approx(parts.score)
        assert parts.miscalibration >= -1e-12
        assert parts.discrimination >= -1e-12
        assert found.diagrams[row.who].counts.sum() == pytest.approx(row.brier.number)
        own = [m for m in found.marks if m.who == row.who]
        if own:
            questions = {m.question for m in own}
            assert sum(m.share for m in own) == pytest.approx(len(questions))
            assert sum(m.share * m.brier for m in own) / len(questions) == pytest.approx(row.brier.value)


@settings(max_examples=12)
@given(ledgers(), st.data())
def test_the_order_of_entries_does_not_matter_but_within_a_day_of_one_forecaster(
    ledger: Ledger, data: st.DataObject
) -> None:
    """Forecasts of one forecaster of one day keep their order; all else may come in any."""
    keys = [(f.question, f.who, f.as_of) for f in ledger.forecasts]
    mixed = data.draw(st.permutations(list(dict.fromkeys(keys))))
    forecasts = [f for key in mixed for f in ledger.forecasts if (f.question, f.who, f.as_of) == key]
    rest = [r for r in ledger.records if not isinstance(r, Forecast)]
    assert sorted(told(score(Ledger((*rest, *forecasts))))[0]) == sorted(told(score(ledger))[0])  # type: ignore[index]


@settings(max_examples=20)
@given(ledgers(), st.data())
def test_a_late_forecast_changes_no_score(ledger: Ledger, data: st.DataObject) -> None:
    q = data.draw(st.sampled_from(list(ledger.questions)))
    end, closes = until(ledger, q), ledger.questions[q].closes
    last = (date.fromisoformat(closes) - OPENS).days
    who, kind = data.draw(st.sampled_from([("A", "person"), ("new", "person"), ("base rate", "base rate")]))
    late = Forecast(
        q, who, kind, data.draw(st.integers(0, 20)) / 20, day(data.draw(st.integers(end, max(last, end)))), ""
    )
    before, after = score(ledger), score(Ledger((*ledger.records, late)))
    assert told(after) == told(before)
    assert len(after.unused) == len(before.unused) + 1
    assert (q, who, LATE) in {(u.question, u.who, u.reason) for u in after.unused}


@settings(max_examples=12)
@given(ledgers())
def test_every_forecast_is_scored_or_said_to_be_left_out(ledger: Ledger) -> None:
    found = score(ledger)
    assert len(found.marks) + len(found.unused) == len(ledger.forecasts)
    assert all(u.reason for u in found.unused)


@settings(max_examples=12)
@given(ledgers())
def test_peer_scores_of_a_question_add_up_to_nothing(ledger: Ledger) -> None:
    found = score(ledger)
    for q in ledger.questions:
        peers = [s.peer for s in found.scored if s.question == q and s.peer is not None]
        assert sum(peers) == pytest.approx(0, abs=1e-9)


def test_half_a_year_of_each_is_worth_half_a_question() -> None:
    """Two forecasts of one question are one question in the diagram, each for half of it."""
    q = Asked("F1", "Will it?", "2020-12-31", "2021-12-31")
    one = Forecast("F1", "A", "person", 0.2, "2020-12-31", "")
    ledger = together(
        Ledger(()),
        (
            q,
            one,
            replace(one, probability=0.8, as_of="2021-07-01"),
            Resolution("F1", "true", "yes", "2021-12-31", "r"),
        ),
    )
    found = score(ledger).diagrams["A"]
    assert found.number == 1
    assert found.counts.sum() == pytest.approx(1)
    assert found.parts.score == pytest.approx((182 * 0.64 + 183 * 0.04) / 365)
