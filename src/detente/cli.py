"""The command line: parse, one library call, print.

Nothing heavy is imported before a command runs, so that help and completion answer at once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.shell import (
    CASE,
    CERTIFY,
    CHOICE,
    CONCEPT,
    COUNT,
    EPILOG,
    FINE,
    FOLDER,
    JSON,
    LIMIT,
    REFUSED,
    SOURCES,
    CaseName,
    Detente,
)
from detente.version import VERSION

if TYPE_CHECKING:
    from detente.brief import Brief
    from detente.case import Case
    from detente.errors import Problem

__all__ = ["main"]

ENDINGS = (".html", ".docx", ".xlsx", ".md", ".json", ".txt")


@click.group("detente", cls=Detente, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message="detente %(version)s")
def main() -> None:
    """Analyse a conflict from a case file: who can do what, what lasts, what follows from each choice."""


def _command(summary: str, *examples: str) -> Callable[[Callable[..., None]], click.Command]:
    told = "\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples)
    return main.command(short_help=summary, epilog=told)


@_command(
    "Write a small commented case, to be changed into yours.",
    "detente new my-case",
    'detente new taiwan-2027 --title "The Taiwan Strait, 2027" --out cases',
)
@click.argument("slug")
@click.option("--title", default="", help="Title of the case; made from the slug by default.")
@click.option("--out", type=FOLDER, default=".", help="Folder to write to; made if missing.")
def new(slug: str, title: str, out: str) -> None:
    """Write a small commented case to SLUG.yaml, to be changed into yours. Never overwrites a file."""
    from detente.case import template, write_atomically

    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", slug):
        raise click.BadParameter("use small Latin letters, digits and hyphens", param_hint="SLUG")
    file = Path(out) / f"{slug}.yaml"
    if file.exists():
        raise click.UsageError(f"{file} exists already; it was left as it is")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, template(title or slug.replace("-", " ").capitalize(), slug))
    click.echo(f"{file}: written. Next: detente check {file}")


@_command(
    "Report every problem of a case with its line.",
    "detente check korea-2020",
    "detente check my-case.yaml --fix",
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
@click.pass_context
def check(ctx: click.Context, cases: tuple[str, ...], form: str, fixing: bool, sources: str | None) -> None:
    """Report every problem of a case with its line, or say that there is none.

    With --sources each passage is looked up in a folder of your own copies, as detente verify does.
    """
    if sources and form == "sarif":
        raise click.UsageError("--sources reports as text or JSON")
    found = [problem for case in cases for problem in _checked(case, form == "text", fixing, sources)]
    if form != "text":
        from detente.case import as_json, as_sarif

        click.echo(as_json(found) if form == "json" else as_sarif(found))
    ctx.exit(REFUSED if any(p.severity == "error" for p in found) else FINE)


def _checked(name: str, aloud: bool, fixing: bool, sources: str | None) -> tuple[Problem, ...]:
    from detente.case import as_text, examine, fix
    from detente.game import inspect

    file, shipped = _file(name)
    if fixing and shipped:
        raise click.UsageError(f"--fix changes files; {name} is a shipped case")
    for problem in fix(file) if fixing else ():
        click.echo(f"fixed: {problem.file}:{problem.line}: {problem.value} -> {problem.nearest[0]}", err=True)
    case, read = examine(file)
    found = (*read, *(inspect(case) if case else ()))
    if case and sources:
        from detente.brief import compare

        found += compare(case, sources)
    if aloud and found:
        click.echo(as_text(found))
    if aloud and case and not any(p.severity == "error" for p in found):
        click.echo(f"{name}: ok: {_sizes(case)}")
    return found


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


@_command(
    "Write the brief of a case.",
    "detente analyze korea-2020",
    "detente analyze korea-2020 --worlds 5000 --seed 7 --out brief.html",
    "detente analyze korea-2020 --tables tables --figures figures",
    "detente analyze my-case.yaml --json | jq .choices",
)
@CASE
@click.option("--worlds", default=1000, show_default=True, type=COUNT, help="Number of random worlds.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same answer.")
@click.option("--workers", type=COUNT, help="Threads; all processors by default.")
@click.option("--choice", "choices", multiple=True, help="Compare only these choices; may be repeated.")
@CERTIFY
@LIMIT
@JSON
@click.option("--markdown", is_flag=True, help="Print markdown.")
@click.option("--full", is_flag=True, help="Print every section; a terminal leaves out the longest.")
@click.option("--out", type=click.Path(dir_okay=False), help=f"Write to a file: {', '.join(ENDINGS)}.")
@click.option("--tables", type=FOLDER, help="Write every table to a folder, as CSV.")
@click.option("--figures", type=FOLDER, help="Write every figure to a folder, as SVG and PNG.")
def analyze(
    case: str, as_json: bool, markdown: bool, full: bool, out: str, tables: str, figures: str, **how: Any
) -> None:
    """Write the brief of a case: what follows from each choice, how sure, why, and what decides it.

    The page (.html) is one file that needs no network and prints well. It, .docx, .xlsx and the figures
    need the extra: pip install 'detente[page]'.
    """
    form = _format(as_json, markdown, out, bool(figures))  # before anything is computed
    brief = _analyzed(case, **how)
    if out or tables or figures:
        _write(brief, form, out, tables, figures)
    elif form == ".txt":
        from detente.brief import show

        show(brief, full=full)
    else:
        from detente.brief import rendered

        click.echo(rendered(brief, form), nl=False)


def _format(as_json: bool, markdown: bool, out: str | None, figures: bool) -> str:
    if as_json and markdown:
        raise click.UsageError("--json and --markdown exclude each other")
    asked = ".json" if as_json else ".md" if markdown else ""
    if out is not None and not Path(out).resolve().parent.is_dir():
        raise click.BadParameter(f"there is no folder {Path(out).parent}", param_hint="--out")
    form = asked or (Path(out).suffix.lower() if out else ".txt")
    if form not in ENDINGS:
        raise click.BadParameter(f"end the name in one of {', '.join(ENDINGS)}", param_hint="--out")
    from detente.brief import ready

    ready(form, figures)
    return form


def _write(brief: Brief, form: str, out: str | None, tables: str, figures: str) -> None:
    from detente.brief import rendered, save_figures, save_tables
    from detente.case import write_atomically

    if out:
        write_atomically(out, rendered(brief, form))
        click.echo(f"{out}: written", err=True)
    for folder, save in ((tables, save_tables), (figures, save_figures)):
        if folder:
            click.echo(f"{folder}: {len(save(brief, folder))} files written", err=True)


def _analyzed(
    name: str,
    choices: tuple[str, ...],
    worlds: int,
    seed: int,
    workers: int | None,
    certify: bool,
    max_states: int | None,
) -> Brief:
    from detente.brief import narrowed, progress, write
    from detente.catalog import load
    from detente.insight import find

    case = load(name)
    case = narrowed(case, choices) if choices else case
    limit = {"limit": max_states} if max_states else {}
    with progress() as tick:
        found = find(case, worlds, seed, workers, certify, tick, **limit)
    return write(case, found)


@_command(
    "List feasible states in words.",
    'detente states korea-2020 --where "prk.posture == crisis"',
    "detente states elmira --equilibria SEQ",
    "detente states my-case.yaml --limit 0 --csv > states.csv",
)
@CASE
@click.option("--where", default="", metavar="CONDITION", help="Only states in which this holds.")
@CHOICE
@click.option("--equilibria", type=CONCEPT, help="Only equilibria of the central world.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(0), help="Most shown; 0 for all.")
@LIMIT
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, one column for each option.")
def states(case: str, as_json: bool, as_csv: bool, **which: Any) -> None:
    """List feasible states in words, by what differs from the status quo."""
    from detente.brief import listed, show_parts
    from detente.catalog import load

    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    found = listed(load(case), **which)
    if as_json or as_csv:
        click.echo(found.to_json() if as_json else found.to_csv(), nl=as_json)
    else:
        show_parts(found.parts())


@_command(
    "Say why a situation lasts, or who would leave it.",
    "detente explain korea-2020 --choice autonomy",
    'detente explain elmira --state "moe.modify=yes" --actor uniroyal --concept GMR',
    "detente explain elmira --named 8 --certify",
)
@CASE
@CHOICE
@click.option("--concept", type=CONCEPT, default=None, help="Stability concept; the case's own by default.")
@click.option("--actor", "actors", multiple=True, help="Id of an actor; all by default, may be repeated.")
@click.option("--state", default="", metavar="OPTION=LEVEL,...", help="What differs from the status quo.")
@click.option("--named", default="", metavar="NAME", help="A state that the case names.")
@CERTIFY
@LIMIT
@JSON
def explain(case: str, as_json: bool, state: str, **asked: Any) -> None:
    """Say why a situation lasts in the central world, or who has reason to leave it and how."""
    from detente.brief import account, show_parts
    from detente.catalog import load

    found = account(load(case), state=_levels(state), **asked)
    if as_json:
        click.echo(found.to_json())
    else:
        show_parts(found.parts())


def _levels(text: str) -> dict[str, str]:
    """Read ``option=level, option=level``."""
    pairs = [part.partition("=") for part in text.replace("==", "=").split(",") if part.strip()]
    if not all(option.strip() and sign and level.strip() for option, sign, level in pairs):
        raise click.BadParameter("write option=level, with commas between several", param_hint="--state")
    return {option.strip(): level.strip() for option, _, level in pairs}


@_command(
    "Look every cited passage up in your own copies of the sources.",
    "detente verify korea-2020 --sources papers",
    "detente verify korea-2020 --sources papers --show | less",
)
@CASE
@SOURCES
@click.option("--show", "shown", is_flag=True, help="Print each passage beside the judgements made from it.")
@JSON
@click.pass_context
def verify(ctx: click.Context, case: str, sources: str | None, shown: bool, as_json: bool) -> None:
    """Look every cited passage up in your own copies of the sources: plain text, under any file names.

    Ends with 0 if nothing differs, unverified passages included, and with 2 if a passage is missing,
    changed or only similar.
    """
    from detente.brief import show_parts, verified
    from detente.catalog import load

    found = verified(load(case), sources, text=shown)
    if as_json:
        click.echo(found.to_json())
    else:
        show_parts(found.parts())
    ctx.exit(REFUSED if found.failed else FINE)


@_command(
    "Make the anchors of a case from your copies of its sources.",
    "detente anchors my-case.yaml --sources papers --out my-case.anchors.json",
)
@CASE
@SOURCES
@click.option("--out", type=click.Path(dir_okay=False), help="Write to a file, beside the case.")
def anchors(case: str, sources: str | None, out: str | None) -> None:
    """Make the anchors by which others can verify the passages of a case: hashes only, no words."""
    from detente.brief import anchored
    from detente.case import write_atomically
    from detente.catalog import load

    if sources is None:
        raise click.UsageError("say with --sources where your copies are")
    made = anchored(load(case), sources)
    if out is None:
        click.echo(made.to_json(), nl=False)
    else:
        write_atomically(out, made.to_json())
        click.echo(f"{out}: {len(made.anchors):,} anchors of {len(made.documents):,} sources", err=True)


@_command("List the shipped cases.", "detente catalog", "detente catalog --json")
@JSON
def catalog(as_json: bool) -> None:
    """List the cases that are shipped with detente."""
    from detente.brief import shelf, shelf_json, show_parts
    from detente.catalog import entries

    if as_json:
        click.echo(shelf_json(entries()))
    else:
        show_parts([shelf(entries())])


@_command(
    "List what a shipped case carries of its sources.",
    "detente coverage korea-2020",
    "detente coverage korea-2020 --section interests",
)
@CASE
@click.option("--section", default="", help="Only the items of this section, one by one.")
@JSON
@click.pass_context
def coverage(ctx: click.Context, case: str, section: str, as_json: bool) -> None:
    """List what a shipped case carries of its sources, and why not; exit code 2 if an item is missing."""
    from detente.brief import carried, carried_json, show_parts
    from detente.catalog import coverage as covered

    found = covered(case)
    if as_json:
        click.echo(carried_json(found, section))
    else:
        show_parts(carried(found, section))
    ctx.exit(REFUSED if found.missing else FINE)


@_command(
    "Print the JSON Schema of case files, or the reference page.",
    "detente schema > case.schema.json",
    "detente schema --reference | less",
)
@click.option(
    "--reference", "page", is_flag=True, help="Print the reference page of the format, as markdown."
)
def schema(page: bool) -> None:
    """Print the JSON Schema of case files, for editors that check and complete as you type."""
    import json

    from detente.case import reference
    from detente.case import schema as made

    click.echo(reference() if page else json.dumps(made(), ensure_ascii=False, indent=2), nl=not page)
