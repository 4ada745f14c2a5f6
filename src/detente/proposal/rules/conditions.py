"""Conditional claims: if … then, should it …, unless, in case of, and what "would" supposes."""

from __future__ import annotations

from collections.abc import Iterator

from detente.proposal.rules.dated import dates_in, only_time
from detente.proposal.rules.draft import Draft
from detente.proposal.rules.grammar import Sentence

__all__ = ["conditions"]

_IF = ("if", "unless", "provided")
_PHRASES = (
    ("in", "case", "of"),
    ("in", "the", "event", "of"),
    ("in", "the", "event", "that"),
    ("in", "case"),
    ("as", "long", "as"),
    ("so", "long", "as"),
    ("on", "condition", "that"),
    ("in", "conditions", "in", "which"),
    ("regardless", "of"),
    ("assuming", "that"),
    ("assuming",),
    ("even", "if"),
    ("even", "should"),
    ("were", "it"),
    ("in", "the", "absence", "of"),
    ("short", "of"),
    ("failing",),
    ("with", "or", "without"),
    ("only", "if"),
)


def conditions(sentence: Sentence, before: Sentence | None) -> Iterator[Draft]:
    """Yield the conditional claims of a sentence; ``before`` may hold a condition that still goes for it.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    before
        The sentence before it, if there is one.
    """
    own = list(_own(sentence))
    yield from own
    if not own and before is not None and before.place[0] == sentence.place[0]:
        yield from _carried(sentence, before)


def _carried(sentence: Sentence, before: Sentence) -> Iterator[Draft]:
    """As in "If Rome stays, … . It will then …", "This would …": what was supposed is still supposed."""
    found, last = sentence.tokens, len(sentence.tokens)
    first = next((v for v in sentence.verbs if v.form == "finite"), None)
    if first is None or not first.modal:
        return
    supposed = None if dates_in(sentence.text) else next(iter(_own(before)), None)
    pointed = found[0].low in ("this", "that", "it") and first.modal in ("would", "could", "might", "may")
    if supposed and first.modal in ("will", "would", "may", "could", "might"):
        condition, told = supposed.slots["if"], "the sentence before supposes"
    elif pointed and found[0].low != "it":
        condition, told = before.quote(0, len(before.tokens)), f"{found[0].low} {first.modal}"
    else:
        return
    then = sentence.quote(0, last)
    yield Draft("conditional", then, "", {"if": condition, "then": then}, "", f"if: {told}", 0.6)


def _own(sentence: Sentence) -> Iterator[Draft]:
    found, last = sentence.tokens, len(sentence.tokens)
    for start, end, told, weight in _starts(sentence):
        high = _end(sentence, end)
        condition = sentence.quote(end, high)
        if start <= 2 or (
            start and found[start - 1].text in (",", ";", ":", "—", ".", "(") and high < last - 2
        ):
            then = sentence.quote(high, last)
        else:
            then = sentence.quote(0, start)
        if len(then.split()) < 3 and start > 2:
            then = sentence.quote(0, start)
        if not condition or not then:
            continue
        slots = {"if": condition, "then": then}
        yield Draft("conditional", sentence.quote(0, last), "", slots, reason=f"if: {told}", weight=weight)


def _starts(sentence: Sentence) -> Iterator[tuple[int, int, str, float]]:
    found = sentence.tokens
    lows = tuple(t.low for t in found)
    for k, token in enumerate(found):
        phrase = next((p for p in _PHRASES if lows[k : k + len(p)] == p), None)
        if phrase:
            yield k, k + len(phrase), " ".join(phrase), 0.9
            return
        if token.low in _IF and lows[k + 1 : k + 2] not in (("not",), ("any",), ("only",), ("anything",)):
            yield k, k + 1, token.low, 1.0
            return
        if token.low == "should" and _inverted(sentence, k):
            yield k, k + 1, "should", 1.0
            return
    opening = found[0].low
    if opening == "without" and _would(sentence):
        yield 0, 1, opening, 0.9
        return
    future = any(t.low in ("will", "would", "may", "could", "might", "likely") for t in found)
    if opening in ("as", "once", "when", "until") and future:
        yield 0, 1, opening, 0.7
        return
    for k, token in enumerate(found):
        if only_time(found[k + 1 : _end(sentence, k + 1)]):
            continue
        if token.low in ("when", "once", "until", "unless", "before") and future and k > 3:
            yield k, k + 1, token.low, 0.6
            return


def _would(sentence: Sentence) -> bool:
    """Whether what follows the first comma could or would be."""
    comma = next((k for k, t in enumerate(sentence.tokens) if t.text == ","), len(sentence.tokens))
    after = next((v for v in sentence.verbs if v.form == "finite" and v.start > comma), None)
    return after is not None and after.modal in ("would", "could", "might", "may", "will")


def _inverted(sentence: Sentence, k: int) -> bool:
    """Whether "should" stands before its subject, and no question mark follows."""
    found = sentence.tokens
    if found[-1].text == "?":
        return False
    opens = k == 0 or found[k - 1].kind in ("SIGN", "CC")
    after = found[k + 1] if k + 1 < len(found) else None
    return bool(opens and after and (after.capital or after.kind in ("PRON", "DET")))


def _end(sentence: Sentence, start: int) -> int:
    """Return where the condition ends: at the comma before the main clause, or with the sentence."""
    found = sentence.tokens
    for k in range(start, len(found)):
        if found[k].text in (";", "—", ":"):
            return k
        if found[k].text == "," and not _list(sentence, k):
            return k
    return len(found)


def _list(sentence: Sentence, k: int) -> bool:
    before, after = sentence.mention_at(k - 1), sentence.mention_at(k + 1)
    return bool(
        before and after and sentence.tokens[after.last :][:1] and sentence.tokens[after.last].text == ","
    )
