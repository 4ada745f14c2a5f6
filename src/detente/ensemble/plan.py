"""What is to be computed: how worlds are chosen, how many, and under which chance levels and variants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.case import Case
from detente.case.nearest import nearest
from detente.errors import DetenteError, UnknownName

__all__ = ["DESIGNS", "Plan"]

#: Ways to choose worlds; those of the second half are made to be compared row by row.
DESIGNS = ("random", "latin", "sobol", "factorial", "one-at-a-time", "saltelli")

#: Worlds in a chunk: few where the whole is small, so that every processor gets some, and more of them
#: where games are small, so that the handing out costs nothing.
SMALL, LARGE, LARGEST = 256, 1024, 8192

#: What a plan names several of.
_LISTS = ("alternatives", "groups", "choices")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which worlds are solved; the same plan gives the same worlds whoever solves them.

    Parameters
    ----------
    design
        ``random``: independent draws. ``latin``: Latin hypercube. ``sobol``: scrambled Sobol' sequence;
        best where ``worlds`` is a power of two. ``factorial``: every reading, with every perception
        held or not, on the same draws. ``one-at-a-time``: each uncertain quantity at its 5th and 95th
        percentile while the others are central. ``saltelli``: the matrices A, B and AB_j of variance-based
        sensitivity analysis.
    worlds
        Draws N on top of the central world; of a factorial or Saltelli design, draws in each cell.
        ``one-at-a-time`` draws nothing and ignores it. A case in which nothing is uncertain has only
        the central world.
    seed
        Any whole number.
    chance
        ``drawn``: each world draws the levels of chance options. ``every``: each world is solved under every
        combination, weighted with its probability in that world. Or option -> level, held in every world;
        options left out are drawn.
    alternatives
        Ids of structural alternatives of the case, solved on the same worlds.
    groups
        Of a Saltelli design: the groups of quantities that are exchanged; see `detente.ensemble.groups`.
        None means all actors, readings, chance and perceptions that are uncertain.
    choices
        Ids of the choices that are solved; all of the case by default.
    chunk
        Worlds solved and stored together; 0 leaves it to the number of worlds.

    Raises
    ------
    UnknownName, DetenteError

    Examples
    --------
    >>> Plan("latin", worlds=64).design
    'latin'
    """

    design: str = "random"
    worlds: int = 1000
    seed: int = 1
    chance: str | Mapping[str, str] = "drawn"
    alternatives: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    chunk: int = field(default=0, kw_only=True)

    def __post_init__(self) -> None:
        if self.design not in DESIGNS:
            raise UnknownName("design", self.design, tuple(nearest(self.design, DESIGNS)) or DESIGNS)
        if isinstance(self.chance, str) and self.chance not in ("drawn", "every"):
            raise UnknownName("way to take chance", self.chance, ("drawn", "every"))
        if self.worlds < 0 or self.chunk < 0:
            raise DetenteError("a plan cannot have fewer than no worlds, nor chunks of fewer")
        if self.groups and self.design != "saltelli":
            raise DetenteError(f"groups are exchanged in a saltelli design, not in a {self.design} one")

    def solved(self, case: Case) -> tuple[str, ...]:
        """Return the choices of a case that are solved; an empty id stands for a case without any.

        Parameters
        ----------
        case
            The case.

        Raises
        ------
        UnknownName
            If it has no such choice.
        """
        known = tuple(case.choices)
        if wrong := [c for c in self.choices if c not in known]:
            raise UnknownName("choice", wrong[0], tuple(nearest(wrong[0], known)) or known)
        return tuple(c for c in known if c in self.choices) if self.choices else known or ("",)

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as plain types, for JSON."""
        return {
            "design": self.design,
            "worlds": self.worlds,
            "seed": self.seed,
            "chance": self.chance if isinstance(self.chance, str) else dict(self.chance),
            "alternatives": list(self.alternatives),
            "groups": list(self.groups),
            **({"choices": list(self.choices)} if self.choices else {}),
            "chunk": self.chunk,
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Plan:
        """Read what `to_dict` wrote.

        Parameters
        ----------
        plain
            Names of fields -> their values, lists where the plan has tuples; fields with a default may be
            missing.

        Raises
        ------
        AttributeError, KeyError, TypeError, ValueError
            If it is anything else.
        UnknownName, DetenteError
        """
        if wrong := [name for name, value in plain.items() if not _fits(name, value)]:
            raise ValueError(f"a plan has no such {wrong[0]!r:.40}")
        lists = {name: tuple(plain[name]) for name in _LISTS if name != "choices" or name in plain}
        return cls(**{**plain, **lists})


def _fits(name: str, value: Any) -> bool:
    """Whether a value read from JSON can be what a plan has under this name."""
    if name in ("worlds", "seed", "chunk"):
        return type(value) is int
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(part, str) for part in value)
    if name == "chance" and isinstance(value, dict):
        return all(isinstance(level, str) for level in value.values())
    return name in ("design", "chance") and isinstance(value, str)
