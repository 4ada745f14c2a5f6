"""Why a state is stable for an actor, or why not, as data; and the check that the reason holds.

A `Witness` of stability names, for each unilateral improvement, a sanction that leaves the actor no
better off. A `Witness` of instability names one improvement that no sanction deters. `certify` trusts
nothing but the game's moves and the definitions: it walks every path and, for instability, lists
everything the others can reach.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import WitnessRejected
from detente.game.model import Game, Ints
from detente.stability.assess import CONCEPTS
from detente.stability.concept import Concept

__all__ = ["Sanction", "Step", "Witness", "certify", "explain"]

Believed = Mapping[int, Ints]


@dataclass(frozen=True, slots=True)
class Step:
    """One move: who, from where, to where."""

    actor: int
    origin: int
    target: int


@dataclass(frozen=True, slots=True)
class Sanction:
    """Why an improvement does not pay.

    Parameters
    ----------
    improvement
        The actor's move that is deterred.
    answer
        The others' moves that follow; their end is no better for the actor than where it began.
    reply
        The actor's best single move after the answer, where the concept allows one and it exists.
    """

    improvement: Step
    answer: tuple[Step, ...]
    reply: Step | None


@dataclass(frozen=True, slots=True)
class Witness:
    """The reason for one verdict.

    Parameters
    ----------
    concept, actor, state
        What is judged: abbreviation, actor index, state index.
    stable
        The verdict.
    sanctions
        One for each unilateral improvement, if stable.
    improvement
        An undeterred improvement, the best for the actor, if unstable.
    """

    concept: str
    actor: int
    state: int
    stable: bool
    sanctions: tuple[Sanction, ...]
    improvement: Step | None

    def to_dict(self, game: Game) -> dict[str, object]:
        """Return the reason as plain types, with actors and option levels by name."""

        def step(s: Step | None) -> dict[str, object] | None:
            if s is None:
                return None
            return {
                "actor": game.actors[s.actor],
                "from": game.describe(s.origin),
                "to": game.describe(s.target),
            }

        return {
            "concept": self.concept,
            "actor": game.actors[self.actor],
            "state": game.describe(self.state),
            "stable": self.stable,
            "improvement": step(self.improvement),
            "sanctions": [
                {
                    "improvement": step(s.improvement),
                    "answer": [step(a) for a in s.answer],
                    "reply": step(s.reply),
                }
                for s in self.sanctions
            ],
        }


def explain(
    game: Game, utilities: Ints, concept: str, actor: int, state: int, believed: Believed | None = None
) -> Witness:
    """Give the reason why a state is stable for an actor, or is not.

    Parameters
    ----------
    game
        The game.
    utilities
        (A, S) integers, one world.
    concept
        Abbreviation.
    actor, state
        Indices.
    believed
        Other -> (S,) utilities that the actor believes the other to have.

    Notes
    -----
    The sanction shown is a shortest one. If several improvements are undeterred the one that is best
    for the actor is shown, the first of these if they tie.
    """
    rule = CONCEPTS[concept]
    seen = _seen(utilities, believed)
    own = utilities[actor]
    better = [t for t in game.moves(actor, state) if own[t] > own[state]]
    found = {t: _sanction(game, seen, rule, actor, state, t) for t in better}
    open_moves = [t for t in better if found[t] is None]
    if open_moves:
        best = max(open_moves, key=lambda t: (int(own[t]), -t))
        return Witness(concept, actor, state, False, (), Step(actor, state, best))
    sanctions = tuple(s for t in better if (s := found[t]) is not None)
    return Witness(concept, actor, state, True, sanctions, None)


def certify(
    game: Game,
    utilities: NDArray[Any],
    witness: Witness,
    believed: Mapping[int, NDArray[Any]] | None = None,
) -> None:
    """Accept a reason, or refuse it.

    Parameters
    ----------
    game
        The game.
    utilities
        (A, S) numbers of one world that compare exactly: whole numbers, or the fractions of
        `detente.worlds.exact`, which share nothing with how the reason was found.
    witness
        The reason.
    believed
        Other -> (S,) utilities that the actor believes the other to have.

    Raises
    ------
    WitnessRejected
        With the step that does not follow from the definitions.
    """
    rule, i, s = CONCEPTS[witness.concept], witness.actor, witness.state
    _require(0 <= i < len(game.actors) and 0 <= s < len(game), "the actor or the state does not exist")
    seen, own = _seen(utilities, believed), utilities[witness.actor]
    better = {t for t in game.moves(i, s) if own[t] > own[s]}
    if not witness.stable:
        move = witness.improvement
        _require(move is not None and move.actor == i and move.origin == s, "no improvement is named")
        assert move is not None
        _require(move.target in better, "the move named is not a unilateral improvement")
        hurt = [t for t, _ in _reached(game, seen, rule, i, move.target) if _harms(game, own, rule, i, s, t)]
        _require(not hurt, "a sanction deters the improvement that is said to be undeterred")
        return
    named = [x.improvement.target for x in witness.sanctions]
    _require(set(named) == better, "not every unilateral improvement is answered, or one that is none is")
    for sanction in witness.sanctions:
        _certify_sanction(game, seen, rule, i, s, sanction)


def _certify_sanction(game: Game, seen: Ints, rule: Concept, i: int, s: int, sanction: Sanction) -> None:
    _require(rule.sanctions, "the concept knows no sanctions")
    _require(
        sanction.improvement.actor == i and sanction.improvement.origin == s, "the improvement is another's"
    )
    here, last = sanction.improvement.target, i
    for step in sanction.answer:
        _require(step.origin == here, "the answer does not follow on")
        _require(0 <= step.actor < len(game.actors), "the actor who answers does not exist")
        _require(step.actor not in (i, last), "an actor moves twice in a row, or answers itself")
        _require(step.target in set(game.moves(step.actor, here)), "a step is no move of its actor")
        gains = seen[step.actor][step.target] > seen[step.actor][here]
        _require(bool(gains) or not rule.credible, "a step is no improvement for its actor")
        here, last = step.target, step.actor
    _require(bool(sanction.answer), "nobody answers the improvement")
    _require(_harms(game, seen[i], rule, i, s, here), "the answer leaves the actor better off")
    best = _reply(game, seen[i], i, here) if rule.escapes else None
    _require((sanction.reply is None) == (best is None), "a reply is missing, or named where there is none")
    if sanction.reply is not None and best is not None:
        _certify_reply(game, seen[i], i, here, sanction.reply, best)


def _certify_reply(game: Game, own: Ints, i: int, end: int, reply: Step, best: Step) -> None:
    _require(reply.actor == i and reply.origin == end, "the reply is not the actor's, or begins elsewhere")
    _require(reply.target in set(game.moves(i, end)), "the reply is no move of the actor")
    _require(bool(own[reply.target] == own[best.target]), "the reply is not the actor's best")


def _harms(game: Game, own: Ints, rule: Concept, i: int, s: int, end: int) -> bool:
    """Whether an end is no better for i than s, even after i's best reply where that counts."""
    if own[end] > own[s]:
        return False
    return not rule.escapes or all(own[t] <= own[s] for t in game.moves(i, end))


