"""Who does what in a sentence: its verbs, the subject of each, and how far what belongs to it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.proposal.rules.lexicon import closed, is_verb, kinds, verbs
from detente.proposal.rules.names import Cast, Mention
from detente.proposal.rules.tokens import Token, tokens

__all__ = ["Sentence", "Verb", "parse"]

_AUX = ("MOD", "BE", "HAVE", "DO")
_HARD = (";", ":", "—", "(", ")", "?", "!")


@dataclass(slots=True)
class Verb:
    """A verb and what stands around it.

    Parameters
    ----------
    at
        Its word.
    start
        Where its group begins: auxiliaries, negation and adverbs before it.
    form
        finite, inf or ing.
    modal
        The modal verb of its group, or nothing.
    negated, passive, perfect
        What its group says.
    subject
        Who does it, or ``None``.
    object
        For an infinitive: who is made to do it ("wants Rome to go").
    """

    at: int
    start: int
    form: str
    modal: str = ""
    negated: bool = False
    passive: bool = False
    perfect: bool = False
    subject: Mention | None = None
    controlled: bool = False
    governor: int = -1
    stated: bool = False


@dataclass(slots=True)
class Sentence:
    """A sentence as the rules see it."""

    text: str
    place: tuple[int, int]
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    verbs: list[Verb] = field(default_factory=list)
    topic: Mention | None = None

    def forms(self, verb: Verb) -> tuple[str, ...]:
        """Return the ground forms of a verb."""
        return self.tokens[verb.at].forms

    def kinds(self, verb: Verb) -> frozenset[str]:
        """Return what a verb says."""
        return frozenset(k for form in self.forms(verb) for k in kinds(form))

    def quote(self, start: int, end: int) -> str:
        """Return the words from one to before another, without signs at the ends."""
        while (
            start < end
            and self.tokens[start].kind == "SIGN"
            and self.tokens[start].low not in ("“", '"', "(")
        ):
            start += 1
        while end > start and self.tokens[end - 1].text in (",", ";", ":", "—", "-", ".", "("):
            end -= 1
        while end > start > 0 and self.tokens[start].low[0] == "'" and self.tokens[start].low != "'":
            start -= 1  # a word is quoted whole
        while (
            start < end < len(self.tokens) and self.tokens[end].kind in ("POSS", "BE") and self._joined(end)
        ):
            end += 1
        return self.text[self.tokens[start].start : self.tokens[end - 1].end] if end > start else ""

    def _joined(self, at: int) -> bool:
        return self.tokens[at - 1].end == self.tokens[at].start

    def inside(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the actors named between two words."""
        return tuple(m for m in self.mentions if start <= m.first and m.last <= end)

    def mention_at(self, at: int) -> Mention | None:
        """Return the actor whose name holds a word."""
        return next((m for m in self.mentions if m.first <= at < m.last), None)


def parse(text: str, place: tuple[int, int], cast: Cast, before: Mention | None) -> Sentence:
    """Read a sentence; ``before`` is what pronouns at its beginning stand for."""
    found = tokens(text)
    sentence = Sentence(text, place, found, cast.mentions(found))
    _find(sentence)
    _subjects(sentence, before)
    return sentence


# ---------------------------------------------------------------------------------------------- verbs


def _find(sentence: Sentence) -> None:
    found = sentence.tokens
    named = {k for m in sentence.mentions for k in range(m.first, m.last)}
    last: Verb | None = None
    for k, token in enumerate(found):
        if k in named or token.kind not in ("W", "BE", "HAVE", "DO", "ADV") or (token.kind == "ADV"):
            continue
        verb = _verb(sentence, k, named, last)
        if verb:
            sentence.verbs.append(verb)
            last = verb


def _verb(sentence: Sentence, k: int, named: set[int], last: Verb | None) -> Verb | None:
    """Return the verb that a word is, or nothing."""
    found = sentence.tokens
    token = found[k]
    start, group = _group(found, k, named)
    before = found[start - 1] if start else None
    if token.kind in _AUX:
        return None if _helps(found, k, named) else _made(k, start, "finite", group, found)
    heads = [g for g in group if g.kind in _AUX]
    if heads:
        return _helped(found, k, start, group, heads[-1])
    if before and before.kind == "TO" and not token.capital:
        return _made(k, start, "inf", group, found) if _infinitive(token) else None
    if token.low.endswith("ing") and len(token.low) > 5:
        return _made(k, start, "ing", group, found) if _gerund(found, k, before, start - 1 in named) else None
    if not is_verb(token.low) or (token.capital and k):
        return None
    if _coordinate(found, k, before, last):
        assert last is not None
        made = _made(k, start, last.form, group, found)
        made.modal = made.modal or last.modal
        return made
    return _made(k, start, "finite", group, found) if _finite(sentence, k, start, named) else None


