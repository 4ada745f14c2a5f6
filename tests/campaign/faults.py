"""Every call that writes made to fail, or to be the last: what a command says then, and what it leaves.

A small library is put in front of the system's calls (`fault.c`), so that SQLite and DuckDB are met as well
as Python. One process is prepared and forks for each trial, which then takes a fraction of a second.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from campaign.kills import environment

__all__ = ["ERRORS", "WRITERS", "Trial", "Writer", "bench", "compiled", "trials"]

#: What is made to happen at a call; 0: the process is killed.
ERRORS = {"EIO": errno.EIO, "EACCES": errno.EACCES, "ENOSPC": errno.ENOSPC, "kill": 0}

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Writer:
    """A command that writes.

    `prepare` fills the folder in which it runs. `left` takes that folder, and one in which the command came
    to its end, and says what it finds: ``old``, ``new``, ``nothing``, or what is wrong.
    """

    name: str
    words: tuple[str, ...]
    prepare: Callable[[Path], None]
    left: Callable[[Path, Path], str]


@dataclass(frozen=True)
class Trial:
    """One command with one call that fails."""

    writer: str
    error: str
    call: int
    stays: bool
    code: int
    told: str
    fault: str

    def __str__(self) -> str:
        stays = " and all later ones" if self.stays else ""
        where = f"{self.error} at call {self.call}{stays}"
        return f"{self.writer}: {where}: exit {self.code}: {self.fault}\n{self.told}"


def compiled() -> Path | None:
    """Return the library, compiled by the system's compiler; nothing where there is none."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not sys.platform.startswith("linux") or compiler is None:
        return None
    made = Path(gettempdir()) / f"detente-fault-{os.getuid()}-{int((HERE / 'fault.c').stat().st_mtime)}.so"
    if not made.exists():
        spare = made.with_suffix(f".{os.getpid()}")
        command = [compiler, "-O1", "-shared", "-fPIC", "-o", str(spare), str(HERE / "fault.c"), "-ldl"]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return None
        spare.replace(made)
    return made


# --------------------------------------------------------------------------------------------- the bench


