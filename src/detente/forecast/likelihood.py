"""Words of likelihood as numbers: a map that anybody may replace, with its low, middle and high reading.

None of the sources of a case need mean what the map says; that is why every score of a verbal forecast is
given for all three readings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from detente.case import problem
from detente.case.file.yaml import MAX_BYTES, read_tree
from detente.case.nearest import check_name
from detente.case.ratings import BANDS
from detente.errors import CaseError, Problem
from detente.files import read_bytes

__all__ = ["READINGS", "WORDS", "Range", "number", "read_words"]


@dataclass(frozen=True, slots=True)
class Range:
    """What a word may mean, as probabilities.

    Parameters
    ----------
    low, high
        Ends of the range, 0 to 1.
    basis
        Where the range comes from.
    """

    low: float
    high: float
    basis: str = ""

    @property
    def middle(self) -> float:
        """The middle of the range."""
        return round((self.low + self.high) / 2, 6)


_ICD = "ICD 203 (2015)"
_UK = "UK Professional Head of Intelligence Assessment, probability yardstick (2019)"
_OURS = "analyst judgement"

#: Word -> range. Terms of ICD 203 and of the yardstick, then the modalities of case files.
WORDS: Mapping[str, Range] = MappingProxyType(
    {
        **{word: Range(low / 100, high / 100, _ICD) for word, (low, high) in BANDS.items()},
        "remote chance": Range(0.0, 0.05, _UK),
        "highly unlikely": Range(0.10, 0.20, _UK),
        "realistic possibility": Range(0.40, 0.50, _UK),
        "highly likely": Range(0.80, 0.90, _UK),
        "certain": Range(0.95, 0.99, f"{_ICD}, almost certain"),
        "asserted": Range(0.80, 0.95, f"{_OURS}: said without a qualifier, read as very likely in {_ICD}"),
        "possible": Range(0.40, 0.50, f"{_UK}, realistic possibility"),
        "appearance": Range(0.55, 0.80, f"{_OURS}: read as likely in {_ICD}"),
        "hope": Range(0.20, 0.80, f"{_OURS}: a wish gives no odds, so anything but the extremes"),
    }
)

#: The readings of a range, and where in it each of them lies.
READINGS = ("low", "middle", "high")


def number(
    word: str, says: bool = True, reading: str = "middle", words: Mapping[str, Range] = WORDS
) -> float:
    """Return the probability of yes that a word stands for.

    Parameters
    ----------
    word
        A word of the map.
    says
        What the speaker says will be so: yes, or no; a likely no is an unlikely yes.
    reading
        ``low``, ``middle`` or ``high``: how strongly the word is taken.
    words
        The map.

    Raises
    ------
    UnknownName
        If the map lacks the word, or there is no such reading.

    Examples
    --------
    >>> number("likely"), number("likely", says=False), number("certain", reading="high")
    (0.675, 0.325, 0.99)
    """
    check_name("word of likelihood", word, words)
    check_name("reading of a word", reading, READINGS)
    found = float(getattr(words[word], reading))
    return found if says else round(1 - found, 6)


def read_words(file: str | Path) -> dict[str, Range]:
    """Read a map from a file, to take the place of words of the default map or add to them.

    Each line of the YAML file is ``word: low..high``, in probabilities.

    Parameters
    ----------
    file
        A YAML or CSV file of words with their ranges, between 0 and 1.

    Raises
    ------
    CaseError
        If it cannot be used; carries everything that is wrong.
    OSError
        If it cannot be read.
    """
    tree = read_tree(read_bytes(file, MAX_BYTES), str(file))
    wrong = list(tree.problems)
    found = dict(WORDS)
    root = tree.root if isinstance(tree.root, dict) else {}
    if not root and not wrong:
        wrong.append(
            problem("DT905", tree.origin, (), "a map of words has lines such as 'likely: 0.55..0.8'")
        )
    for word, text in root.items():
        if made := _range(text):
            found[word] = made
        elif (word,) not in tree.broken:
            cause = f"{text!r} is no range of probabilities, low..high between 0 and 1"
            wrong.append(problem("DT905", tree.origin, (word,), cause))
    if wrong:
        raise CaseError(_sorted(wrong))
    return found


def _range(text: object) -> Range | None:
    low, sign, high = str(text).partition("..")
    try:
        made = Range(float(low), float(high if sign else low), "given")
    except ValueError:
        return None
    return made if 0 <= made.low <= made.high <= 1 else None


def _sorted(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: (p.line, p.column, p.code)))
