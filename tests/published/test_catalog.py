"""The catalog: finding, loading and listing the shipped cases."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from detente import catalog
from detente.case import examine
from detente.errors import CaseError, UnknownName


def test_names_are_the_ids_of_the_cases() -> None:
    assert catalog.names() == tuple(sorted(catalog.names()))
    assert [catalog.load(slug).case for slug in catalog.names()] == list(catalog.names())


@pytest.mark.parametrize("slug", catalog.names())
def test_shipped_cases_raise_no_warning(slug: str) -> None:
    case, problems = examine(catalog.path(slug))
    assert case is not None
    assert [(p.line, p.code, p.cause) for p in problems] == []


#: Cases of our own making; the others are from the literature.
OWN = ("korea-2016", "korea-2020", "korea-2026", "kazakhstan-2022")


@pytest.mark.parametrize("slug", [s for s in catalog.names() if s not in OWN])
def test_published_cases_cite_their_sources(slug: str) -> None:
    case = catalog.load(slug)
    assert case.sources
    assert case.summary
    assert case.outcomes
    assert all(preference.evidence.at for preference in case.preferences.values())
    assert case.choices[next(iter(case.choices))].set.keys() <= {
        o for o in case.options if o.startswith(f"{case.focal}.")
    }


def test_a_mistyped_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as refusal:
        catalog.load("elmria")
    assert refusal.value.nearest[0] == "elmira"
    with pytest.raises(UnknownName):
        catalog.path("nowhere-at-all")


@pytest.mark.parametrize("as_text", [True, False], ids=["text", "path"])
def test_a_path_is_read_from_where_it_leads(tmp_path: Path, as_text: bool) -> None:
    copy = tmp_path / "mine.yaml"
    shutil.copy(catalog.path("elmira"), copy)
    assert catalog.load(str(copy) if as_text else copy).case == "elmira"


def test_a_file_beside_the_caller_needs_no_separator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(catalog.path("elmira"), "mine.yaml")
    shutil.copy(catalog.path("elmira"), "mine")
    assert catalog.load("mine.yaml").case == catalog.load("mine").case == "elmira"


def test_what_looks_like_a_path_is_never_a_slug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for missing in ("./elmira", "elmira.yaml", "elmira.yml", Path("elmira")):
        with pytest.raises(CaseError):
            catalog.load(missing)


def test_entries_describe_the_cases() -> None:
    by_slug = {entry.slug: entry for entry in catalog.entries()}
    assert tuple(by_slug) == catalog.names()
    garrison = by_slug["garrison-diversion"]
    assert (garrison.actors, garrison.options, garrison.states) == (4, 9, 23)
    assert "Hipel" in garrison.citation
    assert "1980" in garrison.citation
