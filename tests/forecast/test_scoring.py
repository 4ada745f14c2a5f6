"""What is scored, what is left out, and the questions of the two papers."""

from __future__ import annotations

import csv
import os
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from detente.brief import Listing, Table, scores_json, scores_parts
from detente.brief.record.scored import POOR
from detente.catalog import path
from detente.errors import LedgerError
from detente.forecast import (
    CROWD,
    Asked,
    Branch,
    Forecast,
    Ledger,
    Record,
    Resolution,
    Shelf,
    asked,
    read_crowd,
    score,
    settled,
    shelf,
    shipped,
    together,
)
from detente.forecast.standing import LATE, REPLACED

DATA = os.environ.get("DETENTE_DATA", "")
needs_data = pytest.mark.skipif(not DATA, reason="DETENTE_DATA names no folder with the study data")

Q = Asked("F1", "Will it?", "2020-12-31", "2021-12-31", cluster="dam")


def said(
    p: float, who: str = "A", kind: str = "person", q: str = "F1", on: str = "2020-12-31", **more: object
) -> Forecast:
    return Forecast(q, who, kind, p, on, "2020-12-31T00:00:00+00:00", **more)  # type: ignore[arg-type]


def yes(q: str = "F1", on: str = "2021-06-30", verdict: str = "true", answer: str = "yes") -> Resolution:
    return Resolution(q, verdict, answer, on, "the record")


def book(*records: Record) -> Ledger:
    return together(Ledger(()), records)


def test_by_hand() -> None:
    two = replace(Q, id="F2", cluster="")
    found = score(book(Q, two, said(0.8), said(0.1, q="F2"), yes(), yes("F2", "2021-12-31", "false", "no")))
    (row,) = found.rows
    assert row.brier.value == pytest.approx((0.04 + 0.01) / 2)
    assert row.questions == ("F1", "F2")
    assert (row.brier.number, row.brier.clusters) == (2, 2)


def test_questions_settled_early_are_scored_and_the_scores_without_them_stand_beside() -> None:
    """Settled early is more often a yes: scoring it alone makes those who lean to yes look good."""
    late = replace(Q, id="F2", closes="2030-12-31")
    ledger = book(Q, late, said(0.5), said(0.9, q="F2"), yes(on="2021-12-31"), yes("F2"))
    found = score(ledger)
    assert [s.question for s in found.scored] == ["F1", "F2"]
    assert found.early == ("F2",)
    assert [(r.who, r.questions, r.brier.value) for r in found.due] == [("A", ("F1",), 0.25)]
    assert score(ledger, as_of="2031-01-01").early == ()
    text = " ".join(p for p in scores_parts(found, korea().case) if isinstance(p, str))
    assert "(F2) was settled before the planned end" in text
    assert "Without it the Brier scores are: A 0.250 [one cluster, no interval] on 1." in text


def test_questions_settled_early_may_be_left_out() -> None:
    """With everybody's early yes in and the open rest out, 0.5 seems too low; left out, nothing is scored."""
    questions = [replace(Q, id=f"F{k}", closes="2030-12-31") for k in range(8)]
    ledger = book(*questions, *(said(0.5, q=q.id) for q in questions), *(yes(q.id) for q in questions[:4]))
    assert len(score(ledger).scored) == 4
    assert score(ledger).due == ()
    with pytest.raises(LedgerError, match="nothing can be scored"):
        score(ledger, early=False)
    _, left = settled(ledger, "2021-12-31", early=False)
    assert left[0].reason == "closes on 2030-12-31 only"


def test_what_was_settled_later_was_not_known() -> None:
    ledger = book(Q, said(0.5), yes(on="2022-05-01"))
    with pytest.raises(LedgerError, match="nothing can be scored"):
        score(ledger, as_of="2022-01-01")
    assert settled(ledger, "2022-01-01")[1][0].reason == "settled on 2022-05-01 only"
    assert score(ledger, as_of="2022-05-01").scored


