"""What is scored, what is left out, and the questions of the two papers."""

from __future__ import annotations

import csv
import os
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from detente.brief import scores_json, scores_parts
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


def test_questions_whose_planned_end_lies_ahead_are_left_out() -> None:
    """Settled early is more often a yes: scoring it alone makes those who lean to yes look good."""
    late = replace(Q, id="F2", closes="2030-12-31")
    ledger = book(Q, late, said(0.5), said(0.5, q="F2"), yes(on="2021-12-31"), yes("F2"))
    found = score(ledger)
    assert [s.question for s in found.scored] == ["F1"]
    assert [(x.question, x.reason) for x in found.left_out] == [("F2", "closes on 2030-12-31 only")]
    assert {s.question for s in score(ledger, as_of="2031-01-01").scored} == {"F1", "F2"}


def test_only_early_yes_would_make_a_fair_forecaster_look_shy() -> None:
    """With everybody's early yes in and the open rest out, 0.5 seems too low; left out, nothing is scored."""
    questions = [replace(Q, id=f"F{k}", closes="2030-12-31") for k in range(8)]
    ledger = book(*questions, *(said(0.5, q=q.id) for q in questions), *(yes(q.id) for q in questions[:4]))
    with pytest.raises(LedgerError, match="nothing can be scored"):
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
    ledger = book(Q, said(0.5), said(1.0, "B", on="2021-08-01"), yes(on="2021-06-30"))
    assert [s.who for s in score(ledger, as_of="2022-01-01").scored] == ["A"]


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
    assert set(by["base rate"].questions) == set(by["all sources together"].questions)
    assert len(by["base rate"].questions) == 20
    closing = {x.question for x in found.left_out if x.reason.startswith("closes on")}
    assert closing == {"F025", "F038", "F040"}
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
