"""The workbench as its page asks it: seconds to an answer, memory, and edits that are undone.

    python bench/workbench.py            # elmira, korea-2020 and a made-up case of 2,048 states
    python bench/workbench.py --walks 500 --minutes 15

Times are from a changed weight or a held option to the answer on the first 100 worlds, and on all of 1,000,
over HTTP on this machine; median and worst of the rounds.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

from detente import load
from detente.case import loads
from detente.catalog import path
from detente.web import Served, serve

OPTIONS = 11


def made() -> str:
    """Return a case of 2,048 states: eleven options, three actors, fifteen statements with ranges."""
    chance = random.Random(1)
    names = [f"{'abc'[k % 3]}.o{k}" for k in range(OPTIONS)]
    lines = ["format: 1", "case: made-up", "title: Made up", "as_of: 2020-01-01", "actors:"]
    lines += [f"  {a}: {{name: Actor {a.upper()}}}" for a in "abc"]
    lines += ["options:"]
    for k, name in enumerate(names):
        lines += [f"  {name}:", f"    name: option {k}", "    levels: {off: it is off, on: it is on}"]
        lines += ["    evidence: analyst judgement"]
    lines += ["status_quo:", *(f"  {name}: off" for name in names), "preferences:"]
    for actor in "abc":
        lines += [f"  {actor}:", "    statements:"]
        for k in range(5):
            one, other = chance.sample(names, 2)
            low = chance.randint(-4, 3)
            when = f"{one} == on and not {other} == on" if k else f"{one} == on"
            lines.append(
                f"      - {{id: {actor}-{k}, when: {when}, weight: {low}..{low + 2}, "
                "evidence: analyst judgement}"
            )
    return "\n".join([*lines, ""])


class Client:
    """A page without a browser."""

    def __init__(self, served: Served) -> None:
        self.home = f"http://{urlsplit(served.link).netloc}"
        self.opener = build_opener(HTTPCookieProcessor())
        self.opener.open(served.link).read()

    def answer(self, query: str) -> tuple[float, float]:
        """Return seconds to the first worlds and to all."""
        start, times = time.perf_counter(), []
        heads = {"sec-fetch-site": "same-origin"}
        with self.opener.open(Request(f"{self.home}/api/answer?{query}", headers=heads)) as got:
            for line in got:
                if not line.startswith(b"data: {"):
                    continue
                found = json.loads(line[6:])
                if "worlds" not in found:  # refused
                    break
                times.append(time.perf_counter() - start)
                if found["worlds"] == found["of"] or not found["of"]:
                    break
        return times[0], times[-1]


def running(served: Served) -> Thread:
    thread = Thread(target=served.run, daemon=True)
    thread.start()
    return thread


def memory() -> float:
    """Megabytes that this process holds now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


def timed(name: str, case: object, rounds: int, minutes: float) -> None:
    served = serve(case, name)  # type: ignore[arg-type]
    thread = running(served)
    client, chance = Client(served), random.Random(1)
    ids = [s.id for a in case.actors for s in case.statements(a)]  # type: ignore[attr-defined]
    levels = [(o, v) for o, found in case.variables().items() for v in found.levels]  # type: ignore[attr-defined]
    chosen = {o for c in case.choices.values() for o in c.set}  # type: ignore[attr-defined]
    levels = [(o, v) for o, v in levels if o not in chosen]
    client.answer("")
    drags, holds = [], []
    for _ in range(rounds if ids else 0):
        low = chance.randint(-4, 3)
        drags.append(client.answer(urlencode({"weight": f"{chance.choice(ids)}:{low}..{low + 1}"})))
    for _ in range(rounds if levels else 0):
        try:
            holds.append(client.answer(urlencode({"hold": ":".join(chance.choice(levels))})))
        except IndexError:  # no such state is feasible: refused
            continue
    for what, found in (("weight dragged", drags), ("option held", holds)):
        if found:
            told = [f"{statistics.median(t):.2f} / {max(t):.2f}" for t in zip(*found, strict=True)]
            print(
                f"{name:12} {what:15} first worlds {told[0]:>13}   all {told[1]:>13}   n {len(found)}",
                flush=True,
            )
    if minutes:
        before, until, asked = memory(), time.monotonic() + 60 * minutes, 0
        while time.monotonic() < until:
            low = chance.randint(-4, 3)
            client.answer(urlencode({"weight": f"{chance.choice(ids)}:{low}..{low + 1}"}))
            asked += 1
        print(
            f"{name:12} memory {before:.0f} MB; after {minutes:g} minutes, {asked} answers: {memory():.0f} MB"
        )
    served.stop()
    thread.join()


def walks(count: int) -> None:
    """Edit at random by keyboard and undo it all, so many times; each time the text has to be the file's."""
    from playwright.sync_api import sync_playwright

    chance, equal = random.Random(1), 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        file = Path(folder) / "case.yaml"
        file.write_bytes(path("kazakhstan-2022").read_bytes())
        served = serve(load(file), str(file), 20, file=file)
        thread = running(served)
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(served.link)
        page.get_by_role("navigation").get_by_role("button", name="Edit").click()
        text = page.get_by_role("textbox", name="Text of the case")
        text.wait_for()
        page.evaluate("{ let t = Date.now(); Date.now = () => (t += 1000) }")
        save = page.get_by_role("button", name="Save", exact=True)
        text.focus()
        for _ in range(count):
            steps = chance.randint(1, 6)
            for _ in range(steps):
                page.keyboard.press(
                    chance.choice(("Control+Home", "PageDown", "ArrowDown", "End", "Control+End"))
                )
                key = chance.choice(("x", "Delete", "Backspace", "Enter", "Tab"))
                page.keyboard.press(key)
            for _ in range(2 * steps):
                page.keyboard.press("Control+z")
            equal += save.is_disabled()
        browser.close()
        served.stop()
        thread.join()
    print(f"{count} walks of edits, undone: {equal} equal to the file they began from")


def main() -> int:
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--rounds", type=int, default=50)
    told.add_argument("--walks", type=int, default=0)
    told.add_argument("--minutes", type=float, default=0.0)
    told.add_argument("--case", action="append", default=[])
    given = told.parse_args()
    for name in given.case or ["elmira", "made-up", "korea-2020"]:
        case = loads(made()) if name == "made-up" else load(name)
        timed(name, case, given.rounds, given.minutes if name == "korea-2020" else 0.0)
    if given.walks:
        walks(given.walks)
    return 0


if __name__ == "__main__":
    sys.exit(main())
