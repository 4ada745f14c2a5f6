"""A conflict in graph form: states, each actor's arcs, each actor's utilities, and perceptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Arc = tuple[int, int]


@dataclass(frozen=True)
class Conflict:
    """A graph model (Kilgour, Hipel & Fang 1987).

    `arcs[i]` are the moves (s, t) of actor i, `utilities[i][s]` orders the states for actor i, a
    higher number being better. `views[i][j]` is the utility list that actor i believes of actor j,
    where it differs from `utilities[j]`. `rows[s]` says at which level each option is in state s, if the
    conflict has options.
    """

    n_states: int
    arcs: Sequence[frozenset[Arc] | set[Arc]]
    utilities: Sequence[Sequence[int]]
    views: Mapping[int, Mapping[int, Sequence[int]]] = field(default_factory=dict)
    rows: Sequence[Mapping[str, str]] = ()
    _lists: dict[Arc, frozenset[int]] = field(default_factory=dict, compare=False, repr=False)
    _coalition: dict[object, frozenset[int]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def actors(self) -> range:
        return range(len(self.arcs))

    def others(self, actor: int) -> tuple[int, ...]:
        """N - {i}."""
        return tuple(j for j in self.actors if j != actor)

    def moves(self, actor: int, state: int) -> frozenset[int]:
        """R_i(s): where the actor can take the conflict in one move."""
        if not self._lists:
            for i in self.actors:
                for s in range(self.n_states):
                    self._lists[i, s] = frozenset(t for (a, t) in self.arcs[i] if a == s and t != s)
        return self._lists[actor, state]

    def improvements(self, actor: int, state: int, viewer: int | None = None) -> frozenset[int]:
        """R+_i(s): the moves that the actor strictly prefers, as `viewer` believes when one is given."""
        u = self.utilities[actor]
        if viewer is not None and viewer != actor:
            u = self.views.get(viewer, {}).get(actor, u)
        return frozenset(t for t in self.moves(actor, state) if u[t] > u[state])

    def steps(self, actor: int, state: int, *, improving: bool, viewer: int | None = None) -> frozenset[int]:
        """One move of the actor, only to better states when `improving`."""
        return self.improvements(actor, state, viewer) if improving else self.moves(actor, state)
