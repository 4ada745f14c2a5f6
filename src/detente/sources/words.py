"""What of a sentence counts when it is looked for again: its letters and digits, case folded.

Quotes, dashes, spaces, soft hyphens, letter case and footnote marks do not. A changed rule would change
every key, so each file of anchors names the version of the rule that it was made by.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

__all__ = ["NORMALISER", "key", "shingles", "words"]

#: Version of the rule.
NORMALISER = 1

#: Words in a shingle.
SPAN = 3

_HAN = "\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff"  # written without spaces: each sign is a word
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_RAISED = re.compile(r"[\u00b2\u00b3\u00b9\u2070\u2074-\u2079]+|\[\d{1,3}\]")
# Digits behind the full stop at the very end: behind a letter or a year, so that 1.5 is kept.
_GLUED = re.compile(r"((?:[^\W\d_]|\b\d{4})[\"'”’»)\]]*[.?!…][\"'”’»)\]]*)\d{1,2}\s*$")


def words(sentence: str) -> tuple[str, ...]:
    """Return the words of a sentence as they are compared.

    Examples
    --------
    >>> words("The “US–China” rivalry…")
    ('the', 'us', 'china', 'rivalry')
    >>> words("It ended.3"), words("It cost 1.5")
    (('it', 'ended'), ('it', 'cost', '1', '5'))
    """
    kept = _GLUED.sub(r"\1", _RAISED.sub("", sentence))
    folded = unicodedata.normalize("NFKC", kept).casefold()
    visible = "".join(c for c in folded if unicodedata.category(c) != "Cf")
    return tuple(_WORD.findall(visible))


def key(letters: str) -> str:
    """Return the key of a sentence from its words, put together: BLAKE2b-128, hexadecimal."""
    return hashlib.blake2b(letters.encode(), digest_size=16).hexdigest()


def shingles(found: Sequence[str]) -> frozenset[int]:
    """Return the hashes, of 32 bits, of every three words in a row; of all words where there are fewer."""
    starts = range(max(len(found) - SPAN + 1, 1 if found else 0))
    return frozenset(shingle(found[k : k + SPAN]) for k in starts)


def shingle(run: Sequence[str]) -> int:
    """Return the hash, of 32 bits, of a run of words."""
    return int.from_bytes(hashlib.blake2b(" ".join(run).encode(), digest_size=4).digest(), "big")
