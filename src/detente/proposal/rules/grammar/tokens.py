"""Words of a sentence with their places, and what kind of small word each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from detente.proposal.rules.lexicon import closed, forms, phrases

__all__ = ["Token", "matches", "tokens"]

_TOKEN = re.compile(
    r"""[^\W\d_]+(?:[-\u2010]\ (?!(?:and|or|to|nor)\b)[a-zà-öø-ÿ]+)+  # divided at the end of a line
      | \d+(?:[.,]\d+)*\w*
      | (?:[A-Z]\.){2,}
      | [^\W\d_]+n['’]t\b
      | ['’](?:s|re|ve|ll|d|m)\b
      | [a-zà-öø-ÿ]+(?:-[a-zà-öø-ÿ]+)+
      | [^\W\d_]+(?:['’`´ʼ‘‛](?!(?:s|re|ve|ll|d|m)\b)[^\W\d_]+)+   # one word, as `sources.wording` has it
      | (?:[^\W\d_][\u0300-\u036f]*)+(?:\d+(?:[.,]\d+)*\w*)?   # with accents that stand apart
      | \S""",
    re.VERBOSE,
)

_DIVIDED = re.compile(r"[-\u2010] ")

#: In this order a word is looked for in the closed lists.
_CLOSED = (
    ("MOD", "modals"),
    ("BE", "be"),
    ("HAVE", "have"),
    ("DO", "do"),
    ("REL", "relatives"),
    ("SUB", "subordinators"),
    ("DET", "determiners"),
    ("PREP", "prepositions"),
    ("CC", "conjunctions"),
    ("PRON", "pronouns"),
    ("ADV", "adverbs"),
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign.

    Parameters
    ----------
    text, low
        As it stands, put together if it was divided, and in small letters with straight apostrophes.
    start, end
        Where it stands in its sentence.
    kind
        MOD, BE, HAVE, DO, REL, SUB, DET, PREP, TO, CC, PRON, ADV, NUM, SIGN, POSS, or W for what no list has.
    """

    text: str
    low: str
    start: int
    end: int
    kind: str

    @property
    def forms(self) -> tuple[str, ...]:
        """What its ground form may be."""
        return forms(self.low)

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[:1].isupper()


def tokens(sentence: str) -> tuple[Token, ...]:
    """Cut a sentence into words.

    Parameters
    ----------
    sentence
        The words of the sentence.

    Examples
    --------
    >>> [t.kind for t in tokens("It doesn’t want Cairo’s 3 dams.")]
    ['PRON', 'DO', 'W', 'W', 'POSS', 'NUM', 'W', 'SIGN']
    >>> [t.text for t in tokens("Azer- baijan, pre- and post-war")][:2]
    ['Azerbaijan', ',']
    >>> [t.text for t in tokens("Bon\u0301n")] == ["Bon\u0301n"]
    True
    >>> [t.text for t in tokens("O`Neill can't go")]
    ['O`Neill', "can't", 'go']
    """
    found: list[Token] = []
    for m in _TOKEN.finditer(sentence):
        text = _DIVIDED.sub("", m[0])
        low = text.lower().replace("’", "'")
        kind = _kind(low)
        if low == "'s":  # behind a pronoun it is a verb
            kind = "BE" if found and found[-1].kind in ("PRON", "REL") else "POSS"
        found.append(Token(text, low, m.start(), m.end(), kind))
    return tuple(found)


@lru_cache(maxsize=65536)
def _kind(low: str) -> str:
    if low == "to":
        return "TO"
    for kind, name in _CLOSED:
        if low in closed(name):
            return kind
    if low[0].isdigit():
        return "NUM"
    if not low[-1].isalnum() and low[0] != "'" and not low[0].isalpha():
        return "SIGN"
    return (
        "ADV"
        if low.endswith("ly") and len(low) > 4 and low not in ("ally", "rely", "supply", "apply")
        else "W"
    )


def matches(found: Sequence[Token], kind: str) -> Iterator[tuple[int, int]]:
    """Yield where phrases of a kind begin and end, the longest at each place.

    Parameters
    ----------
    found
        The words.
    kind
        The kind, as the lexicon has it.

    Examples
    --------
    >>> list(matches(tokens("Delhi is not really interested in it."), "want"))
    [(1, 6)]
    """
    rows = phrases(kind)
    k = 0
    while k < len(found):
        first = (row for form in found[k].forms for row in rows.get(form, ()))
        end = max((_match(found, k, row) for row in first), default=0)
        if end:
            yield k, end
        k = max(end, k + 1)


def _match(found: Sequence[Token], start: int, row: tuple[str, ...]) -> int:
    """Return where a phrase that begins at a place ends, or 0."""
    at = start
    for number, word in enumerate(row):
        skipped = 0
        while (
            number and at < len(found) and found[at].kind == "ADV" and word != found[at].low and skipped < 2
        ):
            at, skipped = at + 1, skipped + 1
        if at >= len(found) or word not in found[at].forms:
            return 0
        at += 1
    return at


def _skipped(token: Token, word: str) -> bool:
    """Whether a word may stand within a phrase: small adverbs, and a modal before "be"."""
    return (token.kind == "ADV" and token.low != word) or (token.kind == "MOD" and word == "be")
