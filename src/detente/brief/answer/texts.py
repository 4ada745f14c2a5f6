"""What a text may say that several must agree on: by each rule, over the worlds, and how good rules are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from detente.bargaining import RULES, Spread
from detente.bargaining.marks import crps, median, shortest
from detente.bargaining.seen import TESTED
from detente.brief.words.material import Material
from detente.brief.words.naming import party_name
from detente.case import Case, Issue, Position
from detente.paper.english import capital, full_day, join, sentence
from detente.paper.estimate import Estimate
from detente.paper.model import Cell, Figure, Part, Section, Table, row
from detente.paper.numbers import count, percent, significant
from detente.paper.picture import Place, Places
from detente.worlds import Settlement, settle

__all__ = ["bargained", "bargained_json", "bargained_parts", "texts"]

#: Most worlds that a brief looks at: more change no digit that is shown.
MOST = 1000

#: The parts of the scale that are told: round tens lie in the middle of one.
_PARTS = tuple(pairwise((0, *range(5, 100, 10), 100)))

#: Rules whose whole distribution is shown beside that of the rule that counts.
_SHOWN = ("pool", "condorcet", "veto")


def texts(m: Material) -> tuple[Section | None, Section | None]:
    """Return what the issues of a case come to, in short and at length.

    Parameters
    ----------
    m
        The case and what was found.
    """
    if not m.case.issues:
        return None, None
    found = bargained(m.case, min(max(m.findings.worlds, 1), MOST), m.findings.seed)
    short: list[Part] = [_lead(len(found[0])), *(p for s in found for p in _told(m.case, s)), _tested()]
    tables = [(_positions(m.case, s), _parts(m.case, s)) for s in found]
    drawn = tuple(_picture(m.case, s, both) for s, both in zip(found, tables, strict=True))
    long = tuple(table for both in tables for table in both)
    return (
        Section("texts", "What a joint text may say", tuple(short)),
        Section("texts-full", "Joint texts: positions and probabilities", long, detail=True, pictures=drawn),
    )


def bargained(case: Case, worlds: int, seed: int, issue: str = "") -> list[Settlement]:
    """Apply the rules to every issue of a case, or to one.

    Parameters
    ----------
    case
        The case.
    worlds, seed
        How many worlds, and which.
    issue
        Id of an issue; all of them if empty.
    """
    return [settle(case, name, worlds, seed) for name in ([issue] if issue else case.issues)]


def bargained_parts(case: Case, found: Sequence[Settlement]) -> list[Part]:
    """Say at length what the issues of a case come to.

    Parameters
    ----------
    case
        The case.
    found
        What the rules make of its issues.
    """
    if not found:
        return ["The case has no issue that several must agree on."]
    parts: list[Part] = [_lead(len(found[0]))]
    for s in found:
        parts += [_positions(case, s), *_told(case, s), _parts(case, s)]
    return [*parts, _tested()]


def bargained_json(case: Case, found: Sequence[Settlement]) -> str:
    """Return the distributions of every issue, by every rule, as JSON.

    Parameters
    ----------
    case
        The case.
    found
        What the rules make of its issues.
    """
    return json.dumps([_plain(case, s) for s in found], ensure_ascii=False, indent=2)


# ------------------------------------------------------------------------------------------------- words


def _lead(worlds: int) -> str:
    drawn = f"{worlds:,} worlds" if worlds > 1 else "one world, since nothing is uncertain"
    return (
        "What several must agree on is a place on a scale from 0 to 100. A rule turns what each of them "
        f"wants, cares and can do into a distribution over that scale; {drawn}. Which rule counts is the "
        "analyst's judgement; the others stand beside it."
    )


def _tested() -> str:
    t = TESTED
    return (
        f"How good such rules are is known for {t.issues} decisions of the European Union on {t.acts} acts. "
        f"The pool missed by {t.pool} points (CRPS, 95% interval {t.low} to {t.high}; each act scored with "
        f"the errors of others), the Condorcet election by {t.condorcet}, positions alone by {t.positions}, "
        f"a uniform guess by {t.uniform}; 80% intervals of the pool held {percent(t.covered)}. Single values "
        f"did worse: the weighted mean was off by {t.mean}, the weighted median by {t.median}, and the veto "
        f"pivot by {t.veto}, by {t.unanimous} where any one member could stop the text. These are partners "
        "who meet again; councils of rivals, threats, and choices between lines were not tested."
    )


def _told(case: Case, s: Settlement) -> list[Part]:
    """The answer in a sentence or two, and what each rule says."""
    issue, spread = case.issues[s.issue], s.over_worlds()
    low, high = (float(x[0]) for x in shortest(spread))
    middle = float(median(spread)[0])
    middles = [float(median(s.over_worlds(rule))[0]) for rule in s.spreads]
    said = (
        f"{issue.name}: by the rule that counts here, the {RULES[s.rule].title}, {_around(low, high)} with "
        f"80% probability; the median is {middle:.0f}, nearest to “{_nearest(issue, middle)}”. Over the "
        f"rules medians run from {min(middles):.0f} to {max(middles):.0f}."
    )
    parts: list[Part] = [sentence(said), _rules(case, s)]
    if issue.written is not None:
        at, day = issue.written.at, full_day(issue.written.date)
        inside = "inside" if low <= at <= high else "outside"
        parts.append(f"The text of {day} said {at:g}, “{_nearest(issue, at)}”: {inside} that interval.")
    if issue.sets is not None:
        option = case.chance[issue.sets.chance]
        shares = _levels(case, s)
        told = join(f"{level.replace('_', ' ')} {percent(share)}" for level, share in shares.items())
        parts.append(f"The game takes its probabilities of “{option.name}” from this: {told}.")
    return parts


def _around(low: float, high: float) -> str:
    return f"it says {low:.0f}" if round(low) == round(high) else f"it lies between {low:.0f} and {high:.0f}"


def _nearest(issue: Issue, place: float) -> str:
    return issue.scale[min(issue.scale, key=lambda at: abs(float(at) - place))]


# ------------------------------------------------------------------------------------------------ tables


def _positions(case: Case, s: Settlement) -> Table:
    issue, decision = case.issues[s.issue], case.issues[s.issue].decision
    rows = []
    for who, p in issue.positions.items():
        part = [
            word for word, ids in (("proposes", decision.proposes), ("veto", decision.veto)) if who in ids
        ]
        rows.append(
            row(
                capital(party_name(case, who)),
                str(p.at),
                str(p.salience),
                _counts(issue, p),
                ", ".join(part),
                str(p.evidence),
            )
        )
    stands = f" Without a text it stays at {issue.reference}." if issue.reference is not None else ""
    note = f"Places: {'; '.join(f'{at} {words}' for at, words in issue.scale.items())}.{stands}"
    heads = ("Actor", "Wants", "Cares", "Counts for", "Part", "Rests on")
    return Table(f"{capital(issue.name)}: who wants what", heads, tuple(rows), note)


def _counts(issue: Issue, p: Position) -> str:
    return {"custom": str(p.capability), "votes": count(p.votes, "vote"), "veto": "1"}[issue.decision.by]


def _rules(case: Case, s: Settlement) -> Table:
    issue = case.issues[s.issue]
    heads = ["Rule", "Median", "Mean", "80% of the probability"] + (["Off by"] if issue.written else [])
    rows = []
    for name in sorted(s.spreads, key=lambda name: name != s.rule):
        spread, over = s.spreads[name], s.over_worlds(name)
        low, high = (float(x[0]) for x in shortest(over))
        cells: list[Cell] = [
            capital(RULES[name].title) + (" (counts)" if name == s.rule else ""),
            f"{float(median(over)[0]):.0f}",
            _points(Estimate.of(spread.mean)),
            _reach(low, high),
        ]
        if issue.written is not None:
            cells.append(f"{float(crps(over, np.array([issue.written.at]))[0]):.0f}")
        rows.append(tuple(cells))
    note = f"Places from 0 to 100. Mean over worlds ± one standard error; {len(s):,} worlds."
    if issue.written is not None:
        note += " Off by: CRPS; for a single value its distance from what was written."
    return Table(capital(issue.name), tuple(heads), tuple(rows), note)


def _points(e: Estimate) -> Figure:
    error = f" ± {significant(e.se)}" if e.se > 1e-6 else ""
    return Figure(f"{e.value:.1f}{error}", e.value, e.se, e.worlds, share=False)


def _parts(case: Case, s: Settlement) -> Table:
    issue = case.issues[s.issue]
    shown = [s.rule, *(r for r in _SHOWN if r in s.spreads and r != s.rule)]
    columns = {name: _shares(s.over_worlds(name)) for name in shown}
    rows = []
    for k, (low, high) in enumerate(_PARTS):
        words = [w for at, w in issue.scale.items() if low <= float(at) < high + (high == 100)]
        rows.append(row(f"{low} to {high}", "; ".join(words), *(percent(columns[name][k]) for name in shown)))
    heads = ("Place", "Which says", *(capital(RULES[name].title) for name in shown))
    note = f"Probability of each part of the scale, mean over {len(s):,} worlds."
    return Table(f"{capital(issue.name)}: how probable is what", heads, tuple(rows), note)


def _shares(spread: Spread) -> list[float]:
    last = len(_PARTS) - 1
    return [float(spread.between(low, high, closed=k == last)[0]) for k, (low, high) in enumerate(_PARTS)]


def _levels(case: Case, s: Settlement) -> dict[str, float]:
    """Mean probability of each level that an issue sets."""
    sets, spread = case.issues[s.issue].sets, s.over_worlds()
    assert sets is not None
    spans = {level: case.resolve(q).span for level, q in sets.levels.items()}
    found, below = {}, 0.0
    for level in sorted(spans, key=lambda level: spans[level]):
        reached = float(spread.between(0, spans[level][1])[0])
        found[level], below = reached - below, reached
    return found


def _picture(case: Case, s: Settlement, tables: tuple[Table, ...]) -> Places:
    issue, spread = case.issues[s.issue], s.over_worlds()
    weight = s.given.weight[0] / s.given.weight[0].max()
    rows = tuple(
        Place(capital(party_name(case, who)), *(at := _range(case, p)), float(w), _reach(at[0], at[2]))
        for (who, p), w in zip(issue.positions.items(), weight, strict=True)
    )
    marks = (
        [(float(s.given.reference[0]), "what stands without a text")] if issue.reference is not None else []
    )
    marks += [(issue.written.at, "what was written")] if issue.written is not None else []
    shares = _shares(spread)
    parts = tuple((float(a), float(b), p) for (a, b), p in zip(_PARTS, shares, strict=True))
    low, high = (float(x[0]) for x in shortest(spread))
    words = f"Bars over the scale by the {RULES[s.rule].title}: " + "; ".join(
        f"{a:g} to {b:g} {percent(p)}" for a, b, p in parts
    )
    anchors = tuple((float(at), told) for at, told in issue.scale.items())
    title = f"{capital(issue.name)}: who stands where, and what a text may say"
    key = f"text-{s.issue.lower().replace('_', '-')}"
    return Places(key, title, words + ".", tables, anchors, rows, parts, (low, high), tuple(marks))


def _range(case: Case, p: Position) -> tuple[float, float, float]:
    at = case.resolve(p.at)
    return (max(at.span[0], 0.0), at.central, min(at.span[1], 100.0))


def _reach(low: float, high: float) -> str:
    return f"{low:.0f}" if round(low) == round(high) else f"{low:.0f} to {high:.0f}"


def _plain(case: Case, s: Settlement) -> dict[str, object]:
    issue = case.issues[s.issue]
    rules = {}
    for name in s.spreads:
        over, means = s.over_worlds(name), Estimate.of(s.spreads[name].mean)
        low, high = (float(x[0]) for x in shortest(over))
        rules[name] = {
            "mean": {"value": means.value, "se": means.se, "worlds": means.worlds},
            "median": float(median(over)[0]),
            "interval": {"level": 0.8, "low": low, "high": high},
            "parts": [
                {"from": a, "to": b, "probability": p}
                for (a, b), p in zip(_PARTS, _shares(over), strict=True)
            ],
        }
        if issue.written is not None:
            rules[name]["crps"] = float(crps(over, np.array([issue.written.at]))[0])
    return {
        "issue": s.issue,
        "name": issue.name,
        "rule": s.rule,
        "worlds": len(s),
        "seed": s.seed,
        "positions": {a: {"at": str(p.at), "salience": str(p.salience)} for a, p in issue.positions.items()},
        "rules": rules,
        "written": issue.written.at if issue.written else None,
        "levels": _levels(case, s) if issue.sets else None,
    }
