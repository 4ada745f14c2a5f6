"""One case laid over another: what the upper one says, and for the rest what the lower one said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.case.file.builder import Tree
from detente.case.file.origin import Mark, Origin, Path
from detente.case.file.problem import problem
from detente.case.nearest import nearest
from detente.errors import Problem

__all__ = ["WHOLE", "merged"]

#: Keys whose mapping is one value: it is replaced and not merged.
WHOLE = frozenset({"levels", "set", "hold", "probabilities", "ranking"})

#: Of each group a part has one key at most; saying one takes the others away.
_EXCLUSIVE = (
    frozenset({"forbid", "require"}),
    frozenset({"moves", "ways"}),
    frozenset({"statements", "priority", "ranking"}),
    frozenset({"when", "phase", "series"}),
)

#: Lists that grow: the files of both lie beside the case that names them.
_GROWING = frozenset({("history", "events"), ("history", "rules")})

#: Lists of parts with ids, by the name under which `without` takes some of them away.
_LISTED = {
    "statements": ("preferences", "*", "statements"),
    "events": ("events",),
    "questions": ("questions",),
    "shocks": ("clock", "shocks"),
    "turns": ("clock", "turns"),
    "seeds": ("elicitation", "seeds"),
}

_EVERY = "all"

#: What every case says for itself.
_OWN = ("format", "case", "extends", "without")


def merged(base: Tree, own: Tree) -> Tree:
    """Lay one case over another.

    Mappings are merged key by key, and a key whose value is written ``null`` is taken away. Lists of parts
    with an ``id`` are merged by it; other lists, and the mappings of `WHOLE`, are replaced. ``without`` takes
    away parts of lists, or all of them.

    Parameters
    ----------
    base, own
        The lower and the upper one, slips put right.

    Returns
    -------
    Tree
        Whose places are those of both files.
    """
    lay = _Laying(base, own)
    assert isinstance(base.root, dict)
    assert isinstance(own.root, dict)
    without = own.root.get("without")
    kept = {k: v for k, v in base.root.items() if k not in _OWN}
    root = lay.mapping(kept, {k: v for k, v in own.root.items() if k != "without"}, (), (), ())
    root = {k: root[k] for k in _OWN if k in root} | root
    lay.remove(root, without)
    origin = Origin(
        own.origin.file, lay.lines, root, lay.values, lay.keys, (*own.origin.files, *lay.shifted_files())
    )
    problems = (*own.problems, *lay.problems, *base.problems)
    return Tree(root, origin, problems, frozenset(lay.broken))


@dataclass(slots=True)
class _Laying:
    """What is being laid over what, and where everything stands in the lines of both."""

    base: Tree
    own: Tree
    values: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    broken: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    @property
    def lines(self) -> tuple[str, ...]:
        return (*self.own.origin.lines, *self.base.origin.lines)

    def shifted_files(self) -> tuple[tuple[int, str], ...]:
        shift = len(self.own.origin.lines)
        return tuple((first + shift, file) for first, file in self.base.origin.files)

    def mapping(
        self, base: Mapping[str, object], own: Mapping[str, object], low: Path, high: Path, new: Path
    ) -> dict[str, object]:
        """Merge two mappings; ``low`` and ``high`` are their paths, ``new`` that of the result."""
        self._mark(self.own, high, new)
        gone = {k for group in _EXCLUSIVE if group & own.keys() for k in group - own.keys()}
        found: dict[str, object] = {}
        for key in (*(k for k in base if k not in gone), *(k for k in own if k not in base)):
            here = ((*low, key), (*high, key), (*new, key))
            if key not in own:
                found[key] = self._copy(self.base, base[key], here[0], here[2])
            elif own[key] is None and self._written_null(here[1]):
                self._absent(key, base, here[1])
            elif key in base:
                found[key] = self._over(base[key], own[key], *here)
            else:
                found[key] = self._copy(self.own, own[key], here[1], here[2])
            if key in own:
                self._mark(self.own, here[1], here[2])
        return found

    def remove(self, root: dict[str, object], without: object) -> None:
        """Take away what the upper case is without."""
        if without is None:
            return
        if not isinstance(without, dict):
            self._say("DT203", ("without",), "'without' must be a mapping, from kinds of parts to ids")
            return
        for kind, names in without.items():
            if kind not in _LISTED:
                near = nearest(kind, _LISTED)
                self._say("DT201", ("without", kind), f"'without' has no key {kind!r}", True, near)
                continue
            self._without(root, kind, names)

    def _without(self, root: dict[str, object], kind: str, names: object) -> None:
        wanted = [names] if isinstance(names, str) else names if isinstance(names, list) else []
        every, told = names == _EVERY, {str(n): k for k, n in enumerate(wanted)}
        known: list[str] = []
        for path, items in _lists(root, _LISTED[kind]):
            inherited = [k for k in range(len(items)) if self._low((*path, k))]
            known += [str(_id(items[k])) for k in inherited]
            kept = [k for k in range(len(items)) if not (k in inherited and (every or _id(items[k]) in told))]
            self._keep(path, items, kept)
        for name, k in told.items() if not every else ():
            if name not in known:
                place: Path = ("without", kind, k) if isinstance(names, list) else ("without", kind)
                near = nearest(name, known)
                self._say("DT325", place, f"{self._inherited()} has none of the {kind} {name!r}", near=near)

    def _keep(self, path: Path, items: list[object], kept: list[int]) -> None:
        """Leave only some items of a list, and let their places follow them."""
        place = {k: n for n, k in enumerate(kept)}
        items[:] = [items[k] for k in kept]
        for marks in (self.values, self.keys):
            inside = {p: marks.pop(p) for p in list(marks) if p[: len(path)] == path and len(p) > len(path)}
            marks |= {
                (*path, place[int(p[len(path)])], *p[len(path) + 1 :]): mark
                for p, mark in inside.items()
                if p[len(path)] in place
            }

    def _over(self, base: object, own: object, low: Path, high: Path, new: Path) -> object:
        if isinstance(base, dict) and isinstance(own, dict) and not _whole(new):
            return self.mapping(base, own, low, high, new)
        if isinstance(base, list) and isinstance(own, list):
            if new in _GROWING:
                return self._longer(base, own, low, high, new)
            if own and all(_id(item) is not None for item in (*base, *own)):
                return self._listed(base, own, low, high, new)
        return self._copy(self.own, own, high, new)

    def _longer(self, base: list[object], own: list[object], low: Path, high: Path, new: Path) -> object:
        first = [self._copy(self.base, item, (*low, k), (*new, k)) for k, item in enumerate(base)]
        n = len(base)
        return [*first, *(self._copy(self.own, v, (*high, k), (*new, n + k)) for k, v in enumerate(own))]

    def _listed(self, base: list[object], own: list[object], low: Path, high: Path, new: Path) -> object:
        """Merge two lists of parts by their ids, new ones last."""
        self._mark(self.own, high, new)
        upper = {_id(item): k for k, item in enumerate(own)}
        found: list[object] = []
        for k, item in enumerate(base):
            at = upper.pop(_id(item), None)
            place = (*new, len(found))
            found.append(
                self._copy(self.base, item, (*low, k), place)
                if at is None
                else self._over(item, own[at], (*low, k), (*high, at), place)
            )
        rest = set(upper.values()) | {k for k, item in enumerate(own) if own.index(item) != k}
        for k in sorted(rest):
            found.append(self._copy(self.own, own[k], (*high, k), (*new, len(found))))
        return found

    def _copy(self, tree: Tree, value: object, old: Path, new: Path) -> object:
        """Take a value over as it is, with its places."""
        self._mark(tree, old, new)
        if isinstance(value, dict):
            return {k: self._copy(tree, v, (*old, k), (*new, k)) for k, v in value.items()}
        if isinstance(value, list):
            return [self._copy(tree, v, (*old, k), (*new, k)) for k, v in enumerate(value)]
        return value

    def _mark(self, tree: Tree, old: Path, new: Path) -> None:
        shift = 0 if tree is self.own else len(self.own.origin.lines)
        for marks, found in ((self.values, tree.origin.values), (self.keys, tree.origin.keys)):
            if mark := found.get(old):
                marks[new] = (mark[0] + shift, mark[1], mark[2] + shift, mark[3])
        if old in tree.broken:
            self.broken.add(new)

    def _low(self, path: Path) -> bool:
        """Whether a part comes from the lower case."""
        mark = self.values.get(path)
        return mark is not None and mark[0] >= len(self.own.origin.lines)

    def _written_null(self, path: Path) -> bool:
        mark = self.own.origin.values.get(path)
        return mark is not None and self.own.origin.lines[mark[0]][mark[1] : mark[3]].strip() != ""

    def _absent(self, key: str, base: Mapping[str, object], path: Path) -> None:
        if key not in base:
            near = nearest(key, base)
            self._say("DT325", path, f"{self._inherited()} has no {key!r} to take away", True, near)

    def _inherited(self) -> str:
        return str(self.own.root["extends"]) if isinstance(self.own.root, dict) else "the other case"

    def _say(self, code: str, path: Path, cause: str, key: bool = False, near: tuple[str, ...] = ()) -> None:
        value = str(path[-1]) if key else ""
        self.problems.append(problem(code, self.own.origin, path, cause, key=key, value=value, nearest=near))


def _whole(path: Path) -> bool:
    """Whether a mapping is one value: some by their key, how options move, and rates of the clock."""
    if path[-1] in WHOLE or (path[-1] == "moves" and path[0] not in ("choices", "policies")):
        return True
    return len(path) == 3 and path[:2] in (("clock", "rates"), ("clock", "chance"))


def _id(item: object) -> object:
    """The id of a part; what should be one and is no text is compared as it is written."""
    found = item.get("id") if isinstance(item, dict) else None
    return found if found is None or isinstance(found, str) else repr(found)


def _lists(root: object, pattern: tuple[str, ...]) -> list[tuple[Path, list[object]]]:
    """Return the lists that stand where a pattern says, with their paths."""
    found: list[tuple[Path, object]] = [((), root)]
    for step in pattern:
        found = [
            ((*path, key), inner)
            for path, value in found
            if isinstance(value, dict)
            for key, inner in value.items()
            if step in ("*", key)
        ]
    return [(path, value) for path, value in found if isinstance(value, list)]
