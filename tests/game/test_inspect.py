"""What only the states of a case show to be wrong: one test for each code, and silence for good cases."""

from __future__ import annotations

import pytest

from detente import catalog
from detente.case import RULES, loads
from detente.errors import Problem
from detente.game import inspect
from small import graph, small

GOOD = """\
format: 1
case: harbour
title: The harbour
as_of: 2000-01-01
focal: a
actors:
  a: {name: the upper town}
  b: {name: the lower town}
options:
  a.pays: {name: lights, levels: [no, yes]}
  b.pays: {name: pilots, levels: [no, half, full]}
chance:
  chance.storm:
    name: storm
    levels: [calm, storm]
    probabilities: {calm: 0.7, storm: 0.3}
    evidence: analyst judgement
definitions:
  open: {name: the harbour is open, when: a.pays == yes and not b.pays == no}
constraints:
  fair: {forbid: a.pays == no and b.pays == full, evidence: analyst judgement}
status_quo: {a.pays: no, b.pays: no, chance.storm: calm}
preferences:
  a:
    statements:
      - {id: a-open, when: open, weight: 3, evidence: analyst judgement}
      - {id: a-saves, when: a.pays == no, weight: 1, evidence: analyst judgement}
  b:
    priority:
      - open
      - b.pays <= half
choices:
  pay: {name: pay, set: {a.pays: yes}}
  wait: {name: wait, set: {a.pays: no}}
outcomes:
  working: {name: a working harbour, when: open}
  closed: {name: a closed harbour, when: not open}
"""


def found(*changes: tuple[str, str], limit: int = 1_000) -> list[Problem]:
    """What inspection says of the good case with some of its lines replaced."""
    text = GOOD
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return list(inspect(loads(text), limit))


def lines(problems: list[Problem]) -> list[tuple[str, str]]:
    """Code and text of the line that each problem points at."""
    return [(p.code, p.excerpt.strip().partition(":")[0]) for p in problems]


def rule(name: str, text: str) -> tuple[str, str]:
    """One more constraint."""
    return "constraints:\n", f"constraints:\n  {name}: {{{text}, evidence: analyst judgement}}\n"


def test_a_good_case_is_passed_in_silence() -> None:
    assert found() == []


@pytest.mark.parametrize("slug", catalog.names())
def test_so_is_every_shipped_case(slug: str) -> None:
    assert inspect(catalog.load(slug)) == ()


def test_a_graph_has_no_options_to_inspect() -> None:
    assert inspect(graph("p q", {"a": "p>q"}, {"a": ["q", "p"]}, "p")) == ()


def test_dt501_constraints_that_clash() -> None:
    problems = found(
        rule("dark", "require: a.pays == no"),
        ("fair: {forbid: a.pays == no", "fair: {forbid: a.pays == no or a.pays == yes or true"),
    )
    assert lines(problems) == [("DT501", "fair")]
    problems = found(rule("dark", "require: a.pays == no"), rule_after("lit", "require: b.pays == full"))
    assert lines(problems) == [("DT501", "dark"), ("DT501", "lit"), ("DT501", "fair")]
    assert "lit, fair" in problems[0].cause
    assert {p.severity for p in problems} == {"error"}


def rule_after(name: str, text: str) -> tuple[str, str]:
    return "  fair:", f"  {name}: {{{text}, evidence: analyst judgement}}\n  fair:"


def test_dt502_an_option_with_one_level_left() -> None:
    problems = found(
        rule("lit", "require: a.pays == yes"),
        ("status_quo: {a.pays: no", "status_quo: {a.pays: yes"),
        ("  wait: {name: wait, set: {a.pays: no}}\n", ""),
    )
    assert ("DT502", "a.pays") in lines(problems)
    assert next(p.cause for p in problems if p.code == "DT502") == "a.pays is always yes"


def test_dt503_a_statement_that_always_holds() -> None:
    always = ("when: a.pays == no, weight: 1", "when: a.pays == no or a.pays == yes, weight: 1")
    problems = found(always)
    assert [(p.code, p.value, p.severity) for p in problems] == [
        ("DT503", "a.pays == no or a.pays == yes", "warning")
    ]
    assert "weight" in problems[0].cause


def test_dt503_a_priority_that_always_holds() -> None:
    assert [(p.code, p.value) for p in found(("b.pays <= half", "b.pays <= full"))] == [
        ("DT503", "b.pays <= full")
    ]


def test_dt504_a_statement_that_never_holds() -> None:
    never = ("when: a.pays == no, weight: 1", "when: a.pays == no and b.pays == full, weight: 1")
    assert [(p.code, p.value) for p in found(never)] == [("DT504", "a.pays == no and b.pays == full")]


