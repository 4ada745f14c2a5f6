"""How sure the comparison of the made-up case is, written by hand."""

from __future__ import annotations

import math
from dataclasses import replace

from brief.made_up import TODAY, WORLDS, made_findings, share
from detente.insight import (
    Alternative,
    Box,
    Branch,
    Change,
    Convergence,
    Criterion,
    Effect,
    Findings,
    Flip,
    Information,
    Leaf,
    Name,
    Ranking,
    Regrets,
    Restriction,
    Robustness,
    Running,
    Sensitive,
    Sensitivity,
    Single,
    Uncertainty,
    Worth,
)
from detente.insight.uncertainty.sensitivity import Rank
from detente.paper.estimate import Interval

WATER = Name("statement", "up-water", "up")
PEACE = Name("statement", "up-peace", "up")
READING = Name("reading", "reading")
RAIN = Name("chance", "chance.rain")


def interval(value: float, half: float = 0.02) -> Interval:
    return Interval(value, value - half, value + half, WORLDS)


def criterion(name: str, share_: float, hold: float) -> Criterion:
    best = "share" if share_ > hold else "hold"
    wins = {"share": 0.9, "hold": 0.1} if best == "share" else {"share": 0.2, "hold": 0.8}
    return Criterion(name, {"share": interval(share_), "hold": interval(hold)}, (best,), wins)


def ranking(reading: str = "", agreed: bool = False) -> Ranking:
    criteria = (criterion("expected", 0.6, 0.5), criterion("maximin", 0.5 if agreed else 0.1, 0.2))
    return Ranking(reading, WORLDS, criteria, ((0.0, ("hold",)),), (), "share" if agreed else "")


FLIP = Flip(
    "choice",
    "share",
    "hold",
    {},
    (
        Change("up", "up-water", 2.0, 2.5, 0.8),
        Change("up", "up-peace", -3.0, -2.7, 0.3),
        Change("down", "down-court", 0.2, -0.1, -0.25),
        Change("down", "down-quiet", 0.6, 0.59, -0.01),
    ),
    0.912,
    False,
    held=1.4,
    inside=0.99,
    beyond=1.0,
    solved=300,
)
FLIPS = (
    FLIP,
    replace(FLIP, kind="lost", target="", state={**TODAY, "down.court": "yes"}, exact=True, held=math.nan),
    replace(FLIP, kind="outcome", target="war", changes=(), distance=math.nan),
)
BOX = Box(
    (
        Restriction(WATER, low=1.9, lowest=0.5, highest=4.0, p=0.0002, repeated=0.9),
        Restriction(READING, only=("jones",), p=0.004, repeated=0.6),
        Restriction(RAIN, only=("dry",), p=0.005, repeated=0.5),
    ),
    0.7,
    0.81,
    0.6,
    0.75,
    0.3,
    100,
    52,
)
TREE = Branch(
    WATER,
    1.9,
    (),
    Leaf(0.1, 200, 0.12, 100),
    Branch(READING, math.nan, ("jones",), Leaf(0.8, 50, 0.7, 25), Leaf(0.4, 20, math.nan, 0)),
)


def uncertainty() -> Uncertainty:
    effects = (Effect(WATER, interval(0.4, 0.05), interval(0.5, 0.06)), Effect(READING, interval(-0.01)))
    ranks = (Rank(WATER, interval(0.31), 1e-9, 1e-8),)
    running = tuple(
        Running(c, "", (20, 100, WORLDS), (v, v, v), (0.2, 0.09, 0.04), 1.0)
        for c, v in (("share", 0.7), ("hold", 0.3))
    )
    return Uncertainty(
        robust=Robustness(0.5, "status quo", 400, ranking(), (ranking("smith", True), ranking("jones"))),
        sensitivity=Sensitivity(
            (Sensitive("", "", effects, ranks, 9), Sensitive("share", "war", effects, ranks, 9)),
            (Sensitive("", "", effects, (), 9),),
            512,
        ),
        values=Information(
            "share",
            interval(0.031, 0.004),
            (Worth(WATER, interval(0.01, 0.002), 0.2),),
            (Worth(Name("actor", "up"), interval(0.02, 0.002), 0.25),),
            (
                Worth(Name("source", "S"), interval(0.015, 0.002), 0.22),
                Worth(Name("source", ""), interval(0.01), 0.1),
            ),
        ),
        convergence=Convergence(
            WORLDS, "not enough", True, "share", "hold", 0.12, 0.03, 0.06, 0.05, 0, 577, 1600, 20, running
        ),
        boxes=(BOX,),
        tree=TREE,
        regrets=Regrets((0.0, 0.5, 1.0), {"share": (0.0, 0.01, 0.2), "hold": (0.0, 0.05, 0.4)}),
        flips=FLIPS,
        singles=(
            Single("up", "up-water", 2.0, 0.6, 0.5, 4.0, math.nan, 2.9, "hold"),
            Single("down", "down-court", 0.2, 0.1, 0.1, 0.4, math.nan, math.nan),
        ),
        alternatives=(
            Alternative(
                "no-war",
                "hold",
                True,
                {"share": share(0.4), "hold": share(0.6)},
                {"share": share(0.5), "hold": share(0.6)},
                share(0.1),
                {},
                {"share": {"war": share(0.2)}, "hold": {"war": share(0.01)}},
            ),
        ),
    )


def weighed_findings() -> Findings:
    return replace(made_findings(), uncertainty=uncertainty())
