"""Being stopped: at any moment, by any signal that asks for it, with one sentence and nothing by half."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from campaign.kills import environment
from forecast.made_up import write

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals")

#: Runs detente as ``python -m detente`` does, and sends itself signals when a module is first imported.
IMPORTING = """
import os, runpy, sys
wanted, numbers = sys.argv[1], [int(n) for n in sys.argv[2].split(",")]
sys.argv = ["detente", *sys.argv[3:]]
def hear(event, given):
    if event == "import" and given[0] == wanted and numbers:
        for number in numbers:
            os.kill(os.getpid(), number)
        numbers.clear()
        import time
        for _ in range(2000):  # the import goes on meanwhile, or waits
            time.sleep(0.01)
sys.addaudithook(hear)
runpy.run_module("detente", run_name="__main__", alter_sys=True)
"""

#: Runs lines with the signals caught as the command line catches them.
INSTALLED = "import os, signal, sys, time\nfrom detente import stopping\nstopping.install()\n"

#: Sends a signal to itself and waits for what comes.
STOP = "os.kill(os.getpid(), signal.SIGINT)\ntime.sleep(60)\n"


def ran(code: str, *words: str, folder: Path | None = None, **more: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment(**more),
        check=False,
        timeout=120,
    )
    return done.returncode, done.stderr


NOTHING = (3, "Interrupted; nothing was written.\n")


@pytest.mark.parametrize(
    "module", ["click", "detente.shell", "numpy", "numba", "llvmlite", "detente.insight"]
)
def test_an_import_that_is_cut_short_ends_in_one_sentence(module: str) -> None:
    assert ran(IMPORTING, module, "2", "analyze", "elmira", "--worlds", "2") == NOTHING


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_signal_that_asks_is_heard(number: signal.Signals) -> None:
    assert ran(IMPORTING, "detente.catalog", str(int(number)), "catalog") == NOTHING


def test_a_kernel_that_is_being_compiled_is_left(tmp_path: Path) -> None:
    """The compiler calls back; what is raised there is lost, and a kernel without code is left behind."""
    code = IMPORTING.replace(
        'event == "import" and given[0] == wanted', 'event == "open" and wanted in str(given[0])'
    )
    told = ran(code, ".nbi", "2", "analyze", "elmira", "--worlds", "2", NUMBA_CACHE_DIR=str(tmp_path))
    assert told == NOTHING


def test_two_signals_are_as_good_as_one() -> None:
    assert ran(IMPORTING, "numpy", "2,2", "analyze", "elmira") == NOTHING
    assert ran(IMPORTING, "numpy", "2,15,1", "analyze", "elmira") == NOTHING


def test_what_must_be_whole_is_waited_for() -> None:
    code = "with stopping.WHOLE:\n os.kill(os.getpid(), 2)\n time.sleep(0.3)\n os.write(2, b'whole ')\n"
    patient = "stopping.PATIENCE = 1000\n"
    assert ran(INSTALLED + patient + code + "time.sleep(60)") == (3, f"whole {NOTHING[1]}")


def test_what_takes_too_long_is_not_waited_for() -> None:
    assert ran(INSTALLED + "with stopping.WHOLE:\n " + STOP.replace("\n", "\n ")) == NOTHING


def test_the_second_signal_waits_for_nothing() -> None:
    code = "stopping.PATIENCE = 1000\nwith stopping.WHOLE:\n os.kill(os.getpid(), 2)\n " + STOP.replace(
        "\n", "\n "
    )
    assert ran(INSTALLED + code) == NOTHING


def test_what_is_temporary_is_taken_away(tmp_path: Path) -> None:
    code = (
        "for name in ('a', 'b/c'):\n os.makedirs(os.path.dirname(name) or '.', exist_ok=True)\n"
        " open(name, 'w').close()\nstopping.temporary('a')\nstopping.temporary('b')\n"
        "open('d', 'w').close()\nstopping.temporary('d')\nstopping.settled('d')\n"
    )
    assert ran(INSTALLED + code + STOP, folder=tmp_path) == NOTHING
    assert [f.name for f in tmp_path.iterdir()] == ["d"]


def test_what_was_written_before_is_named() -> None:
    code = "for k in range(5):\n stopping.arrived(f'{k}.md')\n"
    told = "Interrupted; written: 0.md, 1.md, 2.md and 2 more files.\n"
    assert ran(INSTALLED + code + STOP) == (3, told)
    code = "stopping.tell('kept', '1 of 3 chunks')\nstopping.tell('kept', '2 of 3 chunks are kept')\n"
    assert ran(INSTALLED + code + STOP) == (3, "Interrupted; 2 of 3 chunks are kept.\n")
    code = "stopping.arrived('\\x1b[2J\\udcff.md')\n"
    assert ran(INSTALLED + code + STOP) == (3, "Interrupted; written: ?[2J?.md.\n")


def test_a_command_that_is_done_keeps_its_exit_code() -> None:
    assert ran(INSTALLED + "stopping.over(0)\n" + STOP) == (0, "")
    assert ran(INSTALLED + "import atexit\natexit.register(os.kill, os.getpid(), 2)\n") in [(0, ""), NOTHING]


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    code = INSTALLED.replace("from detente", "signal.signal(signal.SIGHUP, signal.SIG_IGN)\nfrom detente")
    assert ran(code + "os.kill(os.getpid(), signal.SIGHUP)\ntime.sleep(0.3)\n") == (0, "")


def test_nothing_is_installed_in_a_program_that_imports_detente() -> None:
    code = "import signal, detente\ndetente.load('elmira')\nassert signal.set_wakeup_fd(-1) == -1\n"
    assert ran(code + "assert signal.getsignal(2) is signal.default_int_handler") == (0, "")


def test_runs_that_are_stopped_say_what_is_kept_and_go_on(tmp_path: Path) -> None:
    """Stopped when the second chunk is begun: one is there, and the same command goes on from it."""
    write(tmp_path)
    words = (
        "analyze",
        "two-rivers.yaml",
        "--worlds",
        "900",
        "--dated",
        "0",
        "--workers",
        "1",
        "--runs",
        "kept",
    )
    code = IMPORTING.replace(
        'event == "import" and given[0] == wanted', 'event == "os.rename" and wanted in str(given[1])'
    )
    ended, told = ran(code, "chunk-000001.json", "2", *words, folder=tmp_path)
    (place,) = (tmp_path / "kept").iterdir()
    kept = f"chunks are kept in kept/{place.name}; the same command goes on from there"
    assert ended == 3
    assert re.fullmatch(rf"Interrupted; [0-4] of 4 {kept}\.\n", told)
    assert [f.name for f in place.iterdir() if f.name.endswith(".tmp")] == []
    done = subprocess.run(
        [sys.executable, "-m", "detente", *words], cwd=tmp_path, env=environment(), capture_output=True
    )
    assert done.returncode == 0


# ------------------------------------------------------------------------------------------ closed streams


CLOSED = [
    (("catalog",), ">&-", 0),
    (("catalog",), "<&- >&- 2>&-", 0),
    (("check", "nosuch.yaml"), ">&-", 2),
    (("check", "nosuch.yaml"), "2>&-", 2),
    (("nosuch",), "2>&-", 2),
    (("--help",), ">&-", 0),
    (("catalog",), "| true", 0),
    (("check", "elmira"), "| true", 0),
    (("--help",), "| true", 0),
    (("analyze", "--help"), "| true", 0),
    (("schema",), "| head -1", 0),
    (("nosuch",), "2>&1 >&- | true", 2),
]


@pytest.mark.parametrize(
    ("words", "streams", "code"), CLOSED, ids=lambda x: x if isinstance(x, str) else None
)
def test_closed_streams_and_readers_that_leave_are_no_failure(
    words: tuple[str, ...], streams: str, code: int
) -> None:
    command = f"{sys.executable} -m detente {' '.join(words)} {streams}; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, env=environment(), check=False
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert "Internal failure" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
@pytest.mark.parametrize("words", [("catalog",), ("check", "elmira"), ("--help",), ("schema",)])
def test_output_that_is_lost_is_an_error(words: tuple[str, ...]) -> None:
    command = f"{sys.executable} -m detente {' '.join(words)} > /dev/full"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, env=environment(), check=False
    )
    assert (done.returncode, done.stderr) == (2, "Error: standard output: No space left on device\n")


def test_a_file_is_not_written_into_by_what_is_said(tmp_path: Path) -> None:
    """Where the error stream is closed, its number must not be given to a file."""
    command = f"{sys.executable} -m detente analyze elmira --worlds 2 --out a.md <&- >&- 2>&-"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=environment(), check=False)
    assert done.returncode == 0
    assert "written" not in (tmp_path / "a.md").read_text(encoding="utf-8").splitlines()[-1]
    assert [f.name for f in tmp_path.iterdir()] == ["a.md"]
