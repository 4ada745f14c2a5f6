"""Every example in the documentation runs, and every generated page is what the code makes."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from detente.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / n for n in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")]
PAGES += sorted((ROOT / "docs").glob("*.md"))
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for kind, text in FENCE.findall(page.read_text(encoding="utf-8")):
            if kind == language:
                found.append((page.name, text))
    return found


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", sorted(generator().pages(slow=False)))
def test_a_generated_page_is_current(name: str) -> None:
    """If this fails, run `make docs`."""
    wanted = generator().pages(slow=False)[name]
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == wanted


def test_the_flagship_pages_are_current() -> None:
    """If this fails, run `make docs`."""
    made = dict(zip(generator().FLAGSHIP, generator().flagship(), strict=True))
    for name, wanted in made.items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == wanted, name


@pytest.mark.parametrize(("page", "code"), blocks("python"))
def test_python_examples_run(page: str, code: str) -> None:
    exec(compile(code, page, "exec"), {})


def chains() -> list[tuple[str, ...]]:
    """The commands of each block, which may need one another's files; each command once."""
    seen: set[str] = set()
    found = []
    for _, text in blocks("sh"):
        lines = [line.split("#")[0].strip() for line in text.splitlines() if line.startswith("detente ")]
        lines = [line for line in lines if not line.startswith("detente web ")]  # serves until it is stopped
        fresh = tuple(dict.fromkeys(line for line in lines if line not in seen))
        seen |= set(fresh)
        found += [fresh] if fresh else []
    return found


def smaller(command: str) -> list[str]:
    """A command as words, on few worlds and dates: what it computes is tested elsewhere.

    Whole briefs of the flagship are made by the tests of the page and of the outputs, so that here a smaller
    crossroads takes its place wherever the line asks for all of it.
    """
    words = shlex.split(re.sub("--worlds [0-9]+", "--worlds 8", command))[1:]
    if words[0] in ("analyze", "score", "forecast", "backtest", "clocks") and "--worlds" not in words:
        words += ["--worlds", "8" if words[0] == "analyze" else "2"]
    if words[0] == "analyze" and {"--out", "--json", "factorial"} & set(words):
        words = ["kazakhstan-2022" if w == "korea-2020" else w for w in words]
    if words[0] == "analyze" and "korea-2020" in words:
        words = [w for k, w in enumerate(words) if "--dated" not in (w, words[k - 1])] + ["--dated", "0"]
    return words


@pytest.mark.parametrize("chain", chains(), ids=lambda chain: chain[0].removeprefix("detente "))
def test_commands_in_the_pages_run(
    chain: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "docs" / "tutorial", tmp_path / "tutorial")
    for command in chain:
        result = CliRunner().invoke(main, smaller(command))
        assert result.exit_code == 0, (command, result.output, result.exception)


def test_there_are_commands_in_the_pages() -> None:
    assert len([command for chain in chains() for command in chain]) >= 40


def test_the_first_change_is_made_as_the_page_says(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "first-change.md").read_text(encoding="utf-8")
    (change,), (shown,) = (
        [text for kind, text in FENCE.findall(page) if kind == language] for language in ("diff", "text")
    )
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    before, _, after = catalogue(tmp_path), changed(tmp_path, change), catalogue(tmp_path)
    assert after.splitlines()[0].split() == shown.splitlines()[0].split()
    assert shown.splitlines()[-1].split() in [line.split() for line in after.splitlines()]
    assert before != after


def changed(folder: Path, change: str) -> None:
    """Put the new lines of a diff in the place of the old."""
    head, *lines = [line for line in change.splitlines() if line and not line.startswith(("---", "@@"))]
    old, new = ("".join(f"{x[1:]}\n" for x in lines if x[0] in (" ", sign)) for sign in "-+")
    file = folder / head.removeprefix("+++ ")
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def catalogue(folder: Path) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "detente", "catalog"],
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200", "PYTHONSAFEPATH": "1"},
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout


@pytest.mark.parametrize("page", [p.name for p in PAGES])
def test_links_between_pages_lead_somewhere(page: str) -> None:
    path = next(p for p in PAGES if p.name == page)
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_the_tutorial_quotes_its_own_files() -> None:
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    files = [f.read_text(encoding="utf-8") for f in sorted((ROOT / "docs" / "tutorial").iterdir())]
    quoted = [text for kind, text in FENCE.findall(page) if kind in ("yaml", "text")]
    assert len(quoted) >= 7
    for text in quoted:
        assert any(text in file for file in files), text
