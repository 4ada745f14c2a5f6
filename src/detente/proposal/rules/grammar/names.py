"""Who is named in a text: states by tables, persons and groups by the words beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from detente.proposal.rules.grammar.tokens import Token, tokens
from detente.proposal.rules.lexicon import actors, is_verb, table

__all__ = ["Cast", "Mention", "cast"]

#: Tables of names, and what kind of actor each holds.
_TABLES = (("states", "state"), ("bodies", "body"))
#: Most words of a person's name.
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor named in a sentence.

    Parameters
    ----------
    actor
        The name by which it is known throughout.
    first, last
        Its first word, and the one after its last.
    kind
        state, body, person or group.
    form
        name, seat (a capital) or adjective.
    """

    actor: str
    first: int
    last: int
    kind: str
    form: str = "name"


@dataclass(slots=True)
class Cast:
    """All whom a text names.

    Parameters
    ----------
    persons
        A person's name, whole or in part -> the whole name.
    states
        A person or group -> the state it belongs to.
    short
        Short names that this text alone explains, such as "the North".
    renamed
        A state -> the other one that its doubtful names stand for in this text.
    bodies
        The words of an organisation that no table has -> its name.
    """

    persons: dict[tuple[str, ...], str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    short: dict[tuple[str, ...], str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    bodies: dict[tuple[str, ...], str] = field(default_factory=dict)

    def of(self, actor: str) -> str:
        """Return the state of an actor, or the actor.

        Parameters
        ----------
        actor
            A name.
        """
        return self.states.get(actor, actor)

    def mentions(self, found: Sequence[Token]) -> tuple[Mention, ...]:
        """Return who is named in a sentence, in order.

        Parameters
        ----------
        found
            The words of a sentence.

        Returns
        -------
        tuple of Mention
            Never overlapping.
        """
        every: list[Mention] = []
        k = 0
        while k < len(found):
            mention = self._at(found, k)
            if mention:
                every.append(mention)
            k = mention.last if mention else k + 1
        return tuple(every)

    def _at(self, found: Sequence[Token], k: int) -> Mention | None:
        known = _listed(found, k)
        if known:
            if known.actor in self.renamed and _doubtful(found[k].text):
                known = replace(known, actor=self.renamed[known.actor])
            return self._wider(found, known)
        for names, kind in ((self.bodies, "body"), (self.persons, "person"), (self.short, "state")):
            for size in range(_LONGEST + 2, 0, -1):
                row = tuple(t.text for t in found[k : k + size])
                if len(row) == size and row in names:
                    return self._government(found, Mention(names[row], k, k + size, kind))
        return _several(found, k)

    def _government(self, found: Sequence[Token], known: Mention) -> Mention:
        """Take a government into the name of who leads it: "the Berg administration"."""
        at = known.last
        if known.kind != "person" or at >= len(found) or found[at].low not in actors("governments"):
            return known
        name = f"{found[at - 1].text} {found[at].text}"
        if known.actor in self.states:
            self.states.setdefault(name, self.states[known.actor])
        return Mention(name, known.first, at + 1, "group")

    def _wider(self, found: Sequence[Token], known: Mention) -> Mention:
        """Take the group into a name: "Ruritanian army" is an actor of its own."""
        nouns = actors("groups")
        at = known.last
        if at < len(found) and known.form == "adjective" and found[at].low in nouns:
            name = " ".join(t.text for t in found[known.first : at + 1])
            self.states.setdefault(name, known.actor)
            return Mention(name, known.first, at + 1, "group")
        people = _listed(found, at) if at < len(found) and known.form == "adjective" else None
        if people and found[people.last - 1].low.endswith("s") and people.kind == "state":  # Turkish Cypriots
            name = " ".join(t.text for t in found[known.first : people.last])
            self.states.setdefault(name, people.actor)
            return Mention(name, known.first, people.last, "group")
        return known


def cast(sentences: Iterable[Sequence[Token]]) -> Cast:
    """Find out whom a text names.

    Parameters
    ----------
    sentences
        The words of each sentence, in the order of the text.
    """
    every = [tuple(found) for found in sentences]
    persons = _persons(every)
    made = Cast(persons, renamed=_renamed(every), bodies=_bodies(every))
    for found in every:
        _belong(found, made)
    made.short = _short(every)
    return made


@cache
def _called(name: str) -> dict[str, list[tuple[str, str]]]:
    """Actor of a table -> what it is called, and of which form that is."""
    forms = {"names": "name", "seats": "seat", "people": "name", "of": "adjective"}
    return {
        actor: [
            (actor.removeprefix("the "), "name"),
            *((text, form) for kind, form in forms.items() for text in given.get(kind, ())),
        ]
        for actor, given in table(name).items()
    }


@cache
def _doubles() -> dict[str, tuple[str, str]]:
    """Names that stand under two states -> both."""
    seen: dict[str, list[str]] = {}
    for actor, texts in _called("states").items():
        for text, _ in texts:
            seen.setdefault(text, []).append(actor)
    return {text: (every[0], every[1]) for text, every in seen.items() if len(every) > 1}


def _doubtful(word: str) -> bool:
    return word in _doubles()


def _renamed(every: Sequence[Sequence[Token]]) -> dict[str, str]:
    """Say which of two states a doubtful name stands for: the one that is named more often otherwise."""
    own: Counter[str] = Counter()
    for found in every:
        for m in Cast().mentions(found):
            if not _doubtful(found[m.first].text):
                own[m.actor] += 1
    pairs = {(first, other) for first, other in _doubles().values()}
    return {first: other for first, other in pairs if own[other] > own[first]}


@cache
def _names() -> dict[str, list[tuple[tuple[str, ...], str, str, str]]]:
    """First word -> names that begin with it: their words, actor, kind and form; the longest first."""
    rows: dict[str, list[tuple[tuple[str, ...], str, str, str]]] = {}
    for name, kind in _TABLES:
        for actor, texts in _called(name).items():
            for text, form in texts:
                words = tuple(t.text for t in tokens(text))
                rows.setdefault(words[0], []).append((words, actor, kind, form))
    return {first: sorted(every, key=lambda row: -len(row[0])) for first, every in rows.items()}


def _listed(found: Sequence[Token], k: int) -> Mention | None:
    for words, actor, kind, form in _names().get(found[k].text, ()):
        end = k + len(words)
        if tuple(t.text for t in found[k:end]) != words:
            continue
        if form == "seat" and _venue(found, k, end):
            return None
        return Mention(actor, k, end, kind, form)
    return None


def _venue(found: Sequence[Token], k: int, end: int) -> bool:
    """Whether a seat is where something happens rather than who acts."""
    after = found[end].low if end < len(found) else ""
    return after in actors("venues")


def _several(found: Sequence[Token], k: int) -> Mention | None:
    """The two superpowers, all regional players: a group of states."""
    counts, nouns = actors("counts"), actors("pairs")
    end = k
    while end < len(found) and (found[end].low in counts or (end > k and found[end].kind == "DET")):
        end += 1
    if end > k and end < len(found) and found[end].low in nouns and found[k].low in counts:
        after = found[end + 1].low if end + 1 < len(found) else ""
        if after in ("of", "to"):
            return None
        name = " ".join(t.text for t in found[k : end + 1]).lower()
        return Mention(name, k, end + 1, "group")
    return None


def _runs(found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield rows of capitalised words that no table has."""
    k = 0
    while k < len(found):
        if not _proper(found, k) or _listed(found, k):
            k += 1
            continue
        end = k + 1
        while end < len(found) and _goes_on(found, end):
            end += 1
        yield k, end
        k = end


def _proper(found: Sequence[Token], k: int) -> bool:
    token = found[k]
    return token.capital and token.text.isalpha() and token.kind in ("W", "ADV") and not _opening(found, k)


def _opening(found: Sequence[Token], k: int) -> bool:
    """Whether a capital may be due to the beginning of a sentence alone."""
    if k and found[k - 1].low not in ('"', "“", "‘", "(", ":"):
        return False
    after = found[k + 1] if k + 1 < len(found) else None
    return not (after and after.capital and after.text.isalpha() and after.kind == "W")


def _goes_on(found: Sequence[Token], end: int) -> bool:
    token, before = found[end], found[end - 1]
    if _listed(found, end):
        return False
    if token.capital and token.text.isalpha() and token.kind == "W":
        return token.start - before.end <= 1
    joined = end + 1 < len(found) and token.end == found[end + 1].start
    if token.text == "-" and before.end == token.start and joined:
        return True
    if before.text == "-" and token.start == before.end:
        return token.text.isalpha()
    rest = found[end + 1 : end + 3]
    following = bool(rest) and (rest[0].capital or (rest[0].text == "-" and rest[-1].capital))
    return token.low in actors("particles") and following


def _persons(every: Sequence[Sequence[Token]]) -> dict[tuple[str, ...], str]:
    whole: Counter[tuple[str, ...]] = Counter()
    alone: Counter[str] = Counter()
    for found in every:
        for first, end in _runs(found) if _tells(found) else ():
            at, surely = first, _titled(found, first - 1)
            while at < end and found[at].low in actors("titles"):
                at, surely = at + 1, True
            row = tuple(t.text for t in found[at:end])
            surely |= end < len(found) and found[end].low in actors("governments")
            if not row or any(word.lower() in actors("things") for word in row) or row[0].isupper():
                continue
            words = _spelled(row).split()
            if surely or 2 <= len(words) <= _LONGEST:
                whole[row] += 2 if surely else 1
            elif len(words) == 1 and _acts(found, end):
                alone[row[0]] += 1
    known: dict[tuple[str, ...], str] = {}
    for row, _ in whole.most_common():
        if len(row) > 1:
            name = _spelled(row)
            known.setdefault(row, name)
            known.setdefault((row[-1],) if "-" not in row else (row[0],), name)
            known.setdefault((row[0],), name)
    for row in whole:
        known.setdefault(row, _spelled(row))
    for word, count in alone.items():
        if count > 1:
            known.setdefault((word,), word)
    return known


def _bodies(every: Sequence[Sequence[Token]]) -> dict[tuple[str, ...], str]:
    """Find organisations by the words that their names are made of: "Collective Security Organization"."""
    known: dict[tuple[str, ...], str] = {}
    for found in every:
        for first, end in _runs(found) if _tells(found) else ():
            named = any(t.low in actors("organisations") for t in found[first:end])
            if named and _of_what(found, end):
                end += 2
                while end < len(found) and _goes_on(found, end):
                    end += 1
            row = tuple(t.text for t in found[first:end])
            if named and 2 <= len(row) <= _LONGEST + 2 and not any(word == "-" for word in row):
                known.setdefault(row, " ".join(row))
    return known


def _of_what(found: Sequence[Token], end: int) -> bool:
    """Whether a name goes on with what it is for: "Court of Justice", "Ministry of Defense"."""
    return (
        end + 1 < len(found)
        and found[end].low in ("of", "for")
        and found[end + 1].capital
        and found[end + 1].kind == "W"
        and not _listed(found, end + 1)
    )


def _tells(found: Sequence[Token]) -> bool:
    """Whether a row of words is a sentence, and not a heading, a footnote or a row of buttons."""
    return any(
        t.kind in ("MOD", "BE", "HAVE", "DO") or (t.kind == "W" and is_verb(t.low)) for t in found[1:]
    ) and (found[-1].text in '.?!”"' or found[-1].kind == "NUM")


def _spelled(row: Sequence[str]) -> str:
    return " ".join(row).replace(" - ", "-")


def _titled(found: Sequence[Token], at: int) -> bool:
    return at >= 0 and found[at].low in actors("titles")


def _acts(found: Sequence[Token], at: int) -> bool:
    """Whether what stands behind a name shows that it is one who acts."""
    if at >= len(found):
        return False
    token = found[at]
    if token.kind in ("MOD", "HAVE"):
        return True
    return token.kind == "W" and is_verb(token.low) and token.low.endswith(("s", "ed"))


def _belong(found: Sequence[Token], made: Cast) -> None:
    """Note of which state a person is, where it is said: "Ruritania's Ada Berg", "President Berg of X"."""
    mentions = made.mentions(found)
    for before, after in pairwise(mentions):
        between = [t for t in found[before.last : after.first] if t.kind != "POSS"]
        words = actors("titles") | actors("governments")
        near = all(t.low in words or t.kind == "W" for t in between) and len(between) < 4
        if before.kind == "state" and after.kind == "person" and near:
            possessive = before.last < len(found) and found[before.last].kind == "POSS"
            if possessive or before.form == "adjective" or any(t.low in words for t in between):
                made.states.setdefault(after.actor, before.actor)
        if before.kind == "person" and after.kind == "state" and [t.low for t in between] == ["of"]:
            made.states.setdefault(before.actor, after.actor)


def _short(every: Sequence[Sequence[Token]]) -> dict[tuple[str, ...], str]:
    """Find "the North" and "the South", in a text that names one state so called."""
    seen: Counter[str] = Counter(
        m.actor for found in every for m in Cast().mentions(found) if m.kind == "state"
    )
    short: dict[tuple[str, ...], str] = {}
    for side in ("North", "South", "East"):
        called = [name for name, _ in seen.most_common() if name.startswith(f"{side} ")]
        if called:
            for article in ("the", "The"):
                short[(article, side)] = called[0]
    return short
