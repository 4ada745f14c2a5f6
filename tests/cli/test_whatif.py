"""``detente whatif``: matrices of held levels, as words and as JSON, and what it refuses."""

from __future__ import annotations

import json

import pytest

from cli.test_commands import fine, refused

CASE = "korea-2020"
FEW = ("--worlds", "5")


def test_an_option_without_a_level_stands_for_each_of_its_levels() -> None:
    found = json.loads(fine("whatif", CASE, "--hold", "usa.north", "--choice", "autonomy", *FEW, "--json"))
    assert [h["levels"] for h in found["held"]] == [
        {"usa.north": "maximum"},
        {"usa.north": "standing"},
        {"usa.north": "suspend"},
        {"usa.north": "engage"},
    ]
    assert found["worlds"] == 5
    for held in (found["free"], *found["held"]):
        assert sum(e["value"] for e in held["outcomes"]["autonomy"].values()) == pytest.approx(1)


def test_one_matrix_for_each_outcome_if_held_against_something() -> None:
    text = fine(
        "whatif",
        CASE,
        "--hold",
        "usa.north=engage",
        "--against",
        "chance.seoul",
        "--choice",
        "autonomy",
        *FEW,
    )
    assert "progressives" in text
    assert "conservatives" in text
    assert "5 worlds" in text


def test_nothing_uncertain_has_no_error() -> None:
    text = fine("whatif", "elmira", "--hold", "local.insist=yes")
    assert "±" not in text
    assert "no error" in text


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--hold", "usa.nort"), "nearest: usa.north"),
        (("--hold", "usa.north=engaged"), "engage"),
        (("--hold", "usa.north="), "option=level"),
        (("--hold", "rus.line=autonomy"), "the choice alignment sets it"),
        (("--hold", "usa.north", "--against", "usa.north"), "at once"),
        ((), "--hold"),
        (("--claims", "--hold", "usa.north"), "--claims"),
    ],
)
def test_what_it_refuses(args: tuple[str, ...], told: str) -> None:
    assert told in refused("whatif", CASE, *args, *FEW)


def test_any_analysis_takes_a_held_option_and_says_so() -> None:
    few = ("--worlds", "4", "--dated", "0", "--choice", "autonomy")
    told = fine("analyze", CASE, *few, "--hold", "usa.north=engage")
    assert "Held by hand, whatever the actors prefer: the United States returns to the table" in " ".join(
        told.split()
    )
    shares = json.loads(fine("analyze", CASE, *few, "--hold", "usa.north=engage", "--json"))
    alone = json.loads(
        fine("whatif", CASE, "--hold", "usa.north=engage", "--choice", "autonomy", "--worlds", "4", "--json")
    )
    for outcome, found in shares["choices"]["autonomy"]["outcomes"].items():
        assert found["share"] == pytest.approx(alone["held"][0]["outcomes"]["autonomy"][outcome]["value"])
    assert "usa.north" in refused("analyze", CASE, *few, "--hold", "usa.nort=engage")


def test_states_and_reasons_of_a_held_case() -> None:
    kept = json.loads(fine("states", "elmira", "--hold", "local.insist=no", "--json", "--limit", "0"))
    every = json.loads(fine("states", "elmira", "--json", "--limit", "0"))
    assert 0 < len(kept["states"]) < len(every["states"])
    fine("explain", "elmira", "--hold", "local.insist=no")
