"""What a changed judgement, a held option or another concept does to the answer, in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detente.brief.words.material import Material
from detente.brief.words.naming import outcome_name
from detente.insight import Altered
from detente.paper.english import join, sentence
from detente.paper.estimate import Estimate

__all__ = ["changes"]

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
