"""A small made-up case and findings written by hand: briefs are tested without solving anything."""

from __future__ import annotations

import math
from dataclasses import replace

from detente.case import Case, loads
from detente.insight import (
    ChoiceFindings,
    ClaimFinding,
    Driver,
    EquilibriumFinding,
    Findings,
    PathFinding,
    PathStep,
    ReadingFinding,
    Why,
)
from detente.paper.estimate import Estimate
from detente.registry import DECLARED
from detente.stability import Sanction, Step, Witness

TEXT = """\
format: 1
case: two-rivers
title: "Two rivers: a *made-up* <b>case</b> | of [water](x)"
as_of: 2020-06-30
focal: up
hindsight: It is made up

sources:
  smith:
    key: S
    title: The river is ours
    author: Jane Smith
    published: "2020-03"
    perspective: Upstream
  jones:
    key: J
    title: The river is theirs
    author: Tom Jones
    published: "2019"
    perspective: Downstream
    derived_from: [smith]

actors:
  up: {name: Arvia, aliases: [the Arvians]}
  down: {name: the Belmar League}
  far: {name: Corland}

options:
  up.dam:
    name: the dam
    levels: {open: Arvia keeps the dam open, shut: Arvia shuts the dam}
    evidence: S.P1
  up.talk:
    name: talks
    levels: {no: Arvia stays away from talks, yes: Arvia comes to the table}
  down.guns:
    name: the army
    levels: {quiet: the army stays at home, border: the army moves to the border, war: the League attacks}
    evidence: S.P2.S1
  down.court:
    name: appeal to the court
    levels: [no, yes]
  far.aid:
    name: aid
    levels: {no: "=no aid comes", yes: "aid comes | *at once* <now>"}

chance:
  chance.rain:
    name: rain
    levels: {wet: the year is wet, dry: the year is dry}
    probabilities: {wet: 0.5..0.7, dry: 0.3..0.5}
    evidence: analyst judgement

definitions:
  calm:
    name: no army moves
    when: down.guns == quiet

constraints:
  no_war_and_court:
    forbid: down.guns == war and down.court == yes
    evidence: S.P2

status_quo: {chance.rain: wet, up.dam: open, up.talk: no, down.guns: quiet, down.court: no, far.aid: no}

preferences:
  up:
    statements:
      - {id: up-water, when: up.dam == shut, weight: 1..3, evidence: [S.P1.S2, J.P4]}
      - {id: up-peace, when: not down.guns == quiet or up.talk == yes, weight: -4..-2, evidence: S.P3}
      - {id: up-aid, when: if far.aid == yes then calm, weight: 0.5, evidence: analyst judgement}
  down:
    statements:
      - {id: down-water, when: up.dam == open, weight: 3, evidence: J.P2}
      - {id: down-court, when: down.court == yes, weight: 0.1..0.4, evidence: J.P2}
      - {id: down-quiet, when: down.guns < border, weight: 0.2..1, evidence: J.P3}
  far:
    statements:
      - {id: far-calm, when: "at least 2 of (calm, up.talk == yes, far.aid == no)", weight: 1, evidence: S.P5}

readings:
  smith:
    name: Smith 2020
    share: 60%
    weights: {up-water: 2..4}
    evidence: S.P1
    voice: Smith
  jones:
    name: the view of Jones
    share: 40%
    weights: {up-water: 0.5..1}
    evidence: J.P1
    voice: Jones

choices:
  share: {name: share the water, set: {up.dam: open}}
  hold: {name: hold the water, set: {up.dam: shut}}

outcomes:
  war: {name: "war | over *water*", when: down.guns == war}
  standoff: {name: standoff, when: down.guns == border}
  peace: {name: peace, when: true}

claims:
  C1:
    says: If Arvia shares the water, the League stays calm.
    choice: share
    then: calm
    evidence: S.P7.S1
    voice: Smith > Arvia
    modality: hope
  C2:
    says: Holding the water leads to war.
    choice: hold
    then: down.guns == war
    evidence: J.P9
    voice: Jones
"""

