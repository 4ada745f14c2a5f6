"""Sources of cases as BibTeX and CSL-JSON, read back by readers that are written from their definitions."""

from __future__ import annotations

import json
import re

import pytest

from detente import exchange
from detente.case import Case, Source
from detente.catalog import entries, load
from detente.errors import ExchangeError

#: Names of item types and of variables that CSL 1.0.2 knows, as far as they are written.
TYPES = {"article-journal", "book", "document"}
VARIABLES = {
    *("id", "type", "title", "author", "issued", "publisher", "container-title", "volume", "issue", "page"),
    *("language", "keyword", "note", "custom"),
}
HOSTILE = r'50% of {A & B}_1 #2 $x$ ~^\end{document} "q" } {'


def entries_of(text: str) -> dict[str, dict[str, str]]:
    """Read BibTeX: braces are counted, escaped or not, as BibTeX does."""
    found: dict[str, dict[str, str]] = {}
    for head in re.finditer(r"^@(\w+)\{([^,]+),$", text, re.MULTILINE):
        fields, at = {"": head[1]}, head.end()
        while named := re.compile(r"\s*(\w+) = \{").match(text, at):
            at, depth = named.end(), 1
            start = at
            while depth:
                depth += {"{": 1, "}": -1}.get(text[at], 0)
                at += 1
            fields[named[1]] = text[start : at - 1]
            at += 1  # the comma
        assert text[at:].startswith("\n}")
        found[head[2]] = fields
    return found


def with_source(source: Source) -> Case:
    return load("elmira").model_copy(update={"sources": {"one": source}})


@pytest.mark.parametrize("name", [e.slug for e in entries()])
def test_every_source_of_every_case_comes_back(name: str) -> None:
    case = load(name)
    bib, csl = entries_of(exchange.bibtex(case).decode()), json.loads(exchange.csl(case))
    assert list(bib) == [item["id"] for item in csl] == list(case.sources)
    for source, item in zip(case.sources.values(), csl, strict=True):
        assert item["title"] == source.title
        assert item["type"] in TYPES
        assert item.keys() <= VARIABLES
        assert bib[item["id"]]["title"].replace("\\_", "_") == f"{{{source.title}}}"
        assert item["custom"]["key"] == source.key


def test_journals_and_initials_are_taken_apart_and_nothing_else_is() -> None:
    kilgour = entries_of(exchange.bibtex(load("elmira")).decode())["kilgour-2001"]
    assert kilgour[""] == "article"
    assert kilgour["pages"] == "159--175"
    assert kilgour["author"] == "Kilgour, D. M. and Hipel, K. W. and Fang, L. and Peng, X."
    (item,) = (i for i in json.loads(exchange.csl(load("syria-iraq-1975"))) if i["id"] == "hipel-2014")
    assert (item["container-title"], item["volume"], item["issue"]) == (
        "Group Decision and Negotiation",
        "23",
        "3",
    )
    assert item["issued"] == {"date-parts": [[2014]]}
    korea = {i["id"]: i for i in json.loads(exchange.csl(load("korea-2020")))}
    assert korea["kashin-2020"]["author"] == [{"literal": "Vassily Kashin"}]
    assert korea["kashin-2020"]["issued"] == {"date-parts": [[2020, 10]], "circa": True}
    assert korea["torkunov-2020"]["author"][2] == {"family": "D'iachkov", "given": "I.V."}


def test_signs_of_tex_do_not_break_the_file() -> None:
    case = with_source(Source(title=HOSTILE, key="H", author=HOSTILE, published="last winter", note=HOSTILE))
    (found,) = entries_of(exchange.bibtex(case).decode()).values()
    assert found["title"].count(r"\%") == 1
    assert r"\textbackslash{}end" in found["title"]
    assert found["year"] == "last winter"
    assert json.loads(exchange.csl(case))[0]["issued"] == {"literal": "last winter"}


def test_a_near_ending_is_named() -> None:
    with pytest.raises(ExchangeError, match=r"did you mean \.bib"):
        exchange.write(load("elmira"), ".bibb")