def test_dt505_a_status_quo_that_cannot_be() -> None:
    problems = found(("b.pays: no, chance", "b.pays: full, chance"))
    assert lines(problems) == [("DT505", "status_quo")]
    assert problems[0].cause == "the status quo breaks fair"
    assert problems[0].severity == "error"


def test_dt506_a_choice_that_cannot_be() -> None:
    problems = found(
        rule("lit", "require: a.pays == yes"), ("status_quo: {a.pays: no", "status_quo: {a.pays: yes")
    )
    assert ("DT506", "wait") in lines(problems)
    assert next(p for p in problems if p.code == "DT506").cause == "no state is feasible under this choice"


def test_dt506_a_choice_that_does_not_say_all_it_changes() -> None:
    quo = ("status_quo: {a.pays: no, b.pays: no", "status_quo: {a.pays: yes, b.pays: full")
    problems = found(quo)
    assert lines(problems) == [("DT506", "wait")]
    assert problems[0].cause == "the status quo with this choice made breaks fair"


def test_dt506_where_states_are_named() -> None:
    """The same, with a status quo given by name and a list of states in the place of constraints."""
    named = {
        "p": {"a.x": "no", "b.y": "no"},
        "q": {"a.x": "no", "b.y": "yes"},
        "r": {"a.x": "yes", "b.y": "no"},
    }
    choices = {x: {"name": x, "set": {"a.x": x}} for x in ("no", "yes")}
    parts = {"states": named, "focal": "a", "choices": choices}
    options = {"a.x": "no yes", "b.y": "no yes"}
    wants = {"a": {"a.x == yes": 1}, "b": {"b.y == yes": 1}}
    assert inspect(small(options, wants, status_quo="p", **parts)) == ()
    problems = inspect(small(options, wants, status_quo="q", **parts))
    assert [p.code for p in problems] == ["DT506"]
    assert "the list of named states" in problems[0].cause


STORMS = rule("stormy", "forbid: chance.storm == storm and a.pays == yes")


def test_dt506_a_choice_that_cannot_be_in_some_weather() -> None:
    problems = found(STORMS)
    assert lines(problems) == [("DT506", "pay")]
    assert problems[0].cause == "no state is feasible under this choice when chance.storm = storm"
    never = ("probabilities: {calm: 0.7, storm: 0.3}", "probabilities: {calm: 1, storm: 0}")
    assert found(STORMS, never) == [], "weather that never falls need not be thought of"


def test_dt506_a_status_quo_that_cannot_be_in_some_weather() -> None:
    problems = found(rule("stormy", "forbid: chance.storm == storm and b.pays == no"))
    assert lines(problems) == [("DT506", "pay"), ("DT506", "wait")]
    assert problems[0].cause == "the status quo with this choice made breaks stormy when chance.storm = storm"


def test_dt507_too_many_states() -> None:
    problems = found(limit=9)
    assert lines(problems) == [("DT507", "options")]
    assert problems[0].severity == "error"
    assert "the limit is 9" in problems[0].cause
    assert found(limit=12) == []


def test_dt508_an_outcome_that_no_state_falls_into() -> None:
    problems = found(("when: not open}", "when: open and a.pays == yes}"))
    assert lines(problems) == [("DT508", "closed")]
    assert "earlier classes" in problems[0].cause


@pytest.mark.parametrize(
    ("when", "where"),
    [
        ("a.pays == no or a.pays == yes", "every feasible state"),
        ("b.pays == full and a.pays == no", "no feasible state"),
    ],
)
def test_dt509_a_definition_that_never_varies(when: str, where: str) -> None:
    problems = found(("when: a.pays == yes and not b.pays == no", f"when: {when}"))
    definition = next(p for p in problems if p.code == "DT509")
    assert (definition.value, definition.cause) == (when, f"open holds in {where}")


def test_dt510_a_chance_level_that_cannot_be() -> None:
    never = ("probabilities: {calm: 0.7, storm: 0.3}", "probabilities: {calm: 1, storm: 0}")
    problems = found(rule("mild", "forbid: chance.storm == storm"), never)
    assert lines(problems) == [("DT510", "levels")]
    assert problems[0].cause == "no feasible state has chance.storm = storm"


@pytest.mark.parametrize(
    ("when", "where"),
    [
        ("a.pays in (no, yes)", "every feasible state"),
        ("b.pays == full and a.pays == no", "no feasible state"),
    ],
)
def test_dt511_a_phase_that_never_varies(when: str, where: str) -> None:
    problems = found(("outcomes:\n", f"phases:\n  mist: {{name: mist, when: {when!r}}}\noutcomes:\n"))
    assert [(p.code, p.cause) for p in problems] == [("DT511", f"mist holds in {where}")]


