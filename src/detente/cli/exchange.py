"""Commands that read and write files of other programs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.group import command
from detente.shell import CASE

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["export", "import_command"]


@command(
    "Make a case of a file of another program.",
    "detente import Elmira.gmcr --as-of 1991-06-01",
    "detente import table.csv --as-of 2021-03-01 --title 'The dam' --out cases/dam.yaml",
)
@click.argument("file", type=click.Path(dir_okay=False))
@click.option(
    "--as-of",
    "day",
    required=True,
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of the case, YYYY-MM-DD.",
)
@click.option("--title", default="", help="Title; from the file, or its name, by default.")
@click.option("--out", type=click.Path(dir_okay=False), help="Case file to write; beside FILE by default.")
def import_command(file: str, day: datetime, title: str, out: str | None) -> None:
    """Make a case of FILE; its ending says what it is. Never overwrites a file.

    Read are .gmcr (GMCR+, gmcr-py), .csv and .xlsx (a table in option form), .nfg (Gambit, strategic form)
    and .graphml and .dot (graphs of moves).

    A table in option form has the words actor and option and the names of the states in its first row, below
    it a row for each option with Y, N, a level or - in each state, and below these a row that begins with
    ranking for each actor, such as: ranking, Uniroyal, 1 > 4 > 8 ~ 5. A third column named moves may hold
    free, up, down or fixed; a row that begins with status quo names a state.
    """
    from detente import exchange
    from detente.case import loads
    from detente.files import write_atomically

    source = Path(file)
    slug = re.sub(r"[^a-z0-9]+", "-", source.stem.lower()).strip("-") or "imported"
    target = Path(out) if out else source.with_name(f"{slug}.yaml")
    if target.exists():
        raise click.UsageError(f"{target} exists already; it was left as it is")
    conflict = exchange.read(source, title)
    text = conflict.text(slug, f"{day:%Y-%m-%d}", source.name)
    case = loads(text, str(target))
    write_atomically(target, text)
    for remark in conflict.remarks:
        click.echo(remark, err=True)
    click.echo(f"{target}: {case!r} written. Next: detente check {target}")


@command(
    "Write a case for another program.",
    "detente export elmira --out elmira.gmcr",
    "detente export prisoners-dilemma --out dilemma.nfg",
    "detente export elmira --out moves.graphml",
    "detente export korea-2020 --out sources.bib",
)
@CASE
@click.option("--out", required=True, type=click.Path(dir_okay=False), help="File to write, by its ending.")
def export(case: str, out: str) -> None:
    """Write CASE for another program; the ending of the file says for which.

    Written are .gmcr (GMCR+, gmcr-py), .csv and .xlsx (a table in option form), .nfg (Gambit, strategic
    form), .graphml and .dot (graphs of moves); and of its sources alone .bib (BibTeX) and .json (CSL-JSON, as
    Zotero and Pandoc read it).

    Other programs know no ranges: every weight is at the centre of its range, and all readings count alike.
    What a format cannot say is named, and then nothing is written.
    """
    from detente import exchange
    from detente.catalog import load
    from detente.files import write_atomically

    data = exchange.write(load(case), Path(out).suffix)
    write_atomically(out, data)
    click.echo(f"{out}: {len(data):,} bytes written.")