#: What the case says of time, to be put after it.
CLOCK = """
phases:
  calm: {name: the calm, when: down.guns == quiet, evidence: S.P2}
  storm: {name: the storm, when: not down.guns == quiet, evidence: S.P2}
clock:
  horizon: 2035-06-30
  rates:
    up: {count: 9, from: 2000-01-01, to: 2019-12-31, evidence: S.P1}
    down: {count: 12, from: 2000-01-01, to: 2019-12-31, evidence: S.P1}
    far: {per_year: 0.5..2, evidence: analyst judgement}
  precision: {all: 'loguniform(3, 30)'}
  chance: {chance.rain: {per_year: 1, evidence: analyst judgement}}
  imprecise: 2
questions:
  - {id: Q1, asks: Does it last?, phase: calm, measure: throughout, by: 2035-06-30, evidence: S.P4}
  - {id: Q2, asks: An end?, phase: calm, measure: ends, after: 2030-06-30, by: 2035-06-30, evidence: S.P4}
  - {id: Q3, asks: Is it so?, phase: storm, measure: at, by: 2030-06-30, evidence: S.P4}
  - {id: Q4, asks: Does it come?, phase: storm, by: 2025-06-30, evidence: S.P4}
  - {id: Q5, asks: Is there war?, when: down.guns == war, by: 2025-06-30, evidence: S.P4}
"""

TODAY = {
    "chance.rain": "wet",
    "up.dam": "open",
    "up.talk": "no",
    "down.guns": "quiet",
    "down.court": "no",
    "far.aid": "no",
}
WORLDS = 400


def made_case(text: str = TEXT) -> Case:
    return loads(text, "two-rivers.yaml")


def share(value: float, worlds: int = WORLDS) -> Estimate:
    return Estimate(value, math.sqrt(value * (1 - value) / worlds), worlds)


def by_reading(value: float) -> dict[str, Estimate]:
    return {"smith": share(min(value + 0.1, 1), 240), "jones": share(max(value - 0.1, 0), 160)}


def equilibrium(value: float, outcome: str, central: bool = False, **levels: str) -> EquilibriumFinding:
    state = {**TODAY, **{k.replace("_", "."): v for k, v in levels.items()}}
    return EquilibriumFinding(
        state, "", outcome, share(value), {c: share(value / 2) for c in DECLARED}, central
    )


def whys() -> tuple[Why, ...]:
    """Arvia is deterred, the League would move, Corland has no move."""
    shut = {**TODAY, "up.dam": "shut"}
    attacked = {**shut, "down.guns": "war", "down.court": "no"}
    talked = {**attacked, "up.talk": "yes"}
    moved = {**TODAY, "down.court": "yes"}
    levels = {5: TODAY, 6: shut, 7: attacked, 8: talked, 9: moved}
    sanction = Sanction(Step(0, 5, 6), (Step(1, 6, 7),), Step(0, 7, 8))
    return (
        Why("up", Witness("SSEQ", 0, 5, True, (sanction,), None), levels, True),
        Why("down", Witness("SSEQ", 1, 5, False, (), Step(1, 5, 9)), levels, True),
        Why("far", Witness("SSEQ", 2, 5, True, (), None), levels, True),
    )


def choice(name: str, war: float, best: float) -> ChoiceFindings:
    outcomes = {
        "war": share(war),
        "standoff": share(0.25),
        "peace": share(0.75 - war),
        "unsettled": share(0.0),
    }
    step = PathStep("down", {"down.guns": ("quiet", "border"), "down.court": ("no", "yes")})
    end = {**TODAY, "down.guns": "border", "down.court": "yes"}
    return ChoiceFindings(
        choice=name,
        states=80,
        settled=share(1.0),
        outcomes=outcomes,
        outcomes_by_reading=dict.fromkeys(("smith", "jones"), outcomes),
        equilibria=(
            equilibrium(0.75 - war, "peace", central=True),
            equilibrium(0.25, "standoff", down_guns="border", down_court="yes", far_aid="yes"),
            equilibrium(war, "war", down_guns="war", far_aid="yes", chance_rain="dry"),
        ),
        listed=5,
        distinct=Estimate(1.2, 0.02, WORLDS),
        paths=(PathFinding((step,), 2, end, "standoff"), PathFinding((), 1, TODAY, "peace")),
        utilities={
            "up": Estimate(0.1234, 0.011, WORLDS),
            "down": Estimate(-0.3, 0.0, WORLDS),
            "far": Estimate(math.nan, math.nan, WORLDS),
        },
        utilities_by_reading={},
        regret=Estimate(0.05, 0.004, WORLDS),
        regret_high=0.12,
        best=share(best),
        best_by_reading=by_reading(best),
        why=whys(),
        outcomes_by_concept=dict.fromkeys(DECLARED, outcomes),
        best_by_concept={c: share(best) for c in DECLARED},
        definitions={"calm": share(0.75 - war)},
        definitions_by_concept={c: {"calm": share(0.75 - war)} for c in DECLARED},
        levels={"down.guns": {"quiet": share(0.75 - war), "border": share(0.25), "war": share(war)}},
    )


