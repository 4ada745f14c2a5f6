"""``python -m detente.bargaining.score FILE.csv``: how the rules did on real decisions."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from detente.bargaining.marks import crps, log_score, median, shortest
from detente.bargaining.model import SCALE, Floats, Positions, Spread, shares, sure
from detente.bargaining.reading import Decisions, read_decisions
from detente.bargaining.rules import RULES
from detente.errors import DetenteError
from detente.paper.estimate import NORMAL, Estimate

__all__ = ["AGAINST", "Marks", "Measured", "Scores", "chosen", "clustered", "main", "marked", "score"]

#: The rule that all are compared with.
AGAINST = "condorcet"

#: Parts of the scale of the uniform distribution, narrow enough for two digits.
_PARTS = 1000


@dataclass(frozen=True, slots=True)
class Measured:
    """A mean over issues with its 95% interval, clustered by act."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Marks:
    """How one rule did.

    Parameters
    ----------
    rule
        Its name.
    issues, acts
        On how many: those that it can be used on.
    error, middle_error
        Mean absolute error of its mean and of its median, in points of the scale.
    near
        Share of issues in which its median was off by 10 points at most.
    crps, log_score
        See `detente.bargaining.marks`.
    difference
        CRPS minus that of the Condorcet election, on the same issues.
    covered, width
        Share of issues in which the shortest 80% interval held what was written, and its mean width.
    """

    rule: str
    issues: int
    acts: int
    error: Measured
    middle_error: Measured
    near: Measured
    crps: Measured
    difference: Measured
    log_score: Measured
    covered: Measured
    width: Measured


