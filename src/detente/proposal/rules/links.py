"""Relations: what lies between two actors, from whom to whom, and whether it joins or parts them."""

from __future__ import annotations

from collections.abc import Iterator

from detente.proposal.rules.draft import Draft, end_of, together
from detente.proposal.rules.grammar import Sentence, Verb
from detente.proposal.rules.grammar.names import Cast, Mention
from detente.proposal.rules.lexicon import ties

__all__ = ["links"]


def links(sentence: Sentence, cast: Cast) -> Iterator[Draft]:
    """Yield the relations that a sentence shows, one for each two actors.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    cast
        Whom the text names.
    """
    seen: set[frozenset[str]] = set()
    for one, other, start, end, kind, sign, mutual, weight in sorted(_found(sentence), key=lambda f: -f[7]):
        ends = frozenset((cast.of(one.actor), cast.of(other.actor)))
        if len(ends) < 2 or ends in seen:
            continue
        seen.add(ends)
        slots = {"from": one.actor, "to": other.actor, "kind": kind, "sign": sign}
        slots["direction"] = "mutual" if mutual else "from"
        low, high = min(start, one.first, other.first), max(end, one.last, other.last)
        yield Draft("relation", sentence.quote(low, high), "", slots, reason=f"tie: {kind}", weight=weight)


Found = tuple[Mention, Mention, int, int, str, str, bool, float]


def _found(sentence: Sentence) -> Iterator[Found]:
    yield from _by_nouns(sentence)
    yield from _by_verbs(sentence)


def _sign(noun: str) -> str:
    return next((sign for sign in ("+", "-", "0") if noun in ties("nouns", sign)), "")


def _turned(sentence: Sentence, sign: str, low: int, high: int) -> str:
    """Let words beside a tie turn its sign: failed talks, worsening relations, little support."""
    meant = {
        v.at for v in sentence.verbs if v.form == "inf"
    }  # what somebody would do has not turned anything
    near = (t for k, t in enumerate(sentence.tokens) if max(low, 0) <= k < high and k not in meant)
    words = {form for t in near for form in t.forms}
    if words & ties("turns", "-"):
        return "-"
    if sign == "0" and words & ties("turns", "+"):
        return "+"
    return sign


def _by_nouns(sentence: Sentence) -> Iterator[Found]:
    found = sentence.tokens
    for k, token in enumerate(found):
        sign = _sign(token.low)
        if not sign or token.kind != "W" or (k + 1 < len(found) and _sign(found[k + 1].low)):
            continue
        before = [m for m in sentence.mentions if m.last <= k and k - m.last <= 4]
        after = [m for m in sentence.mentions if m.first > k]
        pair = _pair_before(sentence, before, k)
        if pair:
            yield *pair, k, k + 1, token.low, _turned(sentence, sign, pair[0].first - 5, k), True, 1.0
            continue
        if k + 1 < len(found) and found[k + 1].low in ("between", "among") and len(after) > 1:
            behind = next((v for v in sentence.verbs if v.start >= after[1].last), None)
            ended = _turned(sentence, sign, k - 3, k)
            if ended == sign == "0" and behind is not None and behind.start - after[1].last < 3:
                ended = _turned(sentence, sign, behind.start, behind.at + 2)
            yield after[0], after[1], k, k + 1, token.low, ended, True, 1.0
            continue
        yield from _being(sentence, k, sign, before)
        yield from _directed(sentence, k, sign, before, after)


def _being(sentence: Sentence, k: int, sign: str, before: list[Mention]) -> Iterator[Found]:
    """As in "Ruritania is X's closest ally": what one is to another."""
    found = sentence.tokens
    if len(before) < 2 or before[-1].last >= k or found[before[-1].last].kind != "POSS":
        return
    verb = next((v for v in reversed(sentence.verbs) if v.at < before[-1].first and v.subject), None)
    if verb is None or verb.subject is None or verb.at + 3 < before[-1].first:
        return
    if found[verb.at].kind == "BE" and verb.subject.actor != before[-1].actor:
        for one in together(sentence, verb.subject):
            word = found[k].low
            yield (
                one,
                before[-1],
                verb.at,
                k + 1,
                word,
                "-" if verb.negated else sign,
                word in ties("mutual"),
                0.95,
            )


def _pair_before(sentence: Sentence, before: list[Mention], k: int) -> tuple[Mention, Mention] | None:
    """Return two names that stand together before a noun: "the US-China rivalry", "Sino-Soviet ties"."""
    if len(before) < 2:
        return None
    one, other = before[-2:]
    between = sentence.tokens[one.last : other.first]
    rest = sentence.tokens[other.last : k]
    close = len(between) == 1 and between[0].text in ("-", "–", "/")
    return (one, other) if close and all(t.kind in ("W", "CC", "SIGN") for t in rest) else None


