"""The group that every command joins."""

from __future__ import annotations

from collections.abc import Callable

import click

from detente.shell import EPILOG, Command, Detente
from detente.version import VERSION

__all__ = ["command", "main"]


@click.group("detente", cls=Detente, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message="detente %(version)s")
def main() -> None:
    """Analyse a conflict from a case file: who can do what, what lasts, what follows from each choice."""


def command(summary: str, *examples: str) -> Callable[[Callable[..., None]], click.Command]:
    """Make a function a command, with its line in the overview and examples under its help."""
    told = "\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples)
    return main.command(cls=Command, short_help=summary, epilog=told)
