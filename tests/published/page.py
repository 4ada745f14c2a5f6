"""The page docs/published.md, written from what the tests assert and what detente computes.

To write it anew: ``PYTHONPATH=tests .venv/bin/python -m published.page``
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from published.records import Published, equilibria, every
from published.together import Answer, answers
from published.worked import Worked, worked

PAGE = Path(__file__).parents[2] / "docs" / "published.md"

HEAD = """\
# Published conflicts

The catalog holds conflicts from the literature, and the tests in `tests/published/` compare what detente
computes for them with what was published. This table is written by `tests/published/page.py` from those
tests; a test fails when the two differ. *Published* and *computed* are sets of equilibria, in the state
numbers of the publication.

Where a publication and the definitions of the concepts differ, the definitions decide, and the last part of
this page says what the difference is. "Page not known" means that the result is the one commonly quoted and
that the publication itself was not consulted.

| case | concept | published | computed | agreement | source |
|---|---|---|---|---|---|
"""

TAIL = """
## Where they differ, and what is left out

{notes}
- Syria and Iraq, the inverse question (GMCR+ guide, Kinsara 2014, section 4.2): of Syria's 720 strict
  rankings, under how many is state 2 an equilibrium? The guide prints 240 for Nash and 420 for sequential
  stability; by the definitions it is 240 and 384. The 420 results from keeping only the verdict on the last
  improvement.
- Cuban missile crisis: with every move reversible the sequential equilibria are 4 and 6.
- Lake Gisborne: where the two readings of the province differ its preference is unknown. Stability of types b
  and d then has the equilibria 4 and 6 under R and 4, 6 and 8 under GMR, SMR and SEQ, the published states to
  consider; of type a it has none.
- Elmira, coalitions: the Ministry and Uniroyal, acting together, leave state 5 although it is an equilibrium.
"""

TOGETHER = """
## Coalitions, the status quo and nearest preferences

What `detente coalitions`, `detente evolve` and `detente bring` say, beside what is published. Fewest swaps
are exact: all rankings with fewer swaps were solved, and the reasons were put to the independent checker.

| case | question | published | computed | agreement | source |
|---|---|---|---|---|---|
"""

WORKED = """
## Variants, on worked examples

Tables of variants could rarely be had, so these games of two actors with two options each were worked out by
hand, or by programs that share no code with detente; the paper named is the one that defines the variant. C
is to cooperate, D to defect, the first letter is A's. Where an actor stands behind a concept, the states are
stable for that actor, or what it expects, or what would surprise it; else they are equilibria. Lake Gisborne
under unknown preference and Elmira under coalitions are elsewhere on this page; that 37 of the 78 strict
games have a state that lasts by the rule of Brams and Wittman is a test.

| game | under | worked out | computed | agreement | after |
|---|---|---|---|---|---|
"""


def text() -> str:
    """The whole page."""
    claims = list(every())
    rows = "\n".join(_row(claim) for claim in claims)
    together = "\n".join(map(_answer, answers()))
    examples = "\n".join(line for one in worked() for line in _worked(one))
    return (
        HEAD
        + rows
        + "\n"
        + TOGETHER
        + together
        + "\n"
        + WORKED
        + examples
        + "\n"
        + TAIL.format(notes=_notes(claims))
    )


def _worked(told: Worked) -> Iterator[str]:
    """A line for each set of states, with all that it is the answer to."""
    for states in dict.fromkeys(told.answers.values()):
        asked = [key for key, found in told.answers.items() if found == states]
        computed = {told.computed(*key) for key in asked}
        under = "; ".join(f"{concept} for {actor}" if actor else concept for concept, actor in asked)
        found = " or ".join(sorted(one or "none" for one in computed))
        agreement = "yes" if computed == {states} else "no"
        yield f"| {told.game} | {under} | {states or 'none'} | {found} | {agreement} | {told.source} |"


def _answer(told: Answer) -> str:
    found = told.computed()
    agreement = "yes" if found == told.published else "no"
    return f"| `{told.case}` | {told.question} | {told.published} | {found} | {agreement} | {told.source} |"


def _row(claim: Published) -> str:
    case = f"`{claim.case}`" + (f", reading {claim.reading}" if claim.reading else "")
    found = equilibria(claim.case, claim.concept, claim.reading)
    agreement = "yes" if found == claim.states else "no, see below"
    cells = (
        case,
        claim.concept,
        _set(claim.states),
        _set(found),
        agreement,
        f"{claim.source}; {claim.where}",
    )
    return "| " + " | ".join(cells) + " |"


def _set(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"


def _notes(claims: list[Published]) -> str:
    noted = sorted((c for c in claims if c.note), key=lambda c: (c.case, c.note))
    lines = []
    for (case, note), group in groupby(noted, key=lambda c: (c.case, c.note)):
        lines.append(f"- `{case}`, {', '.join(c.concept for c in group)}: {note}.")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
