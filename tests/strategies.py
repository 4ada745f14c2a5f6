"""Random conflicts, each as a case mapping and as a `reference.Conflict` built beside it.

The two are made from the same draws but by different roads: the mapping is what an analyst would write, the
conflict follows the definitions (which states are feasible, who moves where, what each actor prefers) in
plain Python. Nothing of detente is used here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from reference import Conflict

MOST_STATES = 60
JUDGEMENT = "analyst judgement"
LEVELS = {2: ("no", "yes"), 3: ("low", "mid", "high")}

#: A state in words: option -> level, or a name where the conflict has no options.
State = Mapping[str, str] | str


def examples(count: int) -> settings:
    """So many examples; whether they are the same every time is for the profile to say."""
    return settings(max_examples=count, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True)
class Sample:
    """A conflict as written, and as it is meant.

    `states[s]` says in words what state s of the conflict is.
    """

    mapping: dict[str, Any]
    conflict: Conflict
    states: tuple[State, ...]

    def __repr__(self) -> str:
        return f"Sample({self.mapping!r})"


@dataclass(frozen=True)
class Says:
    """A condition as text, and as what it means of a state."""

    text: str
    holds: Callable[[Mapping[str, str]], bool]


@dataclass(frozen=True)
class Lever:
    """An option: its owner, its levels and what moves it."""

    name: str
    owner: int
    levels: tuple[str, ...]
    ordered: bool
    kind: str = "free"
    only: tuple[tuple[str, str], ...] = ()
    when: Says | None = None

    def allows(self, state: Mapping[str, str], level: str) -> bool:
        """Whether the owner may set the option to `level` in `state`."""
        before, after = self.levels.index(state[self.name]), self.levels.index(level)
        fits = {"free": True, "up": after > before, "down": after < before, "fixed": False}[self.kind]
        listed = not self.only or (state[self.name], level) in self.only
        return fits and listed and (self.when is None or self.when.holds(state))

    def written(self) -> dict[str, Any]:
        moves: dict[str, Any] = {"kind": self.kind}
        if self.only:
            moves["only"] = [list(pair) for pair in self.only]
        if self.when:
            moves["when"] = self.when.text
        levels = {level: f"{self.name} is {level}" for level in self.levels}
        return {"name": self.name, "levels": levels, "ordered": self.ordered, "moves": moves}


# ---------------------------------------------------------------------------------------- conditions


def _equal(o: str, level: str) -> Says:
    return Says(f"{o} == {level}", lambda s: s[o] == level)


def _differs(o: str, level: str) -> Says:
    return Says(f"{o} != {level}", lambda s: s[o] != level)


def _member(o: str, levels: Sequence[str], inside: bool) -> Says:
    word = "in" if inside else "not in"
    return Says(f"{o} {word} ({', '.join(levels)})", lambda s: (s[o] in levels) == inside)


def _ordered(o: Lever, relation: str, level: str) -> Says:
    compare: dict[str, Callable[[int, int], bool]] = {
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
    }
    at, test = o.levels.index(level), compare[relation]
    return Says(f"{o.name} {relation} {level}", lambda s: test(o.levels.index(s[o.name]), at))


def _same(a: str, b: str) -> Says:
    return Says(f"{a} == {b}", lambda s: s[a] == s[b])


def comparison(r: Random, levers: Sequence[Lever]) -> Says:
    """One option against a level, several levels or another option."""
    lever = r.choice(levers)
    level = r.choice(lever.levels)
    twins = [o.name for o in levers if o.levels == lever.levels and o.name != lever.name]
    form = r.choice(
        ["==", "!=", "in", "not in", *["<", "<=", ">", ">="] * lever.ordered, *["same"] * bool(twins)]
    )
    if form == "same":
        return _same(lever.name, r.choice(twins))
    if form in ("in", "not in"):
        return _member(lever.name, r.sample(lever.levels, r.randint(1, 2)), form == "in")
    if form in ("==", "!="):
        return (_equal if form == "==" else _differs)(lever.name, level)
    return _ordered(lever, form, level)


def _count(word: str, k: int, parts: Sequence[Says]) -> Says:
    def holds(s: Mapping[str, str]) -> bool:
        n = sum(p.holds(s) for p in parts)
        return {"at least": n >= k, "at most": n <= k, "exactly": n == k}[word]

    return Says(f"{word} {k} of ({', '.join(p.text for p in parts)})", holds)


def condition(r: Random, levers: Sequence[Lever]) -> Says:
    """A comparison, or two or three of them put together."""
    form = r.choice(["leaf", "leaf", "and", "or", "not", "if", "count"])
    a, b = comparison(r, levers), comparison(r, levers)
    if form == "and":
        return Says(f"{a.text} and {b.text}", lambda s: a.holds(s) and b.holds(s))
    if form == "or":
        return Says(f"({a.text} or {b.text})", lambda s: a.holds(s) or b.holds(s))
    if form == "not":
        return Says(f"not ({a.text} and {b.text})", lambda s: not (a.holds(s) and b.holds(s)))
    if form == "if":
        return Says(f"if {a.text} then {b.text}", lambda s: b.holds(s) or not a.holds(s))
    if form == "count":
        word = r.choice(["at least", "at most", "exactly"])
        return _count(word, r.randint(1, 3), (a, b, comparison(r, levers)))
    return a


# ------------------------------------------------------------------------------------------- options


def levers_of(r: Random, n_actors: int) -> tuple[Lever, ...]:
    """Two to five options of two or three levels, at most `MOST_STATES` combinations, moves and guards."""
    bare: list[Lever] = []
    size = 1
    for k in range(r.randint(2, 5)):
        owner = r.choice([k % n_actors, r.randrange(n_actors)])
        levels = r.choice([2, 2, 3])
        levels = levels if size * levels <= MOST_STATES else 2
        if size * levels > MOST_STATES:
            break
        size *= levels
        bare.append(Lever(f"a{owner}.o{k}", owner, LEVELS[levels], r.random() < 0.7))
    return tuple(_moving(r, lever, bare) for lever in bare)


def _moving(r: Random, lever: Lever, levers: Sequence[Lever]) -> Lever:
    kind = r.choice(["free"] * 5 + ["listed", "fixed"] + ["up", "down"] * lever.ordered)
    when = condition(r, levers) if r.random() < 0.2 else None
    only: list[tuple[str, str]] = []
    if kind == "listed":
        pairs = [(a, b) for a, b in product(lever.levels, repeat=2) if a != b]
        only = r.sample(pairs, r.randint(1, min(4, len(pairs))))
        kind = "free"
    return Lever(lever.name, lever.owner, lever.levels, lever.ordered, kind, tuple(only), when)


def every_state(levers: Sequence[Lever]) -> list[dict[str, str]]:
    names = [o.name for o in levers]
    return [dict(zip(names, levels, strict=True)) for levels in product(*(o.levels for o in levers))]


def constraints_on(
    r: Random, levers: Sequence[Lever]
) -> tuple[dict[str, dict[str, str]], list[dict[str, str]]]:
    """Up to three constraints as written, and the states they leave (always at least two)."""
    states, written = every_state(levers), {}
    for k in range(r.randint(0, 3)):
        says, word = condition(r, levers), r.choice(["forbid", "require"])
        left = [s for s in states if says.holds(s) == (word == "require")]
        if len(left) >= 2:
            states = left
            written[f"c{k}"] = {word: says.text, "evidence": JUDGEMENT}
    return written, states


def arcs_of(actor: int, levers: Sequence[Lever], states: Sequence[Mapping[str, str]]) -> set[tuple[int, int]]:
    """The moves of an actor: only its own options change, and each change is allowed where it starts."""
    arcs = set()
    for s, before in enumerate(states):
        for t, after in enumerate(states):
            changed = [o for o in levers if before[o.name] != after[o.name]]
            if changed and all(o.owner == actor and o.allows(before, after[o.name]) for o in changed):
                arcs.add((s, t))
    return arcs


# --------------------------------------------------------------------------------------- preferences


def statements(
    r: Random, actor: int, levers: Sequence[Lever], states: Sequence[Mapping[str, str]]
) -> tuple[dict[str, Any], list[int]]:
    """Weighted statements as written, and the utilities they mean."""
    weights = [-3, -2, -1, 1, 2, 3, 5, 8]
    drawn = [(condition(r, levers), r.choice(weights)) for _ in range(r.randint(1, 6))]
    written = [
        {"id": f"a{actor}-{k}", "when": says.text, "weight": weight, "evidence": JUDGEMENT}
        for k, (says, weight) in enumerate(drawn)
    ]
    utilities = [sum(weight for says, weight in drawn if says.holds(s)) for s in states]
    return {"statements": written}, utilities


def priorities(
    r: Random, levers: Sequence[Lever], states: Sequence[Mapping[str, str]]
) -> tuple[dict[str, Any], list[int]]:
    """A priority order as written, and the utilities it means: the k-th of K statements counts 2^(K-k)."""
    drawn = [condition(r, levers) for _ in range(r.randint(1, 5))]
    size = len(drawn)
    utilities = [sum(2 ** (size - 1 - k) for k, says in enumerate(drawn) if says.holds(s)) for s in states]
    return {"priority": [says.text for says in drawn]}, utilities


def rankings(r: Random, names: Sequence[str]) -> tuple[dict[str, Any], list[int]]:
    """A strict ranking of named states, or one with many ties, as written, and the utilities it means."""
    strict = r.sample(range(len(names)), len(names))
    ranks = r.choice([2, 3, 4, len(names)])
    utilities = r.choice([strict, [r.randrange(ranks) for _ in names]])
    return {"ranking": _tiers(utilities, names)}, utilities


# --------------------------------------------------------------------------------------------- whole


def _mapping(n_actors: int, **parts: Any) -> dict[str, Any]:
    head = {"format": 1, "case": "random", "title": "A random conflict", "as_of": "2000-01-01"}
    actors = {f"a{i}": {"name": f"Actor {i}"} for i in range(n_actors)}
    return {**head, "actors": actors, **{key: part for key, part in parts.items() if part}}


@st.composite
def rolls(draw: st.DrawFn) -> Random:
    """Hypothesis, which tries odd cases and shrinks them, or fair dice, which vary more."""
    return draw(st.randoms(use_true_random=draw(st.booleans())))


@st.composite
def option_conflicts(draw: st.DrawFn, common: bool = False, named: bool | None = None) -> Sample:
    """A conflict in option form; with common moves when `common`, with named states when `named`."""
    r = draw(rolls())
    n_actors = r.randint(2, 4)
    levers = levers_of(r, n_actors)
    return _option_conflict(r, n_actors, levers, common, r.random() < 0.5 if named is None else named)


def larger_conflict(seed: int, kinds: Sequence[str], n_actors: int = 4, n_options: int = 7) -> Sample:
    """A conflict of about a hundred states whose options move in the given ways."""
    r = Random(seed)
    levers = tuple(
        Lever(f"a{k % n_actors}.o{k}", k % n_actors, LEVELS[2], True, r.choice(kinds))
        for k in range(n_options)
    )
    return _option_conflict(r, n_actors, levers, common=False, named=True)


def _option_conflict(r: Random, n_actors: int, levers: Sequence[Lever], common: bool, named: bool) -> Sample:
    constraints, states = constraints_on(r, levers)
    names = [f"s{k}" for k in range(len(states))]
    arcs = [arcs_of(i, levers, states) for i in range(n_actors)]
    moves = common_moves(r, n_actors, levers, states, arcs) if common else {}
    preferences, utilities = {}, []
    for i in range(n_actors):
        if named:
            preferences[f"a{i}"], u = rankings(r, names)
        elif r.random() < 0.7:
            preferences[f"a{i}"], u = statements(r, i, levers, states)
        else:
            preferences[f"a{i}"], u = priorities(r, levers, states)
        utilities.append(u)
    start = r.randrange(len(states))
    mapping = _mapping(
        n_actors,
        options={o.name: o.written() for o in levers},
        states=dict(zip(names, states, strict=True)) if named else {},
        constraints={} if named else constraints,
        common_moves=moves,
        status_quo=names[start] if named else dict(states[start]),
        preferences=preferences,
    )
    return Sample(mapping, Conflict(len(states), arcs, utilities, rows=states), tuple(states))


def common_moves(
    r: Random,
    n_actors: int,
    levers: Sequence[Lever],
    states: Sequence[Mapping[str, str]],
    arcs: list[set[tuple[int, int]]],
) -> dict[str, Any]:
    """One to three common moves as written; what they mean is added to `arcs`."""
    written = {}
    for k in range(r.randint(1, 3)):
        actors = r.sample(range(n_actors), r.randint(1, n_actors))
        when, target = condition(r, levers), r.choice(states)
        options = r.sample([o.name for o in levers], r.randint(1, min(3, len(levers))))
        change = {o: target[o] for o in options}
        for s, before in enumerate(states):
            after = {**before, **change}
            if when.holds(before) and after != before and after in states:
                for i in actors:
                    arcs[i].add((s, states.index(after)))
        written[f"m{k}"] = {
            "actors": [f"a{i}" for i in actors],
            "when": when.text,
            "set": change,
            "evidence": JUDGEMENT,
        }
    return written


@st.composite
def graph_conflicts(draw: st.DrawFn, largest: int = 16) -> Sample:
    """A conflict in graph form: any arcs at all, mostly not transitive, and rankings with ties."""
    r = draw(rolls())
    n_actors, n_states = r.randint(2, 4), r.randint(2, largest)
    names = [f"s{k}" for k in range(n_states)]
    pairs = [(s, t) for s in range(n_states) for t in range(n_states) if s != t]
    most = min(len(pairs), 2 * n_states)
    arcs = [set(r.sample(pairs, r.randint(0, most))) for _ in range(n_actors)]
    drawn = [rankings(r, names) for _ in range(n_actors)]
    mapping = _mapping(
        n_actors,
        states={name: f"the conflict is in {name}" for name in names},
        arcs=_listed(arcs, names),
        status_quo=r.choice(names),
        preferences={f"a{i}": preference for i, (preference, _) in enumerate(drawn)},
    )
    return Sample(mapping, Conflict(n_states, arcs, [u for _, u in drawn]), tuple(names))


def as_graph(conflict: Conflict) -> dict[str, Any]:
    """A conflict written in graph form, its states named s0, s1, ..."""
    names = [f"s{k}" for k in range(conflict.n_states)]
    return _mapping(
        len(conflict.arcs),
        states={name: f"the conflict is in {name}" for name in names},
        arcs=_listed(conflict.arcs, names),
        status_quo=names[0],
        preferences={f"a{i}": {"ranking": _tiers(u, names)} for i, u in enumerate(conflict.utilities)},
    )


def _listed(arcs: Sequence[Collection[tuple[int, int]]], names: Sequence[str]) -> dict[str, list[list[str]]]:
    return {f"a{i}": [[names[s], names[t]] for s, t in sorted(a)] for i, a in enumerate(arcs) if a}


def _tiers(utilities: Sequence[int], names: Sequence[str]) -> list[str | list[str]]:
    values = sorted(set(utilities), reverse=True)
    tiers = [[n for n, v in zip(names, utilities, strict=True) if v == value] for value in values]
    return [tier[0] if len(tier) == 1 else tier for tier in tiers]


@st.composite
def tiny_conflicts(draw: st.DrawFn) -> Conflict:
    """Three actors and three states, or two actors and four: small enough for brute force."""
    n_actors, n_states = draw(st.sampled_from([(3, 3), (2, 4)]))
    pairs = [(s, t) for s in range(n_states) for t in range(n_states) if s != t]
    arcs = [draw(st.sets(st.sampled_from(pairs), max_size=5)) for _ in range(n_actors)]
    rows = st.lists(st.integers(0, 3), min_size=n_states, max_size=n_states)
    utilities = [draw(rows) for _ in range(n_actors)]
    views = {
        i: {j: draw(rows) for j in range(n_actors) if j != i} for i in range(n_actors) if draw(st.booleans())
    }
    return Conflict(n_states, arcs, utilities, views)
