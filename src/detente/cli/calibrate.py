"""The command that learns from a history."""

from __future__ import annotations

from datetime import date, datetime

import click

from detente.cli.group import command
from detente.shell import CASE, JSON

__all__ = ["calibrate"]

DAY = click.DateTime(["%Y-%m-%d"])


@command(
    "Learn weights, rates and precision from the history of a case.",
    "detente calibrate korea-2020",
    "detente calibrate korea-2020 --until 2018-12-31",
    "detente calibrate korea-2020 --json | jq .determined",
)
@CASE
@click.option("--since", type=DAY, metavar="DATE", help="First day; when the last option gets a level.")
@click.option("--until", type=DAY, metavar="DATE", help="Last day; the date of the case by default.")
@click.option("--draws", default=1000, show_default=True, type=click.IntRange(0), help="0: only approximate.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same answer.")
@click.option("--full", is_flag=True, help="Show all weights.")
@JSON
def calibrate(
    case: str,
    since: datetime | None,
    until: datetime | None,
    draws: int,
    seed: int,
    full: bool,
    as_json: bool,
) -> None:
    """Put what the case says before its history beside what is left after it, and say what it cannot tell."""
    from detente.brief import calibration_json, calibration_parts, show_parts
    from detente.catalog import load
    from detente.dynamics import learn

    if 0 < draws < 16:
        raise click.BadParameter("ask for none or for at least 16", param_hint="--draws")
    found = load(case)
    learned = learn(found, _day(since), _day(until), draws=draws, seed=seed)
    if as_json:
        click.echo(calibration_json(learned))
    else:
        show_parts(calibration_parts(found, learned, full))


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None
