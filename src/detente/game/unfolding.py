"""Case -> Game."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from detente.case.condition import Condition
from detente.case.model import Case
from detente.case.nearest import check_name
from detente.errors import NoFeasibleState, UnknownName
from detente.game.model import Arcs, Bools, Classes, Game, Ints
from detente.game.moves import actor_classes, arcs_from_pairs, common_pairs, open_pairs, transitive
from detente.game.states import LIMIT, definitions, enumerate_states, levels
from detente.game.truth import Table, where
from detente.game.whole import Whole, full
from detente.steps import each

__all__ = ["today", "unfold"]

Rows = NDArray[np.uint8]


def unfold(
    case: Case, fixed: Mapping[str, str] | None = None, limit: int = LIMIT, whole: Whole | None = None
) -> Game:
    """List the feasible states of a case and who can move where.

    Parameters
    ----------
    case
        The case.
    fixed
        Option -> level held throughout, for a choice of the focal actor or a chance scenario. The
        status quo of the game is the case's, with these levels in place of its own.
    limit
        Most states held at once.
    whole
        The states of the case with nothing fixed, if several games of it are wanted; if it does not fit the
        case, it is not looked at.

    Raises
    ------
    TooLarge
        If there are more states than ``limit``; carries an estimate.
    NoFeasibleState
        If the constraints leave nothing; carries the clashing ones.
    UnknownName
        If ``fixed`` names an option or a level that does not exist.

    References
    ----------
    Fang, Hipel and Kilgour (1993), *Interactive Decision Making*, ch. 2-3.
    """
    fixed = dict(fixed or {})
    options = tuple(case.variables())
    _check_fixed(levels(case), fixed)
    table = None if whole is None else whole.within(case, fixed)
    if table is None:
        rows, names = _rows(case, fixed, limit)
        table = full(case, rows)
    else:
        rows, names = np.column_stack([table.columns[o] for o in options]), ()
    classes, arcs = _moves(case, table, rows, options, names)
    wishes = each("wishes, actor by actor", tuple(case.actors))
    truth = [_patterns(_truth(case, a, table)) for a in wishes]
    return Game(
        actors=tuple(case.actors),
        options=options,
        owners=tuple(_owner(case, o) for o in options),
        levels=tuple(levels(case)[o] for o in options),
        states=rows,
        names=names,
        classes=classes,
        arcs=arcs,
        status_quo=_status_quo(case, rows, names, options, fixed),
        patterns=tuple(p for p, _ in truth),
        pattern=tuple(k for _, k in truth),
        ranks={a: _ranks(p.ranking, names) for a, p in case.preferences.items() if p.ranking},
        outcome=_outcome(case, table),
        outcomes=tuple(case.outcomes),
        claims=_held({c: claim.then for c, claim in case.claims.items()}, table),
        definitions={d: where(tree, table) for d, tree in definitions(case).items()},
        fixed=fixed,
        given=_held({c: claim.given for c, claim in case.claims.items() if claim.then}, table),
        regimes=_held({r: regime.when for r, regime in case.regimes.items()}, table),
        phases=_held({p: phase.when for p, phase in case.phases.items()}, table),
    )


def today(case: Case) -> Mapping[str, str]:
    """Return the status quo as option -> level, also where the case names it; empty if there is none.

    Parameters
    ----------
    case
        The case.
    """
    quo = case.states.get(case.status_quo) if isinstance(case.status_quo, str) else case.status_quo
    return quo if isinstance(quo, dict) else {}


def _check_fixed(known: Mapping[str, tuple[str, ...]], fixed: Mapping[str, str]) -> None:
    for option, level in fixed.items():
        check_name("option", option, known)
        if level not in known[option]:
            raise UnknownName(f"level of {option}", level, known[option])


def _rows(case: Case, fixed: Mapping[str, str], limit: int) -> tuple[Rows, tuple[str, ...]]:
    if not case.states:
        return enumerate_states(case, fixed, limit), ()
    if not case.options:
        return np.zeros((len(case.states), 0), np.uint8), tuple(case.states)
    options, names = list(case.variables()), levels(case)
    kept = {n: s for n, s in case.states.items() if isinstance(s, dict) and fixed.items() <= s.items()}
    if not kept:
        raise NoFeasibleState(("states",))
    rows = [[names[o].index(s[o]) for o in options] for s in kept.values()]
    return np.asarray(rows, np.uint8).reshape(len(kept), len(options)), tuple(kept)


def _moves(
    case: Case, table: Table, rows: Rows, options: tuple[str, ...], names: tuple[str, ...]
) -> tuple[tuple[Classes, ...] | None, tuple[Arcs, ...] | None]:
    """Classes if every actor's moves are transitive and nobody moves outside its class, else arcs."""
    place = {n: k for k, n in enumerate(names)}
    if not case.options:
        pairs = {a: [(place[s], place[t]) for s, t in case.arcs.get(a, ())] for a in case.actors}
        return None, tuple(arcs_from_pairs(pairs[a], len(rows)) for a in case.actors)
    actors = tuple(case.actors)
    classes = tuple(actor_classes(case, a, table, options) for a in each("moves, actor by actor", actors))
    if not case.common_moves and not case.arcs and not case.barred and all(transitive(c) for c in classes):
        return classes, None
    index = {row.tobytes(): k for k, row in enumerate(rows)}
    added = common_pairs(case, table, index, rows, options)
    for actor, listed in case.arcs.items():
        added[actor] += [(place[s], place[t]) for s, t in listed if s in place and t in place]
    arcs = [
        arcs_from_pairs([*open_pairs(case, a, c, table), *added[a]], len(rows))
        for a, c in zip(case.actors, classes, strict=True)
    ]
    return None, tuple(arcs)


