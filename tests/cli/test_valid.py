"""No file that `detente check` passes fails later: everything is run on made-up cases of every shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings

from case.valid import cases, files_of, made, passing, text_of
from detente import cli
from detente.case import load
from detente.case.checks.shape import fields_of
from detente.case.model import Case
from detente.errors import DetenteError

#: What a case that is fine may still lack for one thing that is asked of it.
LACKS = re.compile(
    "no status quo to start from|says nothing of time|no outcome classes|asks no questions|no such ledger"
    "|no question has a verdict|no history|no events|no weighted statement|no rate of"
    "|history speaks of no option|neither the history nor a status quo|the window .* is empty"
    "|nothing to|is held at|held-|not a feasible state|none of the states that the case lists"
)

QUICK = ("--workers", "1")


def commands(case: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    yield "analyze", "x.yaml", "--worlds", "6", "--dated", "2", *QUICK
    yield "analyze", "x.yaml", "--worlds", "4", "--dated", "0", "--json", "--scenarios", "every", *QUICK
    yield "states", "x.yaml"
    yield "states", "x.yaml", "--equilibria", "SEQ", "--csv"
    yield "explain", "x.yaml", "--certify"
    yield "explain", "x.yaml", "--concept", "GMR", "--json"
    yield "forecast", "x.yaml", "--worlds", "4", "--ledger", "l.jsonl"
    yield "ledger", "x.yaml", "--ledger", "l.jsonl"
    yield "score", "x.yaml", "--ledger", "l.jsonl"
    yield "history", "x.yaml"
    yield "elicit", "x.yaml", "--out", "sheet.csv"
    yield "verify", "x.yaml"
    yield "bargain", "x.yaml", "--worlds", "4"
    yield "whatif", "x.yaml", "--worlds", "4", "--claims"
    for choice in list(case.get("choices", {}))[:1]:
        yield "explain", "x.yaml", "--choice", choice, "--certify"
    for option in list(case.get("options", {}))[:1]:
        yield "whatif", "x.yaml", "--worlds", "4", "--hold", option


def slow_commands() -> Iterator[tuple[str, ...]]:
    yield "analyze", "x.yaml", "--worlds", "4", "--dated", "2", "--full", "--markdown", "--alternative", "all"
    yield "analyze", "x.yaml", "--worlds", "4", "--dated", "1", "--sensitivity", "4", "--design", "factorial"
    yield "analyze", "x.yaml", "--worlds", "4", "--dated", "2", "--scores", "2", "--out", "x.html"
    yield "analyze", "x.yaml", "--worlds", "4", "--dated", "1", "--out", "x.docx"
    yield "analyze", "x.yaml", "--worlds", "4", "--dated", "1", "--out", "x.xlsx"
    yield "clocks", "x.yaml", "--worlds", "2", "--years", "2"
    yield "calibrate", "x.yaml", "--draws", "0"
    yield "backtest", "x.yaml"


def further_commands(case: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Commands that may refuse a case for what it is; none of them may fail."""
    few = ("--worlds", "4", *QUICK)
    holds = "true"
    for option, has in list(case.get("options", {}).items())[:1]:
        holds = f"{option} == {next(iter(has['levels']))}"
        yield "observed", "x.yaml", "--step", holds.replace(" == ", "="), "--json"
    yield from (("states", "x.yaml", "--table", *form) for form in ((), ("--json",), ("--csv",)))
    yield "ask", "x.yaml", holds, "--dated", "1", "--by", "2022-06-01", *few
    yield "compare", "x.yaml", "x.yaml", *few
    yield "policies", "x.yaml", *few
    for name in ("coalitions", "evolve"):
        yield name, "x.yaml", "--gain", "pareto", "--json"
    for name in ("why-not", "bring"):
        yield name, "x.yaml", holds
    for end in ("gmcr", "csv", "nfg", "dot", "graphml"):
        yield "export", "x.yaml", "--out", f"x.{end}"
    for end in ("svg", "html", "csv", "json", "md"):
        yield "history", "x.yaml", "--out", f"h.{end}"
    yield "elicit", "x.yaml", "--out", "sheet.xlsx"
    yield "check", "x.yaml", "--deep"
    yield "advance", "x.yaml", "--to", "2021-06-30"
    yield "freeze", "x.yaml", "--out", "f.json", "--worlds", "3"
    yield "score", "x.yaml", "--frozen", "f.json"


def laid(folder: Path, case: dict[str, Any]) -> None:
    for old in folder.iterdir():
        old.unlink()
    (folder / "x.yaml").write_text(text_of(case), encoding="utf-8")
    for name, text in files_of(case).items():
        (folder / name).write_text(text, encoding="utf-8")