def _group(found: Sequence[Token], k: int, named: set[int]) -> tuple[int, list[Token]]:
    """Return where the group of a verb begins, and the small words in it."""
    start, group = k, list[Token]()
    while start and start - 1 not in named and found[start - 1].kind in (*_AUX, "ADV"):
        start -= 1
        group.insert(0, found[start])
    return start, group


def _helps(found: Sequence[Token], k: int, named: set[int]) -> bool:
    """Whether an auxiliary only helps another verb."""
    at = k + 1
    while at < len(found) and at not in named and found[at].kind in ("ADV", *_AUX):
        if found[at].kind in _AUX:
            return True
        at += 1
    if at >= len(found) or at in named or found[at].kind != "W":
        return False
    low = found[at].low
    if found[k].kind == "MOD":
        return True
    if found[k].kind == "DO":
        return is_verb(low)
    ending = low.endswith("ed") or (low != found[at].forms[-1] and _past(found[at]))
    if found[k].kind == "HAVE":
        return ending
    return low.endswith("ing") or (ending and is_verb(low))


def _past(token: Token) -> bool:
    return token.low.endswith("ed") or (is_verb(token.low) and _irregular(token.low))


def _irregular(low: str) -> bool:
    from detente.proposal.rules.lexicon import table

    return low in table("closed")["irregular"]


def _helped(found: Sequence[Token], k: int, start: int, group: list[Token], head: Token) -> Verb | None:
    token = found[k]
    if head.kind == "MOD":
        return _made(k, start, "finite", group, found)
    if head.kind == "DO":
        return _made(k, start, "finite", group, found) if is_verb(token.low) else None
    if head.kind == "HAVE":
        return _made(k, start, "finite", group, found) if _past(token) else None
    if token.low.endswith("ing") and is_verb(token.low):
        return _made(k, start, "finite", group, found)
    if _past(token) and is_verb(token.low):
        made = _made(k, start, "finite", group, found)
        made.passive = True
        return made
    return None


def _infinitive(token: Token) -> bool:
    if is_verb(token.low):
        return token.low in token.forms and not token.low.endswith(("ed", "ing")) or token.low == "need"
    return (
        token.kind == "W"
        and token.text.isalpha()
        and not token.low.endswith(
            ("s", "ion", "ment", "al", "ic", "ous", "ing", "ity", "ness", "ance", "ence", "ed")
        )
    )


def _gerund(found: Sequence[Token], k: int, before: Token | None, named: bool) -> bool:
    low = found[k].low
    if low in (
        "during",
        "nothing",
        "something",
        "anything",
        "everything",
        "meeting",
        "regarding",
        "following",
    ):
        return False
    if before is None or before.kind in ("PREP", "SUB", "CC", "SIGN", "TO"):
        return is_verb(low) or before is None or before.kind in ("PREP", "SUB", "SIGN")
    if before.kind in ("DET", "POSS"):
        return False
    return is_verb(low) and (named or before.kind == "W")


def _coordinate(found: Sequence[Token], k: int, before: Token | None, last: Verb | None) -> bool:
    """Whether a word goes on with what the verb before began: "to sell and (to) buy"."""
    if before is None or last is None or found[k].low.endswith("ing"):
        return False
    joined = before.kind == "CC" or (before.text == "," and k - last.at > 2)
    if not joined:
        return False
    base = is_base(found[k])
    if last.form == "inf" or last.modal:
        return base and _takes_object(found, k)
    return (
        last.form == "finite" and (_past(found[k]) or found[k].low.endswith("s")) and _takes_object(found, k)
    )


def _takes_object(found: Sequence[Token], k: int) -> bool:
    """Whether what follows a word looks like the object of a verb, not like the rest of a list of nouns."""
    after = found[k + 1] if k + 1 < len(found) else None
    if after is None or after.text in (",", ".", ";") or after.kind == "CC":
        return False
    return not (after.kind == "PREP" and after.low == "of") and after.kind not in _AUX


def is_base(token: Token) -> bool:
    """Whether a word is a verb in its ground form."""
    return bool(kinds(token.low))


