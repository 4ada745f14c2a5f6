"""A case that extends another is the case that somebody would get by writing it out, line by line known."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from detente.case import Case, as_text, digest, edit, examine, fix, load
from detente.case.inherit.merge import WHOLE
from detente.errors import CaseError, UnknownName
from detente.game import inspect, unfold
from detente.history import gather

HERE = Path(__file__).parent
RICH = (HERE / "good" / "rich.yaml").read_text(encoding="utf-8")

OVER = """\
format: 1
case: later
extends: two-straits
as_of: 2021-06-30
options:
  usa.tone: {moves: fixed}
constraints:
  loud_pressure: null
  quiet_deal: {forbid: usa.policy == deal and usa.tone == loud, evidence: analyst judgement}
status_quo: {usa.tone: calm}
preferences:
  rus:
    statements:
      - {id: rus_no_crisis, weight: -9}
      - {id: rus_quiet, when: usa.tone == calm, weight: 1, evidence: K.P9}
without:
  events: all
  questions: all
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    file = tmp_path / "two-straits.yaml"
    file.write_text(RICH, encoding="utf-8")
    return file


def over(base: Path, text: str = OVER) -> Path:
    file = base.with_name("later.yaml")
    file.write_text(text, encoding="utf-8")
    return file


def codes(file: Path) -> list[tuple[str, str, int]]:
    return [(p.code, Path(p.file).name, p.line) for p in examine(file)[1] if p.severity == "error"]


def test_it_says_what_differs_and_has_the_rest(base: Path) -> None:
    lower, case = load(base), load(over(base))
    assert (case.case, case.extends, str(case.as_of), case.title) == (
        "later",
        "two-straits",
        "2021-06-30",
        lower.title,
    )
    assert list(case.options) == list(lower.options)
    assert case.options["usa.tone"].moves.kind == "fixed"
    assert case.options["usa.tone"].levels == lower.options["usa.tone"].levels
    assert list(case.constraints) == ["no_deal_under_fire", "quiet_deal"]
    assert case.status_quo == {**dict(lower.status_quo), "usa.tone": "calm"}  # type: ignore[arg-type]
    ids = [s.id for s in lower.statements("rus")]
    assert [s.id for s in case.statements("rus")] == [*ids, "rus_quiet"]
    assert case.statements("rus")[0].weight.text == "-9"
    assert case.statements("rus")[0].when == lower.statements("rus")[0].when
    assert (case.events, case.questions) == ((), ())
    assert not [p for p in inspect(case) if p.severity == "error"]
    assert len(unfold(case)) > 0


def test_its_digest_is_that_of_both_files(base: Path) -> None:
    before = digest(load(over(base)))
    base.write_text(RICH.replace("when: crisis\n        weight: -4", "when: crisis\n        weight: -3"))
    assert digest(load(over(base))) == before  # this weight is its own
    base.write_text(RICH.replace("name: American tone", "name: another tone"))
    assert digest(load(over(base))) != before
    assert digest(load(over(base, OVER.replace("-9", "-8")))) != before


def test_problems_stand_in_the_file_that_has_them(base: Path) -> None:
    base.write_text(RICH.replace("weight: -4..-2", "weight: heavy"), encoding="utf-8")
    file = over(base, OVER.replace("usa.policy == deal and", "usa.policy == deel and"))
    # the weight of the base is overlaid, so only what still counts is wrong
    assert codes(file) == [("DT303", "later.yaml", 9)]
    base.write_text(RICH.replace("usa.policy == deal and crisis", "usa.policy == deel and crisis"))
    line = RICH.splitlines().index("    forbid: usa.policy == deal and crisis") + 1
    assert codes(over(base)) == [("DT303", "two-straits.yaml", line)]
    told = as_text(examine(over(base))[1])
    assert f"two-straits.yaml:{line}:" in told
    assert "forbid: usa.policy == deel" in told


