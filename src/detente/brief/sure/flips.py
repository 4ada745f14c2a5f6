"""What would flip the answer: the smallest joint changes of weights, and what each weight does alone."""

from __future__ import annotations

import math

from detente.brief.words.clauses import clause
from detente.brief.words.inputs import about, averse, interest, stated
from detente.brief.words.material import Material
from detente.brief.words.naming import outcome_name
from detente.brief.words.situations import told
from detente.insight import Change, Flip, Single
from detente.paper.english import capital, sentence
from detente.paper.model import Listing, Part, Section, Table, row
from detente.paper.numbers import count, significant

__all__ = ["flip_words", "flips"]

#: Changes that are told one by one, and the part of the largest below which none is.
TOLD, LEAST = 6, 0.1

#: Single weights that are listed.
LISTED = 10

_UNITS = (
    "Standard units: each change is measured by the standard deviation of that weight over the worlds, and "
    "changes of several weights add up like the sides of a right angle. Everything else stays as in the "
    "central world."
)


def flips(m: Material) -> Section | None:
    """Say what turns the central world's answer round.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found = m.findings.uncertainty
    if found is None or not found.flips:
        return None
    parts: list[Part] = []
    for flip in found.flips:
        parts += _told(m, flip)
    if found.singles:
        parts += _alone(m, found.singles)
    return Section("flips", "What would flip it", (*parts, _UNITS))


def _told(m: Material, flip: Flip) -> list[Part]:
    if not flip.found:
        return [f"{flip_words(m, flip)}: no change of weights within their ranges was found that does it."]
    if flip.distance == 0:
        return [f"{flip_words(m, flip)}: this is so in the central world already."]
    if not flip.changes:
        return [f"{flip_words(m, flip)}: the slightest change of weights does it; the central world ties."]
    items = tuple(_change(m, c) for c in _main(flip))
    rest = len(flip.changes) - len(items)
    more = (f"and {count(rest, 'smaller change')}.",) if rest else ()
    return [Listing(f"{flip_words(m, flip)}, if together", (*items, *more)), _size(flip)]


def flip_words(m: Material, flip: Flip) -> str:
    """Say what a flip brings about.

    Parameters
    ----------
    m
        The case and what was found.
    flip
        What changes, and by how much.
    """
    under = f" under “{m.choice(flip.choice)}”" if flip.choice else ""
    match flip.kind:
        case "choice":
            return (
                f"“{m.choice(flip.target)}” becomes the better choice"
                if flip.target
                else "Another choice becomes better"
            )
        case "lost":
            there = told(m.case, tuple(_moved(m, flip).items())) or "all stays as it is today"
            return f"This is no equilibrium any more{under}: {there}"
        case _:
            return f"Play comes to rest in “{outcome_name(m.case, flip.target)}”{under}"


def _moved(m: Material, flip: Flip) -> dict[str, str]:
    """What differs from today, apart from what the choice itself sets."""
    own = m.case.choices[flip.choice].set if flip.choice in m.case.choices else {}
    today = {**m.findings.status_quo, **own}
    return {o: level for o, level in flip.state.items() if o in m.case.variables() and today.get(o) != level}


def _main(flip: Flip) -> list[Change]:
    most = abs(flip.changes[0].units)
    return [c for c in flip.changes[:TOLD] if abs(c.units) >= LEAST * most]


def _change(m: Material, c: Change) -> str:
    """One change as a clause: whose interest, which way, by how much."""
    what = clause(m.case, stated(m.case, c.actor, c.statement).when)
    return sentence(f"{interest(m.case, c.actor, c.statement)} {_way(m, c)}: {what}")


def _way(m: Material, c: Change) -> str:
    units = f"by {significant(abs(c.units))} units"
    if c.before * c.after < 0:
        return f"turns into its opposite ({units}, from {_weight(c.before)} to {_weight(c.after)})"
    sign = -1 if averse(m.case, c.actor, c.statement) else 1
    verb = "rises" if (c.after - c.before) * sign > 0 else "falls"
    return f"{verb} {units}, from {_weight(abs(c.before))} to {_weight(abs(c.after))}"


def _weight(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _size(flip: Flip) -> str:
    size = f"Together {significant(flip.distance)} standard units"
    if flip.exact:
        return f"{size}; no smaller change does it."
    lower = (
        f" None below {significant(flip.lower)} can." if flip.lower > 0 and math.isfinite(flip.lower) else ""
    )
    checked = "solved again: so just beyond it" + (
        ", not yet just before it" if flip.inside == flip.inside else ""
    )
    held = ""
    if flip.kind == "choice":
        held = (
            f" If everybody went on doing the same, {significant(flip.held)} units would be the least."
            if math.isfinite(flip.held)
            else " If everybody went on doing the same, no change of the chooser's own weights would do it."
        )
    return f"{size} at most ({checked}); a smaller one may exist.{lower}{held}"


def _alone(m: Material, singles: tuple[Single, ...]) -> list[Part]:
    able = [s for s in singles if math.isfinite(s.units)]
    rest = len(singles) - len(able)
    if not able:
        return [
            f"None of the {len(singles)} weights turns the choice round alone, at the places of its "
            "range that were looked at."
        ]
    rows = tuple(
        row(
            capital(about(m.case, s.actor, s.statement)),
            f"{significant(abs(s.units))}",
            f"{_weight(s.central)} → {_weight(s.down if s.units < 0 else s.up)}",
            m.choice(s.target) if s.target else "",
        )
        for s in able[:LISTED]
    )
    note = (
        "Change: in standard units, of that weight alone. "
        f"The other {count(rest, 'weight')} of {len(singles)} turn nothing round alone within the ranges "
        "of the case, at the places of the range that were looked at."
    )
    return [Table("One weight alone", ("Judgement", "Change", "Weight", "Then better"), rows, note)]
