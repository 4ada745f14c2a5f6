"""One record, one meaning: what settles a question is what its condition says of the coded history."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
import yaml

from detente import catalog
from detente.case import Case, Question
from detente.history import History, gather, holds

#: The day up to which the record is coded.
END = date(2026, 8, 20)

SETTLED = {"true", "false", "true by another mechanism"}

#: A question whose note begins so is settled by something else than its condition, which the note names.
PROXY = "Proxy:"


@cache
def case() -> Case:
    return catalog.load("korea-2020")


@cache
def whole() -> History:
    return gather(case(), resolving=True)


@cache
def settled() -> dict[str, bool]:
    """Question -> the answer that its resolution gives, for those that are settled."""
    text = catalog.path("korea-2020").with_name("resolutions.yaml").read_text(encoding="utf-8")
    told = yaml.load(text, yaml.BaseLoader)["resolutions"]
    return {name: one["answer"] == "yes" for name, one in told.items() if one["verdict"] in SETTLED}


def recorded(question: Question) -> bool:
    """What the coded history says: at the deadline, at some time up to it, or all the time."""
    assert question.when is not None
    opens, end = question.opens or case().as_of, min(question.by, END)
    walk = whole().path(opens, end)
    moments = [0.0, *(c.at for c in walk.changes)]
    if question.measure == "at":
        moments = [walk.years]
    found = [holds(case(), question.when, walk.state(at)) for at in moments]
    return all(found) if question.measure == "throughout" else any(found)


ASKED = [q for q in catalog.load("korea-2020").questions if q.when is not None]


@pytest.mark.parametrize("question", ASKED, ids=lambda q: q.id)
def test_a_condition_and_a_resolution_give_one_answer(question: Question) -> None:
    answer = settled().get(question.id)
    if answer is None or question.by > END:
        return
    if question.note.startswith(PROXY):
        assert len(question.note) > 40, "and says what stands for what"
    else:
        assert recorded(question) == answer
