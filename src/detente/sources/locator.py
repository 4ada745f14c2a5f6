"""Locators: where in a document a passage stands.

``K.P7.S1`` is sentence 1 of block 7 of the source whose key is K. Blocks are separated by blank
lines and counted from 1; sentences are counted from 1 inside their block. ``K.P7`` is the whole
block, ``K.P3-P6`` a run of blocks, ``K.P23.S1-S4`` a run of sentences, and ``K`` the whole source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.errors import LocatorError

__all__ = ["Locator", "parse_locator"]

_N = "[1-9][0-9]{0,8}"
_FORM = re.compile(
    r"^(?P<key>[A-Z][A-Za-z0-9]*)"
    rf"(?:\.P(?P<block>{_N})(?:-P(?P<last_block>{_N})|\.S(?P<sentence>{_N})(?:-S(?P<last>{_N}))?)?)?$"
)


@dataclass(frozen=True, slots=True, order=True)
class Locator:
    """A passage of a source; zero stands for 'all of it'.

    Parameters
    ----------
    key
        The source's short key.
    block, last_block
        First and last block, from 1; 0 for the whole source.
    sentence, last_sentence
        First and last sentence in the block, from 1; 0 for the whole block.
    """

    key: str
    block: int = 0
    last_block: int = 0
    sentence: int = 0
    last_sentence: int = 0

    def __str__(self) -> str:
        text = self.key
        if self.block:
            text += f".P{self.block}"
        if self.last_block > self.block:
            text += f"-P{self.last_block}"
        if self.sentence:
            text += f".S{self.sentence}"
        if self.last_sentence > self.sentence:
            text += f"-S{self.last_sentence}"
        return text


def parse_locator(text: str) -> Locator:
    """Read a locator.

    Parameters
    ----------
    text
        The locator as it is written.

    Raises
    ------
    LocatorError
        If the text has another form, or a run goes backwards.

    Examples
    --------
    >>> parse_locator("K.P23.S1-S4")
    Locator(key='K', block=23, last_block=23, sentence=1, last_sentence=4)
    """
    found = _FORM.match(text.strip())
    if not found:
        raise LocatorError(f"{text!r} is not a locator; write K.P7.S1, K.P7, K.P3-P6 or K")
    block, sentence = int(found["block"] or 0), int(found["sentence"] or 0)
    last_block, last = int(found["last_block"] or block), int(found["last"] or sentence)
    if last_block < block or last < sentence:
        raise LocatorError(f"{text!r} runs backwards")
    return Locator(found["key"], block, last_block, sentence, last)
