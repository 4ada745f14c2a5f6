"""A conflict that has everything a design can vary, and comparisons of runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from detente.case import Case
from detente.ensemble import Answers, Runs
from small import JUDGEMENT, chance, small

ALTERNATIVES = {"still": {"name": "c cannot act", "hold": {"c.z": "no"}, "evidence": JUDGEMENT}}


def quarrel(**changes: Any) -> Case:
    """Three actors, chance, readings, a perception and an alternative."""
    options = {"a.x": "no yes", "b.y": "low mid high", "c.z": "no yes"}
    wants: dict[str, Any] = {
        "a": {"b.y == low": "1..4", "a.x == b.y": "-4..1", "a.x == yes": "triangular(-1, 0, 2)"},
        "b": {"a.x == c.z": "-1..3", "c.z == no": "1..2", "b.y == mid": "0..1"},
        "c": {"c.z == yes and chance.c == storm": "0..2", "c.z == a.x": "-2..2", "b.y == high": -1},
    }
    wants["a"] = {k: v for k, v in wants["a"].items() if k != "a.x == b.y"} | {"c.z == yes": "-4..1"}
    readings = {
        "hawk": {"name": "hawk", "share": 2, "weights": {"a-0": "0..2", "b-0": 3}, "evidence": JUDGEMENT},
        "dove": {"name": "dove", "share": "0.5..1.5", "evidence": JUDGEMENT},
    }
    parts: dict[str, Any] = {
        "chance": {"chance.c": chance({"calm": "0.5..0.7", "storm": 0.4})},
        "readings": readings,
        "perceptions": {"p": {"viewer": "a", "of": "b", "weights": {"b-0": "-2..2"}, "evidence": JUDGEMENT}},
        "constraints": {"fair": "forbid b.y == low and c.z == yes"},
        "status_quo": {"chance.c": "calm", "a.x": "no", "b.y": "mid", "c.z": "no"},
        "focal": "a",
        "concept": "SSEQ",
        "choices": {x: {"name": x, "set": {"a.x": x}} for x in ("no", "yes")},
        "outcomes": {
            "low": {"name": "low", "when": "b.y == low"},
            "even": {"name": "e", "when": "a.x == c.z"},
        },
        "alternatives": ALTERNATIVES,
    }
    return small(options, wants, **{**parts, **changes})


def same(one: Runs, other: Runs) -> None:
    """All that worlds answer is equal to the last bit."""
    assert one.answers.keys() == other.answers.keys()
    assert (one.weight == other.weight).all()
    for choice, answers in one.answers.items():
        equal(answers, other.answers[choice])
    for name, variant in one.alternatives.items():
        for choice, answers in variant.answers.items():
            equal(answers, other.alternatives[name].answers[choice])


def equal(one: Answers, other: Answers) -> None:
    for name in ("table", "code", "points", "start"):
        assert (getattr(one, name) == getattr(other, name)).all(), name
    for name in ("level", "today"):
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True), name
    for a, b in zip((*one.reached, *one.rests), (*other.reached, *other.rests), strict=True):
        assert (a == b).all()


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path in it."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}
