"""What of a sentence counts when it is looked for again: its words and numbers, each as a whole.

Only typography is folded away: which quotes and dashes stand there, how wide a space is, ligatures, letter
case, words divided at the end of a line, footnote marks. Numbers keep every sign: point, comma, minus,
percent, currency, the dash of a range; and no boundary between two words is lost. A changed rule would change
every key, so each file of anchors names the version of the rule that it was made by.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import product

__all__ = [
    "NORMALISER",
    "SPAN",
    "key",
    "line",
    "parts",
    "readings",
    "settled",
    "shingle",
    "shingles",
    "words",
]

#: Version of the rule.
NORMALISER = 2

#: Words in a shingle.
SPAN = 3

#: Divided words in one sentence that are read both ways, each with each.
OPEN = 6

#: Stands between the halves of a word that was divided at the end of a line.
BREAK = "\u2027"

#: What a sign counts as, where its general category does not say it.
_KINDS = {
    **dict.fromkeys("-\u2010\u2012\u2013\u2212", "-"),
    **dict.fromkeys("\u2014\u2015\u2e3a\u2e3b", "_"),
    **dict.fromkeys("'\u2018\u2019\u201b`\u00b4\u02bc", "'"),
    **dict.fromkeys(".,:\u00b7\u066b\u066c", "."),
    **dict.fromkeys("/\u2044", "/"),
    **dict.fromkeys("%\u2030\u2031\u00b0\u2032\u00a7&@", "c"),
    **dict.fromkeys("_|", "x"),
    **{"~": "s", "+": "+", "#": "#", "*": "*", "^": "^", BREAK: "b", " ": " "},
}

#: General category -> what counts: capitals, digits, currency, signs of arithmetic.
_CATEGORIES = {"Lu": "A", "Lt": "A", "Nd": "0", "Sc": "c", "Sm": "s"}

#: Written without spaces: each sign is a word.
_HAN = re.compile("[\u2e80-\u2fff\u3005-\u3007\u3021-\u30ff\u3400-\u9fff\uf900-\ufaff]")

#: Words and numbers, over what signs count as. Runs of letters and digits are joined by an apostrophe or a
#: stroke; between digits by a point, a comma, a colon, a long dash, a power; beside a digit by a hyphen.
_TOKEN = re.compile(
    r"""(?:(?<![aA0c+\-_])[+\-_](?=\.?0))? (?:(?<![aA0c.])\.(?=0))?   # -5, .5, -.5
        [aA0]+
        (?:(?: '|/ | (?<=0)[._](?=0) | (?<=0)-[ ]? | (?<=[aA])-[ ]?(?=0)
             | (?<=0)[ ]?[*^][ ]?(?=0) | (?<=[aA0])\^-?(?=0) )[aA0]+)*
        (?:\+ | (?<=0)-(?![ ]?[aA0]))?                                # 18+, 5-
      | (?:(?<![aA0c+\-_])[+\-_])?c[+\-]?                             # $, %, -$
      | [\-_](?=[ ][+\-]?c?\.?0) | \+                                 # 10 - 15, by - 5
      | s(?=[ ]?[+\-_.c]{0,2}0) | (?<=0)s | (?<=0[ ])s                # < 5
      | \#(?=[aA0]) | h | b
    """,
    re.VERBOSE,
)

#: Raised figures: a power behind a digit, a single letter or a short unit, and else a footnote mark.
_RAISED = "\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u207a\u207b"
_POWER = re.compile(
    rf"(?<![{_RAISED}])(?:(?<=\d)|(?<=\b[^\W\d_])|(?<=\b[mdck]m|\bft|\byd|\bmi))[{_RAISED}]++(?!\u2044)"
)

#: Footnote marks: raised, in brackets close behind a word, and behind the stop at the very end; the last not
#: where the word before the stop is a number or may be an abbreviation, such as "Art." or "II.".
_NOTE = re.compile(rf"[{_RAISED}]++(?!\u2044)|(?<=[.,;:!?…\"'”’»)\]]|[^\W\d_])\[\d{{1,3}}\]")
#: A word is taken from its first letter and whole: what is tried at each of its letters takes forever.
_GLUED = re.compile(
    r"(((?<![^\W\d_])(?<!['’])(?:[^\W\d_]|['’]){2,}+|\d{4}[\"'”’»)\]]++)"
    r"[\"'”’»)\]]*+[.?!…][\"'”’»)\]]*+)\d{1,2}\s*$"
)
_SHORT = frozenset(
    re.findall(
        r"\w+",
        "al app art bk ca cap cf ch chap cl cm doc ed eq ex fig km kg mm no nos nr op par para pl pp prot pt "
        "r reg res rev sec sect ser st tab tit ver vol vs гл п пп рис с ст стр т",
    )
)

_FRACTION = re.compile(r"(?<=\d)(?=[\u00bc-\u00be\u2150-\u215e\u2189])")
_SOFT = re.compile(r"\u00ad\s+(?=\w)")
#: Not where a word waits for its second half, as in "pre- and post-war".
_DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u2010] (?=([^\W\d_]))(?!(?:and|or|to|und|oder|et|ou|и|или)\b)")

#: Units that another letter case turns into others: 5 mW is not 5 MW.
_CASED = re.compile(r"(?i)^[+-]?[\d.,]*(?:[mkgtpb]|mm|[mkgtp][wtgvajsb]|[mkgtp]?(?:pa|wh|hz|bq|sv))$")


def words(sentence: str) -> tuple[str, ...]:
    """Return the words and numbers of a sentence as they are compared.

    Parameters
    ----------
    sentence
        The words as they stand in the source.

    Examples
    --------
    >>> words("The “US–China” rivalry…"), words("It ended.3")
    (('the', 'us', 'china', 'rivalry'), ('it', 'ended'))
    >>> words("It cost −1.5 (10–15% less)")
    ('it', 'cost', '-1.5', '10-15', '%', 'less')
    """
    return settled(parts(sentence))


def parts(sentence: str) -> tuple[str, ...]:
    """Return the same with a `BREAK` between the halves of words divided at the end of a line.

    Parameters
    ----------
    sentence
        The words as they stand in the source.
    """
    text = _readable(sentence)
    kinds = re.sub("--+", lambda run: "_" * len(run[0]), "".join(map(_kind, text)))
    found = [text[m.start() : m.end()] for m in _TOKEN.finditer(kinds)]
    return tuple(_folded(found))


def settled(told: Sequence[str], apart: Callable[[str, str], bool] | None = None) -> tuple[str, ...]:
    """Put the halves of divided words together, or leave them as two words where ``apart`` says so.

    Parameters
    ----------
    told
        Words, with a `BREAK` between the halves of divided ones.
    apart
        Whether two halves are two words; ``None`` where all are put together.
    """
    found: list[str] = []
    for k, part in enumerate(told):
        if part == BREAK:
            continue
        if k and told[k - 1] == BREAK and not (apart and apart(found[-1], part)):
            found[-1] += part
        else:
            found.append(part)
    return tuple(found)


def readings(told: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield every way to read the divided words; beyond a few of them, all together and all apart only.

    Parameters
    ----------
    told
        Words, with a `BREAK` between the halves of divided ones.
    """
    breaks = told.count(BREAK)
    few = product((False, True), repeat=breaks)
    for way in few if breaks <= OPEN else [(False,) * breaks, (True,) * breaks]:
        left = iter(way)
        yield settled(told, lambda _one, _other, left=left: next(left))  # type: ignore[misc]


