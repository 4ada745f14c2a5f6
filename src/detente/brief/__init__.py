"""Findings -> Brief -> terminal, markdown, JSON, a page, DOCX, XLSX; the only room with sentences."""

from detente.brief.answer.accounts import Account, account, grounds
from detente.brief.answer.grounds import Grounds
from detente.brief.answer.others import matrix_parts
from detente.brief.answer.policies import claims_held_parts, whatif_parts
from detente.brief.answer.table import Tabled, tabled
from detente.brief.answer.texts import bargained, bargained_json, bargained_parts
from detente.brief.compose import write
from detente.brief.ground.carried import carried, carried_json
from detente.brief.ground.catalogues import narrowed, shelf, shelf_json
from detente.brief.ground.copies import compare
from detente.brief.ground.elicited import pooled_json, pooled_parts, pooling_remarks, sheet
from detente.brief.ground.idle import idle_problems
from detente.brief.ground.stored_runs import runs_compared, runs_json, runs_listed
from detente.brief.ground.tableau import Listed, listed
from detente.brief.ground.verification import Verification, anchored, quoted, verified
from detente.brief.lead.asked import answered_parts
from detente.brief.lead.compose import short
from detente.brief.lead.model import Short
from detente.brief.mediation.alliances import alliances_parts
from detente.brief.mediation.changes import bringing_parts, swaps_parts
from detente.brief.mediation.comparison import comparison_json, comparison_parts
from detente.brief.mediation.evolution import evolution_parts
from detente.brief.mediation.observed import observed_parts
from detente.brief.mediation.whynot import why_not_json, why_not_parts
from detente.brief.model import Brief
from detente.brief.record.backtest import backtest_json, backtest_parts
from detente.brief.record.cards import KEYS, card, gist, likest, mergeable, reasons, reviewed, sentences, told
from detente.brief.record.chronicle import chronicle, chronicle_as, chronicle_csv
from detente.brief.record.frozen import frozen_parts
from detente.brief.record.ledgers import audited, ledger_csv, ledger_json, ledger_parts, recorded
from detente.brief.record.proposals import proposed
from detente.brief.record.scored import scores_csv, scores_json, scores_parts
from detente.brief.schema import result_schema
from detente.brief.time.calibration import calibration_json, calibration_parts
from detente.brief.time.clocks import clocks_json, clocks_parts
from detente.paper.estimate import plain_json
from detente.paper.export import ready, rendered, save, save_figures, save_tables
from detente.paper.markup import markdown
from detente.paper.model import Figure, Listing, Section, Table
from detente.paper.notebook import html
from detente.paper.terminal import plain_text, show, show_parts
from detente.steps import progress

__all__ = [
    "KEYS",
    "Account",
    "Brief",
    "Figure",
    "Grounds",
    "Listed",
    "Listing",
    "Section",
    "Short",
    "Table",
    "Tabled",
    "Verification",
    "account",
    "alliances_parts",
    "anchored",
    "answered_parts",
    "audited",
    "backtest_json",
    "backtest_parts",
    "bargained",
    "bargained_json",
    "bargained_parts",
    "bringing_parts",
    "calibration_json",
    "calibration_parts",
    "card",
    "carried",
    "carried_json",
    "chronicle",
    "chronicle_as",
    "chronicle_csv",
    "claims_held_parts",
    "clocks_json",
    "clocks_parts",
    "compare",
    "comparison_json",
    "comparison_parts",
    "evolution_parts",
    "frozen_parts",
    "gist",
    "grounds",
    "html",
    "idle_problems",
    "ledger_csv",
    "ledger_json",
    "ledger_parts",
    "likest",
    "listed",
    "markdown",
    "matrix_parts",
    "mergeable",
    "narrowed",
    "observed_parts",
    "plain_json",
    "plain_text",
    "pooled_json",
    "pooled_parts",
    "pooling_remarks",
    "progress",
    "proposed",
    "quoted",
    "ready",
    "reasons",
    "recorded",
    "rendered",
    "result_schema",
    "reviewed",
    "runs_compared",
    "runs_json",
    "runs_listed",
    "save",
    "save_figures",
    "save_tables",
    "scores_csv",
    "scores_json",
    "scores_parts",
    "sentences",
    "sheet",
    "shelf",
    "shelf_json",
    "short",
    "show",
    "show_parts",
    "swaps_parts",
    "tabled",
    "told",
    "verified",
    "whatif_parts",
    "why_not_json",
    "why_not_parts",
    "write",
]
