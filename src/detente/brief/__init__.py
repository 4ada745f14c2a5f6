"""Findings -> Brief -> terminal, markdown, HTML, JSON; the only room with sentences."""

from detente.brief.account import Account, account
from detente.brief.copies import compare
from detente.brief.html import html
from detente.brief.inspection import inspected, narrowed, shelf
from detente.brief.markdown import markdown
from detente.brief.model import Brief, Figure, Listing, Section, Table
from detente.brief.tableau import Listed, listed
from detente.brief.terminal import plain_text, progress, show, show_parts
from detente.brief.write import write

__all__ = [
    "Account",
    "Brief",
    "Figure",
    "Listed",
    "Listing",
    "Section",
    "Table",
    "account",
    "compare",
    "html",
    "inspected",
    "listed",
    "markdown",
    "narrowed",
    "plain_text",
    "progress",
    "shelf",
    "show",
    "show_parts",
    "write",
]
