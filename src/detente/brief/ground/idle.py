"""What of a case makes no difference, in words: where it stands in the file, and how much there is of it."""

from __future__ import annotations

from collections.abc import Iterator

from detente.case import Case, problem
from detente.case.file.origin import Path, at
from detente.errors import Problem
from detente.insight import Findings, Idle
from detente.paper.english import join, sentence
from detente.paper.numbers import count

__all__ = ["idle_line", "idle_problems"]


def idle_line(found: Findings) -> tuple[str, ...]:
    """Say in a sentence how much makes no difference; nothing where everything does.

    Parameters
    ----------
    found
        What was found.
    """
    idle = found.idle
    if not idle:
        return ()
    parts = (
        (len(idle.weights) + len(idle.probabilities), "base value", "used in no world"),
        (len(idle.levels), "level", "never reached"),
        (len(idle.regimes), "regime", "the same in every world"),
        (len(idle.claims) + len(idle.untested), "claim", "the same in every world or never tested"),
        (len(idle.built_in) + len(idle.alone), "claim", "decided by the constraints or by one weight"),
    )
    told = [f"{count(number, noun)} {what}" for number, noun, what in parts if number]
    return (sentence(f"Makes no difference: {join(told, 'and')}; detente check --deep lists them"),)


def idle_problems(case: Case, found: Idle) -> tuple[Problem, ...]:
    """Return what makes no difference as warnings, each at its line.

    Parameters
    ----------
    case
        The case.
    found
        What was found of it.
    """
    told = [*_values(case, found), *_levels(case, found), *_regimes(case, found), *_claims(case, found)]
    return tuple(sorted(told, key=lambda p: (p.line, p.column)))


def _values(case: Case, found: Idle) -> Iterator[Problem]:
    for actor in case.actors:
        for k, statement in enumerate(case.statements(actor)):
            if statement.id in found.weights:
                path = ("preferences", actor, "statements", k, "weight")
                cause = f"every reading gives {statement.id} a weight of its own, so no world has this one"
                yield problem("DT521", case.origin, path, cause)
    for option, level in found.probabilities:
        cause = f"every reading gives {option} = {level} a probability of its own, so no world has this one"
        yield problem("DT521", case.origin, ("chance", option, "probabilities", level), cause)


def _levels(case: Case, found: Idle) -> Iterator[Problem]:
    for option, level in found.levels:
        path: Path = ("chance" if option in case.chance else "options", option, "levels")
        listed = at(case.origin.root, path) if case.origin else None
        step = listed.index(level) if isinstance(listed, list) else level
        cause = f"play comes to {option} = {level} in no world, under no concept and no choice"
        keyed = not isinstance(listed, list)
        yield problem("DT522", case.origin, (*path, step), cause, key=keyed, value=level)


def _regimes(case: Case, found: Idle) -> Iterator[Problem]:
    for name, held in found.regimes.items():
        where = "wherever" if held else "nowhere that"
        cause = f"{name} is in force {where} play comes to rest, under every concept and choice"
        if not case.regimes[name].constant:  # which says so itself, and why
            yield problem("DT523", case.origin, ("regimes", name), cause, key=True)
    for name, regime in case.regimes.items():
        if regime.constant and regime.when is not None and name not in found.regimes:
            cause = f"{name} is said to be constant, but is in force in some worlds and not in others"
            yield problem("DT528", case.origin, ("regimes", name, "constant"), cause, key=True)


def _claims(case: Case, found: Idle) -> Iterator[Problem]:
    for code, name, cause in _told(found):
        yield problem(code, case.origin, ("claims", name), cause, key=True)


def _told(found: Idle) -> Iterator[tuple[str, str, str]]:
    for name, held in found.claims.items():
        yield "DT524", name, f"{name} {'holds' if held else 'fails'} in every world, under every concept"
    for name, held in found.built_in.items():
        states = "every feasible state" if held else "no feasible state"
        yield "DT525", name, f"{name} holds in {states} that it speaks of, whatever anybody wants"
    for name, (actor, statement) in found.alone.items():
        yield "DT526", name, f"{name} holds in the central world by the weight {statement} of {actor} alone"
    for name in found.untested:
        yield "DT527", name, f"what {name} is made of comes about in no world, under no concept"
