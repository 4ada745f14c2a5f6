"""Latin hypercubes and Sobol' sequences: what they promise, and their twins."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import qmc

from detente.ensemble.sequences import latin, permuted, sobol
from detente.worlds import Source, uniforms
from reference import sequences as twin

NAMES = [f"weight:s{k}" for k in range(8)]


def points(source: Source, count: int, seed: int = 1) -> np.ndarray:
    return np.column_stack([source(seed, name, 1, count + 1) for name in NAMES])


def keys(seed: int, name: str) -> list[int]:
    said = hashlib.blake2b(f"{seed}:{name}".encode(), digest_size=48).digest()
    return [int.from_bytes(said[k : k + 8], "little") for k in range(0, 48, 8)]


@settings(max_examples=40)
@given(st.integers(1, 300), st.integers(0, 99), st.text(max_size=5))
def test_a_permutation_is_its_twin_and_a_permutation(count: int, seed: int, name: str) -> None:
    made = permuted(np.arange(count, dtype=np.uint64), count, seed, name).tolist()
    assert made == [twin.permuted(k, count, keys(seed, name)) for k in range(count)]
    assert sorted(made) == list(range(count))


def test_permutations_are_even_and_of_their_own() -> None:
    """Every place goes everywhere about equally often over names, and two names have little in common."""
    place = np.arange(6, dtype=np.uint64)
    made = np.array([permuted(place, 6, 1, f"n{k}") for k in range(3_000)])
    for column in made.T:
        assert np.abs(np.bincount(column.astype(int), minlength=6) / 3_000 - 1 / 6).max() < 4 * 0.0068
    one, other = (permuted(np.arange(1_000, dtype=np.uint64), 1_000, 1, n).astype(float) for n in "ab")
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / np.sqrt(1_000)
    assert abs(np.corrcoef(one, np.arange(1_000))[0, 1]) < 4 / np.sqrt(1_000)


@pytest.mark.parametrize("count", [1, 2, 7, 64, 1_000])
def test_a_latin_hypercube_has_one_point_in_each_part(count: int) -> None:
    for column in points(latin(count), count).T:
        assert sorted((column * count).astype(int).tolist()) == list(range(count))


@pytest.mark.parametrize("bits", [0, 1, 4, 9])
def test_a_sobol_sequence_has_one_point_in_each_part(bits: int) -> None:
    """So has every run of 2^k points that begins at a multiple of 2^k."""
    source = sobol({name: k for k, name in enumerate(NAMES)})
    for start in (0, 1, 5):
        part = source(1, NAMES[5], 1 + start * 2**bits, 1 + (start + 1) * 2**bits)
        assert sorted((part * 2**bits).astype(int).tolist()) == list(range(2**bits))


def test_pairs_of_a_sobol_sequence_fill_the_square() -> None:
    """The first two dimensions are a (0, 2)-sequence: one point in each of 2^k boxes of any shape."""
    made = points(sobol({name: k for k, name in enumerate(NAMES)}), 256)
    for across in range(9):
        boxes = (made[:, 0] * 2**across).astype(int) * 2 ** (8 - across) + (
            made[:, 1] * 2 ** (8 - across)
        ).astype(int)
        assert sorted(boxes.tolist()) == list(range(256))


@settings(max_examples=15)
@given(st.integers(0, 2**20), st.integers(0, 99), st.integers(0, 2))
def test_a_sobol_point_is_its_twin(index: int, seed: int, place: int) -> None:
    """Joe and Kuo (2008): dimensions 1, 2 and 3 have degree 0, 1 and 2 and initial numbers 1; 1; 1, 3."""
    degree, coefficients, initial = [(0, 0, [1]), (1, 0, [1]), (2, 1, [1, 3])][place]
    steps = twin.directions(degree, coefficients, initial, 21)
    rows = [int(x * 2**53) for x in uniforms(seed, "scramble:w", 0, 53)]
    shift = int(uniforms(seed, "shift:w", 0, 1)[0] * 2**53)
    expected = (twin.scrambled(index, steps, rows, shift) + 0.5) * 2.0**-53
    assert sobol({"w": place, "last": 2})(seed, "w", index + 1, index + 2).tolist() == [expected]


@pytest.mark.parametrize("source", [latin(500), sobol({n: k for k, n in enumerate(NAMES)})])
def test_any_part_can_be_made_alone(source: Source) -> None:
    whole = source(3, "weight:s4", 0, 501)
    for start, stop in ((0, 1), (0, 7), (1, 2), (77, 300), (499, 501)):
        assert (source(3, "weight:s4", start, stop) == whole[start:stop]).all()
    assert ((whole > 0) & (whole < 1)).all()
    assert (whole != source(4, "weight:s4", 0, 501)).mean() > 0.99
    assert (whole != source(3, "weight:s5", 0, 501)).mean() > 0.99


def test_they_are_more_even_than_independent_draws() -> None:
    plain = qmc.discrepancy(points(uniforms, 256))
    assert qmc.discrepancy(points(latin(256), 256)) < 0.95 * plain
    assert qmc.discrepancy(points(sobol({n: k for k, n in enumerate(NAMES)}), 256)) < 0.5 * plain


@pytest.mark.parametrize("kind", ["latin", "sobol"])
def test_means_are_right_and_err_less(kind: str) -> None:
    """The mean of a sum of squares, which is 8/3, over 60 seeds."""
    source = latin(128) if kind == "latin" else sobol({n: k for k, n in enumerate(NAMES)})
    told = np.array(
        [[(points(s, 128, seed) ** 2).sum(axis=1).mean() for seed in range(60)] for s in (source, uniforms)]
    )
    assert told[0].std() < 0.2 * told[1].std()
    assert abs(told[0].mean() - 8 / 3) < 4 * told[0].std() / np.sqrt(60)
