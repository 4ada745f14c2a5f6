"""Causal claims: a cause, an effect, and the words or the form that join them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.proposal.rules.dated import only_time
from detente.proposal.rules.draft import Draft, end_of, start_of
from detente.proposal.rules.grammar import Sentence, Verb
from detente.proposal.rules.grammar.tokens import Token, matches

__all__ = ["causes"]


def causes(sentence: Sentence, before: Sentence | None) -> Iterator[Draft]:
    """Yield the causal claims of a sentence; ``before`` may hold the cause that "as a result" points to.

    What would bring about what is a conditional claim, and is not proposed a second time.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    before
        The sentence before it, if there is one.
    """
    halves = list(_halves(sentence, before))
    taken: list[tuple[int, int]] = []
    for start, end, cause, effect, sign, reason, weight in sorted(halves, key=lambda h: -h[6]):
        if any(start < e and s < end for s, e in taken) or not cause or not effect:
            continue
        taken.append((start, end))
        slots = {"cause": cause, "effect": effect, "sign": sign}
        yield Draft("causal", sentence.quote(start, end), "", slots, reason=reason, weight=weight)


Half = tuple[int, int, str, str, str, str, float]


def _halves(sentence: Sentence, before: Sentence | None) -> Iterator[Half]:
    yield from _by_phrases(sentence)
    yield from _by_hence(sentence, before)
    yield from _by_verbs(sentence)
    yield from _by_participles(sentence)
    yield from _by_degrees(sentence)


def _by_phrases(sentence: Sentence) -> Iterator[Half]:
    found, last = sentence.tokens, len(sentence.tokens)
    for start, end in matches(found, "causes"):
        low, high = start_of(sentence, start), end_of(sentence, end - 1)
        if low < start and end < high:
            told = " ".join(t.low for t in found[start:end])
            yield (
                low,
                high,
                sentence.quote(low, start),
                sentence.quote(end, high),
                "+",
                f"leads to: {told}",
                1.0,
            )
    for start, end in matches(found, "caused"):
        high = _far(sentence, end)
        if only_time(found[end:high]):
            continue
        told = " ".join(t.low for t in found[start:end])
        weight = 0.5 if told in ("after", "since", "following", "given") else 1.0
        if start < 2:
            yield (
                start,
                last,
                sentence.quote(end, high),
                sentence.quote(high, last),
                "+",
                f"because: {told}",
                weight,
            )
        else:
            low = _back(sentence, start)
            yield (
                low,
                high,
                sentence.quote(end, high),
                sentence.quote(low, start),
                "+",
                f"because: {told}",
                weight,
            )


def _far(sentence: Sentence, at: int) -> int:
    k = at
    while k < len(sentence.tokens) and sentence.tokens[k].text not in (",", ";", "—", ")", ":"):
        k += 1
    return k


def _back(sentence: Sentence, at: int) -> int:
    k = at
    while k and sentence.tokens[k - 1].text not in (";", "—", ":"):
        k -= 1
    return k


def _by_hence(sentence: Sentence, before: Sentence | None) -> Iterator[Half]:
    found, last = sentence.tokens, len(sentence.tokens)
    for start, end in matches(found, "hence"):
        told = " ".join(t.low for t in found[start:end])
        if start == 0 and before is not None and told != "so":
            cause = before.quote(0, len(before.tokens))
            yield 0, last, cause, sentence.quote(end, last), "+", f"hence: {told}", 0.9
        elif start > 2 and end < last:
            high = end_of(sentence, end)
            low = _back(sentence, start)
            yield low, high, sentence.quote(low, start), sentence.quote(end, high), "+", f"hence: {told}", 0.9


def _by_verbs(sentence: Sentence) -> Iterator[Half]:
    found = sentence.tokens
    for verb in sentence.verbs:
        kinds = sentence.kinds(verb)
        if verb.form != "finite" or verb.passive or not kinds & {"cause+", "cause-"}:
            continue
        low, high = start_of(sentence, verb.start), end_of(sentence, verb.at)
        if found[low].kind == "REL" or (low == verb.start and low):
            low = _back(sentence, low)
        if low >= verb.start or high - verb.at < 2:
            continue
        acts = bool(kinds & {"act+", "act-", "act0", "want"})
        weight = 0.45 if acts and verb.subject is not None else 0.8
        sign = "-" if "cause-" in kinds and "cause+" not in kinds else "+"
        sign = "0" if verb.negated else sign
        cause, effect = sentence.quote(low, verb.start), sentence.quote(verb.at, high)
        yield low, high, cause, effect, sign, f"brings about: {found[verb.at].low}", weight


def _by_participles(sentence: Sentence) -> Iterator[Half]:
    """As in "Having lost the war, it …": the cause first; "…, thus ending the war": the effect last."""
    found, last = sentence.tokens, len(sentence.tokens)
    first = sentence.verbs[0] if sentence.verbs else None
    comma = next((k for k, t in enumerate(found) if t.text == ","), 0)
    if first and comma and _leads(sentence, first) and comma < last - 3:
        yield 0, last, sentence.quote(0, comma), sentence.quote(comma + 1, last), "+", "reason: …ing", 0.7
    for verb in sentence.verbs:
        if verb.form != "ing" or verb.start < 3 or found[verb.start - 1].text != ",":
            continue
        if not sentence.kinds(verb) & {"cause+", "cause-", "change+", "change-", "act0"}:
            continue
        low, high = _back(sentence, verb.start), end_of(sentence, verb.at)
        cause, effect = sentence.quote(low, verb.start - 1), sentence.quote(verb.at, high)
        yield low, high, cause, effect, "+", f"effect: {found[verb.at].low}", 0.7


def _leads(sentence: Sentence, verb: Verb) -> bool:
    found = sentence.tokens
    lead = found[0]
    return (
        (verb.form == "ing" and verb.start == 0)
        or (lead.low in ("having", "with") and verb.start <= 1)
        or (lead.low == "with")
    )


def _by_degrees(sentence: Sentence) -> Iterator[Half]:
    """As in "the longer it lasts, the less they trust": each rises or falls with the other."""
    found, last = sentence.tokens, len(sentence.tokens)
    comma = next((k for k, t in enumerate(found) if t.text == "," and _degree(found, k + 1)), 0)
    if comma and _degree(found, 0):
        falls = [found[k].low in ("less", "fewer") for k in (1, comma + 2)]
        sign = "-" if falls[0] != falls[1] else "+"
        cause, effect = sentence.quote(0, comma), sentence.quote(comma + 1, last)
        yield 0, last, cause, effect, sign, "the more …, the more", 1.0


def _degree(found: Sequence[Token], k: int) -> bool:
    """Whether "the more", "the less", "the longer" stand at a place."""
    if k + 1 >= len(found) or found[k].low != "the":
        return False
    word = found[k + 1].low
    return word in ("more", "less", "fewer", "worse", "better") or (word.endswith("er") and len(word) > 5)
