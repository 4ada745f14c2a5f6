"""A review in the workbench: one proposal, its log, and who may write to it at a time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

from detente.errors import DetenteError
from detente.proposal import MODALITIES, SLOTS, Item, Paper, Review

__all__ = ["Behind", "Sitting"]


class Behind(DetenteError):
    """What was decided rests on a log to which more was written meanwhile."""


class Sitting:
    """A review that several windows look at; each decision says how long the log was when it was taken.

    Parameters
    ----------
    proposal, case
        The files.
    paper
        The document; looked for beside the proposal if left out.
    """

    def __init__(self, proposal: str | Path, case: str | Path, paper: str | Path | None = None) -> None:
        self._files = (proposal, case)
        self.review = Review(proposal, case)
        self.paper: Paper | None = self.review.document(paper)
        self.lock = Lock()

    @property
    def rev(self) -> int:
        """How many entries the log has."""
        return len(self.review.log.entries)

    def decide(self, do: str, name: str, rev: int, told: dict[str, Any]) -> str:
        """Decide one item.

        Parameters
        ----------
        do
            ``accept``, ``merge``, ``reject``, ``later`` or ``undo``.
        name
            Id of the item; not looked at to undo.
        rev
            How many entries the log had when it was looked at.
        told
            Where they apply ``into``, ``reason``, and ``as``: the item as it was edited.

        Returns
        -------
        str
            Why the case cannot take it, and else nothing; to undo, the id of what is open again.

        Raises
        ------
        Behind
            If somebody else has decided since.
        DetenteError
            If there is no such item, or it cannot be done.
        """
        with self.lock:
            self._current(rev)
            if do == "undo":
                return self.review.undo()
            if name not in self.review.open:
                raise DetenteError(f"{name or 'nothing'} is no open item")
            match do:
                case "accept":
                    return self.review.accept(name, _edited(self.review.items[name], told.get("as")))
                case "merge":
                    self.review.merge(name, str(told.get("into", "")))
                case "reject":
                    self.review.reject(name, str(told.get("reason", "")))
                case "later":
                    self.review.later(name)
                case _:
                    raise DetenteError("do: accept, merge, reject, later or undo")
            return ""

    def _current(self, rev: int) -> None:
        """Read the log again where another process has written to it; refuse what rests on less."""
        whole = self.review.log.whole
        if self.review.log.path.stat().st_size > whole:
            self.review = Review(*self._files)
        if rev != self.rev:
            raise Behind("Somebody else has decided meanwhile; this is how it stands now.")


def _edited(item: Item, told: object) -> Item | None:
    """Return an item as it was edited in a form, whose fields are all texts."""
    if told is None:
        return None
    if not isinstance(told, dict) or not all(isinstance(text, str) for text in told.values()):
        raise DetenteError("an edited item has texts only")
    kind, modality = told.get("type", item.type), told.get("modality", "asserted")
    if kind not in SLOTS or modality not in MODALITIES:
        raise DetenteError(f"type is one of {', '.join(SLOTS)}; modality one of {', '.join(MODALITIES)}")
    slots = {slot: text.strip() for slot in SLOTS[kind] if (text := told.get(slot, "")).strip()}
    text, voice = (str(told.get(key, "")).strip() for key in ("text", "voice"))
    return replace(item, type=kind, slots=slots, text=text, voice=voice, modality=modality)
