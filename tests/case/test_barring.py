"""Moves forbidden by hand: as if the case had been written with them barred."""

from __future__ import annotations

import pytest

from detente import find, load, write
from detente.case import bar, loads
from detente.catalog import path
from detente.errors import DetenteError, UnknownName

CASE = "kazakhstan-2022"
PARTS = frozenset({"choices"})


def test_the_answer_is_that_of_the_case_with_it_written_in() -> None:
    """Every move of every option by its owner, one from each level to the next."""
    case = load(CASE)
    moves = [(o, *pair) for o, found in case.options.items() for pair in [tuple(found.levels)[:2]]]
    text = path(CASE).read_text(encoding="utf-8") + "\nbarred:\n"
    for k, (option, here, there) in enumerate(moves):
        for a in (a for a in case.actors if case.ways(a, option)):
            text += f"  by-hand-{k}-{a}: {{actor: {a}, when: {option} == {here}, to: {option} == {there}, "
            text += "evidence: analyst judgement}\n"
    written = find(loads(text, CASE), worlds=40, parts=PARTS)
    barred = case.bar(*moves)
    found = find(barred, worlds=40, parts=PARTS)
    assert [c.outcomes for c in found.choices] == [c.outcomes for c in written.choices]
    assert [c.equilibria for c in found.choices] == [c.equilibria for c in written.choices]
    assert [c.outcomes for c in found.choices] != [
        c.outcomes for c in find(case, worlds=40, parts=PARTS).choices
    ]
    stamp = write(barred, found, barred=moves[:1]).stamp
    assert sum("Forbidden by hand" in line for line in stamp) == 1


def test_nothing_forbidden_is_the_case_itself() -> None:
    assert bar(load(CASE)) == load(CASE)


@pytest.mark.parametrize(
    ("move", "error", "words"),
    [
        (("kaz.blok", "member", "out"), UnknownName, "kaz.bloc"),
        (("kaz.bloc", "membr", "out"), UnknownName, "member"),
        (("kaz.bloc", "member", "member"), DetenteError, "itself"),
    ],
)
def test_what_is_no_move_is_refused(move: tuple[str, str, str], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        load(CASE).bar(move)


def test_chance_is_not_moved() -> None:
    case = load("korea-2020")
    option, found = next(iter(case.chance.items()))
    with pytest.raises(DetenteError, match="chance"):
        case.bar((option, *tuple(found.levels)[:2]))
