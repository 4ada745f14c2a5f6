"""What a history teaches, in words: prior and posterior side by side, and what it cannot speak to."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from detente.case import Case
from detente.dynamics import Calibration, Learned
from detente.paper.english import join, sentence
from detente.paper.model import Part, Table, row
from detente.paper.numbers import count, percent

__all__ = ["calibration_json", "calibration_parts"]

#: Posterior over prior deviation below which the history is said to speak of a parameter.
CLEAR, FAINT = 0.7, 0.9

_NOTE = (
    "Middle and 90% interval, before and after the history. Left is the deviation after over that before, on "
    "the scale on which the prior is normal: 1 where the history says nothing, near 0 where it decides."
)

_READINGS = "By how well each reading foretold the history, whole as it is; approximate (Laplace)."


def calibration_parts(case: Case, learned: Learned, full: bool = False) -> list[Part]:
    """Say what was learned, from how much, and what the history cannot tell.

    Parameters
    ----------
    case
        The case.
    learned
        What its history says of weights, rates and precision.
    full
        Whether every quantity is listed, and not only those that moved.
    """
    found = learned.calibrations[""]
    told: list[Part] = [*_head(case, learned, found), *_doubts(found)]
    told += [_table(case, found, kind, full) for kind in _kinds(found)]
    told += [t for t in (_directions(found), _readings(case, learned)) if t.rows]
    return told


def _head(case: Case, learned: Learned, found: Calibration) -> Iterator[str]:
    seen, path = found.posterior.observed, learned.path
    moves = sum(seen.moves.values())
    yield (
        f"From {path.start} to {path.end} the history has {count(moves, 'move')} to learn from: "
        + join([f"{n} of {case.actors[a].name}" for a, n in seen.moves.items()])
        + ". Where nobody moved, that counts too."
    )
    if learned.lapsed:
        yield sentence(
            f"{count(learned.lapsed, 'change')} are no event but the end of a level that the rules of the "
            "history let lapse after a time of silence; their dates are a convention"
        )
    if seen.changes:
        yield sentence(
            f"{count(len(seen.changes), 'change')} were nobody's move (chance, a shock, or not allowed by "
            "the game) and are taken as given"
        )
    if seen.held:
        yield sentence(
            f"These options have no history and stay where the case has them: {join([*seen.held])}"
        )
    if seen.outside > 0:
        yield f"For {seen.outside:.1f} years the record is in situations that the case rules out."
    yield (
        f"Of {count(len(found.parameters), 'parameter')} the history determines about "
        f"{found.learned:.1f}. {_spoken(found, 'weight')} {_spoken(found, 'rate')} "
        f"{_spoken(found, 'precision')}"
    )


def _spoken(found: Calibration, kind: str) -> str:
    spread = [s for s, p in zip(found.spread.tolist(), found.parameters, strict=True) if p.kind == kind]
    if not spread:
        return f"No {kind} is uncertain."
    clear, faint = sum(s < CLEAR for s in spread), sum(CLEAR <= s < FAINT for s in spread)
    if len(spread) == 1:
        word = "clearly" if clear else "faintly"
        return f"It speaks {word} of the {kind}." if clear or faint else f"It says nothing of the {kind}."
    said = [f"clearly of {_part(clear, len(spread))}"] * bool(clear)
    said += [f"faintly of {_part(faint, len(spread))}"] * bool(faint)
    whole = f"the {len(spread)} {kind}s"
    return f"Of {whole} it speaks {join(said)}." if said else f"Of {whole} it says nothing."


def _part(some: int, whole: int) -> str:
    return "all" if some == whole else str(some)


def _doubts(found: Calibration) -> Iterator[str]:
    if not found.settled:
        yield "The search for the most probable values did not settle; take the numbers with care."
    if found.sample is None:
        yield "The intervals are approximate (Laplace): nothing was sampled."
    elif not found.sample.trusted:
        yield (
            f"The samplers do not agree well enough (R-hat {found.sample.rhat.max():.2f}, "
            f"{found.sample.ess.min():.0f} effective draws): ask for more draws."
        )


def _kinds(found: Calibration) -> list[str]:
    return [k for k in ("rate", "precision", "weight") if any(p.kind == k for p in found.parameters)]


def _table(case: Case, found: Calibration, kind: str, full: bool) -> Table:
    before, after = found.before(), found.interval()
    order = [k for k, p in enumerate(found.parameters) if p.kind == kind]
    shown = order if full or kind != "weight" else sorted(order, key=lambda k: found.spread[k])[:12]
    rows = tuple(
        row(_name(case, found, k), _span(before[k]), _span(after[k]), f"{found.spread[k]:.2f}") for k in shown
    )
    title = {
        "rate": "How often a year",
        "precision": "How surely the better move is taken",
        "weight": "Weights",
    }
    left_out = len(order) - len(shown)
    note = _NOTE + (f" The {left_out} weights of which it says least are left out." if left_out else "")
    return Table(title.get(kind, "Weights"), ("Parameter", "Before", "After", "Left"), rows, note)


def _name(case: Case, found: Calibration, k: int) -> str:
    parameter = found.parameters[k]
    if parameter.kind == "weight":
        return parameter.id.partition(":")[2]
    return case.actors[parameter.actor].name if parameter.actor in case.actors else "all actors"


def _span(ends: Sequence[float]) -> str:
    low, middle, high = (_two(v) for v in ends)
    return f"{middle} ({low} to {high})"


def _two(value: float) -> str:
    """Two digits that count, and no power of ten."""
    places = 1 - math.floor(math.log10(abs(value))) if value else 1
    return f"{value:.{min(max(places, 0), 3)}f}".replace("-", "−")


def _directions(found: Calibration) -> Table:
    rows = []
    for direction in found.directions():
        parts = [
            f"{x:+.1f} {_plain(name)}".replace("-", "−") for name, x in direction.loadings if abs(x) >= 0.3
        ]
        rows.append(row(", ".join(parts[:4]), f"{direction.strength:.1f}"))
    note = "Combinations on the normal scale; at a strength of 1 the history halves the variance."
    return Table("What the history speaks to", ("Combination", "Strength"), tuple(rows), note)


def _plain(name: str) -> str:
    kind, _, rest = name.partition(":")
    return rest if kind == "weight" else f"{kind} of {rest}"


def _readings(case: Case, learned: Learned) -> Table:
    rows = tuple(
        row(case.readings[r].name, percent(learned.before[r]), percent(share))
        for r, share in learned.credence.items()
    )
    return Table("Which reading the history supports", ("Reading", "Before", "After"), rows, _READINGS)


def calibration_json(learned: Learned) -> str:
    """Return what was learned as JSON.

    Parameters
    ----------
    learned
        What its history says of weights, rates and precision.
    """
    found = learned.calibrations[""]
    seen, before, after = found.posterior.observed, found.before(), found.interval()
    rows = [
        {"id": p.id, "kind": p.kind, "actor": p.actor, "prior": before[k].tolist(),
         "posterior": after[k].tolist(), "left": float(found.spread[k])}
        for k, p in enumerate(found.parameters)
    ]  # fmt: skip
    told: dict[str, Any] = {
        "case": found.case,
        "from": str(learned.path.start),
        "to": str(learned.path.end),
        "moves": dict(seen.moves),
        "not_moves": [asdict(c) for c in seen.changes],
        "lapsed": learned.lapsed,
        "held": dict(seen.held),
        "outside_years": seen.outside,
        "parameters": rows,
        "determined": found.learned,
        "directions": [
            {"strength": d.strength, "loadings": dict(d.loadings[:8])} for d in found.directions()
        ],
        "readings": {r: {"before": learned.before[r], "after": v} for r, v in learned.credence.items()},
        "settled": found.settled,
        "sampling": None
        if found.sample is None
        else {
            "draws": len(found.sample.draws), "rhat": float(found.sample.rhat.max()),
            "ess": float(found.sample.ess.min()), "seed": found.sample.seed,
        },
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=2)
