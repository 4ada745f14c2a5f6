"""A real cluster of worker processes on this machine, one of which is killed in mid-run."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.ensemble import Plan, cluster, run
from detente.errors import DetenteError, MissingExtra
from ensemble.made import files, quarrel, same

CASE, PLAN = quarrel(), Plan(worlds=800, chunk=40)


@pytest.fixture(scope="module")
def local() -> Iterator[Any]:
    """Two workers, each watched by a nanny that replaces it."""
    distributed = pytest.importorskip("distributed", reason="needs the extra cluster")
    settings = {"processes": True, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    with distributed.LocalCluster(n_workers=2, silence_logs=50, **settings) as made:
        yield made


def workers(made: Any) -> list[int]:
    return [nanny.pid for nanny in made.workers.values() if nanny.pid is not None]


def test_nothing_is_lost_with_a_worker_and_the_bytes_are_those_of_a_thread(
    local: Any, tmp_path: Path
) -> None:
    struck: list[int] = []

    def strike(done: int, total: int) -> None:
        if not struck:
            struck.append(workers(local)[0])
            os.kill(struck[0], signal.SIGKILL)
        assert done <= total

    with cluster(local.scheduler_address) as (executor, threads):
        assert threads == 2
        made = run(CASE, PLAN, threads, executor, tmp_path / "cluster", strike)
    assert struck
    while struck[0] in workers(local) or len(workers(local)) < 2:
        time.sleep(0.05)  # until its nanny has put another in its place
    alone = run(CASE, PLAN, 1, folder=tmp_path / "alone")
    same(alone, made)
    assert files(tmp_path / "cluster") == files(tmp_path / "alone")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://x"])
def test_a_scheduler_that_does_not_answer_is_one_clear_error(address: str) -> None:
    pytest.importorskip("distributed", reason="needs the extra cluster")
    told = f"no Dask scheduler answers at {address}"
    with pytest.raises(DetenteError, match=told), cluster(address, patience=0.5):
        raise AssertionError("nobody is there")


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtra, match=r"pip install 'detente\[cluster\]'"), cluster("tcp://127.0.0.1:1"):
        raise AssertionError("nothing to connect with")
