"""Packages: while one is held its options move as it says and its values count, and else nothing changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.case import Case, digest, load
from detente.game import Game, unfold

CASE = load(Path(__file__).parents[1] / "case" / "good" / "packages.yaml")


def moves(game: Game, actor: str, option: str) -> set[tuple[dict[str, str] | str, ...]]:
    """Every change of one option alone that an actor can make: the states before and after, as texts."""
    a, k, found = game.actors.index(actor), game.options.index(option), set()
    for s in range(len(game)):
        for t in game.moves(a, s):
            changed = (game.states[s] != game.states[t]).nonzero()[0]
            if changed.tolist() == [k]:
                found.add((json.dumps(game.describe(s)), json.dumps(game.describe(t))))
    return found


def changes(game: Game, actor: str, option: str, **where: str) -> set[tuple[str, str]]:
    """The changes of an option that an actor can make in states with certain levels (dots as underscores)."""
    wanted = {o.replace("_", "."): level for o, level in where.items()}
    pairs = [(json.loads(a), json.loads(b)) for a, b in moves(game, actor, option)]  # type: ignore[arg-type]
    return {(a[option], b[option]) for a, b in pairs if wanted.items() <= a.items()}


FREE = {(a, b) for a in ("veto", "abstain", "support") for b in ("veto", "abstain", "support") if a != b}
UP = {("veto", "abstain"), ("veto", "support"), ("abstain", "support")}


def test_a_package_moves_its_options_by_its_own_ways_while_it_is_held() -> None:
    game = unfold(CASE)
    assert changes(game, "rus", "rus.vote", rus_line="apart", prk_tests="yes") == UP
    assert changes(game, "rus", "rus.vote", rus_line="apart", prk_tests="no") == set()
    assert changes(game, "rus", "rus.vote", rus_line="close") == FREE


def test_the_game_of_a_choice_has_the_same_moves() -> None:
    game = unfold(CASE, fixed=CASE.choices["apart"].set)
    assert changes(game, "rus", "rus.vote", prk_tests="yes") == UP
    assert changes(game, "rus", "rus.vote", prk_tests="no") == set()


def test_ways_add_up_and_say_who_may() -> None:
    game = unfold(CASE)
    at = {"usa_north": "standing"}
    assert changes(game, "usa", "usa.drills", **at, prk_tests="yes") == {("off", "on")}
    assert changes(game, "usa", "usa.drills", **at, prk_tests="no") == {("off", "on"), ("on", "off")}
    assert changes(game, "prk", "usa.drills", **at) == set()
    assert changes(game, "prk", "usa.drills", usa_north="pressure") == {("on", "off")}
    assert changes(game, "rus", "usa.drills") == set()
    # while the offer is held the exercises move as it says, and not otherwise
    assert changes(game, "usa", "usa.drills", usa_north="talks") == {("on", "off")}
    assert changes(game, "prk", "usa.drills", usa_north="talks") == set()


@pytest.mark.parametrize(
    ("statement", "levels", "holds"),
    [
        ("order", {"rus.line": "apart", "rus.vote": "abstain"}, True),
        ("order", {"rus.line": "apart", "rus.vote": "veto"}, False),
        ("order", {"rus.line": "close", "rus.vote": "abstain"}, False),
        ("pride", {"usa.north": "talks", "usa.drills": "on"}, True),
        ("pride", {"usa.north": "standing", "usa.drills": "on"}, False),
    ],
)
def test_values_count_while_their_package_is_held(
    statement: str, levels: dict[str, str], holds: bool
) -> None:
    game = unfold(CASE)
    actor = next(a for a in CASE.actors if statement in {s.id for s in CASE.statements(a)})
    place = [s.id for s in CASE.statements(actor)].index(statement)
    truth = game.truth(game.actors.index(actor))[:, place]
    rows = [s for s in range(len(game)) if levels.items() <= game.describe(s).items()]
    assert rows
    assert {bool(truth[s]) for s in rows} == {holds}


def test_what_was_made_is_not_made_again() -> None:
    again = Case.model_validate(json.loads(json.dumps(CASE.to_dict())))
    assert again == CASE
    assert digest(again) == digest(CASE)
    assert [s.id for s in again.statements("rus")] == ["quiet", "order"]


def test_what_was_made_stands_where_it_was_written() -> None:
    line = CASE.origin.where(("preferences", "rus", "statements", 1, "weight"))[0]
    assert "id: order" in CASE.origin.excerpt(line)
