"""From a proposal to a case: what a person decided of each item, in a log that nothing is taken out of."""

from detente.proposal.review.entering import enter, entered, withdraw
from detente.proposal.review.log import Entry, Log
from detente.proposal.review.session import Decision, Review

__all__ = ["Decision", "Entry", "Log", "Review", "enter", "entered", "withdraw"]
