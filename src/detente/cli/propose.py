"""Commands that lead from documents to a case: a reader proposes, a person decides."""

from __future__ import annotations

import re
from pathlib import Path

import click

from detente.cli.group import command
from detente.shell import JSON

__all__ = ["read"]

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
    from detente.brief import proposed, show_parts
    from detente.files import write_atomically
    from detente.proposal import as_json as told
    from detente.proposal import as_yaml, propose, read_paper

    paper = read_paper(document)
    found = propose(paper, key, reader, url)
    if plain:
        write_atomically(plain, paper.text)
    if out:
        write_atomically(out, told(found) if Path(out).suffix == ".json" else as_yaml(found))
    if as_json:
        click.echo(told(found))
    else:
        show_parts(proposed(found, out or ""))
