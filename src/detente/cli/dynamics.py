"""The commands that ask the dynamics: what a history teaches, and whether three clocks agree."""

from __future__ import annotations

from datetime import date, datetime

import click

from detente.cli.group import command, say
from detente.shell import CASE, COUNT, JSON

__all__ = ["calibrate", "clocks"]

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
    from detente.brief import calibration_json, calibration_parts
    from detente.catalog import load
    from detente.dynamics import learn

    if 0 < draws < 16:
        raise click.BadParameter("ask for none or for at least 16", param_hint="--draws")
    found = load(case)
    learned = learn(found, _day(since), _day(until), draws=draws, seed=seed)
    say(calibration_json(learned) if as_json else calibration_parts(found, learned, full))


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


@command(
    "Ask three clocks what lasts, and whether they agree.",
    "detente clocks korea-2020 --choice autonomy --worlds 4",
)
@CASE
@click.option("--choice", "choices", multiple=True, help="Only these choices; may be repeated.")
@click.option("--worlds", default=8, show_default=True, type=COUNT, help="Worlds, the central one first.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same answer.")
@click.option("--years", default=15.0, show_default=True, type=click.FloatRange(0.1), help="How far ahead.")
@click.option(
    "--discount", default=0.3, show_default=True, type=click.FloatRange(0.01), help="Of M2, a year."
)
@click.option("--workers", type=COUNT, help="Threads; all processors by default.")
@JSON
def clocks(
    case: str,
    choices: tuple[str, ...],
    worlds: int,
    seed: int,
    years: float,
    discount: float,
    workers: int | None,
    as_json: bool,
) -> None:
    """Compare actors who look one move ahead, actors who look all the way ahead, and play without rates.

    The second takes seconds a world on a case of thousands of states, so worlds are few by default.
    """
    from detente.brief import clocks_json, clocks_parts, narrowed
    from detente.catalog import load
    from detente.dynamics import agree

    loaded = load(case)
    loaded = narrowed(loaded, choices) if choices else loaded
    how = {"discount": discount, "years": years, "farsighted": False}
    found = [
        agree(loaded, c, worlds, seed, workers=workers, **how)  # type: ignore[arg-type]
        for c in list(loaded.choices) or [""]
    ]
    say(clocks_json(found) if as_json else clocks_parts(loaded, found))