def _directed(
    sentence: Sentence, k: int, sign: str, before: list[Mention], after: list[Mention]
) -> Iterator[Found]:
    """As in "its support for China", "Ruritanian pressure on X": a noun, a preposition, a name."""
    found = sentence.tokens
    to = next((m for m in after if m.first - k <= 5), None)
    if to is None:
        return
    between = found[k + 1 : to.first]
    if not between or (sign == "-" and between[0].low == "to" and found[k].low not in ties("towards")):
        return
    if not any(t.kind in ("PREP", "TO") for t in between) or any(
        t.kind == "SIGN" and t.text == "," for t in between
    ):
        return
    owner = next((m for m in reversed(before) if _owns(sentence, m, k)), None)
    verb = next((v for v in reversed(sentence.verbs) if v.at < k and v.subject), None)
    source = owner or (verb.subject if verb else None)
    if source is None:
        return
    word = found[k].low
    turned = _turned(sentence, sign, (verb.start if verb and not owner else k - 3), k)
    for end in [to, *_joined(sentence, to)]:
        if end.actor == source.actor:
            continue
        ends = (end, source) if between[0].low == "from" else (source, end)
        yield *ends, k, k + 1, word, turned, word in ties("mutual"), 0.9


def _joined(sentence: Sentence, first: Mention) -> list[Mention]:
    """Return the names that follow one in a list: "Rome, Paris as well as Bonn"."""
    found, last = sentence.tokens, first.last
    every, sure = list[Mention](), 0
    for mention in sentence.mentions:
        if mention.first < last or mention.form == "adjective":
            continue
        between = found[last : mention.first]
        plain = all(t.kind in ("CC", "DET") or t.low in (",", "as", "well", "also") for t in between)
        if (
            len(between) > 4
            or not plain
            or (found[mention.last : mention.last + 1] and found[mention.last].kind == "POSS")
        ):
            break
        every.append(mention)
        last = mention.last
        if any(t.kind == "CC" or t.low == "well" for t in between):
            sure = len(every)
    return every[:sure]


def _owns(sentence: Sentence, mention: Mention, k: int) -> bool:
    between = sentence.tokens[mention.last : k]
    return not any(t.kind in ("PREP", "TO", "CC") or t.text in (",", ";") for t in between)


def _by_verbs(sentence: Sentence) -> Iterator[Found]:
    for verb in sentence.verbs:
        sign = _verb_sign(sentence, verb)
        if verb.subject is None or not sign:
            continue
        end = end_of(sentence, verb.at)
        word = sentence.tokens[verb.at].low
        if verb.passive:
            doer = next((m for m in sentence.inside(verb.at, end) if _after_by(sentence, m, verb)), None)
            if doer:
                yield doer, verb.subject, verb.at, end, word, sign, False, 0.7
            continue
        others = [m for m in sentence.inside(verb.at, end) if _is_object(sentence, verb, m)]
        for other in others[:1]:
            for each in [other, *_joined(sentence, other)]:
                if each.actor != verb.subject.actor:
                    yield verb.subject, each, verb.at, max(each.last, verb.at + 1), word, sign, False, 0.7


def _after_by(sentence: Sentence, mention: Mention, verb: Verb) -> bool:
    between = sentence.tokens[verb.at + 1 : mention.first]
    return len(between) < 3 and any(t.low == "by" for t in between)


def _is_object(sentence: Sentence, verb: Verb, mention: Mention) -> bool:
    """Whether an act is done to whom a name stands for: no noun of another thing follows the name."""
    between = sentence.tokens[verb.at + 1 : mention.first]
    if len(between) > 6 or any(t.text in (",", ";", ":", "—") or t.low in ("of", "that") for t in between):
        return False  # "recognized the failure of Rome", "fears that Rome"
    after = sentence.tokens[mention.last :][:1]
    if not after or after[0].kind != "W" or mention.kind == "group":
        return True
    gives = ties("giving") & set(sentence.forms(verb)) and not between and mention.form != "adjective"
    return bool(gives) or after[0].low in ties("stances")


def _verb_sign(sentence: Sentence, verb: Verb) -> str:
    kinds = sentence.kinds(verb)
    if "act-" in kinds:
        return "" if verb.negated else "-"
    after = sentence.tokens[verb.at + 1].low if verb.at + 1 < len(sentence.tokens) else ""
    if "act+" in kinds:
        return "-" if verb.negated or after in ("away", "out", "off") else "+"  # "backed away from"
    if "fear" in kinds:
        return "-"
    if set(sentence.forms(verb)) & ties("leaning") and after in ("on", "upon", "to"):
        return "-" if verb.negated else "+"
    return ""
