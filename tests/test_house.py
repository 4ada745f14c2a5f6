"""What the house promises of its code: a light entrance, small rooms, short functions, nothing half added."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from statistics import median

import pytest

import detente
import reference
from detente.ensemble import Answers, Plan, run
from detente.readonly import ReadOnly
from detente.registry import FILES as KNOWN
from detente.registry import VARIANTS, names, read
from detente.stability import named
from published.records import every

SRC = Path(detente.__file__).parent
FILES = sorted(SRC.rglob("*.py"))
GLOSSARY = SRC.parents[1] / "docs" / "glossary.md"

HEAVY = ("numpy", "numba", "pydantic", "rich")


def name_of(file: Path) -> str:
    return str(file.relative_to(SRC))


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [n for n in ast.walk(parsed(file)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


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
    assert list(detente.__all__) == sorted(detente.__all__, key=lambda n: (not n.isupper(), n))
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


#: Modules that a folder may hold beside its ``__init__``; more than these get chapters.
MOST = 15


def test_a_folder_holds_what_a_reader_can_survey() -> None:
    folders = {f.parent for f in FILES} - {SRC}
    held = {
        str(d.relative_to(SRC)): len([f for f in d.glob("*.py") if f.stem != "__init__"]) for d in folders
    }
    assert {name: n for name, n in held.items() if n > MOST} == {}


def public(body: list[ast.stmt]) -> Iterator[ast.FunctionDef]:
    """Public functions, and the public methods of public classes."""
    for node in body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public(node.body)


def test_the_drawing_shows_every_room_and_chapter() -> None:
    page = (SRC.parents[1] / "ARCHITECTURE.md").read_text(encoding="utf-8")
    drawn, room = set(), ""
    for line in page.split("```")[1].splitlines()[2:]:
        name, *chapters = re.findall(r"(?<![\w/])([a-z_]+(?:/|\.py\b))", line)
        if line[2] == " ":
            chapters.append(name)
        else:
            room = name
            drawn.add(name)
        drawn |= {room + chapter for chapter in chapters}
    folders = {f.parent.relative_to(SRC) for f in FILES if f.name == "__init__.py" and f.parent != SRC}
    there = {f"{d}/" for d in map(Path.as_posix, folders) if d.count("/") < 2}
    there |= {f.name for f in SRC.glob("*.py")} - {"__main__.py"}
    assert there - drawn == set()
    assert [name for name in drawn if not (SRC / name).exists()] == []


def test_public_functions_say_what_enters() -> None:
    """Parameters with shapes, units and ranges; the commands of `cli` say it in their options."""
    told, silent = 0, []
    for file in FILES:
        if file.relative_to(SRC).parts[0] == "cli":
            continue
        for node in public(parsed(file).body):
            names = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            if not set(names) - {"self", "cls"}:
                continue
            if "Parameters\n-----" in (ast.get_docstring(node) or ""):
                told += 1
            else:
                silent.append(f"{name_of(file)}: {node.name}")
    assert told >= 0.97 * (told + len(silent)), silent


def test_parameters_that_are_told_are_those_there_are() -> None:
    """A docstring speaks of no parameter that a function does not take, or no longer takes."""
    wrong = []
    for file in FILES:
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.FunctionDef):
                args = node.args
                every = (*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg)
                names = {a.arg for a in every if a}
                _, _, after = (ast.get_docstring(node) or "").partition("Parameters\n----------\n")
                block = re.split(r"\n\n+[A-Z]\w+\n---", after)[0]
                heads = [x for x in block.splitlines() if x and not x.startswith(" ")]
                told = [n.strip().lstrip("*") for x in heads for n in x.partition(" : ")[0].split(",")]
                wrong += [(name_of(file), node.name, n) for n in told if n not in names]
    assert wrong == []


def test_arrays_that_a_room_hands_out_are_read_only() -> None:
    """Every exported record with arrays closes them when it is made."""
    arrays = re.compile(r"NDArray|\b(Floats|Ints|Bools|Wholes)\b")
    held = []
    for folder in {f.parent.relative_to(SRC) for f in FILES if f.name == "__init__.py"}:
        room = import_module(".".join(["detente", *folder.parts]))
        for kind in (getattr(room, n) for n in getattr(room, "__all__", ())):
            if not inspect.isclass(kind) or not dataclasses.is_dataclass(kind):
                continue
            if any(
                arrays.search(str(f.type)) and "Callable" not in str(f.type) for f in dataclasses.fields(kind)
            ):
                held.append(kind)
    assert len(held) >= 25
    # Threads fill `Answers`; the `Runs` that hold them close them.
    assert [kind for kind in held if not issubclass(kind, ReadOnly)] == [Answers]


def test_a_record_closes_its_arrays_wherever_they_are() -> None:
    worlds = detente.draw(detente.load("elmira"), 3, 1)
    assert not any(array.flags.writeable for array in (*worlds.weights, worlds.reading))
    assert not any(array.flags.writeable for array in worlds.chance.values())
    with pytest.raises(ValueError, match="read-only"):
        worlds.weights[0][0, 0] = 1.0
    runs = run(detente.load("elmira"), Plan(worlds=4))
    for answers in runs.answers.values():
        assert not any(a.flags.writeable for a in (answers.table, answers.code, *answers.reached))


def test_the_quick_tests_leave_no_room_out() -> None:
    makefile = (SRC.parents[1] / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    listed = re.findall(r"tests/\S+\.py", re.findall(r"^QUICK := (.*)$", makefile, re.MULTILINE)[0])
    assert [f for f in listed if not (SRC.parents[1] / f).exists()] == []
    rooms = {f.parent.relative_to(SRC).parts[0] for f in FILES if f.parent != SRC}
    tested = {d.name for d in (SRC.parents[1] / "tests").iterdir() if d.is_dir()}
    assert (rooms & tested) - {Path(f).parts[1] for f in listed} == {"cli"} & tested


# -------------------------------------------------------------------------------------- stability concepts


@pytest.mark.parametrize("name", names())
def test_a_concept_has_all_that_belongs_to_it(name: str) -> None:
    """What is missing when a concept is added, by name: see CONTRIBUTING."""
    missing = []
    file = SRC / "stability" / "concepts" / f"{KNOWN[name]}.py"
    if not file.exists():
        missing.append(f"its file, {file.relative_to(SRC)}")
    else:
        concept = named(name.replace("-k", "-2"))
        missing += [
            f"its {part}" for part in ("title", "source", "means", "counts") if not getattr(concept, part)
        ]
        missing += [f"the name {name} in its file"] if concept.name.replace("-2", "-k") != name else []
    if f"**{name}, " not in GLOSSARY.read_text(encoding="utf-8"):
        missing.append("a line in docs/glossary.md")
    if f"**{name}, " not in GLOSSARY.with_name("concepts.md").read_text(encoding="utf-8"):
        missing.append("two sentences and a formula in docs/concepts.md")
    if name not in reference.CONCEPTS:
        missing.append("a slow twin in tests/reference")
    if name not in {e.concept for e in every()} and not WORKED.get(name):
        missing.append("a published or worked example in tests/published")
    assert not missing, f"{name} lacks {'; '.join(missing)}"


def test_every_file_of_a_concept_has_a_name() -> None:
    files = {f.stem for f in (SRC / "stability" / "concepts").glob("*.py")} - {"__init__"}
    assert files == set(KNOWN.values())
    assert len(KNOWN) == len(files)


#: Concepts for which no worked example with printed results is at hand, and where one of our own stands.
WORKED = {
    "SSEQ": "tests/published/fraser-1984",
    "SEQ-k": "tests/stability/test_credible.py",
    **dict.fromkeys(("SEQ-even", "SEQ-odd", "ESEQ", "LCS", "REFS"), "tests/stability/conflicts"),
}


@pytest.mark.parametrize("file", VARIANTS)
def test_a_variant_has_all_that_belongs_to_it(file: str) -> None:
    """What is missing when a variant of a concept is added."""
    made = import_module(f"detente.stability.variants.{file}").VARIANT
    assert made.title
    assert made.source
    assert made.means
    for page in (GLOSSARY, GLOSSARY.with_name("concepts.md")):
        assert f"**{made.title.lower()}" in page.read_text(encoding="utf-8").lower(), page.name
    tests = Path(__file__).parent
    assert (tests / "stability" / "variants" / f"test_{file}.py").exists()
    twin = tests / "reference" / f"{file}.py"
    assert twin.exists()
    assert not re.search(r"^(from|import) (detente|numpy|numba)", twin.read_text("utf-8"), re.MULTILINE)


def test_there_are_no_twins_and_no_published_results_of_what_does_not_exist() -> None:
    assert set(reference.CONCEPTS) == set(names())
    assert all(read(expectation.concept) for expectation in every())


@pytest.mark.parametrize("name", names())
def test_a_twin_owes_nothing_to_what_it_checks(name: str) -> None:
    module = inspect.getmodule(getattr(twin := reference.CONCEPTS[name], "func", twin))
    assert module is not None
    folder = Path(str(module.__file__)).parent
    for file in folder.glob("*.py"):
        if not file.name.startswith("test_"):
            tree = parsed(file)
            imported = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
            imported += [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
            assert not [m for m in imported if m.partition(".")[0] in ("detente", "numpy", "numba")], (
                file.name
            )


# -------------------------------------------------------------------------------------------------- the locks


def locked(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Package -> its pin with the condition it holds under, and its hashes."""
    text = (SRC.parents[1] / name).read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)(==[^\\]+)\\\n((?:    --hash=\S+(?: \\)?\n)+)", text, re.MULTILINE)
    return {package: (pin.strip(), frozenset(hashes.split())) for package, pin, hashes in found}


def asked(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", r)[0].lower().replace("_", "-").replace(".", "-") for r in requirements}


def test_the_locks_agree_and_hold_what_the_project_asks_for() -> None:
    ours = tomllib.loads((SRC.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    extras, groups = ours["project"]["optional-dependencies"], ours["dependency-groups"]
    users, developers = locked("requirements.lock"), locked("requirements-dev.lock")
    runs = asked(ours["project"]["dependencies"] + extras["page"] + extras["read"])
    assert users.items() <= developers.items()
    assert runs | asked(groups["build"]) <= users.keys()
    assert asked([*extras["data"], *extras["cluster"], *groups["dev"]]) <= developers.keys()
    assert not (asked(groups["dev"]) - runs) & users.keys(), "users do not install the developers' tools"
