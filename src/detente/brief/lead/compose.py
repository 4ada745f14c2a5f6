"""Case + Findings -> Short: the two pages that come first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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


def short(
    case: Case,
    findings: Findings,
    held: Mapping[str, str] | None = None,
    barred: Sequence[tuple[str, str, str]] = (),
) -> Short:
    """Say in two pages what a reader needs who reads nothing else.

    Parameters
    ----------
    case
        What the analyst wrote.
    findings
        What was computed from it.
    held
        Option -> the level it was held at by hand.
    barred
        Moves forbidden by hand: option, from level, to level.

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
    return Short(
        case.title, _stamp(m, by_hand(case, held or {}, barred)), tuple(s for s in written if s is not None)
    )


def by_hand(case: Case, held: Mapping[str, str], barred: Sequence[tuple[str, str, str]] = ()) -> list[str]:
    """Return the lines that say what was held and which moves were forbidden by hand, if any were.

    Parameters
    ----------
    held
        Option -> the level it was held at.
    barred
        Option, from level, to level.
    """
    lines = [f"Held by hand, whatever the actors prefer: {told(case, held.items())}."] if held else []
    moves = [[told(case, [(option, level)]) for level in levels] for option, *levels in barred]
    if moves:
        said = "; ".join(f"from “{here}” to “{there}”" for here, there in moves)
        lines.append(f"Forbidden by hand, whatever the actors prefer: to go {said}.")
    return lines


def _stamp(m: Material, by_hand: Iterable[str]) -> tuple[str, ...]:
    case, f = m.case, m.findings
    focal = f"; at the crossroads: {m.focal}" if m.focal else ""
    said = [f"By {case.author}."] if case.author else []
    said += [f"Handling: {case.handling}."] if case.handling else []
    number = f", version {case.version}" if case.version else ""
    made = f"Case {f.case} {f.digest[:DIGITS]}{number}, detente {f.version}, seed {f.seed}."
    return (f"As of {full_day(case.as_of)}{focal}.", *by_hand, *said, made)
