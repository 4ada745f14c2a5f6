"""The rule reader: every sentence of a document through every rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from detente.proposal.item import Item
from detente.proposal.rules.aims import aims
from detente.proposal.rules.causes import causes
from detente.proposal.rules.conditions import conditions
from detente.proposal.rules.dated import dated, dates_in
from detente.proposal.rules.draft import Draft
from detente.proposal.rules.grammar import Sentence, Verb, parse
from detente.proposal.rules.grammar.names import Cast, cast
from detente.proposal.rules.grammar.sentence import AUXILIARIES
from detente.proposal.rules.grammar.tokens import tokens
from detente.proposal.rules.levers import levers
from detente.proposal.rules.links import links
from detente.proposal.rules.outlooks import outlooks
from detente.sources import Document

__all__ = ["read"]

#: Letters of the longest sentence that is read.
_LONGEST = 3000

#: Drafts of this weight are the surer ones, which come first.
_SURE = 0.85

#: An item, and whether it comes with the surer ones (0) or behind them (1).
Ranked = tuple[int, Item]

#: Types of which one sentence may hold a piece of another.
_PIECES = ("lever", "forecast")

#: Pages of a book or a journal.
_REFERENCE = re.compile(r"\b(?:pp?|S)\.\s?\d+")


def read(document: Document, key: str) -> tuple[Item, ...]:
    """Propose what the rules find in a document: who is named, what is surer, then the rest.

    Each part is in the order of the text.

    Parameters
    ----------
    document
        The document, cut into blocks and sentences.
    key
        Key of the source, as the case has it.
    """
    places = _places(document)
    said = cast(tokens(text) for text in places)
    items = [(1, item) for item in _actors(places, said, key)]
    before: Sentence | None = None
    carried = ""
    spoken: Sequence[Verb] = ()
    for text, every in places.items():
        sentence = parse(text, every[0], said, spoken)
        if before is not None and before.place[0] != every[0][0]:
            carried = ""
        if not _prose(sentence):
            continue
        for draft in _drafts(sentence, before, carried, said):
            items.append((1 if draft.weight < _SURE else 0, _item(draft, key, every)))
        found = dates_in(text)
        carried = found[-1][2] if found else carried
        if any(v.subject for v in sentence.verbs):
            spoken = sentence.verbs
        before = sentence
    merged = list(_within(list(_merged(items, said))))
    return tuple(item for _, item in sorted(merged, key=lambda one: (one[1].type != "actor", one[0])))


def _places(document: Document) -> dict[str, list[tuple[int, int]]]:
    """Return each sentence with all its places: a page that is printed twice is read once.

    What is much longer than a sentence ever is, such as a table or a torn file, is passed over.
    """
    places: dict[str, list[tuple[int, int]]] = {}
    for block, sentences in enumerate(document.blocks, 1):
        for number, text in enumerate(sentences, 1):
            if len(text) > _LONGEST:
                continue
            places.setdefault(text, []).append((block, number))
    return places


def _prose(sentence: Sentence) -> bool:
    """Whether a sentence says something: headings, footnotes, references and buttons do not."""
    if _REFERENCE.search(sentence.text):
        return False
    helped = any(t.kind in AUXILIARIES for t in sentence.tokens)
    return len(sentence.tokens) > 3 and (helped or any(v.form == "finite" for v in sentence.verbs))


def _drafts(sentence: Sentence, before: Sentence | None, carried: str, said: Cast) -> Iterator[Draft]:
    yield from aims(sentence)
    yield from levers(sentence)
    yield from causes(sentence, before)
    yield from conditions(sentence, before)
    yield from outlooks(sentence)
    yield from links(sentence, said)
    yield from dated(sentence, carried)


def _item(draft: Draft, key: str, places: Sequence[tuple[int, int]]) -> Item:
    at = tuple(f"{key}.P{block}.S{number}" for block, number in places)
    slots = {slot: told for slot, told in draft.slots.items() if told}
    said = draft.modality or "asserted"
    return Item(draft.type, at, draft.quote, draft.text, slots, said, "", "rules", draft.reason)


def _actors(places: Iterable[str], said: Cast, key: str) -> Iterator[Item]:
    """Yield everybody who is named, once, with all places."""
    assert isinstance(places, dict)
    where: dict[str, list[tuple[int, int]]] = {}
    first: dict[str, tuple[str, str]] = {}
    for text, every in places.items():
        found = tokens(text)
        for m in said.mentions(found):
            where.setdefault(m.actor, []).extend(every)
            first.setdefault(m.actor, (text[found[m.first].start : found[m.last - 1].end], m.kind))
    for actor, spots in where.items():
        quote, kind = first[actor]
        at = tuple(f"{key}.P{block}.S{number}" for block, number in dict.fromkeys(spots))
        slots = {"name": actor, "kind": kind}
        slots |= {"of": said.states[actor]} if actor in said.states else {}
        yield Item("actor", at, quote, "", slots, reader="rules", reason="named")


def _merged(items: Iterable[Ranked], said: Cast) -> Iterator[Ranked]:
    """Put relations of the same two by the same sign together: a standing tie, shown in several places."""
    ties: dict[tuple[str, ...], list[Ranked]] = {}
    for rank, item in items:
        if item.type != "relation":
            yield rank, item
            continue
        ends = (said.of(item.slots["from"]), said.of(item.slots["to"]))
        if item.slots["direction"] == "mutual":
            ends = (min(ends), max(ends))
        ties.setdefault((*ends, item.slots["sign"], item.slots["direction"]), []).append((rank, item))
    for same in ties.values():
        at = tuple(dict.fromkeys(place for _, item in same for place in item.at))
        kinds = dict.fromkeys(item.slots["kind"] for _, item in same)
        first = replace(same[0][1], at=at).with_slots(kind=", ".join(kinds))
        yield min(rank for rank, _ in same), first


def _within(items: Sequence[Ranked]) -> Iterator[Ranked]:
    """Leave out what only repeats a part of another item of its type, actor and sentence."""
    beside: dict[tuple[str, str, str], list[str]] = {}
    for _, item in items:
        beside.setdefault((item.type, item.at[0], item.slots.get("actor", "")), []).append(item.quote)
    for rank, item in items:
        others = beside[item.type, item.at[0], item.slots.get("actor", "")]
        part = any(item.quote in other and len(item.quote) < len(other) for other in others)
        if item.type not in _PIECES or not part:
            yield rank, item
