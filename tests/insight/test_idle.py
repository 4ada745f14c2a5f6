"""What of a case makes no difference: found where it is so by hand, and by a slow look at every world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from case.valid import made, passing
from detente.brief import idle_problems
from detente.brief.ground.idle import idle_line
from detente.case import Case, load, loads
from detente.case.file.writing import block, plain
from detente.ensemble import Plan, Runs, mask_names, run
from detente.game.unfolding import today
from detente.insight import Idle, find, idle_parts
from small import JUDGEMENT, small, written

YES = "no yes"


def claim(then: str, **more: Any) -> dict[str, Any]:
    return {"says": "It is claimed.", "then": then, "evidence": JUDGEMENT, **more}


def reading(weights: Mapping[str, object], share: object = 1, **more: Any) -> dict[str, Any]:
    return {"name": "a reading", "share": share, "weights": dict(weights), "evidence": JUDGEMENT, **more}


def look(case: Case, worlds: int = 40) -> Idle:
    return idle_parts(case, run(case, Plan(worlds=worlds, seed=1), workers=1))


#: Two actors; a wants x and is indifferent to what b does, b wants y if a has x.
BOTH = ({"a.x": YES, "b.y": YES}, {"a": {"a.x == yes": 2}, "b": {"a.x == yes and b.y == yes": "1..3"}})
QUO = {"a.x": "no", "b.y": "no"}


def test_weights_that_every_reading_replaces_are_used_in_no_world() -> None:
    readings = {"one": reading({"a-0": 1, "b-0": 2}), "two": reading({"b-0": 1}), "none": reading({}, 0)}
    found = look(small(*BOTH, status_quo=QUO, readings=readings))
    assert found.weights == ("b-0",)
    assert look(small(*BOTH, status_quo=QUO)).weights == ()
    case = small(*BOTH, status_quo=QUO, readings=readings)
    other = small(
        BOTH[0], {**BOTH[1], "b": {"a.x == yes and b.y == yes": -9}}, status_quo=QUO, readings=readings
    )
    first, second = (run(c, Plan(worlds=40, seed=1), workers=1) for c in (case, other))
    assert (first.answers[""].masks == second.answers[""].masks).all()


def test_probabilities_that_every_reading_replaces_are_used_in_no_world() -> None:
    luck = {
        "name": "luck",
        "levels": ["bad", "good"],
        "probabilities": {"bad": 1, "good": 0},
        "evidence": JUDGEMENT,
    }
    readings = {"one": reading({}, chance={"chance.luck": {"bad": 0.5, "good": 0.5}})}
    quo = {**QUO, "chance.luck": "bad"}
    found = look(small(*BOTH, status_quo=quo, chance={"chance.luck": luck}, readings=readings))
    assert found.probabilities == (("chance.luck", "bad"), ("chance.luck", "good"))


def test_levels_that_nothing_reaches() -> None:
    options = {"a.x": "no yes more", "b.y": YES}
    found = look(small(options, {"a": {"a.x == yes": 2}, "b": {"true": 1}}, status_quo=QUO))
    assert found.levels == (("a.x", "more"), ("b.y", "yes"))  # and b.y = no is today's


CLAIMS = {
    "always": claim("a.x == yes", given="true"),
    "never": claim("b.y == no", given="true"),
    "untested": claim("b.y == yes", given="a.x == no"),
    "built": claim("not (a.x == no and b.y == yes)", given="true"),
    "never-built": claim("a.x == no", given="a.x == yes"),
    "beside": {"says": "It rains.", "note": "There is no weather.", "evidence": JUDGEMENT},
}


def test_claims_that_cannot_come_out_otherwise() -> None:
    rules = {"c": "forbid a.x == no and b.y == yes"}
    found = look(small(*BOTH, rules, status_quo=QUO, claims=CLAIMS))
    assert found.claims == {"always": True, "never": False}
    assert found.built_in == {"built": True, "never-built": False, "untested": False}
    free = look(small(*BOTH, status_quo=QUO, claims=CLAIMS))
    assert free.untested == ("untested",)
    assert free.built_in == {"never-built": False}


def test_claims_that_hang_on_one_weight() -> None:
    wants = {"a": {"a.x == yes": 2, "b.y == yes": 1}, "b": {"a.x == yes and b.y == yes": 1, "b.y == yes": 1}}
    claims = {"x": claim("a.x == yes", given="true"), "y": claim("b.y == yes", given="true")}
    found = look(small(BOTH[0], wants, status_quo=QUO, claims=claims))
    assert found.alone == {"x": ("a", "a-0")}  # b has two reasons for y, and either is enough


def test_who_sees_an_actor_otherwise_goes_on_seeing_it_so() -> None:
    """a moves because it believes that b will follow; what b really wants is seen by nobody."""
    wants = {"a": {"a.x == yes and b.y == yes": 2, "a.x == yes and b.y == no": -1}, "b": {"b.y == yes": 1}}
    seen = {"p": {"viewer": "a", "of": "b", "weights": {"b-0": 3}, "evidence": JUDGEMENT}}
    claims = {"y": claim("b.y == yes", given="true")}
    found = look(small(BOTH[0], wants, status_quo=QUO, claims=claims, perceptions=seen))
    assert found.alone == {"y": ("b", "b-0")}


def test_regimes_that_are_the_same_everywhere() -> None:
    regimes = {
        name: {"name": name, "kind": "a state", "says": "So it is.", "evidence": JUDGEMENT, "when": when}
        for name, when in {"always": "a.x == yes", "never": "a.x == no", "open": "b.y == yes"}.items()
    }
    wants = {"a": {"a.x == yes": 2}, "b": {"b.y == yes": "-1..1"}}
    found = look(small(BOTH[0], wants, status_quo=QUO, regimes=regimes))
    assert found.regimes == {"always": True, "never": False}


def slow(case: Case, runs: Runs) -> tuple[set[tuple[str, str]], dict[str, bool], dict[str, bool]]:
    """Levels never reached, and regimes and claims that are constant, by looking at each world in turn."""
    seen: dict[tuple[str, ...], list[float]] = {}
    for choice, answers in runs.answers.items():
        for world in range(len(runs.worlds)):
            for concept in range(answers.code.shape[0]):
                row = answers.table[answers.code[concept, world]]
                for name, part in zip(mask_names(case), row, strict=True):
                    seen.setdefault((choice, *name), []).append(float(part))
    choices, now = list(runs.answers), today(case)

    def of(*name: str, among: list[str] | None = None) -> list[float]:
        return [part for c in among or choices for part in seen[(c, *name)]]

    levels = {
        (o, v)
        for o, option in case.variables().items()
        for v in option.levels
        if not any(of("level", o, v)) and now.get(o) != v
    }
    regimes = {
        r: all(of("regime", r)) for r, x in case.regimes.items() if x.when and len(set(of("regime", r))) == 1
    }
    claims = {}
    for name, x in case.claims.items():
        among = [x.choice] if x.choice else choices
        if x.then and not x.given:
            parts = of("claim", name, among=among)
        elif x.then:
            pairs = zip(of("both", name, among=among), of("given", name, among=among), strict=True)
            parts = [both / given for both, given in pairs if given]
        else:
            continue
        if parts and {round(p, 9) for p in parts} in ({0.0}, {1.0}):
            claims[name] = parts[0] > 0.5
    return levels, {r: held for r, held in regimes.items() if of("regime", r)[0] in (0.0, 1.0)}, claims


@pytest.mark.parametrize("seed", range(12))
def test_it_is_what_a_slow_look_at_every_world_finds(seed: int) -> None:
    written_case = passing(made(seed))
    if written_case is None:
        pytest.skip("check refuses the case of this seed")
    case = Case.model_validate(plain(written_case))
    runs = run(case, Plan(worlds=8, seed=1), workers=1)
    found = idle_parts(case, runs)
    levels, regimes, claims = slow(case, runs)
    assert set(found.levels) == levels
    assert dict(found.regimes) == regimes
    assert dict(found.claims) == {c: held for c, held in claims.items() if c not in found.built_in}
    for name, (actor, statement) in found.alone.items():
        assert statement in {s.id for s in case.statements(actor)}
        assert name in case.claims


def test_the_flagship_replaces_eight_weights_in_every_reading() -> None:
    case = load_korea()
    live = [r.weights for r in case.readings.values()]
    mine = [s.id for a in case.actors for s in case.statements(a) if all(s.id in w for w in live)]
    assert len(mine) == 8
    runs = run(case, Plan(worlds=1, seed=1), workers=1)
    assert list(idle_parts(case, runs).weights) == mine


def load_korea() -> Case:
    from detente.catalog import path

    return load(path("korea-2020"))


def test_it_is_said_where_it_stands_and_how_much_there_is() -> None:
    parts = written(*BOTH, status_quo=QUO, claims=CLAIMS, readings={"one": reading({"a-0": 1, "b-0": 2})})
    text = "\n".join(block(plain(parts), 0)) + "\n"
    case = loads(text)
    findings = find(case, worlds=20, seed=1, workers=1)
    assert findings.idle is not None
    told = idle_problems(case, findings.idle)
    assert len(told) == len(findings.idle) > 0
    assert all(p.severity == "warning" and p.line > 1 for p in told)
    by_code = {p.code: p for p in told}
    assert text.splitlines()[by_code["DT521"].line - 1].strip().startswith("weight:")
    assert text.splitlines()[by_code["DT524"].line - 1].strip() in ("always:", "never:", "built:")
    (line,) = idle_line(findings)
    assert "two base values used in no world" in line
    assert "detente check --deep" in line
    assert idle_line(replace(findings, idle=None)) == ()


def test_a_case_in_which_everything_counts_says_nothing() -> None:
    wants = {"a": {"a.x == yes": "-1..1"}, "b": {"b.y == yes": "-1..1"}}
    findings = find(small(BOTH[0], wants, status_quo=QUO), worlds=40, seed=1, workers=1)
    assert findings.idle is not None
    assert len(findings.idle) == 0
    assert idle_line(findings) == ()
    assert np.isfinite(findings.worlds)
