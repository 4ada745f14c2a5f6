"""Story 7: two versions of a case, by what went in and what came out."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from detente import load
from detente.brief.answer.changes import differences
from detente.case import parse_quantity
from detente.insight import find
from web.conftest import Start
from web.seen import axe, opened

CASE = "kazakhstan-2022"


def test_a_changed_weight_is_told_in_words_with_what_it_does(browser: Browser, start: Start) -> None:
    case = load(CASE)
    actor, preference = next((a, p) for a, p in case.preferences.items() if p.statements)
    first, *rest = preference.statements
    turned = first.model_copy(update={"weight": parse_quantity("-4..-2")})
    changed = preference.model_copy(update={"statements": (turned, *rest)})
    other = case.model_copy(update={"preferences": {**case.preferences, actor: changed}})
    told = differences(case, other)
    assert len(told) == 1
    assert f"weight -4..-2, and was {first.weight}" in told[0]
    seen = opened(browser, start(other, worlds=100, beside=case).link)
    seen.solved()
    page = seen.page
    page.get_by_role("navigation").get_by_role("button", name="Compare").click()
    expect(page.get_by_role("region", name="Inputs that differ")).to_contain_text(told[0])
    expect(page.get_by_role("region", name="What that changes")).to_contain_text("points")
    assert axe(page) == []
    assert seen.errors == []
    old, new = (find(c, worlds=100, parts=frozenset({"choices"})).choices for c in (case, other))
    by = abs(new[0].best.value - old[0].best.value)
    name, region = case.choices[new[0].choice].name, page.get_by_role("region", name="What that changes")
    expect(region).to_contain_text(name[0].upper() + name[1:])
    expect(region).to_contain_text(f"by {100 * by:.0f} ±")


def test_nothing_differs_from_itself() -> None:
    assert differences(load(CASE), load(CASE)) == ()


def test_another_year_differs_in_many_parts() -> None:
    told = differences(load("korea-2016"), load("korea-2020"))
    assert len(told) > 5
    assert any(", and was " in t for t in told)


def test_without_another_version_there_is_no_such_view(browser: Browser, start: Start) -> None:
    page = opened(browser, start("elmira", worlds=20).link).page
    expect(page.get_by_role("navigation").get_by_role("button", name="Model")).to_be_visible()
    assert page.get_by_role("navigation").get_by_role("button", name="Compare").count() == 0
