"""What happened: events and series of counts from local files, and the path of levels they amount to."""

from detente.history.advance import Advance, Recount, Turned, advance
from detente.history.beside import astray
from detente.history.cameo import Goldstein, goldstein_table, quad
from detente.history.dates import When, parse_when
from detente.history.gather import gather
from detente.history.mapping import Rule, levels, read_rules
from detente.history.merge import Differing, Gap, Merged, Pair, compare, gaps, match
from detente.history.model import (
    Bad,
    Coded,
    Event,
    Lapse,
    Lines,
    Reading,
    Repeat,
    Series,
    Step,
    Withdrawn,
)
from detente.history.past.history import Departure, History
from detente.history.past.holds import holds
from detente.history.past.path import YEAR, Change, Path
from detente.history.past.phases import Spell, outcome_spells, phase_spells, regime_spells, stated_spells
from detente.history.readers import READERS, Reader, read, recognise
from detente.history.tone import Tone, tone

__all__ = [
    "READERS",
    "YEAR",
    "Advance",
    "Bad",
    "Change",
    "Coded",
    "Departure",
    "Differing",
    "Event",
    "Gap",
    "Goldstein",
    "History",
    "Lapse",
    "Lines",
    "Merged",
    "Pair",
    "Path",
    "Reader",
    "Reading",
    "Recount",
    "Repeat",
    "Rule",
    "Series",
    "Spell",
    "Step",
    "Tone",
    "Turned",
    "When",
    "Withdrawn",
    "advance",
    "astray",
    "compare",
    "gaps",
    "gather",
    "goldstein_table",
    "holds",
    "levels",
    "match",
    "outcome_spells",
    "parse_when",
    "phase_spells",
    "quad",
    "read",
    "read_rules",
    "recognise",
    "regime_spells",
    "stated_spells",
    "tone",
]