def line(told: Sequence[str]) -> str:
    """Return words as they stand in a stream: each with a space behind it.

    Parameters
    ----------
    told
        The words, in order.
    """
    return "".join(f"{word} " for word in told)


def key(told: str) -> str:
    """Return the key of a sentence from its words as a `line`: BLAKE2b-128, hexadecimal.

    Parameters
    ----------
    told
        The words as a `line`.
    """
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def shingles(found: Sequence[str]) -> frozenset[int]:
    """Return the hashes, of 32 bits, of every three words in a row; of all words where there are fewer.

    Parameters
    ----------
    found
        The words, in order.
    """
    starts = range(max(len(found) - SPAN + 1, 1 if found else 0))
    return frozenset(shingle(found[k : k + SPAN]) for k in starts)


def shingle(run: Sequence[str]) -> int:
    """Return the hash, of 32 bits, of a run of words.

    Parameters
    ----------
    run
        The words, in order.
    """
    return int.from_bytes(hashlib.blake2b(" ".join(run).encode(), digest_size=4).digest(), "big")


def _readable(sentence: str) -> str:
    """Take away what is typography: footnote marks, wide spaces, ligatures, signs that cannot be seen."""
    flat = _SOFT.sub("", " ".join(sentence.replace(BREAK, " ").split()))
    noted = _NOTE.sub("", _POWER.sub(lambda m: f"^{unicodedata.normalize('NFKC', m[0])}", flat))
    bare = _FRACTION.sub(" ", _GLUED.sub(_unglued, noted))
    even = unicodedata.normalize("NFKC", bare)
    seen = "".join(c for c in even if unicodedata.category(c) != "Cf")
    return _DIVIDED.sub(lambda m: BREAK if m[1].islower() else m[0], " ".join(seen.split()))


def _unglued(found: re.Match[str]) -> str:
    return found[0] if found[2].casefold() in _SHORT or found[2].isupper() else found[1]


@lru_cache(maxsize=4096)
def _kind(sign: str) -> str:
    """Return what a sign counts as: one letter, see `_TOKEN`; ``x`` is none of all."""
    category = unicodedata.category(sign)
    if sign in _KINDS:
        return _KINDS[sign]
    if category[0] in "LMN" and _HAN.match(sign):
        return "h"
    return _CATEGORIES.get(category, "a" if category[0] in "LMN" else "x")


def _folded(found: Sequence[str]) -> Iterator[str]:
    """Fold letter case, dashes and apostrophes; the case of units behind a number is kept."""
    last = ""
    for part in found:
        counted = last[-1:].isdecimal() or part[:-1].isdecimal()
        last = "".join(_SAME.get(c, c) for c in part.replace(" ", ""))
        yield last if counted and part[-1].isalpha() and _CASED.match(part) else _case(last)


#: Dashes and apostrophes that count as the same.
_SAME = {sign: kind.replace("_", "-") for sign, kind in _KINDS.items() if kind in ("-", "_", "'")}


@lru_cache(maxsize=65536)
def _case(part: str) -> str:
    """Fold letter case until nothing changes."""
    folded = unicodedata.normalize("NFKC", part.casefold())
    return folded if folded == part else _case(folded)
