"""The findings as plain types, with the words of the case beside its ids: what ``--json`` prints."""

from __future__ import annotations

from typing import Any

from detente.brief.answer.decisive import driver_words, rests
from detente.brief.answer.outcomes import steps, words
from detente.brief.answer.reasons import why_data
from detente.brief.ground.agreement import agreement_data
from detente.brief.ground.regimes import bears
from detente.brief.ground.voices import attributed
from detente.brief.words.material import Material
from detente.brief.words.naming import outcome_name
from detente.insight import ChoiceFindings
from detente.insight.model import placed
from detente.paper.estimate import plain

__all__ = ["data"]

Plain = dict[str, Any]


def data(m: Material) -> Plain:
    """Return everything that was found as plain types, in ids and in words.

    Parameters
    ----------
    m
        The case and what was found; a number that no world gives is ``None``.
    """
    f, case = m.findings, m.case
    found = f.to_dict()
    found["status_quo"] = found["status_quo"] or case.status_quo
    for c in f.choices:
        found["choices"][c.choice] = _choice(m, c, found["choices"][c.choice])
    found["readings"] = [placed(r, "reading", name=m.reading(r["reading"])) for r in found["readings"]]
    found["drivers"] = [
        {**placed(told, "actor", words=driver_words(m, d)), "evidence": rests(m, d)}
        for told, d in zip(found["drivers"], f.drivers, strict=True)
    ]
    found["claims"] = [_claim(m, told) for told in found["claims"]]
    found = placed(found, "case", title=case.title, as_of=case.as_of.isoformat(), focal=case.focal)
    found = placed(found, "concept", uncertain=not m.certain)
    regimes = {
        r: {"name": regime.name, "kind": regime.kind, "choice": bears(m, r)}
        for r, regime in case.regimes.items()
    }
    return placed(found, "claims", regimes=plain(regimes), comparisons=plain(agreement_data(m)))


def _choice(m: Material, c: ChoiceFindings, found: Plain) -> Plain:
    case, ways = m.case, [steps(m, p) for p in c.paths]
    paths = [
        {**path, "moves": [{**move, "words": text} for move, text in zip(path["moves"], way, strict=True)]}
        for path, way in zip(found["paths"], ways, strict=True)
    ]
    return {
        "name": m.choice(c),
        "set": dict(case.choices[c.choice].set) if c.choice else {},
        **found,
        "outcomes": {o: {"name": outcome_name(case, o), **share} for o, share in found["outcomes"].items()},
        "equilibria": [
            placed(told, "name", words=words(m, e, c.choice))
            for told, e in zip(found["equilibria"], c.equilibria, strict=True)
        ],
        "path": paths[0]["moves"] if paths else [],
        "paths": paths,
        "why": [why_data(case, w) for w in c.why],
    }


def _claim(m: Material, found: Plain) -> Plain:
    claim = m.case.claims[found["claim"]]
    said = {"voice": claim.voice, "says": claim.says, "modality": claim.modality}
    found = placed(found, "claim", words=attributed(m.case, claim))
    return placed(found, "choice", **said, evidence=str(claim.evidence))
