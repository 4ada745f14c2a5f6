"""The way from the status quo as a graph of moves, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.brief.words.material import Material
from detente.brief.words.naming import actor_name, outcome_name
from detente.brief.words.situations import move, named_state, situation
from detente.insight import ChoiceFindings, GraphEdge, GraphNode, MoveGraph
from detente.paper.english import capital, join, sentence
from detente.paper.model import Table, row
from detente.paper.numbers import count
from detente.paper.picture import ABREAST, Link, Net, Spot

__all__ = ["nets"]

#: Moves listed in the table under a graph.
LISTED = 60

#: Situations that a picture with words in boxes has room for.
DRAWN = 8


def nets(m: Material) -> tuple[Net, ...]:
    """Return a graph of moves for each choice that has any.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found = [c for c in m.findings.choices if c.graph is not None]
    return tuple(_net(m, c, c.graph) for c in found if c.graph is not None)


def _net(m: Material, c: ChoiceFindings, graph: MoveGraph) -> Net:
    shown, ways = _shortest(graph)
    spots = tuple(_spot(m, c, k, graph.nodes[k]) for k in shown)
    links = tuple(_link(m, edge, shown) for edge in ways)
    name = f": {m.choice(c)}" if c.choice else ""
    return Net(
        key=f"moves-{_slug(c.choice)}" if c.choice else "moves",
        title=f"The way from today in the central world{name}",
        words=_words(m, graph, shown, ways),
        tables=(_situations(m, c, graph), *([_moves(m, graph)] if graph.edges else [])),
        spots=spots,
        links=links,
        actors={capital(actor_name(m.case, a)): _sign(m, a) for a in _movers(m, ways)},
        rest=" ".join(part for part in (_only(graph, shown), _rest(graph)) if part),
        after=m.under(c),
    )


def _shortest(graph: MoveGraph) -> tuple[list[int], list[GraphEdge]]:
    """Return what is drawn: all situations if they are few, else a shortest way to each nearest rest.

    A net of many situations can only be drawn with numbers, and is read by nobody; the tables have it whole.
    """
    every = list(range(len(graph.nodes)))
    if len(every) <= DRAWN:
        return every, list(graph.edges)
    came: dict[int, GraphEdge] = {}
    for edge in sorted(graph.edges, key=lambda e: graph.nodes[e.origin].moves):
        if graph.nodes[edge.target].moves == graph.nodes[edge.origin].moves + 1:
            came.setdefault(edge.target, edge)
    taken: dict[int, GraphEdge] = {}
    rests = sorted((k for k in every if graph.nodes[k].rests), key=lambda k: graph.nodes[k].moves)
    near = [k for k in rests if graph.nodes[k].moves <= ABREAST]
    for end in near or rests:
        way = _back(end, came)
        if len(way.keys() | taken.keys()) < DRAWN:
            taken |= way
    if not taken:
        return every, list(graph.edges)
    return sorted({0, *taken}), [taken[k] for k in sorted(taken)]


def _back(end: int, came: Mapping[int, GraphEdge]) -> dict[int, GraphEdge]:
    """The moves of the way to a situation, each under the situation that it leads to."""
    way: dict[int, GraphEdge] = {}
    while end in came and end not in way:
        way[end] = came[end]
        end = came[end].origin
    return way


def _only(graph: MoveGraph, shown: Sequence[int]) -> str:
    left = len(graph.nodes) - len(shown)
    if not left:
        return ""
    way = "Drawn is one shortest way to each of the nearest points of rest"
    return f"{way}; the table has {count(left, 'further situation')}."


def _slug(choice: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in choice.lower())


def _movers(m: Material, ways: Sequence[GraphEdge]) -> list[str]:
    return [a for a in m.case.actors if any(e.actor == a for e in ways)]


def _sign(m: Material, actor: str) -> str:
    return m.case.actors[actor].iso or actor[:3].upper()