def _require(holds: bool, reason: str) -> None:
    if not holds:
        raise WitnessRejected(reason)


def _seen(utilities: Ints, believed: Believed | None) -> Ints:
    if not believed:
        return utilities
    seen = utilities.astype(np.result_type(utilities, *believed.values()))  # never cut to a narrower type
    for other, values in believed.items():
        seen[other] = values
    return seen


def _legal(game: Game, seen: Ints, rule: Concept, i: int, state: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield (mover, target) for every legal next move of the others."""
    for j in range(len(game.actors)):
        if j not in (i, last):
            for t in game.moves(j, state):
                if not rule.credible or seen[j][t] > seen[j][state]:
                    yield j, t


def _reached(game: Game, seen: Ints, rule: Concept, i: int, start: int) -> Iterator[tuple[int, list[Step]]]:
    """Yield every state that the others reach after i has moved to ``start``, nearest first, with a path."""
    if not rule.sanctions:
        return
    parent: dict[tuple[int, int], tuple[int, int] | None] = {(start, i): None}
    queue = deque([(start, i)])
    told: set[int] = set()
    while queue:
        state, last = node = queue.popleft()
        for j, t in _legal(game, seen, rule, i, state, last):
            if (t, j) not in parent:
                parent[t, j] = node
                queue.append((t, j))
                if t not in told:
                    told.add(t)
                    yield t, _path(parent, (t, j))


def _path(parent: dict[tuple[int, int], tuple[int, int] | None], node: tuple[int, int]) -> list[Step]:
    steps: list[Step] = []
    while (before := parent[node]) is not None:
        steps.append(Step(node[1], before[0], node[0]))
        node = before
    return steps[::-1]


def _sanction(game: Game, seen: Ints, rule: Concept, i: int, s: int, t: int) -> Sanction | None:
    own = seen[i]
    for end, path in _reached(game, seen, rule, i, t):
        if _harms(game, own, rule, i, s, end):
            return Sanction(Step(i, s, t), tuple(path), _reply(game, own, i, end) if rule.escapes else None)
    return None


def _reply(game: Game, own: Ints, i: int, end: int) -> Step | None:
    targets = list(game.moves(i, end))
    if not targets:
        return None
    best = targets[int(np.argmax([own[t] for t in targets]))]
    return Step(i, end, best) if own[best] > own[end] else None
