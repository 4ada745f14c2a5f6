"""What the rules have in common: pieces of a sentence, and how surely they are said."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.proposal.rules.grammar import Sentence, Verb
from detente.proposal.rules.grammar.names import Mention
from detente.proposal.rules.grammar.tokens import matches

__all__ = ["Draft", "end_of", "modality", "start_of"]


@dataclass(slots=True)
class Draft:
    """An item before its locator is known.

    Parameters
    ----------
    type
        As of an item.
    quote, text
        Words of the sentence; the text is the core of the quote.
    slots
        As of an item.
    reason
        The rule, and the words that it went by.
    weight
        How sure the rule is; the least sure are left out where there are too many.
    """

    type: str
    quote: str
    text: str = ""
    slots: dict[str, str] = field(default_factory=dict)
    modality: str = ""
    reason: str = ""
    weight: float = 1.0


_LEVELS = ("certain", "unlikely", "likely", "hope", "possible", "normative", "conditional")


def modality(sentence: Sentence, start: int, end: int) -> tuple[str, str]:
    """Return how a piece is said, and the words that show it.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    start
        Place of the first word, from 0.
    end
        The place after the last.
    """
    piece = sentence.tokens[start:end]
    found = {level: next(matches(piece, f"future.{level}"), None) for level in _LEVELS}
    for level in ("unlikely", "likely", "possible", "hope", "certain", "normative", "conditional"):
        hit = found[level]
        if hit is not None:
            return level, " ".join(t.low for t in piece[hit[0] : hit[1]])
    return "asserted", ""


def start_of(sentence: Sentence, at: int) -> int:
    """Return where the piece begins that a word stands in: behind a comma, a semicolon or a joining word.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    at
        Place of the word, from 0.
    """
    found = sentence.tokens
    k = at
    while k and not _breaks(sentence, k - 1):
        k -= 1
    while k < at and found[k].kind in ("CC", "SIGN"):
        k += 1
    return k


def end_of(sentence: Sentence, at: int) -> int:
    """Return where what belongs to a verb or a phrase ends.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    at
        Place of the verb or phrase, from 0.
    """
    found = sentence.tokens
    k = at + 1
    while k < len(found) and not _breaks(sentence, k):
        k += 1
    return k


def _breaks(sentence: Sentence, k: int) -> bool:
    """Whether a new thought begins at a sign or a joining word."""
    found = sentence.tokens
    token = found[k]
    if token.text in (";", ":", "—", "(", ")", "?", "!") or token.low in (
        "because",
        "although",
        "whereas",
        "unless",
    ):
        return True
    after = found[k + 1] if k + 1 < len(found) else None
    if after is None:
        return False
    if token.text == ",":
        return _fresh(sentence, k + 1)
    return token.kind == "CC" and _clause(sentence, k + 1)


def _fresh(sentence: Sentence, k: int) -> bool:
    """Whether behind a comma something new begins, not the next member of a list."""
    found = sentence.tokens
    token = found[k]
    if token.kind in ("SUB", "REL", "ADV", "PREP", "TO", "PRON"):
        return True
    if token.kind == "CC":
        return token.low in ("but", "yet") or _clause(sentence, k + 1)
    verb = next((v for v in sentence.verbs if v.start == k), None)
    if verb is not None and verb.form == "ing":
        return True
    return _clause(sentence, k)


def _clause(sentence: Sentence, k: int) -> bool:
    """Whether a clause with its own finite verb begins at a word."""
    verb = next((v for v in sentence.verbs if v.form == "finite" and v.start >= k), None)
    if verb is None:
        return False
    between = sentence.tokens[k : verb.start]
    return len(between) < 9 and not any(
        t.text in (",", ";", ":", "—") or t.kind in ("SUB", "REL") for t in between
    )


def cut(sentence: Sentence, verb: Verb | None, end: int) -> int:
    """Return where the part of a verb ends if others go on in the same form: "to buy oil, to sell gas".

    Parameters
    ----------
    sentence
        The sentence, parsed.
    verb
        The verb, or ``None`` where there is none.
    end
        Where the part ends otherwise.
    """
    if verb is None:
        return end
    for other in sentence.verbs:
        if verb.at < other.start < end and other.form == verb.form and _joined(sentence, other.start):
            return other.start - (sentence.tokens[other.start - 1].kind in ("CC", "TO"))
    return end


def _joined(sentence: Sentence, at: int) -> bool:
    before = sentence.tokens[at - 1]
    if before.kind == "TO":
        before = sentence.tokens[at - 2]
    return before.kind == "CC" or before.text == ","


def together(sentence: Sentence, who: Mention) -> list[Mention]:
    """Return an actor and those joined to it by "and", "or" or "nor", of the same form.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    who
        The actor.
    """
    found, every = sentence.tokens, [who]
    for mention in sentence.mentions:
        between = found[every[-1].last : mention.first]
        small = all(t.kind in ("CC", "DET") or t.text == "," for t in between) and len(between) < 4
        if (
            mention.first >= every[-1].last
            and between
            and small
            and any(t.kind == "CC" or t.text == "," for t in between)
        ):
            every.append(mention)
    return (
        every if len(every) == 1 or any(t.kind == "CC" for t in found[who.last : every[-1].first]) else [who]
    )


def called(mention: Mention | None) -> str:
    """Return the name of an actor, or nothing.

    Parameters
    ----------
    mention
        The actor, if there is one.
    """
    return mention.actor if mention else ""
