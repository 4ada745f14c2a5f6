"""Levers: what an actor does, or has in hand to do."""

from __future__ import annotations

from collections.abc import Iterator

from detente.proposal.rules.draft import Draft, cut, end_of
from detente.proposal.rules.grammar import Sentence, Verb
from detente.proposal.rules.grammar.names import Mention
from detente.proposal.rules.lexicon import ties

__all__ = ["levers"]

_ACTS = frozenset({"act+", "act-", "act0"})


def levers(sentence: Sentence) -> Iterator[Draft]:
    """Yield the acts that a sentence tells of, by verbs and by nouns for acts.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    """
    taken: set[int] = set()
    for verb in sentence.verbs:
        kinds = sentence.kinds(verb)
        if verb.subject is None or verb.passive or verb.owned or not kinds & _ACTS:
            continue
        end = cut(sentence, verb, end_of(sentence, verb.at))
        if end in taken or end - verb.at < 3 or _only_changes(sentence, verb, end):
            continue
        if _wished(sentence, verb) or _said_of(sentence, verb):
            continue
        taken.add(end)
        yield _lever(sentence, verb, end, 0.8 if kinds & {"act+", "act-"} else 0.7)
    yield from _nouns(sentence)


def _wished(sentence: Sentence, verb: Verb) -> bool:
    """Whether an act is only what somebody would like to come to: that is an interest."""
    governor = next((v for v in sentence.verbs if v.at == verb.governor), None)
    return verb.form == "inf" and governor is not None and bool(sentence.kinds(governor) & {"want", "fear"})


def _said_of(sentence: Sentence, verb: Verb) -> bool:
    """Whether an act only stands in what is said of somebody: "it is hard for Rome to close the road"."""
    governor = next((v for v in sentence.verbs if v.at == verb.governor), None)
    kinds = sentence.kinds(governor) if governor else frozenset()
    if verb.form == "inf" and kinds and kinds <= {"be", "other", "say"}:
        return True
    if "call" in sentence.forms(verb):  # "called the idea absurd" names; "called for talks" acts
        after = {t.low for t in sentence.tokens[verb.at + 1 : verb.at + 3]}
        return not after & {"for", "on", "off", "upon"}
    return verb.modal in ("cannot", "can't") or (verb.negated and verb.modal in ("can", "could"))


def _only_changes(sentence: Sentence, verb: Verb, end: int) -> bool:
    """Whether a verb tells of a change and of nobody to whom something is done."""
    kinds = sentence.kinds(verb)
    changes = kinds & {"cause+", "cause-", "change+", "change-"} and not kinds & {"act+", "act-"}
    return bool(changes) and not sentence.inside(verb.at, end)


def _lever(sentence: Sentence, verb: Verb, end: int, weight: float) -> Draft:
    assert verb.subject is not None
    slots = {"actor": verb.subject.actor}
    others = [m for m in sentence.inside(verb.at, end) if m.actor != verb.subject.actor]
    if others:
        slots["target"] = others[0].actor
    quote = sentence.quote(verb.start if verb.negated else verb.at, end)  # "did not join" is no joining
    reason = f"acts: {sentence.tokens[verb.at].low}"
    return Draft("lever", quote, quote, slots, reason=reason, weight=weight)


def _nouns(sentence: Sentence) -> Iterator[Draft]:
    """Yield acts by their nouns: "Ruritanian sanctions on X", "the embargo by X", "talks between X and Y"."""
    found, nouns = sentence.tokens, ties("acts")
    last = -9
    for k, token in enumerate(found):
        if token.low not in nouns or k - last < 4 or any(v.at == k for v in sentence.verbs):
            continue
        owner = _owner(sentence, k)
        if owner is None:
            continue
        last = k
        end = _phrase_end(sentence, k)
        first = owner.first if owner.last <= k else k
        others = [m for m in sentence.inside(k, end) if m.actor != owner.actor]
        slots = {"actor": owner.actor} | ({"target": others[0].actor} if others else {})
        quote = sentence.quote(first, max(end, owner.last))
        yield Draft("lever", quote, quote, slots, "", f"act: {token.low}", 0.6)


def _owner(sentence: Sentence, k: int) -> Mention | None:
    """Return whose act a noun is: of the name right before it, or behind "by" or "between"."""
    found = sentence.tokens
    for mention in reversed(sentence.mentions):
        between = found[mention.last : k] if mention.last <= k else None
        if between is not None:
            near = len(between) < 5 and not any(t.kind in ("PREP", "TO", "CC", "SUB", "REL") for t in between)
            owns = not between or between[0].kind in ("POSS", "W", "SIGN")
            return mention if near and owns and not any(t.text in (",", ";") for t in between) else None
        small = found[k + 1 : mention.first]
        if 0 < len(small) < 3 and small[0].low in ("by", "between"):
            return mention
    return None


def _phrase_end(sentence: Sentence, k: int) -> int:
    """Return where a noun with what belongs to it ends."""
    at = k + 1
    while at < len(sentence.tokens) and at - k < 9:
        token = sentence.tokens[at]
        if token.kind in ("SIGN", "MOD", "BE", "HAVE", "SUB", "REL") and token.text not in ("-", "“", "”"):
            break
        if any(v.start == at and v.form == "finite" for v in sentence.verbs):
            break
        at += 1
    return at
