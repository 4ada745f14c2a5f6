"""What a user waits for before anything happens, in processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HEAVY = ("numpy", "numba", "pydantic", "lark", "rich", "yaml", "detente.case", "detente.brief")


def python(code: str, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *args],
        capture_output=True,
        text=True,
        env={**os.environ, **env},
        check=False,
    )


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["analyze", "--help"]])
def test_help_imports_nothing_heavy(args: list[str]) -> None:
    code = (
        "import sys\nfrom detente.cli import main\n"
        f"try: main({args!r})\nexcept SystemExit: pass\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = python(code)
    assert done.stderr.strip() == "[]"
    assert done.stdout


def test_completion_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom detente.cli import main\n"
        "try: main(prog_name='detente')\nfinally: print(sorted(sys.modules), file=sys.stderr)"
    )
    done = python(code, _DETENTE_COMPLETE="bash_complete", COMP_WORDS="detente analyze pri", COMP_CWORD="2")
    assert "prisoners-dilemma" in done.stdout
    assert "'numpy'" not in done.stderr
    assert "'pydantic'" not in done.stderr


def test_check_does_not_wait_for_compiled_code() -> None:
    code = (
        "import sys\nfrom detente.cli import main\n"
        "try: main(['check', 'elmira'])\nfinally: print('numba' in sys.modules)"
    )
    assert python(code).stdout.split()[-1] == "False"


def test_the_module_runs() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "detente", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("detente ")


def test_a_reader_may_stop_reading() -> None:
    command = f"{sys.executable} -m detente schema --reference | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    out = tmp_path / "brief.md"
    command = [
        sys.executable,
        "-m",
        "detente",
        "analyze",
        "korea-2020",
        "--worlds",
        "200000",
        "--out",
        str(out),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(4)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "Interrupted; nothing was written." in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
