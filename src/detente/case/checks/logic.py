"""Checks of what a case says, once its names are known: options, states, preferences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.case.checks.checker import MOVERS, Check, Pattern
from detente.case.checks.conditions import circles
from detente.case.checks.declared import Declared
from detente.case.file.origin import Path
from detente.case.nearest import unambiguous

__all__ = ["check_logic", "check_ranking"]

_KINDS = ("statements", "priority", "ranking")

_PAIRS: tuple[Pattern, ...] = (
    ("options", "*", "moves", "only", "#"),
    ("options", "*", "ways", "#", "only", "#"),
    ("choices", "*", "moves", "*", "only", "#"),
    ("policies", "*", "moves", "*", "only", "#"),
    ("arcs", "*", "#"),
)


def check_logic(check: Check, declared: Declared) -> None:
    """Take down what cannot be meant.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    declared
        The names that the case declares.
    """
    _options(check)
    _form(check)
    _states(check, declared)
    _status_quo(check, declared)
    for actor, preference in check.section("preferences").items():
        _preference(check, declared, check.path("preferences", actor), preference)
    _everyone_prefers(check, declared)
    _constraints(check)
    _moves(check)
    for path, viewer in check.texts(("perceptions", "*", "viewer")):
        perception = check.section("perceptions")[str(path[1])]
        seen = isinstance(perception, dict) and not perception.get("unseen")
        if seen and isinstance(perception, dict) and perception.get("of") == viewer:
            check.add("DT419", (*path[:-1], "of"), f"{viewer} cannot misperceive itself", value=viewer)
    _chains(check)


def missing(given: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Return the wanted names that are not given, except those that are given with a slip.

    Parameters
    ----------
    given
        The names that are given.
    wanted
        The names that should be.

    Examples
    --------
    >>> missing(["dprk.postrue"], ["dprk.posture", "usa.policy"])
    ['usa.policy']
    """
    given, wanted = list(given), list(wanted)
    lacking = [w for w in wanted if w not in given]
    slips = {unambiguous(g, lacking) for g in given if g not in wanted}
    return [w for w in lacking if w not in slips]


def _options(check: Check) -> None:
    for section in ("options", "chance"):
        for path, levels in check.each((section, "*", "levels")):
            if not isinstance(levels, dict | list):
                continue
            names = list(levels)
            if len(names) < 2:
                check.add("DT404", path, f"{path[1]} needs at least two levels", key=True)
            for k, name in enumerate(names):
                if isinstance(name, str) and name in names[:k]:
                    check.add("DT405", (*path, k), f"{path[1]} has the level {name!r} twice", value=name)


def _form(check: Check) -> None:
    """Check that a case without options is a graph: states, and arcs between them."""
    if check.section("options") or not all(map(check.usable, ("options", "states", "arcs"))):
        return
    lacking = [name for name in ("states", "arcs") if not check.section(name)]
    if lacking:
        cause = f"there are no options, so the case needs {' and '.join(lacking)}"
        check.add("DT423", check.path("options" if "options" in check.root else "actors"), cause, key=True)
    if check.section("chance"):
        cause = "states without options have no place for chance"
        check.add("DT423", check.path("chance"), cause, key=True)
    for name, levels in check.section("states").items():
        if levels == {}:
            check.add("DT425", check.path("states", name), "without options a state is a phrase", key=True)


def _states(check: Check, declared: Declared) -> None:
    """Check that named states, beside options, give every option a level, and differ."""
    if not declared.options or declared.variables is None:
        return
    seen: dict[tuple[tuple[str, str], ...], str] = {}
    for name, levels in check.section("states").items():
        path = check.path("states", name)
        if isinstance(levels, str):
            check.add("DT425", path, f"the state {name!r} must give every option a level", value=levels)
        if not isinstance(levels, dict):
            continue
        lacking = missing(levels, _own(check, declared))
        if lacking:
            cause = f"the state {name!r} gives no level to {', '.join(lacking)}"
            check.add("DT425", path, cause, key=True, value=name)
            continue
        row = tuple(sorted((option, str(level)) for option, level in levels.items()))
        if row in seen:
            check.add("DT426", path, f"{name!r} is the same state as {seen[row]!r}", key=True, value=name)
        seen.setdefault(row, name)


def _own(check: Check, declared: Declared) -> tuple[str, ...]:
    """Ids of options and chance options as written, without corrected ones."""
    ruled = (name for name in declared.options or () if name.startswith("regime."))
    return (*check.section("options"), *(declared.chance or ()), *ruled)


def _status_quo(check: Check, declared: Declared) -> None:
    path, given = check.path("status_quo"), check.value("status_quo")
    if not isinstance(given, dict) or declared.variables is None:
        return
    lacking = missing(given, _own(check, declared))
    if lacking and (given or check.section("options")):
        check.add("DT409", path, f"the status quo gives no level to {', '.join(lacking)}", key=True)
    states = [s for s in check.section("states").values() if isinstance(s, dict)]
    if states and not lacking and given not in states:
        check.add("DT410", path, "the status quo is none of the named states", key=True)


