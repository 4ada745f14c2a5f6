"""What the house promises of its code: a light entrance, small rooms, short functions, nothing half added."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from importlib import import_module
from pathlib import Path
from statistics import median

import pytest

import detente
import reference
from detente.stability import CONCEPTS
from detente.stability.concept import Concept
from published.records import every

SRC = Path(detente.__file__).parent
FILES = sorted(SRC.rglob("*.py"))
GLOSSARY = SRC.parents[1] / "docs" / "glossary.md"

HEAVY = ("numpy", "numba", "pydantic", "rich")


def name_of(file: Path) -> str:
    return str(file.relative_to(SRC))


def functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its decorators and its docstring."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        lines -= (first.end_lineno or 0) - first.lineno + 1
    return lines


# -------------------------------------------------------------------------------------------- the entrance


def test_importing_detente_brings_in_nothing_heavy() -> None:
    code = "import detente, json, sys; dir(detente); print(json.dumps(sorted(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = {name.partition(".")[0] for name in json.loads(ran.stdout)}
    assert "detente" in loaded
    assert not loaded & set(HEAVY)


def test_every_public_name_is_there() -> None:
    assert list(detente.__all__) == sorted(detente.__all__)
    for name in detente.__all__:
        assert getattr(detente, name) is not None, name
    assert set(dir(detente)) >= set(detente.__all__)
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        detente.lode  # noqa: B018


def test_each_room_offers_what_it_says() -> None:
    folders = sorted(f.parent.relative_to(SRC) for f in FILES if f.name == "__init__.py" and f.parent != SRC)
    for folder in folders:
        room = import_module(".".join(["detente", *folder.parts]))
        names = list(getattr(room, "__all__", ()))
        assert len(names) == len(set(names))
        assert [n for n in names if not hasattr(room, n)] == [], str(folder)


# ------------------------------------------------------------------------------------------------ the code


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_module_says_what_it_is_and_is_short(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring
    assert docstring.strip()
    assert len(text.splitlines()) <= 400


def test_functions_are_short(record_property: object) -> None:
    lengths = [length(f) for file in FILES for f in functions(file)]
    whole = [(f.end_lineno or 0) - f.lineno + 1 for file in FILES for f in functions(file)]
    told = f"{len(lengths)} functions, median {median(whole)} lines, {median(lengths)} without docstrings"
    record_property("functions", told)  # type: ignore[operator]
    assert median(whole) <= 11, told
    assert sorted(lengths)[len(lengths) * 9 // 10] < 35, told


def test_no_room_is_a_lumber_room() -> None:
    banned = {"utils", "util", "core", "common", "types", "helpers", "misc"}
    parts = {part.removesuffix(".py") for file in FILES for part in file.relative_to(SRC).parts}
    assert not parts & banned


# -------------------------------------------------------------------------------------- stability concepts


def home(concept: Concept) -> list[Path]:
    """The files of the stability room that make the record."""
    files = [f for f in (SRC / "stability").glob("*.py") if f.stem not in ("__init__", "assess")]
    made = re.compile(rf'=\s*Concept\(\s*(?:name=)?"{concept.name}"')
    return [f for f in files if made.search(f.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("name", list(CONCEPTS))
def test_a_concept_has_all_that_belongs_to_it(name: str) -> None:
    concept = CONCEPTS[name]
    assert concept.name == name
    assert concept.title
    assert concept.source
    assert len(home(concept)) == 1, "a file of its own"
    assert f"**{name}, " in GLOSSARY.read_text(encoding="utf-8"), "a line in the glossary"
    assert name in reference.CONCEPTS, "a slow twin"


#: Concepts for which no worked example with printed results is at hand.
UNPUBLISHED = {"SSEQ": "no printed example of SSEQ is at hand"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(c, marks=pytest.mark.xfail(reason=UNPUBLISHED[c])) if c in UNPUBLISHED else c
        for c in CONCEPTS
    ],
)
def test_a_concept_has_a_published_result(name: str) -> None:
    assert any(expectation.concept == name for expectation in every())


def test_there_are_no_twins_and_no_published_results_of_what_does_not_exist() -> None:
    assert reference.CONCEPTS.keys() == CONCEPTS.keys()
    assert {expectation.concept for expectation in every()} <= CONCEPTS.keys()


@pytest.mark.parametrize("name", list(CONCEPTS))
def test_a_twin_owes_nothing_to_what_it_checks(name: str) -> None:
    module = inspect.getmodule(reference.CONCEPTS[name])
    assert module is not None
    folder = Path(str(module.__file__)).parent
    for file in folder.glob("*.py"):
        if not file.name.startswith("test_"):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            imported = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
            imported += [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
            assert not [m for m in imported if m.partition(".")[0] in ("detente", "numpy", "numba")], (
                file.name
            )


def test_no_two_concepts_count_the_same() -> None:
    kinds = Counter((c.sanctions, c.credible, c.escapes) for c in CONCEPTS.values())
    assert max(kinds.values()) == 1


# -------------------------------------------------------------------------------------------------- the locks


def locked(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Package -> its pin with the condition it holds under, and its hashes."""
    text = (SRC.parents[1] / name).read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)(==[^\\]+)\\\n((?:    --hash=\S+(?: \\)?\n)+)", text, re.MULTILINE)
    return {package: (pin.strip(), frozenset(hashes.split())) for package, pin, hashes in found}


def named(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", r)[0].lower().replace("_", "-").replace(".", "-") for r in requirements}


def test_the_locks_agree_and_hold_what_the_project_asks_for() -> None:
    ours = tomllib.loads((SRC.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    extras, groups = ours["project"]["optional-dependencies"], ours["dependency-groups"]
    users, developers = locked("requirements.lock"), locked("requirements-dev.lock")
    runs = named(ours["project"]["dependencies"] + extras["page"])
    assert users.items() <= developers.items()
    assert runs | named(groups["build"]) <= users.keys()
    assert named([*extras["data"], *extras["cluster"], *groups["dev"]]) <= developers.keys()
    assert not (named(groups["dev"]) - runs) & users.keys(), "users do not install the developers' tools"
