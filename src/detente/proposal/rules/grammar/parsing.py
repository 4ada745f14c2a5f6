"""A sentence read: its words, who is named, its verbs, and the subject of each."""

from __future__ import annotations

from collections.abc import Sequence

from detente.proposal.rules.grammar.names import Cast
from detente.proposal.rules.grammar.sentence import Sentence, Verb
from detente.proposal.rules.grammar.subjects import find_subjects
from detente.proposal.rules.grammar.tokens import tokens
from detente.proposal.rules.grammar.verbs import find_verbs

__all__ = ["Sentence", "Verb", "parse"]


def parse(text: str, place: tuple[int, int], cast: Cast, before: Sequence[Verb] = ()) -> Sentence:
    """Read a sentence; pronouns may stand for the subjects of ``before``, the verbs of the one before.

    Parameters
    ----------
    text
        The words of the sentence.
    place
        Numbers of its block and of itself.
    cast
        Whom the text names.
    before
        The verbs of the sentence before.
    """
    found = tokens(text)
    sentence = Sentence(text, place, found, cast.mentions(found))
    find_verbs(sentence)
    find_subjects(sentence, before)
    return sentence
