"""Every example in the documentation runs, and every generated page is what the code makes."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
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
    made = dict(zip(("korea-2020.md", "korea-2020.svg"), generator().flagship(), strict=True))
    for name, wanted in made.items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == wanted, name


@pytest.mark.parametrize(("page", "code"), blocks("python"))
def test_python_examples_run(page: str, code: str) -> None:
    exec(compile(code, page, "exec"), {})


def commands() -> list[str]:
    lines = [line for _, text in blocks("sh") for line in text.splitlines()]
    return [line.split("#")[0].strip() for line in lines if line.startswith("detente ")]


def test_commands_in_the_pages_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "docs" / "tutorial", tmp_path / "tutorial")
    assert len(commands()) >= 5
    for command in commands():
        words = shlex.split(command.replace("--worlds 1000", "--worlds 20"))[1:]
        if words[0] == "analyze" and "--worlds" not in words:
            words += ["--worlds", "20"]
        if words[0] in ("score", "forecast", "backtest", "clocks") and "--worlds" not in words:
            words += ["--worlds", "2"]
        if words[0] == "analyze" and "korea-2020" in words:
            words = [w for k, w in enumerate(words) if "--dated" not in (w, words[k - 1])] + ["--dated", "2"]
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, (command, result.output, result.exception)


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
