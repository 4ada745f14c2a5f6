"""detente: strategic conflict analysis from a case file to a sourced brief.

The public calls, in the order of an analyst's thought::

    case = detente.load("korea-2020")  # or a path to a case file
    game = detente.unfold(case)  # feasible states and moves
    worlds = detente.draw(case, n=1000, seed=1)  # draws of everything uncertain
    findings = detente.find(case, worlds=1000, seed=1)
    brief = detente.write(case, findings)

Importing the package is cheap: each name is fetched from its room when first used.
"""

from __future__ import annotations

from importlib import import_module

from detente.version import VERSION

TYPE_CHECKING = False  # as in typing, whose import would take longer than the rest of this file
if TYPE_CHECKING:
    from detente.brief import write
    from detente.case import Case
    from detente.catalog import load
    from detente.game import Game, unfold
    from detente.insight import Ask, Findings, compare, find, why_not
    from detente.stability import CONCEPTS, Stability, appraise, assess, explain
    from detente.worlds import Worlds, draw

__version__ = VERSION

_ROOMS = {
    "Ask": "insight",
    "CONCEPTS": "stability",
    "Case": "case",
    "Findings": "insight",
    "Game": "game",
    "Stability": "stability",
    "Worlds": "worlds",
    "appraise": "stability",
    "assess": "stability",
    "compare": "insight",
    "draw": "worlds",
    "explain": "stability",
    "find": "insight",
    "load": "catalog",
    "unfold": "game",
    "why_not": "insight",
    "write": "brief",
}

__all__ = [
    "CONCEPTS",
    "Ask",
    "Case",
    "Findings",
    "Game",
    "Stability",
    "Worlds",
    "__version__",
    "appraise",
    "assess",
    "compare",
    "draw",
    "explain",
    "find",
    "load",
    "unfold",
    "why_not",
    "write",
]


def __getattr__(name: str) -> object:
    if name in _ROOMS:
        return getattr(import_module(f"detente.{_ROOMS[name]}"), name)
    raise AttributeError(f"module 'detente' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
