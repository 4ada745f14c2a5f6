"""Runs in folders: which there are, and two of them side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, digest
from detente.ensemble.plan import Plan
from detente.ensemble.storage.store import FORMAT, Store, duckdb, key_of, read_json
from detente.errors import DetenteError, RunRefused
from detente.version import VERSION

__all__ = ["Contrast", "Stored", "contrast", "stored"]

Floats = NDArray[np.float64]

#: Alternative, choice and outcome.
Key = tuple[str, str, str]

#: Points, and the share of each.
Part = tuple[NDArray[np.int64], Floats]

#: A mean, its standard error, and the number of draws.
Mean = tuple[float, float, int]

UNKNOWN: Mean = (float("nan"), float("nan"), 0)


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """A run in a folder.

    Parameters
    ----------
    folder
        The folder.
    case, digest, version
        Which case, and what computed it.
    plan
        What was asked for.
    worlds
        Worlds in all, the central one among them.
    finished, chunks
        Chunks that are there, of how many.
    """

    folder: Path
    case: str
    digest: str
    version: str
    plan: Plan
    worlds: int
    finished: int
    chunks: int

    @property
    def whole(self) -> bool:
        """Whether every chunk is there."""
        return self.finished == self.chunks

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain types, for JSON."""
        names = ("case", "digest", "version", "worlds", "finished", "chunks")
        plain = {name: getattr(self, name) for name in names}
        return {"folder": str(self.folder), **plain, "plan": self.plan.to_dict()}


