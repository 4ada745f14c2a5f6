"""Findings -> Brief -> terminal, markdown, HTML, JSON; the only room with sentences."""

from detente.brief.html import html
from detente.brief.markdown import markdown
from detente.brief.model import Brief, Figure, Listing, Section, Table
from detente.brief.terminal import plain_text, show
from detente.brief.write import write

__all__ = [
    "Brief",
    "Figure",
    "Listing",
    "Section",
    "Table",
    "html",
    "markdown",
    "plain_text",
    "show",
    "write",
]
