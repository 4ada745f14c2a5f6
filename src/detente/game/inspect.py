"""What can be wrong with a case that only its states show."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import numpy as np

from detente.case import Case, Origin, alter, problem
from detente.case.play.issues import set_by
from detente.errors import NoFeasibleState, Problem, TooLarge
from detente.game.model import Bools, Game
from detente.game.states import LIMIT, definitions, levels, requirements
from detente.game.truth import Table, evaluate
from detente.game.unfolding import today, unfold

__all__ = ["SCENARIOS", "broken", "inspect"]

#: Most combinations of chance levels that are tried, whether some state has them or not.
SCENARIOS = 4_096


def inspect(case: Case, limit: int = LIMIT) -> tuple[Problem, ...]:
    """Unfold a case and report what its states show to be wrong or odd.

    Parameters
    ----------
    case
        A case that was read without errors.
    limit
        Most states held at once.

    Returns
    -------
    tuple of Problem
        Errors: constraints that clash, a status quo, a choice or an alternative that is not feasible, too
        many states, an outcome class whose condition never holds. Warnings: options, statements,
        definitions, outcome classes and phases that never vary.
    """
    origin: Origin | None = case.origin
    try:
        game = unfold(case, limit=limit)
    except NoFeasibleState as error:
        return tuple(_clash(origin, error.clashing))
    except TooLarge as error:
        return (problem("DT507", origin, ("options",), str(error), key=True),)
    if not game.options:
        return tuple(_outcomes(case, game, origin))
    found = [
        *_status_quo(case, game, origin),
        *_chances(case, game, origin),
        *_choices(case, game, origin),
        *_policies(case, game, origin),
        *_stuck(case, game, origin),
        *_statements(case, game, origin),
        *_definitions(case, game, origin),
        *_outcomes(case, game, origin),
        *_phases(game, origin),
        *_alternatives(case, game, origin),
    ]
    return tuple(sorted(found, key=lambda p: (p.line, p.column)))


def _clash(origin: Origin | None, names: tuple[str, ...]) -> Iterator[Problem]:
    for name in names:
        others = [n for n in names if n != name]
        cause = (
            f"no state satisfies it together with {', '.join(others)}" if others else "no state satisfies it"
        )
        yield problem("DT501", origin, ("constraints", name), cause, key=True)


def broken(case: Case, state: Mapping[str, str]) -> list[str]:
    """Return the ids of the constraints that one state breaks, in the order of the case.

    Parameters
    ----------
    state
        Option -> its level, for every option and chance.
    """
    names = levels(case)
    columns = {o: np.array([names[o].index(state[o])], np.uint8) for o in names}
    table = Table(1, columns, names, definitions(case))
    return [c for c, tree in requirements(case).items() if not evaluate(tree, table)[0][0]]


def _status_quo(case: Case, game: Game, origin: Origin | None) -> Iterator[Problem]:
    quo = today(case)
    if game.status_quo >= 0 or not quo:
        return
    against = broken(case, quo) or ["the list of named states"]
    yield problem("DT505", origin, ("status_quo",), f"the status quo breaks {', '.join(against)}", key=True)


def _choices(case: Case, game: Game, origin: Origin | None) -> Iterator[Problem]:
    for name, choice in case.choices.items():
        cause = _refusal(case, game, choice.set, " with this choice made")
        for scenario in [] if cause else _possible(case, game):
            if refused := _refusal(case, game, {**scenario, **choice.set}, " with this choice made"):
                cause = f"{refused}{_when(scenario)}"
                break
        if cause:
            yield problem("DT506", origin, ("choices", name), cause, key=True)


def _policies(case: Case, game: Game, origin: Origin | None) -> Iterator[Problem]:
    """Yield policies that cannot be held, with no choice made or with some."""
    for name, policy in case.policies.items():
        for choice in ({}, *(c.set for c in case.choices.values())):
            cause = _refusal(case, game, {**choice, **policy.set}, " with this policy held")
            if cause := cause.replace("this choice", "this policy"):
                under = f" under {', '.join(f'{o} = {x}' for o, x in choice.items())}" if choice else ""
                yield problem("DT515", origin, ("policies", name), cause + under, key=True)
                break


def _chances(case: Case, game: Game, origin: Origin | None) -> Iterator[Problem]:
    """Yield a problem if chance can bring what no state has, or what the status quo cannot be in."""
    for scenario in _scenarios(case, game):
        if not _with(game, scenario):
            alone = (c for c, level in scenario.items() if not _with(game, {c: level}))
            path = ("chance", next(alone, next(iter(scenario))))
            yield problem("DT514", origin, path, f"no state is feasible{_when(scenario)}", key=True)
            return
        if not case.choices and (refused := _refusal(case, game, scenario, "")):
            yield problem("DT514", origin, ("chance",), f"{refused}{_when(scenario)}", key=True)
            return


def _when(scenario: Mapping[str, str]) -> str:
    return f" when {', '.join(f'{o} = {level}' for o, level in scenario.items())}"


def _refusal(case: Case, game: Game, levels: Mapping[str, str], how: str) -> str:
    """Return why a case cannot be analysed with these levels, or an empty string."""
    quo = today(case)
    if not _with(game, levels):
        return "no state is feasible under this choice"
    if not quo or game.status_quo < 0 or _with(game, {**quo, **levels}):
        return ""
    against = ", ".join(broken(case, {**quo, **levels})) or "the list of named states"
    return f"the status quo{how} breaks {against}"


def _possible(case: Case, game: Game) -> Iterator[dict[str, str]]:
    """Yield the combinations of chance levels that can fall and that some state has."""
    return (scenario for scenario in _scenarios(case, game) if _with(game, scenario))


def _scenarios(case: Case, game: Game) -> Iterator[dict[str, str]]:
    """Yield the combinations of chance levels that can fall; of very many, those that some state has."""
    if not case.chance:
        return
    falling = {c: [v for v in option.levels if _falls(case, c, v)] for c, option in case.chance.items()}
    if math.prod(map(len, falling.values())) <= SCENARIOS:
        rows: Iterable[tuple[str, ...]] = product(*falling.values())
    else:
        columns = [game.options.index(c) for c in falling]
        held = np.unique(game.states[:, columns], axis=0)
        rows = (tuple(game.levels[k][x] for k, x in zip(columns, row, strict=True)) for row in held)
    for row in rows:
        if all(level in falling[c] for c, level in zip(falling, row, strict=True)):
            yield dict(zip(falling, row, strict=True))


def _falls(case: Case, option: str, level: str) -> bool:
    """Whether some reading, or the case itself, gives a level of chance a probability above 0.

    What an issue sets may fall anywhere on its scale.
    """
    if set_by(case.issues, option):
        return True
    overlays = [r.chance.get(option, {}).get(level) for r in case.readings.values()]
    given = [case.chance[option].probabilities[level], *(q for q in overlays if q is not None)]
    return any(case.resolve(q).span[1] > 0 for q in given)


def _with(game: Game, levels: Mapping[str, str]) -> bool:
    """Whether some state has these levels."""
    places = [(game.options.index(option), level) for option, level in levels.items()]
    columns = [game.states[:, k] == game.levels[k].index(level) for k, level in places]
    return bool(np.logical_and.reduce(columns).any())


def _stuck(case: Case, game: Game, origin: Origin | None) -> Iterator[Problem]:
    for k, option in enumerate(game.options):
        kept = [game.levels[k][x] for x in np.unique(game.states[:, k])]
        if option in case.chance:
            for level in case.chance[option].levels:
                if level not in kept:
                    path = ("chance", option, "levels", level)
                    yield problem(
                        "DT510", origin, path, f"no feasible state has {option} = {level}", key=True
                    )
        elif len(kept) == 1:
            yield problem("DT502", origin, ("options", option), f"{option} is always {kept[0]}", key=True)


def _statements(case: Case, game: Game, origin: Origin | None) -> Iterator[Problem]:
    for i, actor in enumerate(game.actors):
        truth = game.truth(i)
        kind = (
            "priority" if case.preferences.get(actor) and case.preferences[actor].priority else "statements"
        )
        for k in range(truth.shape[1]):
            path: tuple[str | int, ...] = ("preferences", actor, kind, k)
            yield from _constant(truth[:, k], origin, (*path, "when") if kind == "statements" else path)


def _constant(truth: Bools, origin: Origin | None, path: tuple[str | int, ...]) -> Iterator[Problem]:
    if truth.all():
        yield problem(
            "DT503", origin, path, "this holds in every feasible state, so its weight decides nothing"
        )
    elif not truth.any():
        yield problem("DT504", origin, path, "this holds in no feasible state, so its weight decides nothing")


def _definitions(case: Case, game: Game, origin: Origin | None) -> Iterator[Problem]:
    table = _table(case, game)
    for name, tree in definitions(case).items():
        truth = evaluate(tree, table)[0]
        if truth.all() or not truth.any():
            where = "every feasible state" if truth.all() else "no feasible state"
            yield problem("DT509", origin, ("definitions", name, "when"), f"{name} holds in {where}")


def _outcomes(case: Case, game: Game, origin: Origin | None) -> Iterator[Problem]:
    table = _table(case, game)
    for k, (name, outcome) in enumerate(case.outcomes.items()):
        if not evaluate(outcome.when.tree, table)[0].any():
            cause = f"no feasible state satisfies the condition of {name}"
            yield problem("DT513", origin, ("outcomes", name, "when"), cause)
        elif not (game.outcome == k).any():
            cause = f"no feasible state falls into {name}; earlier classes take them all"
            yield problem("DT508", origin, ("outcomes", name), cause, key=True)


def _table(case: Case, game: Game) -> Table:
    columns = {o: game.states[:, k] for k, o in enumerate(game.options)}
    return Table(len(game), columns, levels(case), definitions(case))


def _phases(game: Game, origin: Origin | None) -> Iterator[Problem]:
    for name, truth in game.phases.items():
        if truth.all() or not truth.any():
            where = "every feasible state" if truth.all() else "no feasible state"
            yield problem("DT511", origin, ("phases", name, "when"), f"{name} holds in {where}")


def _alternatives(case: Case, game: Game, origin: Origin | None) -> Iterator[Problem]:
    for name, alternative in case.alternatives.items():
        quo = {**today(case), **alternative.hold}
        if game.status_quo < 0 or not alternative.hold:
            continue
        if against := broken(alter(case, name), quo):
            cause = f"the status quo with what {name} holds breaks {', '.join(against)}"
            yield problem("DT512", origin, ("alternatives", name, "hold"), cause, key=True)
