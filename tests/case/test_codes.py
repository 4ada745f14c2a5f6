"""A code has one meaning: one rule, one name, one severity, wherever it is reported."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import detente
from detente.case import RULES

SRC = Path(detente.__file__).parent
CODE = re.compile(r"DT\d{3}")


def codes(file: Path) -> set[str]:
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    texts = [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return set(filter(CODE.fullmatch, texts))


def test_every_code_that_is_reported_is_a_rule() -> None:
    files = [file for file in SRC.rglob("*.py") if file.parent.name != "rules"]
    assert set().union(*map(codes, files)) == RULES.keys()


def test_problems_are_made_in_one_place_from_the_table_of_rules() -> None:
    """So that no code can be given a name or a severity of its own."""
    makers = [file for file in SRC.rglob("*.py") if "Problem(" in file.read_text(encoding="utf-8")]
    assert [f.name for f in makers] == ["problem.py"]


def test_a_rule_has_a_name_and_a_meaning_of_its_own() -> None:
    assert max(Counter(rule.name for rule in RULES.values()).values()) == 1
    assert max(Counter(rule.says for rule in RULES.values()).values()) == 1


def test_a_code_is_reported_from_one_room() -> None:
    """The hundreds stand for rooms; the same code reported from two of them would mean two things."""
    rooms: dict[str, set[str]] = {}
    for file in SRC.rglob("*.py"):
        room = file.relative_to(SRC).parts[0]
        for code in codes(file) if file.parent.name != "rules" else ():
            rooms.setdefault(code, set()).add(room)
    assert {code: found for code, found in rooms.items() if len(found) > 1} == {}
