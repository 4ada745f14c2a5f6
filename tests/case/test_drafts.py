"""Statements that nobody has weighed: they are kept, counted and left out, and no number is made up."""

from __future__ import annotations

import detente
from detente.brief import markdown
from detente.case import Case, loads

WEIGHED = """
format: 1
case: border
title: The border
as_of: 2020-12-31
focal: east
actors:
  east: {name: East}
  west: {name: West}
sources:
  paper: {title: A paper, key: P}
options:
  east.wall: {name: wall, levels: [down, up]}
  west.fee: {name: fee, levels: [low, high]}
status_quo: {east.wall: up, west.fee: low}
choices:
  open: {name: open, set: {east.wall: down}}
  shut: {name: shut, set: {east.wall: up}}
preferences:
  east:
    statements:
      - {id: east_calm, when: east.wall == down, weight: 1..2, evidence: P.P1}
  west:
    statements:
      - {id: west_fee, when: west.fee == high, weight: 1, evidence: P.P2}
"""

DRAFTED = (
    WEIGHED
    + """\
      - {id: west_name, says: a good name, evidence: P.P3.S1, voice: P, modality: hope}
      - {id: west_wall, when: east.wall == up, says: no trade, evidence: P.P4}
"""
)


def test_the_analysis_leaves_drafts_out() -> None:
    weighed, drafted = (detente.find(loads(text), worlds=50, seed=1) for text in (WEIGHED, DRAFTED))
    assert drafted.to_dict()["choices"] == weighed.to_dict()["choices"]


def test_the_brief_says_how_many_are_unweighted() -> None:
    for text, told in ((DRAFTED, True), (WEIGHED, False)):
        case = loads(text)
        brief = detente.write(case, detente.find(case, worlds=20, seed=1))
        for form in (markdown(brief), brief.to_markdown(full=False)):
            assert ("Draft: 2 of 4 statements unweighted, and left out." in form) == told


def test_drafts_are_kept() -> None:
    case = loads(DRAFTED)
    assert Case.model_validate(case.to_dict()) == case
    kept = case.preferences["west"].statements[1]
    assert (kept.says, kept.voice, kept.modality, kept.draft) == ("a good name", "P", "hope", True)
    assert [s.id for s in case.statements("west")] == ["west_fee"]


def test_an_actor_with_drafts_alone_wants_nothing_yet() -> None:
    case = loads(DRAFTED.replace("when: west.fee == high, weight: 1", "says: fees"))
    assert detente.find(case, worlds=20, seed=1).choices
