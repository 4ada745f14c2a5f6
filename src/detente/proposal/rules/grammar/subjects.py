"""Who does what a verb says: the name before it, whom a pronoun stands for, who is made to do it."""

from __future__ import annotations

from collections.abc import Sequence

from detente.proposal.rules.grammar.names import Mention
from detente.proposal.rules.grammar.sentence import Sentence, Verb
from detente.proposal.rules.grammar.tokens import Token
from detente.proposal.rules.lexicon import closed, verbs

__all__ = ["find_subjects"]

_HARD = (";", ":", "—", "(", ")", "?", "!")


def find_subjects(sentence: Sentence, before: Sequence[Verb] = ()) -> None:
    """Find the subject of each verb; pronouns point to ``before`` too, the verbs of the sentence before.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    before
        The verbs of the sentence before.
    """
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
    """Whether a verb makes or wants somebody else do what follows.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    governor
        The verb that governs another.
    """
    moving = (
        verbs("cause+")
        | verbs("want")
        | {"tell", "see", "expect", "invite", "help", "persuade", "warn", "bar"}
    )
    return any(form in moving for form in sentence.forms(governor))


def _subject_of_finite(sentence: Sentence, verb: Verb, previous: Verb | None, before: Sequence[Verb]) -> None:
    found = sentence.tokens
    low = _left(sentence, verb)
    if verb.start and found[verb.start - 1].kind == "REL":
        verb.subject = _antecedent(sentence, verb.start - 1)
        return
    if verb.start and found[verb.start - 1].kind == "CC" and previous is not None:
        verb.subject, verb.stated = _finite_before(sentence, verb) or previous.subject, True
        return
    if verb.start and found[verb.start - 1].text == "," and previous is not None:
        opened = [k for k in range(1, previous.at) if found[k].kind == "REL" and found[k - 1].text == ","]
        outer = (
            [m for m in sentence.inside(0, opened[-1]) if not _behind_preposition(found, m, 0)]
            if opened
            else []
        )
        if outer:  # "Rome, which had waited, wants": behind the comma the outer clause goes on
            verb.subject = outer[0]
            return
    heads = [m for m in sentence.inside(low, verb.start) if not _behind_preposition(found, m, low)]
    if heads:
        verb.subject, verb.stated = heads[0], True
        verb.owned = heads[0].last < verb.start and found[heads[0].last].kind == "POSS"
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
        verb.subject, verb.owned = _meant(sentence, verb, theirs, before), True
    elif (after := _inverted(sentence, verb)) is not None:
        verb.subject = after if isinstance(after, Mention) else _meant(sentence, verb, after, before)
    elif not nouns and previous is not None:
        verb.subject = previous.subject if previous.form == "finite" else _finite_before(sentence, verb)
        verb.stated = True
    elif verb.modal and not nouns:
        verb.subject = _last(before, verb, person=False)


def _inverted(sentence: Sentence, verb: Verb) -> Mention | Token | None:
    """Return a subject that stands behind the helper: "Nor is it", "will Rome"."""
    found = sentence.tokens
    at = verb.at + 1
    if found[verb.at].kind not in ("BE", "HAVE", "DO") or at >= len(found):
        return None
    return sentence.mention_at(at) or (found[at] if found[at].low in closed("subjects") else None)


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
    """Leave out what leads in, up to the last comma before a subject: "In 1998, urged by Rome, the shah"."""
    found = sentence.tokens
    for k in range(high - 1, low, -1):
        if found[k].text != ",":
            continue
        ahead = sentence.mention_at(k - 1)
        if ahead and not _behind_preposition(
            found, ahead, low
        ):  # "Berg, not Falk, was": what follows is put in
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
    while k > low + 1 and found[k].text in ("-", "–"):  # the second half of "Sino-Soviet"
        k -= 2
    while k >= low and found[k].kind in ("DET", "W", "POSS", "ADV", "CC") and steps < 3:
        if found[k].kind == "W" and not _describes(found[k]):
            return False
        k, steps = k - 1, steps + 1
    return (k >= low and found[k].kind in ("PREP", "TO")) or (
        k >= low and found[k].kind == "SUB" and steps == 0 and False
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


def _meant(sentence: Sentence, verb: Verb, pronoun: Token, before: Sequence[Verb]) -> Mention | None:
    """Return whom a pronoun stands for: the subject before it, in this sentence or the last."""
    at = sentence.tokens.index(pronoun)
    person = pronoun.low in closed("persons")
    earlier = [v for v in sentence.verbs if v.at < at and v.subject and v.form == "finite"]
    inside = _last(earlier, verb, person)
    if inside:
        return inside
    heads = [
        m
        for m in sentence.inside(0, at)
        if (m.kind == "person") == person and (person or not _behind_preposition(sentence.tokens, m, 0))
    ]
    later = next((m for m in sentence.inside(at, len(sentence.tokens)) if m.first > verb.at), None)
    lead = sentence.verbs and sentence.verbs[0].at < at
    if heads:
        return heads[-1] if person else heads[0]
    return _last(before, verb, person) or (later if lead and not before else None)


def _last(earlier: Sequence[Verb], verb: Verb, person: bool) -> Mention | None:
    """Return the subject that goes on: of the same modal, not of what is somebody's, and the nearest."""
    fitting = [
        v for v in earlier if v.subject and v.form == "finite" and (v.subject.kind == "person") == person
    ]
    same = [v for v in fitting if verb.modal and v.modal == verb.modal]
    own = [v for v in fitting if not v.owned]
    found = same or own or fitting
    return found[-1].subject if found else None
