"""From a document to a proposal, by a reader of one of three kinds."""

from __future__ import annotations

from dataclasses import replace

from detente.errors import DetenteError
from detente.proposal.item import Item, Proposal
from detente.proposal.papers import Paper
from detente.proposal.quote import beside_negation, stands
from detente.proposal.readers import Speaker, ask
from detente.sources import Document

__all__ = ["propose"]


def propose(paper: Paper, key: str, reader: str = "rules", url: str = "") -> Proposal:
    """Propose what a reader finds in a document; nothing is written, and nothing holds yet.

    Parameters
    ----------
    paper
        The document.
    key
        Its key in locators: a capital, then letters and digits.
    reader
        ``rules``; ``recorded:FILE`` for answers from a file; ``llm:NAME`` for a model of an
        OpenAI-compatible server.
    url
        Base URL of that server; without one no model is asked.

    Raises
    ------
    DetenteError
        If there is no such reader, or it needs a URL.
    """
    kind, _, rest = reader.partition(":")
    dropped: dict[str, int] = {}
    if reader == "rules":
        from detente.proposal.rules import read

        # Where a name is only the beginning of a longer word, as in a damaged text, nothing was quoted.
        items = tuple(i for i in read(paper.document, key) if stands(i.quote, paper.document, i.at))
    elif kind in ("recorded", "llm") and rest:
        answers = ask(_speaker(kind, rest, url), paper.document, key, reader)
        items, dropped = answers.items, dict(answers.dropped)
    else:
        raise DetenteError(f"no reader {reader!r}; take rules, recorded:FILE or llm:NAME")
    kept = [item for item in items if stands(item.quote, paper.document, item.at)]
    if len(kept) < len(items):
        dropped["the quote does not stand there"] = dropped.get("the quote does not stand there", 0) + (
            len(items) - len(kept)
        )
    told = tuple(_flagged(item, paper.document) for item in kept)
    return Proposal(key, paper.name, paper.document.digest, told, dropped, paper.pages)


def _speaker(kind: str, rest: str, url: str) -> Speaker:
    if kind == "recorded":
        from detente.proposal.readers import recorded

        return recorded(rest)
    if not url:
        raise DetenteError(f"llm:{rest} needs the base URL of a server: --url http://127.0.0.1:8080/v1")
    from detente.proposal.readers.model import model

    return model(rest, url)


def _flagged(item: Item, document: Document) -> Item:
    """Note a negation beside the quote: it is verbatim, and may say the opposite."""
    word = beside_negation(item.quote, document, item.at)
    return replace(item, flags=(*item.flags, f"beside a negation: {word}")) if word else item
