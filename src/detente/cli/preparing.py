"""The command to run once after installing."""

from __future__ import annotations

import click

from detente.cli.group import command
from detente.shell import compilations

__all__ = ["prepare"]

#: Shipped cases that between them call what analyses spend their time in: one world, and many with dates.
EXAMPLES, WORLDS = ("prisoners-dilemma", "korea-2020"), 64


@command("Compile the kernels once, so that no analysis has to.", "detente prepare")
def prepare() -> None:
    """Compile the kernels that most analyses use, and list the fonts that figures are written in.

    Meant for set-ups and images that others will use. It takes some ten seconds, once; without it the first
    analysis compiles what it uses.
    """
    import logging
    from importlib.util import find_spec

    from detente.catalog import load
    from detente.insight import QUICK, find

    compiled: list[str] = []
    with compilations(compiled.append):
        for name in EXAMPLES:
            find(load(name), worlds=WORLDS, dated=1, parts=QUICK)
    if find_spec("matplotlib"):
        logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it has much to say where there is no home
        import matplotlib.font_manager  # noqa: F401  # makes its list of typefaces when first imported
    click.echo(f"{len(compiled)} kernels compiled." if compiled else "The kernels were compiled already.")
