"""The group that every command joins; how options at levels and names of concepts are typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from detente.registry import names, read, variant, variants
from detente.shell import EPILOG, Command, Detente
from detente.version import VERSION

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from click.shell_completion import CompletionItem

    from detente.paper.model import Part

__all__ = [
    "BAR",
    "CONCEPT",
    "HOLD",
    "VARIANT",
    "assigned",
    "barred",
    "command",
    "main",
    "say",
    "solvers",
    "written",
]

HOLD = click.option(
    "--hold",
    "held",
    multiple=True,
    metavar="OPTION=LEVEL[,...]",
    help="Keep options at a level, whatever their actors prefer; may be repeated.",
)

BAR = click.option(
    "--bar",
    "bars",
    multiple=True,
    metavar="OPTION=FROM:TO[,...]",
    help="Forbid the move of an option from one level to another; may be repeated.",
)


@click.group("detente", cls=Detente, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message="detente %(version)s")
def main() -> None:
    """Analyse a conflict from a case file: who can do what, what lasts, what follows from each choice."""


def command(summary: str, *examples: str) -> Callable[[Callable[..., None]], click.Command]:
    """Make a function a command, with its line in the overview and examples under its help."""
    told = "\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples)
    return main.command(cls=Command, short_help=summary, epilog=told)


def say(told: str | Iterable[Part]) -> None:
    """Print the answer of a command: JSON as it is, paragraphs and tables as the terminal shows them.

    Parameters
    ----------
    told
        JSON, or the parts of an answer.
    """
    from detente.paper.terminal import show_parts

    click.echo(told) if isinstance(told, str) else show_parts(told)


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


def barred(*texts: str) -> list[tuple[str, str, str]]:
    """Read ``option=from:to, option=from:to``, from one text or several.

    Parameters
    ----------
    texts
        What was given.

    Returns
    -------
    list of tuple
        Option, from level, to level.

    Raises
    ------
    BadParameter
        If one of the three is missing.

    Examples
    --------
    >>> barred("a.x=no:yes")
    [('a.x', 'no', 'yes')]
    """
    found = []
    for option, levels in written(*texts):
        here, _, there = (part.strip() for part in (levels or "").partition(":"))
        if not (option and here and there):
            raise click.BadParameter("write option=from:to, with commas between several", param_hint="--bar")
        found.append((option, here, there))
    return found


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


class ConceptName(click.ParamType[str]):
    """The name of a stability concept."""

    name = "concept"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the word that help texts use for it."""
        return "CONCEPT"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse a name that no concept has, with the nearest that one does."""
        if not self.known(value):
            from detente.case import nearest

            near = ", ".join(nearest(value, self.names()) or names())
            self.fail(f"there is no stability concept {value!r}; nearest: {near}", param, ctx)
        return value

    def known(self, value: str) -> bool:
        """Whether it is a name."""
        return read(value) is not None

    def names(self) -> tuple[str, ...]:
        """Return the names that there are."""
        return names()

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Offer all names."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in self.names() if name.startswith(incomplete)]


class VariantName(ConceptName):
    """The name of a stability concept, or of a variant of one."""

    def known(self, value: str) -> bool:
        """Whether it is a name."""
        return read(value) is not None or variant(value) is not None

    def names(self) -> tuple[str, ...]:
        """Return the names that there are."""
        return (*names(), *variants())


CONCEPT = ConceptName()
VARIANT = VariantName()


@contextmanager
def solvers(address: str | None, workers: int | None) -> Iterator[tuple[Executor | None, int | None]]:
    """Yield who solves the worlds, and how many at a time: a cluster, or threads of our own.

    Parameters
    ----------
    address
        Of a cluster, or nothing.
    workers
        Threads; all processors if ``None``.
    """
    if not address:
        yield None, workers
        return
    from detente.ensemble import cluster

    with cluster(address) as (executor, threads):
        yield executor, workers or threads
