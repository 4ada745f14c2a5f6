"""Proposals as files: YAML that every reader takes for the same, read back with every problem at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from detente.case.file.origin import Origin
from detente.case.file.problem import problem_at
from detente.case.file.text import BREAK
from detente.errors import CaseError, Problem
from detente.files import read_bytes
from detente.proposal.item import SLOTS, TYPES, Item, Proposal
from detente.sources import parse_locator

__all__ = ["FORMAT", "KEY", "MOST", "Opened", "as_json", "as_yaml", "open_proposal", "read_proposal"]

FORMAT = "proposal-1"

#: Longer files are refused.
MOST = 50_000_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

#: A key by which locators name a document.
KEY = re.compile(r"[A-Z][A-Za-z0-9]*")

_HEAD = ("format", "document", "key", "digest", "dropped", "items")
_TOLD = ("text", "modality", "voice", "reader", "reason")


def as_yaml(proposal: Proposal) -> str:
    """Return the text of the file; see `read_proposal`.

    Parameters
    ----------
    proposal
        What was proposed.
    """
    told: str = yaml.dump(_plain(proposal), Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=110)
    return told


def as_json(proposal: Proposal) -> str:
    """Return the same as JSON.

    Parameters
    ----------
    proposal
        What was proposed.
    """
    return json.dumps(_plain(proposal), ensure_ascii=False, indent=2) + "\n"


def _plain(proposal: Proposal) -> dict[str, Any]:
    items = []
    for number, item in enumerate(proposal.items, 1):
        page = proposal.pages.get(parse_locator(item.at[0]).block)
        paged = {"page": str(page)} if page else {}
        items.append({"id": f"N{number:04}"} | item.to_dict() | paged | {"status": "proposed"})
    head = {"format": FORMAT, "document": proposal.file, "key": proposal.key, "digest": proposal.digest}
    dropped = {"dropped": dict(proposal.dropped)} if proposal.dropped else {}
    return {**head, **dropped, "items": items}


@dataclass(frozen=True, slots=True)
class Opened:
    """A proposal as read from its file.

    Parameters
    ----------
    key, document, digest
        The key of the source in locators, the name of its file, and the digest of its text.
    items
        Id -> item.
    """

    key: str
    document: str
    digest: str
    items: Mapping[str, Item]


def open_proposal(path: str | Path) -> Opened:
    """Read a proposal with what it says of its document; raises as `read_proposal`.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Opened
        Key, name and digest of the document, and the items by their ids.

    Raises
    ------
    CaseError
        With every problem of the file, sorted by line.
    OSError
        If it cannot be read.
    """
    reader = _Reader(str(path), read_bytes(path, MOST))
    items = dict(reader.items())
    key, document, digest = (reader.text(reader.root.get(name)) for name in ("key", "document", "digest"))
    if not KEY.fullmatch(key) and reader.root:
        reader.wrong(1, "the key 'key' must say by which letters locators name the document", key)
    if reader.problems:
        raise CaseError(tuple(sorted(reader.problems, key=lambda problem: problem.line)))
    return Opened(key, document, digest, items)


def read_proposal(path: str | Path) -> dict[str, Item]:
    """Read the items of a proposal by their ids.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    CaseError
        If the file cannot be used; carries everything that is wrong, with its line.
    OSError
        If it cannot be read.
    """
    return dict(open_proposal(path).items)


class _Reader:
    def __init__(self, file: str, data: bytes) -> None:
        self.problems = list[Problem]()
        lines = tuple(BREAK.split(data.decode("utf-8", "replace")))
        self.origin = Origin(file, lines, None, {}, {})
        self.root = self._root(data)

    def _root(self, data: bytes) -> dict[str, yaml.Node]:
        try:
            node = yaml.compose(data, Loader=_LOADER)
        except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            self.wrong(mark.line + 1 if mark else 1, f"not YAML: {getattr(error, 'problem', None) or error}")
            return {}
        except RecursionError:
            self.wrong(1, "it is nested too deeply")
            return {}
        found = self.mapping(node, "a proposal is a mapping of keys")
        if found and self.text(found.get("format")) != FORMAT:
            self.wrong(1, f"the key 'format' must say {FORMAT}")
        for key in sorted(found.keys() - set(_HEAD)):
            self.wrong(_line(found[key]), f"unknown key {key!r}; known: {', '.join(_HEAD)}", key)
        return found

    def items(self) -> Iterator[tuple[str, Item]]:
        given = self.root.get("items")
        if not isinstance(given, yaml.SequenceNode):
            if self.root:
                self.wrong(_line(given) if given else 1, "the key 'items' must hold a list")
            return
        seen: dict[str, int] = {}
        for node in given.value:
            before = len(self.problems)
            fields = self.mapping(node, "an item is a mapping of slots")
            name = self.text(fields.get("id")) or f"N{len(seen) + 1:04}"
            if name in seen:
                self.wrong(_line(node), f"the id {name} stands on line {seen[name]} too", name)
            seen[name] = _line(node)
            item = self.item(fields, _line(node))
            if item and len(self.problems) == before:
                yield name, item

    def item(self, fields: Mapping[str, yaml.Node], line: int) -> Item | None:
        kind, quote = self.text(fields.get("type")), self.text(fields.get("quote"))
        if kind not in TYPES:
            self.wrong(line, f"the type must be one of {', '.join(TYPES)}", kind)
            return None
        at, flags = self.texts(fields.get("at")), self.texts(fields.get("flags"))
        if not at or not quote:
            self.wrong(line, "an item needs 'at' and 'quote'")
            return None
        known = {"id", "type", "at", "quote", "page", "status", "flags", *_TOLD, *SLOTS[kind]}
        for key in sorted(fields.keys() - known):
            self.wrong(
                _line(fields[key]), f"a {kind} has no slot {key!r}; known: {', '.join(SLOTS[kind])}", key
            )
        slots = {slot: self.text(fields[slot]) for slot in SLOTS[kind] if slot in fields}
        told = {name: self.text(fields[name]) for name in _TOLD if name in fields}
        return Item(kind, at, quote, slots=slots, flags=flags, **told)

    def mapping(self, node: object, cause: str) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            self.wrong(_line(node), cause)
            return {}
        return {str(key.value): value for key, value in node.value}

    def text(self, node: object) -> str:
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.wrong(_line(node), "a single text is expected here")
            return ""
        return str(node.value)

    def texts(self, node: object) -> tuple[str, ...]:
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(_line(node), "a list of texts is expected here")
            return ()
        return tuple(self.text(one) for one in node.value)

    def wrong(self, line: int, cause: str, value: str = "") -> None:
        excerpt = self.origin.excerpt(line)
        column = len(excerpt) - len(excerpt.lstrip()) + 1
        span = (line, column, column + max(len(excerpt.strip()), 1))
        self.problems.append(problem_at("DT951", self.origin, span, cause, value=value))


def _line(node: object) -> int:
    mark = getattr(node, "start_mark", None)
    return mark.line + 1 if mark else 1
