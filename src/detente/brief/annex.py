"""What surrounds the game, for the page and the office formats: ties through time, and what is carried."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from detente.brief.follow.influence import influence
from detente.brief.follow.passages import passages
from detente.brief.follow.stand import orders, wanted
from detente.brief.follow.trails import trails
from detente.brief.ground.carried import carried
from detente.brief.ground.tableau import rules, tableau
from detente.brief.ground.ties import ties
from detente.brief.words.languages import named
from detente.brief.words.material import Material
from detente.case.file.yaml import MAX_BYTES
from detente.catalog import Coverage, coverage_of
from detente.files import read_bytes
from detente.paper.english import capital, join
from detente.paper.model import Section, Table
from detente.paper.numbers import count
from detente.paper.picture import Tiles

__all__ = ["annex"]

_SQUARES = ("in the game", "recorded beside it", "not carried")

_SECTIONS = (
    "One square for each item that was found in the sources: in the game if it takes part in the analysis, "
    "beside it if the case records it with its passage and its voice. The command coverage lists them all."
)


def annex(m: Material, words: Mapping[str, str]) -> tuple[Section, ...]:
    """Return the sections that follow the brief on the page.

    Parameters
    ----------
    m
        The case and what was found.
    words
        Locator -> what stands there in the reader's copy.
    """
    model = (
        tableau(m.case),
        wanted(m),
        influence(m.case, m.findings.states, m.case.focal),
        orders(m),
        rules(m.case),
    )
    found = (trails(m), *model, passages(m, words), ties(m.case), _carried(m))
    return *(s for s in found if s is not None), *named(m)


def _carried(m: Material) -> Section | None:
    """The list of items that lies beside the file of the case, if one does."""
    file = Path(m.case.origin.file).with_name("items.yaml") if m.case.origin else None
    if file is None or not file.exists():
        return None
    found = coverage_of(m.case, read_bytes(file, MAX_BYTES), file)
    tables = [part for part in carried(found) if isinstance(part, Table)]
    title = f"What the case carries of {count(len(found.rows), 'item')}"
    words = f"Squares in groups; {_counted(found)}. The table has the numbers."
    picture = Tiles("carried", title, words, (tables[0],), _groups(found), _SQUARES)
    return Section(
        "carried", "What the case carries of its sources", (_SECTIONS, *tables), pictures=(picture,)
    )


def _groups(found: Coverage) -> Mapping[str, tuple[int, ...]]:
    kinds: dict[str, list[int]] = {}
    for item in found.rows:
        kind = 2 if not item.carried else int(not item.computed)
        kinds.setdefault(capital(item.section.replace("_", " ")), []).append(kind)
    return {name: tuple(sorted(group)) for name, group in kinds.items()}


def _counted(found: Coverage) -> str:
    every = [kind for group in _groups(found).values() for kind in group]
    return join(f"{every.count(k)} {name}" for k, name in enumerate(_SQUARES))
