"""Case + question -> Answer: a probability with its spread over worlds, and the band of imprecise rates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.case.nearest import check_name
from detente.case.time import Question
from detente.dynamics.block import Block, follow, lumping
from detente.dynamics.calendar import Calendar, Stage, Track
from detente.dynamics.chain.imprecise import Leg, through
from detente.dynamics.chain.sparse import sparse
from detente.dynamics.chain.uniformization import ERROR
from detente.dynamics.clock import Clock, written_out, years
from detente.dynamics.counts import Counts, Forecast, forecast_counts
from detente.dynamics.course import in_blocks
from detente.dynamics.motion import where
from detente.dynamics.taking import PARTS, taken
from detente.errors import DetenteError
from detente.game.model import Bools
from detente.readonly import ReadOnly

__all__ = ["Answer", "ask", "ask_each", "bounds"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Answer(ReadOnly):
    """What the dynamics says of one question.

    Parameters
    ----------
    question, measure, choice
        Which question, what is measured, and under which choice.
    probabilities
        (W,) in each world; world 0 is the central one.
    low, high
        Bounds of the central world where actors' rates are known only within the clock's factor; equal to
        its probability if the factor is 1, ``nan`` if they were not asked for, or if it takes time.
    error
        Bound of the numerical error; that of the band is already in it.
    counts
        For a question of counts, the forecast behind it.
    """

    question: str
    measure: str
    choice: str
    probabilities: Floats
    low: float
    high: float
    error: float
    counts: Forecast | None = None

    @property
    def drawn(self) -> Floats:
        """Those of the worlds that were drawn; of the central one if there is no other."""
        return self.probabilities[1:] if len(self.probabilities) > 1 else self.probabilities

    @property
    def mean(self) -> float:
        """The mean over the worlds that were drawn."""
        return float(self.drawn.mean())

    @property
    def spread(self) -> tuple[float, float]:
        """5% and 95% over the worlds that were drawn."""
        low, high = np.quantile(self.drawn, [0.05, 0.95])
        return float(low), float(high)


def ask(
    case: Case,
    question: str | Question,
    worlds: int = 100,
    seed: int = 1,
    choice: str = "",
    concept: str = "R",
    workers: int | None = None,
    counts: Counts | None = None,
    band: bool = True,
    given: Calendar | None = None,
) -> Answer:
    """Answer one question under one choice.

    Parameters
    ----------
    case
        A case with a clock.
    question
        Id of a question of the case, or a question.
    worlds, seed
        How many worlds are drawn, and from what; world 0 is the central one.
    choice
        The choice, where the question names none; it must be given if the case has several.
    concept
        What actors look at when they choose; see `course`.
    workers
        Threads; all processors by default.
    counts
        For a question of counts: (N,) monthly counts of its series up to the day it opens.
    band
        Whether the band of imprecise rates is wanted.
    given
        The case made ready for dates, in place of ``worlds`` and ``seed``.

    Raises
    ------
    UnknownName
        If there is no such question.
    DetenteError
        If it is asked under no choice although the case has some, has no condition, phase or series, or its
        dates are out of order.
    """
    stated = _question(case, question)
    if stated.measure == "count":
        return _count(case, stated, worlds, choice, counts)
    choice = stated.choice or choice
    if not choice and len(case.choices) > 1:
        raise DetenteError(
            f"question {stated.id} names no choice; say under which: {', '.join(case.choices)}"
        )
    choice = choice or next(iter(case.choices), "")
    calendar = given or Calendar.drawn(case, worlds, seed)
    clock, track = calendar.clock, calendar.track(choice)
    opens, after, by = _times(clock, stated)
    masks = _masks(case, stated, track)
    found = np.empty(len(calendar))
    blocks = lumping(track, calendar.worlds, clock, concept, [m[None] for m in masks])

    def one(block: Block, index: NDArray[np.intp]) -> None:
        whole = block.lumped(blocks, ERROR)
        if stated.takes is not None:
            found[index] = taken(whole, stated.takes, by, masks, opens)
        else:
            found[index] = _measured(whole, stated.measure, masks, opens, after, by)

    in_blocks(track, calendar.worlds, clock, concept, one, workers)
    low = high = float("nan")
    if band:
        low, high = bounds(calendar, stated, choice, concept, found[0])
    error = ERROR * 2 * (len(track.stages) + 2) * (1 if stated.takes is None else PARTS)
    return Answer(stated.id, stated.measure, choice, np.clip(found, 0, 1), low, high, error)


def bounds(
    calendar: Calendar, question: Question, choice: str, concept: str = "R", precise: float | None = None
) -> tuple[float, float]:
    """Bound a probability in the central world where rates are known within the clock's factor.

    There are no bounds, but ``nan``, for what takes time: its parts are not in the chain.

    Parameters
    ----------
    calendar
        The case made ready for dates.
    question
        What is asked.
    choice
        The choice that is made; empty where the case has none.
    concept
        What actors look at when they choose; see `course`.
    precise
        The probability at the rates themselves, where it is known already.
    """
    if question.takes is not None:
        return float("nan"), float("nan")
    clock, track = calendar.clock, calendar.track(choice)
    times, masks, first = _times(clock, question), _masks(calendar.case, question, track), np.arange(1)
    blocks = lumping(track, calendar.worlds, clock, concept, [m[None] for m in masks])
    block = Block.of(track, calendar.worlds, clock.take(first), concept, first).lumped(blocks, ERROR)
    if precise is None:
        precise = float(_measured(block, question.measure, masks, *times)[0])
    return _band(block, clock.imprecise, question.measure, masks, times, precise)


def ask_each(
    case: Case,
    question: str | Question,
    worlds: int = 100,
    seed: int = 1,
    concept: str = "R",
    workers: int | None = None,
    counts: Counts | None = None,
    band: bool = True,
) -> dict[str, Answer]:
    """Answer one question under its choice, or under each choice of the case: choice -> answer.

    Answers are not averaged over choices: how probable a choice is belongs to whoever makes it.

    Parameters
    ----------
    case
        A case with a clock.
    question
        A question of the case, or its id.
    worlds
        Number of random worlds.
    seed
        Same seed, same answer.
    concept
        What actors look at when they choose; see `course`.
    workers
        Threads; all processors by default.
    counts
        Monthly counts behind a question that asks for a number of events.
    band
        Whether the band of rates known less well is worked out too.
    """
    stated = _question(case, question)
    choices = [stated.choice] if stated.choice or stated.measure == "count" else list(case.choices) or [""]
    return {c: ask(case, stated, worlds, seed, c, concept, workers, counts, band) for c in choices}


def _question(case: Case, question: str | Question) -> Question:
    if isinstance(question, Question):
        return question
    known = {q.id: q for q in case.questions}
    check_name("question", question, known)
    return known[question]


def _times(clock: Clock, stated: Question) -> tuple[float, float, float]:
    """Return years from the start to opening, to ``after`` and to the deadline."""
    opens = years(clock.start, stated.opens) if stated.opens else 0.0
    by = years(clock.start, stated.by)
    after = years(clock.start, stated.after) if stated.after else opens
    if not 0 <= opens <= after <= by:
        raise DetenteError(
            f"question {stated.id}: as_of, opens, after and by must follow one another "
            f"({clock.start}, {stated.opens}, {stated.after}, {stated.by})"
        )
    return opens, after, by


def _masks(case: Case, stated: Question, track: Track) -> list[Bools]:
    """Return per game (S,) where the question's condition holds."""
    condition = stated.when
    if condition is None and stated.phase:
        condition = case.phases[stated.phase].when
    if condition is None:
        raise DetenteError(f"question {stated.id} has neither a condition nor a phase")
    tree = written_out(condition.tree, case)
    return [where(g, tree) for g in track.games]


