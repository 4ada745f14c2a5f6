"""How anchors stand up to changes of a document: every sentence of the project's own prose, seven changes.

    python bench/anchors.py            prints the table
    python bench/anchors.py --write    puts it into docs/evidence.md, with the date

The sentences come from the pages in docs/ and from the docstrings, so nothing is needed from elsewhere.
"""

from __future__ import annotations

import argparse
import ast
import datetime
import inspect
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from detente.sources import (
    KINDS,
    VERIFIED,
    Anchor,
    Document,
    Kind,
    Locator,
    Verdict,
    cut,
    make,
    passage,
    verify,
)
from detente.sources.index import index
from detente.sources.wording import words

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/glossary.md")
PAGE = ROOT / "docs" / "evidence.md"
MARKS = ("<!-- table: python bench/anchors.py --write -->", "<!-- end of table -->")

#: Sentences in a document; fewest words in a sentence that is looked up, as a shorter one says little.
LENGTH, FEWEST = 80, 6

#: Letters that an excerpt leaves on either side.
AROUND = 400

#: A word that the corpus does not use.
OTHER = "zeppelin"

_NO_PROSE = re.compile(r"^[#|<!]|---|>>>")

#: Verdicts that name a place and say that the passage, as it was or changed, is there.
PLACED: frozenset[Kind] = VERIFIED | {"changed"}


Blocks = list[list[str]]


@dataclass(frozen=True, slots=True)
class Trial:
    """A sentence in its document."""

    document: Document
    anchor: Anchor
    number: int

    @property
    def place(self) -> tuple[int, int]:
        """Block and sentence, from 0."""
        return self.anchor.locator.block - 1, self.anchor.locator.sentence - 1

    @property
    def sentence(self) -> str:
        return self.document.blocks[self.place[0]][self.place[1]]

    def blocks(self, instead: str | None = None) -> Blocks:
        """Return the document, with something else in the place of the sentence."""
        blocks = [list(block) for block in self.document.blocks]
        if instead is not None:
            blocks[self.place[0]][self.place[1]] = instead
        return blocks


@dataclass(frozen=True, slots=True)
class Changed:
    """A document after a change, and the sentence that is now the right one, if any is."""

    text: str
    right: str


Change = Callable[[Trial], Changed]


def documents() -> Iterator[Document]:
    """Cut the prose of the project into documents of some 80 sentences."""
    found = [block for text in _prose() for block in cut(text).blocks]
    blocks: list[str] = []
    held = 0
    for block in found:
        blocks.append(" ".join(block))
        held += len(block)
        if held >= LENGTH:
            yield cut("\n\n".join(blocks))
            blocks, held = [], 0


@cache
def trials() -> tuple[Trial, ...]:
    """Return every sentence of at least six words, with its anchor."""
    return tuple(trial for document in documents() for trial in _trials(document))


def _trials(document: Document) -> Iterator[Trial]:
    places = [(b, s) for b, held in enumerate(document.blocks, 1) for s in range(1, len(held) + 1)]
    for number, (block, sentence) in enumerate(places):
        if len(words(document.blocks[block - 1][sentence - 1])) >= FEWEST:
            yield Trial(document, make(document, Locator("X", block, block, sentence, sentence)), number)


def _prose() -> Iterator[str]:
    for name in PAGES:
        yield _paragraphs((ROOT / name).read_text(encoding="utf-8"))
    for file in sorted((ROOT / "src").rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                yield _paragraphs(inspect.cleandoc(ast.get_docstring(node) or ""))


def _paragraphs(text: str) -> str:
    """Keep paragraphs of prose: no code, tables, headings, lists of parameters or pictures."""
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    text = re.sub(r"(?m)^\s*(?:[-*]|\d+\.)\s+", "\n", text)
    found = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text)]
    return "\n\n".join(b for b in found if b.endswith((".", "?", "!")) and not _NO_PROSE.search(b))


def _text(blocks: Blocks) -> str:
    return "\n\n".join(" ".join(s for s in block if s) for block in blocks if any(block))


def none(trial: Trial) -> Changed:
    return Changed(_text(trial.blocks()), trial.sentence)


def typography(trial: Trial) -> Changed:
    """Other quotes, dashes and spaces."""
    table = str.maketrans({"'": "’", '"': "”", "-": "–", "“": "«", "”": "»", " ": "\u00a0", "`": "‘"})
    return Changed(_text(trial.blocks()).translate(table), trial.sentence)


