"""Readers that answer in words: a language model, or a record of what one answered; both by one path."""

from detente.proposal.readers.answers import Speaker, ask
from detente.proposal.readers.recorded import recorded

__all__ = ["Speaker", "ask", "recorded"]
