"""DOT, the language of Graphviz: graphs of moves that are drawn by it and read back.

Written are states as nodes and moves as edges that name their actor; the status quo has a double line. What a
drawing does not show, payoffs and the names of states, stands in attributes that Graphviz passes over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from detente.exchange.conflict import Conflict, quoted, refuse
from detente.exchange.graph import Told, graph_of

__all__ = ["read_dot", "write_dot"]

_TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|/\*.*?\*/|^\#[^\n]*)
    |(?P<text>"(?:[^"\\]|\\.)*")
    |(?P<sign>->|--|[{}\[\];,=+:])
    |(?P<word>-?(?:\.\d+|\d+(?:\.\d*)?)|[^\W\d]\w*)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)

_ESCAPES = {"\\n": "\n", "\\l": "\n", "\\r": "\n"}

#: Longest text that is read.
MOST = 50_000_000

#: Words that begin a statement on how things look.
_LOOKS = ("node", "edge", "graph")


def write_dot(conflict: Conflict) -> bytes:
    """Write states and moves for Graphviz: edges name their actor, the status quo has a double line.

    Parameters
    ----------
    conflict
        The conflict.
    """
    lines = [f"digraph {quoted(conflict.title)} {{", "  node [shape=box];"]
    for s, name in enumerate(conflict.states):
        row = conflict.settings[s] if conflict.options else ()
        told = [f"{conflict.options[k].name}: {conflict.options[k].levels[v]}" for k, v in enumerate(row)]
        shape = ", peripheries=2" if s == conflict.today else ""
        paid = [
            f"{quoted(f'payoff of {a}')}={quoted(str(p[s]))}"
            for a, p in zip(conflict.actors, conflict.payoffs, strict=True)
        ]
        hidden = ", ".join([f"state={quoted(name)}", *paid])
        lines.append(f"  s{s} [label={quoted(chr(10).join([name, *told]))}{shape}, {hidden}];")
    for actor, moves in enumerate(conflict.arcs):
        lines += [f"  s{s} -> s{t} [label={quoted(conflict.actors[actor])}];" for s, t in moves]
    return ("\n".join([*lines, "}"]) + "\n").encode()


def read_dot(data: bytes, title: str = "") -> Conflict:
    """Read a conflict in graph form: payoffs at the nodes, actors at the edges.

    A node has ``payoff of X`` for each actor X, an edge the name of its actor as its label. The node with a
    double line (``peripheries=2``) is the status quo. Options are not read: the moves are the edges.
    Subgraphs and undirected graphs are refused.

    Parameters
    ----------
    data
        The bytes of the file.
    title
        What to call it where the graph has no name.

    Raises
    ------
    ExchangeError
        With everything in it that is no conflict.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        refuse(["it is not UTF-8"])
    if len(text) > MOST:
        refuse([f"it has more than {MOST:,} characters"])
    reader = _Reader(text)
    reader.read()
    edges = [(s, t, {"actor": d.get("actor", d.get("label", ""))}) for s, t, d in reader.edges]
    nodes = [(name, _node(name, told)) for name, told in reader.nodes.items()]
    return graph_of(nodes, edges, reader.title or title)


def _node(name: str, told: Told) -> Told:
    """Return what GraphML would say of a node."""
    label = told.get("state") or told.get("label", name).split("\n")[0] or name
    return {**told, "label": label, "today": str(told.get("peripheries", "").strip() == "2").lower()}


class _Reader:
    """Takes a text apart, statement by statement."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self.title = ""
        self.nodes: dict[str, Told] = {}
        self.edges: list[tuple[str, str, Told]] = []

    def read(self) -> None:
        """Read the one graph that the text holds."""
        if self._next().lower() == "strict":
            self._at += 1
        if self._take().lower() != "digraph":
            refuse(["it does not begin with digraph"])
        if self._next() != "{":
            self.title = self._name()
        self._expect("{")
        while self._next() != "}":
            self._statement()
        self._at += 1
        if self._at < len(self._tokens):
            refuse([f"line {self._line()}: something stands behind the graph"])

    def _statement(self) -> None:
        if self._next() == ";":
            self._at += 1
            return
        if self._next() in ("{", "subgraph"):
            refuse([f"line {self._line()}: subgraphs are not read"])
        looks = self._next().lower() in _LOOKS
        names = [self._name()]
        if self._next() == "=":
            self._at += 1
            self._name()
            return
        while self._next() == "->":
            self._at += 1
            names.append(self._name())
        told: Told = {}
        while self._next() == "[":
            told |= self._attributes()
        if looks and len(names) == 1:
            return
        for name in names:
            self.nodes.setdefault(name, {})
        if len(names) == 1:
            self.nodes[names[0]] |= told
        self.edges += [(s, t, told) for s, t in pairwise(names)]

    def _attributes(self) -> Told:
        told: Told = {}
        self._expect("[")
        while self._next() != "]":
            name = self._name()
            told[name] = "true"
            if self._next() == "=":
                self._at += 1
                told[name] = self._name()
            if self._next() in (",", ";"):
                self._at += 1
        self._at += 1
        return told

    def _name(self) -> str:
        """Read a word or a text in quotes, the latter in pieces that a plus joins."""
        token = self._take()
        if not token.startswith('"'):
            if token in "->{}[];,=+:":
                refuse([f"line {self._line(-1)}: {token} stands where a name should"])
            return token
        text = token[1:-1]
        while self._next() == "+":
            self._at += 1
            more = self._take()
            if not more.startswith('"'):
                refuse([f"line {self._line(-1)}: only texts in quotes are joined by +"])
            text += more[1:-1]
        return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[0], m[1]), text, flags=re.DOTALL)

    def _next(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else self._end()

    def _take(self) -> str:
        token = self._next()
        self._at += 1
        return token

    def _expect(self, sign: str) -> None:
        if self._next() != sign:
            refuse([f"line {self._line()}: {self._next()} stands where {sign} should"])
        self._at += 1

    def _line(self, back: int = 0) -> int:
        return self._tokens[min(self._at + back, len(self._tokens) - 1)][1]

    def _end(self) -> str:
        refuse(["it ends before the graph does"])
        return ""


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """Yield words, signs and texts in quotes with their lines."""
    at, line = 0, 1
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            refuse([f"line {line}: {text[at]!r} is not expected here"])
            return
        if found.lastgroup != "skip":
            yield found[0], line
        line += found[0].count("\n")
        at = found.end()