def _preference(check: Check, declared: Declared, path: Path, preference: object) -> None:
    if not isinstance(preference, dict):
        return
    given = [k for k in _KINDS if preference.get(k)]
    if len(given) > 1:
        cause = f"{path[-1]} has {' and '.join(given)}; a preference is exactly one of them"
        check.add("DT413", (*path, given[1]), cause, key=True, value=given[1])
    elif not given:
        check.add("DT413", path, f"{path[-1]} has none of {', '.join(_KINDS)}", key=True)
    statements = preference.get("statements")
    if isinstance(statements, list):
        _drafts(check, (*path, "statements"), [s if isinstance(s, dict) else {} for s in statements])
    ranking = preference.get("ranking")
    if isinstance(ranking, list) and ranking:
        check_ranking(check, declared, (*path, "ranking"), ranking)


def _drafts(check: Check, path: Path, statements: list[dict[str, object]]) -> None:
    """Take down what is wrong with statements that nobody has weighed, or else how many there are."""
    before, drafts = len(check.problems), {k: s for k, s in enumerate(statements) if s and "weight" not in s}
    for k, statement in enumerate(statements):
        if "weight" in statement and "when" not in statement:
            check.add("DT202", (*path, k), "a weighted statement needs the key 'when'", value="when")
        elif k in drafts and not {"when", "says"} & statement.keys():
            check.add("DT465", (*path, k), "a statement without weight and condition says what is wanted")
    names = [s.get("id") for s in drafts.values()]  # whatever stands there, not texts alone
    for pattern in (("readings", "*", "weights", "*"), ("perceptions", "*", "weights", "*")):
        for where, _ in check.each(pattern):
            if where[-1] in names:
                cause = f"the statement {where[-1]} has no weight of its own"
                check.add("DT466", where, cause, key=True, value=str(where[-1]))
    if drafts and len(check.problems) == before:
        share = f"{len(drafts)} of {len(statements)} statements of {path[-2]} have no weight"
        check.add("DT464", (*path, next(iter(drafts))), f"{share}; the analysis leaves them out")


def check_ranking(check: Check, declared: Declared, path: Path, ranking: list[object]) -> None:
    """Take down what a ranking leaves out, or says twice.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    declared
        The names that the case declares.
    path
        Keys and places from the top of the file.
    ranking
        Names, and lists of tied names.
    """
    seen: set[str] = set()
    for where, name in _ranked(path, ranking):
        if name in seen:
            check.add("DT415", where, f"the state {name!r} is ranked twice", value=name)
        seen.add(name)
    lacking = missing(seen, declared.states or ())
    if lacking:
        check.add("DT414", path, f"the ranking leaves out {', '.join(lacking)}", key=True)


def _ranked(path: Path, ranking: list[object]) -> Iterator[tuple[Path, str]]:
    for k, tied in enumerate(ranking):
        if isinstance(tied, str):
            yield (*path, k), tied
        for j, name in enumerate(tied) if isinstance(tied, list) else ():
            if isinstance(name, str):
                yield (*path, k, j), name


def _everyone_prefers(check: Check, declared: Declared) -> None:
    if not check.usable("preferences") or check.path("preferences")[0] not in check.root:
        return
    movers = {o.partition(".")[0] for o in declared.options or ()} | set(check.section("arcs"))
    shared = {name for _, name in check.texts(*MOVERS)}
    for actor in missing(check.section("preferences"), declared.actors or ()):
        path = check.path("actors", actor)
        if actor in movers | shared:
            check.add("DT416", path, f"{actor} can move, but has no preference", key=True, value=actor)
        else:
            check.add("DT417", path, f"{actor} owns no option and has no preference", key=True, value=actor)


def _constraints(check: Check) -> None:
    for name, constraint in check.section("constraints").items():
        if not isinstance(constraint, dict):
            continue
        given = [k for k in ("forbid", "require") if k in constraint]
        path = check.path("constraints", name)
        if len(given) == 2:
            check.add("DT418", (*path, "require"), f"{name!r} has both forbid and require", key=True)
        elif not given:
            check.add("DT418", path, f"{name!r} has neither forbid nor require", key=True, value=name)


def _moves(check: Check) -> None:
    for pattern in _PAIRS:
        for path, pair in check.each(pattern):
            if isinstance(pair, list) and len(pair) == 2 and pair[0] == pair[1] and isinstance(pair[0], str):
                check.add("DT428", path, f"a move from {pair[0]!r} to itself leads nowhere", value=pair[0])


def _chains(check: Check) -> None:
    """Check that parents of actors and origins of sources do not lead back."""
    for section, key in (("actors", "parent"), ("sources", "derived_from")):
        links: dict[str, dict[str, Path]] = {name: {} for name in check.section(section)}
        for path, name in check.texts((section, "*", key), (section, "*", key, "#")):
            links[str(path[1])].setdefault(name, path)
        for circle in circles(links):
            path = links[circle[0]][circle[1 % len(circle)]]
            check.add("DT403", path, f"{' -> '.join([*circle, circle[0]])} leads back to itself")
