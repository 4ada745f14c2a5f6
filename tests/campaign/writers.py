"""Several writers of one file, one ledger or one folder of runs at once, and one of them killed."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Timer

from campaign.kills import begun
from detente.forecast import audit
from forecast.made_up import write

__all__ = ["SCENES", "ledger", "out", "runs"]

RUNS = ("analyze", "two-rivers.yaml", "--worlds", "1500", "--dated", "0", "--runs", "kept")


def _files(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def _ended(
    started: Sequence[subprocess.Popen[str]], killed: Sequence[subprocess.Popen[str]] = ()
) -> list[str]:
    """Wait for all; return what is wrong with how they ended."""
    told = [(p, p.communicate()[1]) for p in started]
    return [
        f"exit {p.returncode}: {text}"
        for p, text in told
        if p.returncode not in ((0, -9) if p in killed else (0,))
    ]


def runs(draw: Random) -> list[str]:
    """Three write one folder of runs, one of them is killed; then one goes on, to the same bytes as alone."""
    with TemporaryDirectory() as name:
        alone, together = Path(name) / "alone", Path(name) / "together"
        for folder in (alone, together):
            folder.mkdir()
            write(folder)
        wrong = _ended([begun(RUNS, alone)])
        started = [begun(RUNS, together) for _ in range(3)]
        timer = Timer(1 + 4 * draw.random(), started[0].kill)
        timer.start()
        wrong += _ended(started, started[:1])
        timer.cancel()
        wrong += _ended([begun(RUNS, together)])
        one, other = _files(alone), _files(together)
        return wrong + [
            f"{name} differs" for name in one.keys() | other.keys() if one.get(name) != other.get(name)
        ]


def ledger(draw: Random) -> list[str]:
    """Five write a ledger that is not there yet; each entry is in it once, and the chain is whole."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder)
        people = [f"Analyst {k}" for k in range(5)]
        words = (
            "forecast",
            "two-rivers.yaml",
            "--ledger",
            "kept.ledger",
            "--add",
            "F1",
            "--probability",
            "0.4",
        )
        wrong = _ended([begun((*words, "--who", who, "--on", "2020-12-31"), folder) for who in people])
        found = audit(folder / "kept.ledger")
        more = [f"{found.entries} entries"] if found.entries != 5 + len(people) else []
        left = [f"left behind: {f.name}" for f in folder.iterdir() if f.name.endswith((".tmp", "-journal"))]
        return wrong + list(found.problems) + more + left


def out(draw: Random) -> list[str]:
    """Three write one file; it is what one of them wrote, whole."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        words = ("analyze", "elmira", "--worlds", "5", "--out")
        wrong = _ended([begun((*words, "alone.md"), folder)])
        wrong += _ended([begun((*words, "together.md"), folder) for _ in range(3)])
        same = (folder / "alone.md").read_bytes() == (folder / "together.md").read_bytes()
        names = sorted(f.name for f in folder.iterdir())
        return wrong + ([] if same else ["together.md is another"]) + (names if len(names) != 2 else [])


SCENES = {"runs": runs, "ledger": ledger, "out": out}
