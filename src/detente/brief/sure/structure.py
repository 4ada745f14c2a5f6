"""If the structure were different: the answers under each structural alternative of the case."""

from __future__ import annotations

from detente.brief.words.material import Material
from detente.brief.words.naming import outcome_name
from detente.insight import Alternative
from detente.paper.english import capital, join
from detente.paper.model import Part, Section, Table, row

__all__ = ["structure"]

#: Changes of an outcome's share below this are not told.
LEAST = 0.05


def structure(m: Material) -> Section | None:
    """Compare each alternative with the case as it stands, on the same worlds.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found = m.findings.uncertainty
    if found is None or not found.alternatives:
        return None
    turned = [a for a in found.alternatives if a.turned]
    said = (
        f"The choice would be another one with {join(_name(m, a) for a in turned)}."
        if turned
        else "The choice would be the same under every alternative."
    )
    parts: list[Part] = [said] if m.compares else []
    return Section("structure", "If the structure were different", (*parts, _table(m, found.alternatives)))


def _name(m: Material, a: Alternative) -> str:
    found = m.case.alternatives.get(a.alternative)
    return f"“{found.name if found else a.alternative}”"


def _table(m: Material, alternatives: tuple[Alternative, ...]) -> Table:
    heads = ("Alternative", *(f"{m.choice(c)} better in" for c in alternatives[0].best), "What changes most")
    rows = tuple(
        row(capital(_name(m, a).strip("“”")), *(m.share(e) for e in a.best.values()), _changes(m, a))
        for a in alternatives
    )
    return Table("", heads, rows, m.note("Better in: share of worlds, the same worlds as above"))


def _changes(m: Material, a: Alternative) -> str:
    found = [(abs(e.value), c, o, e) for c, each in a.changes.items() for o, e in each.items()]
    large = sorted((x for x in found if x[0] >= LEAST and x[0] > 2 * x[3].se), key=lambda x: -x[0])[:2]
    told = [
        f"{outcome_name(m.case, o)} {_points(e.value)} points under “{m.choice(c)}”" for _, c, o, e in large
    ]
    return capital(join(told)) if told else "nothing by five points or more"


def _points(share: float) -> str:
    return f"{'+' if share > 0 else '−'}{100 * abs(share):.0f}"
