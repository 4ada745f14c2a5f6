"""Writes into ledgers while call after call fails; test_faults.py runs it with faults.c preloaded."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from detente.errors import LedgerError
from detente.forecast import Asked, Forecast, record

FINE, REFUSED, BROKEN = 0, 7, 9
KILL = 0

Q = Asked("F1", "Will it?", "2020-12-31", "2022-12-31")


def entry(k: int) -> Forecast:
    # Longer than a page of the file, so that a write takes several calls.
    return Forecast("F1", "A", "person", 0.5, "2021-01-01", "", basis={"choice": str(k), "note": "n" * 9000})


def control(path: str) -> int:
    try:
        os.unlink(path)  # noqa: PTH108  the very call that is listened to
    except OSError as error:
        return error.errno or 0
    return 0


def child(file: Path, at: int, code: int) -> None:
    """Write once with a fault; end with what came of it, and 16 more if the fault was met."""
    control(f"/fault/{at}/{code}")
    try:
        record(file, (Q, entry(1), entry(2)))
        told = FINE
    except LedgerError:
        told = REFUSED
    except BaseException:
        told = BROKEN
    os._exit(told + 16 * (control("/fault/hit") == errno.EEXIST))


def main() -> None:
    """For each fault at each call: the folder before, and how the writer ended, as a line of JSON."""
    folder, codes = Path(sys.argv[1]), [int(code) for code in sys.argv[2].split(",")]
    begun = folder / "begun.sqlite"
    record(begun, (Q, entry(0)))
    for name in ("new", "old"):  # once without a fault, so that no import is met by one
        if name == "old":
            shutil.copy(begun, folder / "old.sqlite")
        record(folder / f"{name}.sqlite", (Q, entry(1), entry(2)))
    tempfile.gettempdir()
    for start in ("new", "old"):
        for code in codes:
            for at in range(1, 200):
                place = folder / f"{start}-{code}-{at}"
                place.mkdir()
                if start == "old":
                    shutil.copy(begun, place / "a.sqlite")
                pid = os.fork()
                if pid == 0:
                    child(place / "a.sqlite", at, code)
                ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                print(json.dumps([start, code, at, str(place), ended]), flush=True)
                if 0 <= ended < 16:
                    break


if __name__ == "__main__":
    main()
