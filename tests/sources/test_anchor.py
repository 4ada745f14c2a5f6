"""Anchors: the same for any typography, without words, and there and back through JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import cited
from detente.catalog import load, names, path
from detente.errors import DetenteError, LocatorError, UnknownName
from detente.sources import (
    Register,
    Shape,
    anchor_from,
    beside,
    cut,
    make,
    parse_locator,
    read_register,
    register,
    spread,
)
from detente.sources.wording import key, line, shingles, words

#: Written for these tests.
TEXT = """\
The harbour and its keeper

The lamp was lit at dusk. Nobody asked the keeper's “wife” - she slept. The boats came in late.3

They sang. The lamp was lit at dusk. Then it rained, and the boats stayed.

* * *

Two of them left in 1907. The lamp went out.
"""
DOCUMENT = cut(TEXT)
KEEPER = make(DOCUMENT, parse_locator("K.P2.S2"))

SHIPPED = [name for name in names() if beside(path(name)).is_file()]
FIELDS = {"key", "letters", "words", "before", "after", "position", "copy", "shingles"}


def marks(text: str) -> str:
    return key(line(words(text)))


# ------------------------------------------------------------------------------------------ words


@pytest.mark.parametrize(
    "other",
    [
        "NOBODY asked the keeper’s wife—she slept.",
        "Nobody\u00a0asked the keeper's ‹wife› – she slept!",
        "Nobody asked\nthe keeper's wife, she slept.12",
        "Nobody asked the keeper's wife.” She slept.¹²",
        "Nobody as\u00adked the kee\u200bper's wife[4]: she slept",
    ],
)
def test_typography_does_not_count(other: str) -> None:
    assert marks(other) == KEEPER.key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It cost 1.5", "It cost 1.7"),
        ("He left in 1907.", "He left in 1908."),
        ("Nobody asked.", "Nobody asks."),
        ("Не так.", "Не там."),
        ("零八一", "零八二"),
    ],
)
def test_letters_and_digits_count(one: str, other: str) -> None:
    assert marks(one) != marks(other)


def test_signs_written_without_spaces_are_words() -> None:
    assert words("朝鲜半岛 2020") == ("朝", "鲜", "半", "岛", "2020")


def test_a_short_sentence_is_one_shingle() -> None:
    assert len(shingles(("they", "sang"))) == 1
    assert shingles(()) == frozenset()


@given(st.text(max_size=60))
def test_words_of_words_are_the_same(text: str) -> None:
    once = words(text)
    assert words(" ".join(once)) == once


# ----------------------------------------------------------------------------------------- making


def test_an_anchor_knows_its_surroundings() -> None:
    assert KEEPER.words == 7
    assert KEEPER.letters == len("nobody asked the keeper's wife she slept ")
    assert KEEPER.before is not None
    assert KEEPER.before.key == marks("The lamp was lit at dusk.")
    assert KEEPER.after is not None
    assert KEEPER.after.key == marks("The boats came in late.")
    assert len(KEEPER.shingles) == KEEPER.words - 2
    assert list(KEEPER.shingles) == sorted(KEEPER.shingles)
    assert "nobody" not in repr(KEEPER).lower()


def test_an_anchor_counts_identical_sentences() -> None:
    first, second = (make(DOCUMENT, parse_locator(at)) for at in ("K.P2.S1", "K.P3.S2"))
    assert (first.copy, first.copies) == (1, 2)
    assert (second.copy, second.copies) == (2, 2)
    assert first.key == second.key


def test_the_ends_of_a_document_have_no_neighbour() -> None:
    assert make(DOCUMENT, parse_locator("K.P1.S1")).before is None
    assert make(DOCUMENT, parse_locator("K.P5.S2")).after is None


def test_what_has_no_letters_is_skipped() -> None:
    after = make(DOCUMENT, parse_locator("K.P5.S1"))
    assert after.before is not None
    assert after.before.key == marks("Then it rained, and the boats stayed.")
    with pytest.raises(UnknownName):
        make(DOCUMENT, parse_locator("K.P4.S1"))


@pytest.mark.parametrize("at", ["K", "K.P2", "K.P2-P3", "K.P2.S1-S2"])
def test_an_anchor_is_of_one_sentence(at: str) -> None:
    with pytest.raises(LocatorError):
        make(DOCUMENT, parse_locator(at))


@pytest.mark.parametrize("at", ["K.P9.S1", "K.P2.S4"])
def test_a_sentence_that_is_not_there_is_refused(at: str) -> None:
    with pytest.raises(UnknownName):
        make(DOCUMENT, parse_locator(at))


sentences = st.lists(
    st.text("abcdeéж .", min_size=1, max_size=20).map(lambda t: f"A{t}."), min_size=1, max_size=12
)


@given(sentences, st.data())
def test_anchors_survive_json(told: list[str], data: st.DataObject) -> None:
    document = cut("\n\n".join(told))
    block = data.draw(st.integers(1, len(document.blocks)))
    made = make(document, parse_locator(f"K.P{block}.S1"))
    assert anchor_from(f"K.P{block}.S1", json.loads(json.dumps(made.to_dict()))) == made


@pytest.mark.parametrize(
    "broken",
    [
        {"key": "abc"},
        {"key": "z" * 32},
        {"shingles": "1234"},
        {"shingles": ""},
        {"copy": 1},
        {"before": "x"},
        {"words": None},
    ],
)
def test_a_broken_anchor_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(DetenteError, match=r"K\.P2\.S2"):
        anchor_from("K.P2.S2", {**KEEPER.to_dict(), **broken})


# --------------------------------------------------------------------------------------- registers


def test_a_passage_stands_for_its_sentences() -> None:
    made = register({"K": DOCUMENT}, map(parse_locator, ("K.P2", "K.P3.S2-S3", "K.P4-P5", "R.P1")))
    assert [str(a.locator) for a in made.sentences(parse_locator("K.P2"))] == [
        "K.P2.S1",
        "K.P2.S2",
        "K.P2.S3",
    ]
    assert [str(a.locator) for a in made.sentences(parse_locator("K.P4-P5"))] == ["K.P5.S1", "K.P5.S2"]
    assert made.sentences(parse_locator("K.P3")) == ()  # its first sentence was not asked for
    assert made.sentences(parse_locator("R.P1")) == ()
    assert made.of("K") == tuple(made.anchors.values())


def test_a_whole_source_is_all_its_sentences() -> None:
    made = register({"K": DOCUMENT}, [parse_locator("K")])
    assert len(made.sentences(parse_locator("K"))) == 9


def test_passages_that_are_not_there_are_all_named() -> None:
    with pytest.raises(UnknownName, match=r"K\.P2\.S9, K\.P7"):
        register({"K": DOCUMENT}, map(parse_locator, ("K.P2.S1", "K.P7", "K.P2.S9")))
    with pytest.raises(UnknownName):
        list(spread(parse_locator("K.P2"), Shape("", (3,))))


def test_a_register_survives_its_file(tmp_path: Path) -> None:
    made = register({"K": DOCUMENT}, [parse_locator("K")])
    (tmp_path / "anchors.json").write_text(made.to_json(), encoding="utf-8")
    read = read_register(tmp_path / "anchors.json")
    assert (read.documents, read.anchors) == (made.documents, made.anchors)
    assert read.to_json() == made.to_json()


def test_no_file_is_an_empty_register(tmp_path: Path) -> None:
    read = read_register(tmp_path / "anchors.json")
    assert read.anchors == {}
    assert json.loads(Register({}, {}).to_json())["anchors"] == {}


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 1, "normaliser": 1}', '{"format": 2, "normaliser": 1}']
)
def test_another_file_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "anchors.json").write_text(text, encoding="utf-8")
    with pytest.raises(DetenteError, match=r"anchors\.json"):
        read_register(tmp_path / "anchors.json")


def test_anchors_of_an_older_rule_are_refused_and_the_way_out_is_named(tmp_path: Path) -> None:
    older = json.dumps({"format": 1, "normaliser": 1, "documents": {}, "anchors": {}})
    (tmp_path / "dam.anchors.json").write_text(older, encoding="utf-8")
    with pytest.raises(DetenteError, match=r"detente anchors CASE --sources FOLDER --out dam\.anchors\.json"):
        read_register(tmp_path / "dam.anchors.json")


# ------------------------------------------------------------------------------ what is shipped


def test_the_flagship_has_anchors() -> None:
    assert "korea-2020" in SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_every_passage_of_a_shipped_case_has_its_anchors(name: str) -> None:
    """If this fails, make the anchors again: `detente anchors CASE --sources DIR --out FILE`."""
    known = read_register(beside(path(name)))
    assert [str(at) for at in cited(load(name)) if not known.sentences(at)] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_the_digests_of_anchors_are_those_of_the_case(name: str) -> None:
    known = read_register(beside(path(name)))
    given = {source.key: source.digest for source in load(name).sources.values()}
    assert {key: shape.digest for key, shape in known.documents.items()} == {
        key: given[key] for key in known.documents
    }


@pytest.mark.parametrize("name", SHIPPED)
def test_no_anchor_carries_a_word(name: str) -> None:
    plain = json.loads(beside(path(name)).read_text(encoding="utf-8"))
    assert plain.keys() == {"format", "normaliser", "documents", "anchors"}
    for source, shape in plain["documents"].items():
        assert parse_locator(source).block == 0
        assert shape.keys() == {"digest", "blocks", "silent"}
    for locator, anchor in plain["anchors"].items():
        assert parse_locator(locator).sentence
        assert anchor.keys() == FIELDS
    assert [text for text in texts(plain) if not re.fullmatch(r"(?:[0-9a-f]{8})+", text)] == []


def test_no_file_of_anchors_holds_a_word_outside_keys_and_hexadecimals() -> None:
    for name in SHIPPED:
        text = beside(path(name)).read_text(encoding="utf-8")
        text = re.sub(r'"(?:[0-9a-f]{8})+"', '""', text)
        known = FIELDS | {
            "format",
            "normaliser",
            "documents",
            "anchors",
            "digest",
            "blocks",
            "silent",
            "null",
        }
        assert set(re.findall(r"[^\W\d_]{4,}", text)) <= known


def texts(plain: object) -> list[str]:
    if isinstance(plain, dict):
        return [text for value in plain.values() for text in texts(value)]
    if isinstance(plain, list):
        return [text for value in plain for text in texts(value)]
    return [plain] if isinstance(plain, str) else []
