"""Interests: who wants, fears or values what, by verbs and phrases of wanting and by purpose."""

from __future__ import annotations

from collections.abc import Iterator

from detente.proposal.rules.draft import Draft, cut, end_of, start_of, together
from detente.proposal.rules.grammar import Sentence, Verb
from detente.proposal.rules.grammar.names import Mention
from detente.proposal.rules.grammar.tokens import matches
from detente.proposal.rules.lexicon import closed

__all__ = ["aims"]


def aims(sentence: Sentence) -> Iterator[Draft]:
    """Yield the interests that a sentence states.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    """
    taken: set[tuple[str, int]] = set()
    for start, verb, who, reason, weight in _found(sentence):
        if who is None:
            continue
        end = cut(sentence, verb, end_of(sentence, start))
        if verb is not None and start == verb.at and _asked(sentence, verb, end):
            continue
        first = _first(sentence, verb, start)
        for mention in together(sentence, who):
            if (mention.actor, end) not in taken:
                taken.add((mention.actor, end))
                quote, text = sentence.quote(first, end), sentence.quote(start, end)
                yield Draft("interest", quote, text, {"actor": mention.actor}, "", reason, weight)
    yield from _valued(sentence)
    yield from _contrast(sentence)


def _asked(sentence: Sentence, verb: Verb, end: int) -> bool:
    """Whether what is wanted is only asked for or pointed to: "what Rome wants", "press for it"."""
    wanted = [t for t in sentence.tokens[verb.at + 1 : end] if t.kind not in ("PREP", "SIGN", "ADV", "TO")]
    return not wanted or all(t.low in ("it", "them", "this", "that", "so") for t in wanted)


Found = tuple[int, Verb | None, Mention | None, str, float]


def _found(sentence: Sentence) -> Iterator[Found]:
    found = sentence.tokens
    for verb in sentence.verbs:
        kinds = sentence.kinds(verb)
        word = found[verb.at].low
        if verb.subject is None or verb.passive:
            continue
        if "want" in kinds and not _only_noun(sentence, verb):
            yield verb.at, verb, verb.subject, f"{_will(verb)}: {word}", 1.0
        elif "view" in kinds and _as(sentence, verb):
            yield verb.at, verb, verb.subject, f"sees: {word} … as", 0.6
        elif "fear" in kinds and not _only_noun(sentence, verb):
            yield verb.at, verb, verb.subject, f"does not want: {word}", 0.6 if verb.form == "ing" else 0.9
    for kind in ("want", "fear"):
        for start, end in matches(found, kind):
            verb_ = _verb_of(sentence, start, end)
            who = _holder(sentence, start, verb_)
            told = " ".join(t.low for t in found[start:end])
            reason = _will(verb_) if kind == "want" else "does not want"
            yield start, verb_, who, f"{reason}: {told}", 0.9
    for verb in sentence.verbs:
        if verb.form == "inf" and verb.subject and _gains(sentence, verb):
            yield verb.at, verb, verb.subject, "gains: to …", 0.6


def _will(verb: Verb | None) -> str:
    return "does not want" if verb is not None and verb.negated else "wants"


def _valued(sentence: Sentence) -> Iterator[Draft]:
    """As in "Water is vital to Rome": the subject of the sentence is what somebody wants."""
    found = sentence.tokens
    for start, end in matches(found, "valued"):
        who = next((m for m in sentence.mentions if 0 <= m.first - end <= 1), None)
        if who is None:
            continue
        low = start_of(sentence, start)
        while low and found[low - 1].text == "," and low > start - 8:  # "…, on the other hand, is key to"
            low = start_of(sentence, low - 2)
        quote = sentence.quote(low, who.last)
        told = " ".join(t.low for t in found[start:end])
        yield Draft("interest", quote, quote, {"actor": who.actor}, "", f"values: {told}", 0.8)


def _as(sentence: Sentence, verb: Verb) -> bool:
    """Whether a verb of seeing says as what."""
    return any(t.low == "as" for t in sentence.tokens[verb.at + 1 : end_of(sentence, verb.at)])


def _gains(sentence: Sentence, verb: Verb) -> bool:
    """Whether an infinitive is what something allows somebody to do."""
    governor = next((v for v in sentence.verbs if v.at == verb.governor), None)
    helps = {"allow", "enable", "help", "let", "permit"}
    return bool(verb.controlled and governor and helps & set(sentence.forms(governor)))


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


def _contrast(sentence: Sentence) -> Iterator[Draft]:
    """As in "Unlike Rome, Bonn does not want it": what one does not want the other does."""
    found = sentence.tokens
    at = next((k for k, t in enumerate(found) if t.low == "unlike"), -1)
    every = [m for m in sentence.mentions if 0 < m.first - at <= 2] if at >= 0 else []
    if not every or not any(t.low in closed("negations") or t.low.endswith("n't") for t in found):
        return
    for verb in sentence.verbs:
        if "want" in sentence.kinds(verb) or any(s <= verb.at < e for s, e in matches(found, "want")):
            end = end_of(sentence, verb.at)
            for mention in together(sentence, every[0]):
                quote = sentence.quote(verb.at, end)
                yield Draft(
                    "interest", quote, quote, {"actor": mention.actor}, "", "wants, by contrast: unlike", 0.6
                )
            return
