"""Looking passages up: found where they are, and never silently where they are not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.brief import verified
from detente.catalog import load
from detente.sources import (
    KINDS,
    VERIFIED,
    Anchor,
    Copy,
    Document,
    Verdict,
    cut,
    make,
    parse_locator,
    read_copies,
    recognise,
    register,
    verify,
)
from sources.prose import bench

#: Written for these tests.
BEFORE = "The two towns share one harbour and neither of them owns it."
MEANT = "Whoever pays for the lights decides which of the boats may enter at night."
AFTER = "The council has met twice since the winter and agreed on nothing at all."
REST = "Fishing is poor. The older pilots say that it was always poor. Nobody believes them now."
LIKE = MEANT.replace("boats", "ships")
FURTHER = "Far away in the hills there is a third town. It has no harbour and wants none."
TEXT = f"{BEFORE} {MEANT} {AFTER}\n\n{REST}\n\n{FURTHER}"
ANCHOR = make(cut(TEXT), parse_locator("H.P1.S2"))

#: Where the case's own documents may lie.
PAPERS = os.environ.get("DETENTE_SOURCES", "")


def judge(text: str, anchor: Anchor = ANCHOR) -> Verdict:
    return verify(anchor, cut(text), text=True)


# ---------------------------------------------------------------------------------- each verdict


def test_without_a_document_nothing_is_verified() -> None:
    found = verify(ANCHOR, None)
    assert (found.kind, found.found, found.verified) == ("unverified", (), False)


def test_the_same_document_is_exact() -> None:
    found = verify(ANCHOR, cut(TEXT))
    assert (found.kind, found.score, found.found, found.text) == ("exact", 1.0, (ANCHOR.locator,), "")
    assert found.verified


def test_the_words_are_given_when_they_are_asked_for() -> None:
    assert judge(TEXT).text == MEANT
    assert judge(TEXT).to_dict()["text"] == MEANT
    assert "text" not in verify(ANCHOR, cut(TEXT)).to_dict()


@pytest.mark.parametrize("text", [f"{BEFORE} {MEANT}", f"{MEANT} {AFTER}", f"{REST} {MEANT} {AFTER}"])
def test_one_neighbour_is_enough_to_be_exact(text: str) -> None:
    assert judge(text).kind == "exact"


@pytest.mark.parametrize("text", [MEANT, f"{REST} {MEANT} {FURTHER}"])
def test_without_a_neighbour_the_context_changed(text: str) -> None:
    found = judge(text)
    assert found.kind == "exact-context-changed"
    assert found.text == MEANT
    assert found.verified


def test_the_only_sentence_of_a_document_is_exact() -> None:
    alone = make(cut(MEANT), parse_locator("H.P1.S1"))
    assert judge(MEANT, alone).kind == "exact"


def test_a_sentence_is_found_between_its_neighbours_however_it_is_cut() -> None:
    assert judge(f"{BEFORE[:-1]} {MEANT[:-1]} {AFTER}").kind == "exact"
    assert judge(TEXT.replace("decides which", "decides. Which")).kind == "exact"


@pytest.mark.parametrize("text", [f"It is not true that {MEANT}", f"{MEANT[:-1]}, or so they hoped."])
@pytest.mark.parametrize("around", [(BEFORE, AFTER), (BEFORE, ""), ("", AFTER), ("", "")])
def test_a_sentence_inside_another_may_be_its_opposite(text: str, around: tuple[str, str]) -> None:
    found = judge(f"{around[0]} {text} {around[1]}")
    assert not found.verified
    assert found.kind == ("changed" if any(around) else "similar-elsewhere")


def test_the_place_is_the_new_one() -> None:
    assert judge(f"{REST}\n\n{FURTHER}\n\n{BEFORE} {MEANT}").found == (parse_locator("H.P3.S2"),)


@pytest.mark.parametrize(
    "other",
    [
        LIKE,
        MEANT.replace("Whoever pays", "Who pays"),
        MEANT.replace(" at night", ""),
        MEANT.replace("Whoever pays for", "for"),
        MEANT.replace("lights decides", "lights. It decides"),
    ],
)
def test_other_words_in_the_same_place_are_a_change(other: str) -> None:
    found = judge(TEXT.replace(MEANT, other))
    assert found.kind == "changed"
    assert other in found.text
    assert not found.verified


def test_a_change_beside_a_change_is_still_seen_by_one_neighbour() -> None:
    found = judge(TEXT.replace(MEANT, LIKE).replace(BEFORE, "There was a quarrel."))
    assert (found.kind, found.text) == ("changed", LIKE)


def test_another_sentence_in_the_same_place_is_no_change() -> None:
    assert judge(TEXT.replace(MEANT, "It rained on the day of the feast, as it does.")).kind == "orphan"


def test_a_deleted_sentence_is_an_orphan() -> None:
    found = judge(TEXT.replace(MEANT, ""))
    assert (found.kind, found.score, found.found) == ("orphan", 0.0, ())


def test_a_look_alike_elsewhere_is_only_similar() -> None:
    found = judge(TEXT.replace(f"{MEANT} ", "") + f"\n\n{LIKE}")
    assert (found.kind, found.text) == ("similar-elsewhere", LIKE)
    assert not found.verified


def test_a_look_alike_beside_the_gap_is_only_similar() -> None:
    text = f"{BEFORE} {MEANT} {LIKE} {AFTER}"
    anchor = make(cut(text), parse_locator("H.P1.S2"))
    assert judge(f"{BEFORE} {LIKE} {AFTER}", anchor).kind == "similar-elsewhere"


def test_a_change_that_comes_no_nearer_than_another_sentence_is_only_similar() -> None:
    weak = MEANT.replace("decides which of the boats may enter at", "may sleep well at")
    text = TEXT.replace(MEANT, weak).replace(AFTER, "It snowed.") + f"\n\n{LIKE}"
    assert judge(text).kind == "similar-elsewhere"


# ------------------------------------------------------------------------------ identical copies

TWICE = f"{BEFORE} {MEANT} {AFTER}\n\n{REST}\n\n{BEFORE} {MEANT} {AFTER}\n\n{FURTHER}"
SECOND = make(cut(TWICE), parse_locator("H.P3.S2"))


def test_identical_copies_are_told_apart_by_their_order() -> None:
    for at in ("H.P1.S2", "H.P3.S2"):
        found = verify(make(cut(TWICE), parse_locator(at)), cut(TWICE))
        assert (found.kind, found.found) == ("exact", (parse_locator(at),))


@pytest.mark.parametrize("text", [TEXT, f"{TWICE}\n\n{BEFORE} {MEANT}", f"{REST} {MEANT} {REST} {MEANT}"])
def test_a_changed_number_of_copies_is_ambiguous(text: str) -> None:
    found = judge(text, SECOND)
    assert found.kind == "ambiguous"
    assert not found.verified
    assert len(found.found) == cut(text).blocks.__repr__().count(MEANT)


def test_a_copy_without_the_neighbours_does_not_disturb() -> None:
    found = judge(f"{MEANT}\n\n{TEXT}")
    assert (found.kind, found.found) == ("exact", (parse_locator("H.P2.S2"),))


def test_two_copies_with_the_neighbours_are_ambiguous() -> None:
    assert judge(TWICE).kind == "ambiguous"
    assert judge(f"{MEANT} {REST} {MEANT}").kind == "ambiguous"


# ------------------------------------------------------------------------------------------- laws

word = st.sampled_from(
    ["lamp", "boat", "keeper", "storm", "tower", "pilot", "rope", "harbour", "night", "gull"]
)
line = st.lists(word, min_size=1, max_size=9).map(lambda ws: f"The {' '.join(ws)}.")
lines = st.lists(line, min_size=1, max_size=14)


def drawn(data: st.DataObject, told: list[str]) -> tuple[int, Anchor]:
    number = data.draw(st.integers(0, len(told) - 1))
    return number, make(cut("\n\n".join(told)), parse_locator(f"H.P{number + 1}.S1"))


@given(lines, st.data())
def test_every_sentence_is_exact_in_its_own_document(told: list[str], data: st.DataObject) -> None:
    number, anchor = drawn(data, told)
    found = verify(anchor, cut("\n\n".join(told)), text=True)
    alone = anchor.copies > 1 and found.kind == "ambiguous"  # copies without neighbours of their own
    assert alone or (found.kind, found.found) == ("exact", (anchor.locator,))
    assert alone or found.text == told[number]


@given(lines, st.data())
def test_a_deleted_sentence_is_never_exact(told: list[str], data: st.DataObject) -> None:
    number, anchor = drawn(data, told)
    left = told[:number] + told[number + 1 :]
    found = verify(anchor, cut("\n\n".join(left)))
    assert found.kind not in VERIFIED or anchor.copies > 1
    assume(anchor.copies == 1)
    assert found.kind in ("similar-elsewhere", "orphan", "changed")


@given(lines, lines, st.data())
def test_every_verdict_keeps_its_word(told: list[str], other: list[str], data: st.DataObject) -> None:
    _, anchor = drawn(data, told)
    document = cut("\n\n".join(other))
    found = verify(anchor, document, text=True)
    assert found.kind in KINDS
    assert 0 <= found.score <= 1
    assert bool(found.found) == (found.kind not in ("orphan", "unverified"))
    if found.verified:
        again = make(document, found.found[0])
        assert len(found.found) == 1
        assert again.key == anchor.key or again.letters > anchor.letters
    if found.kind == "exact" and anchor.before and anchor.after:
        assert not {anchor.before.key, anchor.after.key}.isdisjoint(
            {n.key for at in found.found for n in (make(document, at).before, make(document, at).after) if n}
        )


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_looked_into(one: str, other: str) -> None:
    document = cut(f"Anything. {one}")
    for block, held in enumerate(document.blocks, 1):
        for sentence in range(1, len(held) + 1):
            if any(c.isalnum() for c in held[sentence - 1]):
                anchor = make(document, parse_locator(f"H.P{block}.S{sentence}"))
                assert verify(anchor, cut(other)).kind in KINDS


def test_an_empty_document_holds_nothing() -> None:
    assert verify(ANCHOR, Document((), "")).kind == "orphan"


# ----------------------------------------------------------------------------- which copy is which


def test_copies_are_known_by_digest_or_anchors_and_never_by_name() -> None:
    whole, other = cut(TEXT), cut(f"{REST}\n\nSomething else again.")
    known = register({"H": whole}, [parse_locator("H.P1"), parse_locator("H.P2")])
    shorter = cut(f"{TEXT.partition(FURTHER)[0]}")
    digests = {"H": whole.digest, "Z": ""}
    by_digest = recognise(digests, known, [Copy("Z.txt", other), Copy("a.txt", whole)])
    assert {k: (m.copy.name, m.how) for k, m in by_digest.items()} == {"H": ("a.txt", "digest")}
    by_anchors = recognise(digests, known, [Copy("H.txt", other), Copy("b.txt", shorter)])
    assert {k: (m.copy.name, m.how, m.held, m.asked) for k, m in by_anchors.items()} == {
        "H": ("b.txt", "anchors", 6, 6)
    }
    assert recognise(digests, known, [Copy("H.txt", cut("Nothing of the kind."))]) == {}
    assert recognise({"H": ""}, register({}, []), [Copy("H.txt", whole)]) == {}


def test_plain_texts_are_read_in_order(tmp_path: Path) -> None:
    for name in ("b.md", "a.TXT", "c.pdf"):
        (tmp_path / name).write_text("Well.", encoding="utf-8")
    (tmp_path / "d.txt").mkdir()
    assert [copy.name for copy in read_copies(tmp_path)] == ["a.TXT", "b.md"]


# ------------------------------------------------------------------------- the project's own prose


def test_there_is_enough_prose() -> None:
    assert len(bench().trials()) >= 500
    assert not any(bench().OTHER in trial.sentence for trial in bench().trials())


@pytest.mark.parametrize("change", list(bench().CHANGES))
def test_no_changed_document_is_accepted_in_a_wrong_place(change: str) -> None:
    trials = 550
    found = bench().measure(bench().CHANGES[change], trials)
    assert found.wrong == 0
    assert found.kinds.total() == trials
    accepted = sum(found.kinds[kind] for kind in VERIFIED)
    if change in ("none", "other quotes, dashes, spaces"):
        assert found.kinds["exact"] == trials
    elif change.startswith("only an excerpt"):
        assert accepted >= 0.95 * trials
    else:
        assert accepted == 0
    if change.startswith("one word"):
        assert found.kinds["changed"] >= 0.9 * trials


# ------------------------------------------------------------------------------ the papers themselves


@pytest.mark.skipif(
    not Path(PAPERS).is_dir() or not PAPERS, reason="DETENTE_SOURCES names no folder of papers"
)
def test_the_shipped_anchors_are_exact_in_the_papers() -> None:
    found = verified(load("korea-2020"), PAPERS)
    assert {key: match.how for key, match in found.copies.items()} == {"K": "digest", "R": "digest"}
    assert set(found.counts) == {"exact"}
