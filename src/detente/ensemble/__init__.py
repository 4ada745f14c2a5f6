"""Case + plan -> Runs: many worlds solved in chunks, stored, resumed and compared."""

from detente.ensemble.answered import answered
from detente.ensemble.answers import Answers
from detente.ensemble.design import Cell, Design, lay_out
from detente.ensemble.groups import groups, quantities
from detente.ensemble.live import Live
from detente.ensemble.plan import DESIGNS, Plan
from detente.ensemble.prepared import Prepared, prepared
from detente.ensemble.remote import cluster
from detente.ensemble.runs import Runs, Variant, run
from detente.ensemble.scenario import Scenario, scenarios
from detente.ensemble.solve import mask_names
from detente.ensemble.storage.stored import Contrast, Stored, contrast, stored

__all__ = [
    "DESIGNS",
    "Answers",
    "Cell",
    "Contrast",
    "Design",
    "Live",
    "Plan",
    "Prepared",
    "Runs",
    "Scenario",
    "Stored",
    "Variant",
    "answered",
    "cluster",
    "contrast",
    "groups",
    "lay_out",
    "mask_names",
    "prepared",
    "quantities",
    "run",
    "scenarios",
    "stored",
]
