"""What is read of files of other programs, and what is refused, with its place."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import exchange
from detente.case import load, loads
from detente.catalog import load as shipped
from detente.cli import main
from detente.errors import ExchangeError
from detente.exchange.dot import read_dot
from detente.game import unfold
from detente.stability import assess
from detente.worlds import central

# The conflict of Syria and Iraq with misperception (Kinsara et al. 2014), in the form of a GMCR+ file.
MISPERCEIVED: dict[str, Any] = {
    "options": [{"name": n, "permittedDirection": "both"} for n in ("Release", "Escalate", "Attack")],
    "infeasibles": [[[0, "Y"], [1, "Y"]]],
    "useManualPreferenceRanking": True,
    "decisionMakers": [
        {
            "name": "Syria",
            "options": [0, 1],
            "misperceptions": [[[0, "Y"], [1, "N"]]],
            "preferenceRanking": [1, 3, 6, 2, 4, 5],
        },
        {
            "name": "Iraq",
            "options": [2],
            "misperceptions": [[[0, "N"], [1, "N"]]],
            "preferenceRanking": [2, 4, 6, 1, 5, 3],
        },
    ],
    "coalitions": [0, 1],
}

TABLE = """\
actor,option,moves,1,2,3,4,5,6,7,8,9
MoE,Modify,up,N,Y,N,Y,N,Y,N,Y,-
Uniroyal,Delay,down,Y,Y,N,N,Y,Y,N,N,N
,Accept,free,N,N,Y,Y,N,N,Y,Y,N
,Abandon,up,N,N,N,N,N,N,N,N,Y
Local,Insist,free,N,N,N,N,Y,Y,Y,Y,-
ranking,MoE,7 > 3 > 4 > 8 > 5 > 1 > 2 > 6 > 9
ranking,Uniroyal,1 > 4 > 8 > 5 > 9 > 3 > 7 > 2 > 6
ranking,Local,7 > 3 > 5 > 1 > 8 > 6 > 4 > 2 > 9
status quo,1
"""


def equilibria(text: str, concept: str = "SEQ") -> list[str]:
    case = loads(text)
    game = unfold(case)
    return [game.names[s] for s in assess(game, central(case, game), (concept,)).states(concept)]


def made(folder: Path, name: str, held: object) -> Path:
    file = folder / name
    file.write_text(held if isinstance(held, str) else json.dumps(held), encoding="utf-8")
    return file


def refused(file: Path) -> str:
    with pytest.raises(ExchangeError) as caught:
        exchange.read(file)
    return str(caught.value)


def test_misperceived_states_are_neither_left_nor_reached(tmp_path: Path) -> None:
    conflict = exchange.read(made(tmp_path, "si.gmcr", MISPERCEIVED))
    case = loads(conflict.text("si", "1975-01-01"))
    known = shipped("syria-iraq-misperception")
    game, same = unfold(case), unfold(known)
    for actor in range(2):
        for s in range(6):
            assert sorted(game.moves(actor, s)) == sorted(same.moves(actor, s))
    ours = assess(game, central(case, game), ("R", "SEQ")).equilibria
    assert (ours == assess(same, central(known, same), ("R", "SEQ")).equilibria).all()
    assert "perceive" in case.summary


def test_priorities_of_a_file_become_priorities(tmp_path: Path) -> None:
    held = MISPERCEIVED | {"useManualPreferenceRanking": False}
    held["decisionMakers"] = [
        {"name": "Syria", "options": [0, 1], "preferences": [[[2, "N"]], [[0, "N"], [1, "N"]]]},
        {
            "name": "Iraq",
            "options": [2],
            "preferences": [{"compound": True, "members": [[[0, "Y"]], [[2, "Y"], [1, "N"]]]}],
        },
    ]
    case = loads(exchange.read(made(tmp_path, "p.gmcr", held)).text("p", "1975-01-01"))
    assert [str(c) for c in case.preferences["syria"].priority] == [
        "iraq.attack == no",
        "syria.release == no and syria.escalate == no",
    ]
    assert str(case.preferences["iraq"].priority[0]) == (
        "(syria.release == yes) or (iraq.attack == yes and syria.escalate == no)"
    )


def test_a_table_of_a_paper_is_a_case(tmp_path: Path) -> None:
    """Elmira (Hipel, Fang, Kilgour and Haight 1993): a column of dashes stands for four states."""
    conflict = exchange.read(made(tmp_path, "elmira.csv", TABLE))
    text = conflict.text("elmira", "1991-06-01")
    assert conflict.states == ("1", "2", "3", "4", "5", "6", "7", "8", "9a", "9b", "9c", "9d")
    assert equilibria(text, "SEQ") == ["5", "8", "9a", "9b", "9c", "9d"]
    assert equilibria(text, "R") == equilibria(text, "SEQ")
    assert len(TABLE.splitlines()) <= 25


def test_a_workbook_is_read_like_a_table(tmp_path: Path) -> None:
    first = exchange.read(made(tmp_path, "elmira.csv", TABLE))
    book = tmp_path / "elmira.xlsx"
    book.write_bytes(exchange.FORMATS[".xlsx"].write(first))
    assert exchange.read(book) == first


def test_outcomes_of_gambit_are_read(tmp_path: Path) -> None:
    text = (
        'NFG 1 R "Coins" { "A" "B" } { { "h" "t" } 2 } "a comment" { { "x" 1, -1 } { "y" -1, 1/2 } } 1 2 2 0'
    )
    conflict = exchange.read(made(tmp_path, "coins.nfg", text))
    assert conflict.payoffs == (tuple(map(Fraction, (1, -1, -1, 0))), (-1, Fraction(1, 2), Fraction(1, 2), 0))
    assert conflict.options[1].levels == ("1", "2")


@pytest.mark.parametrize(
    ("name", "held", "says"),
    [
        ("a.gmcr", "{", "no JSON"),
        ("a.gmcr", [], "no file of GMCR"),
        (
            "a.gmcr",
            MISPERCEIVED | {"infeasibles": [[[7, "Y"]], "x", [[0, "M"]]]},
            "infeasibles[1] is no condition",
        ),
        (
            "a.gmcr",
            MISPERCEIVED | {"options": [{"name": "only", "permittedDirection": "up"}]},
            "not one of both",
        ),
        (
            "a.gmcr",
            MISPERCEIVED
            | {"decisionMakers": [{"name": "S", "options": [0, 1, 2], "preferenceRanking": [1, 2]}]},
            "does not name each of the 6 feasible states once",
        ),
        ("a.nfg", "EFG 2 R", "does not begin with NFG"),
        ("a.nfg", 'NFG 1 R "a" { "A" } { { "x" "y" } } 1', "payoffs for 1 profiles, and there are 2"),
        ("a.nfg", 'NFG 1 R "a" { "A" } { { "x" } } 1 }', "line 1: a brace too many"),
        ("a.nfg", 'NFG 1 R "a', "a quote is not closed"),
        ("a.nfg", 'NFG 1 R "a" { "A" } { { "x" } } {', "a brace is not closed"),
        ("a.nfg", 'NFG 1 R "a" { "A" } { { "x" "y" } } 1 ' + "4" * 5000, "stands where a number is expected"),
        ("a.graphml", "<graphml", "line 1: it is no XML"),
        ("a.graphml", "<?xml version='1.0' encoding='utd-8'?><graphml/>", "encoding that it names cannot be"),
        ("a.graphml", "<?xml version='1.0' encoding='hex'?><graphml/>", "encoding that it names cannot be"),
        ("a.graphml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "document type"),
        ("a.graphml", "<x/>", "it has no nodes"),
        ("a.csv", "actor,option\n", "line 1: the first row"),
        (
            "a.csv",
            TABLE.replace("status quo,1", "status quo,10"),
            "line 10: '10' is no state; did you mean 1?",
        ),
        ("a.csv", TABLE.replace("5 > 1 > 2 > 6 > 9", "5 > 1 > 2 > 2"), "line 7: 2 is ranked twice"),
        ("a.csv", TABLE.replace("5 > 1 > 2 > 6 > 9", "5 > 1 > 2 > 2"), "leaves out 6, 9"),
        (
            "a.csv",
            TABLE.replace("free,N,N,Y,Y", "fre,N,N,Y,"),
            "line 4: 'fre' is no way to move; did you mean free?",
        ),
        ("a.csv", TABLE.replace("free,N,N,Y,Y", "free,N,N,Y,"), "Accept has no level in state 4"),
        ("a.csv", TABLE.replace("ranking,Local", "ranking,Loca"), "no row 'ranking' for Local"),
        ("a.dot", "digraph {}", "it has no nodes"),
        ("a.dot", "graph { a -- b }", "does not begin with digraph"),
        ("a.dot", "digraph { a; b; a -> b }", "no node has data named 'payoff of ACTOR'"),
        ("a.dot", "digraph {\n subgraph x { a } }", "line 2: subgraphs are not read"),
        ("a.dot", "digraph { a [x=1", "it ends before the graph does"),
        ("a.dot", "digraph {\n a [= }", "line 2: = stands where a name should"),
        ("a.dot", "digraph { a } b", "something stands behind the graph"),
        ("a.dot", 'digraph { a ["payoff of X"=1]; a -> b [label=Y] }', "its data 'actor' is none of X"),
        ("a.txt", "", "is none of"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(name: str, held: object, says: str, tmp_path: Path) -> None:
    assert says in refused(made(tmp_path, name, held))


def test_two_columns_that_are_the_same_state_are_refused(tmp_path: Path) -> None:
    table = "actor,option,a,b\nAnn,o,Y,N\nAnn,p,low,low\nranking,Ann,a > b\n"
    assert "the same level in every state" in refused(made(tmp_path, "a.csv", table))
    table = "actor,option,a,b,c\nAnn,o,Y,Y,N\nranking,Ann,a > b > c\n"
    assert "states a and b are the same" in refused(made(tmp_path, "b.csv", table))


def test_a_payoff_that_is_no_decimal_is_refused(tmp_path: Path) -> None:
    conflict = exchange.read(made(tmp_path, "a.nfg", 'NFG 1 R "a" { "A" } { { "x" "y" } } 1/3 0'))
    with pytest.raises(ExchangeError, match="1/3 is no decimal"):
        conflict.text("a", "2000-01-01")


def test_names_of_all_scripts_become_ids(tmp_path: Path) -> None:
    table = "actor,option,一,二\n平壤,核试验,N,Y\nranking,平壤,一 > 二\n"
    case = loads(exchange.read(made(tmp_path, "a.csv", table)).text("a", "2000-01-01"))
    assert list(case.options) == ["actor1.option1"]
    assert case.actors["actor1"].name == "平壤"


def test_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made(tmp_path, "Elmira 2.csv", TABLE)
    run = CliRunner().invoke(main, ["import", "Elmira 2.csv", "--as-of", "1991-06-01"])
    assert run.exit_code == 0, run.output
    assert load(tmp_path / "elmira-2.yaml").title == "Elmira 2"
    again = CliRunner().invoke(main, ["import", "Elmira 2.csv", "--as-of", "1991-06-01"])
    assert again.exit_code == 2
    assert "exists already" in again.output
    out = CliRunner().invoke(main, ["export", "elmira-2.yaml", "--out", "e.gmcr"])
    assert out.exit_code == 0, out.output
    assert exchange.read("e.gmcr").actors == ("MoE", "Uniroyal", "Local")
    bad = CliRunner().invoke(main, ["export", "elmira-2.yaml", "--out", "e.nfg"])
    assert bad.exit_code == 2
    assert not (tmp_path / "e.nfg").exists()


#: As somebody may write it by hand: comments, chains, texts in pieces, looks that say nothing.
HAND = """
// two prisoners
strict digraph "The " + "dilemma" {
  rankdir=LR; node [shape=box, color="red"]; edge [color=blue]
  cc ["payoff of A"=3, "payoff of B"="3", peripheries=2]
  /* who
     defects */ dc [label="A defects\\nalone" "payoff of A"=4, "payoff of B"=1];
  cd ["payoff of A"=1; "payoff of B"=4]; dd ["payoff of A"=2]["payoff of B"=2]
  cc -> dc -> cc [label="A"]
  cd -> dd -> cd [actor=A, label="whatever"];
# a line for another program
  cc -> cd [label=B]; cd -> cc [label=B]; dc -> dd [label=B]; dd -> dc [label=B]
}
"""


def test_a_graph_drawn_by_hand_is_a_conflict(tmp_path: Path) -> None:
    found = exchange.read(made(tmp_path, "a.dot", HAND))
    assert (found.title, found.actors, found.states) == (
        "The dilemma",
        ("A", "B"),
        ("cc", "A defects", "cd", "dd"),
    )
    assert found.payoffs == ((3, 4, 1, 2), (3, 1, 4, 2))
    assert found.today == 0
    assert sorted(found.arcs[0]) == [(0, 1), (1, 0), (2, 3), (3, 2)]
    assert sorted(found.arcs[1]) == [(0, 2), (1, 3), (2, 0), (3, 1)]


@settings(max_examples=60)
@given(st.integers(0, len(HAND) - 1), st.sampled_from(["", '"', "{", "}", "]", "->", "\\", ";", "="]))
def test_a_broken_graph_is_refused_and_nothing_worse(at: int, put: str) -> None:
    text = HAND[:at] + put + HAND[at + 1 :]
    with suppress(ExchangeError):
        read_dot(text.encode())


@pytest.mark.parametrize("ending", [".graphml", ".dot", ".nfg"])
def test_a_number_that_would_fill_the_memory_is_refused_with_its_place(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"huge{ending}"
    text = exchange.write(shipped("chicken-cuba"), ending).decode()
    huge = "1e999999999"
    changed = {
        ".graphml": re.sub(r'(key="payoff0">)[^<]+', rf"\g<1>{huge}", text, count=1),
        ".dot": re.sub(r'("payoff of [^"]+"=)"[^"]+"', rf'\g<1>"{huge}"', text, count=1),
        ".nfg": re.sub(r"\d+\s*$", huge, text),
    }[ending]
    assert huge in changed
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(ExchangeError, match=r"node s0: the payoff of the United States|'1e999999999'"):
        exchange.read(file)
