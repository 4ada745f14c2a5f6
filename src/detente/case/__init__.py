"""Case file <-> Case: every problem with its line, the condition language, the schema, writing."""

from detente.case.cited import Use, cited, uses
from detente.case.condition import Condition, ConditionSyntax, parse
from detente.case.edit import edit, fix
from detente.case.files import write_atomically
from detente.case.model import (
    JUDGEMENT,
    Actor,
    Case,
    Chance,
    Choice,
    Claim,
    CommonMove,
    Comparison,
    Constraint,
    Definition,
    Event,
    Evidence,
    Moves,
    Option,
    Outcome,
    Party,
    Perception,
    Preference,
    Question,
    Reading,
    Regime,
    Relation,
    Side,
    Source,
    Statement,
    Term,
)
from detente.case.nearest import nearest
from detente.case.origin import Origin
from detente.case.problem import problem
from detente.case.quantity import Quantity, QuantitySyntax, parse_quantity
from detente.case.read import digest, examine, examine_text, load, loads
from detente.case.reference import reference
from detente.case.report import as_json, as_sarif, as_text
from detente.case.rules import RULES, Rule
from detente.case.schema import schema
from detente.case.template import template

__all__ = [
    "JUDGEMENT",
    "RULES",
    "Actor",
    "Case",
    "Chance",
    "Choice",
    "Claim",
    "CommonMove",
    "Comparison",
    "Condition",
    "ConditionSyntax",
    "Constraint",
    "Definition",
    "Event",
    "Evidence",
    "Moves",
    "Option",
    "Origin",
    "Outcome",
    "Party",
    "Perception",
    "Preference",
    "Quantity",
    "QuantitySyntax",
    "Question",
    "Reading",
    "Regime",
    "Relation",
    "Rule",
    "Side",
    "Source",
    "Statement",
    "Term",
    "Use",
    "as_json",
    "as_sarif",
    "as_text",
    "cited",
    "digest",
    "edit",
    "examine",
    "examine_text",
    "fix",
    "load",
    "loads",
    "nearest",
    "parse",
    "parse_quantity",
    "problem",
    "reference",
    "schema",
    "template",
    "uses",
    "write_atomically",
]
