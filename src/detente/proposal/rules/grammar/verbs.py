"""Which words of a sentence are verbs, and in which form: by the words beside them and their endings."""

from __future__ import annotations

from collections.abc import Sequence

from detente.proposal.rules.grammar.sentence import AUXILIARIES as _AUX
from detente.proposal.rules.grammar.sentence import Sentence, Verb
from detente.proposal.rules.grammar.tokens import Token
from detente.proposal.rules.lexicon import closed, irregular, is_verb, kinds, ties

__all__ = ["find_verbs", "relative_ends"]


def find_verbs(sentence: Sentence) -> None:
    """Find the verbs of a sentence, in order.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    """
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
        form = "ing" if (group or [token])[0].low in ("being", "having") else "finite"
        return None if _helps(found, k, named) else _made(k, start, form, group, found)
    heads = [g for g in group if g.kind in _AUX]
    if heads:
        made = _helped(found, k, start, group, heads[-1])
        if made and heads[0].low in ("being", "having"):
            made.form = "ing"
        return made
    if before and before.kind == "TO" and not token.capital:
        return _made(k, start, "inf", group, found) if _infinitive(token) else None
    if token.low.endswith("ing") and len(token.low) > 5:
        return _made(k, start, "ing", group, found) if _gerund(found, k, before, start - 1 in named) else None
    told = (
        token.low.endswith("ed")
        and len(token.low) > 4
        and (start - 1 in named or (before and before.kind == "PRON"))
    )
    if not (is_verb(token.low) or told) or (token.capital and k):
        return None
    closes = before is not None and before.text == "," and relative_ends(sentence, start - 1)
    if not closes and _coordinate(found, k, before, last):
        assert last is not None
        goes_on = last.form == "inf" or last.modal
        made = _made(k, start, last.form if goes_on and is_base(token) else "finite", group, found)
        made.modal = made.modal or (last.modal if is_base(token) else "")
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
    return low.endswith("ing") or ending


def _past(token: Token) -> bool:
    return token.low.endswith("ed") or (is_verb(token.low) and irregular(token.low))


def _helped(found: Sequence[Token], k: int, start: int, group: list[Token], head: Token) -> Verb | None:
    token = found[k]
    if head.kind == "MOD":
        return _made(k, start, "finite", group, found)
    if head.kind == "DO":
        return _made(k, start, "finite", group, found) if is_verb(token.low) else None
    if head.kind == "HAVE":
        return _made(k, start, "finite", group, found) if _past(token) else None
    if token.low.endswith("ing") and len(token.low) > 5:
        return _made(k, start, "finite", group, found)
    if _past(token):
        made = _made(k, start, "finite", group, found)
        made.passive = True
        return made
    return None


def _infinitive(token: Token) -> bool:
    if is_verb(token.low):
        return (token.low in token.forms and not token.low.endswith(("ed", "ing"))) or token.low == "need"
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
    """Whether a word is a verb in its ground form.

    Parameters
    ----------
    token
        The word.
    """
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
        return (third and not _of(found, k)) or _past(token)
    if before.kind in ("DET", "POSS", "PREP", "TO", "CC", "SUB", "NUM"):
        return before.kind == "SIGN" and False
    if mention:
        if mention.form == "adjective" and not before.low.endswith("s"):
            return _past(token) and not _noun_after(found, k)
        if third and _is_noun(found, k):
            return False
        plural = before.low.endswith("s") or mention.kind == "group"
        joined = any(t.kind == "CC" for t in found[max(mention.first - 2, 0) : mention.first])
        return (third and not _of(found, k)) or _past(token) or ((plural or joined) and is_base(token))
    if before.text == "," and relative_ends(sentence, start - 1):
        return third or _past(token)
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
            return _open(sentence, k) and _takes_object(found, k) and not _plural(before)
        return is_base(token) and before.low.endswith("s") and _open(sentence, k) and _takes_object(found, k)
    return False


def relative_ends(sentence: Sentence, comma: int) -> bool:
    """Whether a comma closes what another one before "which" or "who" has opened.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    comma
        Place of the comma, from 0.
    """
    found = sentence.tokens
    opened = [k for k in range(1, comma) if found[k].kind == "REL" and found[k - 1].text == ","]
    if not opened or any(t.text in (",", ";") for t in found[opened[-1] : comma]):
        return False
    inside = [v for v in sentence.verbs if v.form == "finite" and v.at > opened[-1]]
    outside = [v for v in sentence.verbs if v.form == "finite" and v.at < opened[-1]]
    return bool(inside) and not outside


def _of(found: Sequence[Token], k: int) -> bool:
    return k + 1 < len(found) and found[k + 1].low == "of"


def _is_noun(found: Sequence[Token], k: int) -> bool:
    """Whether a word that may be a noun for a tie or an act stands as one: "UN sanctions against X"."""
    nouns = ties("nouns", "+") | ties("nouns", "-") | ties("acts")
    after = found[k + 1] if k + 1 < len(found) else None
    return found[k].low in nouns and not (after and (after.kind in ("DET", "PRON") or after.capital))


def _plural(token: Token) -> bool:
    return token.low.endswith("s") and not token.low.endswith("ss")


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
