"""The rule reader: a small grammar of English and the lexicon of the field, both without any name of a conflict."""

from detente.proposal.rules.reading import read

__all__ = ["read"]
