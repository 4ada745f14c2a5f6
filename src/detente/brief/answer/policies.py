"""Policies held by hand, as tables: held levels against outcomes, and claims tested by holding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from detente.brief.words.naming import actor_name, choice_name, outcome_name
from detente.brief.words.situations import told
from detente.case import Case
from detente.insight import ClaimHeld, Held, WhatIf
from detente.paper.english import capital, sentence
from detente.paper.estimate import Estimate
from detente.paper.model import Cell, Figure, Part, Table, row
from detente.paper.numbers import change, occurs, share

__all__ = ["claims_held_parts", "whatif_parts"]

Cells = tuple[Cell, ...]


def whatif_parts(case: Case, found: WhatIf, across: Sequence[str] = ()) -> list[Part]:
    """Say what follows from each policy, under each choice.

    Parameters
    ----------
    case
        The case that was asked.
    found
        What was solved.
    across
        Options whose levels stand side by side as columns; all others of a policy make its row. If empty,
        the outcomes are the columns.
    """
    parts: list[Part] = [
        "Each policy is held by hand: the option keeps its level whatever the actor would prefer, and all "
        "others play. Shares are of worlds in which play comes to rest in an outcome of the kind."
    ]
    for choice in found.free.outcomes:
        ids = _seen(found, choice)
        parts += (
            _matrices(case, found, choice, ids, across) if across else [_against(case, found, choice, ids)]
        )
    parts += [_better(case, found)] if found.free.best else []
    return [*parts, *(_gains(case, found, choice) for choice in found.free.outcomes)]


def _seen(found: WhatIf, choice: str) -> list[str]:
    every = [h.outcomes[choice] for h in (found.free, *found.held)]
    return [o for o in found.free.outcomes[choice] if any(occurs(one[o]) for one in every if o in one)]


def _against(case: Case, found: WhatIf, choice: str, ids: Sequence[str]) -> Table:
    every = (found.free, *found.held)
    heads = ("Outcome", *(_name(case, h.levels) for h in every))
    rows = [
        row(
            capital(outcome_name(case, o)),
            *(_cell(h, choice, o, h is found.free, found.worlds) for h in every),
        )
        for o in ids
    ]
    note = _note(found, "Share of worlds", moved=True)
    return Table(_title(case, choice, "What follows"), heads, tuple(rows), note)


def _cell(held: Held, choice: str, outcome: str, free: bool, worlds: int) -> Cell:
    figure = share(held.outcomes[choice][outcome], not worlds)
    moved = held.changes[choice].get(outcome)
    if free or moved is None or not _tells(moved):
        return figure
    more = change(moved, not worlds).text
    return Figure(f"{figure.text} ({more})", figure.value, figure.se, figure.worlds)


def _tells(moved: Estimate) -> bool:
    """Whether a change is more than its error can explain."""
    return abs(moved.value) > 1.96 * moved.se and abs(moved.value) > 1e-9


def _matrices(
    case: Case, found: WhatIf, choice: str, ids: Sequence[str], across: Sequence[str]
) -> list[Part]:
    """One matrix for each outcome: what is held down, what it is held against across."""

    def split(held: Held) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
        items = held.levels.items()
        return tuple(i for i in items if i[0] not in across), tuple(i for i in items if i[0] in across)

    columns = list(dict.fromkeys(split(h)[1] for h in found.held))
    heads = ("Held", *(_name(case, dict(c)) for c in columns))
    parts: list[Part] = []
    for outcome in ids:
        rows = []
        for down, group in groupby(found.held, key=lambda h: split(h)[0]):
            cells = {split(h)[1]: share(h.outcomes[choice][outcome], not found.worlds) for h in group}
            rows.append(row(_name(case, dict(down)), *(cells[c] for c in columns)))
        title = _title(case, choice, capital(outcome_name(case, outcome)))
        parts.append(Table(title, heads, tuple(rows), _note(found, "Share of worlds")))
    return parts


def _better(case: Case, found: WhatIf) -> Table:
    every = (found.free, *found.held)
    heads = ("Choice", *(_name(case, h.levels) for h in every))
    rows = [
        row(capital(choice_name(case, c)), *(share(h.best[c], not found.worlds) for h in every))
        for c in found.free.best
    ]
    who = actor_name(case, case.focal)
    return Table(f"Which choice is better for {who}", heads, tuple(rows), _note(found, "Share of worlds"))


def _gains(case: Case, found: WhatIf, choice: str) -> Table:
    heads = ("Actor", *(_name(case, h.levels) for h in found.held))
    rows = [
        row(
            capital(actor_name(case, a)),
            *(change(h.gains[choice][a], not found.worlds) for h in found.held),
        )
        for a in case.actors
    ]
    note = _note(found, "Change against nothing held, in percent of the actor's range from worst to best")
    return Table(_title(case, choice, "Who gains and who loses"), heads, tuple(rows), note)


def _title(case: Case, choice: str, what: str) -> str:
    return f"{what} ({choice_name(case, choice)})" if choice else what


def _name(case: Case, levels: Mapping[str, str]) -> str:
    return capital(told(case, levels.items())) if levels else "Nothing held"


def _note(found: WhatIf, what: str, moved: bool = False) -> str:
    if not found.worlds:
        return f"{what}. Nothing in this case is uncertain, so the numbers have no error."
    more = "; in brackets the change against nothing held, where it is more than chance" if moved else ""
    return f"{what} ± one standard error{more}; {found.worlds:,} worlds, concept {found.concept}."


def claims_held_parts(case: Case, found: Sequence[ClaimHeld], worlds: int) -> list[Part]:
    """Say for each claim 'if A then B' how often B follows with A held, and with nothing held.

    Parameters
    ----------
    case
        The case.
    found
        What was found, a claim each.
    worlds
        How many worlds stand behind the shares.
    """
    if not found:
        return ["No claim of this case says what follows given something."]
    parts: list[Part] = [
        "Each claim that something follows given a condition is tested by holding the condition, in every "
        "way in which it can come about, and compared with the same worlds in which nothing is held."
    ]
    for claim, tests in groupby(found, key=lambda t: t.claim):
        several = list(tests)
        says = case.claims[claim].says
        rows = [r for t in several for r in _rows(case, t, worlds)]
        heads = ("Held", "Under", "It follows", "Nothing held", "Difference")
        parts += [f"{claim}: {sentence(says)}", Table("", heads, tuple(rows), _claim_note(worlds))]
    return parts


def _rows(case: Case, test: ClaimHeld, worlds: int) -> list[Cells]:
    name = _name(case, test.levels)
    if test.why:
        return [row(name, "any choice", "cannot be held", "", sentence(test.why))]
    return [
        row(
            name,
            choice_name(case, c),
            share(test.holds[c], not worlds),
            share(test.free[c], not worlds),
            change(test.difference[c], not worlds),
        )
        for c in test.holds
    ]


def _claim_note(worlds: int) -> str:
    return f"Share of worlds where play comes to rest ± one standard error; {worlds:,} worlds."
