"""Findings -> Brief -> terminal, markdown, JSON, a page, DOCX, XLSX; the only room with sentences."""

from detente.brief.accounts import Account, account
from detente.brief.backtest import backtest_json, backtest_parts
from detente.brief.calibration import calibration_json, calibration_parts
from detente.brief.carried import carried, carried_json
from detente.brief.clocks import clocks_json, clocks_parts
from detente.brief.compose import write
from detente.brief.copies import compare
from detente.brief.elicit import pooled_json, pooled_parts, pooling_remarks, sheet
from detente.brief.export import ready, rendered, save, save_figures, save_tables
from detente.brief.history import chronicle, chronicle_as, chronicle_csv
from detente.brief.ledger import audited, ledger_csv, ledger_json, ledger_parts, recorded
from detente.brief.markup import markdown
from detente.brief.model import Brief, Figure, Listing, Section, Table
from detente.brief.page import html
from detente.brief.runs import runs_compared, runs_json, runs_listed
from detente.brief.scores import scores_json, scores_parts
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
    "audited",
    "backtest_json",
    "backtest_parts",
    "calibration_json",
    "calibration_parts",
    "carried",
    "carried_json",
    "chronicle",
    "chronicle_as",
    "chronicle_csv",
    "clocks_json",
    "clocks_parts",
    "compare",
    "html",
    "ledger_csv",
    "ledger_json",
    "ledger_parts",
    "listed",
    "markdown",
    "narrowed",
    "plain_text",
    "pooled_json",
    "pooled_parts",
    "pooling_remarks",
    "progress",
    "ready",
    "recorded",
    "rendered",
    "runs_compared",
    "runs_json",
    "runs_listed",
    "save",
    "save_figures",
    "save_tables",
    "scores_json",
    "scores_parts",
    "sheet",
    "shelf",
    "shelf_json",
    "show",
    "show_parts",
    "verified",
    "write",
]
