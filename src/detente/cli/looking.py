"""Commands that look at single states of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from detente.cli.group import BAR, CONCEPT, HOLD, VARIANT, assigned, barred, command
from detente.shell import CASE, CERTIFY, CHOICE, JSON, LIMIT

if TYPE_CHECKING:
    from detente.brief import Account, Grounds, Listed, Tabled

__all__ = ["explain", "states"]


@command(
    "List feasible states in words.",
    'detente states korea-2020 --where "prk.posture == testing"',
    "detente states elmira --equilibria SEQ",
    "detente states elmira --by moe --limit 3",
    "detente states elmira --table",
    "detente states prisoners-dilemma --table --concept SEQ --concept L-3",
    "detente states my-case.yaml --limit 0 --csv > states.csv",
)
@CASE
@click.option("--where", default="", metavar="CONDITION", help="Only states in which this holds.")
@CHOICE
@click.option("--equilibria", type=CONCEPT, help="Only equilibria of the central world.")
@click.option("--by", default="", metavar="ACTOR", help="The best for this actor first, with their places.")
@click.option(
    "--table",
    is_flag=True,
    help="Each state under each concept, for each actor, as papers print it.",
)
@click.option(
    "--concept",
    "concepts",
    multiple=True,
    type=VARIANT,
    help="A concept or a variant of one in the table; those that fit the case by default, may be repeated.",
)
@click.option("--reading", default="", help="Id of the reading that holds in the table; the mean by default.")
@HOLD
@BAR
@click.option("--limit", default=50, show_default=True, type=click.IntRange(0), help="Most shown; 0 for all.")
@LIMIT
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, one column for each option.")
def states(
    case: str,
    as_json: bool,
    as_csv: bool,
    held: tuple[str, ...],
    bars: tuple[str, ...],
    table: bool,
    concepts: tuple[str, ...],
    equilibria: str | None,
    reading: str,
    by: str,
    **which: Any,
) -> None:
    """List feasible states in words, by what differs from the status quo; or say for whom each is stable."""
    from detente.brief import listed, show_parts, tabled
    from detente.case import bar, hold
    from detente.catalog import load

    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    if ((concepts or reading) and not table) or ((equilibria or by) and table):
        raise click.UsageError("--concept and --reading belong to --table, --equilibria and --by to the list")
    loaded = bar(hold(load(case), assigned(*held)), *barred(*bars))
    found: Tabled | Listed = (
        tabled(loaded, concepts, reading=reading, **which)
        if table
        else listed(loaded, equilibria=equilibria, by=by, **which)
    )
    if as_json or as_csv:
        click.echo(found.to_json() if as_json else found.to_csv(), nl=as_json)
    else:
        show_parts(found.parts())


@command(
    "Say why a situation lasts, or who would leave it.",
    "detente explain korea-2020 --choice autonomy",
    'detente explain elmira --state "moe.modify=yes" --actor uniroyal --concept GMR',
    "detente explain elmira --named 8 --certify",
    "detente explain prisoners-dilemma --named 4 --concept L-3",
    "detente explain elmira --named 5 --concept CSEQ",
)
@CASE
@CHOICE
@click.option(
    "--concept", type=VARIANT, default=None, help="Concept, or a variant of one; the case's own by default."
)
@click.option("--actor", "actors", multiple=True, help="Id of an actor; all by default, may be repeated.")
@click.option("--state", default="", metavar="OPTION=LEVEL,...", help="What differs from the status quo.")
@HOLD
@BAR
@click.option("--named", default="", metavar="NAME", help="A state that the case names.")
@CERTIFY
@LIMIT
@JSON
def explain(
    case: str, as_json: bool, state: str, held: tuple[str, ...], bars: tuple[str, ...], **asked: Any
) -> None:
    """Say why a situation lasts in the central world, or who has reason to leave it and how."""
    from detente.brief import account, grounds, show_parts
    from detente.case import bar, hold
    from detente.catalog import load
    from detente.registry import variant

    held_case = bar(hold(load(case), assigned(*held)), *barred(*bars))
    told = assigned(state, hint="--state")
    found: Account | Grounds
    if variant(asked["concept"] or "") is None:
        found = account(held_case, state=told, **asked)
    else:  # reasons of variants are always held against the verdict
        found = grounds(held_case, state=told, **{k: v for k, v in asked.items() if k != "certify"})
    if as_json:
        click.echo(found.to_json())
    else:
        show_parts(found.parts())
