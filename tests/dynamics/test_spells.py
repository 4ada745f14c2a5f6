"""How often and how long a set of states holds, with elections on known dates and a choice released."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.linalg import expm

from detente.case import Case
from detente.dynamics import Chain, course
from detente.dynamics.calendar import masks_of
from detente.dynamics.clock import years
from detente.game import unfold
from dynamics.histories import simulate
from dynamics.test_course import ELECTION, RELEASE, dense, election, example

Floats = NDArray[np.float64]
START, END = date(2000, 1, 1), date(2009, 1, 1)
ELECTIONS = (ELECTION, ELECTION.replace(year=2008))


def phased() -> Case:
    """Phases that an actor's move ends, that only an election brings, and that never come."""
    return example(
        phases={
            "peace": "quiet",
            "loud": "not quiet",
            "high": "chance.z == high",
            "loud-high": "chance.z == high and not quiet",
            "never": "chance.z == high and chance.z == low",
        }
    )


def spent(q: Floats, t: float) -> tuple[Floats, Floats]:
    """exp(q t) and its integral from 0 to t (Van Loan 1978)."""
    n = len(q)
    block = expm(np.block([[q, np.eye(n)], [np.zeros((n, 2 * n))]]) * t)
    return block[:n, :n], block[:n, n:]


def by_hand(
    stretches: list[tuple[Any, Floats, date]], begin: Floats, mask: list[NDArray[np.bool_]]
) -> tuple[float, float]:
    """Entries and years: (game, generator, end) one after the other, with the elections between them."""
    p, now, entries, total = begin, START, 0.0, 0.0
    before = stretches[0][0]
    for (game, q, end), inside in zip(stretches, mask, strict=True):
        if game is not before:
            lifted = np.zeros(len(game))
            for s in range(len(before)):
                lifted[game.find(before.describe(s))] = p[s]
            p, before = lifted, game
        step, whole = spent(q, years(now, end))
        held = p @ whole
        off = q - np.diag(np.diag(q))
        entries += float(held[~inside] @ off[~inside][:, inside].sum(axis=1))
        total += float(held[inside].sum())
        p, now = p @ step, end
        if end in ELECTIONS:
            drawn = election(game)
            entries += float(((p * ~inside) @ drawn)[inside].sum())
            p = p @ drawn
    return entries, total


@pytest.mark.parametrize("release", [None, RELEASE])
def test_spells_by_matrix_exponentials(release: date | None) -> None:
    case = phased()
    held, whole = dense(case, {"a.x": "yes"}), dense(case, {})
    found = course(case, "give", [date(2002, 1, 1), END], worlds=2, release=release)
    parts = [(*held, ELECTION), (*held, RELEASE), (*(whole if release else held), ELECTIONS[1])]
    parts.append((*(whole if release else held), END))
    start = np.eye(len(held[0]))[held[0].status_quo]
    for phase in case.phases:
        masks = [np.array(masks_of(case, game)["phase", phase]) for game, *_ in parts]
        entries, total = by_hand(parts, start, masks)
        assert found.spells[phase].entries[0] == pytest.approx(entries, abs=1e-7), phase
        assert found.spells[phase].years[0] == pytest.approx(total, abs=1e-7), phase
    assert np.isnan(found.spells["never"].mean).all()
    assert found.spells["high"].entries == pytest.approx(0.3 + 0.3 * 0.7, abs=1e-9)
    assert found.spells["high"].years == pytest.approx(0.3 * years(ELECTION, END), abs=1e-8)
    assert found.spells["peace"].began
    assert not found.spells["high"].began


def test_spells_by_histories_drawn_one_by_one() -> None:
    case = phased()
    game, _ = dense(case, {"a.x": "yes"})
    made = chain_of(case, game)
    mask = np.array(masks_of(case, game)["phase", "peace"])
    drawn, runs = election(game), 800
    entries, total = np.zeros(runs), np.zeros(runs)
    draws = np.random.default_rng(4).random((runs, 2))
    for run in range(runs):
        state, now = game.status_quo, START
        for k, end in enumerate((*ELECTIONS, END)):
            one = simulate(
                replace(made, start=np.eye(len(game))[state]), years(now, end), seed=k + 1, run=run
            )
            at = np.concatenate(([0.0], one.times, [years(now, end)]))
            visited = mask[list(one.states)]
            entries[run] += (visited[1:] & ~visited[:-1]).sum()
            total[run] += np.diff(at)[visited].sum()
            state, now = one.states[-1], end
            if k < 2:
                after = int(np.searchsorted(np.cumsum(drawn[state]), draws[run, k]))
                entries[run] += mask[after] and not mask[state]
                state = after
    found = course(case, "give", [END], worlds=1).spells["peace"]
    for exact, seen in ((found.entries[0], entries), (found.years[0], total)):
        assert abs(seen.mean() - exact) < 4 * seen.std() / np.sqrt(runs)


def chain_of(case: Case, game: Any) -> Chain:
    from detente.dynamics import chain, draw_clock
    from detente.worlds import draw

    worlds = draw(case, 1)
    low, high = worlds.span(unfold(case))
    return chain(game, worlds.utilities(game)[:, :, 0], draw_clock(case, 1), 0, span=(low[:, 0], high[:, 0]))


def test_ever_more_spells_of_all_the_time_there_is() -> None:
    case = phased()
    early, late = (course(case, "hold", [day], worlds=20, seed=3).spells for day in (date(2004, 1, 1), END))
    for phase in case.phases:
        assert (late[phase].entries >= early[phase].entries - 1e-9).all()
        assert (late[phase].years <= years(START, END) + 1e-9).all()
    # A set and the rest take turns.
    apart = late["peace"].entries - late["loud"].entries
    assert (np.abs(apart) <= 1).all()
    assert late["peace"].years + late["loud"].years == pytest.approx(years(START, END))
