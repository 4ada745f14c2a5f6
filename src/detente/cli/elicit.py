"""The command for several analysts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.group import command, say
from detente.shell import CASE, JSON

if TYPE_CHECKING:
    from detente.case import Case
    from detente.elicitation import Pooling

__all__ = ["elicit", "pooled"]


@command(
    "Ask several analysts for their weights, and pool what they answer.",
    "detente elicit korea-2020 --out sheet.xlsx",
    "detente elicit korea-2020 --read anna.csv --read boris.xlsx --pool performance",
    "detente analyze korea-2020 --experts anna.csv --experts boris.xlsx",
)
@CASE
@click.option("--out", type=click.Path(dir_okay=False), help="Write an empty sheet: .csv or .xlsx.")
@click.option(
    "--read", "files", multiple=True, type=click.Path(dir_okay=False), help="A filled sheet; may be repeated."
)
@click.option(
    "--pool",
    "method",
    type=click.Choice(["linear", "log", "performance"]),
    default="linear",
    show_default=True,
    help="How to pool.",
)
@JSON
def elicit(case: str, out: str | None, files: tuple[str, ...], method: str, as_json: bool) -> None:
    """Write a sheet that asks for every weight of a case, or read filled sheets and show what they say.

    Analysts give a 5%, 50% and 95% quantile for each weight, and for the seed questions, whose answers are
    known. An analysis of what they answered: detente analyze CASE --experts FILE.
    """
    from detente.catalog import load

    loaded = load(case)
    if bool(out) == bool(files):
        raise click.UsageError("say --out FILE to write a sheet, or --read FILE to read filled ones")
    if out:
        from detente.brief import sheet
        from detente.files import write_atomically

        write_atomically(out, sheet(loaded, out))
        click.echo(f"{out}: written. Next: detente elicit {case} --read {out}", err=True)
        return
    from detente.brief import pooled_json, pooled_parts

    found = pooled(loaded, files, method)
    say(pooled_json(found) if as_json else pooled_parts(loaded, found))


def pooled(case: Case, files: tuple[str, ...], method: str) -> Pooling:
    """Read filled sheets and pool them; what is odd about them goes to the error stream."""
    from detente.brief import pooling_remarks
    from detente.elicitation import pool, read_sheets

    sheets = read_sheets(case, files)
    found = pool(case, sheets, method)
    if remarks := pooling_remarks(sheets, found):
        click.echo(remarks, err=True)
    return found
