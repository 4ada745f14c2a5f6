"""How policies are written on the command line: options and the levels they are held at."""

from __future__ import annotations

import click

__all__ = ["HOLD", "assigned"]

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
    every = [part for text in texts for part in text.replace("==", "=").split(",") if part.strip()]
    pairs = [part.partition("=") for part in every]
    if not all(option.strip() and sign and level.strip() for option, sign, level in pairs):
        raise click.BadParameter("write option=level, with commas between several", param_hint=hint)
    return {option.strip(): level.strip() for option, _, level in pairs}
