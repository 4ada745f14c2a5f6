"""The ledger of forecasts: what was asked, who said what and when, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from detente.errors import LedgerError
from detente.forecast.ledger.admission import misnamed, premature, today, wrong
from detente.forecast.ledger.entries import Audit, Entry, append, entries, verify
from detente.forecast.ledger.records import (
    KIND_OF,
    Asked,
    Branch,
    Forecast,
    Record,
    Resolution,
    canonical,
    from_body,
)

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

    Parameters
    ----------
    case
        A case file, or the name of a shipped case.

    Examples
    --------
    >>> str(place("korea-2020")), place("cases/water.yaml").name
    ('korea-2020.ledger.sqlite', 'water.ledger.sqlite')
    """
    path = Path(case)
    return path.with_name(f"{path.stem if path.suffix in ('.yaml', '.yml') else path.name}.ledger.sqlite")


def read(path: str | Path) -> Ledger:
    """Read a ledger.

    Parameters
    ----------
    path
        The file of the ledger.

    Raises
    ------
    LedgerError
        If it is no ledger, cannot be read, or was altered.
    """
    return _ledger(entries(path), str(path))


def audit(path: str | Path, head: str = "") -> Audit:
    """Walk the chain of digests and say what does not fit; see `store.verify`.

    Parameters
    ----------
    path
        The file of the ledger.
    head
        Digest of the last entry, as it was kept elsewhere; empty if none was.
    """
    return verify(path, head)


def record(path: str | Path, records: Iterable[Record], latest: date | None = None) -> tuple[Record, ...]:
    """Write records at the end of a ledger, all of them or none.

    What is there already in the same words is not written again, so that the same command twice leaves
    one entry: a question, or the last forecast of the same forecaster, or the last verdict.

    Parameters
    ----------
    path
        The file; made if it is not there and there is something to write.
    records
        What to add.
    latest
        The last day that has come; by the clock of the machine if left out.

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
    day = latest or today()
    added: list[Record] = []

    def make(there: Sequence[Entry]) -> Iterator[tuple[str, str]]:
        added[:] = _new(_ledger(there, str(path)), wanted, day)
        return ((KIND_OF[type(r)], canonical(asdict(r))) for r in added)

    append(path, make)
    return tuple(added)


def together(ledger: Ledger, records: Iterable[Record]) -> Ledger:
    """Return a ledger in memory with records added, under the same rules as `record` but for the clock.

    Parameters
    ----------
    ledger
        The ledger as it stands.
    records
        What is added, in order.

    Raises
    ------
    LedgerError
        If something cannot be recorded; carries every reason.
    """
    return Ledger((*ledger.records, *_new(ledger, tuple(records))))


def _ledger(found: Sequence[Entry], path: str) -> Ledger:
    """Read records back; those of another program may be sealed and still make no sense."""
    made: list[Record] = []
    questions: dict[str, Asked] = {}
    for e in found:
        try:
            r = from_body(e.kind, e.body)
        except ValueError as error:
            raise LedgerError((f"{path}: entry {e.seq} cannot be read: {error}",)) from error
        questions |= {r.id: r} if isinstance(r, Asked) else {}
        if reasons := tuple(wrong(r, questions)):
            raise LedgerError((f"{path}: entry {e.seq} cannot stand: {reasons[0]}",))
        made.append(r)
    return Ledger(tuple(made), found[-1].digest if found else "")


def _new(ledger: Ledger, wanted: tuple[Record, ...], latest: date = date.max) -> list[Record]:
    """What is not there yet, after everything was checked."""
    questions = ledger.questions | {r.id: r for r in wanted if isinstance(r, Asked)}
    spoken = (*ledger.forecasts, *(r for r in wanted if isinstance(r, Forecast)))
    if reasons := tuple(
        text
        for r in wanted
        for text in (*wrong(r, questions), *premature(r, latest), *misnamed(r, questions, spoken))
    ):
        raise LedgerError(reasons)
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
            return "forecast", r.question, r.kind, r.who, r.as_of, str(r.basis.get("choice", ""))
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
