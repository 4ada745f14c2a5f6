"""How robust the choice is: what each criterion chooses, and where criteria or readings disagree."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.words.material import Material
from detente.insight import Criterion, Ranking, Regrets, Robustness
from detente.paper import numbers
from detente.paper.english import join
from detente.paper.model import Cell, Part, Section, Table, row
from detente.paper.picture import Curve, Curves

__all__ = ["robust"]

#: Criterion -> its name in the field, as sentences have it.
_SHORT = {
    "expected": "expected utility",
    "maximin": "maximin",
    "hurwicz": "Hurwicz's criterion",
    "regret": "minimax regret",
    "regret-90": "the regret exceeded in one world of ten",
    "satisficing": "the share of worlds no worse than today",
    "worst-reading": "the worst reading",
}

#: Criterion -> what it looks at, and who proposed it.
_WORDS = {
    "expected": ("On average (expected utility)", "the mean over worlds, Laplace"),
    "maximin": ("At worst (maximin)", "the worst world, Wald 1950"),
    "hurwicz": ("Between worst and best (Hurwicz)", "half the worst world, half the best, Hurwicz 1951"),
    "regret": ("Largest regret", "the world in which it is most wrong, Savage 1951"),
    "regret-90": ("High regret", "regret exceeded in one world of ten, McPhail et al. 2018"),
    "satisficing": ("No worse than today", "share of worlds in which it is enough, Starr 1963"),
    "worst-reading": (
        "On average, worst reading",
        "expected utility under the least kind reading, Gilboa & Schmeidler 1989",
    ),
}


def robust(m: Material) -> Section | None:
    """Set the criteria side by side, over all worlds and under each reading.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found = m.findings.uncertainty
    if not m.compares or found is None or found.robust is None:
        return None
    r = found.robust
    parts: list[Part] = [*_said(m, r), _pooled(m, r.pooled)]
    if len(r.readings) > 1:
        parts.append(_readings(m, r))
    if found.regrets is None:
        return Section("robustness", "How robust is the choice", tuple(parts))
    table = _regret_table(m, found.regrets)
    picture = _regret_curves(m, found.regrets, table)
    return Section("robustness", "How robust is the choice", (*parts, table), pictures=(picture,))


def _said(m: Material, r: Robustness) -> tuple[str, ...]:
    """One sentence on agreement, one on readings, one on dominance."""
    told = [_agreed(m, r.pooled, "Over all worlds")]
    apart = [x for x in r.readings if x.agreed != r.pooled.agreed or not x.agreed]
    if apart and len(r.readings) > 1:
        told += [_agreed(m, x, f"Under {m.quoted(x.reading)}") for x in apart]
    elif len(r.readings) > 1:
        told.append("Under each reading alone the criteria choose the same.")
    order = {"worlds": "in every world", "first": "by first-order", "second": "by second-order"}
    for d in r.pooled.dominance:
        how = order[d.order] + ("" if d.order == "worlds" else " stochastic dominance")
        better, worse = m.choice(d.better), m.choice(d.worse)
        told.append(f"“{better}” is at least as good as “{worse}” {how}.")
    return tuple(told)


def _agreed(m: Material, ranking: Ranking, where: str) -> str:
    if ranking.agreed:
        return f"{where} every criterion chooses “{m.choice(ranking.agreed)}”."
    chosen: dict[tuple[str, ...], list[str]] = {}
    for c in ranking.criteria:
        chosen.setdefault(c.chosen, []).append(_SHORT[c.criterion])
    told = "; ".join(f"{_choices(m, who)} {join(names)}" for who, names in chosen.items())
    return f"{where} the criteria disagree: {told}."


def _choices(m: Material, chosen: Sequence[str]) -> str:
    named = join(f"“{m.choice(c)}”" for c in chosen)
    return f"{named} is chosen by" if len(chosen) == 1 else f"{named} tie by"


