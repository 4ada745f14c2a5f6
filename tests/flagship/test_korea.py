"""The Korean Peninsula of autumn 2020: a sound case, resting on its papers, with no result wired in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from detente import catalog
from detente.case import Case, Statement, examine, parse_quantity
from detente.case.condition import Defined, Tree, walk
from detente.ensemble.scenario import scenarios
from detente.ensemble.solve import mask_names, solve
from detente.game import Game, inspect, unfold
from detente.sources import Locator
from detente.worlds import draw
from meaning import holds

SLUG = "korea-2020"
CLAIMS = [f"Q{k:03}" for k in range(1, 9)]


@cache
def case() -> Case:
    return catalog.load(SLUG)


@cache
def game() -> Game:
    return unfold(case())


def statements() -> list[Statement]:
    return [s for actor in case().actors for s in case().statements(actor)]


def trees() -> dict[str, Tree]:
    """What actors want and what cannot be, by id."""
    found = {s.id: s.when.tree for s in statements()}
    for name, rule in case().constraints.items():
        ruled = rule.require or rule.forbid
        assert ruled is not None
        found[name] = ruled.tree
    return found


def defined(tree: Tree) -> Iterator[str]:
    """Names of the definitions that a condition uses, through definitions too."""
    for part in walk(tree):
        if isinstance(part, Defined):
            yield part.name
            yield from defined(case().definitions[part.name].when.tree)


# -------------------------------------------------------------------------------------------- soundness


def test_it_is_read_and_inspected_without_a_word() -> None:
    read, problems = examine(catalog.path(SLUG))
    assert read is not None
    assert [(p.line, p.code, p.cause) for p in problems] == []
    assert inspect(read) == ()


def test_its_size() -> None:
    assert 1_000 <= len(game()) <= 60_000
    assert game().status_quo >= 0
    assert game().classes is not None, "moves that are not transitive would make it slow"
    assert len(case().readings) == 3
    assert {claim for claim in case().claims if claim in CLAIMS} == set(CLAIMS)
    assert case().focal == "rus"
    assert set(case().choices) == {"autonomy", "alignment"}


def test_every_actor_has_something_to_decide_and_to_want() -> None:
    owners = {o.partition(".")[0] for o in case().options}
    assert owners == set(case().actors)
    assert all(case().statements(actor) for actor in case().actors)


def test_the_choices_are_the_two_policies() -> None:
    """The line, and what K.P23 says of each: contact and the United Nations, or cooperation in tandem."""
    left, right = (choice.set for choice in case().choices.values())
    assert {o: (left.get(o), right.get(o)) for o in {**left, **right}} == {
        "rus.line": ("autonomy", "alignment"),
        "rus.north": ("contact", "cooperate"),
        "rus.un": (None, "shield"),
    }
    chosen = unfold(case(), dict(left))
    votes = {chosen.describe(s)["rus.un"] for s in range(0, len(chosen), 7)}
    assert votes == {"consent", "hold"}, "what is may be held or, pressed as in 2017, given up"


# --------------------------------------------------------------------------------------------- evidence


def cited() -> Iterator[tuple[str, Locator]]:
    """Everything that rests on a passage, by id."""
    parts: dict[str, Any] = {s.id: s for s in statements()}
    for section in (
        "options",
        "chance",
        "definitions",
        "constraints",
        "readings",
        "choices",
        "outcomes",
        "claims",
    ):
        parts |= {f"{section} {name}": part for name, part in getattr(case(), section).items()}
    parts |= {e.id: e for e in (*case().events, *case().questions)}
    for name, part in parts.items():
        yield from ((name, locator) for locator in part.evidence.at)


def test_everything_that_is_wanted_or_ruled_out_rests_on_something() -> None:
    """A passage, or the label that says that there is none; the labels are the exception."""
    parts: dict[str, Any] = {**{s.id: s for s in statements()}, **case().constraints}
    assert all(part.evidence.at or part.evidence.judgement for part in parts.values())
    judged = [name for name, part in parts.items() if part.evidence.judgement]
    assert len(judged) / len(parts) < 0.1, judged


def test_every_locator_names_a_source_of_the_case() -> None:
    keys = {source.key for source in case().sources.values()}
    assert [(name, str(locator)) for name, locator in cited() if locator.key not in keys] == []


def test_nothing_rests_on_a_source_that_nobody_could_read() -> None:
    """The book is known through its review only, so that no passage of it can be cited."""
    assert {locator.key for _, locator in cited()} == {"K", "R"}


def test_what_comes_from_the_papers_says_whose_view_it_is() -> None:
    silent = [s.id for s in statements() if not s.evidence.judgement and not s.voice]
    silent += [name for name, claim in case().claims.items() if not claim.voice]
    assert silent == []


# ------------------------------------------------------------------------------ no result is wired in


def test_no_preference_or_constraint_speaks_of_an_outcome_class_or_a_claim() -> None:
    results = set(case().outcomes) | set(case().claims) | set(case().choices)
    for name, tree in trees().items():
        assert not set(defined(tree)) & results, name
    assert not results & set(case().definitions)


def test_no_constraint_decides_what_the_choices_are_compared_by() -> None:
    """Under either choice every outcome class remains possible, but for blocs, of which Russia is a part."""
    classes = list(case().outcomes)
    for name, choice in case().choices.items():
        chosen = unfold(case(), choice.set)
        missing = {classes[k] for k in set(range(len(classes))) - set(chosen.outcome.tolist())}
        assert missing == ({"blocs"} if name == "autonomy" else set())


#: Choice -> row of `mask_names` -> (2, 300) part of each world's resting points where it holds: under the
#: case's concept, and one move ahead.
Tried = dict[str, dict[tuple[str, ...], NDArray[np.float64]]]


@pytest.fixture(scope="module")
def tried() -> Tried:
    """300 worlds in which every statement may weigh anything from 0 to 7, whatever the papers say."""
    anything = parse_quantity("0..7")
    preferences = {
        actor: preference.model_copy(
            update={
                "statements": tuple(s.model_copy(update={"weight": anything}) for s in preference.statements)
            }
        )
        for actor, preference in case().preferences.items()
    }
    update = {"preferences": preferences, "readings": {}, "concepts": (case().concept, "R")}
    open_case = case().model_copy(update=update)
    worlds, names = draw(open_case, 301), mask_names(open_case)
    found = scenarios(open_case, worlds, 100_000)
    masks = {c: solve(open_case, worlds, found, c, 2).masks[:, :, 1:] for c in open_case.choices}
    return {c: {name: m[:, k] for k, name in enumerate(names)} for c, m in masks.items()}


@pytest.mark.parametrize("claim", sorted(c for c, made in catalog.load(SLUG).claims.items() if made.then))
def test_a_claim_can_hold_and_can_fail(tried: Tried, claim: str) -> None:
    """Or it is true by what its words mean in the case, and its note says so.

    A claim made of a choice must be open under the case's own concept; one that is made given something
    that is rare, under that or one move ahead.
    """
    made = case().claims[claim]
    holding, failing = 0, 0
    for choice in [made.choice] if made.choice else list(case().choices):
        rows = tried[choice]
        both = rows["both" if made.given else "claim", claim]
        given = rows["given", claim] if made.given else np.ones_like(both)
        kept = slice(None) if made.given else slice(1)
        holding += int((both[kept] > 1e-6).sum())
        failing += int((given[kept] - both[kept] > 1e-6).sum())
    if not (holding and failing):
        assert "means" in made.note or "definition" in made.note, (holding, failing)


def test_every_outcome_class_can_come_about_and_none_must(tried: Tried) -> None:
    for outcome in case().outcomes:
        parts = np.concatenate([rows["outcome", outcome] for rows in tried.values()], axis=1)
        assert parts.max() > 0, outcome
        assert (parts.min(axis=1) < 1).all(), outcome


def test_every_level_of_every_option_can_come_about(tried: Tried) -> None:
    levels = [name for name in tried["alignment"] if name[0] == "level"]
    assert [n[1:] for n in levels if all(rows[n].max() == 0 for rows in tried.values())] == []


def test_what_a_policy_makes_true_is_said_to_be_what_it_means() -> None:
    """Q001 to Q005 hold in part by what the policies mean; the rest is open, and the note says which."""
    for claim in ("Q001", "Q002", "Q003", "Q005"):
        made = case().claims[claim]
        assert made.choice is not None
        chosen = unfold(case(), case().choices[made.choice].set)
        assert not chosen.claims[claim].all(), "the other part can fail"
        assert "means" in made.note


# ---------------------------------------------------------------------------------- the Security Council


def votes(state: dict[str, str]) -> dict[str, str]:
    """How the permanent members vote on a text that adds sanctions."""
    tested = state["usa.north"] == "standing" and state["prk.posture"] == "testing"
    return {
        "usa": "sponsors" if state["usa.north"] == "maximum" or tested else "proposes nothing",
        "rus": "yes" if state["rus.un"] == "consent" else "veto",
        "chn": "yes" if state["chn.north"] == "press" else "veto",
        "fra": "yes",
        "gbr": "yes",
    }


def test_the_security_council_votes() -> None:
    """A text passes if somebody sponsors it and nobody vetoes it, in every state of the game."""
    adds, stopped = game().definitions["council_tightens"], game().definitions["vetoed"]
    tree = case().definitions["council_tightens"].when.tree
    passed = 0
    for s, state in enumerate(game().to_frame()):
        cast = votes(state)
        expected = cast["usa"] == "sponsors" and "veto" not in cast.values()
        assert adds[s] == expected
        assert stopped[s] == (cast["usa"] == "sponsors" and not expected)
        passed += expected
        if s % 500 == 0:
            assert holds(case(), tree, state) == expected
    assert 0 < passed < len(game())


@pytest.mark.parametrize("no", [{"rus.un": "hold"}, {"chn.north": "cushion"}, {"usa.north": "engage"}])
def test_one_veto_is_enough_and_so_is_having_no_sponsor(no: dict[str, str]) -> None:
    quo = game().describe(game().status_quo)
    agreed = {**quo, "usa.north": "maximum", "rus.un": "consent", "chn.north": "press"}
    adds = game().definitions["council_tightens"]
    assert adds[game().find(agreed)]
    assert not adds[game().find({**agreed, **no})]


def test_a_mandate_needs_every_veto_power_and_easing_needs_washington() -> None:
    kept, eases = game().definitions["panel_kept"], game().definitions["council_eases"]
    for s in range(0, len(game()), 11):
        state = game().describe(s)
        shielding = state["rus.un"] == "shield" or state["chn.north"] == "back"
        assert kept[s] == (not shielding)
        assert not eases[s] or (shielding and state["usa.north"] == "engage")


# ------------------------------------------------------------------------------------ systems and regimes


def test_no_regime_is_counted_by_the_sign_of_another() -> None:
    seen: dict[bytes, str] = {}
    for name, mask in game().regimes.items():
        assert seen.setdefault(mask.tobytes(), name) == name
    still = {name for name, regime in case().regimes.items() if regime.constant}
    assert set(case().regimes) - set(game().regimes) == still
    assert len(game().regimes) >= 36


def test_every_regime_can_be_in_force_and_can_be_out_of_it() -> None:
    assert [r for r, mask in game().regimes.items() if mask.all() or not mask.any()] == []
