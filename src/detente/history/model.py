"""What is known of the past: events, where each stands in its file, rows that cannot be used, counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.history.dates import When
from detente.readonly import ReadOnly

if TYPE_CHECKING:
    from numpy import datetime64, int64
    from numpy.typing import NDArray

__all__ = ["Bad", "Coded", "Event", "Lapse", "Lines", "Reading", "Repeat", "Series", "Step", "Withdrawn"]


@dataclass(frozen=True, slots=True)
class Coded:
    """What a machine coder says of an event, in the codes of its scheme.

    Parameters
    ----------
    source, target
        Who did it to whom: ISO 3166-1 alpha-3 codes, names that are no country as written, or empty.
    code
        The code as text, with its leading zeros.
    quad
        1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict, by the rules of
        the scheme; 0 if it has none. Schemes place some codes differently, so quads of two schemes are never
        added up.
    score
        Goldstein value or the scheme's own intensity, -10 to 10.
    leading
        Whether it is a root event; GDELT also lists what is said in passing, which counts leave out.
    place
        Where it happened, as an ISO code.
    contexts
        What the scheme adds, such as the contexts of PLOVER.
    deaths
        Best, low and high estimate of the deaths, where the scheme counts them.
    """

    source: str
    target: str
    code: str
    quad: int
    score: float | None
    leading: bool = True
    place: str = ""
    contexts: tuple[str, ...] = ()
    deaths: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Lapse:
    """What an option falls back to if nothing sets it again for so many months."""

    option: str
    level: str
    months: int


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Parameters
    ----------
    id
        Its id, or file and line where it has none.
    when
        Its date, as far as it is known.
    actors
        Who took part: codes or ids as the source has them.
    type
        What kind of event: a word of the own list, or the code of a scheme.
    scheme
        How it was coded: ``own``, ``case``, or the name of a reader.
    file, line
        Where it stands; lines count from one.
    says
        What happened, in one's own words; empty for machine-coded events.
    source, confidence, checked, second, voice
        Who reports it; high, medium or low; lookup or memory; the second source that confirms it; and whose
        view it is.
    moves
        Option -> level after it. ``None``: nothing is said, rules may apply. Empty: it moves nothing.
    until
        What the moves fall back to in silence.
    coded
        The codes, if it is machine-coded.
    key
        What tells it from other events of its scheme: the id that its source gave it, or a digest of its row
        where there is none.
    named
        Whether its source gave it an id.
    stamp
        When its source last changed it, in a form whose order is that of time; empty where that is not said.
    """

    id: str
    when: When
    actors: tuple[str, ...]
    type: str
    scheme: str
    file: str
    line: int
    says: str = ""
    source: str = ""
    confidence: str = ""
    checked: str = ""
    second: str = ""
    voice: str = ""
    moves: Mapping[str, str] | None = None
    until: tuple[Lapse, ...] = ()
    coded: Coded | None = None
    key: str = ""
    named: bool = True
    stamp: str = ""

    @property
    def day(self) -> date:
        """The day that stands for its date; see `When.moment`."""
        return self.when.moment

    @property
    def yearly(self) -> bool:
        """Whether it is a figure for a year, a type that begins with ``stat_``, and no happening."""
        return self.type.startswith("stat_")

    def to_dict(self) -> dict[str, Any]:
        """Return what is known of it as plain types."""
        known = {
            "id": self.id,
            "from": self.when.start.isoformat(),
            "to": self.when.end.isoformat(),
            "precision": self.when.precision,
            "actors": list(self.actors),
            "type": self.type,
            "says": self.says,
            "source": self.source,
            "confidence": self.confidence,
            "checked": self.checked,
            "second": self.second,
            "voice": self.voice,
            "moves": dict(self.moves or {}),
            "scheme": self.scheme,
            "file": self.file,
            "line": self.line,
        }
        return {key: value for key, value in known.items() if value not in ("", [], {})}


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot be used.

    Parameters
    ----------
    file, line
        Where it stands; the header is line 1 where there is one.
    reason
        What is wrong, in one sentence.
    text
        How it begins.
    lines
        How many lines of the file it takes up.
    """

    file: str
    line: int
    reason: str
    text: str = ""
    lines: int = 1

    def __str__(self) -> str:
        shown = f": {self.text[:60]!r}" if self.text else ""
        return f"{self.file}:{self.line}: {self.reason}{shown}"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row that tells of an event which another row tells of too, so that only one of them counts.

    Parameters
    ----------
    id
        The event.
    file, line
        The row that does not count.
    instead_file, instead_line
        The row that does.
    differs
        What the two rows say differently; empty if they say the same.
    why
        Why the other row counts where they differ: ``newer``, ``says more``, or empty where neither is known.
    """

    id: str
    file: str
    line: int
    instead_file: str
    instead_line: int
    differs: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A row by which a source takes an event back.

    Parameters
    ----------
    key
        The event, as in `Event.key`.
    file, line
        Where it stands.
    stamp
        When, as in `Event.stamp`; an event that was changed later than that stands.
    """

    key: str
    file: str
    line: int
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """What became of the lines of a file; the parts add up to the whole.

    Parameters
    ----------
    total
        Lines of the file, unpacked.
    blank
        Lines with nothing on them, or nothing between their separators.
    header
        Lines of headings.
    used
        Lines of rows that could be read, whether they are kept, of others, repeats or withdrawals.
    refused
        Lines of rows that could not be used.
    """

    total: int = 0
    blank: int = 0
    header: int = 0
    used: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a file.

    Parameters
    ----------
    file, scheme
        The file and the format it was read as.
    events
        What was kept, in the order of the file.
    bad
        What could not be used.
    outside
        How many good rows concern nobody that was asked for.
    remarks
        What the reader noticed and mended.
    repeats
        Rows that tell of an event which another row of the file tells of.
    withdrawn
        Events that the file takes back.
    lines
        What became of its lines.
    aside
        Key -> stamp of the events that concern nobody, for formats whose events are changed later: a newer
        row that no longer concerns anybody holds against an older one that did.
    """

    file: str
    scheme: str
    events: tuple[Event, ...]
    bad: tuple[Bad, ...] = ()
    outside: int = 0
    remarks: tuple[str, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    lines: Lines = Lines()
    aside: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows of the file: kept, bad, outside, repeated and such as take an event back."""
        told = len(self.events) + self.outside + len(self.repeats) + len(self.withdrawn)
        return told + len(self.bad)


@dataclass(frozen=True, slots=True, eq=False)
class Series(ReadOnly):
    """Counts by month.

    Parameters
    ----------
    id, name, unit, credit
        What is counted, by whom, under which terms.
    months
        Months in a row, without holes.
    counts
        0 or more; months that nobody counted are not in the series.
    """

    id: str
    name: str
    unit: str
    credit: str
    months: NDArray[datetime64]
    counts: NDArray[int64]

    def until(self, last: date) -> Series:
        """Return the part up to the end of a date's month.

        Parameters
        ----------
        last
            Its month belongs to the part.
        """
        import numpy as np

        keep = self.months <= np.datetime64(last, "M")
        return Series(self.id, self.name, self.unit, self.credit, self.months[keep], self.counts[keep])


@dataclass(frozen=True, slots=True)
class Step:
    """An option standing at a level from a day on.

    Parameters
    ----------
    start
        Since when.
    level
        The level.
    event
        Id of the event that brought it.
    silent
        Whether it came about because nothing had happened for long enough after that event.
    """

    start: date
    level: str
    event: str
    silent: bool = field(default=False)
