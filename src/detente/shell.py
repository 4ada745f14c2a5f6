"""What every command of the command line shares: names of cases, options, refusals and exit codes."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.errors import CaseError, DetenteError, Interrupted, TooLarge
from detente.registry import names, read

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = [
    "CASE",
    "CERTIFY",
    "CHOICE",
    "CONCEPT",
    "COUNT",
    "EPILOG",
    "FAILED",
    "FINE",
    "FOLDER",
    "INTERRUPTED",
    "JSON",
    "LARGE",
    "LIMIT",
    "REFUSED",
    "SOURCES",
    "CaseName",
    "ConceptName",
    "Detente",
]

FINE, FAILED, REFUSED, INTERRUPTED, LARGE = 0, 1, 2, 3, 4

NOTHING = "Interrupted; nothing was written."

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

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
            return done
        except (click.exceptions.Exit, click.ClickException):
            raise
        except BrokenPipeError:  # the reader of our output has seen enough
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(FINE)
        except Interrupted as stopped:
            _leave(ctx, str(stopped) or NOTHING, INTERRUPTED)
        except (click.Abort, KeyboardInterrupt):
            _leave(ctx, NOTHING, INTERRUPTED)
        except Exception as error:
            if os.environ.get("DETENTE_DEBUG"):
                raise
            _leave(ctx, *_message(error))


def _leave(ctx: click.Context, message: str, code: int) -> None:
    click.echo(message, err=True)
    ctx.exit(code)


def _message(error: Exception) -> tuple[str, int]:
    match error:
        case CaseError():
            from detente.case import as_text

            return as_text(error.problems), REFUSED
        case TooLarge():
            return f"Too large: {error}", LARGE
        case MemoryError():
            return "Too large: the memory does not suffice.", LARGE
        case DetenteError():
            return f"Error: {error}", REFUSED
        case OSError():
            return f"Error: {error.filename or 'output'}: {error.strerror or error}", REFUSED
        case _:
            hint = "Set DETENTE_DEBUG=1 to see where; please report it."
            return f"Internal failure: {type(error).__name__}: {error}. {hint}", FAILED


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


class ConceptName(click.ParamType[str]):
    """The name of a stability concept."""

    name = "concept"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the word that help texts use for it."""
        return "CONCEPT"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse a name that no concept has, with the nearest that one does."""
        if read(value) is None:
            from detente.case import nearest

            near = ", ".join(nearest(value, names()) or names())
            self.fail(f"there is no stability concept {value!r}; nearest: {near}", param, ctx)
        return value

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Offer all names."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in names() if name.startswith(incomplete)]


COUNT = click.IntRange(1)
FOLDER = click.Path(file_okay=False)
CONCEPT = ConceptName()
CASE = click.argument("case", type=CaseName())
CHOICE = click.option("--choice", default="", help="Id of the choice that is made.")
LIMIT = click.option("--max-states", type=COUNT, help="Most states held at once.")
SOURCES = click.option(
    "--sources",
    type=click.Path(exists=True, file_okay=False),
    envvar="DETENTE_SOURCES",
    help="Folder of your copies; DETENTE_SOURCES by default.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
CERTIFY = click.option("--certify", is_flag=True, help="Put every reason to the independent checker.")
