"""The table of stability: state by state, concept by concept, actor by actor."""

from __future__ import annotations

import csv
import json

from detente import load
from detente.brief import Table, tabled

WANTED = ("R", "SEQ")


def test_the_dilemma_as_papers_print_it() -> None:
    table, _ = tabled(load("prisoners-dilemma"), WANTED).parts()
    assert isinstance(table, Table)
    assert table.columns == ("state", "R", "SEQ")
    assert table.rows == (
        ("1", "E", "E"),
        ("2", "second", "second"),
        ("3", "first", "first"),
        ("4", "·", "E"),
    )


def test_the_same_for_programs() -> None:
    found = tabled(load("prisoners-dilemma"), WANTED)
    states = json.loads(found.to_json())["states"]
    assert [s["state"] for s in states if "SEQ" in s["equilibrium"]] == ["1", "4"]
    assert states[1]["stable"] == {"R": ["second"], "SEQ": ["second"]}
    head, *rows = csv.reader(found.to_csv().splitlines())
    assert [row[0] for row in rows if row[head.index("R all")] == "yes"] == ["1"]


def test_a_part_of_a_large_table_has_the_equilibria_first() -> None:
    found = tabled(load("elmira"), ("R",), limit=6)
    assert [found.game.names[s] for s in found.shown] == ["5", "8", "9a", "9b", "9c", "9d"]
    some = tabled(load("elmira"), ("R",), where="moe.modify == yes")
    assert 0 < len(some.shown) < len(some.game)
