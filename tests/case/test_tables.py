"""The tables in plain sight agree with the types, and importing the room stays cheap."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import detente.case
from detente.case import RULES, digest, load, nearest
from detente.case.checks.checker import CONDITIONS, EVIDENCE, QUANTITIES
from detente.case.checks.shape import fields_at, part_at, places
from detente.case.condition import Condition
from detente.case.fields import Evidence
from detente.case.nearest import distance, unambiguous
from detente.case.quantity import Quantity


def test_every_condition_of_the_format_is_checked() -> None:
    assert set(CONDITIONS) == set(places(Condition))


def test_every_quantity_of_the_format_is_checked() -> None:
    assert set(QUANTITIES) == set(places(Quantity))


def test_every_evidence_of_the_format_is_checked() -> None:
    assert set(EVIDENCE) == set(places(Evidence))


def test_keys_are_known_at_every_depth() -> None:
    assert fields_at(("options", "a.x", "moves")) == ("kind", "only", "when", "by", "evidence")
    assert "weight" in fields_at(("preferences", "a", "statements", 3))
    assert fields_at(("options",)) == ()
    assert part_at(("no", "such", "path")) is None


def test_rules_are_named_once_and_explained() -> None:
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    for code, rule in RULES.items():
        assert code.startswith("DT")
        assert len(code) == 5
        assert rule.severity in ("error", "warning")
        assert rule.says.endswith(".")
        assert rule.fix


def test_every_public_name_is_documented() -> None:
    assert sorted(detente.case.__all__) == sorted(set(detente.case.__all__))
    for name in detente.case.__all__:
        assert getattr(detente.case, name).__doc__ or name in ("JUDGEMENT", "RULES")


DISTANCES = {
    0: [("abc", "abc"), ("DPRK", "dprk"), ("a-b", "a_b")],
    1: [("posture", "postrue"), ("ab", "ba"), ("abcd", "acbd"), ("rok", "rk")],
    2: [("", "ab"), ("chn", "china")],
    3: [("kitten", "sitting"), ("a", "xyz"), ("ca", "abc"), ("usa", "russia"), ("far", "away from it")],
}


@pytest.mark.parametrize("wanted", DISTANCES)
def test_distances(wanted: int) -> None:
    for a, b in DISTANCES[wanted]:
        assert distance(a, b) == distance(b, a) == wanted


def test_nearest_names() -> None:
    assert nearest("dpkr", ["rok", "dprk"]) == ("dprk",)
    assert nearest("zzzzzz", ["rok", "dprk"]) == ("rok", "dprk")
    assert nearest("zzzzzz", [f"name{k}" for k in range(9)]) == ()
    assert nearest("ro", ["rok", "roc", "rus"]) == ("rok", "roc")
    assert unambiguous("ro", ["rok", "roc"]) == ""
    assert unambiguous("zzz", ["rok"]) == ""


def generated(lines: int) -> str:
    """Write a valid case of about so many lines."""
    actors = [f"a{k}" for k in range(8)]
    options = [f"{a}.o{k}" for a in actors for k in range(8)]
    out = ["format: 1", "case: big", "title: Big", "as_of: 2020-12-31", "sources: {s: {title: S, key: S}}"]
    out += ["actors:", *(f"  {a}: {{name: Actor {a}}}" for a in actors), "options:"]
    for o in options:
        out += [f"  {o}:", f"    name: option {o}", "    levels:", "      low: little", "      mid: some"]
        out += ["      high: much", "    evidence: S.P1.S2"]
    out += ["status_quo:", *(f"  {o}: low" for o in options), "preferences:"]
    each = (lines - len(out)) // 8 // 6
    for n, a in enumerate(actors):
        out += [f"  {a}:", "    statements:"]
        for k in range(each):
            i = (k * 7 + n * 11) % 60
            one, two, three = options[i : i + 3]
            out += [f"      - id: s{n}_{k}", "        when: >-", f"          if {one} == high"]
            out += [f"          then {two} < {three} or at least 2 of ({one} == low, {two} != mid)"]
            out += [f"        weight: {k % 5}..{k % 5 + 2}", f"        evidence: [S.P{k + 1}.S1-S3, S.P2]"]
    return "\n".join(out) + "\n"


def test_a_long_case_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_text(generated(1_500), encoding="utf-8")
    case = load(path)
    assert len(digest(case)) == 32


def test_importing_the_room_does_not_import_what_it_may_not_need() -> None:
    code = "import sys, detente.case; print(*[m for m in sys.modules if m.partition('.')[0] in %r])"
    heavy = ("lark", "ruamel", "rich", "numpy", "yaml", "numba", "click")
    done = subprocess.run([sys.executable, "-c", code % (heavy,)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
