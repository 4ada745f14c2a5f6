"""The commands for what happened, and for carrying a case on from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from detente.cli.group import command
from detente.shell import CASE, JSON, retold

__all__ = ["advance", "history"]

#: Forms that are printed as well as written.
PRINTED = {".json": "--json"}

ENDINGS = (".svg", ".html", ".csv", ".json", ".md", ".txt")

_FORMATS = click.Choice(["gdelt", "icews", "polecat", "acled", "ged", "dyads", "own"])
_DAY = click.DateTime(["%Y-%m-%d"])


@command(
    "Draw the timeline of what happened.",
    "detente history korea-2020",
    "detente history korea-2020 --from 2017-01-01 --to 2020-12-31 --full",
    "detente history korea-2020 --out history.html",
    "detente history my-case.yaml --files events.csv --files 2018.tsv --format gdelt",
)
@CASE
@click.option("--from", "start", type=_DAY, metavar="DAY", help="First day, such as 2017-01-01.")
@click.option("--to", "end", type=_DAY, metavar="DAY", help="Last day.")
@click.option(
    "--files", multiple=True, type=click.Path(dir_okay=False), help="A further event file; may be repeated."
)
@click.option(
    "--format", "form", type=_FORMATS, default=None, help="Format of these files; recognised if left out."
)
@click.option("--known", is_flag=True, help="Leave out what came after the date of the case.")
@click.option("--full", is_flag=True, help="Print every event and tie too.")
@JSON
@click.option("--out", type=click.Path(dir_okay=False), help=f"Write to a file: {', '.join(ENDINGS)}.")
def history(
    case: str,
    start: datetime | None,
    end: datetime | None,
    files: tuple[str, ...],
    form: str | None,
    known: bool,
    full: bool,
    as_json: bool,
    out: str | None,
) -> None:
    """Draw the timeline of what happened: events, levels of the options, ties, named states.

    What lies after the date of the case is marked: it settles questions and scores forecasts, and no
    analysis sees it. Files are read where they are; nothing is fetched.
    """
    ending = _ending(out)
    from detente.brief import chronicle, show
    from detente.catalog import load
    from detente.files import write_atomically
    from detente.history import gather

    loaded = load(case)
    past = gather(loaded, files=files, form=form or "", resolving=not known)
    brief = replace(chronicle(loaded, past, _day(start), _day(end)), command=retold(), printed=PRINTED)
    if out:
        from detente.brief import chronicle_as

        write_atomically(out, chronicle_as(brief, ending))
        click.echo(f"{out}: written", err=True)
    elif as_json:
        click.echo(brief.to_json())
    else:
        show(brief, full=full)


@command(
    "Roll a case forward to a later date.",
    "detente advance korea-2020 --to 2026-08-20 --id korea-2026",
    "detente advance my-case.yaml --to 2027-01-01 --out my-case-2027.yaml",
)
@CASE
@click.option(
    "--to", "day", required=True, type=_DAY, metavar="DAY", help="The new date, such as 2026-08-20."
)
@click.option(
    "--id", "name", default="", help="Id of the new case; made of the old one and the date if left out."
)
@click.option(
    "--out", type=click.Path(dir_okay=False), help="File to write, never over another; printed if left out."
)
def advance(case: str, day: datetime, name: str, out: str | None) -> None:
    """Propose the case as it would stand on a later date, by its coded history: a case that extends it.

    The situation of the day, counts continued, the horizon and the questions that are still open are carried
    forward, each with the event it rests on. What the record does not tell is left as it was, and said to be.
    Nothing of it is to be taken over unread.
    """
    import re

    from detente.catalog import load
    from detente.files import write_atomically
    from detente.history import advance as advanced
    from detente.history import gather

    loaded, to = load(case), day.date()
    name = name or f"{re.sub(r'-[0-9]{4}$', '', loaded.case)}-{to.year}"
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise click.BadParameter("use small Latin letters, digits and hyphens", param_hint="--id")
    if name == loaded.case:
        raise click.BadParameter(f"{name} is the case itself; choose another id", param_hint="--id")
    if out and Path(out).exists():
        raise click.UsageError(f"{out} exists already; it was left as it is")
    text = advanced(loaded, gather(loaded, resolving=True), to).to_yaml(name)
    if out:
        write_atomically(out, text)
        click.echo(f"{out}: written. Review it, then: detente check {out}", err=True)
    else:
        click.echo(text, nl=False)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _ending(out: str | None) -> str:
    """Refuse what cannot be written before anything is read."""
    ending = Path(out).suffix.lower() if out else ".txt"
    if ending not in ENDINGS:
        raise click.BadParameter(f"end the name in one of {', '.join(ENDINGS)}", param_hint="--out")
    if out is not None and not Path(out).resolve().parent.is_dir():
        raise click.BadParameter(f"there is no folder {Path(out).parent}", param_hint="--out")
    from detente.brief import ready

    ready(ending, ending == ".svg")
    return ending
