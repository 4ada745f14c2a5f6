"""Colours, sizes and patterns of the pictures; each colour stands for a variable of the page's style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

__all__ = [
    "INK",
    "LINE",
    "LOOKS",
    "MUTED",
    "PAPER",
    "PLAIN",
    "RC",
    "SOFT",
    "VARIABLES",
    "Look",
    "dashed",
    "look_of",
]

INK: Final = "#1b2126"
MUTED: Final = "#56616b"
LINE: Final = "#d5dbe0"
PAPER: Final = "#fffffe"
SOFT: Final = "#f1f4f6"


@dataclass(frozen=True, slots=True)
class Look:
    """What tells one series from another: a colour, and a pattern for those who do not see colours."""

    colour: str
    hatch: str
    dash: tuple[float, ...]


#: Okabe and Ito (2008), "Color universal design": distinguishable under every common colour blindness. The
#: patterns are lines only: a pattern of dots takes up 280 kB of every drawing.
LOOKS: Final = (
    Look("#0072b2", "", ()),
    Look("#d55e00", "////", (5, 2)),
    Look("#009e73", "\\\\\\\\", (1.5, 1.5)),
    Look("#b0588c", "xxxx", (7, 2, 1.5, 2)),
    Look("#8a6d00", "----", (3, 1.5)),
    Look("#56617a", "||||", (9, 3)),
)

#: The look of what belongs to nobody.
PLAIN: Final = Look("#8b959e", "", ())

#: Colour in a drawing -> variable of the page's style.
VARIABLES: Final = {
    INK: "--ink",
    MUTED: "--muted",
    LINE: "--line",
    PAPER: "--paper",
    SOFT: "--soft",
    PLAIN.colour: "--c0",
    **{look.colour: f"--c{k}" for k, look in enumerate(LOOKS, 1)},
}

#: What matplotlib is told for every picture: text stays text, nothing is read as a formula.
RC: Final[dict[Any, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "detente",
    "text.parse_math": False,
    "font.size": 12.0,
    "hatch.linewidth": 1.1,
    "axes.edgecolor": LINE,
    "axes.labelcolor": MUTED,
    "axes.labelsize": 12.0,
    "text.color": INK,
    "xtick.color": MUTED,
    "xtick.labelsize": 12.0,
    "xtick.major.size": 0.0,
    "ytick.major.size": 0.0,
}


def look_of(number: int) -> Look:
    """Return the look of a number; the looks come again after the last.

    Parameters
    ----------
    number
        From 0.
    """
    return LOOKS[number % len(LOOKS)]


def dashed(look: Look) -> Any:
    """Return the dashes of a line as matplotlib has them.

    Parameters
    ----------
    look
        Colour and dashes; no dashes are a full line.
    """
    return (0, look.dash) if look.dash else "-"
