"""From documents to a proposed case: a reader finds, with quote and locator, and a person decides."""

from detente.proposal.item import MODALITIES, SLOTS, TYPES, Item, Proposal
from detente.proposal.papers import FORMATS, Paper, read_paper
from detente.proposal.quote import beside_negation, stands
from detente.proposal.reading import propose
from detente.proposal.review import Decision, Review
from detente.proposal.written import as_json, as_yaml, read_proposal

__all__ = [
    "FORMATS",
    "MODALITIES",
    "SLOTS",
    "TYPES",
    "Decision",
    "Item",
    "Paper",
    "Proposal",
    "Review",
    "as_json",
    "as_yaml",
    "beside_negation",
    "propose",
    "read_paper",
    "read_proposal",
    "stands",
]
