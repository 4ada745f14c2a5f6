"""The command line: parse, one library call, print.

Nothing heavy is imported before a command runs, so that help and completion answer at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente import __version__
from detente.errors import CaseError, DetenteError, Interrupted, TooLarge

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from detente.brief import Brief
    from detente.errors import Problem

__all__ = ["main"]

#: Exit codes, as the help says.
FINE, FAILED, REFUSED, INTERRUPTED, LARGE = 0, 1, 2, 3, 4

#: Ending of an output file -> format.
ENDINGS = {".md": "markdown", ".json": "json", ".txt": "text"}

CONCEPTS = ("R", "GMR", "SMR", "SEQ", "SSEQ")

EPILOG = """\b
Start with:
  detente analyze korea-2020
  detente new my-case && detente check my-case.yaml && detente analyze my-case.yaml

\b
Exit codes:
  0  fine
  1  internal failure
  2  bad input or usage
  3  interrupted; nothing is left half-written
  4  refused because the analysis would be too large

\b
Shell completion, for bash (zsh and fish likewise):
  eval "$(_DETENTE_COMPLETE=bash_source detente)"

A CASE is the name of a shipped case (see detente catalog) or the path of a case file. Set
DETENTE_DEBUG=1 to see where an error comes from, and NO_COLOR=1 for plain text."""


class Detente(click.Group):
    """The group of all commands; turns every refusal into one message and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the work."""
        return list(self.commands)

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> Any:
        """Run a command and leave with its exit code."""
        standalone = extra.pop("standalone_mode", True)
        extra |= {"args": args, "prog_name": prog_name or "detente", "standalone_mode": False}
        run = super().main
        return sys.exit(_guarded(lambda: run(**extra))) if standalone else run(**extra)


def _guarded(run: Callable[[], Any]) -> int:
    try:
        done = run()
        sys.stdout.flush()
        return done if isinstance(done, int) else FINE
    except click.ClickException as error:
        error.show()
        return REFUSED
    except (click.Abort, KeyboardInterrupt, Interrupted):
        return _say("Interrupted; nothing was written.", INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:
        if os.environ.get("DETENTE_DEBUG"):
            raise
        return _say(*_message(error))


def _message(error: Exception) -> tuple[str, int]:
    match error:
        case CaseError():
            from detente.case import as_text

            return as_text(error.problems), REFUSED
        case TooLarge():
            return f"Too large: {error}", LARGE
        case MemoryError():
            return "Too large: the memory does not suffice; see --max-states.", LARGE
        case DetenteError():
            return f"Error: {error}", REFUSED
        case OSError():
            return f"Error: {error.filename or 'output'}: {error.strerror or error}", REFUSED
        case _:
            hint = "Set DETENTE_DEBUG=1 to see where; please report it."
            return f"Internal failure: {type(error).__name__}: {error}. {hint}", FAILED


def _say(message: str, code: int) -> int:
    click.echo(message, err=True)
    return code


class CaseName(click.ParamType[str]):
    """The name of a shipped case, or a path."""

    name = "case"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Offer shipped cases by looking at their folders only, then files."""
        from click.shell_completion import CompletionItem

        shipped = sorted(f.parent.name for f in (Path(__file__).parent / "catalog").glob("*/case.yaml"))
        found = [CompletionItem(name) for name in shipped if name.startswith(incomplete)]
        return found or [CompletionItem(incomplete, type="file")]


CASE = click.argument("case", type=CaseName())
CHOICE = click.option("--choice", default="", help="Id of the choice that is made.")
LIMIT = click.option("--max-states", type=click.IntRange(1), help="Most states held at once.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Detente, context_settings=HELP, epilog=EPILOG)
@click.version_option(__version__, message="detente %(version)s")
def main() -> None:
    """Analyse a conflict from a case file: who can do what, what lasts, and what follows from each choice."""


@main.command(
    short_help="Write a small commented case, to be changed into yours.",
    epilog=_examples(
        "detente new taiwan-2027", 'detente new taiwan-2027 --title "The Taiwan Strait, 2027" --out cases'
    ),
)
@click.argument("slug")
@click.option("--title", default="", help="Title of the case; made from the slug by default.")
@click.option(
    "--out", type=click.Path(file_okay=False), default=".", help="Folder to write to; made if missing."
)
def new(slug: str, title: str, out: str) -> None:
    """Write a small commented case to SLUG.yaml, to be changed into yours. Never overwrites a file."""
    import re

    from detente.case import template, write_atomically

    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", slug):
        raise click.BadParameter("use small Latin letters, digits and hyphens", param_hint="SLUG")
    file = Path(out) / f"{slug}.yaml"
    if file.exists():
        raise click.UsageError(f"{file} exists already; it was left as it is")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, template(title or slug.replace("-", " ").capitalize(), slug))
    click.echo(f"{file}: written. Next: detente check {file}")