def test_why_nothing_can_be_scored() -> None:
    for ledger, why in (
        (book(), "the case asks no questions"),
        (book(Q, said(0.5)), "no question has a verdict"),
        (book(Q, said(0.5, on="2021-08-01"), yes()), "no question that was settled was forecast before"),
    ):
        with pytest.raises(LedgerError, match=why):
            score(ledger)


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [("open", "open"), ("void", "void"), ("contested", "contested"), ("not resolvable", "not resolvable")],
)
def test_verdicts_that_settle_nothing_are_left_out(verdict: str, reason: str) -> None:
    two = replace(Q, id="F2")
    ledger = book(
        Q, two, said(0.5), said(0.5, q="F2"), yes(on="2021-12-31"), yes("F2", verdict=verdict, answer="")
    )
    assert score(ledger).left_out[0].reason == reason


def test_a_branch_that_was_not_taken_is_annulled() -> None:
    other = replace(Q, id="F2", choice="wait")
    ledger = book(Q, other, said(0.5), said(0.9, q="F2"), yes(on="2021-12-31"), yes("F2"))
    assert "nobody has recorded which choice" in score(ledger).left_out[0].reason
    built = together(ledger, (Branch("build", "2021-03-01", "the ministry"),))
    assert "annulled" in score(built).left_out[0].reason
    waited = together(ledger, (Branch("wait", "2021-03-01", "the ministry"),))
    assert {s.question for s in score(waited).scored} == {"F1", "F2"}


def test_of_forecasts_under_several_choices_that_of_the_one_made_counts() -> None:
    under = [said(p, "M", "model", basis={"choice": c}) for c, p in (("build", 0.9), ("wait", 0.1))]
    ledger = book(Q, *under, Branch("build", "2021-03-01", "the ministry"), yes(on="2021-12-31"))
    assert [s.probability for s in score(ledger).scored] == [0.9]


def test_an_update_counts_for_the_days_it_stood() -> None:
    ledger = book(Q, said(0.5), said(0.9, on="2021-07-01"), yes(on="2021-12-31"))
    (one,) = score(ledger).scored
    assert one.brier == pytest.approx((182 * 0.25 + 183 * 0.01) / 365)
    late = book(Q, said(0.9, on="2021-07-01"), yes(on="2021-12-31"))
    assert score(late).scored[0].coverage == pytest.approx(183 / 365)


def test_what_was_said_after_the_fact_is_not_scored() -> None:
    """On the day itself or later, by somebody new or as an update: it enters no score, and it is said."""
    late = [said(1.0, "B", on="2021-08-01"), said(1.0, on="2021-06-30"), said(0.9, on="2021-07-15")]
    alone, found = score(book(Q, said(0.5), yes())), score(book(Q, said(0.5), *late, yes()))
    assert [(s.who, s.probability, s.brier) for s in found.scored] == [("A", 0.5, 0.25)]
    assert repr(found.rows) == repr(alone.rows)
    assert found.diagrams["A"].parts == alone.diagrams["A"].parts
    assert [(u.who, u.as_of) for u in found.unused] == [
        ("A", "2021-06-30"), ("A", "2021-07-15"), ("B", "2021-08-01"),
    ]  # fmt: skip
    assert {u.reason for u in found.unused} == {LATE}
    listing = [p for p in scores_parts(found, korea().case) if isinstance(p, Listing)][-1]
    assert listing.title == "Forecasts that enter no score: 3 of 4"
    assert "F1 by B as of 2021-08-01" in listing.items[0]


def test_the_last_of_a_day_counts() -> None:
    ledger = book(Q, said(0.2), said(0.8), yes(on="2021-12-31"))
    found = score(ledger)
    assert [(s.probability, s.forecasts) for s in found.scored] == [(0.8, 1)]
    assert [u.reason for u in found.unused] == [REPLACED]


def test_a_forecaster_is_known_by_kind_and_not_by_name_alone() -> None:
    """Ledgers of old may hold a person called like the base rate, or like the model."""
    rate = said(0.5, "base rate", "base rate")
    ledger = Ledger(
        (Q, rate, said(1.0, "base rate"), said(0.9, "M", "model"), said(0.1, "m"), yes(on="2021-12-31"))
    )
    found = score(ledger)
    by = {r.who: r for r in found.rows}
    assert set(by) == {"base rate", "base rate (person)", "M (model)", "m (person)"}
    assert by["base rate (person)"].skill is not None
    assert by["base rate (person)"].skill.value == 1
    assert by["base rate"].brier.value == 0.25
    assert by["base rate"].skill is None