def _owner(case: Case, option: str) -> int:
    owner = option.partition(".")[0]
    return list(case.actors).index(owner) if owner in case.actors else -1


def _status_quo(
    case: Case, rows: Rows, names: tuple[str, ...], options: tuple[str, ...], fixed: Mapping[str, str]
) -> int:
    if not case.options:
        return names.index(case.status_quo) if isinstance(case.status_quo, str) and case.status_quo else -1
    if not today(case):
        return -1
    wanted = {**today(case), **fixed}
    row = np.asarray([list(case.variables()[o].levels).index(wanted[o]) for o in options], np.uint8)
    found = np.flatnonzero((rows == row).all(axis=1))
    return int(found[0]) if found.size else -1


def _held(conditions: Mapping[str, Condition | None], table: Table) -> dict[str, Bools]:
    """Return where each condition holds; those left out are left out, equal ones share an array."""
    given = {name: c for name, c in conditions.items() if c is not None}
    known = {c.text: where(c.tree, table) for c in dict.fromkeys(given.values())}
    return {name: known[c.text] for name, c in given.items()}


def _truth(case: Case, actor: str, table: Table) -> Bools:
    """(S, K) truth of an actor's statements, or of its priority order."""
    preference = case.preferences.get(actor)
    if preference is None:
        return np.zeros((table.length, 0), bool)
    trees = [c.tree for c in preference.priority] or [s.when.tree for s in preference.weighted]
    columns = [where(t, table) for t in trees]
    return np.column_stack(columns) if columns else np.zeros((table.length, 0), bool)


def _patterns(truth: Bools) -> tuple[Bools, Ints]:
    """Number the different rows of a truth table."""
    code = np.zeros(len(truth), np.int64)
    for k in range(truth.shape[1]):
        if k and k % 31 == 0:
            code = np.unique(code, return_inverse=True)[1].astype(np.int64)
        code = code * 2 + truth[:, k]
    _, first, index = np.unique(code, return_index=True, return_inverse=True)
    return truth[first], index.astype(np.int32)


def _ranks(ranking: tuple[tuple[str, ...], ...], names: tuple[str, ...]) -> Ints:
    """(S,) rank of each state, larger is better."""
    height = {n: len(ranking) - k for k, tied in enumerate(ranking) for n in tied}
    missing = [n for n in names if n not in height]
    if missing:
        raise UnknownName("state in the ranking", missing[0])
    return np.asarray([height[n] for n in names], np.int32)


def _outcome(case: Case, table: Table) -> NDArray[np.int16]:
    """Index of the first outcome class that holds in each state, -1 for none."""
    found = np.full(table.length, -1, np.int16)
    for k, outcome in reversed(list(enumerate(case.outcomes.values()))):
        found[where(outcome.when.tree, table)] = k
    return found
