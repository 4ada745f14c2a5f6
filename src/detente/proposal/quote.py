"""Whether the words of a quote stand where they are said to stand.

Words and numbers are compared whole, as everywhere in detente (`detente.sources.wording`): only typography is
folded. Numbers, signs and negations never are. A quote may be verbatim and still mislead, where a negation
stands just outside of it; such a quote is flagged.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.errors import DetenteError
from detente.sources import Document, parse_locator, passage
from detente.sources.wording import words

__all__ = ["NEGATIONS", "beside_negation", "stands"]

_NEGATIONS = """
not no never neither nor none nobody nothing nowhere without cannot hardly scarcely barely unlikely few little
fail fails failed refuse refuses refused deny denies denied lack lacks lacked doubt doubts doubtful
"""

#: Words that turn what stands beside them into its opposite.
NEGATIONS = frozenset(_NEGATIONS.split())

#: How many words beside a quote are looked at.
_NEAR = 3


def stands(quote: str, document: Document, at: Sequence[str]) -> bool:
    """Whether a quote stands, whole and in one piece, in one of the passages that it names.

    Parameters
    ----------
    quote
        The words quoted.
    document
        The document, cut into blocks and sentences.
    at
        Locators of the passages.

    Examples
    --------
    >>> from detente.sources import cut
    >>> text = cut("Rome will not sell 1.5 tons. Bonn may.")
    >>> stands("ROME will not", text, ["K.P1.S1"]), stands("Rome will sell", text, ["K.P1.S1"])
    (True, False)
    >>> stands("sell 1 tons", text, ["K.P1.S1"]), stands("Bonn may", text, ["K.P1.S1"])
    (False, False)
    """
    told = words(quote)
    return bool(told) and any(_starts(told, words(text)) for text in _passages(document, at))


def beside_negation(quote: str, document: Document, at: Sequence[str]) -> str:
    """Return the negation that stands right before or behind a quote, or nothing.

    Parameters
    ----------
    quote
        The words quoted.
    document
        The document, cut into blocks and sentences.
    at
        Locators of the passages.

    Examples
    --------
    >>> from detente.sources import cut
    >>> beside_negation("sell arms", cut("Rome will not sell arms."), ["K.P1.S1"])
    'not'
    """
    told = words(quote)
    for text in _passages(document, at):
        held = words(text)
        for start in _starts(told, held):
            before, after = held[max(start - _NEAR, 0) : start], held[start + len(told) :][:_NEAR]
            found = [
                word for word in (*reversed(before), *after) if word in NEGATIONS or word.endswith("n't")
            ]
            if found:
                return found[0]
    return ""


def _passages(document: Document, at: Sequence[str]) -> list[str]:
    """Return the texts of passages; those that the document does not have are left out."""
    found = []
    for locator in at:
        try:
            found.append(passage(document, parse_locator(locator)))
        except DetenteError:
            continue
    return found


def _starts(told: tuple[str, ...], held: tuple[str, ...]) -> list[int]:
    """Return where a run of words begins within others."""
    size = len(told)
    return [k for k in range(len(held) - size + 1) if held[k : k + size] == told]