@dataclass(frozen=True, slots=True)
class Scores:
    """How all rules did, those named in `RULES` first, then simple ones that know less."""

    issues: int
    acts: int
    left_out: int
    filled: int
    rows: tuple[Marks, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain types, for JSON; null where there is no number."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)).replace("NaN", "null"))
        return plain


def clustered(values: Floats, acts: Sequence[str]) -> Measured:
    """Average over issues, with an interval that takes the issues of an act for one observation.

    Parameters
    ----------
    values
        (B,) one number for each issue.
    acts
        (B,) the act of each.

    Notes
    -----
    A ratio of sums over acts, with the standard error of the delta method (Cochran 1977, Sampling Techniques,
    ch. 6); `nan` ends where there is one act only.
    """
    _, act = np.unique(np.asarray(acts), return_inverse=True)
    sums = np.bincount(act, values).astype(np.float64)
    found = Estimate.ratio(sums, np.bincount(act).astype(np.float64))
    half = NORMAL * found.se if found.worlds > 1 else float("nan")
    return Measured(found.value, found.value - half, found.value + half)


def marked(rule: str, spread: Spread, against: Floats, outcome: Floats, acts: Sequence[str]) -> Marks:
    """Score the distributions of one rule.

    Parameters
    ----------
    rule
        Its name.
    spread
        Its distributions of B issues.
    against
        (B,) CRPS of the Condorcet election.
    outcome
        (B,) what was written.
    acts
        (B,) the act of each issue.
    """
    loss, centre = crps(spread, outcome), median(spread)
    low, high = shortest(spread)
    told = {
        "error": np.abs(spread.mean - outcome),
        "middle_error": np.abs(centre - outcome),
        "near": (np.abs(centre - outcome) <= 10) * 1.0,
        "crps": loss,
        "difference": loss - against,
        "log_score": log_score(spread, outcome),
        "covered": ((low - 1e-9 <= outcome) & (outcome <= high + 1e-9)) * 1.0,
        "width": high - low,
    }
    return Marks(rule, len(outcome), len(set(acts)), **{k: clustered(v, acts) for k, v in told.items()})


def score(found: Decisions) -> Scores:
    """Score all rules, and simple ones beside them.

    Parameters
    ----------
    found
        Decisions whose outcome is known.
    """
    rows = []
    against = crps(RULES[AGAINST].settle(found.given), found.outcome)
    known = np.flatnonzero(~np.isnan(found.given.reference))
    every = np.arange(len(found.issues))
    for name, rule in RULES.items():
        use = known if rule.consent else every
        if len(use):
            spread = rule.settle(chosen(found.given, use))
            rows.append(_row(name, spread, use, against, found))
    for name, spread in _simple(found.given).items():
        rows.append(_row(name, spread, every, against, found))
    if len(known):
        stands = np.where(np.isnan(found.given.reference), SCALE / 2, found.given.reference)
        rows.append(_row("reference, or middle", sure(stands), every, against, found))
    return Scores(len(found.issues), len(set(found.acts)), found.left_out, found.filled, tuple(rows))


def _row(name: str, spread: Spread, use: Any, against: Floats, found: Decisions) -> Marks:
    return marked(name, spread, against[use], found.outcome[use], [found.acts[k] for k in use])


def _simple(given: Positions) -> Mapping[str, Spread]:
    """What anybody could say without a rule."""
    equal = shares(np.ones(given.at.shape), given.present)
    n = len(given)
    inside = np.tile((np.arange(_PARTS) + 0.5) * SCALE / _PARTS, (n, 1))
    return {
        "positions, weighted": Spread(given.at, given.weight),
        "positions": Spread(given.at, equal),
        "uniform": Spread(inside, np.full(inside.shape, 1 / _PARTS)),
        "mean of actors": sure((equal * given.at).sum(axis=1)),
        "middle": sure(np.full(n, SCALE / 2)),
    }


def chosen(given: Positions, use: Any) -> Positions:
    """Return some of the bargains.

    Parameters
    ----------
    given
        All of them.
    use
        Which: their numbers, or one truth for each.
    """

    def kept(record: Any) -> dict[str, Any]:
        return {
            f.name: v[use] for f in fields(record) if isinstance(v := getattr(record, f.name), np.ndarray)
        }

    consent = given.consent and replace(given.consent, **kept(given.consent))
    return replace(given, consent=consent, **kept(given))


_HEAD = (
    "rule",
    "issues",
    "MAE mean",
    "MAE median",
    "within 10",
    "CRPS",
    "minus Condorcet",
    "log",
    "80% covers",
    "width",
)


def _lines(scores: Scores) -> list[str]:
    table = [_HEAD]
    for m in scores.rows:
        interval = f"{m.crps.value:.2f} [{m.crps.low:.2f}, {m.crps.high:.2f}]"
        difference = f"{m.difference.value:+.2f} [{m.difference.low:+.2f}, {m.difference.high:+.2f}]"
        error = f"{m.error.value:.2f} [{m.error.low:.1f}, {m.error.high:.1f}]"
        logs = f"{m.log_score.value:.2f} [{m.log_score.low:.2f}, {m.log_score.high:.2f}]"
        covered = f"{m.covered.value:.2f} [{m.covered.low:.2f}, {m.covered.high:.2f}]"
        middle, near, width = f"{m.middle_error.value:.2f}", f"{m.near.value:.2f}", f"{m.width.value:.0f}"
        table.append((m.rule, str(m.issues), error, middle, near, interval, difference, logs, covered, width))
    widths = [max(len(row[k]) for row in table) for k in range(len(_HEAD))]
    return ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in table]


def main(words: Sequence[str]) -> int:
    """Print the table of a file; ``--json`` prints the numbers instead.

    Parameters
    ----------
    words
        What stands behind the command: one file, and perhaps ``--json``.

    Returns
    -------
    int
        Exit code: 0, or 2 with one message on standard error.
    """
    files = [w for w in words if w != "--json"]
    if len(files) != 1 or files[0].startswith("-"):
        print("usage: python -m detente.bargaining.score FILE.csv [--json]", file=sys.stderr)
        return 2
    try:
        scores = score(read_decisions(Path(files[0])))
    except DetenteError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{files[0]}: {error.strerror or error}", file=sys.stderr)
        return 2
    if "--json" in words:
        print(json.dumps(scores.to_dict(), indent=2))
        return 0
    told = (
        f"{scores.issues} issues of {scores.acts} acts; left out, without outcome or positions: "
        f"{scores.left_out}; rows filled in: {scores.filled}; 95% intervals, clustered by act"
    )
    try:
        print("\n".join([told, *_lines(scores)]), flush=True)
    except BrokenPipeError:  # whoever read it has seen enough; nothing is left to write when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