class Bench:
    """A process that is ready to run commands, each in a child of its own."""

    def __init__(self, library: Path, folder: Path) -> None:
        self.folder, self._orders = folder, folder / "orders"
        self._orders.write_bytes(struct.pack("4l", 0, 0, 0, 0))
        (folder / "under").mkdir()
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "serve.py")],
            env=environment(
                LD_PRELOAD=str(library), FAULT_UNDER=str(folder / "under"), FAULT_ORDERS=str(self._orders)
            ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self, writer: Writer, error: int = 0, call: int = 0, stays: bool = False
    ) -> tuple[int, str, int, Path]:
        """Run a command in a folder made anew; return its exit code, words and calls, and the folder."""
        place = self.folder / "under" / "place"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        writer.prepare(place)
        code, told = self.again(writer, error, call, stays)
        return code, told, struct.unpack("4l", self._orders.read_bytes())[0], place

    def again(self, writer: Writer, error: int = 0, call: int = 0, stays: bool = False) -> tuple[int, str]:
        """Run a command in the folder as it is."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"words": writer.words, "orders": (0, call, error, int(stays))}
        self._process.stdin.write(json.dumps({**order, "file": str(self._orders)}) + "\n")
        self._process.stdin.flush()
        code, told = json.loads(self._process.stdout.readline())
        return code, told

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=60)


def bench(folder: Path) -> Bench | None:
    """Return a bench in a folder, if the library can be compiled."""
    library = compiled()
    return Bench(library, folder) if library is not None else None


# ------------------------------------------------------------------------------------------- what is left


def _same(name: str) -> Callable[[Path, Path], str]:
    """A file that is either as it was or as the command makes it."""

    def left(place: Path, whole: Path) -> str:
        file = place / name
        if not file.exists():
            return "nothing"
        data = file.read_bytes()
        new = data == (whole / name).read_bytes()
        return "old" if data == OLD else "new" if new else f"{name} is neither"

    return left


def _subset(folder: str) -> Callable[[Path, Path], str]:
    """A folder in which every file is as the command makes it."""

    def left(place: Path, whole: Path) -> str:
        found = [f for f in (place / folder).rglob("*") if f.is_file() and not f.name.endswith(".tmp")]
        wrong = [f.name for f in found if f.read_bytes() != (whole / f.relative_to(place)).read_bytes()]
        empty = (place / folder).exists() and not any((place / folder).iterdir())
        return (
            f"{wrong} are not whole"
            if wrong
            else "an empty folder"
            if empty
            else "new"
            if found
            else "nothing"
        )

    return left


def _ledger(before: int, after: int) -> Callable[[Path, Path], str]:
    """A ledger that verifies, and has all of the new entries or none."""

    def left(place: Path, whole: Path) -> str:
        from detente.forecast import audit

        file = place / "kept.ledger"
        if not file.exists():
            return "nothing" if not before else "the ledger is gone"
        found = audit(file)
        if found.problems:
            return str(found.problems)
        return {before: "old", after: "new"}.get(found.entries, f"{found.entries} entries")

    return left


OLD = b"what was there before\n"


def _nothing(place: Path) -> None:
    pass


def _old(name: str) -> Callable[[Path], None]:
    return lambda place: (place / name).write_bytes(OLD) and None


def _rivers(place: Path) -> None:
    from forecast.made_up import write

    write(place)


def _river(place: Path) -> None:
    for name in ("small.yaml", "data/events.csv", "data/rules.csv", "data/counts.csv"):
        (place / Path(name).name).write_bytes((HERE.parent / "history" / name).read_bytes())
    _old("h.csv")(place)


def _misspelt(place: Path) -> None:
    from forecast.made_up import CASE

    (place / "case.yaml").write_text(
        CASE.replace("when: low.protest", "when: low.protst", 1), encoding="utf-8"
    )


def _fixed(place: Path, whole: Path) -> str:
    data = (place / "case.yaml").read_bytes()
    new = data == (whole / "case.yaml").read_bytes()
    return "old" if b"protst" in data else "new" if new else "case.yaml is neither"


def _begun(place: Path) -> None:
    from detente.forecast import record, shelf

    _rivers(place)
    record(place / "kept.ledger", shelf(str(place / "two-rivers.yaml")).asked())


ADD = (
    *("forecast", "two-rivers.yaml", "--ledger", "kept.ledger", "--add", "F1", "--who", "Ann"),
    *("--probability", "0.4", "--on", "2020-12-31"),
)

RUNS = ("analyze", "two-rivers.yaml", "--worlds", "600", "--dated", "0", "--runs", "kept")

WRITERS = (
    Writer(
        "out",
        ("analyze", "elmira", "--worlds", "3", "--out", "brief.md"),
        _old("brief.md"),
        _same("brief.md"),
    ),
    Writer(
        "tables", ("analyze", "chicken-cuba", "--worlds", "3", "--tables", "a.t"), _nothing, _subset("a.t")
    ),
    Writer("runs", RUNS, _rivers, _subset("kept")),
    Writer("sheet", ("elicit", "two-rivers.yaml", "--out", "s.csv"), _rivers, _same("s.csv")),
    Writer("new", ("new", "my-case", "--out", "a/b"), _nothing, _same("a/b/my-case.yaml")),
    Writer("fix", ("check", "case.yaml", "--fix"), _misspelt, _fixed),
    Writer("history", ("history", "small.yaml", "--out", "h.csv"), _river, _same("h.csv")),
    Writer("new ledger", ADD, _rivers, _ledger(0, 6)),
    Writer("ledger", ADD, _begun, _ledger(5, 6)),
)


# ------------------------------------------------------------------------------------------------- trials


def trials(
    ready: Bench, writer: Writer, error: str, calls: Callable[[int], Iterator[int]], stays: bool = False
) -> Iterator[Trial]:
    """Make calls fail one after the other; `calls` says which of how many."""
    code, told, count, place = ready.run(writer)
    assert code == 0, told
    with TemporaryDirectory() as name:
        whole = Path(name) / "whole"
        shutil.copytree(place, whole)
        for call in calls(count):
            code, told, _, place = ready.run(writer, ERRORS[error], call, stays)
            fault = _fault(writer, error, code, told, place, whole) or _resumed(ready, writer, place, whole)
            yield Trial(writer.name, error, call, stays, code, told, fault)


def _fault(writer: Writer, error: str, code: int, told: str, place: Path, whole: Path) -> str:
    left = writer.left(place, whole)
    if error == "kill" and left == "an empty folder":
        left = "nothing"
    if left not in ("nothing", "old", "new"):
        return left
    if error == "kill":
        return "" if code in (0, -9) else "an exit code that is none of these"
    if spare := [f.name for f in place.rglob("*") if f.name.endswith((".tmp", "-journal"))]:
        return f"left behind: {spare}"
    if code == 0:
        return "" if left == "new" else "it says that it is fine, and it is not"
    if code != 2:
        return "an exit code that is none of these"
    named = [line for line in told.splitlines() if line.startswith("Error: ")]
    if len(named) != 1 or ("/" not in named[0] and "." not in named[0]):
        return "no error that names a file"
    return ""


def _resumed(ready: Bench, writer: Writer, place: Path, whole: Path) -> str:
    """The same command once more comes to the same end."""
    code, told = ready.again(writer)
    left = writer.left(place, whole)
    fine = writer.name == "new" and code == 2 and "exists already" in told  # it never overwrites
    return (
        ""
        if (code == 0 or fine) and left == "new"
        else f"not to be gone on with: exit {code}, {left}: {told}"
    )
