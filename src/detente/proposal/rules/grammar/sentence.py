"""A sentence as the rules see it: its words, the actors it names, and its verbs with their subjects."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.proposal.rules.grammar.names import Mention
from detente.proposal.rules.grammar.tokens import Token
from detente.proposal.rules.lexicon import kinds

__all__ = ["AUXILIARIES", "Sentence", "Verb"]

#: Kinds of small words that help a verb.
AUXILIARIES = ("MOD", "BE", "HAVE", "DO")


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
    controlled
        The subject of an infinitive is whom the verb before makes do it: "wants Rome to go".
    governor
        The verb before, that an infinitive or a participle hangs on; -1 for none.
    stated
        Its subject stands right before it, and so belongs into a quote.
    owned
        Not the subject itself does it, but something of its: "Rome's absence".
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
    owned: bool = False


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
        """Return the ground forms of a verb.

        Parameters
        ----------
        verb
            One of this sentence.
        """
        return self.tokens[verb.at].forms

    def kinds(self, verb: Verb) -> frozenset[str]:
        """Return what a verb says.

        Parameters
        ----------
        verb
            One of this sentence.

        Returns
        -------
        frozenset of str
            Empty for a verb that the rules do not know.
        """
        return frozenset(k for form in self.forms(verb) for k in kinds(form))

    def quote(self, start: int, end: int) -> str:
        """Return the words from one to before another, without signs at the ends.

        Parameters
        ----------
        start, end
            Places of words, from 0; ``end`` is not included.

        Returns
        -------
        str
            A piece of the text as it stands; nothing where no word is left.
        """
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
        """Return the actors named between two words.

        Parameters
        ----------
        start, end
            Places of words, from 0; ``end`` is not included.
        """
        return tuple(m for m in self.mentions if start <= m.first and m.last <= end)

    def mention_at(self, at: int) -> Mention | None:
        """Return the actor whose name holds a word.

        Parameters
        ----------
        at
            Place of the word, from 0.

        Returns
        -------
        Mention
            ``None`` if no name holds it.
        """
        return next((m for m in self.mentions if m.first <= at < m.last), None)
