"""What must not change the answer, and which concepts imply which."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.game import Game
from detente.stability import assess
from strategies import JUDGEMENT, Sample, State, examples, graph_conflicts, option_conflicts
from unfolded import place_of, read, unfolded

SOME = examples(100)
ANY = option_conflicts() | option_conflicts(common=True) | graph_conflicts()
BY_CONSTRAINTS = option_conflicts(named=False) | option_conflicts(common=True, named=False)

Answer = dict[tuple[str, str, int], bool]


def answer(mapping: dict[str, Any], states: tuple[State, ...]) -> Answer:
    """(concept, actor id, state of the sample) -> stable."""
    game, u = read(mapping)
    found = assess(game, u)
    return {
        (concept, actor, s): bool(found.stable[c, game.actors.index(actor), place_of(game, state)])
        for c, concept in enumerate(found.concepts)
        for actor in game.actors
        for s, state in enumerate(states)
    }


LETTERS = {"a": "z", "o": "y", "s": "x"}
LEVELS = {"no": "off", "yes": "full", "low": "third", "mid": "second", "high": "first"}


def renamed(part: Any) -> Any:
    """Actors, options, levels and states under other names, whose alphabetical order is the reverse."""
    text = json.dumps(part)
    text = re.sub(r"\b([aos])(\d+)\b", lambda m: f"{LETTERS[m[1]]}{999 - int(m[2])}", text)
    return json.loads(re.sub(rf"\b({'|'.join(LEVELS)})\b", lambda m: LEVELS[m[1]], text))


def backwards(mapping: dict[str, Any]) -> dict[str, Any]:
    """The same case with every section's entries in reverse order."""
    sections = ("actors", "options", "states", "arcs", "constraints", "common_moves", "preferences")
    turned = {k: dict(reversed(mapping[k].items())) for k in sections if k in mapping}
    return {**mapping, **turned}


@SOME
@given(ANY)
def test_names_do_not_matter(sample: Sample) -> None:
    before = answer(sample.mapping, sample.states)
    after = answer(renamed(sample.mapping), tuple(renamed(s) for s in sample.states))
    assert after == {(c, renamed(a), s): stable for (c, a, s), stable in before.items()}


@SOME
@given(ANY)
def test_the_order_in_the_file_does_not_matter(sample: Sample) -> None:
    assert answer(backwards(sample.mapping), sample.states) == answer(sample.mapping, sample.states)