def _finite(sentence: Sentence, k: int, start: int, named: set[int]) -> bool:
    """Whether a verb without helpers is one that has a subject, and not a noun or a participle."""
    found, token = sentence.tokens, sentence.tokens[k]
    if not start:
        return False
    before = found[start - 1]
    mention = sentence.mention_at(start - 1)
    third = token.low.endswith("s") and not token.low.endswith("ss")
    if before.kind in ("REL", "PRON") and before.low not in ("this", "these", "those", "its"):
        return third or _past(token) or is_base(token)
    if before.low in ("this", "these", "those"):
        return third and not _of(found, k) or _past(token)
    if before.kind in ("DET", "POSS", "PREP", "TO", "CC", "SUB", "NUM"):
        return before.kind == "SIGN" and False
    if mention:
        if mention.form == "adjective" and not before.low.endswith("s"):
            return _past(token) and not _noun_after(found, k)
        plural = before.low.endswith("s") or mention.kind == "group"
        joined = any(t.kind == "CC" for t in found[max(mention.first - 2, 0) : mention.first])
        return third and not _of(found, k) or _past(token) or ((plural or joined) and is_base(token))
    if before.kind == "SIGN":
        if before.text not in (",", "—", ")", "”", '"'):
            return False
        return (
            (third or _past(token)) and _open(sentence, k) and _takes_object(found, k) and before.text != ","
        )
    if before.kind == "W":
        if _past(token):
            return _open(sentence, k) and not _by(found, k)
        if third:
            return _open(sentence, k) and _takes_object(found, k) and not before.low.endswith("s")
        return is_base(token) and before.low.endswith("s") and _open(sentence, k) and _takes_object(found, k)
    return False


def _of(found: Sequence[Token], k: int) -> bool:
    return k + 1 < len(found) and found[k + 1].low == "of"


def _by(found: Sequence[Token], k: int) -> bool:
    return k + 1 < len(found) and found[k + 1].low == "by"


def _noun_after(found: Sequence[Token], k: int) -> bool:
    return k + 1 < len(found) and found[k + 1].kind == "W"


def _open(sentence: Sentence, k: int) -> bool:
    """Whether the clause that a word stands in still has no finite verb."""
    found = sentence.tokens
    last = next((v for v in reversed(sentence.verbs) if v.form == "finite"), None)
    if last is None:
        return True
    between = found[last.at + 1 : k]
    return any(t.kind in ("SUB", "REL") or t.text in (";", ":", "—", ",") or t.kind == "CC" for t in between)


def _made(k: int, start: int, form: str, group: Sequence[Token], found: Sequence[Token]) -> Verb:
    negations = closed("negations")
    modal = next((t.low for t in group if t.kind == "MOD"), "")
    if not modal and start > 1 and found[start - 1].kind == "W":
        modal = ""
    negated = any(t.low in negations or t.low.endswith("n't") for t in group)
    return Verb(k, start, form, modal, negated, perfect=any(t.kind == "HAVE" for t in group))


# ---------------------------------------------------------------------------------------------- subjects


def _subjects(sentence: Sentence, before: Mention | None) -> None:
    previous: Verb | None = None
    for verb in sentence.verbs:
        if verb.form == "finite":
            _subject_of_finite(sentence, verb, previous, before)
        elif previous is not None:
            verb.governor = previous.at
            verb.subject, verb.controlled = _governed(sentence, verb, previous)
        previous = verb
    following: Mention | None = None
    for verb in reversed(
        sentence.verbs
    ):  # "Having sold the ports, Rome went on": the next finite verb has it
        if verb.subject is None and verb.form != "finite" and verb.governor < 0:
            verb.subject = following
        if verb.form == "finite":
            following = verb.subject or following
    sentence.topic = next((v.subject for v in sentence.verbs if v.form == "finite" and v.subject), None)


def _governed(sentence: Sentence, verb: Verb, governor: Verb) -> tuple[Mention | None, bool]:
    """Return the subject of an infinitive or a participle, and whether it was another's object."""
    between = sentence.inside(governor.at + 1, verb.start)
    made = governor_moves(sentence, governor)
    near = [m for m in between if m.last >= verb.start - 1] if verb.form == "inf" else []
    if near and made and between[-1].form != "adjective":
        return between[-1], True
    if verb.form == "ing" and between and sentence.tokens[verb.start - 1].text not in (",",):
        beside = [m for m in between if m.last == verb.start]
        if beside:
            return beside[0], True
    return governor.subject, False


def governor_moves(sentence: Sentence, governor: Verb) -> bool:
    """Whether a verb makes or wants somebody else do what follows."""
    moving = (
        verbs("cause+")
        | verbs("want")
        | {"tell", "see", "expect", "invite", "help", "persuade", "warn", "bar"}
    )
    return any(form in moving for form in sentence.forms(governor))


