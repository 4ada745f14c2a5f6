"""The command that asks three clocks."""

from __future__ import annotations

import click

from detente.cli.group import command
from detente.shell import CASE, COUNT, JSON

__all__ = ["clocks"]


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
    from detente.brief import clocks_json, clocks_parts, narrowed, show_parts
    from detente.catalog import load
    from detente.dynamics import agree

    loaded = load(case)
    loaded = narrowed(loaded, choices) if choices else loaded
    how = {"discount": discount, "years": years, "farsighted": False}
    found = [
        agree(loaded, c, worlds, seed, workers=workers, **how)  # type: ignore[arg-type]
        for c in list(loaded.choices) or [""]
    ]
    if as_json:
        click.echo(clocks_json(found))
    else:
        show_parts(clocks_parts(loaded, found))
