"""A case that goes to another program and comes back has the same equilibria."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import exchange
from detente.case import Case, loads
from detente.catalog import load
from detente.errors import ExchangeError
from detente.exchange.conflict import Conflict, Lever
from detente.exchange.listing import listed
from detente.game import unfold
from detente.registry import STANDARD
from detente.stability import assess
from detente.worlds import central

SHIPPED = (
    "chicken-cuba",
    "cuban-missile-crisis",
    "elmira-gmcrplus",
    "garrison-diversion",
    "lake-gisborne",
    "prisoners-dilemma",
    "syria-iraq-1975",
    "syria-iraq-misperception",
)

#: What a shipped case cannot be said in, and the words of the refusal.
UNSAID = {
    ("cuban-missile-crisis", ".nfg"): "which moves are allowed",
    ("elmira-gmcrplus", ".nfg"): "which moves are allowed",
    ("garrison-diversion", ".nfg"): "25 of 48 combinations of strategies are not feasible",
    ("syria-iraq-misperception", ".nfg"): "which moves are allowed",
    ("syria-iraq-misperception", ".gmcr"): "bound to a condition",
    ("syria-iraq-misperception", ".csv"): "bound to a condition",
    ("syria-iraq-misperception", ".xlsx"): "bound to a condition",
}

READ = list(exchange.FORMATS)


def back(data: bytes, ending: str, folder: Path) -> Conflict:
    file = folder / f"a{ending}"
    file.write_bytes(data)
    return exchange.read(file)


def counts(case: Case) -> dict[str, tuple[int, list[list[int]]]]:
    """For each concept the number of equilibria, and the places in all orders of the states that are."""
    game = unfold(case)
    utilities = central(case, game)
    by_name = np.argsort([a.name for a in case.actors.values()])
    ranks = np.array([np.unique(row, return_inverse=True)[1] for row in utilities])[by_name]
    found = assess(game, utilities, STANDARD)
    return {
        c: (len(states := found.states(c)), sorted(ranks[:, s].tolist() for s in states)) for c in STANDARD
    }


@pytest.mark.parametrize("ending", READ)
@pytest.mark.parametrize("name", SHIPPED)
def test_a_published_conflict_comes_back_with_its_equilibria(name: str, ending: str, tmp_path: Path) -> None:
    case = load(name)
    if (name, ending) in UNSAID:
        with pytest.raises(ExchangeError, match=UNSAID[name, ending]):
            exchange.write(case, ending)
        return
    data = exchange.write(case, ending)
    again = loads(back(data, ending, tmp_path).text(name, "2000-01-01"))
    assert counts(again) == counts(case)
    once = exchange.write(again, ending)
    twice = exchange.write(loads(back(once, ending, tmp_path).text(name, "2000-01-01")), ending)
    assert twice == once


names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)


@st.composite
def conflicts(draw: st.DrawFn) -> Conflict:
    """Small conflicts of yes/no options, some states infeasible, any payoffs."""
    owners = draw(st.lists(st.integers(0, 1), min_size=1, max_size=3))
    kinds = draw(st.lists(st.sampled_from(["free", "up", "down", "fixed"]), min_size=3, max_size=3))
    levers = tuple(
        Lever(owner, f"o{k} {draw(names)}", kind=kind)  # type: ignore[arg-type]
        for k, (owner, kind) in enumerate(zip(owners, kinds, strict=False))
    )
    every = [tuple(n >> k & 1 for k in range(len(levers))) for n in range(2 ** len(levers))]
    rows = draw(st.lists(st.sampled_from(every), min_size=2, unique=True))
    numbers = st.integers(-3, 3).map(Fraction)
    wide = all(len({row[k] for row in rows}) == 2 for k in range(len(levers)))
    if not wide:  # a table in option form shows only the levels that occur
        rows = every
    payoffs = tuple(tuple(draw(numbers) for _ in rows) for _ in range(2))
    return Conflict(
        title=draw(names),
        actors=("Ann", "Bob"),
        options=levers,
        states=tuple(str(k + 1) for k in range(len(rows))),
        settings=tuple(rows),
        payoffs=payoffs,
        today=draw(st.integers(-1, len(rows) - 1)),
    )


@settings(max_examples=40)
@given(conflict=conflicts(), ending=st.sampled_from([".gmcr", ".csv", ".xlsx", ".graphml"]))
def test_any_conflict_comes_back(
    tmp_path_factory: pytest.TempPathFactory, conflict: Conflict, ending: str
) -> None:
    case = loads(conflict.text("made", "2000-01-01"))
    data = exchange.write(case, ending)
    again = loads(back(data, ending, tmp_path_factory.getbasetemp()).text("made", "2000-01-01"))
    assert counts(again) == counts(case)


@given(
    counts_=st.lists(st.integers(1, 3), min_size=1, max_size=3),
    data=st.data(),
)
def test_payoffs_of_a_strategic_form_stay_as_they_are(counts_: list[int], data: st.DataObject) -> None:
    total = int(np.prod(counts_))
    payoff = st.integers(-400, 400).map(lambda n: Fraction(n, 4))
    own = [data.draw(st.lists(payoff, min_size=total, max_size=total)) for _ in counts_]
    strategies = " ".join("{ " + " ".join(f'"s{k}"' for k in range(n)) + " }" for n in counts_)
    players = " ".join(f'"p{k}"' for k in range(len(counts_)))
    numbers = " ".join(str(float(row[k])) for k in range(total) for row in own)
    text = f'NFG 1 R "made" {{ {players} }} {{ {strategies} }} {numbers}'
    conflict = exchange.strategic.read_nfg(text.encode())
    assert [list(row) for row in conflict.payoffs] == own
    assert exchange.strategic.read_nfg(exchange.strategic.write_nfg(conflict)) == conflict


def test_what_several_move_together_is_refused() -> None:
    case = loads((Path(__file__).parents[1] / "case" / "good" / "regimes.yaml").read_text(encoding="utf-8"))
    with pytest.raises(ExchangeError, match=r"regime\.council is moved by several together"):
        listed(case)
