"""What a crowd of forecasters achieves on questions of geopolitics: a yardstick, not a rival.

The questions are others, so the crowd's score says how well such things can be foretold ten days ahead, and
not who is better. Derived from the resolved questions of ForecastBench (Forecasting Research Institute,
CC BY-SA 4.0), question sets of October 2025 to August 2026; the figures below are ours.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from detente.errors import DetenteError
from detente.files import opened

__all__ = ["CREDIT", "CROWD", "Bin", "Crowd", "crowd", "read_crowd"]

CREDIT = "ForecastBench, Forecasting Research Institute, CC BY-SA 4.0; figures derived by detente"

#: Upper ends of the bins of probability.
_EDGES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of about the same probability: upper end, how many, and the share that came true."""

    to: float
    number: int
    share: float


@dataclass(frozen=True, slots=True)
class Crowd:
    """How a crowd did.

    Parameters
    ----------
    brier
        Its mean Brier score, 0 to 1.
    base_rate
        The score of saying always how often yes came.
    rows, questions
        Forecasts scored, and different questions behind them.
    share
        How often yes came.
    bins
        How often it came for each range of probability; empty ranges are left out.
    """

    brier: float
    base_rate: float
    rows: int
    questions: int
    share: float
    bins: tuple[Bin, ...] = ()

    @property
    def skill(self) -> float:
        """Share of the base rate's score that the crowd did away with."""
        return 1 - self.brier / self.base_rate


def crowd(rows: Iterable[Mapping[str, str]]) -> Crowd:
    """Score a crowd.

    Parameters
    ----------
    rows
        With ``source``, ``id``, ``crowd_probability`` and ``outcome``, and ``geopolitics`` 1 for those
        that count.

    Raises
    ------
    ValueError
        If nothing counts, or a probability or an outcome lies outside 0 to 1.
    """
    kept = [r for r in rows if r.get("geopolitics", "1") == "1"]
    if not kept:
        raise ValueError("there is nothing to score")
    pairs = [(float(r["crowd_probability"]), float(r["outcome"])) for r in kept]
    if not all(0 <= x <= 1 for pair in pairs for x in pair):
        raise ValueError("a probability or an outcome lies outside 0 to 1")
    share = math.fsum(y for _, y in pairs) / len(pairs)
    brier = math.fsum((p - y) ** 2 for p, y in pairs) / len(pairs)
    questions = len({(r["source"], r["id"]) for r in kept})
    return Crowd(brier, share * (1 - share), len(pairs), questions, share, tuple(_bins(pairs)))


def _bins(pairs: list[tuple[float, float]]) -> Iterable[Bin]:
    low = -1.0
    for edge in _EDGES:
        inside = [y for p, y in pairs if low < p <= edge]
        if inside:
            yield Bin(edge, len(inside), math.fsum(inside) / len(inside))
        low = edge


def read_crowd(file: str | Path) -> Crowd:
    """Score the crowd of a file of resolved questions.

    Parameters
    ----------
    file
        CSV or JSON lines, a forecast each.

    Raises
    ------
    OSError
        If it cannot be read.
    DetenteError
        If it does not hold such questions.
    """
    with opened(file) as stream, TextIOWrapper(stream, encoding="utf-8", newline="") as text:
        try:
            return crowd(csv.DictReader(text))
        except (csv.Error, ArithmeticError, KeyError, TypeError, ValueError) as error:
            raise DetenteError(f"{file}: not a file of resolved questions: {error!r:.100}") from error


#: The figures of the resolved questions of geopolitics: 415 forecasts of 193 questions.
CROWD = Crowd(
    brier=0.101602,
    base_rate=0.194803,
    rows=415,
    questions=193,
    share=0.26506,
    bins=(
        Bin(0.05, 130, 0.0),
        Bin(0.1, 36, 0.055556),
        Bin(0.2, 59, 0.033898),
        Bin(0.3, 36, 0.305556),
        Bin(0.4, 26, 0.384615),
        Bin(0.6, 57, 0.45614),
        Bin(0.8, 31, 0.677419),
        Bin(0.9, 11, 0.818182),
        Bin(1.0, 29, 1.0),
    ),
)