@main.command(
    short_help="Report every problem of a case with its line.",
    epilog=_examples(
        "detente check korea-2020",
        "detente check my-case.yaml --fix",
        "detente check cases/*.yaml --format sarif > problems.sarif",
    ),
)
@click.argument("cases", metavar="CASE...", nargs=-1, required=True, type=CaseName())
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", help="How to report."
)
@click.option(
    "--fix", "fixing", is_flag=True, help="Correct slips that have one correction only; files only."
)
@click.option(
    "--sources", type=click.Path(exists=True, file_okay=False), help="Folder with your copies of the sources."
)
@click.pass_context
def check(ctx: click.Context, cases: tuple[str, ...], form: str, fixing: bool, sources: str | None) -> None:
    """Report every problem of a case with its line, or say that there is none.

    With --sources each locator is looked up in your own copies: plain text, known by its digest
    or by the id of the source as file name.
    """
    if sources and form == "sarif":
        raise click.UsageError("--sources reports as text or JSON")
    found = [problem for case in cases for problem in _checked(case, form == "text", fixing, sources)]
    if form != "text":
        from detente.case import as_json, as_sarif

        click.echo(as_json(found) if form == "json" else as_sarif(found))
    ctx.exit(REFUSED if any(p.severity == "error" for p in found) else FINE)


def _checked(name: str, aloud: bool, fixing: bool, sources: str | None) -> tuple[Problem, ...]:
    from detente.brief import inspected
    from detente.case import as_text, fix

    file, shipped = _file(name)
    if fixing and shipped:
        raise click.UsageError(f"--fix changes files; {name} is a shipped case")
    for problem in fix(file) if fixing else ():
        click.echo(f"fixed: {problem.file}:{problem.line}: {problem.value} -> {problem.nearest[0]}", err=True)
    summary, found = inspected(file, sources)
    if aloud:
        click.echo("\n".join(part for part in (as_text(found) if found else "", summary) if part))
    return found


def _file(name: str) -> tuple[Path, bool]:
    """Return the file that is meant, and whether it is a shipped case."""
    from detente.catalog import path

    if "/" in name or os.sep in name or name.endswith((".yaml", ".yml")) or Path(name).is_file():
        return Path(name), False
    return path(name), True


@main.command(
    short_help="Write the brief of a case.",
    epilog=_examples(
        "detente analyze korea-2020",
        "detente analyze korea-2020 --worlds 5000 --seed 7 --out brief.md",
        "detente analyze my-case.yaml --json | jq .choices",
    ),
)
@CASE
@click.option(
    "--worlds", default=1000, show_default=True, type=click.IntRange(1), help="Number of random worlds."
)
@click.option("--seed", default=1, show_default=True, help="Same seed, same answer.")
@click.option("--workers", type=click.IntRange(1), help="Threads; all processors by default.")
@click.option("--certify", is_flag=True, help="Put every reason to the independent checker.")
@JSON
@click.option("--markdown", is_flag=True, help="Print markdown.")
@click.option("--out", type=click.Path(dir_okay=False), help="Write to a file: .md, .json or .txt.")
@click.option("--choice", "choices", multiple=True, help="Compare only these choices; may be repeated.")
@LIMIT
def analyze(
    case: str, as_json: bool, markdown: bool, out: str | None, choices: tuple[str, ...], **how: Any
) -> None:
    """Write the brief of a case: what follows from each choice, how sure, why, and what decides it."""
    form = _format(as_json, markdown, out)
    brief = _analyzed(case, choices, **how)
    if out is None:
        _print(brief, form)
    else:
        from detente.case import write_atomically

        write_atomically(out, _rendered(brief, form, 100))
        click.echo(f"{out}: written", err=True)


