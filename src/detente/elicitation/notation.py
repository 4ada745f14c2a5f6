"""Numbers as people and spreadsheets write them.

``1,250`` is 1250 to one reader and 1.25 to another, and nothing in the cell says which. So all numbers of a
table are read together, once with a decimal point and once with a decimal comma: what only one of the two
can read decides for the rest, and what stays in doubt is not read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Number", "Written", "percentage", "read_numbers"]

#: Longest text that is a number.
_LONGEST = 60

#: Blanks and apostrophes that part thousands.
_BLANKS, _MARKS = " \u00a0\u2007\u2008\u2009\u202f", "'\u2019\u02bc"

#: Minus signs, and the wide forms of East Asian keyboards. A dash is a minus only before a digit.
_SIGNS = str.maketrans("−﹣－＋．，％", "---+.,%")
_DASH = re.compile(r"^[\u2010-\u2013](?=[\d.,])")


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it was written.

    Parameters
    ----------
    text
        The text, without a percent sign.
    typed
        Whether a workbook holds it as a number, so that its point is the decimal one.
    most
        Largest absolute value that it may have; one with a point between thousands is no number if it is
        larger.
    """

    text: str
    typed: bool = False
    most: float = float("inf")


@dataclass(frozen=True, slots=True)
class Number:
    """What was read: the value, or ``None`` and what is wrong."""

    value: float | None
    cause: str = ""


def percentage(text: str) -> tuple[str, bool]:
    """Return a text without its percent sign, and whether it had one.

    Parameters
    ----------
    text
        A number as somebody wrote it.

    Examples
    --------
    >>> percentage("15 %"), percentage("15")
    (('15', True), ('15', False))
    """
    plain = text.translate(_SIGNS).strip()
    return (plain[:-1].rstrip(), True) if plain.endswith("%") else (text, False)


def read_numbers(written: Sequence[Written]) -> list[Number]:
    """Read numbers that were written by the same rules, though it is not known by which.

    Parameters
    ----------
    written
        All numbers of one table.

    Returns
    -------
    list of Number
        In the same order.

    Examples
    --------
    >>> [n.value for n in read_numbers([Written("1,250"), Written("0.5")])]
    [1250.0, 0.5]
    >>> [n.value for n in read_numbers([Written("1,250"), Written("0,5")])]
    [1.25, 0.5]
    >>> read_numbers([Written("1,250")])[0].value is None
    True
    """
    point = [_value(w.text, ".", w.typed) for w in written]
    comma = [point[k] if w.typed else _value(w.text, ",") for k, w in enumerate(written)]
    shows_point = [k for k in range(len(written)) if _only_point(point[k], comma[k], written[k].most)]
    shows_comma = [k for k in range(len(written)) if point[k] is None and comma[k] is not None]
    by_comma = bool(shows_comma) and (not shows_point or _rarer(shows_point, shows_comma))
    most, odd = (shows_comma, shows_point) if by_comma else (shows_point, shows_comma)
    mixed = {k: _mixed(written[k].text, written[most[0]].text) for k in odd}
    decided = bool(shows_point or shows_comma)
    return [
        Number(None, mixed[k]) if k in mixed else _number(w.text, point[k], comma[k], by_comma, decided)
        for k, w in enumerate(written)
    ]


def _only_point(point: float | None, comma: float | None, most: float) -> bool:
    """Whether a number shows that the point is the decimal sign: the comma leaves none, or one too large."""
    return point is not None and (comma is None or (comma != point and abs(point) <= most < abs(comma)))


def _rarer(one: list[int], other: list[int]) -> bool:
    """Whether one sign was used less often than another, or as often but later."""
    return (len(one), -one[0]) < (len(other), -other[0])


def _mixed(text: str, other: str) -> str:
    return f"in doubt: {text!r} and {other!r} have different decimal signs; use one throughout"


def _number(text: str, point: float | None, comma: float | None, by_comma: bool, decided: bool) -> Number:
    value, otherwise = (comma, point) if by_comma else (point, comma)
    if value is not None and (decided or otherwise is None or value == otherwise):
        return Number(value)
    if value is None or otherwise is None:
        return Number(None, f"not a number: {text!r}{_hint(text)}")
    either = f"in doubt: {text!r} may be {_said(point)} or {_said(comma)}"
    return Number(None, f"{either}, and no other number shows which; write one of them")


def _said(value: float | None) -> str:
    return f"{value:.15g}"


def _hint(text: str) -> str:
    """What somebody may have meant."""
    if re.fullmatch(r"\d{1,4}([./-])\d{1,2}\1\d{2,4}|\d{1,2}[.\s-]*[A-Za-z]{3,9}\.?", text):
        return "; a spreadsheet may have made a date of it"
    if re.search(r"\d\s*(?:[\u2010-\u2015]|-|\.\.|to)\s*[-−]?\d", text):
        return "; a range has a column for each end"
    if re.fullmatch(r"\(.*\)", text):
        return "; write a minus sign instead of brackets"
    return ""


def _value(text: str, decimal: str, typed: bool = False) -> float | None:
    """Read a number with one decimal sign; ``None`` if it cannot be."""
    plain = _plain(text)
    if len(plain) > _LONGEST:
        return None
    if typed:
        return _float(plain)
    other = "," if decimal == "." else "."
    d, between = re.escape(decimal), re.escape(other + _BLANKS + _MARKS)
    if re.fullmatch(rf"[+-]?(?:\d+(?:{d}\d*)?|{d}\d+)(?:[eE][+-]?\d{{1,4}})?", plain, re.ASCII):
        return _float(plain.replace(decimal, "."))
    if re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}([{between}])\d{{3}}(?:\1\d{{3}})*(?:{d}\d+)?", plain, re.ASCII):
        whole, _, rest = plain.partition(decimal)
        return _float(re.sub(r"[^\d+-]", "", whole, flags=re.ASCII) + "." + (rest or "0"))
    return None


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _plain(text: str) -> str:
    """Write digits of all scripts and minus signs of all kinds in one way; drop the mark of a text cell."""
    found = _DASH.sub("-", text.translate(_SIGNS).removeprefix("'").strip())
    return "".join(str(unicodedata.decimal(c, c)) for c in found)
