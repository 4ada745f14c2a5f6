"""Every rule that a case is checked by, in one table.

A code never changes its meaning and is never used again. DT1xx: the file and its YAML; DT2xx: types, keys
and single values; DT3xx: names; DT4xx: logic inside the case; DT5xx: the game that follows from the case,
reported by ``detente.game``, and from DT521 on what follows in every world, reported by ``detente.brief``;
DT6xx: what a shipped case carries of its sources, reported by ``detente.catalog``; DT7xx: sheets of analysts,
reported by ``detente.elicitation``; DT8xx: the reader's own copies of the sources, reported by
``detente.brief``; DT9xx: forecasts and what came of them, reported by ``detente.forecast``; from DT951 on
what a reader proposes, reported by ``detente.proposal``.
"""

from detente.case.file.rules.beyond import BEYOND
from detente.case.file.rules.inside import INSIDE
from detente.case.file.rules.rule import ERROR, WARNING, Rule

__all__ = ["ERROR", "RULES", "WARNING", "Rule"]

RULES: dict[str, Rule] = {**INSIDE, **BEYOND}