def _measured(
    block: Block, measure: str, masks: list[Bools], opens: float, after: float, by: float
) -> Floats:
    """Return (W,) probabilities."""
    rows = [np.ones((1, len(m)), bool) for m in masks]
    found: Floats
    if measure == "at":
        found = follow(block, np.array([by]), [m[None] for m in masks])[0, 0]
    elif measure == "by":
        found = 1 - follow(block, np.array([by]), rows, [~m for m in masks], opens)[0, 0]
    elif measure == "throughout":
        found = follow(block, np.array([by]), rows, masks, opens)[0, 0]
    else:
        held = follow(block, np.array([after, by]), rows, masks, opens)[:, 0]
        found = held[0] - held[1]
    return found


def _band(
    block: Block,
    factor: float,
    measure: str,
    masks: list[Bools],
    times: tuple[float, float, float],
    precise: float,
) -> tuple[float, float]:
    """Return bounds of one world."""
    if factor == 1:
        return float(precise), float(precise)
    start, track = block.start()[:, 0], block.track
    masks = [m[0] for m in block.seen([m[None] for m in masks])]
    legs = _legs(block, measure, masks, *times)
    last = masks[max((s for s in track.stages if s.begin <= times[2]), key=lambda s: s.begin).game]
    goal = (~last if measure == "ends" else last).astype(np.float64)
    state = int(np.argmax(start))
    low, off = through(legs, goal, 1.0, factor, block.clock.actors)
    high, other = through(legs, goal, -1.0, factor, block.clock.actors)
    # The exact value lies between them, so the error of the steps may not part them from it.
    return max(0.0, min(float(low[state]) - off, precise)), min(1.0, max(float(high[state]) + other, precise))


