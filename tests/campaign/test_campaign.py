"""A small dose of the campaign in every run, and a large one with ``pytest -m campaign``.

``DETENTE_DOSE`` is the number of inputs of one reader in a large dose. ``python tests/campaign/run.py`` does
as much as one likes, and gives figures.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from campaign import faults, writers
from campaign.decisions import kills
from campaign.fuzz import Reader, fed, fuzzed
from campaign.hostile import briefs, wrong
from campaign.kills import COMMANDS, strikes
from campaign.options import asked
from campaign.readers import READERS

#: How many times the small dose the large one is.
TIMES = max(int(os.environ.get("DETENTE_DOSE", "20000")) // 1000, 2)

doses = pytest.mark.parametrize("dose", [1, pytest.param(TIMES, marks=pytest.mark.campaign)])


@doses
@pytest.mark.parametrize("reader", READERS, ids=lambda r: r.name)
def test_whatever_a_reader_is_fed_it_refuses_in_words(reader: Reader, dose: int) -> None:
    tally = fuzzed(reader, dose, reader.dose * dose)
    assert tally.inputs == reader.dose * dose
    assert list(tally.faults) == []


@pytest.mark.parametrize("reader", READERS, ids=lambda r: r.name)
def test_every_reader_is_fed_something_that_it_takes(reader: Reader, tmp_path: Path) -> None:
    """Else the campaign would try one refusal again and again."""
    told = [fed(reader, seed, tmp_path) for seed in reader.seeds()]
    assert "" in told or reader.name in ("events packed", "history", "workbook"), told


@doses
def test_whatever_a_command_is_asked_it_ends_with_a_documented_code(dose: int) -> None:
    tally = asked(dose, 100 * dose)
    assert tally.faults == {}
    assert set(tally.codes) <= {0, 2, 4}


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("check", 1),
        ("analyze", 1),
        *(pytest.param(name, TIMES, marks=pytest.mark.campaign) for name in COMMANDS),
    ],
)
def test_a_command_that_is_stopped_says_one_sentence(name: str, count: int) -> None:
    found = list(strikes(COMMANDS[name], count, count))
    assert [str(s) for s in found if s.end == "fault"] == []


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[faults.Bench]:
    ready = faults.bench(tmp_path_factory.mktemp("bench"))
    if ready is None:
        pytest.skip("no C compiler, or no Linux: no call can be made to fail")
    yield ready
    ready.close()


@doses
@pytest.mark.parametrize("error", faults.ERRORS)
@pytest.mark.parametrize("writer", faults.WRITERS, ids=lambda w: w.name)
def test_a_call_that_fails_leaves_what_was_or_what_is_to_be(
    bench: faults.Bench, writer: faults.Writer, error: str, dose: int
) -> None:
    draw = Random(f"{writer.name} {error} {dose}")
    stays = error == "ENOSPC" and draw.random() < 0.5

    def some(count: int) -> Iterator[int]:
        return iter(sorted(draw.sample(range(1, count + 1), min(count, dose))))

    found = list(faults.trials(bench, writer, error, some, stays))
    assert found
    assert [str(t) for t in found if t.fault] == []


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize("count", [8, pytest.param(50 * TIMES, marks=pytest.mark.campaign)])
def test_a_review_that_is_killed_loses_nothing_that_was_confirmed(count: int) -> None:
    found = list(kills(count, count))
    assert len(found) == count
    assert any(kill.confirmed for kill in found)
    assert [kill.faults for kill in found if kill.faults] == []


@pytest.mark.campaign
@pytest.mark.parametrize("scene", writers.SCENES)
def test_several_writers_at_once_lose_nothing(scene: str) -> None:
    assert writers.SCENES[scene](Random(TIMES)) == []


@doses
def test_hostile_words_are_no_more_than_words_in_any_format(tmp_path: Path, dose: int) -> None:
    found = [w for brief in islice(briefs(dose), dose) for w in wrong(brief, tmp_path)]
    assert found == []
