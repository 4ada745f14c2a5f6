"""The commands for a mediator's questions."""

from __future__ import annotations

import click

from detente.cli.group import command
from detente.shell import CASE, CHOICE, CONCEPT, JSON, LIMIT

__all__ = ["coalitions"]

DECIDES = click.option(
    "--concept", type=CONCEPT, default=None, help="Stability concept; the case's own by default."
)


@command(
    "Say who would leave what lasts together.",
    "detente coalitions elmira",
    "detente coalitions lake-gisborne --gain pareto",
    "detente coalitions my-case.yaml --choice talk --json | jq .leaps",
)
@CASE
@CHOICE
@DECIDES
@click.option(
    "--gain",
    type=click.Choice(["strict", "pareto"]),
    default="strict",
    show_default=True,
    help="What moves a coalition: every member gains, or one does and none loses.",
)
@LIMIT
@JSON
def coalitions(
    case: str, choice: str, concept: str | None, gain: str, max_states: int | None, as_json: bool
) -> None:
    """Say which coalitions would leave what lasts, and for what they must move together.

    The central world is asked. Coalitions are judged up to 16,384 states; above that only moves from one
    lasting situation to another are looked at.
    """
    from detente.brief import alliances_json, alliances_parts, show_parts
    from detente.catalog import load
    from detente.game import LIMIT as MOST
    from detente.insight import alliances

    loaded = load(case)
    found = alliances(loaded, choice, concept or "", gain, max_states or MOST)
    click.echo(alliances_json(found)) if as_json else show_parts(alliances_parts(loaded, found))
