"""What need not exist: two actors, two levels each, every move free, and no equilibrium under SMR.

Who may always move once more after an answer can make sure of something: here each of 2, and no state is
worth 2 to both. A state that is worth less to somebody than it can make sure of does not last, as ``LEFT``
shows one by one. That two actors always have an equilibrium under SMR is therefore no law, though under GMR
and SEQ they have two here. An example of our own, found by search and worked out by hand.
"""

from __future__ import annotations

from detente.game import unfold
from detente.stability import assess, certify, explain
from detente.worlds import central
from reference import Conflict
from reference import equilibria as twin
from small import small

#: Utilities of the states, to a, which moves the first level, and to b, which moves the second.
WORTH = {"no no": (1, 3), "no yes": (2, 1), "yes no": (3, 0), "yes yes": (0, 2)}

#: Concept -> its equilibria.
LASTS = {
    "R": set[str](),
    "GMR": {"no no", "no yes"},
    "SMR": set[str](),
    "SEQ": {"no no", "no yes"},
    "SSEQ": set[str](),
}

#: Who leaves each state under SMR, and for which. From "no no" and "no yes" an answer would hold it down,
#: were it not for one more move; after the others no answer does.
LEFT = {
    "no no": ("a", "yes no"),
    "no yes": ("b", "no no"),
    "yes no": ("b", "yes yes"),
    "yes yes": ("a", "no yes"),
}


def says(state: str) -> str:
    a, b = state.split()
    return f"a.x == {a} and b.y == {b}"


def test_none_exists_under_smr_and_two_under_gmr() -> None:
    wants = {i: {says(s): u[k] for s, u in WORTH.items()} for k, i in enumerate("ab")}
    game = unfold(case := small({"a.x": "no yes", "b.y": "no yes"}, wants))
    place = {s: game.find(dict(zip(("a.x", "b.y"), s.split(), strict=True))) for s in WORTH}
    u = central(case, game)
    found = assess(game, u)
    for concept, states in LASTS.items():
        assert set(found.states(concept)) == {place[s] for s in states}, concept
    for state, (actor, to) in LEFT.items():
        witness = explain(game, u, "SMR", game.actors.index(actor), place[state])
        assert witness.improvement is not None
        assert witness.improvement.target == place[to]
        certify(game, u, witness)


def test_the_definitions_say_the_same() -> None:
    names = list(WORTH)
    arcs = [
        {(names.index(s), names.index(t)) for s in names for t in names if one_differs(s, t, k)}
        for k in (0, 1)
    ]
    conflict = Conflict(4, arcs, [[WORTH[s][k] for s in names] for k in (0, 1)])
    for concept, states in LASTS.items():
        assert {names[s] for s in twin(conflict, concept)} == states, concept


def test_each_can_make_sure_of_two_and_no_state_gives_that_to_both() -> None:
    for k in (0, 1):
        answers = ("no", "yes")
        assert min(max(u[k] for s, u in WORTH.items() if s.split()[1 - k] == x) for x in answers) == 2
    assert all(min(u) < 2 for u in WORTH.values())


def one_differs(s: str, t: str, k: int) -> bool:
    return s.split()[k] != t.split()[k] and s.split()[1 - k] == t.split()[1 - k]
