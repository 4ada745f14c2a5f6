"""What to watch: facts that tell the choices and the readings apart, with hypotheses in rows."""

from __future__ import annotations

import math

from detente.brief.words.material import Material
from detente.brief.words.naming import choice_name
from detente.brief.words.situations import level_phrase
from detente.insight import Indicator, Telling
from detente.paper.english import capital, full_day, sentence
from detente.paper.estimate import Estimate
from detente.paper.model import Cell, Figure, Listing, Part, Section, Table, row

__all__ = ["watching"]

_TITLES = {
    "choice": "Which choice is being followed",
    "reading": "Which reading is nearer the truth",
}

#: Facts shown for each question.
_SHOWN = 4


def watching(m: Material) -> Section | None:
    """Rank observable facts by how well they tell hypotheses apart.

    Parameters
    ----------
    m
        The case and what was found.
    """
    d = m.findings.dated
    if d is None or d.watch is None or not d.watch.tellings:
        return None
    day = full_day(d.watch.day)
    lead = (
        f"Facts that can be looked up on {day}, the most telling first. A fact that is equally probable "
        "under all hypotheses tells nothing, however striking it is."
    )
    parts: list[Part] = [lead]
    for telling in d.watch.tellings:
        parts += _telling(m, telling, d.watch.worlds)
    return Section("watch", "What to watch", tuple(parts))


def _telling(m: Material, telling: Telling, worlds: int) -> list[Part]:
    shown = telling.indicators[:_SHOWN]
    marks = tuple(f"{chr(ord('A') + k)}." for k in range(len(shown)))
    items = tuple(sentence(level_phrase(m.case, i.option, i.level)) for i in shown)
    heads = ("", *(mark[0] for mark in marks))
    rows = [
        row(_name(m, telling.kind, h), *(m.portion(i.probability[h]) for i in shown)) for h in telling.weights
    ]
    rows.append(row("Likelihood ratio", *(_ratio(i) for i in shown)))
    rows.append(row("Information, bits", *(_bits(i.information) for i in shown)))
    note = (
        "Rows of hypotheses: probability of the fact if the hypothesis holds ± one standard error; "
        f"{worlds:,} worlds. Likelihood ratio: the largest of these over the smallest. Information: what "
        "looking the fact up is expected to tell of the hypotheses; one bit would settle a question of two."
    )
    return [Listing(_TITLES[telling.kind], items, marks), Table("", heads, tuple(rows), note)]


def _name(m: Material, kind: str, hypothesis: str) -> str:
    return capital(choice_name(m.case, hypothesis)) if kind == "choice" else m.reading(hypothesis)


def _ratio(i: Indicator) -> Cell:
    if not math.isfinite(i.ratio):
        return "∞"
    return f"{i.ratio:.1f}" if i.ratio < 10 else f"{i.ratio:.0f}"


def _bits(e: Estimate) -> Figure:
    places = 3 if e.value < 0.1 else 2
    error = f" ± {max(e.se, 10.0**-places):.{places}f}" if e.se > 0 else ""
    text = f"{e.value:.{places}f}{error}"
    return Figure(text, e.value, e.se, e.worlds, share=False)
