"""Documents of several formats, each as plain text that can be cut into blocks and sentences."""

from detente.proposal.papers.paper import FORMATS, Paper, read_paper

__all__ = ["FORMATS", "Paper", "read_paper"]
