"""Disks that are full, slow to fail or taken away, at every single call: a ledger is whole, or not there."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from detente.forecast import audit, read, record
from forecast.faulty_writer import BROKEN, FINE, KILL, REFUSED, Q, entry

HERE = Path(__file__).parent
CC = shutil.which("cc")
needs_cc = pytest.mark.skipif(
    not (CC and sys.platform == "linux"), reason="faults are put between a process and Linux by a C compiler"
)


@needs_cc
@pytest.mark.parametrize(
    "codes",
    [
        (errno.ENOSPC, KILL),
        pytest.param((errno.EIO, errno.EACCES, errno.EDQUOT, errno.EROFS), marks=pytest.mark.campaign),
    ],
)
def test_a_fault_at_any_call_leaves_a_whole_ledger_or_none(codes: tuple[int, ...], tmp_path: Path) -> None:
    library = tmp_path / "faults.so"
    subprocess.run([str(CC), "-shared", "-fPIC", "-o", library, HERE / "faults.c", "-ldl"], check=True)
    done = subprocess.run(
        [sys.executable, str(HERE / "faulty_writer.py"), str(tmp_path), ",".join(map(str, codes))],
        env={**os.environ, "LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
        check=True,
    )
    trials = [json.loads(line) for line in done.stdout.splitlines()]
    for start, code, at, place, ended in trials:
        where = f"{start}, errno {code}, call {at}"
        met = ended >= 16 or ended == -signal.SIGKILL
        assert ended % 16 != BROKEN, where
        assert (ended < 0) == (code == KILL and met), where
        whole(Path(place), start == "old", ended, where)
    for start in ("new", "old"):
        for code in codes:
            reached = max(at for s, c, at, _, _ in trials if (s, c) == (start, code))
            assert reached > 5, "hardly any call was met by a fault"


def whole(folder: Path, old: bool, ended: int, where: str) -> None:
    """What is left can be read, holds all that was written or what was there, and can be written to."""
    file = folder / "a.sqlite"
    killed = ended < 0
    left = sorted(p.name for p in folder.iterdir() if not p.name.startswith("a.sqlite"))
    # Only what could not be taken away when all was done.
    assert not left or killed or ended % 16 == FINE, f"{where}: {left} is left"
    before = 1 if old else 0
    written = len(read(file).forecasts) - before if file.exists() else 0
    assert file.exists() or not old, where
    assert not file.exists() or audit(file).problems == (), where
    assert written in (0, 2), where
    assert written == 2 or killed or ended % 16 == REFUSED, f"{where}: said to be written and is not"
    assert not file.exists() or old or written == 2, f"{where}: a new ledger without entries"
    record(file, (Q, entry(1), entry(2)))
    assert len(read(file).forecasts) == before + 2, where
    assert audit(file).problems == ()
