"""Non-myopic stability: the games of the literature, and the slow twin."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product

import numpy as np
from hypothesis import given

from detente.case import Case
from detente.game import unfold
from detente.stability import appraise
from reference.nonmyopic import ended
from reference.nonmyopic import lasting as twin
from stability.variants.dilemmas import CHICKEN, DEADLOCK, DILEMMA, STATES, case, lasting
from stability.variants.pairs import pairs
from strategies import Sample, examples


def test_games_of_the_literature() -> None:
    """Both cooperation and defection in the dilemma (Brams & Ismail 2022); the compromise in Chicken."""
    assert lasting(case(DILEMMA), "NM") == {"CC", "DD"}
    assert lasting(case(CHICKEN), "NM") == {"CC"}
    assert lasting(case(DEADLOCK), "NM") == {"DD"}


@examples(120)
@given(pairs())
def test_the_twin(sample: Sample) -> None:
    of, conflict = Case.model_validate(sample.mapping), sample.conflict
    told = appraise(of, unfold(of), ["NM", "NM-BW"]).stable
    for i in conflict.actors:
        assert set(np.flatnonzero(told[0, i]).tolist()) == twin(conflict, i)
        assert told[1, i].tolist() == [ended(conflict, i, s) for s in range(conflict.n_states)]


def strict_games() -> Iterator[dict[str, dict[str, int]]]:
    """The 78 strict ordinal games of two actors with two options each, up to names."""
    seen = set()
    for a, b in product(permutations((1, 2, 3, 4)), repeat=2):
        forms = []
        for rows, columns, swapped in product((False, True), repeat=3):
            k = [x ^ (2 * rows + columns) for x in range(4)]
            one, other = ([v[x] for x in k] for v in (a, b))
            turned = [0, 2, 1, 3]
            forms.append(
                (tuple(other[x] for x in turned), tuple(one[x] for x in turned))
                if swapped
                else (tuple(one), tuple(other))
            )
        if min(forms) not in seen:
            seen.add(min(forms))
            yield {"A": dict(zip(STATES, a, strict=True)), "B": dict(zip(STATES, b, strict=True))}


def test_37_of_78_games_have_a_nonmyopic_equilibrium() -> None:
    """Brams & Wittman (1981): 37 of the 78, and of these only the dilemma has two."""
    found = [(len(lasting(case(game), "NM-BW")), game) for game in strict_games()]
    assert len(found) == 78
    assert sum(n > 0 for n, _ in found) == 37
    assert sum(n > 1 for n, _ in found) == 1
    assert lasting(case(DILEMMA), "NM-BW") == {"CC", "DD"}
