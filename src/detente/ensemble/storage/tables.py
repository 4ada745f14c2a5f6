"""A chunk as tables of plain columns, and back.

worlds
    A row is a world: ``world``, ``point``, ``weight``, ``reading``, the level of each chance option,
    ``weight:ID`` of each statement and ``believed:VIEWER:ID`` where it is misperceived.
answers
    A row is a world under an alternative (empty for the case itself), a choice and a concept: ``points``,
    ``start``, the part of each mask such as ``outcome:ID`` or ``level:OPTION=LEVEL``, and ``utility:ACTOR``
    and ``today:ACTOR`` as shares of the actor's range, whose difference is the change.
states
    A row is a state that some world of the chunk reaches: sums over these worlds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.ensemble.answers import Answers, Patterns
from detente.ensemble.chunk import Key, Piece, Sums
from detente.ensemble.design import Drawn
from detente.ensemble.plan import Plan
from detente.ensemble.solve import mask_names

__all__ = ["NAMES", "of", "piece"]

Column = NDArray[Any]
Columns = dict[str, Column]

#: The tables of a chunk.
NAMES = ("worlds", "answers", "states")


def of(case: Case, made: Piece, drawn: Drawn, start: int) -> dict[str, Columns]:
    """Return the tables of a chunk.

    Parameters
    ----------
    drawn
        All worlds.
    start
        The first world of the chunk.
    """
    width = next(iter(made.answers.values())).points.shape[1]
    here = slice(start, start + width)
    return {
        "worlds": _worlds(case, drawn, here),
        "answers": _stacked([_answers(case, key, a, here) for key, a in made.answers.items()]),
        "states": _stacked([_states(case, key, s) for key, sums in made.sums.items() for s in sums]),
    }


def piece(case: Case, plan: Plan, number: int, tables: Mapping[str, Mapping[str, Column]]) -> Piece:
    """Read a chunk back.

    Parameters
    ----------
    case
        The case.
    plan
        The plan of the run.
    number
        Which chunk, from 0.
    tables
        Name of the table -> its columns by name.

    Raises
    ------
    KeyError, ValueError, IndexError
        If the tables are not those of this case.
    """
    keys = [(name, choice) for name in ("", *plan.alternatives) for choice in plan.solved(case)]
    answers, states = tables["answers"], tables["states"]
    rows = np.array([f"{a}\0{c}" for a, c in zip(answers["alternative"], answers["choice"], strict=True)])
    return Piece(
        number,
        {(a, c): _answered(case, answers, np.flatnonzero(rows == f"{a}\0{c}")) for a, c in keys},
        {key: tuple(_summed(case, states, key)) for key in keys},
    )


def masks(case: Case) -> list[str]:
    """Return the column of each mask, in the order of `mask_names`.

    Parameters
    ----------
    case
        The case.
    """
    return [f"{kind}:{'='.join(name)}" for kind, *name in mask_names(case)]


def _worlds(case: Case, drawn: Drawn, here: slice) -> Columns:
    worlds = drawn.worlds
    readings = np.array([*worlds.readings, ""], object)
    found: Columns = {
        "world": np.arange(here.start, here.stop),
        "point": drawn.point[here].astype(np.int64),
        "weight": drawn.weight[here],
        "reading": readings[worlds.reading[here]],
    }
    for option, level in worlds.chance.items():
        found[option] = np.array(list(case.chance[option].levels), object)[level[here]]
    for names, rows in zip(worlds.statements, worlds.weights, strict=True):
        found |= {f"weight:{s}": row[here] for s, row in zip(names, rows, strict=False)}
    for (viewer, other), rows in worlds.perceived.items():
        names = worlds.statements[other]
        found |= {
            f"believed:{worlds.actors[viewer]}:{s}": row[here] for s, row in zip(names, rows, strict=True)
        }
    return found


def _answers(case: Case, key: Key, answers: Answers, here: slice) -> Columns:
    """Rows run through the worlds of the first concept, then of the next."""
    concepts, width = answers.points.shape
    rows = concepts * width
    found: Columns = {
        "world": np.tile(np.arange(here.start, here.stop), concepts),
        "alternative": _same(key[0], rows),
        "choice": _same(key[1], rows),
        "concept": np.repeat(np.array(case.declared, object), width),
        "points": answers.points.ravel(),
        "start": answers.start.ravel(),
    }
    parts = answers.table[answers.code.ravel()]
    found |= {name: np.ascontiguousarray(parts[:, k]) for k, name in enumerate(masks(case))}
    for k, actor in enumerate(case.actors):
        found[f"utility:{actor}"] = np.ascontiguousarray(answers.level[:, k]).ravel()
        found[f"today:{actor}"] = np.tile(answers.today[k], concepts)
    return found


def _answered(case: Case, columns: Mapping[str, Column], rows: NDArray[np.intp]) -> Answers:
    def shaped(name: str) -> Column:
        return columns[name][rows].reshape(len(case.declared), -1)

    names = masks(case)
    parts = np.ascontiguousarray(np.column_stack([columns[n][rows] for n in names]), np.float64)
    patterns = Patterns(len(names))
    code = patterns.numbers(parts.reshape(len(rows), len(names)))
    return Answers(
        table=patterns.table,
        code=code.reshape(len(case.declared), -1),
        points=shaped("points").astype(np.int32),
        level=np.stack([shaped(f"utility:{a}") for a in case.actors], axis=1).astype(np.float64),
        today=np.stack([shaped(f"today:{a}")[0] for a in case.actors]).astype(np.float64),
        start=shaped("start").astype(np.bool_),
        reached=(),
        rests=(),
    )


def _states(case: Case, key: Key, sums: Sums) -> Columns:
    rows = len(sums.state)
    found: Columns = {"alternative": _same(key[0], rows), "choice": _same(key[1], rows)}
    found |= {o: _same(level, rows) for o, level in zip(case.chance, sums.levels, strict=True)}
    found |= {"state": sums.state, "reached": sums.reached[0], "squares": sums.reached[1]}
    return found | {f"rests:{c}": row for c, row in zip(case.declared, sums.rests, strict=True)}


def _summed(case: Case, columns: Mapping[str, Column], key: Key) -> Iterator[Sums]:
    """The sums of one choice, for each combination of chance levels, in the order of the table."""
    ours = np.flatnonzero(
        (columns["alternative"].astype(str) == key[0]) & (columns["choice"].astype(str) == key[1])
    )
    told = [tuple(str(columns[o][row]) for o in case.chance) for row in ours]
    for levels in dict.fromkeys(told):
        rows = ours[[k for k, other in enumerate(told) if other == levels]]
        yield Sums(
            levels,
            columns["state"][rows].astype(np.int32),
            np.stack([columns["reached"][rows], columns["squares"][rows]]),
            np.stack([columns[f"rests:{c}"][rows] for c in case.declared]),
        )


def _same(text: str, rows: int) -> Column:
    return np.full(rows, text, object)


def _stacked(parts: Sequence[Columns]) -> Columns:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
