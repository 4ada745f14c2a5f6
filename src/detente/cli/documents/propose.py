"""Commands that lead from documents to a case: a reader proposes, a person decides."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.group import command, say
from detente.shell import JSON

if TYPE_CHECKING:
    from detente.proposal import Item, Paper, Review

__all__ = ["read", "review"]

_KEY = re.compile(r"[A-Z][A-Za-z0-9]*")


def _key(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if not _KEY.fullmatch(value):
        raise click.BadParameter("use a capital, then letters and digits")
    return value


@command(
    "Propose what a document tells of a conflict.",
    "detente read paper.pdf --out proposal.yaml",
    "detente read paper.txt --key K --json",
    "detente read paper.md --reader llm:mistral --url http://127.0.0.1:8080/v1 --out proposal.yaml",
)
@click.argument("document", type=click.Path(exists=True, dir_okay=False))
@click.option("--key", default="D", show_default=True, callback=_key, help="Key of the document in locators.")
@click.option(
    "--reader",
    default="rules",
    show_default=True,
    help="rules; recorded:FILE for answers kept in a file; llm:NAME for a model, which needs --url.",
)
@click.option(
    "--url", default="", help="Base URL of an OpenAI-compatible server; nothing is asked without it."
)
@click.option("--out", type=click.Path(dir_okay=False), help="Write the proposal to a file.")
@click.option(
    "--text", "plain", type=click.Path(dir_okay=False), help="Also write the plain text that locators count."
)
@JSON
def read(
    document: str, key: str, reader: str, url: str, out: str | None, plain: str | None, as_json: bool
) -> None:
    """Propose what a document (.txt, .md, .html, .pdf, .docx) tells of a conflict; never writes into a case.

    Each item has its words in the document, verbatim, and where they stand. Everything is proposed until a
    person has accepted it: detente review. The rules work offline and know no conflict; a model may propose
    too, but no quote enters that does not stand in the document.
    """
    from detente.brief import proposed
    from detente.files import write_atomically
    from detente.proposal import as_json as told
    from detente.proposal import as_yaml, propose, read_paper

    paper = read_paper(document)
    found = propose(paper, key, reader, url)
    if plain:
        write_atomically(plain, paper.text)
    if out:
        write_atomically(out, told(found) if Path(out).suffix == ".json" else as_yaml(found))
    say(told(found) if as_json else proposed(found, out or ""))


@command(
    "Decide item by item what of a proposal enters a case.",
    "detente review proposal.yaml --case case.yaml",
    "detente review proposal.yaml --case case.yaml --paper paper.pdf",
)
@click.argument("proposal", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--case",
    "case",
    required=True,
    type=click.Path(exists=True, dir_okay=False),
    help="The case file that accepted items enter.",
)
@click.option(
    "--paper",
    type=click.Path(exists=True, dir_okay=False),
    help="The document, to show whole sentences; looked for beside the proposal if left out.",
)
@click.option(
    "--log", type=click.Path(dir_okay=False), help="Log of decisions; beside the proposal if left out."
)
@click.option("--lines", is_flag=True, help="Ask line by line, as is done anyway where no terminal is.")
def review(proposal: str, case: str, paper: str | None, log: str | None, lines: bool) -> None:
    """Show the items of a proposal one by one, and ask what becomes of each.

    An accepted item enters the case at once, with locator, voice and modality; an interest becomes a
    statement without a weight. Each decision is on disk before the next card is shown, so a review that was
    stopped in any way goes on where it was. In a terminal a card fills the screen and a key answers it; else,
    and with --lines, answers are read from the standard input, one a line.
    """
    from detente.brief import reviewed, show_parts
    from detente.proposal import Review

    held = Review(proposal, case, log)
    document = held.document(paper)
    if document is None and (paper or Path(proposal).with_name(held.head.document or "-").is_file()):
        named = paper or held.head.document
        click.echo(
            f"{named} is not the text that the proposal was made from; only quotes are shown", err=True
        )
    if lines or not _fills():
        _asked_for(held, document)
    else:
        from detente.cli.documents.cards import Cards

        _given_back()
        Cards(held, document).run()
    show_parts(reviewed(held))


def _fills() -> bool:
    """Whether cards may fill the screen: it is a terminal, and what draws them is installed."""
    at_hand = importlib.util.find_spec("textual") is not None
    return at_hand and sys.__stdin__ is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _given_back() -> None:
    """See to it that a terminal that cards fill is as it was, should the process be stopped."""
    try:
        import termios
    except ImportError:  # Windows
        return
    from detente import stopping

    was = termios.tcgetattr(0)
    plain = b"\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?2004l\x1b[<u\x1b[?1049l\x1b[?25h"

    def work() -> None:
        os.write(2, plain)
        termios.tcsetattr(0, termios.TCSANOW, was)

    stopping.before_leaving(work)


def _asked_for(held: Review, document: Paper | None) -> None:
    """Ask card by card on the standard input, until it ends or nothing is open."""
    from detente.brief import KEYS, card, show_parts
    from detente.errors import DetenteError

    click.echo("; ".join(f"{key}: {says}" for key, says in KEYS.items()))
    while held.open:
        name = held.open[0]
        show_parts(card(held, name, document))
        try:
            key = click.prompt("What becomes of it", type=click.Choice(list(KEYS)), show_choices=True)
            if key == "q":
                break
            told = _decided(held, name, key)
        except click.Abort:  # the input is at its end
            click.echo()
            break
        except DetenteError as error:
            told = str(error)
        if told:
            click.echo(told)


def _decided(held: Review, name: str, key: str) -> str:
    """Do what was answered to a card; return what there is to say of it."""
    match key:
        case "a" | "e" | "t":
            item = held.items[name]
            refused = held.accept(name, item if key == "a" else _edited(item, key == "t"))
            return f"the case cannot take it: {refused}" if refused else ""
        case "m":
            near = held.nearest(name)
            held.merge(name, click.prompt("Id of the accepted item", default=near[0] if near else None))
        case "r":
            held.reject(name, click.prompt("Reason"))
        case "l":
            held.later(name)
        case "u":
            return f"{undone} is open again" if (undone := held.undo()) else "there is nothing to undo"
    return ""


def _edited(item: Item, retype: bool) -> Item:
    """Ask for each slot of an item, and for its type if that is to change; the quote stays."""
    from dataclasses import replace

    from detente.proposal.item import SLOTS

    kind = click.prompt("type", type=click.Choice(list(SLOTS)), default=item.type) if retype else item.type
    told: Any = {key: _asked(key, getattr(item, key)) for key in ("text", "modality", "voice")}
    slots = {slot: text for slot in SLOTS[kind] if (text := _asked(slot, item.slots.get(slot, "")))}
    return replace(item, type=kind, slots=slots, **told)


def _asked(name: str, now: str) -> str:
    """Ask for a text; nothing keeps what it is, and a dash empties it."""
    told: str = click.prompt(f"{name} (Enter keeps it, - empties it)", default=now, show_default=bool(now))
    return "" if told.strip() == "-" else told.strip()