def excerpt(trial: Trial) -> Changed:
    """Only the sentence with 400 characters on either side, cut anywhere."""
    left, right = _text(trial.blocks("\0")).split("\0")
    return Changed(left[-AROUND:] + trial.sentence + right[:AROUND], trial.sentence)


def one_word(trial: Trial) -> Changed:
    changed = _reworded(trial)
    return Changed(_text(trial.blocks(changed)), changed)


def quarter(trial: Trial) -> Changed:
    """A quarter of the words gone: at the end with the full stop, in the middle, or at the beginning."""
    told = trial.sentence.split()
    gone = max(len(told) // 4, 1)
    start = (len(told) - gone, len(told) // 2, 0)[trial.number % 3]
    left = " ".join(told[:start] + told[start + gone :])
    return Changed(_text(trial.blocks(left)), left)


def deleted(trial: Trial) -> Changed:
    return Changed(_text(trial.blocks("")), "")


def look_alike(trial: Trial) -> Changed:
    """Deleted, and the same with one word changed put in as a block half a document away."""
    blocks = trial.blocks("")
    blocks.insert((trial.place[0] + len(blocks) // 2) % len(blocks), [_reworded(trial)])
    return Changed(_text(blocks), "")


def _reworded(trial: Trial) -> str:
    told = trial.sentence.split()
    told[trial.number % (len(told) - 1)] = OTHER
    return " ".join(told)


CHANGES: dict[str, Change] = {
    "none": none,
    "other quotes, dashes, spaces": typography,
    "only an excerpt, ±400 characters": excerpt,
    "one word of the sentence changed": one_word,
    "a quarter of the sentence cut": quarter,
    "the sentence deleted": deleted,
    "deleted, a look-alike put in elsewhere": look_alike,
}


@dataclass(frozen=True, slots=True)
class Row:
    """What became of all sentences under one change.

    Parameters
    ----------
    kinds
        How many have each verdict.
    wrong
        How many were placed where the sentence is not.
    seconds
        Median time of a look-up in a prepared document.
    """

    kinds: Counter[Kind]
    wrong: int
    seconds: float


def measure(change: Change, most: int | None = None) -> Row:
    """Look every sentence up after one change, or the first so many."""
    kinds: Counter[Kind] = Counter()
    times, wrong = [], 0
    for trial in trials()[:most]:
        made = change(trial)
        document = cut(made.text)
        index(document)
        start = time.perf_counter()
        verdict = verify(trial.anchor, document)
        times.append(time.perf_counter() - start)
        kinds[verdict.kind] += 1
        wrong += verdict.kind in PLACED and not stands(verdict, document, made.right)
    return Row(kinds, wrong, statistics.median(times))


def stands(verdict: Verdict, document: Document, right: str) -> bool:
    """Whether the right sentence stands where the verdict says."""
    here = "".join(w for place in verdict.found for w in words(passage(document, place)))
    return bool(right) and "".join(words(right)) in here


def table() -> str:
    """Return the table as markdown."""
    heads = ["change", *(kind.replace("-", " ") for kind in KINDS[:-1]), "wrong place", "ms"]
    lines = [f"| {' | '.join(heads)} |", "|---" + "|---:" * (len(heads) - 1) + "|"]
    for name, change in CHANGES.items():
        found = measure(change)
        counts = [*(found.kinds[kind] for kind in KINDS[:-1]), found.wrong]
        cells = [name, *(f"{n:,}" if n else "·" for n in counts[:-1]), str(found.wrong)]
        lines.append(f"| {' | '.join(cells)} | {1e3 * found.seconds:.2f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--write", action="store_true", help="put the table into docs/evidence.md")
    write = parser.parse_args().write
    of = len({id(trial.document) for trial in trials()})
    told = f"{len(trials()):,} sentences of {of} documents, {datetime.date.today()}.\n\n{table()}\n"
    print(told)
    if write:
        head, _, rest = PAGE.read_text(encoding="utf-8").partition(MARKS[0])
        tail = rest.partition(MARKS[1])[2]
        PAGE.write_text(f"{head}{MARKS[0]}\n\n{told}\n{MARKS[1]}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