def test_dt512_an_alternative_that_breaks_what_it_keeps() -> None:
    text = "  poor: {{name: poor, {}hold: {{b.pays: full}}, evidence: analyst judgement}}\n"
    held = found(("outcomes:\n", f"alternatives:\n{text.format('')}outcomes:\n"))
    assert lines(held) == [("DT512", "poor")]
    assert held[0].cause == "the status quo with what poor holds breaks fair"
    assert found(("outcomes:\n", f"alternatives:\n{text.format('drop: [fair], ')}outcomes:\n")) == []


def test_dt513_an_outcome_that_cannot_hold() -> None:
    problems = found(("when: not open}", "when: b.pays == full and a.pays == no}"))
    assert lines(problems) == [("DT513", "closed")]
    assert problems[0].severity == "error"
    parts = {"outcomes": {"x": {"name": "x", "when": "false"}, "y": {"name": "y", "when": "true"}}}
    case = graph("p q", {"a": "p>q"}, {"a": ["q", "p"]}, "p")
    told = inspect(case.model_validate(case.to_dict() | parts))
    assert [(p.code, p.cause) for p in told] == [("DT513", "no feasible state satisfies the condition of x")]


def test_dt514_what_chance_can_bring_has_to_be_feasible() -> None:
    problems = found(rule("mild", "forbid: chance.storm == storm"))
    assert lines(problems) == [("DT514", "chance.storm"), ("DT510", "levels")]
    assert problems[0].cause == "no state is feasible when chance.storm = storm"
    assert problems[0].severity == "error"


def test_dt514_what_an_issue_can_bring_has_to_be_feasible() -> None:
    """A level of probability 0 falls all the same, if an issue sets the option."""
    wanted = ", ".join(f"{a}: {{at: {x}, evidence: analyst judgement}}" for a, x in (("a", 20), ("b", 80)))
    sets = "{chance: chance.storm, levels: {calm: 0..50, storm: 50..100}}"
    text = f"name: text, scale: {{0: none, 100: all}}, evidence: analyst judgement, positions: {{{wanted}}}"
    calm, never = (
        ("{calm: 0.7, storm: 0.3}", "{calm: 1, storm: 0}"),
        rule("mild", "forbid: chance.storm == storm"),
    )
    assert lines(found(calm, never)) == [("DT510", "levels")]
    issue = ("choices:\n", f"issues: {{text: {{{text}, sets: {sets}}}}}\nchoices:\n")
    assert lines(found(calm, never, issue)) == [("DT514", "chance.storm"), ("DT510", "levels")]


def test_dt514_without_choices_the_status_quo_has_to_be_feasible() -> None:
    free = (
        ("choices:\n  pay: {name: pay, set: {a.pays: yes}}\n  wait: {name: wait, set: {a.pays: no}}\n", ""),
        ("focal: a\n", ""),
    )
    assert found(*free) == []
    problems = found(*free, rule("stormy", "forbid: chance.storm == storm and b.pays == no"))
    assert lines(problems) == [("DT514", "chance")]
    assert problems[0].cause == "the status quo breaks stormy when chance.storm = storm"


def test_dt515_a_policy_has_to_be_feasible_under_every_choice() -> None:
    held = "{actor: b, name: full, set: {b.pays: full}, evidence: analyst judgement}"
    whole = f"policies:\n  full: {held}\nchoices:\n"
    problems = found(("choices:\n", whole))
    assert lines(problems) == [("DT515", "full")]
    assert problems[0].severity == "warning"
    assert found(("choices:\n", whole.replace("full", "half"))) == []


def test_problems_come_in_the_order_of_the_file() -> None:
    problems = found(
        ("b.pays <= half", "b.pays <= full"),
        ("when: not open}", "when: open and a.pays == yes}"),
        rule("mild", "forbid: chance.storm == storm"),
    )
    assert [p.code for p in problems] == ["DT514", "DT510", "DT503", "DT508"]
    assert [p.line for p in problems] == sorted(p.line for p in problems)


def test_every_code_of_this_room_has_a_test() -> None:
    codes = {code.lower() for code in RULES if "DT501" <= code < "DT520"}  # further ones are of brief
    assert codes == {name.split("_")[1] for name in globals() if name.startswith("test_dt5")}


def test_a_case_made_in_python_has_no_lines() -> None:
    problem, *more = inspect(small({"a.x": "no yes"}, {"a": {"a.x in (no, yes)": 1}}))
    assert not more
    assert (problem.code, problem.line, problem.excerpt) == ("DT503", 0, "")
