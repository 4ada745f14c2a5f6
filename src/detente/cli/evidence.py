"""Commands for the passages that a case cites."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.group import command, say
from detente.shell import CASE, FINE, JSON, REFUSED, SOURCES

__all__ = ["anchors", "verify"]


@command(
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
    from detente.brief import verified
    from detente.catalog import load

    found = verified(load(case), sources, text=shown)
    say(found.to_json() if as_json else found.parts())
    ctx.exit(REFUSED if found.failed else FINE)


@command(
    "Make the anchors of a case from your copies of its sources.",
    "detente anchors my-case.yaml --sources papers --out my-case.anchors.json",
)
@CASE
@SOURCES
@click.option("--out", type=click.Path(dir_okay=False), help="Write to a file; see above for its name.")
def anchors(case: str, sources: str | None, out: str | None) -> None:
    """Make the anchors by which others can verify the passages of a case: hashes only, no words.

    A copy is known by the digest that the case gives of it. Where it gives none, the copy has to be called
    after the source: report.txt or R.txt for a source 'report' with the key R. detente verify looks for the
    anchors beside the case: my-case.anchors.json for my-case.yaml, anchors.json for case.yaml.
    """
    from detente.brief import anchored
    from detente.catalog import load
    from detente.files import write_atomically
    from detente.sources import beside

    if sources is None:
        raise click.UsageError("say with --sources where your copies are")
    read = load(case)
    made = anchored(read, sources)
    if out is None:
        click.echo(made.to_json(), nl=False)
    else:
        write_atomically(out, made.to_json())
        click.echo(f"{out}: {len(made.anchors):,} anchors of {len(made.documents):,} sources", err=True)
        looked_for = beside(read.origin.file) if read.origin else Path(out)
        if looked_for.resolve() != Path(out).resolve():
            click.echo(f"detente verify will look for them in {looked_for}", err=True)
