"""What would last though nobody gets there: equilibria that no play from the status quo comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.dynamics.processors import processors
from detente.ensemble import Answers, Runs
from detente.game import Game
from detente.insight.parts import outcome_parts
from detente.paper.estimate import Estimate
from detente.stability import assess

__all__ = ["LOOKED", "Unreached", "unreached"]

#: Worlds that are searched for it, beside the central one: it takes every state of the game, not only those
#: that play comes to.
LOOKED = 30


@dataclass(frozen=True, slots=True)
class Unreached:
    """A class of outcomes in which play would stay though it does not come to it.

    Parameters
    ----------
    outcome
        Its id; empty in a case without classes.
    share
        Part of the worlds searched in which some equilibrium is of the class and play from the status quo
        comes to none.
    state
        Option -> level of the equilibrium that this is most often so of.
    name
        Its name if the case names it.
    """

    outcome: str
    share: Estimate
    state: Mapping[str, str]
    name: str


def unreached(case: Case, runs: Runs, choice: str, workers: int | None = None) -> tuple[Unreached, ...]:
    """Search the first worlds for classes that would last and are not reached, the most frequent first.

    Parameters
    ----------
    case
        The case that was run.
    runs
        Its worlds and their answers.
    choice
        Id of the choice; an empty id in a case without choices.
    workers
        Threads that worlds are searched on; as many as there are processors if ``None``.
    """
    if not case.status_quo:
        return ()
    some = [int(w) for w in runs.index[:LOOKED]]
    answers, found = runs.answers[choice], Counter[str]()
    seen: dict[str, Counter[tuple[int, int]]] = {}
    games = [s.games[choice] for s in runs.scenarios]
    comes = _comes(case, answers)
    asked = [
        (k, w)
        for k, scenario in enumerate(runs.scenarios)
        for w in sorted(set(some).intersection(scenario.index.tolist()))
    ]

    def searched(where: tuple[int, int]) -> list[int]:
        rests: list[int] = np.flatnonzero(_stable(case, runs, games[where[0]], where[1])).tolist()
        return rests

    with ThreadPoolExecutor(workers or processors()) as pool:
        for (k, w), stable in zip(asked, pool.map(searched, asked), strict=True):
            game = games[k]
            left = [s for s in stable if not comes.get(_class(game, s), _never(answers))[w]]
            found.update({_class(game, s) for s in left})
            for s in left:
                seen.setdefault(_class(game, s), Counter())[k, s] += 1
    return tuple(_told(games, o, n, len(some), seen[o]) for o, n in found.most_common())


def _stable(case: Case, runs: Runs, game: Game, w: int) -> NDArray[np.bool_]:
    u, views = runs.worlds.utilities(game, slice(w, w + 1)), runs.worlds.views(game, slice(w, w + 1))
    stable: NDArray[np.bool_] = assess(game, u, (case.concept,), views).equilibria[0, :, 0]
    return stable


def _comes(case: Case, answers: Answers) -> dict[str, NDArray[np.bool_]]:
    """Class -> (W,) whether play comes to it in a world, under the concept that drives the case."""
    parts = outcome_parts(case, answers, case.declared.index(case.concept))
    reached = {o: row > 0 for o, row in parts.items() if o != "unsettled"}
    reached[""] = reached.pop("other", _never(answers) if case.outcomes else parts["unsettled"] < 1)
    return reached


def _never(answers: Answers) -> NDArray[np.bool_]:
    return np.zeros(answers.settled.shape[1], np.bool_)


def _class(game: Game, state: int) -> str:
    return game.outcomes[game.outcome[state]] if game.outcome[state] >= 0 else ""


def _told(
    games: list[Game], outcome: str, number: int, worlds: int, seen: Counter[tuple[int, int]]
) -> Unreached:
    (k, state), _ = min(seen.items(), key=lambda pair: (-pair[1], pair[0]))
    share = number / worlds
    se = float(np.sqrt(share * (1 - share) / worlds))
    name = games[k].names[state] if games[k].names else ""
    return Unreached(outcome, Estimate(share, se, worlds), games[k].describe(state), name)
