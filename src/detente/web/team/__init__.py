"""A workspace that several people share: versions of a case, what-ifs, and judgements given blind."""

from detente.web.team.blind import answered, asked, sheets
from detente.web.team.records import Kept, Outdated, Round, Version
from detente.web.team.store import Store

__all__ = ["Kept", "Outdated", "Round", "Store", "Version", "answered", "asked", "sheets"]
