"""Interests: who wants, fears or values what, by verbs and phrases of wanting and by purpose."""

from __future__ import annotations

from collections.abc import Iterator

from detente.proposal.rules.draft import Draft, end_of, start_of
from detente.proposal.rules.grammar import Sentence, Verb
from detente.proposal.rules.names import Mention
from detente.proposal.rules.tokens import matches

__all__ = ["aims"]


def aims(sentence: Sentence) -> Iterator[Draft]:
    """Yield the interests that a sentence states."""
    taken: set[tuple[str, int]] = set()
    for start, verb, who, reason, weight in _found(sentence):
        if who is None:
            continue
        end = end_of(sentence, start)
        spot = (who.actor, end)
        if spot in taken:
            continue
        taken.add(spot)
        first = _first(sentence, verb, start)
        yield Draft(
            "interest",
            sentence.quote(first, end),
            sentence.quote(start, end),
            {"actor": who.actor},
            reason=reason,
            weight=weight,
        )


def _found(sentence: Sentence) -> Iterator[tuple[int, Verb | None, Mention | None, str, float]]:
    found = sentence.tokens
    for verb in sentence.verbs:
        kinds = sentence.kinds(verb)
        word = found[verb.at].low
        if "want" in kinds and verb.subject and not verb.passive and not _only_noun(sentence, verb):
            yield verb.at, verb, verb.subject, f"wants: {word}", 1.0
        elif "fear" in kinds and verb.subject and not verb.passive:
            yield verb.at, verb, verb.subject, f"does not want: {word}", 0.9
    for kind in ("want", "fear"):
        for start, end in matches(found, kind):
            verb = _verb_of(sentence, start, end)
            who = _holder(sentence, start, verb)
            told = " ".join(t.low for t in found[start:end])
            yield start, verb, who, f"{'wants' if kind == 'want' else 'does not want'}: {told}", 0.9
    for verb in sentence.verbs:
        if verb.form == "inf" and verb.subject and not verb.controlled and _purpose(sentence, verb):
            yield verb.at, verb, verb.subject, "purpose: to …", 0.6


def _only_noun(sentence: Sentence, verb: Verb) -> bool:
    """Weak verbs of wanting count only before an infinitive, a participle or "for"."""
    weak = {
        "look",
        "call",
        "ask",
        "expect",
        "press",
        "push",
        "work",
        "fight",
        "decide",
        "choose",
        "urge",
        "wait",
    }
    if not weak & set(sentence.forms(verb)):
        return False
    after = sentence.tokens[verb.at + 1 : verb.at + 6]
    return not any(t.kind == "TO" or t.low == "for" for t in after)


def _verb_of(sentence: Sentence, start: int, end: int) -> Verb | None:
    inside = [v for v in sentence.verbs if start <= v.at < end]
    before = [v for v in sentence.verbs if v.at < start]
    return inside[0] if inside else (before[-1] if before else None)


def _holder(sentence: Sentence, start: int, verb: Verb | None) -> Mention | None:
    """Return whose wish a phrase is: the name right before it, or the subject of its verb."""
    beside = [m for m in sentence.mentions if m.last <= start and start - m.last <= 3]
    for mention in reversed(beside):
        between = sentence.tokens[mention.last : start]
        owned = not between or between[0].kind == "POSS" or mention.form == "adjective"
        if owned and not any(t.kind in ("PREP", "SIGN", "TO") for t in between):
            return mention
    return verb.subject if verb else None


def _first(sentence: Sentence, verb: Verb | None, start: int) -> int:
    first = min(start, verb.start) if verb else start
    subject = verb.subject if verb else None
    if subject is not None and subject.first < first and first - subject.last < 6 and verb is not None:
        return min(first, subject.first) if verb.stated else first
    return first


def _purpose(sentence: Sentence, verb: Verb) -> bool:
    """Whether an infinitive says what for: it stands behind the object of an act."""
    governor = next((v for v in sentence.verbs if v.at == verb.governor), None)
    if governor is None or governor.passive:
        return False
    kinds = sentence.kinds(governor)
    apart = verb.start - governor.at
    return bool(kinds & {"act+", "act-", "act0"}) and "want" not in kinds and apart > 2


_ = start_of
