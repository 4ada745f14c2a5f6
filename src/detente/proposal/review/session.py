"""A review: the items of a proposal, what was decided of each, and the case that the accepted ones enter.

Everything that it knows is read off its log, so a review that was killed goes on where the log ends. What was
accepted and not yet entered is entered then; an id says whether it is there, so nothing enters twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from detente.case import Case, load
from detente.errors import CaseError, DetenteError
from detente.files import read_bytes
from detente.proposal.item import SLOTS, TYPES, Item
from detente.proposal.papers import Paper, read_paper
from detente.proposal.review.entering import enter, entered, withdraw
from detente.proposal.review.log import Entry, Log
from detente.proposal.review.nearby import alike
from detente.proposal.written import MOST, open_proposal

__all__ = ["Decision", "Review"]

_FINAL = ("accept", "merge", "reject")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of an item.

    Parameters
    ----------
    do
        ``accept``, ``merge``, ``reject`` or ``later``.
    item
        The item, as edited.
    into
        Id of the accepted item that it says again, if merged.
    reason
        Why it was rejected.
    """

    do: str
    item: Item
    into: str = ""
    reason: str = ""


class Review:
    """A review of one proposal for one case.

    Parameters
    ----------
    proposal
        The file that a reader wrote.
    case
        The case file that accepted items enter.
    log
        The file of the log; beside the proposal if left out.

    Raises
    ------
    CaseError
        If the proposal or the case cannot be used.
    DetenteError
        If the log belongs to another proposal, or is broken.
    OSError
        If a file cannot be read or written.
    """

    def __init__(self, proposal: str | Path, case: str | Path, log: str | Path | None = None) -> None:
        self.file, self.case = Path(proposal), Path(case)
        self.head = open_proposal(proposal)
        self.items: Mapping[str, Item] = self.head.items
        load(self.case)
        self.log = Log(log or self.file.with_name(f"{self.file.stem}.review.jsonl"))
        mark = blake2b(read_bytes(self.file, MOST), digest_size=16).hexdigest()
        if not self.log.entries:
            self._write(Entry("open", told={"proposal": mark, "file": self.file.name}))
        if self.log.entries[0].told.get("proposal") != mark:
            raise DetenteError(f"{self.log.path}: this log belongs to another {self.file.name}")
        self._catch_up()

    # ------------------------------------------------------------------ what is known

    @property
    def decisions(self) -> dict[str, Decision]:
        """Id -> what was decided last and not undone."""
        found: dict[str, Decision] = {}
        for name, one in self._stack():
            found.pop(name, None)  # the order is that of the last decisions
            found[name] = one
        return found

    @property
    def open(self) -> tuple[str, ...]:
        """Ids that still have to be decided, those put off at the end."""
        decided = self.decisions
        fresh = [name for name in self.items if name not in decided]
        return (*fresh, *(name for name, one in decided.items() if one.do == "later"))

    @property
    def accepted(self) -> dict[str, Item]:
        """Id -> accepted item, as edited."""
        return {name: one.item for name, one in self.decisions.items() if one.do == "accept"}

    def nearest(self, name: str) -> tuple[str, ...]:
        """Return ids of accepted items that say something like an item, the nearest first.

        Parameters
        ----------
        name
            Id of an item.

        Raises
        ------
        KeyError
            If there is no such item.
        """
        return alike(self.items[name], self.accepted)

    def counts(self) -> dict[str, int]:
        """Return how many items were decided in each way, and how many are open."""
        told = [one.do for one in self.decisions.values()]
        return {do: told.count(do) for do in _FINAL} | {"open": len(self.open)}

    def document(self, path: str | Path | None = None) -> Paper | None:
        """Return the document that the proposal was made from.

        Parameters
        ----------
        path
            Its file; looked for beside the proposal if left out.

        Returns
        -------
        Paper
            ``None`` if there is no such file, or it holds another text.

        Raises
        ------
        DetenteError
            If it cannot be read.
        """
        beside = self.file.with_name(self.head.document) if self.head.document else None
        found = Path(path) if path else beside
        if found is None or not found.is_file():
            return None
        paper = read_paper(found)
        return paper if paper.document.digest == self.head.digest else None

    # ------------------------------------------------------------------ what may be done

    def accept(self, name: str, changed: Item | None = None) -> str:
        """Accept an item, perhaps changed; it enters the case at once.

        Parameters
        ----------
        name
            Id of an item.
        changed
            The item as a person has edited it; its quote and locator stay.

        Returns
        -------
        str
            Why the case cannot take it, and then it is open again; else nothing.

        Raises
        ------
        DetenteError
            If the quote or its locator was changed.
        OSError
            If the log or the case cannot be written.
        """
        item = self.items[name]
        if changed is not None and (changed.quote, changed.at) != (item.quote, item.at):
            raise DetenteError(f"{name}: a quote and its locator stay as the document has them")
        kept = item if changed is None else changed
        self._write(Entry("accept", name, {} if kept == item else {"as": kept.to_dict()}))
        return self._enter(name, kept)

    def merge(self, name: str, into: str) -> None:
        """Note that an item says again what an accepted one says.

        Parameters
        ----------
        name
            Id of the item.
        into
            Id of the accepted one.

        Raises
        ------
        DetenteError
            If there is no such accepted item.
        """
        if into not in self.accepted:
            raise DetenteError(f"{into or 'nothing'} is no accepted item")
        self._write(Entry("merge", name, {"into": into}))

    def reject(self, name: str, reason: str) -> None:
        """Reject an item with a reason.

        Parameters
        ----------
        name
            Id of the item.
        reason
            In a few words.

        Raises
        ------
        DetenteError
            If there is no reason.
        """
        if not reason.strip():
            raise DetenteError("a rejection needs a reason")
        self._write(Entry("reject", name, {"reason": reason.strip()}))

    def later(self, name: str) -> None:
        """Put an item off to the end.

        Parameters
        ----------
        name
            Id of the item.
        """
        self._write(Entry("later", name))

    def undo(self) -> str:
        """Take the last decision back, out of the case too, and return the id; nothing if there is none."""
        stack = self._stack()
        if not stack:
            return ""
        name, last = stack[-1]
        self._write(Entry("undo", name))
        if last.do == "accept":
            self._withdraw(name)
        return name

    # ------------------------------------------------------------------ the log

    def _stack(self) -> list[tuple[str, Decision]]:
        stack: list[tuple[str, Decision]] = []
        for entry in self.log.entries:
            if entry.do in (*_FINAL, "later") and entry.item in self.items:
                item = _read(entry.told.get("as"), self.items[entry.item])
                told = (str(entry.told.get("into", "")), str(entry.told.get("reason", "")))
                stack.append((entry.item, Decision(entry.do, item, *told)))
            elif entry.do in ("undo", "refused") and stack:
                stack.pop()
        return stack

    def _write(self, entry: Entry) -> None:
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        self.log.append(Entry(entry.do, entry.item, {**dict(entry.told), "time": moment}))

    def _enter(self, name: str, item: Item) -> str:
        try:
            enter(self.case, self.head, name, item)
        except CaseError as error:
            problem = next(p for p in error.problems if p.severity == "error")
            self._write(Entry("refused", name, {"reason": problem.cause}))
            return problem.cause
        self._write(Entry("entered", name))
        return ""

    def _withdraw(self, name: str) -> None:
        withdraw(self.case, self.head, name)
        self._write(Entry("withdrawn", name))

    def _catch_up(self) -> None:
        """Do what the log says was decided and not yet done when it ends."""
        last = next((e for e in reversed(self.log.entries) if e.do not in ("open", "later")), None)
        if last is None:
            return
        if last.do == "accept" and last.item in self.items:
            self._enter(last.item, self.decisions[last.item].item)
        elif last.do == "undo" and entered(self._loaded(), self.head, last.item):
            self._withdraw(last.item)

    def _loaded(self) -> Case:
        return load(self.case)


def _read(plain: object, item: Item) -> Item:
    """Return an item as it was edited."""
    if not isinstance(plain, dict) or plain.get("type") not in TYPES:
        return item
    kind = str(plain["type"])
    slots = {slot: str(plain[slot]) for slot in SLOTS[kind] if plain.get(slot)}
    told: Any = {key: str(plain.get(key, "")) for key in ("text", "modality", "voice", "reader", "reason")}
    return replace(item, type=kind, slots=slots, **told)
