from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest

from detente import draw, load, unfold
from detente.game import Game
from detente.insight import MoveGraph, move_graph
from detente.stability import resting, route

SLUGS = ["prisoners-dilemma", "elmira", "cuban-missile-crisis", "syria-iraq-misperception", "korea-2020"]


def graphs(slug: str, concept: str, most: int = 40) -> list[tuple[Game, object, MoveGraph]]:
    case = load(slug)
    worlds = draw(case, 1)
    chance = {c: next(iter(v.levels)) for c, v in case.chance.items()}
    found = []
    for choice in case.choices.values():
        game = unfold(case, {**chance, **choice.set})
        utilities, views = worlds.utilities(game)[:, :, 0], worlds.views(game, slice(0, 1))
        graph = move_graph(game, utilities, concept, views, most)
        assert graph is not None
        found.append((game, (utilities, views), graph))
    return found


def state(game: Game, levels: Mapping[str, str], name: str) -> int:
    return game.names.index(name) if game.names else game.find(levels)


@pytest.mark.parametrize("concept", ["R", "SEQ", "GMR"])
@pytest.mark.parametrize("slug", SLUGS)
def test_a_graph_says_what_the_paths_say(slug: str, concept: str) -> None:
    """Distances and resting points are those that the brief's other parts are made from."""
    for game, (utilities, views), graph in graphs(slug, concept):  # type: ignore[misc]
        rest = resting(game, utilities, concept, game.status_quo, views)
        assert graph.rests == len(rest.states)
        for node in graph.nodes:
            place = state(game, node.levels, node.name)
            way = route(game, utilities, concept, game.status_quo, place, views)
            assert way is not None
            assert len(way.steps) == node.moves
            assert node.rests == (place in rest.states)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_graph_is_in_order(slug: str) -> None:
    for game, _, graph in graphs(slug, "SEQ"):
        moves = [n.moves for n in graph.nodes]
        assert graph.nodes[0].moves == 0
        assert state(game, graph.nodes[0].levels, graph.nodes[0].name) == game.status_quo
        assert all(a <= b for a, b in pairwise(moves))
        assert all(moves[e.target] == moves[e.origin] + 1 for e in graph.edges)
        assert {e.target for e in graph.edges} == set(range(1, len(graph.nodes))), "all are led to"


@pytest.mark.parametrize("most", [1, 2, 5, 20, 150])
def test_a_graph_is_never_larger_than_asked(most: int) -> None:
    whole = graphs("korea-2020", "R", 10_000)
    for (_, _, graph), (_, _, everything) in zip(graphs("korea-2020", "R", most), whole, strict=True):
        assert len(graph.nodes) <= most
        assert len(graph.nodes) + sum(graph.further.values()) == len(everything.nodes)
        assert graph.rests == everything.rests
        assert not everything.further


def test_the_ways_to_resting_points_are_kept_first() -> None:
    for _, _, graph in graphs("korea-2020", "R", 40):
        assert sum(node.rests for node in graph.nodes) == graph.rests


def test_without_a_status_quo_there_is_no_graph() -> None:
    case = load("garrison-diversion")
    game = unfold(case)
    assert move_graph(game, draw(case, 1).utilities(game)[:, :, 0], "R") is None
