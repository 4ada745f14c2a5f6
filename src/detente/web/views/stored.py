"""Everything that a page without a server needs: the answer, every reason behind it, and single changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from detente.errors import DetenteError
from detente.web.desk import FIRST, Desk
from detente.web.views.about import about
from detente.web.views.answer import answer
from detente.web.views.why import Target, passage, why
from detente.web.wish import Wish

__all__ = ["stored"]

Plain = dict[str, Any]


def stored(desk: Desk, worlds: int, seed: int) -> Plain:
    """Return what is kept in a file: addresses of the workbench, and what it answers to them.

    Parameters
    ----------
    desk
        The case.
    worlds, seed
        What is solved. A held option is solved in the first worlds only.

    Returns
    -------
    dict
        ``case``, ``answers``, ``accounts`` and ``passages``, each but the first by what is asked. The words
        of sources and the notes of the analyst are in none of them.
    """
    written = Wish(worlds=worlds, seed=seed)
    first = answer(desk.whole(written))
    answers = {"": first, **dict(_changes(desk, written))}
    accounts = {
        urlencode(_asked(cell["why"])): why(desk.case, desk.name, written, Target(**cell["why"]))
        for table in first["tables"]
        for row in table["rows"]
        for cell in row["cells"]
        if cell["why"]
    }
    places = {at for a in accounts.values() for at in _places(a)}
    passages = {at: passage(desk.case, at) for at in sorted(places)}
    case = {**about(desk.case, desk.name), "dated": False}
    return {"case": case, "answers": answers, "accounts": accounts, "passages": passages}


def _asked(target: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return a target as the page asks for it."""
    asked = [("choice", target["choice"])]
    asked += [("named", target["named"])] if target["named"] else []
    return asked + [(kind, f"{o}:{v}") for kind in ("state", "chance") for o, v in target[kind].items()]


def _places(account: Plain) -> Iterator[str]:
    for sentence in account["sentences"]:
        for actor in sentence["actors"]:
            for ground in actor["statements"]:
                yield from ground["at"]


def _changes(desk: Desk, written: Wish) -> Iterator[tuple[str, Plain]]:
    """Yield every reading, concept and held level by itself; what cannot be held is left out."""
    case, n = desk.case, written.worlds
    if len(case.readings) > 1:
        for reading in case.readings:
            yield urlencode({"reading": reading}), _solved(desk, replace(written, reading=reading), n)
    for concept in case.declared:
        if concept != case.concept:
            yield urlencode({"concept": concept}), _solved(desk, replace(written, concept=concept), n)
    for option, level in ((o, v) for o, found in case.variables().items() for v in found.levels):
        held = replace(written, held={option: level})
        with suppress(DetenteError):
            yield urlencode({"hold": f"{option}:{level}"}), _solved(desk, held, FIRST)


def _solved(desk: Desk, wish: Wish, worlds: int) -> Plain:
    return {**answer(desk.answer(wish, worlds)), "whole": True}
