"""Commands to start and check a case with."""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.group import command
from detente.shell import COUNT, FINE, FOLDER, REFUSED, CaseName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from detente.case import Case
    from detente.errors import Problem

__all__ = ["check", "new"]


@command(
    "Write a small commented case, to be changed into yours.",
    "detente new my-case",
    'detente new taiwan-2027 --title "The Taiwan Strait, 2027" --out cases',
    "detente new caspian-2027 --template crossroads",
)
@click.argument("slug")
@click.option("--title", default="", help="Title of the case; made from the slug by default.")
@click.option("--template", "kind", type=click.Choice(["crossroads"]), help="A power between two others.")
@click.option("--out", type=FOLDER, default=".", help="Folder to write to; made if missing.")
def new(slug: str, title: str, kind: str | None, out: str) -> None:
    """Write a small commented case to SLUG.yaml, to be changed into yours. Never overwrites a file."""
    from detente.case import template
    from detente.case.file.text import unseen
    from detente.files import filling, write_atomically

    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", slug):
        raise click.BadParameter("use small Latin letters, digits and hyphens", param_hint="SLUG")
    if hidden := next(unseen(title), None):
        raise click.BadParameter(f"{hidden[1]} cannot be seen", param_hint="--title")
    file = Path(out) / f"{slug}.yaml"
    if file.exists():
        raise click.UsageError(f"{file} exists already; it was left as it is")
    with filling(out):
        write_atomically(file, template(title or slug.replace("-", " ").capitalize(), slug, kind or ""))
    click.echo(f"{file}: written. Next: detente check {file}")


@command(
    "Report every problem of a case with its line.",
    "detente check korea-2020",
    "detente check my-case.yaml --fix",
    "detente check my-case.yaml --deep --worlds 200",
    "detente check cases/*.yaml --format sarif > problems.sarif",
)
@click.argument("cases", metavar="CASE...", nargs=-1, required=True, type=CaseName())
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", help="How to report."
)
@click.option(
    "--fix", "fixing", is_flag=True, help="Correct slips that have one correction only; files only."
)
@click.option("--sources", type=click.Path(exists=True, file_okay=False), help="Your copies of the sources.")
@click.option("--deep", is_flag=True, help="Also solve the case, and list what makes no difference.")
@click.option("--worlds", type=COUNT, default=1000, show_default=True, help="Random worlds for --deep.")
@click.option("--seed", type=int, default=1, show_default=True, help="For --deep: same seed, same answer.")
@click.pass_context
def check(
    ctx: click.Context,
    cases: tuple[str, ...],
    form: str,
    fixing: bool,
    sources: str | None,
    deep: bool,
    worlds: int,
    seed: int,
) -> None:
    """Report every problem of a case with its line, or say that there is none.

    With --sources each passage is looked up in a folder of your own copies, as detente verify does.

    With --deep a case without errors is solved as detente analyze does, and what makes no difference is
    listed: weights that every reading replaces, levels that play never comes to, regimes and claims that
    come out the same in every world, and claims that the constraints or a single weight decide.
    """
    look = partial(_idle, worlds=worlds, seed=seed) if deep else None
    found = [problem for case in cases for problem in _checked(case, form == "text", fixing, sources, look)]
    if form != "text":
        from detente.case import as_json, as_sarif

        click.echo(as_json(found) if form == "json" else as_sarif(found))
    ctx.exit(REFUSED if any(p.severity == "error" for p in found) else FINE)


def _checked(
    name: str,
    aloud: bool,
    fixing: bool,
    sources: str | None,
    look: Callable[[Case], tuple[Problem, ...]] | None,
) -> tuple[Problem, ...]:
    from detente.case import as_text, examine, fix

    file, shipped = _file(name)
    if fixing and shipped:
        raise click.UsageError(f"--fix changes files; {name} is a shipped case")
    for problem in fix(file) if fixing else ():
        done = f"{problem.value} -> {problem.nearest[0]}" if problem.nearest else problem.cause
        click.echo(f"fixed: {problem.file}:{problem.line}: {done}", err=True)
    case, read = examine(file)
    found = (*read, *(_further(case) if case else ()))
    if case and sources:
        from detente.brief import compare

        found += compare(case, sources)
    if case and look and not any(p.severity == "error" for p in found):
        found += look(case)
    if aloud and found:
        click.echo(as_text(found))
    if aloud and case and not any(p.severity == "error" for p in found):
        click.echo(f"{name}: ok: {_sizes(case)}")
    return found


def _further(case: Case) -> Iterator[Problem]:
    """Yield what only the files beside a case show to be wrong with it, and what only its states show."""
    from detente.case import unplaced
    from detente.game import inspect
    from detente.history import astray

    for examined in (unplaced, astray, inspect):
        yield from examined(case)


def _idle(case: Case, worlds: int, seed: int) -> tuple[Problem, ...]:
    """Solve a case, and return what of it makes no difference."""
    from detente.brief import idle_problems, progress
    from detente.insight import Ask, find

    with progress() as tick:
        ask = Ask(worlds=worlds, seed=seed, parts=frozenset({"idle"}), progress=tick)
        found = find(case, ask).idle
    return idle_problems(case, found) if found is not None else ()


def _sizes(case: Case) -> str:
    from detente.game import LIMIT, enumerate_states

    states = len(case.states) or len(enumerate_states(case, {}, LIMIT))
    sizes = {"actors": len(case.actors), "options": len(case.options), "states": states}
    sizes |= {"choices": len(case.choices), "readings": len(case.readings), "claims": len(case.claims)}
    return ", ".join(f"{n:,} {what if n != 1 else what[:-1]}" for what, n in sizes.items() if n)


def _file(name: str) -> tuple[Path, bool]:
    from detente.catalog import path

    if "/" in name or os.sep in name or name.endswith((".yaml", ".yml")) or Path(name).is_file():
        return Path(name), False
    return path(name), True
