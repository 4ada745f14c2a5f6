"""The wheel and the source archive, each installed where there is no checkout, and used as a user would."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
from email.message import Message
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

import detente
from detente.catalog import names

SRC = Path(detente.__file__).parent
ROOT = SRC.parents[1]
OURS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def called(*command: str | Path, where: Path) -> str:
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=where, env=alone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    called(sys.executable, "-m", "hatchling", "build", "-d", folder, where=ROOT)
    return folder


@pytest.fixture
def wheel(built: Path) -> ZipFile:
    return ZipFile(next(built.glob("*.whl")))


def told(wheel: ZipFile) -> Message:
    name = next(n for n in wheel.namelist() if n.endswith(".dist-info/METADATA"))
    return Parser().parsestr(wheel.read(name).decode())


def test_the_wheel_holds_all_of_the_package_and_nothing_else(wheel: ZipFile) -> None:
    there = {n.removeprefix("detente/") for n in wheel.namelist() if n.startswith("detente/")}
    kinds = {
        ".py",
        ".yaml",
        ".csv",
        ".json",
        ".css",
        ".j2",
        ".js",
        ".txt",
        ".typ",
        ".typed",
        ".html",
        ".sha256",
    }
    made = {f.relative_to(SRC).as_posix() for f in SRC.rglob("*") if f.suffix in kinds}
    assert there == made
    assert "py.typed" in there
    assert {f"catalog/{name}/case.yaml" for name in names()} <= there


def test_the_wheel_says_what_it_is(wheel: ZipFile) -> None:
    say = told(wheel)
    classifiers = say.get_all("Classifier", [])
    for minor in range(11, 15):
        assert f"Programming Language :: Python :: 3.{minor}" in classifiers
    assert "Typing :: Typed" in classifiers
    assert set(say.get_all("Provides-Extra", [])) == set(OURS["optional-dependencies"])
    always = [r for r in say.get_all("Requires-Dist", []) if "extra ==" not in r]
    assert len(always) == len(OURS["dependencies"])


def test_the_source_archive_can_be_tested(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        there = {n.partition("/")[2] for n in archive.getnames()}
    wanted = ["Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock", ".ci/run"]
    assert {*wanted, "README.md", "LICENSE", "tests/test_package.py", "docs/generate.py"} <= there


def test_the_source_archive_makes_the_same_wheel(built: Path, tmp_path: Path, wheel: ZipFile) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
    offline = ["--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", tmp_path]
    called(*pip, *offline, next(built.glob("*.tar.gz")), where=tmp_path)
    with ZipFile(next(tmp_path.glob("*.whl"))) as again:
        mine = {n: again.read(n) for n in again.namelist()}
    assert mine == {n: wheel.read(n) for n in wheel.namelist()}


def test_what_is_built_works_where_nothing_else_is(built: Path, tmp_path: Path) -> None:
    """In an environment of its own, that borrows the packages of ours but not our detente."""
    venv.create(tmp_path / "env", with_pip=False, symlinks=True)
    bin_ = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    space = {"base": str(tmp_path / "env"), "platbase": str(tmp_path / "env")}
    site = Path(sysconfig.get_path("purelib", "venv", space))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", bin_ / "python", "install"]
    offline = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    called(*pip, *offline, next(built.glob("*.whl")), where=tmp_path)
    where = "import detente; print(detente.__file__)"
    assert str(site) in called(bin_ / "python", "-c", where, where=tmp_path)
    told = called(bin_ / "detente", "analyze", "elmira", where=tmp_path)
    assert "Groundwater contamination at Elmira, 1991" in told
    assert "“Keep the order as issued” is better" in told
