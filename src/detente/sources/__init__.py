"""Documents and the passages that judgements rest on."""

from detente.sources.locator import Locator, parse_locator
from detente.sources.passages import Document, cut, digest, passage

__all__ = ["Document", "Locator", "cut", "digest", "parse_locator", "passage"]
