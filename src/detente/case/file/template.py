"""A small commented case to begin from."""

from __future__ import annotations

from importlib import resources

from detente.case.file.writing import scalar

__all__ = ["template"]

_TEMPLATE = """\
# A case file. `detente check` says what is wrong with it and where, `detente analyze` what follows from it.
format: 1
case: @slug@
title: @title@
as_of: 2026-01-01  # only evidence up to this day may be used
focal: east  # the actor at the crossroads
summary: Two neighbours, a disputed strait, and a patrol that either of them may call off.

# Documents that judgements refer to. The key is what locators begin with: R.P2.S1 is sentence 1 of block 2.
sources:
  report:
    title: Replace this by a document that you have read
    key: R
    author: Its author
    published: 2025-11

# Words that may stand for a weight, and what they mean: a number, an interval or a distribution.
scales:
  weak: 1..2
  strong: 3..5

actors:
  east:
    name: Eastland
  west:
    name: Westland

# What each actor decides, as owner.option. Levels go from less to more; the phrases make sentences.
options:
  east.patrol:
    name: patrols in the strait
    levels:
      stopped: Eastland keeps its ships in port
      running: Eastland patrols the strait
  west.patrol:
    name: patrols in the strait
    levels:
      stopped: Westland keeps its ships in port
      running: Westland patrols the strait
  west.sanctions:
    name: sanctions
    levels:
      lifted: Westland trades freely
      imposed: Westland imposes sanctions

# Names for conditions. Compare with == != < <= > >= or `in (...)`; join with and, or, not, if ... then ...
definitions:
  standoff:
    name: both fleets face each other
    when: east.patrol == running and west.patrol == running

# What cannot happen.
constraints:
  no_reward:
    forbid: standoff and west.sanctions == lifted
    evidence: analyst judgement

# Where things stand today.
status_quo:
  east.patrol: running
  west.patrol: running
  west.sanctions: imposed

# What each actor wants: conditions with weights, negative for what it would rather avoid.
preferences:
  east:
    statements:
      - id: east_no_standoff
        when: standoff
        weight: -4..-2
        evidence: R.P2.S1
      - id: east_trade
        when: west.sanctions == lifted
        weight: strong
        evidence: [R.P2.S2, R.P3]
      - id: east_presence
        when: east.patrol == running
        weight: weak
        evidence: analyst judgement
  west:
    statements:
      - id: west_no_standoff
        when: standoff
        weight: -3
        evidence: R.P4
      - id: west_punish
        when: if east.patrol == running then west.sanctions == imposed
        weight: triangular(1, 2, 4)
        evidence: analyst judgement

# The courses that the focal actor weighs.
choices:
  withdraw:
    name: call the patrols off
    set: {east.patrol: stopped}
  stay:
    name: keep patrolling
    set: {east.patrol: running}

# Classes of results, the first that fits counts.
outcomes:
  crisis:
    name: a standing crisis
    when: standoff
  calm:
    name: calm and trade
    when: not standoff and west.sanctions == lifted
  chill:
    name: no ships, no trade
    when: not standoff

# What a source says would follow: computed as a finding, never built in.
claims:
  C1:
    says: If Eastland calls its patrols off, Westland lifts the sanctions.
    choice: withdraw
    then: west.sanctions == lifted
    evidence: R.P5.S1
    modality: likely
"""


def template(title: str, slug: str, kind: str = "") -> str:
    """Return a small commented case that reads without problems.

    Parameters
    ----------
    title
        Title of the case.
    slug
        Its short id: small letters, digits and ``-``.
    kind
        A file of ``case/patterns`` without its ending, such as ``crossroads``; empty for the small one.

    Examples
    --------
    >>> from detente.case.read import loads
    >>> loads(template("The Strait", "strait"))
    Case('strait', 2 actors, 3 options, as of 2026-01-01)
    """
    text = _TEMPLATE
    if kind:
        text = resources.files("detente.case").joinpath("patterns", f"{kind}.yaml").read_text("utf-8")
    return text.replace("@slug@", scalar(slug)).replace("@title@", scalar(title))
