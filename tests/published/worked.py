"""Worked examples of the variants of concepts: small games, what is worked out, and what detente says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from detente.case import Case
from detente.game import unfold
from detente.stability import Stability, appraise

FILE = Path(__file__).parent / "worked.yaml"

_HOLDS = {"C": "yes", "D": "no"}


@dataclass(frozen=True)
class Worked:
    """A game of two actors and its answers: (concept, actor or nothing) -> names of states."""

    game: str
    case: Case
    answers: dict[tuple[str, str], str]
    source: str

    def __str__(self) -> str:
        return self.game

    @cached_property
    def _found(self) -> Stability:
        return appraise(self.case, unfold(self.case), list(dict.fromkeys(c for c, _ in self.answers)))

    def computed(self, concept: str, actor: str = "") -> str:
        found, names = self._found, list(self.case.states)
        k = found.concepts.index(concept)
        alone = concept.partition("-")[2].startswith(("expects", "surprises"))
        assert actor or not alone, "what is expected is expected by somebody"
        row = found.stable[k, list(self.case.actors).index(actor)] if actor else found.equilibria[k]
        return " ".join(s for s, holds in zip(names, row, strict=True) if holds)


def worked() -> Iterator[Worked]:
    """Every worked example, in the order of the file."""
    for told in yaml.safe_load(FILE.read_text(encoding="utf-8")):
        answers = {}
        for states, *asked in told["answers"]:
            for one in asked:
                concept, _, actor = one.partition(", ")
                answers[concept, actor] = states
        yield Worked(told["game"], _case(told), answers, told["source"])


def _case(told: dict[str, Any]) -> Case:
    values, names = told["values"], list(told["values"]["A"])
    return Case.model_validate(
        {
            "format": 1,
            "case": "worked",
            "title": told["game"],
            "as_of": "2000-01-01",
            "actors": {i: {"name": i} for i in values},
            "options": {f"{i}.c": {"name": "cooperate", "levels": ["no", "yes"]} for i in values},
            "states": {s: {"A.c": _HOLDS[s[0]], "B.c": _HOLDS[s[1]]} for s in names},
            "status_quo": names[0],
            "preferences": {
                i: _wishes(i, v, told.get("much")) | told.get("preferences", {}).get(i, {})
                for i, v in values.items()
            },
            "perceptions": {
                f"{i}-of-{j}": {
                    "viewer": i,
                    "of": j,
                    "ranking": _ranked(v),
                    "evidence": "analyst judgement",
                }
                for i, others in told.get("believes", {}).items()
                for j, v in others.items()
            },
        }
    )


def _wishes(actor: str, values: dict[str, float], much: int | None) -> dict[str, Any]:
    """A ranking; or weights, where differences between values count."""
    if much is None:
        return {"ranking": _ranked(values)}
    statements = [
        {
            "id": f"{actor}-{s}",
            "when": f"A.c == {_HOLDS[s[0]]} and B.c == {_HOLDS[s[1]]}",
            "weight": v,
            "evidence": "analyst judgement",
        }
        for s, v in values.items()
    ]
    return {"statements": statements, "strength": [much]}


def _ranked(values: dict[str, float]) -> list[list[str]]:
    """States from best to worst, tied ones together."""
    return [[s for s in values if values[s] == v] for v in sorted(set(values.values()), reverse=True)]
