"""Accepted items as parts of a case: what each type becomes, written by changes of single values.

An interest becomes a statement without a weight, and a lever a claim beside the game: which levels it has,
and how much an aim counts, no document says, and no number is made up. What stands in the case for an item
has the item's name in its id or, where ids are words, in its note; so the same item never enters twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from detente.case import Case, edit, load
from detente.case.condition import RESERVED
from detente.case.file.origin import Path as Where
from detente.case.file.writing import Value
from detente.errors import CaseError
from detente.proposal.item import Item
from detente.proposal.written import Opened

__all__ = ["enter", "entered", "withdraw"]

#: Modalities of a case; the others a claim keeps in its note.
_MODALITY = frozenset({"certain", "likely", "possible", "hope", "normative"})

_ABOUT = "Read from a document; kept beside the game."

Changes = dict[Where, Value | None]


def enter(file: Path, head: Opened, name: str, item: Item) -> None:
    """Write an accepted item into a case file; one that is there already is left as it is.

    Parameters
    ----------
    file
        The case file.
    head
        The proposal, for the source that locators name.
    name, item
        The item's id in the proposal, and the item.

    Raises
    ------
    CaseError
        If the case would not be usable; the file is left as it was.
    """
    case = load(file)
    if not entered(case, head, name):
        changes = _Entry(case, head, name, item).changes()
        if changes:
            edit(file, changes)


def entered(case: Case, head: Opened, name: str) -> bool:
    """Whether a case holds something for an item.

    Parameters
    ----------
    case
        The case.
    head
        The proposal.
    name
        Id of the item in it.
    """
    return bool(_parts(case, _mark(head, name)))


def withdraw(file: Path, head: Opened, name: str) -> None:
    """Take what entered for an item out of a case file again, as far as nothing else needs it.

    Parameters
    ----------
    file
        The case file.
    head
        The proposal.
    name
        Id of the item in it.

    Raises
    ------
    CaseError
        If the file is no case.
    OSError
        If it cannot be read or written.
    """
    for where in _parts(load(file), _mark(head, name)):
        case = load(file)
        alone = len(where) > 1 and _size(case, where[:-1]) == 1
        # A section, or a preference, that would be left with nothing in it goes too.
        whole = where[:2] if where[0] == "preferences" and alone else where[:1] if alone else where
        try:
            edit(file, {whole: None})
        except CaseError:  # others speak of it by now
            continue


def _mark(head: Opened, name: str) -> str:
    return f"{head.key}_{name}"


def _parts(case: Case, mark: str) -> list[Where]:
    """Return where a case holds what entered under a mark, what others depend on last."""
    found: list[Where] = []
    for actor, preference in case.preferences.items():
        found += [
            ("preferences", actor, "statements", k)
            for k, s in enumerate(preference.statements)
            if s.id == mark
        ]
    found += [("events", k) for k, event in enumerate(case.events) if event.id == mark]
    found += [("claims", mark)] if mark in case.claims else []
    found += [("relations", mark)] if mark in case.relations else []
    for section, parts in (("parties", case.parties), ("actors", case.actors)):
        found += [(section, one) for one, part in parts.items() if part.note == mark]
    return found


def _size(case: Case, where: Where) -> int:
    """How many parts stand beside one another at a place."""
    if where[0] == "preferences":
        return len(case.preferences[str(where[1])].statements)
    return len(getattr(case, str(where[0])))


class _Entry:
    """What one item changes."""

    def __init__(self, case: Case, head: Opened, name: str, item: Item) -> None:
        self.case, self.head, self.item = case, head, item
        self.mark = _mark(head, name)
        self.made: Changes = {}
        self.new: dict[tuple[str, str], Mapping[str, Value]] = {}  # parts of sections, by section and id

    def changes(self) -> Changes:
        """Return the changes: what the item becomes, the source that it cites, whom it names."""
        getattr(self, f"_{self.item.type}", self._claim)()
        if (self.made or self.new) and all(s.key != self.head.key for s in self.case.sources.values()):
            title = self.head.document or self.head.key
            told = {"title": title, "key": self.head.key, **_kept(digest=self.head.digest)}
            self.new["sources", self._free(title)] = told
        for section in dict.fromkeys(section for section, _ in self.new):
            parts = {name: told for (one, name), told in self.new.items() if one == section}
            begun = getattr(self.case, section) and (section,) not in self.made
            self.made |= {(section, name): told for name, told in parts.items()} if begun else {}
            self.made |= {} if begun else {(section,): parts}
        return self.made

    # ------------------------------------------------------------------ types

    def _actor(self) -> None:
        told = self.item.slots.get("name") or self.item.text or self.item.quote
        if not self._known(told):
            kind = self.item.slots.get("kind", "")
            self.new["parties", self._free(told)] = {"name": told, **_kept(kind=kind), **self._basis("note")}

    def _interest(self) -> None:
        who = self._mover(self.item.slots.get("actor", ""))
        preference = self.case.preferences.get(who)
        if not who or (preference and not preference.statements):
            self._claim()  # nobody is known to want it, or the actor's wants are given as an order
            return
        told: Value = {"id": self.mark, "says": self._says(), **self._basis(), **self._modality()}
        if preference:
            self.made["preferences", who, "statements", len(preference.statements)] = told
        else:
            self.made["preferences", who] = {"statements": [told]}

    def _relation(self) -> None:
        ends = [self._party(self.item.slots.get(end, "")) for end in ("from", "to")]
        if not all(ends) or ends[0] == ends[1]:
            self._claim()
            return
        slots = self.item.slots
        sign = slots.get("sign", "?")
        told: dict[str, Value] = {"from": ends[0], "to": ends[1], "kind": slots.get("kind") or "tie"}
        told |= {"sign": sign if sign in ("+", "-", "0", "?") else "?", "says": self._says()}
        told |= _kept(direction=slots["direction"]) if slots.get("direction") in ("mutual", "to") else {}
        self.new["relations", self.mark] = {**told, **self._basis(), **self._modality()}

    def _event(self) -> None:
        slots = self.item.slots
        if not slots.get("date"):
            self._claim()
            return
        who = [self._party(one.strip()) for one in slots.get("actors", "").split(",")]
        told: dict[str, Value] = {"id": self.mark, "date": slots.get("date", "")}
        named: list[Value] = list(dict.fromkeys(one for one in who if one))
        told |= {"actors": named} if named else {}
        told |= {**_kept(type=slots.get("event", "")), "says": self._says(), **self._basis()}
        if self.case.events:
            self.made["events", len(self.case.events)] = told
        else:
            self.made["events",] = [told]

    def _claim(self) -> None:
        slots = {slot: text for slot, text in self.item.slots.items() if slot != "name"}
        note = "; ".join([self.item.type, *(f"{slot}: {text}" for slot, text in slots.items())])
        strange = self.item.modality not in {*_MODALITY, "asserted", ""}
        note += f"; {self.item.modality}" if strange else ""
        told = {"says": self._says(), **self._basis(), **self._modality(), "note": f"{_ABOUT} {note}"}
        self.new["claims", self.mark] = told

    # ------------------------------------------------------------------ what all have

    def _says(self) -> str:
        return " ".join((self.item.text or self.item.quote).split())

    def _basis(self, note: str = "") -> dict[str, Value]:
        held: dict[str, Value] = {"evidence": list(self.item.at), **_kept(voice=self.item.voice)}
        return held | ({note: self.mark} if note else {})

    def _modality(self) -> dict[str, Value]:
        return {"modality": self.item.modality} if self.item.modality in _MODALITY else {}

    # ------------------------------------------------------------------ whom it names

    def _known(self, name: str) -> str:
        """Return the id of an actor or party that is called so."""
        told = _folded(name)
        for parts in (self.case.actors, self.case.parties):
            for one, part in parts.items():
                if told and told in {_folded(one), *map(_folded, (part.name, *part.aliases))}:
                    return one
        made = {_folded(str(part.get("name"))): one for (_, one), part in self.new.items()}
        return made.get(told, "")

    def _party(self, name: str) -> str:
        """Return the id of somebody who is named; new ones become parties."""
        if not name or (known := self._known(name)):
            return known if name else ""
        made = self._free(name)
        self.new["parties", made] = {"name": name, "note": self.mark}
        return made

    def _mover(self, name: str) -> str:
        """Return the id of an actor who wants something; a party that does becomes an actor."""
        known = self._known(name)
        if not name or known in self.case.actors:
            return known
        made = known or self._free(name)
        if known:
            gone: Where = ("parties", known) if len(self.case.parties) > 1 else ("parties",)
            self.made[gone] = None
        party = self.case.parties.get(known)
        called, note = (party.name, party.note) if party else (name, self.mark)
        self.new["actors", made] = {"name": called, **_kept(note=note)}
        return made

    def _free(self, name: str) -> str:
        """Return an id that nobody has yet."""
        held = (self.case.actors, self.case.parties, self.case.sources, RESERVED, dict(self.new).keys())
        base, taken = (
            _slug(name),
            {one[1] if isinstance(one, tuple) else one for part in held for one in part},
        )
        return next(one for k in range(1, 10_000) if (one := base if k == 1 else f"{base}_{k}") not in taken)


def _kept(**texts: str) -> dict[str, Value]:
    return {key: text for key, text in texts.items() if text}


def _folded(name: str) -> str:
    return " ".join(name.casefold().removeprefix("the ").split())


def _slug(name: str) -> str:
    """Return an id made of a name.

    Examples
    --------
    >>> _slug("Côte d’Ivoire"), _slug("the G7"), _slug("7 states")
    ('cote_d_ivoire', 'the_g7', 'x7_states')
    """
    plain = unicodedata.normalize("NFKD", name.replace("’", "'")).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    plain = plain[:40].strip("_") or "x"
    return plain if plain[0].isalpha() else f"x{plain}"
