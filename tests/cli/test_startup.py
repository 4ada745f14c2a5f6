"""What a user waits for before anything happens, in processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
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


def _listen_to_signals() -> None:
    """Undo what a shell does to what it starts in the background: it has Ctrl-C ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


#: The command line, made to believe that somebody watches what it says beside its output.
_WATCHED = "import sys; sys.stderr.isatty = lambda: True; from detente.cli import main; main()"


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    """Struck as soon as the bar is there, which is shown to who watches."""
    task = ["analyze", "korea-2020", "--worlds", "200000", "--out", str(tmp_path / "brief.md")]
    with subprocess.Popen(
        [sys.executable, "-c", _WATCHED, *task],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "TERM": "xterm"},
        preexec_fn=_listen_to_signals,
    ) as process:
        assert process.stderr is not None
        said = b""
        try:
            while b"solving worlds" not in said and (more := os.read(process.stderr.fileno(), 1024)):
                said += more
            process.send_signal(signal.SIGINT)
            said += process.stderr.read()
            assert process.wait() == 3
        finally:
            process.kill()
    assert b"solving worlds" in said
    assert b"Interrupted; nothing was written." in said
    assert b"Traceback" not in said
    assert list(tmp_path.iterdir()) == []
