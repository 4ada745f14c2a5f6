"""A check of ratings: a credibility that only repeats the reliability of its source says nothing.

Raters fall into the habit: most ratings that were ever studied are A1, B2 or C3 (Baker, McKendry and
Mace 1968; Irwin and Mandel 2019).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.case.checks.checker import Check, Pattern
from detente.case.file.origin import Path
from detente.errors import LocatorError
from detente.sources.locator import parse_locator

__all__ = ["check_ratings"]

_RATED: tuple[Pattern, ...] = (("preferences", "*", "statements", "#"), ("constraints", "*"), ("claims", "*"))

#: The credibility that merely repeats the reliability of the source; F and 6 judge nothing.
_DIAGONAL = {"A": "1", "B": "2", "C": "3", "D": "4", "E": "5"}

#: Fewer ratings than this show no habit.
_LEAST = 3


def check_ratings(check: Check) -> None:
    """Take down that every credibility repeats the reliability of its source.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    """
    found = list(_rated(check))
    if len(found) >= _LEAST and all(_DIAGONAL[source] == own for _, source, own in found):
        cause = f"all {len(found)} ratings lie on the diagonal A1, B2, C3: they rate the source twice"
        check.add("DT440", found[0][0], cause, value=found[0][2])


def _rated(check: Check) -> Iterator[tuple[Path, str, str]]:
    """Yield each credibility with its place and the reliability of a source that it is rated beside."""
    reliable = {
        source.get("key"): source["reliability"]
        for source in check.section("sources").values()
        if isinstance(source, dict) and source.get("reliability") in _DIAGONAL
    }
    for pattern in _RATED:
        for path, part in check.each(pattern):
            own = part.get("credibility") if isinstance(part, dict) else None
            if isinstance(part, dict) and isinstance(own, str) and own in _DIAGONAL.values():
                for key in _keys(part.get("evidence")):
                    if key in reliable:
                        yield (*path, "credibility"), str(reliable[key]), own


def _keys(evidence: object) -> Iterable[str]:
    """Return the keys of the sources that a judgement cites."""
    texts = evidence if isinstance(evidence, list) else [evidence]
    return dict.fromkeys(key for text in texts if isinstance(text, str) and (key := _key(text)))


def _key(text: str) -> str:
    try:
        return parse_locator(text).key
    except LocatorError:
        return ""
