"""How policies are written on the command line: options and the levels they are held at."""

from __future__ import annotations

import click

__all__ = ["HOLD", "assigned", "written"]

HOLD = click.option(
    "--hold",
    "held",
    multiple=True,
    metavar="OPTION=LEVEL[,...]",
    help="Keep options at a level, whatever their actors prefer; may be repeated.",
)


def assigned(*texts: str, hint: str = "--hold") -> dict[str, str]:
    """Read ``option=level, option=level``, from one text or several.

    Parameters
    ----------
    texts
        What was given; a later level of an option replaces an earlier one.
    hint
        The option of the command line that they were given for.

    Raises
    ------
    BadParameter
        If an option or a level is missing.
    """
    pairs = written(*texts)
    if not all(option and level for option, level in pairs):
        raise click.BadParameter("write option=level, with commas between several", param_hint=hint)
    return {option: level or "" for option, level in pairs}


def written(*texts: str) -> list[tuple[str, str | None]]:
    """Take ``option=level, option`` apart: options and levels, None where no level is written.

    Parameters
    ----------
    texts
        What was given; ``==`` may stand for ``=``.

    Examples
    --------
    >>> written("a.x=yes, b.y")
    [('a.x', 'yes'), ('b.y', None)]
    """
    every = [part for text in texts for part in text.replace("==", "=").split(",") if part.strip()]
    pairs = [part.partition("=") for part in every]
    return [(option.strip(), level.strip() if sign else None) for option, sign, level in pairs]