def _pooled(m: Material, ranking: Ranking) -> Table:
    names = [c.choice for c in m.findings.choices]
    heads = ("Criterion", *(m.choice(c) for c in names), "Chooses", "Stands in")
    rows = tuple(_row(m, c, names) for c in ranking.criteria)
    what = "; ".join(f"{_WORDS[c.criterion][0]}: {_WORDS[c.criterion][1]}" for c in ranking.criteria)
    note = (
        f"In percent of {m.focal}'s range of utilities (no worse than today: percent of worlds), with a 95% "
        f"bootstrap interval; {ranking.worlds:,} worlds. Worst and largest hang on single worlds, so their "
        "intervals end at the worlds that were drawn. Stands in: share of samples of the worlds in which "
        f"the criterion chooses the same. {what}."
    )
    return Table("All worlds", heads, rows, note)


def _row(m: Material, c: Criterion, names: Sequence[str]) -> tuple[Cell, ...]:
    firm = max(c.wins.values())
    values = (numbers.within(c.values[n], share=c.criterion == "satisficing") for n in names)
    return row(_WORDS[c.criterion][0], *values, _chosen(m, c), numbers.percent(firm))


def _chosen(m: Material, c: Criterion) -> str:
    return join(m.choice(x) for x in c.chosen) if len(c.chosen) == 1 else "tie"


def _readings(m: Material, r: Robustness) -> Table:
    """Criterion by reading: what is chosen, and in how many samples."""
    each = {x.reading: {c.criterion: c for c in x.criteria} for x in r.readings}
    kinds = list(dict.fromkeys(k for found in each.values() for k in found))
    heads = ("Criterion", *(m.reading(x) for x in each))
    rows = tuple(
        (_WORDS[k][0], *(_firm(m, found[k]) if k in found else "" for found in each.values())) for k in kinds
    )
    taken = ", ".join(f"{m.quoted(x.reading)} {x.worlds:,}" for x in r.readings)
    return Table(
        "By reading",
        heads,
        rows,
        f"What the criterion chooses, and in what share of samples; worlds: {taken}.",
    )


def _firm(m: Material, c: Criterion) -> str:
    return f"{_chosen(m, c)} ({numbers.percent(max(c.wins.values()))})"


def _regret_table(m: Material, regrets: Regrets) -> Table:
    """The distribution of regret: which part of worlds has no more than so much."""
    heads = ("Part of worlds", *(m.choice(c) for c in regrets.values))
    rows = tuple(
        row(
            f"{100 * level:.0f}%",
            *(numbers.high(v[k], m.findings.worlds) for v in regrets.values.values()),
        )
        for k, level in enumerate(regrets.levels)
    )
    note = (
        f"In so many of {m.findings.worlds:,} worlds the regret is at most this, in percent of {m.focal}'s "
        "range of utilities; regret: how much better the best choice of that world would have been."
    )
    return Table("Regret over the worlds", heads, rows, note)


def _regret_curves(m: Material, regrets: Regrets, table: Table) -> Curves:
    curves = tuple(
        Curve(m.choice(c), values, regrets.levels, look=m.place(c)) for c, values in regrets.values.items()
    )
    title = "Regret: in what part of the worlds each choice costs no more than so much"
    words = f"{title}. The further up and to the left a line, the better. {_ends(m, regrets)}"
    across, up = f"regret, percent of {m.focal}'s range", "part of worlds"
    return Curves("regret-worlds", title, words, (table,), curves, across, up, True, steps=True)


def _ends(m: Material, regrets: Regrets) -> str:
    """Say the middle and the last row of a distribution."""
    told = []
    for k in (len(regrets.levels) // 2, len(regrets.levels) - 1):
        each = "; ".join(
            f"{m.choice(c)}: {numbers.high(v[k], m.findings.worlds).text}" for c, v in regrets.values.items()
        )
        told.append(f"In {100 * regrets.levels[k]:.0f}% of worlds at most: {each}.")
    return " ".join(told)
