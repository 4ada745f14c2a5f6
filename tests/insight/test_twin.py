"""`find` against a slow twin: one world, one choice and one concept at a time, by the definitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import reference
from detente.case import Case
from detente.errors import DetenteError
from detente.insight import ChoiceFindings, find
from detente.registry import DECLARED
from detente.worlds import Worlds, draw
from meaning import conditions, holds
from small import JUDGEMENT, small
from strategies import option_conflicts

WORLDS = 4
State = Mapping[str, str]


@dataclass(frozen=True)
class Example:
    """A case with choices, and the conflict that it means: its states in words, and who can move where."""

    case: Case
    states: Sequence[State]
    arcs: Sequence[set[tuple[int, int]]]


@st.composite
def examples(draw: st.DrawFn) -> Example:
    """A random conflict with uncertain weights, a choice, outcome classes, readings and perceptions."""
    sample = draw(option_conflicts(common=draw(st.booleans())))
    assume(len(sample.states) <= 24)
    mapping = dict(sample.mapping)
    _make_uncertain(draw, mapping)
    words = {o: " ".join(spec["levels"]) for o, spec in mapping["options"].items()}
    focal = draw(st.sampled_from(sorted(words)))
    levels = words[focal].split()[: draw(st.integers(1, 3))]
    mapping["concept"] = draw(st.sampled_from([*DECLARED, "SEQ-2", "ESEQ-irr"]))
    mapping["focal"] = focal.partition(".")[0]
    mapping["choices"] = {x: {"name": x, "set": {focal: x}} for x in levels}
    classes = draw(st.lists(conditions(words), max_size=3))
    mapping["outcomes"] = {f"o{k}": {"name": "o", "when": text} for k, text in enumerate(classes)}
    named = mapping.get("states", {})
    states = [named[s] if isinstance(s, str) else s for s in sample.states]
    return Example(Case.model_validate(mapping), states, sample.conflict.arcs)


def _make_uncertain(draw: st.DrawFn, mapping: dict[str, Any]) -> None:
    """Statements get intervals, half of them again under a reading, and some are misperceived."""
    written = {a: p["statements"] for a, p in mapping["preferences"].items() if "statements" in p}
    widths = st.sampled_from([0, 0, 1, 3])
    spread = {
        a: {"statements": [{**s, "weight": _interval(s["weight"], draw(widths))} for s in statements]}
        for a, statements in written.items()
    }
    mapping["preferences"] = {**mapping["preferences"], **spread}
    ids = [s["id"] for statements in written.values() for s in statements]
    if ids and draw(st.booleans()):
        weights = {s: draw(st.sampled_from(["-2..2", 0, 1])) for s in draw(st.sets(st.sampled_from(ids)))}
        reading = {"name": "r", "share": 1, "evidence": JUDGEMENT}
        mapping["readings"] = {"one": {**reading, "weights": weights}, "two": reading}
    for other in sorted(written):
        viewer = draw(st.sampled_from(sorted(mapping["actors"])))
        if viewer != other and draw(st.booleans()):
            believed = {s["id"]: draw(st.sampled_from(["-3..3", -1, 4])) for s in written[other]}
            seen = {"viewer": viewer, "of": other, "weights": believed, "evidence": JUDGEMENT}
            mapping["perceptions"] = {**mapping.get("perceptions", {}), f"{viewer}-{other}": seen}


def _interval(weight: int, width: int) -> object:
    return f"{weight - width}..{weight + width}" if width else weight


# ------------------------------------------------------------------------------------------- the twin


def value(case: Case, actor: str, state: State, weights: Sequence[Fraction]) -> Fraction:
    """The utility of a state for an actor, as the format defines it."""
    preference = case.preferences[actor]
    if preference.ranking:
        name = next(n for n, s in case.states.items() if s == state)
        return Fraction(
            len(preference.ranking) - next(k for k, t in enumerate(preference.ranking) if name in t)
        )
    if preference.priority:
        top = len(preference.priority) - 1
        return Fraction(
            sum(2 ** (top - k) for k, c in enumerate(preference.priority) if holds(case, c.tree, state))
        )
    kept = zip(preference.statements, weights, strict=True)
    return sum((w for s, w in kept if holds(case, s.when.tree, state)), Fraction(0))


def utilities(example: Example, worlds: Worlds, w: int) -> list[list[Fraction]]:
    return [
        [value(example.case, a, s, _column(worlds.weights[i], w)) for s in example.states]
        for i, a in enumerate(example.case.actors)
    ]


def _column(rows: Any, w: int) -> list[Fraction]:
    return [Fraction(float(x)) for x in rows[:, w]]


def believed(example: Example, worlds: Worlds, w: int) -> dict[int, dict[int, list[Fraction]]]:
    actors = list(example.case.actors)
    views: dict[int, dict[int, list[Fraction]]] = {}
    for (viewer, other), rows in worlds.perceived.items():
        values = [value(example.case, actors[other], s, _column(rows, w)) for s in example.states]
        views.setdefault(viewer, {})[other] = values
    return views


@dataclass(frozen=True)
class Answer:
    """What one world answers for one choice under one concept."""

    shares: Mapping[str, Fraction]
    points: int
    level: Fraction
    rests: bool


def answer(example: Example, choice: State, concept: str, worlds: Worlds, w: int) -> Answer:
    case, kept = example.case, [k for k, s in enumerate(example.states) if choice.items() <= s.items()]
    arcs = [{(kept.index(s), kept.index(t)) for s, t in a if s in kept and t in kept} for a in example.arcs]
    every = utilities(example, worlds, w)
    u = [[row[k] for k in kept] for row in every]
    views = {
        i: {j: [row[k] for k in kept] for j, row in seen.items()}
        for i, seen in believed(example, worlds, w).items()
    }
    rows = [example.states[k] for k in kept]
    conflict = reference.Conflict(len(kept), arcs, u, views, rows)  # type: ignore[arg-type]
    start = kept.index(begins(example, choice))
    points = reference.resting_points(conflict, concept, start)
    places = list(points or reference.drift(conflict, concept, start))
    shares = dict.fromkeys([*case.outcomes, "other", "unsettled"], Fraction(0))
    for place in places:
        kind = klass(case, example.states[kept[place]]) if points else "unsettled"
        shares[kind] += Fraction(1, len(places))
    mine = list(case.actors).index(case.focal)
    low, high = min(every[mine]), max(every[mine])
    mean = sum((u[mine][p] for p in places), Fraction(0)) / len(places)
    level = (mean - low) / (high - low) if high > low else Fraction(0)
    return Answer(shares, len(points), level, start in reference.equilibria(conflict, concept))


def klass(case: Case, state: State) -> str:
    return next((o for o, c in case.outcomes.items() if holds(case, c.when.tree, state)), "other")


def begins(example: Example, choice: State) -> int:
    """The status quo with the choice made; raises `ValueError` where that cannot be."""
    quo = example.case.status_quo
    today = example.case.states[quo] if isinstance(quo, str) else quo
    assert isinstance(today, dict)
    return list(example.states).index({**today, **choice})


def mean(values: Sequence[Fraction]) -> float:
    return float(sum(values, Fraction(0)) / len(values))


# ------------------------------------------------------------------------------------------ compared


@settings(max_examples=60)
@given(examples())
def test_find_says_what_the_definitions_say(example: Example) -> None:
    case = example.case
    sets = {name: choice.set for name, choice in case.choices.items()}
    try:
        for chosen in sets.values():
            begins(example, chosen)
    except ValueError:
        with pytest.raises(DetenteError):
            find(case, worlds=WORLDS)
        return
    found = find(case, worlds=WORLDS, workers=2)
    worlds = draw(case, 1 + found.worlds)
    index = range(1, 1 + WORLDS) if found.worlds else range(1)
    twin = {
        name: {c: [answer(example, chosen, c, worlds, w) for w in index] for c in case.declared}
        for name, chosen in sets.items()
    }
    for c in found.choices:
        compare(case, c, twin[c.choice])
    compare_best(case, found.choices, twin)
    for concept, share in found.status_quo_stable.items():
        kept = next(name for name, chosen in sets.items() if chosen.items() <= found.status_quo.items())
        assert share.value == mean([Fraction(a.rests) for a in twin[kept][concept]])


def compare(case: Case, found: ChoiceFindings, twin: Mapping[str, Sequence[Answer]]) -> None:
    for concept, answers in twin.items():
        shares = found.outcomes_by_concept[concept]
        for outcome in (*case.outcomes, "other", "unsettled"):
            told = shares[outcome].value if outcome in shares else 0.0
            if not case.outcomes and outcome == "other":
                continue  # without classes nothing is classed
            assert told == pytest.approx(mean([a.shares[outcome] for a in answers])), (concept, outcome)
    own = twin[case.concept]
    assert found.settled.value == pytest.approx(mean([Fraction(a.points > 0) for a in own]))
    assert found.distinct.value == pytest.approx(mean([Fraction(a.points) for a in own]))


def compare_best(
    case: Case, found: Sequence[ChoiceFindings], twin: Mapping[str, Mapping[str, Sequence[Answer]]]
) -> None:
    for concept in case.declared:
        levels = [[a.level for a in twin[c.choice][concept]] for c in found]
        tops = [max(column) for column in zip(*levels, strict=True)]
        for c, row in zip(found, levels, strict=True):
            parts = [
                Fraction(x == top, sum(r[w] == top for r in levels))
                for w, (x, top) in enumerate(zip(row, tops, strict=True))
            ]
            assert c.best_by_concept[concept].value == pytest.approx(mean(parts)), concept
            if concept == case.concept:
                lost = [top - x for x, top in zip(row, tops, strict=True)]
                assert c.regret.value == pytest.approx(mean(lost), abs=1e-12)


def test_the_twin_knows_a_conflict_that_can_be_worked_out() -> None:
    """b follows a, who gains by going what it loses by being followed."""
    case = small(
        {"a.x": "no yes", "b.y": "no yes"},
        {"a": {"a.x == yes": 3, "b.y == no": 1}, "b": {"a.x == b.y": 1}},
        status_quo={"a.x": "no", "b.y": "no"},
        focal="a",
        choices={"go": {"name": "go", "set": {"a.x": "yes"}}},
        outcomes={"together": {"name": "together", "when": "a.x == b.y"}},
    )
    states = [{"a.x": x, "b.y": y} for x in ("no", "yes") for y in ("no", "yes")]
    arcs = [{(0, 2), (2, 0), (1, 3), (3, 1)}, {(0, 1), (1, 0), (2, 3), (3, 2)}]
    told = answer(Example(case, states, arcs), {"a.x": "yes"}, "SEQ", draw(case, 1), 0)
    assert told.shares == {"together": 1, "other": 0, "unsettled": 0}
    assert (told.points, told.level, told.rests) == (1, Fraction(3, 4), False)
