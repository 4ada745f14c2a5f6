"""The uncertain judgements of a case as rows of numbers, one for each world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.case.fields import Evidence
from detente.worlds import Worlds

__all__ = ["Factor", "Group", "Name", "by_actor", "by_source", "factors"]


@dataclass(frozen=True, slots=True)
class Name:
    """What an index or a value is about.

    Parameters
    ----------
    kind
        ``statement``, ``belief``, ``reading`` or ``chance`` for one judgement; ``actor`` or ``source`` for
        all judgements of one, ``beliefs`` for all beliefs.
    id
        Statement, chance option, actor or source key; ``reading`` for which reading holds. An empty
        source key stands for what rests on the analyst alone.
    actor
        Whose statement it is; an empty string for what belongs to nobody.
    viewer
        Of a belief: who holds it about ``actor``.
    size
        Number of judgements in it.
    """

    kind: str
    id: str
    actor: str = ""
    viewer: str = ""
    size: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """One uncertain judgement.

    Parameters
    ----------
    name
        Which one.
    values
        (N,) its value in each world, or the number of its group if ``grouped``.
    grouped
        Whether the values are names rather than quantities: readings, chance levels.
    """

    name: Name
    values: NDArray[np.float64]
    grouped: bool = False


#: Judgements that are known together.
Group = tuple[Name, tuple[Factor, ...]]


def factors(worlds: Worlds, at: NDArray[np.intp]) -> tuple[Factor, ...]:
    """Return every judgement that differs between worlds.

    Parameters
    ----------
    worlds
        The worlds.
    at
        (N,) the worlds that count.
    """
    return tuple(f for f in _rows(worlds, at) if np.ptp(f.values) > 0)


def _rows(worlds: Worlds, at: NDArray[np.intp]) -> Iterator[Factor]:
    yield Factor(Name("reading", "reading"), worlds.reading[at].astype(float), grouped=True)
    for option, levels in worlds.chance.items():
        yield Factor(Name("chance", option), levels[at].astype(float), grouped=True)
    for actor, statements, weights in zip(worlds.actors, worlds.statements, worlds.weights, strict=True):
        for statement, row in zip(statements, weights, strict=False):  # a priority order has no statements
            yield Factor(Name("statement", statement, actor), row[at])
    for (viewer, other), weights in worlds.perceived.items():
        names = worlds.statements[other], worlds.actors[other], worlds.actors[viewer]
        for statement, row, own in zip(names[0], weights, worlds.weights[other], strict=False):
            if not np.array_equal(row, own):  # else it is the true weight once more
                yield Factor(Name("belief", statement, *names[1:]), row[at])


def by_actor(found: tuple[Factor, ...]) -> tuple[Group, ...]:
    """Put the statements of each actor together, and all beliefs.

    Parameters
    ----------
    found
        The uncertain judgements.
    """
    groups: dict[tuple[str, str], list[Factor]] = {}
    for f in found:
        if f.name.kind == "statement":
            groups.setdefault(("actor", f.name.actor), []).append(f)
        elif f.name.kind == "belief":
            groups.setdefault(("beliefs", "beliefs"), []).append(f)
    return tuple((Name(kind, name, size=len(m)), tuple(m)) for (kind, name), m in groups.items())


def by_source(case: Case, found: tuple[Factor, ...]) -> tuple[Group, ...]:
    """Put together what cites the same source; a judgement that cites several is in each.

    Which reading holds belongs to no source: readings are how sources differ.

    Parameters
    ----------
    case
        The case that they stand in.
    found
        The uncertain judgements.
    """
    groups: dict[str, list[Factor]] = {}
    stated = {s.id: s.evidence for a in case.actors for s in case.statements(a)}
    for f in found:
        evidence = _evidence(case, f.name, stated)
        if evidence is not None:
            for key in dict.fromkeys(at.key for at in evidence.at) or [""]:
                groups.setdefault(key, []).append(f)
    return tuple((Name("source", key, size=len(m)), tuple(m)) for key, m in groups.items())


def _evidence(case: Case, name: Name, stated: Mapping[str, Evidence]) -> Evidence | None:
    match name.kind:
        case "statement":
            return stated[name.id]
        case "chance":
            return case.chance[name.id].evidence
        case "belief":
            held = (
                p
                for p in case.perceptions.values()
                if (p.viewer, p.of) == (name.viewer, name.actor) and name.id in p.weights
            )
            return next(held).evidence
        case _:
            return None
