"""The ledger of forecasts: what was asked, who said what and when, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from detente.case import nearest
from detente.errors import LedgerError
from detente.forecast.records import (
    KIND_OF,
    KINDS,
    SETTLED,
    VERDICTS,
    Asked,
    Branch,
    Forecast,
    Record,
    Resolution,
    canonical,
    from_body,
)
from detente.forecast.store import Audit, Entry, append, entries, verify

__all__ = ["Ledger", "audit", "now", "place", "read", "record", "together"]


@dataclass(frozen=True, slots=True, repr=False)
class Ledger:
    """All records, oldest first.

    Parameters
    ----------
    records
        Questions, forecasts, resolutions and branches.
    head
        Digest of the last entry; empty if it was never written to a file.
    """

    records: tuple[Record, ...]
    head: str = ""

    @property
    def questions(self) -> dict[str, Asked]:
        """Id -> the question as it was last put."""
        return {r.id: r for r in self.records if isinstance(r, Asked)}

    @property
    def forecasts(self) -> tuple[Forecast, ...]:
        """Every forecast, in the order in which they were written down."""
        return tuple(r for r in self.records if isinstance(r, Forecast))

    @property
    def resolutions(self) -> dict[str, Resolution]:
        """Id of a question -> its last verdict."""
        return {r.question: r for r in self.records if isinstance(r, Resolution)}

    @property
    def branches(self) -> dict[str, Branch]:
        """Id of a choice that was made -> since when, and the record of it."""
        return {r.choice: r for r in self.records if isinstance(r, Branch)}

    def __repr__(self) -> str:
        return f"Ledger({len(self.questions)} questions, {len(self.forecasts)} forecasts)"


def now() -> str:
    """Return the present moment, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def place(case: str) -> Path:
    """Return where the ledger of a case is kept: beside its file, or here for a shipped case.

    Examples
    --------
    >>> str(place("korea-2020")), place("cases/water.yaml").name
    ('korea-2020.ledger.sqlite', 'water.ledger.sqlite')
    """
    path = Path(case)
    return path.with_name(f"{path.stem if path.suffix in ('.yaml', '.yml') else path.name}.ledger.sqlite")


def read(path: str | Path) -> Ledger:
    """Read a ledger.

    Raises
    ------
    LedgerError
        If it is no ledger, cannot be read, or was altered.
    """
    return _ledger(entries(path), str(path))


def audit(path: str | Path, head: str = "") -> Audit:
    """Walk the chain of digests and say what does not fit; see `store.verify`."""
    return verify(path, head)


def record(path: str | Path, records: Iterable[Record]) -> tuple[Record, ...]:
    """Write records at the end of a ledger, all of them or none.

    What is there already in the same words is not written again, so that the same command twice leaves
    one entry: a question, or the last forecast of the same forecaster, or the last verdict.

    Parameters
    ----------
    path
        The file; made if it is not there.
    records
        What to add.

    Returns
    -------
    tuple
        What was added.

    Raises
    ------
    LedgerError
        If something cannot be recorded; carries every reason, and nothing is written.
    """
    wanted = tuple(records)
    if not Path(path).exists():
        _new(Ledger(()), wanted)  # what is refused leaves no empty file behind
    added: list[Record] = []

    def make(there: Sequence[Entry]) -> Iterator[tuple[str, str]]:
        added[:] = _new(_ledger(there, str(path)), wanted)
        return ((KIND_OF[type(r)], canonical(asdict(r))) for r in added)

    append(path, make)
    return tuple(added)


def together(ledger: Ledger, records: Iterable[Record]) -> Ledger:
    """Return a ledger in memory with records added, under the same rules as `record`.

    Raises
    ------
    LedgerError
        If something cannot be recorded; carries every reason.
    """
    return Ledger((*ledger.records, *_new(ledger, tuple(records))))


def _ledger(found: Sequence[Entry], path: str) -> Ledger:
    try:
        made = tuple(from_body(e.kind, e.body) for e in found)
    except ValueError as error:
        raise LedgerError((f"{path}: an entry cannot be read: {error}",)) from error
    return Ledger(made, found[-1].digest if found else "")


