"""The group that every command joins, and how options at levels are written on the command line."""

from __future__ import annotations

from collections.abc import Callable

import click

from detente.shell import EPILOG, Command, Detente
from detente.version import VERSION

__all__ = ["HOLD", "assigned", "command", "main", "written"]

HOLD = click.option(
    "--hold",
    "held",
    multiple=True,
    metavar="OPTION=LEVEL[,...]",
    help="Keep options at a level, whatever their actors prefer; may be repeated.",
)


@click.group("detente", cls=Detente, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message="detente %(version)s")
def main() -> None:
    """Analyse a conflict from a case file: who can do what, what lasts, what follows from each choice."""


def command(summary: str, *examples: str) -> Callable[[Callable[..., None]], click.Command]:
    """Make a function a command, with its line in the overview and examples under its help."""
    told = "\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples)
    return main.command(cls=Command, short_help=summary, epilog=told)


def assigned(*texts: str, hint: str = "--hold") -> dict[str, str]:
    """Read ``option=level, option=level``, from one text or several.

    Parameters
    ----------
    texts
        What was given; a later level of an option replaces an earlier one.
    hint
        The option of the command line that they were given for.

    Raises
    ------
    BadParameter
        If an option or a level is missing.
    """
    pairs = written(*texts)
    if not all(option and level for option, level in pairs):
        raise click.BadParameter("write option=level, with commas between several", param_hint=hint)
    return {option: level or "" for option, level in pairs}


def written(*texts: str) -> list[tuple[str, str | None]]:
    """Take ``option=level, option`` apart: options and levels, None where no level is written.

    Parameters
    ----------
    texts
        What was given; ``==`` may stand for ``=``.

    Examples
    --------
    >>> written("a.x=yes, b.y")
    [('a.x', 'yes'), ('b.y', None)]
    """
    every = [part for text in texts for part in text.replace("==", "=").split(",") if part.strip()]
    pairs = [part.partition("=") for part in every]
    return [(option.strip(), level.strip() if sign else None) for option, sign, level in pairs]
