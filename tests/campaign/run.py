"""Run the campaign and say what came of it: ``python tests/campaign/run.py --inputs 1000000 --stops 1000``.

Every part takes its share of what is asked for; two runs with different seeds try different things.
Ends with 1 if there was a fault. Inputs that made one are kept in the folder named by ``--keep``.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from campaign import decisions, faults, kills, writers
from campaign.fuzz import Tally, fuzzed, keep
from campaign.hostile import briefs, wrong
from campaign.options import asked
from campaign.readers import READERS


class Report:
    """Counts what was tried, and prints faults as they come."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.faults = 0

    def add(self, what: str, count: int = 1) -> None:
        self.tried[what] += count

    def fault(self, told: str) -> None:
        self.faults += 1
        print(f"FAULT {told[:1500]}", flush=True)

    def __str__(self) -> str:
        tried = ", ".join(f"{n:,} {what}" for what, n in self.tried.items())
        return f"{tried}; {self.faults} faults"


def read(report: Report, count: int, seed: int, folder: Path) -> None:
    """Readers: inputs in proportion to what each can take in a second."""
    whole = sum(reader.dose for reader in READERS)
    for reader in READERS:
        tally: Tally = fuzzed(reader, seed, count * reader.dose // whole + 1)
        keep(tally, folder)
        report.add("inputs", tally.inputs)
        print(f"{reader.name}: {tally}", flush=True)
        for told in tally.faults:
            report.fault(told)


def ask(report: Report, count: int, seed: int) -> None:
    """Command lines."""
    tally = asked(seed, count)
    report.add("command lines", tally.tried)
    print(f"options: {tally}", flush=True)
    for told, words in tally.faults.items():
        report.fault(f"{told}: {words}")


def stop(report: Report, count: int, seed: int) -> None:
    """Commands stopped by a signal."""
    for name, command in kills.COMMANDS.items():
        ends: Counter[str] = Counter()
        for strike in kills.strikes(command, count // len(kills.COMMANDS) + 1, seed):
            ends[strike.end] += 1
            if strike.end == "fault":
                report.fault(str(strike))
        report.add("stops", ends.total())
        told = ", ".join(f"{n} {end}" for end, n in ends.items())
        print(f"stops of {name}: {told}", flush=True)


def fail(report: Report, count: int, seed: int) -> None:
    """Calls that fail, and kills in front of them, each way of failing once and for good."""
    draw = Random(seed)

    def some(calls: int) -> Iterator[int]:
        return iter(sorted(draw.sample(range(1, calls + 1), min(count, calls))))

    with TemporaryDirectory() as name:
        ready = faults.bench(Path(name))
        if ready is None:
            print("no C compiler, or no Linux: no call was made to fail")
            return
        for writer in faults.WRITERS:
            for error in faults.ERRORS:
                found = list(
                    faults.trials(ready, writer, error, some, error != "kill" and draw.random() < 0.5)
                )
                report.add("kills" if error == "kill" else "calls that fail", len(found))
                print(f"{writer.name}: {error} at {len(found)} calls", flush=True)
                for trial in found:
                    if trial.fault:
                        report.fault(str(trial))
        ready.close()


def write(report: Report, count: int, seed: int) -> None:
    """Several writers at once."""
    draw = Random(seed)
    for scene, use in writers.SCENES.items():
        for _ in range(count):
            for told in use(draw):
                report.fault(f"{scene}: {told}")
            report.add("scenes of several writers")


def decide(report: Report, count: int, seed: int) -> None:
    """Reviews killed while decisions are written."""
    confirmed = 0
    for kill in decisions.kills(count, seed):
        confirmed += kill.confirmed
        report.add("kills of a review")
        for told in kill.faults:
            report.fault(told)
    print(f"reviews: {confirmed:,} decisions confirmed", flush=True)


def export(report: Report, count: int, seed: int) -> None:
    """Hostile words in every format."""
    for brief in islice(briefs(seed), count):
        with TemporaryDirectory() as name:
            for told in wrong(brief, Path(name)):
                report.fault(told)
        report.add("hostile briefs")


def main() -> int:
    """Parse what is asked for, do it, and print figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, told in (
        ("inputs", "inputs, over all readers"),
        ("lines", "command lines"),
        ("stops", "commands stopped by a signal"),
        ("calls", "calls of each writer that are made to fail, for each of four ways"),
        ("scenes", "scenes of several writers, of each kind"),
        ("reviews", "kills of a review"),
        ("briefs", "briefs of hostile cases"),
    ):
        parser.add_argument(f"--{name}", type=int, default=0, metavar="N", help=told)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("faults"))
    asked_for = parser.parse_args()
    for number in kills.ASKING:  # what was started in the background ignores some, and so would all commands
        signal.signal(number, signal.SIG_DFL)
    report, start = Report(), time.monotonic()
    parts = {"inputs": read, "lines": ask, "stops": stop, "calls": fail, "scenes": write}
    parts |= {"reviews": decide, "briefs": export}
    for name, part in parts.items():
        if count := getattr(asked_for, name):
            part(report, count, asked_for.seed, *([asked_for.keep] if part is read else []))
    print(f"{report}, in {time.monotonic() - start:,.0f} s")
    return int(report.faults > 0)


if __name__ == "__main__":
    raise SystemExit(main())
