"""What is asked of a case: one record that every way to findings takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict

from detente.case import Case
from detente.case.nearest import nearest
from detente.dynamics import Learned
from detente.ensemble import Plan, Prepared, Runs, run
from detente.errors import UnknownName
from detente.game import LIMIT

__all__ = ["PARTS", "QUICK", "Ask", "Asked", "asked"]

#: What findings are made of. The first four, ``unreached`` and ``ways`` belong to each choice, those from
#: ``robust`` on to how sure the comparison is; ``bands`` and ``watch`` are of dates.
PARTS = frozenset(
    {"choices", "paths", "reasons", "graph", "drivers", "claims", "idle", "robust", "sensitivity", "values"}
    | {"convergence", "regrets", "boxes", "flips", "alternatives", "bands", "watch"}
    | {"consequences", "policies", "choosing", "beyond", "unreached", "ways", "orders"}
)

#: All but what takes long or is read only on the page: the smallest changes that turn the answer, the bands
#: of rates known less well, the policies of the other actors, ways to each outcome, orders of situations.
QUICK = PARTS - {"flips", "bands", "policies", "ways", "orders"}

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Ask:
    """Everything that is asked of a case, and who works it out.

    Parameters
    ----------
    worlds
        Number of random worlds, on top of the central one. A case in which nothing is uncertain has
        only the central one.
    seed
        Same seed, same answer, on any number of workers.
    design, chance
        How worlds and chance levels are chosen; see `detente.ensemble.Plan`.
    alternatives
        Ids of structural alternatives of the case that are solved too, on the same worlds.
    choices
        Ids of the choices that are solved; all by default.
    parts
        What is computed, of `PARTS`; what is left out is empty in the findings.
    certified
        Whether every reason is put to the independent checker.
    sensitivity
        Worlds in each base sample of a design that tells apart what judgements do alone and together;
        0 for none. It costs this number times two more than the groups of judgements.
    dated
        Number of random worlds that are followed through time by the case's clock; 0 for none. A case
        without a clock has no dates.
    learned
        What a history left of rates, precision and weights (`detente.dynamics.learn`): dates rest on it.
    limit
        Most states held at once.
    workers
        Threads; all processors by default.
    executor, folder
        Who solves the worlds, and where finished chunks are kept; see `detente.ensemble.run`.
    progress
        Called with the number of worlds done and the number in all.

    Raises
    ------
    UnknownName
        If there is no such part.

    Examples
    --------
    >>> Ask(worlds=200, parts=frozenset({"choices"})).plan.worlds
    200
    """

    worlds: int = 1000
    seed: int = 1
    design: str = "random"
    chance: str | Mapping[str, str] = "drawn"
    alternatives: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    parts: frozenset[str] = PARTS
    certified: bool = False
    sensitivity: int = 0
    dated: int = 0
    learned: Learned | None = None
    limit: int = LIMIT
    workers: int | None = None
    executor: Executor | None = None
    folder: str | Path | None = None
    progress: Tell | None = None

    def __post_init__(self) -> None:
        for part in sorted(self.parts - PARTS):
            raise UnknownName("part of findings", part, tuple(nearest(part, sorted(PARTS))))

    @property
    def plan(self) -> Plan:
        """Which worlds are solved, for which choices."""
        return Plan(
            self.design, self.worlds, self.seed, self.chance, tuple(self.alternatives), choices=self.choices
        )

    def wants(self, *parts: str) -> bool:
        """Whether any of some parts is asked for."""
        return not self.parts.isdisjoint(parts)

    def run(self, case: Case | Prepared, plan: Plan | None = None) -> Runs:
        """Solve the worlds of a plan, by default of what is asked.

        Parameters
        ----------
        case
            The case, or the case made ready.
        plan
            Which worlds.
        """
        return run(
            case, plan or self.plan, self.workers, self.executor, self.folder, self.progress, self.limit
        )


class Asked(TypedDict, total=False):
    """The fields of an `Ask` by name, for calls that write them out."""

    worlds: int
    seed: int
    design: str
    chance: str | Mapping[str, str]
    alternatives: tuple[str, ...]
    choices: tuple[str, ...]
    parts: frozenset[str]
    certified: bool
    sensitivity: int
    dated: int
    learned: Learned | None
    limit: int
    workers: int | None
    executor: Executor | None
    folder: str | Path | None
    progress: Tell | None


def asked(ask: Ask | None, fields: Asked) -> Ask:
    """Return what is asked, as a record.

    Parameters
    ----------
    ask
        A record; a plain `Ask` if there is none.
    fields
        What is otherwise in it.
    """
    return replace(ask or Ask(), **fields)