def _new(ledger: Ledger, wanted: tuple[Record, ...]) -> list[Record]:
    """What is not there yet, after everything was checked."""
    questions = ledger.questions | {r.id: r for r in wanted if isinstance(r, Asked)}
    if wrong := tuple(text for r in wanted for text in _wrong(r, questions)):
        raise LedgerError(wrong)
    last: dict[tuple[str, ...], Record] = {_key(r): r for r in ledger.records}
    new: list[Record] = []
    for r in wanted:
        if _said(last.get(_key(r))) != _said(r):
            last[_key(r)] = r
            new.append(r)
    return new


def _key(r: Record) -> tuple[str, ...]:
    """What a later record takes the place of."""
    match r:
        case Asked():
            return "question", r.id
        case Forecast():
            return "forecast", r.question, r.who, r.as_of, str(r.basis.get("choice", ""))
        case Resolution():
            return "resolution", r.question
        case _:
            return "branch", r.choice


def _said(r: Record | None) -> object:
    """What a record says, whenever it was made."""
    if r is None:
        return None
    said = asdict(r)
    said.pop("made", None)
    said.pop("case_digest", None)  # of the whole case; the question's own words are compared
    return canonical(said)


def _wrong(r: Record, questions: Mapping[str, Asked]) -> Iterator[str]:
    """Every reason why a record cannot stand."""
    if isinstance(r, Asked):
        yield from _dates(r.id, opens=r.opens, closes=r.closes)
    elif isinstance(r, Branch):
        yield from _dates(f"choice {r.choice}", on=r.on)
        yield from (f"choice {r.choice}: name the source" for _ in [0] if not r.source.strip())
    elif r.question not in questions:
        near = nearest(r.question, questions)
        hint = f"; nearest: {', '.join(near)}" if near else ""
        yield f"no question named {r.question!r}{hint}"
    elif isinstance(r, Forecast):
        yield from _wrong_forecast(r, questions[r.question])
    else:
        yield from _wrong_resolution(r, questions[r.question])


def _wrong_forecast(r: Forecast, q: Asked) -> Iterator[str]:
    name = f"{r.question} by {r.who or 'nobody'}"
    if not r.who.strip():
        yield f"{r.question}: say who forecasts"
    if r.kind not in KINDS:
        yield f"{name}: {r.kind!r} is none of {', '.join(KINDS)}"
    for label, value in (("probability", r.probability), ("low end", r.low), ("high end", r.high)):
        if value is not None and not 0 <= value <= 1:
            yield f"{name}: the {label} {value:g} is not between 0 and 1"
    if r.low is not None and r.high is not None and r.low > r.high:
        yield f"{name}: the interval {r.low:g} to {r.high:g} is upside down"
    faults = tuple(_dates(name, as_of=r.as_of))
    yield from faults
    if not faults and r.as_of[:10] > q.closes[:10]:
        yield f"{name}: {r.as_of} is after the question closed, on {q.closes}"


def _wrong_resolution(r: Resolution, q: Asked) -> Iterator[str]:
    if r.verdict not in VERDICTS:
        near = nearest(r.verdict, VERDICTS, listed=len(VERDICTS))
        yield f"{r.question}: no verdict named {r.verdict!r}; nearest: {', '.join(near)}"
    if r.answer not in ("", "yes", "no"):
        yield f"{r.question}: the answer {r.answer!r} is neither yes nor no"
    if r.verdict in VERDICTS and bool(r.answer) != (r.verdict in SETTLED):
        goes = "without" if r.answer else "with"
        yield f"{r.question}: a verdict of {r.verdict!r} goes {goes} an answer, yes or no"
    if not r.source.strip():
        yield f"{r.question}: name the source that settles it"
    faults = tuple(_dates(r.question, on=r.on))
    yield from faults
    if not faults and r.on[:10] < q.opens[:10]:
        yield f"{r.question}: {r.on} is before the question opens, on {q.opens}"


def _dates(name: str, **days: str) -> Iterator[str]:
    """Every text that is no day; then, whether they are in order."""
    wrong = [f"{name}: {text!r} is no date; write year-month-day" for text in days.values() if not _day(text)]
    yield from wrong
    ordered = list(days.values())
    if not wrong and ordered != sorted(ordered):
        yield f"{name}: it closes on {ordered[-1]}, before it opens on {ordered[0]}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
