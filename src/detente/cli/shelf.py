"""Commands about what is shipped."""

from __future__ import annotations

import click

from detente.cli.group import command, say
from detente.shell import CASE, FINE, JSON, REFUSED

__all__ = ["catalog", "coverage", "schema"]


@command("List the shipped cases.", "detente catalog", "detente catalog --json")
@JSON
def catalog(as_json: bool) -> None:
    """List the cases that are shipped with detente."""
    from detente.brief import shelf, shelf_json
    from detente.catalog import entries

    say(shelf_json(entries()) if as_json else [shelf(entries())])


@command(
    "List what a shipped case carries of its sources.",
    "detente coverage korea-2020",
    "detente coverage korea-2020 --section interests",
)
@CASE
@click.option("--section", default="", help="Only the items of this section, one by one.")
@JSON
@click.pass_context
def coverage(ctx: click.Context, case: str, section: str, as_json: bool) -> None:
    """List what a shipped case carries of its sources, and why not; exit code 2 if an item is missing."""
    from detente.brief import carried, carried_json
    from detente.catalog import coverage as covered

    found = covered(case)
    say(carried_json(found, section) if as_json else carried(found, section))
    ctx.exit(REFUSED if found.missing else FINE)


@command(
    "Print the JSON Schema of case files, or the reference page.",
    "detente schema > case.schema.json",
    "detente schema --reference | less",
    "detente schema --result > result.schema.json",
)
@click.option(
    "--reference", "page", is_flag=True, help="Print the reference page of the format, as markdown."
)
@click.option(
    "--extends", "extending", is_flag=True, help="Of cases that extend another: nothing is missing."
)
@click.option("--result", "answer", is_flag=True, help="Of what detente analyze --json prints.")
def schema(page: bool, extending: bool, answer: bool) -> None:
    """Print the JSON Schema of case files, for editors that check and complete as you type."""
    import json

    from detente.case import reference
    from detente.case import schema as made

    if page + extending + answer > 1:
        raise click.UsageError("--reference, --extends and --result exclude one another")
    if answer:
        from detente.brief import result_schema

        told = json.dumps(result_schema(), ensure_ascii=False, indent=2)
    else:
        told = reference() if page else json.dumps(made(extending), ensure_ascii=False, indent=2)
    click.echo(told, nl=not page)
