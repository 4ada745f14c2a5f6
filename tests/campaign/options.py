"""Commands with options that nobody should give: they end with exit codes that are documented."""

from __future__ import annotations

import os
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import click
from click.testing import CliRunner

from campaign.fuzz import MEMORY
from detente.cli import main
from forecast.made_up import write

__all__ = ["Asked", "asked"]

#: Fine, refused, too large: what a command may end with that nobody stops.
DOCUMENTED = (0, 2, 4)

TESTS = Path(__file__).parents[1]

# fmt: off
#: What is put in the place of any value.
HOSTILE = (
    *("", " ", "-", "--", "-1", "0", "1", "2", "1.5", "1e5", "nan", "inf", "9" * 30, "９", "½", "no"),
    *("yes", "all", "\x1b[31mred\x1b[0m", "\u202eabc", "\u200b=1+1", "=1+1", "é", "한", "😀", "\udcff"),
    *("a\nb", "a\tb", "a'b", 'a"b', "%s", "{0}", "a[1]*?", "~", "~/x", "..", ".", "/dev/null"),
    *("/dev/full", "/proc/self/mem", "C:\\x", "a/b/c", "pipe", "folder", "x" * 300, "x/" * 300, "x.yaml"),
    *("case.yaml", "two-rivers.yaml", "small.yaml", "broken.yaml", "empty", "bytes", "s.csv", "x.html"),
    *("x.json", "x.csv", "x.svg", "x.md", "x.txt", "x.docx", "kept", "l.ledger", "2020-12-31"),
    *("2020-02-30", "9999-12-31", "0001-01-01", "2020", "1/2/2020", "tomorrow", "a.x == yes", "(" * 200),
    *("up.dam == yes", "up.dam=yes", "not", "low.protest == maybe", "up.dam == yes and"),
    *("moe.modify=yes", "build", "F1", "F9", "true", "false", "void", "Ann", "base rate", "R", "SEQ"),
    *("linear", "log", "gdelt", "own", "up"),
)

#: All but the one that compiles everything.
COMMANDS = tuple(name for name in main.commands if name not in ("prepare", "web"))

CASES = ("two-rivers.yaml", "small.yaml", "elmira", "prisoners-dilemma", "chicken-cuba", "broken.yaml")

#: Options that would only take long, or that need a machine of their own.
LEFT_OUT = {"--cluster", "--sensitivity", "--figures"}

#: Values that make a command end soon.
QUICK = {
    **{"--worlds": ("1", "2", "5"), "--dated": ("0", "1"), "--draws": ("0", "16"), "--scores": ("0", "1")},
    "--workers": ("1", "2"),
}
# fmt: on


@dataclass
class Asked:
    """How many command lines were tried, how they ended, and each failure once, with the command line."""

    tried: int = 0
    codes: dict[int, int] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)

    def __str__(self) -> str:
        codes = ", ".join(f"exit {code}: {n:,}" for code, n in sorted(self.codes.items()))
        return f"{self.tried:,} command lines, {codes}, {len(self.faults)} faults"


def asked(seed: int, count: int = 0, seconds: float = 0.0) -> Asked:
    """Try command lines, so many or for so many seconds, in a folder with everything that they may name."""
    tally, draw, start, home = Asked(), Random(seed), time.monotonic(), Path.cwd()
    with TemporaryDirectory(dir=MEMORY) as name:
        inner = Path(name) / "inner"  # what is written to the folder above stays in ours
        inner.mkdir()
        furnished(inner)
        os.chdir(inner)
        try:
            while (not count or tally.tried < count) and (not seconds or time.monotonic() - start < seconds):
                _one(tally, line(draw))
        finally:
            os.chdir(home)
    return tally


def furnished(folder: Path) -> None:
    """Fill a folder: two cases and what stands beside them, and names under which there is no file."""
    write(folder)
    for name in ("small.yaml", "data/events.csv", "data/rules.csv", "data/counts.csv"):
        (folder / Path(name).name).write_bytes((TESTS / "history" / name).read_bytes())
    (folder / "broken.yaml").write_text("format: 1\ncase: [", encoding="utf-8")
    (folder / "empty").touch()
    (folder / "bytes").write_bytes(bytes(range(256)))
    (folder / "s.csv").write_text("expert,id,5%,50%,95%\nAnn,up-dam,1,2,3\n", encoding="utf-8")
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")


def line(draw: Random) -> list[str]:
    """Draw a command line: a command, a case, some options, and values that fit, or do not."""
    name = draw.choice([*COMMANDS, "", "nosuch"]) if draw.random() < 0.97 else draw.choice(HOSTILE)
    command = main.commands.get(name)
    if command is None:
        return [name, *draw.choices(HOSTILE, k=draw.randrange(3))]
    words = [name]
    for param in command.params:
        if isinstance(param, click.Argument):
            words += [draw.choice(CASES if draw.random() < 0.9 else HOSTILE)]
            words += (
                draw.choices(HOSTILE, k=draw.randrange(3)) if param.nargs == -1 or not param.required else []
            )
        elif any(o in QUICK for o in param.opts):
            words += [param.opts[0], draw.choice(QUICK[param.opts[0]])]
        elif not set(param.opts) & LEFT_OUT and draw.random() < 0.25:
            words += _option(param, draw)
    return [word for word in words if "\0" not in word]


def _option(param: click.Parameter, draw: Random) -> list[str]:
    if getattr(param, "is_flag", False):
        return [param.opts[0]]
    choices = getattr(param.type, "choices", None)
    value = str(draw.choice(list(choices))) if choices and draw.random() < 0.7 else draw.choice(HOSTILE)
    return [param.opts[0], value]


def _one(tally: Asked, words: list[str]) -> None:
    done = CliRunner().invoke(main, words)
    tally.tried += 1
    tally.codes[done.exit_code] = tally.codes.get(done.exit_code, 0) + 1
    fault = _fault(done)
    if fault:
        tally.faults.setdefault(fault, words)


def _fault(done: object) -> str:
    error = getattr(done, "exception", None)
    if error is not None and not isinstance(error, SystemExit):
        frames = traceback.extract_tb(error.__traceback__)
        return f"{type(error).__name__} at {frames[-1].filename}:{frames[-1].lineno}"
    if getattr(done, "exit_code", 1) not in DOCUMENTED:
        said = str(getattr(done, "output", "")).strip().splitlines()
        return f"exit {getattr(done, 'exit_code', 1)}: {said[-1][:120] if said else ''}"
    return ""
