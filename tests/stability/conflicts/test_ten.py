"""Ten conflicts so small that nobody disputes what happens, and which concepts find it.

The default of `detente.registry` is argued from this table and not from any real conflict.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from detente.case import Case
from detente.game import unfold
from detente.registry import DECLARED, DRIVES
from detente.stability import resting
from detente.worlds import central
from small import JUDGEMENT, small


@dataclass(frozen=True)
class Conflict:
    """What may be done, who likes what, and where it ends from all at its first level: nowhere if empty."""

    why: str
    options: dict[str, Any]
    wants: dict[str, dict[str, float]]
    ends: set[str]
    parts: dict[str, Any] = field(default_factory=dict)

    def case(self) -> Case:
        levels = {o: x if isinstance(x, str) else x[0] for o, x in self.options.items()}
        quo = {o: x.split()[0] for o, x in levels.items()}
        return small(self.options, self.wants, **{"status_quo": quo, **self.parts})


def answers(condition: str) -> tuple[str, Any]:
    """An option that can be taken, or left, only where something holds."""
    return "no yes", {"when": condition}


#: a may enter, and b may then fight, which hurts a.
ENTRY = {"a.enter": "no yes", "b.fight": answers("a.enter == yes")}
ENTRANT = {"a.enter == yes": 1, "b.fight == yes": -3}

TEN = {
    "a bluff": Conflict(
        "b would only hurt itself by fighting, so a enters.",
        ENTRY,
        {"a": ENTRANT, "b": {"a.enter == yes": -2, "b.fight == yes": -1}},
        {"enter"},
    ),
    "a true deterrent": Conflict(
        "b gains by fighting once a has entered, so a stays out.",
        ENTRY,
        {"a": ENTRANT, "b": {"a.enter == yes": -2, "b.fight == yes": 1}},
        {""},
    ),
    "a self-harming threat": Conflict(
        "b would gain by fighting, but a by escalating then, which costs b more; so b does not fight.",
        {**ENTRY, "a.escalate": answers("b.fight == yes")},
        {
            "a": {**ENTRANT, "a.escalate == yes": 1},
            "b": {"a.enter == yes": -2, "b.fight == yes": 1, "a.escalate == yes": -3},
        },
        {"enter"},
    ),
    "a rider": Conflict(
        "Once a has entered, b gains by insurance, which does not touch a; punishing a as well costs b.",
        {**ENTRY, "b.insure": answers("a.enter == yes")},
        {"a": ENTRANT, "b": {"a.enter == yes": -4, "b.insure == yes": 2, "b.fight == yes": -1}},
        {"enter insure"},
    ),
    "a third party's answer": Conflict(
        "b is too weak to answer an attack, but c gains by defending it.",
        {"a.attack": "no yes", "b.yield": answers("a.attack == yes"), "c.defend": answers("a.attack == yes")},
        {
            "a": {"a.attack == yes": 1, "b.yield == yes": 1, "c.defend == yes": -4},
            "b": {"a.attack == yes": -3, "b.yield == yes": -1, "c.defend == yes": 2},
            "c": {"a.attack == yes": -3, "c.defend == yes": 1},
        },
        {""},
    ),
    "a cycle": Conflict(
        "a hides in one of two places and b looks in one: whoever has lost moves, for ever.",
        {"a.hide": "left right", "b.look": "left right"},
        {"a": {"a.hide == b.look": -1}, "b": {"a.hide == b.look": 1}},
        set(),
    ),
    "a commitment": Conflict(
        "b cannot take its garrison back: where a attacks it, b gains by fighting, and a stays away.",
        {
            "b.garrison": ("there home", "fixed"),
            "a.attack": "no yes",
            "b.fight": answers("a.attack == yes and b.garrison == there"),
        },
        {
            "a": {"a.attack == yes": 1, "b.fight == yes": -3},
            "b": {
                "a.attack == yes and b.garrison == there and b.fight == no": -5,
                "a.attack == yes": -1,
                "b.fight == yes": -2,
            },
        },
        {""},
    ),
    "an offer": Conflict(
        "An offer costs a little and, once made, is accepted; then both are better off. So it is made.",
        {"a.offer": ("no yes", "up"), "b.accept": answers("a.offer == yes")},
        {
            "a": {"a.offer == yes": -1, "b.accept == yes": 3},
            "b": {"a.offer == yes": 1, "b.accept == yes": 1},
        },
        {"offer accept"},
    ),
    "a joint move": Conflict(
        "Both gain by an accord, which either may put into force; if one breaks it, so does the other.",
        {"a.keep": ("no yes", "down"), "b.keep": ("no yes", "down")},
        {
            "a": {"b.keep == yes": 3, "a.keep == yes": -1},
            "b": {"a.keep == yes": 3, "b.keep == yes": -1},
        },
        {"keep keep"},
        {
            "common_moves": {
                "accord": {
                    "actors": ["a", "b"],
                    "when": "a.keep == no and b.keep == no",
                    "set": {"a.keep": "yes", "b.keep": "yes"},
                    "evidence": JUDGEMENT,
                }
            }
        },
    ),
    "indifference": Conflict(
        "b gains nothing by an answer and does not give it.",
        ENTRY,
        {"a": ENTRANT, "b": {"a.enter == yes": -2}},
        {"enter"},
    ),
}

#: What each concept gets wrong. One that drives a case may miss the offer, whose author has to lose first.
WRONG = {
    "R": {
        "a true deterrent",
        "a self-harming threat",
        "a third party's answer",
        "a commitment",
        "an offer",
        "a joint move",
    },
    "GMR": {
        "a bluff",
        "a self-harming threat",
        "a rider",
        "a cycle",
        "an offer",
        "a joint move",
        "indifference",
    },
    "SMR": {"a bluff", "a self-harming threat", "a rider", "an offer", "a joint move", "indifference"},
    "SEQ": {"a self-harming threat", "a rider", "a cycle", "an offer", "a joint move"},
    "SSEQ": {"a self-harming threat", "a rider", "an offer", "a joint move"},
    "SEQ-irr": {"a self-harming threat", "a cycle", "an offer", "a joint move"},
    "SEQ-2": {"a rider", "an offer"},
    "SEQ-even": {"a rider", "an offer"},
    "SEQ-odd": {"a rider", "a cycle", "an offer"},
    "SEQ-even-irr": {"an offer"},
    "SEQ-odd-irr": {"a cycle", "an offer"},
    "ESEQ": {"a self-harming threat", "a rider", "an offer", "a joint move"},
    "ESEQ-irr": {"a self-harming threat", "an offer", "a joint move"},
    "LCS": {"a cycle", "a joint move"},
    "REFS": {"a cycle", "a joint move"},
}


def ends(conflict: Conflict, concept: str) -> set[str]:
    """Where play comes to rest, each state by the options that differ from the first one."""
    case = conflict.case()
    game = unfold(case)
    found = resting(game, central(case, game), concept, game.status_quo)
    quo = game.describe(game.status_quo)
    return {
        " ".join(o.partition(".")[2] for o, x in game.describe(s).items() if x != quo[o])
        for s in found.states
    }


@pytest.mark.parametrize("concept", list(WRONG))
def test_which_conflicts_a_concept_gets_wrong(concept: str) -> None:
    assert {name for name, conflict in TEN.items() if ends(conflict, concept) != conflict.ends} == WRONG[
        concept
    ]


def test_nothing_gets_fewer_wrong_than_what_drives_a_case() -> None:
    assert len(TEN) == 10
    assert min(WRONG, key=lambda concept: len(WRONG[concept])) == DRIVES
    assert set(DECLARED) <= set(WRONG)