@dataclass(frozen=True, slots=True)
class Contrast:
    """One outcome under one choice in two runs.

    Parameters
    ----------
    alternative, choice, outcome
        What is compared; ``unsettled`` where play does not come to rest.
    one, other, difference
        Mean share, its standard error and the number of draws behind it, in each run and of the second
        less the first. A run that lacks the choice or the alternative has `nan` and no draws.
    common
        Whether the difference was taken draw by draw, on the draws that both runs share, and not between
        independent samples.
    """

    alternative: str
    choice: str
    outcome: str
    one: Mean
    other: Mean
    difference: Mean
    common: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain types, for JSON; what is not known is left out."""
        told: dict[str, Any] = {n: getattr(self, n) for n in ("alternative", "choice", "outcome", "common")}
        for name in ("one", "other", "difference"):
            value, se, draws = getattr(self, name)
            if draws:
                told[name] = {"value": value, "se": se, "draws": draws}
        return told


def stored(folder: str | Path) -> tuple[Stored, ...]:
    """List the runs of a folder, or the one that the folder itself is, by name.

    Parameters
    ----------
    folder
        A folder of runs, or that of one run.

    Raises
    ------
    RunRefused
        If there is no such folder, or a run in it cannot be read.
    """
    place = Path(folder)
    if not place.is_dir():
        raise RunRefused(f"there is no folder {folder}")
    found = [place] if (place / "run.json").exists() else sorted(f.parent for f in place.glob("*/run.json"))
    return tuple(_stored(f)[0] for f in found)


def _stored(folder: Path) -> tuple[Stored, Store]:
    record = read_json(folder / "run.json")
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        told = record.get("format") if isinstance(record, dict) else None
        raise RunRefused(f"{folder / 'run.json'} has format {told!r:.40}; this version reads {FORMAT}")
    try:
        case, plan = Case.model_validate(read_json(folder / "case.json")), Plan.from_dict(record["plan"])
        slug, said, version = (_text(record[name]) for name in ("case", "digest", "version"))
        worlds, chunk, chunks = (_count(record[name]) for name in ("worlds", "chunk", "chunks"))
    except (AttributeError, KeyError, TypeError, ValueError, DetenteError) as error:
        raise RunRefused(f"{folder} does not hold a run: {_short(error)}") from None
    if chunks != -(-worlds // chunk):
        raise RunRefused(f"{folder} does not hold a run: {worlds} worlds are not {chunks} chunks of {chunk}")
    if version == VERSION and said != digest(case):
        raise RunRefused(f"{folder} does not hold a run: case.json is not the case of run.json")
    store = Store(folder, key_of(record), case, plan, chunk, chunks)
    return Stored(folder, slug, said, version, plan, worlds, len(store.finished()), chunks), store


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r:.40} is no text")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise ValueError(f"{value!r:.40} is no number of worlds or chunks")
    return value


def _short(error: Exception) -> str:
    """Return the first line of what is wrong."""
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0]:.200}" if lines else type(error).__name__


def contrast(one: str | Path, other: str | Path) -> tuple[Contrast, ...]:
    """Put two runs side by side: how often each outcome follows from each choice, and the difference.

    Runs of the same design and seed share their draws, quantity by quantity, even where their cases differ;
    the difference is then taken world by world.

    Parameters
    ----------
    one
        Folder of the first run.
    other
        Folder of the second.

    Raises
    ------
    RunRefused
        If one of them is not there, not finished, or not readable.
    """
    (first, a), (second, b) = (_parts(Path(f)) for f in (one, other))
    common = _common(first, second)
    return tuple(_contrast(key, a.get(key), b.get(key), common) for key in dict.fromkeys([*a, *b]))


def _common(one: Stored, other: Stored) -> bool:
    """Whether point k of one run is made from the draw of point k of the other."""
    a, b = one.plan, other.plan
    same = (a.design, a.seed, a.groups) == (b.design, b.seed, b.groups)
    return same and (a.design != "latin" or a.worlds == b.worlds)


def _parts(folder: Path) -> tuple[Stored, Mapping[Key, Part]]:
    """Alternative, choice and outcome -> points, and the share of each."""
    if not (folder / "run.json").exists():
        raise RunRefused(f"{folder} does not hold a run")
    told, store = _stored(folder)
    if not told.whole:
        raise RunRefused(
            f"{folder} is not finished: {told.finished} of {told.chunks} chunks; "
            "the command that began it goes on from there"
        )
    outcomes = list(store.case.outcomes)
    columns = _fetched(store, outcomes)
    found: dict[Key, Part] = {}
    pairs = dict.fromkeys(zip(columns["alternative"].tolist(), columns["choice"].tolist(), strict=True))
    for alternative, choice in pairs:
        rows = (columns["alternative"] == alternative) & (columns["choice"] == choice)
        for k, outcome in enumerate([*outcomes, "unsettled"]):
            found[alternative, choice, outcome] = columns["point"][rows], columns[f"part{k}"][rows]
    return told, found


def _fetched(store: Store, outcomes: list[str]) -> Mapping[str, NDArray[Any]]:
    """Sums over the worlds of each point, taken by DuckDB."""
    names = ['"outcome:' + o.replace('"', '""') + '"' for o in outcomes]
    parts = [f"sum(w.weight * (a.points > 0)::INT * a.{name}) AS part{k}" for k, name in enumerate(names)]
    parts.append(f"sum(w.weight * (a.points = 0)::INT) AS part{len(names)}")
    query = (
        f"SELECT a.alternative, a.choice, w.point, {', '.join(parts)} "
        "FROM read_parquet($answers, hive_partitioning = false) a "
        "JOIN read_parquet($worlds, hive_partitioning = false) w USING (world) "
        "WHERE a.concept = $concept AND w.weight > 0 GROUP BY ALL ORDER BY ALL"
    )
    files = {name: store.tables(name) for name in ("answers", "worlds")}
    module = duckdb()
    try:
        with module.connect() as connection:
            found: Mapping[str, NDArray[Any]] = connection.execute(
                query, {**files, "concept": store.case.concept}
            ).fetchnumpy()
    except (module.Error, ValueError) as error:  # the second of texts that are none
        raise RunRefused(f"{store.folder} cannot be read: {_short(error)}") from None
    return found


def _contrast(key: Key, one: Part | None, other: Part | None, common: bool) -> Contrast:
    a, b = (UNKNOWN if part is None else _mean(part[1]) for part in (one, other))
    if one is None or other is None:
        return Contrast(*key, a, b, UNKNOWN, False)
    if not common:
        return Contrast(*key, a, b, (b[0] - a[0], float(np.hypot(a[1], b[1])), min(a[2], b[2])), False)
    _, here, there = np.intersect1d(one[0], other[0], assume_unique=True, return_indices=True)
    return Contrast(*key, a, b, _mean(other[1][there] - one[1][here]), True)


def _mean(values: Floats) -> Mean:
    n = len(values)
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(n)) if n > 1 else 0.0, n
