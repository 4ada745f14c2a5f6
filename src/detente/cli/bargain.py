"""The command on what several must agree on."""

from __future__ import annotations

import click

from detente.cli.group import command
from detente.shell import CASE, COUNT, JSON

__all__ = ["bargain"]


@command(
    "Say what a text may say that several must agree on.",
    "detente bargain korea-2020",
    "detente bargain korea-2020 oil_cap --json | jq '.[0].rules.veto'",
)
@CASE
@click.argument("issue", default="")
@click.option("--worlds", default=1000, show_default=True, type=COUNT, help="Number of random worlds.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same answer.")
@JSON
def bargain(case: str, issue: str, worlds: int, seed: int, as_json: bool) -> None:
    """Apply the rules of bargaining to the issues of a case, or to one ISSUE of them.

    Each rule turns what the actors want, care and can do into a distribution over the issue's scale.
    """
    from detente.brief import bargained, bargained_json, bargained_parts, show_parts
    from detente.catalog import load

    loaded = load(case)
    found = bargained(loaded, worlds, seed, issue)
    if as_json:
        click.echo(bargained_json(loaded, found))
    else:
        show_parts(bargained_parts(loaded, found))
