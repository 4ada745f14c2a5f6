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

__all__ = ["COMMANDS", "Command", "Strike", "strikes"]

#: What a command says that was stopped: one sentence.
SENTENCE = re.compile(r"Interrupted; [^\n]+\.\n")

#: The signals that ask a process to end.
ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

#: Seconds within which a command that was asked has to be gone; more than it promises, on a busy machine.
BOUND = 8.0


@dataclass(frozen=True)
class Command:
    """A command of the command line, run in a folder of its own.

    `prepare` fills the folder; `kept` says what is wrong with what is left there, after a signal that cannot be
    caught, and what is so before it ever ran.
    """

    words: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda folder: None
    wrong: Callable[[Path], str] = lambda folder: ""


@dataclass(frozen=True)
class Strike:
    """One command stopped once."""

    command: Command
    number: signal.Signals
    after: float
    twice: bool
    code: int
    told: str
    took: float
    early: bool
    fault: str

    def __str__(self) -> str:
        how = f"{self.number.name}{' twice' if self.twice else ''} after {self.after:.3f} s"
        return f"{' '.join(self.command.words)}: {how}: exit {self.code}: {self.fault}\n{self.told}"


def environment(**more: str) -> dict[str, str]:
    """Return the variables of a command, which imports the same detente as the tests do."""
    import detente

    source = str(Path(detente.__file__).parents[1])
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DETENTE_", "COV_", "PYTEST_"))}
    return {**kept, "PYTHONPATH": source, "COLUMNS": "100", **more}


def begun(words: Sequence[str], folder: Path, **more: str) -> subprocess.Popen[str]:
    """Start a command; what it says on the error stream is kept, the rest goes nowhere."""
    return subprocess.Popen(
        [sys.executable, "-m", "detente", *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**more),
    )


def duration(command: Command) -> float:
    """Return the seconds that a command takes if it is left alone, the second time."""
    took = 0.0
    for _ in range(2):
        with TemporaryDirectory() as name:
            command.prepare(Path(name))
            start = time.monotonic()
            process = begun(command.words, Path(name))
            _, told = process.communicate()
            took = time.monotonic() - start
            assert process.returncode in (0, 2), told
    return took


def strikes(
    command: Command, count: int, seed: int, signals: Sequence[signal.Signals] = ASKING, until: float = 0.0
) -> Iterator[Strike]:
    """Stop a command again and again, each time in a folder made anew."""
    whole, draw = duration(command), random.Random(seed)
    for _ in range(count):
        if until and time.monotonic() > until:
            return
        with TemporaryDirectory() as name:
            command.prepare(Path(name))
            yield struck(
                command, Path(name), draw.choice(signals), draw.random() * whole * 1.02, draw.random() < 0.2
            )


def struck(command: Command, folder: Path, number: signal.Signals, after: float, twice: bool) -> Strike:
    """Start a command in a folder and stop it after so many seconds."""
    process = begun(command.words, folder)
    time.sleep(after)
    start = time.monotonic()
    process.send_signal(number)
    if twice:
        time.sleep(0.005)
        process.send_signal(number)
    try:
        _, told = process.communicate(timeout=120)
    except subprocess.TimeoutExpired:
        process.kill()
        told = process.communicate()[1] + "\n(killed after 120 s)"
    took = time.monotonic() - start
    early = after < 0.5 and _early(process.returncode, told, number)
    fault = "" if early else _fault(process.returncode, told, number, took) or command.wrong(folder)
    if not fault and number in ASKING and (left := [f.name for f in folder.rglob(".*.tmp*")]):
        fault = f"left behind: {left}"
    return Strike(command, number, after, twice, process.returncode, told, took, early, fault)


def _early(code: int, told: str, number: signal.Signals) -> bool:
    """Whether the signal came before the first line of detente was run, when it meets Python as it is."""
    return (code == -number and not told) or ("detente" not in told and "Traceback" in told)


def _fault(code: int, told: str, number: signal.Signals, took: float) -> str:
    if number == signal.SIGKILL:
        return "" if code in (0, 2, -number) else "an exit code that is none of these"
    if "Traceback" in told:
        return "a traceback"
    if took > BOUND and code == 3:
        return f"it took {took:.1f} s to end"
    if code == 3:
        return "" if SENTENCE.fullmatch(told) else "not one sentence"
    return "" if code == 0 else "an exit code that is none of these"


COMMANDS: dict[str, Command] = {
    "analyze": Command(("analyze", "elmira", "--worlds", "50")),
    "korea": Command(("analyze", "korea-2020", "--worlds", "50", "--dated", "4")),
    "out": Command(("analyze", "elmira", "--worlds", "50", "--out", "brief.html")),
    "runs": Command(("analyze", "elmira", "--worlds", "4000", "--runs", "kept")),
    "list": Command(("runs",)),
    "history": Command(("history", "korea-2020")),
    "calibrate": Command(("calibrate", "korea-2020", "--draws", "16")),
    "forecast": Command(("forecast", "korea-2020", "--worlds", "2", "--ledger", "kept.ledger")),
    "verify": Command(("verify", "korea-2020")),
    "check": Command(("check", "korea-2020")),
    "help": Command(("--help",)),
}

if __name__ == "__main__":
    from collections import Counter

    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    names = sys.argv[3:] or list(COMMANDS)
    for name in names:
        tally = Counter()
        for s in strikes(COMMANDS[name], int(sys.argv[1]), seed):
            tally["early" if s.early else "fault" if s.fault else f"exit {s.code}"] += 1
            if s.fault or s.early:
                print(str(s)[-1500:], flush=True)
        print(name, dict(tally), flush=True)
