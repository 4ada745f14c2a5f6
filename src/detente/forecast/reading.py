"""Files of forecasts and resolutions, read with every mistake and its line.

A shipped case may have beside it ``forecasts.yaml``, what its sources say to each question and how often
such a thing had happened before, and ``resolutions.yaml``, what came of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from detente.case import Case, nearest, problem
from detente.case.file.origin import Path as Place
from detente.case.file.yaml import MAX_BYTES, Tree, read_tree
from detente.errors import CaseError, Problem
from detente.files import read_bytes
from detente.forecast.ledger.records import SETTLED, VERDICTS, Branch, Record, Resolution

__all__ = ["Prior", "Reference", "Resolved", "beside", "read_forecasts", "read_resolutions"]


@dataclass(frozen=True, slots=True)
class Reference:
    """How often such a thing had happened before.

    Parameters
    ----------
    number
        Events in the window, or periods in which it was so.
    start, end
        The window, for events.
    periods
        Periods that were looked at; 0 where events are counted in a window.
    of
        Whether what is counted makes the answer yes, or no.
    what, source
        What was counted, in words, and in which record.
    """

    number: int
    start: date | None
    end: date | None
    periods: int
    of: bool
    what: str
    source: str


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known of a question beforehand.

    Parameters
    ----------
    question
        Its id.
    says
        Whether the source says that the answer will be yes.
    reference
        Its reference class, if there is one.
    """

    question: str
    says: bool
    reference: Reference | None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A file of resolutions.

    Parameters
    ----------
    records
        Resolutions and the branch that was taken, if any, in the order of the file.
    clusters
        Question -> the observable that it shares with others.
    facts
        Question -> days of events that the verdict rests on.
    """

    records: tuple[Record, ...]
    clusters: Mapping[str, str]
    facts: Mapping[str, tuple[str, ...]]


def beside(case_file: Path, name: str) -> Path | None:
    """Return the file of that name in the folder of a case, if there is one.

    Parameters
    ----------
    case_file
        The file of the case.
    name
        Name of the file that is looked for.
    """
    found = case_file.with_name(name)
    return found if found.exists() else None


def read_forecasts(case: Case, file: str | Path) -> dict[str, Prior]:
    """Read what is known of the questions beforehand.

    Parameters
    ----------
    case
        The case.
    file
        The file.

    Raises
    ------
    CaseError
        If the file cannot be used; carries everything that is wrong.
    OSError
        If it cannot be read.
    """
    reader = _Reader(case, file)
    found = {q: p for q, entry in reader.items("forecasts") if (p := reader.prior(q, entry))}
    reader.close()
    return found


def read_resolutions(case: Case, file: str | Path, latest: date | None = None) -> Resolved:
    """Read what came of the questions.

    Parameters
    ----------
    case, file
        The case that asks, and the file.
    latest
        The last day that has come; a file is bound by its own ``as_of`` in any case.

    Raises
    ------
    CaseError
        If the file cannot be used; carries everything that is wrong.
    OSError
        If it cannot be read.
    """
    reader = _Reader(case, file)
    reader.until(latest)
    records: list[Record] = list(reader.branch())
    clusters, facts = {}, {}
    for q, entry in reader.items("resolutions"):
        if made := reader.resolution(q, entry):
            records.append(made)
        clusters[q] = str(entry.get("cluster") or "")
        facts[q] = reader.facts(("resolutions", q, "facts"), entry.get("facts", []))
    reader.close()
    return Resolved(tuple(records), clusters, facts)


_PRIOR = ("says", "reference", "note")
_ARRIVALS = ("arrivals", "from", "to", "of", "what", "source")
_PERIODS = ("periods", "of_periods", "of", "what", "source")
_RESOLUTION = ("verdict", "first", "answer", "on", "source", "cluster", "facts", "note", "mechanism")
_BRANCH = ("choice", "on", "source", "note")


class _Reader:
    """Reads one file and takes down what is wrong with it."""

    def __init__(self, case: Case, file: str | Path) -> None:
        self.case = case
        self.tree: Tree = read_tree(read_bytes(file, MAX_BYTES), str(file))
        self.problems: list[Problem] = list(self.tree.problems)
        self.root: Mapping[str, Any] = self.tree.root if isinstance(self.tree.root, dict) else {}
        self.questions = {q.id: q for q in case.questions}
        self.latest = self.own = date.max
        if self.root.get("case", case.case) != case.case:
            self.wrong("DT901", ("case",), f"this file belongs to the case {self.root['case']!r}")

    def wrong(self, code: str, place: Place, cause: str, **more: Any) -> None:
        """Take a mistake down."""
        self.problems.append(problem(code, self.tree.origin, place, cause, **more))

    def until(self, latest: date | None) -> None:
        """Let no day lie after the file's own ``as_of``, nor after the last day that has come."""
        own = self.day((), self.root, "as_of") if "as_of" in self.root else None
        if own and latest and own > latest:
            self.wrong("DT904", ("as_of",), f"{own} has not come yet")
        self.latest, self.own = latest or date.max, own or date.max

    def close(self) -> None:
        """Refuse the file if anything is wrong with it."""
        if self.problems:
            raise CaseError(tuple(sorted(self.problems, key=lambda p: (p.line, p.column, p.code))))

    def items(self, section: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Every entry of a section whose question is known."""
        entries = self.root.get(section)
        if not isinstance(entries, dict):
            if not self.problems:
                self.wrong("DT901", (), f"the file needs a mapping {section!r}, from question to entry")
            return
        for q, entry in entries.items():
            if q not in self.questions:
                near = nearest(q, self.questions)
                cause = f"the case asks no question {q!r}"
                self.wrong("DT902", (section, q), cause, key=True, value=q, nearest=near)
            elif not isinstance(entry, dict):
                self.wrong("DT901", (section, q), f"{q} is no mapping", key=True)
            else:
                yield q, entry

    def prior(self, q: str, entry: Mapping[str, Any]) -> Prior | None:
        """Read what is known of one question beforehand."""
        place: Place = ("forecasts", q)
        self.keys(place, entry, _PRIOR)
        says = self.yes(place, entry, "says")
        reference = self.reference((*place, "reference"), entry.get("reference"))
        return None if says is None else Prior(q, says, reference)

    def reference(self, place: Place, entry: object) -> Reference | None:
        """Read a reference class."""
        if entry is None:
            return None
        if not isinstance(entry, dict):
            self.wrong("DT901", place, "a reference counts arrivals or periods")
            return None
        events = "arrivals" in entry
        self.keys(place, entry, _ARRIVALS if events else _PERIODS)
        number = self.whole(place, entry, "arrivals" if events else "periods")
        periods = 0 if events else self.whole(place, entry, "of_periods")
        start, end = (self.day(place, entry, key) if events else None for key in ("from", "to"))
        of = self.yes(place, entry, "of") if "of" in entry else True
        if number is None or periods is None or of is None or (events and None in (start, end)):
            return None
        self.counted(place, number, periods, start, end)
        what, source = (self.text(place, entry, key) for key in ("what", "source"))
        return Reference(number, start, end, periods, of, what, source)

    def counted(self, place: Place, number: int, periods: int, start: date | None, end: date | None) -> None:
        """A reference class has a window, nothing in it is later than the case."""
        if start and end and not start < end <= self.case.as_of:
            cause = f"a window ends after it begins, and not after {self.case.as_of}"
            self.wrong("DT904", (*place, "to"), cause)
        if start is None and not 0 < periods >= number:
            self.wrong("DT905", (*place, "of_periods"), f"{number} of {periods} periods cannot be")

    def resolution(self, q: str, entry: Mapping[str, Any]) -> Resolution | None:
        """Read what came of one question."""
        place: Place = ("resolutions", q)
        self.keys(place, entry, _RESOLUTION)
        verdict = self.text(place, entry, "verdict")
        if verdict and verdict not in VERDICTS:
            near = nearest(verdict, VERDICTS, listed=len(VERDICTS))
            self.wrong("DT903", (*place, "verdict"), f"there is no verdict {verdict!r}", nearest=near)
        answer = str(entry.get("answer") or "")
        if verdict in VERDICTS and (answer in ("yes", "no")) != (verdict in SETTLED):
            need = "needs an answer, yes or no" if verdict in SETTLED else "has no answer"
            self.wrong("DT903", place, f"{q}: a verdict of {verdict!r} {need}", key=True)
        on, source = self.day(place, entry, "on"), self.text(place, entry, "source")
        opens = self.questions[q].opens or self.case.as_of
        if on and on < opens:
            self.wrong("DT904", (*place, "on"), f"{on} is before the question opens, on {opens}")
        self.come((*place, "on"), on)
        rest = [" ".join(str(entry.get(k) or "").split()) for k in ("note", "mechanism", "first")]
        by = str(self.root.get("by") or "")
        return Resolution(q, verdict, answer, on.isoformat(), source, by, *rest) if on else None

    def branch(self) -> Iterator[Branch]:
        """Read which choice was made."""
        entry = self.root.get("branch")
        if entry is None:
            return
        if not isinstance(entry, dict):
            self.wrong("DT901", ("branch",), "a branch has a choice, a day and a source")
            return
        self.keys(("branch",), entry, _BRANCH)
        choice, source = (self.text(("branch",), entry, k) for k in ("choice", "source"))
        if choice and choice not in self.case.choices:
            near = nearest(choice, self.case.choices)
            self.wrong("DT902", ("branch", "choice"), f"there is no choice {choice!r}", nearest=near)
        if on := self.day(("branch",), entry, "on"):
            self.come(("branch", "on"), on)
            yield Branch(choice, on.isoformat(), source, " ".join(str(entry.get("note") or "").split()))

    def come(self, place: Place, on: date | None) -> None:
        """Refuse a day that had not come when the file was written, or has not come yet."""
        if on and on > self.latest:
            self.wrong("DT904", place, f"{on} has not come yet")
        elif on and on > self.own:
            self.wrong("DT904", place, f"{on} is after {self.own}, the day of the file itself (as_of)")

    def facts(self, place: Place, found: object) -> tuple[str, ...]:
        """Read the days of events that a verdict rests on."""
        if not isinstance(found, list) or not all(isinstance(f, str) for f in found):
            self.wrong("DT901", place, "facts are a list of days")
            return ()
        return tuple(found)

    def keys(self, place: Place, entry: Mapping[str, Any], known: tuple[str, ...]) -> None:
        """Refuse keys that mean nothing."""
        for key in entry:
            if key not in known:
                cause = f"there is no key {key!r} here"
                self.wrong("DT901", (*place, key), cause, key=True, value=key, nearest=nearest(key, known))

    def text(self, place: Place, entry: Mapping[str, Any], key: str) -> str:
        """Read a text that has to be there."""
        found = entry.get(key)
        if not isinstance(found, str) or not found.strip():
            self.wrong("DT901", place, f"{place[-1]} needs a text {key!r}", key=True)
            return ""
        return " ".join(found.split())

    def yes(self, place: Place, entry: Mapping[str, Any], key: str) -> bool | None:
        """Read yes or no."""
        found = entry.get(key)
        if found in ("yes", "no"):
            return bool(found == "yes")
        self.wrong("DT901", (*place, key), f"{key!r} is yes or no, not {found!r}")
        return None

    def whole(self, place: Place, entry: Mapping[str, Any], key: str) -> int | None:
        """Read a count."""
        found = str(entry.get(key))
        if found.isdecimal() and found.isascii() and len(found) < 7:
            return int(found)
        self.wrong("DT905", (*place, key), f"{key!r} is a whole number, not {found!r}")
        return None

    def day(self, place: Place, entry: Mapping[str, Any], key: str) -> date | None:
        """Read a day."""
        found = entry.get(key)
        try:
            if isinstance(found, str) and len(found) == 10:
                return date.fromisoformat(found)
        except ValueError:
            pass
        self.wrong("DT904", (*place, key), f"{key!r} is a day such as 2022-05-26, not {found!r}")
        return None
