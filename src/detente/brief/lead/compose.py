"""Case + Findings -> Short: the two pages that come first."""

from __future__ import annotations

from collections.abc import Mapping

from detente.brief.lead.asked import asked
from detente.brief.lead.leads import leads
from detente.brief.lead.model import Short
from detente.brief.lead.rest import confidence, to_watch, unreached
from detente.brief.lead.verdict import decides, turns, verdict
from detente.brief.words.material import Material
from detente.brief.words.situations import told
from detente.case import Case
from detente.insight import Findings
from detente.paper.english import full_day

__all__ = ["DIGITS", "by_hand", "short"]

#: Digits of a digest that are enough to tell two cases apart by eye.
DIGITS = 12


def short(case: Case, findings: Findings, held: Mapping[str, str] | None = None) -> Short:
    """Say in two pages what a reader needs who reads nothing else.

    Parameters
    ----------
    case
        What the analyst wrote.
    findings
        What was computed from it.
    held
        Option -> the level it was held at by hand.

    Returns
    -------
    Short
        The verdict first; every number with its range, no name of a concept, no term of statistics.
    """
    m = Material(case, findings)
    written = (
        *(verdict(m), leads(m), decides(m), turns(m), unreached(m)),
        *(asked(m), to_watch(m), confidence(m)),
    )
    return Short(case.title, _stamp(m, held or {}), tuple(s for s in written if s is not None))


def by_hand(case: Case, held: Mapping[str, str]) -> list[str]:
    """Return the line that says what was held by hand, if anything was.

    Parameters
    ----------
    held
        Option -> the level it was held at.
    """
    return [f"Held by hand, whatever the actors prefer: {told(case, held.items())}."] if held else []


def _stamp(m: Material, held: Mapping[str, str]) -> tuple[str, ...]:
    case, f = m.case, m.findings
    focal = f"; at the crossroads: {m.focal}" if m.focal else ""
    said = [f"By {case.author}."] if case.author else []
    said += [f"Handling: {case.handling}."] if case.handling else []
    number = f", version {case.version}" if case.version else ""
    made = f"Case {f.case} {f.digest[:DIGITS]}{number}, detente {f.version}, seed {f.seed}."
    return (f"As of {full_day(case.as_of)}{focal}.", *by_hand(case, held), *said, made)
