"""The same plan gives the same answers, whoever solves it in whatever parts; worlds count as they weigh."""

from __future__ import annotations

import math
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente.ensemble.solve as solving
from detente.case import alter
from detente.ensemble import DESIGNS, Answers, Plan, Runs, lay_out, mask_names, run
from detente.ensemble.chunk import Job, solve_chunk
from detente.ensemble.scenario import scenarios
from detente.ensemble.solve import solve
from detente.errors import DetenteError, NoFeasibleState
from detente.insight import find
from detente.insight.finding import found
from detente.stability import resting
from detente.worlds import draw
from ensemble.made import quarrel, same

CASE = quarrel()
PLAN = Plan(worlds=150, chunk=40)


@pytest.fixture(scope="module")
def runs() -> Runs:
    return run(CASE, PLAN, 1)


@pytest.mark.parametrize("workers", [2, 5, None])
def test_the_number_of_threads_does_not_matter(runs: Runs, workers: int | None) -> None:
    same(runs, run(CASE, PLAN, workers))


@pytest.mark.parametrize("workers", [2, 3])
def test_nor_does_it_within_a_chunk(monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    """One chunk, cut into many blocks whose sums over worlds no binary fraction holds."""
    monkeypatch.setattr(solving, "BLOCK", 16)
    monkeypatch.setattr(solving, "CELLS", 0)
    plan = Plan(worlds=150)
    alone = run(CASE, plan, 1)
    assert alone.design.chunks == 1
    same(alone, run(CASE, plan, workers))


@given(st.integers(1, 5_000), st.integers(1, 600))
def test_blocks_are_even(worlds: int, size: int) -> None:
    cuts = solving.even(worlds, size)
    assert [k for start, stop in cuts for k in range(start, stop)] == list(range(worlds))
    sizes = [stop - start for start, stop in cuts]
    assert max(sizes) - min(sizes) <= 1
    assert max(sizes) <= 1.5 * size + 1
    assert len(cuts) == 1 or min(sizes) >= size * 2 // 3


@pytest.mark.parametrize("worlds", [20, 300, 1_000, 1_500, 4_000])
def test_a_chunk_holds_as_many_worlds_of_a_scenario_as_are_solved_together(worlds: int) -> None:
    design = lay_out(CASE, Plan(worlds=worlds))
    together = solving.BLOCK * math.prod(len(c.levels) for c in CASE.chance.values())
    sizes = [stop - start for start, stop in map(design.bounds, range(design.chunks))]
    assert sum(sizes) == len(design)
    assert max(sizes) - min(sizes) < design.chunks
    assert max(sizes) <= 1.5 * together
    assert design.chunks == 1 or min(sizes) > 0.6 * together


def test_nor_does_who_solves_the_chunks(runs: Runs) -> None:
    """Plain data go in and come out, so that processes of their own, started afresh, will do."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        same(runs, run(CASE, PLAN, 2, processes))
    with ThreadPoolExecutor(3) as threads:
        same(runs, run(CASE, PLAN, 2, threads))
        assert threads.submit(int, "1").result() == 1, "an executor that was lent is not shut down"


@pytest.mark.parametrize("chunk", [1, 7, 64, 1_000])
def test_nor_does_the_size_of_chunks(runs: Runs, chunk: int) -> None:
    """Up to the order of additions in sums over worlds."""
    plan = Plan(worlds=150, chunk=chunk)
    other = run(CASE, plan, 2)
    for choice, a in runs.answers.items():
        b = other.answers[choice]
        assert (a.masks == b.masks).all()
        assert (a.points == b.points).all()
        assert np.array_equal(a.level, b.level, equal_nan=True)
        for x, y in zip((*a.reached, *a.rests), (*b.reached, *b.rests), strict=True):
            assert x == pytest.approx(y)


def test_chunks_are_what_solving_all_at_once_gives(runs: Runs) -> None:
    worlds = draw(CASE, 151)
    for choice in CASE.choices:
        whole = solve(CASE, worlds, scenarios(CASE, worlds, 1_000), choice, 1)
        assert (whole.masks == runs.answers[choice].masks).all()
        assert np.array_equal(whole.utility, runs.answers[choice].utility, equal_nan=True)


def test_answers_are_those_of_each_world_alone(runs: Runs) -> None:
    """Resting points, one world and one concept at a time, through another door of the stability room."""
    names = mask_names(CASE)
    for scenario in runs.scenarios:
        for choice, game in scenario.games.items():
            answers = runs.answers[choice]
            for w in scenario.index[:12]:
                u = runs.worlds.utilities(game, slice(w, w + 1))[:, :, 0]
                views = runs.worlds.views(game, slice(w, w + 1))
                for c, concept in enumerate(CASE.declared):
                    rest = resting(game, u, concept, game.status_quo, views).states
                    assert answers.points[c, w] == len(rest)
                    if rest:
                        low = game.outcome[rest] == 0
                        assert answers.part(c, names.index(("outcome", "low")))[w] == pytest.approx(
                            low.mean()
                        )


def test_parts_are_rows_of_the_masks(runs: Runs) -> None:
    for answers in runs.answers.values():
        masks = answers.masks
        assert masks.shape == (len(CASE.declared), len(mask_names(CASE)), 151)
        for row in range(masks.shape[1]):
            assert (answers.parts(row) == masks[:, row]).all()
            assert (answers.part(3, row) == masks[3, row]).all()
        assert len(answers.table) == len(np.unique(answers.table, axis=0)) < 151, "each pattern is held once"


def test_choices_and_alternatives_are_compared_on_the_same_worlds() -> None:
    plan = Plan(worlds=60, alternatives=("still",), chunk=25)
    both = run(CASE, plan, 2)
    alone = run(alter(CASE, "still"), Plan(worlds=60, chunk=25), 2)
    variant = both.alternatives["still"]
    for a, b in zip(both.worlds.weights, variant.worlds.weights, strict=True):
        assert (a == b).all()
    for choice, answers in alone.answers.items():
        assert (answers.masks == variant.answers[choice].masks).all()
    assert any((a.masks != variant.answers[c].masks).any() for c, a in both.answers.items())
    only = CASE.model_copy(update={"choices": {"yes": CASE.choices["yes"]}})
    assert (run(only, plan, 1).answers["yes"].masks == both.answers["yes"].masks).all()


# ------------------------------------------------------------------------------------------ weights count


SAMPLES = [
    Plan("latin", 300),
    Plan("sobol", 256),
    Plan("factorial", 200),
    Plan("saltelli", 150),
    Plan(worlds=200, chance="every"),
]


def share(runs: Runs, answers: Answers, outcome: str) -> tuple[float, float]:
    row = mask_names(CASE).index(("outcome", outcome))
    values = runs.fold(answers.part(2, row), runs.index)
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))


@pytest.mark.parametrize("plan", SAMPLES, ids=lambda p: f"{p.design}-{p.chance}")
def test_every_sample_gives_the_same_shares_within_its_errors(plan: Plan) -> None:
    many, some = run(CASE, Plan(worlds=1_500)), run(CASE, plan)
    for choice, answers in many.answers.items():
        for outcome in CASE.outcomes:
            a, b = share(many, answers, outcome), share(some, some.answers[choice], outcome)
            assert abs(a[0] - b[0]) < 4.5 * np.hypot(a[1], b[1]) + 1e-9, (choice, outcome)


def test_every_combination_of_chance_is_an_average_over_them() -> None:
    """By hand: each world's answer under either level, weighed with its probability in that world."""
    every = run(CASE, Plan(worlds=50, chance="every"))
    held = [run(CASE, Plan(worlds=50, chance={"chance.c": level})) for level in ("calm", "storm")]
    row = mask_names(CASE).index(("outcome", "low"))
    blocks = every.design.blocks()
    for choice in CASE.choices:
        parts = [h.answers[choice].part(2, row)[1:] for h in held]
        weights = [every.weight[blocks[f"chance.c={level}"]] for level in ("calm", "storm")]
        expected = sum(p * w for p, w in zip(parts, weights, strict=True))
        assert every.fold(every.answers[choice].part(2, row), every.index) == pytest.approx(expected)
        total = sum(r.sum() for r in (x[0] for x in every.answers[choice].reached))
        settled = every.fold(every.answers[choice].settled[4].astype(float), every.index)
        assert total == pytest.approx(settled.sum()), "sums over states weigh worlds the same way"


@pytest.mark.parametrize("design", DESIGNS)
def test_findings_can_be_read_off_every_design(design: str) -> None:
    told = found(CASE, run(CASE, Plan(design, 40)))
    for choice in told.choices:
        assert sum(e.value for e in choice.outcomes.values()) == pytest.approx(1)
        assert 0 <= choice.best.value <= 1
    assert sum(c.best.value for c in told.choices) == pytest.approx(1)


def test_find_takes_a_design() -> None:
    told = find(CASE, worlds=32, design="sobol", chance="every")
    assert told.worlds == 64
    assert told.scenarios == 2


# ------------------------------------------------------------------------------------- on the way


def test_progress_counts_every_world_once_for_each_choice_and_alternative() -> None:
    seen: list[tuple[int, int]] = []
    run(CASE, Plan(worlds=99, alternatives=("still",), chunk=30), 2, progress=lambda *at: seen.append(at))
    done = [a for a, _ in seen]
    assert done == sorted(done)
    assert len(seen) == 4
    assert seen[-1] == (400, 400)


def test_what_cannot_be_solved_is_refused_at_once() -> None:
    """By the driver, before a worker sees it."""
    case = quarrel(constraints={"one": "forbid a.x == no"})

    class Never(ThreadPoolExecutor):
        def submit(self, *_: Any, **__: Any) -> Any:
            raise AssertionError("nothing should be solved")

    with pytest.raises(NoFeasibleState):
        run(case, PLAN, executor=Never(1))


def test_a_worker_of_another_version_refuses() -> None:
    job = Job.of(CASE, PLAN, 1_000)
    assert solve_chunk(job, 0).number == 0
    other = Job(job.case, job.plan, job.limit, "0.0.0")
    with pytest.raises(DetenteError, match=r"the work comes from 0\.0\.0"):
        solve_chunk(other, 0)


def test_what_fails_in_a_worker_reaches_the_caller() -> None:
    class Broken(ThreadPoolExecutor):
        def submit(self, task: Any, /, *args: Any, **more: Any) -> Any:
            return super().submit(int, "not a number")

    with Broken(1) as pool, pytest.raises(ValueError, match="not a number"):
        run(CASE, PLAN, executor=pool)


def test_runs_say_what_they_are(runs: Runs) -> None:
    assert repr(runs) == "Runs(random, 151 worlds, 2 choices)"
    assert runs.plain
    assert runs.points == 150
    assert (runs.index == np.arange(1, 151)).all()