def fails(args: tuple[str, ...]) -> str:
    """Run a command; why it fails although the case lacks nothing that it needs."""
    ran = CliRunner().invoke(cli.main, args)
    error = ran.exception
    if error is None or (isinstance(error, SystemExit) and not error.code):
        return ""
    told = str(error) if isinstance(error, DetenteError) else ran.output or repr(error)
    known = isinstance(error, DetenteError) or ran.exit_code == 2
    return "" if known and LACKS.search(told) else f"{' '.join(args)}: {type(error).__name__}: {told[-500:]}"


def breaks(args: tuple[str, ...]) -> str:
    """Run a command; why it fails, if that is no refusal."""
    ran = CliRunner().invoke(cli.main, args)
    error = ran.exception
    if error is None or isinstance(error, DetenteError | SystemExit):
        return ""
    return f"{' '.join(args)}: {error!r}"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DETENTE_DEBUG", "1")  # so that what is refused can be told from what fails
    return tmp_path


@pytest.mark.parametrize("seed", range(10))
def test_what_check_passes_can_be_used(here: Path, seed: int) -> None:
    case = passing(made(seed))
    if case is None:
        pytest.skip("check refuses the case of this seed")
    laid(here, case)
    assert CliRunner().invoke(cli.main, ["check", "x.yaml"]).exit_code == 0
    assert list(filter(None, map(fails, commands(case)))) == []


GOOD = sorted((Path(__file__).parents[1] / "case" / "good").glob("*.yaml"))


@pytest.mark.parametrize("file", GOOD, ids=lambda f: f.stem)
def test_good_files_of_every_form_can_be_used(here: Path, file: Path) -> None:
    (here / "x.yaml").write_bytes(file.read_bytes())
    if CliRunner().invoke(cli.main, ["check", "x.yaml"]).exit_code:
        pytest.skip("the file names others that are not beside it, or is meant for the reader only")
    assert list(filter(None, map(fails, commands(load("x.yaml").to_dict())))) == []


@pytest.mark.campaign
@given(case=cases())
@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[*HealthCheck], database=None
)
def test_what_check_passes_can_be_used_in_every_way(tmp_path_factory: Any, case: dict[str, Any]) -> None:
    kept = passing(case)
    if kept is None:
        return
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("case")
        patch.chdir(folder)
        patch.setenv("DETENTE_DEBUG", "1")
        laid(folder, kept)
        assert CliRunner().invoke(cli.main, ["check", "x.yaml"]).exit_code == 0
        assert list(filter(None, map(fails, [*commands(kept), *slow_commands()]))) == []
        assert list(filter(None, map(breaks, further_commands(kept)))) == []


def keys(value: object, kind: Any) -> Iterator[tuple[str, str]]:
    """Yield every key that a case gives, with the part that has it."""
    from detente.case.checks.shape import below

    if isinstance(value, dict):
        for key, inner in value.items():
            if key in fields_of(kind):
                yield kind.__name__, key
            yield from keys(inner, below(kind, key))
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner, below(kind, 0))


def parts(kind: Any) -> Iterator[tuple[str, str]]:
    """Yield every key of every part of the format."""
    from typing import get_args

    for key, inner in fields_of(kind).items():
        yield kind.__name__, key
        for one in (inner, *get_args(inner)):
            yield from parts(one)


#: `extends` needs a second case beside it; what only variants of concepts ask for changes no brief. Both have
#: tests of their own.
UNMADE = {("Case", "extends"), ("Case", "without"), ("Case", "variants")}
UNMADE |= {("Case", "coalitions"), ("Perception", "unseen"), ("Preference", "concept")}
UNMADE |= {("Preference", k) for k in ("alpha", "attitudes", "beta", "degrees", "gamma")}
UNMADE |= {("Preference", k) for k in ("strength", "threshold", "unknown")}
UNMADE |= {("BarredMove", k) for k in ("actor", "evidence", "note", "to", "when")} | {("Case", "barred")}
UNMADE |= {
    ("Order", "priority"),
    ("Order", "ranking"),
    ("Perception", "by"),
    ("Perception", "priority"),
    ("Perception", "ranking"),
}
UNMADE |= {("Reading", "preferences")}


def test_the_cases_use_every_key_of_the_format() -> None:
    used = {key for seed in range(250) for key in keys(made(seed), Case)}
    assert used == set(parts(Case)) - {("Evidence", "at")} - UNMADE  # evidence is written as a list
