"""What a card asks for: an item to edit, one of a list, a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from detente.proposal.item import MODALITIES, SLOTS, Item
from detente.screen import harmless

__all__ = ["Change", "Choose", "Say"]

_BACK = Binding("escape", "dismiss", "back")


class Change(ModalScreen[Item | None]):
    """The slots of an item, to be edited; its quote and its locator stay.

    Parameters
    ----------
    item
        The item.
    kind
        The type that it is to have.
    names
        Actors to choose from while typing.
    """

    BINDINGS: ClassVar[list[BindingType]] = [_BACK]

    def __init__(self, item: Item, kind: str, names: Sequence[str]) -> None:
        super().__init__()
        self.item, self.kind, self.names = item, kind, names

    def compose(self) -> ComposeResult:
        """Lay the fields out, each with its name."""
        with VerticalScroll(can_focus=False):
            yield Static(f"{self.kind}: {harmless(self.item.quote)}", markup=False)
            for key, now in self._fields():
                yield Label(key)
                yield Input(harmless(now), id=f"field-{key}", suggester=self._suggester(key), compact=True)
            yield Label("Enter accepts it as it stands here, Tab goes to the next field, Escape goes back.")

    def _fields(self) -> list[tuple[str, str]]:
        slots = [(slot, self.item.slots.get(slot, "")) for slot in SLOTS[self.kind]]
        told = [(key, getattr(self.item, key)) for key in ("text", "modality", "voice")]
        return [*slots, *told]

    def _suggester(self, key: str) -> SuggestFromList | None:
        if key == "modality":
            return SuggestFromList(MODALITIES, case_sensitive=False)
        if key in ("actor", "target", "from", "to", "name", "of", "actors"):
            return SuggestFromList(self.names, case_sensitive=False)
        return None

    def on_input_submitted(self) -> None:
        """Hand the item over as it was edited."""
        told: Any = {key: self.query_one(f"#field-{key}", Input).value.strip() for key, _ in self._fields()}
        if told["modality"] not in MODALITIES:
            self.notify(f"modality: one of {', '.join(MODALITIES)}", severity="error")
            return
        slots = {slot: told[slot] for slot in SLOTS[self.kind] if told[slot]}
        rest = {key: told[key] for key in ("text", "modality", "voice")}
        self.dismiss(replace(self.item, type=self.kind, slots=slots, **rest))


class Choose(ModalScreen[str | None]):
    """One of a list.

    Parameters
    ----------
    head
        What is asked.
    every
        Answer and words of each, the likeliest first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [_BACK]

    def __init__(self, head: str, every: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.head, self.every = head, every

    def compose(self) -> ComposeResult:
        """Lay the list out."""
        with VerticalScroll(can_focus=False):
            yield Static(self.head, markup=False)
            yield OptionList(*(Option(harmless(says), id=id_) for id_, says in self.every), markup=False)
            yield Label("Arrows and Enter choose, Escape goes back.")

    def on_option_list_option_selected(self, chosen: OptionList.OptionSelected) -> None:
        """Hand over what was chosen."""
        self.dismiss(chosen.option.id)


class Say(ModalScreen[str | None]):
    """A few words, or the number of some that were given before.

    Parameters
    ----------
    head
        What is asked.
    offered
        Words that may be taken by their number.
    """

    BINDINGS: ClassVar[list[BindingType]] = [_BACK]

    def __init__(self, head: str, offered: Sequence[str]) -> None:
        super().__init__()
        self.head, self.offered = head, offered

    def compose(self) -> ComposeResult:
        """Lay out what is offered, and a field."""
        with VerticalScroll(can_focus=False):
            yield Static(self.head, markup=False)
            for number, words in enumerate(self.offered, 1):
                yield Static(f"  {number}  {harmless(words)}", markup=False)
            yield Input(compact=True, suggester=SuggestFromList(self.offered, case_sensitive=False))
            yield Label("A number or your own words, then Enter; Escape goes back.")

    def on_input_submitted(self, given: Input.Submitted) -> None:
        """Hand over the words."""
        told = given.value.strip()
        if told.isdecimal() and 0 < int(told) <= len(self.offered):
            told = self.offered[int(told) - 1]
        if told:
            self.dismiss(told)
