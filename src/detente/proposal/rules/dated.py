"""Events: what a sentence says happened at a date, who took part, and of what type it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from detente.proposal.rules.draft import Draft, end_of, start_of
from detente.proposal.rules.grammar import Sentence
from detente.proposal.rules.grammar.tokens import Token
from detente.proposal.rules.lexicon import irregular, ties

__all__ = ["dated", "dates_in", "only_time"]

_NAMES = """january february march april may june july august september october november december"""
_MONTHS = _NAMES.split()
_MONTH = "|".join(m.capitalize() for m in _MONTHS) + "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_DATE = re.compile(
    rf"""(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m1>{_MONTH})\.?,?\s(?P<y1>{_YEAR})
       | (?P<m2>{_MONTH})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y2>{_YEAR})
       | (?P<m3>{_MONTH})\.?,?\s(?:of\s)?(?P<y3>{_YEAR})
       | (?P<from>{_YEAR})\s?[–—-]\s?(?P<till>{_YEAR}|\d\d)\b(?!-)
       | (?P<decade>{_YEAR})s\b
       | (?<![\d$€£.,#])(?P<y4>{_YEAR})(?![\d%]|\s?(?:percent|km|tons|troops|people|MW|megawatts))
       | (?P<iso>{_YEAR}-\d\d-\d\d)""",
    re.VERBOSE,
)


#: What verbs of things done say; a state of affairs or a wish has no date of its own.
_DONE = frozenset({"act+", "act-", "act0", "cause+", "cause-", "change+", "change-"})


_AHEAD = frozenset({"will", "may", "might", "could", "would", "can"})
_EXPECTED = frozenset({"expect", "expects", "expected", "unlikely", "likely"})


def dates_in(text: str) -> list[tuple[int, int, str]]:
    """Return where dates stand in a text, and each as a year, a month, a day or a span, in ISO 8601.

    Parameters
    ----------
    text
        Words of a source.

    Examples
    --------
    >>> [date for _, _, date in dates_in("On 3 May 1992, in June 1993 and in 2008–10; the 1990s.")]
    ['1992-05-03', '1993-06', '2008/2010', '1990/1999']
    """
    return [(m.start(), m.end(), _iso(m)) for m in _DATE.finditer(text)]


def only_time(found: Sequence[Token]) -> bool:
    """Whether words say when and nothing else: "since 1993", "before the end of June".

    Parameters
    ----------
    found
        The words behind "since", "before" and the like.
    """
    told = [t for t in found if t.kind not in ("DET", "PREP", "SIGN", "CC")]
    times = (
        *_MONTHS,
        "end",
        "beginning",
        "middle",
        "early",
        "late",
        "mid",
        "summer",
        "winter",
        "spring",
        "autumn",
    )
    return 0 < len(told) < 5 and all(t.kind == "NUM" or t.low in times for t in told)


def _iso(m: re.Match[str]) -> str:
    if m["iso"]:
        return m["iso"]
    if m["from"]:
        till = m["till"] if len(m["till"]) == 4 else m["from"][:2] + m["till"]
        return f"{m['from']}/{till}"
    if m["decade"]:
        return f"{m['decade']}/{int(m['decade']) + 9}"
    year = m["y1"] or m["y2"] or m["y3"] or m["y4"]
    month = m["m1"] or m["m2"] or m["m3"]
    day = m["day"] or m["d2"]
    if not month:
        return year
    number = next(k for k, name in enumerate(_MONTHS, 1) if name.startswith(month.lower()[:3]))
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")


def dated(sentence: Sentence, carried: str) -> Iterator[Draft]:
    """Yield the events of a sentence; ``carried`` is the date that still holds from the sentence before.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    carried
        The date of the sentence before, in ISO 8601; empty for none.
    """
    found = dates_in(sentence.text)
    taken: set[str] = set()
    for start, _, date in found:
        at = next((k for k, t in enumerate(sentence.tokens) if t.end > start), 0)
        low, high = start_of(sentence, at), end_of(sentence, at)
        if date in taken:
            continue
        taken.add(date)
        if _to_come(sentence, at):
            continue
        if high - low < 8:
            low, high = 0, len(sentence.tokens)
        yield _event(sentence, date, low, high, "dated", 1.0)
    if not found and carried and _tells(sentence):
        yield _event(sentence, carried, 0, len(sentence.tokens), "dated by the sentence before", 0.6)


def _to_come(sentence: Sentence, at: int) -> bool:
    """Whether a date is one by which something may or will be, which is a forecast and no event."""
    low, high = start_of(sentence, at), end_of(sentence, at)
    near = {t.low for t in sentence.tokens[max(at - 3, 0) : at]}
    finite = [v for v in sentence.verbs if v.form == "finite" and low <= v.at < high]
    own = next((v for v in reversed(finite) if v.at < at), finite[0] if finite else None)
    ahead = own is not None and own.modal in _AHEAD and not own.perfect
    words = {t.low for t in sentence.tokens[low:high]}
    if near & {"by", "before", "until"}:
        ahead |= any(v.modal in _AHEAD for v in sentence.verbs) or bool(_EXPECTED & _lows(sentence))
    return ahead or bool(near & {"by", "before", "until", "after", "from"} and words & _EXPECTED)


def _lows(sentence: Sentence) -> set[str]:
    return {t.low for t in sentence.tokens}


def _tells(sentence: Sentence) -> bool:
    """Whether a sentence tells of something done in the past by somebody."""
    first = next((v for v in sentence.verbs if v.form == "finite"), None)
    if first is None or first.modal or first.perfect or first.subject is None or first.negated:
        return False
    if not sentence.kinds(first) & _DONE:
        return False
    return sentence.tokens[first.at].low not in v_base(sentence, first.at)


def v_base(sentence: Sentence, at: int) -> tuple[str, ...]:
    """Return the forms of a verb that are not past.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    at
        Place of the verb among the words, from 0.
    """
    low = sentence.tokens[at].low
    return () if low.endswith("ed") or low in ("was", "were", "had") or irregular(low) else (low,)


def _event(sentence: Sentence, date: str, low: int, high: int, reason: str, weight: float) -> Draft:
    names = list(dict.fromkeys(m.actor for m in sentence.inside(low, high)))
    slots = {"date": date, "actors": ", ".join(names), "event": _type(sentence, low, high)}
    return Draft("event", sentence.quote(low, high), "", slots, reason=reason, weight=weight)


def _type(sentence: Sentence, low: int, high: int) -> str:
    """Return cooperation, conflict or other, by the verbs and the nouns of a piece."""
    score = 0
    for verb in sentence.verbs:
        if low <= verb.at < high:
            kinds = sentence.kinds(verb)
            score += ("act+" in kinds) - ("act-" in kinds)
    for token in sentence.tokens[low:high]:
        score += (token.low in ties("nouns", "+")) - (token.low in ties("nouns", "-"))
    return "cooperation" if score > 0 else "conflict" if score < 0 else "other"
