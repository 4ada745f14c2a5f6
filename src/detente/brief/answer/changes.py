"""What a changed judgement, a held option or another concept does to the answer, in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from detente.brief.words.clauses import clause
from detente.brief.words.material import Material
from detente.brief.words.naming import actor_name, outcome_name
from detente.case import Case
from detente.insight import Altered
from detente.paper.english import capital, join, sentence
from detente.paper.estimate import Estimate

__all__ = ["changes", "differences"]

#: Outcomes named for each choice, and the standard errors below which nothing is called a change.
NAMED, CLEAR = 3, 2.0

#: Changes below this come from rounding alone.
NOISE = 1e-9


def changes(m: Material, found: Altered) -> tuple[str, ...]:
    """Say what is different from the case as it is written, or that nothing is.

    Parameters
    ----------
    m
        The case and what was found after the change.
    found
        The differences, on the same worlds.
    """
    told = (*_better(m, found.better), *(t for c in found.outcomes for t in _choice(m, c, found.outcomes[c])))
    return told or ("Nothing changes by more than its error.",)


def _better(m: Material, better: Mapping[str, Estimate]) -> Iterator[str]:
    moved = {c: e for c, e in better.items() if _clear(e)}
    if moved:
        parts = join(f"“{m.choice(c)}” {_by(m, e)}" for c, e in moved.items())
        yield sentence(f"For {m.focal} the better choice is {parts}")


def _choice(m: Material, choice: str, outcomes: Mapping[str, Estimate]) -> Iterator[str]:
    moved = sorted(((o, e) for o, e in outcomes.items() if _clear(e)), key=lambda pair: -abs(pair[1].value))
    if moved:
        start = f"“{m.choice(choice)}” ends" if choice else "Play ends"
        yield sentence(f"{start} {', '.join(f'{_end(m, o)} {_by(m, e)}' for o, e in moved[:NAMED])}")


def _end(m: Material, outcome: str) -> str:
    return "nowhere" if outcome == "unsettled" else f"in “{outcome_name(m.case, outcome)}”"


def _by(m: Material, e: Estimate) -> str:
    size = m.portion(Estimate(abs(e.value), e.se, e.worlds)).text.removesuffix("%")
    return f"{'more' if e.value > 0 else 'less'} often, by {size} points"


def _clear(e: Estimate) -> bool:
    return abs(e.value) > max(CLEAR * e.se, NOISE)


def differences(before: Case, after: Case) -> tuple[str, ...]:
    """Say in which inputs two versions of a case differ.

    Parameters
    ----------
    before, after
        The two versions.

    Returns
    -------
    tuple of str
        A sentence each; parts are told by the ids of the case, statements by what is valued.
    """
    told = list(_weights(before, after))
    for kind, old, new in _parts(before, after):
        told += [sentence(f"new {kind}: {_called(new[name], name)}") for name in new if name not in old]
        told += [sentence(f"gone: {kind}: {_called(old[name], name)}") for name in old if name not in new]
        told += [
            sentence(f"changed {kind}: {_called(new[name], name)}")
            for name in new
            if name in old and new[name] != old[name]
        ]
    if before.concept != after.concept:
        told.append(f"The concept that drives the case is {after.concept}, and was {before.concept}.")
    return tuple(capital(t) for t in told)


def _weights(before: Case, after: Case) -> Iterator[str]:
    old, new = ({(a, s.id): s for a in c.actors for s in c.statements(a)} for c in (before, after))
    for key in dict.fromkeys((*old, *new)):
        case = after if key in new else before
        found = new.get(key, old.get(key))
        if found is None or old.get(key) == new.get(key):
            continue
        words = f"{actor_name(case, key[0])}: {clause(case, found.when)}"
        if key not in old:
            yield sentence(f"new statement of {words}; weight {found.weight}")
        elif key not in new:
            yield sentence(f"gone: statement of {words}; weight {found.weight}")
        elif old[key].weight != new[key].weight:
            yield sentence(f"{words}; weight {new[key].weight}, and was {old[key].weight}")
        else:
            yield sentence(f"changed statement of {words}")


def _parts(before: Case, after: Case) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    for kind, name in _KINDS.items():
        yield kind, getattr(before, name), getattr(after, name)


def _called(part: Any, name: str) -> str:
    return str(getattr(part, "name", "") or name)


#: What is compared beside statements, as it is called and as the case has it.
_KINDS = {
    "actor": "actors",
    "option": "options",
    "option of chance": "chance",
    "rule": "constraints",
    "choice": "choices",
    "reading": "readings",
    "outcome": "outcomes",
}
