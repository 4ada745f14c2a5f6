"""The cards of a review in the terminal: one item at a time, one key for each answer."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from detente.brief import KEYS, gist, likest, mergeable, reasons, reviewed, sentences, show_parts, told
from detente.cli.documents.forms import Change, Choose, Say
from detente.errors import DetenteError
from detente.proposal import SLOTS, TYPES, Item, Paper, Review
from detente.screen import harmless

__all__ = ["Cards"]


class Cards(App[None]):
    """A review in the terminal.

    Parameters
    ----------
    review
        The review.
    paper
        The document, if it is at hand; without it only quotes are shown.
    """

    ENABLE_COMMAND_PALETTE = False
    TITLE = "detente review"
    CSS = """
    #head { background: $primary-background; color: $text; padding: 0 1; height: auto; }
    #card { padding: 1 2; }
    #said { padding: 0 1; height: auto; color: $text-warning; }
    ModalScreen { align: center middle; }
    ModalScreen > VerticalScroll {
        width: 90%; max-width: 110; height: auto; max-height: 90%;
        border: round $primary; background: $surface; padding: 0 1;
    }
    ModalScreen Label { margin-top: 1; color: $text-muted; }
    ModalScreen Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept", "accept"),
        Binding("e", "edit", "edit"),
        Binding("t", "retype", "retype"),
        Binding("m", "merge", "merge"),
        Binding("r", "reject", "reject"),
        Binding("l", "later", "later"),
        Binding("u", "undo", "undo"),
        Binding("n", "turn(1)", "next"),
        Binding("p", "turn(-1)", "previous"),
        Binding("question_mark", "help", "keys"),
        Binding("q,ctrl+c", "quit", "stop", priority=False),
    ]

    def __init__(self, review: Review, paper: Paper | None = None) -> None:
        super().__init__()
        self.review, self.paper = review, paper
        self.shown = next(iter(review.open), "")

    def compose(self) -> ComposeResult:
        """Lay the screen out: how far, the card, what was said, the keys."""
        yield Static(id="head", markup=False)
        yield VerticalScroll(Static(id="face"), id="card")
        yield Static(id="said", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Show the first card."""
        self._show()

    # ------------------------------------------------------------------ what is seen

    def _show(self, said: str = "") -> None:
        open_ = self.review.open
        if self.shown not in open_:
            self.shown = next(iter(open_), "")
        self.query_one("#head", Static).update(self._head())
        face = self._face(self.review.items[self.shown]) if self.shown else self._end()
        self.query_one("#face", Static).update(face)
        self.query_one("#said", Static).update(harmless(said))
        self.query_one("#card").scroll_home(animate=False)

    def _head(self) -> str:
        counts = self.review.counts()
        done = f"{counts['accept']} accepted, {counts['merge']} merged, {counts['reject']} rejected"
        whole = f"{done}, {counts['open']} open"
        return f"{self.shown}  {self.review.items[self.shown].type}   {whole}" if self.shown else whole

    def _end(self) -> Text:
        out = StringIO()
        show_parts(reviewed(self.review), out, width=80)
        return Text(harmless(out.getvalue()))

    def _face(self, item: Item) -> Table:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column()
        before, sentence, after = sentences(item, self.paper)
        text = Text(harmless(sentence or item.quote))
        start = text.plain.find(harmless(item.quote))
        if start >= 0:
            text.stylize("bold reverse", start, start + len(harmless(item.quote)))
        whole = Text.assemble((harmless(before), "dim"), " " if before else "", text)
        whole.append_text(Text(f" {harmless(after)}" if after else "", style="dim"))
        rows = [(", ".join(item.at[:3]) + (" …" if item.at[3:] else ""), whole), ("", Text())]
        if not sentence or start < 0:
            rows.insert(1, ("quote", Text(harmless(item.quote), style="bold")))
        rows += [(key, Text(harmless(value), style="bold")) for key, value in told(item)]
        rows += [("look at", Text(harmless(flag), style="bold yellow")) for flag in item.flags]
        rows += [("reason", Text(harmless(f"{item.reader}: {item.reason}"), style="dim"))]
        near = likest(self.review, self.shown)
        rows += [("", Text()), ("accepted", Text("already, and like it:", style="dim"))] if near else []
        rows += [(name, Text(harmless(gist(one)))) for name, one in near.items()]
        for key, value in rows:
            grid.add_row(harmless(key), value)
        return grid

    # ------------------------------------------------------------------ what may be done

    def _do(self, work: Callable[[], str | None]) -> None:
        """Decide, and show the next card; where there is something to say, the card stays."""
        try:
            said = work() or ""
            if not said:
                self.shown = next(iter(self.review.open), "")
        except (DetenteError, OSError) as error:
            said = str(error)
        self._show(said)

    def _accept(self, item: Item | None = None) -> None:
        def work() -> str:
            refused = self.review.accept(self.shown, item)
            return f"The case cannot take it: {refused}" if refused else ""

        self._do(work)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a card there is nothing to decide."""
        del parameters
        needs = ("accept", "edit", "retype", "merge", "reject", "later", "turn")
        return bool(self.shown) if action in needs else True

    def action_accept(self) -> None:
        """Accept the item as it is."""
        self._accept()

    def action_edit(self) -> None:
        """Edit the item, then accept it."""
        item = self.review.items[self.shown]
        self.push_screen(Change(item, item.type, self._names()), self._edited)

    def action_retype(self) -> None:
        """Choose another type, edit, then accept."""
        item = self.review.items[self.shown]
        others = [
            (kind, f"{kind}: {', '.join(SLOTS[kind]) or 'text'}") for kind in TYPES if kind != item.type
        ]

        def chosen(kind: str | None) -> None:
            if kind:
                self.push_screen(Change(item, kind, self._names()), self._edited)

        self.push_screen(Choose("Another type", others), chosen)

    def _edited(self, item: Item | None) -> None:
        if item is not None:
            self._accept(item)

    def action_merge(self) -> None:
        """Choose the accepted item that says the same."""
        every = [(name, f"{name}  {says}") for name, says in mergeable(self.review, self.shown)]
        if not every:
            self._show("Nothing of its type is accepted yet that it could be merged with.")
            return

        def chosen(into: str | None) -> None:
            if into:
                self._do(lambda: self.review.merge(self.shown, into))

        self.push_screen(Choose("Says again what is accepted as", every), chosen)

    def action_reject(self) -> None:
        """Ask for a reason, then reject."""

        def given(reason: str | None) -> None:
            if reason:
                self._do(lambda: self.review.reject(self.shown, reason))

        self.push_screen(Say("Why it is rejected", reasons(self.review)), given)

    def action_later(self) -> None:
        """Put the item off to the end."""
        self._do(lambda: self.review.later(self.shown))

    def action_undo(self) -> None:
        """Take the last decision back, and show its card."""

        def work() -> str:
            undone = self.review.undo()
            self.shown = undone or self.shown
            return f"{undone} is open again." if undone else "There is nothing to undo."

        self._do(work)

    def action_turn(self, by: int) -> None:
        """Look at another open card without deciding."""
        open_ = self.review.open
        self.shown = open_[(open_.index(self.shown) + by) % len(open_)]
        self._show()

    def action_help(self) -> None:
        """Say what the keys do."""
        self._show("; ".join(f"{key}: {says}" for key, says in KEYS.items()))

    def _names(self) -> list[str]:
        """Return who is named in the proposal."""
        every = (item.slots.get("name", "") for item in self.review.items.values() if item.type == "actor")
        return sorted({name for name in every if name})
