"""Levers: what an actor does, or has in hand to do."""

from __future__ import annotations

from collections.abc import Iterator

from detente.proposal.rules.draft import Draft, cut, end_of
from detente.proposal.rules.grammar import Sentence, Verb
from detente.proposal.rules.lexicon import table

__all__ = ["levers"]

_ACTS = frozenset({"act+", "act-", "act0"})


def levers(sentence: Sentence) -> Iterator[Draft]:
    """Yield the acts that a sentence tells of, by verbs and by nouns for acts."""
    taken: set[int] = set()
    for verb in sentence.verbs:
        kinds = sentence.kinds(verb)
        if verb.subject is None or verb.passive or verb.owned or not kinds & _ACTS:
            continue
        end = cut(sentence, verb, end_of(sentence, verb.at))
        if end in taken or end - verb.at < 3:
            continue
        taken.add(end)
        yield _lever(sentence, verb, end, 1.0 if kinds & {"act+", "act-"} else 0.8)
    yield from _nouns(sentence, taken)


def _lever(sentence: Sentence, verb: Verb, end: int, weight: float) -> Draft:
    assert verb.subject is not None
    slots = {"actor": verb.subject.actor}
    others = [m for m in sentence.inside(verb.at, end) if m.actor != verb.subject.actor]
    if others:
        slots["target"] = others[0].actor
    quote = sentence.quote(verb.at, end)
    reason = f"acts: {sentence.tokens[verb.at].low}"
    return Draft("lever", quote, quote, slots, reason=reason, weight=weight)


def _nouns(sentence: Sentence, taken: set[int]) -> Iterator[Draft]:
    """Acts by their nouns beside a name: "Ruritanian sanctions on X", "Ruritania's embargo"."""
    nouns = frozenset(table("ties")["acts"].split())
    for mention in sentence.mentions:
        at = mention.last
        while at < len(sentence.tokens) and at - mention.last < 4:
            token = sentence.tokens[at]
            if token.low in nouns:
                end = end_of(sentence, at)
                others = [m for m in sentence.inside(at, end) if m.actor != mention.actor]
                slots = {"actor": mention.actor} | ({"target": others[0].actor} if others else {})
                if end not in taken:
                    taken.add(end)
                    quote = sentence.quote(mention.first, end)
                    yield Draft("lever", quote, quote, slots, reason=f"act: {token.low}", weight=0.7)
                break
            if token.kind not in ("POSS", "W", "SIGN") or token.text == ",":
                break
            at += 1