def _legs(block: Block, measure: str, masks: list[Bools], opens: float, after: float, by: float) -> list[Leg]:
    """Cut the time to the deadline wherever something changes; the latest leg first."""
    stages = block.track.stages
    keys = dict.fromkeys(s.chain for s in stages if s.begin <= by)
    chains = {k: sparse(c, np.zeros(len(c))) for k in keys for c in [block.chain(k)]}
    begins = sorted({s.begin for s in stages if s.begin <= by} | {t for t in (opens, after) if 0 < t < by})
    legs = []
    for begin, end in zip(begins, [*begins[1:], by], strict=True):
        stage = max((s for s in stages if s.begin <= begin), key=lambda s: s.begin)
        before = max((s for s in stages if s.begin < begin), key=lambda s: s.begin, default=stage)
        chain, mask = chains[stage.chain], masks[stage.game]
        back = partial(_back, block, stage, before) if stage.begin == begin and begin > 0 else None
        frozen, value = _rule(measure, mask, begin, opens, after)
        if measure == "ends" and begin == after:
            legs += [Leg(chain, 0.0, ~mask, 0.0, back), Leg(chain, end - begin, frozen, value, None)]
        else:
            legs.append(Leg(chain, end - begin, frozen, value, back))
    return legs[::-1]


def _rule(measure: str, mask: Bools, begin: float, opens: float, after: float) -> tuple[Bools, float]:
    """Return the states in which a question is settled during a leg, and how."""
    if measure == "at" or begin < opens:
        return np.zeros_like(mask), 0.0
    if measure == "by":
        return mask, 1.0
    return ~mask, 1.0 if measure == "ends" and begin >= after else 0.0


def _back(block: Block, stage: Stage, before: Stage, f: Floats) -> Floats:
    """Return values just before a stage begins, from those just after."""
    for option in reversed(stage.turns):
        f = block.turn(stage.game, option).back(f[:, None])[:, 0]
    return f[block.lift()] if stage.game != before.game else f


def _count(case: Case, stated: Question, worlds: int, choice: str, counts: Counts | None) -> Answer:
    """Answer a question of counts from its series; the same in every world."""
    if stated.series is None:
        raise DetenteError(f"question {stated.id} counts something, but names no series")
    if counts is None:
        raise DetenteError(f"question {stated.id} needs the monthly counts of {stated.series.id}")
    opens = stated.opens or case.as_of
    months = max(1, round(years(opens, stated.by) * 12))
    found = forecast_counts(counts, months)
    if stated.series.at_least is not None:
        chance = found.at_least(stated.series.at_least)
    elif stated.series.at_most is not None:
        chance = found.at_most(stated.series.at_most)
    else:
        raise DetenteError(f"question {stated.id} says neither at_least nor at_most")
    nothing = float("nan")
    return Answer(stated.id, "count", choice, np.full(worlds, chance), nothing, nothing, 0.0, found)
