"""Stored chunks: the same bytes always, nothing lost, nothing repeated, nothing believed that is not so."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from detente.ensemble import DESIGNS, Plan, Runs, contrast, mask_names, run, stored
from detente.ensemble import runs as driving
from detente.ensemble.chunk import solve_chunk
from detente.ensemble.storage import store as storing
from detente.ensemble.storage.store import Store
from detente.errors import Interrupted, MissingExtra, RunRefused
from ensemble.made import files, quarrel, same

CASE = quarrel()
PLAN = Plan(worlds=100, chunk=30, alternatives=("still",))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Runs]:
    folder = tmp_path_factory.mktemp("runs")
    return folder, run(CASE, PLAN, 1, folder=folder)


def place(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def test_storing_changes_no_answer(kept: tuple[Path, Runs]) -> None:
    same(kept[1], run(CASE, PLAN, 2))


@pytest.mark.parametrize("workers", [2, 4])
def test_the_bytes_do_not_depend_on_the_workers(
    kept: tuple[Path, Runs], workers: int, tmp_path: Path
) -> None:
    run(CASE, PLAN, workers, folder=tmp_path)
    assert files(tmp_path) == files(kept[0])


@pytest.mark.parametrize(
    "plan", [PLAN, *(Plan(d, 12, chunk=25, chance="every") for d in DESIGNS)], ids=lambda p: p.design
)
def test_what_is_stored_is_read_and_not_computed(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(CASE, plan, 2, folder=tmp_path)
    before = files(tmp_path)
    monkeypatch.setattr(driving, "solve_chunk", None)
    again = run(CASE, plan, 2, folder=tmp_path)
    same(first, again)
    assert (first.reused, again.reused) == (0, first.design.chunks)
    assert files(tmp_path) == before


def test_the_tables_say_what_the_runs_say(kept: tuple[Path, Runs]) -> None:
    """Read by DuckDB alone, as anybody would."""
    folder, runs = kept
    path = place(folder)
    rows = duckdb.sql(
        f'SELECT a."outcome:low", a.points, a."utility:a" - a."today:a", w."weight:b-1", w.reading '
        f"FROM '{path}/*.answers.parquet' a JOIN '{path}/*.worlds.parquet' w USING (world) "
        "WHERE choice = 'yes' AND concept = 'SEQ' AND alternative = '' ORDER BY world"
    ).fetchall()
    answers, c = runs.answers["yes"], CASE.declared.index("SEQ")
    low, points, change, weight, reading = zip(*rows, strict=True)
    assert (np.array(low) == answers.part(c, mask_names(CASE).index(("outcome", "low")))).all()
    assert (np.array(points) == answers.points[c]).all()
    assert np.array_equal(np.array(change, float), answers.utility[c, 0])
    assert (np.array(weight) == runs.worlds.weights[1][1]).all()
    assert reading[0] == ""
    assert list(reading[1:]) == [runs.worlds.readings[k] for k in runs.worlds.reading[1:]]


def test_provenance_is_beside_the_tables(kept: tuple[Path, Runs]) -> None:
    folder, runs = kept
    told = json.loads((place(folder) / "run.json").read_text(encoding="utf-8"))
    assert told["digest"] == runs.digest
    assert told["plan"] == PLAN.to_dict()
    assert (told["format"], told["version"], told["seed"], told["worlds"]) == (1, runs.version, 1, 101)
    assert json.loads((place(folder) / "case.json").read_text(encoding="utf-8"))["title"] == CASE.title


def test_each_plan_and_case_has_a_folder_of_its_own(tmp_path: Path) -> None:
    for plan in (Plan(worlds=5), Plan(worlds=6), Plan(worlds=5, seed=2), Plan("latin", 5)):
        run(CASE, plan, folder=tmp_path)
    run(quarrel(concept="R"), Plan(worlds=5), folder=tmp_path)
    assert len(list(tmp_path.iterdir())) == 5


# --------------------------------------------------------------------------------------------- damage


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-7])


def swap(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def other(file: Path) -> None:
    file.write_bytes(file.with_name(file.name.replace("000002", "000001")).read_bytes())


@pytest.mark.parametrize("harm", [cut, swap, other, Path.unlink])
@pytest.mark.parametrize("ending", ["answers.parquet", "worlds.parquet", "states.parquet", "json"])
def test_a_chunk_that_is_partial_damaged_or_foreign_is_computed_again(
    harm: Any, ending: str, kept: tuple[Path, Runs], tmp_path: Path
) -> None:
    folder, runs = kept
    path = tmp_path / place(folder).name
    path.mkdir()
    for name, data in files(place(folder)).items():
        (path / name).write_bytes(data)
    harm(path / f"chunk-000002.{ending}")
    (path / ".chunk-000003.answers.parquet.tmp").write_bytes(b"left by a run that was killed")
    again = run(CASE, PLAN, 2, folder=tmp_path)
    assert again.reused == 3
    same(runs, again)
    assert files(path) == files(place(folder))


def test_a_chunk_of_another_run_is_not_taken(kept: tuple[Path, Runs], tmp_path: Path) -> None:
    """Even if its digests are right: it was made from another seed."""
    foreign = Plan(worlds=100, chunk=30, alternatives=("still",), seed=2)
    run(CASE, foreign, folder=tmp_path)
    target = place(tmp_path)
    for name, data in files(place(kept[0])).items():
        if name.startswith("chunk-000001"):
            (target / name).write_bytes(data)
    assert run(CASE, foreign, folder=tmp_path).reused == 3


@pytest.mark.parametrize(("text", "told"), [("{}", "does not belong to the run"), ("{", "cannot be read")])
def test_a_folder_that_is_not_what_it_says_is_refused(text: str, told: str, tmp_path: Path) -> None:
    run(CASE, Plan(worlds=5), folder=tmp_path)
    (place(tmp_path) / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(RunRefused, match=told):
        run(CASE, Plan(worlds=5), folder=tmp_path)


def test_without_duckdb_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(MissingExtra, match=r"pip install 'detente\[data\]'"):
        run(CASE, Plan(worlds=5), folder=tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert run(CASE, Plan(worlds=5)).folder is None, "and it is needed for nothing else"


# -------------------------------------------------------------------------------------- interruptions


def test_an_interruption_keeps_what_is_finished(tmp_path: Path, kept: tuple[Path, Runs]) -> None:
    def stop(done: int, total: int) -> None:
        if done > total / 3:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match=r"[234] of 4 chunks are kept in .*; the same command goes on"):
        run(CASE, PLAN, 1, folder=tmp_path, progress=stop)
    again = run(CASE, PLAN, 2, folder=tmp_path)
    assert again.reused >= 2
    same(kept[1], again)
    assert files(tmp_path) == files(kept[0])


def test_without_a_folder_an_interruption_is_just_that() -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(CASE, PLAN, 1, progress=stop)


KILLED = """
import json, os, signal, sys
from pathlib import Path
from detente.case import Case
from detente.ensemble import Plan, run
case = Case.model_validate(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
folder, left = Path(sys.argv[2]), int(sys.argv[3])

def strike(done, total):
    # Kill this process, whatever its other thread is doing, once so many chunks are there.
    if len(list(folder.glob("*/chunk-*[0-9].json"))) >= left:
        os.kill(os.getpid(), signal.SIGKILL)

run(case, Plan(worlds=240, chunk=8), 2, folder=folder, progress=strike)
"""


def finished(folder: Path) -> int:
    return len(list(folder.glob("*/chunk-*[0-9].json")))


def test_a_run_that_is_killed_again_and_again_ends_with_the_same_bytes(tmp_path: Path) -> None:
    """SIGKILL, which no program can prepare for, wherever it happens to strike."""
    plan, script, told = Plan(worlds=240, chunk=8), tmp_path / "script.py", tmp_path / "case.json"
    script.write_text(KILLED, encoding="utf-8")
    told.write_text(json.dumps(CASE.to_dict()), encoding="utf-8")
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    run(CASE, plan, 1, folder=whole)
    for k in range(3):
        before = finished(broken)
        wanted = str(before + 4 + k)
        done = subprocess.run([sys.executable, str(script), str(told), str(broken), wanted], check=False)
        assert done.returncode == -signal.SIGKILL, "it was killed on the way"
        assert before < finished(broken) < 31
    last = run(CASE, plan, 2, folder=broken)
    assert 14 < last.reused < 31
    assert files(broken) == files(whole)


def test_no_finished_chunk_is_computed_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[int] = []

    def counted(job: Any, number: int, *pool: Any) -> Any:
        computed.append(number)
        return solve_chunk(job, number, *pool)

    monkeypatch.setattr(driving, "solve_chunk", counted)

    def stop(done: int, total: int) -> None:
        if done > 300:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted):
        run(CASE, PLAN, 1, folder=tmp_path, progress=stop)
    there = {int(f.name[6:12]) for f in place(tmp_path).glob("chunk-*[0-9].json")}
    computed.clear()
    run(CASE, PLAN, 1, folder=tmp_path)
    assert sorted(computed) == sorted({0, 1, 2, 3} - there)


# -------------------------------------------------------------------------------------- several at once


def test_two_writers_of_one_folder_lose_nothing(tmp_path: Path, kept: tuple[Path, Runs]) -> None:
    """Each computes what the other has not finished yet; the bytes are those of one alone."""
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda _: run(CASE, PLAN, 2, folder=tmp_path), range(3)))
    for runs in made:
        same(kept[1], runs)
    assert files(tmp_path) == files(kept[0])


def test_what_another_writer_is_writing_is_left_to_it(tmp_path: Path, kept: tuple[Path, Runs]) -> None:
    design = kept[1].design
    store = Store.open(tmp_path, design)
    theirs = store.folder / ".chunk-000001.answers.parquet.abc.tmp"
    theirs.write_bytes(b"half of it")
    Store.open(tmp_path, design).close()
    assert theirs.exists(), "somebody else writes here"
    store.close()
    Store.open(tmp_path, design).close()
    assert not theirs.exists(), "nobody does: it is what a killed one has left"


NAMES = [
    "a[1]*?",
    "it's",
    'q"q',
    "50%",
    "new\nline",
    "한국",
    "x=1",
    "~",
    "back\\slash",
    "{a,b}",
    "-",
    "n" * 200,
    " ",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_may_have_any_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in it reaches a pattern, a query or the names of columns; relative or not."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a1bc").mkdir()  # what a pattern would find
    first = run(CASE, PLAN, 1, folder=Path(name))
    again = run(CASE, PLAN, 1, folder=tmp_path / name)
    same(first, again)
    assert again.reused == 4
    assert first.folder is not None
    (found,) = stored(name)
    assert found.whole
    assert {c.difference[0] for c in contrast(first.folder, first.folder) if c.common} == {0.0}
    assert sorted(f.name for f in tmp_path.iterdir()) == sorted(["a1bc", name])


def test_a_pipe_in_the_place_of_a_table_is_refused(tmp_path: Path) -> None:
    run(CASE, PLAN, 1, folder=tmp_path)
    table = place(tmp_path) / "chunk-000001.answers.parquet"
    table.unlink()
    os.mkfifo(table)
    assert stored(tmp_path)[0].finished == 3
    with pytest.raises(OSError, match="it is a pipe, not a file") as caught:
        run(CASE, PLAN, 1, folder=tmp_path)
    assert caught.value.filename == str(table)
    assert [f for f in place(tmp_path).iterdir() if f.name.endswith(".tmp")] == []


def test_a_table_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "_write", lambda *_: _raise(errno.ENOSPC))
    with pytest.raises(OSError, match="No space left"):
        run(CASE, PLAN, 1, folder=tmp_path)


def _raise(number: int) -> None:
    raise OSError(number, os.strerror(number), "somewhere")


@pytest.mark.skipif(os.name != "posix", reason="limits of a process")
def test_a_disk_that_is_full_for_parquet_is_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    """The limit on the size of files stands for the disk: DuckDB meets it in code of its own."""
    script = (
        "import resource, sys; from pathlib import Path; import numpy as np\n"
        "from detente.ensemble.storage.store import _write\n"
        "columns = {'x': np.random.default_rng(1).random(100_000)}\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: _write(Path(sys.argv[1]), columns)\n"
        "except OSError as error: print(error.filename, '|', error.strerror)\n"
    )
    file = tmp_path / "x.parquet"
    done = subprocess.run(
        [sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{file} | {os.strerror(errno.EFBIG)}\n"
    assert list(tmp_path.iterdir()) == []