@SOME
@given(ANY, st.integers(2, 5), st.integers(-50, 50))
def test_only_the_order_of_utilities_matters(sample: Sample, factor: int, shift: int) -> None:
    x = unfolded(sample)
    by_rank = np.stack([np.unique(row, return_inverse=True)[1] for row in x.u]).astype(np.int32)
    cubed = (by_rank - by_rank.max() // 2) ** 3
    expected = assess(x.game, x.u).stable
    for u in (by_rank, by_rank * factor + shift, cubed):
        assert (assess(x.game, u.astype(np.int32)).stable == expected).all()


@SOME
@given(ANY)
def test_an_actor_without_moves_changes_nothing(sample: Sample) -> None:
    mapping = {**sample.mapping, "actors": {"bystander": {"name": "A bystander"}, **sample.mapping["actors"]}}
    taste = json.loads(json.dumps(next(iter(sample.mapping["preferences"].values()))))
    for statement in taste.get("statements", []):
        statement["id"] += "-again"
    mapping["preferences"] = {**sample.mapping["preferences"], "bystander": taste}
    after = answer(mapping, sample.states)
    assert all(stable for (_, actor, _), stable in after.items() if actor == "bystander")
    others = {key: stable for key, stable in after.items() if key[1] != "bystander"}
    assert others == answer(sample.mapping, sample.states)


IDLE: dict[str, dict[str, Any]] = {
    "fixed": {"options": {"a0.idle": {"name": "idle", "levels": ["off", "on"], "moves": "fixed"}}},
    "guarded by what never holds": {
        "options": {"a0.idle": {"name": "idle", "levels": ["off", "on"], "moves": {"when": "false"}}}
    },
    "left to chance": {
        "chance": {
            "chance.idle": {
                "name": "idle",
                "levels": ["off", "on"],
                "probabilities": {"off": 0.5, "on": 0.5},
                "evidence": JUDGEMENT,
            }
        }
    },
}


@pytest.mark.parametrize("kind", list(IDLE))
@examples(50)
@given(sample=BY_CONSTRAINTS, last=st.booleans())
def test_an_option_that_nobody_can_move_changes_nothing(kind: str, sample: Sample, last: bool) -> None:
    mapping = dict(sample.mapping)
    for section, added in IDLE[kind].items():
        old = mapping.get(section, {})
        mapping[section] = {**old, **added} if last else {**added, **old}
        mapping["status_quo"] = {**mapping["status_quo"], **dict.fromkeys(added, "off")}
    idle = "chance.idle" if "chance" in IDLE[kind] else "a0.idle"
    expected = answer(sample.mapping, sample.states)
    for level in ("off", "on"):
        states = tuple({**s, idle: level} for s in sample.states if not isinstance(s, str))
        assert answer(mapping, states) == expected


@SOME
@given(ANY)
def test_the_concepts_are_nested(sample: Sample) -> None:
    x = unfolded(sample)
    found = assess(x.game, x.u)
    stable = dict(zip(found.concepts, found.stable, strict=True))
    for stronger, weaker in [("R", "SSEQ"), ("SSEQ", "SEQ"), ("SEQ", "GMR"), ("SSEQ", "SMR"), ("SMR", "GMR")]:
        assert (stable[stronger] <= stable[weaker]).all(), f"{stronger} implies {weaker}"


@SOME
@given(ANY)
def test_indifference_is_stable_everywhere(sample: Sample) -> None:
    game = unfolded(sample).game
    assert assess(game, np.zeros((len(game.actors), len(game)), np.int32)).stable.all()


def test_smr_and_seq_imply_neither_the_other() -> None:
    """Chicken: the compromise is SMR but not SEQ. Below: SEQ but not SMR."""
    game, u = read(_chicken())
    found = assess(game, u, ["SMR", "SEQ"])
    compromise = game.names.index("s0")
    assert found.equilibria[:, compromise].tolist() == [True, False]
    game, u = read(_escape())
    assert assess(game, u, ["SMR", "SEQ"]).equilibria[:, 0].tolist() == [False, True]


def _graph(arcs: dict[str, list[list[str]]], rankings: dict[str, list[Any]], names: str) -> dict[str, Any]:
    return {
        "format": 1,
        "case": "small",
        "title": "A small conflict",
        "as_of": "2000-01-01",
        "actors": {a: {"name": a} for a in arcs},
        "states": {s: f"the conflict is in {s}" for s in names.split()},
        "arcs": arcs,
        "status_quo": names.split()[0],
        "preferences": {a: {"ranking": r} for a, r in rankings.items()},
    }


def _chicken() -> dict[str, Any]:
    first = [["s0", "s1"], ["s1", "s0"], ["s2", "s3"], ["s3", "s2"]]
    second = [["s0", "s2"], ["s2", "s0"], ["s1", "s3"], ["s3", "s1"]]
    tastes = {"a0": ["s1", "s0", "s2", "s3"], "a1": ["s2", "s0", "s1", "s3"]}
    return _graph({"a0": first, "a1": second}, tastes, "s0 s1 s2 s3")


def _escape() -> dict[str, Any]:
    """The first actor improves to s1, the second answers with s2, from which the first escapes to s3."""
    arcs = {"a0": [["s0", "s1"], ["s2", "s3"]], "a1": [["s1", "s2"]]}
    return _graph(arcs, {"a0": ["s3", "s1", "s0", "s2"], "a1": ["s2", ["s0", "s1", "s3"]]}, "s0 s1 s2 s3")


def test_the_small_conflicts_are_what_they_say() -> None:
    game, _ = read(_escape())
    assert isinstance(game, Game)
    assert [list(game.moves(0, s)) for s in range(4)] == [[1], [], [3], []]