def _subject_of_finite(sentence: Sentence, verb: Verb, previous: Verb | None, before: Mention | None) -> None:
    found = sentence.tokens
    low = _left(sentence, verb)
    if verb.start and found[verb.start - 1].kind == "REL":
        verb.subject = _antecedent(sentence, verb.start - 1)
        return
    if verb.start and found[verb.start - 1].kind == "CC" and previous is not None:
        verb.subject, verb.stated = _finite_before(sentence, verb) or previous.subject, True
        return
    heads = [m for m in sentence.inside(low, verb.start) if not _behind_preposition(found, m, low)]
    if heads:
        verb.subject, verb.stated = heads[0], True
        return
    words = found[low : verb.start]
    pronoun = next((t for t in words if t.low in closed("subjects")), None)
    if pronoun is not None:
        verb.subject = _meant(sentence, verb, pronoun, before)
        verb.stated = True
        return
    nouns = [t for t in words if t.kind in ("W", "NUM", "DET", "PRON")]
    theirs = next((t for t in words if t.low in closed("theirs")), None)
    if theirs is not None:
        verb.subject = _meant(sentence, verb, theirs, before)
    elif not nouns and previous is not None:
        verb.subject = previous.subject if previous.form == "finite" else _finite_before(sentence, verb)
        verb.stated = True
    elif verb.modal and not nouns:
        verb.subject = before


def _finite_before(sentence: Sentence, verb: Verb) -> Mention | None:
    every = [v for v in sentence.verbs if v.form == "finite" and v.at < verb.at]
    return every[-1].subject if every else None


def _left(sentence: Sentence, verb: Verb) -> int:
    """Return where the clause of a finite verb begins."""
    found = sentence.tokens
    k = verb.start
    finite = [v.at for v in sentence.verbs if v.at < verb.start and v.form == "finite"]
    floor = finite[-1] + 1 if finite else 0
    while k > floor:
        token = found[k - 1]
        if token.kind in ("SUB", "REL") or token.text in _HARD:
            break
        k -= 1
    return _past_lead(sentence, k, verb.start)


def _past_lead(sentence: Sentence, low: int, high: int) -> int:
    """Leave out what leads in: "In 1998, under pressure from Rome, the shah …": the last comma before a subject."""
    found = sentence.tokens
    for k in range(high - 1, low, -1):
        if found[k].text != ",":
            continue
        heads = [m for m in sentence.inside(k + 1, high) if not _behind_preposition(found, m, k + 1)]
        if heads or any(t.low in closed("subjects") for t in found[k + 1 : high]):
            first = heads[0].first if heads else k + 1
            if first - k <= 4 and not _listed_on(sentence, k, low):
                return k + 1
    return low


def _listed_on(sentence: Sentence, k: int, low: int) -> bool:
    """Whether a comma only stands between the members of a list: "Rome, Paris and Bonn"."""
    before, after = sentence.mention_at(k - 1), sentence.mention_at(k + 1)
    return bool(before and after and not _behind_preposition(sentence.tokens, before, low))


def _behind_preposition(found: Sequence[Token], mention: Mention, low: int) -> bool:
    """Whether a name stands behind a preposition, with nothing but its own words between."""
    k = mention.first - 1
    steps = 0
    while k >= low and found[k].kind in ("DET", "W", "POSS", "ADV", "CC") and steps < 3:
        if found[k].kind == "W" and not _describes(found[k]):
            return False
        k, steps = k - 1, steps + 1
    return (
        k >= low
        and found[k].kind in ("PREP", "TO")
        or (k >= low and found[k].kind == "SUB" and steps == 0 and False)
    )


def _describes(token: Token) -> bool:
    return (
        token.low.endswith(("al", "ic", "ive", "ous", "ed", "ing", "new", "ern", "y", "ful")) or token.capital
    )


def _antecedent(sentence: Sentence, relative: int) -> Mention | None:
    """Return whom "who" and "which" stand for: the name right before, and else nobody."""
    found = sentence.tokens
    k = relative - 1
    while k >= 0 and found[k].text in (",", "—"):
        k -= 1
    mention = sentence.mention_at(k)
    if mention and found[relative].low == "which":
        behind = _behind_preposition(found, mention, 0) and found[mention.first - 1].low not in ("to", "by")
        return None if behind else mention
    if found[relative].low == "who":
        every = sentence.inside(0, relative)
        return mention or (every[-1] if every else None)
    return mention


def _meant(sentence: Sentence, verb: Verb, pronoun: Token, before: Mention | None) -> Mention | None:
    """Return whom a pronoun stands for: the subject before it, in this sentence or the last."""
    at = sentence.tokens.index(pronoun)
    earlier = [v.subject for v in sentence.verbs if v.at < at and v.subject and v.form == "finite"]
    if pronoun.low in closed("persons"):
        people = [m for m in sentence.inside(0, at) if m.kind == "person"]
        return people[-1] if people else (earlier[-1] if earlier else before)
    if earlier:
        return earlier[0]
    heads = [m for m in sentence.inside(0, at) if not _behind_preposition(sentence.tokens, m, 0)]
    later = next((m for m in sentence.inside(at, len(sentence.tokens)) if m.first > verb.at), None)
    lead = sentence.verbs and sentence.verbs[0].at < at
    return heads[0] if heads else (before or (later if lead else None))
