"""Everything that detente refuses to do, as one tree.

```
DetenteError
├── CaseError          the case file cannot be used; carries every Problem found
├── LedgerError        an entry cannot be recorded, or a ledger was altered; carries every reason
├── LocatorError       a locator such as K.P7.S1 is not well formed
├── UnknownName        a name that nobody declared; carries the nearest valid ones
├── TooLarge           the state space exceeds the limit; carries the estimate
├── NoFeasibleState    the constraints leave nothing; carries the clashing ones
├── MissingExtra       what is asked for needs packages that are not installed
├── ExchangeError      a file of another program cannot be read, or cannot hold a case; carries every reason
├── HistoryError       files with events or counts cannot be used; carries what is wrong, row by row
├── RunRefused         stored runs cannot be read, or do not belong together
├── WitnessRejected    an explanation does not follow from the definitions
└── Interrupted        a long computation was stopped by its user
```
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "CaseError",
    "DetenteError",
    "ExchangeError",
    "HistoryError",
    "Interrupted",
    "LedgerError",
    "LocatorError",
    "MissingExtra",
    "NoFeasibleState",
    "Problem",
    "RunRefused",
    "TooLarge",
    "UnknownName",
    "WitnessRejected",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong (or odd) in a case file.

    Parameters
    ----------
    code
        Stable code, for example ``DT201``; its meaning never changes between versions.
    name
        Short name of the rule, for example ``unknown-option``.
    severity
        ``"error"`` refuses the case, ``"warning"`` does not.
    line, column, end
        One-based line, one-based first column and one-past-last column.
    value
        The offending text as written, or an empty string.
    cause
        One sentence: what is wrong.
    nearest
        The nearest valid names, best first; may be empty.
    file
        Path as the user gave it.
    excerpt
        The source line.
    """

    code: str
    name: str
    severity: str
    line: int
    column: int
    end: int
    value: str
    cause: str
    nearest: tuple[str, ...] = ()
    file: str = ""
    excerpt: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return the fields as plain types, for JSON."""
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "end": self.end,
            "value": self.value,
            "cause": self.cause,
            "nearest": list(self.nearest),
            "excerpt": self.excerpt,
        }


class DetenteError(Exception):
    """Root of the tree: anything that detente refuses to do."""


class CaseError(DetenteError):
    """The case file cannot be used.

    Parameters
    ----------
    problems
        Every problem found, sorted by line; at least one has severity ``"error"``.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        wrong = [p for p in problems if p.severity == "error"]
        lines = [f"{p.file}:{p.line}:{p.column}: {p.code} {p.cause}" for p in wrong]
        super().__init__("\n".join(lines))


class ExchangeError(DetenteError):
    """A file of another program cannot be read as a conflict, or a case cannot be said in its format.

    Parameters
    ----------
    reasons
        Everything that is wrong, a sentence each; where in a file, each names the place.
    """

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


class LedgerError(DetenteError):
    """A ledger of forecasts refuses what is asked of it.

    Parameters
    ----------
    reasons
        Everything that is wrong, at least one sentence.
    """

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


class LocatorError(DetenteError, ValueError):
    """A locator is not of the form ``SOURCE.Pn`` or ``SOURCE.Pn.Sm``."""


class UnknownName(DetenteError):
    """A name that nobody declared.

    Parameters
    ----------
    kind
        What was looked for, for example ``"case"`` or ``"actor"``.
    name
        The name as given.
    nearest
        The nearest valid names, best first.
    """

    def __init__(self, kind: str, name: str, nearest: tuple[str, ...] = ()) -> None:
        self.kind, self.name, self.nearest = kind, name, nearest
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"no {kind} named {name!r}{hint}")


class TooLarge(DetenteError):
    """The state space is larger than the limit.

    Parameters
    ----------
    estimate
        Estimated number of feasible states.
    limit
        The limit in force.
    """

    def __init__(self, estimate: int, limit: int) -> None:
        self.estimate, self.limit = estimate, limit
        super().__init__(
            f"about {estimate:,} states would have to be held at once; the limit is {limit:,}. "
            "Add constraints, merge levels, split off what does not interact, or raise the limit."
        )


class NoFeasibleState(DetenteError):
    """The constraints leave no state.

    Parameters
    ----------
    clashing
        Ids of constraints that cannot hold together, none of which could be left out.
    """

    def __init__(self, clashing: tuple[str, ...]) -> None:
        self.clashing = clashing
        super().__init__(f"no state satisfies these constraints together: {', '.join(clashing)}")


class MissingExtra(DetenteError):
    """What is asked for needs packages that are not installed.

    Parameters
    ----------
    package
        The package that was looked for.
    extra
        The extra of detente that brings it.
    """

    def __init__(self, package: str, extra: str) -> None:
        self.package, self.extra = package, extra
        super().__init__(
            f"this needs {package}, which is not installed; install it with: pip install 'detente[{extra}]'"
        )


class HistoryError(DetenteError):
    """Files with events or counts cannot be used.

    Parameters
    ----------
    problems
        What is wrong, each with file and line where it has one.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class RunRefused(DetenteError):
    """Stored runs cannot be read, or do not belong together; the message says which and why."""


class WitnessRejected(DetenteError):
    """An explanation does not follow from the definitions; the message says which step fails."""


class Interrupted(DetenteError):
    """A long computation was stopped by its user before it was complete."""
