"""Commands stopped at moments drawn at random: what they say, how they end, and what they leave."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from forecast.made_up import write

__all__ = ["ASKING", "COMMANDS", "Command", "Strike", "begun", "environment", "strikes"]

#: What a command says that was stopped: one sentence, after what it has said of files that were written.
SENTENCE = re.compile(r"(?:[^\n]+: (?:\d+ files )?written[^\n]*\n)*Interrupted; [^\n]+\.\n")

#: The signals that ask a process to end.
ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

#: Seconds within which a command that was asked has to be gone: far more than it takes, for busy machines.
BOUND = 60.0

#: Where a struck command came to its end. ``early``: before the first line of detente was run.
ENDS = ("stopped", "finished", "early", "fault")


def _rivers(folder: Path) -> None:
    write(folder)


@dataclass(frozen=True)
class Command:
    """A command of the command line, run in a folder of its own that `prepare` fills.

    `span` is how many seconds there are to choose a moment from; 0: as long as the command takes.
    """

    words: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda folder: None
    span: float = 0.0


COMMANDS: dict[str, Command] = {
    "analyze": Command(("analyze", "elmira", "--worlds", "50")),
    "korea": Command(("analyze", "korea-2020", "--worlds", "50", "--dated", "4")),
    "out": Command(("analyze", "elmira", "--worlds", "50", "--out", "brief.html")),
    "tables": Command(("analyze", "chicken-cuba", "--worlds", "9", "--tables", "t", "--figures", "f")),
    "runs": Command(
        ("analyze", "two-rivers.yaml", "--worlds", "3000", "--dated", "0", "--runs", "kept"), _rivers
    ),
    "list": Command(("runs",)),
    "history": Command(("history", "korea-2020")),
    "calibrate": Command(("calibrate", "korea-2020", "--draws", "16"), span=15),
    "forecast": Command(("forecast", "two-rivers.yaml", "--worlds", "2", "--ledger", "kept.ledger"), _rivers),
    "score": Command(("score", "korea-2020", "--worlds", "2"), span=15),
    "verify": Command(("verify", "korea-2020")),
    "check": Command(("check", "korea-2020")),
    "help": Command(("--help",)),
}


@dataclass(frozen=True)
class Strike:
    """One command stopped once, and how it ended: one of `ENDS`."""

    command: Command
    number: signal.Signals
    after: float
    twice: bool
    code: int
    told: str
    took: float
    end: str
    why: str = ""

    def __str__(self) -> str:
        how = f"{self.number.name}{' twice' if self.twice else ''} after {self.after:.3f} s"
        return f"{' '.join(self.command.words)}: {how}: exit {self.code}: {self.end}: {self.why}\n{self.told}"


def environment(**more: str) -> dict[str, str]:
    """Return the variables of a command, which imports the same detente as the tests do."""
    import detente

    source = str(Path(detente.__file__).parents[1])
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DETENTE_", "COV_", "PYTEST_"))}
    return {**kept, "PYTHONPATH": source, "COLUMNS": "100", **more}


def begun(words: Sequence[str], folder: Path) -> subprocess.Popen[str]:
    """Start a command; what it says on the error stream is kept, the rest goes nowhere."""
    return subprocess.Popen(
        [sys.executable, "-m", "detente", *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )


def strikes(command: Command, count: int, seed: int, until: float = 0.0) -> Iterator[Strike]:
    """Stop a command again and again, each time in a folder made anew, until a moment of `time.monotonic`."""
    draw, whole = random.Random(f"{command.words} {seed}"), command.span or _duration(command)
    for _ in range(count):
        if until and time.monotonic() > until:
            return
        with TemporaryDirectory() as name:
            command.prepare(Path(name))
            yield struck(command, Path(name), draw.choice(ASKING), draw.random() * whole, draw.random() < 0.2)


def struck(command: Command, folder: Path, number: signal.Signals, after: float, twice: bool) -> Strike:
    """Start a command in a folder and stop it after so many seconds."""
    process = begun(command.words, folder)
    time.sleep(after)
    start = time.monotonic()
    process.send_signal(number)
    if twice:
        process.send_signal(number)
    try:
        told = process.communicate(timeout=120)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        told = process.communicate()[1] + "\n(killed after 120 s)"
    took = time.monotonic() - start
    end, why = _end(process.returncode, told, number, took)
    left = [f.name for f in folder.rglob("*") if f.name.endswith((".tmp", "-journal"))]
    if left and end != "fault":
        end, why = "fault", f"left behind: {left}"
    return Strike(command, number, after, twice, process.returncode, told, took, end, why)


def _duration(command: Command) -> float:
    """Return the seconds that a command takes if it is left alone, the second time."""
    took = 0.0
    for _ in range(2):
        with TemporaryDirectory() as name:
            command.prepare(Path(name))
            start = time.monotonic()
            process = begun(command.words, Path(name))
            told = process.communicate()[1]
            took = time.monotonic() - start
            assert process.returncode == 0, told
    return took


def _end(code: int, told: str, number: signal.Signals, took: float) -> tuple[str, str]:
    if code == 0:
        return "finished", ""
    if code == 3 and took > BOUND:
        return "fault", f"it took {took:.1f} s to end"
    if code == 3:
        return ("stopped", "") if SENTENCE.fullmatch(told) else ("fault", "not one sentence")
    # Until the first line of detente is run the signal meets Python as it is: death, or its own traceback.
    if (code == -number and not told) or ("Traceback" in told and "/detente/" not in told):
        return "early", ""
    return "fault", "an exit code that is none of these"
