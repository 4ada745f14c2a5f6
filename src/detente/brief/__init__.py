"""Findings -> Brief -> terminal, markdown, JSON, a page, DOCX, XLSX; the only room with sentences."""

from detente.brief.accounts import Account, account
from detente.brief.carried import carried, carried_json
from detente.brief.compose import write
from detente.brief.copies import compare
from detente.brief.export import ready, rendered, save, save_figures, save_tables
from detente.brief.markup import markdown
from detente.brief.model import Brief, Figure, Listing, Section, Table
from detente.brief.page import html
from detente.brief.shelves import narrowed, shelf, shelf_json
from detente.brief.tableau import Listed, listed
from detente.brief.terminal import plain_text, progress, show, show_parts
from detente.brief.verified import Verification, anchored, verified

__all__ = [
    "Account",
    "Brief",
    "Figure",
    "Listed",
    "Listing",
    "Section",
    "Table",
    "Verification",
    "account",
    "anchored",
    "carried",
    "carried_json",
    "compare",
    "html",
    "listed",
    "markdown",
    "narrowed",
    "plain_text",
    "progress",
    "ready",
    "rendered",
    "save",
    "save_figures",
    "save_tables",
    "shelf",
    "shelf_json",
    "show",
    "show_parts",
    "verified",
    "write",
]
