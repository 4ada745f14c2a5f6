"""The rule reader: a small grammar of English and a lexicon of the field, that know no conflict."""

from detente.proposal.rules.reading import read

__all__ = ["read"]
