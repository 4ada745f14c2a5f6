"""The command that opens the workbench."""

from __future__ import annotations

import click

from detente.cli.group import command
from detente.shell import CASE, COUNT, SOURCES

__all__ = ["web"]


@command(
    "Open a case in the browser, and ask it there.",
    "detente web elmira",
    "detente web my-case.yaml --port 8765",
)
@CASE
@click.option("--worlds", default=1000, show_default=True, type=COUNT, help="Number of random worlds.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Same seed, same answer.")
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Port to listen on; any by default.")
@SOURCES
def web(case: str, worlds: int, seed: int, port: int, sources: str | None) -> None:
    """Serve a case to a browser on this machine, and print the link that opens it, once.

    Nothing outside of this machine can reach it, and the case file is not changed. Stop it with Ctrl-C.
    This needs the extra: pip install 'detente[web]'.
    """
    from detente.web import ready, serve

    ready()
    from detente.catalog import load

    served = serve(load(case), case, worlds, seed, port, sources)
    click.echo(served.link)
    click.echo("Open this link in a browser; it works once. Ctrl-C ends the workbench.", err=True)
    served.run()
