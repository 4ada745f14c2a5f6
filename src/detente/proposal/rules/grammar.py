"""A sentence read: its words, who is named, its verbs, and the subject of each."""

from __future__ import annotations

from collections.abc import Sequence

from detente.proposal.rules.names import Cast
from detente.proposal.rules.sentence import Sentence, Verb
from detente.proposal.rules.subjects import find_subjects
from detente.proposal.rules.tokens import tokens
from detente.proposal.rules.verbs import find_verbs

__all__ = ["Sentence", "Verb", "parse"]


def parse(text: str, place: tuple[int, int], cast: Cast, before: Sequence[Verb] = ()) -> Sentence:
    """Read a sentence; ``before`` are the verbs of the sentence before, whose subjects pronouns may stand for."""
    found = tokens(text)
    sentence = Sentence(text, place, found, cast.mentions(found))
    find_verbs(sentence)
    find_subjects(sentence, before)
    return sentence