def test_a_name_in_capitals_is_the_same_person() -> None:
    ledger = Ledger((Q, said(0.2, "Ann"), said(0.6, "ANN", on="2021-03-31"), yes(on="2021-12-31")))
    (one,) = score(ledger).scored
    assert (one.who, one.forecasts) == ("ANN", 2)


def test_hindsight_begins_when_a_question_is_settled() -> None:
    late = replace(said(0.5), made="2021-07-01T00:00:00+00:00")
    assert score(book(Q, late, yes())).rows[0].hindsight
    assert not score(book(Q, replace(late, made="2021-06-30T12:00:00+00:00"), yes())).rows[0].hindsight


def test_skill_against_a_reference_worse_than_a_coin_is_called_so() -> None:
    ledger = book(Q, said(0.1, "base rate", "base rate"), said(0.5), yes(on="2021-12-31"))
    found = score(ledger)
    mine = next(r for r in found.rows if r.who == "A")
    assert mine.reference == pytest.approx(0.81)
    parts = scores_parts(found, korea().case)
    text = " ".join(p for p in parts if isinstance(p, str))
    assert "worse than a coin" in text
    assert "A (base rate 0.810; skill against a coin 0.00)" in text
    table = next(p for p in parts if isinstance(p, Table))
    assert [str(r[4]).endswith(POOR) or "*" in getattr(r[4], "text", "") for r in table.rows] == [True, False]
    better = score(book(Q, said(0.9, "base rate", "base rate"), said(0.95), yes(on="2021-12-31")))
    assert "coin" not in " ".join(p for p in scores_parts(better, korea().case) if isinstance(p, str))


def test_a_question_put_in_other_words_leaves_old_forecasts_behind() -> None:
    old = said(0.5, asked=Q.digest)
    ledger = book(Q, old, replace(Q, asks="Will it really?"), said(0.5, "B"), yes(on="2021-12-31"))
    found = score(ledger)
    assert [s.who for s in found.scored] == ["B"]
    assert found.left_out[-1].reason == "put in other words after it was forecast"
    same = book(Q, old, replace(Q, cluster="river", case_digest="another"), yes(on="2021-12-31"))
    assert [s.who for s in score(same).scored] == ["A"]


def test_mixed_verdicts_as_half_yes() -> None:
    two = replace(Q, id="F2")
    half = yes("F2", verdict="mixed", answer="")
    found = score(book(Q, two, said(1.0), said(0.5, q="F2"), yes(on="2021-12-31"), half))
    assert found.rows[0].brier.value == 0
    assert found.mixed[0].brier.value == pytest.approx((0 + 0.25) / 2)


def test_skill_and_differences_are_on_the_same_questions() -> None:
    qs = [replace(Q, id=f"F{k}", cluster="") for k in range(4)]
    rates = [said(0.5, "base rate", "base rate", q.id) for q in qs]
    own = [said(1.0, q=q.id) for q in qs[:2]]
    found = score(book(*qs, *rates, *own, *(yes(q.id, "2021-12-31") for q in qs)))
    mine = next(r for r in found.rows if r.who == "A")
    assert mine.skill is not None
    assert (mine.skill.value, mine.common) == (1, 2)
    (gap,) = found.differences
    assert gap.brier.value == pytest.approx(-0.25)
    assert gap.brier.number == 2


# --------------------------------------------------------------------------------- the two papers


@cache
def korea() -> Shelf:
    return shelf("korea-2020")


@cache
def ledger() -> Ledger:
    return shipped(korea())


def test_the_verdicts_by_count() -> None:
    first = Counter(r.first for r in ledger().resolutions.values())
    assert first == {
        "true": 22,
        "open, holding": 14,
        "mixed": 8,
        "open, not yet": 6,
        "contested": 3,
        "void (condition not met)": 2,
        "not resolvable as put": 2,
        "false": 1,
    }
    assert len(ledger().questions) == len(ledger().resolutions) == len(korea().priors) == 58
    other = {r.question for r in ledger().resolutions.values() if r.verdict == "true by another mechanism"}
    assert other == {"F001", "F014", "F021", "F046", "F051", "F052"}
    assert all(r.mechanism for r in ledger().resolutions.values() if r.question in other)