def _format(as_json: bool, markdown: bool, out: str | None) -> str:
    """Settle the format before anything is computed."""
    if as_json and markdown:
        raise click.UsageError("--json and --markdown exclude each other")
    asked = "json" if as_json else "markdown" if markdown else ""
    if out is None:
        return asked or "text"
    if not Path(out).resolve().parent.is_dir():
        raise click.BadParameter(f"there is no folder {Path(out).parent}", param_hint="--out")
    ending = ENDINGS.get(Path(out).suffix.lower(), "")
    if not (asked or ending):
        raise click.BadParameter(
            "end the name in .md, .json or .txt, or say --json or --markdown", param_hint="--out"
        )
    return asked or ending


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


def _rendered(brief: Brief, form: str, width: int) -> str:
    if form == "json":
        return brief.to_json() + "\n"
    return brief.to_markdown() if form == "markdown" else brief.to_text(width)


def _print(brief: Brief, form: str) -> None:
    from detente.brief import show

    if form == "text":
        show(brief)
    else:
        click.echo(_rendered(brief, form, 0), nl=False)


@main.command(
    short_help="List feasible states in words.",
    epilog=_examples(
        'detente states korea-2020 --where "prk.posture == crisis"',
        "detente states elmira --equilibria SEQ",
        "detente states my-case.yaml --limit 0 --csv > states.csv",
    ),
)
@CASE
@click.option("--where", default="", metavar="CONDITION", help="Only states in which this holds.")
@CHOICE
@click.option("--equilibria", type=click.Choice(CONCEPTS), help="Only equilibria of the central world.")
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(0), help="Most states shown; 0 for all."
)
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, one column for each option.")
@LIMIT
def states(case: str, as_json: bool, as_csv: bool, **which: Any) -> None:
    """List feasible states in words."""
    from detente.brief import listed, show_parts
    from detente.catalog import load

    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    found = listed(load(case), **which)
    if as_json or as_csv:
        click.echo(found.to_json() if as_json else found.to_csv(), nl=as_json)
    else:
        show_parts(found.parts())


@main.command(
    short_help="Say why a situation lasts, or who would leave it.",
    epilog=_examples(
        "detente explain korea-2020 --choice autonomy",
        'detente explain elmira --state "moe.modify=yes" --actor uniroyal --concept GMR',
        "detente explain elmira --named 8 --certify",
    ),
)
@CASE
@CHOICE
@click.option("--concept", type=click.Choice(CONCEPTS), help="Stability concept; the case's own by default.")
@click.option("--actor", "actors", multiple=True, help="Id of an actor; all by default, may be repeated.")
@click.option("--state", default="", metavar="OPTION=LEVEL,...", help="What differs from the status quo.")
@click.option("--named", default="", metavar="NAME", help="A state that the case names.")
@click.option("--certify", is_flag=True, help="Put every reason to the independent checker.")
@JSON
@LIMIT
def explain(case: str, as_json: bool, state: str, max_states: int | None, **asked: Any) -> None:
    """Say why a situation lasts in the central world, or who has reason to leave it and how."""
    from detente.brief import account, show_parts
    from detente.catalog import load

    asked |= {"limit": max_states} if max_states else {}
    asked["certified"] = asked.pop("certify")
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


@main.command(
    short_help="List the shipped cases.", epilog=_examples("detente catalog", "detente catalog --json")
)
@JSON
def catalog(as_json: bool) -> None:
    """List the cases that are shipped with detente."""
    from detente.brief import shelf, show_parts
    from detente.catalog import entries

    found = entries()
    if as_json:
        import json
        from dataclasses import asdict

        click.echo(json.dumps([asdict(e) for e in found], ensure_ascii=False, indent=2))
    else:
        show_parts([shelf(found)])


@main.command(
    short_help="Print the JSON Schema of case files, or the reference page.",
    epilog=_examples("detente schema > case.schema.json", "detente schema --reference | less"),
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
