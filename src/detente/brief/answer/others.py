"""What the other actors' policies do under each choice, and what each of them does best."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.words.material import Material
from detente.brief.words.naming import actor_name, choice_name, outcome_name
from detente.brief.words.situations import told
from detente.case import Case
from detente.insight import Cell as Held
from detente.insight import Matrix
from detente.paper.english import capital, join
from detente.paper.estimate import Estimate
from detente.paper.model import Cell, Part, Section, Table, row
from detente.paper.numbers import occurs, percent, share

__all__ = ["matrix_parts", "others"]

_NOTHING = "None held"


def others(m: Material) -> Section | None:
    """Policies of the other actors against the choices, as far as they were asked for.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found = m.findings.matrix
    parts = tuple(matrix_parts(m.case, found)) if found else ()
    return Section("policies", "What the others can do", parts) if parts else None


def matrix_parts(case: Case, found: Matrix) -> list[Part]:
    """Say what follows from each policy under each choice, and which policy is best for its actor.

    Parameters
    ----------
    case
        The case that was asked.
    found
        What was solved.
    """
    parts: list[Part] = [
        "A policy of another actor is held as a choice is, by hand and from today on; all others play. Where "
        f"“{_NOTHING.lower()}” is said, that actor plays as it likes. {_sways(case, found)}".rstrip()
    ]
    actors = found.crossed if len(found.crossed) > 1 else ()
    for choice in found.cells[0].outcomes:
        groups = [actors] if actors else [(a,) for a in found.sway]
        parts += [_table(case, found, choice, group) for group in groups]
    parts += [_focal(case, found)] if found.cells[0].best else []
    parts += [t for a in found.sway if (t := _better(case, found, a)) is not None]
    return parts + _refused(case, found)


def _sways(case: Case, found: Matrix) -> str:
    """Say of each actor whether its policies or the focal actor's choices change more."""
    if len(found.cells[0].outcomes) < 2:
        return ""
    parts = [
        f"{percent(s.policies)} by policies of {actor_name(case, a)}, {percent(s.choices)} by the choices"
        for a, s in found.sway.items()
    ]
    return f"So many worlds change their outcome, between the two that differ most: {join(parts)}."


def _table(case: Case, found: Matrix, choice: str, actors: Sequence[str]) -> Table:
    cells = [c for c in found.cells if set(c.policies) <= set(actors) and not c.why]
    ids = [o for o in found.cells[0].outcomes[choice] if any(_seen(c, choice, o) for c in cells)]
    given = ("Given",) if found.across else ()
    heads = (_whose(case, actors), *given, *(capital(outcome_name(case, o)) for o in ids))
    rows = tuple(_row(case, found, c, choice, ids) for c in cells)
    title = f"What follows ({choice_name(case, choice)})" if choice else "What follows"
    return Table(title, heads, rows, _note(found, "Share of worlds"))


def _seen(cell: Held, choice: str, outcome: str) -> bool:
    estimate = cell.outcomes[choice].get(outcome)
    return estimate is not None and occurs(estimate)


def _row(case: Case, found: Matrix, cell: Held, choice: str, ids: Sequence[str]) -> tuple[Cell, ...]:
    certain, none = not found.worlds, Estimate(0.0, 0.0, max(found.worlds, 1))
    shares = (share(cell.outcomes[choice].get(o, none), certain) for o in ids)
    given = (_given(case, cell),) if found.across else ()
    return row(_name(case, cell), *given, *shares)


def _focal(case: Case, found: Matrix) -> Table:
    """Which choice is better for the focal actor under each policy."""
    choices = list(found.cells[0].best)
    given = ("Given",) if found.across else ()
    heads = ("Held", *given, *(capital(choice_name(case, c)) for c in choices))
    rows = []
    for cell in (c for c in found.cells if not c.why):
        told_ = (_given(case, cell),) if found.across else ()
        rows.append(row(_name(case, cell), *told_, *(share(cell.best[c], not found.worlds) for c in choices)))
    who = actor_name(case, case.focal)
    note = _note(found, "Share of worlds in which the choice is the better one")
    return Table(f"Which choice is better for {who}", heads, tuple(rows), note)


def _better(case: Case, found: Matrix, actor: str) -> Table | None:
    """Which of its policies is best for an actor, given each choice."""
    known = found.better[actor]
    if not known:
        return None
    heads = (capital(actor_name(case, actor)), *(capital(choice_name(case, c)) for c in known))
    policies = next(iter(known.values()))
    rows = tuple(
        row(capital(case.policies[p].name), *(share(known[c][p], not found.worlds) for c in known))
        for p in policies
    )
    note = _note(found, "Share of worlds in which none of its policies is better for it, given the choice")
    return Table(f"What {actor_name(case, actor)} does best", heads, rows, note)


def _refused(case: Case, found: Matrix) -> list[Part]:
    return [f"{_name(case, c)} cannot be held: {c.why}." for c in found.cells if c.why]


def _whose(case: Case, actors: Sequence[str]) -> str:
    return capital(join([actor_name(case, a) for a in actors]))


def _name(case: Case, cell: Held) -> str:
    return capital("; ".join(case.policies[p].name for p in cell.policies.values())) or _NOTHING


def _given(case: Case, cell: Held) -> str:
    return told(case, cell.chance.items()) if cell.chance else "as drawn"


def _note(found: Matrix, what: str) -> str:
    if not found.worlds:
        return f"{what}. Nothing in this case is uncertain, so the numbers have no error."
    return f"{what} ± one standard error; {found.worlds:,} worlds, concept {found.concept}."
