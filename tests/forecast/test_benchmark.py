"""Files of resolved questions that hold none, or hold what is no number."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import DetenteError
from detente.forecast import read_crowd

HEAD = "source,id,crowd_probability,outcome\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEAD,
        "a,b\n1,2\n",
        HEAD + "x,1,high,1\n",
        HEAD + "x,1,0.2\n",
        HEAD + "x,1,0.2,1e400\nx,2,nan,0\n",
        HEAD + "\xff",
    ],
)
def test_a_file_of_other_things_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "crowd.csv"
    file.write_text(text, encoding="latin-1")
    with pytest.raises(DetenteError, match=r"crowd\.csv: not a file of resolved questions"):
        read_crowd(file)


def test_the_crowd_of_a_file_is_scored(tmp_path: Path) -> None:
    file = tmp_path / "crowd.csv"
    file.write_text(HEAD + "x,1,0.2,0\nx,2,0.9,1\n", encoding="utf-8")
    found = read_crowd(file)
    assert (found.rows, found.questions, found.brier) == (2, 2, pytest.approx((0.04 + 0.01) / 2))
