"""Commands about stored runs."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.group import command, say
from detente.shell import JSON

__all__ = ["runs"]

#: Where runs are looked for if no folder is named.
HERE = "runs"


@command(
    "List stored runs, or compare two.",
    "detente runs",
    "detente runs my-runs --json",
    "detente runs compare runs/korea-2020-0123456789ab runs/korea-2020-ba9876543210",
)
@click.argument("folder", nargs=-1, type=click.Path())
@JSON
def runs(folder: tuple[str, ...], as_json: bool) -> None:
    """List the runs that detente analyze --runs FOLDER has stored, by default in the folder runs.

    With the word compare and the folders of two runs: how often each outcome follows from each choice in
    both, and the difference. The tables inside are Parquet, to be read with DuckDB, Polars or pandas. This
    needs the extra: pip install 'detente[data]'.
    """
    from detente.brief import runs_compared, runs_json, runs_listed
    from detente.ensemble import contrast, stored

    if folder[:1] == ("compare",) and len(folder) != 1:
        if len(folder) != 3:
            raise click.UsageError("compare takes the folders of two runs")
        pairs = contrast(*folder[1:])
        say(runs_json(pairs) if as_json else [runs_compared(pairs)])
    elif len(folder) > 1:
        raise click.UsageError("name one folder, or: compare and two runs")
    else:
        found = stored(folder[0]) if folder else stored(HERE) if Path(HERE).is_dir() else ()
        say(runs_json(found) if as_json else [runs_listed(found)])
