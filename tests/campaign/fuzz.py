"""Readers fed with what nobody should feed them: documented errors are fine, and nothing else is."""

from __future__ import annotations

import hashlib
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import FrameType

from campaign.mutate import mutated
from detente.errors import DetenteError

__all__ = ["BOUND", "Reader", "Tally", "fed", "fuzzed"]

#: Seconds of work after which a reader counts as hanging, and seconds of waiting for nothing.
BOUND, WAITING = 30, 300


#: A folder that is no disk, where the system has one.
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


class Hang(BaseException):
    """A reader has taken too long."""


@dataclass(frozen=True)
class Reader:
    """Something that takes bytes, or a file of them, from anybody.

    `seeds` makes good inputs, `read` gets bytes and a folder of its own; what it may raise beside refusals of
    detente and of the system is in `also`. `dose` is how many inputs take a fraction of a second.
    """

    name: str
    seeds: Callable[[], Sequence[bytes]]
    read: Callable[[bytes, Path], object]
    also: tuple[type[Exception], ...] = ()
    dose: int = 300


@dataclass
class Tally:
    """What came of it: how many inputs, how many of them were refused, and each fault once, with an input."""

    inputs: int = 0
    refused: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    faults: dict[str, bytes] = field(default_factory=dict)

    def __str__(self) -> str:
        slowest = f"slowest {self.slowest:.2f} s"
        return f"{self.inputs:,} inputs, {self.refused:,} refused, {len(self.faults)} faults, {slowest}"


def fed(reader: Reader, data: bytes, folder: Path) -> str:
    """Give a reader one input; return what is wrong with what it did, or nothing, or ``refused``."""
    try:
        with _bounded():
            reader.read(data, folder)
    except (DetenteError, OSError, *reader.also):
        return "refused"
    except Hang:
        return f"{reader.name}: it hangs"
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return f"{reader.name}: {_where(error)}"
    return ""


def fuzzed(reader: Reader, seed: int, count: int = 0, seconds: float = 0.0) -> Tally:
    """Feed a reader with so many inputs, or for so many seconds, or whichever of both ends first."""
    tally, draw, start = Tally(), Random(f"{reader.name} {seed}"), time.monotonic()
    seeds = reader.seeds()
    with TemporaryDirectory(dir=MEMORY) as name:
        while (not count or tally.inputs < count) and (not seconds or time.monotonic() - start < seconds):
            data, begun = mutated(seeds, draw), time.process_time()
            told = fed(reader, data, Path(name))
            tally.slowest = max(tally.slowest, time.process_time() - begun)
            tally.inputs += 1
            tally.refused += told == "refused"
            if told not in ("", "refused") and told not in tally.faults:
                tally.faults[told] = data
    tally.seconds = time.monotonic() - start
    return tally


def keep(tally: Tally, folder: Path) -> None:
    """Write the inputs that made faults down, each in a file named after its digest."""
    folder.mkdir(parents=True, exist_ok=True)
    for told, data in tally.faults.items():
        file = folder / f"{told.partition(':')[0]}-{hashlib.blake2b(data, digest_size=6).hexdigest()}"
        file.write_bytes(data)


def _where(error: BaseException) -> str:
    """Name an error, and the last line of detente that it went through."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/detente/" in f.filename]
    place = f"{frames[-1].filename.rpartition('/detente/')[2]}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {place}"


@contextmanager
def _bounded() -> Iterator[None]:
    """Raise `Hang` if it takes too long, where signals can be used for that."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def late(number: int, frame: FrameType | None) -> None:
        raise Hang

    bounds = ((signal.SIGALRM, signal.ITIMER_REAL, WAITING), (signal.SIGPROF, signal.ITIMER_PROF, BOUND))
    before = [signal.signal(number, late) for number, _, _ in bounds]
    for _, timer, seconds in bounds:
        signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        for (number, timer, _), handler in zip(bounds, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(number, handler)
