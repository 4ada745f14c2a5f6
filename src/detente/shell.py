"""What every command of the command line shares: names of cases, options, refusals and exit codes."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from detente import stopping
from detente.errors import CaseError, DetenteError, Interrupted, TooLarge
from detente.screen import screened
from detente.stopping import INTERRUPTED

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = [
    "CASE",
    "CERTIFY",
    "CHOICE",
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
    "Command",
    "Detente",
    "compilations",
    "once",
    "retold",
]

FINE, FAILED, REFUSED, LARGE = 0, 1, 2, 4

NOTHING = "Interrupted; nothing was written."

#: Said once to who waits, when the first kernel is compiled.
COMPILING = "Compiling the kernels; this happens once and takes some ten seconds."

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

    def main(self, *args: Any, **more: Any) -> Any:
        """Parse and run; end with an exit code that says what happened to the output too.

        Nothing that is printed can steer a terminal.
        """
        _open_streams()
        try:
            with screened():
                return super().main(*args, **more)
        except SystemExit as done:
            code = done.code if isinstance(done.code, int) else FINE
        except OSError as error:  # outside of a command: help or a refusal that cannot be written
            code = _unwritten(error) or REFUSED
        _end(code)

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """Parse what stands before the name of the command."""
        try:
            return super().make_context(*args, **more)
        except BrokenPipeError:
            raise click.exceptions.Exit(FINE) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command.

        Parameters
        ----------
        ctx
            Of the command.
        """
        try:
            with compilations(once()):
                return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException):
            raise
        except BrokenPipeError:  # the reader of our output has seen enough
            ctx.exit(FINE)
        except Interrupted as stopped:
            _leave(ctx, str(stopped) or NOTHING, INTERRUPTED)
        except (click.Abort, KeyboardInterrupt):
            _leave(ctx, NOTHING, INTERRUPTED)
        except Exception as error:
            if os.environ.get("DETENTE_DEBUG"):
                raise
            _leave(ctx, *_message(error))


@contextmanager
def compilations(tell: Callable[[str], object]) -> Iterator[None]:
    """Call ``tell`` with a line for each kernel that is compiled meanwhile.

    Parameters
    ----------
    tell
        Takes a line of text.
    """
    import logging

    def heard(record: logging.LogRecord) -> bool:
        tell(record.getMessage())
        return True

    log = logging.getLogger("detente.compiled")
    before = log.level
    log.setLevel(logging.INFO)
    log.addFilter(heard)
    try:
        yield
    finally:
        log.removeFilter(heard)
        log.setLevel(before)


def once() -> Callable[[str], object]:
    """Return what says on the error stream, once and if somebody is watching, that kernels are compiled."""
    first = iter([COMPILING])

    def tell(line: str) -> None:
        if (sentence := next(first, "")) and sys.stderr.isatty():
            click.echo(sentence, err=True)

    return tell


def _leave(ctx: click.Context, message: str, code: int) -> None:
    with stopping.WHOLE, suppress(OSError):
        click.echo(message, err=True)
        stopping.over(code)
    ctx.exit(code)


def _open_streams() -> None:
    """Let what goes to a closed stream go nowhere, and what a stream cannot show be shown by its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  open to the end
        with suppress(AttributeError, OSError):
            getattr(sys, name).reconfigure(errors="backslashreplace")


def _end(code: int) -> NoReturn:
    """Write out what is held back, say if that cannot be done, and exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            code = code or _unwritten(error)
            _discard(stream)
    stopping.over(code)
    sys.exit(code)


def _unwritten(error: OSError) -> int:
    """Return the exit code where output is lost: none is lost on a reader that has seen enough."""
    if isinstance(error, BrokenPipeError):
        return FINE
    with suppress(OSError):
        click.echo(_message(error)[0], err=True)
    return REFUSED