def test_what_it_makes_impossible_is_said_where_it_is_said(base: Path) -> None:
    text = OVER.replace("  usa.tone: {moves: fixed}", "  usa.tone: {levels: [calm, shrill]}")
    found = codes(over(base, text))
    assert {name for code, name, _ in found if code == "DT303"} == {"later.yaml", "two-straits.yaml"}


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("extends: two-straits", "extends: two-strait", "DT324", 3),
        ("loud_pressure: null", "loud_presure: null", "DT325", 8),
        ("  events: all", "  events: [nothing]", "DT325", 17),
        ("  events: all", "  evnts: all", "DT201", 17),
        ("as_of: 2021-06-30", "as_off: 2021-06-30", "DT201", 4),
        ("loud_pressure: null", "loud_pressure:", "DT205", 8),
        ("case: later\n", "", "DT202", 1),
    ],
)
def test_mistakes_of_its_own(base: Path, old: str, new: str, code: str, line: int) -> None:
    assert old in OVER
    found = codes(over(base, OVER.replace(old, new)))
    assert [(c, n) for c, _, n in found] == [(code, line)]
    assert {name for _, name, _ in found} == {"later.yaml"}


def test_a_circle_is_refused(base: Path) -> None:
    base.write_text(RICH.replace("format: 1\n", "format: 1\nextends: later\n", 1), encoding="utf-8")
    assert [(c, name) for c, name, _ in codes(over(base))] == [("DT403", "two-straits.yaml")]
    base.write_text(RICH.replace("format: 1\n", "format: 1\nextends: two-straits\n", 1), encoding="utf-8")
    assert [c for c, _, _ in codes(base)] == ["DT324"]


def test_a_base_that_cannot_be_read_is_said_once(base: Path) -> None:
    base.write_text("- a list\n", encoding="utf-8")
    assert codes(over(base)) == [("DT117", "two-straits.yaml", 1)]


def test_a_chain_is_followed(base: Path) -> None:
    over(base)
    third = base.with_name("third.yaml")
    third.write_text(
        "format: 1\ncase: third\nextends: later\ntitle: The third\noptions:\n  usa.tone: {ordered: yes}\n"
    )
    case = load(third)
    assert case.options["usa.tone"].moves.kind == "fixed"
    assert case.options["usa.tone"].ordered
    third.write_text(third.read_text().replace("ordered: yes", "ordered: perhaps"))
    assert codes(third) == [("DT204", "third.yaml", 6)]


def test_a_shipped_case_can_be_extended(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "format: 1\ncase: mine\nextends: prisoners-dilemma\npreferences:\n"
        '  first: {ranking: ["4", "3", "1", "2"]}\n'
    )
    case = load(file)
    assert case.preferences["first"].ranking == (("4",), ("3",), ("1",), ("2",))
    assert case.preferences["second"].ranking == load_shipped().preferences["second"].ranking


def load_shipped() -> Case:
    from detente.catalog import load as shipped

    return shipped("prisoners-dilemma")


def test_the_files_of_the_base_lie_beside_the_base(tmp_path: Path) -> None:
    lower = tmp_path / "one" / "case.yaml"
    upper = tmp_path / "two" / "case.yaml"
    for file in (lower, upper):
        file.parent.mkdir()
    told = "id,date,actors,type,summary,moves\n{0},2020-0{1}-01,RUS,vote,A vote.,rus.vote=veto\n"
    lower.write_text(RICH.replace("case: two-straits", "case: one") + "history: {events: [own.csv]}\n")
    upper.write_text("format: 1\ncase: two\nextends: one\nhistory: {events: [more.csv]}\n")
    lower.with_name("own.csv").write_text(told.format("a", 3))
    upper.with_name("more.csv").write_text(told.format("b", 4))
    ids = {e.id for e in gather(load(upper)).events}
    assert {"a", "b"} <= ids


# ------------------------------------------------------------------------------------------ editing


def test_editing_changes_its_own_file_only(base: Path) -> None:
    file = over(base)
    case = edit(file, {("preferences", "rus", "statements", 0, "weight"): "-7"})
    assert case.statements("rus")[0].weight.text == "-7"
    assert "weight: -7" in file.read_text()
    assert base.read_text() == RICH


