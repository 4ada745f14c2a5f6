"""The shipped cases, one folder each: ``<slug>/case.yaml``.

Published conflicts keep the names of the publication: its state numbers are the names of the states,
and each ranking cites where it is printed. A case made from documents may ship ``items.yaml`` beside it:
what the documents say, item by item, and what carries it.
"""

from detente.catalog.coverage import Count, Coverage, Row, coverage, coverage_of
from detente.catalog.shelf import Entry, entries, file_of, load, names, path

__all__ = [
    "Count",
    "Coverage",
    "Entry",
    "Row",
    "coverage",
    "coverage_of",
    "entries",
    "file_of",
    "load",
    "names",
    "path",
]
