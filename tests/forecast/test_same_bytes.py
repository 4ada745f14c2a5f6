"""The same scores, pools and calibrations to the last byte, whatever linear algebra there is."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_PROGRAM = """
from detente.brief import pooled_json, scores_json
from detente.catalog import load
from detente.elicitation import Answer, Sheet, pool
from detente.forecast import score, shelf, shipped

print(scores_json(score(shipped(shelf("korea-2020")))))
case = load("korea-2020")
seeds = [s.id for s in case.elicitation.seeds]
ids = [s.id for a in case.actors for s in case.statements(a)][:9]
for method in ("linear", "log", "performance"):
    sheets = [
        Sheet(
            who,
            {i: Answer(0.1 * k, 0.3 * k, 0.7 * k + j) for j, i in enumerate(ids, 1)},
            {s: Answer(j - 0.3 * k, j + 0.1, j + 7.7 * k) for j, s in enumerate(seeds, 1)},
        )
        for k, who in enumerate(("Ann", "Bo", "Cy"), 1)
    ]
    print(pooled_json(pool(case, sheets, method)))
"""

#: What `detente calibrate` prints, of fewer draws; it rests on searches, on eigenvalues and on inverses.
_LEARNED = """
from detente.brief import calibration_json
from detente.catalog import load
from detente.dynamics import learn

print(calibration_json(learn(load("korea-2020"), draws=16)))
"""

_OLDER = {
    "OPENBLAS_CORETYPE": "Nehalem",
    "NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3 AVX512F AVX512_SKX",
}


def printed(program: str = _PROGRAM, **settings: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the settings are those of OpenBLAS and NumPy on Linux")
def test_the_processor_does_not_show() -> None:
    plain = printed()
    assert len(plain) > 10_000
    assert printed(**_OLDER) == plain


@pytest.mark.skipif(sys.platform != "linux", reason="the settings are those of OpenBLAS and NumPy on Linux")
def test_nor_does_it_in_what_is_learned() -> None:
    plain = printed(_LEARNED)
    assert len(plain) > 10_000
    assert printed(_LEARNED, **_OLDER) == plain