def test_editing_what_is_inherited_states_it(base: Path) -> None:
    file = over(base)
    lower = load(base)
    where = ("preferences", "chn", "statements", 0, "weight")
    case = edit(file, {where: "0.25", ("readings", next(iter(lower.readings)), "name"): "another name"})
    assert case.statements("chn")[0].weight.text == "0.25"
    assert case.statements("chn")[1:] == lower.statements("chn")[1:]
    assert next(iter(case.readings.values())).name == "another name"
    assert base.read_text() == RICH
    again = edit(file, {where: "0.5"})
    assert again.statements("chn")[0].weight.text == "0.5"


def test_what_is_inherited_cannot_be_taken_away_by_an_edit(base: Path) -> None:
    file = over(base)
    before = file.read_text()
    with pytest.raises(UnknownName):
        edit(file, {("actors", "chn", "iso"): None})
    with pytest.raises(CaseError):
        edit(file, {("preferences", "rus", "statements", 0, "weight"): "nonsense"})
    assert file.read_text() == before


def test_fix_leaves_the_base_alone(base: Path) -> None:
    base.write_text(RICH.replace("usa.policy == deal and crisis", "usa.policy == deel and crisis"))
    file = over(base, OVER.replace("usa.tone == loud", "usa.tone == lowd"))
    lower = base.read_text()
    assert [p.value for p in fix(file)] == ["lowd"]
    assert base.read_text() == lower
    assert [c for c, name, _ in codes(file)] == ["DT303"]


# --------------------------------------------------------------------------------- against a slow twin


def laid(base: Any, own: Any, path: tuple[str, ...] = ()) -> Any:
    """The rule written down again, without places."""
    if isinstance(base, dict) and isinstance(own, dict) and not (path and path[-1] in WHOLE):
        merged = {k: v for k, v in base.items() if own.get(k, 0) is not None}
        for key, value in own.items():
            if value is not None:
                merged[key] = laid(base[key], value, (*path, key)) if key in base else value
        return merged
    return own


@pytest.mark.parametrize("seed", range(12))
def test_random_overlays_come_to_the_case_written_out(base: Path, seed: int) -> None:
    r = random.Random(seed)
    whole = load(base).to_dict()
    own: dict[str, Any] = {}
    for section in r.sample(
        ["actors", "sources", "options", "claims", "outcomes", "status_quo", "scales"], 4
    ):
        for name in r.sample(sorted(whole[section]), min(2, len(whole[section]))):
            value = whole[section][name]
            if isinstance(value, dict) and section != "claims":
                key = "title" if section == "sources" else "name"
                own.setdefault(section, {})[name] = {key: f"new {seed}"}
            elif isinstance(value, str):
                own.setdefault(section, {})[name] = value
    own["title"] = f"Seed {seed}"
    text = "\n".join(["format: 1", "case: later", "extends: two-straits", *_block(own), ""])
    case, problems = examine(over(base, text))
    if case is None:
        assert {"DT201"} >= {p.code for p in problems if p.severity == "error"}
        return
    wanted = laid(whole, own) | {"case": "later", "extends": "two-straits"}
    assert case == Case.model_validate(wanted)


def _block(value: Any, indent: int = 0) -> list[str]:
    lines = []
    for key, inner in value.items():
        if isinstance(inner, dict):
            lines += [f"{' ' * indent}{key}:", *_block(inner, indent + 2)]
        else:
            lines.append(f"{' ' * indent}{key}: '{inner}'")
    return lines


@pytest.mark.parametrize("odd", ["{rus_quiet: x}", "[rus_quiet]", "[{a: b}]"])
def test_an_id_that_is_none_is_refused_where_it_stands(base: Path, odd: str) -> None:
    file = over(base, OVER.replace("id: rus_quiet", f"id: {odd}"))
    assert ("DT203", "later.yaml", 15) in codes(file)
