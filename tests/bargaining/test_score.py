"""Scores by hand and against slow twins; files in every order, with holes, and with mistakes."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining import RULES, Spread
from detente.bargaining.marks import crps, log_score, median, shortest
from detente.bargaining.reading import COLUMNS, read_decisions
from detente.bargaining.rules.pool import averaged, dressed
from detente.bargaining.score import chosen, clustered, main, score
from detente.bargaining.seen import ERRORS, TESTED
from detente.errors import DetenteError
from reference import bargaining as twins
from strategies import examples

DATA = os.environ.get("DETENTE_DATA", "")
needs_data = pytest.mark.skipif(not DATA, reason="DETENTE_DATA names no folder with the study data")

CHANCES = st.lists(
    st.tuples(st.integers(0, 20).map(lambda k: k * 5.0), st.integers(1, 9)), min_size=1, max_size=8
)


def spread(pairs: Sequence[tuple[float, float]]) -> Spread:
    values, shares = (np.array([column], np.float64) for column in zip(*pairs, strict=True))
    return Spread(values, shares / shares.sum())


@examples(80)
@given(CHANCES, st.floats(0, 100))
def test_scores_agree_with_their_twins(pairs: list[tuple[float, float]], outcome: float) -> None:
    found = spread(pairs)
    slow = list(zip(found.values[0].tolist(), found.shares[0].tolist(), strict=True))
    assert crps(found, np.array([outcome]))[0] == pytest.approx(twins.crps(slow, outcome), abs=1e-9)
    low, high = shortest(found)
    assert high[0] - low[0] == pytest.approx(twins.shortest(slow, 0.8))
    assert found.between(low[0], high[0])[0] >= 0.8 - 1e-9
    below, above = (found.values < median(found)[0]), (found.values > median(found)[0])
    assert max(found.shares[below].sum(), found.shares[above].sum()) <= 0.5 + 1e-9


def test_the_log_score_knows_eleven_parts_of_the_scale() -> None:
    found = spread([(0, 1), (50, 1)])
    by_hand = [-np.log(0.99 * p + 0.01 * w) for p, w in ((0.5, 0.05), (0, 0.1), (0.5, 0.1), (0, 0.05))]
    given = [log_score(found, np.array([y]))[0] for y in (4.9, 5.0, 54.9, 100.0)]
    assert given == pytest.approx(by_hand)


def test_issues_of_one_act_count_as_one() -> None:
    values = np.array([0.0, 1.0, 0.0, 1.0])
    apart, together = (
        clustered(values, ["a", "b", "c", "d"]),
        clustered(np.repeat(values, 3), list("aaabbbcccddd")),
    )
    assert together == apart
    alone = clustered(values, ["a"] * 4)
    assert alone.value == 0.5
    assert np.isnan(alone.low)


# ------------------------------------------------------------------------------------------------- files


ACTORS = {"com": (60, 50, 10), "ep": (90, 70, 10), "de": (0, 80, 29), "fr": (100, 60, 29), "nl": (40, 30, 13)}


def rows(issues: int = 6) -> list[dict[str, str]]:
    chance = Random(3)
    return [
        {
            "issue": f"i{k}",
            "act": f"act{k // 2}",
            "procedure": "COD" if k % 2 else "CNS",
            "vote": "unanimity" if k == 2 else "QMV",
            "actor": actor,
            "position": str((x + 10 * k) % 101),
            "salience": str(s),
            "votes": str(v),
            "reference": "" if k == 1 else "0",
            "outcome": str(chance.randrange(20) * 5) if actor == "com" else "",
            "capability": str(v),
        }
        for k in range(issues)
        for actor, (x, s, v) in ACTORS.items()
    ]


def written(
    path: Path,
    table: list[dict[str, str]],
    columns: Sequence[str] | None = None,
    sep: str = ",",
    start: str = "",
) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(start)
        writer = csv.DictWriter(stream, columns or list(table[0]), delimiter=sep, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(table)
    return path


@pytest.mark.parametrize(("sep", "start"), [(",", ""), (";", ""), ("\t", "\ufeff")])
def test_rows_and_columns_stand_in_any_order(tmp_path: Path, sep: str, start: str) -> None:
    table = rows()
    straight = score(read_decisions(written(tmp_path / "a.csv", table)))
    Random(1).shuffle(table)
    mixed = score(read_decisions(written(tmp_path / "b.csv", table, sorted(table[0]), sep, start)))
    for a, b in zip(straight.rows, mixed.rows, strict=True):
        assert (a.rule, a.issues) == (b.rule, b.issues)
        assert [a.crps.value, a.crps.high, a.log_score.value] == pytest.approx(
            [b.crps.value, b.crps.high, b.log_score.value]
        )
    assert {r.rule: r.issues for r in straight.rows}["veto"] == 5  # one has no reference point


def test_what_is_not_known_is_left_out_or_filled_in_and_counted(tmp_path: Path) -> None:
    table = rows()
    table[2]["salience"] = table[3]["capability"] = "NA"
    table[4]["position"] = ""
    for row in table[5:10]:
        row["outcome"] = ""
    found = read_decisions(written(tmp_path / "a.csv", table))
    assert (found.left_out, found.filled) == (1, 2)
    assert len(found.issues) == 5
    assert found.given.present.sum() == 24
    assert found.given.salience[0, 2] == pytest.approx((50 + 70 + 60) / 3 / 100)  # nl has no position
    assert found.given.capability[0, 3] == pytest.approx((10 + 10 + 29) / 3)


def test_only_what_every_file_has_is_needed(tmp_path: Path) -> None:
    found = score(read_decisions(written(tmp_path / "a.csv", rows(), COLUMNS)))
    assert "veto" not in {r.rule for r in found.rows}
    assert found.to_dict()["rows"][0]["rule"] == "pool"


def test_one_act_has_no_interval_and_is_valid_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path / "a.csv", rows(2))
    assert main([str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["crps"]["low"] is None


def test_all_mistakes_of_a_file_are_named_with_their_lines(tmp_path: Path) -> None:
    table = rows()
    table[0]["position"] = "120"
    table[1]["salience"] = "much"
    table[2]["capability"] = "-1"
    table[4] = dict(table[3])
    table[6]["outcome"] = "3"
    with pytest.raises(DetenteError) as refused:
        read_decisions(written(tmp_path / "a.csv", table))
    told = str(refused.value).splitlines()
    assert [line.split("a.csv")[1].split(" ")[0] for line in told] == [":2:", ":3:", ":4:", ":6:", ":"]
    assert "position '120' is no number from 0 to 100" in told[0]
    assert "fr stands twice in issue i0" in told[3]
    assert "issue i1 has several values of outcome" in told[4]


def test_a_decimal_comma_is_read_by_the_whole_column(tmp_path: Path) -> None:
    table = rows()
    for row in table:
        row["salience"] = f"{row['salience']},5"
    found = read_decisions(written(tmp_path / "a.csv", table, sep=";"))
    assert found.given.salience[0, :2] == pytest.approx([0.505, 0.705])
    table[0]["capability"] = "1,250"  # a thousand, or a little more than one
    with pytest.raises(DetenteError, match=r"a\.csv:2: capability '1,250'"):
        read_decisions(written(tmp_path / "a.csv", table, sep=";"))
    table[0] |= {"capability": "10", "salience": "1.5"}
    with pytest.raises(DetenteError, match=r"a\.csv:3: salience"):
        read_decisions(written(tmp_path / "a.csv", table, sep=";"))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda t: [t[0] + ",position", *(r + ",1" for r in t[1:])], ":1: it has several columns position"),
        (lambda t: [*t[:4], t[4] + ",1", *t[5:]], ":5: it has 12 fields and the heading 11"),
        (lambda t: [*t[:4], '"' + t[4], *t[5:]], ":5: a quote opens here"),
        (lambda t: [*t[:4], t[4].replace("i0", ""), *t[5:]], ":5: it names no issue"),
    ],
)
def test_no_line_is_lost(tmp_path: Path, wrong: Callable[[list[str]], list[str]], told: str) -> None:
    file = written(tmp_path / "a.csv", rows())
    file.write_text("\n".join(wrong(file.read_text(encoding="utf-8").splitlines())), encoding="utf-16")
    with pytest.raises(DetenteError) as refused:
        read_decisions(file)
    assert told in str(refused.value)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "issue,act,actor,position,salience,capability,outcome\n"])
def test_what_is_no_such_file_is_refused(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(text, encoding="utf-8")
    assert main([str(file)]) == 2
    assert capsys.readouterr().err.startswith(str(file))
    file.write_bytes(b"issue\xff\xfe")
    assert main([str(file)]) == 2
    assert main([]) == main([str(tmp_path / "none.csv")]) == 2


def test_the_table_is_printed_by_a_command(tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", rows())
    done = subprocess.run(
        [sys.executable, "-m", "detente.bargaining.score", str(file)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert done.stdout.startswith("6 issues of 3 acts; left out")
    assert "pool " in done.stdout


@needs_data
def test_decisions_of_the_european_union() -> None:
    """216 issues of 81 acts (Arregui and Perarnaud 2022). The baselines were computed before, by other code.

    The pool has seen the errors that it is scored with here; `bench/bargaining.py` tells what it is worth.
    """
    found = score(read_decisions(Path(DATA) / "deu_train.csv"))
    assert (found.issues, found.acts) == (216, 81)
    rows = {r.rule: r for r in found.rows}
    errors = {
        "middle": 29.14, "mean of actors": 24.46, "mean": 23.83, "equal-median": 28.5, "median": 29.4,
        "nash": 23.9, "conditional": 24.0, "mode": 27.0, "condorcet": 23.28,
    }  # fmt: skip
    for name, error in errors.items():
        digits = 0.01 if round(error, 1) != error else 0.05
        assert rows[name].error.value == pytest.approx(error, abs=digits), name
    for name, loss in {
        "positions": 18.80,
        "positions, weighted": 18.36,
        "conditional": 17.41,
        "condorcet": 16.84,
    }.items():
        assert rows[name].crps.value == pytest.approx(loss, abs=0.01), name
    assert rows["pool"].difference.high < 0
    every = read_decisions(Path(DATA) / "deu_train.csv")
    council = every.given.consent
    assert council is not None
    known = ~np.isnan(every.given.reference) & (council.quota == 0)
    off = np.abs(RULES["veto"].settle(chosen(every.given, known)).mean - every.outcome[known])
    assert (len(off), off.mean()) == pytest.approx((22, TESTED.unanimous), abs=0.05)
    for name, told in {"condorcet": TESTED.condorcet, "positions, weighted": TESTED.positions}.items():
        assert rows[name].crps.value == pytest.approx(told, abs=0.05)
    for name, told in {"mean": TESTED.mean, "median": TESTED.median, "veto": TESTED.veto}.items():
        assert rows[name].error.value == pytest.approx(told, abs=0.05)


@needs_data
def test_the_pool_is_scored_with_the_errors_of_other_acts() -> None:
    """Ten parts of acts; the errors that are shipped are those of all of them."""
    found = read_decisions(Path(DATA) / "deu_train.csv")
    election = averaged(found.given)
    errors = np.abs(election.mean - found.outcome)
    shipped = np.quantile(errors, (np.arange(50) + 0.5) / 50)
    assert shipped == pytest.approx(np.array(ERRORS), abs=0.051)
    part = dict(zip(sorted(set(found.acts)), np.arange(81) % 10, strict=True))
    fold = np.array([part[a] for a in found.acts])
    losses = np.empty(len(fold))
    for k in range(10):
        others = np.quantile(errors[fold != k], (np.arange(50) + 0.5) / 50)
        mine = Spread(election.values[fold == k], election.shares[fold == k])
        losses[fold == k] = crps(dressed(mine, others), found.outcome[fold == k])
    measured = clustered(losses, found.acts)
    assert [measured.value, measured.low, measured.high] == pytest.approx(
        [TESTED.pool, TESTED.low, TESTED.high], abs=0.06
    )
