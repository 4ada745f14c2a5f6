"""A small grammar of English: words, names, verbs, and who does what they say."""

from detente.proposal.rules.grammar.names import Cast, Mention, cast
from detente.proposal.rules.grammar.parsing import parse
from detente.proposal.rules.grammar.sentence import AUXILIARIES, Sentence, Verb
from detente.proposal.rules.grammar.tokens import Token, matches, tokens

__all__ = [
    "AUXILIARIES",
    "Cast",
    "Mention",
    "Sentence",
    "Token",
    "Verb",
    "cast",
    "matches",
    "parse",
    "tokens",
]