def _discard(stream: TextIO) -> None:
    """Send what is left of a stream nowhere, so that Python does not stumble over it at its own end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


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
            return f"Error: {error.filename or 'standard output'}: {error.strerror or error}", REFUSED
        case _:
            hint = "Set DETENTE_DEBUG=1 to see where; please report it."
            return f"Internal failure: {type(error).__name__}: {error}. {hint}", FAILED


#: Options that name what is written -> names of the files that are put into a folder, or none for a file.
_WRITTEN: dict[str, tuple[str, ...]] = {
    "--out": (),
    "--ledger": (),
    "--text": (),
    "--tables": ("[0-9][0-9]*-*.csv",),
    "--figures": ("*.png", "*.svg"),
}

#: Options that change nothing in what is written but its form and its place.
_FORM = {"--csv", "--json", "--markdown", "--full", "--out", "--tables", "--figures"}
_FORM |= {"--workers", "--cluster", "--runs", "--cache"}


def retold(**taken: object) -> str:
    """Return the command that is running as it must be typed to come to the same, in whatever form.

    Parameters
    ----------
    taken
        Parameters that are told even if they were not given, and what was taken for them; ``None``: left out.
    """
    ctx = click.get_current_context()
    told = ["detente", ctx.info_name or ""]
    for param in ctx.command.params:
        given = taken.get(param.name or "", ctx.params.get(param.name or ""))
        default = param.name not in taken and given == param.get_default(ctx)
        if given is not None and not default and _FORM.isdisjoint(param.opts):
            told += _typed(param, given)
    return shlex.join(told)


def _typed(param: click.Parameter, given: Any) -> list[str]:
    """Return a parameter as it is typed."""
    every = [_written(one) for one in (given if isinstance(given, tuple | list) else [given])]
    if isinstance(param, click.Argument):
        return every
    if isinstance(param, click.Option) and param.is_flag:
        return [param.opts[-1]] if given else []
    return [word for one in every for word in (param.opts[0], one)]


def _written(given: object) -> str:
    return given.date().isoformat() if isinstance(given, datetime) else str(given)


#: What is read of a folder of copies.
_TEXTS = (".txt", ".md")

#: What belongs to a case and may lie beside its file.
_BESIDE = ("anchors.json", "forecasts.yaml", "items.yaml", "resolutions.yaml")


class Command(click.Command):
    """A command that never writes onto what it reads."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, unless a file that it is to write is one that it reads.

        Parameters
        ----------
        ctx
            With the arguments and options as they were given.
        """
        targets = list(_targets(ctx))
        sources = list(_sources(ctx)) if targets else []
        for option, target in targets:
            if source := next((s for s in sources if _same(target, s)), None):
                told = f"{option} {target}: this is {source}, which the command reads; it was left as it is"
                raise click.UsageError(told, ctx)
        return super().invoke(ctx)


def _targets(ctx: click.Context) -> Iterator[tuple[str, Path]]:
    """Yield what is there already and would be written over, with the option that says so."""
    for param, given in _paths(ctx):
        option = next((o for o in param.opts if o in _WRITTEN), "")
        if option and given.is_file():
            yield option, given
        elif option and given.is_dir():
            yield from ((option, f) for names in _WRITTEN[option] for f in sorted(given.glob(names)))


def _sources(ctx: click.Context) -> Iterator[Path]:
    """Yield every file that a command reads: of the case, of folders of texts and of options."""
    for param, given in _paths(ctx):
        if _WRITTEN.keys().isdisjoint(param.opts):
            yield from (
                (f for f in sorted(given.iterdir()) if f.suffix.lower() in _TEXTS)
                if given.is_dir()
                else [given]
            )
        if isinstance(param.type, CaseName):
            own = given if given.is_file() else _shipped(str(given))
            yield from (f for f in _belonging(own) if ctx.info_name != "anchors" or "anchors" not in f.name)


def _paths(ctx: click.Context) -> Iterator[tuple[click.Parameter, Path]]:
    """Yield the paths that a command was given, with what they were given for."""
    for param in ctx.command.params:
        if isinstance(param.type, click.Path | CaseName) and param.name:
            given = ctx.params.get(param.name) or ()
            yield from ((param, Path(one)) for one in ([given] if isinstance(given, str) else given))


def _shipped(name: str) -> Path:
    return Path(__file__).parent / "catalog" / name / "case.yaml"


def _belonging(file: Path) -> Iterator[Path]:
    """Yield a case file, what may lie beside it, and the files that it names."""
    yield from (file, *(file.with_name(f) for f in (*_BESIDE, f"{file.stem}.anchors.json")))
    from detente.case import examine

    case, _ = examine(file)
    if case is not None:
        named = (*case.history.events, *case.history.rules, *(s.file for s in case.history.series.values()))
        yield from (file.parent / name for name in named)


def _same(target: Path, source: Path) -> bool:
    """Whether two paths are one file, however they are written and linked."""
    try:
        return target.samefile(source)
    except OSError:
        return False


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


COUNT = click.IntRange(1)
FOLDER = click.Path(file_okay=False)
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
