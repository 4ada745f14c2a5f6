"""The command line: parse, one library call, print.

Nothing heavy is imported before a command runs, so that help and completion answer at once. The help
lists the commands in the order in which their modules are imported here.
"""

from detente.cli.group import main
from detente.cli.starting import new  # isort: split

from detente.cli.analysis import analyze  # isort: split

from detente.cli.looking import explain, states  # isort: split

from detente.cli.whatif import ask, bargain, policies, whatif  # isort: split

from detente.cli.mediation import bring, coalitions, compare, evolve, observed, why_not  # isort: split

from detente.cli.runs import runs  # isort: split

from detente.cli.elicit import elicit  # isort: split

from detente.cli.documents.propose import read, review  # isort: split

from detente.cli.ledger import forecast  # isort: split

from detente.cli.history import history  # isort: split

from detente.cli.dynamics import calibrate, clocks  # isort: split

from detente.cli.evidence import verify  # isort: split

from detente.cli.shelf import catalog  # isort: split

from detente.cli.exchange import export, import_command  # isort: split

from detente.cli.preparing import prepare, web

__all__ = [
    "analyze",
    "ask",
    "bargain",
    "bring",
    "calibrate",
    "catalog",
    "clocks",
    "coalitions",
    "compare",
    "elicit",
    "evolve",
    "explain",
    "export",
    "forecast",
    "history",
    "import_command",
    "main",
    "new",
    "observed",
    "policies",
    "prepare",
    "read",
    "review",
    "runs",
    "states",
    "verify",
    "web",
    "whatif",
    "why_not",
]
