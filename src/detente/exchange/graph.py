"""Graphs of moves as GraphML, and what any graph of moves must tell to be a conflict."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from xml.etree import ElementTree as ET

from detente.exchange.conflict import NUMBER, Conflict, refuse

__all__ = ["Told", "graph_of", "read_graphml", "write_graphml"]

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_NODES, _EDGES = "node", "edge"

#: What is told of a node or an edge.
Told = dict[str, str]

#: Most states and moves of a graph that is read.
MOST_NODES, MOST_EDGES = 20_000, 500_000


def write_graphml(conflict: Conflict) -> bytes:
    """Write states as nodes, with a payoff for each actor, and moves as edges that name their actor.

    Parameters
    ----------
    conflict
        The conflict.
    """
    # The prefix of a namespace is registered for a whole program, drawings included, so it is written out.
    root = ET.Element("graphml", {"xmlns": _SPACE})
    keys = {"label": (_NODES, "string"), "today": (_NODES, "boolean"), "actor": (_EDGES, "string")}
    keys |= {f"option{k}": (_NODES, "string") for k in range(len(conflict.options))}
    keys |= {f"payoff{k}": (_NODES, "double") for k in range(len(conflict.actors))}
    names = {f"option{k}": o.name for k, o in enumerate(conflict.options)}
    names |= {f"payoff{k}": f"payoff of {a}" for k, a in enumerate(conflict.actors)}
    for key, (what, kind) in keys.items():
        given = {"id": key, "for": what, "attr.name": names.get(key, key), "attr.type": kind}
        ET.SubElement(root, "key", given)
    graph = ET.SubElement(root, "graph", {"id": conflict.title, "edgedefault": "directed"})
    for s, name in enumerate(conflict.states):
        node = ET.SubElement(graph, "node", {"id": f"s{s}"})
        row = conflict.settings[s] if conflict.options else ()
        data = {"label": name, "today": str(s == conflict.today).lower()}
        data |= {f"option{k}": conflict.options[k].levels[v] for k, v in enumerate(row)}
        data |= {f"payoff{k}": _number(p[s]) for k, p in enumerate(conflict.payoffs)}
        _data(node, data)
    for actor, moves in enumerate(conflict.arcs):
        for s, t in moves:
            edge = ET.SubElement(graph, "edge", {"source": f"s{s}", "target": f"s{t}"})
            _data(edge, {"actor": conflict.actors[actor]})
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


#: How large a number may be: an exponent of many digits would be written out.
_SIZE = "of up to 60 characters with an exponent of up to three digits"


def read_graphml(data: bytes) -> Conflict:
    """Read a conflict in graph form: nodes with data ``payoff of X`` for each actor X, edges with ``actor``.

    Options are not read: a node may hold their levels for other programs, but the moves are its edges.

    Parameters
    ----------
    data
        The bytes of the file.

    Raises
    ------
    ExchangeError
        With everything in it that is no conflict.
    """
    if b"<!DOCTYPE" in data[:10_000] or b"<!ENTITY" in data:
        refuse(["it declares a document type, which is not read"])
    try:
        root = ET.fromstring(data)
    except ET.ParseError as error:
        refuse([f"line {error.position[0]}: it is no XML"])
    except (LookupError, ValueError):  # an encoding that there is none of, or that expat cannot read
        refuse(["line 1: the encoding that it names cannot be read; save it as UTF-8"])
    keys = {k.get("id", ""): k.get("attr.name", "") for k in root.iter(f"{{{_SPACE}}}key")}
    nodes = [(n.get("id", ""), _read(n, keys)) for n in root.iter(f"{{{_SPACE}}}node")]
    edges = [
        (e.get("source", ""), e.get("target", ""), _read(e, keys)) for e in root.iter(f"{{{_SPACE}}}edge")
    ]
    graph = root.find(f"{{{_SPACE}}}graph")
    return graph_of(nodes, edges, (graph.get("id", "") if graph is not None else ""))


def graph_of(nodes: list[tuple[str, Told]], edges: list[tuple[str, str, Told]], title: str = "") -> Conflict:
    """Return the conflict that nodes and edges tell of.

    Parameters
    ----------
    nodes
        Ids with what is told of each: ``label``, ``today`` and ``payoff of X`` for each actor X.
    edges
        Origins and targets with what is told of each: ``actor``.
    title
        Its title.

    Raises
    ------
    ExchangeError
        With everything in it that is no conflict.
    """
    actors = tuple(dict.fromkeys(n[10:] for _, d in nodes for n in d if n.startswith("payoff of ")))
    refuse(_odd(nodes, edges, actors))
    place = {name: k for k, (name, _) in enumerate(nodes)}
    arcs: dict[str, list[tuple[int, int]]] = {a: [] for a in actors}
    for source, target, told in edges:
        arcs[told["actor"]].append((place[source], place[target]))
    today = [k for k, (_, d) in enumerate(nodes) if d.get("today", "").strip() in ("true", "1")]
    return Conflict(
        title=title or "A conflict in graph form",
        actors=actors,
        states=tuple(d.get("label", name) for name, d in nodes),
        settings=((),) * len(nodes),
        payoffs=tuple(tuple(Fraction(d[f"payoff of {a}"].strip()) for _, d in nodes) for a in actors),
        arcs=tuple(tuple(arcs[a]) for a in actors),
        today=today[0] if today else -1,
    )


def _odd(
    nodes: list[tuple[str, Told]], edges: list[tuple[str, str, Told]], actors: tuple[str, ...]
) -> Iterator[str]:
    if not nodes:
        yield "it has no nodes"
    elif not actors:
        yield "no node has data named 'payoff of ACTOR'"
    if len(nodes) > MOST_NODES or len(edges) > MOST_EDGES:
        yield f"it has more than {MOST_NODES:,} nodes or {MOST_EDGES:,} edges"
        return
    names = {name for name, _ in nodes}
    if len(names) < len(nodes):
        yield "two nodes have the same id"
    for name, told in nodes:
        for actor in actors:
            if not _finite(told.get(f"payoff of {actor}", "")):
                yield f"node {name}: the payoff of {actor} is missing or no number {_SIZE}"
    for source, target, told in edges:
        if not {source, target} <= names:
            yield f"edge {source} -> {target}: one of its ends is no node"
        elif source == target:
            yield f"edge {source} -> {target}: it leads nowhere"
        if told.get("actor") not in actors:
            yield f"edge {source} -> {target}: its data 'actor' is none of {', '.join(actors)}"


def _finite(text: str) -> bool:
    return len(text) < 60 and NUMBER.fullmatch(text.strip()) is not None


def _data(element: ET.Element, told: Told) -> None:
    for key, value in told.items():
        ET.SubElement(element, "data", {"key": key}).text = value


def _read(element: ET.Element, keys: Told) -> Told:
    every = element.findall(f"{{{_SPACE}}}data")
    return {keys.get(d.get("key", ""), d.get("key", "")): d.text or "" for d in every}


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else repr(float(value))