def test_an_answer_fits_the_claim_and_its_verdict() -> None:
    for r in ledger().resolutions.values():
        if r.answer:
            assert (r.answer == "yes") == (korea().priors[r.question].says == (r.verdict != "false")), (
                r.question
            )
            assert r.first in ("true", "false")


def test_the_same_questions_are_scored_for_everybody() -> None:
    found = score(ledger())
    assert found.as_of == "2026-08-20"
    by = {r.who: r for r in found.rows}
    assert by["all sources together"].questions == (
        *by["kashin-2020"].questions, *by["review-2021"].questions
    ) or set(by["all sources together"].questions) == {
        *by["kashin-2020"].questions, *by["review-2021"].questions
    }  # fmt: skip
    assert len(by["all sources together"].questions) == 23
    assert set(found.early) == {"F025", "F038", "F040"}
    due = {r.who: r for r in found.due}
    assert len(due["base rate"].questions) == 20
    assert set(due["base rate"].questions) == set(due["all sources together"].questions)
    assert {x.question: x.reason for x in found.left_out}["F012"].startswith("annulled")


def test_votes_in_the_security_council_are_one_observable() -> None:
    together_ = [q.id for q in ledger().questions.values() if q.cluster == "security-council"]
    assert len(together_) == 8
    assert all(q.cluster for q in ledger().questions.values())
    clusters = korea().resolved.clusters if korea().resolved else {}
    assert all(ledger().questions[q].cluster == c for q, c in clusters.items())


def test_nothing_of_after_the_case_is_counted_in_a_base_rate() -> None:
    for prior in korea().priors.values():
        if prior.reference and prior.reference.end:
            assert prior.reference.end <= korea().case.as_of


def test_the_answer_is_said_with_its_caveats() -> None:
    parts = scores_parts(score(ledger()), korea().case)
    text = "\n".join(p for p in parts if isinstance(p, str))
    assert "could know what happened after 2020" in text
    assert "upper bound on their foresight" in text
    assert "Every weight must cite the papers" in text
    assert f"Brier score of {CROWD.brier:.3f}" in text
    assert "half yes and half no" in text
    assert "NaN" not in scores_json(score(ledger()))


def facts(file: Path) -> set[str]:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {day for row in rows for day in row["date"].split("/")}


def test_verdicts_rest_on_days_of_the_history() -> None:
    resolved = korea().resolved
    assert resolved
    known = facts(path("korea-2020").with_name("history.csv"))
    wanted = {day for days in resolved.facts.values() for day in days}
    assert len(wanted) >= 40
    assert wanted - known == set()


@needs_data
def test_verdicts_are_those_of_the_first_reading() -> None:
    """Days of the study's list of events hold every fact that the verdicts name."""
    resolved = korea().resolved
    assert resolved
    wanted = {day for days in resolved.facts.values() for day in days}
    assert wanted - facts(Path(DATA) / "korea-events.csv") == set()


@needs_data
def test_the_crowd_is_that_of_the_file() -> None:
    found = read_crowd(Path(DATA) / "forecastbench_resolved_markets.csv")
    assert (found.rows, found.questions) == (CROWD.rows, CROWD.questions) == (415, 193)
    for name in ("brier", "base_rate", "share"):
        assert getattr(found, name) == pytest.approx(getattr(CROWD, name), abs=1e-6)
    assert [(b.to, b.number) for b in found.bins] == [(b.to, b.number) for b in CROWD.bins]
    assert [b.share for b in found.bins] == pytest.approx([b.share for b in CROWD.bins], abs=1e-6)


def test_the_reference_line() -> None:
    """0.102 for the crowd and 0.195 for the base rate; of 130 at most five percent none came true."""
    assert round(CROWD.brier, 3) == 0.102
    assert round(CROWD.base_rate, 3) == 0.195
    assert round(CROWD.skill, 2) == 0.48
    assert sum(b.number for b in CROWD.bins) == CROWD.rows
    assert (CROWD.bins[0].number, CROWD.bins[0].share) == (130, 0)


def test_settled_says_the_same_for_the_digest_of_a_question() -> None:
    outcomes, _ = settled(ledger(), "2026-08-20")
    assert outcomes["F010"] == 0
    assert outcomes["F008"] == 1
    again = {q.id: asked(korea().case, q).digest for q in korea().case.questions}
    assert all(ledger().questions[q].digest == d for q, d in again.items())
