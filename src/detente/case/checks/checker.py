"""What all checks of a case share: the raw tree, the places where things stand in it, the problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from detente.case.checks.slips import straighten
from detente.case.file.builder import Tree
from detente.case.file.origin import Origin, Path
from detente.case.file.problem import problem
from detente.case.file.text import MAX_PROBLEMS
from detente.case.nearest import nearest
from detente.errors import Problem

__all__ = [
    "ACTORS",
    "CHOICES",
    "CONDITIONS",
    "EVIDENCE",
    "LEVELS",
    "MOVERS",
    "PARTIES",
    "QUANTITIES",
    "STATEMENTS",
    "Check",
    "Pattern",
    "begin",
    "each",
]

#: Steps to a value; ``*`` stands for every key of a mapping, ``#`` for every item of a list.
Pattern = tuple[str, ...]

CONDITIONS: tuple[Pattern, ...] = (
    ("options", "*", "moves", "when"),
    ("options", "*", "ways", "#", "when"),
    ("definitions", "*", "when"),
    ("consequences", "*", "levels", "*", "when"),
    ("constraints", "*", "forbid"),
    ("constraints", "*", "require"),
    ("common_moves", "*", "when"),
    ("barred", "*", "when"),
    ("barred", "*", "to"),
    ("readings", "*", "preferences", "*", "priority", "#"),
    ("perceptions", "*", "priority", "#"),
    ("preferences", "*", "statements", "#", "when"),
    ("preferences", "*", "priority", "#"),
    ("choices", "*", "moves", "*", "when"),
    ("choices", "*", "values", "#", "when"),
    ("policies", "*", "moves", "*", "when"),
    ("policies", "*", "values", "#", "when"),
    ("outcomes", "*", "when"),
    ("claims", "*", "given"),
    ("claims", "*", "then"),
    ("regimes", "*", "moved", "#", "yes", "*"),
    ("regimes", "*", "moved", "#", "veto", "*"),
    ("regimes", "*", "moved", "#", "when"),
    ("regimes", "*", "exempt", "*", "when"),
    ("regimes", "*", "complies", "*"),
    ("regimes", "*", "effects", "#", "when"),
    ("regimes", "*", "when"),
    ("asks", "*", "when", "#"),
    ("questions", "#", "when"),
    ("phases", "*", "when"),
    ("clock", "shocks", "#", "when"),
    ("clock", "turns", "#", "when"),
)

QUANTITIES: tuple[Pattern, ...] = (
    ("scales", "*"),
    ("chance", "*", "probabilities", "*"),
    ("consequences", "*", "levels", "*", "value"),
    ("preferences", "*", "statements", "#", "weight"),
    ("preferences", "*", "degrees", "*", "*"),
    ("choices", "*", "values", "#", "weight"),
    ("policies", "*", "values", "#", "weight"),
    ("regimes", "*", "effects", "#", "weight"),
    ("readings", "*", "share"),
    ("readings", "*", "weights", "*"),
    ("readings", "*", "chance", "*", "*"),
    ("perceptions", "*", "weights", "*"),
    ("clock", "rates", "*", "per_year"),
    ("clock", "precision", "*"),
    ("clock", "chance", "*", "per_year"),
    ("clock", "chance", "*", "probabilities", "*"),
    ("clock", "shocks", "#", "per_year"),
    ("clock", "turns", "#", "factor"),
    ("clock", "turns", "#", "per_year"),
    ("issues", "*", "positions", "*", "at"),
    ("issues", "*", "positions", "*", "salience"),
    ("issues", "*", "positions", "*", "capability"),
    ("issues", "*", "reference"),
    ("issues", "*", "sets", "levels", "*"),
)

EVIDENCE: tuple[Pattern, ...] = (
    ("options", "*", "moves", "evidence"),
    ("options", "*", "ways", "#", "evidence"),
    ("options", "*", "evidence"),
    ("chance", "*", "evidence"),
    ("definitions", "*", "evidence"),
    ("consequences", "*", "evidence"),
    ("constraints", "*", "evidence"),
    ("common_moves", "*", "evidence"),
    ("barred", "*", "evidence"),
    ("preferences", "*", "statements", "#", "evidence"),
    ("preferences", "*", "evidence"),
    ("readings", "*", "evidence"),
    ("perceptions", "*", "evidence"),
    ("choices", "*", "moves", "*", "evidence"),
    ("choices", "*", "values", "#", "evidence"),
    ("choices", "*", "evidence"),
    ("policies", "*", "moves", "*", "evidence"),
    ("policies", "*", "values", "#", "evidence"),
    ("policies", "*", "evidence"),
    ("outcomes", "*", "evidence"),
    ("claims", "*", "evidence"),
    ("parties", "*", "evidence"),
    ("regimes", "*", "moved", "#", "evidence"),
    ("regimes", "*", "effects", "#", "evidence"),
    ("regimes", "*", "evidence"),
    ("relations", "*", "evidence"),
    ("comparisons", "*", "sides", "*", "evidence"),
    ("terms", "*", "evidence"),
    ("events", "#", "evidence"),
    ("asks", "*", "evidence"),
    ("questions", "#", "evidence"),
    ("alternatives", "*", "evidence"),
    ("phases", "*", "evidence"),
    ("clock", "rates", "*", "evidence"),
    ("clock", "chance", "*", "evidence"),
    ("clock", "shocks", "#", "evidence"),
    ("clock", "turns", "#", "evidence"),
    ("clock", "evidence"),
    ("elicitation", "seeds", "#", "evidence"),
    ("issues", "*", "positions", "*", "evidence"),
    ("issues", "*", "decision", "evidence"),
    ("issues", "*", "written", "evidence"),
    ("issues", "*", "evidence"),
)

#: Mappings from options to levels.
LEVELS: tuple[Pattern, ...] = (
    ("states", "*"),
    ("status_quo",),
    ("common_moves", "*", "set"),
    ("choices", "*", "set"),
    ("policies", "*", "set"),
    ("events", "#", "moves"),
    ("alternatives", "*", "hold"),
    ("alternatives", "*", "choices", "*"),
    ("clock", "shocks", "#", "set"),
)

#: Values that are ids of actors; ids that are keys are looked up where they are used.
ACTORS: tuple[Pattern, ...] = (
    ("focal",),
    ("actors", "*", "parent"),
    ("options", "*", "moves", "by", "#"),
    ("options", "*", "ways", "#", "by", "#"),
    ("common_moves", "*", "actors", "#"),
    ("barred", "*", "actor"),
    ("policies", "*", "actor"),
    ("asks", "*", "advise", "#"),
    ("regimes", "*", "moved", "#", "by"),
    ("regimes", "*", "moved", "#", "by", "#"),
    ("regimes", "*", "effects", "#", "actor"),
    ("clock", "turns", "#", "actors", "#"),
    ("perceptions", "*", "viewer"),
    ("perceptions", "*", "of"),
    ("perceptions", "*", "by"),
    ("coalitions", "#", "#"),
)

#: Values that are ids of actors or of parties.
PARTIES: tuple[Pattern, ...] = (
    ("parties", "*", "parent"),
    ("parties", "*", "members", "#"),
    ("relations", "*", "from"),
    ("relations", "*", "to"),
    ("regimes", "*", "members", "#"),
    ("events", "#", "actors", "#"),
)

#: Statements, of an actor or of a package.
STATEMENTS: tuple[Pattern, ...] = (
    ("preferences", "*", "statements", "#"),
    ("choices", "*", "values", "#"),
    ("policies", "*", "values", "#"),
    ("regimes", "*", "effects", "#"),
)

#: Ids of actors that move what they do not own.
MOVERS: tuple[Pattern, ...] = (
    ("common_moves", "*", "actors", "#"),
    ("options", "*", "ways", "#", "by", "#"),
    ("regimes", "*", "moved", "#", "by"),
    ("regimes", "*", "moved", "#", "by", "#"),
)

CHOICES: tuple[Pattern, ...] = (
    ("claims", "*", "choice"),
    ("questions", "#", "choice"),
    ("asks", "*", "choice"),
)


@dataclass(slots=True)
class Check:
    """One examination of a case: the raw tree and the problems found so far.

    Parameters
    ----------
    root
        The raw tree.
    origin
        Where everything stands.
    broken
        Paths that are known to be unusable; nothing more is said about them.
    problems, touched
        What was found, and where.
    """

    root: Mapping[str, object]
    origin: Origin
    broken: frozenset[Path]
    problems: list[Problem]
    touched: set[Path] = field(default_factory=set)

    def add(
        self,
        code: str,
        path: Path,
        cause: str,
        *,
        key: bool = False,
        value: str = "",
        nearest: Iterable[str] = (),
        offset: int | None = None,
        length: int | None = None,
    ) -> None:
        """Take down a problem, unless the value is known to be unusable.

        Parameters
        ----------
        code
            Code of the problem, ``DT`` and three digits; its meaning never changes.
        path
            Where it stands: keys and places from the top of the file.
        cause
            What is wrong, without a full stop.
        key
            Whether the key is meant, and not its value.
        value
            What stands there, if it is to be shown.
        nearest
            What may have been meant, the nearest first.
        offset, length
            The part of the text that is meant, in characters; all of it by default.
        """
        self.touched.add(path)
        if path in self.broken or len(self.problems) >= MAX_PROBLEMS:
            return
        self.problems.append(
            problem(
                code,
                self.origin,
                path,
                cause,
                key=key,
                value=value,
                nearest=nearest,
                offset=offset,
                length=length,
            )
        )

    def unknown(
        self,
        code: str,
        path: Path,
        name: str,
        names: Iterable[str],
        cause: str,
        *,
        key: bool = False,
        offset: int = 0,
    ) -> None:
        """Take down a name that nobody declared, with the nearest that somebody did.

        Parameters
        ----------
        code
            Code of the problem.
        path
            Where the name stands.
        name
            The name.
        names
            What there is.
        cause
            What is wrong, without a full stop.
        key
            Whether the name is a key.
        offset
            Where the name begins in its text, in characters.
        """
        if len(self.problems) < MAX_PROBLEMS:
            near = nearest(name, names)
            first = 0 if key else self.origin.break_in(path)
            if 0 < first < len(name):  # two names that became one
                offset, cause = offset + first, f"{cause}; is a '- ' missing before {name[first:]!r}?"
                name = name[first:]
            self.add(code, path, cause, key=key, value=name, nearest=near, offset=offset, length=len(name))

    def each(self, pattern: Pattern) -> Iterator[tuple[Path, object]]:
        """Yield path and value of everything that stands where the pattern says.

        Parameters
        ----------
        pattern
            Keys from the top of the file; ``*`` is every key, ``#`` every place of a list.
        """
        yield from each(self.root, pattern, ())

    def texts(self, *patterns: Pattern) -> Iterator[tuple[Path, str]]:
        """Yield path and text of everything that is a text there."""
        for pattern in patterns:
            for path, value in self.each(pattern):
                if isinstance(value, str):
                    yield path, value

    def cut(self, path: Path, text: str) -> str:
        """Return a hint if a comma inside brackets ended a text too early, else nothing."""
        mark = self.origin.values.get(path)
        after = self.origin.lines[mark[2]][mark[3] :].lstrip() if mark else ""
        cut = after.startswith(",") and text.count("(") > text.count(")")
        return "; the comma ends the value here, so put the value in quotes" if cut else ""

    def value(self, name: str) -> object:
        """Return what stands under a key at the top of the file, if anything."""
        return self.root.get(name)

    def section(self, name: str) -> dict[str, object]:
        """Return a mapping at the top of the file; empty if it is absent or something else."""
        value = self.value(name)
        return value if isinstance(value, dict) else {}

    def path(self, name: str, *steps: str | int) -> Path:
        """Return the path of something in a section."""
        return (name, *steps)

    def usable(self, name: str) -> bool:
        """Whether a section is absent or a mapping, so that names can be looked up in it."""
        return isinstance(self.root.get(name, {}), dict) and (name,) not in self.broken

    @property
    def clean(self) -> bool:
        """Whether no error was found so far."""
        return not any(p.severity == "error" for p in self.problems)


def begin(tree: Tree) -> Check:
    """Begin the examination of a tree that was read to its end.

    Parameters
    ----------
    tree
        The tree, with where each value stands.
    """
    tree = straighten(tree)
    root = tree.root if isinstance(tree.root, dict) else {}
    return Check(root, tree.origin, tree.broken, list(tree.problems))


def each(value: object, pattern: Pattern, path: Path) -> Iterator[tuple[Path, object]]:
    """Yield path and value of everything below a value that stands where a pattern says.

    Parameters
    ----------
    value
        The value, as it was read.
    pattern
        Keys, with a place for each that is free.
    path
        Keys and places from the top of the file to the value.
    """
    if not pattern:
        yield path, value
    elif pattern[0] == "*":
        for key, inner in value.items() if isinstance(value, dict) else ():
            yield from each(inner, pattern[1:], (*path, key))
    elif pattern[0] == "#":
        for k, inner in enumerate(value) if isinstance(value, list) else ():
            yield from each(inner, pattern[1:], (*path, k))
    elif isinstance(value, dict) and pattern[0] in value:
        yield from each(value[pattern[0]], pattern[1:], (*path, pattern[0]))