def made_findings() -> Findings:
    return Findings(
        case="two-rivers",
        digest="0123456789abcdef0123456789abcdef",
        version="0.1.0",
        seed=7,
        worlds=WORLDS,
        concept="SSEQ",
        states=160,
        status_quo=TODAY,
        status_quo_stable={c: share(0.3) for c in DECLARED},
        scenarios=2,
        readings=(ReadingFinding("smith", 240), ReadingFinding("jones", 160)),
        choices=(choice("share", 0.05, 0.7), choice("hold", 0.3, 0.3)),
        drivers=(
            Driver("up-water", "up", Estimate(0.41, 0.03, WORLDS), -0.6),
            Driver("reading", "", Estimate(0.2, 0.02, WORLDS), math.nan),
            Driver("up-peace", "up", Estimate(0.1, 0.02, WORLDS), -0.5),
        ),
        claims=(
            ClaimFinding(
                "C1",
                "share",
                share(0.7),
                by_reading(0.7),
                {"hold": share(0.4)},
                "cannot be said",
                {c: share(0.7) for c in DECLARED},
                dict.fromkeys(DECLARED, "cannot be said"),
            ),
            ClaimFinding("C2", "hold", share(0.3), by_reading(0.3), {"share": share(0.05)}, "fails"),
        ),
    )


CERTAIN_TEXT = """\
format: 1
case: order
title: An order of states
as_of: 2020-01-01
actors:
  a: {name: Ardent}
  b: {name: Bold}
options:
  a.x: {name: x, levels: [no, yes]}
  b.y: {name: y, levels: [no, yes]}
status_quo: {a.x: no, b.y: no}
preferences:
  a: {priority: [b.y == yes, a.x == no]}
  b: {priority: [a.x == yes, b.y == no]}
"""


def certain_findings() -> Findings:
    """One world, no choices, no outcomes, no readings."""
    one = Estimate(1.0, 0.0, 1)
    today = {"a.x": "no", "b.y": "no"}
    point = EquilibriumFinding(today, "", "", one, dict.fromkeys(DECLARED, one), True)
    whole = replace(
        choice("share", 0.0, 1.0),
        choice="",
        outcomes={},
        outcomes_by_reading={},
        equilibria=(point,),
        listed=1,
        paths=(PathFinding((), 1, today, ""),),
        utilities={"a": Estimate(0.0, 0.0, 1), "b": Estimate(0.25, 0.0, 1)},
        best=one,
        best_by_reading={},
        why=(),
        outcomes_by_concept={},
        best_by_concept={},
        definitions={},
        definitions_by_concept={},
        levels={},
    )
    return replace(
        made_findings(),
        case="order",
        worlds=0,
        concept="SEQ",
        states=4,
        status_quo=today,
        status_quo_stable=dict.fromkeys(DECLARED, one),
        readings=(),
        choices=(whole,),
        drivers=(),
        claims=(),
    )


GRAPH_TEXT = """\
format: 1
case: graph
title: Named states only
as_of: 2020-01-01
actors:
  a: {name: Ardent}
  b: {name: Bold}
states:
  s1: both wait
  s2: Ardent has moved
  s3: ""
status_quo: s1
arcs:
  a: [[s1, s2]]
  b: [[s2, s3]]
preferences:
  a: {ranking: [s3, s2, s1]}
  b: {ranking: [[s1, s3], s2]}
"""
