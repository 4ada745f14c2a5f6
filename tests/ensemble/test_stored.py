"""Stored runs listed, and two put side by side."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from detente.case import Case, parse_quantity
from detente.cli import main
from detente.ensemble import Plan, Runs, contrast, mask_names, run, stored
from detente.errors import RunRefused
from detente.registry import DECLARED
from ensemble.made import quarrel

CASE = quarrel()
ROW = mask_names(CASE).index(("outcome", "low"))
SSEQ = DECLARED.index("SSEQ")


def keep(folder: Path, case: Case = CASE, **plan: Any) -> Runs:
    return run(case, Plan(**{"worlds": 200, "chunk": 90, **plan}), 2, folder=folder)


def low(runs: Runs, choice: str) -> np.ndarray:
    answers = runs.answers[choice]
    return runs.fold(answers.part(SSEQ, ROW) * answers.settled[SSEQ], runs.index)


def told(*command: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(word) for word in command])
    return done.exit_code, done.output


def test_runs_are_listed_with_what_they_are(tmp_path: Path) -> None:
    one, other = keep(tmp_path), keep(tmp_path, design="sobol", seed=3, chance="every")
    assert other.folder is not None
    (other.folder / "chunk-000001.json").unlink()
    found = {s.folder: s for s in stored(tmp_path)}
    assert set(found) == {one.folder, other.folder}
    first, second = found[one.folder], found[other.folder]
    assert (first.case, first.digest, first.version) == ("small", one.digest, one.version)
    assert (first.plan, first.worlds, first.finished, first.chunks) == (one.plan, 201, 3, 3)
    assert (second.plan, second.worlds, second.finished, second.chunks) == (other.plan, 401, 4, 5)
    assert [first.whole, second.whole] == [True, False]
    assert stored(first.folder)[0].folder == first.folder


@pytest.mark.parametrize("chance", ["drawn", "every"])
def test_two_runs_on_the_same_draws_are_compared_draw_by_draw(tmp_path: Path, chance: str) -> None:
    """The cases differ in one weight by a little; the difference errs by far less than two samples would."""
    wider = parse_quantity("-1.8..2.2")
    statements = tuple(
        s.model_copy(update={"weight": wider}) if s.id == "c-1" else s for s in CASE.statements("c")
    )
    preference = CASE.preferences["c"].model_copy(update={"statements": statements})
    changed = CASE.model_copy(update={"preferences": {**CASE.preferences, "c": preference}})
    one, other = keep(tmp_path, chance=chance), keep(tmp_path, changed, worlds=150, chance=chance)
    assert one.folder is not None
    assert other.folder is not None
    found = {(c.choice, c.outcome): c for c in contrast(one.folder, other.folder)}
    assert set(found) == {(x, o) for x in CASE.choices for o in (*CASE.outcomes, "unsettled")}
    for choice in CASE.choices:
        c, a, b = found[choice, "low"], low(one, choice), low(other, choice)
        assert c.one == pytest.approx((a.mean(), a.std(ddof=1) / math.sqrt(200), 200))
        assert c.other == pytest.approx((b.mean(), b.std(ddof=1) / math.sqrt(150), 150))
        gap = b - a[:150]
        assert c.difference == pytest.approx((gap.mean(), gap.std(ddof=1) / math.sqrt(150), 150))
        assert c.common
    assert any(0 < c.difference[1] < 0.5 * math.hypot(c.one[1], c.other[1]) for c in found.values())
    assert any(c.difference[0] != 0 for c in found.values())


def test_runs_without_common_draws_are_compared_as_samples(tmp_path: Path) -> None:
    one, other, third = keep(tmp_path), keep(tmp_path, seed=2), keep(tmp_path, design="latin")
    fourth = keep(tmp_path, design="latin", worlds=100)
    for a, b in ((one, other), (one, third), (third, fourth)):
        assert a.folder is not None
        assert b.folder is not None
        for c in contrast(a.folder, b.folder):
            assert not c.common
            assert c.difference[0] == pytest.approx(c.other[0] - c.one[0])
            assert c.difference[1] == pytest.approx(math.hypot(c.one[1], c.other[1]))
            assert abs(c.difference[0]) <= 4.5 * c.difference[1] + 1e-9


def test_what_only_one_run_has_is_told_alone(tmp_path: Path) -> None:
    only = CASE.model_copy(update={"choices": {"yes": CASE.choices["yes"]}})
    one, other = keep(tmp_path, alternatives=("still",)), keep(tmp_path, only)
    assert one.folder is not None
    assert other.folder is not None
    found = {(c.alternative, c.choice): c for c in contrast(one.folder, other.folder) if c.outcome == "low"}
    assert set(found) == {("", "no"), ("", "yes"), ("still", "no"), ("still", "yes")}
    assert "difference" in found["", "yes"].to_dict()
    assert set(found["still", "no"].to_dict()) == {"alternative", "choice", "outcome", "common", "one"}


def test_what_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    one = keep(tmp_path)
    assert one.folder is not None
    with pytest.raises(RunRefused, match="does not hold a run"):
        contrast(one.folder, tmp_path)
    (one.folder / "chunk-000002.json").unlink()
    with pytest.raises(RunRefused, match="is not finished: 2 of 3 chunks"):
        contrast(one.folder, one.folder)
    record = json.loads((one.folder / "run.json").read_text(encoding="utf-8"))
    (one.folder / "run.json").write_text(json.dumps(record | {"format": 99}), encoding="utf-8")
    with pytest.raises(RunRefused, match="has format 99; this version reads 1"):
        stored(tmp_path)
    (one.folder / "run.json").write_text(json.dumps({"format": 1}), encoding="utf-8")
    with pytest.raises(RunRefused, match="does not hold a run"):
        stored(tmp_path)


# ------------------------------------------------------------------------------------ the command line


def test_the_commands(tmp_path: Path) -> None:
    one, other = keep(tmp_path), keep(tmp_path, seed=2)
    code, text = told("runs", tmp_path)
    assert code == 0
    for run_ in (one, other):
        assert run_.folder is not None
        assert run_.folder.name in text.replace("\n", "")
        assert run_.digest[:12] in text
    code, text = told("runs", tmp_path, "--json")
    assert [s["plan"]["seed"] for s in json.loads(text)] == [s.plan.seed for s in stored(tmp_path)]
    code, text = told("runs", "compare", one.folder, other.folder)
    assert code == 0
    assert "share no draws" in " ".join(text.split())
    code, text = told("runs", "compare", one.folder, one.folder, "--json")
    assert all(c["difference"]["value"] == 0 for c in json.loads(text))


def test_without_a_folder_there_are_no_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, text = told("runs")
    assert (code, text.splitlines()[0]) == (0, "No stored runs")
    keep(tmp_path / "runs")
    assert "Stored runs" in told("runs")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "there is no folder nowhere"),
        (["compare", "a"], "compare takes the folders of two runs"),
        (["a", "b"], "name one folder"),
    ],
)
def test_bad_words_are_refused(words: list[str], said: str) -> None:
    code, text = told("runs", *words)
    assert code == 2
    assert said in text


def test_an_analysis_that_is_stored_is_read(tmp_path: Path) -> None:
    command = ["analyze", "chicken-cuba", "--worlds", "20", "--runs", tmp_path, "--json"]
    first, again = told(*command), told(*command)
    assert first == again
    assert first[0] == 0
    (found,) = stored(tmp_path)
    assert (found.case, found.whole) == ("chicken-cuba", True)


def test_an_analysis_takes_a_design(tmp_path: Path) -> None:
    command = ["analyze", "syria-iraq-misperception", "--worlds", "8", "--json"]
    plain, factorial = told(*command), told(*command, "--design", "factorial", "--runs", tmp_path)
    assert plain[0] == factorial[0] == 0
    (found,) = stored(tmp_path)
    assert found.plan.design == "factorial"
    assert told(*command, "--cluster", "nonsense://x")[0] == 2


# ------------------------------------------------------------------------------------- what nobody wrote


def change(folder: Path, file: str = "run.json", **fields: Any) -> None:
    (place,) = folder.iterdir()
    record = json.loads((place / file).read_text(encoding="utf-8"))
    (place / file).write_text(json.dumps({**record, **fields}), encoding="utf-8")


@pytest.mark.parametrize(
    "fields",
    [
        {"chunks": 10**12},
        {"chunks": 10**12, "worlds": 1, "chunk": 256},
        {"chunks": 0},
        {"chunks": -1},
        {"chunks": 3.0},
        {"chunks": True},
        {"chunks": "3"},
        {"chunk": 0},
        {"worlds": None},
        {"worlds": 10**30},
        {"case": 7},
        {"digest": "0" * 32},
        {"plan": []},
        {"plan": {}},
        {"plan": {**Plan().to_dict(), "worlds": "many"}},
        {"plan": {**Plan().to_dict(), "design": "latn"}},
        {"plan": {**Plan().to_dict(), "chance": [1]}},
        {"plan": {**Plan().to_dict(), "groups": "ab"}},
        {"plan": {**Plan().to_dict(), "more": 1}},
    ],
    ids=str,
)
def test_a_record_whose_numbers_do_not_fit_is_refused(fields: dict[str, Any], tmp_path: Path) -> None:
    keep(tmp_path, worlds=5)
    change(tmp_path, **fields)
    code, text = told("runs", tmp_path)
    assert code == 2
    assert "does not hold a run" in " ".join(text.split())


def test_a_record_of_many_chunks_is_read_at_once(tmp_path: Path) -> None:
    """Only what is there is looked at: a trillion chunks would take a year."""
    keep(tmp_path, worlds=5)
    change(tmp_path, chunks=10**12, chunk=90, worlds=90 * 10**12)
    (found,) = stored(tmp_path)
    assert (found.finished, found.chunks, found.whole) == (0, 10**12, False)
    assert told("runs", tmp_path)[0] == 0


def test_another_case_beside_a_record_is_refused(tmp_path: Path) -> None:
    keep(tmp_path, worlds=5)
    change(tmp_path, "case.json", title="Another")
    code, text = told("runs", tmp_path)
    assert (code, "case.json is not the case of run.json" in " ".join(text.split())) == (2, True)


@pytest.mark.parametrize(
    "text", ["[" * 5000, "", "null", "[]", '{"format": 1}', '{"format": ' + "9" * 5000 + "}"]
)
def test_a_record_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    keep(tmp_path, worlds=5)
    (place,) = tmp_path.iterdir()
    (place / "run.json").write_text(text, encoding="utf-8")
    assert told("runs", tmp_path)[0] == 2


def test_a_chunk_of_brackets_is_not_finished(tmp_path: Path) -> None:
    first = keep(tmp_path)
    (place,) = tmp_path.iterdir()
    (place / "chunk-000001.json").write_text("[" * 5000, encoding="utf-8")
    (place / "chunk-999999.json").write_text("{}", encoding="utf-8")
    assert stored(tmp_path)[0].finished == 2
    assert keep(tmp_path).digest == first.digest
    assert stored(tmp_path)[0].whole
