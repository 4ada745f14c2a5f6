"""Long steps say how far they are, on one line of a terminal that is gone before anything else is printed."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from campaign.kills import environment
from detente.case import loads
from detente.catalog import load
from detente.history import gather
from detente.insight import Ask, find
from detente.screen import Line, Screen, screened
from detente.steps import Step, each, progress, under_way


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(written: str) -> str:
    """What a terminal is left with."""
    return "\n".join(row.rpartition("\r\x1b[2K")[2] for row in written.split("\n"))


def test_steps_are_told_from_the_outermost_to_the_innermost() -> None:
    assert under_way() == ""
    with progress() as tick, Step("one"), Step("two"), Step("three") as last:
        tick(3, 4_000)
        last.on(2)
        assert under_way() == "solving worlds: 3 of 4,000 · one · three, 2"
        tick(4_000, 4_000)
        assert under_way() == "one · two · three, 2", "what is done is not under way"
    assert [under_way() for _ in each("sheep", "ab")] == ["sheep: 0 of 2", "sheep: 1 of 2"]
    assert under_way() == ""


def test_a_step_that_fails_is_over() -> None:
    with pytest.raises(ZeroDivisionError), Step("dividing"):
        1 / 0  # noqa: B018
    assert under_way() == ""


def test_a_long_step_says_what_is_left() -> None:
    with Step("waiting", 10) as step:
        step.begun -= 30
        step.on(6)
        assert str(step) == "waiting: 6 of 10, about 20 s left"
        step.begun -= 1200
        assert str(step) == "waiting: 6 of 10, about 13 min left"


def test_the_line_is_gone_before_anything_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    stream = Terminal()
    line = Line(stream)
    line.show("a\x1b[31m very long step of some game")
    assert len(shown(stream.getvalue())) == 19
    assert "\x1b[31m" not in stream.getvalue()
    Screen(stream, "standard output", line).write("Printed.\n")
    assert shown(stream.getvalue()) == "Printed.\n"
    line.show("more")
    line.wipe()
    line.wipe()
    assert shown(stream.getvalue()) == "Printed.\n"
    assert stream.getvalue().count("\r") == 4


def test_a_terminal_is_told_what_takes_long_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Line, "PATIENCE", 0.0)
    monkeypatch.setattr(Line, "PACE", 0.001)

    def written(stream: io.StringIO, terminal: str) -> str:
        monkeypatch.setenv("TERM", terminal)
        monkeypatch.setattr(sys, "stderr", stream)
        with screened(), Step("counting sheep"):
            until = time.monotonic() + 5
            while "sheep" not in stream.getvalue() and stream.isatty() and time.monotonic() < until:
                time.sleep(0.002)
                if terminal == "dumb":
                    break
            print("Said.", file=sys.stderr)
        return stream.getvalue()

    told = written(Terminal(), "xterm")
    assert "counting sheep · 0 s" in told
    assert shown(told) == "Said.\n"
    assert written(Terminal(), "dumb") == "Said.\n"
    assert written(io.StringIO(), "xterm") == "Said.\n"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of the steps that are begun."""
    names: set[str] = set()
    begin = Step.__enter__

    def heard(step: Step) -> Step:
        names.add(step.name)
        return begin(step)

    monkeypatch.setattr(Step, "__enter__", heard)
    return names


def test_every_long_step_says_how_far_it_is(told: set[str]) -> None:
    find(loads(large(5)), Ask(worlds=1))
    unfolding = {"options that states are listed by", "moves, actor by actor", "wishes, actor by actor"}
    assert {*unfolding, "concepts", "sweeping over states"} <= told
    korea = load("korea-2020")
    gather(korea)
    assert "files of events" in told
    assert any(name.startswith("rows of ") for name in told)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_one_world_of_many_states_is_left_at_once(tmp_path: Path) -> None:
    """Struck while a kernel sweeps over a quarter of a million states."""
    (tmp_path / "large.yaml").write_text(large(18), encoding="utf-8")
    code = (
        "import os, signal, sys, threading, time\nfrom detente import stopping\nstopping.install()\n"
        "from detente.cli import main\nfrom detente.steps import under_way\n"
        "def strike():\n"
        " while 'sweeping' not in under_way():\n  time.sleep(0.001)\n"
        " os.kill(os.getpid(), signal.SIGINT)\n"
        "threading.Thread(target=strike, daemon=True).start()\n"
        "main(['analyze', 'large.yaml', '--worlds', '1'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (3, "Interrupted; nothing was written.\n")


def large(options: int) -> str:
    """Return a case of 2 ** options states."""
    names = [f"a{k // 3}.o{k % 3}" for k in range(options)]
    actors = sorted({name.partition(".")[0] for name in names})
    lines = ["format: 1", "case: large", "title: A large case", "as_of: 2020-01-01", "actors:"]
    lines += [f"  {a}: {{name: Actor {a}}}" for a in actors]
    lines += ["options:", *(f"  {o}: {{name: {o}, levels: [no, yes]}}" for o in names)]
    lines += [f"status_quo: {{{', '.join(f'{o}: no' for o in names)}}}", "preferences:"]
    for i, actor in enumerate(actors):
        lines += [f"  {actor}:", "    statements:"]
        lines += [
            f"      - {{id: {actor}-{k}, when: {names[(5 * i + 7 * k) % options]} == {names[k]},"
            f" weight: {k + 1}, evidence: analyst judgement}}"
            for k in range(4)
        ]
    return "\n".join(lines) + "\n"