def _spot(m: Material, c: ChoiceFindings, place: int, node: GraphNode) -> Spot:
    title = "Today" if not node.moves else f"After {node.moves} move{'' if node.moves == 1 else 's'}"
    outcome = [capital(outcome_name(m.case, node.outcome))] if m.case.outcomes else []
    own = [] if outcome or not node.moves else [capital(_situation(m, c, node))]
    deterred = sum(node.deterred.values())
    left = [f"{capital(count(deterred, 'improvement is', 'improvements are'))} deterred"] if deterred else []
    return Spot(place, title, (*outcome, *own, *left), node.moves, node.rests)


def _situation(m: Material, c: ChoiceFindings, node: GraphNode) -> str:
    if not m.case.options:
        return named_state(m.case, node.name)
    chosen = m.case.choices[c.choice].set if c.choice else {}
    return situation(m.case, node.levels, m.findings.status_quo, node.name, chosen)


def _link(m: Material, edge: GraphEdge, shown: Sequence[int]) -> Link:
    origin, target = shown.index(edge.origin), shown.index(edge.target)
    return Link(origin, target, capital(actor_name(m.case, edge.actor)), _change(m, edge))


def _change(m: Material, edge: GraphEdge) -> str:
    if not m.case.options:
        return sentence(f"{actor_name(m.case, edge.actor)}: {named_state(m.case, edge.changes['state'][1])}")
    return sentence(move(m.case, edge.actor, [(o, to) for o, (_, to) in edge.changes.items()]))


def _situations(m: Material, c: ChoiceFindings, graph: MoveGraph) -> Table:
    heads = ("No.", "Situation, by what differs from today", "Moves", "Outcome", "Rests", "Deterred")
    rows = tuple(
        row(
            str(k),
            sentence(_situation(m, c, node)),
            node.moves,
            capital(outcome_name(m.case, node.outcome)) if m.case.outcomes else "",
            "yes" if node.rests else "no",
            sum(node.deterred.values()),
        )
        for k, node in enumerate(graph.nodes)
    )
    note = (
        "Moves: fewest undeterred improvements from today with the choice made. Deterred: improvements from "
        "here that their makers do not take, because the answers of others would take the gain back."
    )
    return Table("Situations", heads, rows, " ".join((note, _rest(graph))).strip())


def _moves(m: Material, graph: MoveGraph) -> Table:
    shown = graph.edges[:LISTED]
    rows = tuple(row(str(e.origin), str(e.target), _change(m, e)) for e in shown)
    left = len(graph.edges) - len(shown)
    note = (
        f"{capital(count(left, 'further move is', 'further moves are'))} drawn but not listed."
        if left
        else ""
    )
    return Table("Moves", ("From", "To", "Move"), rows, note)


def _rest(graph: MoveGraph) -> str:
    told = [
        f"{count(n, 'situation', 'situations')} after {count(moves, 'move')}"
        for moves, n in graph.further.items()
    ]
    left = [f"Not drawn: {join(told)}."] if told else []
    noun = "move is", "moves are"
    detours = f"{capital(count(graph.other, *noun))} left out that bring play no further from today."
    return " ".join((*left, *([detours] if graph.other else [])))


def _words(m: Material, graph: MoveGraph, shown: Sequence[int], ways: Sequence[GraphEdge]) -> str:
    ends = [k for k in shown if graph.nodes[k].rests]
    size = f"{count(len(shown), 'situation')} and {count(len(ways), 'move')}, from left to right"
    rests = f"Play rests in {_numbered(ends)}." if ends else "Play comes to rest in none of them."
    way = [_change(m, e) for e in ways] if len(ways) <= DRAWN else []
    told = (f"A graph of {size}.", *way, rests, _only(graph, shown), _rest(graph))
    return " ".join(part for part in told if part)


def _numbered(places: Sequence[int]) -> str:
    return f"number {join(map(str, places))}"
