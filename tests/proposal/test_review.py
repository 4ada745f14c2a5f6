"""Reviews: what is decided stays decided, whenever the process dies, and enters the case once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.case import Case, examine, load, template
from detente.cli import main
from detente.errors import DetenteError
from detente.proposal import Item, Proposal, Review, as_yaml
from detente.proposal.review import Entry, Log, session
from detente.sources import cut

TEXT = "Chad wants peace. Chad may close the road. The drought led to unrest. If it rains, Mali sells."
ITEMS = (
    Item("actor", ("D.P1.S1",), "Chad", slots={"name": "Chad", "kind": "state"}),
    Item("interest", ("D.P1.S1",), "Chad wants peace", "peace", {"actor": "Chad"}, "hope", "Falk"),
    Item("interest", ("D.P1.S1",), "wants peace", "lasting peace", {"actor": "Chad"}),
    Item("lever", ("D.P1.S2",), "Chad may close the road", "close the road", {"actor": "Chad"}, "possible"),
    Item("causal", ("D.P1.S3",), "led to unrest", "", {"cause": "drought", "effect": "unrest"}),
    Item("conditional", ("D.P1.S4",), "If it rains, Mali sells", "", {"if": "it rains", "then": "sales"}),
    Item("forecast", ("D.P1.S4",), "Mali sells", modality="unlikely"),
    Item("relation", ("D.P1.S4",), "it rains", "", {"from": "Chad", "to": "Mali", "sign": "-"}),
    Item("event", ("D.P1.S3",), "led to", "", {"date": "1975-07", "actors": "Chad, Mali", "event": "war"}),
)
NAMES = [f"N{k:04}" for k in range(1, len(ITEMS) + 1)]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    proposal, case = tmp_path / "p.yaml", tmp_path / "case.yaml"
    proposal.write_text(as_yaml(Proposal("D", "paper.txt", cut(TEXT).digest, ITEMS)), encoding="utf-8")
    case.write_text(template("The Road", "road"), encoding="utf-8")
    return proposal, case


#: A whole review; each step decides one thing, and looks at nothing but the review.
STEPS: tuple[Callable[[Review], object], ...] = (
    lambda r: r.accept(r.open[0]),
    lambda r: r.accept(r.open[0]),
    lambda r: r.merge(r.open[0], "N0002"),
    lambda r: r.undo(),
    lambda r: r.reject(r.open[0], "said before"),
    lambda r: r.later(r.open[0]),
    lambda r: r.accept(r.open[0], r.items[r.open[0]].with_slots(sign="-")),
    lambda r: r.undo(),
    *[lambda r: r.accept(r.open[-1])] * 2,
)
DECIDING = ("accept", "merge", "reject", "later", "undo")


def told(case: Path) -> str:
    return case.read_text(encoding="utf-8")


def test_accepted_items_enter_with_locator_voice_and_modality(files: tuple[Path, Path]) -> None:
    review = Review(*files)
    assert [review.accept(name) for name in NAMES] == [""] * len(NAMES)
    case, problems = examine(files[1])
    assert case
    assert {p.severity for p in problems} <= {"warning"}
    wants = case.preferences["chad"].statements
    assert [(s.says, s.draft, s.voice, s.modality, str(s.evidence)) for s in wants] == [
        ("peace", True, "Falk", "hope", "D.P1.S1"),
        ("lasting peace", True, "", "asserted", "D.P1.S1"),
    ]
    assert {f"D_{name}" for name in NAMES[3:7]} <= case.claims.keys()
    assert case.claims["D_N0004"].modality == "possible"
    assert "unlikely" in case.claims["D_N0007"].note
    tie = case.relations["D_N0008"]
    assert (tie.from_, tie.to, tie.sign, tie.kind) == ("chad", "mali", "-", "tie")
    assert [(e.date, e.actors) for e in case.events] == [("1975-07", ("chad", "mali"))]
    assert [s.digest for s in case.sources.values() if s.key == "D"] == [cut(TEXT).digest]


def test_undo_takes_out_what_entered_and_nothing_else(files: tuple[Path, Path]) -> None:
    review, before = Review(*files), load(files[1])
    for name in NAMES:
        review.accept(name)
    assert [review.undo() for _ in NAMES] == NAMES[::-1]
    assert review.undo() == ""
    after = load(files[1])
    for part in Case.model_fields.keys() - {"sources"}:
        assert getattr(after, part) == getattr(before, part), part


def test_what_the_case_cannot_take_stays_open(files: tuple[Path, Path]) -> None:
    proposal, case = files
    strange = Item("event", ("D.P1.S1",), "Chad", slots={"date": "1975-13"})
    proposal.write_text(as_yaml(Proposal("D", "paper.txt", "", (strange,))), encoding="utf-8")
    review, before = Review(proposal, case), told(case)
    assert "no date" in review.accept("N0001")
    assert review.open == ("N0001",)
    assert told(case) == before
    review.reject("N0001", "no such month")
    assert Review(proposal, case).counts() == {"accept": 0, "merge": 0, "reject": 1, "open": 0}


def test_bad_answers_change_nothing(files: tuple[Path, Path]) -> None:
    review = Review(*files)
    with pytest.raises(DetenteError, match="reason"):
        review.reject("N0001", " ")
    with pytest.raises(DetenteError, match="no accepted item"):
        review.merge("N0002", "N0001")
    with pytest.raises(DetenteError, match="quote"):
        review.accept("N0001", ITEMS[1])
    assert len(review.log.entries) == 1


def test_a_log_of_another_proposal_and_a_broken_one_are_refused(files: tuple[Path, Path]) -> None:
    proposal, case = files
    log = Review(proposal, case).log.path
    kept = log.read_bytes()
    log.write_bytes(b"{}\n" + kept)
    with pytest.raises(DetenteError, match="line 1"):
        Review(proposal, case)
    log.write_bytes(kept)
    proposal.write_text(as_yaml(Proposal("D", "paper.txt", "", ITEMS[:1])), encoding="utf-8")
    with pytest.raises(DetenteError, match="another"):
        Review(proposal, case)


def test_two_reviews_of_one_log_do_not_mix(files: tuple[Path, Path]) -> None:
    one, other = Review(*files), Review(*files)
    one.later("N0001")
    with pytest.raises(DetenteError, match="another review"):
        other.later("N0002")


def test_a_log_cut_at_any_byte_holds_every_whole_entry(tmp_path: Path) -> None:
    rng, log = random.Random(1), Log(tmp_path / "whole.jsonl")
    for k in range(16):
        log.append(Entry("reject", f"N{k:04}", {"reason": "".join(rng.choices('ab\n\u2028é🙂"\\', k=k))}))
    data = log.path.read_bytes()
    assert len(data) > 1000
    cut_off = tmp_path / "cut.jsonl"
    for size in range(len(data) + 1):
        cut_off.write_bytes(data[:size])
        found = Log(cut_off)
        assert found.entries == log.entries[: data[:size].count(b"\n")]
        if size % 7 == 0:  # forced to disk each time
            found.append(log.entries[0])
            assert Log(cut_off).entries == found.entries


class Killed(BaseException):
    pass


def finish(files: tuple[Path, Path], log: Path) -> None:
    """Take the steps that the log does not have yet: one entry that decides something for each."""
    review = Review(*files, log)
    for step in STEPS[sum(entry.do in DECIDING for entry in review.log.entries) :]:
        step(review)


def test_a_review_killed_before_any_write_goes_on_to_the_same_case(
    files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, left = told(files[1]), -1

    def dying(work: Callable[..., None]) -> Callable[..., None]:
        def run(*given: object) -> None:
            nonlocal left
            left -= 1
            if left == -1:
                raise Killed
            work(*given)

        return run

    monkeypatch.setattr(Log, "append", dying(Log.append))
    monkeypatch.setattr(session, "enter", dying(session.enter))
    monkeypatch.setattr(session, "withdraw", dying(session.withdraw))
    finish(files, tmp_path / "whole.jsonl")
    writes, whole = -1 - left, told(files[1])
    for deadly in range(writes):
        files[1].write_text(fresh, encoding="utf-8")
        left, log = deadly, tmp_path / f"{deadly}.jsonl"
        with pytest.raises(Killed):
            finish(files, log)
        finish(files, log)
        assert told(files[1]) == whole


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_process_loses_nothing(files: tuple[Path, Path]) -> None:
    proposal, case = files
    command = [sys.executable, "-m", "detente", "review", str(proposal), "--case", str(case)]
    log = proposal.with_name("p.review.jsonl")
    for wanted in (3, 12):  # entries after which it is killed
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        assert process.stdin
        process.stdin.write(b"a\n" * len(ITEMS))
        process.stdin.flush()  # and stays open: it would wait
        for _ in range(3000):
            if log.exists() and log.read_bytes().count(b"\n") >= wanted:
                break
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdin.close()
        accepted = sum(e.do == "accept" for e in Log(log).entries)
        assert accepted >= wanted // 2
    review = Review(proposal, case)
    for name in review.open:
        review.accept(name)
    assert len(review.accepted) == len(ITEMS)
    assert {s.id for s in load(case).preferences["chad"].statements} == {"D_N0002", "D_N0003"}


def test_cards_in_the_terminal(files: tuple[Path, Path]) -> None:
    proposal, case = files
    proposal.with_name("paper.txt").write_text(TEXT, encoding="utf-8")
    answers = "l\na\nm\n\ne\nclose it\n\n\n\nt\nconditional\n\n\n\n\n\nr\nno\nu\nx\nr\nno\n"
    result = CliRunner().invoke(main, ["review", str(proposal), "--case", str(case)], input=answers)
    assert result.exit_code == 0, result.output
    assert "Chad may close the road." in result.output  # the whole sentence
    assert "Accepted already" in result.output
    found = Review(proposal, case)
    assert found.decisions["N0003"].into == "N0002"
    assert found.accepted["N0004"].text == "close it"
